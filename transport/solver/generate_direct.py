"""Pricing of direct coaches for column generation: which drop-offs together, then the best way over the pick-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from transport.solver.arrays import Floats
from transport.solver.coach_pricing import CoachPricer, People
from transport.solver.columns import Column, ColumnBuilder
from transport.solver.insertion import Inserter
from transport.solver.master import Prices
from transport.solver.problem import Problem

GAIN = 1.0
"""CNY that a coach must promise to be priced."""
TRIFLE = 0.01
"""CNY that a person must be worth."""


class DirectGenerator:
    """Finds direct columns at a master's prices; heuristic, since only chains of near destinations are tried."""

    def __init__(self, builder: ColumnBuilder, inserter: Inserter) -> None:
        self.builder, self.inserter = builder, inserter
        self.problem: Problem = builder.problem
        self.flows = builder.flows
        self.pricer = CoachPricer(self.problem, inserter.directs)
        self._by_destination: dict[int, list[int]] = defaultdict(list)
        for i, flow in enumerate(self.flows):
            self._by_destination[flow.destination].append(i)

    def price(self, prices: Prices, most: int = 24) -> list[Column]:
        """Directs for the most promising (offer, drop-offs, report) of all."""
        candidates, people = [], self._people(prices)
        for k in self.problem.offers_by_kind["direct"]:
            for drops, report in self._drop_sets(k, prices):
                worth = self.pricer.worth(k, drops, people, report, TRIFLE)
                promise = self.pricer.promise(k, drops, people, worth)
                if promise > GAIN:
                    candidates.append((promise, k, drops, worth))
        candidates.sort(key=lambda c: -c[0])
        columns = []
        for _, k, drops, worth in candidates[:most]:
            columns += self._price_direct(k, drops, people, worth)
        return columns

    def _drop_sets(self, k: int, prices: Prices) -> Iterator[tuple[tuple[int, ...], int]]:
        """Chains of one to four destinations near each other with people who are dear, and report times to keep."""
        p = self.problem
        dear = {
            f: sum(self.flows[i].persons * max(0.0, prices.flow[i]) for i in own)
            for f, own in self._by_destination.items()
            if p.reaches(k, f)
        }
        limit = p.rules.max_stops.direct_dropoff
        longest = int(min(4 if limit is None else limit, len(dear)))
        for f in sorted(dear, key=lambda f: -dear[f])[:30]:
            chain = [f]
            reports = sorted({self.flows[i].report for i in self._by_destination[f]})[:4]
            while True:
                for report in reports:
                    yield tuple(chain), report
                if len(chain) >= longest:
                    break
                here = chain[-1]
                rest = [g for g in dear if g not in chain and p.minutes[here][g] < 120]
                if not rest:
                    break
                chain.append(max(rest, key=lambda g: dear[g] / (20 + p.minutes[here][g])))

    def _people(self, prices: Prices) -> People:
        return People.of(
            (i, flow.origin, flow.destination, flow.report, prices.flow[i], flow.persons)
            for i, flow in enumerate(self.flows)
        )

    def _price_direct(self, k: int, drops: tuple[int, ...], people: People, worth: Floats) -> list[Column]:
        coach = self.pricer.coach(k, drops, people, worth, floor=-0.1)
        column = None if coach is None else self.builder.direct(k, coach.pickups, drops, coach.loads)
        return [] if column is None else [column]
