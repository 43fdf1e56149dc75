"""The drivers' sheet: driving and resting times of one vehicle, who is at the wheel, and the rule behind each rest."""

from __future__ import annotations

from transport.clock import DAY, to_clock
from transport.limits import NEVER, Limits, limits
from transport.papers.booklet.cover import route_text
from transport.papers.booklet.duty_rows import DriverHours, DutyRow, driver_hours, duty_rows
from transport.papers.desk import Desk
from transport.papers.paper import Band, Column, Page, Row, Table, Value, Words
from transport.papers.wording import clock_text, date_text, duration_text
from transport.plan import Stop, Trip

_WIDTHS = {
    "number": 7,
    "start": 8,
    "end": 13,
    "minutes": 7,
    "activity": 12,
    "place": 26,
    "driver": 12,
    "basis": 36,
}
_LEFT = {"place", "basis"}
_HOURS = {"driver": 12, "total": 24, "most": 24, "most_allowed": 16, "sign": 30}


def duty_page(desk: Desk, trip: Trip) -> Page:
    """Return one trip's drivers' sheet."""
    rules, drivers = desk.facts.case.rules.driving, desk.facts.offer(trip).drivers
    entries = duty_rows(trip, desk.facts.case)
    hours = driver_hours(entries, drivers)
    own = limits(rules, 1)
    columns = tuple(
        Column(_label(desk, f"columns.{key}"), width, align="left" if key in _LEFT else "center")
        for key, width in _WIDTHS.items()
    )
    rows: list[Row | Band] = []
    day = None
    for number, entry in enumerate(entries, start=1):
        if entry.segment.start // DAY != day:
            day = entry.segment.start // DAY
            rows.append(Band(date_text(entry.segment.start, desk.lang)))
        kind = entry.segment.kind
        rows.append(Row((str(number), *_values(desk, entry, own)), shade=kind != "drive", strong=kind == "stop"))
    driving = duration_text(sum(each.total for each in hours), desk.lang)
    notes = ("rest_note" if rules.enabled else "rules_off", "trip_note", "km_note", "law_note")
    return Page(
        name=_label(desk, "sheet"),
        title=_label(desk, "title", trip=trip.trip_id, kind=desk.text(f"papers.kinds.{trip.kind}")),
        blocks=(
            Table(columns, rows),
            Words(_label(desk, "hours.title"), "strong"),
            _hours_table(desk, trip, hours, own),
            *(Words(_label(desk, key), "quiet") for key in notes),
        ),
        lines=(
            f"{route_text(desk, trip)}　　{date_text(trip.stops[0].arrive, desk.lang)}",
            _label(desk, "totals", km=f"{trip.km:,.0f}", driving=driving, drivers=drivers),
        ),
    )


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"booklet.duty.{key}", **values)


def _values(desk: Desk, entry: DutyRow, own: Limits) -> tuple[Value, ...]:
    segment = entry.segment
    return (
        to_clock(segment.start),
        clock_text(segment.end, segment.start, desk.lang) if segment.minutes else "",
        str(segment.minutes or ""),
        _label(desk, f"activities.{segment.kind}", **_figures(desk, own)),
        _place_text(desk, entry),
        _driver_text(desk, entry),
        _basis_text(desk, entry, own),
    )


def _place_text(desk: Desk, entry: DutyRow) -> str:
    here = None if entry.place_id is None else desk.place(entry.place_id)
    there = "" if entry.towards is None else desk.place(entry.towards)
    if entry.segment.kind == "drive":
        return _label(desk, "towards", place=there) if here is None else _label(desk, "leg", origin=here, towards=there)
    return _label(desk, "on_the_way", place=there) if here is None else here


def _driver_text(desk: Desk, entry: DutyRow) -> str:
    if entry.takes_over is not None:
        return _label(desk, "takes_over", driver=entry.takes_over)
    driver = entry.segment.driver
    return "" if driver is None else _label(desk, "driver", driver=driver)


def _basis_text(desk: Desk, entry: DutyRow, own: Limits) -> str:
    """Return what a drive carries, who boards and alights at a stop, or the rule that a rest or swap answers to."""
    segment = entry.segment
    if entry.stop is not None:
        return _people_text(desk, entry.stop)
    if segment.kind == "drive":
        return _label(desk, f"drives.{segment.reason}", km=f"{entry.km or 0.0:,.0f}")
    return _label(desk, f"rules.{segment.reason}", **_figures(desk, own))


def _figures(desk: Desk, own: Limits) -> dict[str, str]:
    """Return the case's own figures of the driver-hour rules, as the texts name them."""
    return {
        "continuous": duration_text(own.continuous, desk.lang),
        "night_continuous": duration_text(own.night_continuous, desk.lang),
        "night_from": to_clock(own.night_from),
        "night_to": to_clock((own.night_from + own.night_length) % DAY),
        "halt_from": to_clock(own.halt_from),
        "halt_to": to_clock((own.halt_from + own.halt_length) % DAY),
        "rest": duration_text(own.rest, desk.lang),
        "budget": duration_text(own.budget, desk.lang),
    }


def _people_text(desk: Desk, stop: Stop) -> str:
    counts = {"board": len(stop.board), "alight": len(stop.alight)}
    told = [_label(desk, key, people=people) for key, people in counts.items() if people]
    return desk.text("papers.list_separator").join(told)


def _hours_table(desk: Desk, trip: Trip, hours: tuple[DriverHours, ...], own: Limits) -> Table:
    """Return one line a driver: all driving, the most in any 24 h, what is allowed, room to sign."""
    allowed = _label(desk, "hours.no_limit") if own.budget >= NEVER else duration_text(own.budget, desk.lang)
    names = [member.name for member in desk.drivers(trip)]
    rows = []
    for each in hours:
        who = _label(desk, "driver", driver=each.driver)
        rows.append(
            Row(
                (
                    f"{who} {names[each.driver - 1]}".strip(),
                    _hours_text(desk, each.total),
                    _hours_text(desk, each.most_in_day),
                    allowed,
                    "",
                )
            )
        )
    columns = tuple(Column(_label(desk, f"hours.{key}"), width, align="center") for key, width in _HOURS.items())
    return Table(columns, rows, roomy=True)


def _hours_text(desk: Desk, minutes: int) -> str:
    return _label(desk, "hours.minutes", duration=duration_text(minutes, desk.lang), minutes=minutes)
