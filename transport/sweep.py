"""One pass along the stops of a trip, each made as early as its bounds and the driver-hour rules allow.

The rules read the same with time running backwards (mirror the clock and the daily hours), so the same sweep serves
the earliest and the latest timetable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transport.clock import DAY
from transport.driving import Car
from transport.limits import Limits

_MAX_TWINS = 3
Hours = tuple[tuple[int, int], ...]
"""Daily hours as (opens, length) in minutes."""


class Call(NamedTuple):
    """A stop to be made: the drive to it, its shortest length, its daily hours and its bounds (inclusive).

    ``bans`` are the stretches of the drive, (from, to) in minutes from its start, on which nobody drives by night.
    """

    drive: int
    aboard: bool
    dwell: int
    hours: Hours
    arrive_from: int
    arrive_to: int
    depart_from: int
    depart_to: int
    bans: tuple[tuple[int, int], ...] = ()


def inside(hours: Hours, arrive: int, depart: int) -> bool:
    """Whether the whole of [arrive, depart] lies in one occurrence of each of the daily hours."""
    return all((arrive - opens) % DAY + depart - arrive <= length for opens, length in hours)


def place_stop(now: int, call: Call) -> tuple[int, int] | None:
    """Return (arrive, depart) of the stop that ends earliest, and is as short as can be, from ``now`` on."""
    _, _, dwell, hours, arrive_from, arrive_to, depart_from, depart_to, _ = call
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
        cars = [car for car in cars if _make(car, call, leg)]
        if not cars:
            return None
        if len(cars) > 1:
            cars = _unbeaten(cars)
    return cars[0]


def _make(car: Car, call: Call, leg: int) -> bool:
    placed = place_stop(car.now, call)
    if placed is None:
        return False
    car.stop(placed[0], placed[1], leg)
    return True


def _cross(car: Car, call: Call, leg: int, horizon: int) -> list[Car]:
    """Drive one leg in every way that may be best."""
    minutes, aboard, bans = call.drive, call.aboard, call.bans
    if not bans and not car.would_gain() and car.free(minutes, aboard):
        car.drive(minutes)
        return [car]
    arrived: list[Car] = []
    under_way = [(car, minutes)]
    while under_way:
        car, left = under_way.pop()
        while left:
            if bans:
                stretch, banned = _stretch(bans, minutes - left, left)
                room, until = car.room(stretch, aboard, banned)
            else:
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


def _stretch(bans: tuple[tuple[int, int], ...], driven: int, left: int) -> tuple[int, bool]:
    """Return how far the road stays as it is here, and whether it is banned by night."""
    for begin, end in bans:
        if driven < begin:
            return begin - driven, False
        if driven < end:
            return end - driven, True
    return left, False


def _unbeaten(cars: list[Car]) -> list[Car]:
    """Drop every car that another beats: as early and as fresh, and rested as soon; or early enough for a full rest."""
    cars.sort(key=lambda car: (car.now, car.run))
    kept: list[Car] = []
    for car in cars:
        for other in kept:
            if other.now + max(0, other.limits.rest - other.still) <= car.now or (
                other.run <= car.run and other.dark <= car.dark and other.now - other.still <= car.now - car.still
            ):
                break
        else:
            kept.append(car)
    return kept
