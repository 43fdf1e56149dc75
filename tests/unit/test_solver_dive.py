"""Prices that follow the master's slowly."""

import math

import pytest
from far_case import far_case

from transport.solver import dive
from transport.solver.guide import Guide
from transport.solver.insertion import Inserter
from transport.solver.master import Prices
from transport.solver.reach import Reach
from transport.solver.trips import TripFactory


def test_prices_part_of_the_way_to_others():
    own = Prices((0.0, 10.0), {(1, 2): 4.0}, {}, {(0, 1): 8.0, (0, 9): 5.0})
    other = Prices((1.0, 20.0), {(1, 2): 0.0}, {}, {(0, 1): 0.0, (0, 2): 2.0})
    assert own.towards(other, 0.25) == Prices((0.25, 12.5), {(1, 2): 3.0}, {}, {(0, 1): 6.0, (0, 2): 0.5})
    assert own.towards(other, 1.0) == other


def generated(problem):
    """What the master costs when no trip gains any more, and the prices at which they were looked for."""
    guide = Guide(Inserter(problem, Reach(problem), TripFactory(problem)), ())
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
