"""What prices prove although some trips still gain at them.

Column generation is stopped early as a rule. Then the prices are brought down until no relaxed trip gains: with g the
most that a trip of a family gains and c the least that one costs, the prices of the rows it serves are divided by
1 + g / c (Farley's bound, taken family by family), and what they are worth then is the bound. Direct coaches are few,
and so are other trips where few vehicles can make them: where only some of them gain much, what is paid for their
vehicles rises instead (Lagrange's bound).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transport.solver.arrays import Floats
from transport.solver.bound_direct import DirectSets
from transport.solver.bound_master import RelaxedMaster
from transport.solver.branching import Ranges
from transport.solver.trip_counts import Prices

PARTS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.6, math.inf)
"""Parts of the largest share that a coach gains by which prices of those in coaches are lowered at the most, as tries;
what coaches gain then is their vehicles' affair. Likewise for trips of other families of which there are only so many.
"""

SUBSIDIES = (1.0, 0.99, 0.97, 0.93, 0.85, 0.7, 0.4, 0.0)
"""Parts of the subsidies of trips that are tried."""


@dataclass(slots=True)
class Gains:
    """The most that a trip gains in one round, by family, and by offer of direct coaches, slot and set of drop-offs."""

    families: list[float]
    directs: list[list[Floats]]


def gain_share(gains: Sequence[Floats], sets: DirectSets) -> float:
    """The most of some gains as a share of what the cheapest of an offer's coaches costs."""
    return max((float(gain.max(initial=0.0)) for gain in gains), default=0.0) / max(sets.least, 1e-9)


def repaired_value(
    master: RelaxedMaster, prices: Prices, gains: Gains, limits: Ranges, aim: float
) -> tuple[float, float]:
    """The dual value once no relaxed trip gains any more, where the master's ``numbers`` have these limits; and the
    share by which prices of those in direct coaches were lowered at the most for that. Coaches that gain less than the
    share ``aim`` need not have been looked for.

    Where a family's trips gain at most g and cost at least c, the prices of the rows it serves are divided by
    1 + g / c; a flow's price comes down to what its cheapest way is then worth. Where there are only so many trips,
    that is done up to some share s, and a trip pays (g - s c) / (1 + s) for being one of them. Directs likewise, by
    what their riders pay above their hours, up to some share, and then by what their vehicles are worth; and where
    there must be some, by what is paid for that.
    """
    asked: Floats = np.array([max(0.0, prices[row]) for row in master.flow_rows], dtype=np.float64)
    persons = np.array([float(flow.persons) for flow in master.flows])
    best, chosen = -math.inf, 0.0
    for own in _subsidised(master, prices, gains):
        ways, trips = _ways_worth(master, own, asked, persons)
        found = list(zip(master.directs, own.gains.directs, own.coaches, strict=True))
        counted = _limits_value(master, own.prices, limits)
        greatest = max((gain_share(gain, sets) for sets, gain, _ in found), default=0.0)
        tries = {aim, *(part * greatest for part in PARTS)} if greatest > 0.0 else {0.0}
        for share in sorted(tries):
            lowered, vehicles = ways, 0.0
            for sets, gain, subsidy in found:
                after, paid = sets.repaired(asked, gain, share, subsidy)
                lowered, vehicles = np.minimum(lowered, after), vehicles + paid
            value = float(lowered @ persons) - vehicles - trips + counted
            if value > best:
                best, chosen = value, share
    return best, chosen


@dataclass(frozen=True, slots=True)
class _Subsidised:
    """Prices, what trips gain at them, and their subsidies: of coaches by offer at the most, of others by family."""

    prices: Prices
    gains: Gains
    coaches: list[float]
    families: list[float]


