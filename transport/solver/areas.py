"""Destinations that count as one in the bound, near ones together: so few that all their sets can be enumerated.

What a trip costs to an area is the least that it costs to any destination there. A trip that comes to an area again,
or stays in it, is charged for the first call alone: over shortest paths leaving calls out makes no trip longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from transport.solver.arrays import Floats, Ints


@dataclass(frozen=True)
class Areas:
    """``of`` says in which area each destination is; areas are numbered from 0, none is empty."""

    of: Ints

    @cached_property
    def count(self) -> int:
        """How many areas there are."""
        return int(self.of.max(initial=-1)) + 1

    @property
    def merged(self) -> bool:
        """Whether any area has more than one destination."""
        return self.count < len(self.of)

    @property
    def sizes(self) -> Ints:
        """How many destinations each has."""
        return np.bincount(self.of, minlength=self.count)

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        """The destinations area by area, and where each area begins."""
        return np.argsort(self.of, kind="stable"), np.searchsorted(np.sort(self.of), np.arange(self.count))

    def least(self, values: Floats, axis: int = 0) -> Floats:
        """The least of the values of each area's destinations, which are along one axis."""
        order, begins = self._sorted
        return np.asarray(np.minimum.reduceat(values.take(order, axis), begins, axis))

    def most(self, values: Floats, axis: int = 0) -> Floats:
        """Likewise the greatest."""
        return -self.least(-values, axis)

    def between(self, values: Floats) -> Floats:
        """The least from any destination of one area (row) to any of another one (column)."""
        return self.least(self.least(values), 1)


def single_areas(count: int) -> Areas:
    """Every destination for itself."""
    return Areas(np.arange(count))


def near_areas(km: Floats, most: int) -> Areas:
    """At most so many areas of destinations with such distances between them; the widest is as small as merging the
    nearest two areas again and again makes it (complete linkage).
    """
    if len(km) <= most:
        return single_areas(len(km))
    far = 1e9
    apart = np.minimum(np.maximum(km, km.T), far)
    np.fill_diagonal(apart, 0.0)
    named = fcluster(linkage(squareform(apart, checks=False), "complete"), most, "maxclust")
    _, of = np.unique(named, return_inverse=True)
    return Areas(of.reshape(-1).astype(np.int64))
