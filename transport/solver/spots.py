"""Where a bundle could join a feeder or distribution trip most cheaply, estimated by km and neighbours' times."""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from transport.case import TripKind
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.solution import NOBODY, Solution
from transport.solver.trips import Draft, TripFactory

INF = math.inf
LONGEST_SHIFT = 240
"""Minutes by which a trip may be moved at most so that another service's people can join it."""

Refusal = tuple[object, ...]
"""Names a spot that was tried and could not be built, so that the next best is taken."""


class Spot(NamedTuple):
    """A place in a feeder or distribution trip: ``fixed`` CNY once, ``each`` CNY a person, room for bundles.

    ``trip`` is ``NOBODY`` for a new trip; ``position`` is the stop to join (``join``) or to stand before.
    """

    fixed: float
    each: float
    room: int
    trip: int
    offer: int
    position: int
    join: bool

    def price(self, wanted: int, size: int) -> float:
        """CNY a person if ``wanted`` bundles of ``size`` persons come, as many as there is room for."""
        return self.each + self.fixed / (min(wanted, self.room) * size)

    def refusal(self, kind: str, service: int, place: int) -> Refusal:
        return (kind, service, self.trip, self.offer, self.position, place)


AT_HUB = Spot(0.0, 0.0, 10**9, NOBODY, NOBODY, 0, False)
"""No trip is needed: the place is the hub."""


