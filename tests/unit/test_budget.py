"""Planning within a budget: it is kept, as many people as possible are carried, and the bound is one."""

import pytest
from whatif_case import write_twenty

from transport.plan import PAID_TERMS
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.planning import plan_document
from transport.workflow.reading import read_case


def planned(folder, budget=None, seconds=0.6):
    change = {} if budget is None else {"case": ("solver:", f"budget: {{max_total: {budget}}}\nsolver:")}
    case, travel, _ = read_case(write_twenty(folder, **change))
    document = plan_document(case, travel, PlanOptions(time_limit_s=seconds, lang="en"), Watch(), 0.0)
    return document["summary"], document


def paid(summary):
    return sum(summary["cost"][term] for term in PAID_TERMS)


@pytest.mark.parametrize("budget", [0, 1000, 3000, 5000, 7000])
def test_the_budget_is_kept(tmp_path, budget):
    summary, document = planned(tmp_path, budget)
    assert paid(summary) <= budget + 0.01
    left = summary["workers"]["unserved"]
    assert 20 - left >= budget // 760 - 2  # parties of two or so do not fill it to the last yuan
    assert all(person["reason"] == "over_budget" for person in document["unserved"])
    bound = summary["lower_bound"]
    assert bound is None or bound <= summary["total_cost"] + 0.01


def test_a_budget_that_is_large_enough_leaves_nobody(tmp_path):
    summary, document = planned(tmp_path, budget=100_000)
    assert summary["workers"]["unserved"] == 0
    assert document["unserved"] == []


def test_more_money_carries_no_fewer(tmp_path):
    left = [planned(tmp_path / str(budget), budget)[0]["workers"]["unserved"] for budget in (1500, 4000, 8000)]
    assert left == sorted(left, reverse=True)
