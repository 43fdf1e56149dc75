"""What a scenario changes, key by key: the old value and the new one, personal data left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transport.clock import to_clock, to_iso
from transport.io.columns import TABLES
from transport.io.config import CaseConfig
from transport.scenario.table import IDS, EditTable, Row

_NUMBERS = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class Change:
    """One changed key: ``fleet.YL-19.count``, ``costs.journey_hour``, or ``services.MU7641`` for a whole row.

    ``old`` is ``None`` for what is new, ``new`` for what is gone.
    """

    key: str
    old: Any
    new: Any


def table_changes(table: EditTable, base: EditTable, config: CaseConfig) -> Iterator[Change]:
    """Yield what differs between a table and how it was: changed cells, rows gone, rows new."""
    kept = {row.base: row for row in table.rows if row.base is not None and row.gone is None}
    for index, before in enumerate(base.rows):
        after = kept.get(index)
        if after is None:
            yield Change(_row_key(base, before), _shown_row(base, before), None)
        else:
            yield from _cells(table, after, base, before, config)
    for row in table.rows:
        if row.base is None and row.gone is None:
            yield Change(_row_key(table, row), None, _shown_row(table, row))


def _cells(table: EditTable, after: Row, base: EditTable, before: Row, config: CaseConfig) -> Iterator[Change]:
    for column in after.touched:
        old, new = base.text(before, column), table.text(after, column)
        if old != new:
            key = f"{_row_key(base, before)}.{column}"
            yield Change(key, effective(base, before, column, config), _shown(table, column, new))


def effective(table: EditTable, row: Row, column: str, config: CaseConfig) -> Any:
    """Return a cell for the record; a blank one as what it stands for."""
    text = table.text(row, column)
    if text:
        return _shown(table, column, text)
    moment = blank_moment(column, config)
    if moment is not None:
        written = to_iso(moment)
        return written[:10] if table.spec(column).kind == "date" else written
    default = table.spec(column).default
    if table.spec(column).kind == "clock" and isinstance(default, int):
        return to_clock(default)
    return None if default in {"", ()} else default


def blank_moment(column: str, config: CaseConfig) -> int | None:
    """Return what a blank time stands for: the window's beginning or its end."""
    if column in {"ready_from", "available_from"}:
        return config.window_start
    return config.window_end - 1 if column in {"report_by", "available_to"} else None


def _shown(table: EditTable, column: str, text: str) -> Any:
    spec = table.spec(column)
    if spec.private is not None:
        return "***" if text else None
    value = table.meaning(column, text)
    if spec.kind in _NUMBERS and isinstance(value, int | float):
        return int(value) if float(value).is_integer() else float(value)
    return value if spec.kind == "flag" and value is not None else text or None


def _row_key(table: EditTable, row: Row) -> str:
    columns = IDS[table.name]
    if len(columns) == 1:
        return f"{table.name}.{table.text(row, columns[0])}"
    return f"{table.name}[{','.join(f'{column}={table.text(row, column)}' for column in columns)}]"


def _shown_row(table: EditTable, row: Row) -> Mapping[str, Any]:
    """Return the filled cells of a row, personal ones left out."""
    columns = [column.name for column in TABLES[table.name] if column.private is None]
    return {column: _shown(table, column, text) for column in columns if (text := table.text(row, column))}
