from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import shapes
from transport.case import Place

positions = st.tuples(st.floats(73, 135), st.floats(18, 54))


def test_position_is_lon_lat():
    assert shapes.position(25.649, 100.319) == (100.319, 25.649)


def test_place_without_coordinates_has_no_position():
    assert shapes.place_position(Place("P", "某村", "village")) is None
    assert shapes.place_position(Place("P", "某村", "village", 25.0, None)) is None
    assert shapes.place_position(Place("P", "某村", "village", 25.0, 100.0)) == (100.0, 25.0)


def test_arc_eastward_rises_by_its_bend_and_keeps_its_ends():
    start, end = (100.0, 25.0), (120.0, 25.0)
    curve = shapes.arc(start, end, bend=0.1)
    assert (curve[0], curve[-1]) == (start, end)
    top = max(lat for _, lat in curve)
    assert top == pytest.approx(25 + 0.1 * 20 * math.cos(math.radians(25)), abs=0.01)


def test_arcs_of_both_directions_do_not_cover_each_other():
    there = shapes.arc((100.0, 25.0), (120.0, 30.0), bend=0.1)
    back = shapes.arc((120.0, 30.0), (100.0, 25.0), bend=0.1)
    assert there[20][1] > 27.5 > back[20][1]


def test_arc_without_bend_is_straight():
    assert shapes.arc((100.0, 20.0), (110.0, 30.0), bend=0, points=2) == [(100.0, 20.0), (105.0, 25.0), (110.0, 30.0)]


def test_thin_drops_what_lies_on_the_line_and_keeps_bends():
    assert shapes.thin([(0, 0), (1, 0.0001), (2, 0), (3, 1), (4, 0)]) == [(0, 0), (2, 0), (3, 1), (4, 0)]


def test_thin_keeps_a_way_that_returns_to_its_start():
    assert shapes.thin([(0, 0), (1, 1), (0, 0)]) == [(0, 0), (1, 1), (0, 0)]


@given(st.lists(positions, min_size=2, max_size=40), st.floats(0, 2))
def test_thinned_line_is_never_farther_off_than_its_tolerance(line, tolerance):
    thinned = shapes.thin(line, tolerance)
    assert (thinned[0], thinned[-1]) == (line[0], line[-1])
    assert set(thinned) <= set(line)
    for lon, lat in line:
        spans = pairwise(thinned)
        assert min(_distance((lon, lat), a, b) for a, b in spans) <= tolerance + 1e-9


def _distance(point, start, end):
    """Independent of the code: the nearest of many points along the segment, then refined."""
    low, high = 0.0, 1.0
    for _ in range(60):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        if _to(point, start, end, first) < _to(point, start, end, second):
            high = second
        else:
            low = first
    return _to(point, start, end, (low + high) / 2)


def _to(point, start, end, t):
    return math.dist(point, (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])))


def test_bounds_are_lat_lon_corners():
    assert shapes.bounds([(100.0, 25.0), (121.5, 31.0), (99.0, 26.0)]) == [[25.0, 99.0], [31.0, 121.5]]
    assert shapes.bounds([]) is None
