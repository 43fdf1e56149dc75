"""How times, amounts and foreign values are shown in a detail; none of these can fail, whatever they are given."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)
_LONGEST = 60


def when(minutes: float) -> str:
    """``2027-02-18T06:30``, with seconds where there are any."""
    try:
        moment = _EPOCH + timedelta(minutes=minutes)
    except OverflowError:
        return f"minute {minutes:g}"
    return moment.isoformat(timespec="minutes" if moment.second == 0 else "seconds")


def shown(value: object) -> str:
    """Any value of a JSON document, short and printable."""
    if isinstance(value, str):
        text = repr(value)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return figure(value)
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def figure(value: float) -> str:
    """A number with at most two decimals; a huge one in scientific notation."""
    if isinstance(value, int) and abs(value) >= 10**15:
        return "a huge integer"
    if not math.isfinite(value) or abs(value) >= 10**15:
        return f"{value:g}"
    return f"{value:.2f}".rstrip("0").rstrip(".")
