"""The best direct coach to given drop-offs, for people of given worth: a dynamic programme over the pick-ups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import compiled
from transport.limits import NEVER
from transport.solver.arrays import Floats, Ints
from transport.solver.direct_spots import DirectSpots
from transport.solver.pricing import MOST_PLACES, NOBODY_PAYS, Table, concave, routes_of
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.stopwatch import pricing_seconds


class Roads(NamedTuple):
    """Km and minutes between all places, and minutes of a stop at each."""

    km: Floats
    minutes: Ints
    dwell: Floats


class People(NamedTuple):
    """People who may ride, as arrays with one entry for all who want the same.

    ``whose`` they are, their way, and CNY that each of the ``persons`` is worth once there.
    """

    whose: Ints
    origin: Ints
    destination: Ints
    report: Ints
    value: Floats
    persons: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int, float, int]]) -> People:
        """The people of rows with these fields."""
        whose, origin, destination, report, value, persons = map(np.array, zip(*rows, strict=True))
        return cls(whose, origin, destination, report, value.astype(np.float64), persons)


@dataclass(frozen=True, slots=True)
class Coach:
    """A priced coach: CNY it gains, its pick-ups in order, and persons by whose at each of them."""

    value: float
    pickups: tuple[int, ...]
    loads: Mapping[int, Mapping[int, int]]


class CoachPricer:
    """Prices coaches by rough timetables; what is built from them is timed exactly by whoever builds it."""

    def __init__(self, problem: Problem, spots: DirectSpots) -> None:
        self.problem, self.spots = problem, spots
        self.rate = problem.costs.journey_hour / 60
        self.roads = Roads(problem.km_array, problem.minutes_array, np.array(problem.dwell, dtype=np.float64))

    def worth(
        self, k: int, drops: Sequence[int], people: People, report: int | None = None, least: float = 0.0
    ) -> Floats:
        """What people are each worth to a coach before the ride, ``-inf`` where that is not more than ``least``.

        With ``report`` the coach arrives by that moment: those who report before cannot come, and days of early arrival
        count for the others.
        """
        p = self.problem
        after, elapsed = np.full(len(p.places), np.inf), 0.0
        for j, f in enumerate(drops):
            if j:
                elapsed += p.minutes[drops[j - 1]][f] + p.dwell[drops[j - 1]]
            after[f] = elapsed
        by, early = (-NEVER, 0.0) if report is None else (report, p.costs.early_arrival_per_day)
        return _worth(people, self.roads, drops[0], after, p.open_to(k), self.rate, by, early, least)

    def promise(self, k: int, drops: Sequence[int], people: People, worth: Floats) -> float:
        """An optimistic guess of what the best coach gains: the dearest people, the nearest origin's road."""
        p, o, (tour, back) = self.problem, self.problem.offers[k], self._after(k, drops)
        if not tour + back < math.inf:
            return -math.inf
        empty = o.empty_km_cost * back if o.returns_to_base else 0.0
        trunks, seats = self.spots.trunks(k, drops[0]), p.capacity(k, "direct")
        most = _promise(
            people, self.roads, drops[0], worth, trunks, self.rate, p.offer_base[k], o.km_cost, o.empty_km_cost, seats
        )
        return most - o.fixed_cost - o.km_cost * tour - empty

    def _after(self, k: int, drops: Sequence[int]) -> tuple[float, float]:
        """Km between the drop-offs, and from the last one to the base."""
        km = self.problem.km
        return sum(km[a][b] for a, b in pairwise(drops)), km[drops[-1]][self.problem.offer_base[k]]

    def coach(
        self, k: int, drops: Sequence[int], people: People, worth: Floats, floor: float, most: int = MOST_PLACES
    ) -> Coach | None:
        """The best coach of an offer over pick-ups to these drop-offs in this order, if it gains more than ``floor``
        times what it costs without any road between its pick-ups. Of more than ``most`` origins those with the dearest
        people count.
        """
        p, o, (tour, back) = self.problem, self.problem.offers[k], self._after(k, drops)
        dearest = np.argsort(-worth, kind="stable")[: np.count_nonzero(worth > -np.inf)]
        trunks, seats = self.spots.trunks(k, drops[0]), p.capacity(k, "direct")
        places, at, table = _table(
            people, self.roads, drops[0], worth, dearest, trunks, self.rate, p.offer_base[k], o.km_cost,
            o.empty_km_cost, seats, most,
        )  # fmt: skip
        middle = median(trunks[places].tolist())
        days = math.ceil(middle / DAY) if middle < math.inf else 1
        fixed = o.fixed_cost + o.day_cost * days + o.km_cost * tour + p.costs.escort * p.rules.escorts.direct
        if o.returns_to_base:
            fixed += o.empty_km_cost * back
        limit = p.rules.max_stops.direct_pickup
        stops = len(places) if limit is None else int(min(limit, len(places)))
        p.watch.spend(pricing_seconds(len(places), table.gains.shape[1] - 1, seats, stops))
        routes = routes_of(table._replace(fixed=float(fixed)), stops, 1, floor * fixed)
        if not routes:
            return None
        pickups, loads = tuple(places[list(routes[0].places)].tolist()), dict[int, dict[int, int]]()
        for i, place, persons in zip(routes[0].places, pickups, routes[0].persons, strict=True):
            left, own = persons, {}
            for who in dearest[at == i].tolist():
                if left > 0:
                    own[int(people.whose[who])] = taken = min(left, int(people.persons[who]))
                    left -= taken
            loads[place] = own
        return Coach(routes[0].value, pickups, loads)


