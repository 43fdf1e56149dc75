"""Values of ``case.yaml``: each reader takes what YAML made of one and raises :class:`CellError`."""

from __future__ import annotations

import math
import zoneinfo
from collections.abc import Callable
from typing import Any

from transport.clock import DAY
from transport.io.cells import CellError, check_range, read_clock, read_date
from transport.io.columns import LARGEST
from transport.io.issue_log import nearest

PROVIDERS = ("network", "matrix", "osm", "osrm", "valhalla")
LARGEST_MONEY = 1e12

Reader = Callable[[Any], Any]


def number(value: Any, low: float = 0.0, high: float = LARGEST) -> float:
    """Return a number within ``low`` and ``high``; an infinite one never is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (isinstance(value, float) and math.isnan(value)):
        raise CellError("not_a_number")
    return check_range(value, low, high)


def whole(value: Any, low: float = 0.0, high: float = LARGEST) -> int:
    """Return a whole number within ``low`` and ``high``; ``2.0`` is one."""
    read = number(value, low, high)
    if not float(read).is_integer():
        raise CellError("not_an_integer")
    return int(read)


def flag(value: Any) -> bool:
    """Return true or false, nothing else."""
    if not isinstance(value, bool):
        raise CellError("bad_value", known="true, false", near="")
    return value


def limit(value: Any) -> float | None:
    """Return a limit of 0 or more; null does not bind."""
    return None if value is None else number(value)


def minutes(value: Any) -> float:
    """Return minutes of 0 or more; null is 0."""
    return 0 if value is None else number(value)


def seats(value: Any) -> int:
    """Return a whole number of 0 or more; null is 0."""
    return 0 if value is None else whole(value)


def money(value: Any) -> float:
    """Return CNY of 0 or more."""
    return float(number(value, 0.0, LARGEST_MONEY))


def kilograms(value: Any) -> float:
    """Return kilograms of 0 or more."""
    return float(number(value))


def money_or_none(value: Any) -> float | None:
    """Return CNY of 0 or more; null: not to be had."""
    return None if value is None else money(value)


def time_of_day(null: int) -> Reader:
    """Return a reader of ``"22:00"`` or minutes after midnight, with what null means."""

    def read(value: Any) -> int:
        if value is None:
            return null
        if isinstance(value, str):
            return read_clock(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= DAY:
            raise CellError("bad_clock")
        return value

    return read


def positive_seconds(value: Any) -> float:
    """Return seconds above 0."""
    seconds_given = float(number(value))
    if seconds_given <= 0:
        raise CellError("out_of_range", low="0.001", high=f"{LARGEST:g}")
    return seconds_given


def words(value: Any) -> str:
    """Return text that is not blank; a number counts as its digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise CellError("missing_value")
    if not all(char.isprintable() or char == " " for char in value.strip()):
        raise CellError("bad_text")
    return value.strip()


def words_or_blank(value: Any) -> str:
    """Return text; null or empty: none."""
    return "" if value is None or value == "" else words(value)


def day(value: Any) -> int:
    """Return a date's 00:00."""
    if not isinstance(value, str):
        raise CellError("bad_date")
    return read_date(value)


def zone(value: Any) -> str:
    """Return the name of a time zone that is known here."""
    name = words(value)
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CellError("bad_timezone", near=nearest(name, zoneinfo.available_timezones())) from None
    return name


def provider(value: Any) -> str:
    """Return the name of a provider of distances."""
    name = words(value)
    if name not in PROVIDERS:
        raise CellError("road_provider_unknown", name, known=", ".join(PROVIDERS), near=nearest(name, PROVIDERS))
    return name


def file_or_none(value: Any) -> str | None:
    """Return a file's name; null or empty: none."""
    return None if value is None or value == "" else words(value)
