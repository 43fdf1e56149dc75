"""The relaxed master of the bound: rows, people's ways and relaxed trips as columns.

It is a relaxation of the case: people in persons, units and trips in fractions. Its columns are relaxed trips: feeders
and distribution trips over shortest-path roads, at the best imaginable hour; and direct coaches, by drop-off sets. Each
real trip is one of them, at no more than its own cost, so the master's optimum bounds every plan.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.arrays import Floats, Ints
from transport.solver.bound_direct import DirectSets, direct_sets
from transport.solver.bound_families import Asked, Counted, Family, Line, RowKey, asked, build_families
from transport.solver.branching import Ranges
from transport.solver.direct_routes import DirectRoute
from transport.solver.flows import Flow, may_stay
from transport.solver.pricing import Route
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.trip_counts import Prices, TripCounts


@dataclass(frozen=True, slots=True)
class Way:
    """A flow's way by one line: CNY a person by itself, the run whose units it needs, the rows it needs seats in."""

    price: float
    run: int | None
    keys: tuple[RowKey, ...]


@dataclass(frozen=True, slots=True)
class WayTable:
    """All ways of all flows one after the other, those of the n-th flow from ``begins[n]`` on: CNY, and which run and
    which (at most two) rows they need, by position; one behind the last stands for none. ``lines`` numbers the sides of
    lines, ``line`` says which of them each row is of.
    """

    begins: Ints
    price: Floats
    run: Ints
    rows: Ints
    lines: dict[tuple[TripKind, Line], int]
    line: Ints


