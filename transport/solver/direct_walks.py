"""What a trip over pick-ups is worth at the most where seats have a price and are no limit: by walks, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transport.solver.direct_roads import Roads
from transport.solver.drop_sets import Ints
from transport.solver.pickup_sets import with_time_left
from transport.solver.pricing import Floats

NEVER = 1e9
"""Minutes that stand for staying where one is, which is no way on."""


@dataclass(frozen=True, slots=True)
class Walks:
    """Walks over the villages of an offer, back from the first drop-off; villages that are left may be called at again.

    ``at`` are the villages of the flows, in order, ``persons`` how many each has; a minute costs each ``rate`` CNY.
    """

    roads: Roads
    at: Ints
    persons: Floats
    rate: float

    def best(self, own: Floats, most: Floats, rides: Floats, last: Floats, *, once: int) -> Floats:
        """The best walk of each column: its value at the most.

        Parameters
        ----------
        own, most
            What a person of each flow is worth, and less the minutes left; the less of the two counts, nothing below 0.
        rides, last
            From each village to the first drop-off: the least minutes, and CNY all the way home.
        once
            So many villages, those worth most, are called at once only; where there are any, the minutes left are told
            apart by the next pick-up, else the least of all count.

        Notes
        -----
        Nobody goes straight back to the village of the next pick-up: for each the best two walks from it that go on to
        different ones are kept (Houck et al. 1980). The minutes left at the k-th last pick-up are those on to the next
        one and the least of any k - 1 calls from there.
        """
        count = len(self.roads.starts)
        staying = np.eye(count, dtype=bool)
        legs = self.roads.legs + np.where(staying, np.inf, 0.0)
        leg_minutes = self.roads.leg_minutes + np.where(staying, NEVER, 0.0)
        worth = self._sum(self._above(own, most, rides[self.at]))
        rare = [np.argsort(-worth, axis=0)[i] for i in range(min(once, count))]
        states = [_Ends.none(worth.shape) for _ in range(1 << len(rare))]
        states[0].best[:] = worth - last
        _count_calls(states, rare)
        value = self._value(states)
        for _ in range(min(self.roads.max_pickups, count) - 1):
            onward = leg_minutes[:, :, None] + rides[None]
            rides = onward.min(axis=1)
            if once:
                gain = self._sum(self._above(own[:, None], most[:, None], onward[self.at])) - legs[:, :, None]
            else:
                gain = self._sum(self._above(own, most, rides[self.at]))[:, None] - legs[:, :, None]
            states = [state.one_more(gain) for state in states]
            _count_calls(states, rare)
            value = np.maximum(value, self._value(states))
        return value

    def _value(self, states: Sequence[_Ends]) -> Floats:
        """What the best walk that begins here is worth, by column."""
        best = np.max([state.best for state in states], axis=0)
        return np.asarray((best - self.roads.first[:, None]).max(axis=0))

    def _above(self, own: Floats, most: Floats, minutes: Floats) -> Floats:
        return np.maximum(0.0, with_time_left(own, most, self.rate * minutes))

    def _sum(self, each: Floats) -> Floats:
        """What the people of each village are worth together."""
        weighted = each * self.persons.reshape(-1, *[1] * (each.ndim - 1))
        total = np.zeros((len(self.roads.starts), *each.shape[1:]))
        villages, begins = np.unique(self.at, return_index=True)
        total[villages] = np.add.reduceat(weighted, begins, axis=0)
        return total


@dataclass(frozen=True, slots=True)
class _Ends:
    """By village and column the best two walks from there on, and where the best one goes next; the other not there."""

    best: Floats
    second: Floats
    following: Ints

    @staticmethod
    def none(shape: tuple[int, ...]) -> _Ends:
        return _Ends(np.full(shape, -np.inf), np.full(shape, -np.inf), np.full(shape, -1))

    def one_more(self, gain: Floats) -> _Ends:
        """One call more: ``gain`` is that of calling at a village (first axis) before another one."""
        back = self.following[None, :, :] == np.arange(len(self.best))[:, None, None]
        step = np.where(back, self.second[None], self.best[None]) + gain
        following = step.argmax(axis=1)
        best = np.take_along_axis(step, following[:, None], axis=1)[:, 0]
        np.put_along_axis(step, following[:, None], -np.inf, axis=1)
        return _Ends(best, step.max(axis=1), following)


def _count_calls(states: Sequence[_Ends], rare: Sequence[Ints]) -> None:
    """Walks that call at a village of ``rare`` (by column) belong to the state with its bit; those in it end there."""
    columns = np.arange(states[0].best.shape[1])
    for bit, villages in enumerate(rare):
        at = villages, columns
        for without in range(len(states)):
            if without >> bit & 1:
                continue
            before, after = states[without], states[without | 1 << bit]
            after.best[at], after.second[at] = before.best[at], before.second[at]
            after.following[at] = before.following[at]
            before.best[at] = before.second[at] = -np.inf
