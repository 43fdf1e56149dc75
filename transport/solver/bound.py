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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.flows import Flow
from transport.solver.pricing import Floats, Route, Spokes, best_routes
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import MARGIN
from transport.solver.trips import TripFactory

Line = tuple[str, int]
"""What carries people the long way: ("service", index) or ("offer", index) for direct coaches."""
RowKey = tuple[TripKind, int, Line]


def elapsed_floor(problem: Problem, offer: int, minutes: float) -> float:
    """Least minutes from pick-up to arrival over so many driving minutes, by the driver-hour rules alone.

    Each 24 h hold at most the drivers' minutes; stretches between rests are limited; and every 24 h hold a halt.
    """
    d = problem.rules.driving
    if not d.enabled or not math.isfinite(minutes):
        return minutes
    least = minutes
    if d.max_minutes_per_driver_24h:
        daily = d.max_minutes_per_driver_24h * problem.offers[offer].drivers
        full = max(0, math.ceil(minutes / daily - 1e-9) - 1)
        least = max(least, 1440 * full + minutes - full * daily)
    rests = 0
    if d.max_continuous_minutes:
        rests = max(0, math.ceil(minutes / d.max_continuous_minutes - 1e-9) - 1)
    halt = (d.halt_to - d.halt_from) % 1440 if d.halt_to != d.halt_from else 0
    for days in range(60):
        length = minutes + halt * days + d.rest_minutes * max(0, rests - days - 1 if halt else rests)
        if length < 1440 * (days + 1):
            return max(least, length, 1440.0 * days)
    return least


@dataclass(frozen=True, slots=True)
class Pricing:
    """One family of relaxed trips: all of one offer on one side of some lines, with what never changes."""

    side: TripKind
    offer: int
    lines: tuple[Line, ...]
    waits: tuple[float, ...]
    places: tuple[int, ...]
    first_cost: Floats
    leg_cost: Floats
    leg_minutes: Floats
    last_cost: Floats
    last_minutes: Floats
    fixed: float
    rate: float
    capacity: int
    max_stops: int
    joint: int | None

    @property
    def least(self) -> float:
        """Least CNY that a trip of the family costs."""
        return self.fixed + float((self.first_cost + self.last_cost).min())


