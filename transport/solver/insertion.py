"""Putting bundles into trips: the cheapest way for each batch of equal bundles, found by estimates and then built.

The chosen way is built exactly (timeline, fleet, seats) before it is taken, and the next best is tried where it
cannot be. What opening a trip or a unit costs is shared with those who are still waiting and could come along, by a
share that the search varies.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass

from transport.case import TripKind
from transport.solver.direct_spots import DirectSpot, DirectSpots
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.solution import NOBODY, Solution, Way, rider_cost
from transport.solver.spots import AT_HUB, INF, Refusal, SpokeSpots, Spot
from transport.solver.trips import Draft, TripFactory

MOST_TRIES = 12
"""Ways tried for one batch before it is left to tickets."""
NEAR = 30
"""Minutes of driving within which people may share a new vehicle."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How one round of insertion sees the opening of trips and units.

    ``neighbours``: share (0 to 1) of the waiting people nearby who are hoped to come along in a new vehicle.
    ``unit_fill``: share of a new unit's seats hoped to fill (higher: units are opened more easily).
    ``noise``: relative noise on prices, so that rounds differ.
    """

    neighbours: float = 0.5
    unit_fill: float = 0.85
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A way for bundles of a cell: CNY a person, the service (``NOBODY``: direct), its spots, and room for bundles."""

    price: float
    service: int
    first: Spot | None
    last: Spot | None
    direct: DirectSpot | None
    room: int


