"""A paper as data: pages of words, forms and tables, before anybody decides between print and workbook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Value = str | int | float | None
Align = Literal["left", "center", "right"]
Look = Literal["plain", "quiet", "strong", "big", "warning"]

COUNT, MONEY, KM, SHARE = "#,##0", "#,##0.00", "#,##0.0", "0.0%"
"""Number formats of a column, as a spreadsheet writes them."""
_PRINTED = {COUNT: "{:,.0f}", MONEY: "{:,.2f}", KM: "{:,.1f}", SHARE: "{:.1%}"}
_LONGEST_TEXT = 16_000  # A cell holds 32,767 UTF-16 units; a rare character takes two.
_WORD = re.compile(r"[!-~\u00a0-\u02ff]+")
_DIGITS = frozenset("0123456789X*-.,:()")
_WIDEST = 1.25
"""Width of a Latin letter in digits, on the safe side."""
_BREAK = "\u200b"
_SEPARATORS = re.compile("[\u2028\u2029]")
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff{_TURNING}{_NO_CHARACTERS}]")
"""What must not reach a cell: control characters, halves of characters, and the marks that turn the direction of
writing, which in a name only deceive."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width in characters, number format (``None``: text), alignment, bold type."""

    heading: str
    width: float
    number: str | None = None
    align: Align = "left"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``shade`` and ``strong`` set it apart."""

    values: tuple[Value, ...]
    shade: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A heading across a table, over the rows that follow."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``roomy``: rows high enough to sign in; ``filters``: a list that is sorted and filtered."""

    columns: tuple[Column, ...]
    rows: Sequence[Row | Band]
    roomy: bool = False
    filters: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Boxes of a name and its value, so many pairs side by side; a blank value is left to be filled in."""

    fields: tuple[tuple[str, str], ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, side by side."""

    labels: tuple[str, ...]


Block = Table | Form | Words | Signatures


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook, or one part of a printed booklet that begins on a new page.

    ``one_page``: a workbook prints it on a single page.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...] = ()
    landscape: bool = False
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that goes into one file; ``subject`` says in a few words what it is about."""

    subject: str
    pages: tuple[Page, ...]


def printed(value: Value, number: str | None) -> str:
    """Return a cell as it is printed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return _PRINTED[number].format(value) if number else str(value)


def clean_text(value: str) -> str:
    """Return the text as a cell can hold it.

    Control characters, broken characters, and marks that turn the direction of writing go; what is too long is cut.
    """
    return _HIDDEN.sub("", _SEPARATORS.sub(" ", value))[:_LONGEST_TEXT]


def breakable(text: str, room: float) -> str:
    """Return the text with places to break a line in every word that is wider than ``room`` digits.

    Chinese breaks anywhere; a number, however long, is broken only where it must be.
    """
    if len(text) * _WIDEST <= room or text.isspace():
        return text
    return _WORD.sub(lambda found: _broken(found.group(), room), text)


def _broken(word: str, room: float) -> str:
    pieces: list[str] = []
    used = 0.0
    for char in word:
        width = 1.0 if char in _DIGITS else _WIDEST
        if used + width > room and pieces:
            pieces.append(_BREAK)
            used = 0.0
        pieces.append(char)
        used += width
    return "".join(pieces)


@lru_cache(maxsize=1 << 16)
def display_width(text: str) -> float:
    """Return the width of a text in digits; a CJK character takes two."""
    if text.isascii():
        return float(len(text))
    return sum(2.0 if unicodedata.east_asian_width(char) in "WFA" else 1.0 for char in text)
