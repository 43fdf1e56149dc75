"""Small exact improvements of single trips: the order of stops, and the vehicle."""

from __future__ import annotations

from collections.abc import Iterable

from transport.solver.insertion import Inserter
from transport.solver.solution import Solution
from transport.solver.trips import Draft


def polish(solution: Solution, numbers: Iterable[int], inserter: Inserter) -> None:
    """Re-order each trip's stops and change its vehicle, as long as that saves."""
    for number in numbers:
        if number in solution.trips:
            _reorder(solution, number, inserter)
            _retime(solution, number, inserter)
            _revehicle(solution, number, inserter)


def _reorder(solution: Solution, number: int, inserter: Inserter) -> None:
    draft = solution.trips[number]
    p = inserter.problem
    first, last = (1, len(draft.stops)) if draft.kind == "distribution" else (0, draft.pickups)
    improved = True
    while improved and last - first > 1:
        improved = False
        base_cost = p.road_cost(draft.offer, draft.stops)
        for order in _neighbours(first, last):
            stops = tuple(draft.stops[i] for i in order) + draft.stops[last:]
            stops = draft.stops[:first] + stops
            if p.road_cost(draft.offer, stops) >= base_cost - 1e-6:
                continue
            made = _with_order(draft, order, first, last, solution, inserter)
            if made is not None and made.cost < draft.cost - 1e-6 and solution.fleet_fits(made, number):
                solution.replace_trip(number, made)
                draft, improved = made, True
                break


def _retime(solution: Solution, number: int, inserter: Inserter) -> None:
    """Let a direct trip leave at a better hour."""
    draft = solution.trips[number]
    if draft.kind != "direct":
        return
    n = draft.pickups
    made = inserter.factory.direct(draft.offer, draft.stops[:n], draft.loads[:n], draft.stops[n:], thorough=True)
    if made is not None and made.cost < draft.cost - 1e-6 and solution.fleet_fits(made, number):
        solution.replace_trip(number, made)


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
    draft: Draft, order: tuple[int, ...], first: int, last: int, solution: Solution, inserter: Inserter
) -> Draft | None:
    stops = tuple(draft.stops[i] for i in order)
    loads = tuple(draft.loads[i] for i in order)
    if draft.kind == "direct":
        return inserter.factory.direct(draft.offer, stops, loads, draft.stops[last:])
    return inserter.factory.spoke(draft.kind, draft.offer, draft.hub, stops, loads, solution.service_of)


def with_offer(draft: Draft, offer: int, solution: Solution, inserter: Inserter) -> Draft | None:
    """The same stops and riders in a vehicle of another offer."""
    if draft.kind == "direct":
        n = draft.pickups
        return inserter.factory.direct(offer, draft.stops[:n], draft.loads[:n], draft.stops[n:])
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
        made = with_offer(draft, k, solution, inserter)
        if made is not None and made.cost < draft.cost - 1e-6 and solution.fleet_fits(made, number):
            solution.replace_trip(number, made)
            return
