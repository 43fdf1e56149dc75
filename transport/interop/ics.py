"""Calendars (RFC 5545): one event a run, with alarms, in the case's time zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from transport.clock import DAY, to_datetime
from transport.facts import Facts
from transport.interop.gpx import call_text
from transport.interop.runs import Run, clean, point
from transport.locale import Language, text

_FOLD = 75
"""Octets a line holds, its end not counted."""
_ALARMS = ("-P1D", "-PT1H")
"""When a run reminds of itself: a day and an hour before it starts."""


def build_ics(facts: Facts, runs: Sequence[Run], lang: Language) -> bytes:
    """Return a calendar of some runs; the same plan gives the same bytes, and a run keeps its UID.

    Where the zone's clock changes within the case's window, times are UTC instead.
    """
    zone = ZoneInfo(facts.case.timezone)
    fixed = _fixed_offset(facts.case.timezone, facts.case.window_start, facts.case.window_end)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fangang//plan//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escape(clean(facts.case.title))}")
    if fixed is not None:
        lines += _zone_lines(facts.case.timezone, fixed)
    for run in runs:
        lines += _event(facts, run, zone, fixed is not None, lang)
    lines.append("END:VCALENDAR")
    return "".join(folded for line in lines for folded in _folded(line)).encode()


@cache
def _fixed_offset(timezone: str, start: int, end: int) -> timedelta | None:
    """Return the zone's offset where it is the same from ``start`` to two days after ``end``, looked at by the hour."""
    zone = ZoneInfo(timezone)
    offsets = {_offset(moment, zone) for moment in range(start, end + 2 * DAY, 60)}
    return offsets.pop() if len(offsets) == 1 else None


def _offset(moment: int, zone: ZoneInfo) -> timedelta:
    offset = to_datetime(moment).replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return offset


def _zone_lines(name: str, offset: timedelta) -> list[str]:
    minutes = int(offset.total_seconds()) // 60
    written = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{written}",
        f"TZOFFSETTO:{written}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def _event(facts: Facts, run: Run, zone: ZoneInfo, zoned: bool, lang: Language) -> Iterator[str]:
    def stamp(key: str, moment: int) -> str:
        local = to_datetime(moment)
        if zoned:
            return f"{key};TZID={facts.case.timezone}:{local:%Y%m%dT%H%M%S}"
        return f"{key}:{local.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"

    title = run.title(lang)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escape(f'{clean(run.run_id)}.{clean(facts.case.name)}@fangang')}"
    yield f"DTSTAMP:{_stamped(facts, zone)}"
    yield stamp("DTSTART", run.starts)
    yield stamp("DTEND", max(run.last.depart, run.starts + 1))
    yield f"SUMMARY:{_escape(text(lang, 'interop.summary', title=title, people=run.people))}"
    yield f"LOCATION:{_escape(run.first.name)}"
    spot = point(run.first.place)
    if spot is not None:
        yield f"GEO:{spot[0]:.6f};{spot[1]:.6f}"
    yield f"DESCRIPTION:{_escape(_description(run, lang))}"
    yield f"CATEGORIES:{_escape(text(lang, f'interop.kinds.{run.kind}'))}"
    for before in _ALARMS:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{before}",
            f"DESCRIPTION:{_escape(title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def _description(run: Run, lang: Language) -> str:
    lines = [f"{number}. {call.name} {call_text(call, lang)}" for number, call in enumerate(run.calls, start=1)]
    who = " ".join(part for part in (clean(run.operator), clean(run.vehicle)) if part)
    return "\n".join([*([who] if who else []), *lines])


def _stamped(facts: Facts, zone: ZoneInfo) -> str:
    """Return when the plan was made, as UTC; a plan that does not say was made when its window starts."""
    try:
        made = datetime.fromisoformat(facts.plan.created)
    except ValueError:
        made = to_datetime(facts.case.window_start)
    return f"{made.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(value: str) -> str:
    """Escape a text value."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets; no character is cut, and every piece but the first is indented."""
    piece, room = "", _FOLD
    for char in line:
        size = len(char.encode())
        if size > room:
            yield f"{piece}\r\n"
            piece, room = " ", _FOLD - 1
        piece += char
        room -= size
    yield f"{piece}\r\n"
