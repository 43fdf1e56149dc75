"""Slots of direct coaches that others beat, and vehicles that are free between two trips."""

import pytest
from far_case import far_case

from transport.solver.bound_direct import direct_sets
from transport.solver.direct_rivals import find_rivals
from transport.solver.flows import build_flows
from transport.solver.reach import Reach
from transport.solver.solution import is_free


@pytest.mark.parametrize("seed", range(4))
def test_who_beats_a_slot_has_the_same_set_and_is_priced_itself(seed):
    problem = far_case(seed)
    reach = Reach(problem)
    flows = build_flows(problem, reach)
    beaten = 0
    for sets in direct_sets(problem, reach, flows):
        rivals = find_rivals(sets.slots, sets.sets, sets.roads.to)
        for slot, own in zip(sets.slots, rivals, strict=True):
            for set_, by, row in zip(slot.sets, own.slot, own.row, strict=True):
                if by >= 0:
                    beaten += 1
                    assert sets.slots[by].sets[row] == set_
                    assert rivals[by].slot[row] == -1  # who beats is priced
    assert beaten > 0


def test_a_vehicle_is_free_in_a_gap_between_two_trips_and_up_to_their_very_minutes():
    out = [(0, 100), (200, 300)]
    assert is_free(out, 100, 200, 1)
    assert not is_free(out, 99, 200, 1)
    assert not is_free(out, 100, 201, 1)
    assert is_free(out, 50, 250, 2)
