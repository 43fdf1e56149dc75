"""Bounds are below every plan: against all plans of tiny cases, and where money, roads and times are extreme."""

import math
import random
import time
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from every_plan import cheapest
from random_cases import ANY_HOUR, START, Scenery, build, coach, people, tiny, train

from transport.case import Costs, MaxStops, PerMode, Rules
from transport.check import check_plan
from transport.clock import DAY
from transport.solver import bound_value, solve
from transport.solver.bound import BoundMaster, build_bound
from transport.solver.coach_tours import LAST_NODES
from transport.solver.columns import columns_of
from transport.solver.flows import build_flows
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import relax
from transport.solver.seat_bound import seat_bound, seat_prices
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory

SPOTS = {"V1": (0, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}


def line_haul(problem):
    return relax(problem, Reach(problem), seconds=10).bound


def columns(problem):
    reach = Reach(problem)
    master = BoundMaster(problem, reach, build_flows(problem, reach))
    return master.improve(time.monotonic() + 5, lambda: False)


def begun(problem):
    """Columns from the prices of the line-haul relaxation in time, and from everybody's best way alone."""
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    solution = Solution(problem)
    inserter.insert(solution, range(len(problem.bundles)), Mood(neighbours=0.5), random.Random(0))
    return build_bound(inserter, columns_of(inserter, solution), seconds=9).improve(time.monotonic() + 5, lambda: False)


def seats(problem):
    reach = Reach(problem)
    return seat_bound(problem, reach, build_flows(problem, reach), 10).bound


BOUNDS = pytest.mark.parametrize("bound", [line_haul, columns, begun, seats])


def problem_of(scenery):
    return Problem(scenery.case, scenery.travel)


@cache
def tiny_optimum(seed):
    return cheapest(problem_of(tiny(seed)))


@BOUNDS
@pytest.mark.parametrize("seed", range(40))
def test_below_the_cheapest_of_all_plans(bound, seed):
    assert 0 <= bound(problem_of(tiny(seed))) <= tiny_optimum(seed) + 1e-6


@BOUNDS
@pytest.mark.parametrize("seed", range(40, 55))
def test_below_it_where_roads_are_odd(bound, seed):
    """Km that break the triangle inequality, and one way dearer than the other."""
    scenery = tiny(seed)
    km = scenery.travel.km.copy()
    for i in range(len(km)):
        for j in range(len(km)):
            km[i, j] *= ((7 * i + 3 * j + seed) % 5) / 2
    odd = Scenery(scenery.case, replace(scenery.travel, km=km))
    problem = problem_of(odd)
    assert bound(problem) <= cheapest(problem) + 1e-6


@BOUNDS
def test_tickets_alone_are_bounded_by_themselves(bound):
    workers = people("V1", "F1", 1, 2)
    assert bound(problem_of(build(SPOTS, workers))) == pytest.approx(3000, rel=1e-5)
    free = Costs(individual_ticket=0)
    assert bound(problem_of(build(SPOTS, workers, costs=free))) == 0


@pytest.mark.parametrize("split", [True, False])
def test_one_who_may_have_no_ticket_keeps_the_others_from_theirs(split):
    """Who must travel together does so by ticket, too: no bound below that is disproved by tickets for some."""
    crowd = people("V1", "F1", 3)
    crowd[0] = replace(crowd[0], needs=("no_ticket",))
    scenery = build(SPOTS, crowd, rules=replace(ANY_HOUR, split_groups=split), costs=Costs(1000, unserved=5000))
    plan = solve(scenery.case, scenery.travel, time_limit_s=0.1)
    assert plan.summary.lower_bound == pytest.approx(15_000, rel=1e-5)
    assert check_plan(scenery.case, scenery.travel, plan.to_document()).violations == ()


@BOUNDS
def test_one_full_coach_is_met_exactly(bound):
    scenery = build(SPOTS, people("V1", "F1", *[1] * 19), [coach(seats=20, fixed_cost=100, km_cost=1)])
    assert bound(problem_of(scenery)) == pytest.approx(600, rel=1e-4)


@BOUNDS
@pytest.mark.parametrize("fixed_cost", [6e5, 6e7, 6e9])
def test_a_coach_at_any_price_counts_where_being_left_is_dearer_still(bound, fixed_cost):
    offers = [coach(seats=20, fixed_cost=fixed_cost, km_cost=1)]
    problem = problem_of(build(SPOTS, people("V1", "F1", *[1] * 19), offers, costs=Costs(None, unserved=fixed_cost)))
    assert bound(problem) == pytest.approx(fixed_cost + 500, rel=1e-4)


@BOUNDS
def test_a_vehicle_is_as_full_as_its_stops_can_make_it(bound):
    """Nine villages of two: three stops make a coach of six, so three coaches bring everybody."""
    spots = SPOTS | {f"V{i}": (i / 1000, 0) for i in range(1, 10)}
    crowd = [person for i in range(1, 10) for person in people(f"V{i}", "F1", 1, 1)]
    rules = replace(ANY_HOUR, max_stops=MaxStops(direct_pickup=3))
    problem = problem_of(build(spots, crowd, [coach("K", 50, 9, fixed_cost=600, km_cost=1)], rules=rules))
    assert bound(problem) == pytest.approx(3 * 1100, rel=1e-3)


@BOUNDS
@pytest.mark.parametrize(("drivers", "limit", "cost"), [(1, 499, 15_000), (1, 500, 600), (2, 499, 600)])
def test_long_trips_take_two_drivers(bound, drivers, limit, cost):
    rules = replace(Rules(), driving=replace(Rules().driving, second_driver_km=limit))
    offers = [coach(seats=11, fixed_cost=100, km_cost=1, drivers=drivers)]
    scenery = build(SPOTS, people("V1", "F1", *[1] * 10), offers, rules=rules, costs=Costs(individual_ticket=1500))
    assert bound(problem_of(scenery)) == pytest.approx(cost, rel=1e-4)


@BOUNDS
@pytest.mark.parametrize(("size", "cost"), [(11, 600), (13, 19_500)])
def test_parties_larger_than_any_vehicle_ride_in_none(bound, size, cost):
    """Neither all the way nor to a train that would have room."""
    offers = [coach(seats=12, fixed_cost=100, km_cost=1), coach("far", 99, base="F1", roles=("distribution",))]
    train_for_all = train("T", seats=99, seat_cost=1)
    scenery = build(SPOTS, people("V1", "F1", size), offers, [train_for_all], costs=Costs(individual_ticket=1500))
    found = bound(problem_of(scenery))
    assert found <= cost * (1 + 1e-6)
    assert found >= (cost if size > 11 else 0) * (1 - 1e-4)


@BOUNDS
@pytest.mark.parametrize(
    ("terms", "useful"),
    [
        ({"base": "D9"}, False),
        ({"available_until": START + DAY - 1}, False),
        ({"available_until": START + 2 * DAY}, True),
        ({"available_from": START + 5 * DAY + 1}, False),
        ({"available_from": START + 3 * DAY}, True),
    ],
)
def test_offers_that_cannot_come_carry_nobody(bound, terms, useful):
    """No road from their base, gone before anybody is ready, or there after the last report."""
    places = [*SPOTS, "D9"]
    apart = [(a, b) for a in places for b in places if (a == "D9") != (b == "D9")]
    crowd = people("V1", "F1", *[1] * 10, ready_from=START + DAY, report_by=START + 5 * DAY)
    offers = [coach(**{"seats": 11, "fixed_cost": 100, "km_cost": 1} | terms)]
    scenery = build(
        SPOTS | {"D9": (10, 10)}, crowd, offers, no_road=apart, rules=ANY_HOUR, costs=Costs(individual_ticket=1500)
    )
    assert bound(problem_of(scenery)) == pytest.approx(600 if useful else 15_000, rel=1e-4)


@BOUNDS
def test_whole_units_of_a_service_are_met_from_hub_to_hub(bound):
    service = train(seats=5, max_units=3, unit_cost=300, seat_cost=10)
    scenery = build(SPOTS, people("H1", "H2", *[1] * 8), [], [service])
    least = 2 * 310 + 80
    assert bound(problem_of(scenery)) == pytest.approx(least, rel=1e-3)


@BOUNDS
def test_a_coach_may_board_and_alight_at_one_place(bound):
    """Origin and destination are the same: a coach with two stops there is a plan, so a bound must not forbid it."""
    scenery = build(SPOTS, people("V1", "V1", *[1] * 5), [coach(fixed_cost=1)], costs=Costs(individual_ticket=100))
    assert bound(problem_of(scenery)) <= 1


@BOUNDS
def test_a_trip_that_takes_no_time_has_no_day(bound):
    spots = dict.fromkeys(("V1", "H1", "D1"), (0, 0)) | {"H2": (400, 0)}
    rules = replace(ANY_HOUR, stop_minutes=0, connection_minutes=PerMode(0, 0))
    offer = coach(seats=10, day_cost=500, roles=("feeder",))
    scenery = build(spots, people("V1", "H2", *[1] * 9), [offer], [train(unit_cost=7)], rules=rules)
    assert bound(problem_of(scenery)) <= 7


@BOUNDS
def test_one_way_roads_are_roads(bound):
    """A feeder needs no road from the hub to the village, a distribution trip none from the factory to the hub."""
    offers = [coach("in", base="D1", roles=("feeder",)), coach("on", base="H2", roles=("distribution",))]
    gaps = [("H1", "V1"), ("V1", "D1"), ("F1", "H1"), ("D1", "H2")]
    scenery = build(SPOTS, people("V1", "F1", 1, 1), offers, [train(seat_cost=5)], no_road=gaps)
    problem = problem_of(scenery)
    assert cheapest(problem) == 10 + 5
    assert bound(problem) <= 15


@BOUNDS
def test_a_coach_leaves_its_base_before_anybody_is_ready(bound):
    """The base is hours away and the dates leave just the time of the ride."""
    spots = SPOTS | {"D1": (-300, 0)}
    ready = START + 3 * DAY
    workers = people("V1", "F1", *[1] * 5, ready_from=ready, report_by=ready + 510)
    problem = problem_of(build(spots, workers, [coach(fixed_cost=3)], costs=Costs(individual_ticket=100)))
    assert cheapest(problem) == 3
    assert bound(problem) <= 3


@BOUNDS
@pytest.mark.parametrize("unserved", [1e6, 1e9, 1e12])
def test_digits_that_large_sums_lose_are_taken_off(bound, unserved):
    services = [
        train(f"S{i}", depart=START + (2 + i) * DAY, seats=seats, max_units=units, unit_cost=price, seat_cost=0.01)
        for i, (seats, units, price) in enumerate([(7, 3, 0.01), (13, 1, 0), (50, 1, 0.5)])
    ]
    scenery = build(SPOTS, people("H1", "H2", *[1] * 40), [], services, costs=Costs(unserved=unserved))
    assert bound(problem_of(scenery)) <= 0.5 + (40 + 1) * 0.01


@BOUNDS
def test_large_parties_and_few_seats(bound):
    scenery = build(SPOTS, people("V1", "F1", 6, 6), [coach(seats=7, fixed_cost=10)], [train(seats=4, max_units=9)])
    problem = problem_of(scenery)
    assert bound(problem) <= cheapest(problem)


def test_a_relaxation_for_guidance_claims_no_bound():
    problem = problem_of(tiny(0))
    assert relax(problem, Reach(problem), seconds=5, fill=0.7).bound is None


def test_the_line_haul_relaxation_says_which_units_it_would_buy():
    services = [train("dear", seat_cost=900, unit_cost=5), train("good", seat_cost=10, unit_cost=5)]
    problem = problem_of(build(SPOTS, people("H1", "H2", 3), [], services))
    result = relax(problem, Reach(problem), seconds=5)
    assert result.units == pytest.approx((0, 1))
    assert math.isfinite(result.bound)


def test_the_driver_rules_of_a_case_do_not_break_a_bound():
    problem = problem_of(build(SPOTS, people("V1", "F1", 2, 3), [coach(drivers=2, day_cost=80)], rules=Rules()))
    best = cheapest(problem)
    for bound in (line_haul, columns, seats):
        assert bound(problem) <= best


@pytest.mark.parametrize("seed", range(12))
def test_hardly_a_coach_gains_at_the_prices_of_the_seats(seed):
    """Each coach is in the relaxation at no more than its own cost, so nobody pays more than that at its prices."""
    rng = random.Random(seed)
    spots = {"V1": (0, 0), "V2": (30, 20), "V3": (60, 0), "F1": (700, 0), "F2": (760, 40), "D1": (0, 0),
             "H1": (30, 0), "H2": (640, 0)}  # fmt: skip
    crowd = [p for v in "123" for f in "12" for p in people(f"V{v}", f"F{f}", *[1] * rng.randint(3, 9))]
    offers = [coach("K", rng.choice((12, 24)), 1, fixed_cost=900, km_cost=6, day_cost=500)]
    problem = problem_of(build(spots, crowd, offers, costs=Costs(individual_ticket=600)))
    reach = Reach(problem)
    flows = build_flows(problem, reach)
    prices = seat_prices(problem, reach, flows, 9)
    bound = BoundMaster(problem, reach, flows)
    (direct,) = bound.master.directs
    vehicles = np.array([-prices.vehicles[direct.offer].get(moment, 0.0) for moment in range(direct.moments)])

    def gains(factor):
        pricing = direct.price(factor * np.array(prices.flows), vehicles, 99, fine=True, trifle=1e-4, nodes=LAST_NODES)
        try:
            while True:
                next(pricing)
        except StopIteration as ended:
            return max(own.max(initial=0.0) for own in ended.value[1])

    assert gains(1.0) <= 1e-4 * direct.least + 1e-6
    assert gains(1.6) > 1e-2 * direct.least


def one_train(cheap_coaches, wait):
    """Two full coaches to one train, for which cheap vehicles may be too few; ``wait``: minutes at its station."""
    near = {"base": "H1", "roles": ("feeder",), "km_cost": 1}
    offers = [coach("K", 4, cheap_coaches, **near), coach("L", 4, 9, fixed_cost=300, **near)]
    crowd = people("V1", "H2", 4) + people("V2", "H2", 4)
    rules = replace(ANY_HOUR, max_wait_minutes=wait, connection_minutes=PerMode(0, 0))
    return build(SPOTS | {"V2": (0, 40)}, crowd, offers, [train()], rules=rules)


@pytest.mark.parametrize("wait", [0, 20])
@pytest.mark.parametrize(("count", "used"), [(0, {"L"}), (1, {"K", "L"}), (2, {"K"})])
def test_too_few_vehicles_for_a_service_raise_the_bound_to_the_cheapest_plan(count, used, wait):
    scenery = one_train(count, wait)
    plan = solve(scenery.case, scenery.travel, time_limit_s=1.0, repeatable=True)
    assert {trip.offer_id for trip in plan.trips} == used
    assert columns(problem_of(scenery)) == pytest.approx(plan.summary.total_cost, rel=1e-5)


def test_a_vehicle_that_can_come_twice_counts_twice():
    once, twice, enough = (columns(problem_of(one_train(*terms))) for terms in ((1, 20), (1, 600), (9, 600)))
    assert once > twice + 200
    assert twice == pytest.approx(enough)


def a_small_fleet(seed):
    """Nine villages to one train by six vehicles of three kinds."""
    chance = random.Random(seed)
    spots = SPOTS | {f"V{n}": (chance.uniform(-60, 60), chance.uniform(-60, 60)) for n in range(2, 11)}
    crowd = [worker for n in range(2, 11) for worker in people(f"V{n}", "H2", chance.randint(1, 4))]
    near = {"base": "H1", "roles": ("feeder",)}
    offers = [coach("A", 5, 3, km_cost=1, **near), coach("B", 8, 2, km_cost=1.3, **near)]
    offers.append(coach("C", 14, 1, km_cost=1.8, **near))
    rules = replace(ANY_HOUR, max_wait_minutes=0, connection_minutes=PerMode(0, 0))
    return build(spots, crowd, offers, [train()], rules=rules)


@pytest.mark.parametrize("seed", range(4))
def test_what_few_vehicles_pay_for_proves_more_sooner_and_never_too_much(monkeypatch, seed):
    """At the same prices, no less is proven than where prices come down until no trip gains (Farley); mostly more."""
    scenery, compared = a_small_fleet(seed), []
    cost = solve(scenery.case, scenery.travel, time_limit_s=1.0, repeatable=True).summary.total_cost

    def both(*told):
        found = bound_value.repaired_value(*told)
        with pytest.MonkeyPatch.context() as alone:
            alone.setattr(bound_value, "PARTS", (math.inf,))
            compared.append((bound_value.repaired_value(*told)[0], found[0]))
        return found

    monkeypatch.setattr("transport.solver.bound.repaired_value", both)
    assert columns(problem_of(scenery)) <= cost + 1e-6
    farley, mixed = np.array(compared).T
    assert (mixed >= farley - 1e-6).all()
    assert (mixed > farley + 0.01 * cost).any()
