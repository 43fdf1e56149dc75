"""Sets of pick-ups against every path and every load of small problems."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest

from transport.solver.drop_sets import count_sets
from transport.solver.pickup_sets import all_subsets, paid_at_most, path_costs, promising

PLACES, MOST, ROOM = 5, 3, 6


def random_problem(seed):
    rng = np.random.default_rng(seed)
    first, legs, last = rng.random(PLACES) * 9, rng.random((PLACES, PLACES)) * 5, rng.random(PLACES) * 7
    people = [
        (place, gain, n)
        for place in range(PLACES)
        for gain, n in zip(rng.random(2) * 8, rng.integers(1, 4, 2), strict=True)
    ]
    return first, legs, last, people


def paid(people, chosen):
    each = sorted((gain for place, gain, n in people if place in chosen for _ in range(n)), reverse=True)
    return sum(each[:ROOM])


def path(first, legs, last, chosen):
    return min(
        first[order[0]] + sum(legs[a, b] for a, b in pairwise(order)) + last[order[-1]]
        for order in permutations(chosen)
    )


def above_table(people):
    seat_prices = np.array(sorted({gain for _, gain, _ in people} | {0.0}))
    above = np.zeros((PLACES, len(seat_prices)))
    for place, gain, n in people:
        above[place] += np.maximum(0.0, gain - seat_prices) * n
    return above, seat_prices


def all_sets():
    return [chosen for size in range(1, MOST + 1) for chosen in combinations(range(PLACES), size)]


def test_all_sets_are_there_once():
    subsets = all_subsets(PLACES, MOST)
    found = [tuple(np.flatnonzero(row)) for row in subsets.incidence]
    assert found == all_sets()
    assert len(found) == count_sets(PLACES, MOST)


@pytest.mark.parametrize("seed", range(10))
def test_paths_and_payments_are_those_of_every_set(seed):
    first, legs, last, people = random_problem(seed)
    subsets = all_subsets(PLACES, MOST)
    above, seat_prices = above_table(people)
    assert path_costs(subsets, first, legs, last) == pytest.approx([path(first, legs, last, s) for s in all_sets()])
    assert paid_at_most(subsets, above, seat_prices, ROOM) == pytest.approx([paid(people, s) for s in all_sets()])


@pytest.mark.parametrize("seed", range(10))
def test_few_seat_prices_never_underrate_a_set(seed):
    *_, people = random_problem(seed)
    above, seat_prices = above_table(people)
    some = paid_at_most(all_subsets(PLACES, MOST), above[:, ::3], seat_prices[::3], ROOM)
    assert (some >= [paid(people, s) - 1e-9 for s in all_sets()]).all()


@pytest.mark.parametrize("seed", range(30))
def test_no_place_of_a_set_worth_more_is_left_out(seed):
    first, legs, last, people = random_problem(seed)
    above, seat_prices = above_table(people)
    before = np.minimum(first, (legs + np.diag(np.full(PLACES, np.inf))).min(axis=0))
    worth = {s: paid(people, s) - path(first, legs, last, s) for s in all_sets()}
    floor = sorted(worth.values())[-6]
    kept = promising(above, seat_prices, ROOM, before, MOST, floor + last.min())
    for chosen, value in worth.items():
        if value > floor:
            assert kept[list(chosen)].all()
