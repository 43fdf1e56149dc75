"""The escort's sheets: roll call with a box for every count, record of the way, emergency card."""

from __future__ import annotations

from collections.abc import Sequence

from transport.clock import to_clock, to_datetime
from transport.locale import catalogue
from transport.papers.booklet.cover import route_text
from transport.papers.booklet.passengers import Passenger, boarding_stops, seat_numbers
from transport.papers.booklet.roll_call import RollCall, roll_calls
from transport.papers.desk import Desk
from transport.papers.paper import Block, Column, Page, Row, Table, Words
from transport.papers.wording import date_text, name_text, needs_text
from transport.plan import Trip

_MOST_COUNTS = 16
"""Columns of boxes that fit beside the names on A4 across."""
_BOX, _ABSENT = "□", "—"
_RECORD = {"number": 6, "when": 15, "event": 40, "expected": 10, "present": 10, "remark": 60}
_CONTACTS = {"role": 30, "person": 34, "phone": 36}


def escort_page(desk: Desk, trip: Trip) -> Page:
    """Return the roll call and the record of the way, with the escort's tasks."""
    calls = roll_calls(trip)
    passengers = [passenger for group in boarding_stops(desk.facts, trip) for passenger in group.passengers]
    blocks: list[Block] = [Words(_label(desk, "tasks")), Words(_label(desk, "roll_call"), "strong")]
    blocks += [
        _boxes(desk, trip, calls[start : start + _MOST_COUNTS], passengers)
        for start in range(0, len(calls), _MOST_COUNTS)
    ]
    blocks += [Words(_label(desk, "record"), "strong"), _record(desk, trip, calls)]
    return Page(
        name=_label(desk, "sheet"),
        title=_label(desk, "title", trip=trip.trip_id, kind=desk.text(f"papers.kinds.{trip.kind}")),
        blocks=tuple(blocks),
        lines=(f"{route_text(desk, trip)}　　{date_text(trip.stops[0].arrive, desk.lang)}",),
        landscape=True,
    )


def card_page(desk: Desk, trip: Trip) -> Page:
    """Return the safety notice and the emergency card, in type that can be read at night."""
    texts = catalogue(desk.lang, "booklet")["escort"]
    needs = [
        _label(desk, "need", name=name_text(worker), needs=needs_text(worker, desk.lang))
        for group in boarding_stops(desk.facts, trip)
        for worker in (passenger.worker for passenger in group.passengers)
        if worker.needs
    ]
    blocks: list[Block] = [_contacts(desk, trip)]
    if needs:
        told = desk.text("papers.list_separator").join(needs)
        blocks.append(Words(_label(desk, "needs", people=told), "warning"))
    blocks.append(Words(_label(desk, "steps_title"), "strong"))
    blocks += [Words(step, "big") for step in texts["steps"]]
    blocks.append(Words(_label(desk, "safety_title"), "strong"))
    blocks += [Words(line, "big") for line in texts["safety"]]
    return Page(
        name=_label(desk, "card_sheet"),
        title=_label(desk, "card_title", trip=trip.trip_id),
        blocks=tuple(blocks),
        lines=(route_text(desk, trip),),
        one_page=True,
    )


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"booklet.escort.{key}", **values)


def _boxes(desk: Desk, trip: Trip, calls: Sequence[RollCall], passengers: Sequence[Passenger]) -> Table:
    seats = seat_numbers(desk.facts, trip)
    columns = [Column(_label(desk, f"columns.{key}"), width, align="center") for key, width in _WHO.items()]
    columns += [Column(_short(desk, trip, call), 8, align="center") for call in calls]
    rows = [
        Row(
            (_label(desk, "columns.people"), "", "", *(str(len(call.aboard)) for call in calls)),
            shade=True,
            strong=True,
        )
    ]
    for passenger in passengers:
        worker = passenger.worker
        boxes = (_BOX if worker.worker_id in call.aboard else _ABSENT for call in calls)
        rows.append(Row((str(passenger.number), str(seats[worker.worker_id]), name_text(worker), *boxes)))
    return Table(tuple(columns), rows)


_WHO = {"number": 6, "seat": 6, "name": 14}


def _short(desk: Desk, trip: Trip, call: RollCall) -> str:
    """Return the heading of a column of boxes: the occasion and the clock, with the day where it is another one."""
    clock = to_clock(call.moment)
    other_day = call.moment // 1440 != trip.stops[0].arrive // 1440
    day = f"{to_datetime(call.moment):%m-%d}\n" if other_day else ""
    return f"{day}{clock}\n{_label(desk, f'occasions.{call.occasion}')}"


def _record(desk: Desk, trip: Trip, calls: Sequence[RollCall]) -> Table:
    columns = tuple(
        Column(_label(desk, f"columns.{key}"), width, align="left" if key in {"event", "remark"} else "center")
        for key, width in _RECORD.items()
    )
    rows = []
    for number, call in enumerate(calls, start=1):
        place = _label(desk, "on_the_road") if call.place_id is None else desk.place(call.place_id)
        event = _label(desk, f"events.{call.occasion}", place=place)
        rows.append(Row((str(number), desk.clock(call.moment, trip), event, str(len(call.aboard)), "", "")))
    return Table(columns, rows, roomy=True)


def _contacts(desk: Desk, trip: Trip) -> Table:
    """Return everybody whom an escort may have to call; blanks to be filled in where a number is not known."""
    rows = [
        Row((_label(desk, f"roles.{role}", number=number), member.name, member.phone))
        for role, members in (("escort", desk.escorts(trip)), ("driver", desk.drivers(trip)))
        for number, member in enumerate(members, start=1)
    ]
    settings = desk.facts.case.papers
    rows.append(Row((_label(desk, "roles.office"), settings.issuer, settings.contact)))
    for place_id in dict.fromkeys(stop.place_id for stop in trip.stops):
        place = desk.facts.case.places[place_id]
        if place.contact or place.contact_phone:
            rows.append(Row((desk.place(place_id), place.contact, place.contact_phone)))
    rows.append(Row((_label(desk, "roles.public"), _label(desk, "public_names"), _label(desk, "public_numbers"))))
    columns = tuple(Column(_label(desk, f"columns.{key}"), width) for key, width in _CONTACTS.items())
    return Table(columns, rows, roomy=True)
