"""The best few pick-ups of a direct coach, by trying every set of them at once: no village twice, seats exact.

What a set costs is the cheapest path over it (Held and Karp 1962, all sets of a size in one step). What its people pay
at most for so many seats is a small linear programme with one shared limit, whose dual is solved at one of the people's
own gains: the least over prices m of a seat of m times the seats plus all that is paid above m.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from transport.solver.drop_sets import Ints
from transport.solver.pricing import Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """All sets of one size of some places: their ``members``, and for each member as the last one the row of the set
    ``without`` it a layer below and the ``legs`` from that set's members to it (positions in a flat table).
    """

    members: Ints
    without: Ints
    legs: Ints


@dataclass(frozen=True, slots=True)
class Subsets:
    """All sets of one to so many of ``count`` places, by size, and the ``incidence`` (sets, places) of all of them."""

    count: int
    layers: tuple[Layer, ...]
    incidence: Floats


@lru_cache(maxsize=64)
def all_subsets(count: int, most: int) -> Subsets:
    """All sets of one to ``most`` of ``count`` places."""
    layers: list[Layer] = []
    below: Ints = np.zeros(0, dtype=np.int64)
    rows: Ints = below
    for size in range(1, min(count, most) + 1):
        members = np.array(list(combinations(range(count), size)), dtype=np.int64).reshape(-1, size)
        words = (1 << members).sum(axis=1)
        without, legs = np.zeros((len(members), 0), dtype=np.int64), np.zeros((len(members), size, 0), dtype=np.int64)
        if size > 1:
            without = rows[np.searchsorted(below, words[:, None] - (1 << members))]
            legs = layers[-1].members[without] * count + members[:, :, None]
        layers.append(Layer(members, without, legs))
        rows = np.argsort(words)
        below = words[rows]
    incidence = np.zeros((sum(len(layer.members) for layer in layers), count))
    start = 0
    for layer in layers:
        incidence[np.arange(start, start + len(layer.members))[:, None], layer.members] = 1.0
        start += len(layer.members)
    return Subsets(count, tuple(layers), incidence)


def path_costs(subsets: Subsets, first: Floats, legs: Floats, last: Floats) -> Floats:
    """The least cost of a path over each set: to its first place, from place to place, and from its last one on."""
    flat, costs = legs.ravel(), list[Floats]()
    paths = first[subsets.layers[0].members]
    for layer in subsets.layers:
        if layer.without.shape[1]:
            paths = (paths[layer.without] + flat[layer.legs]).min(axis=2)
        costs.append((paths + last[layer.members]).min(axis=1))
    return np.concatenate(costs)


def paid_at_most(subsets: Subsets, above: Floats, seat_prices: Floats, room: int) -> Floats:
    """What the people of each set pay at most for ``room`` seats.

    ``above[place, m]`` is what the people of a place pay in all above the m-th of the ``seat_prices``, which must
    contain 0 and all their gains for the result to be exact; with others it is an upper bound.
    """
    return np.asarray((subsets.incidence @ above + seat_prices * room).min(axis=1))


def promising(
    above: Floats, seat_prices: Floats, room: int, before: Floats, most: int, floor: float
) -> NDArray[np.bool_]:
    """The places that may be in a set of ``most`` worth more than ``floor``, each costing ``before`` at the least."""
    own = above - before[:, None]
    gains = np.maximum(own, 0.0)
    ranked = -np.sort(-gains, axis=0)
    best = ranked[: most - 1].sum(axis=0)
    least = ranked[most - 1] if most <= len(ranked) else np.zeros(gains.shape[1])
    # without the place itself, where it is among the best
    others = np.where(gains > least, best - gains + least, best)
    return np.asarray((own + others + seat_prices * room).min(axis=1) > floor)
