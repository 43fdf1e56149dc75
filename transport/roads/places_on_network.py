"""Provider ``network``: every pair of places, by spur, trunk road and spur, or directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from transport.case import Case
from transport.night_bans import NightBans
from transport.road_settings import NodeRow
from transport.roads.closures import Pieces, applied, effects, in_force, pieces_of, without_effect
from transport.roads.graph import Floats, Mask, RoadGraph, Rows
from transport.roads.network import bundled_graph, province_terrain
from transport.roads.provider import Measured, points_of, villages_limited
from transport.roads.provinces import provinces_at
from transport.roads.reach import largest_vehicles
from transport.roads.spurs import SPURS, Spurs, build_spurs, earth_km, near_pairs
from transport.roads.tables import graph_of_tables
from transport.roads.ways import Ways, fastest, ways_from
from transport.travel import RoadGeometry, TravelMatrix

SOURCES = ("network", "network, access estimated", "network, low confidence", "no road")
"""Marks of a pair: known roads from town to town; a spur or a direct link is estimated; so far, or over such links,
that the figure is rough; off the map."""
_ESTIMATED, _LOW, _NO_ROAD = np.uint8(1), np.uint8(2), np.uint8(3)
_DIRECT, _NONE = np.uint8(SPURS * SPURS), np.uint8(SPURS * SPURS + 1)


@dataclass(frozen=True)
class PlaceWays:
    """The fastest way between every two places.

    ``choice`` says how it goes: ``SPURS * spur of the origin + spur of the destination``, directly, or not at all.
    """

    km: Floats
    minutes: Floats
    choice: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
    mark: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
    bans: NightBans | None


@dataclass(frozen=True)
class Direct:
    """Direct links between near places: rows of both, their length, and whether they are shut by night."""

    one: Rows
    other: Rows
    km: Floats
    minutes: Floats
    no_night: Mask


class NetworkRoads:
    """Roads of a case by a coarse network: the bundled one, or the user's own tables.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.places = list(case.places.values())
        self.points = points_of(case.places)
        self.index = {place_id: row for row, place_id in enumerate(case.places)}
        self.closures, self.notices = in_force(case)
        self.whole = _network(case)

    def measure(self) -> Measured:
        """Return the roads between all places, to the metre and the hundredth of a minute."""
        ways, limit = self.ways, self._seats()
        # Rounded, so that the last bits of another machine's arithmetic change no plan.
        bans = None if ways.bans is None else ways.bans.rounded(2)
        travel = TravelMatrix(self.index, ways.km.round(3), ways.minutes.round(2), SOURCES, ways.mark, bans)
        unused = without_effect([closure for closure in self.closures if not closure.of_places], *self._pieces)
        return Measured(travel, limit, (*self.notices, *unused))

    def geometry(self) -> RoadGeometry:
        """Return a function that draws the way between two places along the nodes of the network."""
        way_from = lru_cache(maxsize=None)(lambda node: ways_from(self.graph, node))

        def along_nodes(origin: str, destination: str) -> list[tuple[float, float]]:
            i, j = self.index[origin], self.index[destination]
            choice = self.ways.choice[i, j]
            if choice == _NONE:
                return []
            nodes: list[int] = []
            if choice != _DIRECT:
                first, last = divmod(int(choice), SPURS)
                one, other = int(self.spurs.node[i, first]), int(self.spurs.node[j, last])
                nodes = [one, *(int(self.graph.end[link]) for link in way_from(one)(other))]
            between = [(float(self.graph.lat[node]), float(self.graph.lon[node])) for node in nodes]
            start, end = ((float(lat), float(lon)) for lat, lon in (self.points[i], self.points[j]))
            return [start, *(point for point in between if point not in (start, end)), end]

        return along_nodes

    @cached_property
    def graph(self) -> RoadGraph:
        """The network as it may be used: under the closures, and by night."""
        graph = self.whole.with_bans() if self.case.roads.night_ban else self.whole
        return applied(graph, self.closures, graph.provinces)

    @cached_property
    def all_spurs(self) -> Spurs:
        """How the places hang on the network, closures apart."""
        return build_spurs(self.places, self.points, self.whole)

    @cached_property
    def spurs(self) -> Spurs:
        """How the places hang on the network, a closed spur having no length that could be driven."""
        spurs = self.all_spurs
        found = effects(self.closures, self._spur_pieces)
        shape = spurs.km.shape
        shut = ~found.open.reshape(shape)
        return replace(
            spurs,
            km=np.where(shut, np.inf, spurs.km),
            minutes=np.where(shut, np.inf, spurs.minutes * found.factor.reshape(shape)),
            no_night=self._third_by_night(spurs) | found.no_night.reshape(shape),
        )

    @cached_property
    def ways(self) -> PlaceWays:
        """The fastest way between every two places."""
        spurs = self.spurs
        used, position = np.unique(spurs.node, return_inverse=True)
        trunk = fastest(self.graph, used, used)
        banned = trunk.bans is not None or bool(spurs.no_night.any()) or bool(self.direct.no_night.any())
        shape = (len(self.points), len(self.points))
        ways = PlaceWays(
            km=np.full(shape, np.inf),
            minutes=np.full(shape, np.inf),
            choice=np.full(shape, _NONE),
            mark=np.full(shape, _NO_ROAD),
            bans=NightBans.free(np.empty(shape)) if banned else None,
        )
        for first in range(SPURS):
            for last in range(SPURS):
                ways = _try_spurs(ways, spurs, trunk, position.reshape(spurs.node.shape), first, last)
        ways = _try_direct(ways, self.direct)
        for square in (ways.km, ways.minutes, ways.mark):
            np.fill_diagonal(square, 0)
        np.fill_diagonal(ways.choice, _DIRECT)
        return ways

    @cached_property
    def direct(self) -> Direct:
        """Direct links between near places, closed ones left out."""
        spurs = self.all_spurs
        one, other = near_pairs(self.points, spurs)
        space = earth_km(self.points)
        detour = np.maximum(spurs.detour[one], spurs.detour[other])
        km = detour * np.linalg.norm(space[one] - space[other], axis=1)
        minutes = 60 * km / np.minimum(spurs.kmh[one], spurs.kmh[other])
        found = effects(self.closures, self._pieces_between(self.points[one], self.points[other], one, other))
        by_night = (spurs.third[one] | spurs.third[other]) & self.case.roads.night_ban
        keep = found.open
        return Direct(
            one[keep], other[keep], km[keep], (minutes * found.factor)[keep], (by_night | found.no_night)[keep]
        )

    def _third_by_night(self, spurs: Spurs) -> Mask:
        return spurs.third[:, None] & spurs.estimated & self.case.roads.night_ban

    @cached_property
    def _spur_pieces(self) -> Pieces:
        nodes = self.all_spurs.node.ravel()
        place = np.repeat(np.arange(len(self.points)), SPURS)
        return self._pieces_between(
            self.points[place], np.column_stack([self.whole.lat[nodes], self.whole.lon[nodes]]), place, place
        )

    def _pieces_between(self, start: Floats, end: Floats, one: Rows, other: Rows) -> Pieces:
        """Return pieces of road without a name; the province of a place is that of its nearest node."""
        around = [self.whole.provinces[node] for node in self.all_spurs.node[:, 0]]
        nameless = np.full(len(start), -1)
        return Pieces(start, end, nameless, nameless, [(around[i], around[j]) for i, j in zip(one, other, strict=True)])

    @property
    def _pieces(self) -> tuple[Pieces, Pieces]:
        return pieces_of(self.whole, self.whole.provinces), self._spur_pieces

    def _seats(self) -> dict[str, float]:
        """Return the largest vehicle that can reach each place's nodes; the spur itself is not known."""
        if not self.case.roads.seats_by_road:
            return {}
        by_node = largest_vehicles(self.whole, self.all_spurs.node, self.whole.suits)
        best = np.where(np.isfinite(self.all_spurs.km), by_node, 0.0).max(axis=1, initial=0.0)
        return villages_limited(self.case, best)


