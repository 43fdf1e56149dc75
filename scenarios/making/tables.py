"""Tables as they stand in a case's folder."""

from __future__ import annotations

import csv
import io

Row = list[str]
Tables = dict[str, str]
"""The text of each table by file name."""


def csv_text(rows: list[Row]) -> str:
    """Return rows as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return "\ufeff" + text.getvalue()


def csv_rows(text: str) -> list[Row]:
    """Return the rows of a table: of a file's text, or of one written out in a recipe."""
    return list(csv.reader(text.removeprefix("\ufeff").strip().splitlines()))


def make_row(header: str, **cells: object) -> Row:
    """Return a row under a header (names with a blank between), blank where nothing is said.

    Raises
    ------
    KeyError
        A cell under no column.
    """
    columns = header.split()
    if unknown := cells.keys() - set(columns):
        raise KeyError(*sorted(unknown))
    return [str(cells.get(column, "")) for column in columns]
