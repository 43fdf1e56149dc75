"""Files to raw tables: text cells with the row numbers that a spreadsheet shows.

Nothing is interpreted here. A number becomes the text a person would type, a date becomes ISO text, and a cell that
the spreadsheet holds as a number stays recognisable as a :class:`NumericCell`.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transport.io.spreadsheet import read_sheet
from transport.io.unreadable import UnreadableError

CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
SHEET_SUFFIXES = frozenset({".xlsx", ".xlsm"})
LARGEST_FILE = 512 * 2**20
"""Bytes; a table of 500,000 rows has about 20 MB."""
_DELIMITERS = (",", ";", "\t")
_ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in its file.

    Parameters
    ----------
    file, sheet
        Where it was read from, as named in case.yaml.
    header
        Cells of row 1, trimmed.
    rows
        Rows with anything in them, each as long as the header or longer.
    numbers
        Their row numbers as a spreadsheet shows them.
    """

    file: str
    sheet: str | None
    header: list[str]
    rows: list[list[str]]
    numbers: Sequence[int]


class CaseFiles:
    """The files of one case folder, each read once, so that what is hashed is what was parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bytes: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises
        ------
        UnreadableError
            It is missing, outside the case folder, no file, too large, or may not be read.
        """
        if name not in self._bytes:
            self._bytes[name] = self._read(name)
        return self._bytes[name]

    def _read(self, name: str) -> bytes:
        inside = os.path.normpath(name)
        if Path(name).is_absolute() or Path(inside).parts[:1] == (os.pardir,):
            raise UnreadableError("outside_case")
        try:
            path = self.folder / inside
            if path.is_dir():
                raise UnreadableError("not_a_file")
            if path.stat().st_size > LARGEST_FILE:
                raise UnreadableError("file_too_large", limit=f"{LARGEST_FILE // 2**20} MB")
            return path.read_bytes()
        except FileNotFoundError:
            raise UnreadableError("missing_file", near=_near_files(self.folder, name)) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise UnreadableError("unreadable_file", reason=reason) from None

    def table(self, reference: str) -> RawTable:
        """Read the table that ``table.csv``, ``book.xlsx`` or ``book.xlsx#sheet`` names.

        Raises
        ------
        UnreadableError
            There is no such table, or it cannot be read as one.
        """
        name, sheet = split_reference(reference)
        suffix = Path(name).suffix.lower()
        if suffix not in CSV_SUFFIXES | SHEET_SUFFIXES:
            raise UnreadableError("unknown_file_type", known=", ".join(sorted(CSV_SUFFIXES | SHEET_SUFFIXES)))
        data = self.read(name)
        if suffix in SHEET_SUFFIXES:
            sheet, grid = read_sheet(data, sheet)
            return _table(name, sheet, grid)
        return _table(name, None, read_csv(data))


def split_reference(reference: str) -> tuple[str, str | None]:
    """``book.xlsx#sheet`` to file and sheet; a ``#`` belongs to the file's name elsewhere."""
    name, mark, sheet = reference.rpartition("#")
    if mark and Path(name).suffix.lower() in SHEET_SUFFIXES:
        return name, sheet or None
    return reference, None


def read_csv(data: bytes) -> list[list[str]]:
    """Split delimited text into cells; comma, semicolon or tab, as the first line shows.

    Raises
    ------
    UnreadableError
        The bytes are no text, or their quotes do not match.
    """
    text = decode(data)
    header = io.StringIO(text, newline=None).readline()
    delimiter = max(_DELIMITERS, key=header.count)
    grid: list[list[str]] = []
    try:
        grid.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableError("bad_csv", row=len(grid) + 1, reason=str(error)) from None
    return grid


def decode(data: bytes) -> str:
    """Decode UTF-8 with or without its mark, GB18030, or the UTF-16 that spreadsheets call "Unicode text".

    Raises
    ------
    UnreadableError
        It is none of them.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise UnreadableError("bad_encoding")


def _table(file: str, sheet: str | None, grid: list[list[str]]) -> RawTable:
    """Take row 1 as the header and leave out rows without anything in them."""
    header = [cell.strip() for cell in grid[0]] if grid else []
    while header and not header[-1]:
        header.pop()
    width = len(header)
    rows, numbers = [], []
    for number, row in enumerate(grid[1:], 2):
        if not "".join(row).strip():
            continue
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        rows.append(row)
        numbers.append(number)
    return RawTable(file, sheet, header, rows, numbers)


def _near_files(folder: Path, name: str) -> str:
    from transport.io.issue_log import nearest

    try:
        return nearest(name, [entry.name for entry in folder.iterdir() if entry.is_file()])
    except OSError:
        return ""
