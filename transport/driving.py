"""A vehicle on the road under the driver-hour rules: how far it may drive now, and when it must stand still.

Everything here is whole minutes and knows nothing of cases or plans. The rules read the same with time running
backwards (mirror the clock and the daily hours), so one sweep along a list of calls serves both the earliest and
the latest timetable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from transport.case import DrivingRules
from transport.clock import DAY

NEVER = 1 << 40
"""A moment or a number of minutes that is never reached."""
_MAX_TWINS = 3
_WORTHWHILE = 60  # minutes for which a standing vehicle sets out although it must soon stand again
_EPS = 1e-9
Hours = tuple[tuple[int, int], ...]
"""Daily hours as (opens, length) in minutes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The driver-hour rules for one number of drivers, in whole minutes; ``NEVER`` does not bind.

    Parameters
    ----------
    continuous, night_continuous
        Most driving, and most driving by night, since the last standstill of ``rest`` minutes.
    rest
        Shortest standstill that resets both; at least 1, so that it is a standstill by anyone's reading.
    night_from, night_length, halt_from, halt_length
        Daily hours: first minute after midnight and length; length 0: none.
    budget
        Most driving in any sliding 24 h, all drivers together.
    """

    continuous: int = NEVER
    night_continuous: int = NEVER
    rest: int = 1
    night_from: int = 0
    night_length: int = 0
    halt_from: int = 0
    halt_length: int = 0
    budget: int = NEVER


def limits(rules: DrivingRules, drivers: int) -> Limits:
    """Return the limits of a vehicle with ``drivers`` drivers; rules that are not enabled bind nowhere."""
    if not rules.enabled:
        return Limits()
    per_driver = rules.max_minutes_per_driver_24h
    budget = NEVER if per_driver is None else math.floor(per_driver * drivers + _EPS)
    night = _whole(rules.night_max_continuous_minutes)
    return Limits(
        continuous=_whole(rules.max_continuous_minutes),
        night_continuous=night,
        rest=max(1, math.ceil(rules.rest_minutes - _EPS)),
        night_from=rules.night_from % DAY,
        night_length=(rules.night_to - rules.night_from) % DAY if night < NEVER else 0,
        halt_from=rules.halt_from % DAY,
        halt_length=(rules.halt_to - rules.halt_from) % DAY,
        budget=budget if budget < DAY else NEVER,
    )


def _whole(limit: float | None) -> int:
    return NEVER if limit is None else math.floor(limit + _EPS)


@lru_cache(maxsize=256)
def mirrored(limits: Limits) -> Limits:
    """Return the same limits for a clock that runs backwards."""
    return Limits(
        limits.continuous,
        limits.night_continuous,
        limits.rest,
        -(limits.night_from + limits.night_length) % DAY,
        limits.night_length,
        -(limits.halt_from + limits.halt_length) % DAY,
        limits.halt_length,
        limits.budget,
    )


class Call(NamedTuple):
    """A stop to be made: the drive to it, its shortest length, its daily hours and its bounds (inclusive)."""

    drive: int
    aboard: bool
    dwell: int
    hours: Hours
    arrive_from: int
    arrive_to: int
    depart_from: int
    depart_to: int


def inside(hours: Hours, arrive: int, depart: int) -> bool:
    """Whether the whole of [arrive, depart] lies in one occurrence of each of the daily hours."""
    return all((arrive - opens) % DAY + depart - arrive <= length for opens, length in hours)


def place_stop(now: int, call: Call) -> tuple[int, int] | None:
    """Return (arrive, depart) of the stop that ends earliest, and is as short as can be, from ``now`` on."""
    _, _, dwell, hours, arrive_from, arrive_to, depart_from, depart_to = call
    first = max(now, arrive_from)
    if first > arrive_to:
        return None
    depart = max(first + dwell, depart_from)
    arrive = min(depart - dwell, arrive_to)
    give_up = min(arrive_to, arrive + 3 * DAY)
    while hours and not inside(hours, arrive, depart):
        for opens, length in hours:
            phase = (arrive - opens) % DAY
            if phase + depart - arrive > length:
                arrive += DAY - phase
                depart = arrive + dwell
        if arrive > give_up:
            return None
    return (arrive, depart) if depart <= depart_to else None


class Car:
    """A vehicle under way: where it is in time, what it has driven, and the timetable so far.

    ``run`` and ``dark`` are the minutes driven, and driven by night, since the last reset; ``still`` is how long it
    has been standing; ``total`` is what the whole trip drives. ``drives`` lists the driving intervals, of which those
    before ``tail``, ``gone`` minutes together, are older than 24 h.
    """

    __slots__ = (
        "arrive",
        "dark",
        "depart",
        "driven",
        "drives",
        "gone",
        "limits",
        "now",
        "rests",
        "run",
        "still",
        "tail",
        "total",
    )

    def __init__(self, now: int, total: int, limits: Limits) -> None:
        self.limits, self.total = limits, total
        self.now = now
        self.run = self.dark = self.driven = self.tail = self.gone = 0
        self.still = limits.rest
        self.drives: list[tuple[int, int]] = []
        self.arrive: list[int] = []
        self.depart: list[int] = []
        self.rests: list[tuple[int, int, int]] = []

    def twin(self) -> Car:
        """Return an independent copy."""
        twin = Car.__new__(Car)
        twin.limits, twin.total, twin.now, twin.still = self.limits, self.total, self.now, self.still
        twin.run, twin.dark, twin.driven = self.run, self.dark, self.driven
        twin.tail, twin.gone = self.tail, self.gone
        twin.drives, twin.rests = self.drives.copy(), self.rests.copy()
        twin.arrive, twin.depart = self.arrive.copy(), self.depart.copy()
        return twin

    def stand(self, until: int, leg: int) -> None:
        """Rest on the road before stop ``leg``, joined to a rest that ends now."""
        rests = self.rests
        if rests and rests[-1][2] == self.now and rests[-1][0] == leg:
            rests[-1] = (leg, rests[-1][1], until)
        else:
            rests.append((leg, self.now, until))
        self._wait(until)

    def call(self, call: Call, leg: int) -> bool:
        """Make the stop, after a rest where it must wait; False where its bounds cannot be met."""
        placed = place_stop(self.now, call)
        if placed is None:
            return False
        arrive, depart = placed
        if arrive > self.now:
            self.stand(arrive, leg)
        self.arrive.append(arrive)
        self.depart.append(depart)
        self._wait(depart)
        return True

    def drive(self, minutes: int) -> None:
        """Drive on; the caller keeps within ``room``, so that the night begins or ends at its ends only."""
        start, limits = self.now, self.limits
        self.now = now = start + minutes
        self.run += minutes
        self.driven += minutes
        self.still = 0
        if limits.night_length and (start - limits.night_from) % DAY < limits.night_length:
            self.dark += minutes
        if limits.budget < NEVER:
            drives = self.drives
            if drives and drives[-1][1] == start:
                drives[-1] = (drives[-1][0], now)
            else:
                drives.append((start, now))

    def free(self, minutes: int, aboard: bool) -> bool:
        """Whether it can drive so long at once, far from every rule: quick, and only a sufficient test."""
        limits = self.limits
        if self.run + minutes > limits.continuous or self.driven + minutes > limits.budget:
            return False
        length = limits.night_length
        if length and not length <= (self.now - limits.night_from) % DAY <= DAY - minutes:
            return False
        length = limits.halt_length
        return not (aboard and length) or length <= (self.now - limits.halt_from) % DAY <= DAY - minutes

    def room(self, minutes: int, aboard: bool) -> tuple[int, int]:
        """How far it may go at once, with ``minutes`` left to drive on this leg.

        Returns
        -------
        tuple of int
            (minutes to drive, 0), or (0, the moment until which it must stand first).
        """
        limits, now = self.limits, self.now
        room = min(minutes, limits.continuous - self.run)
        if room <= 0:
            return 0, now + limits.rest - self.still if self.run else NEVER
        barrier = DAY
        if aboard and limits.halt_length:
            phase = (now - limits.halt_from) % DAY
            if phase < limits.halt_length:
                return 0, now + limits.halt_length - phase
            barrier = DAY - phase
        if limits.night_length:
            phase = (now - limits.night_from) % DAY
            if phase < limits.night_length:
                allowed, dawn = limits.night_continuous - self.dark, limits.night_length - phase
                if allowed <= 0:
                    return 0, now + min(dawn, limits.rest - self.still if self.dark else NEVER)
                room = min(room, allowed, dawn)
            else:
                barrier = min(barrier, DAY - phase)
        room = min(room, barrier)
        return (room, 0) if limits.budget == NEVER else self._within_budget(room, barrier)

    def _within_budget(self, room: int, barrier: int) -> tuple[int, int]:
        """Keep to the budget: 24 h after some driving, as many minutes are free again, one by one.

        Driving every minute as it comes free is never worse. Waiting until the whole ``room`` can be driven at once
        is as good and less broken up, if no daily ``barrier`` (minutes from now) comes between and the trip ends
        within the next 24 h, so that driving somewhat later is not felt the day after.
        """
        drives, now = self.drives, self.now
        since = now - DAY
        while self.tail < len(drives) and drives[self.tail][1] <= since:
            start, end = drives[self.tail]
            self.gone += end - start
            self.tail += 1
        free = self.limits.budget - self.driven + self.gone
        if free >= room:
            return room, 0
        if self.tail == len(drives):
            return (free, 0) if free else (0, NEVER)
        start, end = drives[self.tail]
        if start <= since:  # 24 h ago it was driving: each minute driven now replaces one of then
            piece, resume = min(room, end - since), 0
        else:
            piece, resume = free, start + DAY
        if piece >= _WORTHWHILE or (piece and not self.still) or self.total - self.driven > self.limits.budget:
            return (piece, 0) if piece else (0, resume)
        ready = self._ready(room, free)
        if now < ready <= now + barrier - room:
            return 0, ready
        return (piece, 0) if piece else (0, resume)

    def _ready(self, minutes: int, free: int) -> int:
        """Return the moment from which so many minutes can be driven at once, ``free`` of them right now."""
        since = ready = self.now - DAY
        for start, end in self.drives[self.tail :]:
            begins = max(start, since)  # 24 h after, the minutes of this interval come free one by one
            free += begins - start
            if free >= minutes:
                break
            ready = max(ready, begins - free)
            free += end - begins
        return ready + DAY

    def _wait(self, until: int) -> None:
        self.still += until - self.now
        self.now = until
        if self.still >= self.limits.rest:
            self.run = self.dark = 0

    def would_gain(self) -> bool:
        """Whether completing the present standstill to a full rest may spare one later."""
        limits = self.limits
        if not 0 < self.still < limits.rest or not self.run:
            return False
        ahead = self.total - self.driven
        if self.run + ahead > limits.continuous:
            return True
        if not limits.night_length or self.dark + ahead <= limits.night_continuous:
            return False
        return (limits.night_from - self.now - 1) % DAY < ahead + 240 or (
            self.now - limits.night_from
        ) % DAY < limits.night_length


def sweep(calls: Sequence[Call], start: int, limits: Limits, horizon: int) -> Car | None:
    """Make the calls in order, each as early as possible; the vehicle sets out at ``start``.

    Driving on as far as the rules allow is best but for standstills shorter than a rest, which may be worth
    completing: both ways are followed, and of several vehicles those that another beats are dropped.

    Returns
    -------
    Car or None
        The vehicle that makes the last call first; ``None`` where a bound cannot be met before ``horizon``.
    """
    total = sum([call.drive for call in calls])
    cars = [Car(start, total, limits)]
    for leg, call in enumerate(calls):
        if call.drive:
            cars = [there for car in cars for there in _cross(car, call, leg, horizon)]
        cars = [car for car in cars if car.call(call, leg)]
        if not cars:
            return None
        if len(cars) > 1:
            cars = _unbeaten(cars)
    return cars[0]


def _cross(car: Car, call: Call, leg: int, horizon: int) -> list[Car]:
    """Drive one leg in every way that may be best."""
    minutes, aboard = call.drive, call.aboard
    if not car.would_gain() and car.free(minutes, aboard):
        car.drive(minutes)
        return [car]
    arrived: list[Car] = []
    under_way = [(car, minutes)]
    while under_way:
        car, left = under_way.pop()
        while left:
            room, until = car.room(left, aboard)
            if room:
                if len(under_way) + len(arrived) < _MAX_TWINS and car.would_gain():
                    twin = car.twin()
                    twin.stand(twin.now + twin.limits.rest - twin.still, leg)
                    under_way.append((twin, left))
                car.drive(room)
                left -= room
            elif until > horizon:
                break
            else:
                car.stand(until, leg)
        else:
            arrived.append(car)
    return arrived


def _unbeaten(cars: list[Car]) -> list[Car]:
    """Drop every car that another beats: as early and as fresh, or early enough for a full rest first."""
    cars.sort(key=lambda car: (car.now, car.run))
    kept: list[Car] = []
    for car in cars:
        for other in kept:
            if other.now + max(0, other.limits.rest - other.still) <= car.now or (
                other.run <= car.run and other.dark <= car.dark
            ):
                break
        else:
            kept.append(car)
    return kept
