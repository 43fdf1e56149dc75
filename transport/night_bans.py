"""Stretches of road on which nobody may drive by night, for many ways at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Stretches = tuple[tuple[float, float], ...]
"""Parts of one way as (from, to) in driving minutes from its start."""


@dataclass(frozen=True)
class NightBans:
    """Of each way at most two stretches: ``start`` to ``gap_from``, and ``gap_to`` to ``end``; what is between is free.

    A way with more than two stretches keeps its longest free gap, and counts as banned wherever else it is free between
    them: the safe side. Ways and ways after them can be joined in any order with the same result.

    Parameters
    ----------
    start, gap_from, gap_to, end
        Driving minutes from the start of each way, all of one shape; ``inf`` where nothing is banned.
    """

    start: Floats
    gap_from: Floats
    gap_to: Floats
    end: Floats

    @classmethod
    def free(cls, like: Floats) -> NightBans:
        """Return ways of this shape without any ban."""
        return cls(*(np.full(like.shape, np.inf) for _ in range(4)))

    @classmethod
    def whole(cls, minutes: Floats, banned: NDArray[np.bool_]) -> NightBans:
        """Return ways that are banned from start to end, or not at all."""
        start, end = np.where(banned, 0.0, np.inf), np.where(banned, minutes, np.inf)
        return cls(start, start, start, end)

    @classmethod
    def stacked(cls, parts: Sequence[NightBans]) -> NightBans:
        """Return the ways of all parts, one below the other."""
        return cls(*(np.concatenate(arrays) for arrays in zip(*(part._arrays for part in parts), strict=True)))

    @property
    def _arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.start, self.gap_from, self.gap_to, self.end

    def reshaped(self, shape: tuple[int, ...]) -> NightBans:
        """Return the same ways in another shape."""
        return NightBans(*(array.reshape(shape) for array in self._arrays))

    def at(self, index: Any) -> NightBans:
        """Return a part of the ways, indexed as an array is."""
        return NightBans(*(array[index] for array in self._arrays))

    def put(self, index: Any, ways: NightBans) -> None:
        """Set a part of the ways, in place: for whoever builds the arrays."""
        for mine, others in zip(self._arrays, ways._arrays, strict=True):
            mine[index] = others

    def where(self, condition: NDArray[np.bool_], other: NightBans) -> NightBans:
        """Return these ways where the condition holds, the other's elsewhere."""
        pairs = zip(self._arrays, other._arrays, strict=True)
        return NightBans(*(np.where(condition, mine, others) for mine, others in pairs))

    def then(self, minutes: Floats, after: NightBans) -> NightBans:
        """Return each way, which takes ``minutes``, followed by another."""
        one, other = np.broadcast_arrays(self.start, after.start)[0].shape, after
        mine = NightBans(*(np.broadcast_to(array, one) for array in self._arrays))
        next_ = NightBans(*(np.broadcast_to(array + minutes, one) for array in other._arrays))
        both = np.isfinite(mine.start) & np.isfinite(next_.start)
        with np.errstate(invalid="ignore"):
            gaps = np.stack([mine.gap_to - mine.gap_from, next_.start - mine.end, next_.gap_to - next_.gap_from])
        longest = np.argmax(np.where(both, gaps, 0.0), axis=0)
        joined = NightBans(
            mine.start,
            np.choose(longest, [mine.gap_from, mine.end, next_.gap_from]),
            np.choose(longest, [mine.gap_to, next_.start, next_.gap_to]),
            next_.end,
        )
        return joined.where(both, mine.where(np.isfinite(mine.start), next_))

    def later(self, minutes: Floats) -> NightBans:
        """Return each way after so many free minutes."""
        return NightBans(*(array + minutes for array in self._arrays))

    def turned(self, minutes: Floats) -> NightBans:
        """Return ways that take so long driven the other way round: rows become columns."""
        banned = np.isfinite(self.start)
        ends = (self.end, self.gap_to, self.gap_from, self.start)
        with np.errstate(invalid="ignore"):
            return NightBans(*(np.where(banned, minutes - array, np.inf).T for array in ends))

    def stretches(self, row: int, column: int) -> Stretches:
        """Return the banned stretches of one way, in order; none of no length, and two that touch as one."""
        start, gap_from, gap_to, end = (float(array[row, column]) for array in self._arrays)
        if np.isinf(start) or end <= start:
            return ()
        if gap_to <= gap_from:
            return ((start, end),)
        return tuple(part for part in ((start, gap_from), (gap_to, end)) if part[1] > part[0])

    def rounded(self, digits: int) -> NightBans:
        """Return the same to so many decimals of a minute."""
        return NightBans(*(array.round(digits) for array in self._arrays))