class SpokeSpots:
    """Finds spots in the feeders and distribution trips of a solution."""

    def __init__(self, problem: Problem, reach: Reach, factory: TripFactory) -> None:
        self.problem, self.reach, self.factory = problem, reach, factory
        self.hour = problem.costs.journey_hour / 60
        limits = problem.rules.max_stops
        self._max_stops: dict[TripKind, float] = {
            "feeder": INF if limits.feeder is None else limits.feeder,
            "distribution": INF if limits.distribution is None else limits.distribution,
        }
        self._radial: dict[tuple[TripKind, int, int], list[tuple[int, float]]] = {}
        self._sensible_offers: dict[tuple[TripKind, int, int], list[tuple[int, float, int]]] = {}

    # ---- feeders

    def feeder(
        self, solution: Solution, place: int, service: int, bundle: int, wanted: int, hoped: float,
        refused: AbstractSet[Refusal],
    ) -> Spot | None:  # fmt: skip
        """The cheapest spot that brings bundles like this one from a place to a service; ``None``: there is none.

        ``wanted`` bundles look for it; ``hoped`` persons are hoped to share a new vehicle.
        """
        p = self.problem
        hub = p.service_from[service]
        if place == hub:
            return AT_HUB
        size, depart = p.bundles[bundle].size, p.services[service].depart
        soonest, latest = p.service_hours["feeder"][service]
        ready = self.factory.pickup_from(bundle, service)
        best, best_price = None, INF
        for number in solution.by_hub.get(("feeder", hub), ()):
            draft = solution.trips[number]
            reached = draft.timeline.arrive[-1]
            if reached < soonest or reached - latest > LONGEST_SHIFT:
                continue
            shift = max(0, reached - latest)
            spot = self._join_feeder(draft, number, place, size, wanted, depart, shift, ready)
            if spot is None or spot.refusal("feeder", service, place) in refused:
                continue
            price = spot.price(wanted, size)
            if price < best_price:
                best, best_price = spot, price
        each = self.hour * (depart - float(self.reach.pickup_latest[place, service]))
        new = self._new("feeder", place, hub, size, each, hoped, service, refused)
        return new if new is not None and new.each < best_price else best

    def _join_feeder(
        self, draft: Draft, number: int, place: int, size: int, wanted: int, depart: int, shift: int, ready: int
    ) -> Spot | None:
        p = self.problem
        o = p.offers[draft.offer]
        room = (p.capacity(draft.offer, "feeder") - draft.load) // size
        if room <= 0 or not p.reaches(draft.offer, place):
            return None
        stops, line = draft.stops, draft.timeline
        later = shift * self.hour * draft.load
        if place in stops[:-1]:
            i = stops.index(place)
            pickup = line.arrive[i] - shift
            return (
                None
                if pickup < ready
                else Spot(later, self.hour * (depart - pickup), room, number, draft.offer, i, True)
            )
        if len(stops) > self._max_stops["feeder"]:
            return None
        km, minutes, base = p.km, p.minutes, p.offer_base[draft.offer]
        dwell, bundles = p.dwell[place], p.bundles
        best, best_price, before = None, INF, 0
        for i, following in enumerate(stops):
            if i == 0:
                fixed = o.km_cost * km[place][following] + o.empty_km_cost * (km[base][place] - km[base][following])
            else:
                previous = stops[i - 1]
                for b in draft.loads[i - 1]:
                    before += bundles[b].size
                fixed = o.km_cost * (km[previous][place] + km[place][following] - km[previous][following])
                detour = minutes[previous][place] + minutes[place][following] - minutes[previous][following] + dwell
                fixed += detour * self.hour * before
            pickup = line.arrive[i] - shift - minutes[place][following] - dwell
            if pickup < ready:
                continue
            spot = Spot(fixed + later, self.hour * (depart - pickup), room, number, draft.offer, i, False)
            price = spot.price(wanted, size)
            if price < best_price:
                best, best_price = spot, price
        return best

    # ---- distribution trips

    def distribution(
        self, solution: Solution, place: int, service: int, bundle: int, wanted: int, hoped: float,
        refused: AbstractSet[Refusal],
    ) -> Spot | None:  # fmt: skip
        """The cheapest spot that takes bundles like this one from a service to a place, as for :meth:`feeder`."""
        p = self.problem
        hub = p.service_to[service]
        if place == hub:
            return AT_HUB
        size, arrive = p.bundles[bundle].size, p.services[service].arrive
        soonest, latest = p.service_hours["distribution"][service]
        by = self.factory.arrive_by(bundle, service)
        best, best_price = None, INF
        for number in solution.by_hub.get(("distribution", hub), ()):
            draft = solution.trips[number]
            left = draft.timeline.depart[0]
            if left > latest or soonest - left > LONGEST_SHIFT:
                continue
            shift = max(0, soonest - left)
            spot = self._join_distribution(draft, number, place, size, wanted, arrive, shift, by)
            if spot is None or spot.refusal("distribution", service, place) in refused:
                continue
            price = spot.price(wanted, size)
            if price < best_price:
                best, best_price = spot, price
        each = self.hour * (float(self.reach.arrive_earliest[place, service]) - arrive)
        new = self._new("distribution", place, hub, size, each, hoped, service, refused)
        return new if new is not None and new.each < best_price else best

    def _join_distribution(
        self, draft: Draft, number: int, place: int, size: int, wanted: int, arrive: int, shift: int, by: int
    ) -> Spot | None:
        p = self.problem
        o = p.offers[draft.offer]
        room = (p.capacity(draft.offer, "distribution") - draft.load) // size
        if room <= 0 or not p.reaches(draft.offer, place):
            return None
        stops, line = draft.stops, draft.timeline
        later = shift * self.hour * draft.load
        if place in stops[1:]:
            i = stops.index(place, 1)
            at = line.arrive[i] + shift
            return None if at > by else Spot(later, self.hour * (at - arrive), room, number, draft.offer, i - 1, True)
        if len(stops) > self._max_stops["distribution"]:
            return None
        km, minutes, base = p.km, p.minutes, p.offer_base[draft.offer]
        dwell, bundles = p.dwell[place], p.bundles
        best, best_price, behind = None, INF, draft.load
        for i in range(1, len(stops) + 1):
            previous = stops[i - 1]
            for b in draft.loads[i - 1]:
                behind -= bundles[b].size
            if i == len(stops):
                fixed = o.km_cost * km[previous][place]
                if o.returns_to_base:
                    fixed += o.empty_km_cost * (km[place][base] - km[previous][base])
            else:
                following = stops[i]
                fixed = o.km_cost * (km[previous][place] + km[place][following] - km[previous][following])
                detour = minutes[previous][place] + minutes[place][following] - minutes[previous][following] + dwell
                fixed += detour * self.hour * behind
            at = line.depart[i - 1] + shift + minutes[previous][place]
            if at > by:
                continue
            spot = Spot(fixed + later, self.hour * (at - arrive), room, number, draft.offer, i - 1, False)
            price = spot.price(wanted, size)
            if price < best_price:
                best, best_price = spot, price
        return best

    # ---- new trips

    def radial(self, kind: TripKind, place: int, hub: int) -> list[tuple[int, float]]:
        """Offers that can run a trip between a place and a hub, with its cost for one day, cheapest first."""
        key = (kind, place, hub)
        if key not in self._radial:
            p = self.problem
            way = (place, hub) if kind == "feeder" else (hub, place)
            offers = self.reach.feeder_offers if kind == "feeder" else self.reach.distribution_offers
            priced = [(k, p.road_cost(k, way) + p.offers[k].day_cost) for k in offers[place] if p.reaches(k, hub)]
            self._radial[key] = sorted(((k, c) for k, c in priced if c < INF), key=lambda kc: kc[1])
        return self._radial[key]

    def _sensible(self, kind: TripKind, place: int, hub: int) -> list[tuple[int, float, int]]:
        """Of the radial offers those that are larger than every cheaper one: (offer, cost, capacity)."""
        key = (kind, place, hub)
        if key not in self._sensible_offers:
            kept, largest = [], 0
            for k, cost in self.radial(kind, place, hub):
                capacity = self.problem.capacity(k, kind)
                if capacity > largest:
                    kept.append((k, cost, capacity))
                    largest = capacity
            self._sensible_offers[key] = kept
        return self._sensible_offers[key]

    def _new(
        self, kind: TripKind, place: int, hub: int, size: int, each: float, hoped: float, service: int,
        refused: AbstractSet[Refusal],
    ) -> Spot | None:  # fmt: skip
        """The new trip that is cheapest a person; its whole cost is shared by those hoped for, so ``fixed`` is 0."""
        best, best_price = None, INF
        least = max(hoped, size)
        for k, cost, capacity in self._sensible(kind, place, hub):
            if capacity < size:
                continue
            price = each + cost / min(capacity, least)
            if price < best_price:
                spot = Spot(0.0, price, capacity // size, NOBODY, k, 0, False)
                if spot.refusal(kind, service, place) not in refused:
                    best, best_price = spot, price
        return best
