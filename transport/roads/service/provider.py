"""Providers ``osrm`` and ``valhalla``: every pair of places as a routing service measures it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transport.case import Case
from transport.errors import InputError
from transport.roads.cache_folder import cache_folder
from transport.roads.matrix import straight_lines
from transport.roads.provider import Measured, far_from_road, points_of
from transport.roads.service.asking import OffRoad, Point, RoutingService, Table, TooLarge, refused
from transport.roads.service.cache import PairCache
from transport.travel import RoadGeometry, TravelMatrix


@dataclass(frozen=True)
class ServiceRoads:
    """Roads of a case by a routing service.

    The service is asked in blocks of ``case.roads.block`` places a side, smaller ones where it does not take so many,
    for pairs that the cache does not know. Where it finds a way in one direction only, the same is taken for the other,
    and marked.

    Raises
    ------
    InputError
        ``place_without_coordinates``, once for each place; what is wrong with the service.
    """

    case: Case
    service: RoutingService

    def measure(self) -> Measured:
        """Return the roads between all places, to the metre and the hundredth of a minute."""
        points = [(float(lat), float(lon)) for lat, lon in points_of(self.case.places).round(6)]
        distinct = list(dict.fromkeys(points))
        table = self._everything(distinct)
        row = {point: k for k, point in enumerate(distinct)}
        rows = np.array([row[point] for point in points], dtype=np.intp)
        km = table.km[np.ix_(rows, rows)].round(3)
        minutes = (table.minutes * self.case.roads.time_factor)[np.ix_(rows, rows)].round(2)
        name = self.service.name
        source = np.where(np.isinf(km), np.uint8(2), np.uint8(0))
        back = np.isinf(km) & np.isfinite(km.T)
        km[back], minutes[back], source[back] = km.T[back], minutes.T[back], 1
        for square in (km, minutes, source):
            np.fill_diagonal(square, 0)
        index = {place_id: k for k, place_id in enumerate(self.case.places)}
        travel = TravelMatrix(index, km, minutes, (name, f"{name} reversed", "no road"), source)
        return Measured(travel, issues=far_from_road(self.case, table.snapped_m[rows] / 1000))

    def geometry(self) -> RoadGeometry:
        """Return a function that asks for the bends of each way; once the service fails, straight lines are drawn."""
        straight, known = straight_lines(self.case), dict[tuple[str, str], list[Point]]()
        failed: list[InputError] = []

        def along(origin: str, destination: str) -> list[tuple[float, float]]:
            ends = straight(origin, destination)
            pair = (origin, destination)
            if pair not in known:
                if failed or len(ends) < 2:
                    return ends
                try:
                    bends = self.service.route(ends[0], ends[1])
                except OffRoad:
                    bends = []
                except InputError as error:
                    failed.append(error)
                    return ends
                known[pair] = [ends[0], *bends, ends[1]] if bends else []
            return known[pair]

        return along

    def _everything(self, points: list[Point]) -> Table:
        """Return every pair of the points, from the cache or from the service."""
        cache = PairCache(cache_folder(), self.service.key)
        table, known = cache.read(points)
        size = self.case.roads.block
        for first in range(0, len(points), size):
            for second in range(0, len(points), size):
                rows, columns = slice(first, first + size), slice(second, second + size)
                if known[rows, columns].all():
                    continue
                part = self._part(points[rows], points[columns])
                cache.write(points[rows], points[columns], part)
                table.km[rows, columns], table.minutes[rows, columns] = part.km, part.minutes
                told = ~np.isnan(part.snapped_m)
                table.snapped_m[rows][told] = part.snapped_m[told]
        return table

    def _part(self, sources: list[Point], targets: list[Point]) -> Table:
        """Ask for one block; smaller ones where it is too large, and without points off every road."""
        try:
            return self.service.table(sources, targets)
        except OffRoad as off:
            return self._without(off.points, sources, targets)
        except TooLarge:
            if len(sources) == len(targets) == 1:
                raise refused("service_refused", self.case.roads.url or "", {"answer": "1 × 1"}) from None
        if len(sources) >= len(targets):
            middle = len(sources) // 2
            parts = [self._part(half, targets) for half in (sources[:middle], sources[middle:])]
            return _joined(parts, axis=0)
        middle = len(targets) // 2
        return _joined([self._part(sources, half) for half in (targets[:middle], targets[middle:])], axis=1)

    def _without(self, off: frozenset[Point], sources: list[Point], targets: list[Point]) -> Table:
        rows = np.array([point not in off for point in sources], dtype=np.bool_)
        columns = np.array([point not in off for point in targets], dtype=np.bool_)
        shape = (len(sources), len(targets))
        table = Table(np.full(shape, np.inf), np.full(shape, np.inf), np.full(len(sources), np.nan))
        if rows.any() and columns.any():
            on_road = [[point for point in side if point not in off] for side in (sources, targets)]
            part = self._part(on_road[0], on_road[1])
            table.km[np.ix_(rows, columns)], table.minutes[np.ix_(rows, columns)] = part.km, part.minutes
            table.snapped_m[rows] = part.snapped_m
        return table


def _joined(parts: list[Table], axis: int) -> Table:
    km, minutes = (np.concatenate([getattr(part, name) for part in parts], axis=axis) for name in ("km", "minutes"))
    snapped = np.concatenate([part.snapped_m for part in parts]) if axis == 0 else parts[0].snapped_m
    return Table(km, minutes, snapped)
