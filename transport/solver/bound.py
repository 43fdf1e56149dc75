"""A proven lower bound by column generation over relaxed trips.

The master is a relaxation of the case: people in persons, units and trips in fractions, vehicles without counts.
Its columns are relaxed trips: feeders and distribution trips over shortest-path roads, at the best imaginable hour,
that may call at a place again; and direct coaches cut into a pick-up half and a drop-off half that are joined by a
trunk road split by potentials, a(v) + b(f) <= km(v, f), and matched in number only. Each real trip is one of them, at
no more than its own cost, so the master's optimum bounds every plan.

Column generation is stopped early as a rule. Then the prices are scaled down until no relaxed trip beats them
(Farley's bound): with g the most that any trip of a pricing problem gains and c the least that one costs, dividing
all prices by 1 + max g / c makes them dual feasible, and their value is the bound.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from transport.solver.bound_direct import CRITICAL, MOST_SETS, DirectSets, count_sets, elapsed_floor
from transport.solver.bound_families import Family, Line, RowKey, build_families
from transport.solver.flows import Flow, build_flows
from transport.solver.insertion import Inserter
from transport.solver.pricing import Route, Spokes, best_routes, strict_route
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import DIGITS, MARGIN

GAIN = 1e-4
"""What a trip must gain, as a share of the cheapest of its family, to be worth a column."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A proven bound in CNY, how it was proven, and whether no more can be had from this relaxation."""

    bound: float
    method: str
    solved: bool


