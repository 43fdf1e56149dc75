"""A tree of cases that differ in how many units of each run are bought: the bound is that of its lowest leaf.

Every plan buys whole units, so it is in exactly one leaf, and costs at least what is proven there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 1e-4
"""How far from a whole number units may be to count as one."""


@dataclass(slots=True)
class Leaf:
    """Least and most units by run, and CNY proven for every plan with so many."""

    bound: float
    units: tuple[tuple[int, int], ...]


class Tree:
    """The leaves of a branch and bound search, best first.

    Parameters
    ----------
    most
        Units of each run there are.
    """

    def __init__(self, most: Sequence[int]) -> None:
        self.leaf = Leaf(0.0, tuple((0, units) for units in most))
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

    def split(self, units: Sequence[float]) -> None:
        """Cut the present leaf in two at the units that are least whole; where all are whole, it is closed.

        ``units`` are those of the leaf's relaxation, and lie within its limits.
        """
        if self.is_whole(units):
            self._closed = min(self._closed, self.leaf.bound)
            return
        run = max(range(len(units)), key=lambda run: _broken(units[run]))
        limits, whole = self.leaf.units, math.floor(units[run])
        for low, high in ((limits[run][0], whole), (whole + 1, limits[run][1])):
            self._open.append(Leaf(self.leaf.bound, (*limits[:run], (low, high), *limits[run + 1 :])))
        self.branches += 1

    @staticmethod
    def is_whole(units: Sequence[float]) -> bool:
        """Whether no run has a part of a unit."""
        return all(_broken(y) <= WHOLE for y in units)

    def put_back(self) -> None:
        """Leave the present leaf for later."""
        self._open.append(self.leaf)

    def select(self) -> bool:
        """Go to the lowest open leaf; ``False`` where none is left that holds the bound down."""
        if not self._open or min(leaf.bound for leaf in self._open) >= self._closed:
            self.leaf = Leaf(self._closed, self.leaf.units)
            return False
        self.leaf = min(self._open, key=lambda leaf: leaf.bound)
        self._open.remove(self.leaf)
        return True


def _broken(y: float) -> float:
    """How far from a whole number it is."""
    return min(y - math.floor(y), math.ceil(y) - y)
