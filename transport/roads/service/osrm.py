"""OSRM over HTTP: ``/table`` for figures, ``/route`` for bends (https://project-osrm.org/docs/).

It takes GET only and limits the points of a table (100 unless its operator says otherwise). Pairs without a way are
``null``; a point off every road makes the whole request fail with ``NoSegment``, naming which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

import numpy as np

from transport.road_settings import RoadSettings
from transport.roads.service.asking import OffRoad, Point, Table, TooLarge, refused
from transport.roads.service.http import Answer, Http

_PROFILE = "driving"
_WHICH = re.compile(r"coordinate (\d+)")


class Osrm:
    """An OSRM server.

    Parameters
    ----------
    roads
        ``url``; ``profile``, by default ``driving``, which most servers ignore; ``timeout_s``.
    """

    name = "osrm"

    def __init__(self, roads: RoadSettings) -> None:
        self.url = roads.url or ""
        self.profile = roads.profile or _PROFILE
        self.timeout_s = roads.timeout_s

    @property
    def key(self) -> str:
        return f"osrm {self.url} {self.profile}"

    @cached_property
    def http(self) -> Http:
        """The server."""
        return Http(self.url, self.timeout_s)

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        points = list(dict.fromkeys([*sources, *targets]))
        rows = {point: str(row) for row, point in enumerate(points)}
        answer = self._ask(
            "table",
            points,
            sources=";".join(rows[point] for point in sources),
            destinations=";".join(rows[point] for point in targets),
            annotations="duration,distance",
        )
        shape = (len(sources), len(targets))
        try:
            seconds, metres = (_figures(answer.body[name], shape) for name in ("durations", "distances"))
            waypoints = answer.body.get("sources") or [None] * len(sources)
            snapped = np.array([_snapped(waypoint) for waypoint in waypoints]).reshape(len(sources))
        except (KeyError, TypeError, ValueError):
            raise refused("service_not_understood", self.url, {"status": str(answer.status)}) from None
        missing = np.isinf(seconds) | np.isinf(metres)
        return Table(np.where(missing, np.inf, metres / 1000), np.where(missing, np.inf, seconds / 60), snapped)

    def route(self, origin: Point, destination: Point) -> list[Point]:
        answer = self._ask("route", [origin, destination], overview="full", geometries="geojson", steps="false")
        if answer.body.get("code") == "NoRoute":
            return []
        try:
            line = answer.body["routes"][0]["geometry"]["coordinates"]
            return [(float(lat), float(lon)) for lon, lat in line]
        except (KeyError, IndexError, TypeError, ValueError):
            raise refused("service_not_understood", self.url, {"status": str(answer.status)}) from None

    def _ask(self, service: str, points: Sequence[Point], **options: str) -> Answer:
        where = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in points)
        answer = self.http.get(f"/{service}/v1/{quote(self.profile, safe='')}/{where}", options)
        code = str(answer.body.get("code", ""))
        if code in ("Ok", "NoRoute"):
            return answer
        message = str(answer.body.get("message", ""))[:200]
        if code == "TooBig" or answer.status == 414:
            raise TooLarge
        which = _WHICH.search(message)
        if code == "NoSegment" and which and int(which[1]) < len(points):
            raise OffRoad(frozenset({points[int(which[1])]}))
        params = {"status": str(answer.status), "answer": f"{code} {message}".strip()}
        raise refused("service_refused", self.url, params)


def _figures(rows: Any, shape: tuple[int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return a table of numbers; null where there is no way."""
    figures = np.array([[np.inf if cell is None else float(cell) for cell in row] for row in rows], dtype=np.float64)
    if figures.shape != shape or np.isnan(figures).any() or (figures < 0).any():
        raise ValueError
    return figures.reshape(shape)


def _snapped(waypoint: Any) -> float:
    distance = waypoint.get("distance") if isinstance(waypoint, dict) else None
    return float("nan") if distance is None else float(distance)
