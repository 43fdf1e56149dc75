"""What trips of direct coaches gain at the very most, for all sets of drop-offs of a slot at once.

For any price m of a seat, a trip gains at most m times the seats plus what the best few villages pay above m. Coarse
prices over the best villages come first, finer ones over the best walks (``direct_walks``) where those leave hope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from transport.solver.direct_roads import Roads
from transport.solver.direct_slots import Slot
from transport.solver.direct_walks import Walks
from transport.solver.drop_sets import DropSets, Ints
from transport.solver.pricing import Floats

SEAT_PRICES, COARSE = 160, 32
"""Prices of a seat that the upper bound tries, up to the dearest person: how many, and every which one at first."""
RARE = 3
"""Villages of a trip that are called at once only in the last upper bound."""
GLANCED = 60
"""Sets and first drop-offs of a slot that are looked at where no bound is wanted."""
WALKS_S, WALK_S = 6e-4, 1.2e-8
"""Seconds of walks over many columns at a time, and of one step from one village to another, as measured."""
AT_ONCE = 1_000_000
"""Numbers in one step of the bound over roads: what fits into a cache."""

WalkKey = tuple[int, int, float, int]
"""Set, first drop-off, price of a seat, and villages called at once only."""


@dataclass(slots=True)
class Hopes:
    """Sets of a slot (``rows``: positions among the slot's) by first drop-off (``roots``: positions in the set), and
    the most that a trip there gains, at which price of a seat. ``open`` are those that may pay.
    """

    rows: Ints
    roots: Ints
    upper: Floats
    seats: Floats
    open: Ints


@dataclass(slots=True)
class Asked:
    """One slot at some prices of the flows, and what a vehicle's scarcity takes off trips to each set (``vehicle``).

    ``upper`` is, by set, the most that any trip to it is known to gain; sets that gain no more than ``little`` are
    left out.
    """

    slot: Slot
    prices: Floats
    vehicle: Floats
    little: float
    upper: Floats

    def learn(self, hopes: Hopes) -> None:
        """Take in what the sets of some hopes gain at the most, whatever comes first."""
        upper = np.full(len(self.upper), -np.inf)
        np.maximum.at(upper, hopes.rows, hopes.upper)
        self.upper = np.where(np.isfinite(upper), np.minimum(self.upper, upper), self.upper)


class Uppers:
    """Upper bounds for the coaches of one offer; ``worked_s`` counts the seconds they take."""

    def __init__(self, roads: Roads, sets: DropSets, persons: Floats, rate: float, room: int) -> None:
        self.roads, self.sets, self.persons, self.rate, self.room = roads, sets, persons, rate, room
        self.worked_s = 0.0

    def hopes(self, asked: Asked, known: dict[WalkKey, float], *, fine: bool) -> Hopes:
        """The sets and first drop-offs that may gain more than little, and what a trip gains at the very most.

        Coarse prices of a seat first, then for each set and first drop-off finer ones around its best, as the bound is
        convex in them. ``known`` remembers what routes are worth to each set at a price.
        """
        slot, roads = asked.slot, self.roads
        gains = np.maximum(0.0, asked.prices[slot.flows] - slot.hours)
        unit = float(gains.max(initial=0.0)) / SEAT_PRICES
        may = self._coarse(
            asked, {j: self._table(slot, gains, j * unit) for j in range(0, SEAT_PRICES + 1, COARSE)}, unit
        )
        if not fine and len(may.open) > GLANCED:
            may.open = may.open[np.argsort(-may.upper[may.open], kind="stable")[:GLANCED]]
        around = [way * step for step in (COARSE // 2, COARSE // 4, COARSE // 8, COARSE // 16) for way in (1, -1)]
        for step, once in [(0, 0), *((step, 0) for step in around), (0, RARE)] if fine else [(0, 0)]:
            on = may.open
            if not len(on):
                break
            tried = np.clip(may.seats[on] + step * unit, 0.0, SEAT_PRICES * unit)
            value = tried * self.room - roads.fixed - asked.vehicle[may.rows[on]]
            value += self._over_roads(asked, slot.sets[may.rows[on]], may.roots[on], tried, known, once=once)
            may.seats[on] = np.where(value < may.upper[on], tried, may.seats[on])
            may.upper[on] = np.minimum(may.upper[on], value)
            may.open = on[may.upper[on] > asked.little]
        may.open = may.open[np.argsort(-may.upper[may.open], kind="stable")]
        return may

    def _coarse(self, asked: Asked, tables: Mapping[int, Floats], unit: float) -> Hopes:
        """What trips gain at the most at coarse prices of a seat (``tables``, in units) over the best villages."""
        slot, roads, room = asked.slot, self.roads, self.room
        stops = min(roads.max_pickups, len(roads.starts))
        rows = np.flatnonzero(asked.upper > asked.little)
        upper = np.full(len(rows), np.inf)
        for j, table in tables.items():
            best = self.sets.sums(_largest(table, stops))[slot.sets[rows]]
            upper = np.minimum(upper, j * unit * room + best)
        asked.upper[rows] = np.minimum(asked.upper[rows], upper - roads.cheapest[slot.sets[rows]] - asked.vehicle[rows])
        rows = rows[asked.upper[rows] > asked.little]
        members = self.sets.members(slot.sets[rows])
        coarse = np.array([
            j * unit * room + _largest(np.maximum(table @ members - roads.before[:, None], 0.0), stops)
            for j, table in tables.items()
        ])  # fmt: skip
        picked, roots = np.nonzero(self.sets.ends[slot.sets[rows]] >= 0)
        rows, seat = rows[picked], coarse.argmin(axis=0)[picked] * COARSE
        last = roads.last(self.sets, slot.sets[rows], roots).min(axis=0)
        upper = coarse.min(axis=0)[picked] + float((roads.before - roads.first).max()) - roads.fixed - last
        upper -= asked.vehicle[rows]
        return Hopes(rows, roots, upper, seat * unit, np.flatnonzero(upper > asked.little))

    def _table(self, slot: Slot, gains: Floats, seat: float) -> Floats:
        """What each village pays above a price of a seat for each end."""
        above = np.maximum(0.0, gains - seat) * self.persons[slot.flows]
        shape = (len(self.roads.starts), len(self.roads.ends))
        cells = self.roads.at[slot.flows] * shape[1] + self.roads.to[slot.flows]
        return np.asarray(np.bincount(cells, above, shape[0] * shape[1]).reshape(shape), dtype=np.float64)

    def _over_roads(
        self, asked: Asked, sets: Ints, roots: Ints, seats: Floats, known: dict[WalkKey, float], *, once: int
    ) -> Floats:
        """For each set the most that a route over pick-ups can be worth above the price of a seat,
        where seats are no limit and villages that are left may be called at again.
        """
        slot, prices = asked.slot, asked.prices
        keys = list(zip(sets.tolist(), roots.tolist(), seats.tolist(), [once] * len(sets), strict=True))
        missing = np.array([i for i, key in enumerate(keys) if key not in known], dtype=np.int64)
        roads = self.roads
        flows = np.argsort(roads.at[slot.flows], kind="stable")
        paid, to = prices[slot.flows[flows]], roads.to[slot.flows[flows]]
        walks = Walks(roads, roads.at[slot.flows[flows]], self.persons[slot.flows[flows]], self.rate)
        size = max(1, AT_ONCE // (len(roads.starts) * len(flows)))
        for start in range(0, len(missing), size):
            part = missing[start : start + size]
            rows, firsts = sets[part], roots[part]
            first_ends = self.sets.ends[rows, firsts]
            seat = np.where(self.sets.members(rows)[to] > 0, seats[part], np.inf)
            best, steps = walks.best(
                paid[:, None] - slot.own[first_ends][:, flows].T - seat,
                paid[:, None] - slot.after[first_ends][:, flows].T - seat,
                slot.rides[:, first_ends], roads.last(self.sets, rows, firsts), once=once,
            )  # fmt: skip
            self.worked_s += WALKS_S + WALK_S * steps
            known.update(zip([keys[i] for i in part.tolist()], best.tolist(), strict=True))
        return np.array([known[key] for key in keys])


def _largest(values: Floats, most: int) -> Floats:
    """Sum of the ``most`` largest values of each column."""
    if len(values) <= most:
        return np.asarray(values.sum(axis=0))
    return np.asarray(np.partition(values, len(values) - most, axis=0)[len(values) - most :].sum(axis=0))
