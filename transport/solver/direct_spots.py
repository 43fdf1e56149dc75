"""Where a bundle could join a direct coach, and what a new one would cost, estimated by km and neighbours' times."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from transport.solver.arrays import Floats
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.reach import Reach
from transport.solver.solution import NOBODY, Solution
from transport.solver.spots import INF, Refusal
from transport.solver.trips import Draft

LATE = 720
"""Minutes by which a trip may arrive after a bundle's report and still be tried at an earlier time."""


SHORT = 600
"""Minutes of driving up to which rests hardly count."""


class DirectSpot(NamedTuple):
    """A place in a direct trip: where to board and to alight; prices as for :class:`transport.solver.spots.Spot`."""

    fixed: float
    each: float
    room: int
    trip: int
    offer: int
    pickup: int
    pickup_join: bool
    drop: int
    drop_join: bool

    def price(self, wanted: int, size: int) -> float:
        """CNY a person if ``wanted`` bundles of ``size`` persons come, as many as there is room for."""
        return self.each + self.fixed / (min(wanted, self.room) * size)

    def refusal(self, origin: int, destination: int) -> Refusal:
        return ("direct", self.trip, self.offer, self.pickup, self.drop, origin, destination)


class DirectSpots:
    """Finds spots in the direct trips of a solution."""

    def __init__(self, problem: Problem, reach: Reach) -> None:
        self.problem, self.reach = problem, reach
        self.hour = problem.costs.journey_hour / 60
        limits = problem.rules.max_stops
        self._most_pickups = INF if limits.direct_pickup is None else limits.direct_pickup
        self._most_drops = INF if limits.direct_dropoff is None else limits.direct_dropoff
        self._costs: dict[tuple[int, int], list[tuple[int, float, float]]] = {}
        self._trunks: dict[tuple[int, int], Floats] = {}

    def best(
        self, solution: Solution, c: int, wanted: int, hoped: float, below: float, refused: AbstractSet[Refusal]
    ) -> DirectSpot | None:
        """The cheapest spot for bundles of cell ``c`` under ``below`` CNY a person, ``None``: there is none."""
        p, cell = self.problem, self.problem.cells[c]
        if "direct" in cell.barred:
            return None
        best, best_price = None, below
        for number in solution.direct_trips:
            spot = self._join(solution.trips[number], number, c)
            if spot is None or spot.refusal(cell.origin, cell.destination) in refused:
                continue
            price = spot.price(wanted, cell.size)
            if price < best_price:
                best, best_price = spot, price
        if cell.origin == cell.destination:
            return best
        for k, cost, elapsed in self.costs(cell.origin, cell.destination):
            capacity = p.capacity(k, "direct")
            if capacity < cell.size:
                continue
            price = cost / min(capacity, max(hoped, cell.size * wanted)) + self.hour * elapsed
            if price < best_price:
                spot = DirectSpot(0.0, price, capacity // cell.size, NOBODY, k, 0, False, 0, False)
                if spot.refusal(cell.origin, cell.destination) not in refused:
                    best, best_price = spot, price
        return best

    def costs(self, origin: int, destination: int) -> list[tuple[int, float, float]]:
        """Offers for a direct trip between two places: (offer, CNY, rough elapsed minutes with rests)."""
        known = self._costs.get((origin, destination))
        if known is None:
            p, known = self.problem, []
            minutes = p.minutes[origin][destination]
            for k in self.reach.direct_offers[origin] if minutes < NO_ROAD else ():
                cost = p.road_cost(k, (origin, destination))
                if cost < INF and p.reaches(k, destination):
                    elapsed = self._elapsed(k, minutes)
                    days = math.ceil(elapsed / 1440)
                    cost += p.offers[k].day_cost * days + p.costs.escort * p.rules.escorts.direct
                    known.append((k, cost, elapsed))
            self._costs[origin, destination] = known
        return known

    def trunks(self, k: int, destination: int) -> Floats:
        """Rough elapsed minutes from each place to a destination, rests included; ``inf``: the offer cannot."""
        known = self._trunks.get((k, destination))
        if known is None:
            p, base = self.problem, self.problem.offer_base[k]
            minutes = p.minutes_array[:, destination]
            can = np.isfinite(p.km_array[base] + p.km_array[:, destination]) & (minutes < NO_ROAD)
            can &= p.open_to(k) & (p.reaches(k, destination) and p.km[destination][base] < INF)
            elapsed = np.where(minutes <= SHORT, minutes, minutes / self._pace(k))
            known = self._trunks[k, destination] = np.where(can, elapsed, np.inf)
        return known

    def _elapsed(self, k: int, minutes: int) -> float:
        """Driving minutes stretched by what the rules let the drivers do in a day."""
        return minutes if minutes <= SHORT else minutes / self._pace(k)

    def _pace(self, k: int) -> float:
        """The share of a long ride on which the vehicle moves."""
        driving, drivers = self.problem.rules.driving, self.problem.offers[k].drivers
        daily = driving.max_minutes_per_driver_24h
        return min(0.8, daily * drivers / 1440) if driving.enabled and daily else 1.0

    def _join(self, draft: Draft, number: int, c: int) -> DirectSpot | None:
        p, cell = self.problem, self.problem.cells[c]
        room = (p.capacity(draft.offer, "direct") - draft.load) // cell.size
        line, n = draft.timeline, draft.pickups
        if room <= 0 or line.arrive[n] > cell.report + LATE:
            return None
        if not (p.reaches(draft.offer, cell.origin) and p.reaches(draft.offer, cell.destination)):
            return None
        picks, drops = draft.stops[:n], draft.stops[n:]
        if cell.destination in picks or cell.origin in drops:
            return None
        pick, pick_cost, pick_minutes = self._pickup(draft, cell.origin)
        drop, drop_cost, drop_minutes = self._drop(draft, cell.destination)
        if not pick_cost + drop_cost < INF:
            return None
        journey = line.arrive[n + min(drop, len(drops) - 1)] - line.arrive[min(pick, n - 1)]
        fixed = pick_cost + drop_cost + self.hour * (pick_minutes + drop_minutes) * draft.load
        return DirectSpot(
            fixed, self.hour * journey, room, number, draft.offer, pick, cell.origin in picks, drop,
            cell.destination in drops,
        )  # fmt: skip

    def _pickup(self, draft: Draft, place: int) -> tuple[int, float, int]:
        """Where among the pick-ups a place fits best: position, CNY, minutes more for those aboard."""
        p, o, stops, n = self.problem, self.problem.offers[draft.offer], draft.stops, draft.pickups
        if place in stops[:n]:
            return stops.index(place), 0.0, 0
        if n + 1 > self._most_pickups:
            return 0, INF, 0
        km, base = p.km, p.offer_base[draft.offer]
        best, cost = 0, o.km_cost * km[place][stops[0]] + o.empty_km_cost * (km[base][place] - km[base][stops[0]])
        minutes = 0
        for i in range(1, n + 1):
            gap = self._gap(o.km_cost, stops[i - 1], place, stops[i])
            if gap < cost:
                best, cost, minutes = i, gap, self._detour(stops[i - 1], place, stops[i])
        return (best, cost, minutes) if cost < INF else (0, INF, 0)

    def _drop(self, draft: Draft, place: int) -> tuple[int, float, int]:
        """Where among the drop-offs a place fits best, counted from the first."""
        p, o, stops, n = self.problem, self.problem.offers[draft.offer], draft.stops, draft.pickups
        drops = stops[n:]
        if place in drops:
            return drops.index(place), 0.0, 0
        if len(drops) + 1 > self._most_drops:
            return 0, INF, 0
        km, base = p.km, p.offer_base[draft.offer]
        best, cost, minutes = len(drops), o.km_cost * km[drops[-1]][place], 0
        if o.returns_to_base:
            cost += o.empty_km_cost * (km[place][base] - km[drops[-1]][base])
        for i in range(len(drops)):
            gap = self._gap(o.km_cost, stops[n + i - 1], place, drops[i])
            if gap < cost:
                best, cost, minutes = i, gap, self._detour(stops[n + i - 1], place, drops[i])
        return (best, cost, minutes) if cost < INF else (0, INF, 0)

    def _gap(self, km_cost: float, before: int, place: int, after: int) -> float:
        """CNY of going over a place between two stops; infinite or undefined where a road is missing."""
        km = self.problem.km
        more = km[before][place] + km[place][after] - km[before][after]
        return km_cost * more if more < INF else INF

    def _detour(self, before: int, place: int, after: int) -> int:
        minutes = self.problem.minutes
        return minutes[before][place] + minutes[place][after] - minutes[before][after] + self.problem.dwell[place]