def _subsidised(master: RelaxedMaster, prices: Prices, gains: Gains) -> Iterator[_Subsidised]:
    """The prices with all subsidies of trips that are counted, or parts of them: trips gain less then."""
    counts, directs, families = master.counts, range(len(master.directs)), master.families
    if counts is None:
        yield _Subsidised(prices, gains, [0.0] * len(directs), [0.0] * len(families))
        return
    coaches = [counts.coach(n, prices) for n in directs]
    spokes = [counts.spoke(family, prices) for family in families]
    for part in SUBSIDIES if any(prices[row] > 0 for row in counts.rows.values()) else (1.0,):
        less = {**prices, **counts.part(prices, part)}
        dearer = [counts.coach(n, less) - before for n, before in zip(directs, coaches, strict=True)]
        paid = [counts.spoke(family, less) for family in families]
        left = Gains(
            [max(0.0, gain - now + before) for gain, now, before in zip(gains.families, paid, spokes, strict=True)],
            [
                [np.maximum(0.0, gain - more[slot.sets]) for slot, gain in zip(sets.slots, found, strict=True)]
                for sets, found, more in zip(master.directs, gains.directs, dearer, strict=True)
            ],
        )
        yield _Subsidised(less, left, [counts.subsidy(n, less) for n in directs], [max(0.0, -cost) for cost in paid])


def _ways_worth(master: RelaxedMaster, own: _Subsidised, asked: Floats, persons: Floats) -> tuple[Floats, float]:
    """What each flow pays once no feeder or distribution trip gains anything: no more than is asked, nor than what its
    cheapest way but by coach costs; and CNY that such trips pay together for being among those that there can be.

    Of some shares by which prices of seats on such trips are lowered at the most, that is taken which proves most where
    there are no coaches.
    """
    table = master.way_table
    families = [
        (family, gain, max(family.least - subsidy, 1e-9), [table.lines[family.side, line] for line in family.lines])
        for family, gain, subsidy in zip(master.families, own.gains.families, own.families, strict=True)
        if gain > 0.0
    ]
    seats = np.array([max(0.0, -own.prices[row]) for row in master.rows.values()])
    units = np.array([*(max(0.0, -own.prices[row]) for row in master.run_rows), 0.0])
    greatest = max((gain / least for family, gain, least, _ in families if family.most is not None), default=0.0)
    tries = sorted({part * greatest for part in PARTS}) if greatest > 0.0 else [0.0]
    best, chosen = -math.inf, (asked, 0.0)
    for share in tries:
        ratio, trips = np.zeros(len(table.lines)), 0.0
        for family, gain, least, lines in families:
            lowered = gain / least if family.most is None else min(share, gain / least)
            trips += 0.0 if family.most is None else family.most * (gain - lowered * least) / (1 + lowered)
            ratio[lines] = np.maximum(ratio[lines], lowered)
        paid = np.append(seats / (1 + ratio[table.line]), 0.0)
        ways = table.price + units[table.run] + paid[table.rows].sum(axis=1)
        lowest = np.minimum(asked, np.minimum.reduceat(ways, table.begins)) if len(ways) else asked
        value = float(lowest @ persons) - trips
        if value > best:
            best, chosen = value, (lowest, trips)
    return chosen


def _limits_value(master: RelaxedMaster, prices: Prices, limits: Ranges) -> float:
    """What units, coaches, vehicles and trips, of which there are only so many, add to the value of the prices."""
    p, value, runs = master.problem, 0.0, len(master.run_rows)
    if master.counts is not None:
        value += master.counts.value(prices, limits[runs:])
    for run, (row, (low, high)) in enumerate(zip(master.run_rows, limits[:runs], strict=True)):
        spare = p.least_unit_price(run) - max(0.0, -prices[row]) * p.run_capacity[run]
        value += min(spare * low, spare * high)
    for rows_of, sets in zip(master.vehicle_rows, master.directs, strict=True):
        value += sum(min(0.0, prices[row]) for row in rows_of) * p.offers[sets.offer].count
    for family in master.families:
        if family.most is not None:
            value += min(0.0, prices[master.trip_rows[family.counted_as]]) * family.most
    return value
