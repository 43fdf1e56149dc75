"""The figures of the report: cost by whatever group, journeys, use of seats, warnings. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from transport.clock import DAY
from transport.facts import Facts
from transport.plan import BASELINES, COST_TERMS, Itinerary

WarningCode = Literal["no_bound", "unserved", "wheelchair", "long_wait", "long_journey", "early", "empty_trip"]
_LONG_WAIT_MIN = 360
_LONG_JOURNEY_MIN = 48 * 60
_EARLY_DAYS = 2
_EMPTY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What the people of one group cost: ``terms`` in CNY by cost term, for ``people`` persons."""

    name: str
    people: int
    terms: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.terms.values())

    @property
    def per_person(self) -> float:
        return self.total / self.people if self.people else 0.0


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


def person_costs(facts: Facts) -> Mapping[str, Mapping[str, float]]:
    """Share the plan's cost out to persons, CNY by worker id and cost term.

    A vehicle's cost and its escorts' are shared equally by the people aboard, a service's by all passengers of its
    run. Tickets, unserved, early arrival and journey time are each person's own. The sum is the plan's total.
    """
    case, plan = facts.case, facts.plan
    costs = {worker_id: dict.fromkeys(COST_TERMS, 0.0) for worker_id in facts.itineraries}

    def share(term: str, amount: float, people: tuple[str, ...]) -> None:
        for worker_id in people:
            costs[worker_id][term] += amount / len(people)

    escorts = case.rules.escorts
    for trip in plan.trips:
        people = tuple(worker_id for stop in trip.stops for worker_id in stop.board)
        share("vehicles", trip.cost, people)
        if trip.kind == "direct":
            share("escorts", case.costs.escort * escorts.direct, people)
    runs: dict[str, list[int]] = {}
    for index, use in enumerate(plan.services):
        runs.setdefault(case.services[use.service_id].run_key, []).append(index)
    for indices in runs.values():
        uses = [plan.services[index] for index in indices]
        people = tuple(worker_id for use in uses for worker_id in use.workers)
        share("services", sum(use.cost for use in uses), people)
        share("escorts", case.costs.escort * escorts.service_unit * uses[0].units, people)
    for ticket in plan.tickets:
        share("tickets", ticket.cost, (ticket.worker_id,))
    for unserved in plan.unserved:
        share("unserved", case.costs.unserved, (unserved.worker_id,))
    for itinerary in plan.itineraries:
        if itinerary.pickup is None or itinerary.arrive is None:
            continue
        spare = case.workers[itinerary.worker_id].report_by - itinerary.arrive
        share("early_arrival", case.costs.early_arrival_per_day * (spare // DAY), (itinerary.worker_id,))
        share("journey", case.costs.journey_hour * _minutes(itinerary) / 60, (itinerary.worker_id,))
    return costs


def group_costs(facts: Facts, name_of: Callable[[Itinerary], str]) -> tuple[GroupCost, ...]:
    """Sum the persons' costs by a name, dearest group first."""
    people: dict[str, int] = {}
    terms: dict[str, dict[str, float]] = {}
    for worker_id, cost in person_costs(facts).items():
        name = name_of(facts.itineraries[worker_id])
        people[name] = people.get(name, 0) + 1
        sums = terms.setdefault(name, dict.fromkeys(COST_TERMS, 0.0))
        for term, amount in cost.items():
            sums[term] += amount
    groups = [GroupCost(name, count, terms[name]) for name, count in people.items()]
    return tuple(sorted(groups, key=lambda group: (-group.total, group.name)))


def county_costs(facts: Facts) -> tuple[GroupCost, ...]:
    """Cost by home county; a place without a county stands for itself."""
    places = facts.case.places

    def county(itinerary: Itinerary) -> str:
        origin = places[facts.case.workers[itinerary.worker_id].origin]
        return origin.county or origin.name

    return group_costs(facts, county)


def employer_costs(facts: Facts) -> tuple[GroupCost, ...]:
    """Cost by destination."""
    places, workers = facts.case.places, facts.case.workers
    return group_costs(facts, lambda itinerary: places[workers[itinerary.worker_id].destination].name)


def mode_costs(facts: Facts) -> tuple[GroupCost, ...]:
    """Cost by mode of travel; the names are the modes' keys."""
    return group_costs(facts, lambda itinerary: itinerary.mode)


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
