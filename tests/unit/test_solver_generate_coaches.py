"""Coaches that are priced exactly, run for real as columns."""

from dataclasses import replace

import numpy as np
import pytest
from far_case import far_case

from transport.solver import bound_direct, generate_coaches
from transport.solver.columns import ColumnBuilder
from transport.solver.flows import build_flows
from transport.solver.generate_coaches import CoachGenerator
from transport.solver.master import Prices
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.trips import TripFactory


def with_drop_offs(problem, limit):
    rules = problem.case.rules
    rules = replace(rules, max_stops=replace(rules.max_stops, direct_dropoff=limit))
    return Problem(replace(problem.case, rules=rules), problem.travel)


def columns_of(problem, flows, rng):
    builder = ColumnBuilder(problem, TripFactory(problem), flows)
    prices = Prices(flow=tuple(rng.uniform(500, 4_000, len(flows)).tolist()), feeder={}, distribution={}, vehicle={})
    return list(CoachGenerator(builder, Reach(problem)).price(prices))


@pytest.mark.parametrize("most_sets", [0, 3, 200])
@pytest.mark.parametrize("limit", [1, 2, None])
def test_coaches_stop_no_more_often_than_they_may_however_many_destinations_count_as_one(monkeypatch, most_sets, limit):
    monkeypatch.setattr(bound_direct, "MOST_SETS", most_sets)
    found, longest = 0, 0
    for seed in range(16):
        problem = with_drop_offs(far_case(seed), limit)
        flows = build_flows(problem, Reach(problem))
        for column in columns_of(problem, flows, np.random.default_rng(seed)):
            ends = {flows[i].destination for (i, _), _ in column.carries}
            assert limit is None or len(ends) <= limit
            found, longest = found + 1, max(longest, len(ends))
    assert found > 10
    assert longest > 1 or limit == 1


def test_where_very_many_people_may_use_coaches_they_are_not_priced_exactly(monkeypatch):
    problem = far_case(1)
    flows = build_flows(problem, Reach(problem))
    assert columns_of(problem, flows, np.random.default_rng(1))
    monkeypatch.setattr(generate_coaches, "MOST_S", 0.0)
    assert columns_of(problem, flows, np.random.default_rng(1)) == []
