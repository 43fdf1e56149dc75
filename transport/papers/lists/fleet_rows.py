"""Vehicles with their drivers, and escorts with their vehicles. Pure."""

from __future__ import annotations

from transport.papers.desk import Desk
from transport.papers.lists.listing import Listing, Rows
from transport.papers.wording import mask_licence, stamp_text
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
