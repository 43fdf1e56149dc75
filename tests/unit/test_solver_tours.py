"""Tours: cut at the least cost, within seats, stops and hours; crossed by the genetic search, never dearer."""

import dataclasses
import itertools
import math
import random
import time

import pytest
from random_cases import DEAR_TICKETS, build, coach, people, train

from transport.check import check_plan
from transport.solver import solve
from transport.solver.problem import Problem
from transport.solver.side import Load, Side
from transport.solver.tours import Tours


def side_of(seed, count=6, kind="feeder", free=9, **rules):
    rng = random.Random(seed)
    spots = {f"V{i}": (rng.randint(-60, 60), rng.randint(-60, 60)) for i in range(1, count + 1)}
    spots |= {"H1": (0, 0), "H2": (300, 0), "F1": (320, 10), "D1": (3, 3)}
    sizes = [rng.randint(1, 6) for _ in range(count)]
    crowd = [w for i, size in enumerate(sizes, 1) for w in people(f"V{i}", "F1", *[1] * size)]
    offers = [coach("K", 8, 20, fixed_cost=100, km_cost=3, empty_km_cost=2),
              coach("L", 20, 20, fixed_cost=260, km_cost=4, empty_km_cost=3, returns_to_base=True)]  # fmt: skip
    world = build(spots, crowd, offers, [train(seats=200)], costs=DEAR_TICKETS, **rules)
    p = Problem(world.case, world.travel)
    loads = [Load(p.place_index[f"V{i}"], (i,), size) for i, size in enumerate(sizes, 1)]
    return Side(p, kind, p.place_index["H1"], loads, {0: free, 1: free})


def in_time(side, order):
    """Whether a route keeps the longest trip: from its first place to the hub, or the other way round."""
    p = side.problem
    longest = p.rules.max_trip_minutes.of(side.kind)
    stops = [side.places[i] for i in order]
    way = (*stops, side.hub) if side.kind == "feeder" else (side.hub, *stops)
    driven = sum(p.minutes[a][b] for a, b in itertools.pairwise(way))
    return longest is None or driven <= longest + p.dwell[stops[0]]


def cheapest_cut(side, tour):
    """Every way to cut a tour, each route by its cheapest offer."""
    p, best = side.problem, math.inf
    for cuts in itertools.product((False, True), repeat=len(tour) - 1):
        routes, route = [], [tour[0]]
        for i, cut in zip(tour[1:], cuts, strict=True):
            if cut:
                routes.append(route)
                route = []
            route.append(i)
        cost = 0.0
        for own in [*routes, route]:
            fitting = [k for k in side.free if p.capacity(k, side.kind) >= side.persons(own)]
            cost += min((side.price(k, own) for k in fitting if in_time(side, own)), default=math.inf)
        best = min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["feeder", "distribution"])
def test_a_cut_costs_as_the_best_of_all_cuts(seed, kind):
    side = side_of(seed, kind=kind)
    tours = Tours(side)
    tour = tours.by_chance(random.Random(seed))
    rides = tours.cut(tour)
    assert [i for _, order in rides for i in order] == tour
    assert sum(side.price(k, order) for k, order in rides) == pytest.approx(cheapest_cut(side, tour))


def test_nothing_is_cut_where_a_load_fits_nowhere():
    side = side_of(1)
    loads = (*side.loads, Load(side.places[0], (99,), 21))
    assert Tours(Side(side.problem, "feeder", side.hub, loads, side.free)).cut(range(7)) is None


def test_routes_are_joined_from_one_to_the_nearest_that_is_left():
    side = side_of(3)
    tours = Tours(side)
    routes = [(0, 1), (2,), (3, 4, 5)]
    joined = tours.join(routes, tours.distances(routes), random.Random(5))
    assert sorted(joined) == list(range(6))
    assert all(any(joined[at : at + len(route)] == list(route) for at in range(6)) for route in routes)
    order = sorted(range(3), key=lambda r: joined.index(routes[r][0]))

    def apart(a, b):
        return sum(tours.near[i, j] for i in routes[a] for j in routes[b]) / len(routes[a]) / len(routes[b])

    assert apart(order[0], order[1]) <= apart(order[0], order[2])


