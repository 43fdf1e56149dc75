"""Provider ``matrix``: section 1.5 of the data contract."""

from __future__ import annotations

import time

import numpy as np
import pytest

from transport.case import Case, Place, RoadSettings
from transport.errors import InputError
from transport.roads import build_geometry, build_travel
from transport.travel import DistanceTable, Road


def make_case(*places: Place, provider: str = "matrix") -> Case:
    by_id = {place.place_id: place for place in places}
    return Case("t", "t", "Asia/Shanghai", 0, 1440, {}, by_id, {}, {}, {}, RoadSettings(provider, "distances.csv"))


def village(place_id: str, lat: float | None = None, lon: float | None = None) -> Place:
    return Place(place_id, place_id, "village", lat, lon)


def table(*rows: tuple[str, str, float, float]) -> DistanceTable:
    return DistanceTable(
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([row[3] for row in rows], dtype=np.float64),
    )


ABC = make_case(village("a"), village("b"), village("c"))


def test_a_row_is_taken_at_full_precision():
    assert build_travel(ABC, table(("a", "b", 12.3456789, 20.000000001))).road("a", "b") == Road(
        12.3456789, 20.000000001
    )


def test_a_missing_way_back_is_the_same_and_says_so():
    travel = build_travel(ABC, table(("a", "b", 12.5, 20)))
    assert travel.road("b", "a") == Road(12.5, 20)
    assert travel.quality("a", "b") == "matrix"
    assert travel.quality("b", "a") == "matrix reversed"


def test_both_directions_may_differ():
    travel = build_travel(ABC, table(("a", "b", 12, 20), ("b", "a", 14, 31)))
    assert travel.road("a", "b") == Road(12, 20)
    assert travel.road("b", "a") == Road(14, 31)
    assert travel.quality("b", "a") == "matrix"


def test_a_missing_pair_is_no_road_even_where_a_way_round_exists():
    travel = build_travel(ABC, table(("a", "b", 1, 1), ("b", "c", 1, 1)))
    assert travel.road("a", "c") is None
    assert travel.quality("a", "c") == "no road"


def test_a_place_that_is_not_in_the_table_has_no_road():
    travel = build_travel(ABC, table(("a", "b", 1, 1)))
    assert travel.road("c", "a") is None
    assert travel.road("a", "c") is None
    assert travel.road("c", "c") == Road(0, 0)


def test_the_way_to_itself_is_nothing_whatever_a_row_says():
    travel = build_travel(ABC, table(("a", "a", 5, 5), ("a", "b", 1, 1)))
    assert travel.km[0, 0] == 0
    assert travel.minutes[0, 0] == 0


def test_a_road_of_no_length_is_a_road():
    travel = build_travel(ABC, table(("a", "b", 0, 0)))
    assert travel.road("a", "b") == Road(0, 0)
    assert travel.road("b", "a") == Road(0, 0)


def test_the_triangle_may_be_broken():
    travel = build_travel(ABC, table(("a", "b", 1, 1), ("b", "c", 1, 1), ("a", "c", 50, 90)))
    assert travel.road("a", "c") == Road(50, 90)


def test_rows_of_foreign_places_are_left_aside():
    travel = build_travel(ABC, table(("a", "zz", 1, 1), ("zz", "b", 1, 1), ("a", "b", 7, 8)))
    assert travel.road("a", "b") == Road(7, 8)
    assert travel.road("a", "c") is None


def test_an_empty_table_leaves_no_road():
    assert build_travel(ABC, table()).road("a", "b") is None


def test_the_table_is_needed():
    with pytest.raises(InputError) as caught:
        build_travel(ABC, None)
    assert [issue.code for issue in caught.value.issues] == ["distances_missing"]


def test_an_unknown_provider_is_named_with_those_that_exist():
    with pytest.raises(InputError) as caught:
        build_travel(make_case(village("a"), provider="pigeon"), None)
    (issue,) = caught.value.issues
    assert issue.code == "road_provider_unknown"
    assert issue.seen == "pigeon"
    assert issue.params["known"] == "network, matrix, osm, osrm, valhalla"


def test_half_a_million_rows_take_less_than_a_second():
    ids = [f"p{k}" for k in range(710)]
    pairs = [(one, other) for one in ids for other in ids][:500_000]
    figures = np.arange(len(pairs), dtype=np.float64)
    big = DistanceTable(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs), figures, figures)
    case = make_case(*(village(place_id) for place_id in ids))
    start = time.perf_counter()
    travel = build_travel(case, big)
    assert time.perf_counter() - start < 1
    assert travel.road("p1", "p0") == Road(710, 710)


def test_geometry_is_a_straight_line():
    geometry = build_geometry(make_case(village("a", 25.5, 99.5), village("b", 30.9, 121.5)))
    assert geometry("a", "b") == [(25.5, 99.5), (30.9, 121.5)]


def test_geometry_is_empty_without_coordinates():
    geometry = build_geometry(make_case(village("a", 25.5, 99.5), village("b")))
    assert geometry("a", "b") == []
    assert geometry("b", "a") == []
