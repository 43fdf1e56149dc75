"""A plan as the rows of plain lists: trips, stops, boardings, services, tickets, the unserved, and every person. Pure.

Every function returns rows whose values stand in the order of the columns named beside it in :data:`PLAN_LISTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from transport.facts import Facts
from transport.papers.booklet.passengers import boarding_stops
from transport.papers.desk import Desk
from transport.papers.lists.listing import Listing, Rows
from transport.papers.paper import Value
from transport.papers.wording import (
    gender_text,
    legs_text,
    name_text,
    needs_text,
    phone_text,
    reason_text,
    stamp_text,
)
from transport.plan import Itinerary, Trip
from transport.privacy import mask_numbers


def trip_rows(desk: Desk) -> Rows:
    facts = desk.facts
    rows: Rows = []
    for trip in facts.plan.trips:
        offer, first, last, seats = facts.offer(trip), trip.stops[0], trip.stops[-1], facts.seats(trip)
        rows.append(
            [
                trip.trip_id,
                desk.text(f"papers.kinds.{trip.kind}"),
                offer.operator,
                offer.vehicle or offer.offer_id,
                str(trip.vehicle_no),
                desk.vehicle(trip).plate,
                stamp_text(trip.leaves_base),
                desk.place(first.place_id),
                stamp_text(first.depart),
                desk.place(last.place_id),
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


def stop_rows(desk: Desk) -> Rows:
    """Return the timetable of all stops, by place and time."""
    order = place_order(desk.facts)
    stops = [(trip, stop) for trip in desk.facts.plan.trips for stop in trip.stops]
    return [
        [
            desk.facts.case.places[stop.place_id].county,
            desk.place(stop.place_id),
            stamp_text(stop.arrive),
            stamp_text(stop.depart),
            trip.trip_id,
            desk.text(f"papers.kinds.{trip.kind}"),
            desk.facts.offer(trip).operator,
            desk.vehicle(trip).plate,
            len(stop.board),
            len(stop.alight),
        ]
        for trip, stop in sorted(stops, key=lambda pair: (order[pair[1].place_id], pair[1].arrive))
    ]


def boarding_rows(desk: Desk) -> Rows:
    return [
        [
            trip.trip_id,
            str(passenger.number),
            *person(desk, passenger.worker.worker_id),
            desk.place(passenger.board.place_id),
            stamp_text(passenger.board.arrive),
            desk.place(passenger.alight.place_id),
            stamp_text(passenger.alight.arrive),
            desk.place(passenger.worker.destination),
            needs_text(passenger.worker, desk.lang),
        ]
        for trip in desk.facts.plan.trips
        for group in boarding_stops(desk.facts, trip)
        for passenger in group.passengers
    ]


def service_rows(desk: Desk) -> Rows:
    facts = desk.facts
    rows: Rows = []
    for use in facts.plan.services:
        service, seats = facts.case.services[use.service_id], facts.service_seats(use)
        rows.append(
            [
                use.service_id,
                desk.text(f"papers.service_modes.{service.mode}"),
                service.operator,
                desk.place(service.from_hub),
                stamp_text(service.depart),
                desk.place(service.to_hub),
                stamp_text(service.arrive),
                use.units,
                len(use.workers),
                seats,
                len(use.workers) / seats if seats > 0 else None,
                use.cost,
            ]
        )
    return rows


def passenger_rows(desk: Desk) -> Rows:
    facts = desk.facts
    rows: Rows = []
    for use in facts.plan.services:
        service = facts.case.services[use.service_id]
        for number, worker_id in enumerate(sorted(use.workers, key=facts.roster_order.__getitem__), start=1):
            worker = facts.case.workers[worker_id]
            rows.append(
                [
                    use.service_id,
                    str(number),
                    *person(desk, worker_id),
                    desk.place(worker.origin),
                    desk.place(worker.destination),
                    stamp_text(service.depart),
                    legs_text(facts, facts.itineraries[worker_id]),
                    needs_text(worker, desk.lang),
                ]
            )
    return rows


def ticket_rows(desk: Desk) -> Rows:
    return [
        [*person(desk, ticket.worker_id), *_route(desk, ticket.worker_id), _needs(desk, ticket.worker_id), ticket.cost]
        for ticket in sorted(desk.facts.plan.tickets, key=lambda ticket: desk.facts.roster_order[ticket.worker_id])
    ]


def unserved_rows(desk: Desk) -> Rows:
    return [
        [
            *person(desk, unserved.worker_id),
            *_route(desk, unserved.worker_id),
            stamp_text(desk.facts.case.workers[unserved.worker_id].report_by),
            reason_text(unserved.reason, desk.lang),
            mask_numbers(unserved.detail),
        ]
        for unserved in sorted(desk.facts.plan.unserved, key=lambda who: desk.facts.roster_order[who.worker_id])
    ]


def village_rows(desk: Desk) -> Rows:
    rows: Rows = []
    for itinerary in _ordered(desk.facts, lambda worker_id: desk.facts.case.workers[worker_id].origin):
        worker = desk.facts.case.workers[itinerary.worker_id]
        rows.append(
            [
                desk.facts.case.places[worker.origin].county,
                desk.place(worker.origin),
                *person(desk, itinerary.worker_id),
                desk.text(f"papers.modes.{itinerary.mode}"),
                stamp_text(itinerary.pickup),
                leg_id(next(desk.facts.leg_parts(itinerary), None)),
                desk.place(worker.destination),
                needs_text(worker, desk.lang),
            ]
        )
    return rows


def employer_rows(desk: Desk) -> Rows:
    rows: Rows = []
    for itinerary in _ordered(desk.facts, lambda worker_id: desk.facts.case.workers[worker_id].destination):
        worker = desk.facts.case.workers[itinerary.worker_id]
        rows.append(
            [
                desk.place(worker.destination),
                *person(desk, itinerary.worker_id),
                desk.place(worker.origin),
                desk.text(f"papers.modes.{itinerary.mode}"),
                legs_text(desk.facts, itinerary),
                stamp_text(itinerary.arrive),
                stamp_text(worker.report_by),
                needs_text(worker, desk.lang),
            ]
        )
    return rows


def person(desk: Desk, worker_id: str) -> list[Value]:
    """Return who somebody is, as every list names them: id, name, sex, masked phone."""
    worker = desk.facts.case.workers[worker_id]
    return [mask_numbers(worker_id), name_text(worker), gender_text(worker, desk.lang), phone_text(worker)]


def place_order(facts: Facts) -> dict[str, int]:
    """Return the position of every place in its table."""
    return {place_id: position for position, place_id in enumerate(facts.case.places)}


def leg_id(part: object) -> str:
    """Return the id of a trip or service; blank for nothing."""
    if part is None:
        return ""
    return part.trip_id if isinstance(part, Trip) else str(getattr(part, "service_id", ""))


def _route(desk: Desk, worker_id: str) -> list[Value]:
    worker = desk.facts.case.workers[worker_id]
    county = desk.facts.case.places[worker.origin].county
    return [county, desk.place(worker.origin), desk.place(worker.destination)]


def _needs(desk: Desk, worker_id: str) -> str:
    return needs_text(desk.facts.case.workers[worker_id], desk.lang)


def _ordered(facts: Facts, place_of: Callable[[str], str]) -> Sequence[Itinerary]:
    """Return the itineraries grouped by a place in the table's order, parties side by side."""
    positions = place_order(facts)
    return sorted(
        facts.plan.itineraries, key=lambda i: (positions[place_of(i.worker_id)], facts.roster_order[i.worker_id])
    )


