"""Slots of direct coaches that others beat, and when they are free between two trips."""

import numpy as np
import pytest
from far_case import far_case, waiting_case

from transport.clock import DAY
from transport.solver.areas import Areas, single_areas
from transport.solver.bound_direct import DirectSets, direct_sets
from transport.solver.coach_tours import LAST_NODES
from transport.solver.direct_rivals import find_rivals
from transport.solver.drop_sets import DropSets
from transport.solver.finer_sets import finer_sets
from transport.solver.flows import build_flows
from transport.solver.reach import Reach
from transport.solver.solution import is_free


def offers(make, seed):
    problem = make(seed)
    reach = Reach(problem)
    flows = build_flows(problem, reach)
    return flows, [*direct_sets(problem, reach, flows), in_areas(problem, reach, flows)]


def in_areas(problem, reach, flows):
    """Two destinations count as one, but for the hours of people."""
    areas, sets = Areas(np.array([0, 1, 0])), DropSets(2, 2)
    return DirectSets(
        problem, reach, 0, flows, areas, sets, finer=finer_sets(areas, sets, single_areas(3), DropSets(3, 3))
    )


def rivals_of(sets):
    larger = Areas(np.array([0, 1, 0])) if sets.roads.areas.merged else single_areas(sets.sets.count)
    return find_rivals(sets.slots, sets.sets, larger, sets.roads.to)


CASES = pytest.mark.parametrize(("make", "seed"), [*((far_case, n) for n in range(4)), (waiting_case, 1)])


@CASES
def test_who_beats_a_slot_has_the_same_set_and_is_priced_itself(make, seed):
    beaten = 0
    for sets in offers(make, seed)[1]:
        rivals = rivals_of(sets)
        every = [slot.sets for slot in sets.slots]
        by, own = np.concatenate(rivals), np.concatenate(every)
        rows = np.flatnonzero(by >= 0)
        beaten += len(rows)
        assert (own[by[rows]] == own[rows]).all()
        assert (by[by[rows]] == -1).all()  # who beats is priced
    assert beaten > 0


@CASES
def test_no_trip_of_a_beaten_slot_gains_more_than_trips_of_the_one_that_beats_it(make, seed):
    flows, every = offers(make, seed)
    prices = np.random.default_rng(seed).uniform(500, 4_000, len(flows))
    found = 0
    for sets in every:
        upper, gains = [], []
        for n, slot in enumerate(sets.slots):
            rows, most = np.arange(len(slot.sets)), np.full(len(slot.sets), np.inf)
            vehicles = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.int64)
            best = np.zeros(len(rows))
            for row in rows:
                routes = sets._price_slot(n, np.array([row]), prices, vehicles, most, 0.0, 100, LAST_NODES)
                best[row] = max((route.value for route in routes), default=0.0)
            upper.append(np.maximum(0.0, most))
            gains.append(best)
        by, most, best = (np.concatenate(own) for own in (rivals_of(sets), upper, gains))
        rows = np.flatnonzero(by >= 0)
        found += np.count_nonzero(best[rows])
        # who keeps people for longer is out for longer
        kept = np.repeat([slot.kept for slot in sets.slots], [len(slot.sets) for slot in sets.slots])
        days = np.ceil(np.maximum(0, kept[by[rows]] - kept[rows]) / DAY)
        assert (best[rows] <= most[by[rows]] + sets.roads.day * days + 1e-6).all()
    assert found > 0


def test_a_vehicle_is_free_in_a_gap_between_two_trips_and_up_to_their_very_minutes():
    out = [(0, 100), (200, 300)]
    assert is_free(out, 100, 200, 1)
    assert not is_free(out, 99, 200, 1)
    assert not is_free(out, 100, 201, 1)
    assert is_free(out, 50, 250, 2)