def test_what_the_fleet_has_not_is_left_out_the_smallest_first():
    side = side_of(2, free=1)
    kept = Tours(side).within_fleet([(0, (0,)), (0, (1, 2)), (1, (3, 4, 5))])
    assert sorted(k for k, _ in kept) == [0, 1]
    assert side.persons(dict(kept)[0]) == max(side.persons((0,)), side.persons((1, 2)))


@pytest.mark.parametrize("seed", range(3))
def test_the_genetic_search_keeps_the_rules_repeats_itself_and_is_never_dearer(seed):
    pytest.importorskip("pyvrp")
    from transport.solver.genetic import Genetic
    from transport.solver.pool import Pool, price
    from transport.solver.translation import Translation

    side = side_of(seed, count=9, free=4)
    found = []
    for _ in range(2):
        genetic = Genetic(Translation(side), Tours(side), Pool(side), seed)
        first = genetic.improve([], lambda done: done >= 80)
        found.append(genetic.improve(first, lambda done: done >= 80))
        assert price(side, found[-1]) <= price(side, first) + 1e-9
    assert found[0] == found[1]
    assert sorted(i for _, order in found[0] for i in order) == list(range(9))
    for k, order in found[0]:
        assert side.persons(order) <= side.problem.capacity(k, side.kind)
        assert sum(other == k for other, _ in found[0]) <= side.free[k]


@pytest.mark.parametrize("first", [3, 10**6])
@pytest.mark.parametrize("seed", range(4))
def test_the_pool_chooses_the_cheapest_of_all_it_met(monkeypatch, seed, first):
    """Against every way to put the loads into routes, whether all are looked at together or a few at first."""
    from transport.solver import pool as pools

    monkeypatch.setattr(pools, "FIRST", first)
    monkeypatch.setattr(pools, "LONGER", 0.0)  # go on to the last one
    side = side_of(seed)
    everybody = frozenset(range(6))
    pool = pools.Pool(side)
    for size in range(1, 7):
        pool.meet(itertools.permutations(range(6), size))
    least = {frozenset(): 0.0}
    for size in range(1, 7):
        for group in map(frozenset, itertools.combinations(range(6), size)):
            ways = ((part, group - part) for part in pool.routes if part <= group)
            least[group] = min(pool.routes[part][0] + least[rest] for part, rest in ways)
    chosen = pool.choose([(0, (i,)) for i in range(6)], time.monotonic() + 60)
    assert sorted(i for _, order in chosen for i in order) == list(range(6))
    assert pools.price(side, chosen) == pytest.approx(least[everybody])


def test_groups_that_may_be_split_cost_no_more_than_those_that_may_not():
    pytest.importorskip("pyvrp")
    rng = random.Random(4)
    spots = {f"V{i}": (rng.randint(-60, 60), rng.randint(-60, 60)) for i in range(1, 13)} | {
        "H1": (0, 0),
        "H2": (300, 0),
    }
    crowd = [w for i in range(1, 13) for w in people(f"V{i}", "H2", *[1] * rng.randint(5, 13))]
    offers = [coach("K", 14, 40, "H1", roles=("feeder",)), coach("L", 25, 40, "H1", roles=("feeder",))]
    world = build(spots, crowd, offers, [train(seats=300)], costs=DEAR_TICKETS)
    costs = []
    for split in (True, False):
        case = dataclasses.replace(world.case, rules=dataclasses.replace(world.case.rules, split_groups=split))
        plan = solve(case, world.travel, time_limit_s=3.5, seed=1, threads=1)
        assert not check_plan(case, world.travel, plan.to_document()).violations
        costs.append(plan.summary.total_cost)
    assert costs[0] <= costs[1] + 0.01
