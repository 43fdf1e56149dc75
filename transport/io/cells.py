"""One cell's text to its value. Each reader takes trimmed, non-empty text and raises :class:`CellError`."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from transport.clock import DAY, to_clock, to_minutes
from transport.io.columns import Column
from transport.io.issue_log import nearest
from transport.io.spreadsheet import NumericCell

CellReader = Callable[[str], Any]
DAY_END = DAY - 1
"""A bare date as a deadline is its 23:59."""
_YEARS = range(1970, 2200)
"""Other years are slips of the pen."""
_DATE = r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0*)?)?"
_DATE_ONLY = re.compile(_DATE)
_CLOCK_ONLY = re.compile(_CLOCK)
_DATE_TIME = re.compile(rf"{_DATE}(?:[T\s]*{_CLOCK})?", re.IGNORECASE)
_OFFSET = re.compile(r"\d:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(:?\d{2})?)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}")
_SPLIT = re.compile(r"[;；]")
_GENDERS = frozenset({"男", "女", "M", "F"})
_FLAGS = dict.fromkeys(("true", "1", "yes", "y", "是"), True) | dict.fromkeys(("false", "0", "no", "n", "否"), False)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


class CellError(Exception):
    """A cell cannot be taken as it is.

    Parameters
    ----------
    code
        The issue's code.
    value
        What is used nevertheless, where the issue is less than an error.
    params
        Values for the issue's message.
    """

    def __init__(self, code: str, value: object = None, **params: str) -> None:
        self.code = code
        self.value = value
        self.params = params
        super().__init__(code)


def plain(text: str) -> str:
    """Return text with full-width digits, letters and signs made plain, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def read_number(text: str, low: float = 0.0, high: float = math.inf) -> float:
    """Return a finite number within ``low`` and ``high``."""
    digits = plain(text)
    if _NUMBER.fullmatch(digits) is None or not digits.isascii():
        raise CellError("not_a_number")
    return check_range(float(digits), low, high)


def check_range(number: float, low: float, high: float) -> float:
    """Return the number where it lies within ``low`` and ``high``, both included."""
    if low == 0 and number < 0:
        raise CellError("negative_number")
    if not low <= number <= high:
        raise CellError("out_of_range", low=f"{low:g}", high=f"{high:g}")
    return number


def read_integer(text: str, low: float = 0.0, high: float = math.inf) -> int:
    """Return a whole number; ``53.0`` is one."""
    number = read_number(text, low, high)
    if not number.is_integer():
        raise CellError("not_an_integer")
    return int(number)


def read_flag(text: str) -> bool:
    """Return true or false."""
    known = _FLAGS.get(plain(text).casefold())
    if known is None:
        raise CellError("bad_value", known="true, false", near="")
    return known


def read_list(text: str) -> tuple[str, ...]:
    """Split at semicolons of either width."""
    return tuple(part.strip() for part in _SPLIT.split(text) if part.strip())


def read_choice(text: str, options: Mapping[str, str]) -> str:
    """Return what one accepted spelling means."""
    known = options.get(plain(text).casefold())
    if known is None:
        names = tuple(dict.fromkeys(options.values()))
        raise CellError("bad_value", known=", ".join(names), near=nearest(text, options))
    return known


def read_date(text: str) -> int:
    """Return a day's 00:00 in minutes since the epoch."""
    found = _DATE_ONLY.fullmatch(plain(text))
    if found is None:
        raise CellError("bad_date")
    return to_minutes(_day(found))


def read_moment(text: str, *, date_is: int = 0, round_up: bool = False) -> int:
    """Return a local time in minutes since the epoch.

    Parameters
    ----------
    date_is
        Minutes after midnight that a bare date stands for.
    round_up
        Where seconds go; the issue ``seconds_dropped`` carries the value.
    """
    written = plain(text)
    if isinstance(text, NumericCell):
        raise CellError("bad_time")
    found = _DATE_TIME.fullmatch(written)
    if found is None:
        raise CellError("time_with_offset" if _OFFSET.search(written) else "bad_time")
    day = to_minutes(_day(found))
    hour, minute, second = found.group(6, 7, 8)
    if hour is None:
        return day + date_is
    if int(hour) > 23 or int(minute) > 59:
        raise CellError("bad_time")
    return _without_seconds(day + int(hour) * 60 + int(minute), second, round_up)


def read_clock(text: str, *, round_up: bool = False) -> int:
    """Return a time of day in minutes after midnight; ``24:00`` is 1440."""
    found = _CLOCK_ONLY.fullmatch(plain(text))
    if found is None:
        raise CellError("bad_clock")
    hour, minute, second = found.group(1, 2, 3)
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > DAY or (minutes == DAY and int(second or 0)):
        raise CellError("bad_clock")
    return _without_seconds(minutes, second, round_up)


def read_gender(text: str) -> str:
    """Return 男, 女, M or F."""
    gender = plain(text).upper()
    if gender not in _GENDERS:
        raise CellError("bad_gender", value=text)
    return gender


def read_id_number(text: str) -> str:
    """Return an 18-character identity number whose check character (GB 11643, ISO 7064 MOD 11-2) fits."""
    if isinstance(text, NumericCell):
        raise CellError("id_number_numeric")
    number = "".join(plain(text).split()).upper()
    if not id_number_fits(number):
        raise CellError("bad_id_number")
    return number


def id_number_fits(number: str) -> bool:
    """Whether the text is 17 digits and their check character."""
    if len(number) != 18 or not (number.isascii() and number[:17].isdigit()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number[:17], strict=True))
    return _ID_CHECKS[total % 11] == number[17]


def read_phone(text: str) -> str:
    """Return a phone number as written; anything that is no Chinese number is kept, with a warning."""
    digits = re.sub(r"[\s()-]", "", plain(text))
    if _MOBILE.fullmatch(digits) is None and _LANDLINE.fullmatch(digits) is None:
        raise CellError("bad_phone", value=str(text))
    return str(text)


def reader_of(column: Column) -> CellReader:
    """Return what reads this column's cells; places are looked up, not read."""
    low, high, up, options = column.low, column.high, column.round_up, column.options
    readers: dict[str, CellReader] = {
        "text": str,
        "id": str,
        "place": str,
        "number": lambda text: read_number(text, low, high),
        "integer": lambda text: read_integer(text, low, high),
        "flag": read_flag,
        "list": read_list,
        "choice": lambda text: read_choice(text, options),
        "choices": lambda text: tuple(dict.fromkeys(read_choice(part, options) for part in read_list(text))),
        "moment": lambda text: read_moment(text, round_up=up),
        "deadline": lambda text: read_moment(text, date_is=DAY_END, round_up=up),
        "date": read_date,
        "clock": lambda text: read_clock(text, round_up=up),
        "gender": read_gender,
        "id_number": read_id_number,
        "phone": read_phone,
    }
    return readers[column.kind]


def _day(found: re.Match[str]) -> datetime:
    year, month, day = (int(part) for part in found.groups()[:5] if part is not None)
    try:
        moment = datetime(year, month, day)
    except ValueError:
        raise CellError("bad_date") from None
    if year not in _YEARS:
        raise CellError("bad_date")
    return moment


def _without_seconds(minutes: int, second: str | None, round_up: bool) -> int:
    """Return whole minutes; seconds other than 00 are reported with the value used."""
    seconds = int(second or 0)
    if seconds > 59:
        raise CellError("bad_time")
    if seconds == 0:
        return minutes
    whole = minutes + round_up
    raise CellError("seconds_dropped", value=whole, used=to_clock(whole))
