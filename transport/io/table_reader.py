"""Raw tables to columns of values, with every problem noted at its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from transport.io.cells import CellError, reader_of
from transport.io.columns import MAY_BE_EMPTY, SAMPLE_IDS, TABLES, Column, TableName, headers, normal_header
from transport.io.issue_log import IssueLog, nearest, severity, shown
from transport.io.place_index import PlaceIndex
from transport.io.spreadsheet import NumericCell
from transport.io.workbook import RawTable

_IN_DISTANCES = {"unknown_place": "distance_unknown_place", "negative_number": "distance_negative"}


@dataclass
class ReadTable:
    """One table, column by column.

    Parameters
    ----------
    name, raw
        Which table it is, and how it stood in its file.
    log
        Where problems go.
    positions
        Canonical name of each column that the file has, with its place in the header.
    values
        Parsed cells by canonical column name, one a row; ``None`` where a cell could not be used or has no default.
    extra
        Cells of unknown columns, row by row; empty where there are none.
    bad
        Indices of rows with an error.
    """

    name: TableName
    raw: RawTable
    log: IssueLog
    positions: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    extra: list[Mapping[str, str]] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.raw.rows)

    def note(self, code: str, row: int | None = None, column: str | None = None, **params: str) -> None:
        """Note a problem of the table, of one of its rows, or of one cell; an error makes the row unusable."""
        if self.name == "distances":
            code = _IN_DISTANCES.get(code, code)
        position = None if column is None else self.positions.get(column)
        seen = None
        if row is not None and position is not None:
            private = next(known.private for known in TABLES[self.name] if known.name == column)
            seen = shown(self.raw.rows[row][position].strip(), private) or None
        self.log.add(
            code,
            file=self.raw.file,
            sheet=self.raw.sheet,
            row=None if row is None else self.raw.numbers[row],
            column=column if position is None else self.raw.header[position],
            seen=seen,
            params=params,
        )
        if row is not None and severity(code) == "error":
            self.bad.add(row)

    def header_of(self, column: str) -> str:
        """Return what the file calls a column that it has."""
        return self.raw.header[self.positions[column]]

    def number(self, row: int) -> str:
        """Return a row's number as a spreadsheet shows it, for a message."""
        return str(self.raw.numbers[row])

    def good_rows(self) -> list[int]:
        """Return the indices of the rows without errors."""
        return [row for row in range(len(self)) if row not in self.bad]

    def good(self) -> list[dict[str, Any]]:
        """Return the rows without errors, by column name, with ``extra``."""
        names = list(self.values)
        rows = zip(*self.values.values(), strict=True)
        kept = [dict(zip(names, row, strict=True)) for index, row in enumerate(rows) if index not in self.bad]
        if self.extra:
            extra = [cells for index, cells in enumerate(self.extra) if index not in self.bad]
            for row, cells in zip(kept, extra, strict=True):
                row["extra"] = cells
        return kept


def read_table(name: TableName, raw: RawTable, log: IssueLog, places: PlaceIndex | None = None) -> ReadTable:
    """Read every cell of a table.

    Parameters
    ----------
    places
        Where references to places are looked up; ``None`` takes them as they stand.
    """
    if name == "workers":
        raw = _without_samples(raw, log)
    table = ReadTable(name, raw, log)
    if not raw.header:
        table.note("empty_table")
        return replace(
            table, raw=replace(raw, rows=[], numbers=[]), values={column.name: [] for column in TABLES[name]}
        )
    if not raw.rows and name not in MAY_BE_EMPTY:
        table.note("empty_table")
    unknown = _match_headers(table)
    cells = _columns(table)
    for column in TABLES[name]:
        position = table.positions.get(column.name)
        if position is None:
            table.values[column.name] = [column.default] * len(table)
        else:
            reader = places.find if places is not None and column.kind == "place" else reader_of(column)
            table.values[column.name] = _read_column(table, column, cells[position], reader)
    _carry_extra(table, unknown, cells)
    return table


def _without_samples(raw: RawTable, log: IssueLog) -> RawTable:
    """Leave out the roster template's sample row where somebody forgot to delete it."""
    known = headers(TABLES["workers"][:1])
    at = next((index for index, header in enumerate(raw.header) if normal_header(header) in known), None)
    samples = [] if at is None else [index for index, row in enumerate(raw.rows) if row[at].strip() in SAMPLE_IDS]
    if not samples:
        return raw
    for index in samples:
        log.add("sample_row_skipped", file=raw.file, sheet=raw.sheet, row=raw.numbers[index])
    kept = [index for index in range(len(raw.rows)) if index not in samples]
    return replace(raw, rows=[raw.rows[i] for i in kept], numbers=[raw.numbers[i] for i in kept])


