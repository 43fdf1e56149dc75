"""Whom the stops of a trip bring together, against all sets of places."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transport.solver.full_loads import brought_together


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.sampled_from([None, 1, 2, 2.5, 3, 6, 9]))
def test_the_largest_of_all_sets_with_a_place(persons, stops):
    size = len(persons) if stops is None else min(len(persons), int(stops))
    most = brought_together(np.array(persons), stops)
    for place in range(len(persons)):
        sets = [chosen for chosen in combinations(range(len(persons)), size) if place in chosen]
        assert most[place] == max(1, *(sum(persons[i] for i in chosen) for chosen in sets), 0)


def test_one_stop_is_made_at_the_least():
    assert brought_together(np.array([3, 5]), 0).tolist() == [3, 5]
    assert brought_together(np.array([3, 5]), 0.5).tolist() == [3, 5]
