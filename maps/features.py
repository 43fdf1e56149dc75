"""The shape that every drawn thing has: a GeoJSON feature with the flows of people that it serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transport.case import Case

Feature = dict[str, Any]
Flow = tuple[str, str]


def feature(kind: str, coordinates: object, /, **properties: Any) -> Feature:
    """Return a GeoJSON feature of a geometry ``kind`` with these properties."""
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def flows_of(case: Case, worker_ids: Iterable[str]) -> list[Flow]:
    """Pairs of origin and destination county of these workers, each once, in order of appearance."""
    pairs: dict[Flow, None] = {}
    for worker_id in worker_ids:
        worker = case.workers[worker_id]
        pairs[case.places[worker.origin].county, case.places[worker.destination].county] = None
    return list(pairs)
