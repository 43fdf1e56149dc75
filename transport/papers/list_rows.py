"""A plan as the rows of plain lists: trips, boardings, services, tickets, the unserved, by village, by employer. Pure.

Every function returns rows whose values stand in the order of the columns named beside it in
:data:`LISTS`; the headings themselves are texts of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transport.facts import Facts
from transport.locale import Language, catalogue, text
from transport.papers.boarding_rows import boarding_stops
from transport.papers.wording import gender_text, legs_text, name_text, needs_text, phone_text, stamp_text
from transport.plan import Itinerary, Trip
from transport.privacy import mask_numbers

Value = str | int | float | None
Rows = list[list[Value]]


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list: its key in the texts, the keys of its columns, and the function that fills it."""

    key: str
    columns: tuple[str, ...]
    rows: Callable[[Facts, Language], Rows]


def trip_rows(facts: Facts, lang: Language) -> Rows:
    rows: Rows = []
    for trip in facts.plan.trips:
        offer, first, last, seats = facts.offer(trip), trip.stops[0], trip.stops[-1], facts.seats(trip)
        rows.append(
            [
                trip.trip_id,
                text(lang, f"papers.kinds.{trip.kind}"),
                offer.operator,
                offer.vehicle or offer.offer_id,
                trip.vehicle_no,
                stamp_text(trip.leaves_base),
                facts.case.places[first.place_id].name,
                stamp_text(first.depart),
                facts.case.places[last.place_id].name,
                stamp_text(last.arrive),
                trip.load,
                seats,
                trip.load / seats if seats > 0 else None,
                trip.km,
                trip.empty_km,
                trip.cost,
            ]
        )
    return rows


def boarding_rows(facts: Facts, lang: Language) -> Rows:
    places = facts.case.places
    return [
        [
            trip.trip_id,
            passenger.number,
            *_person(facts, passenger.worker.worker_id, lang),
            places[passenger.board.place_id].name,
            stamp_text(passenger.board.arrive),
            places[passenger.alight.place_id].name,
            stamp_text(passenger.alight.arrive),
            places[passenger.worker.destination].name,
            needs_text(passenger.worker, lang),
        ]
        for trip in facts.plan.trips
        for group in boarding_stops(facts, trip)
        for passenger in group.passengers
    ]


def service_rows(facts: Facts, lang: Language) -> Rows:
    rows: Rows = []
    for use in facts.plan.services:
        service, seats = facts.case.services[use.service_id], facts.service_seats(use)
        rows.append(
            [
                use.service_id,
                text(lang, f"papers.service_modes.{service.mode}"),
                service.operator,
                facts.case.places[service.from_hub].name,
                stamp_text(service.depart),
                facts.case.places[service.to_hub].name,
                stamp_text(service.arrive),
                use.units,
                len(use.workers),
                seats,
                len(use.workers) / seats if seats > 0 else None,
                use.cost,
            ]
        )
    return rows


def passenger_rows(facts: Facts, lang: Language) -> Rows:
    rows: Rows = []
    for use in facts.plan.services:
        service = facts.case.services[use.service_id]
        ordered = sorted(use.workers, key=facts.roster_order.__getitem__)
        for number, worker_id in enumerate(ordered, start=1):
            worker, itinerary = facts.case.workers[worker_id], facts.itineraries[worker_id]
            rows.append(
                [
                    use.service_id,
                    number,
                    *_person(facts, worker_id, lang),
                    facts.case.places[worker.origin].name,
                    facts.case.places[worker.destination].name,
                    stamp_text(service.depart),
                    legs_text(facts, itinerary),
                    needs_text(worker, lang),
                ]
            )
    return rows


def ticket_rows(facts: Facts, lang: Language) -> Rows:
    return [
        [
            *_person(facts, ticket.worker_id, lang),
            *_route(facts, ticket.worker_id),
            _needs(facts, ticket.worker_id, lang),
            ticket.cost,
        ]
        for ticket in sorted(facts.plan.tickets, key=lambda ticket: facts.roster_order[ticket.worker_id])
    ]


def unserved_rows(facts: Facts, lang: Language) -> Rows:
    return [
        [
            *_person(facts, unserved.worker_id, lang),
            *_route(facts, unserved.worker_id),
            stamp_text(facts.case.workers[unserved.worker_id].report_by),
            reason_text(unserved.reason, lang),
            mask_numbers(unserved.detail),
        ]
        for unserved in sorted(facts.plan.unserved, key=lambda unserved: facts.roster_order[unserved.worker_id])
    ]


