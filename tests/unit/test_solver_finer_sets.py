"""Drop-off sets of larger areas and what they are made of."""

import numpy as np
import pytest

from transport.solver.areas import Areas, near_areas, single_areas
from transport.solver.bound_direct import MOST_FINER, MOST_SETS, _told_apart
from transport.solver.drop_sets import DropSets
from transport.solver.finer_sets import finer_sets


def pairs_of(finer, sets):
    """By pair of a set and what comes first there, the sets of smaller areas and what comes first in each."""
    for row, ends in enumerate(sets.ends.tolist()):
        for root in range(sets.longest):
            pair = row * sets.longest + root
            begin, end = finer.begins[pair], finer.begins[pair + 1]
            made_of = list(zip(finer.rows[begin:end].tolist(), finer.roots[begin:end].tolist(), strict=True))
            yield {area for area in ends if area >= 0}, ends[root], made_of


@pytest.mark.parametrize("longest", [1, 2, 4])
@pytest.mark.parametrize("of", [(0, 1, 2, 3), (0, 0, 1, 1), (0, 1, 0, 2), (0, 0, 0, 0), (1, 0, 2, 1)])
def test_every_set_belongs_where_its_areas_and_the_first_of_them_are(of, longest):
    areas = Areas(np.array(of))
    sets, single = DropSets(areas.count, min(areas.count, longest)), DropSets(4, longest)
    finer, seen = finer_sets(areas, sets, single_areas(4), single), []
    assert finer.larger.of.tolist() == list(of)
    for larger, first, made_of in pairs_of(finer, sets):
        assert first >= 0 or not made_of
        for row, root in made_of:
            ends = [end for end in single.ends[row].tolist() if end >= 0]
            assert {of[end] for end in ends} == larger
            assert of[ends[root]] == first
        seen += made_of
    rows, roots = np.nonzero(single.ends >= 0)
    assert sorted(seen) == list(zip(rows.tolist(), roots.tolist(), strict=True))


@pytest.mark.parametrize("count", [9, 15, 16, 30, 60])
def test_smaller_areas_lie_within_larger_ones(count):
    where = np.random.default_rng(count).random((count, 2))
    km = np.linalg.norm(where[:, None] - where[None], axis=2)
    (areas, sets), (smaller, of_smaller) = _told_apart(km, 4, MOST_SETS), _told_apart(km, 4, MOST_FINER)
    assert len(sets) <= MOST_SETS
    assert len(of_smaller) <= MOST_FINER
    assert areas.count < smaller.count
    finer = finer_sets(areas, sets, smaller, of_smaller)
    assert (finer.larger.of[smaller.of] == areas.of).all()
    assert finer.begins[-1] == np.count_nonzero(of_smaller.ends >= 0)
    assert near_areas(km, count).count == count
