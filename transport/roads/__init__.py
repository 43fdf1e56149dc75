"""Road providers: the places of a case in, distances and driving times between all of them out.

``matrix`` takes the user's own table as it stands; ``network`` estimates every pair from the bundled trunk
network. A further provider is one more pair of functions in ``_TRAVEL`` and ``_GEOMETRY``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.roads.matrix import matrix_geometry, matrix_travel
from transport.roads.network import load_network
from transport.roads.places_on_network import network_geometry, network_travel
from transport.travel import DistanceTable, RoadGeometry, TravelMatrix

__all__ = ["build_geometry", "build_travel", "load_network"]

_Provider = TypeVar("_Provider")

_TRAVEL: dict[str, Callable[[Case, DistanceTable | None], TravelMatrix]] = {
    "matrix": matrix_travel,
    "network": lambda case, _distances: network_travel(case),
}
_GEOMETRY: dict[str, Callable[[Case], RoadGeometry]] = {"matrix": matrix_geometry, "network": network_geometry}


def build_travel(case: Case, distances: DistanceTable | None = None) -> TravelMatrix:
    """Return km and driving minutes between all places of a case, as its road provider knows them.

    Parameters
    ----------
    case
        The case; ``case.roads.provider`` says where the figures come from.
    distances
        The rows of ``distances.csv``; needed by provider ``matrix``, ignored by ``network``.

    Raises
    ------
    InputError
        ``road_provider_unknown``: there is no such provider; ``distances_missing``: provider ``matrix`` without
        a table; ``place_without_coordinates``: provider ``network``, once for each place.
    """
    return _of_provider(_TRAVEL, case)(case, distances)


def build_geometry(case: Case) -> RoadGeometry:
    """Return a function that draws the way between two places, as the case's road provider knows it.

    The points are (lat, lon) in degrees, both ends included: along the nodes of the way with provider
    ``network``, a straight line with ``matrix``. There are no points where nothing can be drawn: no road, or a
    place without coordinates.

    Raises
    ------
    InputError
        As :func:`build_travel`.
    """
    return _of_provider(_GEOMETRY, case)(case)


def _of_provider(table: dict[str, _Provider], case: Case) -> _Provider:
    provider = case.roads.provider
    if provider not in table:
        known = ", ".join(table)
        issue = InputIssue(
            "road_provider_unknown",
            file="case.yaml",
            column="roads.provider",
            seen=provider,
            params={"provider": provider, "known": known},
        )
        raise InputError([issue])
    return table[provider]
