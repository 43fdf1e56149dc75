"""The trips of good plans that the search has met, and the plan that is composed of them.

A search wanders through many plans that are nearly the best, and none has the best trips of all. As with a set
partitioning over routes that were met (Rochat and Taillard 1995), a composition of their trips is better than each.
"""

from __future__ import annotations

import random
from functools import cached_property

from transport.solver.columns import Column, ColumnBuilder, builder_of
from transport.solver.compose import composed
from transport.solver.insertion import Inserter
from transport.solver.solution import Solution
from transport.solver.trips import Draft

NEAR = 0.005
"""How much dearer than the best so far, as a share, a plan may be whose trips are remembered."""
MOST_KEPT, TAKEN = 2_000, (50, 100, 200)
"""Trips that are remembered, and of which a plan is composed, those of the cheapest plans: few first, which is done
soon, then more as far as time goes.
"""
MOST_LENT = 60
"""Trips that others compose plans of, too."""
LEAST_S = 0.5
"""Seconds that a composition takes at the least."""
MOST_WAYS = 30_000
"""Kinds of people times services up to which a plan can be composed in a few seconds."""


class Elite:
    """Remembers trips.

    Parameters
    ----------
    inserter
        Builds exact trips.
    """

    def __init__(self, inserter: Inserter) -> None:
        self.inserter = inserter
        self.worthwhile = len(inserter.problem.cells) * max(1, len(inserter.problem.services)) <= MOST_WAYS
        self._columns: dict[tuple[object, ...], tuple[float, Column]] = {}
        self._keys: dict[int, tuple[Draft, tuple[object, ...]]] = {}  # by identity, as long as the trip is held

    @cached_property
    def _builder(self) -> ColumnBuilder:
        return builder_of(self.inserter)

    def note(self, solution: Solution) -> None:
        """Remember the trips of a good plan, where a plan can be composed at all."""
        if not self.worthwhile:
            return
        cost = solution.cost
        for draft in solution.trips.values():
            if id(draft) in self._keys:
                key = self._keys[id(draft)][1]
                known, column = self._columns[key]
            else:
                column = self._builder.of_draft(draft, solution.service_of)
                key = column.key
                self._keys[id(draft)] = draft, key
                known, column = self._columns.get(key, (cost, column))
            self._columns[key] = min(known, cost), column
        if max(len(self._columns), len(self._keys) / 2) > 2 * MOST_KEPT:
            self._forget()

    def _forget(self) -> None:
        """Keep the trips of the cheapest plans alone."""
        self._columns = {column.key: (cost, column) for cost, column in self._ranked()[:MOST_KEPT]}
        self._keys = {}

    def best(self) -> list[Column]:
        """Some trips of the cheapest plans, those of the cheapest first."""
        return [column for _, column in self._ranked()[:MOST_LENT]]

    def _ranked(self) -> list[tuple[float, Column]]:
        return sorted(self._columns.values(), key=lambda met: met[0])

    def compose(self, known: Solution, seconds: float, rng: random.Random) -> Solution:
        """The best plan of the trips remembered and those of a known one that is found within so many seconds."""
        watch, ranked = self.inserter.problem.watch, self._ranked()
        until, best = watch.now() + seconds, known
        for many in TAKEN:
            left = until - watch.now()
            if left < LEAST_S:
                break
            met, used = (column for _, column in ranked), best.used_services()
            found = composed(self.inserter, self._builder, met, used, best, left, rng, many)
            if found is not None and found.shortage() == 0 and found.cost < best.cost:
                best = found
            if len(ranked) <= many:
                break
        return best
