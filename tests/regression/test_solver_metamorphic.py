"""What must follow when a case is changed: cheaper is never dearer, twice the prices is twice the cost, and so on.

The cases are tiny, so that plans are the cheapest or nearly so; each is searched by a fixed amount of work.
"""

from dataclasses import fields, replace
from functools import cache

import pytest
from every_plan import cheapest
from random_cases import DAYS, tiny

from transport.case import Costs
from transport.clock import DAY
from transport.solver import solve
from transport.solver.problem import Problem

SEEDS = range(16)
NEARLY = 1.05
"""A changed case may end a little dearer, since neither plan need be the cheapest."""


def cost_of(scenery):
    return solve(scenery.case, scenery.travel, time_limit_s=1.5, repeatable=True).summary.total_cost


@cache
def base_cost(seed):
    return cost_of(tiny(seed))


def with_offers(scenery, change):
    return scenery.change(offers=change(dict(scenery.case.offers)))


@pytest.mark.parametrize("seed", range(40))
def test_plans_of_tiny_cases_are_the_cheapest_or_nearly(seed):
    scenery = tiny(seed)
    best = cheapest(Problem(scenery.case, scenery.travel))
    assert best - 0.01 <= base_cost(seed) <= 1.1 * best + 0.01


def test_most_plans_of_tiny_cases_are_the_cheapest():
    found = 0
    for seed in range(40):
        scenery = tiny(seed)
        found += base_cost(seed) <= cheapest(Problem(scenery.case, scenery.travel)) + 0.01
    assert found >= 34


@pytest.mark.parametrize("seed", SEEDS)
def test_an_extra_offer_makes_no_plan_dearer(seed):
    scenery = tiny(seed)
    extra = next(iter(scenery.case.offers.values()))
    more = replace(extra, offer_id="extra", seats=12, fixed_cost=200.0, km_cost=1.5)
    assert cost_of(with_offers(scenery, lambda offers: offers | {"extra": more})) <= NEARLY * base_cost(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_offer_too_dear_for_anybody_changes_nothing(seed):
    scenery = tiny(seed)
    dear = replace(next(iter(scenery.case.offers.values())), offer_id="dear", fixed_cost=1e7)
    assert cost_of(with_offers(scenery, lambda offers: offers | {"dear": dear})) == pytest.approx(
        base_cost(seed), rel=NEARLY - 1
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cheaper_price_makes_no_plan_dearer(seed):
    scenery = tiny(seed)
    cheaper = {
        offer_id: replace(offer, km_cost=offer.km_cost * 0.7, fixed_cost=offer.fixed_cost * 0.5)
        for offer_id, offer in scenery.case.offers.items()
    }
    assert cost_of(scenery.change(offers=cheaper)) <= NEARLY * base_cost(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_later_report_makes_no_plan_dearer(seed):
    scenery = tiny(seed)
    free = replace(scenery.case.costs, early_arrival_per_day=0.0)
    last = scenery.case.window_end - 1
    early = scenery.change(costs=free)
    late = early.change(workers={i: replace(w, report_by=last) for i, w in scenery.case.workers.items()})
    assert cost_of(late) <= NEARLY * cost_of(early)


@pytest.mark.parametrize("seed", SEEDS)
def test_splitting_groups_makes_no_plan_dearer(seed):
    scenery = tiny(seed)
    split, whole = (scenery.change(rules=replace(scenery.case.rules, split_groups=yes)) for yes in (True, False))
    assert cost_of(split) <= NEARLY * cost_of(whole)


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_prices_are_twice_the_cost(seed):
    scenery = tiny(seed)
    case = scenery.case
    prices = ("fixed_cost", "km_cost", "empty_km_cost", "day_cost")
    doubled = scenery.change(
        offers={i: replace(o, **{name: 2 * getattr(o, name) for name in prices}) for i, o in case.offers.items()},
        services={
            i: replace(s, unit_cost=2 * s.unit_cost, seat_cost=2 * s.seat_cost) for i, s in case.services.items()
        },
        costs=Costs(**{field.name: 2 * (getattr(case.costs, field.name) or 0) for field in fields(Costs)}),
    )
    assert cost_of(doubled) == pytest.approx(2 * base_cost(seed), rel=NEARLY - 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_later_costs_the_same(seed):
    scenery = tiny(seed)
    case = scenery.case
    moved = scenery.change(
        window_start=case.window_start + DAY,
        window_end=case.window_start + (DAYS + 1) * DAY,
        workers={
            i: replace(w, ready_from=w.ready_from + DAY, report_by=w.report_by + DAY) for i, w in case.workers.items()
        },
        services={i: replace(s, depart=s.depart + DAY, arrive=s.arrive + DAY) for i, s in case.services.items()},
    )
    assert cost_of(moved) == pytest.approx(base_cost(seed), abs=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_roster_hardly_matters(seed):
    scenery = tiny(seed)
    turned = scenery.change(workers=dict(reversed(scenery.case.workers.items())))
    assert cost_of(turned) == pytest.approx(base_cost(seed), rel=0.1)
