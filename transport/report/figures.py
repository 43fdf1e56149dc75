"""Figures of a plan that reports and comparisons share: journeys, use of seats, practices, warnings. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal

from transport.clock import DAY
from transport.facts import Facts
from transport.plan import BASELINES, Itinerary

WarningCode = Literal["no_bound", "unserved", "wheelchair", "long_wait", "long_journey", "early", "empty_trip"]
_LONG_WAIT_MIN = 360
_LONG_JOURNEY_MIN = 48 * 60
_EARLY_DAYS = 2
_EMPTY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Journeys:
    """Minutes from pick-up to arrival of the people in chartered travel, sorted."""

    minutes: tuple[int, ...]

    @property
    def median(self) -> float | None:
        return median(self.minutes) if self.minutes else None

    @property
    def longest(self) -> int | None:
        return self.minutes[-1] if self.minutes else None

    def bands(self, edges_h: tuple[int, ...] = (6, 12, 18, 24, 36, 48)) -> tuple[tuple[int, int | None, int], ...]:
        """Count the journeys by bands of hours: (from, to, people), the last one open; outer empty ones left out."""
        bounds = (0, *edges_h)
        bands: list[tuple[int, int | None, int]] = []
        for low, high in zip(bounds, (*edges_h, None), strict=True):
            count = sum(low * 60 <= m and (high is None or m < high * 60) for m in self.minutes)
            bands.append((low, high, count))
        used = [index for index, band in enumerate(bands) if band[2]]
        return tuple(bands[used[0] : used[-1] + 1]) if used else ()


@dataclass(frozen=True, slots=True)
class SeatUse:
    """Seats that workers took of those that were there for them, on ``vehicles`` trips or units."""

    name: str
    kind: str
    vehicles: int
    people: int
    seats: int
    cost: float

    @property
    def share(self) -> float | None:
        return self.people / self.seats if self.seats > 0 else None


@dataclass(frozen=True, slots=True)
class Warn:
    """Something to look at: how many persons or trips, and which (ids of trips or workers)."""

    code: WarningCode
    count: int
    which: tuple[str, ...] = ()


def journeys(facts: Facts) -> Journeys:
    """Return the journey times of everybody in chartered travel."""
    return Journeys(tuple(sorted(_minutes(i) for i in facts.plan.itineraries if i.pickup is not None)))


def seat_use(facts: Facts) -> tuple[SeatUse, ...]:
    """Return the use of seats of every offer by kind of trip, then of every service."""
    trips: dict[tuple[str, str], list[float]] = {}
    for trip in facts.plan.trips:
        sums = trips.setdefault((trip.offer_id, trip.kind), [0, 0, 0, 0.0])
        for position, amount in enumerate((1, trip.load, facts.seats(trip), trip.cost)):
            sums[position] += amount
    rows = []
    for (offer_id, kind), (count, people, seats, cost) in trips.items():
        offer = facts.case.offers[offer_id]
        name = " ".join(part for part in (offer.operator, offer.vehicle) if part) or offer_id
        rows.append(SeatUse(name, kind, int(count), int(people), int(seats), cost))
    for use in facts.plan.services:
        mode = facts.case.services[use.service_id].mode
        seats_bought = facts.service_seats(use)
        rows.append(SeatUse(use.service_id, mode, use.units, len(use.workers), seats_bought, use.cost))
    return tuple(rows)


def best_practice(facts: Facts) -> tuple[str, float] | None:
    """Return the cheapest of the simple practices and its total cost, or ``None`` where none can be done."""
    known = facts.plan.summary.baselines
    priced = [(value, name) for name in BASELINES if (value := known.get(name)) is not None]
    return (min(priced)[1], min(priced)[0]) if priced else None


def warnings(facts: Facts) -> tuple[Warn, ...]:
    """Return what somebody should look at before the plan is used."""
    case, plan = facts.case, facts.plan
    waits, long, early = [], [], []
    for itinerary in plan.itineraries:
        if itinerary.pickup is None or itinerary.arrive is None:
            continue
        if _longest_wait(facts, itinerary) >= _LONG_WAIT_MIN:
            waits.append(itinerary.worker_id)
        if _minutes(itinerary) >= _LONG_JOURNEY_MIN:
            long.append(itinerary.worker_id)
        if case.workers[itinerary.worker_id].report_by - itinerary.arrive >= _EARLY_DAYS * DAY:
            early.append(itinerary.worker_id)
    chairs = [
        trip.trip_id
        for trip in plan.trips
        if any("wheelchair" in case.workers[worker_id].needs for stop in trip.stops for worker_id in stop.board)
    ]
    empty = [trip.trip_id for trip in plan.trips if trip.load < _EMPTY_SHARE * facts.seats(trip)]
    found = (
        Warn("no_bound", int(plan.summary.lower_bound is None)),
        Warn("unserved", len(plan.unserved)),
        Warn("wheelchair", len(chairs), tuple(chairs)),
        Warn("long_wait", len(waits)),
        Warn("long_journey", len(long)),
        Warn("early", len(early)),
        Warn("empty_trip", len(empty), tuple(empty)),
    )
    return tuple(warning for warning in found if warning.count)


def _minutes(itinerary: Itinerary) -> int:
    assert itinerary.pickup is not None
    assert itinerary.arrive is not None
    return itinerary.arrive - itinerary.pickup


def _longest_wait(facts: Facts, itinerary: Itinerary) -> int:
    """Return the longest wait at a hub, minutes: for the service, or after it for the distribution trip."""
    waits, worker_id = [0], itinerary.worker_id
    for leg in itinerary.legs:
        trip = facts.trips.get(leg)
        service = None if trip is None else facts.met_service(worker_id, trip)
        if trip is None or service is None:
            continue
        if trip.kind == "feeder":
            waits.append(service.depart - trip.stops[-1].arrive)
        else:
            waits.append(trip.stops[0].depart - service.arrive)
    return max(waits)
