"""Days of the lunar calendar round the Spring Festival, the only part of it that rosters are dated by."""

from __future__ import annotations

from datetime import date, timedelta

_STARTS = """
2026-01-19 2026-02-17 2026-03-19 2026-04-17
2027-01-08 2027-02-06 2027-03-08 2027-04-07
2027-12-28 2028-01-26 2028-02-25 2028-03-26
2029-01-15 2029-02-13 2029-03-15 2029-04-14
2030-01-04 2030-02-03 2030-03-04 2030-04-03
2030-12-25 2031-01-23 2031-02-21 2031-03-23
2032-01-13 2032-02-11 2032-03-12 2032-04-10
2033-01-01 2033-01-31 2033-03-01 2033-03-31
2034-01-20 2034-02-19 2034-03-20 2034-04-19
2035-01-09 2035-02-08 2035-03-10 2035-04-08
2035-12-29 2036-01-28 2036-02-27 2036-03-28
"""
"""First days of the lunar months 12, 1, 2 and 3 round each New Year (GB/T 33661-2017 computes them)."""
_MONTHS = {
    date.fromisoformat(line.split()[1]).year: [date.fromisoformat(day) for day in line.split()]
    for line in _STARTS.split("\n")
    if line
}
_ORDER = {12: 0, 1: 1, 2: 2}


def lunar_day(year: int, month: int, day: int) -> date | None:
    """Return the day of a lunar date of the season round the New Year of ``year``.

    Parameters
    ----------
    month
        12 (of the old year), 1 or 2.
    day
        1 to 30.

    Returns
    -------
    date or None
        ``None`` where the month has no such day, or the table does not reach so far.
    """
    starts, place = _MONTHS.get(year), _ORDER.get(month)
    if starts is None or place is None or not 1 <= day <= 30:
        return None
    found = starts[place] + timedelta(days=day - 1)
    return found if found < starts[place + 1] else None


def new_years_eve(year: int) -> date | None:
    """Return the last day of the old lunar year before the New Year of ``year``."""
    starts = _MONTHS.get(year)
    return None if starts is None else starts[1] - timedelta(days=1)
