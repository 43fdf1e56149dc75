"""Points of the map: villages, factories and hubs, and the people whom no chartered vehicle carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from maps import shapes
from maps.features import Feature, feature, rows, vehicle_key
from maps.journeys import UNDATED, Journeys, days_between
from maps.style import ModeLayer, SiteLayer
from transport.case import Case, PlaceKind
from transport.explanation import TravelMode
from transport.plan import Plan

SITE_OF: Mapping[PlaceKind, SiteLayer] = {
    "village": "village",
    "factory": "factory",
    "airport": "hub",
    "station": "hub",
    "depot": "hub",
}
_NOT_CARRIED: Mapping[TravelMode, ModeLayer] = {"ticket": "ticket", "unserved": "unserved"}


@dataclass
class Site:
    """What happens at one place: who starts, ends or changes there, and what calls there."""

    starting: list[str] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    vehicles: dict[str, None] = field(default_factory=dict)
    via: dict[ModeLayer, None] = field(default_factory=dict)

    @property
    def workers(self) -> list[str]:
        """Everybody concerned, each once."""
        return list(dict.fromkeys([*self.starting, *self.ending, *self.passing]))


def collect_sites(case: Case, plan: Plan) -> dict[str, Site]:
    """Return the places that the plan uses, by place id.

    Raises
    ------
    KeyError
        The plan names a worker, place, offer or service that the case does not have.
    """
    sites: dict[str, Site] = {}
    for itinerary in plan.itineraries:
        worker = case.workers[itinerary.worker_id]
        origin = sites.setdefault(worker.origin, Site())
        destination = sites.setdefault(worker.destination, Site())
        origin.starting.append(worker.worker_id)
        destination.ending.append(worker.worker_id)
        if itinerary.mode in _NOT_CARRIED:
            origin.via[_NOT_CARRIED[itinerary.mode]] = destination.via[_NOT_CARRIED[itinerary.mode]] = None
    _add_trips(case, plan, sites)
    _add_services(case, plan, sites)
    return sites


def _add_trips(case: Case, plan: Plan, sites: dict[str, Site]) -> None:
    for trip in plan.trips:
        offer = case.offers[trip.offer_id]
        for stop in trip.stops:
            site = sites.setdefault(stop.place_id, Site())
            site.via[trip.kind] = None
            site.vehicles[vehicle_key(trip)] = None
            site.passing += [*stop.board, *stop.alight]
            site.calls.append(
                {
                    "layer": trip.kind,
                    "id": trip.trip_id,
                    "vehicle": offer.vehicle or offer.operator,
                    "arrive": stop.arrive,
                    "depart": stop.depart,
                    "board": len(stop.board),
                    "alight": len(stop.alight),
                }
            )


def _add_services(case: Case, plan: Plan, sites: dict[str, Site]) -> None:
    for use in plan.services:
        service, people = case.services[use.service_id], len(use.workers)
        for hub, moment, board, alight in (
            (service.from_hub, service.depart, people, 0),
            (service.to_hub, service.arrive, 0, people),
        ):
            site = sites.setdefault(hub, Site())
            site.via[service.mode] = None
            site.passing += use.workers
            site.calls.append(
                {
                    "layer": service.mode,
                    "id": service.service_id,
                    "vehicle": service.operator,
                    "arrive": moment,
                    "depart": moment,
                    "board": board,
                    "alight": alight,
                }
            )


def site_features(
    journeys: Journeys, sites: Mapping[str, Site], lines_of: Mapping[str, tuple[str, ...]]
) -> Iterator[Feature]:
    """One point a place in use, the largest first, so that small ones stay on top.

    Parameters
    ----------
    journeys, sites
        What :func:`collect_sites` found for this case and plan.
    lines_of
        For each worker the ids of the lines of the map that carry this person.
    """
    case = journeys.case
    for place_id, site in sorted(sites.items(), key=lambda item: (-len(item[1].workers), item[0])):
        place = case.places[place_id]
        at = shapes.place_position(place)
        if at is None:
            continue
        workers = site.workers
        at_end = journeys.flows(site.starting, "pickup") + journeys.flows(site.ending, "arrive")
        yield feature(
            "Point",
            at,
            layer=SITE_OF[place.kind],
            id=place_id,
            kind=place.kind,
            name=place.name,
            county=place.county,
            quality=place.quality,
            flows=rows(at_end or journeys.flows(workers)),
            days=None if at_end else _days(site),
            vehicles=list(site.vehicles),
            via=list(site.via),
            people=len(workers),
            starting=len(site.starting),
            ending=len(site.ending),
            calls=sorted(site.calls, key=lambda call: (call["arrive"], call["id"])),
            lines=list(dict.fromkeys(line for worker in workers for line in lines_of.get(worker, ()))),
        )


def _days(site: Site) -> list[int]:
    return sorted({day for call in site.calls for day in days_between(call["arrive"], call["depart"])})


def not_carried_features(journeys: Journeys, sites: Mapping[str, Site]) -> Iterator[Feature]:
    """Points, by origin, for people on individual tickets and for those left without any way to travel."""
    case, plan = journeys.case, journeys.plan
    groups: tuple[tuple[ModeLayer, list[str]], ...] = (
        ("ticket", [ticket.worker_id for ticket in plan.tickets]),
        ("unserved", [unserved.worker_id for unserved in plan.unserved]),
    )
    for layer, worker_ids in groups:
        by_origin: dict[str, list[str]] = {}
        for worker_id in worker_ids:
            by_origin.setdefault(case.workers[worker_id].origin, []).append(worker_id)
        for place_id, workers in by_origin.items():
            place = case.places[place_id]
            at = shapes.place_position(place)
            if at is None:
                continue
            yield feature(
                "Point",
                at,
                layer=layer,
                id=f"{layer}:{place_id}",
                place=place_id,
                name=place.name,
                county=place.county,
                quality=place.quality,
                flows=rows(journeys.flows(workers)),
                days=[UNDATED],
                vehicles=[],
                people=len(workers),
                around=len(sites[place_id].workers) if place_id in sites else len(workers),
                bound_for=_bound_for(case, workers),
            )


def _bound_for(case: Case, worker_ids: Iterable[str]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for worker_id in worker_ids:
        destination = case.workers[worker_id].destination
        counts[destination] = counts.get(destination, 0) + 1
    return [{"name": case.places[place_id].name, "people": people} for place_id, people in counts.items()]
