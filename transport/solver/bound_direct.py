"""Direct coaches in the bound: every set of drop-offs is priced, unless it provably cannot pay.

For one offer, one stretch of time and one set of drop-offs the best relaxed trip is a route over pick-ups (a dynamic
programme, as for feeders) whose last leg runs to the set by its cheapest order. Sets are left out while an upper bound
on what their people could pay stays below the cheapest trip: for any price m of a seat, a trip gains at most m times
the seats plus what the best few villages pay above m.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from transport.clock import DAY
from transport.solver.drop_sets import DropSets, Ints, count_sets
from transport.solver.flows import Flow
from transport.solver.pickup_sets import all_subsets, paid_at_most, path_costs, promising
from transport.solver.pricing import Floats, Spokes, concave_gains, dear, over_any, strict_route
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.ride_floors import CELL, CELLS, latest_pickups, ride_table

MOST_SETS = 3_000
"""Drop-off sets that are still enumerated; with more, coaches are cut into halves instead."""
MOST_ROUTES = 150
"""Trips of one offer taken into the master in a round."""
CRITICAL = 5
"""Villages whose second call is forbidden in one pricing problem at most."""
MOST_SUBSETS = 30_000
"""Sets of pick-ups that are tried one by one in one pricing problem; with more, a dynamic programme by loads does."""
SEAT_PRICES, COARSE = 40, 8
"""Prices of a seat that the upper bound tries, up to the dearest person: how many, and every which one at first."""
SLOT = 360
"""Minutes of a slot at most; slots are also cut at the report times."""
AT_ONCE = 1_000_000
"""Numbers in one step of the bound over roads: what fits into a cache."""
WATCH = 60
"""Minutes between the moments at which the vehicles that are out are counted."""


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


Priced = tuple[float, float, tuple[tuple[int, int], ...], bool]
"""Value, cost, persons by flow and ``again`` of a trip whose slot is not told."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Trips that make their first drop-off after ``opens`` and by ``closes``.

    ``flows`` are those whose people they can carry, ``hours`` what a person's ride and early arrival cost at the least.
    ``sets`` are the sets that can be served, ``out`` the first moment at which each one's vehicle is counted, and the
    one after the last.
    """

    opens: int
    closes: int
    flows: Ints
    hours: Floats
    sets: Ints
    out: tuple[Ints, Ints]


class DirectSets:
    """The relaxed direct trips of one offer, by slot and drop-off set.

    A trip belongs to the slot of its first drop-off: all its people report after the slot opens, were picked up
    before it closes, and arrive after it opens. ``moments`` says at how many moments vehicles are counted: a trip is
    out for sure between the latest hour at which it must have left and the earliest at which it can be back.
    """

    def __init__(self, problem: Problem, reach: Reach, offer: int, flows: Sequence[Flow], sets: DropSets) -> None:
        self.problem, self.offer, self.sets = problem, offer, sets
        self.slots: list[Slot] = []
        self.moments, self.least, self.since = 0, math.inf, 0.0
        self.room = problem.capacity(offer, "direct")
        usable = [i for i, flow in enumerate(flows) if self._possible(reach, flow)]
        if not usable:
            return
        self.ends = np.array(sorted({flow.destination for flow in flows}))
        self.starts = np.array(sorted({flows[i].origin for i in usable}))
        at, to = {int(v): n for n, v in enumerate(self.starts)}, {int(f): n for n, f in enumerate(self.ends)}
        self.at = np.array([at.get(flow.origin, -1) for flow in flows])
        self.to = np.array([to[flow.destination] for flow in flows])
        self._persons = np.array([float(flow.persons) for flow in flows])
        self._roads()
        self._times(flows, usable)

    def _possible(self, reach: Reach, flow: Flow) -> bool:
        p, k = self.problem, self.offer
        return (
            "direct" not in flow.barred
            and k in reach.direct_offers[flow.origin]
            and p.reaches(k, flow.destination)
            and flow.origin != flow.destination
            and math.isfinite(p.closure_minutes[flow.origin, flow.destination])
        )

    def _roads(self) -> None:
        p, o = self.problem, self.problem.offers[self.offer]
        km, base, v, f = p.closure_km, p.offer_base[self.offer], self.starts, self.ends
        limits = p.rules.max_stops
        self.max_pickups = len(v) if limits.direct_pickup is None else int(limits.direct_pickup)
        self.fixed = o.fixed_cost + p.costs.escort * p.rules.escorts.direct
        self.legs = dear(o.km_cost, km[np.ix_(v, v)])
        self.first = over_any(dear(o.empty_km_cost, km[base, v]), self.legs)
        self.trunk = dear(o.km_cost, km[np.ix_(v, f)])
        back = o.empty_km_cost if o.returns_to_base else 0.0
        between = self.legs + np.where(np.eye(len(v), dtype=bool), np.inf, 0.0)
        self.before = np.minimum(between.min(axis=0), self.first) if len(v) > 1 else self.first
        self.tails = self.sets.tails(dear(o.km_cost, km[np.ix_(f, f)]), dear(back, km[f, base]))

    def _times(self, flows: Sequence[Flow], usable: list[int]) -> None:
        p, k = self.problem, self.offer
        o, base, v, f = p.offers[k], p.offer_base[k], self.starts, self.ends
        rides = ride_table(p, k, v, f)
        shortest = rides.min(axis=2)
        out, home = p.closure_minutes[base, v], p.closure_minutes[f, base]
        dwell = np.array([float(p.dwell[place]) for place in f])
        self.days = dear(o.day_cost, np.ceil((out[:, None] + shortest + dwell[None, :]) / DAY))
        cheaper = min(o.empty_km_cost, o.km_cost)
        road = dear(cheaper, p.closure_km[base, v])[:, None] + self.trunk
        road = road + dear(cheaper if o.returns_to_base else 0.0, p.closure_km[f, base])[None, :]
        self.seats = (self.fixed + road + self.days) / self.room
        self.cheapest = self.fixed + self.sets.least((self.first[:, None] + self.trunk).min(axis=0), self.tails)
        self.cheapest += self.sets.most(self.days.min(axis=0))
        self.least = float(self.cheapest.min())
        reports = sorted({flows[i].report for i in usable})
        cuts = _cuts(min(flows[i].ready for i in usable), reports)
        arrivals = np.array([float(high) for _, high in cuts])
        pickups = latest_pickups(p, k, v, f, arrivals)
        at, to = self.at[usable], self.to[usable]
        ready = np.array([flows[i].ready for i in usable], dtype=np.float64)
        report = np.array([flows[i].report for i in usable], dtype=np.float64)
        own_latest = pickups[at, to, np.searchsorted(arrivals, report)]
        since = self.since = float(cuts[0][0])
        back_after = self.sets.most(home) + self.sets.sums(dwell)
        for n, (low, high) in enumerate(cuts):
            soonest = pickups[:, :, n].max(axis=1)
            may = (report >= high) & (ready <= np.minimum(soonest[at], own_latest))
            leaves = (pickups[:, :, n] - out[:, None]).max(axis=0)
            latest = self.sets.most(leaves)
            there = (latest >= p.offer_from[k]) & (low + 1 <= p.offer_until[k]) & np.isfinite(back_after)
            sets = np.flatnonzero(there)
            if not may.any() or not len(sets):
                continue
            hours = self._hours(rides, low, high, at[may], to[may], report[may])
            kept = np.isfinite(hours)
            if not kept.any():
                continue
            first = np.ceil((latest[sets] - since) / WATCH).astype(np.int64)
            last = np.ceil((low + 1 + back_after[sets] - since) / WATCH).astype(np.int64)
            first, last = np.maximum(first, 0), np.maximum(last, 0)
            self.moments = max(self.moments, int(last.max()))
            self.slots.append(
                Slot(low, high, np.array(usable)[may][kept], hours[kept], sets, (np.minimum(first, last), last))
            )

    def _hours(self, rides: Floats, low: int, high: int, at: Ints, to: Ints, report: Floats) -> Floats:
        """What the ride and the early arrival of each person cost at the least.

        Whoever arrives after the slot closes was picked up before, at least the shortest ride to any first drop-off
        before, and so has been on the way since.
        """
        costs = self.problem.costs
        rate, early = costs.journey_hour / 60, costs.early_arrival_per_day
        inside = np.arange((low + 1) // CELL, high // CELL + 1)
        within = rides[:, :, inside % CELLS].min(axis=2)
        soonest = within.min(axis=1)
        best = _cost(rate, within[at, to], early, np.floor((report - high) / DAY))
        later = np.arange(high // CELL, high // CELL + CELLS)
        waited = np.maximum(later * CELL - high, 0)
        own = np.maximum(rides[at[:, None], to[:, None], (later % CELLS)[None, :]], soonest[at][:, None] + waited)
        arrival = later * CELL + CELL - 1
        own[arrival[None, :] - (CELL - 1) > report[:, None]] = np.inf
        spare = np.floor((report[:, None] - arrival[None, :]) / DAY)
        best = np.minimum(best, _cost(rate, own, early, spare).min(axis=1))
        beyond = _cost(rate, soonest[at] + DAY - CELL, 0.0, np.zeros(len(at)))
        return np.asarray(np.minimum(best, beyond))

    def counted(self, leaves: int, back: int) -> tuple[int, int]:
        """The moments (first, last + 1) at which a vehicle that is out from ``leaves`` until ``back`` is counted."""
        first, last = (max(0, math.ceil((moment - self.since) / WATCH)) for moment in (leaves, back))
        return min(first, self.moments), min(last, self.moments)

    # ---- pricing

    def price(
        self, prices: Floats, vehicles: Floats, most: int, *, fine: bool, strict: bool, trifle: float
    ) -> tuple[list[DirectRoute], Floats]:
        """The best trips at the flows' prices and a vehicle's by moment, and by slot a proven bound on any trip's gain.

        In each slot the ``most`` most promising sets are priced exactly, those left out that cannot gain more than what
        was found, nor than ``trifle`` as a share of the cheapest trip; ``fine`` takes pains over what they may gain.
        With ``strict`` second calls at a village are forbidden where they would pay.
        """
        paid, little = np.concatenate([[0.0], np.cumsum(vehicles)]), trifle * self.least
        gains = [np.maximum(0.0, prices[slot.flows] - slot.hours) for slot in self.slots]
        alike = [hash((slot.flows.tobytes(), gain.tobytes())) for slot, gain in zip(self.slots, gains, strict=True)]
        known: dict[tuple[int, int], Priced | None] = {}
        roads: dict[tuple[int, int], Floats] = {}
        bounds, routes = np.zeros(len(self.slots)), list[DirectRoute]()
        for n, slot in enumerate(self.slots):
            if not gains[n].max(initial=0.0) > 0:
                continue
            vehicle = paid[slot.out[1]] - paid[slot.out[0]]
            upper, rows = self._upper(n, gains[n], vehicle, little, roads, alike[n], fine=fine)
            bounds[n], found = little, 0.0
            for rank, i in enumerate(np.argsort(-upper, kind="stable").tolist()):
                if upper[i] <= max(found, little):
                    break
                if rank >= most:
                    bounds[n] = float(upper[i])
                    break
                row, price = int(slot.sets[rows[i]]), float(vehicle[rows[i]])
                key = (alike[n], row)
                if key not in known:
                    known[key] = self._route(n, row, gains[n], little, strict=strict)
                priced = known[key]
                if priced is not None and priced[0] > price:
                    out = (int(slot.out[0][rows[i]]), int(slot.out[1][rows[i]]))
                    routes.append(DirectRoute(priced[0] - price, priced[1], out, *priced[2:]))
                    found = max(found, priced[0] - price)
            bounds[n] = max(bounds[n], found)
        routes.sort(key=lambda route: -route.value)
        return routes[:MOST_ROUTES], bounds

    def _table(self, slot: Slot, gains: Floats, seat: float) -> Floats:
        """What each village pays above a price of a seat for each end."""
        above = np.maximum(0.0, gains - seat) * self._persons[slot.flows]
        shape = (len(self.starts), len(self.ends))
        cells = self.at[slot.flows] * shape[1] + self.to[slot.flows]
        return np.asarray(np.bincount(cells, above, shape[0] * shape[1]).reshape(shape), dtype=np.float64)

    def _upper(
        self,
        n: int,
        gains: Floats,
        vehicle: Floats,
        little: float,
        roads: dict[tuple[int, int], Floats],
        kind: int,
        *,
        fine: bool,
    ) -> tuple[Floats, Ints]:
        """For the sets that may pay (rows of the slot's), what a trip gains at the very most.

        Coarse prices of a seat first, then for each set finer ones around its best, as the bound is convex in them.
        ``roads`` remembers by kind of slot and price what routes are worth to each set.
        """
        slot, stops = self.slots[n], min(self.max_pickups, len(self.starts))
        unit = float(gains.max()) / SEAT_PRICES
        tables = {j: self._table(slot, gains, j * unit) for j in range(0, SEAT_PRICES + 1, COARSE)}
        rows, cost = np.arange(len(slot.sets)), self.cheapest[slot.sets] + vehicle
        upper = np.full(len(rows), np.inf)
        for j, table in tables.items():
            best = _largest(table, stops)
            upper = np.minimum(upper, j * unit * self.room + self.sets.sums(best)[slot.sets] - cost)
        rows = rows[upper > little]
        upper = upper[rows]
        if not len(rows):
            return upper, rows
        last = self._last(slot.sets[rows]).min(axis=0)
        members = self.sets.members(slot.sets[rows])
        values = []
        for j, table in tables.items():
            worth = np.maximum(table @ members - self.before[:, None], 0.0)
            values.append(j * unit * self.room + _largest(worth, stops))
        coarse = np.array(values)
        fixed = float((self.before - self.first).max()) - self.fixed
        upper = np.minimum(upper, coarse.min(axis=0) + fixed - last - vehicle[rows])
        seat = coarse.argmin(axis=0) * COARSE
        keep = upper > little
        rows, upper, seat = rows[keep], upper[keep], seat[keep]
        for step in (0, COARSE, COARSE // 2, COARSE // 4) if fine else ():
            for way in (1, -1) if step else (0,):
                tried = np.clip(seat + way * step, 0, SEAT_PRICES)
                value = np.full(len(rows), np.inf)
                for j in np.unique(tried).tolist():
                    those = np.flatnonzero(tried == j)
                    value[those] = j * unit * self.room + self._remembered(
                        roads.setdefault((kind, j), np.full(len(self.sets), np.nan)),
                        slot, gains, j * unit, slot.sets[rows[those]], stops,
                    )  # fmt: skip
                value -= self.fixed + vehicle[rows]
                better = value < upper
                seat = np.where(better, tried, seat)
                upper = np.minimum(upper, value)
                keep = upper > little
                rows, upper, seat = rows[keep], upper[keep], seat[keep]
                if not len(rows):
                    return upper, rows
        return upper, rows

    def _remembered(self, memory: Floats, slot: Slot, gains: Floats, seat: float, chosen: Ints, stops: int) -> Floats:
        missing = chosen[np.isnan(memory[chosen])]
        if len(missing):
            memory[missing] = self._roads_bound(self._table(slot, gains, seat), missing, stops)
        return memory[chosen]

    def _roads_bound(self, table: Floats, rows: Ints, stops: int) -> Floats:
        """For each set the most that a route over pick-ups can be worth where seats are no limit and villages that are
        left may be called at again.
        """
        legs = self.legs + np.where(np.eye(len(self.starts), dtype=bool), np.inf, 0.0)
        best = np.empty(len(rows))
        size = max(1, AT_ONCE // len(self.starts) ** 2)
        for start in range(0, len(rows), size):
            part = slice(start, start + size)
            worth, last = table @ self.sets.members(rows[part]), self._last(rows[part])
            best[part] = _no_way_back(worth, self.first, legs, last, stops)
        return best

    def _last(self, rows: Ints) -> Floats:
        """Cost from each last pick-up over all of each set and home, and of the days; shape (starts, sets)."""
        cost = self.sets.least(self.trunk, self.tails, rows)
        padded = np.concatenate([self.days, np.full((len(self.starts), 1), -np.inf)], axis=1)
        return np.asarray(cost + padded[:, self.sets.ends[rows]].max(axis=2))

    def _route(self, n: int, row: int, gains: Floats, floor: float, *, strict: bool) -> Priced | None:
        """The best trip of a slot to one set that is worth more than ``floor``, vehicles left out of account."""
        slot = self.slots[n]
        on = np.flatnonzero((gains > 0) & self.sets.holds(row, self.to[slot.flows]))
        if not len(on):
            return None
        ranked = on[np.argsort(-gains[on], kind="stable")]
        at, gain, persons = self.at[slot.flows[ranked]], gains[ranked], self._persons[slot.flows[ranked]]
        here = np.unique(at)
        last = self._last(np.array([row]))[:, 0]
        seat_prices = np.append(np.unique(gain), 0.0)
        above = np.zeros((len(here), len(seat_prices)))
        np.add.at(above, np.searchsorted(here, at), np.maximum(0.0, gain[:, None] - seat_prices) * persons[:, None])
        most = min(self.max_pickups, len(here))
        for _ in range(2):
            legs = self.legs[np.ix_(here, here)]
            nearest = (legs + np.where(np.eye(len(here), dtype=bool), np.inf, 0.0)).min(axis=0, initial=np.inf)
            before = np.minimum(self.first[here], nearest)
            needed = floor + self.fixed + float(last[here].min())
            kept = promising(above, seat_prices, self.room, before, most, needed)
            here, above = here[kept], above[kept]
            if not len(here):
                return None
        if count_sets(len(here), most) > MOST_SUBSETS:
            return self._long_route(slot, ranked, gains, last, strict=strict)
        subsets = all_subsets(len(here), most)
        costs = path_costs(subsets, self.first[here], self.legs[np.ix_(here, here)], last[here]) + self.fixed
        values = paid_at_most(subsets, above, seat_prices, self.room) - costs
        best = int(values.argmax())
        if values[best] <= floor:
            return None
        called = here[subsets.incidence[best] > 0]
        aboard, room, cost = list[tuple[int, int]](), self.room, float(costs[best])
        for i, v, n_there in zip(ranked.tolist(), at.tolist(), persons.tolist(), strict=True):
            take = min(room, int(n_there)) if v in called else 0
            if take:
                aboard.append((int(slot.flows[i]), take))
                cost += take * float(slot.hours[i])
                room -= take
        return float(values[best]), cost, tuple(sorted(aboard)), False

    def _long_route(self, slot: Slot, ranked: Ints, gains: Floats, last: Floats, *, strict: bool) -> Priced | None:
        """Likewise where there are too many sets of pick-ups: by loads, with few second calls forbidden at most."""
        worth: dict[int, list[tuple[float, int, int]]] = {}
        for i in ranked.tolist():
            flow = int(slot.flows[i])
            worth.setdefault(int(self.at[flow]), []).append((float(gains[i]), flow, int(self._persons[flow])))
        here = np.array(sorted(worth))
        table = concave_gains([worth[v] for v in here.tolist()], self.room)
        nothing = np.zeros((len(here), len(here)))
        problem = Spokes(
            table, self.first[here], self.legs[np.ix_(here, here)], nothing, last[here], nothing[0],
            self.fixed, 0.0, self.room, min(self.max_pickups, 2 * len(here)),
        )  # fmt: skip
        best = strict_route(problem, 0.0, CRITICAL if strict else 0)
        if best is None:
            return None
        stops = [int(here[i]) for i in best.places]
        cost = self.fixed + float(self.first[stops[0]] + last[stops[-1]])
        cost += sum(float(self.legs[a, b]) for a, b in pairwise(stops))
        aboard: dict[int, int] = {}
        hours = dict(zip(slot.flows.tolist(), slot.hours.tolist(), strict=True))
        for v, load in zip(stops, best.persons, strict=True):
            left = load
            for _, i, there in worth[v]:
                take = min(left, there)
                if take:
                    aboard[i] = aboard.get(i, 0) + take
                    cost += take * hours[i]
                left -= take
        return best.value, cost, tuple(sorted(aboard.items())), len(set(stops)) < len(stops)

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


def _no_way_back(worth: Floats, first: Floats, legs: Floats, last: Floats, stops: int) -> Floats:
    """The best walk of up to ``stops`` calls for each column of ``worth``, never straight back to where it came from.

    For each place the best two walks to it that came from different places are kept (Houck et al. 1980).
    """
    places = np.arange(len(worth))
    best, second = worth - first[:, None], np.full(worth.shape, -np.inf)
    before = np.full(worth.shape, -1)
    most = (best - last).max(axis=0)
    for _ in range(stops - 1):
        came_from_here = before[:, None, :] == places[None, :, None]
        step = np.where(came_from_here, second[:, None, :], best[:, None, :]) - legs[:, :, None]
        previous = step.argmax(axis=0)
        best = np.take_along_axis(step, previous[None], axis=0)[0] + worth
        np.put_along_axis(step, previous[None], -np.inf, axis=0)
        second = step.max(axis=0) + worth
        before = previous
        most = np.maximum(most, (best - last).max(axis=0))
    return np.asarray(most)


def _cuts(ready: int, reports: Sequence[int]) -> list[tuple[int, int]]:
    """Slots as (opens, closes): from the first ready time to the last report, cut at reports and every ``SLOT``."""
    low = min(ready, reports[0]) // SLOT * SLOT - 1
    ends = sorted({*reports, *range(low + SLOT, reports[-1], SLOT)})
    return list(pairwise([low, *ends]))


def _largest(values: Floats, most: int) -> Floats:
    """Sum of the ``most`` largest values of each column."""
    if len(values) <= most:
        return np.asarray(values.sum(axis=0))
    return np.asarray(np.partition(values, len(values) - most, axis=0)[len(values) - most :].sum(axis=0))


def _cost(rate: float, minutes: Floats, early: float, days: Floats) -> Floats:
    """CNY of so many minutes on the way and so many whole days of early arrival; ``inf`` minutes stay so."""
    finite = np.isfinite(minutes)
    return np.where(finite, rate * np.where(finite, minutes, 0.0) + early * np.maximum(0.0, days), np.inf)
