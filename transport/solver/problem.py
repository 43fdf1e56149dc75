"""The integer problem behind a case: bundles of people, cells of equal bundles, roads, offers and services by index.

Built once, read by every other part of the optimiser, never changed. Minutes are whole (a leg's driving time is
rounded up once), money CNY.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import csgraph_from_dense, floyd_warshall

from transport.case import TRIP_KINDS, Case, Offer, Place, Service, TripKind
from transport.clock import DAY
from transport.limits import NEVER, longest_trip
from transport.solver.in_order import id_key, in_order
from transport.solver.stopwatch import Stopwatch
from transport.timetable import Limits, limits
from transport.travel import TravelMatrix

NO_ROAD = 10**8
"""Minutes that stand for "there is no road"; km are infinite there."""


def closure(costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """All-pairs shortest paths of a dense matrix, ``inf`` where there is no road; entries of 0 are roads like any."""
    return np.asarray(floyd_warshall(csgraph_from_dense(costs, null_value=np.inf)))


@dataclass(frozen=True, slots=True)
class Bundle:
    """People who share every vehicle: a party, an unsplit group, or one person.

    ``fallback`` is what they cost without chartered travel (tickets where these are to be had and not dearer than
    leaving them, CNY for all of them); ``ticketed`` says whether that is by ticket.
    """

    workers: tuple[str, ...]
    origin: int
    destination: int
    ready: int
    report: int
    barred: frozenset[str]
    fallback: float
    ticketed: bool
    size: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Bundles that are equal in all that matters; ``bundles`` holds their indices."""

    origin: int
    destination: int
    ready: int
    report: int
    barred: frozenset[str]
    size: int
    fallback: float
    bundles: tuple[int, ...]


def alike_offers(offers: Iterable[Offer]) -> tuple[tuple[Offer, ...], ...]:
    """Offers of the same vehicles at the same place and price, whoever makes them: here they are one."""
    alike: dict[tuple[object, ...], list[Offer]] = {}
    for o in offers:
        costs = (o.fixed_cost, o.km_cost, o.empty_km_cost, o.returns_to_base, o.day_cost)
        key = (o.base, o.seats, o.drivers, frozenset(o.roles), o.available_from, o.available_until, *costs)
        alike.setdefault(key, []).append(o)
    return tuple(tuple(own) for own in alike.values())


