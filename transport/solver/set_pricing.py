"""Direct coaches of one slot priced set by set: glances at sets of larger areas, then at what promising ones are made
of, and a look at the most promising of these.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transport.solver.arrays import Floats, Ints
from transport.solver.coach_tours import QUICK_NODES, Crowd, Land, crowd_of, glance_at, land_of, look_at, to_larger
from transport.solver.direct_roads import Roads
from transport.solver.direct_slots import Slot
from transport.solver.finer_sets import FinerSets

FIRST, GROWTH = 12, 3
"""Sets that are looked into together first, and how many times as many follow each time."""
BEST = 0.9
"""Gains under such a share of the best trip's of the slot are not looked for where a bound is wanted."""


class Pairs(NamedTuple):
    """Drop-off sets (``rows``), positions in these of what comes first (``roots``), CNY of a vehicle there that nobody
    rides, the price of a seat to begin at (0: not known), and the most that a trip is known to gain.
    """

    rows: Ints
    roots: Ints
    costs: Floats
    seats: Floats
    upper: Floats

    def of(self, which: Ints) -> Pairs:
        """Some of them."""
        return Pairs(self.rows[which], self.roots[which], self.costs[which], self.seats[which], self.upper[which])


class Found(NamedTuple):
    """The best trip found to the n-th pair: CNY it gains, to which set of smaller areas (row, and position of the first
    of them) it goes, and over which pick-ups in their order (positions among the starts).
    """

    gain: float
    n: int
    to: tuple[int, int]
    tour: list[int]


class Priced(NamedTuple):
    """By pair the most that a trip gains and the price of a seat that proved best, the trips found that gain anything,
    and what it took: steps from one village to another, and glances.
    """

    upper: Floats
    seats: Floats
    found: list[Found]
    steps: Floats


class SetPricer:
    """Prices trips of an offer to sets of larger areas (``roads``) by what these are made of (``finer``, whose roads
    are ``finer_roads``); a minute costs each person ``rate`` CNY, there are ``room`` seats.
    """

    def __init__(self, roads: Roads, finer_roads: Roads, finer: FinerSets, rate: float, room: int) -> None:
        self._roads, self._finer_roads, self._finer = roads, finer_roads, finer
        self.land, self.finer_land = land_of(roads, rate, room), land_of(finer_roads, rate, room)

    def price(
        self, slot: Slot, prices: Floats, persons: Floats, pairs: Pairs, enough: float, most: int, nodes: int
    ) -> Priced:
        """Price trips of a slot to some sets at the prices of the flows, of so many ``persons``.

        Those known to gain most are glanced at first, and the ``most`` most promising ones at a time looked into as
        long as they may gain more than ``enough``, and than a share of what was found, over so many ``nodes`` at the
        most. With no more than the quick number of these, all are glanced at together, and one trip to each will do.
        """
        people = crowd_of(self._finer_roads, slot, prices, persons)
        crowd = to_larger(people, self._finer.larger) if self._finer.larger.merged else people
        upper, seats, steps, found = pairs.upper.copy(), pairs.seats.copy(), np.zeros(2), list[Found]()
        quick = nodes <= QUICK_NODES
        left, many = np.argsort(-upper, kind="stable"), len(upper) if quick else FIRST
        while len(left := left[upper[left] > enough]):
            batch, left, many = left[:many], left[many:], many * GROWTH
            glanced, took = glanced_at(self.land, crowd, pairs.of(batch), enough, quick)
            upper[batch], seats[batch], steps = glanced.upper, glanced.seats, steps + took
            promising = np.argsort(-glanced.upper, kind="stable")[:most]
            promising = promising[glanced.upper[promising] > enough]
            if len(promising):
                below, trips, took = self._look_into(people, glanced.of(promising), enough, nodes)
                upper[batch[promising]], steps = below, steps + took
                found += [trip._replace(n=int(batch[promising[trip.n]])) for trip in trips]
                enough = max([enough, *(BEST * trip.gain for trip in trips)])
        return Priced(upper, seats, found, steps)

    def _look_into(self, crowd: Crowd, pairs: Pairs, enough: float, nodes: int) -> tuple[Floats, list[Found], Floats]:
        """What trips to some sets gain at the most, those found, and the steps it took."""
        inside, of = self._finer.inside(pairs.rows, pairs.roots, self._roads.sets.longest)
        parts = pairs.of(of)._replace(rows=self._finer.rows[inside], roots=self._finer.roots[inside])
        steps = np.zeros(2)
        if len(of) > len(pairs.rows):
            parts, steps = glanced_at(self.finer_land, crowd, parts, enough, nodes <= QUICK_NODES)
        most = parts.upper
        order = np.argsort(-most, kind="stable")
        if nodes <= QUICK_NODES:  # the most promising part of each
            order = order[np.sort(np.unique(of[order], return_index=True)[1])]
        looked = parts.of(order)
        gains, tours, more = look_at(self.finer_land, crowd, *looked, enough, nodes)
        most[order] = looked.upper
        best = np.full(len(pairs.rows), -np.inf)
        np.maximum.at(best, of, most)
        found = dict[int, Found]()
        for k in np.argsort(-gains, kind="stable").tolist():
            n = int(of[order[k]])
            if gains[k] > 0.0 and n not in found:
                tour = [stop for stop in tours[k].tolist() if stop >= 0]
                found[n] = Found(float(gains[k]), n, (int(looked.rows[k]), int(looked.roots[k])), tour)
        return best, list(found.values()), steps + more


def glanced_at(land: Land, crowd: Crowd, pairs: Pairs, enough: float, quick: bool) -> tuple[Pairs, Floats]:
    """The pairs with what is known after a glance at each, and the steps it took."""
    seats = pairs.seats.copy()
    upper, steps = glance_at(land, crowd, pairs.rows, pairs.roots, pairs.costs, seats, enough, not quick)
    return pairs._replace(seats=seats, upper=np.minimum(pairs.upper, upper)), steps
