"""Overrides applied to the raw content of a case, in order; every problem noted at its override."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transport.io.case_reader import RawCase
from transport.io.cells import CellError
from transport.io.columns import TABLES, TableName
from transport.io.config import read_config
from transport.io.issue_log import IssueLog, nearest
from transport.io.unreadable import UnreadableError
from transport.io.workbook import RawTable
from transport.scenario import operation, rows
from transport.scenario.changes import Change, table_changes
from transport.scenario.config_edit import is_relative
from transport.scenario.document import Scenario
from transport.scenario.keys import ConfigKey, IdKey, RowsKey, config_paths, config_reader, parse_key
from transport.scenario.people import add_copies, sample_parties
from transport.scenario.select import Selection
from transport.scenario.table import IDS, EditTable, Row, Touch
from transport.scenario.workspace import Workspace

ADD = "add"
"""``fleet.add``: new rows."""
LIKE = "like"
"""In a new row: the id of a row whose cells it takes over."""


@dataclass(frozen=True)
class ChangedCase:
    """A case under a scenario: its content as it now stands, and what was changed."""

    raw: RawCase
    changes: tuple[Change, ...]
    tables: frozenset[TableName]
    """Which tables are no longer those of the files."""
    config_changed: bool


def apply_scenario(
    raw: RawCase, scenario: Scenario, file: str, log: IssueLog, read_rows: Callable[[str], RawTable]
) -> ChangedCase:
    """Apply a scenario's overrides.

    Parameters
    ----------
    raw
        The base; it is not changed.
    scenario
        Which overrides, in order.
    file
        The what-if file's name, for the log.
    read_rows
        Reads a table of new rows that stands beside the what-if file; raises ``UnreadableError``.
    """
    return _Editor(raw, file, log, read_rows).run(scenario)


class _Editor(Workspace):
    """Applies overrides to the tables and the configuration that it holds."""

    def run(self, scenario: Scenario) -> ChangedCase:
        for override in scenario.overrides:
            for key, value in override.changes.items():
                self.where = f"overrides.{override.name}.{key}"
                self.change(override.name, key, value)
        changed = {name: table for name, table in self.tables.items() if table.changed}
        changes = [*self.config.changes()]
        for name, table in changed.items():
            before = EditTable(name, self.raw_table(name), self.find_place)
            changes += table_changes(table, before, self.raw.config)
        config = read_config(self.config.document, IssueLog()) if self.config.changed else self.raw.config
        tables = {**self.raw.tables, **{name: table.as_raw() for name, table in changed.items()}}
        raw = replace(self.raw, document=self.config.document, config=config, tables=tables)
        return ChangedCase(raw, tuple(changes), frozenset(changed), self.config.changed)

    def change(self, override: str, key: str, value: Any) -> None:
        target = parse_key(key)
        if target is None:
            head = re.split(r"[\[.]", key)[0]
            self.note("unknown_key", near=nearest(head, TABLES) or nearest(key, config_paths()))
        elif isinstance(target, ConfigKey):
            self.change_config(override, target.path, value)
        elif isinstance(target, RowsKey):
            table = self.table(target.table)
            selection = self.selector.select(table, target.conditions)
            if self.selected(selection):
                self.change_rows(Touch(override, key, False), table, selection.rows, target.column, value)
        else:
            self.change_by_id(override, key, target, value)

    # ---- case.yaml

    def change_config(self, override: str, path: tuple[str, ...], value: Any) -> None:
        reader = config_reader(path)
        if reader is None:
            self.note("unknown_key", near=nearest(".".join(path), config_paths()))
        elif not isinstance(reader, Mapping):
            key = ".".join(path)
            touch = Touch(override, key, is_relative(value))
            if self.clashes(self.config.touched.get(path), touch, key):
                return
            try:
                if self.config.put(path, value, reader):
                    self.note("nothing_to_change", seen=str(value))
                else:
                    self.config.touched[path] = touch
            except CellError as problem:
                self.note(problem.code, seen=str(value), **problem.params)
        elif isinstance(value, Mapping):
            for inner, inner_value in value.items():
                self.change_config(override, (*path, *str(inner).split(".")), inner_value)
        else:
            self.note("not_a_mapping", seen=type(value).__name__)

    # ---- rows of a table

    def change_by_id(self, override: str, key: str, target: IdKey, value: Any) -> None:
        table, ids = self.table(target.table), self.table(target.table).ids()
        touch = Touch(override, key, False)
        if target.rest in ids:
            self.change_rows(touch, table, (ids[target.rest],), None, value)
            return
        if target.rest == ADD:
            self.add_rows(table, value)
            return
        name, _, column = target.rest.rpartition(".")
        if name in ids:
            self.change_rows(touch, table, (ids[name],), column, value)
        elif isinstance(value, Mapping) and self.is_whole_row(table, value):
            self.add_row(table, {IDS[table.name][0]: target.rest, **value})
        else:
            meant = name if table.column(column) is not None and name else target.rest
            self.note("unknown_row", seen=meant, table=table.name, near=nearest(meant, ids))

    def is_whole_row(self, table: EditTable, value: Mapping[str, Any]) -> bool:
        """Whether a mapping under an unknown id is a new row: it has every cell that a row must have, or a model."""
        given = {table.column(str(column)) for column in value}
        needed = {column.name for column in TABLES[table.name] if column.required} - {IDS[table.name][0]}
        return len(IDS[table.name]) == 1 and (LIKE in value or needed <= given)

    def selected(self, selection: Selection) -> bool:
        if selection.unknown_column is not None:
            self.note("unknown_table_column", seen=selection.unknown_column, near=selection.near)
        elif selection.unknown_value is not None:
            condition = selection.unknown_value
            self.note("unknown_condition", seen=condition.value, column=condition.column, near=selection.near)
        elif not selection.rows:
            self.note("nothing_selected")
        return bool(selection.rows)

    def change_rows(
        self, touch: Touch, table: EditTable, chosen: Sequence[Row], column: str | None, value: Any
    ) -> None:
        """Drop rows, take more or fewer of them, or change cells."""
        if column is not None:
            self.change_column(touch, table, chosen, column, value)
        elif isinstance(value, Mapping):
            for inner, inner_value in value.items():
                self.change_column(touch, table, chosen, str(inner), inner_value)
        elif value == operation.DROP:
            self.drop_rows(touch, table, chosen)
        else:
            percent = operation.calculation(value)
            if table.name != "workers" or percent is None or percent.kind != "percent":
                self.note("bad_row_value", seen=str(value))
                return
            here = [row for row in chosen if row.gone is None]
            rng = random.Random(f"{self.raw.config.solver.seed}:{touch.override}:{touch.key}")
            sample = sample_parties(table, here, percent.amount, rng)
            if not sample:
                self.note("nothing_to_change", seen=str(value))
            elif percent.amount > 0:
                add_copies(table, sample)
            else:
                table.drop(sample, replace(touch, relative=True))

    def drop_rows(self, touch: Touch, table: EditTable, chosen: Sequence[Row]) -> None:
        for row in chosen:
            fixed = next((old for old in row.touched.values() if not old.relative), None)
            if fixed is not None and self.clashes(fixed, touch, touch.key):
                return
        table.drop(chosen, touch)

    def change_column(self, touch: Touch, table: EditTable, chosen: Sequence[Row], written: str, value: Any) -> None:
        if table.name == "workers" and written in rows.RESTRICTIONS:
            self.restrict(touch, table, chosen, written, value)
            return
        column = table.column(written)
        if column is None:
            near = nearest(written, [*table.column_names(), *rows.RESTRICTIONS * (table.name == "workers")])
            self.note("unknown_table_column", seen=written, near=near)
            return
        self.change_cells(touch, table, chosen, column, value)

    def restrict(self, touch: Touch, table: EditTable, chosen: Sequence[Row], key: str, value: Any) -> None:
        for mode in value if isinstance(value, list) else [value]:
            try:
                self.change_cells(touch, table, chosen, "needs", f"+{rows.restriction(key, mode)}")
            except CellError as problem:
                self.note(problem.code, seen=str(mode), **problem.params)

    def change_cells(self, touch: Touch, table: EditTable, chosen: Sequence[Row], column: str, value: Any) -> None:
        touch = replace(touch, relative=rows.is_relative(table, column, value))
        put = 0
        for row in chosen:
            gone = row.gone if row.gone is not None and not row.gone.relative else None
            before = row.touched.get(column) or gone
            if not (touch.relative and gone) and self.clashes(before, touch, f"{touch.key} ({column})"):
                return
            if row.gone is not None:
                put += 1
                continue
            try:
                text = rows.new_text(table, row, column, value, self.raw.config)
            except CellError as problem:
                self.note(problem.code, seen=str(value), **problem.params)
                return
            if text is not None:
                table.put(row, column, text)
                row.touched[column] = touch
                put += 1
        if not put:
            self.note("nothing_to_change", seen=str(value))

    # ---- new rows

    def add_rows(self, table: EditTable, value: Any) -> None:
        """Add one row, a list of rows, or the rows of a file."""
        if isinstance(value, str):
            self.add_file(table, value)
            return
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, Mapping):
                self.add_row(table, row)
            else:
                self.note("not_a_mapping", seen=type(row).__name__)

    def add_row(self, table: EditTable, given: Mapping[str, Any]) -> None:
        model = None
        if LIKE in given:
            ids = table.ids()
            model = ids.get(str(given[LIKE]))
            if model is None:
                self.note("unknown_row", seen=str(given[LIKE]), table=table.name, near=nearest(str(given[LIKE]), ids))
                return
        cells: dict[str, Any] = {}
        for written, value in given.items():
            column = table.column(str(written))
            if column is not None:
                cells[column] = value
            elif written != LIKE:
                self.note("unknown_table_column", seen=str(written), near=nearest(str(written), table.column_names()))
        key = ",".join(str(cells.get(column, "")) for column in IDS[table.name])
        taken = table.ids().get(key)
        if taken is not None and taken.gone is None:
            self.note("duplicate_row", seen=key)
            return
        row = table.add({}, like=model)
        row.touched = {}
        for column, value in cells.items():
            self.change_cells(Touch("", self.where, False), table, (row,), column, value)
        missing = [c.name for c in TABLES[table.name] if c.required and not table.text(row, c.name)]
        if missing:
            self.note("row_incomplete", seen=key, columns=", ".join(missing))

    def add_file(self, table: EditTable, reference: str) -> None:
        try:
            raw = self.read_rows(reference)
        except UnreadableError as problem:
            self.note(problem.code, seen=reference, **problem.params)
            return
        for cells in raw.rows:
            named = {header: cell for header, cell in zip(raw.header, cells, strict=False) if cell.strip()}
            self.add_row(table, named)
