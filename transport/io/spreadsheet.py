"""Sheets of workbooks as text cells, behind guards against files that unpack to far more than they weigh."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

from transport.io.unreadable import UnreadableError

LARGEST_UNPACKED = 768 * 2**20
"""Bytes that a workbook may unpack to; 500,000 distances take about 60 MB."""
LARGEST_GRID = 25_000_000
"""Cells in the rectangle round everything on a sheet; readers allocate the whole of it."""
_OLE = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that is encrypted, or of the format before 2007."""
_CHUNK = 2**20
_OVERLAP = 256
_HALF_SECOND = timedelta(milliseconds=500)
"""Times of day are fractions in a spreadsheet, so that 06:30:00 may come as 06:29:59.9996."""
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="(\d{1,7})"[^<>]*(?<!/)>')


class NumericCell(str):
    """Text of a cell that the spreadsheet holds as a number: digits beyond the fifteenth are lost there."""

    __slots__ = ()


def read_sheet(data: bytes, sheet: str | None) -> tuple[str, list[list[str]]]:
    """Return a sheet's name and its cells from A1 on; the first sheet where none is named.

    Raises
    ------
    UnreadableError
        It is no workbook, it is protected by a password or unreasonably large, or it has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(_OLE):
        raise UnreadableError("protected_workbook")
    _guard(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if not names or (sheet is not None and sheet not in names):
            raise UnreadableError("missing_sheet", sheet=sheet or "", known=", ".join(names))
        name = sheet if sheet is not None else names[0]
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError:
        raise UnreadableError("protected_workbook") from None
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None
    return name, [[_text(cell) for cell in row] for row in cells]


def _guard(data: bytes) -> None:
    """Check what the archive unpacks to, without trusting what it says about itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise UnreadableError("unpacks_too_large", limit=f"{LARGEST_UNPACKED // 2**20} MB")
            for member in members:
                if _extent(archive, member) > LARGEST_GRID:
                    raise UnreadableError("unpacks_too_large", limit=f"{LARGEST_GRID} cells")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None


def _extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Unpack one member, which checks its true size against the stated one; return the cells its rectangle has."""
    is_sheet = member.filename.endswith(".xml") and "worksheets/" in member.filename
    rows, columns, tail = 0, 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if not is_sheet:
                continue
            window = tail + chunk
            for letters, row in _CELL.findall(window):
                columns, rows = max(columns, _column_number(letters)), max(rows, int(row))
            for row in _ROW.findall(window):
                rows = max(rows, int(row))
            tail = window[-_OVERLAP:]
    return rows * columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: float | str | bool | datetime | date | time | timedelta) -> str:
    """Return a cell as a person would type it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return NumericCell(int(cell) if float(cell).is_integer() else repr(cell))
    if isinstance(cell, datetime):
        return (cell + _HALF_SECOND).isoformat(timespec="seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return cell.isoformat() if isinstance(cell, date) else cell.isoformat(timespec="seconds")
