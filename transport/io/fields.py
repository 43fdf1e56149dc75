"""What can be written into a case, for a person to read: every column and every key with unit, default and meaning.

Everything comes from where the reader has it: columns from ``columns.py``, keys from ``config.py`` and ``payers.py``,
defaults from the frozen case, meanings from the catalogues. Pages and messages are made from this and cannot disagree
with the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transport.case import Budget, Costs, Emissions, PaperSettings, Payer, Rules, SolverSettings
from transport.io.columns import TABLES, Column, TableName, meaning
from transport.io.config import CASE, DEFAULT_TIMEZONE, REQUIRED
from transport.io.config_mapping import Schema
from transport.io.config_values import Reader, money, money_or_none, seats
from transport.io.payers import ENTRY
from transport.io.roads_config import CLOSURE
from transport.locale import Language, catalogue
from transport.road_settings import Closure, RoadSettings

_DEFAULTS: Mapping[str, Any] = {
    "timezone": DEFAULT_TIMEZONE,
    "roads": RoadSettings(),
    "rules": Rules(),
    "costs": Costs(),
    "budget": Budget(),
    "solver": SolverSettings(),
    "papers": PaperSettings(),
    "emissions": Emissions(),
    "payers": Payer(name="", rule="by_head"),
    "closures": Closure(name=""),
}
_LISTS: Mapping[str, Schema] = {"payers": ENTRY, "closures": CLOSURE}
"""Sections that are lists (``closures``: in ``roads``), with what an entry may hold."""
_NEEDED = REQUIRED | {"payers.name", "payers.rule"}
_UNITS = {"_minutes": "minutes", "_24h": "minutes", "_km": "km", "_s": "seconds", "_from": "HH:MM", "_to": "HH:MM"}
"""By the end of a key, or of one above it."""
_STOPS = "max_stops"


@dataclass(frozen=True, slots=True)
class Field:
    """A column or a key: other names, unit (blank: none), default as it would be written (blank: none), meaning."""

    name: str
    also: tuple[str, ...]
    unit: str
    required: bool
    default: str
    meaning: str


def table_fields(table: TableName, lang: Language) -> list[Field]:
    """Return the columns of a table."""
    return [
        Field(column.name, column.aliases, column.unit, column.required, _cell(column), meaning(table, column, lang))
        for column in TABLES[table]
    ]


def config_fields(section: str, lang: Language) -> list[Field]:
    """Return the keys of a section of ``case.yaml``, dotted as a what-if names them.

    Of a list (``payers``, ``closures``) they are those of an entry.

    Raises
    ------
    KeyError
        There is no such section.
    """
    schema = _LISTS[section] if section in _LISTS else CASE[section]
    return [
        Field(
            ".".join(path[1:] if section in _LISTS else path),
            (),
            _unit(path, reader),
            ".".join(path) in _NEEDED,
            "" if ".".join(path) in _NEEDED else _default(path),
            key_meaning(path, lang),
        )
        for path, reader in _leaves(schema, (section,))
    ]


def key_meaning(path: tuple[str, ...], lang: Language) -> str:
    """Return what a key of ``case.yaml`` means: its own text, or that of the nearest key above it.

    Raises
    ------
    KeyError
        It has none.
    """
    node: Any = catalogue(lang, "case_keys")["keys"]
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else node
    if not isinstance(node, str):
        raise KeyError(f"no meaning of {'.'.join(path)} in case_keys.yaml")
    return node


def _leaves(schema: Schema | Reader, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Reader]]:
    if isinstance(schema, Mapping):
        for key, inner in schema.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, schema


def _unit(path: tuple[str, ...], reader: Reader) -> str:
    if reader in {money, money_or_none}:
        return "CNY"
    if reader is seats:
        return "persons"
    if _STOPS in path:
        return "stops"
    if path[0] == "emissions":
        return "kg/km"
    return next((unit for part in reversed(path) for end, unit in _UNITS.items() if part.endswith(end)), "")


def _default(path: tuple[str, ...]) -> str:
    """Return a key's default as YAML; blank where there is none worth telling."""
    value: Any = _DEFAULTS
    for part in path:
        value = value.get(part, "") if isinstance(value, Mapping) else getattr(value, part, "")
    if path[-1].endswith(("_from", "_to")) and isinstance(value, int):
        return f'"{value // 60:02d}:{value % 60:02d}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "" if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else str(value)


def _cell(column: Column) -> str:
    """Return what a blank cell stands for; blank where its meaning says it, or nothing does."""
    if column.required or column.default in {None, "", ()}:
        return ""
    if column.kind == "clock" and isinstance(column.default, int):
        return f"{column.default // 60:02d}:{column.default % 60:02d}"
    if isinstance(column.default, bool):
        return str(column.default).lower()
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default)
