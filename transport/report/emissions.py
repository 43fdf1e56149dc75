"""CO₂ of a plan, estimated: kilometres of vehicles and persons times factors of the case.

Where the factors come from stands beside their defaults in :class:`transport.case.Emissions` and in ``docs/report.md``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from transport.case import Emissions, Offer, Place
from transport.facts import Facts

Means = Literal["coach", "coach_empty", "flight", "train", "ticket"]
_EARTH_KM = 6371.0088
_FLIGHT_EXTRA_KM = 95.0
"""Added to the great circle of a flight for take-off, landing and detours (EN 16258, kept by ISO 14083)."""
_RAIL_DETOUR = 1.2
"""Rail km to the great circle: 1.15 on the high-speed line from Kunming to Shanghai, more on older ones."""
_SMALL_SEATS, _MEDIUM_SEATS = 20, 39


@dataclass(frozen=True, slots=True)
class Emission:
    """The CO₂ of one means of travel: kg for ``people`` persons over ``km`` of vehicles or of persons."""

    means: Means
    people: int
    km: float
    kg: float


def emissions(facts: Facts) -> tuple[Emission, ...]:
    """Return the estimate by means of travel; those that nobody uses, or whose km nobody knows, are left out.

    Coaches count by the vehicle, with the empty km that are charged. Flights and trains count by the passenger;
    so do individual tickets, as if all were trains, since nobody knows what people will buy.
    """
    factors = facts.case.emissions
    found = [*_coaches(facts, factors), *_services(facts, factors), _tickets(facts, factors)]
    return tuple(emission for emission in found if emission.kg > 0)


def _coaches(facts: Facts, factors: Emissions) -> list[Emission]:
    riders = {worker_id for trip in facts.plan.trips for stop in trip.stops for worker_id in stop.board}
    km = kg = empty_km = empty_kg = 0.0
    for trip in facts.plan.trips:
        factor = coach_factor(facts.offer(trip), factors)
        km, kg = km + trip.km, kg + trip.km * factor
        empty_km, empty_kg = empty_km + trip.empty_km, empty_kg + trip.empty_km * factor
    return [Emission("coach", len(riders), km, kg), Emission("coach_empty", 0, empty_km, empty_kg)]


def coach_factor(offer: Offer, factors: Emissions) -> float:
    """Return kg of CO₂ a km of a coach, by its seats."""
    if offer.seats < _SMALL_SEATS:
        return factors.coach_small
    return factors.coach_medium if offer.seats < _MEDIUM_SEATS else factors.coach_large


def _services(facts: Facts, factors: Emissions) -> list[Emission]:
    places = facts.case.places
    sums: dict[Means, list[float]] = {"flight": [0, 0.0], "train": [0, 0.0]}
    for use in facts.plan.services:
        service = facts.case.services[use.service_id]
        straight = great_circle_km(places[service.from_hub], places[service.to_hub])
        if straight is None:
            continue
        km = straight + _FLIGHT_EXTRA_KM if service.mode == "flight" else straight * _RAIL_DETOUR
        sums[service.mode][0] += len(use.workers)
        sums[service.mode][1] += km * len(use.workers)
    factor: dict[Means, float] = {"flight": factors.flight, "train": factors.train}
    return [Emission(means, int(people), km, km * factor[means]) for means, (people, km) in sums.items()]


def _tickets(facts: Facts, factors: Emissions) -> Emission:
    places, km = facts.case.places, 0.0
    for ticket in facts.plan.tickets:
        worker = facts.case.workers[ticket.worker_id]
        km += _RAIL_DETOUR * (great_circle_km(places[worker.origin], places[worker.destination]) or 0.0)
    return Emission("ticket", len(facts.plan.tickets), km, km * factors.ticket)


def great_circle_km(one: Place, other: Place) -> float | None:
    """Return the great circle between two places, ``None`` where one has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, to_lat = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((to_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(to_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
