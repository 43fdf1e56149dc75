"""Destinations put together to areas: what lies near each other, and what counts for an area."""

import numpy as np
import pytest

from transport.solver.areas import Areas, near_areas, single_areas


def between(points):
    return np.abs(points[:, None] - points[None]).sum(axis=2)


def test_the_nearest_destinations_come_together():
    km = between(np.array([[0.0, 0], [1, 0], [100, 0], [101, 1], [102, 0], [300, 5]]))
    of = near_areas(km, 3).of.tolist()
    assert of[0] == of[1]
    assert of[2] == of[3] == of[4]
    assert len(set(of)) == 3


@pytest.mark.parametrize("most", [1, 2, 5, 11, 12, 40])
def test_there_are_no_more_areas_than_allowed_and_none_is_empty(most):
    areas = near_areas(between(np.random.default_rng(most).random((12, 2))), most)
    assert areas.count <= most
    assert sorted(set(areas.of.tolist())) == list(range(areas.count))
    assert areas.merged == (most < 12)


def test_places_without_a_road_between_them_are_the_last_to_come_together():
    km = np.array([[0.0, np.inf, 5], [np.inf, 0, np.inf], [5, np.inf, 0]])
    assert near_areas(km, 2).of.tolist() in ([0, 1, 0], [1, 0, 1])
    assert near_areas(km, 1).count == 1


def test_roads_that_differ_by_direction_count_by_the_longer_one():
    km = np.array([[0.0, 1, 8], [90, 0, 9], [7, 10, 0]])
    of = near_areas(km, 2).of
    assert of[0] == of[2] != of[1]


@pytest.mark.parametrize("seed", range(5))
def test_an_area_counts_as_the_best_of_its_destinations(seed):
    rng = np.random.default_rng(seed)
    areas = Areas(np.array([2, 0, 1, 0, 2, 2]))
    members = [np.flatnonzero(areas.of == area) for area in range(3)]
    values, square = rng.random((4, 6)), rng.random((6, 6))
    assert areas.least(values, 1).tolist() == [[row[own].min() for own in members] for row in values]
    assert areas.most(values, 1).tolist() == [[row[own].max() for own in members] for row in values]
    expected = [[square[np.ix_(a, b)].min() for b in members] for a in members]
    assert areas.between(square).tolist() == expected
    assert (single_areas(6).between(square) == square).all()
