"""The timetable: everything one vehicle does, for the drivers."""

from __future__ import annotations

from transport.io.facts import Facts
from transport.io.manifest_page import TripPage
from transport.io.manifest_rows import TimetableRow, driving_minutes, timetable_rows
from transport.io.manifest_text import duration_text
from transport.io.sheet import BAND, QUIET, Book, Value
from transport.locale import Language
from transport.plan import Trip

_WIDTHS = {
    "number": 5,
    "start": 12,
    "end": 12,
    "length": 11,
    "activity": 7,
    "place": 24,
    "board": 6,
    "alight": 6,
    "km": 8.5,
    "km_so_far": 8.5,
}
_ROW_HEIGHT = 24


def add_timetable_sheet(book: Book, facts: Facts, trip: Trip, lang: Language) -> None:
    """Add one trip's timetable as a sheet of the book."""
    page = TripPage.open(book, facts, trip, lang, area="timetable", widths=_WIDTHS)
    driving = duration_text(driving_minutes(trip), lang)
    row = page.write_head(
        page.label("totals", km=f"{trip.km:,.0f}", driving=driving, drivers=facts.offer(trip).drivers)
    )
    for number, entry in enumerate(timetable_rows(trip), start=1):
        look = {"bold": True, "bg_color": BAND} if entry.activity == "stop" else {}
        styles = [
            book.boxed(align="left" if key == "place" else "center", num_format="#,##0", **look) for key in _WIDTHS
        ]
        page.write_row(row, [number, *_values(page, entry)], styles, _ROW_HEIGHT)
        row += 1
    for key in ("km_note", "rest_note"):
        page.write_line(row, page.label(key), 20, font_color=QUIET, font_size=9)
        row += 1
    page.sheet.print_area(0, 0, row - 1, page.last)


def _values(page: TripPage, entry: TimetableRow) -> list[Value]:
    lasts = entry.end - entry.start
    at_stop = entry.stop if entry.activity == "stop" else None
    return [
        page.clock(entry.start),
        page.clock(entry.end) if lasts else None,
        duration_text(lasts, page.lang) if lasts else None,
        page.label(f"activities.{entry.activity}"),
        _place_text(page, entry),
        len(at_stop.board) or None if at_stop else None,
        len(at_stop.alight) or None if at_stop else None,
        None if entry.km is None else round(entry.km),
        None if entry.km_so_far is None else round(entry.km_so_far),
    ]


def _place_text(page: TripPage, entry: TimetableRow) -> str:
    if entry.activity == "leave_base":
        return page.place(page.facts.offer(page.trip).base)
    if entry.stop is None:
        return ""
    name = page.place(entry.stop.place_id)
    return page.label("towards", place=name) if entry.activity == "drive" else name
