"""How many people a trip can bring together at the most, as it makes only so many stops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transport.solver.arrays import Ints


def people_at(at: Sequence[int], sizes: Sequence[int], places: int) -> Ints:
    """How many people are at each of so many places, given where companies of some sizes are."""
    persons = np.zeros(places, dtype=np.int64)
    np.add.at(persons, np.array(at, dtype=np.int64), np.array(sizes, dtype=np.int64))
    return persons


def brought_together(persons: Ints, stops: float | None) -> Ints:
    """By place, the most people of places with so many ``persons`` whom ``stops`` stops reach if it is one of them.

    ``None`` stops are as many as wanted; one is made at the least. Counted is one person at the least, so that a
    trip's cost can be shared among them.
    """
    if stops is None or stops >= len(persons):
        return np.full(len(persons), max(1, int(persons.sum())), dtype=np.int64)
    most = max(1, int(stops))
    ranked = np.sort(persons)[::-1][:most]
    return np.asarray(np.maximum(1, ranked.sum() - ranked[-1] + np.minimum(persons, ranked[-1])), dtype=np.int64)
