"""The legal timetable of a trip: when it leaves, where it stops and rests, under the driver-hour rules.

A timetable is asked for as a list of :class:`StopTask`. ``forward`` goes as soon as the rules allow from a given
leave; ``latest`` leaves as late as possible; ``earliest`` arrives as early as possible. All moments are whole
minutes (see :mod:`transport.clock`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from transport.clock import DAY
from transport.limits import NEVER, Limits, limits, mirrored
from transport.sweep import Call, Hours, Swept, inside, pairs, sweep

__all__ = ["Limits", "StopTask", "Timeline", "earliest", "forward", "latest", "limits"]

_HORIZON = 40 * DAY
_ROUNDS = 20


class StopTask(NamedTuple):
    """One stop that a trip has to make.

    Parameters
    ----------
    drive
        Whole minutes of driving from the previous stop, or from base for the first.
    dwell
        Shortest length of the stop, minutes.
    windows
        Daily hours (opens, closes) in minutes after midnight; the whole stop lies inside one occurrence of each.
        They may wrap midnight; equal modulo a day: always.
    arrive_from, arrive_to, depart_from, depart_to
        Moments that bound the stop's arrive and depart, ends included; ``None`` does not bind.
    aboard
        Workers are aboard on the drive to this stop.
    boards
        Workers board here, so that a later stop is better; where they only alight, an earlier one is.
    bans
        Stretches of the drive on which nobody drives by night, (from, to) in whole minutes from its start, in order.
    """

    drive: int
    dwell: int
    windows: tuple[tuple[int, int], ...] = ()
    arrive_from: int | None = None
    arrive_to: int | None = None
    depart_from: int | None = None
    depart_to: int | None = None
    aboard: bool = False
    boards: bool = True
    bans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A trip's times: leaving base, arrive and depart of each stop, and the rests on the road.

    ``rests`` holds (index of the stop before which it lies, arrive, depart) in order of time.
    """

    leaves: int
    arrive: tuple[int, ...]
    depart: tuple[int, ...]
    rests: tuple[tuple[int, int, int], ...]


def forward(
    tasks: Sequence[StopTask], leave: int, limits: Limits, *, max_trip: float | None = None, end_by: int | None = None
) -> Timeline | None:
    """Leave base at ``leave`` and make every stop as early as the rules allow.

    Parameters
    ----------
    tasks
        The stops, at least one.
    leave
        Moment of leaving base.
    limits
        The driver-hour rules.
    max_trip
        Most minutes from departing the first stop to arriving at the last. To meet it the first stop is made later
        than need be, where later stops would be waited for on the road.
    end_by
        Latest moment of the end of the last stop.

    Returns
    -------
    Timeline or None
        ``None`` where some upper limit cannot be met.
    """
    if max_trip is not None and _shortest(tasks, limits) > max_trip:
        return None
    calls = _calls(tasks, end_by)
    horizon = max(leave, *(max(call.arrive_from, call.depart_from) for call in calls)) + _HORIZON
    for attempt in range(_ROUNDS):
        car = sweep(calls, leave, limits, horizon)
        if car is None:
            return None
        _join_rests(car, calls, limits)
        over = 0 if max_trip is None else car.arrive[-1] - car.depart[0] - math.floor(max_trip)
        if over <= 0 or len(calls) == 1:
            return Timeline(leave, tuple(car.arrive), tuple(car.depart), tuple(car.rests))
        calls[0] = calls[0]._replace(depart_from=car.depart[0] + _stride(over, attempt))
    return None


