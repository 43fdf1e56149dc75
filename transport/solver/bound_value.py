"""What prices prove although some trips still gain at them.

Column generation is stopped early as a rule. Then the prices are brought down until no relaxed trip gains: with g the
most that a trip of a family gains and c the least that one costs, the prices of the rows it serves are divided by
1 + g / c (Farley's bound, taken family by family), and what they are worth then is the bound. Direct coaches are few:
where only some of them gain much, the prices of their vehicles rise instead.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transport.case import TripKind
from transport.solver.bound_direct import DirectSets
from transport.solver.bound_families import Line
from transport.solver.bound_master import Prices, RelaxedMaster
from transport.solver.pricing import Floats

PARTS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.6, math.inf)
"""Parts of the largest share that a coach gains by which prices of those in coaches are lowered at the most, as tries;
what coaches gain then is their vehicles' affair.
"""


@dataclass(slots=True)
class Gains:
    """The most that a trip gains in one round, by family, and by offer of direct coaches, slot and set of drop-offs."""

    families: list[float]
    directs: list[list[Floats]]


def gain_share(gains: Sequence[Floats], sets: DirectSets) -> float:
    """The most of some gains as a share of what the cheapest of an offer's coaches costs."""
    return max((float(gain.max(initial=0.0)) for gain in gains), default=0.0) / max(sets.least, 1e-9)


def repaired_value(
    master: RelaxedMaster, prices: Prices, gains: Gains, units: Sequence[tuple[int, int]], aim: float
) -> tuple[float, float]:
    """The dual value once no relaxed trip gains any more, with so many units of each run at least and at most; and the
    share by which prices of those in direct coaches were lowered at the most for that. Coaches that gain less than the
    share ``aim`` need not have been looked for.

    Where a family's trips gain at most g and cost at least c, the prices of the rows it serves are divided by
    1 + g / c; a flow's price comes down to what its cheapest way is then worth. Directs likewise, by what their
    riders pay above their hours, up to some share, and then by what their vehicles are worth.
    """
    ratio: dict[tuple[TripKind, Line], float] = defaultdict(float)
    for family, gain in zip(master.families, gains.families, strict=True):
        share = gain / max(family.least, 1e-9)
        for line in family.lines:
            ratio[family.side, line] = max(ratio[family.side, line], share)
    worth = {key: max(0.0, -prices[row]) / (1 + ratio[key[0], key[2]]) for key, row in master.rows.items()}
    asked: Floats = np.array([max(0.0, prices[row]) for row in master.flow_rows], dtype=np.float64)
    ways: Floats = asked.copy()
    for i in range(len(master.flows)):
        for way in master.ways[i]:
            seat = 0.0 if way.run is None else -prices[master.run_rows[way.run]]
            ways[i] = min(ways[i], way.price + max(0.0, seat) + sum(worth[key] for key in way.keys))
    persons = np.array([float(flow.persons) for flow in master.flows])
    best, chosen = -math.inf, 0.0
    greatest = max((gain_share(*pair) for pair in zip(gains.directs, master.directs, strict=True)), default=0.0)
    tries = {aim, *(part * greatest for part in PARTS)} if greatest > 0.0 else {0.0}
    for share in sorted(tries):
        lowered, vehicles = ways, 0.0
        for sets, found in zip(master.directs, gains.directs, strict=True):
            own, paid = sets.repaired(asked, found, share)
            lowered, vehicles = np.minimum(lowered, own), vehicles + paid
        value = float(lowered @ persons) - vehicles
        if value > best:
            best, chosen = value, share
    return best + _limits_value(master, prices, units), chosen


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
