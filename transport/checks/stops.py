"""Rules of the stops of a trip: where it may stop, when, how long, how often, and for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from transport.case import Place
from transport.checks.daytime import TOLERANCE, lies_within
from transport.checks.followed import Followed
from transport.checks.wording import figure, when
from transport.checks.written import WrittenStop


def _calls(trip: Followed) -> Iterator[tuple[WrittenStop, Place]]:
    for stop in trip.written.calls:
        yield stop, trip.case.places[str(stop.place_id)]


def _at(stop: WrittenStop) -> str:
    return f"{stop.place_id} {when(stop.arrive)}–{when(stop.depart)}"


def place_seats(trip: Followed) -> Iterator[str]:
    for _, place in _calls(trip):
        if place.max_seats is not None and trip.offer.seats > place.max_seats:
            yield f"{place.place_id}: {trip.offer.seats} > {figure(place.max_seats)}"


def hours(trip: Followed) -> Iterator[str]:
    for stop, place in _calls(trip):
        if not lies_within(stop.arrive, stop.depart, place.opens, place.closes):
            yield _at(stop)


def pickup_hours(trip: Followed) -> Iterator[str]:
    rules = trip.case.rules
    for stop, place in _calls(trip):
        if place.kind == "village" and not lies_within(stop.arrive, stop.depart, rules.pickup_from, rules.pickup_to):
            yield _at(stop)


def stop_time(trip: Followed) -> Iterator[str]:
    least = trip.case.rules.stop_minutes
    for stop, place in _calls(trip):
        if place.kind in ("village", "factory") and stop.depart - stop.arrive < least - TOLERANCE:
            yield f"{_at(stop)} < {figure(least)} min"


def stop_empty(trip: Followed) -> Iterator[str]:
    for stop in trip.written.calls:
        if not stop.board and not stop.alight:
            yield _at(stop)


def order(trip: Followed) -> Iterator[str]:
    """A feeder alights at its last stop only, a distribution trip boards at its first, a direct one never mixes."""
    calls = trip.written.calls
    boarding = [index for index, stop in enumerate(calls) if stop.board]
    alighting = [index for index, stop in enumerate(calls) if stop.alight]
    last = len(calls) - 1
    if trip.kind == "feeder":
        wrong = [index for index in boarding if index == last] + [index for index in alighting if index != last]
    elif trip.kind == "distribution":
        wrong = [index for index in boarding if index != 0] + [index for index in alighting if index == 0]
    else:
        first_off = min(alighting, default=len(calls))
        wrong = [index for index in boarding if index >= first_off]
    for index in sorted(wrong):
        yield _at(calls[index])


def max_stops(trip: Followed) -> Iterator[str]:
    limits, calls = trip.case.rules.max_stops, trip.written.calls
    if trip.kind == "direct":
        pickups = next((index for index, stop in enumerate(calls) if stop.alight), len(calls))
        counted = [(pickups, limits.direct_pickup), (len(calls) - pickups, limits.direct_dropoff)]
    else:
        counted = [(len(calls) - 1, limits.feeder if trip.kind == "feeder" else limits.distribution)]
    for number, limit in counted:
        if limit is not None and number > limit:
            yield f"{number} > {figure(limit)}"


RULES: Mapping[str, Callable[[Followed], Iterator[str]]] = {
    "PLACE_SEATS": place_seats,
    "HOURS": hours,
    "PICKUP_HOURS": pickup_hours,
    "STOP_TIME": stop_time,
    "STOP_EMPTY": stop_empty,
    "ORDER": order,
    "MAX_STOPS": max_stops,
}
