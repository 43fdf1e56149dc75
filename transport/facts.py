"""What papers and reports say about a plan, looked up once: who sits where, meets what, and costs how much."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from transport.case import Case, Offer, Service, TripKind
from transport.plan import SERVICE_LEG, Itinerary, Plan, ServiceUse, Trip

_MARKED_KEYS = ("case", "case_sha256", "trips", "services", "tickets", "unserved", "itineraries")


@dataclass(frozen=True)
class Facts:
    """A case and its plan with the look-ups that every paper needs."""

    case: Case
    plan: Plan

    @cached_property
    def itineraries(self) -> Mapping[str, Itinerary]:
        """Itineraries by worker id, in the plan's order."""
        return {itinerary.worker_id: itinerary for itinerary in self.plan.itineraries}

    @cached_property
    def trips(self) -> Mapping[str, Trip]:
        """Trips by trip id, in the plan's order."""
        return {trip.trip_id: trip for trip in self.plan.trips}

    @cached_property
    def roster_order(self) -> Mapping[str, tuple[int, int]]:
        """A sort key by worker id: the roster's order, but parties kept together where their first member stands."""
        first: dict[str, int] = {}
        order: dict[str, tuple[int, int]] = {}
        for position, worker in enumerate(self.case.workers.values()):
            group = position if worker.party is None else first.setdefault(worker.party, position)
            order[worker.worker_id] = (group, position)
        return order

    @cached_property
    def mark(self) -> str:
        """Eight hex digits that tell two plans apart: of the SHA-256 of who travels how, on what and when.

        Times of creation and the summary's figures are left out, so that a plan keeps its mark when it is read again.
        """
        document = self.plan.to_document()
        told = {key: document[key] for key in _MARKED_KEYS}
        return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:8]

    def offer(self, trip: Trip) -> Offer:
        """Return the offer that a trip's vehicle belongs to."""
        return self.case.offers[trip.offer_id]

    def seats(self, trip: Trip) -> int:
        """Return the seats of a trip's vehicle that are there for workers: escorts' seats taken off."""
        return self.offer(trip).seats - self.case.rules.escorts.of(trip.kind)

    def met_service(self, worker_id: str, trip: Trip) -> Service | None:
        """Return the service that a person catches from a feeder, or comes from on a distribution trip."""
        step: dict[TripKind, int] = {"feeder": 1, "distribution": -1}
        if trip.kind not in step:
            return None
        legs = self.itineraries[worker_id].legs
        leg = legs[legs.index(trip.trip_id) + step[trip.kind]]
        return self.case.services[leg.removeprefix(SERVICE_LEG)]

    def leg_parts(self, itinerary: Itinerary) -> Iterator[Trip | Service]:
        """Yield the vehicles and services of an itinerary, in order."""
        for leg in itinerary.legs:
            if leg.startswith(SERVICE_LEG):
                yield self.case.services[leg.removeprefix(SERVICE_LEG)]
            else:
                yield self.trips[leg]

    def service_seats(self, use: ServiceUse) -> int:
        """Return the seats bought that are there for workers: escorts' seats taken off."""
        return use.units * max(0, self.case.services[use.service_id].seats - self.case.rules.escorts.service_unit)
