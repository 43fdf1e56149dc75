"""How vehicles, villages and days of a plan are used. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from transport.case import Offer, TripKind
from transport.clock import DAY
from transport.facts import Facts
from transport.ledger.items import journey_minutes
from transport.ledger.rounding import to_fen
from transport.plan import TRAVEL_MODES


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """One vehicle over all its trips.

    Parameters
    ----------
    people, seats
        Workers carried, and the seats that were there for them, summed over its trips.
    km, empty_km
        Of its trips, as ``plan.json`` states them.
    fen
        What its trips cost.
    """

    offer: Offer
    number: int
    kinds: tuple[TripKind, ...]
    trips: tuple[str, ...]
    people: int
    seats: int
    km: float
    empty_km: float
    fen: int

    @property
    def share(self) -> float | None:
        return self.people / self.seats if self.seats > 0 else None


@dataclass(frozen=True, slots=True)
class VillageTimes:
    """The journeys from one place: minutes from pick-up to arrival of those in chartered travel."""

    place_id: str
    people: int
    minutes: tuple[int, ...]

    @property
    def median(self) -> float | None:
        return median(self.minutes) if self.minutes else None

    @property
    def longest(self) -> int | None:
        return max(self.minutes, default=None)


def vehicle_uses(facts: Facts) -> tuple[VehicleUse, ...]:
    """Return every vehicle that moves, in the fleet's order."""
    trips: dict[tuple[str, int], list[str]] = {}
    for trip in facts.plan.trips:
        trips.setdefault((trip.offer_id, trip.vehicle_no), []).append(trip.trip_id)
    order = {offer_id: position for position, offer_id in enumerate(facts.case.offers)}
    return tuple(_vehicle(facts, *key, trips[key]) for key in sorted(trips, key=lambda key: (order[key[0]], key[1])))


def _vehicle(facts: Facts, offer_id: str, number: int, trip_ids: list[str]) -> VehicleUse:
    trips = sorted((facts.trips[trip_id] for trip_id in trip_ids), key=lambda trip: trip.leaves_base)
    return VehicleUse(
        offer=facts.case.offers[offer_id],
        number=number,
        kinds=tuple(dict.fromkeys(trip.kind for trip in trips)),
        trips=tuple(trip.trip_id for trip in trips),
        people=sum(trip.load for trip in trips),
        seats=sum(facts.seats(trip) for trip in trips),
        km=sum(trip.km for trip in trips),
        empty_km=sum(trip.empty_km for trip in trips),
        fen=sum(to_fen(trip.cost) for trip in trips),
    )


def village_times(facts: Facts) -> tuple[VillageTimes, ...]:
    """Return the journeys by origin, in the places' order."""
    people: dict[str, int] = {}
    minutes: dict[str, list[int]] = {}
    for itinerary in facts.plan.itineraries:
        origin = facts.case.workers[itinerary.worker_id].origin
        people[origin] = people.get(origin, 0) + 1
        if itinerary.pickup is not None:
            minutes.setdefault(origin, []).append(journey_minutes(itinerary))
    return tuple(
        VillageTimes(place_id, people[place_id], tuple(minutes.get(place_id, ())))
        for place_id in facts.case.places
        if place_id in people
    )


def pickups_by_day(facts: Facts) -> Mapping[int, tuple[int, ...]]:
    """Return how many are picked up on each day from the first to the last, by mode, keyed by the day's 00:00."""
    counts: dict[int, list[int]] = {}
    for itinerary in facts.plan.itineraries:
        if itinerary.pickup is not None:
            day = itinerary.pickup // DAY * DAY
            counts.setdefault(day, [0] * len(TRAVEL_MODES))[TRAVEL_MODES.index(itinerary.mode)] += 1
    if not counts:
        return {}
    days = range(min(counts), max(counts) + DAY, DAY)
    return {day: tuple(counts.get(day, [0] * len(TRAVEL_MODES))) for day in days}
