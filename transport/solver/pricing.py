"""Pricing by dynamic programming: the trip that gains most at the master's prices.

States are (stops so far, last stop, load). A trip is built from its far end towards the hub, so that each leg knows
how many people are aboard and their hours can be charged exactly; one label a state is kept with the set of places it
has called at, which makes every route elementary and the search heuristic. Distribution trips are the same thing
with time reversed; a direct coach is a feeder whose hub is its first drop-off.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from transport.compiled import compiled
from transport.solver.arrays import Floats, Ints

K = TypeVar("K")
Words = NDArray[np.uint64]
Shorts = NDArray[np.int16]
MOST_PLACES = 62
"""Places in one pricing problem: the called-at sets are 64-bit words."""
NOBODY_PAYS = 1e9
"""CNY that stand for no way: infinities would not subtract."""
STEP_S = 9e-10
"""Seconds a step of the programme over stops, places and loads, as measured."""
DOUBLED = 2.5
"""How much longer than the last a step takes that forbids one more second call, at the most."""


class Driving(NamedTuple):
    """Minutes of driving before the first place of a route, between places, to the hub, and in all at the most."""

    first: Floats
    legs: Floats
    last: Floats
    most: float

    @classmethod
    def unlimited(cls, places: int) -> Driving:
        """Driving that is never too long: nothing counts."""
        return cls(np.zeros(places), np.zeros((places, places)), np.zeros(places), 0.0)


@dataclass(frozen=True, slots=True)
class Spokes:
    """One pricing problem over n places; rates in CNY a km and a person-minute.

    ``gains[i, q]`` is what ``q`` persons at place i are worth (``-inf`` where there are not so many). ``first_cost``
    is paid for starting at i, ``last_cost`` for going from i to the hub, ``leg_cost`` between places; ``*_minutes``
    are the times that the people aboard spend on it, the dwell at i included. ``driving`` says how long a route may
    drive at the most, if that is limited.
    """

    gains: Floats
    first_cost: Floats
    leg_cost: Floats
    leg_minutes: Floats
    last_cost: Floats
    last_minutes: Floats
    fixed: float
    minute_rate: float
    capacity: int
    max_stops: int
    driving: Driving | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A priced route: place positions from the far end to the hub, persons at each, and what it is worth."""

    value: float
    places: tuple[int, ...]
    persons: tuple[int, ...]


def prices_between(before: Mapping[K, float], now: Mapping[K, float], share: float) -> dict[K, float]:
    """Prices that are for such a share those from before (0 where there were none), for the rest those of now."""
    return {key: share * before.get(key, 0.0) + (1 - share) * price for key, price in now.items()}


def dear(rate: float, amount: Floats) -> Floats:
    """Rate × amount; where the amount is infinite, a price that nobody pays, since infinities would not subtract."""
    finite = np.isfinite(amount)
    return np.where(finite, rate * np.where(finite, amount, 0.0), NOBODY_PAYS)


def charged(rate: float, amount: Floats) -> Floats:
    """Rate × amount, infinite amounts staying infinite at a rate of 0."""
    finite = np.isfinite(amount)
    return np.where(finite, rate * np.where(finite, amount, 0.0), np.inf)


def over_any(first_cost: Floats, leg_cost: Floats) -> Floats:
    """Least cost of reaching each place first among those that pay, a stop for others elsewhere before it allowed.

    Where empty km cost more than paid ones, an earlier stop makes the way cheaper.
    """
    return np.asarray(np.minimum(first_cost, (first_cost[:, None] + leg_cost).min(axis=0)))


def nearest(first_cost: Floats, leg_cost: Floats) -> Floats:
    """Least cost of reaching each place by itself: first of all, or from any other place."""
    apart = np.where(np.eye(len(leg_cost), dtype=bool), np.inf, leg_cost)
    return np.asarray(np.minimum(first_cost, apart.min(axis=0)))


