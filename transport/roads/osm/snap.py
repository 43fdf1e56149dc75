"""Places put onto a network: each becomes a node at the nearest point of a road, which is cut there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from transport.roads.graph import LINK_ARRAYS, Floats, Mask, RoadGraph, Rows
from transport.roads.osm.read import OsmNetwork, great_circle_km
from transport.roads.reach import components

OFF_KM = 20.0
"""A place further from every road than this is off the map."""
_AT_NODE = 1e-6


@dataclass(frozen=True)
class Snapped:
    """A network with places in it.

    Parameters
    ----------
    graph
        The network; nodes of places, and the pieces of the roads that they cut, come after its own.
    node
        Of each place; -1 where it is off the map.
    gap_km
        Straight line from each place to its node.
    """

    graph: RoadGraph
    node: Rows
    gap_km: Floats


def snap(network: OsmNetwork, points: Floats) -> Snapped:
    """Put places, (lat, lon) one a row, onto the roads of the largest strongly connected part of the network.

    Motorways are left out: nobody gets on or off there.
    """
    graph = network.graph
    rows = np.flatnonzero(_candidates(network))
    squeeze = float(np.cos(np.radians(graph.lat.mean())))
    lines = _lines(graph, rows, squeeze)
    flat = shapely.points(points[:, 1] * squeeze, points[:, 0])
    if not len(rows) or not len(points):
        return Snapped(graph, np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.inf))
    nearest = np.asarray(shapely.STRtree(lines).nearest(flat))
    share = shapely.line_locate_point(lines[nearest], flat, normalized=True)
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[nearest], share, normalized=True))
    lat, lon = foot[:, 1], foot[:, 0] / squeeze
    gap = great_circle_km(points[:, 0], points[:, 1], lat, lon)
    on = gap <= OFF_KM
    node, cuts = _nodes(graph, rows[nearest], share, on)
    new = np.flatnonzero(node >= graph.nodes)
    grown = _with_nodes(graph, lat[new], lon[new], [graph.provinces[graph.start[rows[nearest[k]]]] for k in new])
    pieces = _Pieces(grown)
    for link, at in cuts.items():
        pieces.cut(link, [(share, node) for share, node in at])
        if (twin := int(network.twin[link])) >= 0:
            pieces.cut(twin, [(1 - share, node) for share, node in reversed(at)])
    return Snapped(pieces.graph(), node, gap)


def _candidates(network: OsmNetwork) -> Mask:
    """Links that places may hang on, of a road open both ways the first of its two."""
    graph = network.graph
    part, sizes = components(graph, np.ones(len(graph.start), dtype=np.bool_))
    largest = int(np.argmax(sizes))
    inside = (part[graph.start] == largest) & (part[graph.end] == largest)
    once = (network.twin < 0) | (np.arange(len(graph.start)) < network.twin)
    candidates: Mask = inside & once & network.joins
    return candidates


def _lines(graph: RoadGraph, rows: Rows, squeeze: float) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    points, of = graph.lines(rows)
    return np.asarray(shapely.linestrings(np.column_stack([points[:, 1] * squeeze, points[:, 0]]), indices=of))


def _nodes(graph: RoadGraph, link: Rows, share: Floats, on: Mask) -> tuple[Rows, dict[int, list[tuple[float, int]]]]:
    """Return each place's node, and where each link is cut: (share of its length, node) in order.

    A place at the end of a link takes the node that is there; places at one point share a node.
    """
    node = np.full(len(link), -1, dtype=np.int64)
    cuts: dict[int, list[tuple[float, int]]] = {}
    following = graph.nodes
    for k in np.lexsort((share, link)):
        if not on[k]:
            continue
        row, at = int(link[k]), float(share[k])
        if at <= _AT_NODE or at >= 1 - _AT_NODE:
            node[k] = graph.start[row] if at <= _AT_NODE else graph.end[row]
            continue
        node[k] = following
        cuts.setdefault(row, []).append((at, following))
        following += 1
    # numbered in the order of places, as their coordinates will stand
    new = np.flatnonzero(node >= graph.nodes)
    fresh = {int(node[k]): graph.nodes + i for i, k in enumerate(new)}
    node[new] = graph.nodes + np.arange(len(new))
    return node, {row: [(at, fresh[old]) for at, old in places] for row, places in cuts.items()}


def _with_nodes(graph: RoadGraph, lat: Floats, lon: Floats, provinces: list[str]) -> RoadGraph:
    return replace(
        graph,
        lat=np.concatenate([graph.lat, lat]),
        lon=np.concatenate([graph.lon, lon]),
        provinces=(*graph.provinces, *provinces),
    )


class _Pieces:
    """Pieces of links that places cut; the links themselves stay for whoever drives past."""

    def __init__(self, graph: RoadGraph) -> None:
        self.base = graph
        self.of: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.share: list[float] = []
        self.bends: list[list[tuple[float, float]]] = []

    def cut(self, link: int, at: list[tuple[float, int]]) -> None:
        """Cut one link at these shares of its length, in order, each at a node."""
        graph = self.base
        stops = [(0.0, int(graph.start[link])), *at, (1.0, int(graph.end[link]))]
        bends = self._bends(link)
        for (begin, one), (finish, other) in pairwise(stops):
            self.of.append(link)
            self.start.append(one)
            self.end.append(other)
            self.share.append(finish - begin)
            self.bends.append([point for share, point in bends if begin < share < finish])

    def _bends(self, link: int) -> list[tuple[float, tuple[float, float]]]:
        """Return the bends of a link with the share of its length at which they lie."""
        graph = self.base
        bends = graph.corners(link)
        ends = [(float(graph.lat[node]), float(graph.lon[node])) for node in (graph.start[link], graph.end[link])]
        line = np.array([ends[0], *bends, ends[1]])
        along = np.cumsum(great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]))
        whole = float(along[-1]) or 1.0
        return [(float(km) / whole, bend) for km, bend in zip(along[:-1], bends, strict=True)]

    def graph(self) -> RoadGraph:
        """Return the network with the pieces."""
        base, of, share = self.base, np.array(self.of, dtype=np.int64), np.array(self.share)
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(base, name), getattr(base, name)[of]]) for name in LINK_ARRAYS
        }
        own = len(base.start)
        arrays["start"][own:], arrays["end"][own:] = self.start, self.end
        arrays["km"][own:] *= share
        arrays["minutes"][own:] *= share
        points = np.array([point for bends in self.bends for point in bends]).reshape(-1, 2)
        counts = np.cumsum([len(bends) for bends in self.bends], dtype=np.int64)
        return replace(
            base,
            **arrays,
            shape_at=np.concatenate([base.shape_at, base.shape_at[-1] + counts]),
            shape_lat=np.concatenate([base.shape_lat, points[:, 0]]),
            shape_lon=np.concatenate([base.shape_lon, points[:, 1]]),
        )
