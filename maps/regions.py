"""Parts of a plan: clusters of villages and districts of employers, and what of the plan concerns each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from transport.case import Case, Place
from transport.plan import SERVICE_LEG, Plan, Rest, Stop, Summary

RegionKind = Literal["cluster", "district"]
MOST_VILLAGES = 24
"""A county with more villages in use is split where its villages lie, so that a map stays readable."""


@dataclass(frozen=True, slots=True)
class Region:
    """Villages of one cluster, or factories of one district.

    Parameters
    ----------
    kind
        ``cluster`` or ``district``.
    county
        Name of the county or district; may be empty.
    number
        1 to n where the county was split; 0 where it is whole.
    place_ids
        Its places, the one with most people first.
    workers
        Ids of the people whose journeys start or end there.
    """

    kind: RegionKind
    county: str
    number: int
    place_ids: tuple[str, ...]
    workers: frozenset[str]


def find_regions(case: Case, plan: Plan) -> list[Region]:
    """Return all clusters, then all districts; within them those with most people first."""
    at: dict[str, list[str]] = {}
    for itinerary in plan.itineraries:
        worker = case.workers[itinerary.worker_id]
        for place_id in {worker.origin: None, worker.destination: None}:
            at.setdefault(place_id, []).append(worker.worker_id)
    regions: list[Region] = []
    for kind, of_kind in (("cluster", "village"), ("district", "factory")):
        counties: dict[str, list[Place]] = {}
        for place_id in at:
            place = case.places[place_id]
            if place.kind == of_kind:
                counties.setdefault(place.county, []).append(place)
        found: list[Region] = []
        for county, places in counties.items():
            parts = _split(places) if kind == "cluster" else [places]
            for number, part in enumerate(parts, 1):
                ids = sorted((place.place_id for place in part), key=lambda place_id: (-len(at[place_id]), place_id))
                people = frozenset(worker_id for place_id in ids for worker_id in at[place_id])
                found.append(Region(kind, county, number if len(parts) > 1 else 0, tuple(ids), people))  # type: ignore[arg-type]
        size = {county: sum(len(region.workers) for region in found if region.county == county) for county in counties}
        regions += sorted(found, key=lambda region: (-size[region.county], region.county, region.number))
    return regions


def _split(places: list[Place]) -> list[list[Place]]:
    """Halve a set of places across its longer side until each part is small enough."""
    if len(places) <= MOST_VILLAGES:
        return [places]
    east, north = ([value or 0.0 for value in values] for values in zip(*((p.lon, p.lat) for p in places), strict=True))
    wide = max(east) - min(east) > max(north) - min(north)
    ordered = sorted(places, key=lambda place: ((place.lon if wide else place.lat) or 0.0, place.place_id))
    middle = len(ordered) // 2
    return [*_split(ordered[:middle]), *_split(ordered[middle:])]


def restrict(plan: Plan, workers: Iterable[str]) -> Plan:
    """Return the plan as it concerns these people alone: all other people left out of it, money as well.

    Stops of a vehicle that carries somebody of them stay, even those where none of them boards or alights.
    """
    own = frozenset(workers)

    def of_own(entry: Stop | Rest) -> Stop | Rest:
        if isinstance(entry, Rest):
            return entry
        board, alight = (tuple(w for w in ids if w in own) for ids in (entry.board, entry.alight))
        return replace(entry, board=board, alight=alight)

    itineraries = tuple(itinerary for itinerary in plan.itineraries if itinerary.worker_id in own)
    legs = {leg for itinerary in itineraries for leg in itinerary.legs}
    modes = [itinerary.mode for itinerary in itineraries]
    return replace(
        plan,
        summary=Summary(cost={}, workers={mode: modes.count(mode) for mode in dict.fromkeys(modes)}),
        trips=tuple(
            replace(trip, entries=tuple(map(of_own, trip.entries))) for trip in plan.trips if trip.trip_id in legs
        ),
        services=tuple(
            replace(use, workers=tuple(w for w in use.workers if w in own))
            for use in plan.services
            if f"{SERVICE_LEG}{use.service_id}" in legs
        ),
        tickets=tuple(ticket for ticket in plan.tickets if ticket.worker_id in own),
        unserved=tuple(unserved for unserved in plan.unserved if unserved.worker_id in own),
        itineraries=itineraries,
    )
