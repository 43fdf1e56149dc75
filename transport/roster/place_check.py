"""The coordinates of a case's places against outside sources: missing ones found, swapped and shifted ones told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from transport.gazetteer.datum import Datum, to_wgs84
from transport.io.atomic import write_bytes
from transport.io.columns import PLACES
from transport.io.issue_log import IssueLog
from transport.io.workbook import CaseFiles, split_reference
from transport.roster.locate import Located, Locator
from transport.roster.table_file import read_table_file

_LEAST_PAIRS = 3
_SHIFTED_KM = 0.25
"""Median distance from which coordinates may be shifted; the shift of GCJ-02 is 0.3 to 0.7 km in Yunnan."""
_CLOSER = 0.5
"""Share of that distance below which the median must fall once the shift is taken out."""
_COARSE = frozenset({"", "township", "county"})
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """What was found of a case's places: new cells by row, and the datum that they seem to be of."""

    changes: Mapping[int, Mapping[str, str]]
    datum: Datum


def check_places_outside(
    rows: Sequence[Row], numbers: Sequence[int], file: str, locator: Locator, log: IssueLog
) -> PlaceCheck:
    """Compare every place with the sources that a locator has.

    A shift is told of all places of the kinds that were compared: villages are often surveyed with one map, hubs with
    another.

    Parameters
    ----------
    rows
        Cells of the places table by column name.
    numbers
        Their row numbers as a spreadsheet shows them.
    """
    changes: dict[int, dict[str, str]] = {}
    pairs: list[tuple[int, float, float, Located]] = []
    for at, row in enumerate(rows):
        found = locator.named(row.get("name", ""), row.get("county", "")) if row.get("county") else None
        given = _given(row)
        if given is None:
            if found is not None and not (row.get("lat") or row.get("lon")):
                changes[at] = _cells(found)
                _note(log, "roster_located", file, numbers[at], row, quality=found.quality)
            continue
        lat, lon = given
        if found is not None and row.get("quality", "") in _COARSE - {""} and found.quality not in _COARSE:
            changes[at] = _cells(found)
            _note(log, "roster_located", file, numbers[at], row, quality=found.quality)
        elif found is not None:
            pairs.append((at, lat, lon, found))
    datum = shift_of([(lat, lon, found) for _, lat, lon, found in pairs])
    kinds = {rows[at].get("kind") for at, *_ in pairs}
    if datum != "wgs84":
        for at, row in enumerate(rows):
            if at not in changes and row.get("kind") in kinds and _given(row) is not None and not row.get("datum"):
                changes[at] = {"datum": datum}
                _note(log, "roster_datum_shifted", file, numbers[at], row, datum=datum, count=str(len(pairs)))
    return PlaceCheck(changes, datum)


def shift_of(pairs: Sequence[tuple[float, float, Located]]) -> Datum:
    """Return the datum that coordinates seem to be of, by how far and which way they lie from where they should.

    Three places or more must be known; ``wgs84`` where nothing points to another.
    """
    if len(pairs) < _LEAST_PAIRS:
        return "wgs84"
    apart: dict[Datum, float] = {}
    datums: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")
    for datum in datums:
        points = [(to_wgs84(lat, lon, datum), found) for lat, lon, found in pairs]
        apart[datum] = median(_km(lat, lon, found.lat, found.lon) for (lat, lon), found in points)
    best = min(apart, key=apart.__getitem__)
    shifted = apart["wgs84"] >= _SHIFTED_KM and apart[best] <= _CLOSER * apart["wgs84"]
    return best if shifted else "wgs84"


def complete_places(files: CaseFiles, reference: str, locator: Locator, log: IssueLog, *, write: bool) -> PlaceCheck:
    """Check a case's places table and, where asked for, write what was found into it.

    Raises
    ------
    UnreadableError
        The table cannot be read.
    """
    table = read_table_file(files, reference, PLACES)
    numbers = [] if table.raw is None else list(table.raw.numbers)
    name = split_reference(reference)[0]
    found = check_places_outside(table.cells, numbers, name, locator, log)
    if write and found.changes:
        for row, cells in found.changes.items():
            table.update(row, cells)
        write_bytes(files.folder / name, table.content(files))
    return found


def _given(row: Row) -> tuple[float, float] | None:
    try:
        lat, lon = float(row.get("lat", "")), float(row.get("lon", ""))
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and not row.get("datum") else None


def _cells(found: Located) -> dict[str, str]:
    return {"lat": f"{found.lat:.5f}", "lon": f"{found.lon:.5f}", "quality": found.quality}


def _note(log: IssueLog, code: str, file: str, number: int, row: Row, **params: str) -> None:
    params = {"place_id": row.get("place_id", ""), **params}
    log.add(code, file=file, row=number, column="lat", seen=row.get("lat") or None, params=params)


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return 111.2 * math.hypot(lat - other_lat, (lon - other_lon) * math.cos(math.radians(lat)))