class RelaxedMaster:
    """The linear program; trips are added to it as they are found.

    Attributes
    ----------
    rows
        Seats of feeders and distribution trips by (kind, place, line), and how many persons may want each.
    flow_rows, run_rows, vehicle_rows, trip_rows
        Everybody travels; units hold those who ride; vehicles out at a moment, by offer of ``directs``; trips that the
        vehicles of other families can make, by family.
    counts
        Trips that are counted (``None``: not yet).
    spokes, coaches
        The relaxed trips found so far: how much is made of each, and the family and persons by row of a feeder or
        distribution trip, or the position among ``directs`` and the route of a coach.
    ways
        How the people of each flow can travel.
    largest
        CNY if nobody does.
    """

    def __init__(
        self, problem: Problem, reach: Reach, flows: tuple[Flow, ...], directs: list[DirectSets] | None = None
    ) -> None:
        self.problem, self.reach, self.flows = problem, reach, flows
        self.hour = problem.costs.journey_hour / 60
        self.largest = math.fsum(flow.fallback * flow.persons for flow in flows)
        self.counts: TripCounts | None = None
        self._trips: list[tuple[mathopt.Variable, TripKind, int, frozenset[int]]] = []
        self._repeating: list[mathopt.Variable] = []
        self.spokes: list[tuple[mathopt.Variable, Family, dict[RowKey, int]]] = []
        self.coaches: list[tuple[mathopt.Variable, int, DirectRoute]] = []
        self._known: set[tuple[object, ...]] = set()
        self.model = mathopt.Model()
        self.rows: dict[RowKey, mathopt.LinearConstraint] = {}
        self.wanting: dict[RowKey, int] = defaultdict(int)
        self.flow_rows = [self.model.add_linear_constraint(lb=float(f.persons)) for f in flows]
        self.run_rows = [self.model.add_linear_constraint(ub=0.0) for _ in problem.runs]
        self.units = [self._unit(run) for run in range(len(problem.runs))]
        self.directs = direct_sets(problem, reach, flows) if directs is None else directs
        self.vehicle_rows = [
            [self.model.add_linear_constraint(ub=float(problem.offers[sets.offer].count)) for _ in range(sets.moments)]
            for sets in self.directs
        ]
        self.ways: list[list[Way]] = [[] for _ in flows]
        for i, flow in enumerate(flows):
            self._flow(i, flow)
        self.families = build_families(problem, reach, self.rows)
        self.trip_rows = {
            family.counted_as: self.model.add_linear_constraint(ub=float(family.most))
            for family in self.families
            if family.most is not None
        }
        self._start()

    def _unit(self, run: int) -> mathopt.Variable:
        p = self.problem
        y = self.model.add_variable(lb=0.0, ub=float(p.run_units[run]))
        self.model.objective.set_linear_coefficient(y, p.least_unit_price(run))
        self.run_rows[run].set_coefficient(y, -float(p.run_capacity[run]))
        return y

    def _row(self, key: RowKey, persons: int) -> mathopt.LinearConstraint:
        self.wanting[key] += persons
        if key not in self.rows:
            self.rows[key] = self.model.add_linear_constraint(ub=0.0)
        return self.rows[key]

    def _flow(self, i: int, flow: Flow) -> None:
        p = self.problem
        self._add_way(i, Way(0.0 if may_stay(flow, self.reach) else flow.fallback, None, ()))
        for s in flow.services:
            service = p.services[s]
            price = service.seat_cost + self.hour * (service.arrive - service.depart) + self._early(flow, s)
            keys: list[RowKey] = []
            if flow.origin != p.service_from[s]:
                keys.append(("feeder", flow.origin, s))
            if flow.destination != p.service_to[s]:
                keys.append(("distribution", flow.destination, s))
            if price < flow.fallback:
                self._add_way(i, Way(price, p.service_run[s], tuple(keys)))

    def _add_way(self, i: int, way: Way) -> None:
        self.ways[i].append(way)
        x = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(x, way.price)
        self.flow_rows[i].set_coefficient(x, 1.0)
        if way.run is not None:
            self.run_rows[way.run].set_coefficient(x, 1.0)
        for key in way.keys:
            self._row(key, self.flows[i].persons).set_coefficient(x, 1.0)

    @cached_property
    def way_table(self) -> WayTable:
        """The ways of all flows as arrays."""
        at, ways = {key: n for n, key in enumerate(self.rows)}, [way for own in self.ways for way in own]
        lines = {line: n for n, line in enumerate(dict.fromkeys((side, line) for side, _, line in self.rows))}
        needed = [[at[key] for key in way.keys] + [len(at)] * (2 - len(way.keys)) for way in ways]
        return WayTable(
            np.cumsum([0, *(len(own) for own in self.ways)])[:-1], np.array([way.price for way in ways]),
            np.array([len(self.run_rows) if way.run is None else way.run for way in ways]),
            np.array(needed, dtype=np.int64).reshape(-1, 2),
            lines, np.array([lines[side, line] for side, _, line in self.rows], dtype=np.int64),
        )  # fmt: skip

    def _early(self, flow: Flow, s: int) -> float:
        """Least CNY for arriving days before the report, whatever the distribution trip does."""
        p, service = self.problem, self.problem.services[s]
        rules, latest = p.rules, float(service.arrive)
        if flow.destination != p.service_to[s]:
            if rules.max_egress_wait_minutes is None or rules.max_trip_minutes.distribution is None:
                return 0.0
            latest += rules.max_egress_wait_minutes + rules.max_trip_minutes.distribution
        return p.costs.early_arrival_per_day * max(0, math.floor((flow.report - latest) / 1440))

    def _start(self) -> None:
        """First columns: for each row the cheapest trip to that place alone, so that the first prices make sense."""
        best: dict[RowKey, tuple[float, Family, int, Line]] = {}
        for family in self.families:
            for i, place in enumerate(family.places):
                for line, wait in zip(family.lines, family.waits, strict=True):
                    key = (family.side, place, line)
                    persons = self._most(family, i, key)
                    if persons:
                        road = family.fixed + float(family.first_cost[i] + family.last_cost[i])
                        each = road / persons + family.rate * (wait + float(family.last_minutes[i]))
                        if key not in best or each < best[key][0]:
                            best[key] = (each, family, i, line)
        for key, (_, family, i, line) in best.items():
            persons = self._most(family, i, key)
            worth: list[list[tuple[float, Line, int]]] = [[] for _ in family.places]
            worth[i] = [(0.0, line, persons)]
            self.add_trip(family, Route(0.0, (i,), (persons,)), worth)

    def _most(self, family: Family, i: int, key: RowKey) -> int:
        """Most persons of the family's i-th place whom one of its trips can take for a row; 0: no such row."""
        fitting = family.loads[i, : min(family.capacity, self.wanting.get(key, 0)) + 1]
        return int(np.flatnonzero(fitting)[-1])

    def count_spoke(self, z: mathopt.Variable, counted_as: Counted) -> None:
        """Count a feeder or distribution trip, also where an offer's vehicles can make only so many."""
        side, offer, wave = counted_as
        if counted_as in self.trip_rows:
            self.trip_rows[counted_as].set_coefficient(z, 1.0)
        hubs = self.problem.service_from if side == "feeder" else self.problem.service_to
        self._count(z, side, offer, (hubs[wave],))

    def count_coach(self, z: mathopt.Variable, n: int, out: tuple[int, int], areas: Iterable[int]) -> None:
        """Count a coach of the n-th of ``directs`` to some areas, and its vehicle at the moments (first, last + 1)."""
        for row in self.vehicle_rows[n][out[0] : out[1]]:
            row.set_coefficient(z, 1.0)
        self._count(z, "direct", self.directs[n].offer, areas)

    def _count(self, z: mathopt.Variable, kind: TripKind, offer: int, at: Iterable[int]) -> None:
        self._trips.append((z, kind, offer, frozenset(at)))
        if self.counts is not None:
            self.counts.count(*self._trips[-1])

    def count_trips(self) -> None:
        """Count trips from now on."""
        self.counts = TripCounts(self.model, self.directs, self.families)
        for trip in self._trips:
            self.counts.count(*trip)

    def asked(self, family: Family, prices: Prices) -> Asked:
        """What a family's trips may gain at the prices."""
        keys = [(family.side, place, line) for place in family.places for line in family.lines]
        paid = {key: (-prices[self.rows[key]], self.wanting[key]) for key in keys if key in self.rows}
        scarce = self.trip_rows.get(family.counted_as)
        besides = 0.0 if scarce is None else max(0.0, -prices[scarce])
        return asked(family, paid, besides + (0.0 if self.counts is None else self.counts.spoke(family, prices)))

    def add_trip(self, family: Family, route: Route, worth: list[list[tuple[float, Line, int]]]) -> bool:
        """Take a trip of a family in, with those of each place who pay most; whether it is new."""
        cost = family.fixed + float(family.first_cost[route.places[0]])
        carries: dict[RowKey, int] = defaultdict(int)
        aboard = 0
        for step, (i, persons) in enumerate(zip(route.places, route.persons, strict=True)):
            left = persons
            aboard += persons
            for _, line, n in worth[i]:
                take = min(left, n)
                if take:
                    carries[family.side, family.places[i], line] += take
                    cost += family.rate * take * family.waits[family.lines.index(line)]
                left -= take
            if step + 1 < len(route.places):
                j = route.places[step + 1]
                cost += float(family.leg_cost[i, j]) + family.rate * aboard * float(family.leg_minutes[i, j])
        end = route.places[-1]
        cost += float(family.last_cost[end]) + family.rate * aboard * float(family.last_minutes[end])
        if not self._is_new((family.side, family.offer, tuple(carries.items()), round(cost, 6))):
            return False
        z = self.column(cost, not family.may_return and len(set(route.places)) < len(route.places))
        self.count_spoke(z, family.counted_as)
        self.spokes.append((z, family, carries))
        for key, persons in carries.items():
            self.rows[key].set_coefficient(z, -float(persons))
        return True

    def add_coach(self, n: int, route: DirectRoute) -> bool:
        """Take a direct coach of the n-th of ``directs`` in; whether it is new."""
        if not self._is_new((self.directs[n].offer, route.out, route.areas, route.persons, round(route.cost, 6))):
            return False
        z = self.column(route.cost)
        self.count_coach(z, n, route.out, route.areas)
        self.coaches.append((z, n, route))
        for i, persons in route.persons:
            self.flow_rows[i].set_coefficient(z, float(persons))
        return True

    def forbid_second_calls(self) -> None:
        """Take out the trips so far that call at a place again."""
        for z in self._repeating:
            z.upper_bound = 0.0
        self._repeating.clear()

    @property
    def numbers(self) -> list[mathopt.Variable]:
        """What is whole in every plan: units by run, then the trips that are counted."""
        return self.units if self.counts is None else self.units + self.counts.numbers

    @property
    def weights(self) -> list[float]:
        """What one more of each of the ``numbers`` costs at the least (CNY)."""
        units = [self.problem.least_unit_price(run) for run in range(len(self.units))]
        return units if self.counts is None else [*units, *self.counts.least.values()]

    def limit(self, limits: Ranges) -> None:
        """Set the least and the most of each of the ``numbers``."""
        for number, (low, high) in zip(self.numbers, limits, strict=True):
            number.lower_bound, number.upper_bound = float(low), float(high)

    def within(self, prices: Prices, limits: Ranges) -> Prices:
        """Prices as they may be where the numbers have these limits."""
        if self.counts is None:
            return prices
        return {**prices, **self.counts.within(prices, limits[len(self.units) :])}

    def _is_new(self, key: tuple[object, ...]) -> bool:
        """Whether no such trip is there yet; at prices between two it may be found again."""
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def column(self, cost: float, again: bool = False) -> mathopt.Variable:
        """A trip of so many CNY; ``again``: it calls at a place twice, which may be forbidden later."""
        z = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(z, cost)
        if again:
            self._repeating.append(z)
        return z
