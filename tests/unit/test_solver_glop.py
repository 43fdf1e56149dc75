"""GLOP ends abnormally now and then: a run goes on, by a fresh start or without that answer."""

import pytest
from ortools.math_opt.python import mathopt
from random_cases import tiny

from transport.check import check_plan
from transport.solver import solve
from transport.solver.glop import Glop, solve_linear


def program():
    model = mathopt.Model()
    x = model.add_variable(lb=0.0, ub=3.0)
    model.maximize(x)
    return model, x


@pytest.fixture
def failing(monkeypatch):
    """Makes the next so many solves fail as the library does."""
    once, again = mathopt.solve, mathopt.IncrementalSolver.solve
    left = [0]

    def either(original):
        def solved(*arguments, **options):
            if left[0] > 0:
                left[0] -= 1
                raise AttributeError("'StatusNotOk' object has no attribute 'canonical_code'")
            return original(*arguments, **options)

        return solved

    monkeypatch.setattr(mathopt, "solve", either(once))
    monkeypatch.setattr(mathopt.IncrementalSolver, "solve", either(again))
    return left


@pytest.mark.parametrize(("failures", "found"), [(0, True), (1, True), (2, False)])
def test_a_program_that_fails_is_begun_anew_once(failing, failures, found):
    model, x = program()
    linear = Glop(model)
    failing[0] = failures
    result = linear.solve()
    assert (result is not None) == found
    x.upper_bound = 5.0
    assert linear.solve().objective_value() == pytest.approx(5.0)


def test_a_single_solve_that_fails_has_no_answer(failing):
    model, _ = program()
    assert solve_linear(model, mathopt.SolveParameters()).objective_value() == pytest.approx(3.0)
    failing[0] = 1
    assert solve_linear(model, mathopt.SolveParameters()) is None


@pytest.mark.parametrize("failures", [1, 10**9])
def test_a_plan_comes_back_though_programs_fail(failing, failures):
    scenery = tiny(42)
    failing[0] = failures
    plan = solve(scenery.case, scenery.travel, time_limit_s=1.0, repeatable=True)
    assert check_plan(scenery.case, scenery.travel, plan.to_document()).violations == ()
