"""Plan to GeoJSON: pure data, language-neutral, without anything that names a person.

Every feature's properties hold ``layer`` (a key of :data:`maps.style.MODES` or :data:`maps.style.SITES`), ``flows``
(pairs of origin and destination county of the people concerned), ``people`` and the facts that its popup tells.
Moments are minutes since the epoch of :mod:`transport.clock`. Places without coordinates are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from maps import shapes
from maps.features import Feature, feature, flows_of
from maps.shapes import Position
from maps.sites import collect_sites, not_carried_features, site_features
from transport.case import Case, Service
from transport.plan import SERVICE_LEG, Plan, Rest, ServiceUse, Stop
from transport.travel import RoadGeometry

FLIGHT_BEND = 0.14


def build_layers(case: Case, plan: Plan, geometry: RoadGeometry | None = None) -> dict[str, Any]:
    """Return everything that a map of the plan shows as one GeoJSON ``FeatureCollection``.

    Parameters
    ----------
    case, plan
        The plan must be one for this case.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.

    Raises
    ------
    KeyError
        The plan names a worker, place, offer or service that the case does not have.
    """
    sites = collect_sites(case, plan)
    connection_of = {f"{SERVICE_LEG}{s.service_id}": _connection_id(s) for s in case.services.values()}
    lines_of = {
        itinerary.worker_id: tuple(connection_of.get(leg, leg) for leg in itinerary.legs)
        for itinerary in plan.itineraries
    }
    features = [
        *_connections(case, plan),
        *_trips(case, plan, _Roads(case, geometry)),
        *site_features(case, sites, lines_of),
        *not_carried_features(case, plan, sites),
    ]
    return {"type": "FeatureCollection", "features": features}


def undrawn_places(case: Case, plan: Plan) -> tuple[str, ...]:
    """Ids of the places that the plan uses but that cannot be drawn for want of coordinates."""
    return tuple(p for p in collect_sites(case, plan) if shapes.place_position(case.places[p]) is None)


@dataclass
class _Roads:
    """Road lines between places, each asked for once."""

    case: Case
    geometry: RoadGeometry | None
    known: dict[tuple[str, str], list[Position]] = field(default_factory=dict)

    def line(self, place_ids: Iterable[str]) -> list[Position]:
        """Return the way through these places, those without coordinates left out."""
        drawable = [p for p in place_ids if shapes.place_position(self.case.places[p]) is not None]
        line: list[Position] = []
        for origin, destination in pairwise(drawable):
            leg = self._leg(origin, destination)
            line += leg[1:] if line and line[-1] == leg[0] else leg
        return line

    def _leg(self, origin: str, destination: str) -> list[Position]:
        pair = (origin, destination)
        if pair not in self.known:
            points = [] if self.geometry is None else [shapes.position(*p) for p in self.geometry(*pair)]
            ends = [shapes.place_position(self.case.places[place_id]) for place_id in pair]
            self.known[pair] = shapes.thin(points) if len(points) > 1 else [end for end in ends if end is not None]
        return self.known[pair]


def _trips(case: Case, plan: Plan, roads: _Roads) -> Iterator[Feature]:
    """One line a vehicle's run, the longest first, so that short ones stay on top."""
    for trip in sorted(plan.trips, key=lambda trip: (-trip.km, trip.trip_id)):
        line = roads.line(stop.place_id for stop in trip.stops)
        if len(line) < 2:
            continue
        offer = case.offers[trip.offer_id]
        yield feature(
            "LineString",
            line,
            layer=trip.kind,
            id=trip.trip_id,
            flows=flows_of(case, (worker_id for stop in trip.stops for worker_id in stop.board)),
            people=trip.load,
            seats=offer.seats,
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


def _connections(case: Case, plan: Plan) -> Iterator[Feature]:
    """One line a mode and pair of hubs, with all its services: arcs for flights, straight lines for trains."""
    groups: dict[str, list[tuple[Service, ServiceUse]]] = {}
    for use in plan.services:
        service = case.services[use.service_id]
        groups.setdefault(_connection_id(service), []).append((service, use))
    for connection_id, rows in groups.items():
        first = rows[0][0]
        start, end = (shapes.place_position(case.places[hub]) for hub in (first.from_hub, first.to_hub))
        if start is None or end is None:
            continue
        yield feature(
            "LineString",
            shapes.arc(start, end, bend=FLIGHT_BEND) if first.mode == "flight" else [start, end],
            layer=first.mode,
            id=connection_id,
            flows=flows_of(case, (worker_id for _, use in rows for worker_id in use.workers)),
            people=sum(len(use.workers) for _, use in rows),
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
                for service, use in sorted(rows, key=lambda row: (row[0].depart, row[0].service_id))
            ],
        )
