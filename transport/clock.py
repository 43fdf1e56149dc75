"""Local time as whole minutes.

Inside the program a moment is an ``int``: minutes since 1970-01-01T00:00 in the case's own time zone. A time of
day is an ``int`` from 0 to 1440. Times carry no offset, because a case lives in one time zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY = 1440
_EPOCH = datetime(1970, 1, 1)


def to_minutes(moment: datetime | date) -> int:
    """Minutes since the epoch; a date is its 00:00; seconds are dropped."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return int((moment - _EPOCH).total_seconds() // 60)


def to_datetime(minutes: int) -> datetime:
    """Return the naive local ``datetime`` of a moment."""
    return _EPOCH + timedelta(minutes=minutes)


def to_iso(minutes: int) -> str:
    """``2027-02-18T06:30``."""
    return to_datetime(minutes).isoformat(timespec="minutes")


def to_clock(minutes: int) -> str:
    """``06:30``: the time of day of a moment, or of minutes after midnight (1440 is ``24:00``)."""
    return "24:00" if minutes == DAY else f"{minutes % DAY // 60:02d}:{minutes % 60:02d}"
