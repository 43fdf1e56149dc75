"""Direct coaches in the bound: every set of drop-offs is priced, unless it provably cannot pay.

For one offer and one set of drop-offs the best relaxed trip is a route over pick-ups (a dynamic programme, as for
feeders) whose last leg runs to the set by its cheapest order. Sets are left out while an upper bound on what their
people could pay stays below the cheapest trip: for any price m of a seat, a trip gains at most m times the seats plus
what the best few villages pay above m.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

import numpy as np

from transport.solver.flows import Flow
from transport.solver.pricing import Floats, Spokes, concave_gains, dear, over_any, strict_route
from transport.solver.problem import Problem
from transport.solver.reach import Reach

MOST_SETS = 12_000
"""Drop-off sets that are still enumerated; with more, coaches are cut into halves instead."""
MOST_ROUTES = 150
"""Trips of one offer taken into the master in a round."""
TRIFLE = 1e-6
"""Gains under this share of the cheapest trip are not looked for."""
CRITICAL = 5
"""Villages whose second call is forbidden in one pricing problem at most."""
SEAT_PRICES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Prices of a seat that the upper bound tries, as shares of the dearest person."""


def elapsed_floor(problem: Problem, offer: int, minutes: float) -> float:
    """Least minutes from pick-up to arrival over so many driving minutes, by the driver-hour rules alone.

    Each 24 h hold at most the drivers' minutes; stretches between rests are limited; and every 24 h hold a halt.
    """
    d = problem.rules.driving
    if not d.enabled or not math.isfinite(minutes):
        return minutes
    least = minutes
    if d.max_minutes_per_driver_24h:
        daily = d.max_minutes_per_driver_24h * problem.offers[offer].drivers
        full = max(0, math.ceil(minutes / daily - 1e-9) - 1)
        least = max(least, 1440 * full + minutes - full * daily)
    rests = 0
    if d.max_continuous_minutes:
        rests = max(0, math.ceil(minutes / d.max_continuous_minutes - 1e-9) - 1)
    halt = (d.halt_to - d.halt_from) % 1440 if d.halt_to != d.halt_from else 0
    for days in range(60):
        length = minutes + halt * days + d.rest_minutes * max(0, rests - days - 1 if halt else rests)
        if length < 1440 * (days + 1):
            return max(least, length, 1440.0 * days)
    return least


