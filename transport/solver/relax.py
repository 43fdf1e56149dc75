"""The line-haul relaxation: whole units of services, everything else underpriced. A proven bound in seconds.

What a bundle pays for access is bounded from below by the cheapest full vehicle: any feeder of offer k that calls at
village v costs at least c_k(v), driven straight, and carries at most K_k(v) people: its seats, or whom v and the
largest other villages bring together, as many as its stops reach. So a person of v pays at least min_k c_k(v) / K_k(v);
likewise for distribution and for direct coaches. Roads are taken by their shortest-path closure, because km need not
obey the triangle inequality. Units of a run are whole numbers. Every plan that obeys the case costs at least the
optimum of this problem, so the dual bound that the MIP solver proves is a bound on every plan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.clock import DAY
from transport.solver.arrays import Ints
from transport.solver.full_loads import brought_together, people_at
from transport.solver.highs import solve_within
from transport.solver.pricing import charged
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.ride_floors import least_rides
from transport.timetable import Limits

MARGIN = 1e-6
"""Relative safety margin taken off a bound for floating-point arithmetic."""
DIGITS = 1e-12
"""Relative margin for the digits that are lost where a bound is the small difference of large sums."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What the relaxation says: a proven bound (CNY, ``None`` for a guide) and the units of each run it would buy."""

    bound: float | None
    units: tuple[float, ...]


class AccessBounds:
    """Least CNY a person pays for each kind of access, whatever the trip.

    Parameters
    ----------
    fill
        1 for a bound; less prices vehicles that are only so full, which makes a guide.
    """

    def __init__(self, problem: Problem, reach: Reach, fill: float = 1.0) -> None:
        self.problem, self.reach, self.fill = problem, reach, fill
        self._spokes: dict[tuple[TripKind, int], NDArray[np.float64]] = {}
        stops, places, sizes = problem.rules.max_stops, len(problem.places), [b.size for b in problem.bundles]
        starts = people_at([b.origin for b in problem.bundles], sizes, places)
        ends = people_at([b.destination for b in problem.bundles], sizes, places)
        self._feeders = brought_together(starts, stops.feeder)
        self._distributions = brought_together(ends, stops.distribution)
        self._pickups = brought_together(starts, stops.direct_pickup)
        self._dropoffs = brought_together(ends, stops.direct_dropoff)

    def _per_seat(
        self, kind: TripKind, k: int, most: Ints, paid: NDArray[np.float64], out: NDArray[np.float64],
        back: NDArray[np.float64], days: NDArray[np.float64] | NDArray[np.bool_],
    ) -> NDArray[np.float64]:  # fmt: skip
        """CNY a person of a vehicle as full as can be, with ``most`` people, that drives ``paid`` km with people and
        ``out`` and ``back`` km empty.

        A stop elsewhere first can turn empty km into paid ones, never into fewer: the cheaper rate counts for them.
        ``days`` are those that are charged at the least: one where the trip takes any time at all.
        """
        o, p = self.problem.offers[k], self.problem
        empty = min(o.empty_km_cost, o.km_cost)
        cost = o.fixed_cost + o.day_cost * days + charged(o.km_cost, paid) + charged(empty, out)
        if o.returns_to_base:
            cost = cost + charged(empty, back)
        if kind == "direct":
            cost = cost + p.costs.escort * p.rules.escorts.direct
        return np.asarray(cost / (np.minimum(most, p.capacity(k, kind)) * self.fill))

    def spoke(self, kind: TripKind, hub: int) -> NDArray[np.float64]:
        """CNY a person between each place and a hub, vehicle only; ``inf`` where none can run."""
        if (kind, hub) not in self._spokes:
            p, km = self.problem, self.problem.closure_km
            reaching = self.reach.feeder_offers if kind == "feeder" else self.reach.distribution_offers
            best = np.full(len(p.places), np.inf)
            for k in p.offers_by_kind[kind]:
                if not p.reaches(k, hub):
                    continue
                base = p.offer_base[k]
                there, dwell = p.closure_minutes, np.array(p.dwell)
                if kind == "feeder":
                    moving = there[base] + there[:, hub] + dwell > 0
                    empty = km[base], np.full(len(best), km[hub, base])
                    cost = self._per_seat(kind, k, self._feeders, km[:, hub], *empty, moving)
                else:
                    moving = there[base, hub] + there[hub] + dwell > 0
                    empty = np.full(len(best), km[base, hub]), km[:, base]
                    cost = self._per_seat(kind, k, self._distributions, km[hub], *empty, moving)
                usable = np.array([k in reaching[place] for place in range(len(best))])
                best = np.where(usable, np.minimum(best, cost), best)
            best[hub] = 0.0
            self._spokes[kind, hub] = best
        return self._spokes[kind, hub]

    def direct(self) -> dict[tuple[int, int], float]:
        """CNY a person of a direct coach by (origin, destination), the hours of the ride included."""
        p = self.problem
        pairs = sorted({(c.origin, c.destination) for c in p.cells})
        best = dict.fromkeys(pairs, math.inf)
        if not pairs or not p.offers_by_kind["direct"]:
            return best
        km = p.closure_km
        origins, ends = (np.array(side) for side in zip(*pairs, strict=True))
        dwell = np.array([float(p.dwell[end]) for end in ends])
        most = np.minimum(self._pickups[origins], self._dropoffs[ends])
        rides: dict[tuple[Limits, float], NDArray[np.float64]] = {}
        for k in p.offers_by_kind["direct"]:
            base, drivers = p.offer_base[k], (p.offer_limits[k], p.offer_km[k])
            if drivers not in rides:
                rides[drivers] = least_rides(p, k, origins, ends)
            hours = charged(p.costs.journey_hour / 60, rides[drivers])
            away = p.closure_minutes[base, origins] + rides[drivers] + dwell
            days = np.ceil(np.where(np.isfinite(away), away, 0.0) / DAY)
            empty = km[base, origins], km[ends, base]
            cost = self._per_seat("direct", k, most, km[origins, ends], *empty, days) + hours
            for pair, value in zip(pairs, cost.tolist(), strict=True):
                if value < best[pair] and all(k in self.reach.direct_offers[place] for place in pair):
                    best[pair] = value
        return best


