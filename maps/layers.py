"""Plan to GeoJSON: pure data, language-neutral, without anything that names a person.

Every feature's properties hold ``layer`` (a key of :data:`maps.style.MODES` or :data:`maps.style.SITES`), ``flows``
(the people concerned, counted by county, employer, way and day; see :class:`maps.journeys.Flow`), ``days`` on which
something happens there (``None``: its flows tell), ``vehicles`` that have to do with it, ``people``, and the facts
that its popup tells. Moments are minutes since the epoch of :mod:`transport.clock`. Places without coordinates are
not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from maps import shapes
from maps.features import Feature, feature, rows, vehicle_key
from maps.journeys import Journeys, days_between
from maps.road_lines import Roads
from maps.sites import collect_sites, not_carried_features, site_features
from transport.case import Case, Service
from transport.plan import SERVICE_LEG, Plan, Rest, ServiceUse, Stop
from transport.travel import RoadGeometry

FLIGHT_BEND = 0.14


def build_layers(
    case: Case, plan: Plan, geometry: RoadGeometry | None = None, roads: Roads | None = None, *, whole: bool = True
) -> dict[str, Any]:
    """Return everything that a map of the plan shows as one GeoJSON ``FeatureCollection``.

    Parameters
    ----------
    case, plan
        The plan must be one for this case.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.
    roads
        The same as lines, where they are shared with other maps; takes the place of ``geometry``.
    whole
        Whether everybody in a vehicle is in ``plan``; else its seats are not told beside them.

    Raises
    ------
    KeyError
        The plan names a worker, place, offer or service that the case does not have.
    """
    journeys, sites = Journeys(case, plan), collect_sites(case, plan)
    connection_of = {f"{SERVICE_LEG}{s.service_id}": _connection_id(s) for s in case.services.values()}
    lines_of = {
        itinerary.worker_id: tuple(connection_of.get(leg, leg) for leg in itinerary.legs)
        for itinerary in plan.itineraries
    }
    features = [
        *_connections(journeys, lines_of),
        *_trips(journeys, roads or Roads(case, geometry), whole=whole),
        *site_features(journeys, sites, lines_of),
        *not_carried_features(journeys, sites),
    ]
    return {"type": "FeatureCollection", "features": features}


def undrawn_places(case: Case, plan: Plan) -> tuple[str, ...]:
    """Ids of the places that the plan uses but that cannot be drawn for want of coordinates."""
    return tuple(p for p in collect_sites(case, plan) if shapes.place_position(case.places[p]) is None)


def _trips(journeys: Journeys, roads: Roads, *, whole: bool) -> Iterator[Feature]:
    """One line a vehicle's run, the longest first, so that short ones stay on top."""
    case = journeys.case
    for trip in sorted(journeys.plan.trips, key=lambda trip: (-trip.km, trip.trip_id)):
        line = roads.line(stop.place_id for stop in trip.stops)
        if len(line) < 2:
            continue
        offer = case.offers[trip.offer_id]
        yield feature(
            "LineString",
            line,
            layer=trip.kind,
            id=trip.trip_id,
            flows=rows(journeys.flows(worker_id for stop in trip.stops for worker_id in stop.board)),
            days=days_between(trip.leaves_base, trip.entries[-1].depart),
            vehicles=[vehicle_key(trip)],
            people=trip.load,
            seats=offer.seats if whole else None,
            vehicle=offer.vehicle,
            operator=offer.operator,
            vehicle_no=trip.vehicle_no,
            km=round(trip.km, 1),
            leaves_base=trip.leaves_base,
            entries=[_entry(case, entry) for entry in trip.entries],
        )


def _entry(case: Case, entry: Stop | Rest) -> dict[str, Any]:
    times = {"arrive": entry.arrive, "depart": entry.depart}
    if isinstance(entry, Rest):
        return {"rest": True, **times}
    name = case.places[entry.place_id].name
    return {"rest": False, "name": name, "board": len(entry.board), "alight": len(entry.alight), **times}


def _connection_id(service: Service) -> str:
    return f"{service.mode}:{service.from_hub}:{service.to_hub}"


def _connections(journeys: Journeys, lines_of: Mapping[str, tuple[str, ...]]) -> Iterator[Feature]:
    """One line a mode and pair of hubs, with all its services: arcs for flights, straight lines for trains."""
    case, groups = journeys.case, dict[str, list[tuple[Service, ServiceUse]]]()
    for use in journeys.plan.services:
        service = case.services[use.service_id]
        groups.setdefault(_connection_id(service), []).append((service, use))
    vehicle_of = {trip.trip_id: vehicle_key(trip) for trip in journeys.plan.trips}
    for connection_id, group in groups.items():
        first = group[0][0]
        start, end = (shapes.place_position(case.places[hub]) for hub in (first.from_hub, first.to_hub))
        if start is None or end is None:
            continue
        workers = [worker_id for _, use in group for worker_id in use.workers]
        lines = dict.fromkeys(line for worker_id in workers for line in lines_of[worker_id])
        yield feature(
            "LineString",
            shapes.arc(start, end, bend=FLIGHT_BEND) if first.mode == "flight" else [start, end],
            layer=first.mode,
            id=connection_id,
            flows=rows(journeys.flows(workers)),
            days=sorted({day for service, _ in group for day in days_between(service.depart, service.arrive)}),
            vehicles=list(dict.fromkeys(vehicle_of[line] for line in lines if line in vehicle_of)),
            people=len(workers),
            from_name=case.places[first.from_hub].name,
            to_name=case.places[first.to_hub].name,
            services=[
                {
                    "id": service.service_id,
                    "operator": service.operator,
                    "depart": service.depart,
                    "arrive": service.arrive,
                    "units": use.units,
                    "people": len(use.workers),
                }
                for service, use in sorted(group, key=lambda row: (row[0].depart, row[0].service_id))
            ],
        )
