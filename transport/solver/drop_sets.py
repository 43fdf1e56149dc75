"""Sets of drop-offs of direct coaches: all there are, and what each costs at the least, by offer."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from transport.solver.pricing import Floats

Ints = NDArray[np.int64]


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

    def sums(self, values: Floats) -> Floats:
        """For each set the sum of a value of its ends."""
        return np.asarray(np.append(values, 0.0)[self.ends].sum(axis=1))

    def most(self, values: Floats) -> Floats:
        """For each set the largest value of its ends."""
        return np.asarray(np.append(values, -np.inf)[self.ends].max(axis=1))

    def tails(self, between: Floats, home: Floats) -> Floats:
        """Cost of the cheapest order of each set by the end that comes first, and home; ``inf`` in the padding."""
        costs = np.full(self.ends.shape, np.inf)
        for size in range(1, self.longest + 1):
            rows = np.flatnonzero(self.sizes == size)
            chosen = self.ends[rows]
            for order in permutations(range(size)):
                length = home[chosen[:, order[-1]]].copy()
                for a, b in pairwise(order):
                    length += between[chosen[:, a], chosen[:, b]]
                costs[rows, order[0]] = np.minimum(costs[rows, order[0]], length)
        return costs

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

    def members(self, rows: Ints) -> Floats:
        """Incidence (ends, sets) of the sets of ``rows``."""
        table = np.zeros((self.count + 1, len(rows)))
        for place in range(self.longest):
            table[self.ends[rows, place], np.arange(len(rows))] = 1.0
        return table[: self.count]

    def holds(self, row: int, ends: Ints) -> NDArray[np.bool_]:
        """Which of some ends are in one set."""
        table = np.zeros(self.count + 1, dtype=bool)
        table[self.ends[row]] = True
        return np.asarray(table[ends])
