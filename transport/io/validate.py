"""What must hold between the cells of one table, and between tables."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transport.case import TRIP_KINDS
from transport.clock import to_iso
from transport.io.config import CaseConfig
from transport.io.issue_log import nearest
from transport.io.table_reader import ReadTable
from transport.io.validate_coordinates import check_coordinates

RUN_COLUMNS = ("mode", "seats", "max_units", "unit_cost")


def check_unique(table: ReadTable, *columns: str, code: str = "duplicate_id") -> None:
    """Note each row whose key stood before."""
    keys = list(zip(*(table.values[column] for column in columns), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[Hashable, int] = {}
    for row, key in enumerate(keys):
        if all(key) and first.setdefault(key, row) != row:
            table.note(code, row, columns[0], first=table.number(first[key]))


def check_places(table: ReadTable, config: CaseConfig) -> None:
    """Coordinates come in pairs, and the road network needs them."""
    check_unique(table, "place_id")
    check_coordinates(table)
    values, needed = table.values, config.roads.provider != "matrix"
    for row in table.good_rows():
        missing = [column for column in ("lat", "lon") if values[column][row] is None]
        if len(missing) == 1:
            table.note("missing_value", row, missing[0])
        elif missing and needed:
            params = {"place_id": values["place_id"][row], "name": values["name"][row]}
            table.note("place_without_coordinates", row, "lat", **params)


def check_fleet(table: ReadTable, config: CaseConfig) -> None:
    """Vehicles have seats for workers and dates in order and inside the window."""
    check_unique(table, "offer_id")
    values, escorts = table.values, config.rules.escorts
    for row in range(len(table)):
        seats, roles = values["seats"][row], values["roles"][row] or TRIP_KINDS
        if seats is not None and seats <= min(escorts.of(kind) for kind in roles):
            table.note("no_seats_for_anyone", row, "seats")
        first, last = values["available_from"][row], values["available_to"][row]
        if first is not None and last is not None and first > last:
            table.note("dates_reversed", row, "available_to")
        elif (first is not None and first >= config.window_end) or (last is not None and last < config.window_start):
            table.note("never_available", row, "available_from" if last is None else "available_to")


def check_services(table: ReadTable, config: CaseConfig) -> None:
    """Services run forward in time inside the window, and the rows of one run agree."""
    check_unique(table, "service_id")
    values = table.values
    for row in range(len(table)):
        depart, arrive, seats = values["depart"][row], values["arrive"][row], values["seats"][row]
        if depart is not None and arrive is not None and arrive < depart:
            table.note("service_times_reversed", row, "arrive", depart=to_iso(depart))
        for column, moment in (("depart", depart), ("arrive", arrive)):
            if moment is not None and not config.window_start <= moment <= config.window_end:
                table.note("service_outside_window", row, column, **_window(config))
        if seats is not None and seats <= config.rules.escorts.service_unit:
            table.note("no_seats_for_anyone", row, "seats")
    first_rows: dict[str, int] = {}
    for row, run in enumerate(values["run"]):
        first = first_rows.setdefault(run, row) if run else row
        for column in RUN_COLUMNS:
            here, there = values[column][row], values[column][first]
            if here is not None and there is not None and here != there:
                table.note("run_differs", row, column, run=run, first=table.number(first), other=str(there))


def check_tickets(table: ReadTable) -> None:
    """One price a pair of counties."""
    check_unique(table, "origin_county", "destination_county", code="duplicate_ticket")


def check_workers(table: ReadTable, config: CaseConfig) -> None:
    """Fill in the times of parties and the defaults; members of one party travel the same way."""
    check_unique(table, "worker_id")
    check_unique(table, "id_number", code="duplicate_person")
    values = table.values
    _same_in_party(table, "origin")
    _same_in_party(table, "destination")
    own_ready = [config.window_start if moment is None else moment for moment in values["ready_from"]]
    own_report = [config.window_end - 1 if moment is None else moment for moment in values["report_by"]]
    values["ready_from"], values["report_by"] = own_ready, own_report
    values["ready_from"], values["report_by"] = _party_times(values)
    conflicts = set()
    for row in table.good_rows():
        if values["origin"][row] == values["destination"][row]:
            table.note("origin_is_destination", row, "destination")
        party = values["party"][row]
        ready, report = values["ready_from"][row], values["report_by"][row]
        if _fits(ready, report, config):
            continue
        times = {"ready": to_iso(ready), "report": to_iso(report)}
        if not _fits(own_ready[row], own_report[row], config):
            table.note("never_fits", row, "report_by", **times)
        elif party not in conflicts:
            conflicts.add(party)
            table.note("party_dates_conflict", row, "party", party=party, **times)


def _fits(ready: int, report: int, config: CaseConfig) -> bool:
    """Whether any time inside the window is left between two moments."""
    return max(ready, config.window_start) < min(report, config.window_end)


def _same_in_party(table: ReadTable, column: str) -> None:
    first_rows: dict[str, int] = {}
    places = table.values[column]
    for row, party in enumerate(table.values["party"]):
        if not party or not places[row]:
            continue
        first = first_rows.setdefault(party, row)
        if places[first] != places[row]:
            other = str(places[first])
            table.note("party_differs", row, column, party=party, first=table.number(first), other=other)


def _party_times(values: Mapping[str, list[Any]]) -> tuple[list[int], list[int]]:
    """Give every member the latest ready_from and the earliest report_by of the party."""
    latest: dict[str, int] = {}
    earliest: dict[str, int] = {}
    rows = list(zip(values["party"], values["ready_from"], values["report_by"], strict=True))
    for party, ready, report in rows:
        if party:
            latest[party] = max(ready, latest.get(party, ready))
            earliest[party] = min(report, earliest.get(party, report))
    return (
        [latest[party] if party else ready for party, ready, _ in rows],
        [earliest[party] if party else report for party, _, report in rows],
    )


def check_distances(table: ReadTable) -> list[int]:
    """Note contradictions; return the rows that say something: neither bad, nor repeated, nor of a place to itself."""
    values = table.values
    columns = (values["from_id"], values["to_id"])
    codes = {place: code for code, place in enumerate(dict.fromkeys([*columns[0], *columns[1]]))}
    ends = [np.fromiter(map(codes.__getitem__, column), np.int64, len(table)) for column in columns]
    figures = [np.array(values[column], dtype=np.float64) for column in ("km", "minutes")]
    usable = np.ones(len(table), dtype=bool)
    usable[list(table.bad)] = False
    same = usable & (ends[0] == ends[1])
    for row in np.flatnonzero(same & ((figures[0] != 0) | (figures[1] != 0))):
        table.note("self_distance", int(row), "km")
    usable &= ~same
    pair = ends[0] * max(len(codes), 1) + ends[1]
    first = _first_rows(pair, usable)
    repeated = usable & (first != np.arange(len(table)))
    for row in np.flatnonzero(repeated):
        before = int(first[row])
        if any(figure[row] != figure[before] for figure in figures):
            table.note("duplicate_distance", int(row), "km", first=table.number(before))
    return [int(row) for row in np.flatnonzero(usable & ~repeated)]


def check_network(nodes: ReadTable, links: ReadTable) -> None:
    """A network of the user's own has unique nodes and links, and every link leads from a node to another."""
    check_unique(nodes, "id")
    check_unique(links, "link_id")
    known = dict.fromkeys(nodes.values["id"])
    for row in links.good_rows():
        for column in ("from_id", "to_id"):
            node = links.values[column][row]
            if node not in known:
                links.note("link_unknown_node", row, column, near=nearest(str(node), map(str, known)))
        if links.values["from_id"][row] == links.values["to_id"][row]:
            links.note("link_of_one_node", row, "to_id")


def _first_rows(keys: NDArray[np.int64], usable: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return, for each usable row, the first usable row of the same key; other rows stand for themselves."""
    rows = np.flatnonzero(usable)
    first = np.arange(len(keys))
    _, firsts, inverse = np.unique(keys[rows], return_index=True, return_inverse=True)
    first[rows] = rows[firsts][inverse]
    return first


def _window(config: CaseConfig) -> dict[str, str]:
    return {"start": to_iso(config.window_start)[:10], "end": to_iso(config.window_end - 1)[:10]}
