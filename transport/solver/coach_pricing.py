"""The best direct coach to given drop-offs, for people of given worth: a dynamic programme over the pick-ups."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transport.solver.direct_spots import DirectSpots
from transport.solver.pricing import MOST_PLACES, Spokes, best_routes, concave_gains, dear
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.stopwatch import pricing_seconds

Worth = Mapping[int, Sequence[tuple[float, int, int]]]
"""By origin: (CNY that a person more is worth before the ride, whose, persons)."""


class Crowd(NamedTuple):
    """People who want the same: ``whose`` they are, their way, and CNY that each is worth once there."""

    whose: int
    origin: int
    destination: int
    report: int
    value: float
    persons: int


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

    def trunk(self, k: int, origin: int, destination: int) -> float:
        """Rough elapsed minutes of the long leg, rests and halts included; ``inf``: the offer cannot."""
        for offer, _, elapsed in self.spots.costs(origin, destination):
            if offer == k:
                return elapsed
        return math.inf

    def worth(
        self, k: int, drops: Sequence[int], crowds: Iterable[Crowd], report: int | None = None, least: float = 0.0
    ) -> dict[int, list[tuple[float, int, int]]]:
        """What people are worth to a coach before the ride, those who are worth more than ``least``, by origin.

        With ``report`` the coach arrives by that moment: those who report before cannot come, and days of early arrival
        count for the others.
        """
        p, early = self.problem, self.problem.costs.early_arrival_per_day
        after, elapsed = {}, 0.0
        for j, f in enumerate(drops):
            if j:
                elapsed += p.minutes[drops[j - 1]][f] + p.dwell[drops[j - 1]]
            after[f] = elapsed
        by_origin: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
        for crowd in crowds:
            origin = crowd.origin
            if not crowd.persons or crowd.destination not in after or origin in after or not p.reaches(k, origin):
                continue
            gain = crowd.value - self.rate * after[crowd.destination]
            if report is not None:
                if crowd.report < report:
                    continue
                gain -= early * ((crowd.report - report) // 1440)
            if gain > least and p.minutes[origin][drops[0]] < NO_ROAD:
                by_origin[origin].append((gain, crowd.whose, crowd.persons))
        return by_origin

    def promise(self, k: int, drops: Sequence[int], worth: Worth) -> float:
        """An optimistic guess of what the best coach gains: the dearest people, the nearest origin's road."""
        if not worth:
            return -math.inf
        p = self.problem
        people = sorted(
            (
                (gain - self.rate * self.trunk(k, origin, drops[0]), n)
                for origin, options in worth.items()
                for gain, _, n in options
            ),
            reverse=True,
        )
        left, total = p.capacity(k, "direct"), 0.0
        for gain, n in people:
            take = min(left, n)
            if gain <= 0 or take == 0:
                break
            total, left = total + gain * take, left - take
        return total - min(p.road_cost(k, (origin, *drops)) for origin in worth)

    def coach(self, k: int, drops: Sequence[int], worth: Worth, floor: float, most: int = MOST_PLACES) -> Coach | None:
        """The best coach of an offer over pick-ups to these drop-offs in this order, if it gains more than ``floor``
        times what it costs without any road between its pick-ups. Of more than ``most`` origins those with the dearest
        people count.
        """
        p, o = self.problem, self.problem.offers[k]
        capacity = p.capacity(k, "direct")
        places = sorted(worth)
        if len(places) > most:
            places = sorted(sorted(places, key=lambda v: -sum(g * n for g, _, n in worth[v]))[:most])
        base, index = p.offer_base[k], np.array(places)
        km, minutes = p.km_array, p.minutes_array.astype(np.float64)
        dwell = np.array([p.dwell[place] for place in places], dtype=np.float64)
        trunk = np.array([self.trunk(k, place, drops[0]) for place in places])
        days = math.ceil(float(np.median(trunk)) / 1440) if np.isfinite(trunk).all() else 1
        tour = sum(p.km[a][b] for a, b in pairwise(drops))
        fixed = o.fixed_cost + o.day_cost * days + o.km_cost * tour + p.costs.escort * p.rules.escorts.direct
        if o.returns_to_base:
            fixed += o.empty_km_cost * p.km[drops[-1]][base]
        limit = p.rules.max_stops.direct_pickup
        problem = Spokes(
            gains=concave_gains([worth[place] for place in places], capacity),
            first_cost=dear(o.empty_km_cost, km[base, index]),
            leg_cost=dear(o.km_cost, km[np.ix_(index, index)]),
            leg_minutes=minutes[np.ix_(index, index)] + dwell[:, None],
            last_cost=dear(o.km_cost, km[index, drops[0]]),
            last_minutes=dear(1.0, trunk + dwell),
            fixed=fixed,
            minute_rate=self.rate,
            capacity=capacity,
            max_stops=len(places) if limit is None else int(min(limit, len(places))),
        )
        p.watch.spend(pricing_seconds(problem))
        routes = best_routes(problem, wanted=1, floor=floor * fixed)
        if not routes:
            return None
        pickups, loads = tuple(places[i] for i in routes[0].places), dict[int, dict[int, int]]()
        for place, persons in zip(pickups, routes[0].persons, strict=True):
            left, own = persons, {}
            for _, whose, n in sorted(worth[place], key=lambda option: -option[0]):
                if left > 0:
                    own[whose] = min(left, n)
                    left -= own[whose]
            loads[place] = own
        return Coach(routes[0].value, pickups, loads)
