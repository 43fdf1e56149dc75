"""More people or fewer: whole parties, chosen by chance."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from transport.scenario.table import EditTable, Row

_PRIVATE = ("id_number", "phone", "emergency_contact")
"""What a copy of a person does not take over."""


def sample_parties(table: EditTable, rows: Sequence[Row], percent: Decimal, rng: random.Random) -> list[Row]:
    """Return whole parties, chosen by chance, of together at most ``percent`` of the people in ``rows``.

    The number of people is rounded down. A party of which anybody is among ``rows`` counts with all its members; a
    party that no longer fits is passed over for a smaller one. Above 100 % everybody is chosen once for each whole
    hundred.
    """
    parties = _parties(table, rows)
    target = int((len(rows) * abs(percent) / 100).to_integral_value(ROUND_FLOOR))
    people = sum(map(len, parties))
    chosen: list[Row] = []
    while people and target - len(chosen) >= people:
        chosen += [row for party in parties for row in party]
    for party in rng.sample(parties, len(parties)):
        if len(chosen) + len(party) <= target:
            chosen += party
    return chosen


def add_copies(table: EditTable, rows: Sequence[Row]) -> None:
    """Add a new person like each of ``rows``; copies of one party make a new party.

    Ids, names and parties get a number: ``W0001+1``. Identity numbers and phones are left blank: nobody has them.
    """
    people = {table.text(row, "worker_id") for row in table.rows}
    parties = {table.text(row, "party") for row in table.rows}
    copies: dict[int, int] = {}
    new_party: dict[tuple[str, int], str] = {}
    for row in rows:
        round_ = copies[id(row)] = copies.get(id(row), 0) + 1
        party = table.text(row, "party")
        if party and (party, round_) not in new_party:
            new_party[party, round_] = _unused(party, parties)
        worker_id = _unused(table.text(row, "worker_id"), people)
        cells = {"worker_id": worker_id, "name": f"{table.text(row, 'name')}{worker_id[worker_id.rindex('+') :]}"}
        cells |= dict.fromkeys((column for column in _PRIVATE if table.position(column) is not None), "")
        if party:
            cells["party"] = new_party[party, round_]
        table.add(cells, like=row)


def _parties(table: EditTable, rows: Sequence[Row]) -> list[list[Row]]:
    """Return the parties of the rows, each whole, in the table's order; somebody alone is a party of one."""
    wanted = {table.text(row, "party") for row in rows} - {""}
    alone = {id(row) for row in rows}
    parties: dict[object, list[Row]] = {}
    for row in table.rows:
        party = table.text(row, "party")
        if row.gone is not None:
            continue
        if party in wanted:
            parties.setdefault(party, []).append(row)
        elif not party and id(row) in alone:
            parties[id(row)] = [row]
    return list(parties.values())


def _unused(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}+{number}" in taken:
        number += 1
    taken.add(f"{name}+{number}")
    return f"{name}+{number}"
