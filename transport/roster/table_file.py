"""A case's table with rows changed and added: the same file in the same form, the rest of it left as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transport.io.columns import Column, headers, normal_header
from transport.io.unreadable import UnreadableError
from transport.io.workbook import CaseFiles, RawTable, split_reference

_TEXT = "@"


@dataclass
class TableFile:
    """A table to be changed.

    Parameters
    ----------
    reference
        As case.yaml names it.
    raw
        As it stands; ``None`` where there is no such file yet.
    columns
        Its known columns, for their headers.
    header
        Headers, new ones at the end.
    cells
        Texts by canonical column name or header, row by row; new rows at the end.
    """

    reference: str
    raw: RawTable | None
    columns: Sequence[Column]
    header: list[str] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)

    def key(self, header: str) -> str:
        """Return the canonical name of a column, or the header itself."""
        known = headers(tuple(self.columns)).get(normal_header(header))
        return known.name if known else header

    def update(self, row: int, texts: Mapping[str, str]) -> bool:
        """Set a row's cells; return whether anything changed."""
        fresh = {key: text for key, text in texts.items() if self.cells[row].get(key, "") != text}
        self.cells[row].update(fresh)
        if fresh:
            self.changed.add(row)
        return bool(fresh)

    def add(self, texts: Mapping[str, str]) -> None:
        """Add a row at the end."""
        self.cells.append(dict(texts))

    def content(self, files: CaseFiles) -> bytes:
        """Return the whole file's new bytes."""
        self._complete_header()
        name, sheet = split_reference(self.reference)
        if Path(name).suffix.lower() in (".xlsx", ".xlsm"):
            return self._workbook(files.read(name) if self.raw is not None else None, sheet)
        return self._delimited(files.read(name) if self.raw is not None else None)

    def _complete_header(self) -> None:
        known = {self.key(header) for header in self.header}
        by_name = {column.name: column for column in self.columns}
        chinese = self.raw is None or any(not header.isascii() for header in self.header)
        used = {key: None for row in self.cells for key, text in row.items() if text}
        wanted = [
            column.name for column in self.columns if column.name in used or (self.raw is None and column.required)
        ]
        for name in [*wanted, *(name for name in used if name not in by_name)]:
            if name not in known:
                known.add(name)
                self.header.append(by_name[name].header("zh" if chinese else "en") if name in by_name else name)

    def _row(self, row: int) -> list[str]:
        return [self.cells[row].get(self.key(header), "") for header in self.header]

    def _delimited(self, old: bytes | None) -> bytes:
        """Return delimited text in UTF-8; what was GB18030 becomes UTF-8 with its mark, which every program reads."""
        lines = "\r\n" if old is None or b"\r\n" in old else "\n"
        marked = old is None or old.startswith(b"\xef\xbb\xbf") or not _is_utf8(old)
        first = "" if old is None else old.split(b"\n", 1)[0].decode("utf-8", "replace")
        delimiter = max((",", ";", "\t"), key=first.count)
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator=lines)
        writer.writerow(self.header)
        writer.writerows(self._row(row) for row in range(len(self.cells)))
        return buffer.getvalue().encode("utf-8-sig" if marked else "utf-8")

    def _workbook(self, old: bytes | None, sheet_name: str | None) -> bytes:
        import openpyxl

        book = openpyxl.Workbook() if old is None else openpyxl.load_workbook(io.BytesIO(old))
        if old is None and sheet_name and book.active is not None:
            book.active.title = sheet_name
        sheet = book[sheet_name] if sheet_name else book.worksheets[0]
        numbers = [] if self.raw is None else list(self.raw.numbers)
        last = max(numbers, default=1)

        def put(row: int, column: int, text: str) -> None:
            cell = sheet.cell(row, column)
            cell.value = text or None
            if text:
                cell.data_type, cell.number_format = "s", _TEXT

        for column, header in enumerate(self.header, 1):
            if self.raw is None or column > len(self.raw.header):
                put(1, column, header)
        for row in range(len(self.cells)):
            if row >= len(numbers):
                last += 1
            elif row not in self.changed:
                continue
            for column, text in enumerate(self._row(row), 1):
                put(numbers[row] if row < len(numbers) else last, column, text)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()


def read_table_file(files: CaseFiles, reference: str, columns: Sequence[Column]) -> TableFile:
    """Return a table of a case to be changed; an empty one where there is no such file.

    Raises
    ------
    UnreadableError
        There is a file, and it cannot be read.
    """
    try:
        raw = files.table(reference)
    except UnreadableError as problem:
        if problem.code == "missing_file":
            return TableFile(reference, None, columns)
        raise
    table = TableFile(reference, raw, columns, list(raw.header))
    keys = [table.key(header) for header in raw.header]
    table.cells = [dict(zip(keys, (cell.strip() for cell in row), strict=False)) for row in raw.rows]
    return table


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