class BoundMaster:
    """The relaxed master; :meth:`improve` may be called again to go on."""

    def __init__(self, problem: Problem, reach: Reach, factory: TripFactory, flows: tuple[Flow, ...]) -> None:
        self.problem, self.reach, self.factory, self.flows = problem, reach, factory, flows
        self.hour = problem.costs.journey_hour / 60
        self.bound = 0.0
        self.rounds = 0
        self.model = mathopt.Model()
        self.rows: dict[RowKey, mathopt.LinearConstraint] = {}
        self.wanting: dict[RowKey, int] = defaultdict(int)
        self.flow_rows = [self.model.add_linear_constraint(lb=float(f.persons)) for f in flows]
        self.run_rows = [self.model.add_linear_constraint(ub=0.0) for _ in problem.runs]
        self._units()
        for i, flow in enumerate(flows):
            self._flow(i, flow)
        self.joints: dict[int, mathopt.LinearConstraint] = {}
        self.families = [*self._spoke_families("feeder"), *self._spoke_families("distribution"), *self._halves()]
        self._idle = [0] * len(self.families)
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
        self._variable(i, flow.fallback)
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
        if flow.origin == flow.destination:
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

    # ---- families of relaxed trips

    def _spoke_families(self, side: TripKind) -> Iterator[Pricing]:
        p = self.problem
        hubs = p.service_from if side == "feeder" else p.service_to
        services = sorted({line[1] for kind, _, line in self.rows if kind == side and line[0] == "service"})
        hours = {s: self.factory.hub_hours(side, (s,)) for s in services}
        for s in services:
            moment = hours[s][1] if side == "feeder" else hours[s][0]
            wave = [o for o in services if hubs[o] == hubs[s] and hours[o][0] <= moment <= hours[o][1]]
            waits = [
                p.services[o].depart - moment if side == "feeder" else moment - p.services[o].arrive for o in wave
            ]
            lines: list[Line] = [("service", o) for o in wave]
            for k in p.offers_by_kind[side]:
                if p.reaches(k, hubs[s]):
                    family = self._family(side, k, lines, waits, hubs[s])
                    if family is not None:
                        yield family

    def _places(self, side: TripKind, k: int, lines: list[Line]) -> list[int]:
        wanted = set(lines)
        places = {place for kind, place, line in self.rows if kind == side and line in wanted}
        return sorted(place for place in places if self.problem.reaches(k, place))

    def _family(
        self, side: TripKind, k: int, lines: list[Line], waits: list[float], hub: int
    ) -> Pricing | None:
        p, o = self.problem, self.problem.offers[k]
        km, minutes, base = p.closure_km, p.closure_minutes, p.offer_base[k]
        places = [v for v in self._places(side, k, lines) if math.isfinite(km[v, hub] + km[hub, v])]
        if not places:
            return None
        at = np.array(places)
        dwell = np.array([float(p.dwell[v]) for v in places])
        back = o.empty_km_cost if o.returns_to_base else 0.0
        legs, away = km[np.ix_(at, at)], minutes[np.ix_(at, at)]
        if side == "feeder":
            first, fixed = o.empty_km_cost * km[base, at], back * km[hub, base]
            last, spent = km[at, hub], minutes[at, hub] + dwell
            away = away + dwell[:, None]
        else:
            first, fixed = back * km[at, base], o.empty_km_cost * km[base, hub]
            last, spent = km[hub, at], minutes[hub, at]
            legs, away = legs.T, away.T + dwell[None, :]
        limit = p.rules.max_stops.feeder if side == "feeder" else p.rules.max_stops.distribution
        moving = bool((spent > 0).all())
        return Pricing(
            side, k, tuple(lines), tuple(waits), tuple(places), _dear(first), _dear(o.km_cost * legs), _dear(away),
            _dear(o.km_cost * last), _dear(spent), o.fixed_cost + (o.day_cost if moving else 0.0) + float(fixed),
            self.hour, p.capacity(k, side), self._stops(limit, len(places)), None,
        )  # fmt: skip

    @staticmethod
    def _stops(limit: float | None, places: int) -> int:
        """A place may be called at again in a relaxed trip, so a missing limit is one call each at the least."""
        return places if limit is None else int(limit)

    def _halves(self) -> Iterator[Pricing]:
        p = self.problem
        limits = p.rules.max_stops
        for k in sorted({line[1] for _, _, line in self.rows if line[0] == "offer"}):
            o, base, line = p.offers[k], p.offer_base[k], ("offer", k)
            starts, ends = self._places("feeder", k, [line]), self._places("distribution", k, [line])
            v, f = np.array(starts), np.array(ends)
            km = p.closure_km
            near, far = _potentials(km[np.ix_(v, f)])
            shortest = float(p.closure_minutes[np.ix_(v, f)].min())
            days = math.ceil(elapsed_floor(p, k, shortest) / 1440)
            fixed = o.fixed_cost + o.day_cost * days + p.costs.escort * p.rules.escorts.direct
            self.joints[k] = self.model.add_linear_constraint(lb=0.0, ub=0.0)
            capacity = p.capacity(k, "direct")
            back = o.empty_km_cost if o.returns_to_base else 0.0
            for side, places, first, toll, limit, once in (
                ("feeder", v, o.empty_km_cost * km[base, v], near, limits.direct_pickup, fixed),
                ("distribution", f, back * km[f, base], far, limits.direct_dropoff, 0.0),
            ):
                legs = o.km_cost * km[np.ix_(places, places)]
                nothing = np.zeros_like(legs)
                kind: TripKind = "feeder" if side == "feeder" else "distribution"
                yield Pricing(
                    kind, k, (line,), (0.0,), tuple(int(place) for place in places), _dear(first),
                    _dear(legs if side == "feeder" else legs.T), nothing, _dear(o.km_cost * toll), nothing[0], once, 0.0,
                    capacity, self._stops(limit, len(places)), k,
                )  # fmt: skip

    # ---- generation

    def improve(self, until: float, stop: Callable[[], bool]) -> float:
        """Go on until ``until`` (monotonic clock) or until the relaxation is solved; the best bound so far, CNY."""
        while time.monotonic() < until and not stop():
            result = self.solver.solve()
            if not result.has_dual_feasible_solution():
                break
            prices = result.dual_values()
            value = self._value(prices)
            worst, added, complete = 0.0, 0, True
            for n, family in enumerate(self.families):
                if time.monotonic() >= until or stop():
                    complete = False
                    break
                routes, problem = self._price(family, prices)
                gain = routes[0].value if routes else 0.0
                worst = max(worst, gain / max(family.least, 1e-9))
                for route in routes:
                    if route.value > 1e-4 * max(1.0, family.least):
                        self._add(family, route, problem)
                        added += 1
                self._idle[n] = 0 if routes else self._idle[n] + 1
            if complete:
                self.rounds += 1
                bound = value / (1 + worst)
                self.bound = max(self.bound, bound - MARGIN * abs(bound))
            if complete and added == 0:
                break
        return self.bound

    def _value(self, prices: Mapping[mathopt.LinearConstraint, float]) -> float:
        """The dual value, recomputed from the prices: people times their price, less units at their reduced cost."""
        p = self.problem
        value = math.fsum(max(0.0, prices[row]) * f.persons for row, f in zip(self.flow_rows, self.flows, strict=True))
        for run, row in enumerate(self.run_rows):
            rows = p.runs[run]
            price = rows[0].unit_cost + p.unit_escorts * (min(r.seat_cost for r in rows) + p.costs.escort)
            reduced = price + prices[row] * p.run_capacity[run]
            value += min(0.0, reduced) * p.run_units[run]
        return value

    def _price(
        self, family: Pricing, prices: Mapping[mathopt.LinearConstraint, float]
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
        routes = best_routes(
            Spokes(
                gains, family.first_cost[at], family.leg_cost[np.ix_(at, at)], family.leg_minutes[np.ix_(at, at)],
                family.last_cost[at], family.last_minutes[at], fixed, family.rate, family.capacity, family.max_stops,
            ),
            wanted=2, floor=0.0, elementary=False,
        )  # fmt: skip
        return [
            Route(r.value, tuple(kept[i] for i in r.places), r.persons) for r in routes
        ], worth

    def _add(self, family: Pricing, route: Route, worth: list[list[tuple[float, Line, int]]]) -> None:
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
        z = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(z, cost)
        for key, persons in carries.items():
            self.rows[key].set_coefficient(z, -float(persons))
        if family.joint is not None:
            self.joints[family.joint].set_coefficient(z, 1.0 if family.side == "feeder" else -1.0)


def _potentials(km: Floats) -> tuple[Floats, Floats]:
    """a and b with a[i] + b[j] <= km[i, j], b >= 0: the road from i on by the first column, the rest by what is left."""
    near = np.where(np.isfinite(km[:, 0]), km[:, 0], 0.0)
    far = np.where(np.isfinite(km), km - near[:, None], np.inf).min(axis=0)
    far = np.where(np.isfinite(far), far, 0.0)
    shift = max(0.0, -float(far.min()))
    return near - shift, far + shift


def _dear(costs: Floats) -> Floats:
    """Missing roads at a price that nobody pays; undefined differences would come of infinities."""
    return np.where(np.isfinite(costs), costs, 1e9)
