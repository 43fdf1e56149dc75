"""What a routing service is asked, what it answers, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from transport.errors import InputError, InputIssue

Point = tuple[float, float]
"""(lat, lon) in degrees, rounded to the 0.1 m that services tell apart."""


@dataclass(frozen=True)
class Table:
    """Km and minutes from each source (row) to each target (column); ``inf`` where there is no way.

    ``snapped_m``: metres from each source to the nearest road the service knows; ``nan`` where it does not say.
    """

    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    snapped_m: NDArray[np.float64]


class RoutingService(Protocol):
    """A service that measures ways between points."""

    @property
    def name(self) -> str:
        """What pairs measured by it are marked with."""
        ...

    @property
    def key(self) -> str:
        """What tells its answers from another's in the cache: address, profile and dialect."""
        ...

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        """Measure every pair.

        Raises
        ------
        TooLarge, OffRoad
            The request is larger than the service allows, or some points lie off every road it knows.
        InputError
            It cannot be reached, or refuses to answer.
        """
        ...

    def route(self, origin: Point, destination: Point) -> list[Point]:
        """Return the bends of a way, both ends included; none where there is no way. Raises as ``table``."""
        ...


class TooLarge(Exception):
    """The service does not take so many points at once."""


class OffRoad(Exception):
    """Some points of the request lie off every road that the service knows."""

    def __init__(self, points: frozenset[Point]) -> None:
        self.points = points
        super().__init__(f"{len(points)} points")


def refused(code: str, url: str, params: Mapping[str, str] | None = None) -> InputError:
    """Return the error that a service cannot be used as it stands."""
    return InputError(
        [InputIssue(code, file="case.yaml", column="roads.url", seen=url, params={"url": url, **(params or {})})]
    )