def latest(
    tasks: Sequence[StopTask],
    limits: Limits,
    *,
    earliest_leave: int,
    latest_leave: int,
    max_trip: float | None = None,
    end_by: int | None = None,
) -> Timeline | None:
    """Return the timetable that leaves base as late as possible within [earliest_leave, latest_leave].

    Of those, one that ends early, with the boarding stops as late as possible and the others as early as possible.
    Exact where the 24 h budget and ``max_trip`` do not bind; close to it where they do.
    """
    if max_trip is not None and _shortest(tasks, limits) > max_trip:
        return None
    late = _backward(tasks, limits, latest_leave + _HORIZON if end_by is None else end_by, earliest_leave, max_trip)
    if late is None:
        return None
    if late.leaves <= latest_leave and not late.rests and all(task.boards for task in tasks[:-1]):
        return late
    early = forward(tasks, min(late.leaves, latest_leave), limits, max_trip=max_trip, end_by=end_by)
    if early is None:
        return _delayed(late, latest_leave)
    return _settled(tasks, limits, early, latest_leave, max_trip)


def earliest(
    tasks: Sequence[StopTask],
    limits: Limits,
    *,
    earliest_leave: int,
    latest_leave: int,
    max_trip: float | None = None,
    end_by: int | None = None,
) -> Timeline | None:
    """Return the timetable that arrives at the last stop as early as possible.

    Of those, one that leaves base as late as possible within [earliest_leave, latest_leave], with the boarding stops
    as late as possible and the others as early as possible. Exact where the 24 h budget and ``max_trip`` do not bind.
    """
    early = forward(tasks, earliest_leave, limits, max_trip=max_trip, end_by=end_by)
    return None if early is None else _settled(tasks, limits, early, latest_leave, max_trip)


def _settled(
    tasks: Sequence[StopTask], limits: Limits, early: Timeline, latest_leave: int, max_trip: float | None
) -> Timeline:
    """Keep the end of ``early`` and move waiting to before boarding, then the alighting stops forward."""
    last = tasks[-1]
    ending = (*tasks[:-1], last._replace(arrive_to=early.arrive[-1]))
    late = _backward(ending, limits, early.depart[-1], early.leaves, max_trip)
    if late is None:
        return early
    settled = _delayed(late, latest_leave)
    if all(task.boards for task in tasks[:-1]):
        return settled
    fixed = [
        task._replace(arrive_from=arrive) if task.boards else task
        for task, arrive in zip(tasks, settled.arrive, strict=True)
    ]
    sooner = forward(fixed, settled.leaves, limits, max_trip=max_trip, end_by=settled.depart[-1])
    return settled if sooner is None or sooner.arrive[-1] > settled.arrive[-1] else sooner


def _delayed(timeline: Timeline, latest_leave: int) -> Timeline:
    """Leave no later than ``latest_leave``, standing until the timetable begins."""
    begins = timeline.leaves
    if begins <= latest_leave:
        return timeline
    rests = timeline.rests
    if rests and rests[0][:2] == (0, begins):
        first, rests = (0, latest_leave, rests[0][2]), rests[1:]
    else:
        first = (0, latest_leave, begins)
    return replace(timeline, leaves=latest_leave, rests=(first, *rests))


def _backward(
    tasks: Sequence[StopTask], limits: Limits, end: int, earliest_leave: int, max_trip: float | None
) -> Timeline | None:
    """Make everything as late as possible, the last stop ending by ``end``: a sweep with time running backwards."""
    calls = _calls_back(tasks, earliest_leave)
    back = mirrored(limits)
    start = -end
    for attempt in range(_ROUNDS):
        car = sweep(calls, start, back, -earliest_leave)
        if car is None:
            return None
        # the last call is base; a long stop is for those who alight, the others rather board late
        _join_rests(car, calls, limits, frozenset(i for i, task in enumerate(reversed(tasks)) if task.boards))
        over = 0 if max_trip is None else car.arrive[-2] - car.depart[0] - math.floor(max_trip)
        if over <= 0 or len(tasks) == 1:
            return _turned(car, len(tasks))
        calls[0] = calls[0]._replace(depart_from=car.depart[0] + _stride(over, attempt))
    return None


