"""One side of the line haul as a routing problem: the trips of one hub whose riders can share vehicles.

A *load* is what one trip takes up (or sets down) at one stop; loads are what routes are made of here. Prices are by
offer and km; times, rests and halts are left out, so that every route is built for real by the factory afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from transport.case import TripKind
from transport.solver.pricing import charged
from transport.solver.problem import Problem
from transport.solver.solution import Solution

Ride = tuple[int, tuple[int, ...]]
"""A route: an offer, and loads in the order of their stops."""


@dataclass(frozen=True, slots=True)
class Load:
    """Bundles that board (feeder) or alight (distribution) together at a place."""

    place: int
    bundles: tuple[int, ...]
    persons: int


class Side:
    """The routing problem of some trips.

    Parameters
    ----------
    problem
        The case.
    kind, hub
        ``feeder`` or ``distribution``, and the place where all the trips end or start.
    loads
        What is to be carried.
    free
        Vehicles of each offer that may be used, by offer index.
    """

    def __init__(self, problem: Problem, kind: TripKind, hub: int, loads: Sequence[Load], free: dict[int, int]) -> None:
        self.problem, self.kind, self.hub, self.loads = problem, kind, hub, tuple(loads)
        self.free = {k: n for k, n in free.items() if n > 0 and problem.reaches(k, hub) and self._links(k)}
        self.places = [load.place for load in loads]

    def _links(self, offer: int) -> bool:
        """Whether there is a road between an offer's base and the hub, where all routes end (feeder) or begin."""
        km, base = self.problem.km, self.problem.offer_base[offer]
        return math.isfinite(km[self.hub][base] if self.kind == "feeder" else km[base][self.hub])

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal routing problems of one case."""
        return self.kind, self.hub, self.loads, tuple(self.free.items())

    @cached_property
    def stop_a_load(self) -> bool:
        """Whether each load is a stop of its own, so that stops can be counted by loads."""
        return len(set(self.places)) == len(self.places) or any(len(load.bundles) > 1 for load in self.loads)

    @cached_property
    def most_stops(self) -> float | None:
        limits = self.problem.rules.max_stops
        return limits.feeder if self.kind == "feeder" else limits.distribution

    @property
    def most_loads(self) -> float | None:
        """Most loads of a route where they count as its stops; ``None``: no limit, or stops cannot be counted so."""
        return self.most_stops if self.stop_a_load else None

    @cached_property
    def longest(self) -> float | None:
        """Minutes that a route may take as the searches count it: by roads alone, with the first stop's dwell."""
        limit = self.problem.rules.max_trip_minutes.of(self.kind)
        return None if limit is None else limit + (self.problem.dwell[self.places[0]] if self.places else 0)

    def standing(self, offer: int) -> float:
        """CNY of a trip whatever its route: the vehicle, one day, and the empty way that every route has."""
        p, o = self.problem, self.problem.offers[offer]
        base = p.offer_base[offer]
        cost = o.fixed_cost + o.day_cost
        if self.kind == "distribution":
            cost += o.empty_km_cost * p.km[base][self.hub]
        elif o.returns_to_base:
            cost += o.empty_km_cost * p.km[self.hub][base]
        return cost

    def from_start(self, offer: int) -> NDArray[np.float64]:
        """CNY from where a route is priced from to each load; ``inf`` where there is no road or too small a one."""
        p, o = self.problem, self.problem.offers[offer]
        if self.kind == "feeder":
            return self._open(offer, charged(o.empty_km_cost, p.km_array[p.offer_base[offer], self.places]))
        return self._open(offer, charged(o.km_cost, p.km_array[self.hub, self.places]))

    def to_end(self, offer: int) -> NDArray[np.float64]:
        """CNY from each load to where a route is priced to."""
        p, o = self.problem, self.problem.offers[offer]
        if self.kind == "feeder":
            return charged(o.km_cost, p.km_array[self.places, self.hub])
        if not o.returns_to_base:
            return np.zeros(len(self.places))
        return charged(o.empty_km_cost, p.km_array[self.places, p.offer_base[offer]])

    def between(self, offer: int) -> NDArray[np.float64]:
        """CNY from load to load."""
        return charged(self.problem.offers[offer].km_cost, self.problem.km_array[np.ix_(self.places, self.places)])

    def table(self, offer: int) -> NDArray[np.float64]:
        """CNY between the start (row 0), the end (column 1) and the loads; ``inf`` where no route goes."""
        n = len(self.loads)
        costs = np.zeros((n + 2, n + 2))
        costs[2:, 2:] = self.between(offer)
        costs[0, 2:] = self.from_start(offer)
        costs[2:, 1] = self.to_end(offer)
        costs[1, 2:] = costs[2:, 0] = np.inf
        costs[:, 2:][:, ~np.isfinite(costs[0, 2:])] = np.inf
        np.fill_diagonal(costs, 0.0)
        return costs

    def minutes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Driving minutes from load to load, and between each load and the hub."""
        p = self.problem
        table = p.minutes_array
        hub = table[self.places, self.hub] if self.kind == "feeder" else table[self.hub, self.places]
        return table[np.ix_(self.places, self.places)], hub

    def _open(self, offer: int, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        p = self.problem
        shut = [not p.reaches(offer, place) for place in self.places]
        return np.where(shut, np.inf, costs)

    def price(self, offer: int, order: Sequence[int]) -> float:
        """CNY of a route by km alone; ``inf`` where it cannot be."""
        places = tuple(dict.fromkeys(self.places[i] for i in order))
        p = self.problem
        way = (*places, self.hub) if self.kind == "feeder" else (self.hub, *places)
        if len(places) > (self.most_stops or math.inf) or any(not p.reaches(offer, place) for place in places):
            return math.inf
        return p.road_cost(offer, way) + p.offers[offer].day_cost

    def persons(self, order: Iterable[int]) -> int:
        return sum(self.loads[i].persons for i in order)


def side_of(solution: Solution, numbers: Sequence[int], *, single: bool, waiting: Iterable[int] = ()) -> Side:
    """Make a routing problem of trips of one kind and hub; ``single``: each bundle by itself, else by stops as now.

    ``waiting``: bundles without a trip that are to be picked up as well.
    """
    p = solution.problem
    first = solution.trips[numbers[0]]
    own = slice(0, -1) if first.kind == "feeder" else slice(1, None)
    loads = [Load(p.bundles[b].origin, (b,), p.bundles[b].size) for b in waiting]
    for number in numbers:
        draft = solution.trips[number]
        for place, riders in zip(draft.stops[own], draft.loads[own], strict=True):
            parts = [(b,) for b in riders] if single else [riders]
            loads += [Load(place, part, sum(p.bundles[b].size for b in part)) for part in parts]
    used: dict[int, int] = {}
    for number in numbers:
        used[solution.trips[number].offer] = used.get(solution.trips[number].offer, 0) + 1
    free = {}
    for k in p.offers_by_kind[first.kind]:
        others = len(solution.by_offer.get(k, ())) - used.get(k, 0)
        free[k] = max(used.get(k, 0), p.offers[k].count - others)
    return Side(p, first.kind, first.hub, sorted(loads, key=lambda load: (load.place, load.bundles)), free)
