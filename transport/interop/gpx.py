"""GPX 1.1 for navigation units: one file a vehicle, with a route of way points and a track for each of its trips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from transport.case import Place
from transport.clock import to_clock, to_datetime
from transport.interop.runs import Call, Point, Run, clean, point
from transport.interop.xml import add, document_bytes
from transport.locale import Language, text

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def build_gpx(vehicle: str, runs: Sequence[Run], timezone: str, lang: Language) -> bytes:
    """Return the file of one vehicle; the elements stand in the schema's order, times are UTC as it asks.

    Parameters
    ----------
    runs
        The vehicle's trips, in order of time. Every place has coordinates.
    """
    root = Element("gpx", {"version": "1.1", "creator": "fangang", "xmlns": NAMESPACE})
    metadata = add(root, "metadata")
    add(metadata, "name", clean(vehicle))
    zone = ZoneInfo(timezone)
    for run in runs:
        for number, call in enumerate(run.calls, start=1):
            _way_point(root, "wpt", call, number, zone, lang)
    for run in runs:
        route = add(root, "rte")
        add(route, "name", run.title(lang))
        if run.base is not None:
            _base(route, run.base, run.starts, zone, lang)
        for number, call in enumerate(run.calls, start=1):
            _way_point(route, "rtept", call, number, zone, lang)
    for run in runs:
        track = add(root, "trk")
        add(track, "name", run.title(lang))
        segment = add(track, "trkseg")
        for spot in run.line:
            _at(segment, "trkpt", spot)
    return document_bytes(root)


def _way_point(parent: Element, name: str, call: Call, number: int, zone: ZoneInfo, lang: Language) -> None:
    spot = point(call.place)
    if spot is None:
        return
    element = _at(parent, name, spot)
    add(element, "time", _utc(call.arrive, zone))
    add(element, "name", f"{number} {call.name} {to_clock(call.arrive)}")
    add(element, "desc", call_text(call, lang))


def _base(route: Element, base: Place, starts: int, zone: ZoneInfo, lang: Language) -> None:
    spot = point(base)
    if spot is None:
        return
    element = _at(route, "rtept", spot)
    add(element, "time", _utc(starts, zone))
    add(element, "name", f"0 {clean(base.name)} {to_clock(starts)}")
    add(element, "desc", text(lang, "interop.leaves"))


def call_text(call: Call, lang: Language) -> str:
    """``06:30–06:45 上车 12 人``: when, and how many get on and off."""
    parts = [f"{to_clock(call.arrive)}–{to_clock(call.depart)}"]
    parts += [text(lang, "interop.on", count=call.on)] if call.on else []
    parts += [text(lang, "interop.off", count=call.off)] if call.off else []
    return " ".join(parts)


def _at(parent: Element, name: str, spot: Point) -> Element:
    return add(parent, name, None, lat=f"{spot[0]:.6f}", lon=f"{spot[1]:.6f}")


def _utc(moment: int, zone: ZoneInfo) -> str:
    return to_datetime(moment).replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
