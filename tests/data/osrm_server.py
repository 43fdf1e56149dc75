"""A server that speaks OSRM's HTTP dialect faithfully over points on a plane, with its errors and limits.

Written from OSRM's HTTP documentation: ``GET /{service}/v1/{profile}/{lon},{lat};…``, ``code`` and ``message`` in every
answer, 400 for errors, ``null`` for pairs without a way, a limit on the coordinates of a table.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

Point = tuple[float, float]
KM_PER_DEGREE = 100.0


@dataclass
class Town:
    """What the server knows and how it behaves.

    ``null``: directed pairs of (lat, lon) without a way; ``off_road``: points without a segment; ``busy``: how many
    requests are answered by 503 first; ``snap_m``: metres from a point to its road; ``asked``: all requests' paths.
    """

    most: int = 100
    null: frozenset[tuple[Point, Point]] = frozenset()
    off_road: frozenset[Point] = frozenset()
    busy: int = 0
    snap_m: float = 3.0
    reply: bytes | None = None
    asked: list[str] = field(default_factory=list)

    def km(self, one: Point, other: Point) -> float:
        return KM_PER_DEGREE * (abs(one[0] - other[0]) + abs(one[1] - other[1]))


def minutes(km: float) -> float:
    return km / 0.8


def _answer(town: Town, path: str) -> tuple[int, dict]:
    parts = urlsplit(path)
    bits = parts.path.split("/")
    if len(bits) != 5 or bits[2] != "v1" or bits[1] not in ("table", "route"):
        return 400, {"code": "InvalidUrl", "message": "URL string malformed close to position 1"}
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    try:
        points = [tuple(map(float, pair.split(",")))[::-1] for pair in unquote(bits[4]).split(";")]
    except ValueError:
        return 400, {"code": "InvalidQuery", "message": "Query string malformed close to position 7"}
    if bits[1] == "table" and len(points) > town.most:
        return 400, {"code": "TooBig", "message": "Too many table coordinates"}
    for number, point in enumerate(points):
        if point in town.off_road:
            message = f"Could not find a matching segment for coordinate {number}"
            return 400, {"code": "NoSegment", "message": message}
    return _table(town, points, query) if bits[1] == "table" else _route(town, points, query)


def _table(town: Town, points: list[Point], query: dict[str, str]) -> tuple[int, dict]:
    if query.get("annotations") != "duration,distance":
        return 400, {"code": "InvalidOptions", "message": "this test wants both figures"}
    sides = []
    for name in ("sources", "destinations"):
        rows = query.get(name, "all")
        sides.append(range(len(points)) if rows == "all" else [int(row) for row in rows.split(";")])
    km = [
        [None if (points[i], points[j]) in town.null else town.km(points[i], points[j]) for j in sides[1]]
        for i in sides[0]
    ]
    waypoints = [
        [{"name": "", "location": [points[i][1], points[i][0]], "distance": town.snap_m, "hint": ""} for i in side]
        for side in sides
    ]
    return 200, {
        "code": "Ok",
        "durations": [[cell and round(60 * minutes(cell), 1) for cell in row] for row in km],
        "distances": [[cell and round(1000 * cell, 1) for cell in row] for row in km],
        "sources": waypoints[0],
        "destinations": waypoints[1],
    }


def _route(town: Town, points: list[Point], query: dict[str, str]) -> tuple[int, dict]:
    if query.get("geometries") != "geojson":
        return 400, {"code": "InvalidOptions", "message": "this test wants geojson"}
    one, other = points
    if (one, other) in town.null:
        return 400, {"code": "NoRoute", "message": "Impossible route between points"}
    corner = (other[0], one[1])
    line = [[lon, lat] for lat, lon in (one, corner, other)]
    return 200, {"code": "Ok", "routes": [{"geometry": {"type": "LineString", "coordinates": line}}], "waypoints": []}


@contextmanager
def osrm(town: Town) -> Iterator[str]:
    """Run the server; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            town.asked.append(self.path)
            if town.busy > 0:
                town.busy -= 1
                self._send(503, b"busy", {"Retry-After": "0"})
            elif town.reply is not None:
                self._send(200, town.reply)
            else:
                status, body = _answer(town, self.path)
                self._send(status, json.dumps(body).encode())

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def _send(self, status, body, headers=None):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
