"""An ``.osm.pbf`` file to a road network: ways cut at junctions, the nodes between kept as bends alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from transport.errors import InputError, InputIssue, MissingExtra
from transport.roads.classes import CLASSES, TERRAINS
from transport.roads.graph import Floats, Mask, RoadGraph, Rows, numbered
from transport.roads.network import province_terrain
from transport.roads.osm.tags import TELLING, OsmRoad, road_of, seats_past
from transport.roads.provinces import provinces_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    import osmium

_EARTH_KM = 6371.0088


@dataclass(frozen=True)
class OsmNetwork:
    """A network as read.

    Parameters
    ----------
    graph
        Its nodes and links; first every link in the direction of its way's nodes, then those against it.
    twin
        Row of the same road in the other direction, or -1.
    joins
        Whether places are reached from a link.
    """

    graph: RoadGraph
    twin: Rows
    joins: Mask


@dataclass
class _Raw:
    """Ways one after the other, as they stand in the file; ``kinds`` says which of ``roads`` each of them is."""

    roads: list[OsmRoad] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    refs: list[int] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    past: dict[int, float] = field(default_factory=dict)


def read_osm(path: Path) -> OsmNetwork:
    """Read the roads that coaches may use.

    Turn restrictions are not kept; a node where another way crosses without a junction is none.

    Raises
    ------
    InputError
        ``osm_unreadable``: no sound file of OpenStreetMap data; ``osm_without_roads``: there is no road in it.
    MissingExtra
        pyosmium is not installed.
    """
    raw = _Raw()
    known: dict[frozenset[tuple[str, str]], int] = {}
    for way in _ways(path, raw.past):
        tags = frozenset([(key, value) for key, value in way.tags if key in TELLING])
        if tags not in known:
            road = road_of(dict(tags))
            known[tags] = -1 if road is None else len(raw.roads)
            raw.roads += [] if road is None else [road]
        if known[tags] < 0:
            continue
        nodes = [(node.ref, node.lat, node.lon) for node in way.nodes if node.location.valid()]
        if len(nodes) < 2:
            continue
        raw.kinds.append(known[tags])
        raw.ids.append(way.id)
        raw.lengths.append(len(nodes))
        raw.refs += [ref for ref, _, _ in nodes]
        raw.lat += [lat for _, lat, _ in nodes]
        raw.lon += [lon for _, _, lon in nodes]
    if not raw.roads:
        raise InputError([InputIssue("osm_without_roads", file=path.name, column="roads.osm")])
    return _network(raw)


def _ways(path: Path, past: dict[int, float]) -> Iterator[osmium.osm.Way]:
    """Yield the ways that are roads, with the places of their nodes; note what stands in the way on a node."""
    try:
        import osmium
    except ImportError:
        raise MissingExtra("osm") from None
    try:
        reader = osmium.FileProcessor(str(path)).with_locations()
        for thing in reader.with_filter(osmium.filter.KeyFilter("highway", "barrier", "maxheight")):
            if isinstance(thing, osmium.osm.Way):
                yield thing
            elif isinstance(thing, osmium.osm.Node) and (seats := seats_past(dict(thing.tags))) < np.inf:
                past[thing.id] = seats
    except (RuntimeError, OSError) as error:
        params = {"reason": str(error).splitlines()[0][:200]}
        raise InputError([InputIssue("osm_unreadable", file=path.name, column="roads.osm", params=params)]) from None


def _network(raw: _Raw) -> OsmNetwork:
    lengths = np.array(raw.lengths)
    refs, lat, lon = np.array(raw.refs, dtype=np.int64), np.array(raw.lat), np.array(raw.lon)
    way = np.repeat(np.arange(len(lengths)), lengths)
    last = np.cumsum(lengths) - 1
    ids, node, uses = np.unique(refs, return_inverse=True, return_counts=True)
    cut = uses[node] > 1
    cut[last] = cut[last - lengths + 1] = True

    at = np.flatnonzero(cut)
    one, other = at[:-1], at[1:]
    same = way[one] == way[other]
    one, other = one[same], other[same]
    step = np.zeros(len(refs))
    step[1:] = np.where(way[1:] == way[:-1], great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:]), 0.0)
    along = np.cumsum(step)
    seats_at = np.full(len(ids), np.inf)
    barred = np.searchsorted(ids, sorted(raw.past))
    for row, ref in zip(barred.tolist(), sorted(raw.past), strict=True):
        if row < len(ids) and ids[row] == ref:
            seats_at[row] = raw.past[ref]
    seats_at = seats_at[node]

    kept, position = np.unique(node[np.concatenate([one, other])], return_inverse=True)
    first = np.zeros(len(ids), dtype=np.int64)
    first[node[::-1]] = np.arange(len(node))[::-1]
    position, order = _near_together(*np.split(position.astype(np.int64), 2))
    where = first[kept][order]
    start, end = np.split(position, 2)
    half = _Half(raw, way[one], start, end, along[other] - along[one], _least(seats_at, one, other), one + 1, other)
    return _both_ways(half, lat, lon, where)


def _near_together(start: Rows, end: Rows) -> tuple[Rows, Rows]:
    """Number nodes anew, so that neighbours lie near each other in memory: ways are found in half the time.

    Returns the new numbers of all starts and ends, and which old node each new one is.
    """
    count = int(max(start.max(initial=-1), end.max(initial=-1))) + 1
    net = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count)).tocsr()
    order = np.asarray(reverse_cuthill_mckee(net), dtype=np.int64)
    number = np.empty_like(order)
    number[order] = np.arange(count)
    return number[np.concatenate([start, end])], order


@dataclass(frozen=True)
class _Half:
    """Pieces of ways in the direction of their nodes; their bends are ``bend_from`` to ``bend_to`` of all nodes."""

    raw: _Raw
    way: Rows
    start: Rows
    end: Rows
    km: Floats
    past: Floats
    bend_from: Rows
    bend_to: Rows


def _least(values: Floats, one: Rows, other: Rows) -> Floats:
    """Return the least value of each piece, both ends included."""
    if np.isinf(values).all():
        return np.full(len(one), np.inf)
    return np.array([values[a : b + 1].min() for a, b in zip(one.tolist(), other.tolist(), strict=True)])


def _both_ways(half: _Half, lat: Floats, lon: Floats, where: Rows) -> OsmNetwork:
    """Return the links in both directions, as far as they are open, with their pace."""
    roads = half.raw.roads
    kind = np.array(half.raw.kinds)[half.way]
    forward = np.array([road.forward for road in roads])[kind] & (half.past > 0)
    backward = np.array([road.backward for road in roads])[kind] & (half.past > 0)
    there, back = np.flatnonzero(forward), np.flatnonzero(backward)
    piece = np.concatenate([there, back])
    turned = np.arange(len(piece)) >= len(there)
    row = np.full((2, len(half.way)), -1, dtype=np.int64)
    row[0, there], row[1, back] = np.arange(len(there)), np.arange(len(there), len(piece))

    own = kind[piece]
    node_lat, node_lon = lat[where], lon[where]
    provinces = provinces_at(np.column_stack([node_lat, node_lon]))
    start = np.where(turned, half.end[piece], half.start[piece])
    end = np.where(turned, half.start[piece], half.end[piece])
    terrain = np.array([TERRAINS.index(province_terrain().get(province, "hills")) for province in provinces])[start]
    pace = np.array([[min(kmh, road.kmh) for kmh in CLASSES[road.road_class].kmh] for road in roads])[own, terrain]
    third = np.array([CLASSES[road.road_class].third for road in roads])[own] & (terrain == TERRAINS.index("mountain"))
    refs, road_names = numbered([road.ref for road in roads])
    shape_at, corner = _bends(half, piece, turned)
    graph = RoadGraph(
        lat=node_lat,
        lon=node_lon,
        start=start,
        end=end,
        km=half.km[piece],
        minutes=60 * half.km[piece] / pace,
        seats=np.minimum(np.array([road.seats for road in roads])[own], half.past[piece]),
        suits=np.minimum(np.array([road.suits for road in roads])[own], half.past[piece]),
        third=third,
        no_night=np.zeros(len(own), dtype=np.bool_),
        rough=np.zeros(len(own), dtype=np.bool_),
        link=np.array(half.raw.ids, dtype=np.int64)[half.way[piece]],
        road=refs[own],
        road_names=road_names,
        provinces=tuple(provinces),
        shape_at=shape_at,
        shape_lat=lat[corner],
        shape_lon=lon[corner],
    )
    twin = np.where(turned, row[0, piece], row[1, piece])
    return OsmNetwork(graph, twin, np.array([road.joins for road in roads])[own])


def _bends(half: _Half, piece: Rows, turned: Mask) -> tuple[Rows, Rows]:
    """Return where each link's bends begin, and which node of the file each bend is, in driving direction."""
    low, high = half.bend_from[piece], half.bend_to[piece]
    shape_at = np.concatenate([[0], np.cumsum(high - low)])
    link = np.repeat(np.arange(len(piece)), high - low)
    nth = np.arange(len(link)) - shape_at[link]
    return shape_at, np.where(turned[link], high[link] - 1 - nth, low[link] + nth)


def great_circle_km(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Return the great circles between points, km on a sphere of the earth's mean radius."""
    one, other = np.radians(lat), np.radians(other_lat)
    across = np.sin(np.radians(other_lon - lon) / 2) ** 2 * np.cos(one) * np.cos(other)
    line: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.sin((other - one) / 2) ** 2 + across))
    return line