@compiled
def _worth(
    people: People, roads: Roads, first: int, after: Floats, open_to: NDArray[np.bool_], rate: float, by: int,
    early: float, least: float,
) -> Floats:  # fmt: skip
    """What people are worth to a coach that comes to its ``first`` drop-off, and to each so many minutes ``after``."""
    worth = np.full(len(people.whose), -np.inf)
    for i in range(len(worth)):
        origin, more = people.origin[i], after[people.destination[i]]
        if people.persons[i] == 0 or more == np.inf or after[origin] < np.inf or not open_to[origin]:
            continue
        if people.report[i] >= by and roads.minutes[origin, first] < NO_ROAD:
            gain = people.value[i] - rate * more - early * ((people.report[i] - by) // DAY)
            if gain > least:
                worth[i] = gain
    return worth


@compiled
def _promise(
    people: People, roads: Roads, first: int, worth: Floats, trunks: Floats, rate: float, base: int, km_cost: float,
    empty_cost: float, seats: int,
) -> float:  # fmt: skip
    """What the dearest people bring that fit into the seats, less the road that is least for any origin."""
    net, road = np.full(len(worth), -np.inf), np.inf
    for i in range(len(worth)):
        if worth[i] > -np.inf:
            origin = people.origin[i]
            out, ride = roads.km[base, origin], roads.km[origin, first]
            if out < np.inf and ride < np.inf:
                road = min(road, empty_cost * out + km_cost * ride)
            if trunks[origin] < np.inf:
                net[i] = worth[i] - rate * trunks[origin]
    total = -road
    while seats > 0:
        best, most = -1, 0.0
        for i in range(len(net)):
            if net[i] > most:
                best, most = i, net[i]
        if best < 0:
            break
        taken = min(seats, people.persons[best])
        total, seats, net[best] = total + most * taken, seats - taken, -np.inf
    return total


@compiled
def _table(
    people: People, roads: Roads, first: int, worth: Floats, dearest: Ints, trunks: Floats, rate: float, base: int,
    km_cost: float, empty_cost: float, seats: int, most: int,
) -> tuple[Ints, Ints, Table]:  # fmt: skip
    """Origins of people, the ``dearest`` first, where each of these is among them (-1: nowhere), and the problem over
    these origins with no fixed cost.
    """
    paid = np.full(len(trunks), -np.inf)
    for i in dearest:
        origin = people.origin[i]
        paid[origin] = max(paid[origin], 0.0) + worth[i] * people.persons[i]
    number, n = np.full(len(trunks), -1), 0
    while n < most:
        best = 0
        for place in range(len(paid)):
            if paid[place] > paid[best]:
                best = place
        if paid[best] == -np.inf:
            break
        number[best], paid[best], n = 0, -np.inf, n + 1
    places, n = np.empty(n, np.int64), 0
    for place in range(len(number)):
        if number[place] == 0:
            number[place], places[n], n = n, place, n + 1
    at, persons = np.empty(len(dearest), np.int64), np.empty(len(dearest), np.int64)
    for r in range(len(dearest)):
        at[r], persons[r] = number[people.origin[dearest[r]]], people.persons[dearest[r]]
    gains = concave(at, worth[dearest], persons, n, seats)
    first_cost, last_cost, last_minutes = np.empty(n), np.empty(n), np.empty(n)
    leg_cost, leg_minutes = np.empty((n, n)), np.empty((n, n))
    for i in range(n):
        place = places[i]
        out, ride, trunk = roads.km[base, place], roads.km[place, first], trunks[place]
        first_cost[i] = empty_cost * out if out < np.inf else NOBODY_PAYS
        last_cost[i] = km_cost * ride if ride < np.inf else NOBODY_PAYS
        last_minutes[i] = trunk + roads.dwell[place] if trunk < np.inf else NOBODY_PAYS
        for j in range(n):
            leg = roads.km[place, places[j]]
            leg_cost[i, j] = km_cost * leg if leg < np.inf else NOBODY_PAYS
            leg_minutes[i, j] = roads.minutes[place, places[j]] + roads.dwell[place]
    free = np.zeros(n)
    return places, at, Table(
        gains, first_cost, leg_cost, leg_minutes, last_cost, last_minutes, free, np.zeros((n, n)), free, 0.0, rate,
        seats,
    )  # fmt: skip
