"""What prices prove although some trips still gain at them.

Column generation is stopped early as a rule. Then the prices are brought down until no relaxed trip gains: with g the
most that a trip of a family gains and c the least that one costs, the prices of the rows it serves are divided by
1 + g / c (Farley's bound, taken family by family), and what they are worth then is the bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transport.case import TripKind
from transport.solver.bound_direct import DirectSets
from transport.solver.bound_families import Line
from transport.solver.bound_master import Prices, RelaxedMaster
from transport.solver.pricing import Floats


@dataclass(slots=True)
class Gains:
    """The most that a trip gains in one round, by family, and by offer of direct coaches and slot."""

    families: list[float]
    directs: list[Floats]

    def share(self, directs: Sequence[DirectSets]) -> float:
        """The most that a direct coach gains, as a share of its offer's cheapest trip."""
        return max(gain_share(gain, sets) for gain, sets in zip(self.directs, directs, strict=True))


def gain_share(gains: Floats, sets: DirectSets) -> float:
    """The most of some gains as a share of what the cheapest of an offer's coaches costs."""
    return float(gains.max(initial=0.0)) / max(sets.least, 1e-9)


def repaired_value(master: RelaxedMaster, prices: Prices, gains: Gains, units: Sequence[tuple[int, int]]) -> float:
    """The dual value once no relaxed trip gains any more, with so many units of each run at least and at most.

    Where a family's trips gain at most g and cost at least c, the prices of the rows it serves are divided by
    1 + g / c; a flow's price comes down to what its cheapest way is then worth. Directs likewise, by what their
    riders pay above their hours. For halves, whose cost is shared with their other halves, everything is divided.
    """
    ratio: dict[tuple[TripKind, Line], float] = defaultdict(float)
    halves = 0.0
    for family, gain in zip(master.families, gains.families, strict=True):
        share = gain / max(family.least, 1e-9)
        if family.joint is not None:
            halves = max(halves, share)
            continue
        for line in family.lines:
            ratio[family.side, line] = max(ratio[family.side, line], share)
    worth = {key: max(0.0, -prices[row]) / (1 + ratio[key[0], key[2]]) for key, row in master.rows.items()}
    asked: Floats = np.array([max(0.0, prices[row]) for row in master.flow_rows], dtype=np.float64)
    lowered = asked
    for sets, most in zip(master.directs, gains.directs, strict=True):
        lowered = np.minimum(lowered, sets.repaired(asked, most))
    value = 0.0
    for i, (row, flow) in enumerate(zip(master.flow_rows, master.flows, strict=True)):
        price = max(0.0, prices[row])
        for way in master.ways[i]:
            seat = 0.0 if way.run is None else -prices[master.run_rows[way.run]]
            price = min(price, way.price + max(0.0, seat) + sum(worth[key] for key in way.keys))
        value += min(price, float(lowered[i])) * flow.persons
    return (value + _limits_value(master, prices, units)) / (1 + halves)


def _limits_value(master: RelaxedMaster, prices: Prices, units: Sequence[tuple[int, int]]) -> float:
    """What units, vehicles and trips, of which there are only so many, take off the value of the prices."""
    p, value = master.problem, 0.0
    for run, (row, (low, high)) in enumerate(zip(master.run_rows, units, strict=True)):
        spare = p.least_unit_price(run) - max(0.0, -prices[row]) * p.run_capacity[run]
        value += min(spare * low, spare * high)
    for rows_of, sets in zip(master.vehicle_rows, master.directs, strict=True):
        value += sum(min(0.0, prices[row]) for row in rows_of) * p.offers[sets.offer].count
    for family in master.families:
        if family.most is not None:
            value += min(0.0, prices[master.trip_rows[family.counted_as]]) * family.most
    return value
