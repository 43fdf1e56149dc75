"""What the bound begins with: real trips as columns, and the prices of the line-haul relaxation."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.math_opt.python import mathopt

from transport.solver.bound_master import RelaxedMaster
from transport.solver.columns import Column
from transport.solver.seat_bound import SeatPrices
from transport.solver.trip_counts import Prices


def learn(master: RelaxedMaster, columns: Iterable[Column]) -> None:
    """Take real trips in, at their own cost: prices make sense sooner."""
    watched = {sets.offer: n for n, sets in enumerate(master.directs)}
    for column in columns:
        n = watched.get(column.offer)
        if column.kind == "direct" and n is None:
            continue
        z = master.column(column.cost)
        for (a, s), persons in column.carries:
            if column.kind == "direct":
                master.flow_rows[a].set_coefficient(z, float(persons))
            elif (row := master.rows.get((column.kind, a, s))) is not None:
                row.set_coefficient(z, -float(persons))
        if column.kind != "direct":
            master.count_spoke(z, (column.kind, column.offer, _wave(master, column)))
        elif n is not None:
            sets = master.directs[n]
            areas = sets.areas_of(column.stops[column.pickups :])
            master.count_coach(z, n, sets.counted(column.leaves, column.back), areas)


def _wave(master: RelaxedMaster, column: Column) -> int:
    """The service at whose moment a trip counts as being at its hub: its earliest (feeder) or latest one."""
    moments = {s: master.reach.hub_moment(column.kind, s) or 0 for (_, s), _ in column.carries}
    choose = min if column.kind == "feeder" else max
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
