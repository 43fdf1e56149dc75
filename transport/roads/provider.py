"""What every road provider gives, whoever knows the roads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from transport.case import Case, Place
from transport.errors import InputError, InputIssue
from transport.travel import RoadGeometry, TravelMatrix

FAR_KM = 1.0
"""A place further from the nearest road than this is worth a notice."""


@dataclass(frozen=True)
class Measured:
    """What a provider found out.

    Parameters
    ----------
    travel
        Km and minutes between all places.
    seats
        Passenger seats of the largest vehicle that the road to a place lets through, where it limits them at all.
    issues
        What is worth a notice.
    """

    travel: TravelMatrix
    seats: Mapping[str, float] = field(default_factory=dict)
    issues: tuple[InputIssue, ...] = ()


class RoadProvider(Protocol):
    """Knows the roads between the places of one case; made from the case, and does nothing before it is asked."""

    def measure(self) -> Measured:
        """Measure every pair of places."""
        ...

    def geometry(self) -> RoadGeometry:
        """Return a function that draws the way between two places."""
        ...


def villages_limited(case: Case, seats: NDArray[np.float64]) -> dict[str, float]:
    """Return the seats of the largest vehicle for each village that the road to it limits.

    Villages alone: the class of the last metres to an airport, a station, a depot or a factory says nothing of coaches.

    Parameters
    ----------
    seats
        By the roads, of each place in the order of the case; ``inf``: any, 0: no road.
    """
    places = zip(case.places.values(), seats.tolist(), strict=True)
    return {place.place_id: most for place, most in places if place.kind == "village" and 0 < most < np.inf}


def far_from_road(case: Case, km: NDArray[np.float64]) -> tuple[InputIssue, ...]:
    """Return a notice for each place that lies so many km from the nearest road that it is worth one.

    Parameters
    ----------
    km
        Of each place in the order of the case; ``nan`` where that is not known, ``inf`` where it is off the map.
    """
    return tuple(
        InputIssue(
            "place_far_from_road",
            "warning",
            file="places",
            column="lat",
            seen=place.place_id,
            params={"place_id": place.place_id, "name": place.name, "km": f"{away:.1f}"},
        )
        for place, away in zip(case.places.values(), km.tolist(), strict=True)
        if FAR_KM < away < np.inf
    )


def points_of(places: Mapping[str, Place]) -> NDArray[np.float64]:
    """Return (lat, lon) of the places in degrees, one row each.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place.
    """
    issues = [
        InputIssue(
            "place_without_coordinates",
            file="places",
            column="lat",
            params={"place_id": place.place_id, "name": place.name},
        )
        for place in places.values()
        if place.lat is None or place.lon is None
    ]
    if issues:
        raise InputError(issues)
    return np.array([(place.lat, place.lon) for place in places.values()], dtype=np.float64).reshape(-1, 2)
