"""What cleaning a cell gives: the value, the rules that changed it, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
)
PLACEHOLDER = re.compile(r"无|没有|暂无|空|[/\\—–-]{1,3}|N/?A|n/?a")
"""What people write into a cell that they have nothing for."""
NO_RULES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One cell, cleaned.

    Parameters
    ----------
    value
        What is used, as text; empty where nothing can be.
    rules
        Codes of the rules that changed it, in their order.
    problem
        Code of what is wrong with it, or empty.
    params
        Values for the problem's message.
    also
        What else stood in the cell and belongs to another field, by field.
    """

    value: str
    rules: tuple[str, ...] = ()
    problem: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)


class Steps:
    """Applies rules to one text, one after the other, and remembers which changed it.

    Parameters
    ----------
    text
        The cell as it stands.
    kept
        Codes of rules that are not to be applied.
    """

    def __init__(self, text: str, kept: frozenset[str]) -> None:
        self.text = text
        self.kept = kept
        self.rules: list[str] = []

    def apply(self, rule: str, changed: str) -> None:
        """Take a changed text over, unless the rule is kept from working."""
        if changed != self.text and rule not in self.kept:
            self.text = changed
            if rule not in self.rules:
                self.rules.append(rule)

    def done(self, problem: str = "", **params: str) -> Cleaned:
        """Return the cell with all that was done; with a problem the value is not used."""
        return Cleaned("" if problem else self.text, tuple(self.rules), problem, params)


def narrow(text: str) -> str:
    """Return full-width letters, digits and signs as plain ones; other compatibility characters stay as they are."""
    return "".join(unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char for char in text)


def digits_plain(text: str) -> str:
    """Return digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def visible(text: str) -> str:
    """Return text without invisible characters, and with every kind of blank as a plain space."""
    return re.sub(r"\s", " ", INVISIBLE.sub("", text)).strip()
