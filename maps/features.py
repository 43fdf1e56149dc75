"""The shape that every drawn thing has: a GeoJSON feature with the flows of people that it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maps.journeys import Flow
from transport.plan import Trip

Feature = dict[str, Any]


def feature(kind: str, coordinates: object, /, **properties: Any) -> Feature:
    """Return a GeoJSON feature of a geometry ``kind`` with these properties."""
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def rows(flows: Mapping[Flow, int]) -> list[list[Any]]:
    """Return flows as JSON: origin and destination county, employer, way, day, people."""
    return [[*flow, people] for flow, people in flows.items()]


def vehicle_key(trip: Trip) -> str:
    """What tells one vehicle from all others: its offer and number."""
    return f"{trip.offer_id}#{trip.vehicle_no}"
