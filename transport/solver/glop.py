"""GLOP, kept from ending a run: where its digits fail it, that is one answer less, and no error of the plan's."""

from __future__ import annotations

from ortools.math_opt.python import mathopt

FAILURES = (AttributeError, ValueError, RuntimeError)
"""What the library raises where a solver ends abnormally: it stumbles over the message, so it may be any of these."""


class Glop:
    """A linear program that grows and is solved again and again, each time from where the last one ended.

    Parameters
    ----------
    model
        May be changed between solves.
    """

    def __init__(self, model: mathopt.Model) -> None:
        self.model = model
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    def solve(self) -> mathopt.SolveResult | None:
        """Solve it, a second time from nothing if need be; ``None`` where that fails too."""
        for _ in range(2):
            try:
                return self._solver.solve()
            except FAILURES:
                self._solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        return None


def solve_linear(model: mathopt.Model, params: mathopt.SolveParameters) -> mathopt.SolveResult | None:
    """Solve a linear program once; ``None`` where GLOP fails."""
    try:
        return mathopt.solve(model, mathopt.SolverType.GLOP, params=params)
    except FAILURES:
        return None
