"""Coaches built whole for people who wait, and trips that do not pay taken out."""

import itertools
import math
import random

import pytest
from random_cases import DEAR_TICKETS, build, coach, motley, people, train

from transport.case import Costs
from transport.check import check_plan
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets
from transport.solver.coaches import Coaches
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.ruin import Ruins
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory
from transport.solver.weeding import loss, weed

LINE = {"V1": (0, 0), "V2": (20, 0), "V3": (40, 0), "F1": (500, 0), "F2": (520, 0), "H1": (60, 0), "H2": (480, 0),
        "D1": (0, 0)}  # fmt: skip


def desk(scenery):
    problem = Problem(scenery.case, scenery.travel)
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    return problem, inserter


def everybody(problem):
    return range(len(problem.bundles))


def test_a_free_vehicle_is_used_however_few_hours_there_are_for_it():
    problem, inserter = desk(build(LINE, people("V1", "F1", *[1] * 8), [coach("K", 25, 1)], costs=DEAR_TICKETS))
    coaches, solution = Coaches(inserter), Solution(problem)
    problem.offer_until[0] = problem.offer_from[0] + 60
    assert coaches._is_free(solution, 0)


def test_one_full_coach_takes_everybody_on_its_way():
    crowd = people("V1", "F1", *[1] * 8) + people("V2", "F2", *[1] * 8) + people("V3", "F1", *[1] * 8)
    problem, inserter = desk(build(LINE, crowd, [coach("K", 25, 3, fixed_cost=500, km_cost=5)], costs=DEAR_TICKETS))
    solution = Solution(problem)
    Coaches(inserter).build(solution, everybody(problem), random.Random(0))
    (draft,) = solution.trips.values()
    assert draft.load == 24
    names = [problem.places[stop].place_id for stop in draft.stops]
    assert names == ["V1", "V2", "V3", "F1", "F2"]
    assert all(way is not None for way in solution.ways)


@pytest.mark.parametrize(("seats", "built"), [(10, 1), (9, 0)])
def test_a_coach_is_run_only_where_it_saves(seats, built):
    """500 km at 5 a km are 2,500 and 2,500 fixed: ten tickets at 510 are worth it, nine are not."""
    crowd = people("V1", "F1", *[1] * seats)
    offers = [coach("K", 24, 3, fixed_cost=2_500, km_cost=5, empty_km_cost=0)]
    problem, inserter = desk(build(LINE, crowd, offers, costs=Costs(individual_ticket=510)))
    solution = Solution(problem)
    Coaches(inserter).build(solution, everybody(problem), random.Random(0))
    assert len(solution.trips) == built


def test_no_more_coaches_than_there_are():
    crowd = people("V1", "F1", *[1] * 60)
    problem, inserter = desk(build(LINE, crowd, [coach("K", 20, 1, fixed_cost=100)], costs=DEAR_TICKETS))
    solution = Solution(problem)
    Coaches(inserter).build(solution, everybody(problem), random.Random(0))
    drafts = sorted(solution.trips.values(), key=lambda draft: draft.timeline.leaves)
    assert drafts
    assert all(before.back <= after.timeline.leaves for before, after in itertools.pairwise(drafts))


def test_whole_parties_only():
    crowd = people("V1", "F1", 3, 3, 3)
    problem, inserter = desk(build(LINE, crowd, [coach("K", 8, 5, fixed_cost=10, km_cost=1)], costs=DEAR_TICKETS))
    solution = Solution(problem)
    Coaches(inserter).build(solution, everybody(problem), random.Random(0))
    assert sorted(draft.load for draft in solution.trips.values()) == [3, 6]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_built_is_legal_and_saves(seed):
    scenery = motley(random.Random(seed))
    problem, inserter = desk(scenery)
    solution, rng = Solution(problem), random.Random(seed)
    before = solution.cost
    Coaches(inserter).build(solution, everybody(problem), rng)
    assert solution.cost <= before + 1e-6
    tickets = {"all_tickets": all_tickets(problem)}
    plan = build_plan(problem, solution, lower_bound=None, lower_bound_method=None, baselines=tickets, solver={})
    assert not check_plan(scenery.case, scenery.travel, plan.to_document()).violations


@pytest.mark.parametrize("seed", range(20))
def test_weeding_never_makes_a_solution_dearer_and_leaves_no_losing_trip(seed):
    problem, inserter = desk(motley(random.Random(seed)))
    solution, rng = Solution(problem), random.Random(seed)
    inserter.insert(solution, everybody(problem), Mood(neighbours=1.0, unit_fill=1.0), rng)
    before = solution.cost
    left = weed(solution, list(solution.trips), inserter)
    assert solution.cost <= before + 1e-6
    assert all(solution.ways[b] is None for b in left)
    if not left:
        assert all(loss(solution, number) <= 1e-6 for number in solution.trips)


def test_a_unit_for_one_is_taken_out_with_its_feeders():
    crowd = people("V1", "F1", 1)
    offers = [coach("K", 24, 3, fixed_cost=100, km_cost=1)]
    dear = train(seats=100, unit_cost=5_000)
    problem, inserter = desk(build(LINE, crowd, offers, [dear], costs=Costs(individual_ticket=900)))
    inserter.stay_price, inserter.allow_direct = 10_000.0, False
    solution = Solution(problem)
    inserter.insert(solution, [0], Mood(), random.Random(0))
    assert len(solution.trips) == 2
    assert weed(solution, list(solution.trips), inserter) == [0]
    assert not solution.trips
    assert solution.cost == pytest.approx(900)


def test_neighbouring_coaches_are_taken_out_first():
    crowd = people("V1", "F1", *[1] * 10) + people("V3", "F2", *[1] * 10)
    problem, inserter = desk(build(LINE, crowd, [coach("K", 11, 9, fixed_cost=100)], costs=DEAR_TICKETS))
    solution = Solution(problem)
    Coaches(inserter).build(solution, everybody(problem), random.Random(0))
    ruins, rng = Ruins(problem), random.Random(0)
    assert len(ruins.coaches(solution, 5, rng)) == 10
    assert len(ruins.coaches(solution, 15, rng)) == 20
    assert ruins.coaches(Solution(problem), 15, rng) == []


def test_those_left_nearby_come_first():
    crowd = people("V1", "F1", *[1] * 6) + people("V3", "F2", *[1] * 6)
    problem, _ = desk(build(LINE, crowd, costs=DEAR_TICKETS))
    solution, ruins = Solution(problem), Ruins(problem)
    near = ruins.left(solution, [0], 5, random.Random(0))
    assert sorted(near) == [1, 2, 3, 4, 5]
    assert len(ruins.left(solution, [0], 8, random.Random(0))) == 8
    assert set(ruins.left(solution, [0], 100, random.Random(0))) == set(range(1, 12))


@pytest.mark.parametrize("seed", range(20))
def test_minutes_of_the_long_leg_are_those_of_new_coaches(seed):
    problem, inserter = desk(motley(random.Random(seed)))
    for destination in range(len(problem.places)):
        for k in problem.offers_by_kind["direct"]:
            trunks = inserter.directs.trunks(k, destination)
            for origin in {cell.origin for cell in problem.cells}:
                each = {offer: elapsed for offer, _, elapsed in inserter.directs.costs(origin, destination)}
                assert trunks[origin] == each.get(k, math.inf)
