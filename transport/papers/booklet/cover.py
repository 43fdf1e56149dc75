"""The cover of a booklet: what the permit board says, when and where the vehicle runs, who is on it."""

from __future__ import annotations

from itertools import accumulate

from transport.papers.desk import Desk
from transport.papers.paper import COUNT, Block, Column, Form, Page, Row, Signatures, Table, Words
from transport.papers.wording import clock_text, date_text, mask_licence
from transport.plan import Trip
from transport.privacy import mask_numbers


def cover_page(desk: Desk, trip: Trip) -> Page:
    """Return the cover; what is not known yet is left blank to be filled in."""
    unprintable = _unprintable_names(desk, trip)
    blocks: list[Block] = [_board(desk, trip), Words(_label(desk, "stops"), "strong"), _stops(desk, trip)]
    blocks += [Words(_label(desk, "crew"), "strong"), _crew(desk, trip)]
    if others := _other_trips(desk, trip):
        blocks.append(Words(_label(desk, "other_trips", trips=others)))
    if unprintable:
        names = desk.text("papers.list_separator").join(unprintable)
        blocks.append(Words(_label(desk, "unprintable", names=names), "warning"))
    blocks.append(Signatures(tuple(_label(desk, key) for key in ("made_by", "checked_by", "carrier"))))
    blocks.append(Words(_label(desk, "law"), "quiet"))
    return Page(
        name=_label(desk, "sheet"),
        title=_label(desk, "title", trip=trip.trip_id, kind=desk.text(f"papers.kinds.{trip.kind}")),
        blocks=tuple(blocks),
        lines=(route_text(desk, trip), date_text(trip.stops[0].arrive, desk.lang)),
        one_page=True,
    )


def route_text(desk: Desk, trip: Trip) -> str:
    """``胜泉村 → 大理机场``."""
    first, last = trip.stops[0], trip.stops[-1]
    return desk.text("papers.route", first=desk.place(first.place_id), last=desk.place(last.place_id))


def _unprintable_names(desk: Desk, trip: Trip) -> list[str]:
    """Return the worker ids on a trip whose name has characters that no font has, with what these are."""
    found = []
    for stop in trip.stops:
        for worker_id in stop.board:
            if codes := desk.unprintable(desk.facts.case.workers[worker_id].name):
                found.append(_label(desk, "unprintable_name", worker=mask_numbers(worker_id), codes=codes))
    return found


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"booklet.cover.{key}", **values)


def _board(desk: Desk, trip: Trip) -> Form:
    """Return the fields of the charter permit board, and what else a roadside check asks for."""
    offer, record, stops = desk.facts.offer(trip), desk.vehicle(trip), trip.stops
    between = [desk.place(stop.place_id) for stop in stops[1:-1]]
    year = desk.lang
    runs = desk.text(
        "booklet.cover.runs_value",
        first=f"{date_text(trip.leaves_base, year)} {clock_text(trip.leaves_base, trip.leaves_base, year)}",
        last=f"{date_text(stops[-1].depart, year)} {clock_text(stops[-1].depart, stops[-1].depart, year)}",
    )
    values = {
        "origin": desk.place(stops[0].place_id),
        "terminus": desk.place(stops[-1].place_id),
        "via": desk.text("papers.list_separator").join(dict.fromkeys(between)),
        "runs": runs,
        "operator": offer.operator or offer.offer_id,
        "vehicle": desk.text("booklet.cover.vehicle_value", vehicle=offer.vehicle or offer.offer_id, seats=offer.seats),
        "plate": record.plate,
        "vehicle_no": desk.text("booklet.cover.vehicle_no_value", offer=offer.offer_id, number=trip.vehicle_no),
        "permit": record.permit,
        "permit_valid": record.permit_valid,
        "transport_licence": record.transport_licence,
        "insurance": record.insurance,
        "issued_by": "",
        "contract": "",
        "people": desk.text("booklet.cover.people_value", people=trip.load, seats=desk.facts.seats(trip)),
        "km": desk.text("booklet.cover.km_value", km=f"{trip.km:,.1f}"),
    }
    return Form(tuple((_label(desk, f"fields.{key}"), value) for key, value in values.items()))


def _stops(desk: Desk, trip: Trip) -> Table:
    keys = {"number": 6, "place": 30, "arrive": 13, "depart": 13, "board": 8, "alight": 8, "aboard": 10}
    columns = tuple(
        Column(
            _label(desk, f"columns.{key}"),
            width,
            COUNT if key in _COUNTS else None,
            "left" if key == "place" else "center",
        )
        for key, width in keys.items()
    )
    aboard = accumulate(len(stop.board) - len(stop.alight) for stop in trip.stops)
    rows = [
        Row(
            (
                str(number),
                desk.place(stop.place_id),
                desk.clock(stop.arrive, trip),
                desk.clock(stop.depart, trip),
                len(stop.board) or None,
                len(stop.alight) or None,
                people,
            )
        )
        for number, (stop, people) in enumerate(zip(trip.stops, aboard, strict=True), start=1)
    ]
    return Table(columns, rows)


_COUNTS = ("board", "alight", "aboard")


def _crew(desk: Desk, trip: Trip) -> Table:
    keys = {"role": 18, "person": 20, "phone": 20, "paper": 30}
    columns = tuple(
        Column(_label(desk, f"columns.{key}"), width, strong=key == "person") for key, width in keys.items()
    )
    rows = [
        Row((_label(desk, "driver", number=number), member.name, member.phone, mask_licence(member.paper)))
        for number, member in enumerate(desk.drivers(trip), start=1)
    ]
    rows += [
        Row((_label(desk, "escort", number=number), member.name, member.phone, member.paper))
        for number, member in enumerate(desk.escorts(trip), start=1)
    ]
    return Table(columns, rows, roomy=True)


def _other_trips(desk: Desk, trip: Trip) -> str:
    """Return the other trips of the same vehicle with their times, in order of time."""
    mine = (trip.offer_id, trip.vehicle_no)
    others = [
        other
        for other in desk.facts.plan.trips
        if (other.offer_id, other.vehicle_no) == mine and other.trip_id != trip.trip_id
    ]
    return desk.text("papers.list_separator").join(
        f"{other.trip_id} {desk.clock(other.leaves_base, trip)}–{desk.clock(other.stops[-1].depart, trip)}"
        for other in sorted(others, key=lambda other: other.leaves_base)
    )
