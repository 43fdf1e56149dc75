"""The master: which trips, units and ways serve everybody most cheaply, as a linear program over columns.

Rows: each flow travels somehow; people of a place on a service need seats in feeders (and distribution trips) that
take them there; people on a run need units; vehicles of an offer that are out at once are at most its count.
Solved by GLOP, which takes up new columns from its last basis.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from transport.clock import DAY
from transport.solver.columns import Column
from transport.solver.flows import Flow
from transport.solver.glop import Glop
from transport.solver.pricing import prices_between
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.solution import NOBODY
from transport.solver.stopwatch import master_seconds


@dataclass(frozen=True, slots=True)
class Prices:
    """Duals: CNY a person more of each flow, a feeder or distribution seat at (place, service), a vehicle at (offer,
    moment).
    """

    flow: tuple[float, ...]
    feeder: Mapping[tuple[int, int], float]
    distribution: Mapping[tuple[int, int], float]
    vehicle: Mapping[tuple[int, int], float]

    def towards(self, other: Prices, share: float) -> Prices:
        """The prices so much of the way towards others."""
        kinds = (self.feeder, other.feeder), (self.distribution, other.distribution), (self.vehicle, other.vehicle)
        return Prices(
            tuple((1 - share) * own + share * new for own, new in zip(self.flow, other.flow, strict=True)),
            *(prices_between(own, new, 1 - share) for own, new in kinds),
        )


@dataclass(frozen=True, slots=True)
class Fractions:
    """A solution of the LP: its cost, how much of each column and run, and the prices."""

    cost: float
    columns: tuple[float, ...]
    units: tuple[float, ...]
    prices: Prices


class Master:
    """The restricted master over a growing set of columns."""

    def __init__(self, problem: Problem, reach: Reach, flows: tuple[Flow, ...], services: Iterable[int]) -> None:
        self.problem, self.reach, self.flows = problem, reach, flows
        self.active = set(services)
        self.columns: list[Column] = []
        self._keys: set[tuple[object, ...]] = set()
        self.model = mathopt.Model()
        self._flow_rows = [self.model.add_linear_constraint(lb=float(f.persons)) for f in flows]
        self._feeder_rows: dict[tuple[int, int], mathopt.LinearConstraint] = {}
        self._distribution_rows: dict[tuple[int, int], mathopt.LinearConstraint] = {}
        self._vehicle_rows: dict[tuple[int, int], mathopt.LinearConstraint] = {}
        self._run_rows = [self.model.add_linear_constraint(ub=0.0) for _ in problem.runs]
        self.units = [self._unit(run) for run in range(len(problem.runs))]
        self.amounts: list[mathopt.Variable] = []
        self.on_service: dict[tuple[int, int], mathopt.Variable] = {}
        for i, flow in enumerate(flows):
            self._flow(i, flow)
        self._solver = Glop(self.model)

    def _unit(self, run: int) -> mathopt.Variable:
        p = self.problem
        y = self.model.add_variable(lb=0.0, ub=float(self._most_units(run)))
        price = p.least_unit_price(run)
        self.model.objective.set_linear_coefficient(y, price)
        self._run_rows[run].set_coefficient(y, -float(p.run_capacity[run]))
        return y

    def _flow(self, i: int, flow: Flow) -> None:
        p, model = self.problem, self.model
        stay = model.add_variable(lb=0.0)
        model.objective.set_linear_coefficient(stay, flow.fallback)
        self._flow_rows[i].set_coefficient(stay, 1.0)
        for s in flow.services:
            if s not in self.active:
                continue
            service = p.services[s]
            price = service.seat_cost + p.costs.journey_hour * (service.arrive - service.depart) / 60
            early = flow.report - int(self.reach.arrive_earliest[flow.destination, s])
            price += p.costs.early_arrival_per_day * max(0, early // DAY)
            if price >= flow.fallback:
                continue
            x = model.add_variable(lb=0.0)
            model.objective.set_linear_coefficient(x, price)
            self._flow_rows[i].set_coefficient(x, 1.0)
            self._run_rows[p.service_run[s]].set_coefficient(x, 1.0)
            if flow.origin != p.service_from[s]:
                self._row(self._feeder_rows, (flow.origin, s)).set_coefficient(x, 1.0)
            if flow.destination != p.service_to[s]:
                self._row(self._distribution_rows, (flow.destination, s)).set_coefficient(x, 1.0)
            self.on_service[i, s] = x

    def _row(
        self, rows: dict[tuple[int, int], mathopt.LinearConstraint], key: tuple[int, int], most: float = 0.0
    ) -> mathopt.LinearConstraint:
        if key not in rows:
            rows[key] = self.model.add_linear_constraint(ub=most)
        return rows[key]

    @property
    def feeder_keys(self) -> Iterable[tuple[int, int]]:
        """(place, service) pairs that feeders may serve."""
        return self._feeder_rows.keys()

    @property
    def distribution_keys(self) -> Iterable[tuple[int, int]]:
        return self._distribution_rows.keys()

    def add(self, columns: Iterable[Column]) -> int:
        """Take columns in that are new; how many were."""
        added = 0
        for column in columns:
            if column.key in self._keys:
                continue
            self._keys.add(column.key)
            z = self.model.add_variable(lb=0.0)
            self.model.objective.set_linear_coefficient(z, column.cost)
            for (a, s), persons in column.carries:
                if s == NOBODY:
                    self._flow_rows[a].set_coefficient(z, float(persons))
                else:
                    rows = self._feeder_rows if column.kind == "feeder" else self._distribution_rows
                    if (a, s) in rows:
                        rows[a, s].set_coefficient(z, -float(persons))
            count = self.problem.offers[column.offer].count
            for moment in column.moments:
                self._row(self._vehicle_rows, moment, float(count)).set_coefficient(z, 1.0)
            self.columns.append(column)
            self.amounts.append(z)
            added += 1
        return added

    def fix(self, index: int, least: float = 0.0, most: float = math.inf) -> None:
        """Ask for at least and at the most so many trips of a column."""
        self.amounts[index].lower_bound, self.amounts[index].upper_bound = least, most

    def fix_units(self, run: int, low: float, high: float) -> None:
        """Bound the units of a run."""
        self.units[run].lower_bound, self.units[run].upper_bound = low, high

    def free_units(self, run: int) -> None:
        """Take the bounds of :meth:`fix_units` off again."""
        self.fix_units(run, 0.0, float(self._most_units(run)))

    def _most_units(self, run: int) -> int:
        p = self.problem
        return p.run_units[run] if any(s in self.active for s in p.run_services[run]) else 0

    def solve(self) -> Fractions | None:
        """Solve the LP; ``None`` where it is infeasible (too many fixed columns) or fails."""
        self.problem.watch.spend(master_seconds(self.model.get_num_linear_constraints(), len(self.columns)))
        result = self._solver.solve()
        if result is None or not (result.has_primal_feasible_solution() and result.has_dual_feasible_solution()):
            return None
        duals = result.dual_values()
        prices = Prices(
            flow=tuple(duals[row] for row in self._flow_rows),
            feeder={key: -duals[row] for key, row in self._feeder_rows.items()},
            distribution={key: -duals[row] for key, row in self._distribution_rows.items()},
            vehicle={key: -duals[row] for key, row in self._vehicle_rows.items()},
        )
        return Fractions(
            result.objective_value(),
            tuple(result.variable_values(self.amounts)),
            tuple(result.variable_values(self.units)),
            prices,
        )
