"""The line-haul relaxation in time: direct coaches by the seat, hour by hour, as many as there are vehicles.

As in ``relax`` whoever rides pays the share of a seat in the cheapest full vehicle that could come by, and units of
services are whole. Direct coaches besides belong to the slot of their first drop-off (see ``bound_direct``): each has
so many seats, its people's hours are those of a ride that ends then, and no more are out at a time than there are.
A coach costs at least what the cheapest of its slot does, and each of its people adds the share of a seat in what
theirs costs more: together no more than the dearest of them, so no more than the trip. Each real trip is in one slot,
whole, and out for at least as long. Where waiting on the way is cheaper than arriving early, people are counted where
they arrive instead (``slot_seats``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.areas import single_areas
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import Slot
from transport.solver.drop_sets import DropSets
from transport.solver.flows import Flow, may_stay
from transport.solver.glop import solve_linear
from transport.solver.highs import solve_within
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.relax import DIGITS, MARGIN, AccessBounds
from transport.solver.slot_seats import add_seats, waiting_pays

NEARLY = 1e-3
SEATS_A_SECOND = 25_000
"""So many of these ways can be put up and priced in a second, about."""
MOST_SEATS = 250_000
"""Ways by a coach's seat in a slot that one problem takes; with more, the bound is left to others."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """A coach that the relaxation would run: its offer, its slot, and persons by flow, in fractions."""

    offer: int
    opens: int
    closes: int
    persons: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class SeatBound:
    """A proven bound in CNY and the coaches of the best solution found (none where there is none)."""

    bound: float
    coaches: tuple[Outlined, ...]


@dataclass(frozen=True, slots=True)
class SeatPrices:
    """Prices in CNY at which nothing that the relaxation has pays more than it costs, units and coaches in fractions.

    ``flows`` are those of a person, ``access`` what one pays for a feeder or distribution trip (the ride included) by
    (kind, place, service); ``runs`` and ``vehicles``, by offer and moment, what more of them would be worth, negative.
    """

    flows: tuple[float, ...]
    runs: tuple[float, ...]
    access: dict[tuple[TripKind, int, int], float]
    vehicles: dict[int, dict[int, float]]


def seat_bound(problem: Problem, reach: Reach, flows: tuple[Flow, ...], seconds: float) -> SeatBound | None:
    """Solve the relaxation within about so many seconds; ``None``: too large, or nothing was proven."""
    relaxed = _relaxed(problem, reach, flows, MOST_SEATS, waiting=waiting_pays(problem))
    result = None if relaxed is None else solve_within(relaxed.model, seconds, 1e-4, problem.watch)
    if relaxed is None or result is None:
        return None
    proven = result.termination.objective_bounds.dual_bound
    if not math.isfinite(proven):
        return None
    bound = relaxed.constant + proven
    bound = max(0.0, bound - MARGIN * abs(bound) - DIGITS * (relaxed.constant + relaxed.largest + abs(proven)))
    coaches: list[Outlined] = []
    if result.has_primal_feasible_solution():
        values = result.variable_values()
        for offer, slot, seats in relaxed.riding:
            persons = tuple((i, values[x]) for i, x in seats if values[x] > NEARLY)
            if persons:
                coaches.append(Outlined(offer, slot.opens, slot.closes, persons))
    return SeatBound(bound, tuple(coaches))


def seat_prices(problem: Problem, reach: Reach, flows: tuple[Flow, ...], seconds: float) -> SeatPrices | None:
    """The prices of the relaxation within so many seconds; ``None``: too large, or not solved by then."""
    relaxed = _relaxed(problem, reach, flows, min(MOST_SEATS, int(SEATS_A_SECOND * seconds)), waiting=False)
    if relaxed is None:
        return None
    for n, variable in enumerate(relaxed.model.variables()):
        if variable.integer and n >= len(problem.runs):  # coaches are limited by the moments they are out at alone
            variable.upper_bound = math.inf
        variable.integer = False
    limit = timedelta(seconds=max(0.05, seconds))
    result = solve_linear(relaxed.model, mathopt.SolveParameters(time_limit=limit))
    if result is None or not result.has_dual_feasible_solution():
        return None
    duals = result.dual_values()
    paid = [
        0.0 if may_stay(flow, reach) else max(0.0, flow.fallback + duals[row])
        for flow, row in zip(flows, relaxed.served, strict=True)
    ]
    vehicles = {k: {moment: duals[row] for moment, row in out.items()} for k, out in relaxed.out.items()}
    runs = tuple(duals[row] for row in relaxed.loads)
    return SeatPrices(tuple(paid), runs, _access(relaxed.access, flows), vehicles)


