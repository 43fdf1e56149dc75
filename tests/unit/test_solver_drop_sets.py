"""The cheapest order of every set of drop-offs, against all orders."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from transport.solver.drop_sets import DropSets, count_sets


def length(way, between, home):
    return sum(between[a, b] for a, b in pairwise(way)) + home[way[-1]]


@pytest.mark.parametrize(("count", "longest"), [(1, 1), (6, 1), (5, 3), (5, 5), (9, 2)])
def test_tails_and_orders_are_the_cheapest_that_begin_with_an_end(count, longest):
    rng = np.random.default_rng(count * 10 + longest)
    between, home = rng.random((count, count)) * 90, rng.random(count) * 200
    sets = DropSets(count, longest)
    tails = sets.tails(between, home)
    for row, padded in enumerate(sets.ends.tolist()):
        ends = [end for end in padded if end >= 0]
        for root, first in enumerate(ends):
            best = min(length(way, between, home) for way in permutations(ends) if way[0] == first)
            assert tails[row, root] == pytest.approx(best)
            order = sets.order(row, root, between, tails)
            assert sorted(order) == ends
            assert order[0] == first
            assert length(order, between, home) == pytest.approx(best)
        assert np.isinf(tails[row, len(ends) :]).all()


def test_sets_of_many_ends_take_no_longer_than_there_are_sets():
    between = np.abs(np.subtract.outer(np.arange(11.0), np.arange(11.0)))  # eleven stops along a road, home before it
    sets = DropSets(11, 11)
    assert len(sets) == count_sets(11, 11)
    tails = sets.tails(between, np.arange(11.0))
    assert tails[-1].tolist() == [10.0 - first + 10.0 for first in range(11)]
    assert sets.order(len(sets) - 1, 10, between, tails)[-1] == 0
