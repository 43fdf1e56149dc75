"""Where a vehicle is when: its timetable laid along the lines of its roads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maps.shapes import Position
from transport.case import Case
from transport.duty import explained_segments
from transport.plan import Rest, Stop, Trip


@dataclass(frozen=True, slots=True)
class TrackLeg:
    """The way from one place to the next.

    Parameters
    ----------
    origin, destination
        Place ids.
    drives
        (start, end) of every stretch of driving on it, in minutes; between them the vehicle stands.
    aboard
        Workers in the vehicle.
    """

    origin: str
    destination: str
    drives: tuple[tuple[int, int], ...]
    aboard: int

    def driven(self, moment: int) -> float:
        """Return the share of the leg's driving that is done at a moment, 0 to 1."""
        total = sum(end - start for start, end in self.drives)
        if not total:
            return 1.0
        return sum(min(max(moment - start, 0), end - start) for start, end in self.drives) / total


def build_track(trip: Trip, case: Case) -> tuple[TrackLeg, ...]:
    """Return the legs of a trip, the empty way from its base to the first stop first."""
    legs: list[TrackLeg] = []
    here, now, aboard = case.offers[trip.offer_id].base, trip.leaves_base, 0
    drives: list[tuple[int, int]] = []
    for entry in trip.entries:
        if entry.arrive > now:
            drives.append((now, entry.arrive))
        now = entry.depart
        if isinstance(entry, Stop):
            legs.append(TrackLeg(here, entry.place_id, tuple(drives), aboard))
            here, drives = entry.place_id, []
            aboard += len(entry.board) - len(entry.alight)
    return tuple(legs)


def rests(trip: Trip, case: Case) -> list[tuple[Rest, TrackLeg]]:
    """Return the standstills on the road with the leg that each belongs to."""
    found = []
    legs = iter(build_track(trip, case))
    leg = next(legs, None)
    for entry in trip.entries:
        if leg is None:
            break
        if isinstance(entry, Rest):
            found.append((entry, leg))
        else:
            leg = next(legs, None)
    return found


def halts(trip: Trip, case: Case) -> list[tuple[int, int]]:
    """Return the standstills (start, end) of a trip that the daily hours without driving ask for."""
    return [(segment.start, segment.end) for segment in explained_segments(trip, case) if segment.kind == "halt"]


def point_along(line: Sequence[Position], share: float) -> Position:
    """Return the point of a line that so much of its length lies before.

    Parameters
    ----------
    line
        One position or more.
    share
        0 to 1.
    """
    lengths = [_length(a, b) for a, b in pairwise(line)]
    left = share * sum(lengths)
    for (start, end), length in zip(pairwise(line), lengths, strict=True):
        if left <= length and length:
            part = left / length
            return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
        left -= length
    return line[-1]


def _length(start: Position, end: Position) -> float:
    """Degrees of latitude between two near points."""
    stretch = math.cos(math.radians((start[1] + end[1]) / 2))
    return math.hypot((end[0] - start[0]) * stretch, end[1] - start[1])
