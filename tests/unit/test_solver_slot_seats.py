"""Seats of coaches by slot: who waits on the way, and whose coaches leave early."""

import random
from itertools import pairwise

import numpy as np
import pytest
from far_case import far_case, real_trips
from random_cases import START, build, coach, people

from transport.case import Costs, Rules
from transport.clock import DAY
from transport.solver import slot_seats, solve
from transport.solver.areas import single_areas
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import WATCH, waiting_pays
from transport.solver.drop_sets import DropSets
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.seat_bound import seat_bound
from transport.solver.slot_seats import _crossings, _kinds

SPOTS = {"V1": (0, 0), "F1": (1600, 0), "F2": (1660, 0), "D1": (0, 0)}


def single_drop_offs(problem):
    reach = Reach(problem)
    flows = build_flows(problem, reach)
    return DirectSets(problem, reach, 0, flows, single_areas(3), DropSets(3, 1), seats_only=True)


def bound(crowd, offer, early):
    scenery = build(SPOTS, crowd, [offer], costs=Costs(individual_ticket=3000, early_arrival_per_day=early))
    problem = Problem(scenery.case, scenery.travel)
    reach = Reach(problem)
    return seat_bound(problem, reach, build_flows(problem, reach), 10).bound


def due(day, factory, persons):
    return people("V1", factory, *[1] * persons, report_by=START + day * DAY + 720, tag=f"#{day}")


@pytest.mark.parametrize(("hour", "pays"), [(0.0, True), (2.49, True), (2.5, False), (14.0, False)])
def test_waiting_pays_where_a_day_of_it_costs_less_than_a_day_of_arriving_early(hour, pays):
    costs = Costs(individual_ticket=900, journey_hour=hour, early_arrival_per_day=60)
    scenery = build(SPOTS, due(5, "F1", 1), costs=costs)
    assert waiting_pays(Problem(scenery.case, scenery.travel)) == pays


def test_who_comes_with_the_first_of_two_rounds_of_a_coach_is_early():
    """A round takes more than two days, and all are due at once: half of them come two days early, or at the least one,
    as they may be carried on to the next slot without anything.
    """
    crowd = due(6, "F1", 10) + due(6, "F2", 10)
    offer = coach("K", 11, 1, fixed_cost=1000)
    punctual = bound(crowd, offer, 0)
    assert 2 * 1000 * (1 - 1e-5) <= punctual <= 2 * 1000
    assert punctual + 10 * 60 <= bound(crowd, offer, 60) + 1 <= punctual + 10 * 2 * 60 + 1


def test_one_coach_that_waits_for_days_between_its_drop_offs_is_a_plan():
    crowd = due(4, "F1", 5) + due(7, "F2", 5)
    once = 5000 + 1660  # out and on by one coach, and home for nothing
    assert bound(crowd, coach("K", 11, 1, fixed_cost=5000, km_cost=1), 1000) <= once


def test_a_coach_that_is_kept_is_not_there_for_others():
    """While ten wait aboard until the day on which they are due, it cannot bring ten more for that day."""
    crowd, others = due(6, "F1", 10), due(6, "F2", 10)
    offer = coach("K", 11, 1, fixed_cost=5000)
    alone, together = bound(crowd, offer, 1000), bound(crowd + others, offer, 1000)
    assert together > alone + 5000
    assert bound(crowd + others, coach("K", 11, 9, fixed_cost=5000), 1000) <= alone + 5000


@pytest.mark.parametrize("seed", range(12))
def test_no_moment_is_counted_twice(seed):
    """A kept coach is counted between what it is out for anyhow and the soonest that it can be back."""
    sets = single_drop_offs(far_case(seed))
    spans, backs = _crossings(sets.slots), [slot.out[1] for slot in sets.slots]
    counted = [moment for span in spans[1:] for moment in range(*span)]
    assert counted
    assert len(set(counted)) == len(counted)
    for n, (begin, end) in enumerate(spans):
        assert all(begin >= back.max() for back in backs[:n])
        assert all(end <= back.min() for back in backs[n + 1 :])


@pytest.mark.parametrize("seed", range(25))
def test_a_real_coach_leaves_as_early_as_each_of_its_villages_says(seed):
    problem = far_case(seed)
    sets, found = single_drop_offs(problem), 0
    for draft in real_trips(problem, random.Random(seed)):
        found += 1
        arrival = draft.timeline.arrive[draft.pickups]
        (slot,) = (s for s in sets.slots if s.opens < arrival <= s.closes)
        hour = (arrival - slot.opens - 1) // WATCH
        leaves, _ = sets.counted(draft.timeline.leaves, draft.back)
        for village in np.searchsorted(sets.roads.starts, draft.stops[: draft.pickups]).tolist():
            assert leaves <= slot.leaves[hour, village]
    assert found


@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", range(6))
def test_kinds_of_coaches_take_everybody_once_and_leave_no_later_than_those_for_whom_less_is_needed(seed, most):
    sets = single_drop_offs(far_case(seed))
    for slot in sets.slots:
        at = sets.roads.at[slot.flows]
        kinds = _kinds(slot, at, most)
        assert 1 <= len(kinds) <= most
        assert (np.sum([kind.riders for kind in kinds], axis=0) == 1).all()
        assert [kind.others for kind in kinds] == [True] * (len(kinds) - 1) + [False]
        assert all((early.first <= late.first).all() for early, late in pairwise(kinds))


@pytest.mark.parametrize(("far", "more"), [(5, 0), (8, 7200)])
def test_who_is_so_far_off_that_the_driver_needs_a_second_day_has_the_coach_out_for_longer(monkeypatch, far, more):
    """He may drive 480 minutes a day: to fetch people from the other village it is 5 + 475 or 8 + 478. In six days all
    could travel by the coach's two seats, were it never out for longer than for those of the near village.
    """
    spots = {"V1": (0, 0), "V2": (0, far), "F1": (470, 0), "D1": (0, 0)}
    crowd = [one for v in ("V1", "V2") for one in people(v, "F1", *[1] * 8, report_by=START + 6 * DAY)]
    scenery = build(spots, crowd, [coach("K", 3, 1)], rules=Rules(), costs=Costs(individual_ticket=3000))
    problem = Problem(scenery.case, scenery.travel)
    flows, bounds = build_flows(problem, Reach(problem)), {}
    for kinds in (1, 2):
        monkeypatch.setattr(slot_seats, "KINDS", kinds)
        bounds[kinds] = seat_bound(problem, Reach(problem), flows, 10).bound
    assert bounds[1] == pytest.approx(0, abs=1)
    assert bounds[2] == pytest.approx(more, abs=1)
    assert bounds[2] <= solve(scenery.case, scenery.travel, time_limit_s=2).summary.total_cost
