"""The drivers' sheet of a trip: who drives when, and which rule each standstill answers to.

It is made from a finished trip alone, whoever planned it. A legal trip keeps within the drivers' common daily budget;
who of them is at the wheel is settled here, so that none exceeds a driver's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from transport.case import Case
from transport.clock import DAY
from transport.limits import Limits, limits
from transport.plan import Rest, Stop, Trip

DutyKind = Literal["drive", "stop", "rest", "halt", "swap"]
DutyReason = Literal["empty", "loaded", "boarding", "alighting", "continuous", "night", "halt", "day_budget", "wait"]
_SIDE_BY_SIDE = 12


@dataclass(frozen=True, slots=True)
class DutySegment:
    """One thing that a vehicle's crew does.

    Parameters
    ----------
    kind
        ``halt`` is a rest during the daily hours without driving; ``swap`` a change of drivers on the way, of no
        length, where no standstill comes in time. Drivers also change at any standstill between two drives.
    start, end
        Moments.
    place_id
        Of a stop.
    reason
        Why: of a drive ``empty`` or ``loaded``, of a stop ``boarding`` or ``alighting``, of a rest the rule that it
        answers to, or ``wait`` where none asks for it (but an hour of opening, pick-up or a connection does).
    driver
        Of a drive who is at the wheel, of a swap who takes over: 1 to the offer's ``drivers``.
    """

    kind: DutyKind
    start: int
    end: int
    place_id: str | None
    reason: DutyReason
    driver: int | None = None

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


def duty(trip: Trip, case: Case) -> tuple[DutySegment, ...]:
    """Return what the crew of a trip does, from leaving base to the end of the last stop, without a hole.

    Parameters
    ----------
    trip
        Any legal trip of the case; of one that is not, the sheet shows what it shows.
    case
        The case that the trip was planned for.
    """
    rules, drivers = case.rules.driving, case.offers[trip.offer_id].drivers
    own, rest = limits(rules, 1).budget, limits(rules, drivers).rest
    return tuple(_crewed(explained_segments(trip, case), drivers, own, rest))


def explained_segments(trip: Trip, case: Case) -> list[DutySegment]:
    """Return the same without saying who is at the wheel, and so without ``swap``: much the faster part."""
    return _explained(tuple(_segments(trip)), limits(case.rules.driving, case.offers[trip.offer_id].drivers))


def _segments(trip: Trip) -> Iterator[DutySegment]:
    now, aboard = trip.leaves_base, 0
    for entry in trip.entries:
        if entry.arrive > now:
            yield DutySegment("drive", now, entry.arrive, None, "loaded" if aboard else "empty")
        if isinstance(entry, Rest):
            yield DutySegment("rest", entry.arrive, entry.depart, None, "wait")
        else:
            yield _stop_segment(entry)
            aboard += len(entry.board) - len(entry.alight)
        now = entry.depart


def _stop_segment(stop: Stop) -> DutySegment:
    return DutySegment("stop", stop.arrive, stop.depart, stop.place_id, "boarding" if stop.board else "alighting")


# ---- which rule a rest answers to


def _explained(segments: Sequence[DutySegment], limits: Limits) -> list[DutySegment]:
    """Give each rest its reason: the rule that would be broken if the vehicle drove on instead."""
    explained: list[DutySegment] = []
    done = 0
    for driving, group in groupby(segments, key=lambda segment: segment.kind == "drive"):
        part = tuple(group)
        if not driving and any(segment.kind == "rest" for segment in part):
            reason = _reason(segments[:done], part, segments[done + len(part) :], limits)
            kind: DutyKind = "halt" if reason == "halt" else "rest"
            part = tuple(replace(s, kind=kind, reason=reason) if s.kind == "rest" else s for s in part)
        explained += part
        done += len(part)
    return explained


def _reason(
    before: Sequence[DutySegment], standstill: Sequence[DutySegment], after: Sequence[DutySegment], limits: Limits
) -> DutyReason:
    start, end = standstill[0].start, standstill[-1].end
    onward = _stretch(after, limits.rest)
    if not onward:
        return "wait"
    spare = end - start - limits.rest  # minutes beyond the rest that resets
    halted = _daily(start, end, limits.halt_from, limits.halt_length) if onward[0].reason == "loaded" else 0
    if halted and spare <= halted:
        return "halt"
    if spare > 0 and _overdrawn(before, after, spare, limits):
        return "day_budget"
    if spare > limits.rest:
        return "wait"
    joined = [(s.start, s.end) for s in (*_turned(_stretch(_turned(before), limits.rest)), *onward)]
    if sum(_daily(*drive, limits.night_from, limits.night_length) for drive in joined) > limits.night_continuous:
        return "night"
    if sum(stop - begin for begin, stop in joined) > limits.continuous:
        return "continuous"
    resting = sum(segment.minutes for segment in standstill if segment.kind == "rest")
    return "day_budget" if _overdrawn(before, after, resting, limits) else "wait"


def _overdrawn(before: Sequence[DutySegment], after: Sequence[DutySegment], minutes: int, limits: Limits) -> bool:
    """Whether the day's budget forbids to make a standstill so much shorter, by going on sooner or stopping later."""
    ways = ((before, after), (_turned(after), _turned(before)))
    return any(_most_if_sooner(*way, minutes, limits.rest) > limits.budget for way in ways)


