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

from transport.solver.direct_past import PastWorth
from transport.solver.direct_roads import build_roads
from transport.solver.direct_routes import PricedRoute, Towards, best_route
from transport.solver.direct_slots import Slot, Slots, build_slots
from transport.solver.direct_uppers import Asked, Uppers, WalkKey
from transport.solver.drop_sets import DropSets
from transport.solver.flows import Flow
from transport.solver.full_loads import brought_together, people_at
from transport.solver.pricing import Floats
from transport.solver.problem import Problem
from transport.solver.reach import Reach

MOST_SETS = 3_000
"""Drop-off sets that are still enumerated; with more, coaches are cut into halves instead."""
MOST_ROUTES = 150
"""Trips of one offer taken into the master in a round."""
HOT = 0.25
"""Gains under such a share of the best trip's of any slot are not looked for; where a bound is wanted, it is taken to
be as large in all slots.
"""
NOTHING, SMALLEST = 0.5, 1e-6
"""CNY that a trip may gain by the digits of prices at which none gains, or that share of what a full one is paid."""
LESSER = 0.5
"""Share of what the best trip of a slot gains from which others are taken along."""
ROUTE_S = 4e-3
"""Seconds of pricing one set, as measured."""


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


class DirectSets:
    """The relaxed direct trips of one offer, by slot and drop-off set; none where nobody can use it."""

    def __init__(self, problem: Problem, reach: Reach, offer: int, flows: Sequence[Flow], sets: DropSets) -> None:
        self.problem, self.offer, self.sets = problem, offer, sets
        self.rate = problem.costs.journey_hour / 60
        self._slots = Slots((), 0.0, 0)
        self._routes_s = 0.0
        usable = [i for i, flow in enumerate(flows) if self._possible(reach, flow)]
        self.room = self._most_aboard([flows[i] for i in usable])
        if usable:
            self.roads = build_roads(problem, offer, flows, usable, sets, self.room)
            self._slots = build_slots(problem, offer, flows, usable, sets, self.roads)
            self.least = float(self.roads.cheapest.min())
            self._hot = np.zeros(len(self.slots))
            self._persons = np.array([float(flow.persons) for flow in flows])
            self._uppers = Uppers(self.roads, sets, self._persons, self.rate, self.room)
            self._past = PastWorth(self.slots, sets, self.roads.to, self._persons, self.room)

    def _possible(self, reach: Reach, flow: Flow) -> bool:
        p, k = self.problem, self.offer
        return (
            "direct" not in flow.barred
            and k in reach.direct_offers[flow.origin]
            and p.reaches(k, flow.destination)
            and flow.origin != flow.destination
            and math.isfinite(p.closure_minutes[flow.origin, flow.destination])
        )

    def _most_aboard(self, usable: Sequence[Flow]) -> int:
        """Most people on a trip: its seats, or whom its stops bring together."""
        p, stops, sizes = self.problem, self.problem.rules.max_stops, [flow.persons for flow in usable]
        starts = people_at([flow.origin for flow in usable], sizes, len(p.places))
        ends = people_at([flow.destination for flow in usable], sizes, len(p.places))
        together = (brought_together(starts, stops.direct_pickup), brought_together(ends, stops.direct_dropoff))
        return int(min(p.capacity(self.offer, "direct"), *(side.max() for side in together)))

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

    def take_for_idle(self, prices: Floats, vehicles: Floats) -> None:
        """Know, unlooked, that no trip gains at prices of ``seat_bound`` (of the flows, and of a vehicle by moment)."""
        paid, nothing = _summed(vehicles), max(NOTHING, SMALLEST * float(prices.max(initial=0.0)) * self.room)
        self._past.go_to(prices)
        for n, slot in enumerate(self.slots):
            self._past.note(n, self._past.at_most(n), paid[slot.out[1]] - paid[slot.out[0]] + nothing)

    @property
    def worked_s(self) -> float:
        """Seconds of pricing so far, counted by what was done."""
        return self._routes_s + (self._uppers.worked_s if self.slots else 0.0)

    # ---- pricing

    def price(
        self, prices: Floats, vehicles: Floats, most: int, *, fine: bool, strict: bool, trifle: float, met: float = 0.0
    ) -> Generator[None, None, tuple[list[DirectRoute], Floats]]:
        """The best trips at the flows' prices and a vehicle's by moment, and by slot a bound on any trip's gain (proven
        where ``fine``), with a pause after each slot.

        In each slot the ``most`` most promising sets are priced exactly, those left out that cannot gain more than what
        was found, nor than ``trifle`` or what was ``met`` elsewhere, both as a share of the cheapest trip; ``fine``
        takes pains over what they may gain.
        With ``strict`` second calls at a village are forbidden where they would pay.
        """
        paid, little, enough = _summed(vehicles), max(trifle, HOT * met) * self.least, max(trifle, met) * self.least
        known: dict[tuple[int, int, int], tuple[float, PricedRoute | None]] = {}
        walks: dict[int, dict[WalkKey, float]] = {}
        bounds, routes = np.zeros((len(self.slots), self.sets.count)), list[DirectRoute]()
        self._past.go_to(prices)
        for n in np.argsort(-self._hot, kind="stable").tolist():
            slot = self.slots[n]
            vehicle, before = paid[slot.out[1]] - paid[slot.out[0]], self._past.at_most(n)
            asked = Asked(slot, prices, vehicle, little, before - vehicle)
            alike = self._kind(slot, prices)
            hopes, found = self._uppers.hopes(asked, walks.setdefault(alike, {}), fine=fine), 0.0
            for rank, i in enumerate(hopes.open.tolist()):
                if rank >= most or hopes.upper[i] <= max(found, enough):
                    break
                row, root, price = int(slot.sets[hopes.rows[i]]), int(hopes.roots[i]), float(vehicle[hopes.rows[i]])
                key, floor = (alike, row, root), price + max(little, LESSER * found)
                if key not in known or (known[key][1] is None and known[key][0] > floor):
                    seat_price = float(hopes.seats[i])
                    known[key] = floor, self._route(slot, row, root, seat_price, prices, floor, strict=strict)
                beaten, route = known[key]
                hopes.upper[i] = min(hopes.upper[i], (beaten if route is None else route.upper) - price)
                if route is not None and route.value > price:
                    out = (int(slot.out[0][hopes.rows[i]]), int(slot.out[1][hopes.rows[i]]))
                    routes.append(DirectRoute(route.value - price, route.cost, out, route.persons, route.again))
                    found = max(found, route.value - price)
            asked.learn(hopes)
            self._past.note(n, before, asked.upper + vehicle)
            bounds[n] = self.sets.greatest(slot.sets, np.maximum(0.0, asked.upper))
            little, enough = max(little, HOT * found), max(enough, found if fine else HOT * found)
            yield
        self._hot = bounds.max(axis=1, initial=0.0)
        routes.sort(key=lambda route: -route.value)
        return routes[:MOST_ROUTES], bounds

    @staticmethod
    def _kind(slot: Slot, prices: Floats) -> int:
        """Slots of one kind have the same best trips to every set."""
        paid = prices[slot.flows]
        return hash(
            (slot.flows.tobytes(), paid.tobytes(), slot.own.tobytes(), slot.after.tobytes(), slot.rides.tobytes())
        )

    def _route(
        self, slot: Slot, row: int, root: int, seat_price: float, prices: Floats, floor: float, *, strict: bool
    ) -> PricedRoute | None:
        """The best trip of a slot to one set, first to one of it, that is worth more than ``floor``."""
        first_end = int(self.sets.ends[row, root])
        self._routes_s += ROUTE_S
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
        """Prices at which no trip gains: where trips of a slot to an end gain g, and a trip with somebody aboard costs
        c at least, what he pays above his hours is divided by 1 + g / c.
        """
        lowered, roads = prices.copy(), self.roads
        for slot, gain in zip(self.slots, gains, strict=True):
            paid, at, to = prices[slot.flows] - slot.hours, roads.at[slot.flows], roads.to[slot.flows]
            shares = gain[to] / np.maximum(roads.seats[at, to] * self.room, 1e-9)
            cut = np.where(paid > 0, slot.hours + paid / (1 + shares), prices[slot.flows])
            lowered[slot.flows] = np.minimum(lowered[slot.flows], cut)
        return lowered


def _summed(vehicles: Floats) -> Floats:
    """What a vehicle costs up to each moment."""
    return np.concatenate([[0.0], np.cumsum(vehicles)])
