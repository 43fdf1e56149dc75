"""Pricing by dynamic programming against every route of small problems."""

from dataclasses import replace
from itertools import pairwise, permutations, product

import numpy as np
import pytest

from transport.solver.family_pricing import gains_nothing
from transport.solver.load_routes import routes_by_load
from transport.solver.pricing import Driving, Spokes, best_routes, strict_route


def random_problem(seed, places, stops, rate=0.0):
    rng = np.random.default_rng(seed)
    spots = rng.random((places + 1, 2)) * 50
    km = np.abs(spots[:, None] - spots[None]).sum(axis=2)
    most = 4
    gains = np.full((places, most + 1), -np.inf)
    for place in range(places):
        there = rng.integers(1, most + 1)
        gains[place, 1 : there + 1] = np.cumsum(np.sort(rng.random(there) * 60)[::-1])
    return Spokes(
        gains=gains,
        first_cost=rng.random(places) * 20,
        leg_cost=km[1:, 1:],
        leg_minutes=km[1:, 1:] + 5,
        last_cost=km[1:, 0],
        last_minutes=km[1:, 0] + 5,
        fixed=15.0,
        minute_rate=rate,
        capacity=int(rng.integers(3, 8)),
        max_stops=stops,
    )


def worth(problem, places, persons):
    """What a route is worth, counted leg by leg."""
    value = -problem.fixed - problem.first_cost[places[0]]
    aboard = 0
    for step, (place, taken) in enumerate(zip(places, persons, strict=True)):
        value += problem.gains[place, taken]
        aboard += taken
        if step + 1 < len(places):
            following = places[step + 1]
            value -= problem.leg_cost[place, following]
            value -= problem.minute_rate * aboard * problem.leg_minutes[place, following]
    last = places[-1]
    return value - problem.last_cost[last] - problem.minute_rate * aboard * problem.last_minutes[last]


def all_routes(problem, *, again=False):
    n, most = problem.gains.shape
    for length in range(1, problem.max_stops + 1):
        for places in product(range(n), repeat=length) if again else permutations(range(n), length):
            for persons in product(range(1, most), repeat=length):
                loaded = all(np.isfinite(problem.gains[p, q]) for p, q in zip(places, persons, strict=True))
                moving = all(a != b for a, b in pairwise(places))
                if loaded and moving and sum(persons) <= problem.capacity:
                    yield worth(problem, places, persons)


@pytest.mark.parametrize("rate", [0.0, 0.05])
@pytest.mark.parametrize("seed", range(20))
def test_up_to_two_stops_the_best_route_is_found(seed, rate):
    problem = random_problem(seed, 4, 2, rate)
    best = max(all_routes(problem))
    routes = best_routes(problem, wanted=3)
    if best <= 1e-6:
        assert routes == []
    else:
        assert routes[0].value == pytest.approx(best)


@pytest.mark.parametrize("rate", [0.0, 0.05])
@pytest.mark.parametrize("seed", range(10))
def test_with_repeated_calls_no_route_is_better(seed, rate):
    """But for calling at a place twice in a row, which takes no detour and is never allowed."""
    problem = random_problem(seed, 3, 3, rate)
    routes = best_routes(problem, wanted=1, floor=0.0, elementary=False)
    found = routes[0].value if routes else 0.0
    assert found == pytest.approx(max(0.0, *all_routes(problem, again=True)))
    assert found >= max(all_routes(problem)) - 1e-9


@pytest.mark.parametrize("rate", [0.0, 0.05])
@pytest.mark.parametrize("seed", range(15))
def test_a_strict_route_is_the_best_of_all(seed, rate):
    problem = random_problem(seed, 4, 4, rate)
    best = max(all_routes(problem))
    route = strict_route(problem, 0.0)
    if route is None:
        assert best <= 0
        return
    assert route.value == pytest.approx(best) == pytest.approx(worth(problem, route.places, route.persons))
    assert len(set(route.places)) == len(route.places)


@pytest.mark.parametrize("seed", range(15))
def test_a_less_strict_route_is_never_below_the_best(seed):
    problem = random_problem(seed, 4, 4, 0.02)
    for most_critical in (0, 1, 2):
        route = strict_route(problem, 0.0, most_critical)
        assert (0.0 if route is None else route.value) >= max(all_routes(problem)) - 1e-9


@pytest.mark.parametrize("seed", range(15))
def test_a_route_for_which_there_was_no_time_is_one_that_may_call_again(seed):
    problem = random_problem(seed, 4, 4, 0.02)
    assert strict_route(problem, 0.0, until=0.0) == strict_route(problem, 0.0, 0)


@pytest.mark.parametrize("seed", range(10))
def test_longer_routes_are_never_overrated(seed):
    problem = random_problem(seed, 4, 4, 0.02)
    best = max(all_routes(problem))
    for route in best_routes(problem, wanted=4):
        assert route.value == pytest.approx(worth(problem, route.places, route.persons))
        assert route.value <= best + 1e-9
        assert len(set(route.places)) == len(route.places) <= problem.max_stops
        assert sum(route.persons) <= problem.capacity


