"""Rules of one trip: its times, its roads, its load and its price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from transport.checks.amounts import same_amount
from transport.checks.daytime import TOLERANCE
from transport.checks.followed import Followed
from transport.checks.wording import figure, when

_KM_ROUNDING = 0.01


def role(trip: Followed) -> Iterator[str]:
    if trip.kind not in trip.offer.roles:
        yield f"{trip.kind}, {trip.offer.offer_id}: {', '.join(trip.offer.roles)}"


def whole_minutes(trip: Followed) -> Iterator[str]:
    for time in trip.clock:
        if abs(time - round(time)) > TOLERANCE:
            yield when(time)


def time_order(trip: Followed) -> Iterator[str]:
    for earlier, later in pairwise(trip.clock):
        if later < earlier - TOLERANCE:
            yield f"{when(later)} < {when(earlier)}"


def rest_place(trip: Followed) -> Iterator[str]:
    for stop in reversed(trip.written.stops):
        if stop.place_id is not None:
            return
        yield when(stop.arrive)


def no_road(trip: Followed) -> Iterator[str]:
    for leg in trip.legs:
        if leg.road is None:
            yield f"{leg.origin} → {leg.destination}"
    if trip.way_back is None:
        yield f"{trip.legs[-1].destination} → {trip.offer.base}"


def travel_time(trip: Followed) -> Iterator[str]:
    for leg in trip.legs:
        if leg.road and leg.driven < leg.road.minutes - TOLERANCE:
            yield f"{leg.origin} → {leg.destination}: {figure(leg.driven)} min < {figure(leg.road.minutes)} min"


def seats(trip: Followed) -> Iterator[str]:
    most = trip.most_aboard
    if most + trip.escorts > trip.offer.seats:
        yield f"{most} + {trip.escorts} > {trip.offer.seats}"


def trip_empty(trip: Followed) -> Iterator[str]:
    if trip.most_aboard == 0:
        yield "0"


def window(trip: Followed) -> Iterator[str]:
    if trip.written.leaves_base < trip.case.window_start - TOLERANCE:
        yield f"{when(trip.written.leaves_base)} < {when(trip.case.window_start)}"
    if trip.ends > trip.case.window_end + TOLERANCE:
        yield f"{when(trip.ends)} > {when(trip.case.window_end)}"


def available(trip: Followed) -> Iterator[str]:
    first, until = trip.offer.available_from, trip.offer.available_until
    if first is not None and trip.written.leaves_base < first - TOLERANCE:
        yield f"{when(trip.written.leaves_base)} < {when(first)}"
    if until is not None and trip.ends > until + TOLERANCE:
        yield f"{when(trip.ends)} > {when(until)}"


def km(trip: Followed) -> Iterator[str]:
    yield from _other_km(trip, trip.written.km, trip.km)


def empty_km(trip: Followed) -> Iterator[str]:
    yield from _other_km(trip, trip.written.empty_km, trip.empty_km)


def _other_km(trip: Followed, stated: float, exact: float) -> Iterator[str]:
    """A sum of legs may be that of legs rounded one by one, the way back among them."""
    roundings = len(trip.legs) + 1
    if trip.roads_known and abs(stated - exact) > _KM_ROUNDING * roundings + TOLERANCE:
        yield f"{figure(stated)} ≠ {figure(exact)}"


def cost_trip(trip: Followed) -> Iterator[str]:
    if not same_amount(trip.written.cost, trip.exact_cost):
        yield f"{figure(trip.written.cost)} ≠ {figure(trip.exact_cost)}"


def trip_minutes(trip: Followed) -> Iterator[str]:
    limit = trip.case.rules.max_trip_minutes.of(trip.kind)
    calls = trip.written.calls
    length = calls[-1].arrive - calls[0].depart
    if limit is not None and length > limit + TOLERANCE:
        yield f"{figure(length)} min > {figure(limit)} min"


RULES: Mapping[str, Callable[[Followed], Iterator[str]]] = {
    "ROLE": role,
    "WHOLE_MINUTES": whole_minutes,
    "TIME_ORDER": time_order,
    "REST_PLACE": rest_place,
    "NO_ROAD": no_road,
    "TRAVEL_TIME": travel_time,
    "SEATS": seats,
    "TRIP_EMPTY": trip_empty,
    "WINDOW": window,
    "AVAILABLE": available,
    "KM": km,
    "EMPTY_KM": empty_km,
    "COST_TRIP": cost_trip,
    "TRIP_MINUTES": trip_minutes,
}
