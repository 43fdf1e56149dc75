"""Providers that ask a routing service: blocks, limits, gaps, retries, the cache, and what is said when it fails."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osrm_server import Town, minutes, osrm
from roads_case import case_of, place

from transport.errors import InputError
from transport.roads import build_geometry, measure_roads
from transport.roads.service.valhalla import decoded

POINTS = {f"p{k}": (25.0 + k * 0.25, 100.0 + k * k * 0.125) for k in range(7)}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FANGANG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("transport.roads.service.http._PAUSE_S", 0.01)


def case_at(url: str, points=POINTS, **roads):
    return case_of(*(place(name, *at) for name, at in points.items()), provider="osrm", url=url, **roads)


def code_of(case) -> str:
    with pytest.raises(InputError) as caught:
        measure_roads(case)
    (issue,) = caught.value.issues
    return issue.code


@pytest.mark.parametrize(("block", "most"), [(50, 100), (2, 100), (3, 100), (50, 4), (50, 2), (1, 2)])
def test_every_pair_is_measured_whatever_the_blocks_and_limits(block, most):
    town = Town(most=most)
    with osrm(town) as url:
        travel = measure_roads(case_at(url, block=block)).travel
    for one, start in POINTS.items():
        for other, end in POINTS.items():
            road = travel.road(one, other)
            assert road.km == pytest.approx(town.km(start, end), abs=1e-3)
            assert road.minutes == pytest.approx(minutes(town.km(start, end)), abs=0.01)
            assert travel.quality(one, other) == "osrm"


def test_a_coach_may_be_slower_than_the_service_thinks():
    with osrm(Town()) as url:
        car = measure_roads(case_at(url)).travel
        coach = measure_roads(case_at(url, time_factor=1.25)).travel
    assert coach.road("p0", "p1").minutes == pytest.approx(1.25 * car.road("p0", "p1").minutes, abs=0.02)
    assert coach.road("p0", "p1").km == car.road("p0", "p1").km


def test_no_way_there_is_the_way_back_with_a_mark_and_no_way_at_all_is_none():
    p0, p1, p2 = (POINTS[f"p{k}"] for k in range(3))
    with osrm(Town(null=frozenset({(p0, p1), (p0, p2), (p2, p0)}))) as url:
        travel = measure_roads(case_at(url)).travel
    assert travel.road("p0", "p1") == travel.road("p1", "p0")
    assert travel.quality("p0", "p1") == "osrm reversed"
    assert travel.quality("p1", "p0") == "osrm"
    assert travel.road("p0", "p2") is None
    assert travel.quality("p2", "p0") == "no road"


def test_a_place_off_every_road_has_none_and_spoils_no_other():
    with osrm(Town(off_road=frozenset({POINTS["p3"], POINTS["p5"]}))) as url:
        travel = measure_roads(case_at(url, block=3)).travel
    reached = {(one, other) for one in POINTS for other in POINTS if travel.road(one, other)}
    on_road = set(POINTS) - {"p3", "p5"}
    assert reached == {(one, other) for one in POINTS for other in POINTS if one == other or {one, other} <= on_road}


def test_a_place_far_from_its_road_is_named_every_time():
    with osrm(Town(snap_m=2345.0)) as url:
        first, second = (measure_roads(case_at(url)).issues for _ in range(2))
    assert {issue.code for issue in first} == {"place_far_from_road"}
    assert first[0].params["km"] == "2.3"
    assert first == second


def test_the_second_run_asks_nothing_and_a_new_place_only_what_is_new():
    town = Town()
    with osrm(town) as url:
        first = measure_roads(case_at(url)).travel
        asked = len(town.asked)
        assert asked > 0
        again = measure_roads(case_at(url)).travel
        assert len(town.asked) == asked
        assert (again.km == first.km).all()
        assert (again.minutes == first.minutes).all()
        measure_roads(case_at(url, {**POINTS, "new": (26.0, 101.0)}, block=1))
        assert len(town.asked) - asked == 2 * len(POINTS)
    # the server is gone; what was measured is still there
    assert (measure_roads(case_at(url)).travel.km == first.km).all()
    assert code_of(case_at(url, {**POINTS, "newer": (27.0, 101.0)})) == "service_unreachable"


def test_another_profile_is_another_answer():
    town = Town()
    with osrm(town) as url:
        measure_roads(case_at(url))
        asked = len(town.asked)
        measure_roads(case_at(url, profile="coach"))
        assert len(town.asked) > asked
        assert "/v1/coach/" in town.asked[-1]


def test_a_broken_cache_is_no_cache(tmp_path):
    folder = tmp_path / "cache" / "roads"
    folder.mkdir(parents=True)
    (folder / "services-1.sqlite").write_bytes(b"no database at all" * 100)
    with osrm(Town()) as url:
        assert measure_roads(case_at(url)).travel.road("p0", "p1")


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FANGANG_CACHE", str(tmp_path / "file"))
    with osrm(Town()) as url:
        assert measure_roads(case_at(url)).travel.road("p0", "p1")


def test_the_cache_holds_no_names(tmp_path):
    with osrm(Town()) as url:
        measure_roads(case_at(url))
    with sqlite3.connect(tmp_path / "cache" / "roads" / "services-1.sqlite") as base:
        assert not any("p0" in line for line in base.iterdump())


def test_a_busy_service_is_asked_again():
    town = Town(busy=2)
    with osrm(town) as url:
        assert measure_roads(case_at(url)).travel.road("p0", "p1")
    assert len(town.asked) == 3


def test_one_that_stays_busy_is_told():
    with osrm(Town(busy=100)) as url:
        assert code_of(case_at(url)) == "service_busy"


def test_nobody_there_fails_at_once():
    with osrm(Town()) as url:
        pass
    started = time.monotonic()
    assert code_of(case_at(url)) == "service_unreachable"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "reply",
    [
        b"<html>",
        b"[1]",
        b'{"code": "Ok"}',
        b'{"code": "Ok", "durations": [[0]], "distances": [[0]]}',
        b'{"code": "Ok", "durations": [["x"]], "distances": [[0]]}',
        b'{"code": "Ok", "durations": [[NaN]], "distances": [[NaN]]}',
        json.dumps({"code": "Ok", "durations": [[-1.0] * 7] * 7, "distances": [[1] * 7] * 7}).encode(),
    ],
)
def test_an_answer_that_makes_no_sense_is_told(reply):
    with osrm(Town(reply=reply)) as url:
        assert code_of(case_at(url)) == "service_not_understood"


def test_a_refusal_is_told_with_its_words():
    with osrm(Town()) as url, pytest.raises(InputError) as caught:
        measure_roads(case_at(url + "/wrong"))
    (issue,) = caught.value.issues
    assert issue.code == "service_refused"
    assert "InvalidUrl" in issue.params["answer"]


def test_ways_are_drawn_with_their_bends_and_straight_once_the_service_is_gone():
    p0, p1, p2 = (POINTS[f"p{k}"] for k in range(3))
    with osrm(Town(null=frozenset({(p0, p2)}))) as url:
        draw = build_geometry(case_at(url))
        assert draw("p0", "p1") == [p0, p0, (p1[0], p0[1]), p1, p1]
        assert draw("p0", "p2") == []
    assert draw("p1", "p2") == [p1, p2]
    assert draw("p0", "p1")[2] == (p1[0], p0[1])


def test_nobody_knows_road_classes_here():
    with osrm(Town()) as url:
        assert code_of(case_at(url, night_ban=True)) == "night_unsupported"


def test_every_place_without_coordinates_is_named():
    case = case_of(place("x", None, None), place("y", None, None), provider="osrm", url="http://127.0.0.1:9")
    with pytest.raises(InputError) as caught:
        measure_roads(case)
    assert [issue.params["place_id"] for issue in caught.value.issues] == ["x", "y"]


def encoded(points) -> str:
    """The other way round, from the description of the format."""
    text, before = "", (0, 0)
    for lat, lon in points:
        now = (round(lat * 1e6), round(lon * 1e6))
        for value, last in zip(now, before, strict=True):
            number = (value - last) << 1
            number = ~number if value < last else number
            while number >= 0x20:
                text += chr((0x20 | (number & 0x1F)) + 63)
                number >>= 5
            text += chr(number + 63)
        before = now
    return text


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=8))
def test_encoded_lines_are_read(points):
    assert decoded(encoded(points)) == [pytest.approx(point, abs=1e-6) for point in points]
