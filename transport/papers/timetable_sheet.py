"""The drivers' sheet: driving and resting times of one vehicle, who is at the wheel, and the rule behind each rest."""

from __future__ import annotations

from transport.clock import DAY, to_clock
from transport.facts import Facts
from transport.limits import NEVER, Limits, limits
from transport.locale import Language, text
from transport.papers.duty_rows import DriverHours, DutyRow, driver_hours, duty_rows
from transport.papers.page import TripPage
from transport.papers.sheet import BAND, HEAD, QUIET, Book, Value
from transport.papers.wording import duration_text
from transport.plan import Stop, Trip

_WIDTHS = {
    "number": 5,
    "start": 11.5,
    "end": 11.5,
    "minutes": 7,
    "activity": 11.5,
    "place": 25,
    "driver": 11,
    "basis": 36,
}
_LEFT = {"place", "basis"}
_ROW_HEIGHT, _SIGNING_HEIGHT = 24, 27
_TOTALS = {"driver": (0, 1), "total": (2, 3), "most": (4, 5), "most_allowed": (6, 6), "sign": (7, 7)}


def add_timetable_sheet(book: Book, facts: Facts, trip: Trip, lang: Language) -> None:
    """Add one trip's drivers' sheet as a sheet of the book."""
    rules, drivers = facts.case.rules.driving, facts.offer(trip).drivers
    rows = duty_rows(trip, facts.case)
    hours = driver_hours(rows, drivers)
    page = TripPage.open(book, facts, trip, lang, area="timetable", widths=_WIDTHS)
    driving = duration_text(sum(each.total for each in hours), lang)
    row = page.write_head(page.label("totals", km=f"{trip.km:,.0f}", driving=driving, drivers=drivers))
    own = limits(rules, 1)
    for number, entry in enumerate(rows, start=1):
        styles = [book.boxed(**_look(entry, key)) for key in _WIDTHS]
        page.write_row(row, [number, *_values(page, entry, own)], styles, _ROW_HEIGHT)
        row += 1
    row = _write_hours(page, row + 1, hours, own)
    for key in ("rest_note" if rules.enabled else "rules_off", "trip_note", "km_note", "law_note"):
        page.write_line(row, page.label(key), 18, font_color=QUIET, font_size=9)
        row += 1
    page.sheet.print_area(0, 0, row - 1, page.last)


def _look(entry: DutyRow, key: str) -> dict[str, object]:
    look: dict[str, object] = {"align": "left", "indent": 1} if key in _LEFT else {"align": "center"}
    if entry.segment.kind == "stop" or (key == "driver" and entry.takes_over is not None):
        look["bold"] = True
    return look if entry.segment.kind == "drive" else look | {"bg_color": BAND}


def _values(page: TripPage, entry: DutyRow, own: Limits) -> list[Value]:
    segment = entry.segment
    return [
        page.clock(segment.start),
        page.clock(segment.end) if segment.minutes else None,
        segment.minutes or None,
        page.label(f"activities.{segment.kind}", **_figures(own, page.lang)),
        _place_text(page, entry),
        _driver_text(page, entry),
        _basis_text(page, entry, own),
    ]


def _place_text(page: TripPage, entry: DutyRow) -> str:
    here = None if entry.place_id is None else page.place(entry.place_id)
    there = "" if entry.towards is None else page.place(entry.towards)
    if entry.segment.kind == "drive":
        return page.label("towards", place=there) if here is None else page.label("leg", origin=here, towards=there)
    return page.label("on_the_way", place=there) if here is None else here


def _driver_text(page: TripPage, entry: DutyRow) -> str:
    if entry.takes_over is not None:
        return page.label("takes_over", driver=entry.takes_over)
    driver = entry.segment.driver
    return "" if driver is None else page.label("driver", driver=driver)


def _basis_text(page: TripPage, entry: DutyRow, own: Limits) -> str:
    """Return what a drive carries, who boards and alights at a stop, or the rule that a rest or swap answers to."""
    segment = entry.segment
    if entry.stop is not None:
        return _people_text(page, entry.stop)
    if segment.kind == "drive":
        return page.label(f"drives.{segment.reason}", km=f"{entry.km or 0.0:,.0f}")
    return page.label(f"rules.{segment.reason}", **_figures(own, page.lang))


def _figures(own: Limits, lang: Language) -> dict[str, str]:
    """Return the case's own figures of the driver-hour rules, as the texts name them."""
    return {
        "continuous": duration_text(own.continuous, lang),
        "night_continuous": duration_text(own.night_continuous, lang),
        "night_from": to_clock(own.night_from),
        "night_to": to_clock((own.night_from + own.night_length) % DAY),
        "halt_from": to_clock(own.halt_from),
        "halt_to": to_clock((own.halt_from + own.halt_length) % DAY),
        "rest": duration_text(own.rest, lang),
        "budget": duration_text(own.budget, lang),
    }


def _people_text(page: TripPage, stop: Stop) -> str:
    counts = {"board": len(stop.board), "alight": len(stop.alight)}
    told = [page.label(key, people=people) for key, people in counts.items() if people]
    return text(page.lang, "papers.list_separator").join(told)


def _write_hours(page: TripPage, row: int, hours: tuple[DriverHours, ...], own: Limits) -> int:
    """Write one line a driver: all driving, the most in any 24 h, what is allowed; return the row below."""
    book, sheet, lang = page.book, page.sheet, page.lang
    sheet.set_row(row, _ROW_HEIGHT)
    for key, columns in _TOTALS.items():
        heading = page.label(f"hours.{key}")
        book.span(sheet, row, columns, heading, book.boxed(bold=True, bg_color=HEAD, align="center"))
    allowed = page.label("hours.no_limit") if own.budget >= NEVER else duration_text(own.budget, lang)
    for each in hours:
        row += 1
        sheet.set_row(row, _SIGNING_HEIGHT)
        values = {
            "driver": page.label("driver", driver=each.driver),
            "total": page.label("hours.minutes", duration=duration_text(each.total, lang), minutes=each.total),
            "most": page.label(
                "hours.minutes", duration=duration_text(each.most_in_day, lang), minutes=each.most_in_day
            ),
            "most_allowed": allowed,
            "sign": "",
        }
        for key, columns in _TOTALS.items():
            book.span(sheet, row, columns, values[key], book.boxed(bold=key == "driver", align="center"))
    return row + 2
