"""A table that is being changed: rows that remember where they come from, columns parsed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from transport.io.cells import CellError, reader_of
from transport.io.columns import TABLES, Column, TableName, headers, normal_header
from transport.io.workbook import RawTable

FindPlace = Callable[[str], str]
"""Returns the id of the place that a text names, or raises :class:`~transport.io.cells.CellError`."""

IDS: Mapping[TableName, tuple[str, ...]] = {
    "workers": ("worker_id",),
    "places": ("place_id",),
    "fleet": ("offer_id",),
    "services": ("service_id",),
    "tickets": ("origin_county", "destination_county"),
    "distances": ("from_id", "to_id"),
}
"""The columns by which a row is named."""


@dataclass(frozen=True, slots=True)
class Touch:
    """An override's change of a cell."""

    override: str
    key: str
    relative: bool


@dataclass(eq=False, slots=True)
class Row:
    """A row as it now stands.

    ``base`` is its index in the base table, ``None`` for a new row. ``touched``: by column, what changed it last.
    ``gone``: what took it out; it stays in the list, so that a later change of it is noticed.
    """

    cells: list[str]
    number: int
    base: int | None
    touched: dict[str, Touch] = field(default_factory=dict)
    gone: Touch | None = None


class EditTable:
    """One table under change.

    Parameters
    ----------
    name
        Which table it is.
    raw
        How it stands in its file.
    find_place
        How references to places are looked up.
    """

    def __init__(self, name: TableName, raw: RawTable, find_place: FindPlace) -> None:
        self.name = name
        self.raw = raw
        self.header = list(raw.header)
        self.rows = [Row(row, number, i) for i, (row, number) in enumerate(zip(raw.rows, raw.numbers, strict=True))]
        self.changed = False
        self._find_place = find_place
        self._known = headers(TABLES[name])
        self._parsed: dict[str, dict[str, Any]] = {}
        self._positions: dict[str, int] = {}
        for index, header in enumerate(self.header):
            self._positions.setdefault(self.column(header) or header, index)

    def column(self, written: str) -> str | None:
        """Return the canonical name of a column, by any of its names; an unknown column's is its header."""
        known = self._known.get(normal_header(written))
        if known is not None:
            return known.name
        return written if written in self.header else None

    def column_names(self) -> list[str]:
        """Return every name by which a column can be called."""
        return [*(column.name for column in TABLES[self.name]), *self.header]

    def spec(self, column: str) -> Column:
        """Return what a column holds; an unknown one holds text."""
        known = next((known for known in TABLES[self.name] if known.name == column), None)
        return Column(column, "text", default="") if known is None else known

    def position(self, column: str) -> int | None:
        """Return where a column stands in the header, ``None`` where the file has no such column."""
        return self._positions.get(column)

    def text(self, row: Row, column: str) -> str:
        """Return a cell as it stands, trimmed."""
        position = self._positions.get(column)
        return row.cells[position].strip() if position is not None and position < len(row.cells) else ""

    def value(self, row: Row, column: str) -> Any:
        """Return what a cell means; a blank one its default, one that cannot be read ``None``."""
        return self.meaning(column, self.text(row, column))

    def meaning(self, column: str, text: str) -> Any:
        """Return what a text means in a column, ``None`` where it means nothing."""
        known = self._parsed.setdefault(column, {})
        if text not in known:
            known[text] = self._meaning(column, text)
        return known[text]

    def _meaning(self, column: str, text: str) -> Any:
        if not text:
            return self.spec(column).default
        try:
            return self.read(column, text)
        except CellError as problem:
            return problem.value

    def read(self, column: str, text: str) -> Any:
        """Read a text as a cell of a column; raises :class:`~transport.io.cells.CellError` as the case reader does."""
        spec = self.spec(column)
        return self._find_place(text) if spec.kind == "place" else reader_of(spec)(text)

    def place_id(self, text: str) -> str | None:
        """Return the id of the place that a text names, ``None`` where it names none or several."""
        try:
            return self._find_place(text)
        except CellError:
            return None

    def ids(self) -> dict[str, Row]:
        """Return the rows by what names them: the id, or the values of the columns that make it, joined by a comma.

        Where a row took the place of one that is gone, it is the one that is meant.
        """
        columns = IDS[self.name]
        in_order = sorted(self.rows, key=lambda row: row.gone is None)
        return {",".join(self.text(row, column) for column in columns): row for row in in_order}

    def put(self, row: Row, column: str, text: str) -> None:
        """Change one cell; a column that the file lacks is added."""
        position = self.position(column)
        if position is None:
            position = self._positions[column] = len(self.header)
            self.header.append(column)
        if row.base is not None and row.cells is self.raw.rows[row.base]:
            row.cells = list(row.cells)
        row.cells.extend([""] * (position + 1 - len(row.cells)))
        row.cells[position] = text
        self.changed = True

    def drop(self, rows: Iterable[Row], touch: Touch) -> None:
        """Take rows out."""
        for row in rows:
            row.gone = row.gone or touch
            self.changed = True

    def add(self, cells: Mapping[str, str], like: Row | None = None) -> Row:
        """Add a row at the end: a copy of ``like`` (or blank) with some cells set."""
        number = self.rows[-1].number + 1 if self.rows else 2
        row = Row([""] * len(self.header), number, None)
        if like is not None:
            row = Row(list(like.cells), like.number, None, dict(like.touched))
        self.rows.append(row)
        for column, text in cells.items():
            self.put(row, column, text)
        self.changed = True
        return row

    def as_raw(self) -> RawTable:
        """Return the table as it now stands, in the form of one that was read."""
        width = len(self.header)
        rows = [row for row in self.rows if row.gone is None]
        cells = [row.cells + [""] * (width - len(row.cells)) for row in rows]
        return replace(self.raw, header=self.header, rows=cells, numbers=[row.number for row in rows])
