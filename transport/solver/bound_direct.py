"""Direct coaches in the bound: every set of drop-offs is priced, unless it provably cannot pay.

For one offer, one stretch of time, one set of drop-offs and the first of them the best relaxed trip is found exactly
(``coach_tours``). Sets are left out while an upper bound on what their people could pay stays below the cheapest
trip: for any price m of a seat, a trip gains at most m times the seats plus what the best few villages pay above m.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.solver.areas import Areas, near_areas
from transport.solver.arrays import Floats, Ints
from transport.solver.coach_tours import QUICK_NODES
from transport.solver.direct_past import PastWorth
from transport.solver.direct_rivals import find_rivals
from transport.solver.direct_roads import build_roads
from transport.solver.direct_routes import DirectRoute, with_riders
from transport.solver.direct_slots import Known, Slot, Slots, build_slots
from transport.solver.drop_sets import DropSets, count_sets
from transport.solver.finer_sets import FinerSets, finer_sets
from transport.solver.flows import Flow
from transport.solver.full_loads import brought_together, people_at
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.set_pricing import Pairs, SetPricer

MOST_SETS = 200
"""Drop-off sets that are told apart at most: with more destinations, those near each other count as one."""
MOST_FINER = 2_500
"""Drop-off sets of smaller areas, of which they are made, at most: trips are looked for to these."""
MOST_ROUTES = 300
"""Trips of one offer taken into the master in a round."""
HOT, FINE = 0.1, 0.3
"""Gains under such a share of the best trip's of any slot are not looked for, and where a bound is wanted, which they
would hardly raise.
"""
NOTHING, SMALLEST = 0.5, 1e-6
"""CNY that a trip may gain by the digits of prices at which none gains, or that share of what a full one is paid."""
GLANCED = 120
"""Sets of a slot that are looked at where no bound is wanted."""
FLOWS_S = 1e-6
"""Seconds until something is proven by coaches that so many flows may use, to the power of three, as measured."""
SLOT_S, PAIR_S, STEP_S = 5e-4, 3.5e-6, 2e-9
"""Seconds of pricing a slot, a set of it with its first drop-off, and a step from one village to another, as measured.
"""


class Outing(NamedTuple):
    """A trip whose vehicle is out at the moments ``first`` to ``last`` - 1, and what it gains (CNY)."""

    first: int
    last: int
    gain: float


def most_gainful(trips: Iterable[Outing], moments: int) -> float:
    """The most that trips gain together of which no two are out at a moment; infinite where one is never out."""
    ending: dict[int, list[Outing]] = defaultdict(list)
    for trip in trips:
        if trip.last <= trip.first:
            return math.inf
        ending[trip.last].append(trip)
    best = [0.0] * (moments + 1)
    for moment in range(1, moments + 1):
        best[moment] = max([best[moment - 1], *(best[trip.first] + trip.gain for trip in ending[moment])])
    return best[moments]


class DirectSets:
    """The relaxed direct trips of one offer, by slot and drop-off set; none where nobody can use it.

    With ``seats_only`` they are not priced. Hours that are ``known`` from offers with the same rides are taken over.
    ``finer`` are the sets of smaller areas to which trips are looked for (``None``: the same).
    """

    def __init__(
        self, problem: Problem, reach: Reach, offer: int, flows: Sequence[Flow], areas: Areas, sets: DropSets,
        *, seats_only: bool = False, known: Known | None = None, finer: FinerSets | None = None,
    ) -> None:  # fmt: skip
        self.problem, self.offer, self.sets = problem, offer, sets
        self.rate = problem.costs.journey_hour / 60
        self._slots = Slots((), 0.0, 0)
        self.worked_s = 0.0
        usable = [i for i, flow in enumerate(flows) if self._possible(reach, flow)]
        self.room = self._most_aboard([flows[i] for i in usable])
        if usable:
            self.roads = self.finer_roads = build_roads(
                problem, offer, flows, usable, areas, sets, self.room, reach.rides
            )
            if finer is None:
                finer = finer_sets(areas, sets, areas, sets)
            else:
                self.finer_roads = build_roads(
                    problem, offer, flows, usable, finer.areas, finer.sets, self.room, reach.rides
                )
            known = None if seats_only else {} if known is None else known
            self._slots = build_slots(problem, offer, flows, usable, self.roads, finer.areas, known)
            self.least = float(self.roads.cheapest.min())
            self._hot = np.zeros(len(self.slots))
            self._persons = np.array([float(flow.persons) for flow in flows])
            self._seats = [np.zeros((len(slot.sets), sets.longest)) for slot in self.slots]
            self._larger = finer.larger
            self._pricer = SetPricer(self.roads, self.finer_roads, finer, self.rate, self.room)
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

    def moment(self, n: int) -> int:
        """The n-th moment at which vehicles are counted (minutes)."""
        return self._slots.moment(n)

    def areas_of(self, places: Iterable[int]) -> frozenset[int]:
        """The areas of some drop-offs."""
        return frozenset(self.roads.areas.of[np.searchsorted(self.roads.ends, list(places))].tolist())

    def take_for_idle(self, prices: Floats, vehicles: Floats) -> None:
        """Know, unlooked, that no trip gains at prices of ``seat_bound`` (of the flows, and of a vehicle by moment)."""
        paid, nothing = _summed(vehicles), max(NOTHING, SMALLEST * float(prices.max(initial=0.0)) * self.room)
        self._past.go_to(prices)
        for n, slot in enumerate(self.slots):
            self._past.note(n, self._past.at_most(n), slot.vehicles(paid)[0] + nothing)

    # ---- pricing

    def price(
        self,
        prices: Floats,
        vehicles: Floats,
        most: int,
        *,
        fine: bool,
        trifle: float,
        nodes: int = QUICK_NODES,
        besides: Floats | None = None,
        at_most: int | None = None,
        hot: float = HOT,
    ) -> Generator[None, None, tuple[list[DirectRoute], list[Floats]]]:
        """The best trips at the flows' prices and a vehicle's by moment, and by slot and set a bound on any trip's
        gain, with a pause after each slot.

        In each slot the ``most`` most promising sets are priced exactly, those left out that cannot gain more than what
        was found there, nor than ``trifle``, a share of the cheapest trip, nor much less than what was found in other
        slots (a share ``hot`` of it). Without ``fine`` only the few that were most promising before are looked at; of
        so many slots ``at_most``, those that may gain most at these prices (``None``: of all). Where another slot beats
        one, what is known of that does for both. ``besides`` is what a trip to each set costs besides (negative: less),
        by no more less than the cheapest trip costs; ``None``: nothing.
        """
        paid, enough, best = _summed(vehicles), trifle * self.least, 0.0
        routes, slots = list[DirectRoute](), range(len(self.slots))
        self._past.go_to(prices)
        before, worth = [self._past.at_most(n) for n in slots], [slot.vehicles(paid, besides) for slot in self.slots]
        vehicles_by_set = [vehicle for vehicle, _ in worth]
        upper = [known - vehicle for known, vehicle in zip(before, vehicles_by_set, strict=True)]
        hottest = self._hot if at_most is None else np.array([gain.max(initial=0.0) for gain in upper])
        order, left = np.argsort(-hottest, kind="stable").tolist(), math.inf if at_most is None else at_most
        for beaten in (False, True):
            wanted = self._still_wanted(upper, vehicles_by_set) if beaten else [by < 0 for by in self._rivals]
            for n in order:
                if left <= 0:
                    break
                rows = np.flatnonzero(wanted[n] & (upper[n] > enough))
                if not fine and len(rows) > GLANCED:
                    rows = rows[np.argsort(-upper[n][rows], kind="stable")[:GLANCED]]
                if len(rows):
                    left -= 1
                    found = self._price_slot(n, rows, prices, worth[n], upper[n], enough, most, nodes)
                    routes += found
                    best = max(best, *(route.value for route in found), 0.0)
                    enough = max(enough, hot * best)
                    yield
        for n in slots:
            self._past.note(n, before[n], upper[n] + vehicles_by_set[n])
        bounds = [np.maximum(0.0, gain) for gain in upper]
        self._hot = np.array([bound.max(initial=0.0) for bound in bounds])
        routes.sort(key=lambda route: -route.value)
        return routes[:MOST_ROUTES], bounds

    def _still_wanted(self, upper: list[Floats], vehicles: list[Floats]) -> list[NDArray[np.bool_]]:
        """By slot, the sets for which another slot beats it, but where vehicles cost more then; lowers what beaten ones
        gain at the most (``upper``) to what follows from the others.
        """
        gains, paid, wanted = np.concatenate(upper), np.concatenate(vehicles), []
        kept = np.repeat([float(slot.kept) for slot in self.slots], [len(own) for own in upper])
        for slot, own, vehicle, by in zip(self.slots, upper, vehicles, self._rivals, strict=True):
            beaten = by >= 0
            days = self.roads.day * np.ceil(np.maximum(0.0, kept[by] - slot.kept) / DAY)
            more = np.where(beaten, paid[by] + days - vehicle, 0.0)
            np.minimum(own, gains[by] + more, out=own, where=beaten)
            wanted.append(more > 0.0)
        return wanted

    @cached_property
    def _rivals(self) -> list[Ints]:
        return find_rivals(self.slots, self.sets, self._larger, self.roads.to)

    def _price_slot(
        self,
        n: int,
        rows: Ints,
        prices: Floats,
        vehicles: tuple[Floats, Ints],
        upper: Floats,
        enough: float,
        most: int,
        nodes: int,
    ) -> list[DirectRoute]:
        """The best trips of a slot to some of its sets; lowers what these gain at the most (``upper``, by set)."""
        slot, (vehicle, hours) = self.slots[n], vehicles
        picked, roots = np.nonzero(self.sets.ends[slot.sets[rows]] >= 0)
        pairs = rows[picked]
        costs, seats = self.roads.fixed + vehicle[pairs], self._seats[n][pairs, roots]
        asked = Pairs(slot.sets[pairs], roots, costs, seats, upper[pairs])
        priced = self._pricer.price(slot, prices, self._persons, asked, enough, most, nodes)
        self._seats[n][pairs, roots] = priced.seats
        self.worked_s += STEP_S * float(priced.steps[0]) + PAIR_S * float(priced.steps[1])
        gains = np.full(len(upper), -np.inf)
        np.maximum.at(gains, pairs, priced.upper)
        upper[rows] = np.minimum(upper[rows], gains[rows])
        found = []
        for trip in priced.found:
            pair = pairs[trip.n]
            cost, persons = with_riders(
                self.finer_roads, slot, trip.to, trip.tour, prices, self._persons, self.rate, self.room
            )
            out = slot.out_at(int(hours[pair]), int(pair))
            pickups = tuple(self.roads.starts[trip.tour].tolist())
            areas = tuple(area for area in self.sets.ends[slot.sets[pair]].tolist() if area >= 0)
            drops = self._drops(trip.to, persons)
            found.append(DirectRoute(trip.gain, cost, out, persons, pickups, drops, areas))
        return found

    def _drops(self, to: tuple[int, int], persons: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        """Where those aboard get off, smaller area by smaller area, by the nearest in each; of too many, where most
        people do.
        """
        p, roads, aboard = self.problem, self.finer_roads, Counter[int]()
        for flow, many in persons:
            aboard[int(roads.end[flow])] += many
        limit = p.rules.max_stops.direct_dropoff
        left = {end for end, _ in aboard.most_common(None if limit is None else int(limit))}
        drops = list[int]()
        for area in roads.sets.order(*to, roads.onward, roads.tails):
            inside = {int(roads.ends[end]) for end in left if roads.areas.of[end] == area}
            while inside:
                drops.append(
                    min(inside, key=lambda place: (p.closure_minutes[drops[-1], place] if drops else 0, place))
                )
                inside.remove(drops[-1])
        return tuple(drops)

    def repaired(
        self, prices: Floats, gains: Sequence[Floats], most: float, subsidy: float = 0.0
    ) -> tuple[Floats, float]:
        """Prices of the flows, and CNY of vehicles' prices besides, at which no trip gains that gains so much (by slot
        and set) at the ``prices``, where each costs less by no more than a ``subsidy`` below what the cheapest does.

        Where trips to an end gain g, and a trip with somebody aboard costs c at least, what he pays above his hours is
        divided by 1 + g / c, but by no more than 1 + ``most``. What trips gain then, their vehicles' prices must rise
        by while they are out: all these rises together are as much as the trips gain that one vehicle could make.
        """
        lowered, roads, trips = prices.copy(), self.roads, list[Outing]()
        for slot, gain in zip(self.slots, gains, strict=True):
            if not gain.any():
                continue
            paid, at, to = prices[slot.flows] - slot.hours, roads.at[slot.flows], roads.to[slot.flows]
            least = np.maximum(roads.seats[at, to] * self.room - subsidy, 1e-9)
            shares = np.minimum(self.sets.greatest(slot.sets, gain)[to] / least, most)
            cut = np.where(paid > 0, slot.hours + paid / (1 + shares), prices[slot.flows])
            lowered[slot.flows] = np.minimum(lowered[slot.flows], cut)
            if math.isfinite(most):
                cheapest = np.full(self.sets.count, np.inf)
                np.minimum.at(cheapest, to, least)
                trips += self._outings(slot, gain, most, self.sets.most(cheapest)[slot.sets])
        return lowered, self.problem.offers[self.offer].count * most_gainful(trips, self.moments)

    def _outings(self, slot: Slot, gain: Floats, most: float, cost: Floats) -> Iterator[Outing]:
        """When vehicles of a slot's trips are out, and what such trips, of that cost at least (infinite: somebody is
        missing for it), gain where prices are so much lower.
        """
        rows = np.flatnonzero(np.isfinite(cost) & (gain > 0.0))
        rows = rows[gain[rows] > most * cost[rows]]
        left = (gain[rows] - most * cost[rows]) / (1 + most)
        spans = np.stack([out[:, rows].reshape(-1) for out in slot.out])
        outs, which = np.unique(spans, axis=1, return_inverse=True)
        found = np.zeros(outs.shape[1])
        np.maximum.at(found, which.reshape(-1), np.tile(left, len(slot.out[0])))
        return (Outing(first, last, rest) for first, last, rest in zip(*outs.tolist(), found.tolist(), strict=True))


def first_bound_s(problem: Problem, reach: Reach, flows: Sequence[Flow]) -> float:
    """About the seconds until coaches are priced so often that something is proven."""
    if not problem.offers_by_kind["direct"]:
        return 0.0
    usable = sum("direct" not in flow.barred and bool(reach.direct_offers[flow.origin]) for flow in flows)
    return float(FLOWS_S * usable**3)


def direct_sets(problem: Problem, reach: Reach, flows: Sequence[Flow]) -> list[DirectSets]:
    """The coaches of all offers by sets of drop-off areas."""
    limit, offers = problem.rules.max_stops.direct_dropoff, problem.offers_by_kind["direct"]
    if not offers or not flows:
        return []
    ends = np.array(sorted({flow.destination for flow in flows}))
    km = problem.closure_km[np.ix_(ends, ends)]
    areas, sets = _told_apart(km, limit, MOST_SETS)
    finer = finer_sets(areas, sets, *_told_apart(km, limit, MOST_FINER)) if areas.merged else None
    known: Known = {}
    made = [DirectSets(problem, reach, k, flows, areas, sets, known=known, finer=finer) for k in offers]
    return [sets for sets in made if sets.slots]


def _told_apart(km: Floats, limit: float | None, most_sets: int) -> tuple[Areas, DropSets]:
    """As many areas as have no more than so many sets, and these; where there may be fewer, each is made of others."""
    most = next(n for n in range(len(km), 0, -1) if n == 1 or count_sets(n, _longest(n, limit)) <= most_sets)
    areas = near_areas(km, most)
    return areas, DropSets(areas.count, _longest(areas.count, limit))


def _longest(areas: int, limit: float | None) -> int:
    return areas if limit is None else min(areas, int(limit))


def _summed(vehicles: Floats) -> Floats:
    """What a vehicle is worth up to each moment."""
    return np.concatenate([[0.0], np.cumsum(vehicles)])
