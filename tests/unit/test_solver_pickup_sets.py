"""Sets of pick-ups against every path and every load of small problems."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest

from transport.solver.drop_sets import count_sets
from transport.solver.pickup_sets import People, Places, all_subsets, promising, values_in_time

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


def in_time(problem, rate, seat_price, subsets):
    """Sets valued in time, and every set by trying all orders at that price of a seat."""
    first, legs, last, people = problem
    rng = np.random.default_rng(0)
    rides, minutes = rng.random(PLACES) * 9, rng.random((PLACES, PLACES)) * 3
    gain = np.array([[gain for at, gain, _ in people if at == place] for place in range(PLACES)])
    persons = np.array([[float(n) for at, _, n in people if at == place] for place in range(PLACES)])
    most = gain + rate * rides[:, None]
    places = Places(People(gain, most, persons, rate), rides, minutes, first, legs, last)
    valued = values_in_time(subsets, places, seat_price, ROOM)

    def value(order):
        left, worth = rides[order[-1]], 0.0
        for place, following in zip(reversed(order), (None, *reversed(order)), strict=False):
            left += 0.0 if following is None else minutes[place, following]
            each = np.minimum(gain[place], most[place] - rate * left)
            worth += np.maximum(0.0, each - seat_price) @ persons[place]
        road = first[order[0]] + sum(legs[a, b] for a, b in pairwise(order)) + last[order[-1]]
        return worth + seat_price * ROOM - road

    return valued, [max(value(order) for order in permutations(chosen)) for chosen in all_sets()], value


@pytest.mark.parametrize("seat_price", [0.0, 2.5])
@pytest.mark.parametrize("seed", range(5))
def test_values_are_those_of_the_best_order_where_minutes_cost_nothing(seed, seat_price):
    valued, best, value = in_time(random_problem(seed), 0.0, seat_price, all_subsets(PLACES, MOST))
    assert valued.values == pytest.approx(best)
    at = int(valued.values.argmax())
    order = valued.order(at)
    assert sorted(order) == sorted(all_sets()[at])
    assert value(order) == pytest.approx(best[at])


@pytest.mark.parametrize("seat_price", [0.0, 2.5])
@pytest.mark.parametrize("seed", range(10))
def test_minutes_on_the_way_to_later_places_lower_values_but_never_too_much(seed, seat_price):
    problem, subsets = random_problem(seed), all_subsets(PLACES, MOST)
    valued, best, _ = in_time(problem, 0.4, seat_price, subsets)
    free, *_ = in_time(problem, 0.0, seat_price, subsets)
    small = subsets.incidence.sum(axis=1) <= 2
    assert (valued.values >= np.array(best) - 1e-9).all()
    assert (valued.values <= free.values + 1e-9).all()
    assert valued.values[small] == pytest.approx(np.array(best)[small])
    assert valued.values[small].sum() < free.values[small].sum()


@pytest.mark.parametrize("seed", range(10))
def test_no_price_of_a_seat_underrates_a_set(seed):
    first, legs, last, people = random_problem(seed)
    worth = [paid(people, s) - path(first, legs, last, s) for s in all_sets()]
    least = np.min([
        in_time((first, legs, last, people), 0.0, m, all_subsets(PLACES, MOST))[0].values
        for m in sorted({gain for _, gain, _ in people} | {0.0})
    ], axis=0)  # fmt: skip
    assert least == pytest.approx(worth)


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
