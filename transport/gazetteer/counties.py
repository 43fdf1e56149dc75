"""Outlines of counties: whether a point lies in one, and where its middle is."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

Point = tuple[float, float]
"""(lon, lat) as GeoJSON has it."""
MARGIN = 0.03
"""Degrees (about 3 km) by which a point may lie outside: outlines are thinned, and villages lie at borders."""


@dataclass(frozen=True)
class Outline:
    """A county's polygons: each an outer ring and its holes."""

    polygons: Sequence[Sequence[Sequence[Point]]]

    def holds(self, lat: float, lon: float, margin: float = MARGIN) -> bool:
        """Whether a point lies inside, or within ``margin`` degrees of the outline."""
        return any(_in_polygon(rings, lon, lat) or _near(rings, lon, lat, margin) for rings in self.polygons)

    def middle(self) -> tuple[float, float]:
        """Return (lat, lon) of a point inside: the middle of the widest part at the height of the centroid."""
        largest = max(self.polygons, key=lambda rings: abs(_area(rings[0])))
        lat = _centroid_height(largest[0])
        crossings = sorted(x for ring in largest for x in _crossings(ring, lat))
        spans = list(zip(crossings[::2], crossings[1::2], strict=False))
        west, east = max(spans, key=lambda span: span[1] - span[0])
        return lat, (west + east) / 2


@cache
def shipped_outlines() -> dict[str, Outline]:
    """Return the outlines that come with the program, by county code."""
    data = (files("transport.gazetteer") / "data" / "counties.geojson.gz").read_bytes()
    document = json.loads(gzip.decompress(data))
    return {item["properties"]["code"]: Outline(item["geometry"]["coordinates"]) for item in document["features"]}


def _in_polygon(rings: Sequence[Sequence[Point]], x: float, y: float) -> bool:
    return sum(crossing > x for ring in rings for crossing in _crossings(ring, y)) % 2 == 1


def _crossings(ring: Sequence[Point], y: float) -> list[float]:
    """Return where a ring crosses a parallel."""
    found = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return found


def _near(rings: Sequence[Sequence[Point]], x: float, y: float, margin: float) -> bool:
    squeeze = math.cos(math.radians(y))
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if min(y1, y2) - margin > y or max(y1, y2) + margin < y:
                continue
            along_x, along_y, off_x, off_y = (x2 - x1) * squeeze, y2 - y1, (x - x1) * squeeze, y - y1
            length = along_x * along_x + along_y * along_y
            share = min(1.0, max(0.0, (off_x * along_x + off_y * along_y) / length)) if length else 0.0
            if math.hypot(off_x - share * along_x, off_y - share * along_y) <= margin:
                return True
    return False


def _area(ring: Sequence[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _centroid_height(ring: Sequence[Point]) -> float:
    area = _area(ring)
    weighted = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairwise(ring))
    return weighted / (6 * area)
