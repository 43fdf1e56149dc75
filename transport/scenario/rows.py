"""Changes of a table's cells and rows, by an override's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from transport.case import TRIP_KINDS
from transport.clock import DAY, to_clock, to_iso
from transport.io.cells import CellError, plain
from transport.io.config import CaseConfig
from transport.io.issue_log import nearest, severity
from transport.scenario import operation
from transport.scenario.changes import blank_moment
from transport.scenario.table import EditTable, Row

MOMENTS = frozenset({"moment", "deadline", "date"})
NUMBERS = frozenset({"number", "integer"})
LISTS = frozenset({"list", "choices"})
MODES = ("flight", "train", "direct", "ticket")
"""What a person can be barred from, or held to."""
_MODE_NAMES = {"飞机": "flight", "火车": "train", "直达": "direct", "零散购票": "ticket"}
_FORBIDDEN = {"flight": "no_fly", "train": "no_train", "direct": "no_direct", "ticket": "no_ticket"}
RESTRICTIONS = ("forbid", "require")
"""Keys of a worker that stand for an element of ``needs``."""


def restriction(key: str, value: Any) -> str:
    """Return the element of ``needs`` that forbids a mode of travel, or requires one.

    Raises
    ------
    CellError
        There is no such mode.
    """
    mode = _MODE_NAMES.get(str(value).strip(), str(value).strip())
    if mode not in MODES:
        raise CellError("bad_value", known=", ".join(MODES), near=nearest(mode, MODES))
    return _FORBIDDEN[mode] if key == "forbid" else f"only_{mode}"


def is_relative(table: EditTable, column: str, value: Any) -> bool:
    """Whether a value changes what stands in a column rather than setting it."""
    kind = table.spec(column).kind
    if kind in NUMBERS:
        return operation.calculation(value) is not None
    if kind in MOMENTS or kind == "clock":
        return operation.shift(value) is not None
    return kind in LISTS and operation.item(value) is not None


def new_text(table: EditTable, row: Row, column: str, value: Any, config: CaseConfig) -> str | None:
    """Return what a cell is to hold; ``None`` where it holds no number that could be changed.

    Raises
    ------
    CellError
        The cell cannot hold that.
    """
    if is_relative(table, column, value):
        text = _changed(table, row, column, value, config)
    else:
        text = _written(value)
        if not text and table.spec(column).required:
            raise CellError("missing_value")
    if text:
        try:
            table.read(column, text)
        except CellError as problem:
            if severity(problem.code) == "error":
                raise
    return text


def _changed(table: EditTable, row: Row, column: str, value: Any, config: CaseConfig) -> str | None:
    spec, current = table.spec(column), table.value(row, column)
    if spec.kind in NUMBERS:
        reckoned = operation.calculation(value)
        assert reckoned is not None
        number = None if current is None else _decimal(table.text(row, column), current)
        if number is None:
            return None
        return operation.plain(reckoned.of(number, whole=spec.kind == "integer", low=spec.low))
    if spec.kind in LISTS:
        return _with_item(table, row, column, value)
    moved = operation.shift(value)
    assert moved is not None
    if spec.kind == "clock":
        return None if current is None else to_clock((current + moved.minutes) % DAY)
    moment = blank_moment(column, config) if current is None else current
    if moment is None:
        return None
    if spec.kind == "date" and moved.minutes % DAY:
        raise CellError("bad_operation")
    written = to_iso(moment + moved.minutes)
    return written[:10] if spec.kind == "date" else written


def _with_item(table: EditTable, row: Row, column: str, value: Any) -> str:
    """Put an element into a list or take it out; roles that are blank are all of them, and stay at least one."""
    change = operation.item(value)
    assert change is not None
    current: Sequence[str] = table.value(row, column) or (TRIP_KINDS if column == "roles" else ())
    meant = table.meaning(column, change.name) or (change.name,)
    items = current
    for name in meant:
        items = operation.Item(change.added, name).of(items)
    if column == "roles" and not items:
        raise CellError("bad_operation")
    return ";".join(items)


def _decimal(text: str, current: float) -> Decimal:
    """Return the number as it is written, so that nothing is lost."""
    try:
        return Decimal(plain(text))
    except InvalidOperation:
        return Decimal(str(current))


def _written(value: Any) -> str:
    """Return a plain value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ";".join(_written(part) for part in value)
    if isinstance(value, Mapping):
        raise CellError("bad_operation")
    if isinstance(value, float):
        return operation.plain(Decimal(repr(value)))
    return str(value).strip()
