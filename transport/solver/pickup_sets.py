"""The best few pick-ups of a direct coach, by trying every set of them at once: no village twice.

What a set is worth at a price of a seat is a dynamic programme over its paths (Held and Karp 1962, all sets of a size
in one step), back from the last pick-up. Whoever is picked up early rides along to the later ones: what the people of a
place pay above the price falls with the least minutes that are left from there. For any price the value, with the
price of all seats, is what a trip gains at the most; the least over prices is nearly exact.
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
    """All sets of one size of some places: their ``members``, and for each member as the one called at outside all
    others the row of the set ``without`` it a layer below and the ``legs`` between that set's members and it
    (positions in a flat table).
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


def with_time_left(gain: Floats, most: Floats, cost: Floats) -> Floats:
    """What people pay above their rides: ``gain`` above the best one, ``most`` above none, and no more than that less
    the ``cost`` of the minutes that are left.
    """
    return np.minimum(gain, most - cost)


@dataclass(frozen=True, slots=True)
class People:
    """Those who may board at each place, padded to equal width: CNY that a person pays for the best ride (``gain``),
    and for one of no minutes at all (``most``, which every minute lowers by ``rate``); the less of the two counts.
    """

    gain: Floats
    most: Floats
    persons: Floats
    rate: float

    def above(self, places: Ints, minutes: Floats, seat_price: float) -> Floats:
        """What the people of places pay above a price of a seat with so many minutes left."""
        each = with_time_left(self.gain[places], self.most[places], self.rate * minutes[..., None])
        return np.asarray((np.maximum(0.0, each - seat_price) * self.persons[places]).sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Places:
    """Places and who waits there. ``rides`` are the minutes from each to where all go, ``leg_minutes`` those from one
    to the next; ``first``, ``legs`` and ``last`` CNY of coming to a first one, between two, and from the last one on.
    """

    people: People
    rides: Floats
    leg_minutes: Floats
    first: Floats
    legs: Floats
    last: Floats


@dataclass(frozen=True, slots=True)
class Valued:
    """What all sets are worth at a price of a seat (:func:`values_in_time`), and in which orders."""

    values: Floats
    subsets: Subsets
    first: Floats
    back: Floats
    layers: tuple[Floats, ...]

    def order(self, best: int) -> tuple[int, ...]:
        """The places of a set in the order that is best."""
        depth = 0
        while best >= len(self.subsets.layers[depth].members):
            best -= len(self.subsets.layers[depth].members)
            depth += 1
        layer = self.subsets.layers[depth]
        place = int((self.layers[depth][best] - self.first[layer.members[best]]).argmax())
        order = [int(layer.members[best, place])]
        for below in range(depth - 1, -1, -1):
            legs = self.back[layer.legs[best, place]]
            best, layer = int(layer.without[best, place]), self.subsets.layers[below]
            place = int((self.layers[below][best] - legs).argmax())
            order.append(int(layer.members[best, place]))
        return tuple(order)


def values_in_time(subsets: Subsets, places: Places, seat_price: float, room: int) -> Valued:
    """What each set of some places is worth at the most.

    The minutes left are the least of any path, the value is that of the best one.
    """
    back, minutes_back = places.legs.T.ravel(), places.leg_minutes.T.ravel()
    layer = subsets.layers[0]
    minutes = places.rides[layer.members]
    value = places.people.above(layer.members, minutes, seat_price) - places.last[layer.members]
    layers = [value]
    for layer in subsets.layers[1:]:
        minutes = (minutes[layer.without] + minutes_back[layer.legs]).min(axis=2)
        value = (value[layer.without] - back[layer.legs]).max(axis=2)
        value += places.people.above(layer.members, minutes, seat_price)
        layers.append(value)
    first = places.first
    worth = [(value - first[layer.members]).max(axis=1) for value, layer in zip(layers, subsets.layers, strict=True)]
    return Valued(np.concatenate(worth) + seat_price * room, subsets, first, back, tuple(layers))
