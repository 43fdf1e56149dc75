"""Slots of direct coaches that others beat, by drop-off set: nobody gains by pricing both.

A slot beats another one for a set if it carries everybody there whom that carries, for hours that cost none of them
more, and no ride to a first drop-off is longer. What a trip of the beaten slot gains, one of the other gains as well,
but for what a vehicle is worth in each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transport.compiled import compiled, inner
from transport.solver.areas import Areas
from transport.solver.arrays import Floats, Ints
from transport.solver.direct_slots import Slot
from transport.solver.drop_sets import DropSets

NEARLY = 1e-9
"""CNY or minutes by which a slot may be worse and still beat another one."""


def find_rivals(slots: Sequence[Slot], sets: DropSets, larger: Areas, to: Ints) -> list[Ints]:
    """By slot, for each of its sets, where that stands in the slot that beats it for it, in a table of the sets of all
    slots one after the other; -1: none does. Who beats another one is itself beaten by none.

    Hours are by first drop-offs that lie in ``larger`` areas, the ends of the sets; ``to`` says to which of these each
    flow goes.
    """
    if not slots:
        return []
    own, after = np.full((2, len(slots), len(larger.of), len(to)), np.inf)
    where = np.full((len(slots), len(sets)), -1)
    for n, slot in enumerate(slots):
        own[n][:, slot.flows], after[n][:, slot.flows] = slot.own, slot.after
        where[n, slot.sets] = np.arange(len(slot.sets))
    rides = np.ascontiguousarray(np.stack([slot.rides.T for slot in slots]))
    best = _beaten_by(own, after, rides, larger.of, to, sets.ends, where)
    begins = np.cumsum([0, *(len(slot.sets) for slot in slots)])
    found = [(best[n, slot.sets], slot.sets) for n, slot in enumerate(slots)]
    return [np.where(by < 0, -1, begins[by] + where[by, own_sets]) for by, own_sets in found]


@compiled
def _beaten_by(own: Floats, after: Floats, rides: Floats, of: Ints, to: Ints, ends: Ints, where: Ints) -> Ints:
    """By slot and set, the slot that beats it; the tables are by slot, first drop-off and flow (or village).

    Later slots are looked at first: of two alike the later one is kept, and what is kept is never beaten by what was
    kept before it. So whoever is beaten all the same is beaten by what was kept after it, and nothing goes in circles.
    """
    count, wide = own.shape[0], of.max() + 1
    best, holds = np.full(where.shape, -1), np.zeros((wide, wide), np.bool_)
    for n in range(count - 1, -1, -1):
        for m in range(count - 1, n, -1):
            _note_beaten(best, where, own, after, rides, of, to, ends, n, m, holds)
    for n in range(count):
        for m in range(n):
            _note_beaten(best, where, own, after, rides, of, to, ends, n, m, holds)
    for n in range(count):
        for s in range(len(ends)):
            while best[n, s] >= 0 and best[best[n, s], s] >= 0:
                best[n, s] = best[best[n, s], s]
    return best


@inner
def _note_beaten(
    best: Ints,
    where: Ints,
    own: Floats,
    after: Floats,
    rides: Floats,
    of: Ints,
    to: Ints,
    ends: Ints,
    n: int,
    m: int,
    holds: NDArray[np.bool_],
) -> None:
    """Note for which of the sets that both slots have, and that neither is beaten for, the m-th beats the n-th."""
    left = (where[n] >= 0) & (where[m] >= 0) & (best[n] < 0) & (best[m] < 0)
    if left.any():
        _compare(own, after, rides, of, to, n, m, holds)
        for s in np.flatnonzero(left):
            if _holds_for(holds, ends[s]):
                best[n, s] = m


@inner
def _compare(
    own: Floats, after: Floats, rides: Floats, of: Ints, to: Ints, n: int, m: int, holds: NDArray[np.bool_]
) -> None:
    """By the area of a first drop-off and another one, whether the m-th slot is no worse for those who go there than
    the n-th, wherever in the area that drop-off is.
    """
    holds.fill(True)
    for first in range(own.shape[1]):
        area, quick = of[first], True
        for v in range(rides.shape[2]):
            if rides[n, first, v] < rides[m, first, v] - NEARLY:
                quick = False
                break
        if not quick:
            for other in range(len(holds)):
                holds[area, other] = False
            continue
        for f in range(len(to)):
            if own[n, first, f] < own[m, first, f] - NEARLY or after[n, first, f] < after[m, first, f] - NEARLY:
                holds[area, to[f]] = False


@inner
def _holds_for(holds: NDArray[np.bool_], ends: Ints) -> bool:
    """Whether it holds for every two of a set, -1 standing for no end."""
    for first in ends:
        for end in ends:
            if first >= 0 and end >= 0 and not holds[first, end]:
                return False
    return True
