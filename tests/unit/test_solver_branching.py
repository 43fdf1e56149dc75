"""The tree over whole numbers: every plan is in one leaf, the bound is the lowest leaf's and never falls."""

import itertools
import math
import random

import pytest

from transport.solver.branching import Tree


def grown(seed, most):
    """A tree split and proven at random, and the leaves that it has been at."""
    rng, tree, bounds = random.Random(seed), Tree(most), []
    for _ in range(40):
        low = [limits[0] for limits in tree.leaf.limits]
        high = [limits[1] for limits in tree.leaf.limits]
        tree.prove(tree.leaf.bound + rng.random())
        bounds.append(tree.bound)
        draw = rng.random()
        if draw < 0.2:
            tree.put_back()
        else:
            tree.split([rng.uniform(a, b) if draw < 0.9 else float(a) for a, b in zip(low, high, strict=True)])
        if not tree.select():
            break
    return tree, bounds


@pytest.mark.parametrize("seed", range(30))
def test_the_bound_never_falls(seed):
    _, bounds = grown(seed, (3, 1, 2))
    assert bounds == sorted(bounds)


@pytest.mark.parametrize("seed", range(30))
def test_every_number_of_units_stays_in_exactly_one_leaf_that_is_open_or_closed(seed):
    most = (2, 1, 2)
    tree = Tree(most)
    rng, closed = random.Random(seed), []
    while True:
        units = [rng.uniform(low, high) for low, high in tree.leaf.limits]
        if tree.is_whole(units):
            closed.append(tree.leaf.limits)
        tree.prove(rng.random())
        tree.split(units)
        if not tree.select():
            break
    leaves = closed + [leaf.limits for leaf in tree._open]
    for plan in itertools.product(*(range(n + 1) for n in most)):
        inside = [leaf for leaf in leaves if all(low <= y <= high for y, (low, high) in zip(plan, leaf, strict=True))]
        assert len(inside) == 1


def test_a_leaf_whose_units_are_whole_is_closed_and_holds_the_bound_down():
    tree = Tree((3,))
    tree.prove(10.0)
    tree.split([1.5])
    assert tree.select()
    tree.prove(12.0)
    tree.split([1.0])
    assert tree.bound == 10.0
    assert tree.select()
    tree.prove(15.0)
    assert tree.bound == 12.0
    tree.put_back()
    assert not tree.select()
    assert tree.bound == 12.0
    assert tree.branches == 1


def test_a_cut_at_a_given_number_and_not_at_that_which_is_least_whole():
    tree = Tree((3, 5))
    tree.split([1.5, 2.1], 1)
    assert {leaf.limits for leaf in tree._open} == {((0, 3), (0, 2)), ((0, 3), (3, 5))}


def test_numbers_that_come_later_are_free_in_every_leaf():
    tree = Tree((3,))
    tree.split([1.5])
    tree.select()
    tree.widen([math.inf, 4])
    assert tree.leaf.limits[1:] == ((0, math.inf), (0, 4))
    assert all(leaf.limits[1:] == ((0, math.inf), (0, 4)) for leaf in tree._open)
    assert tree.halves([tree.leaf.limits[0][0], 7.2, 0.0], 1)[1][1] == (8, math.inf)
