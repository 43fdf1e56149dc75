"""Distances and driving times between the places of a case."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.night_bans import NightBans, Stretches


class Road(NamedTuple):
    """A road between two places: km and driving minutes, at full precision.

    ``banned`` are the stretches on which nobody may drive by night, in driving minutes from its start.
    """

    km: float
    minutes: float
    banned: Stretches = ()


@dataclass(frozen=True)
class TravelMatrix:
    """Directed km and driving minutes between places.

    Parameters
    ----------
    index
        ``place_id`` to row and column.
    km, minutes
        Square float arrays; ``inf`` where there is no road, 0 on the diagonal.
    sources
        Names that ``source`` points into, such as ``"matrix"``, ``"matrix reversed"``, ``"network high"``.
    source
        Square array of indices into ``sources``: where each pair comes from and how good it is.
    bans
        Where nobody may drive by night, of every pair; ``None``: nowhere.
    """

    index: Mapping[str, int]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    sources: tuple[str, ...] = ("matrix",)
    source: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.uint8))
    bans: NightBans | None = None

    def road(self, origin: str, destination: str) -> Road | None:
        """Return the road between two places, or ``None`` where there is none; a place to itself is 0."""
        if origin == destination:
            return Road(0.0, 0.0)
        i, j = self.index[origin], self.index[destination]
        km = float(self.km[i, j])
        if math.isinf(km):
            return None
        return Road(km, float(self.minutes[i, j]), () if self.bans is None else self.bans.stretches(i, j))

    def quality(self, origin: str, destination: str) -> str:
        """Return the mark of a pair: where its figures come from and how good they are."""
        if self.source.size == 0:
            return self.sources[0]
        return self.sources[int(self.source[self.index[origin], self.index[destination]])]


@dataclass(frozen=True)
class DistanceTable:
    """The rows of ``distances.csv`` as read: directed, at full precision, validated but not yet completed.

    Parameters
    ----------
    from_ids, to_ids
        Place ids, one an entry.
    km, minutes
        Non-negative floats of the same length.
    """

    from_ids: tuple[str, ...]
    to_ids: tuple[str, ...]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]


RoadGeometry = Callable[[str, str], list[tuple[float, float]]]
"""(origin id, destination id) to the (lat, lon) points of the way between them, both ends included."""