PERSON = ("worker", "name", "gender", "phone")
PLAN_LISTS: tuple[Listing, ...] = (
    Listing(
        "trips",
        ("trip", "kind", "operator", "vehicle", "vehicle_no", "plate", "leaves_base", "first", "starts", "last",
         "ends", "people", "seats", "use", "km", "empty_km", "cost"),
        trip_rows,
    ),
    Listing(
        "stops",
        ("county", "place", "arrive", "starts", "trip", "kind", "operator", "plate", "board_count", "alight_count"),
        stop_rows,
    ),
    Listing(
        "boarding",
        ("trip", "number", *PERSON, "board", "board_time", "alight", "alight_time", "employer", "needs"),
        boarding_rows,
    ),
    Listing(
        "services",
        ("service", "mode", "operator", "from_hub", "depart", "to_hub", "arrive", "units", "people", "seats", "use",
         "cost"),
        service_rows,
    ),
    Listing(
        "passengers",
        ("service", "number", *PERSON, "village", "employer", "depart", "legs", "needs"),
        passenger_rows,
    ),
    Listing("tickets", (*PERSON, "county", "village", "employer", "needs", "cost"), ticket_rows),
    Listing("unserved", (*PERSON, "county", "village", "employer", "report_by", "reason", "detail"), unserved_rows),
    Listing(
        "villages",
        ("county", "village", *PERSON, "mode", "board_time", "trip", "employer", "needs"),
        village_rows,
    ),
    Listing(
        "employers",
        ("employer", *PERSON, "village", "mode", "legs", "arrive", "report_by", "needs"),
        employer_rows,
    ),
)  # fmt: skip
