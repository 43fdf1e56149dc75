"""Pricing of direct coaches for column generation: which drop-offs together, then the best way over the pick-ups."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from transport.solver.columns import Column, ColumnBuilder
from transport.solver.insertion import Inserter
from transport.solver.master import Prices
from transport.solver.pricing import MOST_PLACES, Spokes, best_routes, concave_gains, dear
from transport.solver.problem import NO_ROAD, Problem

GAIN = 1.0
"""CNY that a coach must promise to be priced."""


class DirectGenerator:
    """Finds direct columns at a master's prices; heuristic, since only chains of near destinations are tried."""

    def __init__(self, builder: ColumnBuilder, inserter: Inserter) -> None:
        self.builder, self.inserter = builder, inserter
        self.problem: Problem = builder.problem
        self.flows = builder.flows
        self.rate = self.problem.costs.journey_hour / 60
        self._by_destination: dict[int, list[int]] = defaultdict(list)
        for i, flow in enumerate(self.flows):
            self._by_destination[flow.destination].append(i)

    def price(self, prices: Prices, most: int = 24) -> list[Column]:
        """Directs for the most promising (offer, drop-offs, report) of all."""
        candidates = []
        for k in self.problem.offers_by_kind["direct"]:
            for drops, report in self._drop_sets(k, prices):
                worth = self._direct_worth(k, drops, report, prices)
                promise = self._direct_promise(k, drops, worth)
                if promise > GAIN:
                    candidates.append((promise, k, drops, report, worth))
        candidates.sort(key=lambda c: -c[0])
        columns = []
        for _, k, drops, _report, worth in candidates[:most]:
            columns += self._price_direct(k, drops, worth)
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

    def _direct_worth(
        self, k: int, drops: tuple[int, ...], report: int, prices: Prices
    ) -> dict[int, list[tuple[float, int, int]]]:
        p = self.problem
        worth: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
        elapsed = 0.0
        early_rate = p.costs.early_arrival_per_day
        for j, f in enumerate(drops):
            if j:
                elapsed += p.minutes[drops[j - 1]][f] + p.dwell[drops[j - 1]]
            for i in self._by_destination[f]:
                flow = self.flows[i]
                if flow.report < report or not p.reaches(k, flow.origin):
                    continue
                gain = prices.flow[i] - self.rate * elapsed - early_rate * ((flow.report - report) // 1440)
                if gain > 0.01 and p.minutes[flow.origin][drops[0]] < NO_ROAD and flow.origin not in drops:
                    worth[flow.origin].append((gain, i, flow.persons))
        return worth

    def _trunk(self, k: int, origin: int, destination: int) -> float:
        """Rough elapsed minutes of the long leg, rests and halts included."""
        for offer, _, elapsed in self.inserter.directs.costs(origin, destination):
            if offer == k:
                return elapsed
        return math.inf

    def _direct_promise(
        self, k: int, drops: tuple[int, ...], worth: Mapping[int, list[tuple[float, int, int]]]
    ) -> float:
        """An optimistic guess of what the best trip gains: the dearest people, the nearest origin's road."""
        if not worth:
            return -math.inf
        p = self.problem
        capacity = p.capacity(k, "direct")
        people = sorted(
            (
                (gain - self.rate * self._trunk(k, origin, drops[0]), n)
                for origin, options in worth.items()
                for gain, _, n in options
            ),
            reverse=True,
        )
        left, total = capacity, 0.0
        for gain, n in people:
            take = min(left, n)
            if gain <= 0 or take == 0:
                break
            total, left = total + gain * take, left - take
        road = min(p.road_cost(k, (origin, *drops)) for origin in worth)
        return total - road

    def _price_direct(
        self, k: int, drops: tuple[int, ...], worth: Mapping[int, list[tuple[float, int, int]]]
    ) -> list[Column]:
        p, o = self.problem, self.problem.offers[k]
        capacity = p.capacity(k, "direct")
        places = sorted(worth)
        if len(places) > MOST_PLACES:
            places = sorted(sorted(places, key=lambda v: -sum(g * n for g, _, n in worth[v]))[:MOST_PLACES])
        base, index = p.offer_base[k], np.array(places)
        km, minutes = p.km_array, p.minutes_array.astype(np.float64)
        dwell = np.array([p.dwell[place] for place in places], dtype=np.float64)
        trunk = np.array([self._trunk(k, place, drops[0]) for place in places])
        days = math.ceil(float(np.median(trunk)) / 1440) if np.isfinite(trunk).all() else 1
        tour = sum(p.km[a][b] for a, b in pairwise(drops))
        fixed = o.fixed_cost + o.day_cost * days + o.km_cost * tour + p.costs.escort * p.rules.escorts.direct
        if o.returns_to_base:
            fixed += o.empty_km_cost * p.km[drops[-1]][base]
        limit = p.rules.max_stops.direct_pickup
        problem = Spokes(
            gains=concave_gains([worth[place] for place in places], capacity),
            first_cost=dear(o.empty_km_cost, km[base, index]),
            leg_cost=dear(o.km_cost, km[np.ix_(index, index)]),
            leg_minutes=minutes[np.ix_(index, index)] + dwell[:, None],
            last_cost=dear(o.km_cost, km[index, drops[0]]),
            last_minutes=dear(1.0, trunk + dwell),
            fixed=fixed,
            minute_rate=self.rate,
            capacity=capacity,
            max_stops=len(places) if limit is None else int(min(limit, len(places))),
        )
        columns = []
        for route in best_routes(problem, wanted=1, floor=-0.1 * fixed):
            loads: dict[int, dict[int, int]] = {}
            for i, persons in zip(route.places, route.persons, strict=True):
                left, own = persons, {}
                for _, flow, n in sorted(worth[places[i]], key=lambda option: -option[0]):
                    if left > 0:
                        own[flow] = min(left, n)
                        left -= own[flow]
                loads[places[i]] = own
            column = self.builder.direct(k, tuple(places[i] for i in route.places), drops, loads)
            if column is not None:
                columns.append(column)
        return columns
