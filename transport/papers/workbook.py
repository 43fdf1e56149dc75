"""A paper as a workbook: one sheet a page, laid out to be printed on A4 as it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise, product
from typing import Any

from transport.locale import Language, text
from transport.papers.edition import Edition
from transport.papers.paper import Band, Block, Column, Form, Look, Page, Paper, Row, Signatures, Table, Value, Words
from transport.papers.sheet import BAND, HEAD, LINE_HEIGHT, QUIET, WARN, Book, footer, line_count, set_page

_FORM_HEIGHT, _SIGNING_HEIGHT, _ROOMY_HEIGHT = 24.0, 34.0, 27.0
_LABEL_SHARE = 0.6
"""Width of a form's label beside that of its value."""
_LEAST_ROOM = 0.7
"""Part of its share that a run of columns must get at least."""
_MANY = 8
_NARROWEST = 1.5
"""Edges of a grid that are nearer to each other are one."""
_BARE_GRID = (12.0,) * 8
_LOOKS: dict[Look, dict[str, Any]] = {
    "plain": {},
    "quiet": {"font_color": QUIET, "font_size": 9},
    "strong": {"bold": True, "font_size": 11},
    "big": {"font_size": 14},
    "warning": {"bg_color": WARN},
}


def build_workbook(paper: Paper, edition: Edition, title: str, lang: Language) -> Book:
    """Build a workbook; ``title`` is the case's and stands above every page."""
    book = Book()
    for page in paper.pages:
        _Composer(book, page, lang).compose(paper, edition.line(lang), title)
    return book


def spans(widths: Sequence[float], shares: Sequence[float]) -> list[tuple[int, int]]:
    """Cut a row of columns into as many runs as there are shares, each about as wide as its share, none empty.

    Returns
    -------
    list of (int, int)
        First and last column of each run.
    """
    if len(shares) > len(widths):
        raise ValueError(f"{len(shares)} runs of {len(widths)} columns")
    edges = list(accumulate(widths))
    scale = edges[-1] / sum(shares)
    runs, first = [], 0
    for number, end in enumerate(accumulate(shares), start=1):
        wanted = end * scale
        at = bisect_left(edges, wanted)
        if at > 0 and (at == len(edges) or wanted - edges[at - 1] < edges[at] - wanted):
            at -= 1
        last = max(first, min(at, len(widths) - 1 - (len(shares) - number)))
        last = len(widths) - 1 if number == len(shares) else last
        runs.append((first, last))
        first = last + 1
    return runs


