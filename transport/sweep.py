"""One pass along the stops of a trip, each made as early as its bounds and the driver-hour rules allow; compiled.

The rules read the same with time running backwards (mirror the clock and the daily hours), so the same sweep serves
the earliest and the latest timetable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import compiled, inner
from transport.driving import (
    DARK,
    NOW,
    RESTING,
    RESTS,
    RUN,
    STILL,
    STOPS,
    Ints,
    drive,
    is_full,
    new_cars,
    room,
    stand,
    stop,
    would_gain,
)
from transport.limits import NEVER, Limits

_MAX_TWINS = 3
_VEHICLES, _DRIVES = 16, 32
"""Room for so many vehicles side by side, and for so many drives of each; where it will not do, there is twice as much.
"""
FULL = -1
"""There was not room enough."""
DRIVE, ABOARD, DWELL, ARRIVE_FROM, ARRIVE_TO, DEPART_FROM, DEPART_TO, HOURS, BANS = range(9)
"""Where a call's numbers are in its row, in the order of its fields; of hours and bans, how many it has."""
Hours = tuple[tuple[int, int], ...]
"""Daily hours as (opens, length) in minutes."""


class Call(NamedTuple):
    """A stop to be made: the drive to it, its shortest length, its daily hours and its bounds (inclusive).

    ``bans`` are the stretches of the drive, (from, to) in minutes from its start, on which nobody drives by night.
    """

    drive: int
    aboard: bool
    dwell: int
    arrive_from: int
    arrive_to: int
    depart_from: int
    depart_to: int
    hours: Hours = ()
    bans: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Swept:
    """A vehicle that has made all stops: when it was done, and arrive and depart of each stop, and its rests on the
    road as (index of the stop before which it lies, arrive, depart).
    """

    now: int
    arrive: list[int]
    depart: list[int]
    rests: list[tuple[int, int, int]]


def sweep(calls: Sequence[Call], start: int, limits: Limits, horizon: int) -> Swept | None:
    """Make the calls in order, each as early as possible; the vehicle sets out at ``start``.

    Driving on as far as the rules allow is best but for standstills shorter than a rest, which may be worth
    completing: both ways are followed, and of several vehicles those that another beats are dropped.

    Returns
    -------
    Swept or None
        The vehicle that makes the last call first; ``None`` where a bound cannot be met before ``horizon``.
    """
    rows = [(*call[:HOURS], len(call.hours), len(call.bans)) for call in calls]
    table = np.array(rows, dtype=np.int64)
    hours = pairs([pair for call in calls for pair in call.hours])
    bans = pairs([pair for call in calls for pair in call.bans])
    vehicles, drives = _VEHICLES, _DRIVES
    while True:
        car = _swept(table, hours, bans, start, limits, horizon, vehicles, drives)
        if len(car):
            break
        vehicles, drives = 2 * vehicles, 2 * drives
    if car[NOW] == NEVER:
        return None
    stops = car[STOPS : STOPS + 2 * len(calls)].tolist()
    rests = car[car[RESTS] : car[RESTS] + 3 * car[RESTING]].reshape(-1, 3).tolist()
    return Swept(int(car[NOW]), stops[::2], stops[1::2], [(leg, begin, end) for leg, begin, end in rests])


_NO_PAIRS = np.zeros((0, 2), dtype=np.int64)


def pairs(values: Sequence[tuple[int, int]]) -> Ints:
    """Hours or bans as compiled code reads them: two columns."""
    return np.array(values, dtype=np.int64) if values else _NO_PAIRS


@compiled
def _swept(
    table: Ints, hours: Ints, bans: Ints, start: int, limits: Limits, horizon: int, vehicles: int, drives: int
) -> Ints:
    """The vehicle that makes the last call first (its row); done ``NEVER`` if there is none, empty if there was not
    room enough to find out. ``table`` has a row for each call, whose hours and bans follow those of the calls before.
    """
    cars = new_cars(vehicles, drives, len(table))
    total, opening, banning = table[:, DRIVE].sum(), 0, 0
    front, taken = np.zeros(vehicles, np.int64), np.zeros(vehicles, np.bool_)
    first: Ints = cars[0]
    nothing: Ints = first[:0]
    first[NOW], first[STILL], taken[0] = start, limits.rest, True
    count: int = taken.sum()
    for leg in range(len(table)):
        call = table[leg]
        open_at, banned = hours[opening : opening + call[HOURS]], bans[banning : banning + call[BANS]]
        opening, banning = opening + call[HOURS], banning + call[BANS]
        if call[DRIVE]:
            count = _cross(cars, call, banned, leg, front, count, taken, total, limits, horizon)
            if count == FULL:
                return nothing
        made = 0
        for n in range(count):
            car = cars[front[n]]
            if is_full(car):
                return nothing
            if _make(car, call, open_at, leg, limits):
                front[made] = front[n]
                made += 1
            else:
                taken[front[n]] = False
        count = made
        if count == 0:
            first[NOW] = NEVER
            return first
        if count > 1:
            count = _unbeaten(cars, front, count, taken, limits)
    best: Ints = cars[front[0]]
    return best


