"""Road providers: the places of a case in, distances and driving times between all of them out.

``matrix`` takes the user's own table as it stands; ``network`` estimates every pair from the bundled trunk network or
the user's own; ``osm`` finds ways in an extract of OpenStreetMap; ``osrm`` and ``valhalla`` ask a routing service. A
further provider is one more class with :class:`RoadProvider`'s two methods and one more row of :data:`PROVIDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.roads.matrix import MatrixRoads
from transport.roads.measure import Roads, measured, require_possible
from transport.roads.network import load_network
from transport.roads.provider import RoadProvider
from transport.travel import DistanceTable, RoadGeometry, TravelMatrix

__all__ = ["PROVIDERS", "Roads", "build_geometry", "build_travel", "load_network", "measure_roads"]


def _network(case: Case, _distances: DistanceTable | None) -> RoadProvider:
    from transport.roads.places_on_network import NetworkRoads

    return NetworkRoads(case)


def _osm(case: Case, _distances: DistanceTable | None) -> RoadProvider:
    from transport.roads.osm.provider import OsmRoads

    return OsmRoads(case)


def _osrm(case: Case, _distances: DistanceTable | None) -> RoadProvider:
    from transport.roads.service.osrm import Osrm
    from transport.roads.service.provider import ServiceRoads

    return ServiceRoads(case, Osrm(case.roads))


def _valhalla(case: Case, _distances: DistanceTable | None) -> RoadProvider:
    from transport.roads.service.provider import ServiceRoads
    from transport.roads.service.valhalla import valhalla_service

    return ServiceRoads(case, valhalla_service(case.roads))


PROVIDERS: Mapping[str, Callable[[Case, DistanceTable | None], RoadProvider]] = {
    "network": _network,
    "matrix": MatrixRoads,
    "osm": _osm,
    "osrm": _osrm,
    "valhalla": _valhalla,
}


def measure_roads(case: Case, distances: DistanceTable | None = None) -> Roads:
    """Return km and driving minutes between all places of a case, the vehicles that reach them, and what to know.

    Parameters
    ----------
    case
        The case; ``case.roads.provider`` says where the figures come from.
    distances
        The rows of ``distances.csv``; needed by provider ``matrix``, ignored by others.

    Raises
    ------
    InputError
        ``road_provider_unknown``: there is no such provider; what else a provider cannot do without.
    MissingExtra
        A provider needs a part of the program that is not installed.
    """
    require_possible(case)
    return measured(case, _provider(case, distances).measure())


def build_travel(case: Case, distances: DistanceTable | None = None) -> TravelMatrix:
    """Return km and driving minutes between all places of a case; parameters and errors as :func:`measure_roads`."""
    return measure_roads(case, distances).travel


def build_geometry(case: Case) -> RoadGeometry:
    """Return a function that draws the way between two places, as the case's road provider knows it.

    The points are (lat, lon) in degrees, both ends included: along the nodes or bends of the way where the provider
    knows it, a straight line with ``matrix`` and where a routing service does not answer. There are no points where
    nothing can be drawn: no road, or a place without coordinates.

    Raises
    ------
    InputError
        As :func:`measure_roads`.
    """
    return _provider(case, None).geometry()


def _provider(case: Case, distances: DistanceTable | None) -> RoadProvider:
    provider = case.roads.provider
    if provider not in PROVIDERS:
        issue = InputIssue(
            "road_provider_unknown",
            file="case.yaml",
            column="roads.provider",
            seen=provider,
            params={"provider": provider, "known": ", ".join(PROVIDERS)},
        )
        raise InputError([issue])
    return PROVIDERS[provider](case, distances)
