"""GeoJSON (RFC 7946): places as points, vehicles and services as lines, with what they are as properties."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from transport.case import Place
from transport.clock import to_iso
from transport.facts import Facts
from transport.interop.runs import Point, Run, clean, point


def build_geojson(facts: Facts, runs: Sequence[Run]) -> str:
    """Return one feature collection of everything that moves and every place where it calls.

    Coordinates are longitude, latitude in degrees of WGS 84; a place without coordinates is a feature without
    geometry. Times are local, of the case's time zone, which stands beside the features.
    """
    features = [*_places(runs), *(_run(run) for run in runs)]
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": clean(facts.case.title),
        "case": clean(facts.case.name),
        "plan": facts.mark,
        "timezone": facts.case.timezone,
    }
    box = _box([spot for run in runs for spot in run.line])
    if box is not None:
        document["bbox"] = box
    return json.dumps({**document, "features": features}, ensure_ascii=False, allow_nan=False) + "\n"


def _places(runs: Sequence[Run]) -> list[dict[str, Any]]:
    on, off, seen = Counter[str](), Counter[str](), dict[str, Place]()
    for run in runs:
        for call in run.calls:
            seen[call.place.place_id] = call.place
            on[call.place.place_id] += call.on
            off[call.place.place_id] += call.off
    return [
        _feature(
            f"place:{place_id}",
            _geometry("Point", [found] if (found := point(place)) is not None else []),
            {
                "type": "place",
                "place_id": clean(place_id),
                "name": clean(place.name),
                "kind": place.kind,
                "county": clean(place.county),
                "boarding": on[place_id],
                "alighting": off[place_id],
            },
        )
        for place_id, place in seen.items()
    ]


def _run(run: Run) -> dict[str, Any]:
    stops = [
        {
            "place_id": clean(call.place.place_id),
            "name": call.name,
            "arrive": to_iso(call.arrive),
            "depart": to_iso(call.depart),
            "boarding": call.on,
            "alighting": call.off,
        }
        for call in run.calls
    ]
    properties = {
        "type": "run",
        "run_id": clean(run.run_id),
        "kind": run.kind,
        "operator": clean(run.operator),
        "vehicle": clean(run.vehicle),
        "starts": to_iso(run.starts),
        "ends": to_iso(run.last.depart),
        "people": run.people,
        "km": None if run.km is None else round(run.km, 2),
        "stops": stops,
    }
    return _feature(f"run:{run.run_id}", _geometry("LineString", run.line), properties)


def _feature(name: str, geometry: Mapping[str, Any] | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": clean(name), "geometry": geometry, "properties": properties}


def _geometry(kind: str, line: Sequence[Point]) -> dict[str, Any] | None:
    positions = [[round(lon, 6), round(lat, 6)] for lat, lon in line]
    if not positions:
        return None
    if kind == "Point" or len(positions) == 1:
        return {"type": "Point", "coordinates": positions[0]}
    return {"type": kind, "coordinates": positions}


def _box(line: Sequence[Point]) -> list[float] | None:
    """Return west, south, east, north."""
    if not line:
        return None
    lats, lons = zip(*line, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]
