"""Direct coaches in the bound: every set of drop-offs is priced, unless it provably cannot pay.

For one offer, one stretch of time, one set of drop-offs and the first of them the best relaxed trip is found exactly
(``direct_routes``). Sets are left out while an upper bound on what their people could pay stays below the cheapest
trip: for any price m of a seat, a trip gains at most m times the seats plus what the best few villages pay above m.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from transport.solver.direct_roads import build_roads
from transport.solver.direct_routes import PricedRoute, Towards, best_route
from transport.solver.direct_slots import Slot, Slots, build_slots
from transport.solver.direct_walks import Walks
from transport.solver.drop_sets import DropSets, Ints
from transport.solver.flows import Flow
from transport.solver.pricing import Floats
from transport.solver.problem import Problem
from transport.solver.reach import Reach

MOST_SETS = 3_000
"""Drop-off sets that are still enumerated; with more, coaches are cut into halves instead."""
MOST_ROUTES = 150
"""Trips of one offer taken into the master in a round."""
SEAT_PRICES, COARSE = 160, 32
"""Prices of a seat that the upper bound tries, up to the dearest person: how many, and every which one at first."""
HOT = 0.25
"""Gains under such a share of the best trip's of any slot are not looked for; where a bound is wanted, it is taken to
be as large in all slots.
"""
LESSER = 0.5
"""Share of what the best trip of a slot gains from which others are taken along."""
ROUTE_S, WALK_S = 4e-3, 7.8e-9
"""Seconds of pricing one set, and of one step of a walk from one village to another, as measured."""
RARE = 3
"""Villages of a trip that are called at once only in the last upper bound."""
GLANCED = 60
"""Sets and first drop-offs of a slot that are looked at where no bound is wanted."""
AT_ONCE = 1_000_000
"""Numbers in one step of the bound over roads: what fits into a cache."""


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A relaxed direct trip: what it gains at the prices, its own cost in CNY, the moments (first, last + 1) at which
    its vehicle is counted, and persons by flow. ``again`` says that it calls at a village twice.
    """

    value: float
    cost: float
    out: tuple[int, int]
    persons: tuple[tuple[int, int], ...]
    again: bool


@dataclass(frozen=True, slots=True)
class _Rows:
    """What may pay in a slot: sets (positions among the slot's), their first drop-offs (positions in the set), and what
    a trip gains at the very most, at which price of a seat.
    """

    rows: Ints
    roots: Ints
    upper: Floats
    seats: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def kept(self, which: Ints) -> _Rows:
        return _Rows(self.rows[which], self.roots[which], self.upper[which], self.seats[which])


