"""Extreme cases: a plan comes back, the checker accepts it, and no bound or simple practice contradicts it."""

import pytest
from pathological import PATHOLOGICAL

from transport.check import check_plan
from transport.solver import solve

NOTHING_RUNS = {
    "nobody", "barred_from_everything", "report_before_ready", "no_roads", "no_stops", "no_offers", "nothing_at_all",
    "offers_of_no_use", "parties_larger_than_any_vehicle", "prices_of_nothing", "tickets_cheaper_than_anything",
}  # fmt: skip
"""Cases in which nobody can travel by charter, or nobody should."""


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_sound_plan_of_an_extreme_case(name):
    scenery = PATHOLOGICAL[name](24)
    plan = solve(scenery.case, scenery.travel, time_limit_s=0.25, threads=1)
    report = check_plan(scenery.case, scenery.travel, plan.to_document())
    assert report.violations == ()
    summary = plan.summary
    assert report.total_cost == pytest.approx(summary.total_cost)
    assert summary.lower_bound is None or 0 <= summary.lower_bound <= summary.total_cost + 1e-6
    assert all(cost is None or cost >= summary.total_cost - 1e-6 for cost in summary.baselines.values())
    if name in NOTHING_RUNS:
        assert summary.workers["direct"] + summary.workers["connected"] == 0
