"""Valhalla: ``sources_to_targets`` for figures, ``route`` for bends, over HTTP or inside this process
(https://valhalla.github.io/valhalla/api/).

Its limits are its operator's. One on the pairs of a request makes the request smaller; one on the distance (400 km
unless raised) cannot be got round, and is told. Points off every road make the whole request fail without naming them,
so ``locate`` is asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from transport.errors import InputError, InputIssue, MissingExtra
from transport.road_settings import RoadSettings
from transport.roads.service.asking import OffRoad, Point, Table, TooLarge, refused
from transport.roads.service.http import Http

_PROFILE = "bus"
_TOO_MANY = frozenset({150, 153, 158})
"""Too many locations, or too many pairs."""
_TOO_FAR = 154
_OFF_ROAD = frozenset({170, 171})
"""Nothing suitable near a location, or locations in parts of the network that do not meet."""
_NO_PATH = 442
_FARTHEST_M, _MOST_PAIRS = 10_000_000.0, 1_000_000


class _Door(Protocol):
    """Where requests go."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def ask(self, action: str, request: Mapping[str, Any]) -> Any:
        """Return the answer, or a mapping with ``error_code`` and ``error``."""
        ...


class Valhalla:
    """A Valhalla, wherever it runs.

    Parameters
    ----------
    door
        How it is asked.
    profile
        Its costing, by default ``bus``: ways that a bus may use.
    """

    name = "valhalla"

    def __init__(self, door: _Door, profile: str | None) -> None:
        self.door = door
        self.profile = profile or _PROFILE

    @property
    def key(self) -> str:
        return f"valhalla {self.door.name} {self.profile}"

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        request = {"sources": _places(sources), "targets": _places(targets), "units": "kilometers", "verbose": False}
        answer = self._ask("sources_to_targets", request, [*sources, *targets])
        shape = (len(sources), len(targets))
        try:
            km, seconds = _figures(answer["sources_to_targets"], shape)
        except (KeyError, TypeError, ValueError, IndexError):
            raise refused("service_not_understood", self.door.name, {"status": "200"}) from None
        missing = np.isinf(km) | np.isinf(seconds)
        nothing = np.full(len(sources), np.nan)
        return Table(np.where(missing, np.inf, km), np.where(missing, np.inf, seconds / 60), nothing)

    def route(self, origin: Point, destination: Point) -> list[Point]:
        request = {"locations": _places((origin, destination)), "directions_type": "none", "shape_format": "polyline6"}
        answer = self._ask("route", request, [origin, destination])
        if answer.get("error_code") == _NO_PATH:
            return []
        try:
            return [point for leg in answer["trip"]["legs"] for point in decoded(leg["shape"])]
        except (KeyError, TypeError, IndexError):
            raise refused("service_not_understood", self.door.name, {"status": "200"}) from None

    def _ask(self, action: str, request: Mapping[str, Any], points: Sequence[Point]) -> Any:
        answer = self.door.ask(action, {**request, "costing": self.profile})
        code = answer.get("error_code") if isinstance(answer, dict) else None
        if code is None or code == _NO_PATH:
            return answer
        if code in _TOO_MANY:
            raise TooLarge
        if code in _OFF_ROAD:
            raise OffRoad(self._off_road(points))
        params = {"answer": f"{code} {answer.get('error', '')}"[:200], "status": "400", "profile": self.profile}
        raise refused("service_too_far" if code == _TOO_FAR else "service_refused", self.door.name, params)

    def _off_road(self, points: Sequence[Point]) -> frozenset[Point]:
        """Return the points without a road nearby; all of them where it cannot be said which."""
        distinct = list(dict.fromkeys(points))
        answer = self.door.ask("locate", {"locations": _places(distinct), "costing": self.profile, "verbose": False})
        if not isinstance(answer, list) or len(answer) != len(distinct):
            return frozenset(distinct)
        off = frozenset(point for point, found in zip(distinct, answer, strict=True) if not found.get("edges"))
        return off or frozenset(distinct)


