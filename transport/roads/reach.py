"""The largest vehicle that can reach a place: the narrowest road on the widest way from the main network."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transport.roads.classes import SEAT_LEVELS
from transport.roads.graph import Floats, Mask, RoadGraph, Rows


def largest_vehicles(graph: RoadGraph, nodes: Rows, limits: Floats) -> Floats:
    """Return the passenger seats of the largest vehicle that gets from the main roads to each node and back.

    The main roads are the largest part of the network, strongly connected, that every vehicle may use. ``inf`` where
    any vehicle can come, 0 where none.

    Parameters
    ----------
    graph
        The network.
    nodes
        Rows of the nodes asked for.
    limits
        Passenger seats of the largest vehicle on each link.
    """
    seats = np.zeros(graph.nodes)
    main: int | None = None
    for level in SEAT_LEVELS:
        if level < limits.min(initial=np.inf):
            break
        part, sizes = components(graph, limits >= level)
        if main is None:
            main = int(np.flatnonzero(part == np.argmax(sizes))[0])
        seats = np.maximum(seats, np.where(part == part[main], level, 0.0))
    return seats[nodes]


def components(graph: RoadGraph, links: Mask) -> tuple[Rows, Rows]:
    """Return the strong component of each node over these links, and the size of each component."""
    start, end = graph.start[links], graph.end[links]
    net = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(graph.nodes, graph.nodes))
    _, part = connected_components(net.tocsr(), directed=True, connection="strong")
    rows: Rows = part.astype(np.int64)
    return rows, np.bincount(rows).astype(np.int64)
