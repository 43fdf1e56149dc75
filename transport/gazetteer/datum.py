"""Map datums in use in China: WGS 84, GCJ-02 (Gaode, Tencent, Google's maps of China) and BD-09 (Baidu).

GCJ-02 shifts a point by some hundred metres, BD-09 by some more. The forward formulas are the public approximation
(within a metre of what the map services return); backwards they are inverted by iteration.
"""

from __future__ import annotations

import math
from typing import Literal

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")
_A, _EE = 6378245.0, 0.00669342162296594323
"""Semi-major axis (m) and squared eccentricity of the Krasovsky 1940 ellipsoid, which GCJ-02 uses."""
_BAIDU = math.pi * 3000 / 180
_ROUNDS = 8
"""Each round shrinks the error about a thousandfold."""


def to_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """Return (lat, lon) in WGS 84 degrees."""
    if datum == "wgs84" or not _is_shifted(lat, lon):
        return lat, lon
    if datum == "bd09":
        lat, lon = _bd09_to_gcj02(lat, lon)
    wgs_lat, wgs_lon = lat, lon
    for _ in range(_ROUNDS):
        back_lat, back_lon = wgs84_to_gcj02(wgs_lat, wgs_lon)
        wgs_lat, wgs_lon = wgs_lat + lat - back_lat, wgs_lon + lon - back_lon
    return wgs_lat, wgs_lon


def from_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """Return (lat, lon) as a map of another datum has it."""
    if datum == "wgs84" or not _is_shifted(lat, lon):
        return lat, lon
    lat, lon = wgs84_to_gcj02(lat, lon)
    return (lat, lon) if datum == "gcj02" else _gcj02_to_bd09(lat, lon)


def wgs84_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Return a WGS 84 point shifted as GCJ-02 has it."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (waves + _waves(y, 20, 40, 3) + _waves(y, 160, 320, 30, 12)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (waves + _waves(x, 20, 40, 3) + _waves(x, 150, 300, 30, 12)) * 2 / 3
    radians = math.radians(lat)
    magic = 1 - _EE * math.sin(radians) ** 2
    north = north * 180 / (_A * (1 - _EE) / (magic * math.sqrt(magic)) * math.pi)
    east = east * 180 / (_A / math.sqrt(magic) * math.cos(radians) * math.pi)
    return lat + north, lon + east


def _waves(at: float, first: float, second: float, long: float, short: float = 1.0) -> float:
    return first * math.sin(at / short * math.pi) + second * math.sin(at / long * math.pi)


def _gcj02_to_bd09(lat: float, lon: float) -> tuple[float, float]:
    far = math.hypot(lon, lat) + 2e-5 * math.sin(lat * _BAIDU)
    turn = math.atan2(lat, lon) + 3e-6 * math.cos(lon * _BAIDU)
    return far * math.sin(turn) + 0.006, far * math.cos(turn) + 0.0065


def _bd09_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    gcj_lat, gcj_lon = lat - 0.006, lon - 0.0065
    for _ in range(_ROUNDS):
        back_lat, back_lon = _gcj02_to_bd09(gcj_lat, gcj_lon)
        gcj_lat, gcj_lon = gcj_lat + lat - back_lat, gcj_lon + lon - back_lon
    return gcj_lat, gcj_lon


def _is_shifted(lat: float, lon: float) -> bool:
    """Whether a point lies where the shift is applied."""
    return 0.8 < lat < 55.9 and 72.0 < lon < 137.9