@inner
def _make(car: Ints, call: Ints, hours: Ints, leg: int, limits: Limits) -> bool:
    """Make the stop that ends earliest, and is as short as can be; whether that can be."""
    dwell, arrive_to = call[DWELL], call[ARRIVE_TO]
    first = max(car[NOW], call[ARRIVE_FROM])
    if first > arrive_to:
        return False
    depart = max(first + dwell, call[DEPART_FROM])
    arrive = min(depart - dwell, arrive_to)
    give_up = min(arrive_to, arrive + 3 * DAY)
    while not inside(hours, arrive, depart):
        for n in range(len(hours)):
            phase = (arrive - hours[n, 0]) % DAY
            if phase + depart - arrive > hours[n, 1]:
                arrive += DAY - phase
                depart = arrive + dwell
        if arrive > give_up:
            return False
    if depart > call[DEPART_TO]:
        return False
    stop(car, arrive, depart, leg, limits)
    return True


@compiled
def inside(hours: Ints, arrive: int, depart: int) -> bool:
    """Whether the whole of [arrive, depart] lies in one occurrence of each of the daily hours (opens, length)."""
    shut = False
    for n in range(len(hours)):
        shut = shut or (arrive - hours[n, 0]) % DAY + depart - arrive > hours[n, 1]
    return not shut


@inner
def _cross(
    cars: Ints,
    call: Ints,
    bans: Ints,
    leg: int,
    front: Ints,
    count: int,
    taken: NDArray[np.bool_],
    total: int,
    limits: Limits,
    horizon: int,
) -> int:
    """Let the vehicles of ``front`` drive one leg in every way that may be best; how many arrive, or ``FULL``."""
    minutes, aboard = call[DRIVE], call[ABOARD] != 0
    under_way, arrived, left = np.zeros((3, len(front)), np.int64)
    many = 0
    for n in range(count):
        before, under_way[0], left[front[n]], waiting = many, front[n], minutes, 1
        while waiting:
            waiting -= 1
            number = under_way[waiting]
            car = cars[number]
            while left[number]:
                if is_full(car):
                    return FULL
                far, by_night = _stretch(bans, minutes - left[number], left[number])
                far, until = room(car, far, total, aboard, by_night, limits)
                if far:
                    if waiting + many - before < _MAX_TWINS and would_gain(car, total, limits):
                        other = _vacant(taken)
                        if other < 0:
                            return FULL
                        taken[other] = True
                        for k in range(len(car)):
                            cars[other, k] = car[k]
                        stand(cars[other], car[NOW] + limits.rest - car[STILL], leg, limits)
                        under_way[waiting], left[other] = other, left[number]
                        waiting += 1
                    drive(car, far, limits)
                    left[number] -= far
                elif until > horizon:
                    break
                else:
                    stand(car, until, leg, limits)
            if left[number]:
                taken[number] = False
            else:
                arrived[many] = number
                many += 1
    for n in range(many):
        front[n] = arrived[n]
    return many


@inner
def _vacant(taken: NDArray[np.bool_]) -> int:
    """The number of one more vehicle; -1: there is none."""
    for n in range(len(taken)):
        if not taken[n]:
            return n
    return -1


@inner
def _stretch(bans: Ints, driven: int, left: int) -> tuple[int, bool]:
    """How far the road stays as it is here, and whether it is banned by night."""
    for n in range(len(bans)):
        if driven < bans[n, 0]:
            return bans[n, 0] - driven, False
        if driven < bans[n, 1]:
            return bans[n, 1] - driven, True
    return left, False


@inner
def _unbeaten(cars: Ints, front: Ints, count: int, taken: NDArray[np.bool_], limits: Limits) -> int:
    """Drop every vehicle that another beats: as early and as fresh, and rested as soon; or early enough for a full
    rest. The first to be done come first; how many are left.
    """
    for n in range(1, count):
        number, k = front[n], n
        while k > 0 and _is_sooner(cars[number], cars[front[k - 1]]):
            front[k] = front[k - 1]
            k -= 1
        front[k] = number
    kept = 0
    for n in range(count):
        beaten = False
        for k in range(kept):
            beaten = beaten or _beats(cars[front[k]], cars[front[n]], limits)
        if beaten:
            taken[front[n]] = False
        else:
            front[kept] = front[n]
            kept += 1
    return kept


@inner
def _beats(car: Ints, other: Ints, limits: Limits) -> bool:
    return bool(
        car[NOW] + max(0, limits.rest - car[STILL]) <= other[NOW]
        or (car[RUN] <= other[RUN] and car[DARK] <= other[DARK] and car[NOW] - car[STILL] <= other[NOW] - other[STILL])
    )


@inner
def _is_sooner(car: Ints, other: Ints) -> bool:
    """Whether one vehicle is done before another one, or as soon and fresher."""
    if car[NOW] != other[NOW]:
        return bool(car[NOW] < other[NOW])
    return bool(car[RUN] < other[RUN])
