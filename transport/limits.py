"""The driver-hour rules of one vehicle, rounded once to whole minutes."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from transport.case import DrivingRules
from transport.clock import DAY

NEVER = 1 << 40
"""A moment or a number of minutes that is never reached."""
_EPS = 1e-9


class Limits(NamedTuple):
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
    ban_from, ban_length
        Daily hours in which nobody drives on roads that are banned by night; they hold whatever the drivers' rules.
    """

    continuous: int = NEVER
    night_continuous: int = NEVER
    rest: int = 1
    night_from: int = 0
    night_length: int = 0
    halt_from: int = 0
    halt_length: int = 0
    budget: int = NEVER
    ban_from: int = 0
    ban_length: int = 0


def limits(rules: DrivingRules, drivers: int) -> Limits:
    """Return the limits of a vehicle with ``drivers`` drivers; rules that are not enabled bind nowhere.

    The hours of night bans are those of night, and belong to the roads rather than to the drivers.
    """
    ban_from, ban_length = rules.night_from % DAY, (rules.night_to - rules.night_from) % DAY
    if not rules.enabled:
        return Limits(ban_from=ban_from, ban_length=ban_length)
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
        ban_from=ban_from,
        ban_length=ban_length,
    )


def longest_trip(rules: DrivingRules, drivers: int) -> float:
    """Return the most km, from first stop to last, that a vehicle with ``drivers`` drivers may go; ``inf``: any."""
    limit = rules.second_driver_km
    return math.inf if limit is None or not rules.enabled or drivers > 1 else limit


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
        -(limits.ban_from + limits.ban_length) % DAY,
        limits.ban_length,
    )
