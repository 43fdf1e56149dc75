"""GLOP, kept from ending a run: where its digits fail it, that is one answer less, and no error of the plan's."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.math_opt.python import mathopt

FAILURES = (AttributeError, ValueError, RuntimeError)
"""What the library raises where a solver ends abnormally: it stumbles over the message, so it may be any of these."""


class Glop:
    """A linear program that grows and is solved again and again, each time from where the last one ended.

    Parameters
    ----------
    model
        May be changed between solves.
    wanted
        The variables whose values are asked for (``None``: all); what is not asked for is not read, which takes longer
        than solving now and then. Reduced costs are not read at all.
    """

    def __init__(self, model: mathopt.Model, wanted: Iterable[mathopt.Variable] | None = None) -> None:
        self.model, self._asked = model, asked_for(wanted)
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    def ask(self, wanted: Iterable[mathopt.Variable] | None) -> None:
        """Ask for the values of these variables from now on."""
        self._asked = asked_for(wanted)

    def solve(self) -> mathopt.SolveResult | None:
        """Solve it, a second time from nothing if need be; ``None`` where that fails too."""
        for _ in range(2):
            try:
                return self._solver.solve(model_params=self._asked)
            except FAILURES:
                self._solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        return None


def asked_for(wanted: Iterable[mathopt.Variable] | None) -> mathopt.ModelSolveParameters:
    """Ask for the values of some variables (``None``: of all) and for prices, not for reduced costs."""
    values = mathopt.VariableFilter(filtered_items=wanted)
    return mathopt.ModelSolveParameters(
        variable_values_filter=values, reduced_costs_filter=mathopt.VariableFilter(filtered_items=())
    )


def solve_linear(model: mathopt.Model, params: mathopt.SolveParameters) -> mathopt.SolveResult | None:
    """Solve a linear program once; ``None`` where GLOP fails."""
    try:
        return mathopt.solve(model, mathopt.SolverType.GLOP, params=params)
    except FAILURES:
        return None
