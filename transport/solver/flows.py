"""Flows: people of one origin, destination and dates taken together, whatever their parties; what the LP counts in."""

from __future__ import annotations

from dataclasses import dataclass

from transport.solver.problem import Problem
from transport.solver.reach import Reach


@dataclass(frozen=True, slots=True)
class Flow:
    """``persons`` who want the same; ``fallback`` is CNY a person without charter; services are indices."""

    origin: int
    destination: int
    ready: int
    report: int
    barred: frozenset[str]
    persons: int
    fallback: float
    bundles: tuple[int, ...]
    services: tuple[int, ...]


def may_stay(flow: Flow, reach: Reach) -> bool:
    """Whether a coach may set people down where it picked them up: such a one may cost nothing."""
    return flow.origin == flow.destination and bool(reach.direct_offers[flow.origin])


def build_flows(problem: Problem, reach: Reach) -> tuple[Flow, ...]:
    """Cells of all party sizes put together, but for parties that are too large for what others ride."""
    groups: dict[tuple[int, int, int, int, frozenset[str], tuple[int, ...]], list[int]] = {}
    for c, cell in enumerate(problem.cells):
        key = (cell.origin, cell.destination, cell.ready, cell.report, reach.barred(cell), tuple(reach.services_of[c]))
        groups.setdefault(key, []).append(c)
    flows = []
    for key, cells in groups.items():
        bundles = tuple(b for c in cells for b in problem.cells[c].bundles)
        first = problem.bundles[bundles[0]]
        flows.append(
            Flow(
                *key[:5],
                persons=sum(problem.bundles[b].size for b in bundles),
                fallback=first.fallback / first.size,
                bundles=bundles,
                services=key[5],
            )
        )
    return tuple(flows)
