"""The line-haul relaxation in time: direct coaches by the seat, hour by hour, as many as there are vehicles.

As in ``relax`` whoever rides pays the share of a seat in the cheapest full vehicle that could come by, but units of
services are in fractions. Direct coaches besides belong to the slot of their first drop-off (see ``bound_direct``):
each has so many seats, its people's hours are those of a ride that ends then, and no more are out at a time than there
are. A coach costs at least what the cheapest of its slot does, and each of its people adds the share of a seat in what
theirs costs more: together no more than the dearest of them, so no more than the trip. Each real trip is in one slot,
and out for at least as long. Where waiting on the way is cheaper than arriving early, people are counted where
they arrive instead (``slot_seats``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.areas import single_areas
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import Slot, waiting_pays
from transport.solver.drop_sets import DropSets
from transport.solver.flows import Flow, may_stay
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.relax import DIGITS, MARGIN, AccessBounds
from transport.solver.sifting import Seats, Sifting
from transport.solver.slot_seats import add_seats

NEARLY = 1e-3
MOST_PAIRS = 60_000
"""Flows, times offers of coaches, up to which there is memory for all the seats."""
FEW_FLOWS = 300
"""Flows up to which coaches are told apart by when they leave their base: with 500, it takes half as long again and
proves 0.3 % more.
"""


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
    if _is_large(problem, flows):
        return None
    until = problem.watch.now() + seconds
    relaxed = _relaxed(problem, reach, flows, waiting=waiting_pays(problem), apart=len(flows) <= FEW_FLOWS)
    sifted = relaxed.people.solve(until, problem.watch)
    if sifted is None:
        return None
    bound = relaxed.constant + sifted.proven
    bound -= MARGIN * abs(bound) + DIGITS * (relaxed.constant + relaxed.largest + abs(sifted.proven))
    return SeatBound(max(0.0, bound), tuple(_riding(relaxed)))


def _is_large(problem: Problem, flows: Sequence[Flow]) -> bool:
    return len(flows) * len(problem.offers_by_kind["direct"]) > MOST_PAIRS


def _riding(relaxed: _Relaxed) -> Iterator[Outlined]:
    """The coaches that run in the solution."""
    taken = relaxed.people.taken()
    for group, (offer, slot) in relaxed.coaches.items():
        persons = tuple((i, many) for i, many in taken[group] if many > NEARLY)
        if persons:
            yield Outlined(offer, slot.opens, slot.closes, persons)


def seat_prices(problem: Problem, reach: Reach, flows: tuple[Flow, ...], seconds: float) -> SeatPrices | None:
    """The prices of the relaxation within about so many seconds; ``None``: too large, or not solved by then."""
    if _is_large(problem, flows):
        return None
    until = problem.watch.now() + seconds
    relaxed = _relaxed(problem, reach, flows, waiting=False, apart=False)
    for trips in relaxed.trips:  # they are limited by the moments they are out at alone
        trips.upper_bound = math.inf
    sifted = relaxed.people.solve(until, problem.watch)
    if sifted is None:
        return None
    duals = sifted.prices
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
    """The relaxation, whose model's objective is what is saved against ``constant``.

    ``coaches`` says by position of seats of which offer and slot they are.
    """

    access: AccessBounds
    trips: list[mathopt.Variable]
    served: list[mathopt.LinearConstraint]
    loads: list[mathopt.LinearConstraint]
    out: dict[int, dict[int, mathopt.LinearConstraint]]
    coaches: dict[int, tuple[int, Slot]]
    people: Sifting
    constant: float
    largest: float


def _relaxed(problem: Problem, reach: Reach, flows: tuple[Flow, ...], *, waiting: bool, apart: bool) -> _Relaxed:
    """Put the relaxation up, ``waiting`` on the way counted, coaches told ``apart`` by when they leave."""
    p, access = problem, AccessBounds(problem, reach)
    model = mathopt.Model()
    units = [model.add_variable(lb=0.0, ub=float(most)) for most in p.run_units]
    served = [model.add_linear_constraint(ub=float(flow.persons)) for flow in flows]
    loads = [model.add_linear_constraint(ub=0.0) for _ in p.runs]
    for run, y in enumerate(units):
        model.objective.set_linear_coefficient(y, p.least_unit_price(run))
        loads[run].set_coefficient(y, -float(p.run_capacity[run]))
    seats = _service_seats(access, flows, loads)
    out: dict[int, dict[int, mathopt.LinearConstraint]] = {}
    trips, coaches = list[mathopt.Variable](), dict[int, tuple[int, Slot]]()
    fallbacks = np.array([flow.fallback for flow in flows])
    for sets in _offers(p, reach, flows):
        vehicles = out.setdefault(sets.offer, {})
        for slot, number, group in add_seats(model, sets, fallbacks, vehicles, waiting=waiting, apart=apart):
            coaches[len(seats)] = (sets.offer, slot)
            seats.append(group)
            trips.append(number)
    constant = math.fsum(flow.fallback * flow.persons for flow in flows if not may_stay(flow, reach))
    largest = math.fsum(p.least_unit_price(run) * most for run, most in enumerate(p.run_units))
    people = Sifting(model, flows, served, seats)
    return _Relaxed(access, trips, served, loads, out, coaches, people, constant, largest)


def _service_seats(
    access: AccessBounds, flows: Sequence[Flow], loads: Sequence[mathopt.LinearConstraint]
) -> list[Seats]:
    """The seats of each service."""
    p, reach, hour = access.problem, access.reach, access.problem.costs.journey_hour / 60
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for i, flow in enumerate(flows):
        for s in () if may_stay(flow, reach) else flow.services:
            each = float(
                access.spoke("feeder", p.service_from[s])[flow.origin]
                + access.spoke("distribution", p.service_to[s])[flow.destination]
            )
            each += p.services[s].seat_cost + hour * journey_floor(reach, flow.origin, flow.destination, s)
            if each < flow.fallback:
                found[s].append((i, each - flow.fallback))
    return [
        Seats(loads[p.service_run[s]], np.array([i for i, _ in own]), np.array([price for _, price in own]))
        for s, own in found.items()
    ]


def _offers(problem: Problem, reach: Reach, flows: tuple[Flow, ...]) -> Iterator[DirectSets]:
    """The coaches of each offer by slot, to single drop-offs."""
    if not flows:
        return
    ends = len({flow.destination for flow in flows})
    areas, sets = single_areas(ends), DropSets(ends, 1)
    for k in problem.offers_by_kind["direct"]:
        yield DirectSets(problem, reach, k, flows, areas, sets, seats_only=True)