class _Composer:
    """One sheet under construction: blocks from the top down, all on the columns of its widest table."""

    def __init__(self, book: Book, page: Page, lang: Language) -> None:
        self.book, self.page, self.lang = book, page, lang
        self.sheet = book.add_sheet(page.name)
        self.widths = _grid(page.blocks)
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, width)
        self.row = 0

    def compose(self, paper: Paper, edition: str, title: str) -> None:
        """Write the whole sheet and set up how it prints."""
        self._line(title, 20, font_color=QUIET)
        self._line(self.page.title, 32, bold=True, font_size=18)
        for line in self.page.lines:
            self._line(line, 20, font_size=11)
        self._line(edition, 18, font_color=QUIET, font_size=9)
        heading: int | None = None
        tables = [block for block in self.page.blocks if isinstance(block, Table)]
        for block in self.page.blocks:
            if isinstance(block, Table) and len(tables) == 1:
                heading = self.row
            self._block(block)
        left = text(self.lang, "papers.footer", title=title, subject=paper.subject, edition=edition)
        repeated = None if heading is None else (heading, heading)
        shown = footer(left, text(self.lang, "papers.page_of.workbook"))
        set_page(self.sheet, shown, header_rows=repeated, landscape=self.page.landscape)
        if self.page.one_page:
            self.sheet.fit_to_pages(1, 1)
        self.sheet.print_area(0, 0, max(0, self.row - 1), len(self.widths) - 1)

    def _block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Form):
            self._form(block)
        elif isinstance(block, Signatures):
            self._signatures(block)
        else:
            self._words(block)

    def _line(self, value: str, height: float, **look: Any) -> None:
        """Write one centred line over all columns, higher where it must wrap."""
        scale = look.get("font_size", 10) / 10
        lines = line_count(value, sum(self.widths) / scale)
        self.sheet.set_row(self.row, max(height, height + (lines - 1) * LINE_HEIGHT * scale))
        style = self.book.style(align="center", text_wrap=True, **look)
        self._span((0, len(self.widths) - 1), value, style)
        self.row += 1

    def _words(self, block: Words) -> None:
        look = _LOOKS[block.look]
        scale = look.get("font_size", 10) / 10
        lines = line_count(block.text, sum(self.widths) / scale)
        self.sheet.set_row(self.row, 6 + lines * LINE_HEIGHT * scale)
        style = self.book.style(align="left", text_wrap=True, **look)
        self._span((0, len(self.widths) - 1), block.text, style)
        self.row += 1

    def _form(self, block: Form) -> None:
        runs = spans(self.widths, (_LABEL_SHARE, 1.0) * block.across)
        label = self.book.boxed(font_color=QUIET, bg_color=BAND, indent=1)
        value = self.book.boxed(bold=True, indent=1)
        for start in range(0, len(block.fields), block.across):
            fields = list(block.fields[start : start + block.across])
            fields += [("", "")] * (block.across - len(fields))
            cells = [cell for field in fields for cell in field]
            lines = max(line_count(cell, self._width(run)) for cell, run in zip(cells, runs, strict=True))
            self.sheet.set_row(self.row, max(_FORM_HEIGHT, 9 + lines * LINE_HEIGHT))
            for position, (cell, run) in enumerate(zip(cells, runs, strict=True)):
                self._span(run, cell, value if position % 2 else label)
            self.row += 1
        self.row += 1

    def _signatures(self, block: Signatures) -> None:
        self.row += 1
        self.sheet.set_row(self.row, _SIGNING_HEIGHT)
        for run, label in zip(spans(self.widths, (1.0,) * len(block.labels)), block.labels, strict=True):
            self._span(run, label, self.book.style(valign="bottom", bottom=1, text_wrap=True))
        self.row += 2

    def _table(self, block: Table) -> None:
        columns = block.columns
        runs = spans(self.widths, [column.width for column in columns])
        widths = [self._width(run) for run in runs]
        heading = self.book.boxed(bold=True, bg_color=HEAD, align="center")
        top = self.row
        lines = max(line_count(column.heading, width) for column, width in zip(columns, widths, strict=True))
        self.sheet.set_row(self.row, 10 + lines * LINE_HEIGHT)
        for column, run in zip(columns, runs, strict=True):
            self._span(run, column.heading, heading)
        self.row += 1
        least = _ROOMY_HEIGHT if block.roomy else 0.0
        looks = {look: [self._style(column, *look) for column in columns] for look in product((False, True), repeat=2)}
        for row in block.rows:
            if isinstance(row, Band):
                self._band(row)
            else:
                self._row(row, runs, widths, looks[row.shade, row.strong], least)
        if block.filters:
            self.sheet.autofilter(top, 0, max(top + 1, self.row - 1), len(self.widths) - 1)
        if block.filters or block.roomy:
            self.sheet.freeze_panes(top + 1, 0)
        self.row += 1

    def _band(self, band: Band) -> None:
        self.sheet.set_row(self.row, 9 + LINE_HEIGHT * line_count(band.text, sum(self.widths) / 1.1))
        style = self.book.boxed(bold=True, bg_color=BAND, font_size=11, indent=1)
        self._span((0, len(self.widths) - 1), band.text, style)
        self.row += 1

    def _row(
        self, row: Row, runs: Sequence[tuple[int, int]], widths: Sequence[float], styles: Sequence[Any], least: float
    ) -> None:
        lines = 1
        for value, run, width, style in zip(row.values, runs, widths, styles, strict=True):
            if isinstance(value, str) and len(value) * 2 > width:
                lines = max(lines, line_count(value, width))
            self._span(run, value, style)
        self.sheet.set_row(self.row, max(least, 6 + lines * LINE_HEIGHT))
        self.row += 1

    def _style(self, column: Column, shade: bool, strong: bool) -> Any:
        look: dict[str, Any] = {"align": "right" if column.number else column.align}
        if column.number:
            look["num_format"] = column.number
        elif column.align == "left":
            look["indent"] = 1
        if strong or column.strong:
            look["bold"] = True
        if shade:
            look["bg_color"] = BAND
        return self.book.boxed(**look)

    def _span(self, run: tuple[int, int], value: Value, style: Any) -> None:
        self.book.span(self.sheet, self.row, run, value, style)

    def _width(self, run: tuple[int, int]) -> float:
        return sum(self.widths[run[0] : run[1] + 1])


def _grid(blocks: Sequence[Block]) -> tuple[float, ...]:
    """Return the widths of the sheet's columns.

    They are those of its widest table, so that a list stays a list without merged cells; where that has few columns and
    another block would be squeezed on them, every edge of every block becomes an edge of the grid.
    """
    tables = [block for block in blocks if isinstance(block, Table)]
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    grid = _BARE_GRID if widest is None else tuple(column.width for column in widest.columns)
    wanted = [_shares(block) for block in blocks if not isinstance(block, Words)]
    squeezed = any(_squeezed(grid, shares) for shares in wanted)
    if not squeezed or (len(grid) >= _MANY and max(map(len, wanted)) <= len(grid)):
        return grid
    total = sum(grid)
    edges = sorted(edge * total / sum(shares) for shares in (grid, *wanted) for edge in accumulate(shares))
    kept = [0.0]
    for edge in edges:
        if edge - kept[-1] > _NARROWEST:
            kept.append(edge)
    kept[-1] = total
    return tuple(end - start for start, end in pairwise(kept))


def _shares(block: Table | Form | Signatures) -> tuple[float, ...]:
    if isinstance(block, Table):
        return tuple(column.width for column in block.columns)
    if isinstance(block, Form):
        return (_LABEL_SHARE, 1.0) * block.across
    return (1.0,) * len(block.labels)


def _squeezed(grid: Sequence[float], shares: Sequence[float]) -> bool:
    """Whether one of the runs gets much less room on the grid than its share."""
    if len(shares) > len(grid):
        return True
    scale = sum(grid) / sum(shares)
    got = [sum(grid[first : last + 1]) for first, last in spans(grid, shares)]
    return any(width < _LEAST_ROOM * share * scale for width, share in zip(got, shares, strict=True))
