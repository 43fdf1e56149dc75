"""Trips counted in the bound, such as the coaches to an area or the feeders of a hub: whole numbers in every plan.

Where a count has limits, its price is added to what each trip costs that it counts: a penalty where there may be so
many at the most, and where there must be so many at least, a subsidy. No subsidies are so large that a trip with nobody
aboard would gain: for each trip that there must be and is not, ``SUBSIDY`` of the cheapest one is paid instead, so that
the relaxation always has a solution.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.arrays import Floats
from transport.solver.bound_direct import DirectSets
from transport.solver.bound_families import Family
from transport.solver.branching import Ranges

SUBSIDY = 0.98
"""Share of what the cheapest trip costs that all subsidies of one come to at the most."""

Prices = Mapping[mathopt.LinearConstraint, float]
"""What one more of each row is worth (CNY)."""


class Count(NamedTuple):
    """Trips of a kind by one offer (``None``: any); coaches that come to an area (``None``: wherever they go), others
    at a hub.
    """

    kind: TripKind
    offer: int | None
    at: int | None


class TripCounts:
    """The counts of a model: each is a variable (``numbers``) and a row that says that it is the sum of its trips.

    Parameters
    ----------
    model
        Gets rows and variables.
    directs
        The offers of coaches; all have the same areas.
    families
        The families of feeders and distribution trips.
    """

    def __init__(self, model: mathopt.Model, directs: Sequence[DirectSets], families: Sequence[Family]) -> None:
        self._directs, self._families = directs, families
        self.least: dict[Count, float] = {}
        for sets in directs:
            for count in _counts("direct", sets.offer, (None, *range(sets.sets.count))):
                self._note(count, sets.least)
        for family in families:
            for count in _counts(family.side, family.offer, (family.hub,)):
                self._note(count, family.least)
        self.rows = {count: model.add_linear_constraint(lb=0.0, ub=0.0) for count in self.least}
        self.numbers = [model.add_variable(lb=0.0) for _ in self.rows]
        for (count, row), number in zip(self.rows.items(), self.numbers, strict=True):
            row.set_coefficient(number, -1.0)
            missing = model.add_variable(lb=0.0)
            model.objective.set_linear_coefficient(missing, SUBSIDY * self.least[count])
            row.set_coefficient(missing, 1.0)

    def _note(self, count: Count, least: float) -> None:
        self.least[count] = min(least, self.least.get(count, math.inf))

    def count(self, z: mathopt.Variable, kind: TripKind, offer: int, at: Iterable[int]) -> None:
        """Count the trips of a column: coaches by the areas they go to, others by their hub."""
        for count in _counts(kind, offer, (None, *at)):
            if count in self.rows:
                self.rows[count].set_coefficient(z, 1.0)

    def within(self, prices: Prices, limits: Ranges) -> dict[mathopt.LinearConstraint, float]:
        """The counts' own prices such as may be where the numbers have these limits."""
        own = {}
        for row, (low, high) in zip(self.rows.values(), limits, strict=True):
            price = prices.get(row, 0.0)
            if low == 0:
                price = min(0.0, price)
            if math.isinf(high):
                price = max(0.0, price)
            own[row] = price
        coaches = [self.subsidy(n, own) / max(sets.least, 1e-9) for n, sets in enumerate(self._directs)]
        spokes = [-self.spoke(family, own) / max(family.least, 1e-9) for family in self._families]
        most = max([0.0, *coaches, *spokes])
        return own if most <= SUBSIDY else self.part(own, SUBSIDY / most)

    def part(self, prices: Prices, share: float) -> dict[mathopt.LinearConstraint, float]:
        """The counts' own prices with only so large a part of each subsidy."""
        return {row: share * prices[row] if prices[row] > 0 else prices[row] for row in self.rows.values()}

    def coach(self, n: int, prices: Prices) -> Floats:
        """What a coach of the n-th offer costs besides, by set of areas."""
        sets, offer = self._directs[n].sets, self._directs[n].offer
        by_area = np.zeros(sets.count + 1)  # the last of them stands for no area
        by_area[: sets.count] = [self._paid(_counts("direct", offer, (area,)), prices) for area in range(sets.count)]
        return np.asarray(self._paid(_counts("direct", offer, (None,)), prices) + by_area[sets.ends].sum(axis=1))

    def spoke(self, family: Family, prices: Prices) -> float:
        """What a family's trip costs besides."""
        return self._paid(_counts(family.side, family.offer, (family.hub,)), prices)

    def subsidy(self, n: int, prices: Prices) -> float:
        """By how much a coach of the n-th offer is cheaper at the most."""
        return max(0.0, -float(self.coach(n, prices).min()))

    def _paid(self, counts: Iterable[Count], prices: Prices) -> float:
        return -math.fsum(prices[self.rows[count]] for count in counts)

    def value(self, prices: Prices, limits: Ranges) -> float:
        """What the limits are worth at prices that may be."""
        found = 0.0
        for row, (low, high) in zip(self.rows.values(), limits, strict=True):
            price = prices[row]
            found += price * low if price > 0 else price * high if price < 0 else 0.0
        return found


def _counts(kind: TripKind, offer: int, at: Iterable[int | None]) -> Iterator[Count]:
    """The counts of a trip by an offer that comes to some places."""
    for place in at:
        yield Count(kind, None, place)
        yield Count(kind, offer, place)
