"""Fastest ways through a road network, from many nodes to many.

scipy's Dijkstra gives minutes. The km of the same ways come with them in one of two manners. Where nothing else has to
be known along the way, both are packed into one whole number a link, minutes before metres: sums of such numbers are
exact in a float, compare by minutes first, and come apart again at the end. Where something else has to be known
(links of low confidence, stretches without night driving), the ways are walked back from their ends, all side by side.

Large tasks are shared among processes.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from transport.night_bans import NightBans
from transport.roads.graph import Floats, Mask, RoadGraph, Rows

_TICKS, _METRES = 4096, 2.0**24
"""Parts of a minute, and metres below one such part: ways up to 16,000 km and 91 days stay exact in 53 bits."""
_CELLS_AT_ONCE = 4_000_000
_SHARED_FROM = 6_000_000
_MOST_PROCESSES = 4


@dataclass(frozen=True)
class Ways:
    """The fastest way from each origin (row) to each destination (column).

    Parameters
    ----------
    km, minutes
        ``inf`` where there is none.
    rough
        Whether a link of low confidence lies on it.
    bans
        Where nobody may drive by night; ``None`` where there is no such link at all.
    """

    km: Floats
    minutes: Floats
    rough: Mask
    bans: NightBans | None

    def turned(self) -> Ways:
        """Return the ways driven the other way round, destinations becoming origins."""
        bans = None if self.bans is None else self.bans.turned(self.minutes)
        return Ways(self.km.T, self.minutes.T, self.rough.T, bans)


@dataclass(frozen=True)
class _Net:
    """The fastest link between every two nodes that have one, in compressed sparse rows; ``link`` is its row."""

    matrix: csr_array
    link: Rows


def fastest(graph: RoadGraph, origins: Rows, destinations: Rows, *, walked: bool | None = None) -> Ways:
    """Return the fastest ways; of equal ones, the shorter.

    Parameters
    ----------
    graph
        The network.
    origins, destinations
        Rows of nodes, each as often as need be.
    walked
        Whether to walk the ways back; by default where there is something to be learnt from it.
    """
    if walked is None:
        walked = bool(graph.no_night.any() or graph.rough.any())
    if not (len(origins) and len(destinations)):
        nothing = np.empty((len(origins), len(destinations)))
        return Ways(nothing, nothing, nothing.astype(np.bool_), NightBans.free(nothing) if walked else None)
    net = _net(graph, packed=not walked)
    parts = _in_blocks(partial(_walk if walked else _unpack, net, graph, destinations), origins, graph.nodes)
    km, minutes, rough = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("km", "minutes", "rough")
    )
    bans = [part.bans for part in parts if part.bans is not None]
    return Ways(km, minutes, rough, NightBans.stacked(bans) if bans else None)


def ways_from(graph: RoadGraph, origin: int) -> WayFinder:
    """Return what finds the fastest way from one node to any other."""
    net = _net(graph, packed=False)
    _, before = dijkstra(net.matrix, indices=[origin], return_predecessors=True)
    return WayFinder(graph, _links_before(net, graph, before)[0])


@dataclass(frozen=True)
class WayFinder:
    """The fastest ways from one node: the last link of the way to each other, or -1."""

    graph: RoadGraph
    last: Rows

    def __call__(self, destination: int) -> list[int]:
        """Return the rows of the links of the way, in driving direction."""
        links: list[int] = []
        while (link := int(self.last[destination])) >= 0:
            links.append(link)
            destination = int(self.graph.start[link])
        return links[::-1]


def _in_blocks(task: partial[Ways], origins: Rows, nodes: int) -> list[Ways]:
    """Do the task for so many origins at a time as memory allows, in several processes where that is worth it."""
    size = max(1, min(len(origins), _CELLS_AT_ONCE // max(nodes, 1)))
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    if processes == 1 or len(origins) * nodes < _SHARED_FROM:
        return [task(origins[first : first + size]) for first in range(0, len(origins), size)]
    size = min(size, -(-len(origins) // (2 * processes)))
    blocks = [origins[first : first + size] for first in range(0, len(origins), size)]
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(processes, context, initializer=_sit_down, initargs=(task,)) as pool:
        return list(pool.map(_work, blocks))


_tasks: list[partial[Ways]] = []


def _sit_down(task: partial[Ways]) -> None:
    _tasks[:] = [task]


def _work(origins: Rows) -> Ways:
    return _tasks[0](origins)


def _net(graph: RoadGraph, *, packed: bool) -> _Net:
    """Keep the fastest of parallel links, of equals the shorter; a link of no length counts as next to nothing."""
    order = np.lexsort((graph.km, graph.minutes, graph.end, graph.start))
    start, end = graph.start[order], graph.end[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    kept = order[first & (start != end) & np.isfinite(graph.minutes[order])]
    if packed:
        weight = np.rint(graph.minutes[kept] * _TICKS) * _METRES + np.rint(graph.km[kept] * 1000)
    else:
        weight = graph.minutes[kept]
    row_ends = np.concatenate([[0], np.cumsum(np.bincount(graph.start[kept], minlength=graph.nodes))])
    shape = (graph.nodes, graph.nodes)
    return _Net(csr_array((np.maximum(weight, 1e-9), graph.end[kept], row_ends), shape=shape), kept)


def _unpack(net: _Net, graph: RoadGraph, destinations: Rows, origins: Rows) -> Ways:
    sums = np.asarray(dijkstra(net.matrix, indices=origins))[:, destinations]
    missing = np.isinf(sums)
    ticks, metres = np.divmod(np.where(missing, 0.0, np.rint(sums)), _METRES)
    km, minutes = np.where(missing, np.inf, metres / 1000), np.where(missing, np.inf, ticks / _TICKS)
    return Ways(km, minutes, np.zeros(km.shape, dtype=np.bool_), None)


def _walk(net: _Net, graph: RoadGraph, destinations: Rows, origins: Rows) -> Ways:
    """Walk back along the ways, one link of every pair at a time."""
    minutes, before = dijkstra(net.matrix, indices=origins, return_predecessors=True)
    last = _links_before(net, graph, before)
    found = np.asarray(minutes)[:, destinations]
    km = np.where(np.isinf(found), np.inf, 0.0).ravel()
    rough = np.zeros(found.size, dtype=np.bool_)
    bans = _BansFromEnd(found.size)
    row = np.repeat(np.arange(len(origins)), len(destinations))
    node = np.tile(destinations, len(origins))
    for pair, link in _links_backwards(graph, last, row, node):
        km[pair] += graph.km[link]
        rough[pair] |= graph.rough[link]
        bans.add(pair, graph.minutes[link], graph.no_night[link])
    shape = found.shape
    along = bans.turned(found.ravel()).reshaped(shape) if graph.no_night.any() else None
    return Ways(km.reshape(shape), found, rough.reshape(shape), along)


def _links_before(net: _Net, graph: RoadGraph, before: NDArray[np.int32]) -> Rows:
    """Return the row of the last link of the way to each node, or -1: of each origin in a row of its own."""
    start, end = graph.start[net.link], graph.end[net.link]
    last = np.full(before.shape, -1, dtype=np.int64)
    for links, nodes in zip(last, before, strict=True):
        on_way = nodes[end] == start
        links[end[on_way]] = net.link[on_way]
    return last


def _links_backwards(graph: RoadGraph, last: Rows, row: Rows, node: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Yield (pairs, their links): the last link of every pair's way, then the last but one, and so on."""
    pair = np.arange(len(node))
    while len(pair):
        link = last[row, node]
        going = link >= 0
        pair, row, link = pair[going], row[going], link[going]
        yield pair, link
        node = graph.start[link]


