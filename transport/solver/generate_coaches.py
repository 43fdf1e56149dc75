"""Direct columns by exact pricing: the relaxed coaches of the bound that gain most, run for real."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from transport.solver.arrays import Floats
from transport.solver.bound_direct import DirectSets, direct_sets, first_bound_s
from transport.solver.columns import Column, ColumnBuilder
from transport.solver.direct_routes import DirectRoute
from transport.solver.direct_slots import WATCH
from transport.solver.master import Prices
from transport.solver.reach import Reach

SETS, SLOTS, TRIFLE, HOT = 2, 30, 0.01, 0.6
"""Sets of drop-offs of an offer and slot that are priced in a round, and slots of an offer; the share of the cheapest
trip that a coach must gain to be looked for, and that of what the best coach of other slots gains.
"""
MOST_S, TIMES = 60.0, 10.0
"""Seconds until something is proven (``first_bound_s``) up to which coaches are priced exactly, and how many times the
seconds that there are at a time these may be where that is more: they take long to put up.
"""
MOST_ROUTES = 60
"""Coaches of an offer that are run for real in a round."""


class CoachGenerator:
    """Finds the direct columns of one master; none where too many people may use coaches for the ``seconds`` that there
    are at a time.
    """

    def __init__(self, builder: ColumnBuilder, reach: Reach, seconds: float = 0.0) -> None:
        self.builder, self.problem, self._reach = builder, builder.problem, reach
        self._most_s = max(MOST_S, TIMES * seconds)

    @cached_property
    def directs(self) -> list[DirectSets]:
        """The relaxed coaches by offer; they take some seconds to put up where there are many people."""
        flows = self.builder.flows
        few = first_bound_s(self.problem, self._reach, flows) <= self._most_s
        return direct_sets(self.problem, self._reach, flows) if few else []

    def price(self, prices: Prices) -> Iterator[Column]:
        """The columns that gain most, by offer and slot."""
        flows = np.array([max(0.0, price) for price in prices.flow])
        for sets in self.directs:
            before = sets.worked_s
            pricing = sets.price(
                flows, self._vehicles(sets, prices), SETS, fine=False, trifle=TRIFLE, at_most=SLOTS, hot=HOT
            )
            while True:
                try:
                    next(pricing)
                except StopIteration as done:
                    routes: list[DirectRoute] = done.value[0]
                    break
            self.problem.watch.spend(sets.worked_s - before)
            for route in routes[:MOST_ROUTES]:
                column = self.column(sets, route)
                if column is not None:
                    yield column

    def _vehicles(self, sets: DirectSets, prices: Prices) -> Floats:
        """What a vehicle costs besides at each moment."""
        moments = [-(-sets.moment(n) // WATCH) for n in range(sets.moments)]
        return np.array([max(0.0, prices.vehicle.get((sets.offer, moment), 0.0)) for moment in moments])

    def column(self, sets: DirectSets, route: DirectRoute) -> Column | None:
        """A relaxed coach run for real; ``None`` where it cannot be."""
        loads: dict[int, dict[int, int]] = defaultdict(dict)
        for i, persons in route.persons:
            if self.builder.flows[i].destination in route.drops:
                loads[self.builder.flows[i].origin][i] = persons
        pickups = tuple(place for place in route.pickups if place in loads)
        return self.builder.direct(sets.offer, pickups, route.drops, loads, sets.moment(route.out[0]))
