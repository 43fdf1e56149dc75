"""From trips that are worth running to a whole solution: who rides what, as a small MIP, then built exactly.

The trips' routes and times are given; whether each runs, the units, and everybody's way are chosen together, whole
parties at a time. Loads are flexible: a feeder may carry anybody at its stops to any service it meets in time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.columns import Column, ColumnBuilder
from transport.solver.highs import solve_within
from transport.solver.insertion import Inserter, Mood
from transport.solver.problem import Problem
from transport.solver.ruin import remove, settle
from transport.solver.solution import NOBODY, Solution, Way, rider_cost
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft
from transport.solver.weeding import weed

GAP, WHOLE = 5e-4, 0.15
"""Relative gap up to which a composition is solved; share of its time that is kept for making parties whole."""
K = TypeVar("K")
Key = tuple[TripKind, int, int, int, int]
"""Side, place, bound (ready or report), party size, service: bundles that a spoke trip need not tell apart."""


class Composer:
    """One composition: the MIP over given columns and its solution as trips and ways."""

    def __init__(self, inserter: Inserter, columns: Sequence[Column], services: set[int]) -> None:
        self.inserter, self.columns, self.services = inserter, columns, services
        self.problem: Problem = inserter.problem
        self.model = mathopt.Model()
        self.objective: list[mathopt.LinearTerm] = []
        self.run = [self.model.add_binary_variable() for _ in columns]
        self.units = [self.model.add_integer_variable(lb=0, ub=float(most)) for most in self.problem.run_units]
        self.by_service: dict[tuple[int, int], mathopt.Variable] = {}
        self.by_trip: dict[tuple[int, int], mathopt.Variable] = {}
        self.seats: dict[tuple[Key, int], mathopt.Variable] = {}
        self.opened: dict[int, mathopt.Variable] = {}
        self._build()

    # ---- the model

    def _build(self) -> None:
        p, model = self.problem, self.model
        loads: dict[int, list[mathopt.LinearTerm]] = defaultdict(list)
        aboard: dict[int, list[mathopt.LinearTerm]] = defaultdict(list)
        wanted: dict[Key, list[mathopt.Variable]] = defaultdict(list)
        directs = [r for r, column in enumerate(self.columns) if column.kind == "direct"]
        for c, cell in enumerate(p.cells):
            ways: list[mathopt.Variable] = []
            for s in self.inserter.reach.services_of[c]:
                if s not in self.services:
                    continue
                x = model.add_variable(lb=0.0, ub=float(len(cell.bundles)))
                self.by_service[c, s] = x
                ways.append(x)
                self.objective.append((rider_cost(p, cell.bundles[0], s) - cell.fallback) * x)
                aboard[s].append(cell.size * x)
                if cell.origin != p.service_from[s]:
                    wanted["feeder", cell.origin, cell.ready, cell.size, s].append(x)
                if cell.destination != p.service_to[s]:
                    wanted["distribution", cell.destination, cell.report, cell.size, s].append(x)
            for r in directs if "direct" not in cell.barred else ():
                extra = self._direct_price(c, self.columns[r])
                if extra is not None:
                    x = model.add_variable(lb=0.0, ub=float(len(cell.bundles)))
                    self.by_trip[c, r] = x
                    ways.append(x)
                    self.objective.append((extra - cell.fallback) * x)
                    loads[r].append(cell.size * x)
            if ways:
                model.add_linear_constraint(mathopt.fast_sum(ways) <= float(len(cell.bundles)))
        self._spokes(wanted, loads)
        self._limits(loads, aboard)
        model.minimize(mathopt.fast_sum(self.objective))

    def _direct_price(self, c: int, column: Column) -> float | None:
        """CNY of a bundle on a direct trip beside the vehicle, ``None`` where it does not fit."""
        p, cell = self.problem, self.problem.cells[c]
        n = column.pickups
        if cell.origin not in column.stops[:n] or cell.destination not in column.stops[n:]:
            return None
        pickup = column.times[column.stops.index(cell.origin)]
        arrive = column.times[column.stops.index(cell.destination, n)]
        limit = p.rules.max_journey_minutes
        if pickup < cell.ready or arrive > cell.report or (limit is not None and arrive - pickup > limit):
            return None
        price = cell.size * p.costs.journey_hour * (arrive - pickup) / 60
        return price + self.inserter.factory.early_arrival(cell.bundles[0], arrive)

    def _spokes(self, wanted: dict[Key, list[mathopt.Variable]], loads: dict[int, list[mathopt.LinearTerm]]) -> None:
        """Whoever goes by a service has a seat in feeders and distribution trips that meet it."""
        p, model = self.problem, self.model
        calls: dict[tuple[TripKind, int], list[int]] = defaultdict(list)
        for r, column in enumerate(self.columns):
            for place in column.stops if column.kind != "direct" else ():
                calls[column.kind, place].append(r)
        for key, riders in wanted.items():
            kind, place, bound, size, s = key
            service, seats = p.services[s], []
            low, high = p.hub_hours(kind, (s,))
            hub = p.service_from[s] if kind == "feeder" else p.service_to[s]
            for r in calls[kind, place]:
                column = self.columns[r]
                at = column.times[column.stops.index(place)]
                in_time = at >= bound if kind == "feeder" else at <= bound
                if column.hub != hub or not low <= column.hub_time <= high or not in_time:
                    continue
                seat = model.add_variable(lb=0.0)
                self.seats[key, r] = seat
                seats.append(seat)
                loads[r].append(size * seat)
                minutes = service.depart - at if kind == "feeder" else at - service.arrive
                price = size * p.costs.journey_hour * minutes / 60
                if kind == "distribution" and bound > at:
                    price += p.costs.early_arrival_per_day * size * ((bound - at) // 1440)
                self.objective.append(price * seat)
            model.add_linear_constraint(mathopt.fast_sum(riders) - mathopt.fast_sum(seats) <= 0.0)

    def _limits(self, loads: dict[int, list[mathopt.LinearTerm]], aboard: dict[int, list[mathopt.LinearTerm]]) -> None:
        p, model = self.problem, self.model
        for r, column in enumerate(self.columns):
            room = p.capacity(column.offer, column.kind)
            escorts = p.costs.escort * p.rules.escorts.direct if column.kind == "direct" else 0.0
            self.objective.append((column.vehicle_cost + escorts) * self.run[r])
            model.add_linear_constraint(mathopt.fast_sum(loads[r]) <= float(room) * self.run[r])
        self._vehicles()
        for run, y in enumerate(self.units):
            price = p.least_unit_price(run)
            self.objective.append(price * y)
            terms = [term for s in sorted(p.run_services[run]) for term in aboard[s]]
            model.add_linear_constraint(mathopt.fast_sum(terms) <= float(p.run_capacity[run]) * y)
            for s in p.run_services[run]:
                least = p.services[s].min_seats
                if least > 1 and aboard[s]:
                    opened = self.opened[s] = model.add_binary_variable()
                    persons = mathopt.fast_sum(aboard[s])
                    model.add_linear_constraint(persons >= float(least) * opened)
                    model.add_linear_constraint(persons <= float(p.run_capacity[run] * p.run_units[run]) * opened)

    def _vehicles(self) -> None:
        """No more vehicles are out at a time than an offer has; it is enough to look whenever one leaves."""
        of_offer: dict[int, list[int]] = defaultdict(list)
        for r, column in enumerate(self.columns):
            of_offer[column.offer].append(r)
        for offer, trips in of_offer.items():
            count = self.problem.offers[offer].count
            for moment in sorted({self.columns[r].leaves for r in trips}):
                out = [self.run[r] for r in trips if self.columns[r].leaves <= moment < self.columns[r].back]
                if len(out) > count:
                    self.model.add_linear_constraint(mathopt.fast_sum(out) <= float(count))

    # ---- the solution

    def _start(self, known: Solution) -> mathopt.SolutionHint:
        """A known solution as values of the variables; its trips are the first of the columns."""
        values = dict.fromkeys(self.model.variables(), 0.0)
        number = {trip: r for r, trip in enumerate(known.trips)}
        values.update((self.run[r], 1.0) for r in number.values())
        values.update((y, float(known.units(run))) for run, y in enumerate(self.units))
        values.update((opened, float(known.aboard[s] > 0)) for s, opened in self.opened.items())
        for b, way in enumerate(known.ways):
            if way is not None:
                for x in self._variables(b, way, number):
                    values[x] += 1.0
        return mathopt.SolutionHint(variable_values=values)

    def _variables(self, b: int, way: Way, number: Mapping[int, int]) -> Iterator[mathopt.Variable]:
        """The variables that count a bundle on its way, as far as there are any; ``number``: the columns of trips."""
        bundle, c, s = self.problem.bundles[b], self.problem.cell_of[b], way.service
        if s == NOBODY:
            yield from _known(self.by_trip, (c, number[way.first]))
            return
        yield from _known(self.by_service, (c, s))
        if way.first != NOBODY:
            key: Key = ("feeder", bundle.origin, bundle.ready, bundle.size, s)
            yield from _known(self.seats, (key, number[way.first]))
        if way.last != NOBODY:
            key = ("distribution", bundle.destination, bundle.report, bundle.size, s)
            yield from _known(self.seats, (key, number[way.last]))

    def compose(self, seconds: float, rng: random.Random, known: Solution) -> Solution | None:
        """Solve within ``seconds``, from a known solution whose trips are all there, and build the solution.

        People whom the exact trips cannot take after all are inserted as may be, if that pays.
        """
        values = self._solved(seconds, known)
        if values is None:
            return None
        solution = Solution(self.problem)
        left = {c: list(cell.bundles) for c, cell in enumerate(self.problem.cells)}
        riders: dict[int, list[int]] = defaultdict(list)
        for (c, r), x in self.by_trip.items():
            for _ in range(round(values[x])):
                riders[r].append(left[c].pop())
        for r, taken in riders.items():
            self._build_direct(solution, self.columns[r], taken)
        on_service: dict[int, int] = {}
        for (c, s), x in self.by_service.items():
            for _ in range(min(round(values[x]), len(left[c]))):
                on_service[left[c].pop()] = s
        self._build_spokes(solution, on_service, {key: round(values[v]) for key, v in self.seats.items()})
        self._close_short(solution)
        filled = solution.copy()
        waiting = [b for b, way in enumerate(filled.ways) if way is None]
        self.inserter.insert(filled, waiting, Mood(neighbours=0.2), rng)
        weed(filled, list(filled.trips), self.inserter)
        self._close_short(filled)
        return min(known, filled, solution, key=lambda solution: solution.cost)

    def _solved(self, seconds: float, known: Solution) -> dict[mathopt.Variable, float] | None:
        """Values of the variables: at first with parties divided at will, which shows soon what is worth running, then
        whole parties on these trips.
        """
        watch, began, whole_s = self.problem.watch, self.problem.watch.now(), WHOLE * seconds
        divided = solve_within(self.model, seconds - whole_s, GAP, watch, self._start(known), quick=True)
        if divided is None or not divided.has_primal_feasible_solution():
            return None
        for trip, runs in zip(self.run, divided.variable_values(self.run), strict=True):
            trip.upper_bound = float(round(runs))
        for x in (*self.by_service.values(), *self.by_trip.values(), *self.seats.values()):
            x.integer = True
        left = max(whole_s, began + seconds - watch.now())
        whole = solve_within(self.model, left, GAP, watch, quick=True, surely=True)
        return whole.variable_values() if whole is not None and whole.has_primal_feasible_solution() else None

    def _close_short(self, solution: Solution) -> None:
        """Take everybody out of services with fewer people than they need to run."""
        short = [s for s, service in enumerate(self.problem.services) if 0 < solution.aboard[s] < service.min_seats]
        for s in short:
            remove(solution, [b for b, of in enumerate(solution.service_of) if of == s], self.inserter)

    def _build_direct(self, solution: Solution, column: Column, taken: list[int]) -> None:
        p = self.problem
        loads: dict[int, list[int]] = defaultdict(list)
        for b in taken:
            loads[p.bundles[b].origin].append(b)
        ends = {p.bundles[b].destination for b in taken}
        pickups = tuple(place for place in column.stops[: column.pickups] if loads[place])
        drops = tuple(place for place in column.stops[column.pickups :] if place in ends)
        draft = self.inserter.factory.direct(
            column.offer, pickups, tuple(tuple(loads[place]) for place in pickups), drops, leave_by=column.leaves
        )
        draft = fit_in_time(solution, draft, self.inserter.factory)
        if draft is not None:
            number = solution.add_trip(draft)
            for b in taken:
                solution.set_way(b, Way(NOBODY, number, NOBODY))

    def _build_spokes(self, solution: Solution, on_service: dict[int, int], seats: dict[tuple[Key, int], int]) -> None:
        p = self.problem
        service_of = list(solution.service_of)
        for b, s in on_service.items():
            service_of[b] = s
        waiting: dict[Key, list[int]] = defaultdict(list)
        for b, s in on_service.items():
            bundle = p.bundles[b]
            waiting["feeder", bundle.origin, bundle.ready, bundle.size, s].append(b)
            waiting["distribution", bundle.destination, bundle.report, bundle.size, s].append(b)
        loads: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (key, r), n in seats.items():
            for _ in range(min(n, len(waiting[key]))):
                loads[r][key[1]].append(waiting[key].pop())
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for r, own in loads.items():
            draft = self._spoke(self.columns[r], own, service_of)
            if draft is not None and solution.fleet_fits(draft):
                number = solution.add_trip(draft)
                ends = first if draft.kind == "feeder" else last
                ends.update(dict.fromkeys(draft.riders, number))
        settle(solution, on_service, first, last, self.inserter)

    def _spoke(self, column: Column, loads: dict[int, list[int]], service_of: list[int]) -> Draft | None:
        stops = tuple(place for place in column.stops if loads.get(place))
        riders = tuple(tuple(loads[place]) for place in stops)
        return self.inserter.factory.spoke(column.kind, column.offer, column.hub, stops, riders, service_of)


def composed(
    inserter: Inserter, builder: ColumnBuilder, others: Iterable[Column], allowed: Iterable[int], known: Solution,
    seconds: float, rng: random.Random, most: int | None = None,
) -> Solution | None:  # fmt: skip
    """The best plan found within so many seconds of the trips of a known one and the first ``most`` others (``None``:
    all).

    People go by the services that these trips meet, and by those of the ``allowed`` that go from one's origin to one's
    destination.
    """
    watch, began, own = inserter.problem.watch, inserter.problem.watch.now(), builder.of_solution(known)
    keys = {column.key for column in own}
    columns = [*own, *islice((column for column in others if column.key not in keys), most)]
    services = {s for column in columns for (_, s), _ in column.carries if s >= 0}
    services |= {s for s in allowed if _by_itself(inserter.problem, s)}
    composer = Composer(inserter, columns, services)
    return composer.compose(max(0.5, began + seconds - watch.now()), rng, known)


def _by_itself(problem: Problem, service: int) -> bool:
    """Whether somebody can use a service without any trip: from hub to hub."""
    start, end = problem.service_from[service], problem.service_to[service]
    return any(cell.origin == start and cell.destination == end for cell in problem.cells)


def _known(variables: Mapping[K, mathopt.Variable], key: K) -> Iterator[mathopt.Variable]:
    """The variable of a key, if there is one."""
    if key in variables:
        yield variables[key]
