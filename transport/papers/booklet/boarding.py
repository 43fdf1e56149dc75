"""The boarding list: one vehicle's passengers by stop, with room to sign; the legal list that is carried on board."""

from __future__ import annotations

from transport.papers.booklet.cover import route_text
from transport.papers.booklet.passengers import BoardingStop, Passenger, boarding_stops, seat_numbers
from transport.papers.desk import Desk
from transport.papers.paper import Band, Block, Column, Form, Page, Row, Signatures, Table, Words
from transport.papers.wording import (
    contact_text,
    date_text,
    gender_text,
    id_text,
    name_text,
    needs_text,
    phone_text,
    vehicle_text,
)
from transport.plan import Trip

_WIDTHS = {
    "number": 6,
    "seat": 6,
    "name": 13,
    "gender": 6,
    "id_number": 22,
    "phone": 13.5,
    "stop": 17,
    "employer": 20,
    "alight": 20,
    "needs": 12,
    "contact": 20,
    "sign": 10,
}
_CENTRED = {"number", "seat", "gender", "phone", "id_number"}


def boarding_page(desk: Desk, trip: Trip) -> Page:
    """Return one trip's boarding list; identity numbers and contacts only where the roster has any."""
    workers = desk.facts.case.workers.values()
    left_out = {
        key
        for key, told in (
            ("id_number", any(worker.id_number for worker in workers)),
            ("contact", any(worker.emergency_contact for worker in workers)),
        )
        if not told
    }
    keys = [key for key in _WIDTHS if key not in left_out]
    columns = tuple(
        Column(
            _label(desk, f"columns.{key}"),
            _WIDTHS[key],
            align="center" if key in _CENTRED else "left",
            strong=key == "name",
        )
        for key in keys
    )
    seats = seat_numbers(desk.facts, trip)
    rows: list[Row | Band] = []
    for number, group in enumerate(boarding_stops(desk.facts, trip), start=1):
        rows.append(Band(_stop_text(desk, trip, number, group)))
        for passenger in group.passengers:
            values = _values(desk, trip, passenger, seats[passenger.worker.worker_id])
            rows.append(Row(tuple(values[key] for key in keys)))
    offer = desk.facts.offer(trip)
    told = _label(
        desk,
        "facts",
        date=date_text(trip.stops[0].arrive, desk.lang),
        operator=offer.operator or offer.offer_id,
        vehicle=vehicle_text(offer, trip, desk.lang),
        plate=desk.vehicle(trip).plate or _label(desk, "blank"),
    )
    kind = desk.text(f"papers.kinds.{trip.kind}")
    return Page(
        name=_label(desk, "sheet"),
        title=_label(desk, "title", trip=trip.trip_id, kind=kind),
        blocks=(Table(columns, rows, roomy=True), *_foot(desk, trip)),
        lines=(route_text(desk, trip), told),
        landscape=True,
    )


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"booklet.boarding.{key}", **values)


def _stop_text(desk: Desk, trip: Trip, number: int, group: BoardingStop) -> str:
    return _label(
        desk,
        "stop_from_service" if trip.kind == "distribution" else "stop",
        number=number,
        place=desk.place(group.stop.place_id),
        arrive=desk.clock(group.stop.arrive, trip),
        depart=desk.clock(group.stop.depart, trip),
        people=len(group.passengers),
    )


def _values(desk: Desk, trip: Trip, passenger: Passenger, seat: int) -> dict[str, str]:
    worker, lang, full = passenger.worker, desk.lang, desk.unmask
    return {
        "number": str(passenger.number),
        "seat": str(seat),
        "name": name_text(worker),
        "gender": gender_text(worker, lang),
        "id_number": id_text(worker, full=full),
        "phone": phone_text(worker, full=full),
        "stop": desk.place(passenger.board.place_id),
        "employer": desk.place(worker.destination),
        "alight": _alight_text(desk, trip, passenger),
        "needs": needs_text(worker, lang),
        "contact": contact_text(worker, full=full),
        "sign": "",
    }


def _alight_text(desk: Desk, trip: Trip, passenger: Passenger) -> str:
    """Return when and where a person alights (the place only where it is not the destination), and what is met."""
    clock, place_id = desk.clock(passenger.alight.arrive, trip), passenger.alight.place_id
    if place_id == passenger.worker.destination:
        line = _label(desk, "arrive", clock=clock)
    else:
        line = _label(desk, "alight", clock=clock, place=desk.place(place_id))
    service = passenger.service
    if service is None:
        return line
    key, moment = ("catch", service.depart) if trip.kind == "feeder" else ("come_from", service.arrive)
    return f"{line}\n{_label(desk, key, service=service.service_id, clock=desk.clock(moment, trip))}"


def _foot(desk: Desk, trip: Trip) -> tuple[Block, ...]:
    """Return how many should be there, who is in charge, and who signs."""
    between = desk.text("papers.list_separator")
    crew = {
        "drivers": between.join(member.name for member in desk.drivers(trip) if member.name),
        "escorts": between.join(member.name for member in desk.escorts(trip) if member.name),
    }
    fields = (
        (_label(desk, "expected"), _label(desk, "people", people=trip.load)),
        (_label(desk, "present"), ""),
        (_label(desk, "absent"), ""),
        *((_label(desk, key), value) for key, value in crew.items()),
        (_label(desk, "departed"), ""),
    )
    signed = Signatures(tuple(_label(desk, key) for key in ("filled_by", "checked_by", "signed_on")))
    note = "note_full" if desk.unmask else "note_masked"
    return Form(fields, across=3), signed, Words(_label(desk, note), "quiet")
