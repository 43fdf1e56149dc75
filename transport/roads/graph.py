"""A road network as arrays: nodes, and directed links with what is known of each.

Every network that ways are looked for in has this shape, wherever it was read from: the bundled tables, the user's
own, or OpenStreetMap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


def _none() -> Floats:
    return np.empty(0, dtype=np.float64)


def _no_rows() -> Rows:
    return np.zeros(1, dtype=np.int64)


@dataclass(frozen=True)
class RoadGraph:
    """Nodes and directed links; a road open both ways is two links.

    Parameters
    ----------
    lat, lon
        Of each node, WGS 84 degrees.
    start, end
        Rows of each link's nodes.
    km, minutes
        Of each link.
    seats
        Passenger seats of the largest vehicle that each link lets through: by what is posted or built.
    suits
        Passenger seats of the largest vehicle that its class is meant for, on the way to a village.
    third
        Whether it is a mountain road of the third class or below.
    no_night
        Whether nobody may drive there by night.
    rough
        Whether its length is little more than a guess.
    link, link_names
        Which road of the source it is: a row of ``link_names``, or the number itself where there are no names.
    road, road_names
        Its route number, a row of ``road_names``.
    provinces
        Of each node; empty where the source does not say.
    shape_at, shape_lat, shape_lon
        Corners of link ``i`` between its nodes are ``shape_at[i]`` to ``shape_at[i + 1]``; a single entry: no corners.
    """

    lat: Floats
    lon: Floats
    start: Rows
    end: Rows
    km: Floats
    minutes: Floats
    seats: Floats
    suits: Floats
    third: Mask
    no_night: Mask
    rough: Mask
    link: Rows
    road: Rows
    link_names: tuple[str, ...] = ()
    road_names: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    shape_at: Rows = field(default_factory=_no_rows)
    shape_lat: Floats = field(default_factory=_none)
    shape_lon: Floats = field(default_factory=_none)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.lat)

    def with_bans(self) -> RoadGraph:
        """Return the network with mountain roads of the third class and below shut by night."""
        return replace(self, no_night=self.no_night | self.third)

    def only(self, keep: Mask) -> RoadGraph:
        """Return the network with these links alone; nodes stay, and corners with them."""
        at, shape = _cut_shapes(self.shape_at, keep)
        return replace(
            self,
            **{name: getattr(self, name)[keep] for name in LINK_ARRAYS},
            shape_at=at,
            shape_lat=self.shape_lat[shape],
            shape_lon=self.shape_lon[shape],
        )

    def turned(self) -> RoadGraph:
        """Return the network with every link the other way round, for ways to a node; without corners."""
        return replace(self, start=self.end, end=self.start, shape_at=_no_rows(), shape_lat=_none(), shape_lon=_none())

    def corners(self, link: int) -> list[tuple[float, float]]:
        """Return the (lat, lon) corners of a link between its nodes, in driving direction."""
        if len(self.shape_at) == 1:
            return []
        span = slice(self.shape_at[link], self.shape_at[link + 1])
        return list(zip(self.shape_lat[span].tolist(), self.shape_lon[span].tolist(), strict=True))

    def lines(self, rows: Rows) -> tuple[Floats, Rows]:
        """Return the (lat, lon) points of these links, ends and corners, and which of the links each point is of."""
        count = np.diff(self.shape_at)[rows] if len(self.shape_at) > 1 else np.zeros(len(rows), dtype=np.int64)
        every, bent = np.arange(len(rows)), np.repeat(np.arange(len(rows)), count)
        first = self.shape_at[rows] if len(self.shape_at) > 1 else np.zeros(len(rows), dtype=np.int64)
        corner = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(bent))
        lat = np.concatenate([self.lat[self.start[rows]], self.shape_lat[corner], self.lat[self.end[rows]]])
        lon = np.concatenate([self.lon[self.start[rows]], self.shape_lon[corner], self.lon[self.end[rows]]])
        of = np.concatenate([every, bent, every])
        order = np.argsort(of, kind="stable")
        return np.column_stack([lat, lon])[order], of[order]


LINK_ARRAYS = ("start", "end", "km", "minutes", "seats", "suits", "third", "no_night", "rough", "link", "road")
"""Names of the arrays with one entry a link."""


def _cut_shapes(shape_at: Rows, keep: Mask) -> tuple[Rows, Mask]:
    if len(shape_at) == 1:
        return shape_at, np.zeros(0, dtype=np.bool_)
    lengths = np.diff(shape_at)
    return np.concatenate([[0], np.cumsum(lengths[keep])]), np.repeat(keep, lengths)


def numbered(names: Sequence[str]) -> tuple[Rows, tuple[str, ...]]:
    """Return names as rows of a list without repetitions."""
    known = {name: row for row, name in enumerate(dict.fromkeys(names))}
    return np.array([known[name] for name in names], dtype=np.int64), tuple(known)