@pytest.mark.parametrize("seed", range(10))
def test_routes_come_best_first_and_end_at_different_places(seed):
    routes = best_routes(random_problem(seed, 4, 3), wanted=3)
    values = [route.value for route in routes]
    assert values == sorted(values, reverse=True)
    assert len({route.places[-1] for route in routes}) == len(routes) <= 3


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_up_to_two_stops_the_best_route_that_drives_no_longer_than_it_may_is_found(seed, first):
    problem, rng = random_problem(seed, 5, 2), np.random.default_rng(seed)
    driving = Driving(rng.random(5) * 30 * first, problem.leg_minutes - 5, problem.last_minutes - 5, 70.0)

    def driven(places):
        legs = sum(driving.legs[a, b] for a, b in pairwise(places))
        return driving.first[places[0]] + legs + driving.last[places[-1]]

    def routes():
        for places in (*permutations(range(5), 1), *permutations(range(5), 2)):
            for persons in product(range(1, problem.gains.shape[1]), repeat=len(places)):
                if sum(persons) <= problem.capacity and driven(places) <= driving.most:
                    yield worth(problem, places, persons)

    found = best_routes(replace(problem, driving=driving), wanted=5, floor=0.0)
    assert all(driven(route.places) <= driving.most for route in found)
    assert max((route.value for route in found), default=0.0) == pytest.approx(max(0.0, *routes()), abs=1e-6)


def test_nothing_to_price():
    problem = random_problem(0, 3, 2)
    for changed in ({"capacity": 0}, {"fixed": 1e6}, {"max_stops": 0}):
        fields = {name: getattr(problem, name) for name in problem.__slots__} | changed
        assert best_routes(Spokes(**fields)) == []


def whole_groups(problem):
    """The same where those of a place travel all together or not at all."""
    most = np.isfinite(problem.gains).sum(axis=1)
    alone = np.arange(problem.gains.shape[1]) == most[:, None]
    return replace(problem, gains=np.where(alone, problem.gains, -np.inf))


def best_without_going_back(problem):
    """The most that a route is worth which may call anywhere again, but at the place before the last."""

    def best_on_from(places, persons):
        best = worth(problem, places, persons)
        for place, taken in product(range(len(problem.gains)), range(1, problem.capacity - sum(persons) + 1)):
            possible = taken < problem.gains.shape[1] and np.isfinite(problem.gains[place, taken])
            if possible and place not in places[-2:]:
                best = max(best, best_on_from([*places, place], [*persons, taken]))
        return best

    fitting = np.isfinite(problem.gains[:, : problem.capacity + 1])
    starts = zip(*np.nonzero(fitting), strict=True)
    return max((best_on_from([int(place)], [int(taken)]) for place, taken in starts), default=0.0)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_by_load_the_best_route_that_never_goes_straight_back_is_found(seed, whole):
    problem = random_problem(seed, 1 + seed % 4, 99, rate=0.03 * (seed % 2))
    problem = whole_groups(problem) if whole else problem
    routes = routes_by_load(problem, 3, 0.0)
    values = [route.value for route in routes]
    assert values == sorted(values, reverse=True)
    assert max(0.0, best_without_going_back(problem)) == pytest.approx(values[0] if values else 0.0)
    for route in routes:
        assert worth(problem, route.places, route.persons) == pytest.approx(route.value)
        assert all(a != b for a, b in pairwise(route.places))
        assert all(a != b for a, b in zip(route.places, route.places[2:], strict=False))


@pytest.mark.parametrize("seed", range(5))
def test_by_load_a_route_is_between_those_that_call_once_and_those_that_call_at_will(seed):
    problem = random_problem(seed, 12, 12)
    once, at_will = (best_routes(problem, elementary=yes)[0].value for yes in (True, False))
    assert once - 1e-9 <= routes_by_load(problem, 1, 0.0)[0].value <= at_will + 1e-9


def test_by_load_there_is_no_route_without_places_or_seats():
    problem = random_problem(0, 2, 2)
    assert routes_by_load(replace(problem, capacity=0), 1, 0.0) == []
    assert routes_by_load(replace(problem, gains=problem.gains[:0]), 1, 0.0) == []


@pytest.mark.parametrize("rate", [0.0, 0.05])
def test_where_nothing_is_seen_to_gain_no_route_gains(rate):
    seen = 0
    for seed in range(150):
        problem = random_problem(seed, 4, 3, rate)
        problem = replace(problem, gains=problem.gains * (0.2 + 0.8 * seed / 150))
        nothing = gains_nothing(problem)
        seen += nothing
        assert not nothing or max(all_routes(problem)) <= 1e-9
    assert seen > 10
