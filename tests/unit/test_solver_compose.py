"""Composing a whole plan of given trips, from one that is known."""

import random

import pytest
from far_case import far_case
from ortools.math_opt.python import mathopt
from random_cases import tiny

from transport.solver import guide as guide_module
from transport.solver.columns import columns_of
from transport.solver.compose import Composer
from transport.solver.compose import composed as composed_of
from transport.solver.guide import MOST_MET, Guide
from transport.solver.highs import solve_highs, solve_within
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.search import Budget, Search
from transport.solver.solution import NOBODY, Solution
from transport.solver.stopwatch import Stopwatch
from transport.solver.trips import TripFactory


def started(problem, rounds=0):
    """A solution by insertion, searched around for some rounds."""
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    solution, rng = Solution(problem), random.Random(3)
    inserter.insert(solution, range(len(problem.bundles)), Mood(neighbours=0.5), rng)
    budget = Budget(rounds=rounds)
    return inserter, Search(inserter, rng).run(solution, budget, lambda _: None) if rounds else solution


def composed(inserter, known, more=()):
    services = {way.service for way in known.ways if way is not None and way.service != NOBODY}
    composer = Composer(inserter, [*columns_of(inserter, known), *more], services)
    return composer.compose(5.0, random.Random(0), known)


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_composed_from_its_own_trips_costs_no_more(seed):
    inserter, known = started(far_case(seed))
    assert composed(inserter, known).cost <= known.cost + 1e-6


@pytest.mark.parametrize("seed", range(25))
def test_what_a_search_for_trips_begins_with_is_the_known_plan(seed):
    """As values of the variables it keeps every rule of the model, and costs there what it costs."""
    scenery = tiny(seed)
    inserter, known = started(Problem(scenery.case, scenery.travel))
    services = {way.service for way in known.ways if way is not None and way.service != NOBODY}
    composer = Composer(inserter, columns_of(inserter, known), services)
    for x, value in composer._start(known).variable_values.items():
        x.lower_bound = x.upper_bound = value
    result = solve_highs(composer.model, mathopt.SolveParameters())
    assert result.has_primal_feasible_solution() == (known.shortage() == 0)
    if known.shortage() == 0:
        alone = sum(bundle.fallback for bundle in inserter.problem.bundles)
        assert result.objective_value() + alone == pytest.approx(known.cost, abs=1e-3)


@pytest.mark.parametrize("quick", [False, True])
def test_where_seconds_are_counted_a_first_look_is_taken_if_it_must_be(quick):
    inserter, known = started(far_case(2))
    model, watch = Composer(inserter, columns_of(inserter, known), set()).model, Stopwatch(counted=True)
    assert solve_within(model, 0.0, 0.0, watch, quick=quick) is None
    result = solve_within(model, 0.0, 0.0, watch, quick=quick, surely=True)
    assert result.has_primal_feasible_solution()
    assert solve_within(model, 0.0, 0.0, Stopwatch(), quick=quick) is not None


@pytest.mark.parametrize("seed", range(4))
def test_trips_of_another_plan_help_or_do_no_harm(seed):
    problem = far_case(seed)
    (_, other), (inserter, known) = started(problem, rounds=60), started(problem)
    keys = {column.key for column in columns_of(inserter, known)}
    more = [column for column in columns_of(inserter, other) if column.key not in keys]
    assert composed(inserter, known, more).cost <= known.cost + 1e-6


def test_no_more_vehicles_are_out_than_there_are():
    for seed in range(8):
        inserter, known = started(far_case(seed))
        plan = composed(inserter, known, [column for column in columns_of(inserter, known) for _ in range(3)])
        for number, trip in plan.trips.items():
            assert plan.fleet_fits(trip, without=number)


@pytest.mark.parametrize("seed", range(3))
def test_the_guide_never_composes_a_dearer_plan_and_comes_to_an_end_where_no_second_is_counted(seed):
    inserter, known = started(far_case(seed))
    problem = inserter.problem
    guide = Guide(inserter, {s for s, persons in enumerate(known.aboard) if persons})
    guide.learn(known)
    guide.improve(problem.watch.now() + 0.5, lambda: False)
    made = guide.compose(known, problem.watch.now() + 1.0, lambda: False, random.Random(1))
    assert made is not None
    assert made.cost <= known.cost + 1e-6
    assert len(guide.promising()) > 0
    assert len(guide._met) <= MOST_MET


def test_the_guide_composes_of_the_trips_that_a_search_has_met(monkeypatch):
    (inserter, known), given = started(far_case(2)), []
    monkeypatch.setattr(guide_module, "composed", lambda _, __, others, *rest: given.append(list(others)))
    guide, met = Guide(inserter, ()), columns_of(inserter, started(inserter.problem, rounds=60)[1])
    guide.learn(known, met)
    guide.improve(inserter.problem.watch.now() + 0.5, lambda: False)
    guide.compose(known, inserter.problem.watch.now(), lambda: False, random.Random(1))
    assert {column.key for column in met} <= {column.key for column in given[0]} & guide.master._keys


@pytest.mark.parametrize("seed", range(3))
def test_the_guide_joins_those_worth_most_to_few_trips_from_dives(seed, monkeypatch):
    inserter, known = started(far_case(seed))
    problem, given = inserter.problem, []

    def recorded(inserter, builder, others, *rest):
        given.append([column.key for column in others])
        return composed_of(inserter, builder, others, *rest)

    monkeypatch.setattr(guide_module, "composed", recorded)
    guide = Guide(inserter, {s for s, persons in enumerate(known.aboard) if persons})
    guide.learn(known)
    guide.improve(problem.watch.now() + 0.5, lambda: False)
    for enough in (0, 12):
        monkeypatch.setattr(guide_module, "ENOUGH", enough)
        guide.compose(known, problem.watch.now(), lambda: False, random.Random(1))  # one dive at most
    dived, joined = given
    assert len(dived) < 12
    assert joined[: len(dived)] == dived
    best = [column.key for column in guide.promising() if column.key not in dived]
    assert joined[len(dived) :] == best[: 12 - len(dived)]
