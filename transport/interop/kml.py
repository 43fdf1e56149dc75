"""KML 2.2: places, vehicles by day, flights and trains, for an earth viewer with a time slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from transport.clock import to_datetime, to_iso
from transport.facts import Facts
from transport.interop.gpx import call_text
from transport.interop.runs import Call, Point, Run, clean, point
from transport.interop.xml import add, document_bytes
from transport.locale import Language, text

NAMESPACE = "http://www.opengis.net/kml/2.2"
_COLOURS = {
    "feeder": "ffc49b5a",
    "direct": "ff8a5f1d",
    "distribution": "ff4ca5c9",
    "flight": "ff2a40b3",
    "train": "ff4b7a2b",
}
"""Lines by kind, as aabbggrr."""


def build_kml(facts: Facts, runs: Sequence[Run], lang: Language) -> bytes:
    """Return the whole plan. What belongs to a run or place stands in typed data, never in a description as HTML."""
    root = Element("kml", {"xmlns": NAMESPACE})
    document = add(root, "Document")
    add(document, "name", clean(facts.case.title))
    for kind, colour in _COLOURS.items():
        line = add(add(document, "Style", None, id=kind), "LineStyle")
        add(line, "color", colour)
        add(line, "width", "4" if kind in {"direct", "flight", "train"} else "3")
    _add_places(document, runs, lang)
    zone = ZoneInfo(facts.case.timezone)
    days: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.starts):
        days.setdefault(to_iso(run.starts)[:10], []).append(run)
    for day, moving in days.items():
        folder = _folder(document, day)
        for run in moving:
            _add_run(folder, run, zone, lang)
    return document_bytes(root)


def _folder(parent: Element, name: str) -> Element:
    folder = add(parent, "Folder")
    add(folder, "name", name)
    return folder


def _add_places(document: Element, runs: Sequence[Run], lang: Language) -> None:
    folder = _folder(document, text(lang, "interop.places"))
    calls: dict[str, list[Call]] = {}
    for run in runs:
        for call in run.calls:
            calls.setdefault(call.place.place_id, []).append(call)
    for place_id, at_place in calls.items():
        spot = point(at_place[0].place)
        if spot is None:
            continue
        mark = add(folder, "Placemark")
        add(mark, "name", at_place[0].name)
        data = {
            "place_id": clean(place_id),
            "county": clean(at_place[0].place.county),
            "boarding": str(sum(call.on for call in at_place)),
            "alighting": str(sum(call.off for call in at_place)),
        }
        _add_data(mark, data, lang)
        add(add(mark, "Point"), "coordinates", _coordinates([spot]))


def _add_run(folder: Element, run: Run, zone: ZoneInfo, lang: Language) -> None:
    if len(run.line) < 2:
        return
    mark = add(folder, "Placemark")
    add(mark, "name", run.title(lang))
    span = add(mark, "TimeSpan")
    add(span, "begin", _moment(run.first.depart, zone).isoformat())
    add(span, "end", _moment(run.last.arrive, zone).isoformat())
    add(mark, "styleUrl", f"#{run.kind}")
    data = {
        "operator": clean(run.operator),
        "vehicle": clean(run.vehicle),
        "people": str(run.people),
        "km": "" if run.km is None else f"{run.km:.1f}",
        "stops": " / ".join(f"{call.name} {call_text(call, lang)}" for call in run.calls),
    }
    _add_data(mark, data, lang)
    line = add(mark, "LineString")
    add(line, "tessellate", "1")
    add(line, "coordinates", _coordinates(run.line))


def _add_data(mark: Element, values: Mapping[str, str], lang: Language) -> None:
    holder = add(mark, "ExtendedData")
    for key, value in values.items():
        if value:
            data = add(holder, "Data", None, name=key)
            add(data, "displayName", text(lang, f"interop.data.{key}"))
            add(data, "value", value)


def _coordinates(line: Sequence[Point]) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lat, lon in line)


def _moment(minutes: int, zone: ZoneInfo) -> datetime:
    return to_datetime(minutes).replace(tzinfo=zone)