class DirectSets:
    """The relaxed direct trips of one offer, by slot and drop-off set; none where nobody can use it."""

    def __init__(self, problem: Problem, reach: Reach, offer: int, flows: Sequence[Flow], sets: DropSets) -> None:
        self.problem, self.offer, self.sets = problem, offer, sets
        self.room = problem.capacity(offer, "direct")
        self.rate = problem.costs.journey_hour / 60
        self._slots = Slots((), 0.0, 0)
        self.worked_s = 0.0  # seconds that pricing takes, counted by what is done
        usable = [i for i, flow in enumerate(flows) if self._possible(reach, flow)]
        if usable:
            self.roads = build_roads(problem, offer, flows, usable, sets, self.room)
            self._slots = build_slots(problem, offer, flows, usable, sets, self.roads)
            self.least = float(self.roads.cheapest.min())
            self._hot = np.zeros(len(self.slots))
            self._persons = np.array([float(flow.persons) for flow in flows])

    def _possible(self, reach: Reach, flow: Flow) -> bool:
        p, k = self.problem, self.offer
        return (
            "direct" not in flow.barred
            and k in reach.direct_offers[flow.origin]
            and p.reaches(k, flow.destination)
            and flow.origin != flow.destination
            and math.isfinite(p.closure_minutes[flow.origin, flow.destination])
        )

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in which anybody can be carried."""
        return self._slots.slots

    @property
    def moments(self) -> int:
        """At how many moments vehicles are counted."""
        return self._slots.moments

    def counted(self, leaves: int, back: int) -> tuple[int, int]:
        """The moments (first, last + 1) at which a vehicle that is out from ``leaves`` until ``back`` is counted."""
        return self._slots.counted(leaves, back)

    # ---- pricing

    def price(
        self, prices: Floats, vehicles: Floats, most: int, *, fine: bool, strict: bool, trifle: float
    ) -> Generator[None, None, tuple[list[DirectRoute], Floats]]:
        """The best trips at the flows' prices and a vehicle's by moment, and by slot a bound on any trip's gain (proven
        where ``fine``), with a pause after each slot.

        In each slot the ``most`` most promising sets are priced exactly, those left out that cannot gain more than what
        was found, nor than ``trifle`` as a share of the cheapest trip; ``fine`` takes pains over what they may gain.
        With ``strict`` second calls at a village are forbidden where they would pay.
        """
        paid, little = np.concatenate([[0.0], np.cumsum(vehicles)]), trifle * self.least
        known: dict[tuple[int, int, int], tuple[float, PricedRoute | None]] = {}
        roads: dict[int, dict[tuple[int, int, float, int], float]] = {}
        bounds, routes = np.zeros(len(self.slots)), list[DirectRoute]()
        for n in np.argsort(-self._hot, kind="stable").tolist():
            slot = self.slots[n]
            if not (prices[slot.flows] - slot.hours).max(initial=0.0) > 0:
                continue
            alike = self._kind(slot, prices)
            vehicle = paid[slot.out[1]] - paid[slot.out[0]]
            may = self._may_pay(slot, prices, vehicle, little, roads.setdefault(alike, {}), fine=fine)
            bounds[n], found = little, 0.0
            for rank, i in enumerate(np.argsort(-may.upper, kind="stable").tolist()):
                if may.upper[i] <= max(found, little):
                    break
                if rank >= most:
                    bounds[n] = max(bounds[n], float(may.upper[i]))
                    break
                row, root, price = int(slot.sets[may.rows[i]]), int(may.roots[i]), float(vehicle[may.rows[i]])
                key, floor = (alike, row, root), price + max(little, LESSER * found)
                if key not in known or (known[key][1] is None and known[key][0] > floor):
                    seat_price = float(may.seats[i])
                    known[key] = floor, self._route(slot, row, root, seat_price, prices, floor, strict=strict)
                route = known[key][1]
                if route is None:
                    continue
                bounds[n] = max(bounds[n], route.upper - price)
                if route.value > price:
                    out = (int(slot.out[0][may.rows[i]]), int(slot.out[1][may.rows[i]]))
                    routes.append(DirectRoute(route.value - price, route.cost, out, route.persons, route.again))
                    found = max(found, route.value - price)
            bounds[n] = max(bounds[n], found)
            little = max(little, found if fine else HOT * found)
            yield
        self._hot = bounds
        routes.sort(key=lambda route: -route.value)
        return routes[:MOST_ROUTES], bounds

    @staticmethod
    def _kind(slot: Slot, prices: Floats) -> int:
        """Slots of one kind have the same best trips to every set."""
        paid = prices[slot.flows]
        return hash(
            (slot.flows.tobytes(), paid.tobytes(), slot.own.tobytes(), slot.after.tobytes(), slot.rides.tobytes())
        )

    def _table(self, slot: Slot, gains: Floats, seat: float) -> Floats:
        """What each village pays above a price of a seat for each end."""
        above = np.maximum(0.0, gains - seat) * self._persons[slot.flows]
        shape = (len(self.roads.starts), len(self.roads.ends))
        cells = self.roads.at[slot.flows] * shape[1] + self.roads.to[slot.flows]
        return np.asarray(np.bincount(cells, above, shape[0] * shape[1]).reshape(shape), dtype=np.float64)

    def _may_pay(
        self, slot: Slot, prices: Floats, vehicle: Floats, little: float,
        known: dict[tuple[int, int, float, int], float], *, fine: bool,
    ) -> _Rows:  # fmt: skip
        """The sets and first drop-offs that may gain more than ``little``, and what a trip gains at the very most.

        Coarse prices of a seat first, then for each set and first drop-off finer ones around its best, as the bound is
        convex in them. ``known`` remembers what routes are worth to each set at a price.
        """
        roads, gains = self.roads, np.maximum(0.0, prices[slot.flows] - slot.hours)
        stops, unit = min(roads.max_pickups, len(roads.starts)), float(gains.max()) / SEAT_PRICES
        tables = {j: self._table(slot, gains, j * unit) for j in range(0, SEAT_PRICES + 1, COARSE)}
        rows, cost = np.arange(len(slot.sets)), roads.cheapest[slot.sets] + vehicle
        upper = np.full(len(rows), np.inf)
        for j, table in tables.items():
            best = _largest(table, stops)
            upper = np.minimum(upper, j * unit * self.room + self.sets.sums(best)[slot.sets] - cost)
        rows = rows[upper > little]
        members = self.sets.members(slot.sets[rows])
        values = [
            j * unit * self.room + _largest(np.maximum(table @ members - roads.before[:, None], 0.0), stops)
            for j, table in tables.items()
        ]
        coarse = np.array(values)
        picked, roots = np.nonzero(self.sets.ends[slot.sets[rows]] >= 0)
        seat, sets = coarse.argmin(axis=0)[picked] * COARSE, slot.sets[rows[picked]]
        last = roads.last(self.sets, sets, roots).min(axis=0)
        upper = coarse.min(axis=0)[picked] + float((roads.before - roads.first).max()) - roads.fixed - last
        may = _Rows(rows[picked], roots, upper - vehicle[rows[picked]], seat * unit)
        may = may.kept(np.flatnonzero(may.upper > little))
        if not fine and len(may) > GLANCED:
            may = may.kept(np.argsort(-may.upper, kind="stable")[:GLANCED])
        around = [way * step for step in (COARSE // 2, COARSE // 4, COARSE // 8, COARSE // 16) for way in (1, -1)]
        for step, once in [(0, 0), *((step, 0) for step in around), (0, RARE)] if fine else [(0, 0)]:
            if not len(may):
                break
            tried = np.clip(may.seats + step * unit, 0.0, SEAT_PRICES * unit)
            value = tried * self.room - roads.fixed - vehicle[may.rows]
            value += self._over_roads(slot, prices, tried, may, known, once=once)
            seats = np.where(value < may.upper, tried, may.seats)
            may = _Rows(may.rows, may.roots, np.minimum(may.upper, value), seats)
            may = may.kept(np.flatnonzero(may.upper > little))
        return may

    def _over_roads(
        self, slot: Slot, prices: Floats, seats: Floats, may: _Rows,
        known: dict[tuple[int, int, float, int], float], *, once: int,
    ) -> Floats:  # fmt: skip
        """For each set the most that a route over pick-ups can be worth above the price of a seat,
        where seats are no limit and villages that are left may be called at again.
        """
        sets = slot.sets[may.rows]
        keys = list(zip(sets.tolist(), may.roots.tolist(), seats.tolist(), [once] * len(sets), strict=True))
        missing = np.array([i for i, key in enumerate(keys) if key not in known], dtype=np.int64)
        roads = self.roads
        flows = np.argsort(roads.at[slot.flows], kind="stable")
        paid, to = prices[slot.flows[flows]], roads.to[slot.flows[flows]]
        walks = Walks(roads, roads.at[slot.flows[flows]], self._persons[slot.flows[flows]], self.rate)
        self.worked_s += WALK_S * len(missing) * len(roads.starts) ** 2 * roads.max_pickups * (1 << once)
        size = max(1, AT_ONCE // (len(roads.starts) * len(flows)))
        for start in range(0, len(missing), size):
            part = missing[start : start + size]
            rows, roots = sets[part], may.roots[part]
            first_ends = self.sets.ends[rows, roots]
            seat = np.where(self.sets.members(rows)[to] > 0, seats[part], np.inf)
            best = walks.best(
                paid[:, None] - slot.own[first_ends][:, flows].T - seat,
                paid[:, None] - slot.after[first_ends][:, flows].T - seat,
                slot.rides[:, first_ends], roads.last(self.sets, rows, roots), once=once,
            )  # fmt: skip
            known.update(zip([keys[i] for i in part.tolist()], best.tolist(), strict=True))
        return np.array([known[key] for key in keys])

    def _route(
        self, slot: Slot, row: int, root: int, seat_price: float, prices: Floats, floor: float, *, strict: bool
    ) -> PricedRoute | None:
        """The best trip of a slot to one set, first to one of it, that is worth more than ``floor``."""
        first_end = int(self.sets.ends[row, root])
        self.worked_s += ROUTE_S
        gains = prices[slot.flows] - slot.own[first_end]
        on = np.flatnonzero((gains > 0) & self.sets.holds(row, self.roads.to[slot.flows]))
        if not len(on):
            return None
        on = on[np.argsort(-gains[on], kind="stable")]
        flows = slot.flows[on]
        towards = Towards(
            slot, first_end, on, gains[on], prices[flows] - slot.after[first_end, on], self.roads.at[flows],
            self._persons[flows], self.roads.last(self.sets, np.array([row]), np.array([root]))[:, 0],
            self.room, self.rate, seat_price,
        )  # fmt: skip
        return best_route(self.roads, towards, floor, strict=strict)

    def repaired(self, prices: Floats, gains: Floats) -> Floats:
        """Prices at which no trip gains: where trips of a slot gain g and cost c at least, what their riders pay above
        their hours is divided by 1 + g / c.
        """
        lowered = prices.copy()
        for slot, gain in zip(self.slots, gains.tolist(), strict=True):
            paid = prices[slot.flows] - slot.hours
            if gain > 0:
                share = np.where(paid > 0, slot.hours + paid / (1 + gain / max(self.least, 1e-9)), prices[slot.flows])
                lowered[slot.flows] = np.minimum(lowered[slot.flows], share)
        return lowered


def _largest(values: Floats, most: int) -> Floats:
    """Sum of the ``most`` largest values of each column."""
    if len(values) <= most:
        return np.asarray(values.sum(axis=0))
    return np.asarray(np.partition(values, len(values) - most, axis=0)[len(values) - most :].sum(axis=0))
