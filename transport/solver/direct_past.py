"""What coaches were proven to gain at the most at other prices, and so gain at the most at new ones.

A trip that is worth no more than u at some prices is worth no more at others than u and what its riders pay more now:
together no more than those whose prices rose most, of the people that go to its drop-offs, as many as it has seats.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transport.compiled import compiled
from transport.solver.arrays import Floats, Ints
from transport.solver.direct_slots import Slot
from transport.solver.drop_sets import DropSets

MOST_PRICES = 12
"""Prices that are remembered at a time."""


class PastWorth:
    """The most that trips of one offer are worth, by slot and set of drop-offs, a vehicle's scarcity left out.

    Parameters
    ----------
    to
        Where each flow goes, as position among the ends.
    persons
        How many people each flow has.
    room
        Seats of a coach.
    """

    def __init__(self, slots: Sequence[Slot], sets: DropSets, to: Ints, persons: Floats, room: int) -> None:
        self._slots, self._sets, self._to, self._persons, self._room = slots, sets, to, persons, room
        self._worth = [np.full(len(slot.sets), np.inf) for slot in slots]
        self._since = [np.full(len(slot.sets), -1) for slot in slots]
        self._within = [np.isin(np.arange(len(persons)), slot.flows) for slot in slots]
        self._prices: dict[int, Floats] = {}
        self._risen: dict[int, tuple[Ints, Floats]] = {}
        self._now = -1

    def go_to(self, prices: Floats) -> None:
        """Look at new prices of the flows; of the oldest ones nothing is known any more."""
        self._now += 1
        self._prices[self._now] = prices
        self._prices.pop(self._now - MOST_PRICES, None)
        self._risen = {then: _risen(prices - before) for then, before in self._prices.items()}

    def at_most(self, n: int) -> Floats:
        """What trips of a slot are worth at the most at the prices of now, by set.

        What follows from prices about to be forgotten is taken for proven now.
        """
        worth, since = self._worth[n].copy(), self._since[n]
        for then in np.unique(since).tolist():
            rows = np.flatnonzero(since == then)
            worth[rows] = worth[rows] + self._rise(n, then, rows) if then in self._prices else np.inf
        old = since <= self._now - MOST_PRICES + 1
        self._worth[n][old], since[old] = worth[old], self._now
        return worth

    def _rise(self, n: int, then: int, rows: Ints) -> Floats:
        """What the people of a full coach pay more than they did then, at the most."""
        flows, more = self._risen[then]
        ends = self._sets.ends[self._slots[n].sets[rows]]
        return _paid_more(flows, more, self._within[n], self._to, self._persons, ends, float(self._room))

    def note(self, n: int, known: Floats, worth: Floats) -> None:
        """Take in what was proven now (``worth``) where it says more than what follows from before (``known``)."""
        tighter = worth < known
        self._worth[n][tighter], self._since[n][tighter] = worth[tighter], self._now


def _risen(more: Floats) -> tuple[Ints, Floats]:
    """The flows whose prices rose, by so much ``more``, those that rose most first; and by how much each."""
    flows = np.argsort(-more, kind="stable")[: np.count_nonzero(more > 0)]
    return flows, more[flows]


@compiled
def _paid_more(
    flows: Ints, more: Floats, within: NDArray[np.bool_], to: Ints, persons: Floats, ends: Ints, room: float
) -> Floats:
    """What those who pay most more of the people ``within`` a slot that go to the ends of each set pay, as many as
    there is room for; ``flows`` by what they pay ``more``.
    """
    paid = np.zeros(len(ends))
    for row in range(len(ends)):
        left = room
        for n in range(len(flows)):
            f = flows[n]
            if not within[f]:
                continue
            for end in ends[row]:
                if end == to[f]:
                    paid[row] += more[n] * min(left, persons[f])
                    left -= persons[f]
                    break
            if left <= 0.0:
                break
    return paid