def concave_gains(worth: Sequence[Sequence[tuple[float, object, int]]], capacity: int) -> Floats:
    """Concave values of 0, 1, 2, … persons at each place from (gain, whose, persons): the best payers first."""
    rows = [(i, gain, n) for i, options in enumerate(worth) for gain, _, n in options]
    at, gain, persons = zip(*sorted(rows, key=lambda row: -row[1]), strict=True)
    return concave(np.array(at), np.array(gain), np.array(persons), len(worth), capacity)


@compiled
def concave(at: Ints, gain: Floats, persons: Ints, places: int, capacity: int) -> Floats:
    """Concave values of 0, 1, 2, … persons at each place from people, the best payers first, and the places they are
    at (-1: at none of them).
    """
    there, most = np.zeros(places, np.int64), 0
    for r in range(len(at)):
        if at[r] >= 0:
            there[at[r]] += persons[r]
            most = max(most, there[at[r]])
    most = min(most, capacity)
    gains, taken = np.full((places, most + 1), -np.inf), np.zeros(places, np.int64)
    for r in range(len(at)):
        i = at[r]
        if i >= 0:
            for q in range(taken[i] + 1, min(taken[i] + persons[r], most) + 1):
                gains[i, q] = gain[r] + (gains[i, q - 1] if q > 1 else 0.0)
                taken[i] = q
    return gains


def best_routes(problem: Spokes, wanted: int = 2, floor: float = 1e-6, *, elementary: bool = True) -> list[Route]:
    """The best routes found that are worth more than ``floor``, best first, each ending at another place.

    With ``elementary`` no place is called at twice, at most ``MOST_PLACES`` are taken, and the search is heuristic.
    Without it routes may call again (and load the same people again) and drive for any time, and the first route is the
    exact optimum.
    """
    if len(problem.gains) == 0 or problem.capacity <= 0 or problem.max_stops < 1:
        return []
    driving = (problem.driving if elementary else None) or Driving.unlimited(len(problem.gains))
    return routes_of(_table(problem, driving), problem.max_stops, wanted, floor, elementary=elementary)


class Table(NamedTuple):
    """A pricing problem as compiled code reads it; ``spare`` are the minutes that may be driven until each place."""

    gains: Floats
    first_cost: Floats
    leg_cost: Floats
    leg_minutes: Floats
    last_cost: Floats
    last_minutes: Floats
    first_driven: Floats
    drives: Floats
    spare: Floats
    fixed: float
    rate: float
    capacity: int


def _table(problem: Spokes, driving: Driving) -> Table:
    whole = np.ascontiguousarray
    return Table(
        whole(problem.gains), whole(problem.first_cost), whole(problem.leg_cost), whole(problem.leg_minutes),
        whole(problem.last_cost), whole(problem.last_minutes), whole(driving.first), whole(driving.legs),
        whole(driving.most - driving.last), float(problem.fixed), float(problem.minute_rate), problem.capacity,
    )  # fmt: skip


def routes_of(table: Table, max_stops: int, wanted: int, floor: float, *, elementary: bool = True) -> list[Route]:
    """As :func:`best_routes`, of a problem with places, seats and stops."""
    n = len(table.gains)
    bits = np.uint64(1) << np.arange(n, dtype=np.uint64) if elementary else np.zeros(n, dtype=np.uint64)
    best, ends, layers = _programme(table, bits, max_stops)
    order = sorted((i for i in range(n) if best[i] > floor), key=lambda i: (-best[i], ends[0, i]))
    return [_trace(layers, float(best[i]), int(ends[0, i]), i, int(ends[1, i])) for i in order[:wanted]]


