"""A real Valhalla on a network that the tests wrote, over HTTP and inside the process, beside provider ``osm``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from osm_files import road, write_osm
from roads_case import case_of, place
from valhalla_server import build_tiles, valhalla

from transport.case import Case
from transport.errors import InputError
from transport.roads import build_geometry, measure_roads

SIDE = 14


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A grid of a kilometre and a half a square, somewhat crooked and with holes, as file and as tiles."""
    folder = tmp_path_factory.mktemp("valhalla")
    rng = random.Random(11)
    ref = {(i, j): 1 + i * SIDE + j for i in range(SIDE) for j in range(SIDE)}
    nodes = {
        ref[i, j]: (25 + 0.014 * i + rng.uniform(-0.003, 0.003), 100 + 0.015 * j + rng.uniform(-0.003, 0.003))
        for i, j in ref
    }
    pairs = [(a, b) for a in ref for b in ((a[0] + 1, a[1]), (a[0], a[1] + 1)) if b in ref]
    ways = [road(ref[a], ref[b], oneway="yes" if rng.random() < 0.1 else "no") for a, b in pairs if rng.random() < 0.9]
    write_osm(folder / "town.osm.pbf", nodes, ways)
    rows = rng.sample(sorted(nodes), 40)
    (folder / "places.txt").write_text("\n".join(f"{nodes[row][0]} {nodes[row][1]}" for row in rows))
    build_tiles(folder / "town.osm.pbf", folder, max_matrix_distance=2e6)
    return folder


@pytest.fixture(scope="module")
def url(town: Path) -> Iterator[str]:
    """A running service."""
    with valhalla(town / "valhalla.json") as address:
        yield address


@pytest.fixture
def case(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Places at junctions of the town."""
    monkeypatch.setenv("FANGANG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("transport.roads.service.http._PAUSE_S", 0.01)
    points = [tuple(map(float, line.split())) for line in (town / "places.txt").read_text().splitlines()]
    return case_of(*(place(f"p{k}", lat, lon) for k, (lat, lon) in enumerate(points)))


def by_valhalla(case: Case, url: str, **more) -> Case:
    return replace(case, roads=replace(case.roads, provider="valhalla", url=url, **more))


def by_osm(case: Case, town: Path) -> Case:
    return replace(case, roads=replace(case.roads, provider="osm", osm="town.osm.pbf", folder=town))


def test_a_real_service_agrees_with_osm(case, town, url):
    """Both take the fastest way by their own speeds; where all roads are alike, that is nearly the shortest."""
    ours = measure_roads(by_osm(case, town)).travel
    result = measure_roads(by_valhalla(case, url, block=16))
    drawn = build_geometry(by_valhalla(case, url))("p0", "p1")
    theirs = result.travel
    assert result.issues == ()
    assert np.isfinite(theirs.km).all()
    apart = ~np.eye(len(theirs.km), dtype=bool)
    ratio = theirs.km[apart] / ours.km[apart]
    assert np.median(ratio) == pytest.approx(1, abs=0.005)
    assert (np.abs(ratio - 1) < 0.02).mean() > 0.9
    pace = theirs.minutes[apart] / ours.minutes[apart]
    assert pace.std() / pace.mean() < 0.2
    assert len(drawn) > 3
    assert drawn[0] == (case.places["p0"].lat, case.places["p0"].lon)
    length = sum(np.hypot(101 * (b[1] - a[1]), 111 * (b[0] - a[0])) for a, b in pairwise(drawn))
    assert length == pytest.approx(theirs.road("p0", "p1").km, rel=0.03)


def test_a_place_off_its_map_has_no_road_and_the_others_have(case, url):
    far = {**case.places, "far": place("far", 28.0, 104.0)}
    travel = measure_roads(by_valhalla(replace(case, places=far), url, block=7)).travel
    assert travel.road("far", "p0") is None
    assert travel.road("p0", "p1") is not None
    assert np.isinf(travel.km).sum() == 2 * len(case.places)


def test_its_limit_on_pairs_makes_requests_smaller(case, url):
    """The service takes 2,500 pairs at once; with blocks of 100 places it is asked for fewer, down to what it takes."""
    many = {f"q{k}": replace(case.places[f"p{k % 40}"], place_id=f"q{k}", lat=25.01 + 0.0015 * k) for k in range(60)}
    travel = measure_roads(by_valhalla(replace(case, places=many), url, block=100)).travel
    assert np.isfinite(travel.km).all()


def test_its_limit_on_distance_is_told(case, town, tmp_path):
    build_tiles(town / "town.osm.pbf", tmp_path, max_matrix_distance=5000.0)
    with valhalla(tmp_path / "valhalla.json") as url, pytest.raises(InputError) as caught:
        measure_roads(by_valhalla(case, url))
    (issue,) = caught.value.issues
    assert issue.code == "service_too_far"
    assert issue.params["profile"] == "bus"


def test_an_unknown_profile_is_refused(case, url):
    with pytest.raises(InputError) as caught:
        measure_roads(by_valhalla(case, url, profile="hovercraft"))
    assert [issue.code for issue in caught.value.issues] == ["service_refused"]


def test_the_second_run_needs_no_service(case, town, tmp_path):
    build_tiles(town / "town.osm.pbf", tmp_path, max_matrix_distance=2e6)
    with valhalla(tmp_path / "valhalla.json") as url:
        first = measure_roads(by_valhalla(case, url)).travel
    np.testing.assert_array_equal(first.km, measure_roads(by_valhalla(case, url)).travel.km)


def test_inside_the_process_it_answers_alike(case, town, url):
    pytest.importorskip("valhalla", reason="the library needs Python 3.12 and the extra valhalla")
    served = measure_roads(by_valhalla(case, url)).travel
    own = replace(case, roads=replace(case.roads, provider="valhalla", tiles="tiles", folder=town))
    travel = measure_roads(own).travel
    np.testing.assert_allclose(travel.km, served.km, atol=1e-3)
    np.testing.assert_allclose(travel.minutes, served.minutes, atol=0.02)
    assert len(build_geometry(own)("p0", "p1")) > 3
