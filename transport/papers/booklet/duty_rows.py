"""A trip as the rows of its drivers' sheet: what the crew does when and where, and who drives how much. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transport.case import Case
from transport.duty import DutySegment, duty, recent_driving
from transport.plan import Stop, Trip


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of the drivers' sheet.

    Parameters
    ----------
    place_id
        Where the vehicle is when it begins; ``None``: somewhere on the road.
    towards
        The next place it reaches, of whatever is not a stop.
    stop
        The stop itself, of a stop.
    km
        Of a drive after the first stop: the trip's km shared out by driving time, because a plan states the km of the
        whole trip only.
    takes_over
        The driver who is at the wheel after this standstill or swap, where it is another one than before.
    """

    segment: DutySegment
    place_id: str | None
    towards: str | None
    stop: Stop | None = None
    km: float | None = None
    takes_over: int | None = None


@dataclass(frozen=True, slots=True)
class DriverHours:
    """How long one driver drives on a trip: in all, and at most within any 24 h, in minutes."""

    driver: int
    total: int
    most_in_day: int


def duty_rows(trip: Trip, case: Case) -> tuple[DutyRow, ...]:
    """Return everything the crew does, from leaving base to the end of the last stop, without a hole."""
    segments = duty(trip, case)
    first = trip.stops[0]
    under_way = sum(s.minutes for s in segments if s.kind == "drive" and s.start >= first.depart)
    pace = trip.km / under_way if under_way else 0.0
    ahead = list(trip.stops)
    place: str | None = case.offers[trip.offer_id].base
    rows: list[DutyRow] = []
    for position, segment in enumerate(segments):
        takes_over = _takes_over(segments, position)
        if segment.kind == "stop":
            stop = ahead.pop(0)
            place = stop.place_id
            rows.append(DutyRow(segment, place, None, stop, takes_over=takes_over))
            continue
        towards = ahead[0].place_id if ahead else None
        if segment.kind == "drive":
            km = pace * segment.minutes if segment.start >= first.depart else None
            rows.append(DutyRow(segment, place, towards, km=km))
            place = None
        else:
            at = towards if _arrived(segments[position:]) else place
            rows.append(DutyRow(segment, at, towards, takes_over=takes_over))
    return tuple(rows)


def driver_hours(rows: Sequence[DutyRow], drivers: int) -> tuple[DriverHours, ...]:
    """Return the hours of each driver of the trip, drivers who never drive included."""
    hours: list[DriverHours] = []
    for driver in range(1, drivers + 1):
        drives = [(row.segment.start, row.segment.end) for row in rows if _drives(row.segment, driver)]
        total = sum(end - start for start, end in drives)
        # What was driven in the last 24 h is most where a drive ends.
        most = max((recent_driving(drives, end) for _, end in drives), default=0)
        hours.append(DriverHours(driver, total, most))
    return tuple(hours)


def _drives(segment: DutySegment, driver: int) -> bool:
    return segment.kind == "drive" and segment.driver == driver


def _arrived(onward: Sequence[DutySegment]) -> bool:
    """Whether the next stop follows without driving: the vehicle is there already."""
    return next((segment.kind == "stop" for segment in onward if segment.kind in {"stop", "drive"}), False)


def _takes_over(segments: Sequence[DutySegment], position: int) -> int | None:
    """Return who drives on right after a segment that is no drive, if somebody else drove last."""
    onward = segments[position + 1 : position + 2]
    past = [segment.driver for segment in segments[:position] if segment.kind == "drive"]
    if not onward or onward[0].kind != "drive" or not past or onward[0].driver == past[-1]:
        return None
    return onward[0].driver
