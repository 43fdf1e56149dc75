"""One example of each problem that only the roads themselves show."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from osm_files import road, write_osm
from osrm_server import Town, osrm
from roads_case import case_of, place

from transport.case import Worker
from transport.clock import DAY
from transport.errors import InputError, InputIssue
from transport.road_settings import Closure
from transport.roads import measure_roads

YUNLONG, FENGXIAN = place("V", 25.886, 99.371), place("F", 30.918, 121.474, "factory")


def issues_of_roads(case) -> tuple[InputIssue, ...]:
    """Warnings, or the errors that stop."""
    try:
        return measure_roads(case).issues
    except InputError as error:
        return error.issues


def road_problems(folder: Path) -> Iterator[InputIssue]:
    """Problems of every kind, made in a folder."""
    window = (40 * DAY, 60 * DAY)
    for closure in (
        Closure("part", roads=("G60",), start=45 * DAY, end=46 * DAY),
        Closure("past", roads=("G60",), end=40 * DAY),
        Closure("nothing", roads=("G61",)),
        Closure("nowhere", places=("W",)),
    ):
        yield from issues_of_roads(case_of(YUNLONG, FENGXIAN, window=window, closures=(closure,)))
    worker = Worker("w", "w", "V", "F", 0, 1440)
    yield from issues_of_roads(case_of(YUNLONG, FENGXIAN, workers=(worker,), closures=(Closure("c", places=("V",)),)))
    yield from _of_services()
    yield from _of_osm(folder)


def _of_services() -> Iterator[InputIssue]:
    ends = (YUNLONG, FENGXIAN)
    g60 = Closure("ice", roads=("G60",))
    yield from issues_of_roads(
        case_of(*ends, provider="osrm", url="http://127.0.0.1:9", closures=(g60,), night_ban=True)
    )
    yield from issues_of_roads(case_of(*ends, provider="osrm", url="http://127.0.0.1:9"))
    with patch.dict(sys.modules, {"valhalla": None}), patch.object(sys, "version_info", (3, 11, 0)):
        yield from issues_of_roads(case_of(*ends, provider="valhalla", tiles="none.tar"))
    with osrm(Town(snap_m=5000.0)) as url:
        yield from issues_of_roads(case_of(*ends, provider="osrm", url=url))
        yield from issues_of_roads(case_of(*ends, provider="osrm", url=f"{url}/x"))
    for town in (Town(busy=99), Town(reply=b"?")):
        with osrm(town) as url:
            yield from issues_of_roads(case_of(*ends, provider="osrm", url=url))
    far = b'{"error_code": 154, "error": "Path distance exceeds the max distance limit: 400000 meters"}'
    with osrm(Town(reply=far)) as url:
        yield from issues_of_roads(case_of(*ends, provider="valhalla", url=url))


def _of_osm(folder: Path) -> Iterator[InputIssue]:
    nodes = {1: (25.0, 100.0), 2: (25.0, 100.1)}
    places = (place("A", 25.0, 100.0), place("B", 25.02, 100.1))
    write_osm(folder / "path.osm.pbf", nodes, [road(1, 2, highway="path")])
    write_osm(folder / "narrow.osm.pbf", nodes, [road(1, 2, highway="tertiary")])
    (folder / "torn.osm.pbf").write_bytes(b"\0\0\0\x0d\x0a\x09OSMHeader" * 3)
    for name in ("path", "narrow", "torn"):
        yield from issues_of_roads(case_of(*places, provider="osm", osm=f"{name}.osm.pbf", folder=folder))
