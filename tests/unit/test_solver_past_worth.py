"""What was proven of coaches at some prices holds at others."""

import math
from itertools import combinations

import numpy as np
import pytest
from far_case import far_case

from transport.solver.areas import single_areas
from transport.solver.bound_direct import DirectSets, Outing, most_gainful
from transport.solver.coach_tours import LAST_NODES
from transport.solver.direct_past import MOST_PRICES
from transport.solver.drop_sets import DropSets
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach


def coaches(problem: Problem) -> DirectSets:
    return DirectSets(problem, Reach(problem), 0, build_flows(problem, Reach(problem)), single_areas(3), DropSets(3, 3))


def priced(direct: DirectSets, prices, *, trifle=1e-9, most=10**6, **limits):
    """The best trips at the prices, and what all may gain at the most."""
    vehicles = np.linspace(0, 50, direct.moments)
    pricing = direct.price(prices, vehicles, most, **{"fine": True, "trifle": trifle, "nodes": LAST_NODES} | limits)
    while True:
        try:
            next(pricing)
        except StopIteration as end:
            return end.value


def most_of(gains):
    return max(own.max(initial=0.0) for own in gains)


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
        assert max((r.value for r in afresh), default=0.0) <= most_of(gains) + 1e-6
        if step == 3:
            assert most_of(gains) == pytest.approx(most_of(exact), abs=5.0)
            assert max((r.value for r in found), default=0.0) == pytest.approx(
                max((r.value for r in afresh), default=0.0), abs=5.0
            )
        prices = prices + rng.uniform(-300, 150, len(prices)) * rng.integers(0, 2, len(prices))


@pytest.mark.parametrize("limits", [{"at_most": 2}, {"at_most": 1, "fine": False, "hot": 0.6}, {"at_most": 0}])
@pytest.mark.parametrize("seed", range(3))
def test_what_may_be_gained_in_slots_that_are_left_out_is_still_known(seed, limits):
    problem, rng = far_case(seed), np.random.default_rng(seed)
    few = coaches(problem)
    prices = some_prices(problem, rng)
    priced(few, prices)
    for _ in range(3):
        prices = prices + rng.uniform(-300, 300, len(prices))
        found, gains = priced(few, prices, **limits)
        afresh, _ = priced(coaches(problem), prices)
        assert len({route.out for route in found}) < len({route.out for route in afresh})
        assert max(route.value for route in afresh) <= most_of(gains) + 1e-6


def test_what_was_proven_long_ago_is_not_forgotten():
    problem, rng = far_case(1), np.random.default_rng(1)
    old = coaches(problem)
    prices = some_prices(problem, rng)
    priced(old, prices)
    for _ in range(3 * MOST_PRICES):
        prices = prices + rng.uniform(-20, 20, len(prices))
        _, gains = priced(old, prices, trifle=10.0)  # nothing is looked at unless nothing is known of it
        assert np.isfinite(most_of(gains))
        assert most_of(priced(coaches(problem), prices)[1]) <= most_of(gains) + 1e-6


def somebody_for_each_end(direct, slot, row):
    """Whether no drop-off is nobody's: without such a one the same trips are no dearer, so no trip has any."""
    ends = direct.sets.ends[slot.sets[row]]
    return set(ends[ends >= 0]) <= set(direct.roads.to[slot.flows])


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, math.inf])
@pytest.mark.parametrize("seed", range(6))
def test_no_trip_gains_at_repaired_prices(seed, share, monkeypatch):
    """What trips still gain at the lowered prices, their vehicles' prices can rise by for what that is said to cost."""
    problem, rng = far_case(seed), np.random.default_rng(seed)
    direct, prices = coaches(problem), some_prices(problem, rng)
    found, gains = priced(direct, prices)
    lowered, paid = direct.repaired(prices, gains, share)
    monkeypatch.setattr("transport.solver.set_pricing.BEST", 0.0)  # each set is looked into, whatever others gain
    _, left = priced(coaches(problem), lowered, hot=0.0)
    assert found
    assert (lowered < prices).any() == (share > 0)
    outings = [
        Outing(*slot.out_at(hour, row), gain)
        for slot, own in zip(direct.slots, left, strict=True)
        for row, gain in enumerate(own.tolist())
        for hour in range(len(slot.out[0]))
        if gain > 1e-3 and somebody_for_each_end(direct, slot, row)
    ]
    assert problem.offers[0].count * most_gainful(outings, direct.moments) <= paid + 1e-3
    assert (paid > 0) == (not math.isinf(share)) or not outings


@pytest.mark.parametrize("seed", range(30))
def test_trips_that_gain_most_together(seed):
    rng = np.random.default_rng(seed)
    firsts = rng.integers(0, 9, 8).tolist()
    trips = [Outing(first, first + int(rng.integers(1, 5)), float(rng.integers(1, 20))) for first in firsts]

    def apart(chosen):
        return all(one.last <= other.first or other.last <= one.first for one, other in combinations(chosen, 2))

    chosen = (few for size in range(len(trips) + 1) for few in combinations(trips, size) if apart(few))
    assert most_gainful(trips, 14) == max(sum(trip.gain for trip in few) for few in chosen)


def test_a_trip_that_is_never_out_cannot_be_paid_by_its_vehicle():
    assert most_gainful([Outing(3, 3, 1.0)], 9) == math.inf
