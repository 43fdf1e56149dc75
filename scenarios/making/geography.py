"""Real places: counties and districts with their towns, airports and stations (``data/``; see its ``NOTICE.md``)."""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files
from random import Random

from scenarios.making.tables import Row, make_row

Point = tuple[float, float]
"""WGS 84 (lat, lon) in degrees."""
Sector = tuple[float, float]
"""Bearings in degrees, north 0, east 90, between which a point may lie as seen from a centre."""
EVERYWHERE: Sector = (-180.0, 180.0)
PLACE_COLUMNS = "place_id name aliases kind lat lon county max_seats opens closes"


def towns(area: str) -> dict[str, Point]:
    """Return the towns of a county or district that are known, its seat first.

    Raises
    ------
    KeyError
        There is no such area.
    """
    found = {row["town"]: (float(row["lat"]), float(row["lon"])) for row in _data("towns.csv") if row["area"] == area}
    if not found:
        raise KeyError(area)
    return found


def hub_rows(*place_ids: str) -> list[Row]:
    """Return the rows of places.csv of real airports and stations.

    Raises
    ------
    KeyError
        There is no such hub.
    """
    known = {row["place_id"]: row for row in _data("hubs.csv")}
    return [_hub_row(**known[place_id]) for place_id in place_ids]


def place_row(place_id: str, name: str, kind: str, point: Point, **more: str) -> Row:
    """Return a row of places.csv; ``more``: its other columns."""
    lat, lon = (f"{degrees:.4f}" for degrees in point)
    return make_row(PLACE_COLUMNS, place_id=place_id, name=name, kind=kind, lat=lat, lon=lon, **more)


def around(rng: Random, centre: Point, between_km: tuple[float, float], sector: Sector = EVERYWHERE) -> Point:
    """Return a random point between two distances from a centre."""
    km = rng.uniform(*between_km)
    bearing = rng.uniform(*map(math.radians, sector))
    lat = centre[0] + km * math.cos(bearing) / 111.2
    lon = centre[1] + km * math.sin(bearing) / (111.2 * math.cos(math.radians(centre[0])))
    return round(lat, 4), round(lon, 4)


def _hub_row(*, lat: str, lon: str, conf: str, **cells: str) -> Row:
    del conf
    return place_row(point=(float(lat), float(lon)), **cells)


@cache
def _data(name: str) -> tuple[dict[str, str], ...]:
    text = (files("scenarios.making") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
