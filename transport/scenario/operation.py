"""What an override does to one value: set it, or change what is there.

Numbers are reckoned as decimals, so that 1120 × 1.3 is 1456 and not a little more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from transport.clock import DAY

DROP = "drop"
_NUMBER = re.compile(r"([*×+\-−])\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)")
_SHIFT = re.compile(r"([+\-−])\s*(\d+(?:\.\d+)?)\s*(d|h|min|天|小时|分钟)")
_ITEM = re.compile(r"([+\-−])\s*(\S.*)", re.DOTALL)
_MINUTES = {"d": DAY, "天": DAY, "h": 60, "小时": 60, "min": 1, "分钟": 1}
_MINUS = "-−"


@dataclass(frozen=True, slots=True)
class Calculation:
    """``*x``, ``+x``, ``-x``, ``+P%`` or ``-P%`` of a number."""

    kind: Literal["times", "plus", "percent"]
    amount: Decimal

    def of(self, number: Decimal, *, whole: bool, low: float = 0.0) -> Decimal:
        """Return the changed number: rounded down where it counts something, never below ``low``."""
        changed = number + self.amount if self.kind == "plus" else number * self.factor
        if whole:
            changed = changed.to_integral_value(ROUND_FLOOR)
        return max(changed, Decimal(str(low)))

    @property
    def factor(self) -> Decimal:
        """What a number is multiplied by."""
        return 1 + self.amount / 100 if self.kind == "percent" else self.amount


@dataclass(frozen=True, slots=True)
class Shift:
    """Earlier or later by minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """An element put into a list, or taken out of it."""

    added: bool
    name: str

    def of(self, items: Sequence[str]) -> tuple[str, ...]:
        """Return the changed list."""
        if self.added:
            return (*items, *(() if self.name in items else (self.name,)))
        return tuple(item for item in items if item != self.name)


def calculation(value: object) -> Calculation | None:
    """Return the calculation that a text asks for, or ``None`` where it is none."""
    found = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    sign, digits, percent = found.groups()
    amount = Decimal(digits)
    if sign in "*×":
        return None if percent else Calculation("times", amount)
    return Calculation("percent" if percent else "plus", -amount if sign in _MINUS else amount)


def shift(value: object) -> Shift | None:
    """Return the shift in time that a text asks for, or ``None`` where it is none."""
    found = _SHIFT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    sign, digits, unit = found.groups()
    minutes = round(float(digits) * _MINUTES[unit])
    return Shift(-minutes if sign in _MINUS else minutes)


def item(value: object) -> Item | None:
    """Return the change of a list that a text asks for, or ``None`` where it is none."""
    found = _ITEM.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if found is None else Item(found[1] not in _MINUS, found[2].strip())


def plain(number: Decimal) -> str:
    """Return a number as a person writes it: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
