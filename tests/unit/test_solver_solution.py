"""A solution's running cost, its seats and vehicles, and the plan that is made of it."""

import dataclasses
from random import Random

import pytest
from random_cases import ANY_HOUR, START, build, coach, motley, people, train

from transport.case import Costs, Rules
from transport.check import check_plan
from transport.clock import DAY
from transport.solver.assemble import build_plan, vehicle_numbers
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.ruin import remove
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.trips import TripFactory

SPOTS = {"V1": (0, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}


def desk(workers, offers=(), services=(), **details):
    scenery = build(SPOTS, workers, offers, services, **details)
    problem = Problem(scenery.case, scenery.travel)
    return problem, Inserter(problem, Reach(problem), TripFactory(problem))


def plan_of(problem, solution):
    return build_plan(problem, solution, lower_bound=None, lower_bound_method=None, baselines={}, solver={})


def out(problem, leaves, back, offer=0):
    """A direct trip that is out in [leaves, back), whatever else."""
    factory = TripFactory(problem)
    at = problem.place_index
    draft = factory.direct(offer, (at["V1"],), ((0,),), (at["F1"],))
    return dataclasses.replace(draft, timeline=dataclasses.replace(draft.timeline, leaves=leaves), back=back)


@pytest.fixture
def one_coach():
    problem, _ = desk(people("V1", "F1", 1, 1, 1), [coach(count=1)])
    return problem


@pytest.mark.parametrize(
    ("leaves", "back", "fits"),
    [(200, 300, True), (199, 300, False), (0, 100, True), (0, 101, False), (120, 130, False), (50, 250, False)],
)
def test_a_vehicle_is_free_again_the_minute_it_is_back(one_coach, leaves, back, fits):
    solution = Solution(one_coach)
    number = solution.add_trip(out(one_coach, 100, 200))
    assert solution.fleet_fits(out(one_coach, leaves, back)) is fits
    assert solution.fleet_fits(out(one_coach, leaves, back), without=number)


def test_two_vehicles_are_enough_for_three_trips_of_which_no_three_meet():
    problem, _ = desk(people("V1", "F1", 1), [coach(count=2)])
    solution = Solution(problem)
    solution.add_trip(out(problem, 0, 100))
    solution.add_trip(out(problem, 100, 200))
    assert solution.fleet_fits(out(problem, 50, 150))
    solution.add_trip(out(problem, 50, 150))
    assert not solution.fleet_fits(out(problem, 99, 101))
    assert solution.fleet_fits(out(problem, 150, 151))
    assert solution.fleet_fits(out(problem, 0, 50))


def test_vehicles_of_other_offers_do_not_count():
    problem, _ = desk(people("V1", "F1", 1), [coach("K", count=1), coach("L", seats=10, count=1)])
    solution = Solution(problem)
    solution.add_trip(out(problem, 0, 100))
    assert solution.fleet_fits(out(problem, 0, 100, offer=1))


@pytest.mark.parametrize("seed", range(20))
def test_numbers_never_overlap_and_never_pass_the_count(seed):
    rng = Random(seed)
    problem, _ = desk(people("V1", "F1", 1), [coach(count=3)])
    solution = Solution(problem)
    for _ in range(40):
        leaves = rng.randrange(300)
        draft = out(problem, leaves, leaves + rng.randint(1, 60))
        if solution.fleet_fits(draft):
            solution.add_trip(draft)
    numbers = vehicle_numbers(problem, solution.trips)
    assert set(numbers.values()) <= {1, 2, 3}
    for a, first in solution.trips.items():
        for b, second in solution.trips.items():
            if a < b and numbers[a] == numbers[b]:
                assert first.back <= second.timeline.leaves or second.back <= first.timeline.leaves


def test_units_are_bought_by_the_run_and_paid_in_its_first_used_row():
    rows = [
        train("A", seats=6, max_units=3, unit_cost=100, seat_cost=9, run="R"),
        train("B", seats=6, max_units=3, unit_cost=100, seat_cost=4, run="R"),
    ]
    workers = people("H1", "H2", *[1] * 12)
    problem, _ = desk(workers, [], rows, costs=Costs(individual_ticket=1000, escort=50))
    solution = Solution(problem)
    for bundle in range(5):
        solution.set_way(bundle, Way(1, NOBODY, NOBODY))
    assert (solution.units(0), solution.run_cost(0)) == (1, 100 + 4 + 50)
    solution.set_way(5, Way(0, NOBODY, NOBODY))
    assert (solution.units(0), solution.run_cost(0)) == (2, 2 * (100 + 9 + 50))
    assert solution.seats_left(0) == solution.seats_left(1) == 15 - 6
    assert solution.cost == pytest.approx(6 * 1000 + 2 * 159 + 5 * 4 + 9)
    assert plan_of(problem, solution).summary.total_cost == pytest.approx(solution.cost)
    solution.set_way(5, None)
    assert solution.run_cost(0) == 154


def test_shortage_counts_those_missing_on_used_rows():
    problem, _ = desk(people("H1", "H2", 2, 3), [], [train(min_seats=4)])
    solution = Solution(problem)
    assert solution.shortage() == 0
    solution.set_way(0, Way(0, NOBODY, NOBODY))
    assert solution.shortage() == 2
    solution.set_way(1, Way(0, NOBODY, NOBODY))
    assert solution.shortage() == 0


def test_a_copy_goes_its_own_way():
    problem, inserter = desk(people("V1", "F1", 3, 2), [coach(fixed_cost=10)])
    solution = Solution(problem)
    inserter.insert(solution, [0], Mood(), Random(0))
    before = solution.cost
    other = solution.copy()
    inserter.insert(other, [1], Mood(), Random(0))
    assert other.cost < solution.cost == before
    assert solution.ways[1] is None


def test_packing_and_unpacking_changes_nothing():
    problem, inserter = desk(
        people("V1", "F1", 3, 2) + people("H1", "H2", 1), [coach(seats=4, fixed_cost=10)], [train()]
    )
    solution = Solution(problem)
    inserter.insert(solution, range(3), Mood(), Random(0))
    other = Solution.unpack(problem, solution.pack())
    assert other.cost == pytest.approx(solution.cost)
    assert plan_of(problem, other).to_document() == plan_of(problem, solution).to_document()


def test_feeder_and_distribution_of_one_way_need_a_vehicle_each():
    spots = SPOTS | {"D1": (250, 0)}
    for count, mode in ((1, None), (2, 0)):
        scenery = build(spots, people("V1", "F1", 1), [coach(count=count)], [train()])
        problem = Problem(scenery.case, scenery.travel)
        inserter = Inserter(problem, Reach(problem), TripFactory(problem))
        inserter.allow_direct = False
        solution = Solution(problem)
        inserter.insert(solution, [0], Mood(), Random(0))
        assert (None if solution.ways[0] is None else solution.ways[0].service) == mode
        assert len(solution.trips) == (0 if mode is None else 2)


def test_a_party_larger_than_a_unit_takes_several():
    problem, inserter = desk(people("H1", "H2", 9), [], [train(seats=5, max_units=3, unit_cost=10)])
    solution = Solution(problem)
    inserter.insert(solution, [0], Mood(), Random(0))
    assert solution.units(0) == 3
    too_few, inserter = desk(people("H1", "H2", 9), [], [train(seats=5, max_units=2, unit_cost=10)])
    solution = Solution(too_few)
    inserter.insert(solution, [0], Mood(), Random(0))
    assert solution.ways[0] is None


@pytest.mark.parametrize("seed", range(40))
def test_the_running_cost_is_that_of_the_finished_plan(seed):
    """People are put in and taken out at random; the plan's own count must agree, and the checker with both."""
    rng = Random(seed)
    scenery = motley(rng)
    problem = Problem(scenery.case, scenery.travel)
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    solution = Solution(problem)
    everybody = range(len(problem.bundles))
    for _ in range(6):
        waiting = [b for b in everybody if solution.ways[b] is None and rng.random() < 0.8]
        inserter.insert(solution, waiting, Mood(neighbours=rng.random(), unit_fill=rng.uniform(0.3, 1)), rng)
        remove(solution, [b for b in everybody if rng.random() < 0.2], inserter)
    plan = plan_of(problem, solution)
    assert plan.summary.total_cost == pytest.approx(solution.cost, abs=1e-6)
    codes = {v.code for v in check_plan(scenery.case, scenery.travel, plan.to_document()).violations}
    assert codes <= {"BASELINE", "MIN_SEATS"}, codes
    assert ("MIN_SEATS" in codes) == (solution.shortage() > 0)


def test_everybody_leaves_when_the_last_one_does():
    problem, inserter = desk(people("V1", "F1", 3, 2), [coach()], rules=ANY_HOUR)
    solution = Solution(problem)
    inserter.insert(solution, range(2), Mood(), Random(0))
    assert sorted(remove(solution, range(2), inserter)) == [0, 1]
    assert not solution.trips
    assert solution.cost == pytest.approx(problem.fallback_total)


def test_a_party_is_written_as_its_people():
    late = START + 5 * DAY
    problem, inserter = desk(people("V1", "F1", 3, report_by=late), [coach()], rules=Rules(driving=ANY_HOUR.driving))
    solution = Solution(problem)
    inserter.insert(solution, [0], Mood(), Random(0))
    document = plan_of(problem, solution).to_document()
    assert len(document["trips"]) == 1
    assert [len(stop["board"]) for stop in document["trips"][0]["stops"]] == [3, 0]
    assert {i["mode"] for i in document["itineraries"]} == {"direct"}
