"""One paper of one trip under construction: what its sheets share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from transport.facts import Facts
from transport.locale import Language, text
from transport.papers.sheet import HEAD, LINE_HEIGHT, QUIET, Book, Column, Value, line_count, row_height, set_page
from transport.papers.wording import clock_text, date_text, page_footer, vehicle_text
from transport.plan import Trip


@dataclass(frozen=True)
class TripPage:
    """A worksheet for one trip; ``area`` is where its texts stand in the catalogue."""

    book: Book
    sheet: Any
    facts: Facts
    trip: Trip
    lang: Language
    area: str
    columns: tuple[Column, ...]

    @classmethod
    def open(
        cls, book: Book, facts: Facts, trip: Trip, lang: Language, *, area: str, widths: Mapping[str, float]
    ) -> Self:
        """Add a worksheet with columns of these widths, headed as the texts of the area say."""
        columns = tuple(Column(text(lang, f"papers.{area}.columns.{key}"), width) for key, width in widths.items())
        sheet = book.add_sheet(text(lang, f"papers.{area}.sheet"))
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        return cls(book, sheet, facts, trip, lang, area, columns)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.columns) - 1

    def label(self, key: str, **values: object) -> str:
        """Return a text of the page's area."""
        return text(self.lang, f"papers.{self.area}.{key}", **values)

    def clock(self, moment: int) -> str:
        """Return a moment, with its day where that is not the day of the first stop."""
        return clock_text(moment, self.trip.stops[0].arrive, self.lang)

    def place(self, place_id: str) -> str:
        """Return the name of a place."""
        return self.facts.case.places[place_id].name

    def write_head(self, *more: str) -> int:
        """Write title, route, facts and further lines, then the column headings; return the row below them."""
        trip, offer, stops, lang = self.trip, self.facts.offer(self.trip), self.trip.stops, self.lang
        kind = text(lang, f"papers.kinds.{trip.kind}")
        route = text(
            lang,
            "papers.boarding.route",
            first=self.place(stops[0].place_id),
            last=self.place(stops[-1].place_id),
        )
        told = text(
            lang,
            "papers.boarding.facts",
            date=date_text(stops[0].arrive, lang),
            operator=offer.operator or offer.offer_id,
            vehicle=vehicle_text(offer, trip, lang),
        )
        self.write_line(0, self.facts.case.title, 20, font_color=QUIET)
        self.write_line(1, self.label("title", trip=trip.trip_id, kind=kind), 32, bold=True, font_size=18)
        self.write_line(2, route, 24, bold=True, font_size=13)
        for row, line in enumerate((told, *more), start=3):
            self.write_line(row, line, 22)
        row = 4 + len(more)
        self.sheet.set_row(row, row_height((column.heading, column) for column in self.columns))
        for index, column in enumerate(self.columns):
            heading = self.book.boxed(bold=True, bg_color=HEAD, align="center")
            self.book.put(self.sheet, row, index, column.heading, heading)
        set_page(self.sheet, page_footer(self.facts, trip.trip_id, lang), header_rows=(row, row))
        self.sheet.freeze_panes(row + 1, 0)
        return row + 1

    def write_line(self, row: int, value: str, height: float, **look: Any) -> None:
        """Write one centred line over all columns, higher than ``height`` points where it must wrap."""
        scale = look.get("font_size", 10) / 10
        lines = line_count(value, self.width / scale)
        self.sheet.set_row(row, max(height, height + (lines - 1) * LINE_HEIGHT * scale))
        style = self.book.style(align="center", text_wrap=True, **look)
        self.book.span(self.sheet, row, (0, self.last), value, style)

    def write_row(self, row: int, values: Sequence[Value], styles: Sequence[Any], least_height: float) -> None:
        """Write one row of the table, high enough for its texts."""
        self.sheet.set_row(row, max(least_height, row_height(zip(values, self.columns, strict=True))))
        for index, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.book.put(self.sheet, row, index, value, style)

    @property
    def width(self) -> float:
        """The width of all columns, in digits."""
        return sum(column.width for column in self.columns)
