"""Trips of good plans are remembered, and the best plan of them all is composed."""

import random

import pytest
from far_case import far_case
from random_cases import build, coach, people

from transport.solver import elite as module
from transport.solver.elite import Elite
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.search import Budget, Search
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory

SPOTS = {"V1": (0, 0), "V2": (0, 300), "F1": (500, 0), "F2": (500, 300), "D1": (0, 0)}


def inserter_of(problem):
    return Inserter(problem, Reach(problem), TripFactory(problem))


def two_ways():
    """Two villages, each with a coachful for a factory of its own."""
    crowd = people("V1", "F1", *[1] * 20) + people("V2", "F2", *[1] * 20)
    scenery = build(SPOTS, crowd, [coach("K", 21, 2, fixed_cost=3_000)])
    return inserter_of(Problem(scenery.case, scenery.travel))


def with_coaches_from(inserter, village):
    problem, solution = inserter.problem, Solution(inserter.problem)
    origin = problem.place_index[village]
    riders = [b for b, bundle in enumerate(problem.bundles) if bundle.origin == origin]
    inserter.insert(solution, riders, Mood(neighbours=0.0), random.Random(0))
    assert len(solution.trips) == 1
    return solution


def test_what_two_plans_do_well_each_is_put_together(monkeypatch):
    inserter = two_ways()
    one, other = with_coaches_from(inserter, "V1"), with_coaches_from(inserter, "V2")
    elite = Elite(inserter)
    elite.note(one)
    elite.note(other)
    assert one.cost == other.cost == 23_000
    monkeypatch.setattr(inserter, "insert", lambda *_: None)  # nobody is put into new trips besides
    assert elite.compose(one, 5.0, random.Random(0)).cost == pytest.approx(6_000)


def test_nothing_comes_of_nothing_but_the_known_plan(monkeypatch):
    inserter = two_ways()
    known = with_coaches_from(inserter, "V1")
    monkeypatch.setattr(inserter, "insert", lambda *_: None)
    assert Elite(inserter).compose(known, 5.0, random.Random(0)).cost == known.cost


@pytest.mark.parametrize("seed", range(4))
def test_a_composition_is_never_dearer_than_any_plan_that_was_met(seed):
    problem = far_case(seed)
    inserter, best = inserter_of(problem), []
    elite = Elite(inserter)
    for chance in range(2):
        start, rng = Solution(problem), random.Random(chance)
        inserter.insert(start, range(len(problem.bundles)), Mood(neighbours=0.5), rng)
        best.append(Search(inserter, rng, elite=elite).run(start, Budget(rounds=40), lambda _: None))
    dearest = max(best, key=lambda solution: solution.cost)
    composed = elite.compose(dearest, 10.0, random.Random(0))
    assert composed.shortage() == 0
    assert composed.cost <= min(solution.cost for solution in best) * (1 + 5e-4)


def test_only_trips_of_the_cheapest_plans_are_kept(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 1)
    inserter = two_ways()
    elite, rng = Elite(inserter), random.Random(5)
    good = with_coaches_from(inserter, "V1")
    elite.note(good)
    for size in (5, 8, 11, 14):
        worse = Solution(inserter.problem)
        inserter.insert(worse, range(size), Mood(neighbours=0.0), rng)
        elite.note(worse)
    costs = [cost for cost, _ in elite._columns.values()]
    assert len(costs) <= 2
    assert min(costs) == good.cost


def test_where_no_plan_can_be_composed_in_time_nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAYS", 0)
    inserter = two_ways()
    elite = Elite(inserter)
    elite.note(with_coaches_from(inserter, "V1"))
    assert not elite.worthwhile
    assert not elite._columns


def test_trips_of_the_cheapest_plans_are_lent_first(monkeypatch):
    inserter = two_ways()
    elite, rng = Elite(inserter), random.Random(0)
    dear, cheap = Solution(inserter.problem), with_coaches_from(inserter, "V1")
    inserter.insert(dear, range(8), Mood(neighbours=0.0), rng)
    elite.note(dear)
    elite.note(cheap)
    assert cheap.cost < dear.cost
    first, second = (elite._builder.of_solution(plan)[0].key for plan in (cheap, dear))
    assert [column.key for column in elite.best()] == [first, second]
    monkeypatch.setattr(module, "MOST_LENT", 1)
    assert [column.key for column in elite.best()] == [first]
