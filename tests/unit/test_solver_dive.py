"""Columns at prices that follow the master's slowly, and dives to trips that vehicles are left for."""

import math
import random
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from far_case import far_case

from transport.solver import dive
from transport.solver.guide import Guide
from transport.solver.insertion import Inserter
from transport.solver.master import Prices
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.trips import TripFactory


def test_prices_part_of_the_way_to_others():
    own = Prices((0.0, 10.0), {(1, 2): 4.0}, {}, {(0, 1): 8.0, (0, 9): 5.0})
    other = Prices((1.0, 20.0), {(1, 2): 0.0}, {}, {(0, 1): 0.0, (0, 2): 2.0})
    assert own.towards(other, 0.25) == Prices((0.25, 12.5), {(1, 2): 3.0}, {}, {(0, 1): 6.0, (0, 2): 0.5})
    assert own.towards(other, 1.0) == other


def guide_of(problem):
    return Guide(Inserter(problem, Reach(problem), TripFactory(problem)), ())


def generated(problem):
    """What the master costs when no trip gains any more, and the prices at which they were looked for."""
    guide = guide_of(problem)
    asked = []
    price = guide.generator.price
    guide.generator.price = lambda prices: asked.append(prices) or price(prices)
    return guide.improve(math.inf, lambda: False).cost, asked


@pytest.mark.parametrize("seed", range(6))
def test_in_the_end_no_trip_gains_at_the_masters_own_prices(seed, monkeypatch):
    problem = far_case(seed)
    plain, _ = generated(problem)
    monkeypatch.setattr(dive, "MANY", 0)
    slow, asked = generated(problem)
    assert slow == pytest.approx(plain, rel=0.03)  # either may end as its progress dies down
    assert len({prices.flow for prices in asked}) > 1


SEEDS = (2, 3, 4, 11, 13, 15)
"""Where there are some ten trips or more to choose from."""


def with_one_vehicle(problem):
    offers = {name: replace(offer, count=1) for name, offer in problem.case.offers.items()}
    return Problem(replace(problem.case, offers=offers), problem.travel)


@pytest.mark.parametrize("seed", SEEDS)
def test_trips_are_fixed_only_while_vehicles_are_left_for_them(seed):
    """However many seem good at once: the linear program would have no solution else, and the dive would end there."""
    guide = guide_of(with_one_vehicle(far_case(seed)))
    fractions, master = guide.improve(math.inf, lambda: False), guide.master
    fixed, halves = dive.Fixed(master), replace(fractions, columns=(0.5,) * len(master.columns))
    for _ in range(3):
        assert fixed.more(halves, lambda: 1.0)
        assert master.solve() is not None
    ends = [(variable.lower_bound, variable.upper_bound) for variable in master.amounts]
    assert (1.0, math.inf) in ends
    assert (0.0, 0.0) in ends
    fixed.undo()
    assert {(variable.lower_bound, variable.upper_bound) for variable in master.amounts} == {(0.0, math.inf)}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dive_ends_with_trips_that_can_all_be_made(seed):
    guide = guide_of(with_one_vehicle(far_case(seed)))
    fractions, rng = guide.improve(math.inf, lambda: False), random.Random(seed)
    for _ in range(4):
        chance = partial(rng.uniform, 0.6, 1.0)
        trips = dive.dive(guide.master, fractions, math.inf, lambda: False, chance)
        out = Counter(moment for trip in trips for moment in trip.moments)
        assert max(out.values()) == 1
        assert guide.master.solve().cost <= fractions.cost + 1e-6  # bounds are put back
