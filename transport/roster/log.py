"""What was found in rosters, cell by cell, with where to mark it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transport.io.columns import WORKERS, Privacy
from transport.io.issue_log import IssueLog, severity, shown
from transport.roster.cleaning import Cleaned
from transport.roster.fields import Field
from transport.roster.grid import Grid
from transport.roster.header import Header

_PRIVATE: Mapping[str, Privacy | None] = {column.name: column.private for column in WORKERS} | {"birth": "id_number"}


@dataclass
class RosterSheet:
    """A sheet with a header, and its people column by column.

    Parameters
    ----------
    grid, header
        As read.
    rows
        Row of each person, numbered from 0.
    cells
        Each person's cells as they stand, by field.
    values
        The same, cleaned; empty where nothing can be used.
    extra
        Cells of unknown columns, by header.
    context
        Codes of the divisions that the sheet's name and titles say it is of.
    bad
        People with an error.
    """

    grid: Grid
    header: Header
    rows: list[int]
    cells: dict[Field, list[str]]
    extra: dict[str, list[str]]
    context: tuple[str, ...] = ()
    values: dict[Field, list[str]] = field(default_factory=dict)
    bad: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.rows)

    def column_of(self, name: Field) -> int | None:
        """Return the position of a field's column, the village's for an origin that has none of its own."""
        positions = self.header.columns.get(name) or (self.header.columns.get("village") if name == "origin" else None)
        return positions[0] if positions else None

    def where(self, person: int) -> str:
        """Return a person's place in the rosters for a message."""
        sheet = f"#{self.grid.sheet}" if self.grid.sheet else ""
        return f"{self.grid.file}{sheet}:{self.rows[person] + 1}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell to mark: sheet, row and column from 0; no column: the whole row."""

    sheet: RosterSheet
    row: int
    column: int | None


class RosterLog(IssueLog):
    """Every finding, and the cells of those that have one."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: dict[int, Spot] = {}

    def cell(self, sheet: RosterSheet, person: int, name: Field, code: str, **params: str) -> None:
        """Note something about one cell of one person; an error makes the person unusable."""
        position = sheet.column_of(name)
        seen = sheet.cells[name][person].strip() if name in sheet.cells else ""
        self.add(
            code,
            file=sheet.grid.file,
            sheet=sheet.grid.sheet,
            row=sheet.rows[person] + 1,
            column=name if position is None else sheet.header.texts[position],
            seen=shown(" ".join(seen.split()), _PRIVATE.get(name)) or None,
            params=params,
        )
        self.spots[id(self.issues[-1])] = Spot(sheet, sheet.rows[person], position)
        if severity(code) == "error":
            sheet.bad.add(person)

    def cleaned(self, sheet: RosterSheet, person: int, name: Field, result: Cleaned, after: str | None = None) -> None:
        """Note what is wrong with a cell, or else the rules that changed it to what is used."""
        if result.problem:
            self.cell(sheet, person, name, result.problem, **result.params)
            return
        text = result.value if after is None else after
        for rule in result.rules:
            self.cell(sheet, person, name, rule, after=shown(text, _PRIVATE.get(name)) or "–")

    def row(self, grid: Grid, row: int, code: str, **params: str) -> None:
        """Note something about a whole row."""
        self.add(code, file=grid.file, sheet=grid.sheet, row=row + 1, params=params)
