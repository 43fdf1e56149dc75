"""Every shipped case is planned and judged in a few seconds, within the range that stands beside it."""

from pathlib import Path

import pytest
import yaml

import scenarios
from transport import Case
from transport.io.shipped import list_cases

pytestmark = pytest.mark.slow
FOLDER = Path(scenarios.__file__).parent


def within(value: float, limits: dict[str, float]) -> bool:
    return limits.get("least", 0) <= value <= limits["most"]


@pytest.mark.parametrize("name", list_cases())
def test_plans_are_valid_and_as_good_as_expected(name):
    expected = yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8"))
    plan = Case.load_shipped(name).solve(time_limit=expected["time_limit_s"], seed=0)
    assert plan.violations() == []
    assert not plan.unserved
    assert within(plan.total_cost, expected["cost"]), plan
    if expected["gap"] is not None:
        assert plan.gap is not None
        assert within(plan.gap, expected["gap"]), plan
    for mode, limits in expected["people"].items():
        assert within(plan.summary.workers[mode], limits), plan
