"""Sides of the line haul as routing problems: priced as trips cost, every load carried once, never dearer."""

import itertools
import math
import random
import time
from dataclasses import replace

import numpy as np
import pytest
from random_cases import DEAR_TICKETS, build, coach, people, train

from transport.solver.beginnings import begun
from transport.solver.columns import ColumnBuilder
from transport.solver.flows import build_flows
from transport.solver.insertion import Inserter, Mood
from transport.solver.pool import Pool
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.router import LATEST, Router
from transport.solver.ruin import remove
from transport.solver.side import Load, Side, side_of
from transport.solver.sides import SideSearch, one_sided, sides_of, stranded
from transport.solver.solution import Solution
from transport.solver.standing import Standing, Terms
from transport.solver.team import Team
from transport.solver.translation import Translation
from transport.solver.trips import TripFactory

pytest.importorskip("pyvrp")


def scattered(seed, villages=7, sizes=(2, 5)):
    """Villages around a station, coaches of two sizes, one train for everybody."""
    rng = random.Random(seed)
    spots = {f"V{i}": (rng.randint(-60, 60), rng.randint(-60, 60)) for i in range(1, villages + 1)}
    spots |= {"H1": (0, 0), "H2": (300, 0), "F1": (320, 10), "F2": (310, -30), "D1": (3, 3)}
    crowd = [w for i in range(1, villages + 1)
             for w in people(f"V{i}", rng.choice(("F1", "F2")), *[1] * rng.randint(*sizes))]  # fmt: skip
    offers = [coach("K", 8, 20, fixed_cost=100, km_cost=3, empty_km_cost=2),
              coach("L", 20, 20, fixed_cost=260, km_cost=4, empty_km_cost=3, returns_to_base=True)]  # fmt: skip
    return build(spots, crowd, offers, [train(seats=200)], costs=DEAR_TICKETS)


def inserter_of(world):
    problem = Problem(world.case, world.travel)
    return Inserter(problem, Reach(problem), TripFactory(problem))


def solved(world):
    inserter = inserter_of(world)
    solution = Solution(inserter.problem)
    inserter.insert(solution, range(len(inserter.problem.bundles)), Mood(neighbours=0.0), random.Random(0))
    return inserter, solution


@pytest.mark.parametrize("seed", range(6))
def test_a_route_is_priced_as_its_trip_costs(seed):
    _, solution = solved(scattered(seed))
    for numbers in sides_of(solution):
        side = side_of(solution, numbers, single=False)
        for number in numbers:
            draft = solution.trips[number]
            places = [stop for stop in draft.stops if stop != side.hub]
            order = [next(i for i, load in enumerate(side.loads) if load.place == place) for place in places]
            assert side.price(draft.offer, order) == pytest.approx(draft.vehicle_cost)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["feeder", "distribution"])
@pytest.mark.parametrize("free", [{0: 4, 1: 4}, {0: 4}], ids=["mixed", "one offer"])
def test_the_cheapest_routes_of_few_loads_are_found(seed, kind, free):
    """Against every way to put four loads into ordered routes."""
    inserter = inserter_of(scattered(seed, villages=4, sizes=(3, 4)))
    p = inserter.problem
    places = [p.place_index[f"V{i}"] for i in range(1, 5)]
    loads = [Load(place, (i,), 3 + i % 2) for i, place in enumerate(places)]
    side = Side(p, kind, p.place_index["H1"], loads, free)

    def cheapest(order):
        fitting = [k for k in side.free if p.capacity(k, kind) >= side.persons(order)]
        return min((side.price(k, order) for k in fitting), default=float("inf"))

    best = float("inf")
    for order in itertools.permutations(range(4)):
        for cuts in itertools.product((False, True), repeat=3):
            routes, current = [], [order[0]]
            for i, cut in zip(order[1:], cuts, strict=True):
                if cut:
                    routes.append(current)
                    current = []
                current.append(i)
            best = min(best, sum(cheapest(route) for route in [*routes, current]))
    found = []
    router = Router(side, seed)
    for _ in range(10):  # a busy machine may do little in one turn
        found = router.improve(found, time.monotonic() + 0.4, lambda: False)
        if router.price(found) <= best * (1 + 1e-6):
            break
    assert sorted(i for _, order in found for i in order) == [0, 1, 2, 3]
    assert router.price(found) == pytest.approx(best)


def four_loads():
    p = inserter_of(scattered(1, villages=4, sizes=(3, 4))).problem
    loads = [Load(p.place_index[f"V{i + 1}"], (i,), 3 + i % 2) for i in range(4)]
    return Side(p, "feeder", p.place_index["H1"], loads, {0: 4, 1: 4})


