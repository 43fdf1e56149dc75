"""Sets of drop-offs of direct coaches: all there are, and what each costs at the least, by offer."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from transport.solver.arrays import Floats, Ints


def count_sets(count: int, longest: int) -> int:
    """How many sets of one to ``longest`` of ``count`` places there are."""
    return sum(math.comb(count, size) for size in range(1, longest + 1))


class DropSets:
    """All sets of up to ``longest`` of ``count`` ends, padded with -1 to equal width, singles first."""

    def __init__(self, count: int, longest: int) -> None:
        self.count, self.longest = count, longest
        blocks = []
        for size in range(1, longest + 1):
            block = np.full((math.comb(count, size), longest), -1, dtype=np.int64)
            block[:, :size] = np.array(list(combinations(range(count), size)), dtype=np.int64).reshape(-1, size)
            blocks.append(block)
        self.ends: Ints = np.concatenate(blocks)
        self.sizes: Ints = (self.ends >= 0).sum(axis=1)

    def __len__(self) -> int:
        return len(self.ends)

    def most(self, values: Floats) -> Floats:
        """For each set the largest value of its ends, which are the last axis of ``values``."""
        padded = np.concatenate([values, np.full((*values.shape[:-1], 1), -np.inf)], axis=-1)
        return np.asarray(padded[..., self.ends].max(axis=-1))

    def tails(self, between: Floats, home: Floats) -> Floats:
        """Cost of the cheapest order of each set by the end that comes first, and home; ``inf`` in the padding.

        A dynamic programme over sets (Held and Karp 1962), smaller ones first.
        """
        costs = np.full(self.ends.shape, np.inf)
        costs[: self.count, 0] = home
        for size in range(2, self.longest + 1):
            rows = np.flatnonzero(self.sizes == size)
            chosen = self.ends[rows, :size]
            for first in range(size):
                others = np.delete(chosen, first, axis=1)
                onward = between[chosen[:, first, None], others] + costs[self._rows(others), : size - 1]
                costs[rows, first] = onward.min(axis=1)
        return costs

    def order(self, row: int, root: int, between: Floats, tails: Floats) -> list[int]:
        """The ends of a set in the cheapest order (see :meth:`tails`) that begins with its ``root``-th."""
        left = [end for end in self.ends[row].tolist() if end >= 0]
        way = [left.pop(root)]
        while left:
            onward = between[way[-1], left] + tails[self._rows(np.array([left]))[0], : len(left)]
            way.append(left.pop(int(onward.argmin())))
        return way

    def _rows(self, members: Ints) -> Ints:
        """The positions of some sets of one size, their ends (second axis) in ascending order."""
        size = members.shape[1]
        of_size = np.flatnonzero(self.sizes == size)
        digits = (self.count + 1) ** np.arange(size - 1, -1, -1)  # numbers that ascend as the sets do
        return np.asarray(of_size[np.searchsorted(self.ends[of_size, :size] @ digits, members @ digits)])

    def least(self, values: Floats, tails: Floats, rows: Ints | None = None) -> Floats:
        """For each set (or those of ``rows``) the least of a value of its first end and the tail from there.

        ``values`` may have leading axes; the sets come last.
        """
        ends, tail = (self.ends, tails) if rows is None else (self.ends[rows], tails[rows])
        padded = np.concatenate([values, np.full((*values.shape[:-1], 1), np.inf)], axis=-1)
        best = padded[..., ends[:, 0]] + tail[:, 0]
        for place in range(1, self.longest):
            best = np.minimum(best, padded[..., ends[:, place]] + tail[:, place])
        return np.asarray(best)

    def greatest(self, rows: Ints, values: Floats) -> Floats:
        """For each end the greatest value (0 at least) of the sets of ``rows`` that it is in."""
        best = np.zeros(self.count + 1)
        for place in range(self.longest):
            np.maximum.at(best, self.ends[rows, place], values)
        return best[: self.count]

    def holds(self, row: int, ends: Ints) -> NDArray[np.bool_]:
        """Which of some ends are in one set."""
        table = np.zeros(self.count + 1, dtype=bool)
        table[self.ends[row]] = True
        return np.asarray(table[ends])
