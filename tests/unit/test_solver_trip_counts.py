"""Trips counted in the bound: whole numbers in every plan, limits that hold, prices that pay for no empty trip."""

import math
import random
import time
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from random_cases import ANY_HOUR, build, coach, people, tiny, train

from transport.case import Costs, MaxStops
from transport.solver import solve
from transport.solver.bound import BoundMaster
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.trip_counts import SUBSIDY, Count

SPOTS = {"V1": (0, 0), "V2": (30, 0), "V3": (0, 30), "F1": (500, 0), "F2": (500, 90), "H1": (20, 20), "H2": (480, 0),
         "D1": (0, 0)}  # fmt: skip


def counting(problem):
    """A bound whose trips are counted from the start."""
    reach = Reach(problem)
    bound = BoundMaster(problem, reach, build_flows(problem, reach))
    bound.count_trips()
    return bound


@cache
def planned(seed):
    scenery = tiny(seed)
    return Problem(scenery.case, scenery.travel), solve(scenery.case, scenery.travel, time_limit_s=0.3)


def counted(problem, plan, bound):
    """How many trips of a plan each count counts."""
    offers = {offer.offer_id: k for k, own in enumerate(problem.alike) for offer in own}
    found = Counter()
    for trip in plan.trips:
        k, stops = offers[trip.offer_id], trip.stops
        at = {problem.place_index[(stops[-1] if trip.kind == "feeder" else stops[0]).place_id]}
        if trip.kind == "direct":
            (sets,) = [own for own in bound.master.directs if own.offer == k]
            at = {None, *sets.areas_of({problem.place_index[stop.place_id] for stop in stops if stop.alight})}
        found.update(Count(trip.kind, offer, place) for offer in (None, k) for place in at)
    return [found[count] for count in bound.master.counts.rows]


@pytest.mark.parametrize("chance", range(3))
@pytest.mark.parametrize("seed", range(40))
def test_a_bound_within_limits_is_below_every_plan_that_keeps_them(seed, chance):
    problem, plan = planned(seed)
    bound, rng = counting(problem), random.Random(100 * seed + chance)
    limits = tuple(
        (rng.choice((0, number, max(0, number - 1))), rng.choice((number, number + 1, math.inf)))
        for number in counted(problem, plan, bound)
    )
    bound.tree.leaf.limits = (*bound.tree.leaf.limits[: len(problem.runs)], *limits)
    bound.master.limit(bound.tree.leaf.limits)
    assert bound.improve(time.monotonic() + 5, lambda: False) <= plan.summary.total_cost + 1e-6


@pytest.mark.parametrize("seed", range(40))
def test_plans_are_counted_in_the_numbers_that_there_are(seed):
    problem, plan = planned(seed)
    bound = counting(problem)
    numbers = dict(zip(bound.master.counts.rows, counted(problem, plan, bound), strict=True))
    for kind in ("feeder", "distribution", "direct"):
        trips = sum(trip.kind == kind for trip in plan.trips)
        in_all = [n for count, n in numbers.items() if count.kind == kind and count.offer is None]
        one_each = [n for count, n in numbers.items() if count.kind == kind and count.offer is not None]
        assert sum(in_all) == sum(one_each) >= trips


def villages(services, roles):
    """Ten people in each of three villages, and vehicles with twenty seats that may call at two of them."""
    crowd = [person for n in "123" for person in people(f"V{n}", "F1", *[1] * 10)]
    rules = replace(ANY_HOUR, max_stops=MaxStops(feeder=2, direct_pickup=2))
    offers = [coach("K", 20, 9, fixed_cost=5_000, roles=roles), coach("L", 30, 9, "H2", roles=("distribution",))]
    scenery = build(SPOTS, crowd, offers, services, rules=rules, costs=Costs(individual_ticket=2_000))
    return Problem(scenery.case, scenery.travel)


@pytest.mark.parametrize(
    ("services", "roles", "kind"), [([], ("direct",), "direct"), ([train(seat_cost=1)], ("feeder",), "feeder")]
)
def test_one_and_a_half_vehicles_are_two(services, roles, kind):
    """Half a vehicle for each two of the villages would do, so that fractions come to 7,500 CNY."""
    problem = villages(services, roles)
    reach = Reach(problem)
    bound = BoundMaster(problem, reach, build_flows(problem, reach))
    seats = 30 if services else 0
    missing = (1 - SUBSIDY) * 5_000 / 2  # the half that there is not costs less than that which there is
    assert bound.improve(time.monotonic() + 20, lambda: False) == pytest.approx(10_000 + seats - missing, rel=1e-3)
    assert bound.tree.branches >= 1
    assert "branches on whole units and trips" in bound.method
    assert any(count.kind == kind for count in bound.master.counts.rows)


@pytest.mark.parametrize("seed", range(20))
def test_subsidies_never_pay_for_a_trip(seed):
    problem, _ = planned(seed)
    bound, rng = counting(problem), random.Random(seed)
    counts, master = bound.master.counts, bound.master
    asked = {row: rng.uniform(-2e4, 2e4) for row in counts.rows.values()}
    limits = tuple((rng.choice((0, 1)), rng.choice((1, math.inf))) for _ in asked)
    prices = counts.within(asked, limits)
    for n, sets in enumerate(master.directs):
        assert counts.coach(n, prices).min() >= -SUBSIDY * sets.least - 1e-6
        assert counts.subsidy(n, prices) == max(0.0, -counts.coach(n, prices).min())
    for family in master.families:
        assert counts.spoke(family, prices) >= -SUBSIDY * family.least - 1e-6
    for price, (low, high) in zip(prices.values(), limits, strict=True):
        assert price <= 0 or low > 0
        assert price >= 0 or high < math.inf
    assert math.isfinite(counts.value(prices, limits))
