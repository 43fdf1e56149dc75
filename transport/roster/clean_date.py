"""Dates and times as people write them, to ISO text; a day that does not exist is never moved to one that does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from transport.io.spreadsheet import NumericCell
from transport.roster.cleaning import NO_RULES, Cleaned, narrow, visible
from transport.roster.lunar import lunar_day, new_years_eve

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?")
_ISO_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00")
_ISO_SECONDS = re.compile(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}):\d{2}")
_SERIALS = range(40_000, 60_000)
"""Days since 1899-12-30: the years 2009 to 2064."""
_EPOCH = datetime(1899, 12, 30)
_YEAR_FIRST = re.compile(r"(\d{4}|\d{2})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_LUNAR = re.compile(
    r"(?:农历|阴历|旧历|古历)?\s*(?:(正月|腊月|大年|过年|一月|二月|十二月|1月|2月|12月)\s*)?"
    r"(初[一二三四五六七八九十]|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2}|三十|元宵)\s*[日号]?"
)
_CLOCK = re.compile(
    r"(凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚)?\s*(\d{1,2})"
    r"\s*(?:[:：点时])\s*(半|\d{1,2})?\s*分?(?::\d{2})?\s*(?:之?前|左右|整)?$"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚"})
_VAGUE = re.compile(
    r"(春?节|年|过完?年|过年|假期?)(以?后|之后|过后)|过完年|待定|未定|另行?通知|等通知|随时|不限|不定|均可|都可以?|"
    r"都行|尽快|尽早|越早越好|无|没有|/|-+|—+"
)
LOST_ZERO = re.compile(r"\d{1,2}\.[1-3]")
"""A day after a point, as a number: 2.1 was perhaps typed as 2.10."""
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_EVE = frozenset({"除夕", "大年三十", "年三十", "腊月三十"})
_LANTERN = frozenset({"元宵", "元宵节", "正月元宵"})


@dataclass(frozen=True, slots=True)
class Season:
    """What undated parts of a date are completed with: the days between which a case plans."""

    first: date
    last: date

    def year_of(self, month: int) -> int:
        """Return the year in which a month lies nearest to the season."""
        return min(
            (self.first.year - 1, self.first.year, self.first.year + 1),
            key=lambda year: abs((date(year, month, 15) - self.first).days),
        )


class _ImpossibleError(ValueError):
    """There is no such day."""


def clean_date(cell: str, season: Season, kept: frozenset[str] = NO_RULES) -> Cleaned:
    """Return a date or local time as ISO text; blank where it only says that there is none yet."""
    if _ISO.fullmatch(cell) and not isinstance(cell, NumericCell):
        return _checked(cell)
    if (found := _ISO_MIDNIGHT.fullmatch(cell)) or (found := _ISO_SECONDS.fullmatch(cell)):
        return _checked(found[1])
    text = visible(narrow(cell))
    try:
        rule, value = _read(cell, text, season)
    except _ImpossibleError:
        return Cleaned("", problem="bad_date")
    if rule in kept or (not rule):
        return Cleaned("", problem="roster_ambiguous_date" if rule is None else "bad_time")
    return Cleaned(value, (rule,))


def _checked(text: str) -> Cleaned:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Cleaned("", problem="bad_date")
    return Cleaned(text)


def _read(cell: str, text: str, season: Season) -> tuple[str | None, str]:
    """Return the rule that applies and what it gives; no rule: not understood, ``None``: it may be two days."""
    serial = _serial(text)
    if serial:
        return "clean_date_serial", serial
    if isinstance(cell, NumericCell):
        if LOST_ZERO.fullmatch(text):
            return None, ""
        day = _solar(text, season) if "." in text else None
        return ("clean_date_format", f"{day:%Y-%m-%d}") if day else ("", "")
    if _VAGUE.fullmatch(text):
        return "clean_date_vague", ""
    clock, rest = _take_clock(text)
    rest = re.sub(r"[(（]?(星期|周|礼拜)[一二三四五六日天][)）]?$", "", rest.strip(" T,，")).strip()
    rest = re.sub("(之前|以前|前|左右)$", "", rest)
    day = _solar(rest, season)
    if day is not None:
        return "clean_date_format", f"{day:%Y-%m-%d}{clock}"
    found = _lunar(rest, season)
    if found is not None:
        return "clean_date_lunar", f"{found:%Y-%m-%d}{clock}"
    return (None, "") if _LUNAR.fullmatch(rest) else ("", "")


def _serial(text: str) -> str:
    """Return what a spreadsheet's day number means."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text) is None or int(float(text)) not in _SERIALS:
        return ""
    moment = _EPOCH + timedelta(minutes=round(float(text) * 1440))
    return f"{moment:%Y-%m-%dT%H:%M}" if moment.hour or moment.minute else f"{moment:%Y-%m-%d}"


def _take_clock(text: str) -> tuple[str, str]:
    """Take a time of day off the end; return it as ``T08:30``, or nothing, and what stands before it."""
    found = _CLOCK.search(text)
    if found is None or (found.start(2) and text[found.start(2) - 1] in "0123456789-./"):
        return "", text
    part, hour, minute = found[1] or "", int(found[2]), found[3]
    hour += 12 if (part in _AFTERNOON and hour < 12) or (part == "中午" and hour < 3) else 0
    minutes = 30 if minute == "半" else int(minute or 0)
    if hour > 23 or minutes > 59:
        return "", text
    return f"T{hour:02d}:{minutes:02d}", text[: found.start()].strip()


def _solar(text: str, season: Season) -> date | None:
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
        return _day(year + 2000 if year < 100 else year, month, day)
    found = _MONTH_FIRST.fullmatch(text)
    if found:
        month, day = map(int, found.groups())
        if not 1 <= month <= 12:
            raise _ImpossibleError
        return _day(season.year_of(month), month, day)
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _ImpossibleError from None


def _lunar(text: str, season: Season) -> date | None:
    """Return a day of the lunar months round the Spring Festival; ``初八`` alone is of the first."""
    year = season.first.year
    text = re.sub(rf"^({year}年?|今年)", "", text)
    if text in _EVE:
        return new_years_eve(year)
    if text in _LANTERN:
        return lunar_day(year, 1, 15)
    found = _LUNAR.fullmatch(text)
    if found is None:
        return None
    month_name, day_name = found[1], found[2]
    says_lunar = text.startswith(("农历", "阴历", "旧历", "古历")) or month_name in ("正月", "腊月", "大年", "过年")
    if not (says_lunar or day_name[0] in "初廿" or day_name == "元宵"):
        return None
    month = {"腊月": 12, "十二月": 12, "12月": 12, "二月": 2, "2月": 2}.get(month_name or "正月", 1)
    day = lunar_day(year, month, 15 if day_name == "元宵" else _numeral(day_name))
    if day is None:
        raise _ImpossibleError
    return day


def _numeral(text: str) -> int:
    """Return the number that ``初八``, ``十二``, ``廿三``, ``三十`` or digits stand for."""
    if text.isdecimal() and text.isascii():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十")
    if "十" in text:
        tens, ones = text.split("十")
        return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
    return _NUMERALS[text]
