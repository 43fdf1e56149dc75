"""Arithmetic of the hours of the day: periods that come back every day and may wrap midnight."""

from __future__ import annotations

from transport.clock import DAY

TOLERANCE = 1e-6
"""Two moments, durations (minutes) or distances (km) closer than this are the same: what floating point leaves."""


def minutes_within(start: float, end: float, daily_from: int, daily_to: int) -> float:
    """Minutes of ``[start, end]`` that fall in a daily period; equal ends are no period at all."""
    if daily_from == daily_to:
        return 0.0
    length = (daily_to - daily_from) % DAY or DAY

    def up_to(moment: float) -> float:
        days, since_opening = divmod(moment - daily_from, DAY)
        return days * length + min(since_opening, length)

    return up_to(end) - up_to(start)


def lies_within(start: float, end: float, daily_from: int, daily_to: int) -> bool:
    """Whether all of ``[start, end]`` is in one daily period, both ends allowed; equal ends are always open."""
    length = (daily_to - daily_from) % DAY
    return length == 0 or (start - daily_from) % DAY + (end - start) <= length + TOLERANCE
