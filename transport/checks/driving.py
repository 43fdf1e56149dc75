"""Driver-hour rules of one trip, from leaving base to the last stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from transport.checks.daytime import TOLERANCE, minutes_within
from transport.checks.followed import Followed, Stretch
from transport.checks.wording import figure, when
from transport.clock import DAY


def _drives(trip: Followed) -> list[Stretch]:
    return [stretch for stretch in trip.stretches if stretch.driving]


def _spells(trip: Followed) -> Iterator[list[Stretch]]:
    """The drives between one standstill that is long enough and the next: continuous driving."""
    enough = trip.case.rules.driving.rest_minutes - TOLERANCE
    spell: list[Stretch] = []
    for driving, row in groupby(trip.stretches, key=lambda stretch: stretch.driving):
        stretches = list(row)
        if driving:
            spell += stretches
        elif sum(still.minutes for still in stretches) >= enough:
            yield spell
            spell = []
    yield spell


def continuous(trip: Followed) -> Iterator[str]:
    limit = trip.case.rules.driving.max_continuous_minutes
    for spell in _spells(trip):
        minutes = sum(drive.minutes for drive in spell)
        if limit is not None and minutes > limit + TOLERANCE:
            yield f"{when(spell[0].start)}: {figure(minutes)} min > {figure(limit)} min"


def continuous_by_night(trip: Followed) -> Iterator[str]:
    rules = trip.case.rules.driving
    limit = rules.night_max_continuous_minutes
    for spell in _spells(trip):
        minutes = sum(minutes_within(drive.start, drive.end, rules.night_from, rules.night_to) for drive in spell)
        if limit is not None and minutes > limit + TOLERANCE:
            yield f"{when(spell[0].start)}: {figure(minutes)} min > {figure(limit)} min"


def halt(trip: Followed) -> Iterator[str]:
    rules = trip.case.rules.driving
    for drive in _drives(trip):
        if drive.aboard > 0 and minutes_within(drive.start, drive.end, rules.halt_from, rules.halt_to) > TOLERANCE:
            yield f"{when(drive.start)}–{when(drive.end)}"


def sliding_day(trip: Followed) -> Iterator[str]:
    """The driving in 24 h is most where the 24 h begin with a drive or end with one."""
    limit = trip.case.rules.driving.max_minutes_per_driver_24h
    drives = _drives(trip)
    if limit is None or not drives:
        return
    beginnings = [drive.start for drive in drives] + [drive.end - DAY for drive in drives]
    most = max(
        sum(max(0.0, min(drive.end, begin + DAY) - max(drive.start, begin)) for drive in drives) for begin in beginnings
    )
    allowed = limit * trip.offer.drivers
    if most > allowed + TOLERANCE:
        yield f"{figure(most)} min > {trip.offer.drivers} × {figure(limit)} min"


def second_driver(trip: Followed) -> Iterator[str]:
    limit = trip.case.rules.driving.second_driver_km
    if limit is not None and trip.km > limit + TOLERANCE and trip.offer.drivers < 2:
        yield f"{figure(trip.km)} km > {figure(limit)} km, drivers {trip.offer.drivers}"


RULES: Mapping[str, Callable[[Followed], Iterator[str]]] = {
    "DRIVE_CONT": continuous,
    "DRIVE_NIGHT": continuous_by_night,
    "DRIVE_HALT": halt,
    "DRIVE_24H": sliding_day,
    "SECOND_DRIVER": second_driver,
}


def applies(trip: Followed) -> bool:
    """Whether the driver-hour rules are to be judged: they are in force, and the trip's times make sense."""
    return trip.case.rules.driving.enabled and trip.in_order
