"""Columns of feeders that can be run, and what a bound hands back to them."""

import math
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from random_cases import ANY_HOUR, DEAR_TICKETS, KM_A_MINUTE, build, coach, motley, people, train

from transport.case import PerKind
from transport.solver.bound import build_bound
from transport.solver.first_plans import constructed
from transport.solver.guide import Guide
from transport.solver.insertion import Inserter, Mood
from transport.solver.master import Master
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.search import Budget, Search
from transport.solver.trips import TripFactory

LONGEST = 300


def around_a_hub(longest):
    """Six villages all around a hub, 200 minutes from it and farther than that from each other, but for neighbours."""
    spots = {"H1": (0, 0), "H2": (2000, 0), "D1": (0, 0), "F1": (2000, 0)}
    for n in range(6):
        far, aside = 200 * KM_A_MINUTE, 40 * KM_A_MINUTE * (n % 2)
        turn = (n // 2) * 2 * math.pi / 3
        spots[f"V{n}"] = far * math.cos(turn) + aside, far * math.sin(turn)
    crowd = [person for n in range(6) for person in people(f"V{n}", "F1", *[1] * 3)]
    rules = replace(ANY_HOUR, max_trip_minutes=PerKind(longest, None, None))
    scenery = build(
        spots, crowd, [coach("K", 18, 9, km_cost=1, roles=("feeder", "distribution"))], [train(seats=99)], rules=rules,
        costs=replace(DEAR_TICKETS, journey_hour=0),
    )  # fmt: skip
    return Problem(scenery.case, scenery.travel)


def guide_of(problem):
    return Guide(Inserter(problem, Reach(problem), TripFactory(problem)), ())


@pytest.mark.parametrize("longest", [LONGEST, None])
def test_feeders_are_found_though_those_that_gain_most_would_take_too_long(longest):
    """Nobody's hours cost anything, so a tour of all villages would gain most."""
    guide = guide_of(around_a_hub(longest))
    guide.improve(math.inf, lambda: False)
    stops = [len(column.stops) for column in guide.master.columns if column.kind == "feeder"]
    assert max(stops) == 2 if longest else max(stops) > 2


@pytest.mark.parametrize("minutes", [100, 130, 200])
def test_what_a_plan_runs_costs_no_more_in_the_master_than_the_plan_does(minutes):
    """One vehicle goes again and again, off as soon as it is back."""
    spots = {"D1": (0, 0), "V0": (0, 0), "F1": (minutes * KM_A_MINUTE, 0)}
    scenery = build(
        spots, people("V0", "F1", *[1] * 40), [coach("K", 10, 1, roles=("direct",))], [],
        rules=ANY_HOUR, costs=DEAR_TICKETS,
    )  # fmt: skip
    problem = Problem(scenery.case, scenery.travel)
    guide, rng = guide_of(problem), random.Random(0)
    plan = constructed(guide.inserter, Mood(), rng, coaches_first=True)
    plan = Search(guide.inserter, rng).run(plan, Budget(rounds=60), lambda _: None)
    outings = sorted((trip.timeline.leaves, trip.back) for trip in plan.trips.values())
    assert any(before[1] + 10 > after[0] for before, after in pairwise(outings))
    master = Master(problem, guide.inserter.reach, guide.master.flows, ())
    master.add(guide.builder.of_solution(plan))
    assert master.solve().cost <= plan.cost + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_trips_that_a_bound_makes_use_of_can_be_run_and_make_no_plan_dearer(seed):
    scenery = motley(random.Random(seed))
    problem = Problem(scenery.case, scenery.travel)
    guide = guide_of(problem)
    before = guide.master.solve().cost
    bound = build_bound(guide.inserter, guide.promising())
    bound.improve(math.inf, lambda: False, rounds=6)
    spokes, coaches = bound.used()
    for kind, offer, hub, stops, persons in spokes:
        assert set(stops) == {place for place, _ in persons}
        assert hub not in stops
        assert sum(persons.values()) <= problem.capacity(offer, kind)
    known = len(guide.master.columns)
    guide.learn_from(bound)
    assert known <= len(guide.master.columns) <= known + len(spokes) + len(coaches)
    assert guide.master.solve().cost <= before + 1e-6
