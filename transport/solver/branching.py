"""A tree of cases that differ in how many there are of what is whole in every plan, such as a run's units.

Every plan is in exactly one leaf, and costs at least what is proven there: the bound is that of the lowest leaf.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 1e-4
"""How far from a whole number one may be to count as it."""

Ranges = tuple[tuple[int, float], ...]
"""The least and the most of each number."""


@dataclass(slots=True)
class Leaf:
    """The least and the most of each number, and CNY proven for every plan within these limits."""

    bound: float
    limits: Ranges


class Tree:
    """The leaves of a branch and bound search, best first.

    Parameters
    ----------
    most
        The most that each number can be.
    """

    def __init__(self, most: Sequence[float]) -> None:
        self.leaf = Leaf(0.0, tuple((0, number) for number in most))
        self.branches = 0
        self._open: list[Leaf] = []
        self._closed = math.inf

    @property
    def bound(self) -> float:
        """CNY proven for every plan."""
        return min(self.leaf.bound, self._closed, *(leaf.bound for leaf in self._open))

    @property
    def is_lowest(self) -> bool:
        """Whether no other leaf holds the bound down more than the one being worked on."""
        return all(self.leaf.bound <= leaf.bound for leaf in self._open)

    def prove(self, bound: float) -> None:
        """Take a bound of the present leaf."""
        self.leaf.bound = max(self.leaf.bound, bound)

    def widen(self, most: Sequence[float]) -> None:
        """Have further numbers in all leaves, which can be so many at the most."""
        for leaf in (self.leaf, *self._open):
            leaf.limits += tuple((0, number) for number in most)

    def split(self, numbers: Sequence[float], which: int | None = None) -> None:
        """Cut the present leaf in two at one of the numbers (``None``: that which is least whole), at most what it is
        rounded down, and at least one more; where all are whole, the leaf is closed.

        ``numbers`` are those of the leaf's relaxation, and lie within its limits.
        """
        if self.is_whole(numbers):
            self._closed = min(self._closed, self.leaf.bound)
            return
        cut = max(range(len(numbers)), key=lambda n: broken(numbers[n])) if which is None else which
        self._open += [Leaf(self.leaf.bound, limits) for limits in self.halves(numbers, cut)]
        self.branches += 1

    def halves(self, numbers: Sequence[float], cut: int) -> tuple[Ranges, Ranges]:
        """The limits on both sides of a cut of the present leaf."""
        limits, whole = self.leaf.limits, math.floor(numbers[cut])
        below, above = ((limits[cut][0], whole), (whole + 1, limits[cut][1]))
        return (*limits[:cut], below, *limits[cut + 1 :]), (*limits[:cut], above, *limits[cut + 1 :])

    @staticmethod
    def is_whole(numbers: Sequence[float]) -> bool:
        """Whether no number has a fraction."""
        return all(broken(number) <= WHOLE for number in numbers)

    def put_back(self) -> None:
        """Leave the present leaf for later."""
        self._open.append(self.leaf)

    def select(self) -> bool:
        """Go to the lowest open leaf; ``False`` where none is left that holds the bound down."""
        if not self._open or min(leaf.bound for leaf in self._open) >= self._closed:
            self.leaf = Leaf(self._closed, self.leaf.limits)
            return False
        self.leaf = min(self._open, key=lambda leaf: leaf.bound)
        self._open.remove(self.leaf)
        return True


def broken(number: float) -> float:
    """How far from a whole number it is."""
    return min(number - math.floor(number), math.ceil(number) - number)