@compiled
def _programme(table: Table, bits: Words, max_stops: int) -> tuple[Floats, Shorts, Shorts]:
    """The whole programme: by last place the best route's worth, and how many stops before it and persons it has.

    The third are, by stops before, the place before and the persons taken for each (load, place).
    """
    rows, n = table.capacity + 1, len(bits)
    value, called, driven = np.full((rows, n), -np.inf), np.zeros((rows, n), np.uint64), np.zeros((rows, n))
    for i in range(n):
        for q in range(1, min(rows, table.gains.shape[1])):
            driven[q, i] = table.first_driven[i]
            if table.gains[i, q] > -np.inf and table.first_driven[i] <= table.spare[i]:
                value[q, i] = table.gains[i, q] - table.first_cost[i] - table.fixed
                called[q, i] = bits[i]
    best, ends = np.full(n, -np.inf), np.zeros((2, n), np.int16)
    layers = np.empty((2, max_stops - 1, rows, n), np.int16)
    for depth in range(max_stops):
        for q in range(1, rows):
            for i in range(n):
                worth = value[q, i] - (table.last_cost[i] + table.rate * q * table.last_minutes[i])
                if worth > best[i]:
                    best[i], ends[0, i], ends[1, i] = worth, depth, q
        if depth + 1 == max_stops or not np.any(value > -np.inf):
            break
        value, called, driven = _extend(value, called, driven, table, bits, layers[0, depth], layers[1, depth])
    return best, ends, layers


@compiled
def _extend(
    value: Floats, called: Words, driven: Floats, table: Table, bits: Words, before: Shorts, persons: Shorts
) -> tuple[Floats, Words, Floats]:
    """One stop more: the best predecessor of each (load, place) from which no more is ``driven`` so far than may be,
    then the best number of people to take there.

    Returns the values, the places called at and the minutes driven so far; ``before`` and ``persons`` become the place
    before and the persons taken.
    """
    leg_cost, leg_minutes, drives, spare, gains = (
        table.leg_cost, table.leg_minutes, table.drives, table.spare, table.gains
    )  # fmt: skip
    q_most = min(gains.shape[1] - 1, table.capacity)
    rows, n = value.shape
    arrived, come_from = np.full((rows, n), -np.inf), np.zeros((rows, n), np.int16)
    new, new_called, new_driven = np.full((rows, n), -np.inf), np.zeros((rows, n), np.uint64), np.zeros((rows, n))
    for q in range(rows):
        each = table.rate * q
        for i in range(n):
            if value[q, i] == -np.inf:
                continue
            here, been, far = value[q, i], called[q, i], driven[q, i]
            for j in range(n):  # written without branches, so that several are done at a time
                onward = here - (leg_cost[i, j] + each * leg_minutes[i, j])
                better = (
                    (onward > arrived[q, j])
                    & (been & bits[j] == 0)
                    & (far + drives[i, j] <= spare[j])
                    & (i != j)  # no second call in a row
                )
                arrived[q, j] = onward if better else arrived[q, j]
                come_from[q, j] = i if better else come_from[q, j]
    for j in range(n):
        most = q_most
        while most > 0 and gains[j, most] == -np.inf:
            most -= 1
        for q in range(1, rows):
            for taken in range(min(q, most), 0, -1):
                there = arrived[q - taken, j] + gains[j, taken]
                if there > new[q, j]:
                    new[q, j], before[q, j], persons[q, j] = there, come_from[q - taken, j], taken
            if new[q, j] > -np.inf:
                earlier, there = q - persons[q, j], before[q, j]
                new_called[q, j] = called[earlier, there] | bits[j]
                new_driven[q, j] = driven[earlier, there] + drives[there, j]
    return new, new_called, new_driven


def _trace(layers: Shorts, worth: float, depth: int, place: int, q: int) -> Route:
    places, persons = [], []
    for before, taken in zip(layers[0, depth - 1 :: -1], layers[1, depth - 1 :: -1], strict=True) if depth else ():
        here = int(taken[q, place])
        places.append(place)
        persons.append(here)
        place, q = int(before[q, place]), q - here
    places.append(place)
    persons.append(q)
    return Route(worth, tuple(reversed(places)), tuple(reversed(persons)))


def seconds_by_stops(places: int, stops: int, capacity: int) -> float:
    """About the seconds of such a programme."""
    return STEP_S * min(stops, places) * places * capacity * (places + capacity)


