"""What drop-off sets of areas are made of: all sets of smaller areas, or of the destinations themselves, in each."""

from __future__ import annotations

from collections.abc import Iterable
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
    larger
        The larger area of each smaller one.
    begins, rows, roots
        What belongs to the n-th pair of a set of larger areas and the one that comes first (row times the greatest
        size, plus position): sets and what comes first there, from ``begins[n]`` up to ``begins[n + 1]``.
    """

    areas: Areas
    sets: DropSets
    larger: Areas
    begins: Ints
    rows: Ints
    roots: Ints

    def inside(self, rows: Ints, roots: Ints, longest: int) -> tuple[Ints, Ints]:
        """What some sets of larger areas, the given ones coming first, are made of: the places in ``rows``, and which
        of those sets each belongs to.
        """
        pairs = rows * longest + roots
        begins = self.begins[pairs]
        counts = self.begins[pairs + 1] - begins
        of = np.repeat(np.arange(len(pairs)), counts)
        return np.arange(len(of)) + np.repeat(begins - (np.cumsum(counts) - counts), counts), of


def finer_sets(areas: Areas, sets: DropSets, smaller: Areas, of_smaller: DropSets) -> FinerSets:
    """Sort the sets of smaller areas by those of the larger ones that they lie in."""
    within = np.zeros(smaller.count, dtype=np.int64)
    within[smaller.of] = areas.of
    rows, roots = np.nonzero(of_smaller.ends >= 0)
    row_of = {_areas(ends): row for row, ends in enumerate(sets.ends.tolist())}
    larger = np.where(of_smaller.ends >= 0, within[of_smaller.ends], -1)
    of = np.array([row_of[_areas(ends)] for ends in larger.tolist()], dtype=np.int64)[rows]
    first = (sets.ends[of] == larger[rows, roots][:, None]).argmax(axis=1)
    pair = of * sets.longest + first
    order = np.argsort(pair, kind="stable")
    begins = np.searchsorted(pair[order], np.arange(len(sets) * sets.longest + 1))
    return FinerSets(smaller, of_smaller, Areas(within), begins, rows[order], roots[order])


def _areas(ends: Iterable[int]) -> frozenset[int]:
    """Without the padding."""
    return frozenset(ends) - {-1}
