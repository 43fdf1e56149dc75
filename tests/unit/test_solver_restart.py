"""Starting from a plan: all of it in the same case, what is left of it in another, and never an error."""

from dataclasses import replace
from random import Random

import pytest
from random_cases import build, coach, motley, people, train

from transport.case import Costs
from transport.check import check_plan
from transport.plan import Plan, Summary
from transport.solver import solve
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.restart import restarted
from transport.solver.trips import TripFactory

SPOTS = {"V1": (0, 0), "V2": (10, 0), "F1": (500, 0), "F2": (510, 5), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}
OFFERS = (coach("big", 20, fixed_cost=100), coach("small", 8, fixed_cost=50))


def scene(*, offers=OFFERS, services=None, workers=None):
    workers = (
        [*people("V1", "F1", 2, 1, 3, 4), *people("V2", "F2", 1, 5, 2), *people("V2", "F1", 3)]
        if workers is None
        else workers
    )
    return build(SPOTS, workers, offers, [train(seat_cost=20, unit_cost=40)] if services is None else services)


def planned(scenery):
    return solve(scenery.case, scenery.travel, time_limit_s=0.2)


def again(scenery, plan):
    """The two solutions from a plan, each one a plan that the checker accepts."""
    problem = Problem(scenery.case, scenery.travel)
    made = restarted(plan, Inserter(problem, Reach(problem), TripFactory(problem)), Random(0))
    for solution in made:
        finished = build_plan(
            problem, solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(problem)}, solver={},
        )  # fmt: skip
        assert check_plan(scenery.case, scenery.travel, finished.to_document()).violations == ()
    return made


@pytest.mark.parametrize("seed", range(8))
def test_the_same_case_gives_the_same_plan_or_a_cheaper_one(seed):
    scenery = scene() if seed == 0 else motley(Random(seed))
    plan = planned(scenery)
    assert again(scenery, plan)[0].cost <= plan.summary.total_cost + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_of_quite_another_case_is_no_error(seed):
    again(motley(Random(seed)), planned(motley(Random(seed + 100))))


def test_whoever_is_new_is_inserted():
    plan = planned(scene())
    more = scene(workers=[*scene().case.workers.values(), *people("V1", "F1", 2, tag="new")])
    remains, filled = again(more, plan)
    new = [b for b, bundle in enumerate(remains.problem.bundles) if "V1-F1new-0.0" in bundle.workers]
    assert [remains.ways[b] for b in new] == [None]
    assert all(filled.ways[b] is not None for b in new)


def test_whoever_is_gone_leaves_a_seat():
    plan = planned(scene())
    workers = list(scene().case.workers.values())[3:]
    remains = again(scene(workers=workers), plan)[0]
    assert None not in remains.ways
    assert sum(draft.load for draft in remains.trips.values()) < sum(trip.load for trip in plan.trips)


@pytest.mark.parametrize(
    "changes",
    [
        {"offers": OFFERS[:1]},
        {"offers": ()},
        {"services": []},
        {"services": [train(seat_cost=20, seats=4)]},
        {"offers": (replace(OFFERS[0], seats=6), replace(OFFERS[1], count=1))},
        {"offers": tuple(replace(o, roles=("feeder", "distribution")) for o in OFFERS)},
    ],
    ids=["an offer less", "no offers", "no service", "few seats", "smaller and fewer", "no direct coaches"],
)
def test_what_cannot_be_run_any_more_falls_away(changes):
    again(scene(**changes), planned(scene()))


def test_solving_from_a_plan_is_never_worse_than_the_plan():
    scenery = motley(Random(5))
    plan = planned(scenery)
    assert solve(scenery.case, scenery.travel, time_limit_s=0, start=plan).summary.total_cost <= (
        plan.summary.total_cost + 1e-6
    )


def test_an_empty_plan_is_a_start_as_well():
    scenery = scene().change(costs=Costs(individual_ticket=5))
    empty = Plan("x", "y", Summary({}, {}))
    assert again(scenery, empty)[0].cost == pytest.approx(5 * len(scenery.case.workers))
