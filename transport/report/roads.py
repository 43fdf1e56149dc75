"""Where a road made a vehicle smaller than the fleet has: which trip, which place, and which rule. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transport.facts import Facts
from transport.plan import Trip


@dataclass(frozen=True, slots=True)
class SmallerVehicle:
    """A trip for which larger vehicles are on offer, but cannot reach one of its stops.

    Parameters
    ----------
    trip_id, place_id
        The trip, and its stop with the narrowest road.
    seats
        Of the vehicle that goes.
    most_seats
        Of the largest vehicle that can reach the place.
    by_road
        Whether that follows from the class of the road; otherwise the places table says so.
    larger
        Seats of the largest vehicle on offer for such a trip.
    """

    trip_id: str
    place_id: str
    seats: int
    most_seats: float
    by_road: bool
    larger: int


def smaller_vehicles(facts: Facts) -> tuple[SmallerVehicle, ...]:
    """Return the trips that a road kept from a larger vehicle, in the plan's order."""
    return tuple(_smaller_vehicles(facts))


def _smaller_vehicles(facts: Facts) -> Iterator[SmallerVehicle]:
    case = facts.case
    for trip in facts.plan.trips:
        place_id = _narrowest(facts, trip)
        if place_id is None:
            continue
        place = case.places[place_id]
        offers = (offer for offer in case.offers.values() if trip.kind in offer.roles and offer.count > 0)
        larger = max((offer.seats for offer in offers), default=0)
        if place.max_seats is not None and larger > place.max_seats:
            seats = facts.offer(trip).seats
            yield SmallerVehicle(trip.trip_id, place_id, seats, place.max_seats, place.seats_by_road, larger)


def _narrowest(facts: Facts, trip: Trip) -> str | None:
    limits = {
        stop.place_id: limit for stop in trip.stops if (limit := facts.case.places[stop.place_id].max_seats) is not None
    }
    return min(limits, key=limits.__getitem__, default=None)
