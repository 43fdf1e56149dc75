"""Provider ``network``: every pair of places, by spur, trunk road and spur, or directly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transport.case import Case, Place
from transport.errors import InputError, InputIssue
from transport.roads.network import TrunkWays, trunk_ways
from transport.roads.spurs import SPURS, Spurs, build_spurs, earth_km, near_pairs
from transport.travel import RoadGeometry, TravelMatrix

SOURCES = ("network", "network, access estimated", "network, low confidence", "no road")
"""Marks of a pair: known roads from town to town; a spur or a direct link is estimated; so far, or over such links,
that the figure is rough; off the map."""
_ESTIMATED, _LOW, _NO_ROAD = np.uint8(1), np.uint8(2), np.uint8(3)
_DIRECT, _NONE = np.uint8(SPURS * SPURS), np.uint8(SPURS * SPURS + 1)


@dataclass(frozen=True)
class PlaceWays:
    """The fastest way between every two places.

    ``choice`` says how it goes: ``SPURS * spur of the origin + spur of the destination``, directly, or not at all.
    """

    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    choice: NDArray[np.uint8]
    mark: NDArray[np.uint8]
    spurs: Spurs
    trunk: TrunkWays


def network_travel(case: Case) -> TravelMatrix:
    """Return the estimated roads between all places of a case, to the metre and the hundredth of a minute.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place.
    """
    ways = find_ways(case.places)
    index = {place_id: row for row, place_id in enumerate(case.places)}
    # Rounded, so that the last bits of another machine's arithmetic change no plan.
    return TravelMatrix(index, ways.km.round(3), ways.minutes.round(2), SOURCES, ways.mark)


def network_geometry(case: Case) -> RoadGeometry:
    """Return a function that draws the way between two places along the nodes of the network.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place.
    """
    ways = find_ways(case.places)
    points = _points(case.places)
    index = {place_id: row for row, place_id in enumerate(case.places)}

    def along_nodes(origin: str, destination: str) -> list[tuple[float, float]]:
        i, j = index[origin], index[destination]
        choice = ways.choice[i, j]
        if choice == _NONE:
            return []
        nodes: list[int] = []
        if choice != _DIRECT:
            first, last = divmod(int(choice), SPURS)
            nodes = ways.trunk.way(int(ways.spurs.node[i, first]), int(ways.spurs.node[j, last]))
        between = [(float(ways.trunk.lat[node]), float(ways.trunk.lon[node])) for node in nodes]
        start, end = ((float(lat), float(lon)) for lat, lon in (points[i], points[j]))
        return [start, *(point for point in between if point not in (start, end)), end]

    return along_nodes


def find_ways(places: Mapping[str, Place]) -> PlaceWays:
    """Find the fastest way between every two places.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place.
    """
    points = _points(places)
    trunk = trunk_ways()
    spurs = build_spurs(list(places.values()), points, trunk)
    shape = (len(points), len(points))
    ways = PlaceWays(
        km=np.full(shape, np.inf),
        minutes=np.full(shape, np.inf),
        choice=np.full(shape, _NONE),
        mark=np.full(shape, _NO_ROAD),
        spurs=spurs,
        trunk=trunk,
    )
    for first in range(SPURS):
        for last in range(SPURS):
            _try_spurs(ways, first, last)
    _try_direct(ways, points)
    for square in (ways.km, ways.minutes, ways.mark):
        np.fill_diagonal(square, 0)
    np.fill_diagonal(ways.choice, _DIRECT)
    return ways


def _try_spurs(ways: PlaceWays, first: int, last: int) -> None:
    """Take the way over these spurs of origin and destination wherever it is faster."""
    spurs, trunk = ways.spurs, ways.trunk
    between = np.ix_(spurs.node[:, first], spurs.node[:, last])
    minutes = spurs.minutes[:, first, None] + trunk.minutes[between] + spurs.minutes[None, :, last]
    km = spurs.km[:, first, None] + trunk.km[between] + spurs.km[None, :, last]
    low = spurs.far[:, first, None] | trunk.low[between] | spurs.far[None, :, last]
    estimated = spurs.estimated[:, first, None] | spurs.estimated[None, :, last]
    faster = minutes < ways.minutes
    ways.minutes[faster], ways.km[faster] = minutes[faster], km[faster]
    ways.choice[faster] = SPURS * first + last
    ways.mark[faster] = np.where(low, _LOW, np.where(estimated, _ESTIMATED, 0))[faster]


def _try_direct(ways: PlaceWays, points: NDArray[np.float64]) -> None:
    """Link near places directly, both ways, wherever that is faster."""
    one, other = near_pairs(points, ways.spurs)
    space = earth_km(points)
    detour = np.maximum(ways.spurs.detour[one], ways.spurs.detour[other])
    km = detour * np.linalg.norm(space[one] - space[other], axis=1)
    minutes = 60 * km / np.minimum(ways.spurs.kmh[one], ways.spurs.kmh[other])
    faster = minutes < ways.minutes[one, other]
    for pair in ((one[faster], other[faster]), (other[faster], one[faster])):
        ways.minutes[pair], ways.km[pair] = minutes[faster], km[faster]
        ways.choice[pair], ways.mark[pair] = _DIRECT, _ESTIMATED


def _points(places: Mapping[str, Place]) -> NDArray[np.float64]:
    """Return (lat, lon) of the places, one row each."""
    issues = [
        InputIssue(
            "place_without_coordinates",
            file="places",
            column="lat",
            params={"place_id": place.place_id, "name": place.name},
        )
        for place in places.values()
        if place.lat is None or place.lon is None
    ]
    if issues:
        raise InputError(issues)
    return np.array([(place.lat, place.lon) for place in places.values()], dtype=np.float64).reshape(-1, 2)