def count_sets(destinations: int, longest: int) -> int:
    """How many sets of one to ``longest`` destinations there are."""
    return sum(math.comb(destinations, size) for size in range(1, longest + 1))


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A relaxed direct trip: what it gains at the prices, its own cost in CNY, its slot, and persons by flow.

    ``again`` says that it calls at a village twice.
    """

    value: float
    cost: float
    slot: int
    persons: tuple[tuple[int, int], ...]
    again: bool


class DirectSets:
    """The relaxed direct trips of one offer, by drop-off set and slot.

    Slots cut time at the report times: the first drop-off of a trip of slot i is after report i - 1 and by report i,
    so it can carry those who report at i or later and are ready early enough. ``hours`` is what the hours of a
    flow's person cost at least, ``own[slot]`` the flows of a slot with it. ``windows`` are stretches of slots (first,
    last) in which one vehicle makes one trip at most.
    """

    def __init__(self, problem: Problem, reach: Reach, offer: int, flows: Sequence[Flow]) -> None:
        self.problem, self.offer, self.flows = problem, offer, flows
        p, o = problem, problem.offers[offer]
        km, base = p.closure_km, p.offer_base[offer]
        rides = self._rides(reach)
        self.slots = sorted({flows[i].report for i in rides})
        self.hours = {i: p.costs.journey_hour / 60 * ride for i, ride in rides.items()}
        self.own = [self._slot(rides, slot) for slot in range(len(self.slots))]
        self.starts = sorted({flows[i].origin for i in rides})
        self.ends = sorted({flows[i].destination for i in rides})
        self._start = {place: n for n, place in enumerate(self.starts)}
        self._end = {place: n for n, place in enumerate(self.ends)}
        self.windows: list[tuple[int, int]] = []
        self.least = math.inf
        if not rides:
            return
        shortest = min(float(p.closure_minutes[flows[i].origin, flows[i].destination]) for i in rides)
        days = math.ceil(elapsed_floor(p, offer, shortest) / 1440)
        self.fixed = o.fixed_cost + o.day_cost * days + p.costs.escort * p.rules.escorts.direct
        limits, v, f = p.rules.max_stops, np.array(self.starts), np.array(self.ends)
        self.max_pickups = len(v) if limits.direct_pickup is None else int(limits.direct_pickup)
        longest = len(f) if limits.direct_dropoff is None else int(limits.direct_dropoff)
        back = o.empty_km_cost if o.returns_to_base else 0.0
        self.legs = dear(o.km_cost, km[np.ix_(v, v)])
        self.first = over_any(dear(o.empty_km_cost, km[base, v]), self.legs)
        trunk, between = dear(o.km_cost, km[np.ix_(v, f)]), dear(o.km_cost, km[np.ix_(f, f)])
        home = dear(back, km[f, base])
        self.sets, self.last = _cheapest_ends(trunk, between, home, min(longest, len(f)))
        self.member = np.zeros((len(f), len(self.sets)))
        for n, ends in enumerate(self.sets):
            self.member[list(ends), n] = 1.0
        self.cheapest = self.fixed + (self.first[None, :] + self.last).min(axis=1)
        self.least = float(self.cheapest.min())
        self.windows = self._windows(rides)

    def _rides(self, reach: Reach) -> dict[int, float]:
        """Least minutes from pick-up to arrival of each flow that the offer can serve at all."""
        p, offer, rides = self.problem, self.offer, {}
        for i, flow in enumerate(self.flows):
            minutes = float(p.closure_minutes[flow.origin, flow.destination])
            usable = offer in reach.direct_offers[flow.origin] and p.reaches(offer, flow.destination)
            if usable and math.isfinite(minutes) and flow.origin != flow.destination:
                ride = elapsed_floor(p, offer, minutes) + p.dwell[flow.origin]
                if flow.ready + ride <= flow.report:
                    rides[i] = ride
        return rides

    def _slot(self, rides: dict[int, float], slot: int) -> list[tuple[int, float]]:
        """Flows that a trip of a slot can carry. Everybody is picked up before the first drop-off, and everybody
        arrives after it, so that reports bound it from above and the ready times of the pick-ups from below.
        """
        rate, arrive = self.problem.costs.journey_hour / 60, self.slots[slot]
        soonest = {v: self._first_drop(v, rides) for v in {self.flows[i].origin for i in rides}}
        return [
            (i, rate * ride)
            for i, ride in rides.items()
            if self.flows[i].report >= arrive and self.flows[i].ready + soonest[self.flows[i].origin] <= arrive
        ]

    def _first_drop(self, origin: int, rides: dict[int, float]) -> float:
        """Least minutes from a pick-up to the first drop-off, which may be anybody's."""
        p = self.problem
        minutes = min(float(p.closure_minutes[origin, self.flows[i].destination]) for i in rides)
        return elapsed_floor(p, self.offer, minutes) + p.dwell[origin]

    def _windows(self, rides: dict[int, float]) -> list[tuple[int, int]]:
        """Stretches of slots in which one vehicle makes one trip: shorter than the way home, out and to a drop-off."""
        base, minutes = self.problem.offer_base[self.offer], self.problem.closure_minutes
        again = min(self._first_drop(self.flows[i].origin, rides) for i in rides)
        again += min(float(minutes[self.flows[i].destination, base]) for i in rides)
        again += min(float(minutes[base, self.flows[i].origin]) for i in rides)
        windows: list[tuple[int, int]] = []
        for first in range(len(self.slots)):
            opening = self.slots[first - 1] if first else -math.inf
            last = first
            while last + 1 < len(self.slots) and self.slots[last + 1] - opening <= again:
                last += 1
            inside = self.slots[last] - opening <= again
            if inside and (not windows or windows[-1][1] < last):
                windows.append((first, last))
        return windows

    def price(
        self, prices: Sequence[float], vehicles: Sequence[float], most: int, *, exact: bool, strict: bool
    ) -> tuple[list[DirectRoute], float]:
        """The best trips at the flows' prices and a vehicle's by slot, and a proven bound on what any trip gains.

        The ``most`` most promising (slot, set) are priced, or with ``exact`` all that might gain. With ``strict``
        second calls at a village are forbidden where they would pay.
        """
        gains: list[dict[int, float]] = []
        promising: list[tuple[float, int, int]] = []
        bound = 0.0
        for slot, own in enumerate(self.own):
            gains.append({i: prices[i] - cost for i, cost in own if prices[i] > cost})
            if not gains[slot]:
                continue
            upper = self._upper(gains[slot]) - self.cheapest - vehicles[slot]
            worth = np.flatnonzero(upper > TRIFLE * self.least)
            bound = TRIFLE * self.least
            promising += [(-float(upper[n]), slot, int(n)) for n in worth]
        promising.sort()
        routes: list[DirectRoute] = []
        for _, slot, n in promising[: len(promising) if exact else most]:
            route = self._route(n, slot, gains[slot], vehicles[slot], strict)
            if route is not None:
                routes.append(route)
                bound = max(bound, route.value)
        if not exact and len(promising) > most:
            bound = max(bound, -promising[most][0])
        routes.sort(key=lambda route: -route.value)
        return routes[:MOST_ROUTES], bound

    def _upper(self, gains: dict[int, float]) -> Floats:
        """For each set, what its people could pay at the very most in one coach."""
        room = self.problem.capacity(self.offer, "direct")
        dearest = max(gains.values())
        upper = np.full(len(self.sets), np.inf)
        stops = min(self.max_pickups, len(self.starts))
        for share in SEAT_PRICES:
            seat = share * dearest
            table = np.zeros((len(self.starts), len(self.ends)))
            for i, gain in gains.items():
                if gain > seat:
                    flow = self.flows[i]
                    table[self._start[flow.origin], self._end[flow.destination]] += (gain - seat) * flow.persons
            paid = table @ self.member
            best = np.partition(paid, len(self.starts) - stops, axis=0)[len(self.starts) - stops :].sum(axis=0)
            upper = np.minimum(upper, seat * room + best)
        return upper

    def _route(self, n: int, slot: int, gains: dict[int, float], vehicle: float, strict: bool) -> DirectRoute | None:
        room, ends = self.problem.capacity(self.offer, "direct"), set(self.sets[n])
        worth: dict[int, list[tuple[float, int, int]]] = {}
        for i, gain in gains.items():
            flow = self.flows[i]
            if self._end[flow.destination] in ends:
                worth.setdefault(self._start[flow.origin], []).append((gain, i, flow.persons))
        at = np.array(sorted(worth))
        for options in worth.values():
            options.sort(key=lambda option: -option[0])
        table = concave_gains([worth[v] for v in at.tolist()], room)
        nothing = np.zeros((len(at), len(at)))
        problem = Spokes(
            table, self.first[at], self.legs[np.ix_(at, at)], nothing, self.last[n][at], nothing[0],
            self.fixed + vehicle, 0.0, room, min(self.max_pickups, 2 * len(at)),
        )  # fmt: skip
        best = strict_route(problem, 0.0, CRITICAL if strict else 0)
        if best is None:
            return None
        stops = [int(at[i]) for i in best.places]
        cost = self.fixed + float(self.first[stops[0]] + self.last[n][stops[-1]])
        cost += sum(float(self.legs[a, b]) for a, b in pairwise(stops))
        aboard: dict[int, int] = {}
        journeys = dict(self.own[slot])
        for v, load in zip(stops, best.persons, strict=True):
            left = load
            for _, i, there in worth[v]:
                take = min(left, there)
                if take:
                    aboard[i] = aboard.get(i, 0) + take
                    cost += take * journeys[i]
                left -= take
        return DirectRoute(best.value, cost, slot, tuple(sorted(aboard.items())), len(set(stops)) < len(stops))


def _cheapest_ends(trunk: Floats, between: Floats, home: Floats, longest: int) -> tuple[list[tuple[int, ...]], Floats]:
    """All sets of up to ``longest`` ends, and the cheapest way from each start over all of a set and home."""
    count = trunk.shape[1]
    sets: list[tuple[int, ...]] = []
    tables = []
    for size in range(1, longest + 1):
        chosen = np.array(list(combinations(range(count), size)))
        best = np.full((len(chosen), size), np.inf)
        for order in permutations(range(size)):
            length = home[chosen[:, order[-1]]].copy()
            for a, b in pairwise(order):
                length += between[chosen[:, a], chosen[:, b]]
            best[:, order[0]] = np.minimum(best[:, order[0]], length)
        ways = trunk[:, chosen] + best[None]
        tables.append(ways.min(axis=2).T)
        sets += [tuple(int(f) for f in ends) for ends in chosen]
    return sets, np.concatenate(tables)
