"""How much can be driven within one day's open hours, by when one begins and ends: as a table, minute by minute.

A vehicle with people aboard stands still in the nightly halt. Between two halts it rests after each longest stretch of
driving, and by night after shorter ones. Resting as late as allowed is never worse: until then as much is driven, and
from then on it is fresher. Where it stands at the end of the night anyhow it is taken for rested, so nothing that the
rules allow is missed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import compiled
from transport.limits import Limits
from transport.solver.arrays import Floats

MOST_DAYS = 60
"""Days after which a ride counts as one that never ends."""
Shorts = NDArray[np.int16]


class DrivingDay(NamedTuple):
    """The open hours of a day, ``window`` minutes from ``opens`` (minute of the day) on.

    ``latest`` is, by minutes of driving and by when it must be over, the last minute of the open hours at which it can
    begin (-1: it does not fit in), ``most`` what can be driven from their beginning on, by when it must be over.
    """

    opens: int
    window: int
    latest: Shorts
    most: Shorts


@lru_cache(maxsize=64)
def driving_day(limits: Limits) -> DrivingDay:
    """The table of some driver rules, for a vehicle that is rested whenever it begins.

    Without a halt days are cut where the night ends, and the vehicle is taken for rested there.
    """
    halt = limits.halt_length
    opens = limits.halt_from + halt if halt else limits.night_from + limits.night_length
    window = DAY - halt
    clock = (opens + np.arange(window)) % DAY
    night = (clock - limits.night_from) % DAY < limits.night_length
    stretch, dark = min(limits.continuous, DAY), min(limits.night_continuous, DAY)
    latest, most = driving_table(night, stretch, dark, limits.rest)
    return DrivingDay(opens % DAY, window, latest, most)


@compiled
def driving_table(night: NDArray[np.bool_], stretch: int, dark: int, rest: int) -> tuple[Shorts, Shorts]:
    """``latest`` and ``most`` of some open hours of which it is said what is night; limits in minutes."""
    window = len(night)
    latest, most = np.full((window + 1, window + 1), -1, np.int16), np.zeros(window + 1, np.int16)
    for minute in range(window + 1):
        latest[0, minute] = minute
    for begin in range(window - 1, -1, -1):
        driven = run = by_night = still = 0
        for minute in range(begin, window):
            if still and night[minute - 1] and not night[minute]:
                run = by_night = still = 0
            if run < stretch and not (night[minute] and by_night >= dark):
                driven, run, still = driven + 1, run + 1, 0
                by_night += night[minute]
            else:
                still += 1
                if still >= rest:
                    run = by_night = still = 0
            while most[minute + 1] < driven:
                most[minute + 1] += 1
                latest[most[minute + 1], minute + 1] = begin
    return latest, most


@compiled
def day_starts(minutes: Floats, ends: Floats, day: DrivingDay) -> Floats:
    """The latest moments at which so many minutes of driving may begin, to be over by some moments; -inf: never."""
    found = np.full(len(minutes), -np.inf)
    for n in range(len(minutes)):
        left, now = minutes[n], ends[n]
        if left < 1.0:
            found[n] = now - left
            continue
        for _ in range(MOST_DAYS):
            since = (now - day.opens) % DAY
            since = since or float(DAY)  # the end of the day before
            began, end, whole = now - since, int(np.ceil(min(since, float(day.window)))), int(left)
            if whole <= day.most[end]:
                found[n] = min(began + day.latest[whole, end], now - left)
                break
            left, now = left - day.most[end], began - (DAY - day.window)
    return found
