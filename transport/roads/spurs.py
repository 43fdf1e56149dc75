"""Spurs: how a place hangs on the trunk network, and how near places reach each other without it.

Between a village and the trunk road nothing is known but the straight line. Its length times a detour factor
estimates the road, at the speed of the roads of that terrain (``data/terrain.csv``, by the province of the nearest
node): 1.6 and 30 km/h in the mountains, where the roads are class 3 and 4; 1.4 and 35 km/h among hills; 1.3 and
38 km/h in the plain. Airports and stations lie on good approach roads: 1.3 and 40 km/h everywhere.

- A place within 2 km of a node is that node's town or hub, and hangs on it alone.
- Any other place hangs on up to three nodes, the nearest within 150 km; the fastest combination is taken pair by
  pair.
- Two places within 30 km of each other may also be linked directly, at the worse of their two terrains; but not two
  places in towns of their own, because an estimate must not undercut the known road between two nodes.
- A place further than 150 km from every node is off the map: it has no road at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray
from scipy.spatial import KDTree

from transport.case import Place
from transport.roads.graph import RoadGraph
from transport.roads.network import province_terrain, read_data

SPURS = 3
TOWN_KM = 2.0
REACH_KM = 150.0
DIRECT_KM = 30.0
FAR_KM = 40.0
"""A longer straight line makes a spur an estimate of low confidence."""
HUBS = frozenset({"airport", "station"})
HUB_DETOUR, HUB_KMH = 1.3, 40.0
OTHER_DETOUR, OTHER_KMH = 1.4, 35.0
"""Where the province is not known: as among hills."""


@dataclass(frozen=True)
class Spurs:
    """How each place hangs on the network: arrays of one row a place and one column a spur.

    Parameters
    ----------
    node
        Node at the end of each spur; 0 where there is none.
    km, minutes
        Of each spur; ``inf`` where there is none.
    detour, kmh
        Of each place: factor on the straight line, and speed.
    estimated, far
        Whether a spur is more than the way within its node's town, and whether it is too long to be trusted.
    third
        Of each place: whether the roads around it are mountain roads of the third class and below.
    no_night
        Whether nobody may drive on a spur by night.
    """

    node: NDArray[np.intp]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    detour: NDArray[np.float64]
    kmh: NDArray[np.float64]
    estimated: NDArray[np.bool_]
    far: NDArray[np.bool_]
    third: NDArray[np.bool_]
    no_night: NDArray[np.bool_]


def build_spurs(places: Sequence[Place], points: NDArray[np.float64], trunk: RoadGraph) -> Spurs:
    """Hang places on the network.

    Parameters
    ----------
    places, points
        The places and their (lat, lon) in degrees, one row a place.
    trunk
        The network.
    """
    nodes = np.column_stack([trunk.lat, trunk.lon])
    count = min(SPURS, len(nodes))
    node = np.zeros((len(points), SPURS), dtype=np.intp)
    nearest = KDTree(earth_km(nodes)).query(earth_km(points), k=[*range(1, count + 1)])[1]
    node[:, :count] = np.asarray(nearest).reshape(-1, count)
    line = np.full(node.shape, np.inf)
    for row, point in enumerate(points):
        line[row, :count] = [geodesic(point, nodes[k]).km for k in node[row, :count]]
    in_town = line[:, :1] <= TOWN_KM
    unused = (line > REACH_KM) | (in_town & (np.arange(SPURS) > 0))
    provinces = [trunk.provinces[k] for k in node[:, 0]]
    detour, kmh = _approach(places, provinces)
    km = np.where(unused, np.inf, line * detour[:, None])
    return Spurs(
        node=np.where(unused, 0, node),
        km=km,
        minutes=60 * km / kmh[:, None],
        detour=detour,
        kmh=kmh,
        estimated=line > TOWN_KM,
        far=line > FAR_KM,
        third=_third(places, provinces),
        no_night=np.zeros(node.shape, dtype=np.bool_),
    )


def near_pairs(points: NDArray[np.float64], spurs: Spurs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of places on the map that may be linked directly, as two arrays of row numbers."""
    on_map = np.flatnonzero(np.isfinite(spurs.km[:, 0]))
    if on_map.size == 0:
        return on_map, on_map
    one, other = on_map[KDTree(earth_km(points[on_map])).query_pairs(DIRECT_KM, output_type="ndarray")].T
    in_town, node = ~spurs.estimated[:, 0], spurs.node[:, 0]
    known = in_town[one] & in_town[other] & (node[one] != node[other])
    return one[~known], other[~known]


def earth_km(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (lat, lon) in degrees as points in space on the WGS 84 ellipsoid, km from its centre.

    The straight line through the earth that the differences measure is shorter than the geodesic by less than a
    millionth at 30 km.
    """
    equator_km, flatness = 6378.137, 1 / 298.257223563
    squash = flatness * (2 - flatness)
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    normal = equator_km / np.sqrt(1 - squash * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1 - squash) * np.sin(lat),
        ]
    )


def _approach(places: Sequence[Place], provinces: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return detour factor and km/h of the roads around each place."""
    terrain = {row["province"]: (float(row["detour_factor"]), float(row["kmh"])) for row in read_data("terrain.csv")}
    roads = [
        (HUB_DETOUR, HUB_KMH) if place.kind in HUBS else terrain.get(province, (OTHER_DETOUR, OTHER_KMH))
        for place, province in zip(places, provinces, strict=True)
    ]
    detour, kmh = np.array(roads).reshape(-1, 2).T
    return detour, kmh


def _third(places: Sequence[Place], provinces: Sequence[str]) -> NDArray[np.bool_]:
    """Whether the roads around each place are of the third class or below, and in the mountains."""
    terrain = province_terrain()
    return np.array(
        [
            place.kind not in HUBS and terrain.get(province) == "mountain"
            for place, province in zip(places, provinces, strict=True)
        ],
        dtype=np.bool_,
    )
