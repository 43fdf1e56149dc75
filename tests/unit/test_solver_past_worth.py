"""What was proven of coaches at some prices holds at others."""

import numpy as np
import pytest
from far_case import far_case

from transport.solver.bound_direct import DirectSets
from transport.solver.drop_sets import DropSets
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach


def coaches(problem: Problem) -> DirectSets:
    return DirectSets(problem, Reach(problem), 0, build_flows(problem, Reach(problem)), DropSets(3, 3))


def priced(direct: DirectSets, prices, *, trifle=1e-9, most=10**6):
    """The best trips at the prices, and what all may gain at the most."""
    vehicles = np.linspace(0, 50, direct.moments)
    pricing = direct.price(prices, vehicles, most, fine=True, trifle=trifle)
    while True:
        try:
            next(pricing)
        except StopIteration as end:
            return end.value


def some_prices(problem: Problem, rng):
    flows = build_flows(problem, Reach(problem))
    return np.array([rng.uniform(500, 2_500) for _ in flows])


@pytest.mark.parametrize("seed", range(6))
def test_a_bound_that_is_carried_over_holds_and_no_trip_is_lost(seed):
    problem, rng = far_case(seed), np.random.default_rng(seed)
    old = coaches(problem)
    prices = some_prices(problem, rng)
    for step in range(4):
        found, gains = priced(old, prices, trifle=(0.3, 1e-9, 0.05, 1e-9)[step], most=(1, 3, 10**6, 10**6)[step])
        afresh, exact = priced(coaches(problem), prices)
        assert max((r.value for r in afresh), default=0.0) <= gains.max(initial=0.0) + 1e-6
        if step == 3:
            assert gains.max(initial=0.0) == pytest.approx(exact.max(initial=0.0), abs=5.0)
            assert max((r.value for r in found), default=0.0) == pytest.approx(
                max((r.value for r in afresh), default=0.0), abs=5.0
            )
        prices = prices + rng.uniform(-300, 150, len(prices)) * rng.integers(0, 2, len(prices))


@pytest.mark.parametrize("seed", range(6))
def test_no_trip_gains_at_repaired_prices(seed):
    problem, rng = far_case(seed), np.random.default_rng(seed)
    direct, prices = coaches(problem), some_prices(problem, rng)
    found, gains = priced(direct, prices)
    lowered = direct.repaired(prices, gains)
    left, _ = priced(coaches(problem), lowered)
    assert found
    assert (lowered < prices).any()
    assert max((r.value for r in left), default=0.0) <= 1e-3
