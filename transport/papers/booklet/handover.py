"""The hand-over sheets: who is handed to whom at the end of a trip, counted and signed for by both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transport.case import Service
from transport.facts import Facts
from transport.papers.booklet.passengers import Passenger, boarding_stops
from transport.papers.desk import Desk
from transport.papers.paper import Column, Form, Page, Row, Signatures, Table, Words
from transport.papers.wording import date_text, gender_text, name_text, needs_text, phone_text
from transport.plan import Stop, Trip

_WIDTHS = {"number": 6, "name": 14, "gender": 6, "phone": 15, "village": 22, "luggage": 9, "present": 9, "remark": 26}
_CENTRED = {"number", "gender", "phone", "luggage", "present"}
_BOX = "□"


@dataclass(frozen=True, slots=True)
class Handover:
    """People who are handed over together: to their employer, or at a hub to the service that they catch."""

    stop: Stop
    employer: str | None
    service: Service | None
    passengers: tuple[Passenger, ...]


def handovers(facts: Facts, trip: Trip) -> tuple[Handover, ...]:
    """Return the hand-overs of a trip in the order of its stops; everybody aboard is in exactly one."""
    groups: dict[tuple[int, str], list[Passenger]] = {}
    position = {id(stop): number for number, stop in enumerate(trip.stops)}
    for group in boarding_stops(facts, trip):
        for passenger in group.passengers:
            feeder_service = passenger.service if trip.kind == "feeder" else None
            receiver = passenger.worker.destination if feeder_service is None else feeder_service.service_id
            groups.setdefault((position[id(passenger.alight)], receiver), []).append(passenger)
    made = []
    for _, people in sorted(groups.items(), key=lambda item: item[0][0]):
        first = people[0]
        service = first.service if trip.kind == "feeder" else None
        employer = None if service else first.worker.destination
        made.append(Handover(first.alight, employer, service, tuple(people)))
    return tuple(made)


def handover_pages(desk: Desk, trip: Trip) -> tuple[Page, ...]:
    """Return one hand-over sheet a receiver."""
    return tuple(_page(desk, trip, handover) for handover in handovers(desk.facts, trip))


def receiver_text(desk: Desk, handover: Handover) -> str:
    """Return who takes the people over."""
    if handover.service is not None:
        mode = desk.text(f"papers.service_modes.{handover.service.mode}")
        return _label(desk, "to_service", mode=mode, service=handover.service.service_id)
    assert handover.employer is not None
    return desk.place(handover.employer)


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"booklet.handover.{key}", **values)


def _page(desk: Desk, trip: Trip, handover: Handover) -> Page:
    receiver = receiver_text(desk, handover)
    people = len(handover.passengers)
    return Page(
        name=_label(desk, "sheet", receiver=receiver),
        title=_label(desk, "title", receiver=receiver),
        blocks=(
            _head(desk, trip, handover),
            _people(desk, handover.passengers),
            Words(_label(desk, "counts"), "strong"),
            Form(
                (
                    (_label(desk, "expected"), _label(desk, "people", people=people)),
                    (_label(desk, "present"), ""),
                    (_label(desk, "absent"), ""),
                    (_label(desk, "luggage"), ""),
                    (_label(desk, "reasons"), ""),
                    (_label(desk, "state"), ""),
                )
            ),
            Signatures((_label(desk, "giver"), _label(desk, "taker"))),
            Signatures((_label(desk, "stamp"), _label(desk, "stamp"))),
            Words(_label(desk, "note"), "quiet"),
        ),
        lines=(f"{trip.trip_id}　　{date_text(handover.stop.arrive, desk.lang)}",),
    )


def _head(desk: Desk, trip: Trip, handover: Handover) -> Form:
    offer, record = desk.facts.offer(trip), desk.vehicle(trip)
    place_id = handover.stop.place_id
    fields = (
        ("place", desk.place(place_id)),
        ("planned", desk.clock(handover.stop.arrive, trip)),
        ("vehicle", f"{offer.operator or offer.offer_id} {record.plate}".strip()),
        ("actual", ""),
        ("contact", desk.place_contact(place_id if handover.employer is None else handover.employer)),
        ("escort", desk.text("papers.list_separator").join(m.name for m in desk.escorts(trip) if m.name)),
    )
    return Form(tuple((_label(desk, f"fields.{key}"), value) for key, value in fields))


def _people(desk: Desk, passengers: Sequence[Passenger]) -> Table:
    columns = tuple(
        Column(_label(desk, f"columns.{key}"), width, align="center" if key in _CENTRED else "left")
        for key, width in _WIDTHS.items()
    )
    rows = []
    for number, passenger in enumerate(passengers, start=1):
        worker = passenger.worker
        rows.append(
            Row(
                (
                    str(number),
                    name_text(worker),
                    gender_text(worker, desk.lang),
                    phone_text(worker),
                    desk.place(worker.origin),
                    "",
                    _BOX,
                    needs_text(worker, desk.lang),
                )
            )
        )
    return Table(columns, rows)
