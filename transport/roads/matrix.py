"""Provider ``matrix``: the user's own table of distances, at full precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.roads.provider import Measured
from transport.travel import DistanceTable, RoadGeometry, TravelMatrix

SOURCES = ("matrix", "matrix reversed", "no road")
"""Marks of a pair: as its own row says, as the row of the way back says, or in neither direction."""


class MatrixRoads:
    """Roads of a case by its distance table.

    Closures of roads cannot be obeyed, since a table does not say where the roads run; nor can night bans.

    Raises
    ------
    InputError
        ``distances_missing``: the case asks for this provider without a table.
    """

    def __init__(self, case: Case, distances: DistanceTable | None) -> None:
        self.case = case
        self.distances = distances

    def measure(self) -> Measured:
        """Return the table as a matrix over all places."""
        if self.distances is None:
            raise InputError([InputIssue("distances_missing", file="case.yaml", column="roads.matrix")])
        return Measured(_matrix(self.case, self.distances))

    def geometry(self) -> RoadGeometry:
        """Return straight lines between places; no points where a place has no coordinates."""
        return straight_lines(self.case)


def straight_lines(case: Case) -> RoadGeometry:
    """Return a function that joins two places by a straight line; no points where one has no coordinates."""

    def straight(origin: str, destination: str) -> list[tuple[float, float]]:
        ends = [(case.places[place_id].lat, case.places[place_id].lon) for place_id in (origin, destination)]
        points = [(lat, lon) for lat, lon in ends if lat is not None and lon is not None]
        return points if len(points) == 2 else []

    return straight


def _matrix(case: Case, distances: DistanceTable) -> TravelMatrix:
    """A missing way back is the same as the way there; a pair without any row has no road (``inf``); from a place to
    itself it is 0, whatever a row says. Rows of places that the case does not have are left aside.
    """
    index = {place_id: row for row, place_id in enumerate(case.places)}
    origins, destinations = _rows(distances.from_ids, index), _rows(distances.to_ids, index)
    known = (origins >= 0) & (destinations >= 0)
    pairs = (origins[known], destinations[known])

    km = np.full((len(index), len(index)), np.inf)
    minutes = np.full_like(km, np.inf)
    source = np.full(km.shape, SOURCES.index("no road"), dtype=np.uint8)
    km[pairs], minutes[pairs], source[pairs] = distances.km[known], distances.minutes[known], 0

    only_back = np.isinf(km) & np.isfinite(km.T)
    km[only_back], minutes[only_back] = km.T[only_back], minutes.T[only_back]
    source[only_back] = SOURCES.index("matrix reversed")
    for square in (km, minutes, source):
        np.fill_diagonal(square, 0)
    return TravelMatrix(index, km, minutes, SOURCES, source)


def _rows(place_ids: tuple[str, ...], index: dict[str, int]) -> NDArray[np.intp]:
    return np.fromiter((index.get(place_id, -1) for place_id in place_ids), dtype=np.intp, count=len(place_ids))
