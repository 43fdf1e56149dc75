"""The dispatcher's sheet, vehicles with their drivers, escorts with their vehicles. Pure."""

from __future__ import annotations

from itertools import groupby

from transport.clock import DAY
from transport.papers.desk import Desk
from transport.papers.lists.listing import Listing, Rows, list_table
from transport.papers.paper import Band, Page, Row
from transport.papers.wording import clock_text, date_text, mask_licence, stamp_text, vehicle_text
from transport.plan import Trip


def vehicle_rows(desk: Desk) -> Rows:
    """Return one row a vehicle that is used, with a line for each driver in its cells."""
    groups: dict[tuple[str, int], list[Trip]] = {}
    for trip in desk.facts.plan.trips:
        groups.setdefault((trip.offer_id, trip.vehicle_no), []).append(trip)
    rows: Rows = []
    for (offer_id, number), trips in sorted(groups.items()):
        offer, record, drivers = desk.facts.case.offers[offer_id], desk.vehicle(trips[0]), desk.drivers(trips[0])
        ordered = sorted(trips, key=lambda trip: trip.leaves_base)
        rows.append(
            [
                offer.operator,
                offer_id,
                offer.vehicle,
                str(number),
                offer.seats,
                record.plate,
                record.transport_licence,
                record.insurance,
                record.permit,
                record.permit_valid,
                "\n".join(member.name for member in drivers).strip("\n"),
                "\n".join(member.phone for member in drivers).strip("\n"),
                "\n".join(mask_licence(member.paper) for member in drivers).strip("\n"),
                offer.drivers,
                "\n".join(f"{trip.trip_id} {stamp_text(trip.leaves_base)}" for trip in ordered),
            ]
        )
    return rows


def escort_rows(desk: Desk) -> Rows:
    """Return one row an escort's place on a trip; blank where nobody is named yet."""
    rows: Rows = []
    for trip in desk.facts.plan.trips:
        if not desk.facts.case.rules.escorts.of(trip.kind) and not desk.vehicle(trip).escorts:
            continue
        for member in desk.escorts(trip):
            rows.append(
                [
                    trip.trip_id,
                    stamp_text(trip.stops[0].depart),
                    desk.place(trip.stops[0].place_id),
                    desk.place(trip.stops[-1].place_id),
                    desk.facts.offer(trip).operator,
                    desk.vehicle(trip).plate,
                    trip.load,
                    member.name,
                    member.paper,
                    member.phone,
                ]
            )
    return rows


def dispatch_page(desk: Desk) -> Page:
    """Return the dispatcher's sheet: every vehicle in the order in which it leaves its base, day by day."""
    rows: list[Row | Band] = []
    ordered = sorted(desk.facts.plan.trips, key=lambda trip: (trip.leaves_base, trip.trip_id))
    for day, trips in groupby(ordered, key=lambda trip: trip.leaves_base // DAY):
        leaving = list(trips)
        people = sum(trip.load for trip in leaving)
        date = date_text(day * DAY, desk.lang)
        rows.append(Band(desk.text("lists.dispatch.band", date=date, trips=len(leaving), people=people)))
        rows += [_dispatch_row(desk, trip) for trip in leaving]
    name = desk.text("lists.dispatch.sheet")
    return Page(name, name, (list_table(desk, _DISPATCH, rows, roomy=True),), landscape=True)


def _dispatch_row(desk: Desk, trip: Trip) -> Row:
    first, last, offer = trip.stops[0], trip.stops[-1], desk.facts.offer(trip)
    crew = "\n".join(f"{member.name} {member.phone}".strip() for member in desk.drivers(trip)).strip("\n")
    return Row(
        (
            clock_text(trip.leaves_base, trip.leaves_base, desk.lang),
            trip.trip_id,
            desk.text(f"papers.kinds.{trip.kind}"),
            offer.operator,
            desk.vehicle(trip).plate or vehicle_text(offer, trip, desk.lang),
            crew,
            desk.place(first.place_id),
            clock_text(first.depart, trip.leaves_base, desk.lang),
            desk.place(last.place_id),
            clock_text(last.arrive, trip.leaves_base, desk.lang),
            trip.load,
            "□",
        )
    )


_DISPATCH = ("leaves", "trip", "kind", "operator", "coach", "drivers_told", "first", "starts_at", "last", "ends_at",
             "people", "gone")  # fmt: skip
FLEET_LISTS: tuple[Listing, ...] = (
    Listing(
        "vehicles",
        ("operator", "offer", "vehicle", "vehicle_no", "seats", "plate", "transport_licence", "insurance", "permit",
         "permit_valid", "drivers_told", "drivers_phones", "drivers_licences", "drivers", "trips_told"),
        vehicle_rows,
    ),
    Listing(
        "escorts",
        ("trip", "starts", "first", "last", "operator", "plate", "people", "escort", "unit", "escort_phone"),
        escort_rows,
    ),
)  # fmt: skip