def _most_if_sooner(before: Sequence[DutySegment], after: Sequence[DutySegment], sooner: int, rest: int) -> int:
    """Most driving in 24 h, did the next stretch begin so many minutes sooner."""
    moved = [(s.start - sooner, s.end - sooner) for s in _stretch(after, rest)]
    drives = [(s.start, s.end) for s in before if s.kind == "drive"] + moved
    return max((recent_driving(drives, end) for _, end in moved), default=0)


def _turned(segments: Sequence[DutySegment]) -> list[DutySegment]:
    """The same with time running backwards."""
    return [replace(s, start=-s.end, end=-s.start) for s in reversed(segments)]


def _stretch(segments: Sequence[DutySegment], rest: int) -> list[DutySegment]:
    """Return the drives from the beginning until the first standstill that resets."""
    drives: list[DutySegment] = []
    still = 0
    for segment in segments:
        if segment.kind == "drive":
            drives.append(segment)
            still = 0
        else:
            still += segment.minutes
            if still >= rest:
                break
    return drives


def _daily(start: int, end: int, daily_from: int, length: int) -> int:
    """Minutes of [start, end) within daily hours that begin at ``daily_from`` and last ``length``."""

    def until(moment: int) -> int:
        days, phase = divmod(moment - daily_from, DAY)
        return days * length + min(phase, length)

    return until(end) - until(start)


# ---- who is at the wheel


@dataclass(frozen=True, slots=True)
class _Roster:
    """Who has driven when so far.

    ``driven`` holds each driver's intervals, ``turns`` (driver, start, end) in order. Of two rosters the better one
    has fewer ``swaps`` on the way, then fewer ``changes`` at a standstill too short to rest, then shares more evenly.
    """

    driven: tuple[tuple[tuple[int, int], ...], ...]
    turns: tuple[tuple[int, int, int], ...] = ()
    swaps: int = 0
    changes: int = 0

    def then(self, driver: int, start: int, end: int, rest: int) -> _Roster:
        """Return the roster with one more turn at the wheel."""
        driven = tuple((*past, (start, end)) if i == driver else past for i, past in enumerate(self.driven))
        pause = start - self.turns[-1][2] if self.turns and self.turns[-1][0] != driver else rest
        return _Roster(
            driven,
            (*self.turns, (driver, start, end)),
            self.swaps + (pause == 0),
            self.changes + (0 < pause < rest),
        )

    @property
    def rank(self) -> tuple[int, int, int]:
        totals = [sum(end - start for start, end in past) for past in self.driven]
        return self.swaps, self.changes, max(totals) - min(totals)


def _crewed(segments: Sequence[DutySegment], drivers: int, own: int, rest: int) -> Iterator[DutySegment]:
    """Put drivers at the wheel, none beyond the own budget: the best rosters so far are followed side by side."""
    rosters = [_Roster(((),) * drivers)]
    for segment in segments:
        if segment.kind == "drive":
            longer = [_turns(roster, first, segment, own, rest) for roster in rosters for first in range(drivers)]
            rosters = sorted(longer, key=lambda roster: roster.rank)[:_SIDE_BY_SIDE]
    turns = iter(rosters[0].turns)
    for segment in segments:
        if segment.kind != "drive":
            yield segment
            continue
        now = segment.start
        while now < segment.end:
            driver, start, end = next(turns)
            if start > segment.start:
                yield DutySegment("swap", start, start, None, "day_budget", driver + 1)
            yield replace(segment, start=start, end=end, driver=driver + 1)
            now = end


def _turns(roster: _Roster, driver: int, segment: DutySegment, own: int, rest: int) -> _Roster:
    """Let a driver begin a drive; where the own budget ends, who can drive longest takes over."""
    now, end = segment.start, segment.end
    while now < end:
        lasts = [_lasts(past, now, end, own) for past in roster.driven]
        if lasts[driver] <= now:
            driver = lasts.index(max(lasts))
        until = lasts[driver] if lasts[driver] > now else end  # nobody may: not a legal trip
        roster = roster.then(driver, now, until, rest)
        now = until
    return roster


def _lasts(past: Sequence[tuple[int, int]], start: int, end: int, own: int) -> int:
    """Return the moment until which a driver may drive from ``start`` on, at most ``end``."""
    low, high = start, end
    while low < high:  # the driving of the last 24 h never shrinks while one drives
        middle = (low + high + 1) // 2
        if recent_driving([*past, (start, middle)], middle) <= own:
            low = middle
        else:
            high = middle - 1
    return low


def recent_driving(drives: Sequence[tuple[int, int]], moment: int) -> int:
    """Minutes of the drives (start, end) that lie in the 24 h before a moment."""
    return sum(max(0, min(end, moment) - max(start, moment - DAY)) for start, end in drives)
