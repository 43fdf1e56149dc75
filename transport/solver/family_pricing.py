"""How the best trips of a family are found in the bound, and about how long that takes."""

from __future__ import annotations

import numpy as np

from transport.compiled import compiled
from transport.solver.arrays import Floats
from transport.solver.bound_families import Family
from transport.solver.load_routes import routes_by_load, seconds_by_load
from transport.solver.pricing import (
    MOST_PLACES,
    Route,
    Spokes,
    best_routes,
    nearest,
    seconds_by_stops,
    strict_route,
)

CRITICAL = 5
"""Places whose second call is forbidden in one pricing problem at most."""
SEATS = (0.6, 0.8, 0.9, 0.4, 0.0)
"""Prices of a seat at which it is looked whether any trip of a family gains, as shares of what it can gain at most."""
MANY = 20
"""Trips of one family that are added at a time where stops are not limited."""


def family_routes(family: Family, problem: Spokes, *, proven: bool, strict: bool, until: float) -> list[Route]:
    """The best trips of a family's pricing problem.

    Where that must be ``proven``, the first one is at least as good as any. With ``strict`` second
    calls are forbidden until ``until`` (monotonic clock).
    """
    if gains_nothing(problem):
        return []
    if family.may_return or (family.by_load and not strict):
        return routes_by_load(problem, MANY, 0.0)
    if not proven and len(problem.gains) <= MOST_PLACES:
        return best_routes(problem, floor=0.0)
    if not strict:
        return best_routes(problem, floor=0.0, elementary=False)
    route = strict_route(problem, 0.0, CRITICAL, until)
    return [] if route is None else [route, *best_routes(problem, floor=0.0)]


def gains_nothing(problem: Spokes) -> bool:
    """Whether no trip that calls at no place twice gains anything, as far as can be seen at a glance.

    At a price m of a seat a trip gains no more than m times its seats and what its best few places are worth at that
    price, each called at by the shortest way there, its people on the way for the least time.
    """
    p = problem
    if not len(p.gains) or p.capacity <= 0:
        return True
    near = nearest(p.first_cost, p.leg_cost)
    left = np.minimum(p.last_minutes, p.leg_minutes.min(axis=1) + p.last_minutes.min())
    begin = float((near - p.first_cost).max()) - float(p.last_cost.min()) - p.fixed
    return _most_gain(p.gains, near, p.minute_rate * left, begin, p.capacity, min(p.max_stops, len(p.gains))) <= 0.0


@compiled
def _most_gain(gains: Floats, near: Floats, hours: Floats, begin: float, capacity: int, stops: int) -> float:
    greatest = 0.0
    for i in range(len(gains)):
        for q in range(1, min(gains.shape[1], capacity + 1)):
            greatest = max(greatest, gains[i, q] / q - hours[i])
    upper, best = np.inf, np.zeros(len(gains))
    for share in SEATS:
        for i in range(len(gains)):
            best[i] = 0.0
            for q in range(1, min(gains.shape[1], capacity + 1)):
                best[i] = max(best[i], gains[i, q] - q * (hours[i] + share * greatest) - near[i])
        upper = min(upper, capacity * share * greatest + begin + np.sort(best)[-stops:].sum())
        if upper <= 0.0:
            break
    return upper


def seconds_over_stops(family: Family) -> float:
    """About the seconds of pricing a family over its stops."""
    return seconds_by_stops(len(family.places), family.max_stops, family.capacity)


def pricing_seconds(family: Family) -> float:
    """About the seconds of pricing a family by the programme that suits it."""
    places, capacity = len(family.places), family.capacity
    if family.by_load:
        return seconds_by_load(places, int(family.loads.sum()), capacity)
    return seconds_over_stops(family)