class BoundMaster:
    """The relaxed master; :meth:`improve` may be called again to go on."""

    def __init__(self, problem: Problem, reach: Reach, flows: tuple[Flow, ...]) -> None:
        self.problem, self.reach, self.flows = problem, reach, flows
        self.hour = problem.costs.journey_hour / 60
        self.bound, self.rounds = 0.0, 0
        self.solved = self.strict = self.exact = False
        self.largest = math.fsum(flow.fallback * flow.persons for flow in flows)
        self._repeating: list[mathopt.Variable] = []
        self.model = mathopt.Model()
        self.rows: dict[RowKey, mathopt.LinearConstraint] = {}
        self.wanting: dict[RowKey, int] = defaultdict(int)
        self.flow_rows = [self.model.add_linear_constraint(lb=float(f.persons)) for f in flows]
        self.run_rows = [self.model.add_linear_constraint(ub=0.0) for _ in problem.runs]
        self._units()
        self.directs = self._direct_sets()
        self.vehicle_rows = [
            [self.model.add_linear_constraint(ub=float(problem.offers[sets.offer].count)) for _ in sets.windows]
            for sets in self.directs
        ]
        for i, flow in enumerate(flows):
            self._flow(i, flow)
        self.families = build_families(problem, reach, self.rows)
        self.joints = {
            family.joint: self.model.add_linear_constraint(lb=0.0, ub=0.0)
            for family in self.families
            if family.joint is not None and family.side == "feeder"
        }
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    # ---- rows and people

    def _units(self) -> None:
        p = self.problem
        for run, rows in enumerate(p.runs):
            y = self.model.add_variable(lb=0.0, ub=float(p.run_units[run]))
            price = rows[0].unit_cost + p.unit_escorts * (min(r.seat_cost for r in rows) + p.costs.escort)
            self.model.objective.set_linear_coefficient(y, price)
            self.run_rows[run].set_coefficient(y, -float(p.run_capacity[run]))

    def _row(self, key: RowKey, persons: int) -> mathopt.LinearConstraint:
        self.wanting[key] += persons
        if key not in self.rows:
            self.rows[key] = self.model.add_linear_constraint(ub=0.0)
        return self.rows[key]

    def _variable(self, i: int, price: float) -> mathopt.Variable:
        x = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(x, price)
        self.flow_rows[i].set_coefficient(x, 1.0)
        return x

    def _flow(self, i: int, flow: Flow) -> None:
        p = self.problem
        at_home = flow.origin == flow.destination and bool(self.reach.direct_offers[flow.origin])
        self._variable(i, 0.0 if at_home else flow.fallback)  # a coach may set people down where it picked them up
        for s in flow.services:
            service = p.services[s]
            price = service.seat_cost + self.hour * (service.arrive - service.depart) + self._early(flow, s)
            if price >= flow.fallback:
                continue
            x = self._variable(i, price)
            self.run_rows[p.service_run[s]].set_coefficient(x, 1.0)
            line: Line = ("service", s)
            if flow.origin != p.service_from[s]:
                self._row(("feeder", flow.origin, line), flow.persons).set_coefficient(x, 1.0)
            if flow.destination != p.service_to[s]:
                self._row(("distribution", flow.destination, line), flow.persons).set_coefficient(x, 1.0)
        if flow.origin == flow.destination or self.directs:
            return
        minutes = float(p.closure_minutes[flow.origin, flow.destination])
        for k in self.reach.direct_offers[flow.origin]:
            if not p.reaches(k, flow.destination) or not math.isfinite(minutes):
                continue
            elapsed = elapsed_floor(p, k, minutes) + p.dwell[flow.origin]
            price = self.hour * elapsed
            if price >= flow.fallback or flow.ready + elapsed > flow.report:
                continue
            x = self._variable(i, price)
            line = ("offer", k)
            self._row(("feeder", flow.origin, line), flow.persons).set_coefficient(x, 1.0)
            self._row(("distribution", flow.destination, line), flow.persons).set_coefficient(x, 1.0)

    def _early(self, flow: Flow, s: int) -> float:
        """Least CNY for arriving days before the report, whatever the distribution trip does."""
        p, service = self.problem, self.problem.services[s]
        rules, latest = p.rules, float(service.arrive)
        if flow.destination != p.service_to[s]:
            if rules.max_egress_wait_minutes is None or rules.max_trip_minutes.distribution is None:
                return 0.0
            latest += rules.max_egress_wait_minutes + rules.max_trip_minutes.distribution
        return p.costs.early_arrival_per_day * max(0, math.floor((flow.report - latest) / 1440))

    def _direct_sets(self) -> list[DirectSets]:
        """Coaches by sets of drop-offs, where these are few enough to be enumerated; else none, and halves are used."""
        limit = self.problem.rules.max_stops.direct_dropoff
        ends = len({flow.destination for flow in self.flows})
        if count_sets(ends, ends if limit is None else min(ends, int(limit))) > MOST_SETS:
            return []
        offers = self.problem.offers_by_kind["direct"]
        made = [DirectSets(self.problem, self.reach, k, self.flows) for k in offers]
        return [sets for sets in made if sets.slots]

    # ---- generation

    def improve(self, until: float, stop: Callable[[], bool], rounds: int = 10**6) -> float:
        """Go on until ``until`` (monotonic clock), for ``rounds`` more rounds, or until the relaxation is solved.

        Returns the best bound so far in CNY; each round that was finished gives one.
        """

        def over() -> bool:
            return time.monotonic() >= until or stop()

        for _ in range(rounds):
            if self.solved or over():
                break
            result = self.solver.solve()
            if not result.has_dual_feasible_solution():
                break
            prices = result.dual_values()
            added, worst = self._price_spokes(prices, over)
            more, worst_direct = self._price_directs(prices, over)
            added += more
            if over():
                break
            bound = self._value(prices) / (1 + max(worst, worst_direct))
            self.rounds += 1
            self.bound = max(self.bound, bound - MARGIN * abs(bound) - DIGITS * self.largest)
            self._go_on(added)
        return self.bound

    @property
    def method(self) -> str:
        """How the bound was proven, in a few words."""
        directs = "drop-off sets" if self.directs else "halves"
        state = "solved" if self.solved else "stopped early, prices scaled (Farley)"
        return f"column generation over relaxed trips, coaches by {directs}, {self.rounds} rounds, {state}"

    def _go_on(self, added: int) -> None:
        """Look more closely when little was found: at every drop-off set, then without second calls."""
        if added > 2:
            self.exact = False
        elif not self.exact and self.directs:
            self.exact = True
        elif added == 0 and self.strict:
            self.solved = True
        elif added == 0:
            self._become_strict()

    def _price_spokes(
        self, prices: Mapping[mathopt.LinearConstraint, float], over: Callable[[], bool]
    ) -> tuple[int, float]:
        """Add the feeders, distribution trips and halves that pay; how many, and the worst ratio of gain to cost."""
        added, worst = 0, 0.0
        for family in self.families:
            if over():
                break
            routes, worth = self._price(family, prices)
            if routes:
                worst = max(worst, routes[0].value / max(family.least, 1e-9))
            for route in routes:
                if route.value > GAIN * max(1.0, family.least):
                    self._add(family, route, worth)
                    added += 1
        return added, worst

    def _price_directs(
        self, prices: Mapping[mathopt.LinearConstraint, float], over: Callable[[], bool]
    ) -> tuple[int, float]:
        added, worst = 0, 0.0
        flow_prices = [prices[row] for row in self.flow_rows]
        for sets, rows in zip(self.directs, self.vehicle_rows, strict=True):
            if over():
                break
            vehicles = [0.0] * len(sets.slots)
            for (first, last), row in zip(sets.windows, rows, strict=True):
                for slot in range(first, last + 1):
                    vehicles[slot] -= prices[row]
            routes, bound = sets.price(flow_prices, vehicles, 40, exact=self.exact, strict=self.strict)
            worst = max(worst, bound / max(sets.least, 1e-9))
            for route in routes:
                if route.value > GAIN * max(1.0, sets.least):
                    z = self._column(route.cost, route.again)
                    for (first, last), row in zip(sets.windows, rows, strict=True):
                        if first <= route.slot <= last:
                            row.set_coefficient(z, 1.0)
                    for i, persons in route.persons:
                        self.flow_rows[i].set_coefficient(z, float(persons))
                    added += 1
        return added, worst

    def _column(self, cost: float, again: bool) -> mathopt.Variable:
        z = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(z, cost)
        if again and not self.strict:
            self._repeating.append(z)
        return z

    def _become_strict(self) -> None:
        """Take out the trips that call at a place again, and price without them from now on."""
        self.strict, self.exact = True, False
        for z in self._repeating:
            z.upper_bound = 0.0
        self._repeating.clear()

    def _value(self, prices: Mapping[mathopt.LinearConstraint, float]) -> float:
        """The dual value, recomputed from the prices: people times their price, less units at their reduced cost."""
        p = self.problem
        value = math.fsum(max(0.0, prices[row]) * f.persons for row, f in zip(self.flow_rows, self.flows, strict=True))
        for run, row in enumerate(self.run_rows):
            rows = p.runs[run]
            price = rows[0].unit_cost + p.unit_escorts * (min(r.seat_cost for r in rows) + p.costs.escort)
            reduced = price + prices[row] * p.run_capacity[run]
            value += min(0.0, reduced) * p.run_units[run]
        for rows_of, sets in zip(self.vehicle_rows, self.directs, strict=True):
            value += sum(min(0.0, prices[row]) for row in rows_of) * p.offers[sets.offer].count
        return value

    def _price(
        self, family: Family, prices: Mapping[mathopt.LinearConstraint, float]
    ) -> tuple[list[Route], list[list[tuple[float, Line, int]]]]:
        worth: list[list[tuple[float, Line, int]]] = []
        for place in family.places:
            options = []
            for line, wait in zip(family.lines, family.waits, strict=True):
                row = self.rows.get((family.side, place, line))
                if row is not None:
                    gain = -prices[row] - family.rate * wait
                    if gain > 0:
                        options.append((gain, line, self.wanting[family.side, place, line]))
            worth.append(sorted(options, key=lambda option: -option[0]))
        kept = [i for i, options in enumerate(worth) if options]
        if not kept:
            return [], worth
        most = min(family.capacity, max(sum(n for _, _, n in worth[i]) for i in kept))
        gains = np.full((len(kept), most + 1), -np.inf)
        for row_number, i in enumerate(kept):
            each: list[float] = []
            for gain, _, n in worth[i]:
                each += [gain] * min(n, most - len(each))
            gains[row_number, 1 : len(each) + 1] = np.cumsum(each)
        at = np.array(kept)
        fixed = family.fixed
        if family.joint is not None:
            fixed -= prices[self.joints[family.joint]] * (1.0 if family.side == "feeder" else -1.0)
        problem = Spokes(
            gains, family.first_cost[at], family.leg_cost[np.ix_(at, at)], family.leg_minutes[np.ix_(at, at)],
            family.last_cost[at], family.last_minutes[at], fixed, family.rate, family.capacity, family.max_stops,
        )  # fmt: skip
        if self.strict:
            route = strict_route(problem, 0.0, CRITICAL)
            routes = [] if route is None else [route]
        else:
            routes = best_routes(problem, floor=0.0, elementary=False)
        return [Route(r.value, tuple(kept[i] for i in r.places), r.persons) for r in routes], worth

    def _add(self, family: Family, route: Route, worth: list[list[tuple[float, Line, int]]]) -> None:
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
        z = self._column(cost, len(set(route.places)) < len(route.places))
        for key, persons in carries.items():
            self.rows[key].set_coefficient(z, -float(persons))
        if family.joint is not None:
            self.joints[family.joint].set_coefficient(z, 1.0 if family.side == "feeder" else -1.0)


def build_bound(inserter: Inserter) -> BoundMaster:
    """The relaxed master of an inserter's problem, before its first round."""
    problem, reach = inserter.problem, inserter.reach
    return BoundMaster(problem, reach, build_flows(problem, reach))
