"""The comparison as a workbook: figures, differences, changes, and who must be told of another trip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from transport.comparison.compared import Compared, Entry
from transport.comparison.measures import BY_NAME, Unit
from transport.comparison.people import DEGREES
from transport.comparison.wording import change_text, measure_name
from transport.locale import Language, text
from transport.papers.sheet import Book, Column, Value, footer
from transport.plan import Itinerary
from transport.privacy import mask_name, mask_numbers

_FORMATS: dict[Unit, str] = {"CNY": "#,##0.00", "share": "0.0%", "km": "#,##0", "hours": "0.0", "kg": "#,##0"}
_MOST_PEOPLE = 200_000
"""Rows of people in all; a sheet holds a million."""


def write_book(compared: Compared, title: str, path: Path, lang: Language) -> Path:
    """Write the workbook, all or nothing; return its path."""
    book = Book()
    foot = footer(text(lang, "comparison.footer", title=title), "&P / &N")
    _figures(book, compared, lang, foot)
    changes = [
        (entry.name, mask_numbers(change["key"]), change_text(change, lang))
        for entry in compared.entries
        for change in entry.changes
    ]
    columns = _columns(lang, ("scenario", 18), ("key", 44), ("new", 60))
    book.add_list(text(lang, "comparison.sheets.changes"), columns, changes, foot)
    people = [row for entry in compared.entries[1:] for row in _people(compared.base, entry, lang)]
    columns = _columns(
        lang, ("scenario", 16), ("worker", 14), ("name", 10), ("village", 22), ("employer", 22), ("degree", 18),
        ("before", 30), ("after", 30),
    )  # fmt: skip
    book.add_list(text(lang, "comparison.sheets.people"), columns, people[:_MOST_PEOPLE], foot)
    return book.save(path)


def _figures(book: Book, compared: Compared, lang: Language, foot: str) -> None:
    """Two sheets: the figures, and their differences from the base; a row a figure, in its own number format."""
    sheets = (
        ("figures", compared.entries, lambda entry, measure: entry.values.get(measure)),
        ("delta", compared.entries[1:], compared.delta),
    )
    for key, entries, value in sheets:
        columns = [Column(text(lang, "comparison.columns.measure"), 26)]
        columns += [Column(entry.name, 18, "#,##0.00") for entry in entries]
        rows: list[list[Value]] = [[measure_name(measure, lang)] for measure in compared.measures]
        for row, measure in zip(rows, compared.measures, strict=True):
            row += [value(entry, measure) for entry in entries]
        sheet = book.add_list(text(lang, f"comparison.sheets.{key}"), columns, rows, foot)
        for number, (row, measure) in enumerate(zip(rows, compared.measures, strict=True), start=1):
            style = book.boxed(num_format=_FORMATS.get(BY_NAME[measure].unit, "#,##0"), align="right")
            for column, figure in enumerate(row[1:], start=1):
                book.put(sheet, number, column, figure, style)


def _people(base: Entry, entry: Entry, lang: Language) -> Iterator[tuple[Value, ...]]:
    before = {itinerary.worker_id: itinerary for itinerary in base.plan.itineraries}
    after = {itinerary.worker_id: itinerary for itinerary in entry.plan.itineraries}
    for degree in (*DEGREES, "new", "gone"):
        for worker_id in getattr(entry.changed, degree):
            case = base.case if degree == "gone" else entry.case
            worker = None if case is None else case.workers.get(worker_id)
            places = ("", "", "")
            if case is not None and worker is not None:
                names = (case.places[worker.origin].name, case.places[worker.destination].name)
                places = (mask_name(worker.name), *names)
            ways = (_way(found.get(worker_id), lang) for found in (before, after))
            yield entry.name, mask_numbers(worker_id), *places, text(lang, f"comparison.degrees.{degree}"), *ways


def _way(itinerary: Itinerary | None, lang: Language) -> str:
    if itinerary is None:
        return ""
    mode = text(lang, f"comparison.modes.{itinerary.mode}")
    legs = " → ".join(leg.removeprefix("service:") for leg in itinerary.legs)
    return f"{mode} {legs}".rstrip()


def _columns(lang: Language, *columns: tuple[str, float]) -> list[Column]:
    return [Column(text(lang, f"comparison.columns.{key}"), width) for key, width in columns]
