"""The sender's own workbook, given back: bad cells marked, a column of problems, a summary with links."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transport.errors import InputIssue
from transport.io.atomic import write_bytes
from transport.io.issues_text import describe
from transport.locale import Language, text
from transport.roster.grid import Grid, read_grids
from transport.roster.log import RosterLog, Spot
from transport.roster.marked_summary import write_changes, write_summary
from transport.roster.own_parts import OWN_SHEETS
from transport.roster.read import Rosters

AUTHOR = "Fangang"
_COLOURS = {"error": "FFF8CBAD", "warning": "FFFFE699", "fixed": "FFE2EFDA"}
_REACHES_OUT = re.compile(r"\[|\||WEBSERVICE|HYPERLINK|CALL\(|EXEC\(|REGISTER|FILTERXML|RTD\(|DDE", re.IGNORECASE)
"""Formulas that lead out of the workbook or start something."""
_LONGEST_COMMENT = 900
_COMMENT_SIZE = (320, 120)


def write_marked(paths: Sequence[Path], rosters: Rosters, folder: Path, lang: Language) -> list[Path]:
    """Write one marked workbook a file that could be read.

    An .xlsx keeps its looks; of other files the cells are kept. Macros, links to other files, and formulas that lead
    out of the workbook are not given back.
    """
    written: list[Path] = []
    spots = rosters.log.spots
    for path in dict.fromkeys(paths):
        grids = read_grids(path, RosterLog())
        if not grids:
            continue
        mine = {sheet.grid.sheet: sheet for sheet in rosters.sheets if sheet.grid.path == path}
        book = _own_workbook(path, grids) or _copy(grids)
        issues = [issue for issue in rosters.log.in_order() if issue.file == path.name]
        marks = {number: spot for number, spot in spots.items() if spot.sheet.grid.path == path}
        for name, sheet in mine.items():
            page = book[name] if name else book.worksheets[0]
            of_sheet = [(issue, marks[id(issue)]) for issue in issues if id(issue) in marks and issue.sheet == name]
            _mark(page, sheet.header.last, of_sheet, lang)
        write_changes(book, issues, marks, lang)
        write_summary(book, issues, marks, lang)
        suffix = f"-{text(lang, 'roster.marked')}"
        target = _free(folder / f"{path.stem.removesuffix(suffix)}{suffix}.xlsx", [*written, *paths])
        buffer = io.BytesIO()
        book.save(buffer)
        write_bytes(target, buffer.getvalue())
        written.append(target)
    return written


def _free(path: Path, taken: Sequence[Path]) -> Path:
    """Return a name that no workbook of this import has, the rosters themselves among them."""
    number, free, others = 1, path, {other.resolve() for other in taken}
    while free.resolve() in others:
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _own_workbook(path: Path, grids: Sequence[Grid]) -> Any | None:
    """Return the workbook itself without what is dangerous in it; ``None`` where it can only be copied."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return None
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, keep_vba=False, keep_links=False)
    except Exception:  # damage that the fast reader passed over: the cells are copied instead
        return None
    if any(grid.sheet not in book.sheetnames for grid in grids):
        return None
    for name in OWN_SHEETS:
        if name in book.sheetnames:
            del book[name]
    for name in [name for name, defined in book.defined_names.items() if "[" in (defined.attr_text or "")]:
        del book.defined_names[name]
    values = {grid.sheet: grid.rows for grid in grids}
    for page in book.worksheets:
        _make_safe(page, values.get(page.title))
    return book


def _make_safe(page: Any, values: list[list[str]] | None) -> None:
    """Take back older marks, and put values in place of formulas that lead out of the workbook."""
    for row in page.iter_rows():
        for cell in row:
            if cell.data_type == "f" and _REACHES_OUT.search(str(getattr(cell.value, "text", cell.value))):
                known = values is not None and cell.row <= len(values) and cell.column <= len(values[cell.row - 1])
                cell.value = values[cell.row - 1][cell.column - 1] if known and values is not None else None
                cell.hyperlink = None
                if cell.value is not None:
                    cell.data_type = "s"
            if getattr(cell, "comment", None) is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _COLOURS.values():
                from openpyxl.styles import PatternFill

                cell.fill = PatternFill()


def _copy(grids: Sequence[Grid]) -> Any:
    """Return a new workbook with the cells of a file that is no .xlsx, all of them text."""
    import openpyxl

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for number, grid in enumerate(grids, 1):
        page = book.create_sheet(grid.sheet or f"Sheet{number}")
        for row, cells in enumerate(grid.rows, 1):
            for column, value in enumerate(cells, 1):
                if value:
                    cell = page.cell(row, column)
                    cell.value = _printable(value)
                    cell.data_type, cell.number_format = "s", "@"
        for (top, left), (bottom, right) in grid.merges:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return book


def _printable(value: str) -> str:
    """Return text without the control characters that a workbook cannot hold."""
    return "".join(char for char in value if char >= " " or char in "\t\n\r")[:32_000]


def _mark(page: Any, header_row: int, found: Sequence[tuple[InputIssue, Spot]], lang: Language) -> None:
    """Colour and comment the cells, and write each row's problems into a column of their own."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    fills = {kind: PatternFill("solid", fgColor=colour) for kind, colour in _COLOURS.items()}
    rank = {"error": 0, "warning": 1, "fixed": 2}
    cells: dict[tuple[int, int], list[InputIssue]] = {}
    rows: dict[int, list[str]] = {}
    for issue, spot in found:
        if spot.column is not None:
            cells.setdefault((spot.row + 1, spot.column + 1), []).append(issue)
        if issue.severity != "fixed":
            message, action = describe(issue, lang)
            where = f"【{issue.column}】" if issue.column else ""
            rows.setdefault(spot.row + 1, []).append(f"{where}{message}{action}")
    for (row, column), issues in cells.items():
        cell = page.cell(row, column)
        cell.fill = fills[min((issue.severity for issue in issues), key=rank.__getitem__)]
        grave = [issue for issue in issues if issue.severity != "fixed"]
        if grave and not isinstance(cell, MergedCell):
            said = "\n".join("".join(describe(issue, lang)) for issue in grave)
            comment = Comment(said[:_LONGEST_COMMENT], AUTHOR)
            comment.width, comment.height = _COMMENT_SIZE
            cell.comment = comment
    column = _problem_column(page, header_row + 1, text(lang, "roster.problems"))
    head = page.cell(header_row + 1, column)
    head.value, head.font, head.fill = text(lang, "roster.problems"), Font(bold=True), fills["error"]
    page.column_dimensions[head.column_letter].width = 60
    page.column_dimensions[head.column_letter].hidden = False
    for row, messages in rows.items():
        cell = page.cell(row, column)
        cell.value = "\n".join(messages)
        cell.data_type, cell.alignment, cell.font = (
            "s",
            Alignment(wrap_text=True, vertical="top"),
            Font(color="FFC00000"),
        )


def _problem_column(page: Any, header_row: int, title: str) -> int:
    """Return the column for problems: that of an earlier round, emptied, or a new one behind all others."""
    for column in range(1, page.max_column + 1):
        if page.cell(header_row, column).value == title:
            for row in range(header_row + 1, page.max_row + 1):
                page.cell(row, column).value = None
            return column
    return int(page.max_column) + 1