class Problem:
    """A case as arrays and indices.

    Parameters
    ----------
    case
        The case; the order of its tables' rows makes no difference.
    travel
        Its roads; places are indexed by their ids in order.
    watch
        What seconds are for whoever works on it; none given: those of the clock.
    """

    def __init__(self, case: Case, travel: TravelMatrix, watch: Stopwatch | None = None) -> None:
        self.case = case = in_order(case)
        self.watch = watch or Stopwatch()
        self.rules = case.rules
        self.costs = case.costs
        self.places: tuple[Place, ...] = tuple(case.places.values())
        self.place_index = {place.place_id: i for i, place in enumerate(self.places)}
        order = [travel.index[place.place_id] for place in self.places]
        km = travel.km[np.ix_(order, order)].astype(np.float64)
        minutes = travel.minutes[np.ix_(order, order)]
        np.fill_diagonal(km, 0.0)
        missing = ~np.isfinite(km)
        self.km_array: NDArray[np.float64] = km
        whole = np.where(missing, float(NO_ROAD), np.ceil(np.where(missing, 0.0, minutes) - 1e-9))
        np.fill_diagonal(whole, 0.0)
        self.minutes_array: NDArray[np.int64] = whole.astype(np.int64)
        self.km: list[list[float]] = km.tolist()
        self.minutes: list[list[int]] = self.minutes_array.tolist()
        self.travel = travel
        self._bans: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

        self.alike = alike_offers(case.offers.values())
        self.offers = tuple(replace(own[0], count=sum(offer.count for offer in own)) for own in self.alike)
        self.offer_base = [self.place_index[offer.base] for offer in self.offers]
        self.offer_limits: list[Limits] = [limits(self.rules.driving, offer.drivers) for offer in self.offers]
        self.offer_km = [longest_trip(self.rules.driving, offer.drivers) for offer in self.offers]
        self.offer_from = [
            case.window_start if offer.available_from is None else max(case.window_start, offer.available_from)
            for offer in self.offers
        ]
        self.offer_until = [
            case.window_end if offer.available_until is None else min(case.window_end, offer.available_until)
            for offer in self.offers
        ]
        self.services: tuple[Service, ...] = tuple(sorted(case.services.values(), key=lambda s: id_key(s.service_id)))
        self.service_from = [self.place_index[s.from_hub] for s in self.services]
        self.service_to = [self.place_index[s.to_hub] for s in self.services]
        run_names = list(case.runs)
        self.runs = tuple(case.runs.values())
        self.service_run = [run_names.index(s.run_key) for s in self.services]
        self.service_index = {s.service_id: i for i, s in enumerate(self.services)}
        unit_escorts = self.rules.escorts.service_unit
        self.unit_escorts = unit_escorts
        self.run_services = [[self.service_index[s.service_id] for s in rows] for rows in self.runs]
        self.run_capacity = [max(0, rows[0].seats - unit_escorts) for rows in self.runs]
        self.run_units = [rows[0].max_units if self.run_capacity[i] > 0 else 0 for i, rows in enumerate(self.runs)]

        self.dwell = [
            math.ceil(self.rules.stop_minutes) if place.kind in ("village", "factory") else 0 for place in self.places
        ]
        self.windows = [self._windows(place) for place in self.places]
        self.max_seats = [math.inf if p.max_seats is None else p.max_seats for p in self.places]
        self._most_seats = np.array(self.max_seats)
        self.bundles = self._bundles()
        self.cells = self._cells()
        self.cell_of = {b: c for c, cell in enumerate(self.cells) for b in cell.bundles}

    def bans(self, origin: int, destination: int) -> tuple[tuple[int, int], ...]:
        """Return the stretches of a road on which nobody drives by night, in whole minutes of its driving time.

        Whole minutes are a little longer than the road's own, so stretches grow along, and outwards to whole minutes.
        """
        if self.travel.bans is None or origin == destination:
            return ()
        pair = (origin, destination)
        if pair not in self._bans:
            road = self.travel.road(self.places[origin].place_id, self.places[destination].place_id)
            drive, found = self.minutes[origin][destination], []
            if road is not None and road.minutes > 0:
                scale = drive / road.minutes
                for begin, end in road.banned:
                    found.append((max(0, math.floor(begin * scale + 1e-9)), min(drive, math.ceil(end * scale - 1e-9))))
            self._bans[pair] = tuple(found)
        return self._bans[pair]

    def _windows(self, place: Place) -> tuple[tuple[int, int], ...]:
        hours = [(place.opens, place.closes)]
        if place.kind == "village":
            hours.append((self.rules.pickup_from, self.rules.pickup_to))
        return tuple((low, high) for low, high in hours if (high - low) % DAY != 0)

    def _bundles(self) -> tuple[Bundle, ...]:
        made = []
        for ids in self.case.bundles:
            members = [self.case.workers[worker_id] for worker_id in ids]
            first = members[0]
            barred = frozenset[str]().union(*(worker.barred for worker in members))
            ticket = None if "ticket" in barred else self.case.ticket_cost(first)
            unserved = self.costs.unserved
            ticketed = ticket is not None and ticket <= unserved
            each = ticket if ticketed and ticket is not None else unserved
            made.append(
                Bundle(
                    workers=ids,
                    origin=self.place_index[first.origin],
                    destination=self.place_index[first.destination],
                    ready=first.ready_from,
                    report=first.report_by,
                    barred=barred,
                    fallback=each * len(ids),
                    ticketed=ticketed,
                    size=len(ids),
                )
            )
        return tuple(made)

    def _cells(self) -> tuple[Cell, ...]:
        groups: dict[tuple[int, int, int, int, frozenset[str], int], list[int]] = {}
        for i, b in enumerate(self.bundles):
            groups.setdefault((b.origin, b.destination, b.ready, b.report, b.barred, b.size), []).append(i)
        return tuple(
            Cell(*key, fallback=self.bundles[members[0]].fallback, bundles=tuple(members))
            for key, members in groups.items()
        )

    @cached_property
    def closure_km(self) -> NDArray[np.float64]:
        """Shortest km between places over any others, rounded down a little: what no route can undercut."""
        return np.maximum(closure(self.km_array) - 1e-6, 0.0)

    @cached_property
    def closure_minutes(self) -> NDArray[np.float64]:
        """Shortest driving minutes between places over any others; ``inf`` where there is no way."""
        minutes = np.where(self.minutes_array >= NO_ROAD, np.inf, self.minutes_array.astype(np.float64))
        return np.floor(np.maximum(closure(minutes) + 1e-3, 0.0))

    @cached_property
    def sums_from(self) -> NDArray[np.bool_]:
        """By place and number of persons, up to the most seats, whether whole bundles that start there add up to it."""
        return self._sums([b.origin for b in self.bundles])

    @cached_property
    def sums_to(self) -> NDArray[np.bool_]:
        """Likewise for the bundles that end at a place."""
        return self._sums([b.destination for b in self.bundles])

    def _sums(self, places: list[int]) -> NDArray[np.bool_]:
        most = max((o.seats for o in self.offers), default=0)
        sums = [1] * len(self.places)  # a bit a number of persons
        for place, bundle in zip(places, self.bundles, strict=True):
            sums[place] |= sums[place] << bundle.size & (1 << most + 1) - 1
        return np.array([[bits >> persons & 1 for persons in range(most + 1)] for bits in sums], dtype=bool)

    @cached_property
    def fallback_total(self) -> float:
        """CNY when nobody travels by charter."""
        return sum(bundle.fallback for bundle in self.bundles)

    @cached_property
    def _capacities(self) -> dict[TripKind, list[int]]:
        return {kind: [o.seats - self.rules.escorts.of(kind) for o in self.offers] for kind in TRIP_KINDS}

    def capacity(self, offer: int, kind: TripKind) -> int:
        """Workers that fit into a vehicle of this offer on such a trip."""
        return self._capacities[kind][offer]

    def least_unit_price(self, run: int) -> float:
        """CNY of a unit of a run with its escorts, who pay the cheapest of the run's seats at the least."""
        rows = self.runs[run]
        return rows[0].unit_cost + self.unit_escorts * (min(r.seat_cost for r in rows) + self.costs.escort)

    def reaches(self, offer: int, place: int) -> bool:
        """Whether vehicles of this offer are small enough for the place."""
        return self.offers[offer].seats <= self.max_seats[place]

    def open_to(self, offer: int) -> NDArray[np.bool_]:
        """By place, whether vehicles of this offer are small enough for it."""
        return self._most_seats >= self.offers[offer].seats

    @cached_property
    def offers_by_kind(self) -> dict[TripKind, list[int]]:
        """Offers that may run such trips, with people, while anybody travels; none where no stop is allowed."""
        limits = self.rules.max_stops
        least: dict[TripKind, tuple[float | None, ...]] = {
            "feeder": (limits.feeder,),
            "direct": (limits.direct_pickup, limits.direct_dropoff),
            "distribution": (limits.distribution,),
        }
        allowed = {kind: all(limit is None or limit >= 1 for limit in least[kind]) for kind in TRIP_KINDS}
        ready = min((b.ready for b in self.bundles), default=0)
        report = max((b.report for b in self.bundles), default=0)
        there = [k for k in range(len(self.offers)) if self.offer_from[k] <= report and self.offer_until[k] >= ready]
        there = [k for k in there if self.offers[k].count > 0]
        return {
            kind: [k for k in there if allowed[kind] and kind in self.offers[k].roles and self.capacity(k, kind) > 0]
            for kind in TRIP_KINDS
        }

    def hub_hours(self, kind: TripKind, services: Iterable[int]) -> tuple[int, int]:
        """Between which moments a trip for these services is at its hub: reaching it (feeder) or leaving it."""
        low, high = -NEVER, NEVER
        for index in services:
            opens, closes = self.service_hours[kind][index]
            low, high = max(low, opens), min(high, closes)
        return low, high

    @cached_property
    def service_hours(self) -> dict[TripKind, list[tuple[int, int]]]:
        """The same for one service, by its index."""
        rules, feeder, distribution = self.rules, list[tuple[int, int]](), list[tuple[int, int]]()
        longest, longest_after = rules.max_wait_minutes, rules.max_egress_wait_minutes
        for s in self.services:
            soonest = -NEVER if longest is None else math.ceil(s.depart - longest)
            feeder.append((soonest, math.floor(s.depart - rules.connection_minutes.of(s.mode))))
            latest = NEVER if longest_after is None else math.floor(s.arrive + longest_after)
            distribution.append((math.ceil(s.arrive + rules.egress_minutes.of(s.mode)), latest))
        return {"feeder": feeder, "distribution": distribution}

    def road_cost(self, offer: int, stops: list[int] | tuple[int, ...]) -> float:
        """CNY of a trip by km alone (fixed, km and empty km; no days); ``inf`` where a road is missing."""
        o, base, km = self.offers[offer], self.offer_base[offer], self.km
        paid = 0.0
        for i in range(len(stops) - 1):
            paid += km[stops[i]][stops[i + 1]]
        out, back = km[base][stops[0]], km[stops[-1]][base]
        if math.inf in (paid, out, back):
            return math.inf
        empty = out + (back if o.returns_to_base else 0.0)
        return o.fixed_cost + o.km_cost * paid + o.empty_km_cost * empty
