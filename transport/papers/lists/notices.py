"""A message for every worker: date, time, point, vehicle, whom to call. In one text message where it can be."""

from __future__ import annotations

from dataclasses import dataclass

from transport.case import Service, Worker
from transport.clock import to_clock, to_datetime
from transport.papers.desk import Desk
from transport.papers.lists.listing import list_table
from transport.papers.paper import Page, Row, Words, clean_text
from transport.papers.sms import sms_parts, utf16_units
from transport.papers.wording import name_text, phone_text
from transport.plan import Itinerary, Trip
from transport.privacy import mask_numbers

_COLUMNS = ("worker", "name", "phone", "message", "sms_units", "sms_parts", "remark")
_FORMS = ("full", "plain", "short")
"""Wordings from the fullest to the barest; the first that fits one message is taken, else the fullest."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told; ``units`` are UTF-16 units, ``parts`` text messages."""

    worker: Worker
    message: str

    @property
    def units(self) -> int:
        return utf16_units(self.message)

    @property
    def parts(self) -> int:
        return sms_parts(self.message)


def notices(desk: Desk) -> list[Notice]:
    """Return one notice a worker, in the roster's order."""
    order = desk.facts.roster_order
    return [_notice(desk, i) for i in sorted(desk.facts.plan.itineraries, key=lambda i: order[i.worker_id])]


def notice_page(desk: Desk) -> Page:
    """Return the notices as a sheet for any gateway; phones are masked, the worker's number joins it to the roster."""
    told = notices(desk)
    rows = [
        Row(
            (
                mask_numbers(notice.worker.worker_id),
                name_text(notice.worker),
                phone_text(notice.worker),
                notice.message,
                notice.units,
                notice.parts,
                _remark(desk, notice),
            )
        )
        for notice in told
    ]
    longer = sum(notice.parts > 1 for notice in told)
    table = list_table(desk, _COLUMNS, rows)
    return Page(
        desk.text("lists.notice.sheet"),
        desk.text("lists.notice.title"),
        (table, Words(desk.text("lists.notice.note"), "quiet")),
        (desk.text("lists.notice.counts", people=len(told), longer=longer),),
        landscape=True,
    )


def _notice(desk: Desk, itinerary: Itinerary) -> Notice:
    worker = desk.facts.case.workers[itinerary.worker_id]
    messages = [_one_line(_message(desk, worker, itinerary, form)) for form in _FORMS]
    fitting = next((message for message in messages if sms_parts(message) == 1), messages[0])
    return Notice(worker, fitting)


def _message(desk: Desk, worker: Worker, itinerary: Itinerary, form: str) -> str:
    name = mask_numbers(worker.name)
    part = next(desk.facts.leg_parts(itinerary), None)
    if part is None:
        contact = _told(desk, _office(desk, worker), form)
        return desk.text(f"lists.notice.{itinerary.mode}.{form}", name=name, contact=contact)
    assert itinerary.pickup is not None
    day = to_datetime(itinerary.pickup)
    return desk.text(
        f"lists.notice.leaves.{form}",
        name=name,
        month=day.month,
        day=day.day,
        clock=to_clock(itinerary.pickup),
        place=desk.place(worker.origin),
        vehicle=_vehicle(desk, part, form),
        contact=_told(desk, _contact(desk, worker, part), form),
    )


def _vehicle(desk: Desk, part: Trip | Service, form: str) -> str:
    """Return what to look for: the number plate where it is known, else the trip; of a service its number."""
    if isinstance(part, Service):
        return f"{desk.text(f'papers.service_modes.{part.mode}')}{part.service_id}"
    plate = desk.vehicle(part).plate
    if not plate:
        return desk.text("lists.notice.trip", trip=part.trip_id)
    return plate if form == "short" else desk.text("lists.notice.plate", plate=plate, trip=part.trip_id)


def _contact(desk: Desk, worker: Worker, part: Trip | Service) -> str:
    """Return whom to call: the vehicle's crew, else the village's contact, else the office."""
    members = desk.contacts(part) if isinstance(part, Trip) else ()
    if members:
        return f"{members[0].name}{members[0].phone}"
    return _office(desk, worker)


def _told(desk: Desk, contact: str, form: str) -> str:
    """Return whom to call as the end of a message; nothing where nobody is known."""
    return desk.text(f"lists.notice.contact.{form}", contact=contact) if contact else ""


def _office(desk: Desk, worker: Worker) -> str:
    return desk.place_contact(worker.origin) or desk.facts.case.papers.contact


def _one_line(message: str) -> str:
    return " ".join(clean_text(message).split())


def _remark(desk: Desk, notice: Notice) -> str:
    told = []
    if notice.parts > 1:
        told.append(desk.text("lists.notice.longer", parts=notice.parts))
    if not notice.worker.phone.strip():
        told.append(desk.text("lists.notice.no_phone"))
    return desk.text("papers.list_separator").join(told)
