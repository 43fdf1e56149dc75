"""Every shipped case gets, in no more than the seconds that stand beside it, a valid plan within the ranges there."""

import time
from pathlib import Path

import pytest
import yaml

import scenarios
from transport import Case
from transport.check import check_plan
from transport.io.shipped import list_cases
from transport.workflow import PlanOptions, Watch, plan_document

pytestmark = pytest.mark.slow
FOLDER = Path(scenarios.__file__).parent


def within(value, limits):
    """Whether a figure is there and in its range; no range asks for nothing."""
    return limits is None or (value is not None and limits.get("least", 0) <= value <= limits["most"])


@pytest.mark.parametrize("name", list_cases())
def test_plans_are_valid_and_as_good_as_expected(name):
    """The search is stopped as soon as it is good enough, so that a slow machine gets the time that it needs."""
    expected = yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8"))
    case = Case.load_shipped(name)
    good_enough = []

    def look(progress):
        if within(progress.cost, expected["cost"]) and within(progress.gap, expected["gap"]):
            good_enough.append(progress.elapsed_s)

    options = PlanOptions(time_limit_s=expected["within_s"], seed=0)
    watch = Watch(on_progress=look, should_stop=lambda: bool(good_enough))
    document = plan_document(case.data, case.travel, options, watch, time.monotonic())
    summary = document["summary"]
    assert check_plan(case.data, case.travel, document).violations == ()
    assert summary["workers"]["unserved"] == 0
    assert within(summary["total_cost"], expected["cost"])
    assert within(summary["gap"], expected["gap"])
    for mode, limits in expected["people"].items():
        assert within(summary["workers"][mode], limits), summary["workers"]