class _HttpDoor:
    def __init__(self, roads: RoadSettings) -> None:
        self.name = roads.url or ""
        self._http = Http(self.name, roads.timeout_s)

    def ask(self, action: str, request: Mapping[str, Any]) -> Any:
        return self._http.post(f"/{action}", request, lists=action == "locate").body


class _OwnDoor:
    """Valhalla inside this process, on tiles that were built before; its limits are ours, and wide."""

    def __init__(self, roads: RoadSettings, profile: str) -> None:
        self._tiles = roads.folder / Path(roads.tiles or "")
        self._profile = profile
        self.name = str(roads.tiles)

    @cached_property
    def _actor(self) -> Any:
        try:
            from valhalla import Actor, get_config
        except ImportError:
            if sys.version_info < (3, 12):
                params = {"version": ".".join(map(str, sys.version_info[:2]))}
                issue = InputIssue("valhalla_needs_python", file="case.yaml", column="roads.tiles", params=params)
                raise InputError([issue]) from None
            raise MissingExtra("valhalla") from None
        if not self._tiles.exists():
            issue = InputIssue("missing_file", file=self.name, column="roads.tiles")
            raise InputError([issue])
        packed = self._tiles.is_file()
        config = get_config(str(self._tiles) if packed else "", "" if packed else str(self._tiles))
        limits = config["service_limits"].setdefault(self._profile, {})
        limits |= {"max_matrix_distance": _FARTHEST_M, "max_distance": _FARTHEST_M}
        limits |= {"max_matrix_location_pairs": _MOST_PAIRS, "max_locations": 100_000}
        return Actor(config)

    def ask(self, action: str, request: Mapping[str, Any]) -> Any:
        ways = {"sources_to_targets": "matrix", "route": "route", "locate": "locate"}
        try:
            return json.loads(getattr(self._actor, ways[action])(json.dumps(request)))
        except RuntimeError as error:
            return _error(str(error))


def valhalla_service(roads: RoadSettings) -> Valhalla:
    """Return the Valhalla at ``roads.url``, or the one in this process on ``roads.tiles``."""
    profile = roads.profile or _PROFILE
    return Valhalla(_HttpDoor(roads) if roads.url else _OwnDoor(roads, profile), profile)


def _error(text: str) -> Mapping[str, Any]:
    """Return what the library raised as the server would say it."""
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) and "error_code" in answer else {"error_code": 0, "error": text}


def _places(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": lat, "lon": lon} for lat, lon in points]


def _figures(answer: Any, shape: tuple[int, int]) -> tuple[np.ndarray[Any, np.dtype[np.float64]], ...]:
    """Return km and seconds; the short form has two tables, the long one (which older servers only know) cells."""
    if isinstance(answer, dict):
        tables = [answer["distances"], answer["durations"]]
    else:
        tables = [[[cell[name] for cell in row] for row in answer] for name in ("distance", "time")]
    figures = [
        np.array([[np.inf if cell is None else float(cell) for cell in row] for row in table], dtype=np.float64)
        for table in tables
    ]
    if any(table.shape != shape or np.isnan(table).any() for table in figures):
        raise ValueError
    return tuple(figures)


def decoded(line: str) -> list[Point]:
    """Return the (lat, lon) points of an encoded polyline of six decimals."""
    points: list[Point] = []
    at, sums = 0, [0, 0]
    while at < len(line):
        for axis in (0, 1):
            number = shift = 0
            while True:
                bits = ord(line[at]) - 63
                at += 1
                number |= (bits & 0x1F) << shift
                shift += 5
                if bits < 0x20:
                    break
            sums[axis] += ~(number >> 1) if number & 1 else number >> 1
        points.append((sums[0] / 1e6, sums[1] / 1e6))
    return points