def strict_route(problem: Spokes, floor: float, most_critical: int = 5, until: float = math.inf) -> Route | None:
    """The best route worth more than ``floor`` in a relaxation that forbids second calls where they happen.

    Decremental state-space relaxation (Righini and Salani 2008): the exact programme that may call again is solved;
    places that its best route calls at twice become critical, their having been called at becomes part of the
    state, and so on, up to ``most_critical`` of them, and as long as the next step, which takes some twice as long as
    the last, would end before ``until`` (monotonic clock). What it returns bounds every elementary route from above,
    and is one itself unless a limit was reached.
    """
    critical: list[int] = []
    while True:
        began = time.monotonic()
        route = _critical_route(problem, critical, floor)
        ended = time.monotonic()
        if route is None or len(critical) >= most_critical or ended + DOUBLED * (ended - began) > until:
            return route
        again = [place for place in dict.fromkeys(route.places) if route.places.count(place) > 1]
        if not again:
            return route
        critical += again[: max(1, most_critical - len(critical))]


def _critical_route(problem: Spokes, critical: list[int], floor: float) -> Route | None:
    """The best route that calls at each critical place at most once."""
    n, most = problem.gains.shape
    capacity = problem.capacity
    if n == 0 or capacity <= 0 or problem.max_stops < 1:
        return None
    sets, bit = 1 << len(critical), {place: 1 << i for i, place in enumerate(critical)}
    free = np.array([place for place in range(n) if place not in bit], dtype=np.int64)
    loads = np.arange(capacity + 1, dtype=np.float64)
    q_most, rate = min(most - 1, capacity), problem.minute_rate
    nowhere, bits = np.zeros((capacity + 1, n), dtype=np.uint64), np.zeros(n, dtype=np.uint64)
    driven, driving = np.zeros((capacity + 1, n)), Driving.unlimited(n)
    table = _table(problem, driving)
    last = problem.last_cost[None] + rate * loads[:, None] * problem.last_minutes[None]
    value = np.full((sets, capacity + 1, n), -np.inf)
    first = (problem.gains[:, 1 : q_most + 1] - problem.first_cost[:, None]).T - problem.fixed
    for place in range(n):
        value[bit.get(place, 0), 1 : q_most + 1, place] = first[:, place]
    layers = []
    best: tuple[float, int, int, int, int] = (floor, -1, 0, 0, 0)
    for depth in range(problem.max_stops):
        final = value - last[None]
        at = int(final.argmax())
        worth = float(final.flat[at])
        if worth > best[0]:
            where = np.unravel_index(at, final.shape)
            best = (worth, depth, int(where[0]), int(where[1]), int(where[2]))
        if depth + 1 == problem.max_stops or not np.isfinite(value).any():
            break
        new = np.full_like(value, -np.inf)
        back = np.zeros((3, *value.shape), dtype=np.int16)
        for s in range(sets):
            if not np.isfinite(value[s]).any():
                continue
            before, persons = np.zeros((2, *nowhere.shape), np.int16)
            extended, _, _ = _extend(value[s], nowhere, driven, table, bits, before, persons)
            for columns, target in ((free, s), *((np.array([c]), s | b) for c, b in bit.items() if not s & b)):
                better = extended[:, columns] > new[target][:, columns]
                rows, picked = np.nonzero(better)
                cells = (rows, columns[picked])
                new[target][cells] = extended[cells]
                back[0, target][cells] = s
                back[1, target][cells] = before[cells]
                back[2, target][cells] = persons[cells]
        value = new
        layers.append(back)
    worth, depth, s, q, place = best
    if depth < 0:
        return None
    places, loaded = [place], []
    for layer in reversed(layers[:depth]):
        here = int(layer[2, s, q, place])
        loaded.append(here)
        s, place, q = int(layer[0, s, q, place]), int(layer[1, s, q, place]), q - here
        places.append(place)
    loaded.append(q)
    return Route(worth, tuple(reversed(places)), tuple(reversed(loaded)))