def village_rows(facts: Facts, lang: Language) -> Rows:
    rows: Rows = []
    for itinerary in _ordered(facts, lambda worker_id: facts.case.workers[worker_id].origin):
        worker = facts.case.workers[itinerary.worker_id]
        village = facts.case.places[worker.origin]
        first = next(facts.leg_parts(itinerary), None)
        rows.append(
            [
                village.county,
                village.name,
                *_person(facts, itinerary.worker_id, lang),
                text(lang, f"papers.modes.{itinerary.mode}"),
                stamp_text(itinerary.pickup),
                _leg_id(first),
                facts.case.places[worker.destination].name,
                needs_text(worker, lang),
            ]
        )
    return rows


def employer_rows(facts: Facts, lang: Language) -> Rows:
    rows: Rows = []
    for itinerary in _ordered(facts, lambda worker_id: facts.case.workers[worker_id].destination):
        worker = facts.case.workers[itinerary.worker_id]
        rows.append(
            [
                facts.case.places[worker.destination].name,
                *_person(facts, itinerary.worker_id, lang),
                facts.case.places[worker.origin].name,
                text(lang, f"papers.modes.{itinerary.mode}"),
                legs_text(facts, itinerary),
                stamp_text(itinerary.arrive),
                stamp_text(worker.report_by),
                needs_text(worker, lang),
            ]
        )
    return rows


def reason_text(code: str, lang: Language) -> str:
    """Return a reason in words; a code without words is shown as it is."""
    known = catalogue(lang, "papers")["reasons"]
    return str(known[code]) if code in known else text(lang, "papers.reasons.other", code=code)


def _person(facts: Facts, worker_id: str, lang: Language) -> list[Value]:
    worker = facts.case.workers[worker_id]
    return [mask_numbers(worker_id), name_text(worker), gender_text(worker, lang), phone_text(worker)]


def _route(facts: Facts, worker_id: str) -> list[Value]:
    worker = facts.case.workers[worker_id]
    village = facts.case.places[worker.origin]
    return [village.county, village.name, facts.case.places[worker.destination].name]


def _needs(facts: Facts, worker_id: str, lang: Language) -> str:
    return needs_text(facts.case.workers[worker_id], lang)


def _leg_id(part: object) -> str:
    if part is None:
        return ""
    return part.trip_id if isinstance(part, Trip) else str(getattr(part, "service_id", ""))


def _ordered(facts: Facts, place_of: Callable[[str], str]) -> Sequence[Itinerary]:
    """Return the itineraries grouped by a place in the table's order, parties side by side."""
    positions = {place_id: position for position, place_id in enumerate(facts.case.places)}
    return sorted(
        facts.plan.itineraries, key=lambda i: (positions[place_of(i.worker_id)], facts.roster_order[i.worker_id])
    )


_PERSON = ("worker", "name", "gender", "phone")
LISTS: tuple[ListSpec, ...] = (
    ListSpec(
        "trips",
        ("trip", "kind", "operator", "vehicle", "vehicle_no", "leaves_base", "first", "starts", "last", "ends",
         "people", "seats", "use", "km", "empty_km", "cost"),
        trip_rows,
    ),
    ListSpec(
        "boarding",
        ("trip", "number", *_PERSON, "board", "board_time", "alight", "alight_time", "employer", "needs"),
        boarding_rows,
    ),
    ListSpec(
        "services",
        ("service", "mode", "operator", "from_hub", "depart", "to_hub", "arrive", "units", "people", "seats", "use",
         "cost"),
        service_rows,
    ),
    ListSpec(
        "passengers",
        ("service", "number", *_PERSON, "village", "employer", "depart", "legs", "needs"),
        passenger_rows,
    ),
    ListSpec("tickets", (*_PERSON, "county", "village", "employer", "needs", "cost"), ticket_rows),
    ListSpec("unserved", (*_PERSON, "county", "village", "employer", "report_by", "reason", "detail"), unserved_rows),
    ListSpec(
        "villages",
        ("county", "village", *_PERSON, "mode", "board_time", "trip", "employer", "needs"),
        village_rows,
    ),
    ListSpec(
        "employers",
        ("employer", *_PERSON, "village", "mode", "legs", "arrive", "report_by", "needs"),
        employer_rows,
    ),
)  # fmt: skip
