"""Sheets to people: the header found, rows told apart, merged cells filled, every field's column taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from transport.gazetteer.address import parse_address
from transport.gazetteer.divisions import Divisions
from transport.io.issue_log import nearest
from transport.io.spreadsheet import NumericCell
from transport.io.table_reader import letters
from transport.roster.cleaning import visible
from transport.roster.fields import CARRIED, Field
from transport.roster.grid import Grid
from transport.roster.header import Header, find_header
from transport.roster.log import RosterLog, RosterSheet
from transport.roster.own_parts import OWN_COLUMNS
from transport.roster.people_rows import row_kind

_FILLED_DOWN: tuple[Field, ...] = (
    "origin",
    "village",
    "township",
    "county",
    "destination",
    "party",
    "ready_from",
    "report_by",
)
"""Fields of which one merged cell often stands for several people."""
_REQUIRED: tuple[Field, ...] = ("name", "origin", "destination")
_TOLD = {
    "total": "roster_total_row",
    "note": "roster_note_row",
    "header": "roster_header_row",
    "nobody": "roster_nobody",
}
_LABEL = re.compile(r"^.{0,8}[:：]")
_SURE = re.compile(r"^[^\d合总小共本填制审备说注]")
_MOST_HEADERS = 400


def read_sheet_people(
    grid: Grid, log: RosterLog, divisions: Divisions, mapping: Mapping[str, Field] | None = None
) -> RosterSheet | None:
    """Return the people of a sheet; ``None`` where it has no header (the caller says so) or lacks a needed column."""
    header = find_header(grid, mapping)
    if header is None:
        return None
    if not _has_columns(grid, header, log):
        return None
    rows = _people(grid, header, log)
    columns = _cells(grid, header, rows)
    sheet = RosterSheet(grid, header, rows, columns, _extra(grid, header, rows, log), _context(grid, header, divisions))
    _fill_merged(sheet, log)
    _note_hidden(sheet, log)
    return sheet


def _has_columns(grid: Grid, header: Header, log: RosterLog) -> bool:
    known = set(header.columns) | ({"origin"} if "village" in header.columns else set())
    missing = [field for field in _REQUIRED if field not in known]
    unknown = [text for text in header.texts if text][:_MOST_HEADERS]
    for field in missing:
        log.add(
            "roster_missing_column",
            file=grid.file,
            sheet=grid.sheet,
            row=header.last + 1,
            column=field,
            params={"near": nearest(field, unknown, 1)},
        )
    return not missing


def _people(grid: Grid, header: Header, log: RosterLog) -> list[int]:
    """Return the rows that are people; every other row that says something is noted."""
    name = header.columns["name"][0]
    other = (header.columns.get("id_number") or header.columns.get("phone") or (None,))[0]
    heading, rows = header.texts[name], []
    marked = {header.columns[field][0] for field in ("worker_id", "sequence") if field in header.columns}
    for row in range(header.last + 1, len(grid.rows)):
        cells = grid.rows[row]
        if (
            other is not None
            and name < len(cells)
            and other < len(cells)
            and not marked.intersection(
                position for position in marked if position < len(cells) and cells[position] in ("示例", "EXAMPLE")
            )
        ):
            text = cells[name]
            if text and cells[other] and text != heading and _SURE.match(text) and not cells[other].isspace():
                rows.append(row)
                continue
        kind = row_kind(cells, header)
        if kind == "person":
            rows.append(row)
        elif kind == "sample":
            log.row(grid, row, "sample_row_skipped")
        elif kind != "blank":
            log.row(grid, row, _TOLD[kind])
    if not rows:
        log.add("roster_no_people", file=grid.file, sheet=grid.sheet, row=header.last + 1)
    return rows


def _cells(grid: Grid, header: Header, rows: list[int]) -> dict[Field, list[str]]:
    columns: dict[Field, list[str]] = {}
    for field, positions in header.columns.items():
        cells = [_column(grid, rows, position) for position in positions]
        columns[field] = (
            cells[0] if len(cells) == 1 else [" ".join(filter(None, parts)) for parts in zip(*cells, strict=True)]
        )
    return columns


def _column(grid: Grid, rows: Iterable[int], position: int) -> list[str]:
    found = []
    for row in rows:
        cells = grid.rows[row]
        cell = cells[position] if position < len(cells) else ""
        found.append(cell if isinstance(cell, NumericCell) else cell.strip())
    return found


def _extra(grid: Grid, header: Header, rows: list[int], log: RosterLog) -> dict[str, list[str]]:
    """Return the unknown columns that have a name; one without a name that holds something is noted."""
    known = {position for positions in header.columns.values() for position in positions}
    extra: dict[str, list[str]] = {}
    width = max((len(grid.rows[row]) for row in rows), default=0)
    for position in range(max(width, len(header.texts))):
        if position in known:
            continue
        text = header.texts[position] if position < len(header.texts) else ""
        cells = _column(grid, rows, position)
        if not any(cells) or text in OWN_COLUMNS:
            continue
        if not text:
            log.add("roster_unnamed_column", file=grid.file, sheet=grid.sheet, column=letters(position))
        elif text not in extra and text not in CARRIED:
            extra[text] = cells
    return extra


def _context(grid: Grid, header: Header, divisions: Divisions) -> tuple[str, ...]:
    """Return the deepest divisions that the sheet's name, its titles or the file's name begin with."""
    found: list[tuple[str, ...]] = []
    within: tuple[str, ...] = ()
    for text in (*header.titles[:6], grid.path.stem, grid.sheet or ""):
        address = parse_address(_LABEL.sub("", text), divisions, within)
        codes = tuple(code for code in address.codes if len(code) >= 6)
        if codes and codes != within and len(codes) <= 3:
            found.append(codes)
            within = codes
    return max(found, key=lambda codes: len(codes[0]), default=())


def _fill_merged(sheet: RosterSheet, log: RosterLog) -> None:
    """Give every person under one merged cell what stands in it."""
    fields = {sheet.header.columns[field][0]: field for field in _FILLED_DOWN if field in sheet.header.columns}
    people = {row: person for person, row in enumerate(sheet.rows)}
    for (top, left), (bottom, right) in sheet.grid.merges:
        field = fields.get(left)
        if field is None or left != right or top <= sheet.header.last or top not in people:
            continue
        first = sheet.cells[field][people[top]]
        for row in range(top + 1, min(bottom, len(sheet.grid.rows) - 1) + 1):
            person = people.get(row)
            if first and person is not None and not sheet.cells[field][person]:
                sheet.cells[field][person] = first
                log.cell(sheet, person, field, "clean_merged", after=visible(first))


def _note_hidden(sheet: RosterSheet, log: RosterLog) -> None:
    """Say that people in hidden rows, and fields in hidden columns, were read like the others."""
    grid = sheet.grid
    hidden = [row + 1 for row in sheet.rows if row in grid.hidden_rows]
    if hidden:
        rows = ", ".join(map(str, hidden[:20])) + ("…" if len(hidden) > 20 else "")
        log.add("roster_hidden_rows", file=grid.file, sheet=grid.sheet, row=hidden[0], params={"rows": rows})
