"""What the bound begins with: the trips of a plan as columns, and the prices of the line-haul relaxation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.bound_master import Prices, RelaxedMaster
from transport.solver.seat_bound import SeatPrices
from transport.solver.solution import Solution


def learn(master: RelaxedMaster, solution: Solution) -> None:
    """Take the trips of a solution in, at their own cost: prices make sense sooner."""
    p, flow_of = master.problem, {b: i for i, flow in enumerate(master.flows) for b in flow.bundles}
    watched = {sets.offer: n for n, sets in enumerate(master.directs)}
    for draft in solution.trips.values():
        n = watched.get(draft.offer)
        if draft.kind == "direct" and n is None:
            continue
        carries: dict[mathopt.LinearConstraint, int] = defaultdict(int)
        for place, riders in zip(draft.stops, draft.loads, strict=True):
            for b in riders:
                size = p.bundles[b].size
                if draft.kind == "direct":
                    carries[master.flow_rows[flow_of[b]]] += size
                elif (row := master.rows.get((draft.kind, place, ("service", solution.service_of[b])))) is not None:
                    carries[row] -= size
        z = master.column(draft.cost)
        for row, persons in carries.items():
            row.set_coefficient(z, float(persons))
        if draft.kind != "direct":
            master.count_trip(z, (draft.kind, draft.offer, _wave(master, draft.kind, draft.riders, solution)))
        elif n is not None:
            master.count_out(z, n, master.directs[n].counted(draft.timeline.leaves, draft.back))


def _wave(master: RelaxedMaster, kind: TripKind, riders: Iterable[int], solution: Solution) -> int:
    """The service at whose moment a trip counts as being at its hub: its earliest (feeder) or latest one."""
    moments = {s: master.reach.hub_moment(kind, s) or 0 for s in {solution.service_of[b] for b in riders}}
    choose = min if kind == "feeder" else max
    return choose(sorted(moments), key=lambda s: moments[s])


def first_prices(master: RelaxedMaster, prices: SeatPrices) -> Prices:
    """Prices of the line-haul relaxation, by row."""
    near: dict[mathopt.LinearConstraint, float] = dict(zip(master.flow_rows, prices.flows, strict=True))
    near |= dict(zip(master.run_rows, prices.runs, strict=True))
    near |= dict.fromkeys(master.trip_rows.values(), 0.0)
    near |= {row: -prices.access.get(key, master.largest) for key, row in master.rows.items()}
    for sets, rows in zip(master.directs, master.vehicle_rows, strict=True):
        out = prices.vehicles.get(sets.offer, {})
        near |= {row: out.get(moment, 0.0) for moment, row in enumerate(rows)}
    return near
