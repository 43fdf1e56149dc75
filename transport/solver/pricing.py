"""Pricing by dynamic programming: the trip that gains most at the master's prices.

States are (stops so far, last stop, load). A trip is built from its far end towards the hub, so that each leg knows
how many people are aboard and their hours can be charged exactly; one label a state is kept with the set of places it
has called at, which makes every route elementary and the search heuristic. Distribution trips are the same thing
with time reversed; a direct coach is a feeder whose hub is its first drop-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_PLACES = 62
"""Places in one pricing problem: the called-at sets are 64-bit words."""


@dataclass(frozen=True, slots=True)
class Spokes:
    """One pricing problem over n places; rates in CNY a km and a person-minute.

    ``gains[i, q]`` is what ``q`` persons at place i are worth (``-inf`` where there are not so many). ``first_cost``
    is paid for starting at i, ``last_cost`` for going from i to the hub, ``leg_cost`` between places; ``*_minutes``
    are the times that the people aboard spend on it, the dwell at i included.
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


@dataclass(frozen=True, slots=True)
class Route:
    """A priced route: place positions from the far end to the hub, persons at each, and what it is worth."""

    value: float
    places: tuple[int, ...]
    persons: tuple[int, ...]


def best_routes(
    problem: Spokes, wanted: int = 2, floor: float = 1e-6, *, elementary: bool = True
) -> list[Route]:
    """The best routes found that are worth more than ``floor``, best first, each ending at another place.

    With ``elementary`` no place is called at twice, at most ``MOST_PLACES`` are taken, and the search is heuristic.
    Without it routes may call again (and load the same people again), and the first route is the exact optimum.
    """
    n, most = problem.gains.shape
    capacity = problem.capacity
    if n == 0 or capacity <= 0:
        return []
    loads = np.arange(capacity + 1, dtype=np.float64)
    q_most = min(most - 1, capacity)
    rate = problem.minute_rate
    leg = problem.leg_cost[None] + rate * loads[:, None, None] * problem.leg_minutes[None]  # load, from, to
    last = problem.last_cost[None] + rate * loads[:, None] * problem.last_minutes[None]
    value = np.full((capacity + 1, n), -np.inf)
    value[1 : q_most + 1] = (problem.gains[:, 1 : q_most + 1] - problem.first_cost[:, None]).T - problem.fixed
    bits = np.uint64(1) << np.arange(n, dtype=np.uint64) if elementary else np.zeros(n, dtype=np.uint64)
    called = np.where(np.isfinite(value), bits[None, :], np.uint64(0))
    layers: list[tuple[NDArray[np.int16], NDArray[np.int16]]] = []
    ends: list[tuple[float, int, int, int]] = []
    for depth in range(problem.max_stops):
        final = value - last
        for place in np.argsort(-final.max(axis=0), kind="stable")[: wanted + 2]:
            q = int(final[:, place].argmax())
            if final[q, place] > floor:
                ends.append((float(final[q, place]), depth, int(place), q))
        if depth + 1 == problem.max_stops:
            break
        value, called, steps = _extend(problem, value, called, leg, bits, q_most)
        layers.append(steps)
        if not np.isfinite(value).any():
            break
    ends.sort(key=lambda end: -end[0])
    routes, seen = [], set()
    for worth, depth, place, q in ends:
        if place in seen:
            continue
        seen.add(place)
        routes.append(_trace(layers, worth, depth, place, q))
        if len(routes) >= wanted:
            break
    return routes


def _extend(
    problem: Spokes, value: Floats, called: NDArray[np.uint64], leg: Floats, bits: NDArray[np.uint64], q_most: int
) -> tuple[Floats, NDArray[np.uint64], tuple[NDArray[np.int16], NDArray[np.int16]]]:
    """One stop more: the best predecessor of each (load, place), then the best number of people to take there."""
    step = value[:, :, None] - leg
    if bits.any():
        step[(called[:, :, None] & bits[None, None, :]) != 0] = -np.inf
    before = step.argmax(axis=1)
    arrived = np.take_along_axis(step, before[:, None, :], axis=1)[:, 0, :]
    sets = np.take_along_axis(called, before, axis=1) | bits[None, :]
    rows, n = value.shape
    taken = np.full((q_most, rows, n), -np.inf)
    for q in range(1, q_most + 1):
        taken[q - 1, q:] = arrived[: rows - q] + problem.gains[None, :, q]
    best = taken.argmax(axis=0)
    new = np.take_along_axis(taken, best[None], axis=0)[0]
    persons = best + 1
    source = np.maximum(np.arange(rows)[:, None] - persons, 0)
    columns = np.broadcast_to(np.arange(n)[None, :], (rows, n))
    new_called = np.where(np.isfinite(new), sets[source, columns], np.uint64(0))
    return new, new_called, (before[source, columns].astype(np.int16), persons.astype(np.int16))


def _trace(
    layers: list[tuple[NDArray[np.int16], NDArray[np.int16]]], worth: float, depth: int, place: int, q: int
) -> Route:
    places, persons = [], []
    for layer in range(depth - 1, -1, -1):
        before, taken = layers[layer]
        here = int(taken[q, place])
        places.append(place)
        persons.append(here)
        place, q = int(before[q, place]), q - here
    places.append(place)
    persons.append(q)
    return Route(worth, tuple(reversed(places)), tuple(reversed(persons)))