def relax(problem: Problem, reach: Reach, *, seconds: float, fill: float = 1.0) -> Relaxation | None:
    """Solve the relaxation with HiGHS, ``seconds`` at most; ``None`` where nothing was proven by then.

    With ``fill`` < 1 the result is a guide to which services matter and carries no bound.
    """
    p = problem
    access = AccessBounds(p, reach, fill)
    direct = access.direct()
    hour = p.costs.journey_hour / 60
    model = mathopt.Model()
    units = [model.add_integer_variable(lb=0.0, ub=float(most)) for most in p.run_units]
    loads: list[list[mathopt.LinearTerm]] = [[] for _ in p.runs]
    terms: list[mathopt.LinearTerm] = []
    constant = 0.0
    for c, cell in enumerate(p.cells):
        stay = cell.fallback
        if "direct" not in reach.barred(cell):
            stay = min(stay, direct[cell.origin, cell.destination] * cell.size)
        constant += stay * len(cell.bundles)
        own = []
        for s in reach.services_of[c]:
            ways = (access.spoke("feeder", p.service_from[s])[cell.origin],
                    access.spoke("distribution", p.service_to[s])[cell.destination])  # fmt: skip
            each = sum(ways) + p.services[s].seat_cost
            each += hour * journey_floor(reach, cell.origin, cell.destination, s)
            gain = stay - float(each) * cell.size
            if not gain > 0:
                continue
            x = model.add_variable(lb=0.0, ub=float(len(cell.bundles)))
            own.append(x)
            loads[p.service_run[s]].append(cell.size * x)
            terms.append(-gain * x)
        if own:
            model.add_linear_constraint(mathopt.fast_sum(own) <= float(len(cell.bundles)))
    for run, y in enumerate(units):
        price = p.least_unit_price(run)
        terms.append(price * y)
        if loads[run]:
            model.add_linear_constraint(mathopt.fast_sum(loads[run]) <= float(p.run_capacity[run]) * y)
    model.minimize(mathopt.fast_sum(terms))
    result = solve_within(model, seconds, 1e-4, p.watch)
    if result is None:
        return None
    proven = result.termination.objective_bounds.dual_bound
    if not math.isfinite(proven):
        return None
    bound = constant + proven
    slack = MARGIN * abs(bound) + DIGITS * (constant + abs(proven))
    chosen = (
        tuple(result.variable_values(units)) if result.has_primal_feasible_solution() else tuple([0.0] * len(units))
    )
    return Relaxation(max(0.0, bound - slack) if fill >= 1 else None, chosen)
