"""WGS 84 to GCJ-02, the shifted coordinates of Chinese online maps.

The shift has never been published; the formula is the one that everybody's readings of it agree with to about a
metre (Krasovsky 1940 ellipsoid). It holds in China and leaves points outside the country's bounding box alone.
"""

from __future__ import annotations

import math

_A = 6378245.0
_E2 = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Shift a point.

    Parameters
    ----------
    lat, lon
        WGS 84 degrees.

    Returns
    -------
    tuple
        (lat, lon) in GCJ-02 degrees.
    """
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (waves + _swell(y, (20, 1), (40, 3), (160, 12), (320, 30))) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (waves + _swell(x, (20, 1), (40, 3), (150, 12), (300, 30))) * 2 / 3
    curve = 1 - _E2 * math.sin(math.radians(lat)) ** 2
    per_degree_north = math.radians(_A * (1 - _E2)) / curve**1.5
    per_degree_east = math.radians(_A * math.cos(math.radians(lat))) / math.sqrt(curve)
    return lat + north / per_degree_north, lon + east / per_degree_east


def _swell(value: float, *terms: tuple[float, float]) -> float:
    return sum(height * math.sin(value * math.pi / length) for height, length in terms)
