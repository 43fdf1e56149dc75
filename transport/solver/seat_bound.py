"""The line-haul relaxation in time: direct coaches by the seat, hour by hour, as many as there are vehicles.

As in ``relax`` whoever rides pays the share of a seat in the cheapest full vehicle that could come by, and units of
services are whole. Direct coaches besides belong to the slot of their first drop-off (see ``bound_direct``): each has
so many seats, its people's hours are those of a ride that ends then, and no more are out at a time than there are.
A coach costs at least what the cheapest of its slot does, and each of its people adds the share of a seat in what
theirs costs more: together no more than the dearest of them, so no more than the trip. Each real trip is in one slot,
whole, and out for at least as long.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ortools.math_opt.python import mathopt

from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import Slot
from transport.solver.drop_sets import DropSets
from transport.solver.flows import Flow
from transport.solver.highs import solve_within
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.relax import DIGITS, MARGIN, AccessBounds

NEARLY = 1e-3
MOST_PRICE = 1e6
"""CNY of a seat that stands for a coach that cannot come."""
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


def seat_bound(problem: Problem, reach: Reach, flows: tuple[Flow, ...], seconds: float) -> SeatBound | None:
    """Solve the relaxation within about so many seconds; ``None``: too large, or nothing was proven."""
    p, access = problem, AccessBounds(problem, reach)
    offers = _offers(p, reach, flows)
    if offers is None:
        return None
    hour = p.costs.journey_hour / 60
    model = mathopt.Model()
    units = [model.add_integer_variable(lb=0.0, ub=float(most)) for most in p.run_units]
    served = [model.add_linear_constraint(ub=float(flow.persons)) for flow in flows]
    loads = [model.add_linear_constraint(ub=0.0) for _ in p.runs]
    objective = model.objective
    constant, largest = math.fsum(flow.fallback * flow.persons for flow in flows), 0.0
    for run, y in enumerate(units):
        objective.set_linear_coefficient(y, p.least_unit_price(run))
        loads[run].set_coefficient(y, -float(p.run_capacity[run]))
        largest += p.least_unit_price(run) * p.run_units[run]
    for i, flow in enumerate(flows):
        if flow.origin == flow.destination and reach.direct_offers[flow.origin]:
            constant -= flow.fallback * flow.persons  # such coaches may cost nothing
            continue
        for s in flow.services:
            each = float(
                access.spoke("feeder", p.service_from[s])[flow.origin]
                + access.spoke("distribution", p.service_to[s])[flow.destination]
            )
            each += p.services[s].seat_cost + hour * journey_floor(reach, flow.origin, flow.destination, s)
            if each < flow.fallback:
                x = model.add_variable(lb=0.0)
                objective.set_linear_coefficient(x, each - flow.fallback)
                served[i].set_coefficient(x, 1.0)
                loads[p.service_run[s]].set_coefficient(x, 1.0)
    riding = [made for sets in offers for made in _coaches(model, sets, flows, served)]
    result = solve_within(model, seconds, 1e-4, p.watch)
    if result is None:
        return None
    proven = result.termination.objective_bounds.dual_bound
    if not math.isfinite(proven):
        return None
    bound = constant + proven
    bound = max(0.0, bound - MARGIN * abs(bound) - DIGITS * (constant + largest + abs(proven)))
    coaches: list[Outlined] = []
    if result.has_primal_feasible_solution():
        values = result.variable_values()
        for offer, slot, seats in riding:
            persons = tuple((i, values[x]) for i, x in seats if values[x] > NEARLY)
            if persons:
                coaches.append(Outlined(offer, slot.opens, slot.closes, persons))
    return SeatBound(bound, tuple(coaches))


def _offers(problem: Problem, reach: Reach, flows: tuple[Flow, ...]) -> list[DirectSets] | None:
    """The offers of coaches by slot; ``None`` where these have too many seats."""
    if not flows:
        return []
    sets, many = DropSets(len({flow.destination for flow in flows}), 1), 0
    offers: list[DirectSets] = []
    for k in problem.offers_by_kind["direct"]:
        offers.append(DirectSets(problem, reach, k, flows, sets))
        many += sum(len(slot.flows) for slot in offers[-1].slots)
        if many > MOST_SEATS:
            return None
    return offers


def _coaches(
    model: mathopt.Model, sets: DirectSets, flows: tuple[Flow, ...], served: list[mathopt.LinearConstraint]
) -> Iterator[tuple[int, Slot, list[tuple[int, mathopt.Variable]]]]:
    """Seats of one offer's coaches by slot, and no more coaches out than there are."""
    count = float(sets.problem.offers[sets.offer].count)
    out: dict[int, mathopt.LinearConstraint] = defaultdict(lambda: model.add_linear_constraint(ub=count))
    for slot in sets.slots:
        seats = sets.roads.seats[sets.roads.at[slot.flows], sets.roads.to[slot.flows]]
        least = float(seats.min())
        if least > MOST_PRICE:
            continue
        trips = model.add_integer_variable(lb=0.0, ub=count)
        model.objective.set_linear_coefficient(trips, least * sets.room)
        room = model.add_linear_constraint(ub=0.0)
        room.set_coefficient(trips, -float(sets.room))
        for moment in range(int(slot.out[0].max()), int(slot.out[1].min())):
            out[moment].set_coefficient(trips, 1.0)
        prices, taken = seats - least + slot.hours, list[tuple[int, mathopt.Variable]]()
        for i, price in zip(slot.flows.tolist(), prices.tolist(), strict=True):
            if price < flows[i].fallback:
                x = model.add_variable(lb=0.0)
                model.objective.set_linear_coefficient(x, price - flows[i].fallback)
                served[i].set_coefficient(x, 1.0)
                room.set_coefficient(x, 1.0)
                taken.append((i, x))
        yield sets.offer, slot, taken