def test_routes_of_a_solution_are_read_only_where_they_look_new():
    translation, seen = Translation(four_loads()), set()
    first = translation.solution([(1, (0, 1)), (1, (2, 3))])
    assert sorted(translation.unseen(first, seen)) == [(0, 1), (2, 3)]
    assert translation.unseen(first, seen) == []
    assert translation.unseen(translation.solution([(1, (0, 1)), (1, (3, 2))]), seen) == [(3, 2)]


def test_a_run_accepts_less_the_fewer_steps_a_load_it_has_time_for():
    router = Router(four_loads(), 0)
    assert router.late(60.0) == LATEST
    router.pace = 20.0  # steps a second: 10 a load in 2 s
    assert router.late(2.0) == 60
    assert router.late(1.0) == 30
    assert router.late(0.0) == 1
    router.improve([], time.monotonic() + 0.4, lambda: False)
    assert router.pace != 20.0  # as measured


def test_a_full_pool_takes_no_more_routes(monkeypatch):
    monkeypatch.setattr("transport.solver.pool.MOST_ROUTES", 2)
    pool = Pool(four_loads())
    pool.meet([(0,), (1,)])
    assert not pool.full
    pool.meet([(2,), (3,)])
    assert pool.full
    assert set(pool.routes) == {frozenset({0}), frozenset({1}), frozenset({2})}


def test_without_time_for_prices_the_routes_met_last_are_the_promising_ones():
    pool = Pool(four_loads())
    pool.meet([(0,), (1,), (2,), (3,), (0, 1)])
    assert [order for _, order in pool.promising(2, 0.0)] == [(0, 1), (3,)]
    assert len(pool.promising(9, 3.0)) == 5
    given = [ride for _, ride in pool.routes.values() if len(ride[1]) == 1]
    assert pool.choose(given, time.monotonic()) == given
    assert pool.choose(given, time.monotonic() + 3.0) != given  # two on one coach are cheaper than on two


@pytest.mark.parametrize("seed", range(3))
def test_routing_a_solution_anew_never_makes_it_dearer_and_loses_nobody(seed):
    inserter, solution = solved(scattered(seed))
    search = SideSearch(inserter, random.Random(seed))
    better = search.improve(solution, time.monotonic() + 1.0, lambda: False)
    assert better.cost <= solution.cost + 1e-6
    on_trips = {}
    for number, draft in better.trips.items():
        for b in draft.riders:
            on_trips.setdefault(b, set()).add(number)
    for b, way in enumerate(better.ways):
        assert on_trips.get(b, set()) == ({n for n in (way.first, way.last) if n >= 0} if way else set())
    fresh = Solution.unpack(inserter.problem, better.pack())
    assert fresh.cost == pytest.approx(better.cost)


@pytest.mark.parametrize("seed", range(4))
def test_a_bound_begins_with_routes_that_were_met_as_trips_that_can_be_run(seed):
    inserter, solution = solved(scattered(seed))
    search = SideSearch(inserter, random.Random(seed))
    better = search.improve(solution, time.monotonic() + 2.0, lambda: False)
    found = search.promising(better, 3.0)
    own = ColumnBuilder(inserter.problem, inserter.factory, build_flows(inserter.problem, inserter.reach))
    trips = {column.key for column in own.of_solution(better)}
    assert trips < {column.key for column in found}
    assert len({column.key for column in found}) == len(found)
    for column in found:
        if column.kind == "direct":
            continue
        persons = sum(n for _, n in column.carries)
        assert 0 < persons <= inserter.problem.capacity(column.offer, column.kind)
        assert {place for (place, _), _ in column.carries} == set(column.stops)
        assert all(s == 0 for (_, s), _ in column.carries)


def test_routes_of_people_who_go_another_way_by_now_are_left_out():
    inserter, solution = solved(scattered(1))
    search = SideSearch(inserter, random.Random(1))
    better = search.improve(solution, time.monotonic() + 1.0, lambda: False)
    assert search.promising(better, 3.0)
    everybody_left = Solution(inserter.problem)
    assert search.promising(everybody_left, 3.0) == []


@pytest.mark.parametrize(("kind", "ends"), [("feeder", ("H1", "D2")), ("distribution", ("D2", "H1"))])
def test_vehicles_without_a_road_at_the_hub_are_left_out_and_none_is_free_where_there_is_no_road(kind, ends):
    """Free km do not make a way of a missing road."""
    spots = {"V1": (0, 0), "V2": (9, 0), "H1": (30, 0), "D1": (0, 0), "D2": (0, 5)}
    offers = [coach("K", 8, returns_to_base=True), coach("L", 8, base="D2", km_cost=1)]
    world = build(spots, people("V1", "V2", 1, 1), offers, no_road=[ends, ("D1", "V2"), ("V2", "D1")])
    p = Problem(world.case, world.travel)
    loads = [Load(p.place_index["V1"], (0,), 1), Load(p.place_index["V2"], (1,), 1)]
    side = Side(p, kind, p.place_index["H1"], loads, {0: 1, 1: 1})
    assert set(side.free) == {0}
    table = side.table(0)
    assert math.isinf(table[0, 3] if kind == "feeder" else table[3, 1])
    assert not np.isnan(table).any()


