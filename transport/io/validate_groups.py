"""Unsplit groups: whether any one vehicle can carry each of them."""

from __future__ import annotations

from transport.case import Case, Place, TripKind
from transport.io.table_reader import ReadTable

_ORIGIN_KINDS: tuple[TripKind, ...] = ("feeder", "direct")
_DESTINATION_KINDS: tuple[TripKind, ...] = ("distribution", "direct")


def check_groups(table: ReadTable, case: Case) -> None:
    """Note each group larger than the largest vehicle that may serve it, at its origin or at its destination.

    A side is passed over where no vehicle at all may come (those people can still have tickets), and where the place
    is a hub of a service, since nobody needs a vehicle there.
    """
    if case.rules.split_groups:
        return
    left_from = {service.from_hub for service in case.services.values()}
    reached = {service.to_hub for service in case.services.values()}
    groups: dict[tuple[str, str, int, int], list[str]] = {}
    for worker in case.workers.values():
        key = (worker.origin, worker.destination, worker.ready_from, worker.report_by)
        groups.setdefault(key, []).append(worker.worker_id)
    rows = {worker_id: row for row, worker_id in enumerate(table.values["worker_id"])}
    largest: dict[tuple[str, str], int | None] = {}
    for (origin, destination, _, _), members in groups.items():
        for place_id, column, kinds, hubs in (
            (origin, "origin", _ORIGIN_KINDS, left_from),
            (destination, "destination", _DESTINATION_KINDS, reached),
        ):
            if place_id in hubs:
                continue
            if (place_id, column) not in largest:
                largest[place_id, column] = largest_load(case, case.places[place_id], kinds)
            most = largest[place_id, column]
            if most is not None and len(members) > most:
                table.note("group_too_large", rows[members[0]], column, people=str(len(members)), most=str(most))


def largest_load(case: Case, place: Place, kinds: tuple[TripKind, ...]) -> int | None:
    """Return the most workers one vehicle can carry at a place, or ``None`` where no vehicle may come."""
    loads = [
        offer.seats - case.rules.escorts.of(kind)
        for offer in case.offers.values()
        if offer.count > 0 and (place.max_seats is None or offer.seats <= place.max_seats)
        for kind in kinds
        if kind in offer.roles
    ]
    return max(loads, default=None)
