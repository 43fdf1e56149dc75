"""HiGHS, kept from talking: a message of its own for developers goes to the standard output now and then."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from datetime import timedelta

from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from transport.solver.glop import FAILURES, asked_for
from transport.solver.stopwatch import VARIABLE, Stopwatch, branching_seconds

QUICK = highs_pb2.HighsOptionsProto(
    int_options={"mip_pscost_minreliable": 0}, double_options={"mip_heuristic_effort": 0.1}
)
"""No branches are tried out before one is taken, and twice the usual time goes to heuristics."""


def solve_within(
    model: mathopt.Model, seconds: float, gap: float, watch: Stopwatch, start: mathopt.SolutionHint | None = None,
    *, quick: bool = False, surely: bool = False,
) -> mathopt.SolveResult | None:  # fmt: skip
    """Solve a model within so many seconds, up to a relative gap, from a solution if there is one.

    Counted seconds are kept by the number of nodes; ``None``: not even the first one fits, though it is looked at
    ``surely`` where that is asked for, or HiGHS fails. ``quick``: good solutions soon count for more than the bound.
    """
    variables, nodes = model.get_num_variables(), None
    watch.spend(VARIABLE * variables)
    if watch.counted and (nodes := watch.nodes(variables, seconds) or (1 if surely else None)) is None:
        return None
    limit = None if watch.counted else timedelta(seconds=max(0.05, seconds))
    params = mathopt.SolveParameters(time_limit=limit, node_limit=nodes, relative_gap_tolerance=gap)
    if quick:
        params.highs = QUICK
    result = solve_highs(model, params, start)
    if result is not None:
        watch.spend(branching_seconds(variables, result.solve_stats.simplex_iterations))
    return result


def solve_highs(
    model: mathopt.Model, params: mathopt.SolveParameters, start: mathopt.SolutionHint | None = None
) -> mathopt.SolveResult | None:
    """Solve a model with HiGHS, from a solution if there is one; ``None`` where it fails."""
    return _solved(model, params, mathopt.ModelSolveParameters(solution_hints=[] if start is None else [start]))


def _solved(
    model: mathopt.Model, params: mathopt.SolveParameters, asked: mathopt.ModelSolveParameters
) -> mathopt.SolveResult | None:
    """Solve a model; nothing of what HiGHS prints reaches our standard output, which may be a document."""
    with _quiet():
        try:
            return mathopt.solve(model, mathopt.SolverType.HIGHS, params=params, model_params=asked)
        except FAILURES:  # it may stop short of all digits, which it takes for an error
            return None


def central_prices(model: mathopt.Model) -> dict[mathopt.LinearConstraint, float] | None:
    """Dual values of a linear program in the middle of all that are optimal; ``None`` where none are found."""
    options = highs_pb2.HighsOptionsProto(string_options={"run_crossover": "off"})
    params = mathopt.SolveParameters(lp_algorithm=mathopt.LPAlgorithm.BARRIER, highs=options)
    result = _solved(model, params, asked_for(()))
    return None if result is None or not result.has_dual_feasible_solution() else result.dual_values()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Send file descriptor 1 nowhere for a while, whatever stands behind it."""
    try:
        saved = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    _flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        _flush()
        os.dup2(saved, 1)
        os.close(saved)
        os.close(nowhere)


def _flush() -> None:
    """Empty Python's buffer and C's, so that each text goes where it was meant to."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    if sys.platform != "win32":
        ctypes.CDLL(None).fflush(None)
