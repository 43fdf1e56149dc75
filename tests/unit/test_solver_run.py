"""The optimiser from outside: limits of time, interruptions, progress, repeatability and cases with hardly anything."""

import time
from random import Random

import pytest
from random_cases import ANY_HOUR, START, build, coach, motley, people, place, tiny, train

from transport.case import Costs, MaxStops, PerMode, Rules
from transport.check import check_plan
from transport.clock import DAY
from transport.solver import alone, bound_direct, solve
from transport.solver.bound import build_bound

SPOTS = {"V1": (0, 0), "V2": (10, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}


def planned(scenery, seconds=0.3, **options):
    """The plan, which the checker accepts and whose bound and baselines fit."""
    plan = solve(scenery.case, scenery.travel, time_limit_s=seconds, **options)
    assert_sound(scenery, plan)
    return plan


def assert_sound(scenery, plan):
    report = check_plan(scenery.case, scenery.travel, plan.to_document())
    assert report.violations == ()
    summary = plan.summary
    assert report.total_cost == pytest.approx(summary.total_cost)
    assert summary.lower_bound is None or summary.lower_bound <= summary.total_cost + 1e-6
    assert all(cost is None or cost >= summary.total_cost - 1e-6 for cost in summary.baselines.values())


def some(**details):
    return build(SPOTS, people("V1", "F1", 2, 1, 3), [coach(fixed_cost=100)], [train(seat_cost=20)], **details)


@pytest.mark.parametrize("seconds", [0, 1e-9, 0.01])
def test_a_plan_comes_back_however_little_time_there_is(seconds):
    planned(some(), seconds)


def test_the_time_limit_is_kept():
    scenery = motley(Random(3))
    began = time.monotonic()
    planned(scenery, 1.0)
    assert time.monotonic() - began < 2.5


def test_asked_to_stop_at_once_it_returns_a_plan_at_once():
    began = time.monotonic()
    planned(some(), 60, should_stop=lambda: True)
    assert time.monotonic() - began < 2


def test_asked_to_stop_later_it_keeps_the_best_plan_so_far():
    told = []
    scenery = some()
    plan = planned(scenery, 60, should_stop=lambda: len(told) >= 2, on_progress=told.append)
    assert plan.summary.total_cost == pytest.approx(told[-1].cost)


def test_progress_never_gets_worse_and_ends_with_the_plan():
    told = []
    plan = planned(tiny(3), 0.5, on_progress=told.append)
    costs, bounds = [p.cost for p in told], [p.lower_bound or 0.0 for p in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert costs[-1] == pytest.approx(plan.summary.total_cost)
    assert all(p.gap is None or p.gap == pytest.approx((p.cost - p.lower_bound) / p.cost) for p in told if p.cost)
    assert [p.elapsed_s for p in told] == sorted(p.elapsed_s for p in told)


def test_what_is_proven_cheapest_is_not_worked_on_any_longer():
    plan = planned(tiny(16), 60)
    summary = plan.summary
    assert summary.total_cost - summary.lower_bound <= 1e-5 * summary.total_cost
    assert plan.solver["elapsed_s"] < 50


def test_repeatable_goes_by_work_and_not_by_the_clock(monkeypatch):
    scenery = motley(Random(5))

    def costs():
        told = []
        solve(scenery.case, scenery.travel, time_limit_s=1, repeatable=True, on_progress=told.append)
        return [(p.cost, p.lower_bound, p.phase) for p in told]

    as_it_is, slow = costs(), iter(range(10**9))
    monkeypatch.setattr("time.monotonic", lambda: 60.0 * next(slow))
    assert costs() == as_it_is


@pytest.mark.parametrize("seed", [2, 42])
def test_repeatable_means_the_same_plan_again(seed):
    def document():
        scenery = tiny(seed)
        made = solve(scenery.case, scenery.travel, time_limit_s=1, seed=7, repeatable=True).to_document()
        return made | {"created": "", "solver": {}}

    assert document() == document()


def test_no_bound_by_columns_is_begun_where_it_would_not_come_to_anything(monkeypatch):
    scenery, begun = tiny(2), list[int]()
    monkeypatch.setattr(alone, "build_bound", lambda *told: begun.append(1) or build_bound(*told))
    planned(scenery, 1.5, repeatable=True)
    assert begun
    begun.clear()
    monkeypatch.setattr(bound_direct, "FLOWS_S", 1e9)
    assert planned(scenery, 1.5, repeatable=True).summary.lower_bound > 0
    assert not begun


def test_more_processes_than_one():
    planned(tiny(42), 6.5, threads=2)


@pytest.mark.parametrize(
    ("scenery", "modes"),
    [
        (build(SPOTS, people("V1", "F1", 3)), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3), costs=Costs()), {"unserved"}),
        (build(SPOTS, people("V1", "F1", 3), [coach(count=0)]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3), [coach(seats=1)]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3), [coach()]), {"direct"}),
        (build(SPOTS, people("V1", "F1", 30), [coach()]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3), [coach()], places=[place("V1", max_seats=5)]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3, report_by=START), [coach()]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3, ready_from=START + DAY, report_by=START), [coach()]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3), [coach()], rules=Rules(max_stops=MaxStops(0, 0, 0, 0))), {"ticket"}),
        (build(SPOTS, people("H1", "H2", 3), [], [train()]), {"connected"}),
        (build(SPOTS, people("H1", "H2", 3, needs=("no_fly",)), [], [train(mode="flight")]), {"ticket"}),
        (build(SPOTS, people("H1", "H2", 3, needs=("no_train",)), [], [train()]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3, needs=("no_direct",)), [coach()]), {"ticket"}),
        (build(SPOTS, people("V1", "F1", 3, needs=("no_direct", "no_ticket")), [coach()]), {"unserved"}),
        (build(SPOTS, people("H1", "H2", 3), [], [train(max_units=0)]), {"ticket"}),
        (build(SPOTS, people("H1", "H2", 3), [], [train(min_seats=4)]), {"ticket"}),
        (build(SPOTS, people("H1", "H2", 3), [], [train(min_seats=3)]), {"connected"}),
        (build(SPOTS, people("V1", "F1", 3), [coach(roles=("feeder", "distribution"))], [train()]), {"connected"}),
        (build(SPOTS, people("F1", "V1", 3), [coach()]), {"direct"}),
        (build(SPOTS, people("V1", "V1", 3), [coach()]), {"ticket", "direct"}),
    ],
)  # fmt: skip
def test_cases_with_hardly_anything(scenery, modes):
    plan = planned(scenery, 0.1)
    assert {mode for mode, people in plan.summary.workers.items() if people} <= modes


