"""Whatever the case: a valid plan, everybody exactly once, a bound below it. The checker is the judge."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import motley, tiny

from transport.check import check_plan
from transport.solver import solve


def assert_sound(scenery, plan):
    document = plan.to_document()
    report = check_plan(scenery.case, scenery.travel, document)
    assert report.violations == ()
    assert report.total_cost == pytest.approx(plan.summary.total_cost)
    told = Counter(itinerary["worker_id"] for itinerary in document["itineraries"])
    assert told == Counter(dict.fromkeys(scenery.case.workers, 1))
    bound = plan.summary.lower_bound
    assert bound is None or bound <= plan.summary.total_cost + 1e-6
    for cost in plan.summary.baselines.values():
        assert cost is None or cost >= plan.summary.total_cost - 1e-6
    assert_fleet_is_enough(scenery, plan)


def assert_fleet_is_enough(scenery, plan):
    """At no departure are more vehicles of an offer out than it has, counted apart from the numbers on them."""
    back = {}
    for trip in plan.trips:
        offer, last = scenery.case.offers[trip.offer_id], trip.stops[-1]
        home = scenery.travel.road(last.place_id, offer.base)
        assert home is not None
        back[trip.trip_id] = last.depart + home.minutes
    for trip in plan.trips:
        out = [
            other
            for other in plan.trips
            if other.offer_id == trip.offer_id and other.leaves_base <= trip.leaves_base < back[other.trip_id]
        ]
        assert len(out) <= scenery.case.offers[trip.offer_id].count


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_motley_cases(seed):
    scenery = motley(Random(seed))
    assert_sound(scenery, solve(scenery.case, scenery.travel, time_limit_s=0.4, seed=seed % 97, repeatable=True))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 20))
def test_tiny_cases_by_the_clock(case_seed, seed):
    scenery = tiny(case_seed)
    assert_sound(scenery, solve(scenery.case, scenery.travel, time_limit_s=0.1, seed=seed))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_motley_cases_by_the_clock(seed):
    scenery = motley(Random(seed))
    assert_sound(scenery, solve(scenery.case, scenery.travel, time_limit_s=0.1, seed=seed % 97))
