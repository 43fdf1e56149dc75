"""Small exact improvements of single trips: the order of stops, and the vehicle."""

from __future__ import annotations

from collections.abc import Iterable

from transport.solver.insertion import Inserter
from transport.solver.solution import Solution
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft

SHORT = 3
"""Stops of a stretch whose every neighbouring order is tried, though the road may not get shorter."""


def polish(solution: Solution, numbers: Iterable[int], inserter: Inserter) -> None:
    """Re-order each trip's stops and change its vehicle, as long as that saves and the inserter's time is not over."""
    for number in numbers:
        if inserter.over():
            break
        if number in solution.trips:
            _reorder(solution, number, inserter)
            _retime(solution, number, inserter)
            _revehicle(solution, number, inserter)


def _reorder(solution: Solution, number: int, inserter: Inserter) -> None:
    draft = solution.trips[number]
    if draft.kind == "direct":
        _reorder_stretch(solution, number, 0, draft.pickups, inserter)
        _reorder_stretch(solution, number, draft.pickups, len(draft.stops), inserter)
    elif draft.kind == "feeder":
        _reorder_stretch(solution, number, 0, len(draft.stops) - 1, inserter)
    else:
        _reorder_stretch(solution, number, 1, len(draft.stops), inserter)


def _reorder_stretch(solution: Solution, number: int, first: int, last: int, inserter: Inserter) -> None:
    """Improve the order of the stops ``first`` to ``last - 1``; long stretches only where the road gets shorter."""
    p, improved = inserter.problem, True
    while improved and last - first > 1:
        improved, draft = False, solution.trips[number]
        road = p.road_cost(draft.offer, draft.stops)
        for order in _neighbours(first, last):
            stops = draft.stops[:first] + tuple(draft.stops[i] for i in order) + draft.stops[last:]
            if last - first > SHORT and p.road_cost(draft.offer, stops) >= road - 1e-6:
                continue
            made = _with_order(draft, order, first, stops, solution, inserter)
            if _taken(solution, number, made, inserter):
                improved = True
                break


def _retime(solution: Solution, number: int, inserter: Inserter) -> None:
    """Let a direct trip leave at a better hour."""
    draft = solution.trips[number]
    if draft.kind != "direct":
        return
    made = inserter.factory.rerun(draft, thorough=True)
    _taken(solution, number, made, inserter)


def _neighbours(first: int, last: int) -> Iterable[tuple[int, ...]]:
    """Orders of the stops ``first`` to ``last - 1`` with one stop moved or a stretch turned round."""
    base = list(range(first, last))
    n = len(base)
    for i in range(n):
        for j in range(n):
            if i != j:
                moved = base[:i] + base[i + 1 :]
                moved.insert(j, base[i])
                yield tuple(moved)
    for i in range(n - 2):
        for j in range(i + 3, n + 1):
            yield tuple(base[:i] + base[i:j][::-1] + base[j:])


def _with_order(
    draft: Draft, order: tuple[int, ...], first: int, stops: tuple[int, ...], solution: Solution, inserter: Inserter
) -> Draft | None:
    """The trip with its ``stops`` in a new order; ``order`` says where the loads from ``first`` on come from."""
    loads = draft.loads[:first] + tuple(draft.loads[i] for i in order) + draft.loads[first + len(order) :]
    if draft.kind == "direct":
        n = draft.pickups
        return inserter.factory.direct(draft.offer, stops[:n], loads[:n], stops[n:])
    own = slice(0, -1) if draft.kind == "feeder" else slice(1, None)
    return inserter.factory.spoke(draft.kind, draft.offer, draft.hub, stops[own], loads[own], solution.service_of)


def with_offer(draft: Draft, offer: int, solution: Solution, inserter: Inserter) -> Draft | None:
    """The same stops and riders in a vehicle of another offer."""
    if draft.kind == "direct":
        return inserter.factory.rerun(draft, offer=offer)
    own = slice(0, -1) if draft.kind == "feeder" else slice(1, None)
    return inserter.factory.spoke(draft.kind, offer, draft.hub, draft.stops[own], draft.loads[own], solution.service_of)


def _revehicle(solution: Solution, number: int, inserter: Inserter) -> None:
    draft = solution.trips[number]
    p = inserter.problem
    own = draft.vehicle_cost
    cheaper = []
    for k in p.offers_by_kind[draft.kind]:
        if k == draft.offer or p.capacity(k, draft.kind) < draft.load:
            continue
        cost = p.road_cost(k, draft.stops) + p.offers[k].day_cost
        if cost < own - 1e-6 and all(p.reaches(k, stop) for stop in draft.stops):
            cheaper.append((cost, k))
    for _, k in sorted(cheaper)[:4]:
        if _taken(solution, number, with_offer(draft, k, solution, inserter), inserter):
            return


def _taken(solution: Solution, number: int, made: Draft | None, inserter: Inserter) -> bool:
    """Put a changed trip in the place of an old one where it is cheaper, also at the hour when a vehicle is free."""
    most = solution.trips[number].cost - 1e-6
    if made is None or made.cost >= most:
        return False
    made = fit_in_time(solution, made, inserter.factory, number)
    if made is None or made.cost >= most:
        return False
    solution.replace_trip(number, made)
    return True
