"""Answers of routing services on disk, pair by pair: a second run asks only for what it does not know yet.

One SQLite file for all services. Coordinates are kept to a millionth of a degree. Nothing in it grows old by itself:
whoever puts new data behind a service deletes the file. A file that cannot be used is no cache, and no error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transport.roads.service.asking import Point, Table

_FILE = "services-1.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS point (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, snapped REAL,
    UNIQUE (service, lat, lon));
CREATE TABLE IF NOT EXISTS pair (
    origin INTEGER NOT NULL, destination INTEGER NOT NULL, km REAL, minutes REAL,
    PRIMARY KEY (origin, destination)) WITHOUT ROWID;
"""


class PairCache:
    """What one service answered before.

    Parameters
    ----------
    folder
        Where the file lies; ``None``: nothing is kept.
    service
        The key of the service.
    """

    def __init__(self, folder: Path | None, service: str) -> None:
        self.path = None if folder is None else folder / _FILE
        self.service = service

    def read(self, points: Sequence[Point]) -> tuple[Table, NDArray[np.bool_]]:
        """Return what is known of every pair of these points, and which pairs are known."""
        try:
            return self._read(points)
        except sqlite3.Error:
            return _nothing(len(points))

    def write(self, sources: Sequence[Point], targets: Sequence[Point], table: Table) -> None:
        """Keep a table; a pair without a way is worth knowing too."""
        with suppress(sqlite3.Error):
            self._write(sources, targets, table)

    def _read(self, points: Sequence[Point]) -> tuple[Table, NDArray[np.bool_]]:
        table, known = _nothing(len(points))
        with self._open() as base:
            if base is None:
                return table, known
            rows = self._rows(base, points)
            base.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)")
            base.executemany("INSERT INTO wanted VALUES (?)", [(key,) for key in rows])
            for key, snapped in base.execute("SELECT point.id, snapped FROM point JOIN wanted ON point.id = wanted.id"):
                if snapped is not None:
                    table.snapped_m[rows[key]] = snapped
            found = base.execute(
                "SELECT origin, destination, km, minutes FROM wanted JOIN pair ON origin = wanted.id "
                "WHERE destination IN (SELECT id FROM wanted)"
            )
            for origin, destination, km, minutes in found:
                i, j = rows[origin], rows[destination]
                known[i, j] = True
                if km is not None:
                    table.km[i, j], table.minutes[i, j] = km, minutes
        return table, known

    def _write(self, sources: Sequence[Point], targets: Sequence[Point], table: Table) -> None:
        with self._open() as base:
            if base is None:
                return
            keys = [
                (self.service, *_whole(point), None if np.isnan(snapped) else float(snapped))
                for point, snapped in zip(sources, table.snapped_m, strict=True)
            ]
            base.executemany(
                "INSERT INTO point (service, lat, lon, snapped) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET snapped = coalesce(excluded.snapped, snapped)",
                keys,
            )
            base.executemany(
                "INSERT OR IGNORE INTO point (service, lat, lon) VALUES (?, ?, ?)",
                [(self.service, *_whole(point)) for point in targets],
            )
            own = {row: key for key, row in self._rows(base, sources).items()}
            others = {row: key for key, row in self._rows(base, targets).items()}
            base.executemany(
                "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?)",
                [
                    (own[i], others[j], *((None, None) if np.isinf(table.km[i, j]) else _pair(table, i, j)))
                    for i in range(len(sources))
                    for j in range(len(targets))
                ],
            )

    def _rows(self, base: sqlite3.Connection, points: Sequence[Point]) -> dict[int, int]:
        """Return the row of each point that the file knows, by its key there."""
        find = "SELECT id FROM point WHERE service = ? AND lat = ? AND lon = ?"
        keys = [base.execute(find, (self.service, *_whole(point))).fetchone() for point in points]
        return {key[0]: row for row, key in enumerate(keys) if key is not None}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """Open the file for one piece of work, all or nothing."""
        if self.path is None:
            yield None
            return
        base = sqlite3.connect(self.path, timeout=10)
        try:
            base.executescript(_TABLES)
            with base:
                yield base
        finally:
            base.close()


def _nothing(count: int) -> tuple[Table, NDArray[np.bool_]]:
    """Return what is known without a cache: that a place is where it is."""
    nowhere = np.full((count, count), np.inf)
    return Table(nowhere, nowhere.copy(), np.full(count, np.nan)), np.eye(count, dtype=np.bool_)


def _whole(point: Point) -> tuple[int, int]:
    return round(point[0] * 1e6), round(point[1] * 1e6)


def _pair(table: Table, i: int, j: int) -> tuple[float, float]:
    return float(table.km[i, j]), float(table.minutes[i, j])