class _BansFromEnd:
    """Stretches without night driving, measured in minutes from the end of each way, as they are met walking back.

    Of several stretches the first, the last and the longest free gap between any two are kept.
    """

    def __init__(self, pairs: int) -> None:
        self.walked = np.zeros(pairs)
        self.first = np.full(pairs, np.inf)
        self.last = np.full(pairs, np.inf)
        self.gap_from, self.gap_to = np.zeros(pairs), np.zeros(pairs)

    def add(self, pair: Rows, minutes: Floats, banned: Mask) -> None:
        """Walk one link back on each of these pairs."""
        on = pair[banned]
        if len(on):
            here = self.walked[on]
            new = np.isinf(self.first[on])
            self.first[on[new]] = here[new]
            met = on[~new]
            before, now = self.last[met], self.walked[met]
            longer = now - before > self.gap_to[met] - self.gap_from[met]
            self.gap_from[met[longer]], self.gap_to[met[longer]] = before[longer], now[longer]
            self.last[on] = here + minutes[banned]
        self.walked[pair] += minutes

    def turned(self, minutes: Floats) -> NightBans:
        """Return the same measured from the start of ways that take so long."""
        none = np.isinf(self.first)
        whole = np.where(none, 0.0, minutes)
        with np.errstate(invalid="ignore"):
            begin = np.where(none, np.inf, np.maximum(whole - self.last, 0.0))
            end = np.where(none, np.inf, whole - self.first)
        gap = self.gap_to > self.gap_from
        middle = np.where(none, np.inf, begin)
        return NightBans(
            begin,
            np.where(gap, whole - self.gap_to, middle),
            np.where(gap, whole - self.gap_from, middle),
            end,
        )
