"""Families of relaxed trips for the bound: feeders and distribution trips.

A family is everything about a pricing problem that does not depend on prices: one offer on one side of some lines.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transport.case import TripKind
from transport.solver.arrays import Floats
from transport.solver.pricing import Route, Spokes, concave_gains, dear, over_any, seconds_by_stops
from transport.solver.problem import Problem
from transport.solver.reach import Reach

STRICT_S = 0.05
"""Seconds of pricing over stops up to which second calls are forbidden at last where stops are not limited."""
Line = int
"""What carries people the long way: a service, by its index."""
RowKey = tuple[TripKind, int, Line]
Counted = tuple[TripKind, int, int]
"""Trips of one kind by one offer for the service at whose moment they are at the hub."""


@dataclass(frozen=True, slots=True)
class Family:
    """One family of relaxed trips: all of one offer on one side of some lines, with what never changes.

    ``wave`` is the service at whose moment they are at the ``hub``, ``most`` how many of them the offer's vehicles can
    make (``None``: as many as wanted). ``loads[i, q]``: whether whole bundles of place i can be q persons together.
    """

    side: TripKind
    offer: int
    lines: tuple[Line, ...]
    waits: tuple[float, ...]
    places: tuple[int, ...]
    first_cost: Floats
    leg_cost: Floats
    leg_minutes: Floats
    last_cost: Floats
    last_minutes: Floats
    fixed: float
    rate: float
    capacity: int
    max_stops: int
    loads: NDArray[np.bool_]
    wave: int
    most: int | None
    hub: int

    @property
    def counted_as(self) -> Counted:
        """What its trips are counted as where there can be only so many."""
        return self.side, self.offer, self.wave

    @property
    def by_load(self) -> bool:
        """Whether its stops are limited by its places alone, so that trips can be found load by load."""
        return self.max_stops >= len(self.places)

    @property
    def may_return(self) -> bool:
        """Whether its trips may call again to the end: forbidding that would take too long."""
        return self.by_load and seconds_by_stops(len(self.places), self.max_stops, self.capacity) > STRICT_S

    @property
    def least(self) -> float:
        """Least CNY that a trip of the family costs."""
        return self.fixed + float((self.first_cost + self.last_cost).min())


@dataclass(frozen=True, slots=True)
class Asked:
    """A family's pricing problem (``None``: nobody pays) over the places ``kept`` of it, and by place of the family
    what is paid, for which line, by how many persons, the dearest first.
    """

    problem: Spokes | None
    kept: tuple[int, ...]
    worth: list[list[tuple[float, Line, int]]]

    def placed(self, route: Route) -> Route:
        """A route of the problem with the places of the family."""
        return Route(route.value, tuple(self.kept[i] for i in route.places), route.persons)


def asked(family: Family, paid: Mapping[RowKey, tuple[float, int]], besides: float) -> Asked:
    """What a family's trips may gain.

    Parameters
    ----------
    paid
        CNY of a person and how many there may be, by row.
    besides
        CNY that a trip costs besides (negative: less, by no more than the cheapest trip costs).
    """
    worth: list[list[tuple[float, Line, int]]] = []
    for place in family.places:
        options = []
        for line, wait in zip(family.lines, family.waits, strict=True):
            price, persons = paid.get((family.side, place, line), (-math.inf, 0))
            gain = price - family.rate * wait
            if gain > 0:
                options.append((gain, line, persons))
        worth.append(sorted(options, key=lambda option: -option[0]))
    kept = tuple(i for i, options in enumerate(worth) if options)
    if not kept:
        return Asked(None, kept, worth)
    at = np.array(kept)
    gains = concave_gains([worth[i] for i in kept], family.capacity)
    problem = Spokes(
        np.where(family.loads[at, : gains.shape[1]], gains, -np.inf), family.first_cost[at],
        family.leg_cost[np.ix_(at, at)], family.leg_minutes[np.ix_(at, at)], family.last_cost[at],
        family.last_minutes[at], family.fixed + besides, family.rate, family.capacity, family.max_stops,
    )  # fmt: skip
    return Asked(problem, kept, worth)


def build_families(problem: Problem, reach: Reach, keys: Collection[RowKey]) -> list[Family]:
    """All families that can serve the rows (side, place, line) of a relaxed master."""
    return [
        *_spoke_families(problem, reach, keys, "feeder"),
        *_spoke_families(problem, reach, keys, "distribution"),
    ]


def _spoke_families(problem: Problem, reach: Reach, keys: Iterable[RowKey], side: TripKind) -> Iterator[Family]:
    p = problem
    hubs = p.service_from if side == "feeder" else p.service_to
    services = sorted({line for kind, _, line in keys if kind == side})
    hours = {s: p.hub_hours(side, (s,)) for s in services}
    for s in services:
        moment = reach.hub_moment(side, s)
        if moment is None:
            continue
        wave = [o for o in services if hubs[o] == hubs[s] and hours[o][0] <= moment <= hours[o][1]]
        waits = [p.services[o].depart - moment if side == "feeder" else moment - p.services[o].arrive for o in wave]
        for k in p.offers_by_kind[side]:
            if p.reaches(k, hubs[s]):
                family = _family(p, side, k, wave, waits, _places(p, keys, side, k, wave), s, hubs[s])
                if family is not None:
                    yield family


def _places(problem: Problem, keys: Iterable[RowKey], side: TripKind, k: int, lines: Sequence[Line]) -> list[int]:
    wanted = set(lines)
    places = {place for kind, place, line in keys if kind == side and line in wanted}
    return sorted(place for place in places if problem.reaches(k, place))


def _family(
    problem: Problem,
    side: TripKind,
    k: int,
    lines: Sequence[Line],
    waits: Sequence[float],
    places: Sequence[int],
    wave: int,
    hub: int,
) -> Family | None:
    p, o = problem, problem.offers[k]
    km, minutes, base = p.closure_km, p.closure_minutes, p.offer_base[k]
    way = km[base] + km[:, hub] if side == "feeder" else km[hub] + km[:, base]
    places = [v for v in places if math.isfinite(way[v])]
    if not places:
        return None
    at = np.array(places)
    dwell = np.array([float(p.dwell[v]) for v in places])
    back = o.empty_km_cost if o.returns_to_base else 0.0
    legs, away = km[np.ix_(at, at)], minutes[np.ix_(at, at)]
    if side == "feeder":
        first, fixed = dear(o.empty_km_cost, km[base, at]), dear(back, km[hub, base])
        last, spent = km[at, hub], minutes[at, hub] + dwell
        away = away + dwell[:, None]
    else:
        first, fixed = dear(back, km[at, base]), dear(o.empty_km_cost, km[base, hub])
        last, spent = km[hub, at], minutes[hub, at]
        legs, away = legs.T, away.T + dwell[None, :]
    limit = p.rules.max_stops.feeder if side == "feeder" else p.rules.max_stops.distribution
    moving = bool((spent > 0).all())
    tolls = dear(o.km_cost, legs)
    return Family(
        side, k, tuple(lines), tuple(waits), tuple(places), over_any(first, tolls), tolls, dear(1.0, away),
        dear(o.km_cost, last), dear(1.0, spent), o.fixed_cost + (o.day_cost if moving else 0.0) + float(fixed),
        p.costs.journey_hour / 60, p.capacity(k, side), _stops(limit, len(places)),
        _loads(p, side, at, p.capacity(k, side)), wave, _most_trips(p, side, k, wave, hub, at), hub,
    )  # fmt: skip


def _most_trips(problem: Problem, side: TripKind, k: int, wave: int, hub: int, places: NDArray[np.int64]) -> int | None:
    """Most trips that an offer's vehicles can make for a service; ``None`` where that is one a person or more.

    Between two moments at the hub a vehicle goes from its base over some place to the hub, or the other way round.
    """
    p, minutes, base = problem, problem.closure_minutes, problem.offer_base[k]
    low, high = p.hub_hours(side, (wave,))
    dwell = np.array([float(p.dwell[v]) for v in places])
    if side == "feeder":
        cycle = (minutes[base, places] + dwell + minutes[places, hub]).min()
    else:
        cycle = (minutes[hub, places] + dwell).min() + minutes[base, hub]
    persons = len(p.case.workers)
    if not cycle > 0 or (high - low) / cycle >= persons:
        return None
    most = p.offers[k].count * (1 + math.floor((high - low) / cycle))
    return most if most < persons else None


def _stops(limit: float | None, places: int) -> int:
    """A place may be called at again in a relaxed trip, so a missing limit is one call each at the least."""
    return places if limit is None else int(limit)


def _loads(problem: Problem, side: TripKind, places: NDArray[np.int64], capacity: int) -> NDArray[np.bool_]:
    """Which numbers of persons whole bundles at each place can add up to, by place and number."""
    sums = problem.sums_from if side == "feeder" else problem.sums_to
    return np.asarray(sums[places, : capacity + 1])