def _access(access: AccessBounds, flows: tuple[Flow, ...]) -> dict[tuple[TripKind, int, int], float]:
    """What feeders and distribution trips cost a person at the least, by place and service."""
    p, reach, hour = access.problem, access.reach, access.problem.costs.journey_hour / 60
    found: dict[tuple[TripKind, int, int], float] = {}
    for flow in flows:
        for s in flow.services:
            service = p.services[s]
            before = hour * (service.depart - float(reach.pickup_latest[flow.origin, s]))
            after = hour * (float(reach.arrive_earliest[flow.destination, s]) - service.arrive)
            feeder = float(access.spoke("feeder", p.service_from[s])[flow.origin])
            spread = float(access.spoke("distribution", p.service_to[s])[flow.destination])
            if math.isfinite(feeder + spread + before + after):
                found["feeder", flow.origin, s] = feeder + before
                found["distribution", flow.destination, s] = spread + after
    return found


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The relaxation as a model, whose objective is what is saved against ``constant``."""

    model: mathopt.Model
    access: AccessBounds
    served: list[mathopt.LinearConstraint]
    loads: list[mathopt.LinearConstraint]
    out: dict[int, dict[int, mathopt.LinearConstraint]]
    riding: list[tuple[int, Slot, list[tuple[int, mathopt.Variable]]]]
    constant: float
    largest: float


def _relaxed(problem: Problem, reach: Reach, flows: tuple[Flow, ...], ways: int, *, waiting: bool) -> _Relaxed | None:
    """Put the relaxation up, ``waiting`` on the way counted; ``None``: it has more than so many ways by a seat."""
    p, access = problem, AccessBounds(problem, reach)
    offers = _offers(p, reach, flows, ways)
    if offers is None:
        return None
    hour = p.costs.journey_hour / 60
    model = mathopt.Model()
    units = [model.add_integer_variable(lb=0.0, ub=float(most)) for most in p.run_units]
    served = [model.add_linear_constraint(ub=float(flow.persons)) for flow in flows]
    loads = [model.add_linear_constraint(ub=0.0) for _ in p.runs]
    constant, largest = math.fsum(flow.fallback * flow.persons for flow in flows), 0.0
    for run, y in enumerate(units):
        model.objective.set_linear_coefficient(y, p.least_unit_price(run))
        loads[run].set_coefficient(y, -float(p.run_capacity[run]))
        largest += p.least_unit_price(run) * p.run_units[run]
    for i, flow in enumerate(flows):
        if may_stay(flow, reach):
            constant -= flow.fallback * flow.persons
            continue
        for s in flow.services:
            each = float(
                access.spoke("feeder", p.service_from[s])[flow.origin]
                + access.spoke("distribution", p.service_to[s])[flow.destination]
            )
            each += p.services[s].seat_cost + hour * journey_floor(reach, flow.origin, flow.destination, s)
            if each < flow.fallback:
                x = model.add_variable(lb=0.0)
                model.objective.set_linear_coefficient(x, each - flow.fallback)
                served[i].set_coefficient(x, 1.0)
                loads[p.service_run[s]].set_coefficient(x, 1.0)
    out: dict[int, dict[int, mathopt.LinearConstraint]] = {}
    riding = [
        (sets.offer, *made)
        for sets in offers
        for made in add_seats(model, sets, flows, served, out.setdefault(sets.offer, {}), waiting=waiting)
    ]
    return _Relaxed(model, access, served, loads, out, riding, constant, largest)


def _offers(problem: Problem, reach: Reach, flows: tuple[Flow, ...], most: int) -> list[DirectSets] | None:
    """The offers of coaches by slot; ``None`` where these have too many seats."""
    if not flows:
        return []
    ends = len({flow.destination for flow in flows})
    areas, sets, many = single_areas(ends), DropSets(ends, 1), 0
    offers: list[DirectSets] = []
    for k in problem.offers_by_kind["direct"]:
        offers.append(DirectSets(problem, reach, k, flows, areas, sets))
        many += sum(len(slot.flows) for slot in offers[-1].slots)
        if many > most:
            return None
    return offers
