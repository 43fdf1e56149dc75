"""Vehicles on the road under the driver-hour rules: how far one may drive now, and when it must stand still; compiled.

Everything here is whole minutes and knows nothing of cases or plans.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import inner
from transport.limits import NEVER, Limits

Ints = NDArray[np.int64]

_WORTHWHILE = 60  # minutes for which a standing vehicle sets out although it must soon stand again

NOW, RUN, DARK, STILL, DRIVEN, TAIL, GONE, DRIVING, RESTING, DRIVES, RESTS, STOPS = range(12)
"""Where a vehicle's numbers are in its row.

``RUN`` and ``DARK`` are the minutes driven, and driven by night, since the last reset; ``STILL`` is how long it has
been standing; ``DRIVEN`` is what it has driven in all. Where its number ``DRIVES`` says, its driving intervals (start,
end) begin, so many as ``DRIVING`` says, of which those before ``TAIL``, ``GONE`` minutes together, are older than 24 h;
where ``RESTS`` says, its rests (leg, start, end), ``RESTING`` of them. From ``STOPS`` on there are arrive and depart of
its stops.
"""


@inner
def new_cars(many: int, drives: int, stops: int) -> Ints:
    """Rows for so many vehicles, with room for so many drives, as many rests, and stops each."""
    cars = np.zeros((many, STOPS + 2 * stops + 5 * drives), np.int64)
    cars[:, DRIVES] = STOPS + 2 * stops
    cars[:, RESTS] = STOPS + 2 * stops + 2 * drives
    return cars


@inner
def is_full(car: Ints) -> bool:
    """Whether there may be no room for one more drive and two more rests of a vehicle."""
    drives, rests = car[DRIVES] + 2 * car[DRIVING], car[RESTS] + 3 * car[RESTING]
    return bool(drives + 2 > car[RESTS] or rests + 6 > len(car))


@inner
def stand(car: Ints, until: int, leg: int, limits: Limits) -> None:
    """Rest on the road before stop ``leg``, joined to a rest that ends now."""
    following = car[RESTS] + 3 * car[RESTING]
    if car[RESTING] and car[following - 1] == car[NOW] and car[following - 3] == leg:
        car[following - 1] = until
    else:
        car[following], car[following + 1], car[following + 2] = leg, car[NOW], until
        car[RESTING] += 1
    _wait(car, until, limits)


@inner
def stop(car: Ints, arrive: int, depart: int, leg: int, limits: Limits) -> None:
    """Make stop ``leg``, after a rest where it must wait for it."""
    if arrive > car[NOW]:
        stand(car, arrive, leg, limits)
    car[STOPS + 2 * leg], car[STOPS + 2 * leg + 1] = arrive, depart
    _wait(car, depart, limits)


@inner
def _wait(car: Ints, until: int, limits: Limits) -> None:
    """Stand still until a moment; long enough, and it is rested."""
    car[STILL] += until - car[NOW]
    car[NOW] = until
    if car[STILL] >= limits.rest:
        car[RUN] = car[DARK] = 0


@inner
def drive(car: Ints, minutes: int, limits: Limits) -> None:
    """Drive on; the caller keeps within ``room``, so that the night begins or ends at its ends only."""
    start = car[NOW]
    now = start + minutes
    car[NOW] = now
    car[RUN] += minutes
    car[DRIVEN] += minutes
    car[STILL] = 0
    if limits.night_length and (start - limits.night_from) % DAY < limits.night_length:
        car[DARK] += minutes
    if limits.budget < NEVER:
        following = car[DRIVES] + 2 * car[DRIVING]
        if car[DRIVING] and car[following - 1] == start:
            car[following - 1] = now
        else:
            car[following], car[following + 1] = start, now
            car[DRIVING] += 1


@inner
def room(car: Ints, minutes: int, total: int, aboard: bool, banned: bool, limits: Limits) -> tuple[int, int]:
    """How far it may go at once, with ``minutes`` left to drive on this leg, or on a stretch banned by night.

    ``total`` is what the whole trip drives.

    Returns
    -------
    tuple of int
        (minutes to drive, 0), or (0, the moment until which it must stand first).
    """
    now, still = car[NOW], car[STILL]
    far = min(minutes, limits.continuous - car[RUN])
    if far <= 0:
        return 0, now + limits.rest - still if car[RUN] else NEVER
    barrier = DAY
    if aboard and limits.halt_length:
        phase = (now - limits.halt_from) % DAY
        if phase < limits.halt_length:
            return 0, now + limits.halt_length - phase
        barrier = DAY - phase
    if banned and limits.ban_length:
        phase = (now - limits.ban_from) % DAY
        if phase < limits.ban_length:
            return 0, now + limits.ban_length - phase
        barrier = min(barrier, DAY - phase)
    if limits.night_length:
        phase = (now - limits.night_from) % DAY
        if phase < limits.night_length:
            allowed, dawn = limits.night_continuous - car[DARK], limits.night_length - phase
            if allowed <= 0:
                return 0, now + min(dawn, limits.rest - still if car[DARK] else NEVER)
            far = min(far, allowed, dawn)
        else:
            barrier = min(barrier, DAY - phase)
    far = min(far, barrier)
    if limits.budget == NEVER:
        return far, 0
    return _within_budget(car, far, barrier, total, limits)


@inner
def _within_budget(car: Ints, far: int, barrier: int, total: int, limits: Limits) -> tuple[int, int]:
    """Keep to the budget: 24 h after some driving, as many minutes are free again, one by one.

    Driving every minute as it comes free is never worse. Waiting until ``far`` can be driven at once is as good and
    less broken up, if no daily ``barrier`` (minutes from now) comes between and the trip ends within the next 24 h, so
    that driving somewhat later is not felt the day after.
    """
    now = car[NOW]
    since, oldest = now - DAY, car[DRIVES] + 2 * car[TAIL]
    while car[TAIL] < car[DRIVING] and car[oldest + 1] <= since:
        car[GONE] += car[oldest + 1] - car[oldest]
        car[TAIL] += 1
        oldest += 2
    free = limits.budget - car[DRIVEN] + car[GONE]
    if free >= far:
        return far, 0
    if car[TAIL] == car[DRIVING]:
        return (free, 0) if free else (0, NEVER)
    start, end = car[oldest], car[oldest + 1]
    if start <= since:  # 24 h ago it was driving: each minute driven now replaces one of then
        piece, resume = min(far, end - since), 0
    else:
        piece, resume = free, start + DAY
    if piece >= _WORTHWHILE or (piece and not car[STILL]) or total - car[DRIVEN] > limits.budget:
        return (piece, 0) if piece else (0, resume)
    ready = _when_ready(car, far, free)
    if now < ready <= now + barrier - far:
        return 0, ready
    return (piece, 0) if piece else (0, resume)


@inner
def _when_ready(car: Ints, minutes: int, free: int) -> int:
    """The moment from which so many minutes can be driven at once, ``free`` of them right now."""
    since = ready = car[NOW] - DAY
    for n in range(car[TAIL], car[DRIVING]):
        start, end = car[car[DRIVES] + 2 * n], car[car[DRIVES] + 2 * n + 1]
        begins = max(start, since)  # 24 h after, the minutes of this interval come free one by one
        free += begins - start
        if free >= minutes:
            break
        ready = max(ready, begins - free)
        free += end - begins
    return int(ready + DAY)


@inner
def would_gain(car: Ints, total: int, limits: Limits) -> bool:
    """Whether completing the present standstill to a full rest may spare one later."""
    if not 0 < car[STILL] < limits.rest or not car[RUN]:
        return False
    ahead, now = total - car[DRIVEN], car[NOW]
    if car[RUN] + ahead > limits.continuous:
        return True
    if not limits.night_length or car[DARK] + ahead <= limits.night_continuous:
        return False
    return bool(
        (limits.night_from - now - 1) % DAY < ahead + 240 or (now - limits.night_from) % DAY < limits.night_length
    )
