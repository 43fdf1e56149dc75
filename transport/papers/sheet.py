"""Workbooks that print well and hold nothing but text and numbers: styles, pages and safe cells over xlsxwriter."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from transport.io.atomic import write_bytes
from transport.papers.paper import Column, Value, clean_text, display_width

__all__ = [
    "BAND",
    "FONT",
    "HEAD",
    "INK",
    "LINE_HEIGHT",
    "QUIET",
    "WARN",
    "Book",
    "Column",
    "Value",
    "clean_text",
    "footer",
    "line_count",
    "row_height",
    "set_page",
]

FONT = "Microsoft YaHei"
INK, QUIET, LINE, HEAD, BAND, WARN = "#1F2933", "#52606D", "#B8C4CE", "#DCE6F0", "#F0F5FA", "#FFF3D6"
LINE_HEIGHT = 15
_LONGEST_SHEET_NAME = 31
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_A4 = 9
# A fixed time of creation: the same plan gives the same bytes.
_CREATED = datetime(2000, 1, 1)


class Book:
    """A workbook in memory that is written at once by :meth:`save`."""

    def __init__(self) -> None:
        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self.workbook = xlsxwriter.Workbook(self._bytes, options)
        self.workbook.set_properties({"created": _CREATED})
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """Return a cell format in the house style; equal properties share one format."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._styles[key] = self.workbook.add_format(base | properties)
        return self._styles[key]

    def boxed(self, **properties: Any) -> Any:
        """Return a cell format with thin borders all round and wrapped text."""
        return self.style(border=1, border_color=LINE, text_wrap=True, **properties)

    def add_sheet(self, name: str) -> Any:
        """Add a worksheet under a name that every spreadsheet program accepts, made unique if it is taken."""
        clean = _FORBIDDEN_IN_SHEET_NAME.sub(" ", clean_text(name)).strip()[:_LONGEST_SHEET_NAME] or "Sheet"
        taken = {sheet.get_name().lower() for sheet in self.workbook.worksheets()}
        unique, number = clean, 2
        while unique.lower() in taken:
            suffix = f" {number}"
            unique, number = clean[: _LONGEST_SHEET_NAME - len(suffix)] + suffix, number + 1
        sheet = self.workbook.add_worksheet(unique)
        sheet.hide_gridlines(2)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: Value, style: Any) -> None:
        """Write one cell: text stays text whatever it begins with, numbers stay numbers, ``None`` is blank."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, clean_text(value), style)
        else:
            sheet.write_number(row, column, value, style)

    def span(self, sheet: Any, row: int, columns: tuple[int, int], value: Value, style: Any) -> None:
        """Write one value over the columns from first to last, merged."""
        first, last = columns
        if last > first:
            sheet.merge_range(row, first, row, last, "", style)
        self.put(sheet, row, first, value, style)

    def add_list(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], footer: str) -> Any:
        """Add a sheet with one plain list: heading row frozen and repeated, filters on, printed across A4."""
        sheet = self.add_sheet(name)
        set_page(sheet, footer, header_rows=(0, 0), landscape=True)
        sheet.set_row(0, 2 * LINE_HEIGHT - 4)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            heading = self.boxed(bold=True, bg_color=HEAD, align="center")
            self.put(sheet, 0, index, column.heading, heading)
        styles = [self._list_style(column) for column in columns]
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, row_height(zip(row, columns, strict=True)))
            for index, value in enumerate(row):
                self.put(sheet, number, index, value, styles[index])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        return sheet

    def save(self, path: Path) -> Path:
        """Write the workbook, all or nothing."""
        self.workbook.close()
        write_bytes(path, self._bytes.getvalue())
        return path

    def _list_style(self, column: Column) -> Any:
        if column.number is None:
            return self.boxed(align=column.align)
        return self.boxed(num_format=column.number, align="right")


def set_page(sheet: Any, footer: str, *, header_rows: tuple[int, int] | None, landscape: bool = False) -> None:
    """Set up A4, one page wide, the heading rows repeated, ``footer`` under every page (see :func:`footer`)."""
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if header_rows is not None:
        sheet.repeat_rows(*header_rows)
    sheet.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.8)
    sheet.center_horizontally()
    sheet.set_footer(footer, {"margin": 0.3})


def footer(left: str, right: str) -> str:
    """Return a footer code; ``right`` may hold ``&P`` and ``&N``, whatever stands in ``left`` is shown as it is.

    A footer holds 255 UTF-16 units; a ``left`` that is too long is cut.
    """
    font = f'&"{FONT},Regular"&8 '
    room = 254 - 2 * len(font) - len(f"&L&R{right}")
    units = clean_text(left).replace("&", "&&").encode("utf-16-le")
    shown = units[: 2 * room].decode("utf-16-le", "ignore")
    if (len(shown) - len(shown.rstrip("&"))) % 2:
        shown = shown[:-1]
    return f"&L{font}{shown}&R{font}{right}"


def row_height(cells: Iterable[tuple[Value, Column]]) -> float:
    """Return the height in points of a row whose (value, column) pairs wrap within their columns' widths."""
    return 6 + LINE_HEIGHT * max((line_count(str(value or ""), column.width) for value, column in cells), default=1)


def line_count(text: str, width: float) -> int:
    """Return how many lines a text needs in a column ``width`` digits wide; a CJK character takes two digits."""
    return sum(max(1, math.ceil(display_width(line) / max(1.0, width - 0.7))) for line in text.split("\n"))
