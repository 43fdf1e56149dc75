"""Provider ``osm``: fastest ways through an extract of OpenStreetMap."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.night_bans import NightBans
from transport.road_settings import Closure
from transport.roads.classes import SEAT_LEVELS
from transport.roads.closures import applied, in_force, pieces_of, without_effect
from transport.roads.graph import Floats, RoadGraph, Rows
from transport.roads.osm.read import OsmNetwork
from transport.roads.osm.snap import OFF_KM, Snapped, snap
from transport.roads.osm.store import digest, fingerprint, load_network, read_arrays, write_arrays
from transport.roads.provider import Measured, far_from_road, points_of, villages_limited
from transport.roads.reach import largest_vehicles
from transport.roads.ways import Ways, fastest, ways_from
from transport.travel import RoadGeometry, TravelMatrix

SOURCES = ("osm", "osm, access estimated", "no road")
"""Marks of a pair: roads all the way; a place so far from its road that the way between is an estimate; no way."""
NEAR_KM = 0.1
"""Within this, a place counts as standing at its road."""
_STANDING_KM = 0.03
_DETOUR, _KMH = 1.3, 15.0
"""Of the way between a place and its road, which the map does not show, where it is more than a few steps."""
_PARTS = ("start", "gap_from", "gap_to", "end")


class OsmRoads:
    """Roads of a case by ``roads.osm``.

    A pair of places is measured on the roads that the largest vehicle fit for both of them can use, so that a coach
    is not sent under a bridge that is too low because a van would fit.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place; ``missing_file``, ``osm_unreadable``, ``osm_without_roads``.
    MissingExtra
        pyosmium is not installed.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.points = points_of(case.places)
        self.index = {place_id: row for row, place_id in enumerate(case.places)}
        self.path = case.roads.folder / (case.roads.osm or "")
        self.closures, self.notices = in_force(case)
        if not self.path.is_file():
            raise InputError([InputIssue("missing_file", file=case.roads.osm, column="roads.osm")])

    def measure(self) -> Measured:
        """Return the roads between all places, to the metre and the hundredth of a minute."""
        name = f"matrix-{self._question()}"
        kept = read_arrays(name)
        if kept is None:
            ways = self._measured()
            shut = {} if ways.bans is None else {part: getattr(ways.bans, part) for part in _PARTS}
            kept = {
                "km": ways.km,
                "minutes": ways.minutes,
                "gap_km": self._snapped.gap_km,
                "seats": self._seats,
                **shut,
            }
            write_arrays(name, kept)
        km, minutes, gap, seats = (np.asarray(kept[part], np.float64) for part in ("km", "minutes", "gap_km", "seats"))
        bans = NightBans(*(np.asarray(kept[part], np.float64) for part in _PARTS)) if "start" in kept else None
        away = gap > NEAR_KM
        source = np.where(np.isinf(km), np.uint8(2), (away[:, None] | away[None, :]).astype(np.uint8))
        np.fill_diagonal(source, 0)
        travel = TravelMatrix(self.index, km, minutes, SOURCES, source, bans)
        return Measured(
            travel,
            self._limits(seats),
            (*self.notices, *self._unused(), *far_from_road(self.case, np.where(gap > OFF_KM, np.inf, gap))),
        )

    def geometry(self) -> RoadGeometry:
        """Return a function that draws the way between two places along the bends of the roads."""
        graph_of = lru_cache(maxsize=None)(lambda level: self._graph.only(self._graph.seats >= level))
        finder = lru_cache(maxsize=None)(lambda level, node: ways_from(graph_of(level), node))

        def along_roads(origin: str, destination: str) -> list[tuple[float, float]]:
            i, j = self.index[origin], self.index[destination]
            one, other = (int(self._snapped.node[row]) for row in (i, j))
            start, end = ((float(lat), float(lon)) for lat, lon in (self.points[i], self.points[j]))
            if one == other and one >= 0:
                return [start, end]
            if min(one, other) < 0:
                return []
            level = float(min(self._levels[i], self._levels[j]))
            graph: RoadGraph = graph_of(level)
            links = finder(level, one)(other)
            bends = [_at(graph, one)] if links else []
            for link in links:
                bends += [*graph.corners(link), _at(graph, int(graph.end[link]))]
            return [start, *(point for point in bends if point not in (start, end)), end] if links else []

        return along_roads

    @cached_property
    def _network(self) -> OsmNetwork:
        return load_network(self.path)

    @cached_property
    def _snapped(self) -> Snapped:
        return snap(self._network, self.points)

    @cached_property
    def _graph(self) -> RoadGraph:
        """The network with the places in it as it may be used: under the closures, and by night."""
        graph = self._snapped.graph
        graph = graph.with_bans() if self.case.roads.night_ban else graph
        return applied(graph, self._of_roads, graph.provinces)

    @cached_property
    def _of_roads(self) -> tuple[Closure, ...]:
        return tuple(closure for closure in self.closures if not closure.of_places)

    @cached_property
    def _seats(self) -> Floats:
        """Seats of the largest vehicle that the roads to each place are fit for, whatever is closed."""
        return self._largest(self._snapped.graph.suits)

    def _largest(self, limits: Floats) -> Floats:
        node = self._snapped.node
        return np.where(node >= 0, largest_vehicles(self._snapped.graph, node, limits), 0.0)

    @cached_property
    def _levels(self) -> Floats:
        """Seats of the vehicles that may have to reach each place: what gets through, and its table allows."""
        allowed = [np.inf if place.max_seats is None else place.max_seats for place in self.case.places.values()]
        most = np.minimum(self._largest(self._snapped.graph.seats), allowed)
        levels = np.array(sorted(SEAT_LEVELS))
        return levels[np.searchsorted(levels, most)]

    def _question(self) -> str:
        """Return what the figures depend on."""
        allowed = np.array(
            [np.nan if place.max_seats is None else place.max_seats for place in self.case.places.values()]
        )
        asked = f"{self.case.roads.night_ban} {self._of_roads}"
        return digest(fingerprint(self.path), self.points.tobytes(), allowed.tobytes(), asked)

    def _measured(self) -> Ways:
        """Measure every pair on the roads that suit both, the ways between places and their roads included."""
        node, count = self._snapped.node, len(self.points)
        walked = bool(self._graph.no_night.any())
        blank = np.full((count, count), np.inf)
        found = Ways(
            blank.copy(), blank.copy(), np.zeros(blank.shape, np.bool_), NightBans.free(blank) if walked else None
        )
        on_map = node >= 0
        for level in sorted(set(self._levels[on_map].tolist()), reverse=True):
            graph = self._graph.only(self._graph.seats >= level)
            here = np.flatnonzero(on_map & (self._levels == level))
            larger = np.flatnonzero(on_map & (self._levels > level))
            every = np.concatenate([here, larger])
            _enter(found, here, every, fastest(graph, node[here], node[every], walked=walked))
            if len(larger):
                back = fastest(graph.turned(), node[here], node[larger], walked=walked)
                _enter(found, larger, here, back.turned())
        gap = np.where(self._snapped.gap_km > _STANDING_KM, self._snapped.gap_km * _DETOUR, 0.0)
        km = (found.km + gap[:, None] + gap[None, :]).round(3)
        minutes = (found.minutes + (60 * gap / _KMH)[:, None] + (60 * gap / _KMH)[None, :]).round(2)
        for square in (km, minutes):
            np.fill_diagonal(square, 0)
        bans = None if found.bans is None else found.bans.later((60 * gap / _KMH)[:, None]).rounded(2)
        return Ways(km, minutes, found.rough, bans)

    def _limits(self, seats: Floats) -> dict[str, float]:
        if self.case.roads.seats_by_road is False:
            return {}
        return villages_limited(self.case, seats)

    def _unused(self) -> tuple[InputIssue, ...]:
        if not self._of_roads:
            return ()
        graph = self._snapped.graph
        return without_effect(self._of_roads, pieces_of(graph, graph.provinces))


def _enter(found: Ways, origins: Rows, destinations: Rows, ways: Ways) -> None:
    """Write measured pairs where they belong."""
    at = np.ix_(origins, destinations)
    found.km[at], found.minutes[at] = ways.km, ways.minutes
    if found.bans is not None and ways.bans is not None:
        found.bans.put(at, ways.bans)


def _at(graph: RoadGraph, node: int) -> tuple[float, float]:
    return round(float(graph.lat[node]), 7), round(float(graph.lon[node]), 7)
