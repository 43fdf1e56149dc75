"""Alternatives cost no more than allowed, are better in what they are sought for, and obey the case."""

import pytest
from random_cases import DEAR_TICKETS, START, build, coach, people

from transport.check import check_plan
from transport.solver import solve
from transport.solver.alternatives import AIMS, Alternatives, figures_of

SPOTS = {"V1": (0, 0), "V2": (0, 8), "V3": (12, 0), "F1": (500, 0), "D1": (0, 0)}


def scenery():
    """Small coaches are a little cheaper by the person than one that takes everybody, and belong to two operators."""
    small = [coach(f"K{i}", 9, 2, fixed_cost=400, km_cost=0.1, operator=f"operator {i}") for i in (1, 2)]
    large = coach("L", 40, 1, fixed_cost=1400, km_cost=0.1, operator="operator 1")
    day = {"report_by": START + 1440}  # no time for a vehicle to come again
    crowd = [worker for village in ("V1", "V2", "V3") for worker in people(village, "F1", *[1] * 8, **day)]
    return build(SPOTS, crowd, [*small, large], costs=DEAR_TICKETS)


@pytest.fixture(scope="module")
def found():
    world = scenery()
    plan = solve(world.case, world.travel, time_limit_s=3, repeatable=True)
    seeker = Alternatives(world.case, world.travel, plan, within=0.1, lang="en")
    return world, plan, {aim: seeker.seek(aim, 4) for aim in AIMS}


def test_one_coach_for_all_is_found_where_it_costs_little_more(found):
    world, plan, others = found
    assert figures_of(world.case, plan).vehicles > 1
    assert others["fewest_vehicles"].figures.vehicles == 1
    assert others["fewest_operators"].figures.operators == 1


@pytest.mark.parametrize("aim", AIMS)
def test_alternatives_keep_their_promise(found, aim):
    world, plan, others = found
    other = others[aim]
    if other is None:
        assert aim == "shortest_longest"
        return
    assert not check_plan(world.case, world.travel, other.plan.to_document()).violations
    assert other.figures == figures_of(world.case, other.plan)
    assert other.figures.cost <= 1.1 * plan.summary.total_cost
    assert other.figures.not_carried <= figures_of(world.case, plan).not_carried
    assert other.plan.summary.lower_bound == plan.summary.lower_bound
    name = {"fewest_vehicles": "vehicles", "shortest_longest": "longest_min", "fewest_operators": "operators"}[aim]
    assert getattr(other.figures, name) < getattr(figures_of(world.case, plan), name)


def test_nothing_dearer_is_offered_where_nothing_more_may_be_spent(found):
    world, plan, _ = found
    seeker = Alternatives(world.case, world.travel, plan, within=0.0)
    other = seeker.seek("fewest_vehicles", 1)
    assert other is None or other.figures.cost <= plan.summary.total_cost
