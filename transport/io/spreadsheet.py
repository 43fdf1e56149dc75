"""Sheets of workbooks as text cells."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from transport.io.unreadable import UnreadableError
from transport.io.workbook_guard import check_workbook

_OLE = b"\xd0\xcf\x11\xe0"
"""How a workbook begins that is encrypted, or of the format before 2007."""
_HALF_SECOND = timedelta(milliseconds=500)
"""Times of day are fractions in a spreadsheet, so that 06:30:00 may come as 06:29:59.9996."""


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
    check_workbook(data)
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
    return name, [[cell if type(cell) is str else cell_text(cell) for cell in row] for row in cells]


def cell_text(cell: float | str | bool | datetime | date | time | timedelta) -> str:
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