def test_leaving_people_may_be_cheaper_than_their_tickets():
    plan = planned(build(SPOTS, people("V1", "F1", 2), costs=Costs(individual_ticket=50, unserved=10)))
    assert plan.summary.total_cost == 20
    assert plan.summary.baselines["all_tickets"] == 100


def test_a_village_off_the_road_leaves_the_others_alone():
    off = [("V2", name) for name in SPOTS] + [(name, "V2") for name in SPOTS]
    plan = planned(
        build(SPOTS, people("V1", "F1", 2, 2) + people("V2", "F1", 1), [coach(fixed_cost=9, km_cost=1)], no_road=off)
    )
    assert plan.summary.workers == {"direct": 4, "connected": 0, "ticket": 1, "unserved": 0}


def test_a_trip_that_takes_no_time_at_all():
    spots = dict.fromkeys(("V1", "H1", "D1"), (0, 0)) | {"H2": (400, 0)}
    rules = Rules(pickup_to=0, pickup_from=0, stop_minutes=0, connection_minutes=PerMode(0, 0), max_wait_minutes=0)
    offers = [coach("K", seats=2, count=1, roles=("feeder",)), coach("L", seats=3, count=1, roles=("feeder",))]
    plan = planned(build(spots, people("V1", "H2", 1, 1, 1, 2), offers, [train(), train("T")], rules=rules))
    assert plan.summary.workers["connected"] >= 4


def test_a_vehicle_that_is_scarce_goes_out_more_than_once():
    workers = people("V1", "F1", *[1] * 4, report_by=START + 3 * DAY) + people("V1", "F1", *[1] * 4, tag="b")
    plan = planned(build(SPOTS, workers, [coach(seats=5, count=1, fixed_cost=10)], rules=ANY_HOUR), 0.5)
    assert plan.summary.total_cost == 20
    assert [trip.vehicle_no for trip in plan.trips] == [1, 1]
