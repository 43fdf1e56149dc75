"""Where an override points: a key of ``case.yaml``, or rows (and a column) of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from transport.io.columns import TABLES, TableName
from transport.io.config import CASE
from transport.io.config_values import Reader

_BRACKETS = re.compile(r"(\w+)\[(.*)\](?:\.([^\[\]]+))?", re.DOTALL)
_CONDITION = re.compile(r"\s*([^=~!]+?)\s*(!=|=|~)\s*(.*?)\s*", re.DOTALL)
_NEXT_CONDITION = re.compile(r",(?=\s*[^,=~!\[\]]+(?:!=|=|~))")
_FIXED = ("name", "title", "timezone", "tables")
"""Keys of ``case.yaml`` that say which case it is and where its tables stand."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``column=value``, ``column!=value`` or ``column~value``."""

    column: str
    sign: Literal["=", "!=", "~"]
    value: str


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """A key of ``case.yaml``: ``costs.journey_hour``."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsKey:
    """Rows of a table that meet every condition (``*``: all rows), and the column meant, ``None`` for whole rows."""

    table: TableName
    conditions: tuple[Condition, ...]
    column: str | None


@dataclass(frozen=True, slots=True)
class IdKey:
    """``fleet.YL-19.count``: what follows the table's name, to be split where the ids are known."""

    table: TableName
    rest: str


def parse_key(key: str) -> ConfigKey | RowsKey | IdKey | None:
    """Return what a key points at; ``None`` where it cannot be read or names nothing that may be overridden."""
    found = _BRACKETS.fullmatch(key.strip())
    if found is not None:
        table, inside, column = found.groups()
        conditions, every = _conditions(inside), inside.strip() == "*"
        if table not in TABLES or not (conditions or every):
            return None
        return RowsKey(_table(table), conditions, column)
    head, _, rest = key.strip().partition(".")
    if head in TABLES:
        return IdKey(_table(head), rest) if rest else None
    path = tuple(key.strip().split("."))
    return ConfigKey(path) if head in CASE and head not in _FIXED else None


def _table(name: str) -> TableName:
    return next(table for table in TABLES if table == name)


def _conditions(inside: str) -> tuple[Condition, ...]:
    """Split ``mode=flight,from_hub=DLU``; a comma inside a value stays."""
    conditions = []
    for part in _NEXT_CONDITION.split(inside):
        found = _CONDITION.fullmatch(part)
        if found is None:
            return ()
        column, sign, value = found.groups()
        conditions.append(Condition(column, "=" if sign == "=" else "~" if sign == "~" else "!=", value))
    return tuple(conditions)


def config_reader(path: tuple[str, ...]) -> Reader | Mapping[str, Any] | None:
    """Return what reads a key of ``case.yaml``, the keys below it for a section, or ``None`` for no key."""
    node: Any = CASE
    for part in path:
        if not isinstance(node, Mapping) or part not in node:
            return None
        node = node[part]
    return node  # type: ignore[no-any-return]


def config_paths(schema: Mapping[str, Any] = CASE, above: str = "") -> Iterable[str]:
    """Yield every key of ``case.yaml`` that may be overridden, dotted."""
    for key, inner in schema.items():
        if not above and key in _FIXED:
            continue
        if isinstance(inner, Mapping):
            yield from config_paths(inner, f"{above}{key}.")
        else:
            yield f"{above}{key}"
