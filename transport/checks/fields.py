"""Readers of single JSON values. A reader returns the value, or raises ``ValueError`` saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from transport.checks.wording import shown

Reader = Callable[[object], Any]
_EPOCH = datetime(1970, 1, 1)
_LARGEST = 1e300


def fields(raw: object, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """Read a mapping field by field.

    Raises
    ------
    ValueError
        Something is wrong; the message names every wrong field.
    """
    if not isinstance(raw, Mapping):
        raise ValueError(f"{shown(raw)} where a mapping belongs")
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for key, read in readers.items():
        if key not in raw and read not in OPTIONAL:
            wrong.append(f"{key} is missing")
            continue
        try:
            values[key] = read(raw.get(key))
        except ValueError as problem:
            wrong.append(f"{key}: {problem}")
    if wrong:
        raise ValueError("; ".join(wrong))
    return values


def anything(value: object) -> object:
    """A value that must stand there, to be judged later."""
    return value


def perhaps(value: object) -> object:
    """A value that may be left out, to be judged later."""
    return value


def text(value: object) -> str:
    """An id."""
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a string")
    return value


def number(value: object) -> float:
    """A finite number that is not absurdly large; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        raise ValueError(f"{shown(value)} is not a number")
    return float(value)


def whole(value: object) -> float:
    """A number without a fraction."""
    amount = number(value)
    if not amount.is_integer():
        raise ValueError(f"{shown(value)} is not a whole number")
    return amount


def moment(value: object) -> float:
    """A local ISO 8601 time without offset, as minutes since the epoch; a bare date is its 00:00."""
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a time")
    try:
        parsed = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"{shown(value)} is not a time") from None
    if parsed.tzinfo is not None:
        raise ValueError(f"{shown(value)} is not a local time")
    return (parsed - _EPOCH) / timedelta(minutes=1)


def names(value: object) -> tuple[str, ...]:
    """A list of ids."""
    if not isinstance(value, list):
        raise ValueError(f"{shown(value)} is not a list of ids")
    return tuple(text(item) for item in value)


def perhaps_names(value: object) -> tuple[str, ...]:
    """A list of ids that may be left out or be null: nobody, nothing."""
    return names(value) if value else ()


OPTIONAL: frozenset[Reader] = frozenset({perhaps, perhaps_names})
"""The readers whose fields may be left out."""
