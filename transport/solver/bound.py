"""A proven lower bound by column generation over relaxed trips.

The master is a relaxation of the case: people in persons, units and trips in fractions, and counts only of coaches that
are priced by drop-off sets. Its columns are relaxed trips: feeders and distribution trips over shortest-path roads, at
the best imaginable hour; and direct coaches, by drop-off sets where these can be enumerated, else cut into a pick-up
half and a drop-off half that are joined by a trunk road split by potentials, a(v) + b(f) <= km(v, f), and matched in
number only. Each real trip is one of them, at no more than its own cost, so the master's optimum bounds every plan.

Column generation is stopped early as a rule. Then the prices are brought down until no relaxed trip gains: with g the
most that a trip of a family gains and c the least that one costs, the prices of the rows it serves are divided by
1 + g / c (Farley's bound, taken family by family), and what they are worth then is the bound.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.bound_direct import MOST_SETS, ROUTE_S, DirectSets
from transport.solver.bound_families import Family, Line, RowKey, build_families, direct_rides
from transport.solver.branching import Tree
from transport.solver.direct_routes import CRITICAL
from transport.solver.drop_sets import DropSets, count_sets
from transport.solver.flows import Flow, build_flows
from transport.solver.insertion import Inserter
from transport.solver.pricing import MOST_PLACES, Floats, Route, Spokes, best_routes, concave_gains, strict_route
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import DIGITS, MARGIN
from transport.solver.seat_bound import SeatPrices, seat_prices
from transport.solver.solution import Solution

FEW = 2
"""Trips found in a round that call for a closer look."""
FULL_EVERY, PATIENCE = 10, 2
"""Every so many rounds all families are priced, else only those not idle for so many rounds."""
PRICING_S = 4.5e-9
"""Seconds a step of the pricing programme over stops, places and loads, as measured."""
STEPS_STRICT = 8
"""How often a family is priced in a step without second calls, about."""
GAIN = 1e-4
"""What a trip must gain, as a share of the cheapest of its family, to be worth a column."""


EASY_S = 2.0
"""Seconds of pricing every family once up to which second calls are forbidden from the first round on."""
QUICK, THOROUGH = 2, 400
"""Sets of drop-offs of one offer and slot that are priced in a round, and in a full one."""
TRIFLES = (5e-3, 1e-3, 1e-4, 1e-6)
"""Gains under such a share of the cheapest trip are not looked for; the less is found, the smaller it gets."""
PRICES_SHARE = 0.3
"""Share of the first seconds that finding the first prices may take."""
NEARLY_SOLVED = 5e-4
"""How near the bound of a leaf must be to its relaxation, as a share, for the leaf to be branched on."""
INSIDE, LEAST_INSIDE = 0.5, 0.2
"""Share of the best prices so far in those that trips are priced at, as long as that finds trips; half as much where it
does not, and nothing from the second on."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A proven bound in CNY, how it was proven, and whether no more can be had from this relaxation."""

    bound: float
    method: str
    solved: bool


Prices = Mapping[mathopt.LinearConstraint, float]


@dataclass(frozen=True, slots=True)
class _Way:
    """A flow's way by one line: CNY a person by itself, the run whose units it needs, the rows it needs seats in."""

    price: float
    run: int | None
    keys: tuple[RowKey, ...]


@dataclass(slots=True)
class _Gains:
    """The most that a trip gains in one round, by family, and by offer of direct coaches and slot."""

    families: list[float]
    directs: list[Floats]

    def share(self, directs: Sequence[DirectSets]) -> float:
        """The most that a direct coach gains, as a share of its offer's cheapest trip."""
        return max(_share(gain, sets) for gain, sets in zip(self.directs, directs, strict=True))


def _share(gains: Floats, sets: DirectSets) -> float:
    return float(gains.max(initial=0.0)) / max(sets.least, 1e-9)


