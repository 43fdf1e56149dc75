"""Putting bundles into trips: the cheapest way for each batch of equal bundles, found by estimates and then built.

The chosen way is built exactly (``taking``) before it is taken, and the next best is tried where it cannot be. What
opening a trip or a unit costs is shared with those who are still waiting and could come along, by a share that the
search varies.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass

from transport.solver.direct_spots import DirectSpots
from transport.solver.problem import Problem
from transport.solver.reach import Reach, journey_floor
from transport.solver.solution import NOBODY, Solution, rider_cost
from transport.solver.spots import INF, Refusal, SpokeSpots
from transport.solver.stopwatch import COACH, COACH_LOOK, SERVICE_LOOK
from transport.solver.taking import Choice, Taker
from transport.solver.trips import TripFactory

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
        self.taker = Taker(problem, factory, self.spokes)
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
            refusal = self.taker.take(solution, tuple(taken), choice)
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
            self.problem.watch.spend(COACH_LOOK + COACH * len(solution.direct_trips))
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
        self.problem.watch.spend(SERVICE_LOOK)
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
