"""The table of divisions: codes, names and how people write them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files

from transport.gazetteer.short_names import spellings, village_core

LEVELS = (2, 4, 6, 9, 12)
"""Digits of a code: province, prefecture, county, township, village."""


class Divisions:
    """Names of divisions by their codes, and codes by every way of writing a name.

    A code begins with the codes of all that it lies in.
    """

    def __init__(self, names: Mapping[str, str], old_names: Iterable[tuple[str, str, str]] = ()) -> None:
        self.names = dict(names)
        self._old = list(old_names)
        self.old_names = frozenset(old for _, old, _ in self._old)

    @cached_property
    def written(self) -> dict[int, dict[str, list[str]]]:
        """Codes by spelling, level by level down to townships."""
        table: dict[int, dict[str, list[str]]] = {level: {} for level in LEVELS[:-1]}
        for code, name in self.names.items():
            if len(code) in table and name not in ("市辖区", "县"):
                for spelling in spellings(name, len(code)):
                    table[len(code)].setdefault(spelling, []).append(code)
        for within, old, new in self._old:
            for level in (4, 6, 9):
                codes = [code for code in table[level].get(new, ()) if code.startswith(within)]
                if any(self.names[code] == new for code in codes):
                    table[level].setdefault(old, []).extend(codes)
        return table

    @cached_property
    def villages(self) -> dict[str, list[str]]:
        """Codes of villages by the core of their name."""
        table: dict[str, list[str]] = {}
        for code, name in self.names.items():
            if len(code) == 12:
                table.setdefault(village_core(name), []).append(code)
        return table

    def counties(self, written: str) -> tuple[str, ...]:
        """Return the codes of the counties that may be meant; several where a name is borne by several."""
        codes = self.written[6].get("".join(written.split()), ())
        exact = tuple(code for code in codes if self.names[code] == written)
        return exact or tuple(dict.fromkeys(codes))

    def path(self, code: str) -> str:
        """Return the full name from the province down: ``云南省大理白族自治州云龙县诺邓镇和平村委会``."""
        parts = (self.names.get(code[:level], "") for level in LEVELS if level <= len(code))
        return "".join(part for part in parts if part not in ("市辖区", "县"))


@cache
def shipped_divisions() -> Divisions:
    """Return the table that comes with the program."""
    data = files("transport.gazetteer") / "data"
    text = gzip.decompress((data / "divisions.csv.gz").read_bytes()).decode("utf-8")
    names = dict(line.split(",", 1) for line in text.splitlines())
    old = csv.DictReader(io.StringIO((data / "old_names.csv").read_text(encoding="utf-8")))
    return Divisions(names, [(row["within"], row["old"], row["new"]) for row in old])
