"""Papers for those who carry: name lists for airlines and railways, orders and filing copies for coach operators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from transport.case import Offer, Service, ServiceMode, Worker
from transport.clock import DAY, to_datetime
from transport.papers.booklet.passengers import boarding_stops, seat_numbers
from transport.papers.desk import Desk
from transport.papers.lists.by_place import service_line
from transport.papers.lists.listing import Rows, list_table
from transport.papers.paper import Band, Page, Paper, Row, Words
from transport.papers.wording import (
    gender_text,
    id_text,
    mask_licence,
    name_text,
    needs_text,
    phone_text,
    short_stamp_text,
    stamp_text,
)
from transport.plan import ServiceUse, Trip

_FLIGHT = ("number", "name", "pinyin", "gender", "id_type", "id_number", "phone", "needs", "remark")
_TRAIN = ("order", "number", "name", "gender", "id_type", "id_number", "phone", "needs", "remark")
_ORDERS = ("trip", "kind", "vehicle", "vehicle_no", "plate", "leaves", "first", "starts_at", "last", "ends_at",
           "people", "km", "empty_km", "days", "price")  # fmt: skip
_RATES = ("offer", "vehicle", "seats", "drivers", "fixed_cost", "km_cost", "empty_km_cost", "day_cost", "returns")
_FILING = ("seat", "name", "gender", "id_number", "phone", "board", "board_time", "alight", "alight_time")
_DAYS_BEFORE = {"opens": 20, "closes": 17, "result": 16}
"""Days before departure of the railway's requests for workers' tickets: from 05:00, until 23:00, and the answer."""


def split_orders(workers: Sequence[Worker], most: int) -> list[list[Worker]]:
    """Split passengers into orders of ``most`` people, in order; a party stays together where it fits in one."""
    groups: dict[tuple[str, str], list[Worker]] = {}
    for worker in workers:
        key = ("alone", worker.worker_id) if worker.party is None else ("party", worker.party)
        groups.setdefault(key, []).append(worker)
    orders: list[list[Worker]] = [[]]
    for group in groups.values():
        for start in range(0, len(group), most):
            part = group[start : start + most]
            if len(orders[-1]) + len(part) > most:
                orders.append([])
            orders[-1] += part
    return [order for order in orders if order]


def channel_papers(desk: Desk) -> Iterator[tuple[ServiceMode, str, Paper]]:
    """Yield one paper an airline or railway: a page of names for every service of it that is used."""
    services = desk.facts.case.services
    groups: dict[tuple[ServiceMode, str], list[tuple[Service, ServiceUse]]] = {}
    for use in desk.facts.plan.services:
        service = services[use.service_id]
        groups.setdefault((service.mode, service.operator), []).append((service, use))
    for (mode, operator), uses in sorted(groups.items()):
        pages = tuple(
            _channel_page(desk, service, use) for service, use in sorted(uses, key=lambda pair: pair[0].depart)
        )
        shown = operator or desk.text("lists.channel.no_operator")
        subject = desk.text("lists.channel.subject", mode=desk.text(f"papers.service_modes.{mode}"), operator=shown)
        yield mode, operator, Paper(subject, pages)


def operator_papers(desk: Desk) -> Iterator[tuple[str, Paper]]:
    """Yield one paper a coach operator: the order with times, km and price, the rates, and the lists to file."""
    groups: dict[str, list[Trip]] = {}
    for trip in desk.facts.plan.trips:
        groups.setdefault(desk.facts.offer(trip).operator, []).append(trip)
    for operator in sorted(groups):
        trips = sorted(groups[operator], key=lambda trip: (trip.leaves_base, trip.trip_id))
        shown = operator or desk.text("lists.order.no_operator")
        pages = (_order_page(desk, shown, trips), _rate_page(desk, shown, trips), _filing_page(desk, shown, trips))
        yield operator, Paper(desk.text("lists.order.subject", operator=shown), pages)


def order_rows(desk: Desk, trips: Sequence[Trip]) -> Rows:
    """Return one row a trip; the price is the plan's."""
    rows: Rows = []
    for trip in trips:
        offer, first, last = desk.facts.offer(trip), trip.stops[0], trip.stops[-1]
        rows.append(
            [
                trip.trip_id,
                desk.text(f"papers.kinds.{trip.kind}"),
                offer.vehicle or offer.offer_id,
                str(trip.vehicle_no),
                desk.vehicle(trip).plate,
                short_stamp_text(trip.leaves_base),
                desk.place(first.place_id),
                short_stamp_text(first.depart),
                desk.place(last.place_id),
                short_stamp_text(last.arrive),
                trip.load,
                trip.km,
                trip.empty_km,
                -(-(last.depart - trip.leaves_base) // DAY),
                trip.cost,
            ]
        )
    return rows


def _order_page(desk: Desk, operator: str, trips: Sequence[Trip]) -> Page:
    rows = [Row(tuple(row)) for row in order_rows(desk, trips)]
    price, people = sum(round(trip.cost, 2) for trip in trips), sum(trip.load for trip in trips)
    blank = (None,) * 8
    km, empty = sum(trip.km for trip in trips), sum(trip.empty_km for trip in trips)
    rows.append(Row((desk.text("lists.total"), None, *blank, people, km, empty, None, price), shade=True, strong=True))
    return Page(
        desk.text("lists.order.sheet"),
        desk.text("lists.order.title", operator=operator),
        (list_table(desk, _ORDERS, rows), Words(desk.text("lists.order.note"), "quiet")),
        (_order_line(desk, trips),),
        landscape=True,
    )


def _order_line(desk: Desk, trips: Sequence[Trip]) -> str:
    return desk.text(
        "lists.order.counts",
        trips=len(trips),
        vehicles=len({(trip.offer_id, trip.vehicle_no) for trip in trips}),
        first=stamp_text(min(trip.leaves_base for trip in trips))[:10],
        last=stamp_text(max(trip.stops[-1].depart for trip in trips))[:10],
    )


def _rate_page(desk: Desk, operator: str, trips: Sequence[Trip]) -> Page:
    offers: dict[str, Offer] = {trip.offer_id: desk.facts.offer(trip) for trip in trips}
    rows = [
        Row(
            (
                offer.offer_id,
                offer.vehicle,
                offer.seats,
                str(offer.drivers),
                offer.fixed_cost,
                offer.km_cost,
                offer.empty_km_cost,
                offer.day_cost,
                desk.text(f"lists.order.returns.{'yes' if offer.returns_to_base else 'no'}"),
            )
        )
        for offer in offers.values()
    ]
    return Page(
        desk.text("lists.order.rates_sheet"),
        desk.text("lists.order.rates_title", operator=operator),
        (list_table(desk, _RATES, rows), Words(desk.text("lists.order.rates_note"), "quiet")),
        landscape=True,
    )


def _filing_page(desk: Desk, operator: str, trips: Sequence[Trip]) -> Page:
    """Return the passenger lists that an operator files with the charter contract."""
    rows: list[Row | Band] = []
    for trip in trips:
        seats, offer, record = seat_numbers(desk.facts, trip), desk.facts.offer(trip), desk.vehicle(trip)
        rows.append(
            Band(
                desk.text(
                    "lists.order.filing_band",
                    trip=trip.trip_id,
                    first=desk.place(trip.stops[0].place_id),
                    last=desk.place(trip.stops[-1].place_id),
                    moment=stamp_text(trip.stops[0].depart),
                    vehicle=offer.vehicle or offer.offer_id,
                    plate=record.plate or desk.text("lists.blank"),
                    permit=record.permit or desk.text("lists.blank"),
                    people=trip.load,
                )
            )
        )
        for number, member in enumerate(record.drivers, start=1):
            licence = member.paper if desk.unmask else mask_licence(member.paper)
            told = desk.text("lists.order.driver", number=number, name=member.name, phone=member.phone, licence=licence)
            rows.append(Band(told))
        for group in boarding_stops(desk.facts, trip):
            for passenger in group.passengers:
                worker = passenger.worker
                rows.append(
                    Row(
                        (
                            str(seats[worker.worker_id]),
                            name_text(worker),
                            gender_text(worker, desk.lang),
                            id_text(worker, full=desk.unmask),
                            phone_text(worker, full=desk.unmask),
                            desk.place(passenger.board.place_id),
                            stamp_text(passenger.board.arrive),
                            desk.place(passenger.alight.place_id),
                            stamp_text(passenger.alight.arrive),
                        )
                    )
                )
    return Page(
        desk.text("lists.order.filing_sheet"),
        desk.text("lists.order.filing_title", operator=operator),
        (list_table(desk, _FILING, rows), Words(desk.text(f"lists.{_note(desk)}"), "quiet")),
        landscape=True,
    )


def _channel_page(desk: Desk, service: Service, use: ServiceUse) -> Page:
    workers = [desk.facts.case.workers[w] for w in sorted(use.workers, key=desk.facts.roster_order.__getitem__)]
    blocks: list[Words] = []
    rows: list[Row | Band] = []
    if service.mode == "train":
        most = desk.facts.case.papers.rail_order_people
        orders = split_orders(workers, most)
        for number, order in enumerate(orders, start=1):
            rows.append(Band(desk.text("lists.channel.order", number=number, people=len(order))))
            rows += [_name_row(desk, worker, place, str(number)) for place, worker in enumerate(order, start=1)]
        blocks.append(Words(desk.text("lists.channel.orders", most=most, orders=len(orders)), "strong"))
        blocks.append(Words(desk.text("lists.channel.dates", **_request_dates(service)), "quiet"))
    else:
        rows += [_name_row(desk, worker, number, None) for number, worker in enumerate(workers, start=1)]
        blocks.append(Words(desk.text("lists.channel.flight_note"), "quiet"))
    escorts = desk.facts.case.rules.escorts.service_unit * use.units
    columns = _TRAIN if service.mode == "train" else _FLIGHT
    return Page(
        service.service_id,
        desk.text("lists.channel.title", service=service.service_id),
        (list_table(desk, columns, rows), *blocks, Words(desk.text(f"lists.{_note(desk)}"), "quiet")),
        (service_line(desk, service, use), desk.text("lists.channel.escorts", escorts=escorts)),
        landscape=True,
    )


def _name_row(desk: Desk, worker: Worker, number: int, order: str | None) -> Row:
    """Return a person on a carrier's list; ``order`` is that of a train, on a flight there is room for pinyin."""
    known = (
        gender_text(worker, desk.lang),
        desk.text("lists.channel.id_type") if worker.id_number else "",
        id_text(worker, full=desk.unmask),
        phone_text(worker, full=desk.unmask),
        needs_text(worker, desk.lang),
        "",
    )
    if order is None:
        return Row((str(number), name_text(worker), "", *known))
    return Row((order, str(number), name_text(worker), *known))


def _request_dates(service: Service) -> dict[str, str]:
    day = to_datetime(service.depart)
    return {key: f"{day - timedelta(days=days):%Y-%m-%d}" for key, days in _DAYS_BEFORE.items()}


def _note(desk: Desk) -> str:
    return "note_full" if desk.unmask else "note_masked"