def _network(case: Case) -> RoadGraph:
    """Return the bundled network or the user's own, which may leave provinces to be guessed from the bundled one."""
    nodes = case.roads.own_nodes
    if not nodes:
        return bundled_graph()
    guessed = provinces_at(np.array([(node.lat, node.lon) for node in nodes], dtype=np.float64))
    known: Sequence[NodeRow] = [
        node if node.province else replace(node, province=guess) for node, guess in zip(nodes, guessed, strict=True)
    ]
    return graph_of_tables(known, case.roads.own_links, province_terrain())


def _try_spurs(ways: PlaceWays, spurs: Spurs, trunk: Ways, position: Rows, first: int, last: int) -> PlaceWays:
    """Take the way over these spurs of origin and destination wherever it is faster."""
    between = np.ix_(position[:, first], position[:, last])
    out, back = spurs.minutes[:, first, None], spurs.minutes[None, :, last]
    minutes = out + trunk.minutes[between] + back
    km = spurs.km[:, first, None] + trunk.km[between] + spurs.km[None, :, last]
    low = spurs.far[:, first, None] | trunk.rough[between] | spurs.far[None, :, last]
    estimated = spurs.estimated[:, first, None] | spurs.estimated[None, :, last]
    faster = minutes < ways.minutes
    ways.minutes[faster], ways.km[faster] = minutes[faster], km[faster]
    ways.choice[faster] = SPURS * first + last
    ways.mark[faster] = np.where(low, _LOW, np.where(estimated, _ESTIMATED, 0))[faster]
    if ways.bans is None:
        return ways
    along = NightBans.free(minutes) if trunk.bans is None else trunk.bans.at(between)
    start = NightBans.whole(out, spurs.no_night[:, first, None])
    whole = start.then(out, along).then(
        out + trunk.minutes[between], NightBans.whole(back, spurs.no_night[None, :, last])
    )
    return replace(ways, bans=whole.where(faster, ways.bans))


def _try_direct(ways: PlaceWays, direct: Direct) -> PlaceWays:
    """Link near places directly, both ways, wherever that is faster."""
    faster = direct.minutes < ways.minutes[direct.one, direct.other]
    one, other = direct.one[faster], direct.other[faster]
    bans = NightBans.whole(direct.minutes[faster], direct.no_night[faster])
    for pair in ((one, other), (other, one)):
        ways.minutes[pair], ways.km[pair] = direct.minutes[faster], direct.km[faster]
        ways.choice[pair], ways.mark[pair] = _DIRECT, _ESTIMATED
        if ways.bans is not None:
            ways.bans.put(pair, bans)
    return ways
