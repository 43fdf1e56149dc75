"""Lines on the globe, as GeoJSON positions: arcs for flights, and thinning of long road geometry.

The one place where (lat, lon) becomes GeoJSON's (lon, lat).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from transport.case import Place

Position = tuple[float, float]

ROAD_TOLERANCE_DEG = 0.0005
"""Road points nearer than this to the line through their neighbours are left out: about 50 m."""
_DECIMALS = 5


def position(lat: float, lon: float) -> Position:
    """GeoJSON position (lon, lat) of a point; degrees, about a metre."""
    return round(lon, _DECIMALS), round(lat, _DECIMALS)


def place_position(place: Place) -> Position | None:
    """Where a place stands, or ``None`` where its coordinates are not given."""
    return None if place.lat is None or place.lon is None else position(place.lat, place.lon)


def arc(start: Position, end: Position, *, bend: float, points: int = 40) -> list[Position]:
    """Return a quadratic curve that leaves the chord to its left.

    Parameters
    ----------
    start, end
        GeoJSON positions.
    bend
        Height of the curve as a share of the chord; 0 is the straight line.
    points
        Segments of the curve, at least 1.
    """
    stretch = max(0.2, math.cos(math.radians((start[1] + end[1]) / 2)))
    east, north = (end[0] - start[0]) * stretch, end[1] - start[1]
    # The control point of a quadratic curve lies twice as far out as the curve's top.
    control_lon = (start[0] + end[0]) / 2 - 2 * bend * north / stretch
    control_lat = (start[1] + end[1]) / 2 + 2 * bend * east
    curve: list[Position] = []
    for step in range(points + 1):
        t = step / points
        before, middle, after = (1 - t) ** 2, 2 * t * (1 - t), t**2
        curve.append(
            position(
                lat=before * start[1] + middle * control_lat + after * end[1],
                lon=before * start[0] + middle * control_lon + after * end[0],
            )
        )
    return curve


def thin(line: Sequence[Position], tolerance: float = ROAD_TOLERANCE_DEG) -> list[Position]:
    """Leave out points that a reader of the map cannot see (Douglas and Peucker); both ends stay.

    Parameters
    ----------
    line
        Positions in order.
    tolerance
        Degrees; 0 keeps every bend.
    """
    if len(line) < 3:
        return list(line)
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = 0, tolerance
        for index in range(first + 1, last):
            offset = _distance(line[index], line[first], line[last])
            if offset > distance:
                farthest, distance = index, offset
        if farthest:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Position, start: Position, end: Position) -> float:
    """Degrees from a point to the segment between two others."""
    east, north = end[0] - start[0], end[1] - start[1]
    length = east * east + north * north
    along = 0.0 if length == 0 else ((point[0] - start[0]) * east + (point[1] - start[1]) * north) / length
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * east, point[1] - start[1] - along * north)


def bounds(positions: Sequence[Position]) -> list[list[float]] | None:
    """South-west and north-east corner as ``[[lat, lon], [lat, lon]]``, or ``None`` for no positions."""
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    return [[min(lats), min(lons)], [max(lats), max(lons)]]
