"""Where people get on and work: what is written, to places of the case or new ones; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from transport.gazetteer.address import Address, parse_address, plain_address
from transport.gazetteer.divisions import Divisions
from transport.gazetteer.match import official_villages
from transport.io.place_index import PlaceIndex
from transport.roster.cleaning import Cleaned, visible
from transport.roster.log import RosterLog, RosterSheet


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A village of the official table that a roster names in full and the case does not have yet."""

    code: str
    name: str
    county: str
    written: str


class PlaceFinder:
    """Finds the places that rosters name; every different cell is looked up once.

    Parameters
    ----------
    index
        The places of the case.
    may_add
        Whether a village that the case does not have may become a new place.
    kept
        Codes of rules that are not to be applied.
    """

    def __init__(self, index: PlaceIndex, divisions: Divisions, *, may_add: bool, kept: frozenset[str]) -> None:
        self.index = index
        self.divisions = divisions
        self.may_add = may_add
        self.kept = kept
        self.added: dict[str, NewPlace] = {}
        self._known: dict[tuple[str, str, tuple[str, ...]], Cleaned] = {}

    def origins(self, sheet: RosterSheet, log: RosterLog, kept_cell: Callable[[int, int | None], bool]) -> list[str]:
        """Return each person's place of boarding, as the workers table names it; empty where there is none."""
        count = len(sheet)
        blank = [""] * count
        own = sheet.cells.get("origin") or sheet.cells.get("village") or blank
        village = sheet.cells.get("village", blank) if "origin" in sheet.cells else blank
        upper = list(zip(sheet.cells.get("county", blank), sheet.cells.get("township", blank), village, strict=True))
        return self._column(sheet, log, "origin", own, upper, kept_cell)

    def destinations(
        self, sheet: RosterSheet, log: RosterLog, kept_cell: Callable[[int, int | None], bool]
    ) -> list[str]:
        """Return each person's employer, likewise."""
        upper = [("", "", "")] * len(sheet)
        return self._column(sheet, log, "destination", sheet.cells["destination"], upper, kept_cell)

    def _column(
        self,
        sheet: RosterSheet,
        log: RosterLog,
        name: Literal["origin", "destination"],
        own: list[str],
        upper: list[tuple[str, str, str]],
        kept_cell: Callable[[int, int | None], bool],
    ) -> list[str]:
        sheet.cells.setdefault(name, own)
        position, values = sheet.column_of(name), []
        for person, cell in enumerate(own):
            if not cell and not any(upper[person]):
                log.cell(sheet, person, name, "missing_value")
                values.append("")
                continue
            result = self._lookup(name, cell, upper[person], sheet.context)
            if result.rules and kept_cell(person, position):
                result = Cleaned("", problem="unknown_place", params={"candidates": result.value})
            new = self.added.get(result.value)
            log.cleaned(sheet, person, name, result, new.written if new else None)
            values.append(result.value)
        return values

    def _lookup(self, field: str, cell: str, upper: tuple[str, str, str], context: tuple[str, ...]) -> Cleaned:
        key = (field + cell, "|".join(upper), context)
        if key not in self._known:
            self._known[key] = (
                self._origin(cell, upper, context) if field == "origin" else self._employer(cell, context)
            )
        return self._known[key]

    def _origin(self, cell: str, upper: tuple[str, str, str], context: tuple[str, ...]) -> Cleaned:
        """Look up a village, what stands in columns of its own for county, township and village put before it."""
        county, township, village = (plain_address(part) for part in upper)
        own = plain_address(cell)
        divisions = self.divisions
        within = parse_address(county + township, divisions).codes if county or township else ()
        address = parse_address(own, divisions)
        if not own or (village and not address.village):
            own = village or own
        if within and not _inside(address, within):
            own = own if own.startswith(township or county) else county + township + own
        exact = self.index.by_name(visible(cell))
        if len(exact) == 1 and (not within or self._fits(exact[0], within)):
            return self._resolved(exact[0], visible(cell), None)
        return self._find(own, (*within, *context), plain_address(cell))

    def _employer(self, cell: str, context: tuple[str, ...]) -> Cleaned:
        found = self._find(cell, context)
        if found.problem in ("", "ambiguous_place") and found.value not in self.added:
            return found
        text = visible(cell)
        return Cleaned("", problem="unknown_place", params={"candidates": self._employers_like(text)})

    def _employers_like(self, text: str) -> str:
        near = self.index.employers_like(text)
        return self.index.labels(near) if near else self.index.suggestions(text)

    def _fits(self, place_id: str, within: tuple[str, ...]) -> bool:
        """Whether a place lies in, or is not known to lie outside, one of the divisions."""
        codes = self.index.address_of(place_id).codes
        return not codes or any(a.startswith(b) or b.startswith(a) for a in codes for b in within)

    def _find(self, written: str, context: tuple[str, ...], own: str = "") -> Cleaned:
        text = visible(written)
        found = self.index.by_name(text)
        match = None
        near: tuple[str, ...] = ()
        if not found:
            found, near = self.index.by_address(text, context)
            match = self.index.match(text, context)
        elif len(found) > 1:
            narrowed = self.index.match(text, context).found
            found = narrowed if len(narrowed) == 1 else found
        if len(found) == 1:
            return self._resolved(found[0], own or text, match.address if match else None)
        if found:
            return Cleaned("", problem="ambiguous_place", params={"candidates": self.index.labels(found)})
        return self._unknown(text, near, match.address if match else None)

    def _resolved(self, place_id: str, written: str, address: Address | None) -> Cleaned:
        name = self.index.name_of(place_id)
        if place_id in self.index.by_name(written):
            return Cleaned(name)
        rule = "clean_place" if address is None or not address.old_name else "clean_old_name"
        if self.index.kind_of(place_id) == "factory":
            rule = "clean_employer"
        if rule in self.kept:
            return Cleaned("", problem="unknown_place", params={"candidates": self.index.labels([place_id])})
        return Cleaned(name, (rule,))

    def _unknown(self, text: str, near: tuple[str, ...], address: Address | None) -> Cleaned:
        villages = official_villages(address, self.divisions) if address is not None else ()
        if len(villages) == 1 and self.may_add and not near:
            code = villages[0]
            if code not in self.added:
                path = self.divisions.path(code)
                names = self.divisions.names
                self.added[code] = NewPlace(code, names[code[:9]] + names[code], names[code[:6]], path)
            return Cleaned(code, ("clean_new_place",))
        if near:
            return Cleaned("", problem="unknown_place", params={"candidates": self.index.labels(near)})
        if villages:
            paths = ", ".join(self.divisions.path(code) for code in villages[:5])
            return Cleaned("", problem="unknown_place", params={"candidates": paths})
        there = self.index.under(address) if address is not None and address.codes else []
        if address is not None and address.codes and not address.village:
            return Cleaned("", problem="roster_place_too_coarse", params={"candidates": self.index.labels(there)})
        return Cleaned("", problem="unknown_place", params={"candidates": self.index.suggestions(text, there=there)})


def _inside(address: Address, within: tuple[str, ...]) -> bool:
    """Whether an address names a division that lies in one of those it stands under."""
    return any(code.startswith(container) for code in address.codes for container in within)
