"""Rules of the fleet: which vehicle of an offer makes which trips, and how many are out at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from transport.case import Offer
from transport.checks.daytime import TOLERANCE
from transport.checks.followed import Followed
from transport.checks.wording import shown, when


@dataclass(frozen=True, slots=True)
class Fleet:
    """All trips of one offer, by the time of leaving base. A vehicle is out until it would be back there."""

    offer: Offer
    trips: tuple[Followed, ...]

    @property
    def entity(self) -> str:
        return f"offer {self.offer.offer_id}"


def fleets(trips: Iterable[Followed]) -> list[Fleet]:
    """Group trips by their offer."""
    by_offer: dict[str, list[Followed]] = {}
    for trip in sorted(trips, key=lambda trip: trip.written.leaves_base):
        by_offer.setdefault(trip.offer.offer_id, []).append(trip)
    return [Fleet(own[0].offer, tuple(own)) for own in by_offer.values()]


def vehicle_no(fleet: Fleet) -> Iterator[str]:
    for trip in fleet.trips:
        number = trip.written.vehicle_no
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= fleet.offer.count:
            yield f"{trip.written.trip_id}: {shown(number)}: 1–{fleet.offer.count}"


def offer_count(fleet: Fleet) -> Iterator[str]:
    """More vehicles cannot be out than at a moment when one leaves."""
    leaving = [trip.written.leaves_base for trip in fleet.trips]
    returning = sorted(trip.back for trip in fleet.trips)
    most, at = max(
        (bisect_right(leaving, moment) - bisect_right(returning, moment + TOLERANCE), moment) for moment in leaving
    )
    if most > fleet.offer.count:
        yield f"{when(at)}: {most} > {fleet.offer.count}"


def vehicle_overlap(fleet: Fleet) -> Iterator[str]:
    """One number; 1.0 and "1" are none, and not the same vehicle as 1."""
    out: dict[tuple[type, str], Followed] = {}
    for trip in fleet.trips:
        number = type(trip.written.vehicle_no), shown(trip.written.vehicle_no)
        before = out.get(number)
        if before is not None and trip.written.leaves_base < before.back - TOLERANCE:
            left, back = when(trip.written.leaves_base), when(before.back)
            yield f"no {number[1]}: {trip.written.trip_id} {left} < {before.written.trip_id} {back}"
        if before is None or trip.back > before.back:
            out[number] = trip


RULES: Mapping[str, Callable[[Fleet], Iterator[str]]] = {
    "VEHICLE_NO": vehicle_no,
    "OFFER_COUNT": offer_count,
    "VEHICLE_OVERLAP": vehicle_overlap,
}
