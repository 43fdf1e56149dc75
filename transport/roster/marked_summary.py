"""The two sheets that a marked workbook has in addition: what is to be done, with links, and what was cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from transport.errors import InputIssue
from transport.io.issues_text import describe
from transport.io.table_reader import letters
from transport.locale import Language, catalogue, text
from transport.roster.log import Spot

_MOST_LISTED = 20_000
_HEAD, _ROW_COLOURS = "FFDDEBF7", {"error": "FFF8CBAD", "warning": "FFFFE699"}


def write_summary(book: Any, issues: Sequence[InputIssue], spots: Mapping[int, Spot], lang: Language) -> None:
    """Put the summary before the other sheets: problems by kind, then each with a link to its cell."""
    texts = catalogue(lang, "roster")
    page = book.create_sheet(texts["summary"], 0)
    told = [issue for issue in issues if issue.severity != "fixed"]
    counts = Counter(issue.severity for issue in issues)
    _title(page, text(lang, "roster.title", errors=counts["error"], warnings=counts["warning"], fixed=counts["fixed"]))
    for row, line in enumerate(texts["lines"], 2):
        page.cell(row, 1, line)
    top = len(texts["lines"]) + 3
    kinds = Counter((issue.severity, issue.code) for issue in told)
    _head(page, top, texts["kind_headers"])
    for row, ((severity, code), count) in enumerate(
        sorted(kinds.items(), key=lambda item: (item[0][0], -item[1])), top + 1
    ):
        first = next(issue for issue in told if issue.code == code)
        for column, value in enumerate((texts["severity"][severity], count, _general(first, lang), code), 1):
            _put(page, row, column, value, severity)
    top += len(kinds) + 2
    _head(page, top, texts["headers"])
    ordered = sorted(told, key=lambda issue: issue.severity != "error")
    for row, issue in enumerate(ordered[:_MOST_LISTED], top + 1):
        message, action = describe(issue, lang)
        spot = spots.get(id(issue))
        values = (
            texts["severity"][issue.severity],
            issue.row or "",
            message,
            action,
            issue.seen or "",
            issue.sheet or "",
            issue.column or "",
        )
        for column, value in enumerate(values, 1):
            _put(page, row, column, value, issue.severity if column == 1 else "")
        _link(page.cell(row, 2), issue, spot)
    for letter, width in zip("ABCDEFG", (12, 10, 52, 52, 22, 16, 18), strict=True):
        page.column_dimensions[letter].width = width
    _for_paper(page, top)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False


def write_changes(book: Any, issues: Sequence[InputIssue], spots: Mapping[int, Spot], lang: Language) -> None:
    """Put behind the other sheets what was cleaned: cell, rule, before and after, masked where it is personal."""
    texts = catalogue(lang, "roster")
    done = [issue for issue in issues if issue.severity == "fixed" and id(issue) in spots]
    if not done:
        return
    page = book.create_sheet(texts["changes"])
    _title(page, text(lang, "roster.changes_title", count=len(done)))
    page.cell(2, 1, texts["undo"])
    _head(page, 4, texts["change_headers"])
    for row, issue in enumerate(done[:_MOST_LISTED], 5):
        spot = spots[id(issue)]
        cell = "" if spot.column is None else f"{letters(spot.column)}{spot.row + 1}"
        values = (
            issue.sheet or "",
            cell,
            issue.column or "",
            issue.seen or "",
            issue.params.get("after", ""),
            describe(issue, lang)[0],
            issue.code,
        )
        for column, value in enumerate(values, 1):
            _put(page, row, column, value, "")
        _link(page.cell(row, 2), issue, spot)
    for letter, width in zip("ABCDEFG", (16, 10, 18, 28, 28, 52, 22), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A5"
    _for_paper(page, 4)


def _for_paper(page: Any, header_row: int) -> None:
    """Let a sheet fit the width of A4, the header on every page, long texts wrapped."""
    from openpyxl.styles import Alignment

    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0
    page.print_title_rows = f"{header_row}:{header_row}"
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in page.iter_rows(min_row=header_row - 1):
        for cell in row:
            if isinstance(cell.value, str):
                cell.alignment = wrapped


def _general(issue: InputIssue, lang: Language) -> str:
    """Return what a kind of problem is, told by its first example."""
    return describe(issue, lang)[0]


def _title(page: Any, title: str) -> None:
    from openpyxl.styles import Font

    page.cell(1, 1, title).font = Font(bold=True, size=14)


def _head(page: Any, row: int, headers: Sequence[str]) -> None:
    from openpyxl.styles import Font, PatternFill

    fill, font = PatternFill("solid", fgColor=_HEAD), Font(bold=True)
    for column, header in enumerate(headers, 1):
        cell = page.cell(row, column, header)
        cell.fill, cell.font = fill, font


def _put(page: Any, row: int, column: int, value: str | int, severity: str) -> None:
    from openpyxl.styles import PatternFill

    cell = page.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if severity in _ROW_COLOURS and column == 1:
        cell.fill = PatternFill("solid", fgColor=_ROW_COLOURS[severity])


def _link(cell: Any, issue: InputIssue, spot: Spot | None) -> None:
    """Make a cell lead to the place of a problem."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    if spot is None or spot.column is None or cell.value in ("", None):
        return
    sheet = (spot.sheet.grid.sheet or "Sheet1").replace("'", "''")
    target = f"'{sheet}'!{letters(spot.column)}{spot.row + 1}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=str(cell.value))
    cell.font = Font(color="FF0563C1", underline="single")