class BoundMaster:
    """The relaxed master; :meth:`improve` may be called again to go on."""

    def __init__(self, problem: Problem, reach: Reach, flows: tuple[Flow, ...]) -> None:
        self.problem, self.reach, self.flows = problem, reach, flows
        self.hour = problem.costs.journey_hour / 60
        self.rounds = 0
        self.tree = Tree(problem.run_units)
        self._longest_s = self._worked_s = 0.0
        self._until = math.inf
        self.solved = self.strict = False
        self._best: Prices | None = None
        self._trifle = TRIFLES[0]
        self.largest = math.fsum(flow.fallback * flow.persons for flow in flows)
        self._full = False
        self._repeating: list[mathopt.Variable] = []
        self._known: set[tuple[object, ...]] = set()
        self.model = mathopt.Model()
        self.rows: dict[RowKey, mathopt.LinearConstraint] = {}
        self.wanting: dict[RowKey, int] = defaultdict(int)
        self.flow_rows = [self.model.add_linear_constraint(lb=float(f.persons)) for f in flows]
        self.run_rows = [self.model.add_linear_constraint(ub=0.0) for _ in problem.runs]
        self.units = [self._unit(run) for run in range(len(problem.runs))]
        self.directs = self._direct_sets()
        self._rides = {} if self.directs else direct_rides(problem, reach, flows)
        self.vehicle_rows = [
            [self.model.add_linear_constraint(ub=float(problem.offers[sets.offer].count)) for _ in range(sets.moments)]
            for sets in self.directs
        ]
        self._ways: list[list[_Way]] = [[] for _ in flows]
        for i, flow in enumerate(flows):
            self._flow(i, flow)
        self.families = build_families(problem, reach, self.rows)
        self.joints = {
            family.joint: self.model.add_linear_constraint(lb=0.0, ub=0.0)
            for family in self.families
            if family.joint is not None and family.side == "feeder"
        }
        self._hot = [0.0] * len(self.directs)
        self._idle = [0] * len(self.families)
        self.strict = self._easy = self.slowest_s * len(self.families) < EASY_S
        self._start()
        self._work = self._rounds()
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    # ---- rows and people

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
        # a coach may set people down where it picked them up: those may cost nothing
        at_home = flow.origin == flow.destination and bool(self.reach.direct_offers[flow.origin])
        self._add_way(i, _Way(0.0 if at_home else flow.fallback, None, ()))
        for s in flow.services:
            service, line = p.services[s], ("service", s)
            price = service.seat_cost + self.hour * (service.arrive - service.depart) + self._early(flow, s)
            keys: list[RowKey] = []
            if flow.origin != p.service_from[s]:
                keys.append(("feeder", flow.origin, line))
            if flow.destination != p.service_to[s]:
                keys.append(("distribution", flow.destination, line))
            if price < flow.fallback:
                self._add_way(i, _Way(price, p.service_run[s], tuple(keys)))
        if flow.origin == flow.destination or self.directs:
            return
        for k, rides in self._rides.items():
            ride, line = rides.get((flow.origin, flow.destination), math.inf), ("offer", k)
            price = self.hour * ride if math.isfinite(ride) else math.inf
            if price < flow.fallback and flow.ready + ride <= flow.report:
                self._add_way(
                    i, _Way(price, None, (("feeder", flow.origin, line), ("distribution", flow.destination, line)))
                )

    def _add_way(self, i: int, way: _Way) -> None:
        self._ways[i].append(way)
        x = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(x, way.price)
        self.flow_rows[i].set_coefficient(x, 1.0)
        if way.run is not None:
            self.run_rows[way.run].set_coefficient(x, 1.0)
        for key in way.keys:
            self._row(key, self.flows[i].persons).set_coefficient(x, 1.0)

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
        if not offers:
            return []
        sets = DropSets(ends, ends if limit is None else min(ends, int(limit)))
        made = [DirectSets(self.problem, self.reach, k, self.flows, sets) for k in offers]
        return [sets for sets in made if sets.slots]

    def _start(self) -> None:
        """First columns: for each row the cheapest trip to that place alone, so that the first prices make sense."""
        best: dict[RowKey, tuple[float, Family, int, Line]] = {}
        for family in self.families:
            for i, place in enumerate(family.places):
                for line, wait in zip(family.lines, family.waits, strict=True):
                    key = (family.side, place, line)
                    if key in self.rows:
                        persons = min(family.capacity, self.wanting[key])
                        road = family.fixed + float(family.first_cost[i] + family.last_cost[i])
                        each = road / persons + family.rate * (wait + float(family.last_minutes[i]))
                        if key not in best or each < best[key][0]:
                            best[key] = (each, family, i, line)
        for key, (_, family, i, line) in best.items():
            persons = min(family.capacity, self.wanting[key])
            worth: list[list[tuple[float, Line, int]]] = [[] for _ in family.places]
            worth[i] = [(0.0, line, persons)]
            self._add(family, Route(0.0, (i,), (persons,)), worth)

    def learn(self, solution: Solution) -> None:
        """Take the trips of a solution in, at their own cost: prices make sense sooner."""
        p, flow_of = self.problem, {b: i for i, flow in enumerate(self.flows) for b in flow.bundles}
        watched = {sets.offer: n for n, sets in enumerate(self.directs)}
        for draft in solution.trips.values():
            n = watched.get(draft.offer)
            if draft.kind == "direct" and n is None:
                continue
            carries: dict[mathopt.LinearConstraint, int] = defaultdict(int)
            for place, riders in zip(draft.stops, draft.loads, strict=True):
                for b in riders:
                    size = p.bundles[b].size
                    if draft.kind == "direct":
                        carries[self.flow_rows[flow_of[b]]] += size
                    elif (row := self.rows.get((draft.kind, place, ("service", solution.service_of[b])))) is not None:
                        carries[row] -= size
            z = self._column(draft.cost, False)
            for row, persons in carries.items():
                row.set_coefficient(z, float(persons))
            if draft.kind == "direct" and n is not None:
                first, last = self.directs[n].counted(draft.timeline.leaves, draft.back)
                for row in self.vehicle_rows[n][first:last]:
                    row.set_coefficient(z, 1.0)

    def begin_at(self, prices: SeatPrices) -> None:
        """Price the first trips at prices at which hardly any of them gains, which makes the first bound a good one."""
        near: dict[mathopt.LinearConstraint, float] = dict(zip(self.flow_rows, prices.flows, strict=True))
        near |= dict(zip(self.run_rows, prices.runs, strict=True))
        near |= {row: -prices.access.get(key, self.largest) for key, row in self.rows.items()}
        for sets, rows in zip(self.directs, self.vehicle_rows, strict=True):
            out = prices.vehicles.get(sets.offer, {})
            near |= {row: out.get(moment, 0.0) for moment, row in enumerate(rows)}
        self._best, self._full = near, True

    # ---- generation

    @cached_property
    def slowest_s(self) -> float:
        """About the seconds that pricing the largest family takes at a time: nothing cuts that short."""
        work = [
            min(f.max_stops, len(f.places)) * len(f.places) * f.capacity * (len(f.places) + f.capacity)
            for f in self.families
        ]
        return PRICING_S * float(max(work, default=0))

    @property
    def _family_s(self) -> float:
        """Counted seconds of pricing a family."""
        return self.slowest_s * (STEPS_STRICT if self.strict and self._full else 1)

    @property
    def round_s(self) -> float:
        """Counted seconds that a round takes at the least."""
        return self._family_s * len(self.families) + ROUTE_S * sum(len(sets.slots) for sets in self.directs)

    @property
    def worked_s(self) -> float:
        """Seconds of pricing so far, counted by what was done: the same on every machine."""
        return self._worked_s + sum(sets.worked_s for sets in self.directs)

    def improve(self, until: float, stop: Callable[[], bool], rounds: int = 10**6) -> float:
        """Go on until ``until`` (monotonic clock), for ``rounds`` more rounds, or until the relaxation is solved.

        Returns the best bound so far in CNY. A round that time cuts short goes on at the next call; none is begun for
        which the time would not do.
        """
        last = self.rounds + rounds
        began, self._until = time.monotonic(), until
        # a step about as long as the longest so far must still fit, though some work is always begun
        until -= max(self.slowest_s, min(self._longest_s, (until - began) / 2))
        while not self.solved and self.rounds < last and began < until and not stop():
            next(self._work, None)
            ended = time.monotonic()
            self._longest_s, began = max(self._longest_s, ended - began), ended
        return self.bound

    def _rounds(self) -> Iterator[None]:
        """Round after round of pricing, with a pause after each family, and each slot of direct coaches.

        Trips are priced at prices between the master's and those of the best bound so far (Wentges 1997), which move
        less from round to round; where that finds nothing, at the master's.
        """
        inside = INSIDE if self._best is None else 1.0
        while not self.solved:
            result = self.solver.solve()
            if not result.has_dual_feasible_solution():
                self.solved = True  # nothing more can be proven from here
                return
            prices, added = self._between(result.dual_values(), inside), 0
            gains = _Gains([0.0] * len(self.families), [np.zeros(len(sets.slots)) for sets in self.directs])
            for n in range(len(self.families)):
                if self._full or self._easy or self._idle[n] < PATIENCE:
                    added += self._price_family(n, prices, gains)
                    yield
            for n in sorted(range(len(self.directs)), key=lambda n: -self._hot[n]):
                added += yield from self._price_directs(n, prices, gains)
            self.rounds += 1
            if self._full:
                self._take_bound(prices, gains)
                if self._leave(result, added, inside):
                    inside = 0.0
                    continue
            if inside == 1.0:
                inside, self._full = INSIDE, False
                continue
            if added <= FEW and inside and self._best is not None:
                inside = inside / 2 if inside > LEAST_INSIDE else 0.0
                self._full = True
                continue
            inside = INSIDE if added > FEW else 0.0
            self._go_on(added)

    def _leave(self, result: mathopt.SolveResult, added: int, inside: float) -> bool:
        """Go on with another leaf of the tree where the present one is done, or holds the bound down no more."""
        tree, cost, units = self.tree, result.objective_value(), result.variable_values(self.units)
        near = cost - tree.leaf.bound < NEARLY_SOLVED * cost and not tree.is_whole(units)
        if near or (added == 0 and not inside and self.strict and self._trifle <= TRIFLES[-1]):
            tree.split(units)
        elif not tree.is_lowest:
            tree.put_back()
        else:
            return False
        if not tree.select():
            self.solved = True
        for y, (low, high) in zip(self.units, tree.leaf.units, strict=True):
            y.lower_bound, y.upper_bound = float(low), float(high)
        self._best, self._full = None, True
        return True

    @property
    def bound(self) -> float:
        """CNY proven so far."""
        return self.tree.bound

    def _between(self, prices: Prices, inside: float) -> Prices:
        if self._best is None or not inside:
            return prices
        best = self._best
        return {row: inside * best.get(row, 0.0) + (1 - inside) * price for row, price in prices.items()}

    def _take_bound(self, prices: Prices, gains: _Gains) -> None:
        bound = self._repaired_value(prices, gains)
        bound -= MARGIN * abs(bound) + DIGITS * self.largest
        if bound > self.tree.leaf.bound or self._best is None:
            self.tree.prove(bound)
            self._best = prices

    def _repaired_value(self, prices: Prices, gains: _Gains) -> float:
        """The dual value once no relaxed trip gains any more.

        Where a family's trips gain at most g and cost at least c, the prices of the rows it serves are divided by
        1 + g / c; a flow's price comes down to what its cheapest way is then worth. Directs likewise, by what their
        riders pay above their hours. For halves, whose cost is shared with their other halves, everything is divided.
        """
        ratio: dict[tuple[TripKind, Line], float] = defaultdict(float)
        halves = 0.0
        for family, gain in zip(self.families, gains.families, strict=True):
            share = gain / max(family.least, 1e-9)
            if family.joint is not None:
                halves = max(halves, share)
                continue
            for line in family.lines:
                ratio[family.side, line] = max(ratio[family.side, line], share)
        worth = {key: max(0.0, -prices[row]) / (1 + ratio[key[0], key[2]]) for key, row in self.rows.items()}
        asked: Floats = np.array([max(0.0, prices[row]) for row in self.flow_rows], dtype=np.float64)
        lowered = asked
        for sets, most in zip(self.directs, gains.directs, strict=True):
            lowered = np.minimum(lowered, sets.repaired(asked, most))
        value = 0.0
        for i, (row, flow) in enumerate(zip(self.flow_rows, self.flows, strict=True)):
            price = max(0.0, prices[row])
            for way in self._ways[i]:
                seat = 0.0 if way.run is None else -prices[self.run_rows[way.run]]
                price = min(price, way.price + max(0.0, seat) + sum(worth[key] for key in way.keys))
            value += min(price, float(lowered[i])) * flow.persons
        return (value + self._limits_value(prices)) / (1 + halves)

    @property
    def method(self) -> str:
        """How the bound was proven, in a few words."""
        directs = "drop-off sets" if self.directs else "halves"
        state = "solved" if self.solved else "stopped early, prices scaled (Farley)"
        whole = f"{self.tree.branches} branches on whole units, " if self.tree.branches else ""
        return f"column generation over relaxed trips, coaches by {directs}, {self.rounds} rounds, {whole}{state}"

    def _go_on(self, added: int) -> None:
        """Choose how to look next: at families that gained lately only, at all of them (which gives a bound), and at
        last without second calls.
        """
        was_full, self._full = self._full, added <= FEW or self.rounds % FULL_EVERY == 0
        if added > FEW or not was_full:
            return
        if self._trifle > TRIFLES[-1]:
            self._trifle = next(trifle for trifle in TRIFLES if trifle < self._trifle)
        elif added == 0 and not self.strict:
            self._become_strict()

    def _price_family(self, n: int, prices: Prices, gains: _Gains) -> int:
        """Add the trips of a family that pay, note what the best of them gains; how many."""
        family, added = self.families[n], 0
        self._worked_s += self._family_s
        routes, worth = self._price(family, prices)
        if routes:
            gains.families[n] = routes[0].value
        for route in routes:
            if route.value > GAIN * max(1.0, family.least):
                added += self._add(family, route, worth)
        self._idle[n] = 0 if routes else self._idle[n] + 1
        return added

    def _price_directs(self, n: int, prices: Prices, gains: _Gains) -> Generator[None, None, int]:
        """Likewise for one offer's direct coaches, with pauses."""
        sets, rows, added = self.directs[n], self.vehicle_rows[n], 0
        vehicles = np.array([-prices[row] for row in rows])
        flow_prices = np.array([max(0.0, prices[row]) for row in self.flow_rows])
        most = THOROUGH if self._full else QUICK
        # a bound is as weak as the most gainful trip makes it, so there is no need to be more exact elsewhere
        trifle = max(self._trifle, gains.share(self.directs)) if self._full else self._trifle
        routes, gains.directs[n] = yield from sets.price(
            flow_prices, np.maximum(vehicles, 0.0), most, fine=self._full, strict=self.strict, trifle=trifle
        )
        self._hot[n] = _share(gains.directs[n], sets)
        for route in routes:
            if route.value > GAIN * max(1.0, sets.least):
                if not self._is_new((sets.offer, route.out, route.persons, round(route.cost, 6))):
                    continue
                z = self._column(route.cost, route.again)
                for row in rows[route.out[0] : route.out[1]]:
                    row.set_coefficient(z, 1.0)
                for i, persons in route.persons:
                    self.flow_rows[i].set_coefficient(z, float(persons))
                added += 1
        return added

    def _is_new(self, key: tuple[object, ...]) -> bool:
        """Whether no such trip is there yet; at prices between two it may be found again."""
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def _column(self, cost: float, again: bool) -> mathopt.Variable:
        z = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(z, cost)
        if again and not self.strict:
            self._repeating.append(z)
        return z

    def _become_strict(self) -> None:
        """Take out the trips that call at a place again, and price without them from now on."""
        self.strict, self._trifle = True, TRIFLES[1]
        for z in self._repeating:
            z.upper_bound = 0.0
        self._repeating.clear()

    def _limits_value(self, prices: Prices) -> float:
        """What units and vehicles, of which there are only so many, take off the value of the prices."""
        p, value = self.problem, 0.0
        for run, (row, (low, high)) in enumerate(zip(self.run_rows, self.tree.leaf.units, strict=True)):
            spare = p.least_unit_price(run) - max(0.0, -prices[row]) * p.run_capacity[run]
            value += min(spare * low, spare * high)
        for rows_of, sets in zip(self.vehicle_rows, self.directs, strict=True):
            value += sum(min(0.0, prices[row]) for row in rows_of) * p.offers[sets.offer].count
        return value

    def _price(self, family: Family, prices: Prices) -> tuple[list[Route], list[list[tuple[float, Line, int]]]]:
        worth: list[list[tuple[float, Line, int]]] = []
        for place in family.places:
            options = []
            for line, wait in zip(family.lines, family.waits, strict=True):
                row = self.rows.get((family.side, place, line))
                if row is not None:
                    gain = -prices[row] - family.rate * wait
                    if gain > 0 or (family.joint is not None and gain >= 0):  # a half may be paid by its joint alone
                        options.append((gain, line, self.wanting[family.side, place, line]))
            worth.append(sorted(options, key=lambda option: -option[0]))
        kept = [i for i, options in enumerate(worth) if options]
        if not kept:
            return [], worth
        gains = concave_gains([worth[i] for i in kept], family.capacity)
        at = np.array(kept)
        fixed = family.fixed
        if family.joint is not None:
            fixed -= prices[self.joints[family.joint]] * (1.0 if family.side == "feeder" else -1.0)
        problem = Spokes(
            gains, family.first_cost[at], family.leg_cost[np.ix_(at, at)], family.leg_minutes[np.ix_(at, at)],
            family.last_cost[at], family.last_minutes[at], fixed, family.rate, family.capacity, family.max_stops,
        )  # fmt: skip
        if not self._full and len(kept) <= MOST_PLACES:
            routes = best_routes(problem, floor=0.0)
        elif self.strict:
            route = strict_route(problem, 0.0, CRITICAL, self._until)
            routes = [] if route is None else [route, *best_routes(problem, floor=0.0)]
        else:
            routes = best_routes(problem, floor=0.0, elementary=False)
        return [Route(r.value, tuple(kept[i] for i in r.places), r.persons) for r in routes], worth

    def _add(self, family: Family, route: Route, worth: list[list[tuple[float, Line, int]]]) -> bool:
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
        z = self._column(cost, len(set(route.places)) < len(route.places))
        for key, persons in carries.items():
            self.rows[key].set_coefficient(z, -float(persons))
        if family.joint is not None:
            self.joints[family.joint].set_coefficient(z, 1.0 if family.side == "feeder" else -1.0)
        return True


def build_bound(inserter: Inserter, solution: Solution | None = None, seconds: float = 0.0) -> BoundMaster:
    """The relaxed master of an inserter's problem, before its first round.

    A solution gives first columns, and the line-haul relaxation first prices, if it is solved within a share of the
    ``seconds`` there are at first; where seconds are counted, it is left out.
    """
    problem, reach = inserter.problem, inserter.reach
    master = BoundMaster(problem, reach, build_flows(problem, reach))
    if solution is not None:
        master.learn(solution)
    if seconds > 0 and not problem.watch.counted:
        prices = seat_prices(problem, reach, master.flows, PRICES_SHARE * seconds)
        if prices is not None:
            master.begin_at(prices)
    return master
