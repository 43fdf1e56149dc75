"""Reading the document: any damage becomes a violation, and whatever can still be read is judged."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, TypeVar

from transport.case import TRIP_KINDS, Case
from transport.checks.fields import Reader, anything, fields, moment, names, number, perhaps, perhaps_names, text, whole
from transport.checks.violation import Violation
from transport.checks.wording import shown
from transport.checks.written import (
    WrittenItinerary,
    WrittenPlan,
    WrittenService,
    WrittenStop,
    WrittenTicket,
    WrittenTrip,
    WrittenUnserved,
)

CODES = ("FORMAT", "CASE_SHA256", "SCHEMA", "UNKNOWN_REF", "TRIP_TWICE", "SERVICE_TWICE")
FORMAT = 1
Row = TypeVar("Row")
Listed = TypeVar("Listed", WrittenTrip, WrittenService)


def read_plan(case: Case, document: Mapping[str, Any], found: list[Violation]) -> WrittenPlan:
    """Read what can be read of a document, and note in ``found`` what cannot or does not belong to the case."""
    _check_head(case, document, found)
    summary = document.get("summary")
    if not isinstance(summary, Mapping):
        found.append(Violation("SCHEMA", "summary", f"{shown(summary)} where a mapping belongs"))
        summary = None
    trips = _rows(document, "trips", lambda raw: _read_trip(case, raw), found)
    services = _rows(document, "services", _of(WrittenService, _SERVICE), found)
    return WrittenPlan(
        trips={trip.trip_id: trip for trip in _known(trips, case.offers, "TRIP_TWICE", found)},
        services={use.service_id: use for use in _known(services, case.services, "SERVICE_TWICE", found)},
        tickets=tuple(_rows(document, "tickets", _of(WrittenTicket, _TICKET), found)),
        unserved=tuple(_rows(document, "unserved", _of(WrittenUnserved, _UNSERVED), found)),
        itineraries=tuple(_rows(document, "itineraries", _of(WrittenItinerary, _ITINERARY), found)),
        summary=summary,
    )


def _check_head(case: Case, document: Mapping[str, Any], found: list[Violation]) -> None:
    if document.get("format") != FORMAT:
        found.append(Violation("FORMAT", "plan", f"format {shown(document.get('format'))} ≠ {FORMAT}"))
    if document.get("case") != case.name:
        found.append(Violation("FORMAT", "plan", f"case {shown(document.get('case'))} ≠ {shown(case.name)}"))
    digest = document.get("case_sha256")
    if digest is not None and not (isinstance(digest, str) and digest.lower() == case.sha256):
        found.append(Violation("CASE_SHA256", "plan", f"{shown(digest)} ≠ {shown(case.sha256)}"))


def _rows(document: Mapping[str, Any], key: str, read: Callable[[object], Row], found: list[Violation]) -> list[Row]:
    """Every row of a list that can be read; the others, or a list that is none, are noted."""
    listed = document.get(key)
    if not isinstance(listed, list):
        found.append(Violation("SCHEMA", key, f"{shown(listed)} where a list belongs"))
        return []
    rows = []
    for index, raw in enumerate(listed):
        try:
            rows.append(read(raw))
        except ValueError as problem:
            found.append(Violation("SCHEMA", f"{key}[{index}]", str(problem)))
    return rows


def _known(rows: list[Listed], existing: Container[str], twice: str, found: list[Violation]) -> Iterable[Listed]:
    """Rows without those that refer to nothing in the case, or whose id was used before; these are noted."""
    by_id: dict[str, Listed] = {}
    for row in rows:
        if row.reference not in existing:
            found.append(Violation("UNKNOWN_REF", row.entity, f"{shown(row.reference)} is not in the case"))
        elif row.entity in by_id:
            found.append(Violation(twice, row.entity, "listed twice"))
        else:
            by_id[row.entity] = row
    return by_id.values()


def _of(row: Callable[..., Row], readers: Mapping[str, Reader]) -> Callable[[object], Row]:
    return lambda raw: row(**fields(raw, readers))


def _read_trip(case: Case, raw: object) -> WrittenTrip:
    trip = WrittenTrip(**fields(raw, _TRIP))
    if not trip.calls:
        raise ValueError("stops: no place is called at")
    strange = [stop.place_id for stop in trip.calls if stop.place_id not in case.places]
    if strange:
        raise ValueError(f"stops: no such place: {shown(strange[0])}")
    return trip


def _kind(value: object) -> str:
    if value not in TRIP_KINDS:
        raise ValueError(f"{shown(value)} is none of {', '.join(TRIP_KINDS)}")
    return text(value)


def _stops(value: object) -> tuple[WrittenStop, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{shown(value)} is not a list of stops")
    return tuple(_stop(item) for item in value)


def _stop(raw: object) -> WrittenStop:
    rest = isinstance(raw, Mapping) and raw.get("kind") == "rest"
    return WrittenStop(**fields(raw, _REST if rest else _STOP))


_REST: Mapping[str, Reader] = {"arrive": moment, "depart": moment}
_STOP: Mapping[str, Reader] = {**_REST, "place_id": text, "board": perhaps_names, "alight": perhaps_names}
_TRIP: Mapping[str, Reader] = {
    "trip_id": text,
    "kind": _kind,
    "offer_id": text,
    "vehicle_no": anything,
    "leaves_base": moment,
    "stops": _stops,
    "km": number,
    "empty_km": number,
    "cost": number,
}
_SERVICE: Mapping[str, Reader] = {"service_id": text, "units": whole, "workers": names, "cost": number}
_TICKET: Mapping[str, Reader] = {"worker_id": text, "cost": number}
_UNSERVED: Mapping[str, Reader] = {"worker_id": text, "reason": perhaps, "detail": perhaps}
_ITINERARY: Mapping[str, Reader] = {
    "worker_id": text,
    "mode": anything,
    "legs": perhaps_names,
    "pickup": perhaps,
    "arrive": perhaps,
}
