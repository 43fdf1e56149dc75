"""A guard in front of workbooks of the format before 2007 (.xls, and WPS .et): compound files with a stream of records.

A record names row and column of its cell; the reader allocates the rectangle round them all.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field

from transport.io.unreadable import UnreadableError
from transport.io.workbook_guard import Limits, WorkbookFacts

_STREAMS = ("Workbook", "Book")
_BOF, _FILE_PASSWORD, _ROW, _COLUMN_INFO = 0x0809, 0x002F, 0x0208, 0x007D
_EXTERNAL_BOOK = 0x01AE
_OWN_BOOK = b"\x01\x04"
"""What stands in an external-book record that means the workbook itself."""
_ONE_CELL = frozenset({0x0203, 0x0204, 0x0205, 0x0006, 0x00FD, 0x027E, 0x00D6, 0x0201})
_SEVERAL_CELLS = frozenset({0x00BD, 0x00BE})
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_WORKSHEET = 0x0010


@dataclass
class SheetFacts:
    """What records say of one sheet: rows and columns reached, and what is hidden (numbered from 0)."""

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def check_old_workbook(data: bytes, limits: Limits) -> tuple[WorkbookFacts, list[SheetFacts]]:
    """Pass a workbook that can be read in reasonable memory; return what it brings along and its worksheets' facts.

    Raises
    ------
    UnreadableError
        ``bad_workbook``, ``protected_workbook`` or ``unpacks_too_large``.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as archive:
            names = {"/".join(parts).lower() for parts in archive.listdir()}
            if any(name.startswith("encrypt") for name in names):
                raise UnreadableError("protected_workbook")
            stream = next((name for name in _STREAMS if archive.exists(name)), None)
            if stream is None:
                raise UnreadableError("bad_workbook", reason="not .xls")
            records = archive.openstream(stream).read()
    except UnreadableError:
        raise
    except Exception as error:  # the library meets damage with whatever it stumbles over
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None
    sheets, links = _scan(records)
    for sheet in sheets:
        if sheet.rows > limits.rows or sheet.rows * sheet.columns > limits.cells:
            raise UnreadableError("unpacks_too_large", limit=f"{limits.rows}")
    macros = any("vba" in name or name.startswith("macros") for name in names)
    return WorkbookFacts(macros, links), sheets


def _scan(records: bytes) -> tuple[list[SheetFacts], bool]:
    """Walk over the records; a sheet begins with its own begin-of-file record."""
    sheets: list[SheetFacts] = []
    sheet, links, at = SheetFacts(), False, 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        body = records[at + 4 : at + 4 + length]
        if len(body) < length:
            raise UnreadableError("bad_workbook", reason="a record is cut short")
        at += 4 + length
        if kind in _ONE_CELL or kind in _SEVERAL_CELLS:
            if len(body) >= 6:
                row, first = struct.unpack_from("<HH", body)
                last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _SEVERAL_CELLS else first
                sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
        elif kind == _ROW and len(body) >= 14 and body[12] & _HIDDEN_ROW:
            sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMN_INFO and len(body) >= 10 and body[8] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<HH", body)
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _BOF and len(body) >= 4:
            sheet = SheetFacts()
            if struct.unpack_from("<H", body, 2)[0] == _WORKSHEET:
                sheets.append(sheet)
        elif kind == _FILE_PASSWORD:
            raise UnreadableError("protected_workbook")
        elif kind == _EXTERNAL_BOOK and body[2:4] != _OWN_BOOK:
            links = True
    return sheets, links
