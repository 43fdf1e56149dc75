"""Roads on which nobody may drive by night: where a vehicle was on its way when the night began, and where it ended.

Between two calls a vehicle is taken to drive evenly: so far along the road as its share of the driving says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from transport.checks.daytime import TOLERANCE, minutes_within
from transport.checks.followed import Followed, Leg
from transport.checks.wording import when


def road_night(trip: Followed) -> Iterator[str]:
    rules = trip.case.rules.driving
    for leg in trip.legs:
        for start, end in _on_banned_stretches(leg):
            if minutes_within(start, end, rules.night_from, rules.night_to) > TOLERANCE:
                yield f"{leg.origin} → {leg.destination}: {when(start)}–{when(end)}"


def _on_banned_stretches(leg: Leg) -> Iterator[tuple[float, float]]:
    """The times in which a vehicle is on a banned stretch, one for each drive that touches one."""
    if leg.road is None or leg.road.minutes <= 0:
        return
    pace = leg.driven / leg.road.minutes
    for begin, end in leg.road.banned:
        driven = 0.0
        for start, stop in leg.drives:
            first = max(start, start + begin * pace - driven)
            last = min(stop, start + end * pace - driven)
            if last - first > TOLERANCE:
                yield first, last
            driven += stop - start


RULES: Mapping[str, Callable[[Followed], Iterator[str]]] = {"ROAD_NIGHT": road_night}


def applies(trip: Followed) -> bool:
    """Whether the times make sense; the rule is the road's, and holds whatever the drivers' hours."""
    return trip.in_order
