"""Files that bureaus send to sheets of text cells, with merges and what is hidden."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transport.io.issue_log import IssueLog
from transport.io.ole_guard import check_old_workbook
from transport.io.spreadsheet import cell_text
from transport.io.unreadable import UnreadableError
from transport.io.workbook import CSV_SUFFIXES, read_csv
from transport.io.workbook_guard import ROSTER_LIMITS, WorkbookFacts, check_workbook
from transport.roster.own_parts import OWN_SHEETS
from transport.roster.xlsx_hidden import hidden_parts

BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et"})
SUFFIXES = sorted(BOOK_SUFFIXES | CSV_SUFFIXES)
LARGEST_FILE = 64 * 2**20
"""Bytes of a roster; 100,000 people take about 10 MB."""
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<html", b"<table", b"<!doctype html", b"<meta")
Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, numbered from 0."""


@dataclass(frozen=True)
class Grid:
    """One sheet as it stands.

    Parameters
    ----------
    path
        The file it is from.
    sheet
        Its name; ``None`` for delimited text.
    rows
        Text cells from A1 on; rows may differ in length.
    merges
        Merged cells inside the grid.
    hidden_rows, hidden_columns
        Numbered from 0.
    """

    path: Path
    sheet: str | None
    rows: list[list[str]]
    merges: Sequence[Merge] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def file(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name


def read_grids(path: Path, log: IssueLog) -> list[Grid]:
    """Read every visible sheet of a file; what is wrong with the file is noted, and then nothing returned."""
    try:
        data = _read(path)
        if path.suffix.lower() in CSV_SUFFIXES:
            return [_delimited(path, data)]
        return _workbook(path, data, log)
    except UnreadableError as problem:
        log.add(problem.code, file=path.name, row=problem.row, params=problem.params)
        return []


def _read(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableError("unknown_file_type", known=", ".join(SUFFIXES))
    try:
        if path.is_dir():
            raise UnreadableError("not_a_file")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError("file_too_large", limit=f"{LARGEST_FILE // 2**20} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError("missing_file", near="") from None
    except (OSError, ValueError) as error:
        raise UnreadableError("unreadable_file", reason=getattr(error, "strerror", None) or str(error)) from None


def _delimited(path: Path, data: bytes) -> Grid:
    if data.startswith((_ZIP, _OLE)):
        raise UnreadableError("bad_encoding")
    if max(data.count(b"\n"), data.count(b"\r")) > ROSTER_LIMITS.rows:
        raise UnreadableError("unpacks_too_large", limit=f"{ROSTER_LIMITS.rows}")
    rows = read_csv(data)
    if sum(map(len, rows)) > ROSTER_LIMITS.cells:
        raise UnreadableError("unpacks_too_large", limit=f"{ROSTER_LIMITS.cells}")
    return Grid(path, None, rows)


def _workbook(path: Path, data: bytes, log: IssueLog) -> list[Grid]:
    """Read a workbook by what it is, whatever its name says."""
    hidden: Sequence[tuple[frozenset[int], frozenset[int]]]
    if data.startswith(_OLE):
        facts, sheets = check_old_workbook(data, ROSTER_LIMITS)
        hidden = [(frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns)) for sheet in sheets]
    elif data.startswith(_ZIP):
        facts = check_workbook(data, ROSTER_LIMITS)
        hidden = hidden_parts(data)
    elif data[:512].lstrip().lower().startswith(_MARKUP):
        raise UnreadableError("roster_is_a_web_page")
    else:
        raise UnreadableError("bad_workbook", reason="neither .xlsx nor .xls")
    _note_facts(path, facts, log)
    with _panics_told():
        return list(_sheets(path, data, hidden, log))


def _note_facts(path: Path, facts: WorkbookFacts, log: IssueLog) -> None:
    if facts.macros:
        log.add("roster_macros_left_out", file=path.name)
    if facts.external_links:
        log.add("roster_links_left_out", file=path.name)


def _sheets(
    path: Path, data: bytes, hidden: Sequence[tuple[frozenset[int], frozenset[int]]], log: IssueLog
) -> Iterator[Grid]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    worksheets = [meta for meta in book.sheets_metadata if str(meta.typ).endswith("WorkSheet")]
    if not worksheets:
        raise UnreadableError("bad_workbook", reason="no worksheet")
    for number, meta in enumerate(worksheets):
        if meta.name in OWN_SHEETS:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        cells = sheet.to_python(skip_empty_area=False)
        if not str(meta.visible).endswith(".Visible"):
            if cells:
                log.add("roster_hidden_sheet", file=path.name, sheet=meta.name)
            continue
        rows = [[cell if type(cell) is str else cell_text(cell) for cell in row] for row in cells]
        merges = [merge for merge in sheet.merged_cell_ranges or () if merge[0][0] < len(rows)]
        hidden_rows, hidden_columns = hidden[number] if number < len(hidden) else (frozenset(), frozenset())
        yield Grid(path, meta.name, rows, merges, hidden_rows, hidden_columns)


@contextmanager
def _panics_told() -> Iterator[None]:
    """Tell damage that the reader meets, its panics included, as a file that cannot be read."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise UnreadableError("protected_workbook") from None
    except (CalamineError, OSError, ValueError, OverflowError, KeyError) as error:
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None
    except BaseException as error:
        if _is_panic(error):
            raise UnreadableError("bad_workbook", reason="damaged") from None
        raise


def _is_panic(error: Any) -> bool:
    """Whether compiled code gave up; its exception belongs to no module that could be imported."""
    return type(error).__name__ == "PanicException"
