"""Employers by any way of writing their name: brackets of either width, the region first, last or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transport.gazetteer.address import plain_address
from transport.gazetteer.divisions import Divisions, shipped_divisions

_BRACKETS = re.compile(r"[()\[\]{}〔〕【】〈〉《》「」\"'“”‘’·・.]")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_LEGAL = re.compile(r"(?<!分)(股份有限责任公司|有限责任公司|股份有限公司|有限公司|公司)$")
_LEAST = 2
"""Characters of a firm's own name that must be left once region and legal form are taken away."""


@dataclass(frozen=True, slots=True)
class FirmName:
    """A firm's name taken apart: its own name, and the regions named in it."""

    own: str
    regions: frozenset[str]

    def clashes(self, other: FirmName) -> bool:
        """Whether both name regions and none of one lies in one of the other."""
        if not self.regions or not other.regions:
            return False
        return not any(a.startswith(b) or b.startswith(a) for a in self.regions for b in other.regions)


def parse_firm(written: str, divisions: Divisions) -> FirmName:
    """Take region and legal form out of a firm's name."""
    text = plain_address(written)
    regions: set[str] = set()
    for inner in _BRACKETED.findall(text):
        codes = _region_codes(inner, divisions)
        if codes:
            regions |= codes
            text = text.replace(next(found for found in _BRACKETED.finditer(text) if found[1] == inner)[0], "", 1)
    text = _BRACKETS.sub("", text)
    text, first = _strip_region(text, divisions)
    regions |= first
    text, last = _strip_last(text, divisions)
    own, inner = _strip_last(_LEGAL.sub("", text), divisions)
    return FirmName(own if len(own) >= _LEAST else text, _deepest(regions | last | inner))


def _strip_last(text: str, divisions: Divisions) -> tuple[str, set[str]]:
    """Take a region off the end."""
    for length in range(min(7, len(text) - _LEAST), 1, -1):
        if codes := _region_codes(text[-length:], divisions):
            return text[:-length], codes
    return text, set()


def _deepest(regions: Iterable[str]) -> frozenset[str]:
    """Return regions without those that hold another one, and without homonyms elsewhere of a town in one of them."""
    known = set(regions)
    inside = {code for code in known if any(code != other and code.startswith(other) for other in known)}
    towns = {code for code in known if len(code) == 9}
    if inside & towns:
        known -= towns - inside
    return frozenset(a for a in known if not any(b != a and b.startswith(a) for b in known))


def _strip_region(text: str, divisions: Divisions) -> tuple[str, set[str]]:
    """Take provinces, cities, districts and towns off the front, one after the other."""
    regions: set[str] = set()
    again = True
    while again:
        again = False
        for length in range(min(9, len(text) - _LEAST), 1, -1):
            codes = _region_codes(text[:length], divisions)
            if codes:
                regions |= codes
                text, again = text[length:], True
                break
    return text, regions


def _region_codes(text: str, divisions: Divisions) -> set[str]:
    """Return the divisions, down to counties and written-out towns, that a text names as a whole."""
    codes: set[str] = set()
    for level in (2, 4, 6):
        codes.update(divisions.written[level].get(text, ()))
    if not codes and text.endswith(("镇", "乡", "街道")):
        codes.update(divisions.written[9].get(text, ()))
    return codes


class FirmBook:
    """Employers of a case.

    Parameters
    ----------
    firms
        ``(key, county, names)`` of each.
    """

    def __init__(self, firms: Iterable[tuple[str, str, Sequence[str]]], divisions: Divisions | None = None) -> None:
        self.divisions = divisions or shipped_divisions()
        self._plain: dict[str, list[str]] = {}
        self._parsed: dict[str, list[tuple[str, FirmName]]] = {}
        for key, county, names in firms:
            home = frozenset(self.divisions.counties(county)) if county else frozenset()
            for name in filter(None, names):
                _put(self._plain, bare_name(name), key)
                firm = parse_firm(name, self.divisions)
                entry = (key, FirmName(firm.own, _deepest(firm.regions | home)))
                entries = self._parsed.setdefault(firm.own, [])
                if entry not in entries:
                    entries.append(entry)

    def find(self, written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the keys that a name may mean (one is the answer), and those that merely resemble it."""
        same = self._plain.get(bare_name(written), [])
        if same:
            return tuple(same), ()
        firm = parse_firm(written, self.divisions)
        entries = self._parsed.get(firm.own, [])
        fitting = dict.fromkeys(key for key, other in entries if not firm.clashes(other))
        if fitting:
            return tuple(fitting), ()
        near = [key for own, known in self._parsed.items() if firm.own in own or own in firm.own for key, _ in known]
        return (), tuple(dict.fromkeys([*(key for key, _ in entries), *near]))


def bare_name(name: str) -> str:
    """Return a firm's name without blanks, brackets and differences of width."""
    return _BRACKETS.sub("", plain_address(name)).casefold()


def _put(table: dict[str, list[str]], name: str, key: str) -> None:
    keys = table.setdefault(name, [])
    if key not in keys:
        keys.append(key)