def test_trips_that_cannot_meet_the_same_services_are_sides_of_their_own():
    world = scattered(1)
    late = train("T", depart=world.case.services["S"].depart + 3 * 1440)
    world = world.change(services={"S": world.case.services["S"], "T": late})
    inserter = inserter_of(world)
    solution = Solution(inserter.problem)
    for services in ({0}, {1}):
        inserter.allowed_services = services
        half = range(min(services), len(inserter.problem.bundles), 2)
        inserter.insert(solution, half, Mood(), random.Random(0))
    for numbers in sides_of(solution):
        assert len({solution.service_of[b] for n in numbers for b in solution.trips[n].riders}) == 1


def hub_to_hub(seats, **price):
    """Eight villages, everybody to the hub where the only train ends, feeders alone."""
    rng = random.Random(7)
    spots = {f"V{i}": (rng.randint(-60, 60), rng.randint(-60, 60)) for i in range(1, 9)} | {
        "H1": (0, 0),
        "H2": (300, 0),
    }
    crowd = [w for i in range(1, 9) for w in people(f"V{i}", "H2", 1, 1)]
    offers = [coach("K", 8, 4, "H1", roles=("feeder",), fixed_cost=100, km_cost=3)]
    return build(spots, crowd, offers, [train(seats=seats)], costs=replace(DEAR_TICKETS, individual_ticket=None))


def test_whoever_was_left_is_taken_along_where_the_side_has_room():
    inserter, solution = solved(hub_to_hub(seats=30))
    remove(solution, [0, 5], inserter)
    assert stranded(solution, inserter.reach) == [0, 5]
    assert one_sided(solution, inserter.reach)
    better = SideSearch(inserter, random.Random(1)).improve(solution, time.monotonic() + 1.0, lambda: False)
    assert None not in better.ways
    assert set(better.service_of) == {0}


def test_nobody_is_taken_along_for_whom_the_service_has_no_seat():
    inserter, solution = solved(hub_to_hub(seats=14))
    assert solution.seats_left(0) == 0
    assert solution.ways.count(None) == 3  # one of the 14 seats is the escort's
    assert stranded(solution, inserter.reach) == []
    assert not one_sided(solution, inserter.reach)


def grouped_on_one_side(seconds):
    """A standing whose groups begin together, though they may be split."""
    world = hub_to_hub(seats=30)
    world = world.change(rules=replace(world.case.rules, split_groups=True))
    standing = Standing(world.case, world.travel, Terms(seconds))
    begun(standing, random.Random(0))
    return standing


def trips_by_village(standing, solution):
    taken = {}
    for b, way in enumerate(solution.ways):
        taken.setdefault(standing.problem.bundles[b].origin, set()).add(way.first)
    return taken


def test_groups_that_may_be_split_are_routed_together_first():
    standing = grouped_on_one_side(4.0)
    assert standing.best.cost <= standing.grouped.cost
    assert all(len(trips) == 1 for trips in trips_by_village(standing, standing.grouped).values())
    sides = SideSearch(standing.inserter, random.Random(1))
    better = sides.improve(standing.grouped, time.monotonic() + 1.0, lambda: False, single=False)
    assert better.cost <= standing.grouped.cost
    assert all(len(trips) == 1 for trips in trips_by_village(standing, better).values())


def test_helpers_route_a_side_and_then_do_what_else_they_were_asked_for():
    standing = grouped_on_one_side(4.0)
    remote = Team(standing.problem.case, standing.travel, 2, 0, 100.0)
    try:
        for helper in remote.idle():
            remote.ask_routes(helper, standing.grouped, 1.0, single=False)
        remote.ask_bound(0, standing.grouped, 1.0)
        assert remote.idle() == []
        found = []
        while len(found) < 3:
            found += remote.collect()
            time.sleep(0.05)
        assert remote.idle() == [0, 1]
    finally:
        remote.dismiss()
    (bound,) = (result.proven.bound for result in found if result.proven is not None)
    costs = [Solution.unpack(standing.problem, result.solution).cost for result in found if result.solution is not None]
    assert len(costs) == 2
    assert all(bound <= cost <= standing.grouped.cost for cost in costs)
