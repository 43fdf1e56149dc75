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
MOST_PARTS, PART = 6, 64
"""Columns are dealt with in so many parts, by how many villages pay anything, but at least so many at a time."""


@dataclass(frozen=True, slots=True)
class Walks:
    """Walks over the villages of an offer, back from the first drop-off; villages that are left may be called at again.

    ``at`` are the villages of the flows, in order, ``persons`` how many each has; a minute costs each ``rate`` CNY.
    """

    roads: Roads
    at: Ints
    persons: Floats
    rate: float

    def best(self, own: Floats, most: Floats, rides: Floats, last: Floats, *, once: int) -> tuple[Floats, int]:
        """The best walk of each column: its value at the most; and how many steps that took.

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
        Only villages that pay anything are called at: leaving another one out makes no trip dearer or longer. Nobody
        goes straight back to the village of the next pick-up: for each the best two walks from it that go on to
        different ones are kept (Houck et al. 1980). The minutes left at the k-th last pick-up are those on to the next
        one and the least of any k - 1 calls from there.
        """
        worth = self._sum(self._above(own, most, rides[self.at]))
        value = (worth - last - self.roads.first[:, None]).max(axis=0)
        paying, steps = (worth > 0).sum(axis=0), worth.size
        parts = max(1, min(MOST_PARTS, len(paying) // PART))
        for part in np.array_split(np.argsort(paying, kind="stable"), parts):
            calls = int(paying[part].max(initial=0))
            if calls > 1:
                villages = np.argsort(-worth[:, part], axis=0, kind="stable")[:calls]
                people = own[:, part], most[:, part]
                further = self._further(people, villages, worth[:, part], rides[:, part], last[:, part], once)
                value[part] = np.maximum(value[part], further)
                steps += len(part) * calls**2 * self.roads.max_pickups << once
        return np.asarray(value), steps

    def _further(
        self, people: tuple[Floats, Floats], villages: Ints, worth: Floats, rides: Floats, last: Floats, once: int
    ) -> Floats:
        """Likewise over some ``villages`` of each column, those worth most first."""
        staying = np.eye(len(villages), dtype=bool)[:, :, None]
        legs = np.where(staying, np.inf, self.roads.legs[villages[:, None], villages[None]])
        leg_minutes = np.where(staying, NEVER, self.roads.leg_minutes[villages[:, None], villages[None]])
        first, rides = self.roads.first[villages], np.take_along_axis(rides, villages, axis=0)
        rare = range(min(once, len(villages)))
        states = [_Ends.none(villages.shape) for _ in range(1 << len(rare))]
        states[0].best[:] = np.take_along_axis(worth - last, villages, axis=0)
        _count_calls(states, rare)
        value = _value(states, first)
        for _ in range(min(self.roads.max_pickups, len(villages)) - 1):
            onward = leg_minutes + rides[None]
            rides = onward.min(axis=1)
            minutes = onward if once else rides[:, None]
            gain = self._paid(people, villages, minutes) - legs
            states = [state.one_more(gain) for state in states]
            _count_calls(states, rare)
            value = np.maximum(value, _value(states, first))
        return value

    def _paid(self, people: tuple[Floats, Floats], villages: Ints, minutes: Floats) -> Floats:
        """What the people of some villages of each column (first and last axis) pay with so many minutes left."""
        full = np.full((len(self.roads.starts), *minutes.shape[1:]), NEVER)
        full[villages[:, None], np.arange(minutes.shape[1])[None, :, None], np.arange(minutes.shape[2])] = minutes
        own, most = people
        paid = self._sum(self._above(own[:, None], most[:, None], full[self.at]))
        return np.asarray(np.take_along_axis(paid, villages[:, None], axis=0))

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


def _value(states: Sequence[_Ends], first: Floats) -> Floats:
    """What the best walk that begins anywhere is worth, by column."""
    best = np.max([state.best for state in states], axis=0)
    return np.asarray((best - first).max(axis=0))


def _count_calls(states: Sequence[_Ends], rare: Sequence[int]) -> None:
    """Walks that call at a village of ``rare`` belong to the state with its bit; those in it end there."""
    for bit, at in enumerate(rare):
        for without in range(len(states)):
            if without >> bit & 1:
                continue
            before, after = states[without], states[without | 1 << bit]
            after.best[at], after.second[at] = before.best[at], before.second[at]
            after.following[at] = before.following[at]
            before.best[at] = before.second[at] = -np.inf
