"""What is being changed: the tables and ``case.yaml`` of a case as they now stand, and where problems go."""

from __future__ import annotations

from collections.abc import Callable

from transport.io.case_reader import RawCase
from transport.io.columns import TABLES, TableName
from transport.io.issue_log import IssueLog, shown
from transport.io.place_index import KnownPlace, PlaceIndex
from transport.io.workbook import RawTable
from transport.scenario.config_edit import ConfigEdit
from transport.scenario.select import Selector
from transport.scenario.table import EditTable, Touch


class Workspace:
    """A case under change; its tables are opened as they are needed.

    Parameters
    ----------
    raw
        The base; it is not changed.
    file
        The what-if file's name, for the log.
    log
        Where problems go; ``where`` says which override they are found at.
    read_rows
        Reads a table of new rows that stands beside the what-if file.
    """

    def __init__(self, raw: RawCase, file: str, log: IssueLog, read_rows: Callable[[str], RawTable]) -> None:
        self.raw, self.file, self.log, self.read_rows = raw, file, log, read_rows
        self.config = ConfigEdit(raw.document, raw.config)
        self.tables: dict[TableName, EditTable] = {}
        self.selector = Selector(self.table("places"))
        self._index: tuple[int, PlaceIndex] | None = None
        self.where = ""

    def table(self, name: TableName) -> EditTable:
        if name not in self.tables:
            self.tables[name] = EditTable(name, self.raw_table(name), self.find_place)
        return self.tables[name]

    def raw_table(self, name: TableName) -> RawTable:
        """Return a table of the base; one that the case lacks is empty."""
        missing = RawTable(f"{name}.csv", None, [column.name for column in TABLES[name]], [], [])
        return self.raw.tables.get(name, missing)

    def find_place(self, written: str) -> str:
        """Look a place up among those that there are now."""
        table = self.table("places")
        alive = sum(row.gone is None for row in table.rows)
        if self._index is None or self._index[0] != alive:
            places = (
                KnownPlace(
                    table.text(row, "place_id"),
                    table.text(row, "name"),
                    table.value(row, "aliases") or (),
                    table.value(row, "kind") or "",
                    table.text(row, "county"),
                )
                for row in table.rows
                if row.gone is None
            )
            self._index = (alive, PlaceIndex(places))
        return self._index[1].find(written)

    def clashes(self, before: Touch | None, touch: Touch, cell: str) -> bool:
        """Note two changes of one cell, unless both are relative."""
        if before is None or (before.relative and touch.relative):
            return False
        first = f"{before.override}: {before.key}"
        self.note("override_clash", cell=shown(cell), first=shown(first))
        return True

    def note(self, code: str, *, seen: str | None = None, **params: str) -> None:
        self.log.add(
            code,
            file=self.file,
            column=shown(self.where),
            seen=None if seen is None else shown(seen),
            params={name: str(value) for name, value in params.items()},
        )