def _turned(car: Swept, count: int) -> Timeline:
    """Turn a timetable of reversed time round; its first call is the trip's last stop and its last call is base."""
    arrive = tuple(-moment for moment in car.depart[-2::-1])
    depart = tuple(-moment for moment in car.arrive[-2::-1])
    rests = tuple((count - leg, -end, -start) for leg, start, end in reversed(car.rests) if leg)
    return Timeline(-car.now, arrive, depart, rests)


def _stride(over: int, attempt: int) -> int:
    """Return how much later to depart from the first stop, when the trip is ``over`` minutes too long."""
    return over if attempt < 8 else max(over, 15 * (attempt - 7))


def _shortest(tasks: Sequence[StopTask], limits: Limits) -> int:
    """Return a lower bound on the minutes from departing the first stop to arriving at the last."""
    legs = [task.drive for task in tasks[1:]]
    driven, between = sum(legs), tasks[1:-1]
    length = driven + sum([task.dwell for task in between])
    if driven > limits.continuous > 0 and all(legs):  # rests, at best stops that are made longer
        resets = (driven - 1) // limits.continuous
        dearer = sorted(max(0, limits.rest - task.dwell) for task in between)[:resets]
        length += sum(dearer) + limits.rest * (resets - len(dearer))
    return length


def _join_rests(car: Swept, calls: Sequence[Call], limits: Limits, keep: frozenset[int] = frozenset()) -> None:
    """Where a stop was completed to a full rest on the road just after it, make the stop longer instead."""
    rests = car.rests
    for i in range(len(rests) - 1, -1, -1):
        leg, start, end = rests[i]
        stop = leg - 1
        if stop < 0 or stop in keep or start != car.depart[stop] or end - start >= limits.rest:
            continue
        call = calls[stop]
        if end <= call.depart_to and inside(pairs(call.hours), car.arrive[stop], end):
            car.depart[stop] = end
            del rests[i]


def _calls(tasks: Sequence[StopTask], end_by: int | None) -> list[Call]:
    calls = [
        Call(
            task.drive,
            task.aboard,
            task.dwell,
            -NEVER if task.arrive_from is None else task.arrive_from,
            NEVER if task.arrive_to is None else task.arrive_to,
            -NEVER if task.depart_from is None else task.depart_from,
            NEVER if task.depart_to is None else task.depart_to,
            _hours(task.windows) if task.windows else (),
            task.bans,
        )
        for task in tasks
    ]
    if end_by is not None and end_by < calls[-1].depart_to:
        calls[-1] = calls[-1]._replace(depart_to=end_by)
    return calls


def _calls_back(tasks: Sequence[StopTask], earliest_leave: int) -> list[Call]:
    """Return the calls of reversed time: from the last stop, where the vehicle stands, to base."""
    drive, aboard = 0, False
    bans: tuple[tuple[int, int], ...] = ()
    calls = []
    for task in reversed(tasks):
        calls.append(
            Call(
                drive,
                aboard,
                task.dwell,
                -NEVER if task.depart_to is None else -task.depart_to,
                NEVER if task.depart_from is None else -task.depart_from,
                -NEVER if task.arrive_to is None else -task.arrive_to,
                NEVER if task.arrive_from is None else -task.arrive_from,
                _hours_back(task.windows) if task.windows else (),
                bans,
            )
        )
        drive, aboard = task.drive, task.aboard
        bans = tuple((drive - end, drive - begin) for begin, end in reversed(task.bans))
    calls.append(Call(drive, aboard, 0, -NEVER, -earliest_leave, -NEVER, -earliest_leave, bans=bans))
    return calls


@lru_cache(maxsize=4096)
def _hours(windows: tuple[tuple[int, int], ...]) -> Hours:
    return tuple((opens % DAY, (closes - opens) % DAY) for opens, closes in windows if (closes - opens) % DAY)


@lru_cache(maxsize=4096)
def _hours_back(windows: tuple[tuple[int, int], ...]) -> Hours:
    return tuple((-closes % DAY, (closes - opens) % DAY) for opens, closes in windows if (closes - opens) % DAY)