def _match_headers(table: ReadTable) -> list[int]:
    """Find each known column; return the positions of unknown ones."""
    raw, columns = table.raw, TABLES[table.name]
    known, unknown, seen = headers(columns), [], set()
    for position, header in enumerate(raw.header):
        column = known.get(normal_header(header))
        if column is None:
            unknown.append(position)
            if header and normal_header(header) in seen:
                table.note("duplicate_column", column=header)
            seen.add(normal_header(header))
        elif column.name in table.positions:
            other = raw.header[table.positions[column.name]]
            table.note("duplicate_column", column=header, other=other)
        else:
            table.positions[column.name] = position
    for column in columns:
        if column.required and column.name not in table.positions:
            near = nearest(column.name, (raw.header[position] for position in unknown))
            table.note("missing_column", column=column.name, also=" / ".join(column.aliases), near=near)
            table.bad.update(range(len(table)))
    return unknown


def _columns(table: ReadTable) -> list[list[str]]:
    """Turn rows into trimmed columns; cells beyond the header are an error."""
    width = len(table.raw.header)
    rows: Sequence[Sequence[str]] = table.raw.rows
    if max(map(len, rows), default=0) > width:
        for index, row in enumerate(rows):
            if any(cell.strip() for cell in row[width:]):
                table.note("extra_cells", index)
        rows = [row[:width] for row in rows]
    if not rows:
        return [[] for _ in range(width)]
    return [_trimmed(column) for column in zip(*rows, strict=True)]


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Trim cells; what a spreadsheet holds as a number stays recognisable."""
    if NumericCell in set(map(type, cells)):
        return [cell if isinstance(cell, NumericCell) else cell.strip() for cell in cells]
    return list(map(str.strip, cells))


def _read_column(table: ReadTable, column: Column, cells: list[str], reader: Callable[[str], Any]) -> list[Any]:
    if column.required and "" in cells:
        for row, cell in enumerate(cells):
            if not cell:
                table.note("missing_value", row, column.name)
    if column.kind in ("text", "id") and column.default is not None:
        return [cell or column.default for cell in cells] if column.default else [str(cell) for cell in cells]
    if column.kind == "number" and (numbers := _plain_numbers(cells, column)) is not None:
        return numbers
    known = {cell: _read_cell(reader, cell) if cell else column.default for cell in dict.fromkeys(cells)}
    values = [known[cell] for cell in cells]
    if any(isinstance(value, CellError) for value in known.values()):
        for row, value in enumerate(values):
            if isinstance(value, CellError):
                table.note(value.code, row, column.name, **value.params)
                values[row] = value.value
    return values


def _read_cell(reader: Callable[[str], Any], cell: str) -> Any:
    """Return a cell's value, or what is wrong with it, so that equal cells are read once."""
    try:
        return reader(cell)
    except CellError as bad:
        return bad


def _plain_numbers(cells: list[str], column: Column) -> list[float] | None:
    """Read a column of plain numbers at once; ``None`` where any cell needs a closer look."""
    try:
        numbers = list(map(float, cells))
    except ValueError:
        return None
    array = np.array(numbers)
    inside = bool(np.all((array >= column.low) & (array <= column.high)))
    return numbers if inside and "_" not in "".join(cells) else None


def _carry_extra(table: ReadTable, unknown: list[int], cells: list[list[str]]) -> None:
    """Keep the unknown columns that have a name, with a notice."""
    named = [position for position in unknown if table.raw.header[position]]
    for position in unknown:
        header = table.raw.header[position]
        if header:
            near = nearest(header, (column.name for column in TABLES[table.name]), 1)
            table.note("unknown_column", column=header, near=near)
        elif any(cells[position]):
            table.note("unnamed_column", column=letters(position))
    if named:
        names = [table.raw.header[position] for position in named]
        columns = (cells[position] for position in named)
        table.extra = [
            {name: str(cell) for name, cell in zip(names, row, strict=True)} for row in zip(*columns, strict=True)
        ]


def letters(position: int) -> str:
    """Return a column's letters as a spreadsheet shows them."""
    letters, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
