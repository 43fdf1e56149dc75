"""The bundled trunk network and the fastest ways through it.

The network is a plain networkx graph for whoever wants to look at it. For the ways it is converted once to scipy's
compressed sparse rows, which is more than twenty times as fast.

Driving minutes of a link are one static figure that has to be right on average for long trips, which see day and
night: a trip of whole days spends 22:00–06:00, a third of its time, at the night speed. So the speed is two thirds
of the day speed plus a third of the night speed where driving by night is allowed, and the day speed alone where it
is banned, because there nobody drives by night. A coach that halts 02:00–05:00 drives less than a third of its hours
at night, so the figure errs on the safe side.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

NIGHT_SHARE = 1 / 3
"""Share of a long trip's time that is night, 22:00–06:00."""


def load_network() -> nx.Graph[str]:
    """Return the bundled trunk road network as a new, undirected graph.

    Nodes (towns, junctions, airports, stations) carry ``name``, ``kind``, ``province``, ``lat``, ``lon`` (WGS 84
    degrees) and ``conf``; edges carry ``link_id``, ``km``, ``minutes`` (see the module's text), ``road_class``,
    ``route_no``, ``conf``, ``day_kmh``, ``night_kmh``, ``night_ban``, ``toll`` and ``notes``. ``conf`` is ``high``,
    ``medium`` (a length within about 5 %) or ``low`` (within about 15 %). Good for planning, not for navigation.
    """
    graph: nx.Graph[str] = nx.Graph()
    for row in read_data("nodes.csv"):
        graph.add_node(
            row["id"],
            name=row["name_zh"],
            kind=row["kind"],
            province=row["province"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            conf=row["conf"],
        )
    for row in read_data("links.csv"):
        km, day_kmh, night_kmh = float(row["km"]), float(row["day_kmh"]), float(row["night_kmh"])
        night_ban = row["night_ban"] == "1"
        graph.add_edge(
            row["from"],
            row["to"],
            link_id=row["link_id"],
            km=km,
            minutes=60 * km / average_kmh(day_kmh, night_kmh, night_ban=night_ban),
            road_class=row["road_class"],
            route_no=row["route_no"],
            conf=row["conf"],
            day_kmh=day_kmh,
            night_kmh=night_kmh,
            night_ban=night_ban,
            toll=row["toll"] == "1",
            notes=row["notes"],
        )
    return graph


def average_kmh(day_kmh: float, night_kmh: float, *, night_ban: bool) -> float:
    """Return the speed in km/h that a link has on average over a long trip."""
    return day_kmh if night_ban else (1 - NIGHT_SHARE) * day_kmh + NIGHT_SHARE * night_kmh


def read_data(name: str) -> list[dict[str, str]]:
    """Return the rows of a bundled table by column name."""
    text = (files("transport.roads") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True)
class TrunkWays:
    """The fastest way between every two nodes of the network.

    Parameters
    ----------
    lat, lon, province
        Of each node, in one order.
    minutes, km
        Square arrays over the nodes; the km are those of the fastest way. ``inf`` where there is none.
    low
        Square array: whether a link of low confidence lies on the way.
    previous
        Square array: the node before the last on the way; negative where there is none.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    province: tuple[str, ...]
    minutes: NDArray[np.float64]
    km: NDArray[np.float64]
    low: NDArray[np.bool_]
    previous: NDArray[np.int32]

    def way(self, origin: int, destination: int) -> list[int]:
        """Return the nodes of the fastest way, both ends included; the two must be connected."""
        nodes = [destination]
        while nodes[-1] != origin:
            nodes.append(int(self.previous[origin, nodes[-1]]))
        return nodes[::-1]


@cache
def trunk_ways() -> TrunkWays:
    """Return the fastest ways through the bundled network, computed once a process."""
    graph = load_network()
    minutes, previous = dijkstra(
        nx.to_scipy_sparse_array(graph, weight="minutes", format="csr"), directed=False, return_predecessors=True
    )
    link_km = nx.to_numpy_array(graph, weight="km")
    row = {node: k for k, node in enumerate(graph)}
    link_low = np.zeros(link_km.shape, dtype=np.bool_)
    for one, other, link in graph.edges(data=True):
        link_low[row[one], row[other]] = link_low[row[other], row[one]] = link["conf"] == "low"
    km, low = _along_ways(minutes, previous, link_km, link_low)
    nodes = [data for _node, data in graph.nodes(data=True)]
    return TrunkWays(
        lat=np.array([node["lat"] for node in nodes]),
        lon=np.array([node["lon"] for node in nodes]),
        province=tuple(node["province"] for node in nodes),
        minutes=minutes,
        km=km,
        low=low,
        previous=previous,
    )


def _along_ways(
    minutes: NDArray[np.float64],
    previous: NDArray[np.int32],
    link_km: NDArray[np.float64],
    link_low: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Sum km, and look for links of low confidence, along the ways that ``previous`` describes.

    Nodes are taken in the order of their minutes, so that the node before is always done already; all origins go
    through that order side by side.
    """
    origins = np.arange(len(minutes))
    km = np.full(minutes.shape, np.inf)
    low = np.zeros(minutes.shape, dtype=np.bool_)
    km[origins, origins] = 0
    for nodes in np.argsort(minutes, axis=1, kind="stable").T:
        before = previous[origins, nodes]
        reached = before >= 0
        here, node, before = origins[reached], nodes[reached], before[reached]
        km[here, node] = km[here, before] + link_km[before, node]
        low[here, node] = low[here, before] | link_low[before, node]
    return km, low
