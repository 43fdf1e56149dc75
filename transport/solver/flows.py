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
    """Cells of all party sizes put together."""
    groups: dict[tuple[int, int, int, int, frozenset[str]], list[int]] = {}
    for c, cell in enumerate(problem.cells):
        groups.setdefault((cell.origin, cell.destination, cell.ready, cell.report, cell.barred), []).append(c)
    flows = []
    for key, cells in groups.items():
        bundles = tuple(b for c in cells for b in problem.cells[c].bundles)
        first = problem.bundles[bundles[0]]
        flows.append(
            Flow(
                *key,
                persons=sum(problem.bundles[b].size for b in bundles),
                fallback=first.fallback / first.size,
                bundles=bundles,
                services=tuple(reach.services_of[cells[0]]),
            )
        )
    return tuple(flows)
