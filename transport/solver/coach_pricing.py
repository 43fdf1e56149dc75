"""The best direct coach to given drop-offs, for people of given worth: a dynamic programme over the pick-ups."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from transport.solver.direct_spots import DirectSpots
from transport.solver.pricing import MOST_PLACES, Spokes, best_routes, concave_gains, dear
from transport.solver.problem import Problem

Worth = Mapping[int, Sequence[tuple[float, int, int]]]
"""By origin: (CNY that a person more is worth before the ride, whose, persons)."""


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

    def coaches(self, k: int, drops: Sequence[int], worth: Worth, floor: float, most: int = MOST_PLACES) -> list[Coach]:
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
        made = []
        for route in best_routes(problem, wanted=1, floor=floor * fixed):
            loads: dict[int, dict[int, int]] = {}
            for i, persons in zip(route.places, route.persons, strict=True):
                left, own = persons, {}
                for _, whose, n in sorted(worth[places[i]], key=lambda option: -option[0]):
                    if left > 0:
                        own[whose] = min(left, n)
                        left -= own[whose]
                loads[places[i]] = own
            made.append(Coach(route.value, tuple(places[i] for i in route.places), loads))
        return made
