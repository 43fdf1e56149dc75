"""What drop-off sets of areas are made of: all sets of smaller areas, or of the destinations themselves, in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transport.solver.areas import Areas
from transport.solver.arrays import Ints
from transport.solver.drop_sets import DropSets


@dataclass(frozen=True, slots=True)
class FinerSets:
    """``sets`` of the smaller ``areas``, each of which lies in one larger area.

    Attributes
    ----------
    within
        The larger area of each smaller one.
    begins, rows, roots
        What belongs to the n-th pair of a set of larger areas and the one that comes first (row times the greatest
        size, plus position): sets and what comes first there, from ``begins[n]`` up to ``begins[n + 1]``.
    """

    areas: Areas
    sets: DropSets
    within: Ints
    begins: Ints
    rows: Ints
    roots: Ints


def finer_sets(areas: Areas, sets: DropSets, smaller: Areas, of_smaller: DropSets) -> FinerSets:
    """Sort the sets of smaller areas by those of the larger ones that they lie in."""
    within = np.zeros(smaller.count, dtype=np.int64)
    within[smaller.of] = areas.of
    rows, roots = np.nonzero(of_smaller.ends >= 0)
    larger = np.where(of_smaller.ends >= 0, np.append(within, -1)[of_smaller.ends], -1)
    named = _same_once(larger)
    row_of = {tuple(ends): row for row, ends in enumerate(sets.ends.tolist())}
    of = np.array([row_of[tuple(ends)] for ends in named.tolist()], dtype=np.int64)[rows]
    first = (sets.ends[of] == larger[rows, roots][:, None]).argmax(axis=1)
    pair = of * sets.longest + first
    order = np.argsort(pair, kind="stable")
    begins = np.searchsorted(pair[order], np.arange(len(sets) * sets.longest + 1))
    return FinerSets(smaller, of_smaller, within, begins, rows[order], roots[order])


def _same_once(members: Ints) -> Ints:
    """Each row in ascending order with every number once, -1 behind the last."""
    far = np.iinfo(np.int64).max
    ascending = np.sort(np.where(members < 0, far, members), axis=1)
    ascending[:, 1:][ascending[:, 1:] == ascending[:, :-1]] = far
    ascending.sort(axis=1)
    return np.where(ascending == far, -1, ascending)
