"""People of rosters into the workers table: who is there already is brought up to date, everybody else added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from transport.roster.fields import CARRIED
from transport.roster.log import RosterLog, RosterSheet
from transport.roster.table_file import TableFile

_NUMBERED = re.compile(r"^(.*?)(\d{1,9})$")
_FIRST_ID = ("W", 4)
_PLACES = ("origin", "destination")


@dataclass(frozen=True, slots=True)
class MergeCount:
    """How many people were added, brought up to date, and found as they were."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0


class _Known:
    """The people of the table by what they are recognised by."""

    def __init__(self, table: TableFile, same_place: Callable[[str, str], bool]) -> None:
        self.table = table
        self.same_place = same_place
        self.by_number: dict[str, int] = {}
        self.by_phone: dict[tuple[str, str], int] = {}
        self.by_name: dict[str, list[int]] = {}
        for row in range(len(table.cells)):
            self.enter(row)

    def enter(self, row: int) -> None:
        cells = self.table.cells[row]
        name, phone = cells.get("name", ""), cells.get("phone", "")
        if number := _plain(cells.get("id_number", "")):
            self.by_number.setdefault(number, row)
        if name and phone:
            self.by_phone.setdefault((name, _plain(phone)), row)
        self.by_name.setdefault(name, []).append(row)

    def find(self, person: dict[str, str]) -> int | None:
        """Return the row of a person: by identity number, by name and phone, or, without either, by name and places."""
        row = self.by_number.get(person["id_number"]) if person["id_number"] else None
        if row is None and person["phone"]:
            row = self.by_phone.get((person["name"], person["phone"]))
        if row is None and not (person["id_number"] and person["phone"]):
            alike = [other for other in self.by_name.get(person["name"], ()) if self._alike(other, person)]
            row = alike[0] if len(alike) == 1 else None
        return row

    def _alike(self, row: int, person: dict[str, str]) -> bool:
        """Whether nothing tells two people of one name apart who share their places."""
        cells = self.table.cells[row]
        numbers, phones = _plain(cells.get("id_number", "")), _plain(cells.get("phone", ""))
        if (numbers and person["id_number"]) or (phones and person["phone"]):
            return False
        return all(self.same_place(cells.get(name, ""), person[name]) for name in _PLACES)


def merge_people(
    sheets: Sequence[RosterSheet], table: TableFile, same_place: Callable[[str, str], bool], log: RosterLog
) -> MergeCount:
    """Bring the workers table up to date with everybody who has no error.

    Order, ids and parties of those who are there already are kept; a blank cell of a roster changes nothing.

    Parameters
    ----------
    same_place
        Whether two texts of the table mean one place.
    """
    known, count = _Known(table, same_place), Counter[str]()
    ids = _fresh_ids([cells.get("worker_id", "") for cells in table.cells], sheets)
    given = _usable_ids(sheets, {cells.get("worker_id", "") for cells in table.cells})
    parties = _Parties(table)
    for sheet in sheets:
        people = [(person, _person(sheet, person)) for person in range(len(sheet)) if person not in sheet.bad]
        rows = {person: known.find(texts) for person, texts in people}
        names = parties.of_sheet(sheet, rows)
        for person, texts in people:
            texts["party"] = names.get(texts["party"], "")
            row = rows[person]
            if row is None:
                texts["worker_id"] = texts["worker_id"] if given else next(ids)
                table.add({name: text for name, text in texts.items() if text})
                known.enter(len(table.cells) - 1)
                count["added"] += 1
                continue
            number = _plain(table.cells[row].get("id_number", ""))
            if number and texts["id_number"] and number != texts["id_number"]:
                log.cell(sheet, person, "id_number", "roster_id_changed")
            count["updated" if table.update(row, _news(table.cells[row], texts, same_place)) else "unchanged"] += 1
    return MergeCount(count["added"], count["updated"], count["unchanged"])


def _person(sheet: RosterSheet, person: int) -> dict[str, str]:
    texts = {name: sheet.values[name][person] for name in CARRIED}
    return texts | {header: cells[person] for header, cells in sheet.extra.items()}


def _news(cells: dict[str, str], texts: dict[str, str], same_place: Callable[[str, str], bool]) -> dict[str, str]:
    """Return what a roster says that the table does not."""
    news = {}
    for name, text in texts.items():
        old = cells.get(name, "")
        if not text or name == "worker_id" or (name == "party" and old):
            continue
        if name in _PLACES and old and same_place(old, text):
            continue
        if name in ("phone", "id_number") and _plain(old) == text:
            continue
        news[name] = text
    return news


def _plain(text: str) -> str:
    return re.sub(r"[\s()-]", "", text).upper()


def _usable_ids(sheets: Sequence[RosterSheet], taken: set[str]) -> bool:
    """Whether the rosters' own ids can be used: everybody has one, no two the same, none given in the table."""
    own = [text for sheet in sheets for text in sheet.values["worker_id"]]
    return bool(own) and all(own) and len(set(own)) == len(own) and not taken.intersection(own)


def _fresh_ids(taken: list[str], sheets: Sequence[RosterSheet]) -> Iterator[str]:
    """Go on with the usual form of the table's ids: ``W0602``, ``W0603``, …"""
    found = [match.groups() for text in taken if (match := _NUMBERED.match(text))]
    prefix = Counter(prefix for prefix, _ in found).most_common(1)[0][0] if found else _FIRST_ID[0]
    numbers = [digits for start, digits in found if start == prefix]
    width = max(map(len, numbers), default=_FIRST_ID[1])
    number, used = max(map(int, numbers), default=0), set(taken)
    while True:
        number += 1
        text = f"{prefix}{number:0{width}d}"
        if text not in used:
            yield text


class _Parties:
    """Names of parties: a sheet's family 1 is not that of another sheet, nor one that is in the table already."""

    def __init__(self, table: TableFile) -> None:
        self.table = table
        self.taken = {cells.get("party", "") for cells in table.cells}

    def of_sheet(self, sheet: RosterSheet, rows: dict[int, int | None]) -> dict[str, str]:
        """Return, by what the sheet calls a party, what the table does."""
        names: dict[str, str] = {}
        for person, row in rows.items():
            party = sheet.values["party"][person]
            kept = self.table.cells[row].get("party", "") if row is not None else ""
            if party and kept:
                names.setdefault(party, kept)
        for party in dict.fromkeys(sheet.values["party"][person] for person in rows):
            if party and party not in names:
                names[party] = self._free(party)
        self.taken.update(names.values())
        return names

    def _free(self, party: str) -> str:
        name, number = party, 1
        while name in self.taken:
            number += 1
            name = f"{party}-{number}"
        return name