class Inserter:
    """Builds ways for waiting bundles in a solution.

    ``allowed_services`` restricts which services may be used (``None``: all), ``allow_direct`` whether direct trips
    may; ``stay_price`` replaces what staying costs a person (``None``: the ticket, or being left). Once ``over`` says
    so, a round ends early, and who has not been looked at stays.
    """

    def __init__(self, problem: Problem, reach: Reach, factory: TripFactory) -> None:
        self.problem, self.reach, self.factory = problem, reach, factory
        self.spokes = SpokeSpots(problem, reach, factory)
        self.directs = DirectSpots(problem, reach)
        self.hour = problem.costs.journey_hour / 60
        self.allowed_services: AbstractSet[int] | None = None
        self.allow_direct = True
        self.stay_price: float | None = None
        self.over: Callable[[], bool] = lambda: False
        self._near = self._neighbours()
        self._ranked: dict[int, list[tuple[float, int]]] = {}
        self._waiting_from: dict[int, int] = defaultdict(int)
        self._waiting_to: dict[int, int] = defaultdict(int)

    @contextmanager
    def restricted(self, services: AbstractSet[int] | None, *, direct: bool) -> Iterator[None]:
        """Only these services (``None``: all) and, if wanted, direct trips, until the block ends."""
        before = self.allowed_services, self.allow_direct
        self.allowed_services, self.allow_direct = services, direct
        try:
            yield
        finally:
            self.allowed_services, self.allow_direct = before

    def _neighbours(self) -> dict[int, list[int]]:
        p = self.problem
        ends = sorted({c.origin for c in p.cells} | {c.destination for c in p.cells})
        return {a: [b for b in ends if b != a and p.minutes[a][b] <= NEAR] for a in ends}

    # ---- the round

    def insert(self, solution: Solution, bundles: Iterable[int], mood: Mood, rng: random.Random) -> None:
        """Give each waiting bundle the cheapest way found; those with none cheaper than staying stay."""
        p = self.problem
        waiting: dict[int, list[int]] = defaultdict(list)
        for b in bundles:
            waiting[p.cell_of[b]].append(b)
        self._waiting_from, self._waiting_to = defaultdict(int), defaultdict(int)
        for c, batch in waiting.items():
            self._count(c, len(batch))
        order = list(waiting)
        rng.shuffle(order)
        style = rng.random()
        if style < 0.5:
            order.sort(key=lambda c: -self._waiting_from[p.cells[c].origin] * (1 + rng.random()))
        elif style < 0.75:
            order.sort(key=lambda c: (p.cells[c].destination, p.cells[c].origin))
        for c in order:
            if self.over():
                break
            self._place(solution, c, waiting[c], mood, rng)

    def _count(self, c: int, bundles: int) -> None:
        cell = self.problem.cells[c]
        self._waiting_from[cell.origin] += cell.size * bundles
        self._waiting_to[cell.destination] += cell.size * bundles

    def _hoped(self, waiting: dict[int, int], place: int, mood: Mood) -> float:
        """Persons hoped to share a new vehicle: those who wait at a place, and a share of those nearby."""
        return waiting[place] + mood.neighbours * sum(waiting[other] for other in self._near[place])

    def _place(self, solution: Solution, c: int, batch: list[int], mood: Mood, rng: random.Random) -> None:
        cell = self.problem.cells[c]
        stay = cell.fallback / cell.size if self.stay_price is None else self.stay_price
        hoped = (
            self._hoped(self._waiting_from, cell.origin, mood),
            self._hoped(self._waiting_to, cell.destination, mood),
        )
        refused: set[Refusal] = set()
        left = list(batch)
        while left and len(refused) < MOST_TRIES:
            choice = self._best(solution, c, len(left), hoped, mood, rng, refused)
            if choice is None or choice.price >= stay:
                break
            taken = left[: choice.room]
            refusal = self._commit(solution, tuple(taken), choice)
            if refusal is None:
                left = left[len(taken) :]
                self._count(c, -len(taken))
            else:
                refused.add(refusal)
        self._count(c, -len(left))

    # ---- the cheapest way

    def _best(
        self, solution: Solution, c: int, wanted: int, hoped: tuple[float, float], mood: Mood, rng: random.Random,
        refused: AbstractSet[Refusal],
    ) -> Choice | None:  # fmt: skip
        best: Choice | None = None
        best_price = INF
        for floor, s in self._services_by_price(c):
            if floor >= best_price:
                break
            if self.allowed_services is not None and s not in self.allowed_services:
                continue
            choice = self._connected(solution, c, s, wanted, hoped, mood, best_price, refused)
            if choice is not None:
                price = choice.price * (1 + mood.noise * (rng.random() - 0.5))
                if price < best_price:
                    best, best_price = choice, price
        if self.allow_direct:
            spot = self.directs.best(solution, c, wanted, min(hoped), best_price, refused)
            if spot is not None:
                price = spot.price(wanted, self.problem.cells[c].size)
                if price * (1 + mood.noise * (rng.random() - 0.5)) < best_price:
                    best = Choice(price, NOBODY, None, None, spot, min(wanted, spot.room))
        return best

    def _connected(
        self, solution: Solution, c: int, s: int, wanted: int, hoped: tuple[float, float], mood: Mood, below: float,
        refused: AbstractSet[Refusal],
    ) -> Choice | None:  # fmt: skip
        """The cheapest way by one service, if it can be had for less than ``below`` CNY a person."""
        cell = self.problem.cells[c]
        size, bundle = cell.size, cell.bundles[0]
        room = min(solution.seats_left(s) // size, wanted)
        if room <= 0:
            return None
        unit, unit_room = self._unit_price(solution, s, size, mood)
        price = rider_cost(self.problem, bundle, s) / size + unit
        room = min(room, unit_room)
        if price >= below:
            return None
        first = self.spokes.feeder(solution, cell.origin, s, bundle, room, hoped[0], refused)
        if first is None or price + first.price(room, size) >= below:
            return None
        room = min(room, first.room)
        last = self.spokes.distribution(solution, cell.destination, s, bundle, room, hoped[1], refused)
        if last is None:
            return None
        room = min(room, last.room)
        return Choice(price + first.price(room, size) + last.price(room, size), s, first, last, None, room)

    def _services_by_price(self, c: int) -> list[tuple[float, int]]:
        """The services a cell can use by what a person pays at the very least: the seat and the hours."""
        if c not in self._ranked:
            p, cell = self.problem, self.problem.cells[c]
            self._ranked[c] = sorted(
                (p.services[s].seat_cost + self.hour * journey_floor(self.reach, cell.origin, cell.destination, s), s)
                for s in self.reach.services_of[c]
            )
        return self._ranked[c]

    def _unit_price(self, solution: Solution, s: int, size: int, mood: Mood) -> tuple[float, int]:
        """CNY a person of the unit, and bundles that fit: nothing where bought units have seats, else a share."""
        p = self.problem
        run = p.service_run[s]
        capacity = p.run_capacity[run]
        spare = solution.units(run) * capacity - solution.run_persons[run]
        if spare >= size:
            return 0.0, spare // size
        service = p.services[s]
        cost = service.unit_cost + p.unit_escorts * (service.seat_cost + p.costs.escort)
        units = -(-(size - spare) // capacity)  # more than one only for a party larger than a unit
        return cost / (capacity * mood.unit_fill), (spare + units * capacity) // size

    # ---- taking a way

    def _commit(self, solution: Solution, taken: tuple[int, ...], choice: Choice) -> Refusal | None:
        """Build the way and take it; where it cannot be, what is to be refused from now on."""
        b = self.problem.bundles[taken[0]]
        if choice.direct is not None:
            ok = self._take_direct(solution, taken, choice.direct)
            return None if ok else choice.direct.refusal(b.origin, b.destination)
        p, s, first, last = self.problem, choice.service, choice.first, choice.last
        assert first is not None
        assert last is not None
        service_of = solution.service_of
        for t in taken:
            service_of[t] = s
        feeder = distribution = None
        refusal: Refusal | None = None
        first_number, before = NOBODY, solution.trips.get(first.trip)
        if first is not AT_HUB:
            feeder = self._changed(solution, "feeder", first, b.origin, taken, p.service_from[s])
            refusal = None if feeder is not None else first.refusal("feeder", s, b.origin)
            first_number = self._take(solution, first, feeder)  # out already when the other trip asks for a vehicle
        if last is not AT_HUB and refusal is None:
            distribution = self._changed(solution, "distribution", last, b.destination, taken, p.service_to[s])
            refusal = None if distribution is not None else last.refusal("distribution", s, b.destination)
        for t in taken:
            service_of[t] = NOBODY
        if refusal is None:
            way = Way(s, first_number, self._take(solution, last, distribution))
            for t in taken:
                solution.set_way(t, way)
        elif feeder is not None:
            self._give_back(solution, first_number, before)
        return refusal

    @staticmethod
    def _take(solution: Solution, spot: Spot, draft: Draft | None) -> int:
        if draft is None:
            return NOBODY
        if spot.trip == NOBODY:
            return solution.add_trip(draft)
        solution.replace_trip(spot.trip, draft)
        return spot.trip

    @staticmethod
    def _give_back(solution: Solution, number: int, before: Draft | None) -> None:
        if before is None:
            solution.remove_trip(number)
        else:
            solution.replace_trip(number, before)

    def _changed(
        self, solution: Solution, kind: TripKind, spot: Spot, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """The trip with the bundles in it, or ``None`` where that cannot be run or no vehicle is free."""
        if spot.trip == NOBODY:
            return self._new_trip(solution, kind, spot.offer, place, taken, hub)
        draft = solution.trips[spot.trip]
        own = slice(0, -1) if kind == "feeder" else slice(1, None)
        stops, loads = list(draft.stops[own]), list(draft.loads[own])
        if spot.join:
            loads[spot.position] += taken
        else:
            stops.insert(spot.position, place)
            loads.insert(spot.position, taken)
        made = self.factory.spoke(kind, draft.offer, hub, tuple(stops), tuple(loads), solution.service_of)
        return made if made is not None and solution.fleet_fits(made, spot.trip) else None

    def _new_trip(
        self, solution: Solution, kind: TripKind, offer: int, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """A new trip by the wanted offer, or by the cheapest other one that has a vehicle free."""
        p = self.problem
        need = sum(p.bundles[t].size for t in taken)
        others = [k for k, _ in self.spokes.radial(kind, place, hub) if k != offer and p.capacity(k, kind) >= need]
        for k in [offer, *others][:6]:
            made = self.factory.spoke(kind, k, hub, (place,), (taken,), solution.service_of)
            if made is not None and solution.fleet_fits(made):
                return made
        return None

    def _take_direct(self, solution: Solution, taken: tuple[int, ...], spot: DirectSpot) -> bool:
        b = self.problem.bundles[taken[0]]
        if spot.trip == NOBODY:
            made = self.factory.direct(spot.offer, (b.origin,), (taken,), (b.destination,))
        else:
            draft = solution.trips[spot.trip]
            picks, drops = list(draft.stops[: draft.pickups]), list(draft.stops[draft.pickups :])
            loads = list(draft.loads[: draft.pickups])
            if spot.pickup_join:
                loads[spot.pickup] += taken
            else:
                picks.insert(spot.pickup, b.origin)
                loads.insert(spot.pickup, taken)
            if not spot.drop_join:
                drops.insert(spot.drop, b.destination)
            made = self.factory.direct(spot.offer, tuple(picks), tuple(loads), tuple(drops))
        made = self.fit_in_time(solution, made, spot.trip)
        if made is None:
            return False
        number = spot.trip
        if number == NOBODY:
            number = solution.add_trip(made)
        else:
            solution.replace_trip(number, made)
        for t in taken:
            solution.set_way(t, Way(NOBODY, number, NOBODY))
        return True

    def fit_in_time(self, solution: Solution, draft: Draft | None, without: int) -> Draft | None:
        """The direct trip as it is where a vehicle is free then, else an earlier one for which there is one."""
        for _ in range(4):
            if draft is None or solution.fleet_fits(draft, without):
                return draft
            leaves, length = draft.timeline.leaves, draft.back - draft.timeline.leaves
            busy = [
                solution.trips[i].timeline.leaves
                for i in solution.by_offer.get(draft.offer, ())
                if i != without and solution.trips[i].timeline.leaves < draft.back
            ]
            n = draft.pickups
            draft = self.factory.direct(
                draft.offer,
                draft.stops[:n],
                draft.loads[:n],
                draft.stops[n:],
                leave_by=min(min(busy, default=leaves) - length, leaves - 60),
            )
        return None
