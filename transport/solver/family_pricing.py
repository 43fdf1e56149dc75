"""How the best trips of a family are found in the bound, and about how long that takes."""

from __future__ import annotations

from transport.solver.bound_families import Family
from transport.solver.load_routes import routes_by_load, seconds_by_load
from transport.solver.pricing import MOST_PLACES, Route, Spokes, best_routes, seconds_by_stops, strict_route

CRITICAL = 5
"""Places whose second call is forbidden in one pricing problem at most."""
MANY = 20
"""Trips of one family that are added at a time where stops are not limited."""


def family_routes(family: Family, problem: Spokes, *, proven: bool, strict: bool, until: float) -> list[Route]:
    """The best trips of a family's pricing problem.

    Where that must be ``proven``, the first one is at least as good as any. With ``strict`` second
    calls are forbidden until ``until`` (monotonic clock).
    """
    if family.may_return or (family.by_load and not strict):
        return routes_by_load(problem, MANY, 0.0)
    if not proven and len(problem.gains) <= MOST_PLACES:
        return best_routes(problem, floor=0.0)
    if not strict:
        return best_routes(problem, floor=0.0, elementary=False)
    route = strict_route(problem, 0.0, CRITICAL, until)
    return [] if route is None else [route, *best_routes(problem, floor=0.0)]


def seconds_over_stops(family: Family) -> float:
    """About the seconds of pricing a family over its stops."""
    return seconds_by_stops(len(family.places), family.max_stops, family.capacity)


def pricing_seconds(family: Family) -> float:
    """About the seconds of pricing a family by the programme that suits it."""
    places, capacity = len(family.places), family.capacity
    if family.by_load:
        return seconds_by_load(places, int(family.loads.sum()), capacity)
    return seconds_over_stops(family)
