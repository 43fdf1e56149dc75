"""All loads in one row, cut into routes at the least cost: the dynamic programme of route first, cluster second.

A *tour* is an order of all loads of a side. Cutting it is exact for the offers at hand, each with as many vehicles as
wanted: the best last route of the first j loads needs only the best cuts of those before it. So the mix of vehicles,
which a local search changes with difficulty, is decided at once. [1]_

References
----------
.. [1] Prins, C. (2009). Two memetic algorithms for heterogeneous fleet vehicle routing problems. Engineering
   Applications of Artificial Intelligence, 22(6), 916-928.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transport.solver.arrays import Floats
from transport.solver.side import Ride, Side


class Tours:
    """Tours of a side, and what is made of them.

    Parameters
    ----------
    side
        The routing problem.
    """

    def __init__(self, side: Side) -> None:
        p = side.problem
        self.side, self.offers = side, list(side.free)
        self.mixed = len(self.offers) > 1
        self.first = np.array([side.from_start(k) for k in self.offers])
        self.last = np.array([side.to_end(k) for k in self.offers])
        self.between = np.array([side.between(k) for k in self.offers])
        self.standing = np.array([side.standing(k) for k in self.offers])
        self.seats = np.array([p.capacity(k, side.kind) for k in self.offers])
        self.persons = np.array([load.persons for load in side.loads])
        self.near = p.km_array[np.ix_(side.places, side.places)]
        self.minutes, self.hub_minutes = side.minutes()
        self.longest = math.inf if side.longest is None else side.longest
        fullest = np.searchsorted(np.cumsum(np.sort(self.persons)), self.seats.max(initial=0), side="right")
        self.most = int(min(fullest, math.inf if side.most_loads is None else side.most_loads))
        """Loads that a route can have at the most."""

    def cut(self, tour: Sequence[int]) -> list[Ride] | None:
        """Cut a tour into the cheapest routes within seats, stops and hours; ``None`` where there are none.

        The vehicles that an offer has are not counted.
        """
        order, n, most = np.asarray(tour), len(tour), self.most
        if most == 0:
            return None
        costs, kinds = self._routes(order)
        least = np.full(most + n + 1, np.inf)  # of the first loads; `most` places in front stand for what cannot be
        least[most] = 0.0
        lengths = np.zeros(n + 1, dtype=np.int64)
        for j in range(1, n + 1):
            ways = least[j : j + most] + costs[j - 1]
            chosen = int(ways.argmin())
            least[most + j] = ways[chosen]
            lengths[j] = most - chosen
        if not np.isfinite(least[-1]):
            return None
        rides: list[Ride] = []
        j = n
        while j > 0:
            length = int(lengths[j])
            rides.append((self.offers[kinds[j - 1, most - length]], tuple(map(int, order[j - length : j]))))
            j -= length
        return rides[::-1]

    def _routes(self, order: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
        """CNY and offer of the cheapest route that ends with each load (row), by length (column, the longest first)."""
        n, most = len(order), self.most
        ends = np.arange(n)[:, None]
        starts = ends - np.arange(most - 1, -1, -1)[None, :]
        real = starts >= 0
        starts = np.where(real, starts, 0)
        loads = np.concatenate([[0], np.cumsum(self.persons[order])])
        aboard = loads[ends + 1] - loads[starts]
        real &= self._in_time(order, starts, ends)
        driven = np.zeros((len(self.offers), n))
        driven[:, 1:] = np.cumsum(self.between[:, order[:-1], order[1:]], axis=1)
        costs, kinds = np.full(starts.shape, np.inf), np.zeros(starts.shape, dtype=np.int64)
        for j, (standing, seats) in enumerate(zip(self.standing, self.seats, strict=True)):
            own = standing + self.first[j, order][starts] + driven[j][ends] - driven[j][starts]
            own += self.last[j, order][ends]
            own[~real | (aboard > seats)] = np.inf
            better = own < costs
            costs[better], kinds[better] = own[better], j
        return costs, kinds

    def _in_time(
        self, order: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        if not math.isfinite(self.longest):
            return np.ones(starts.shape, dtype=np.bool_)
        gone = np.concatenate([[0], np.cumsum(self.minutes[order[:-1], order[1:]])])
        hub = self.hub_minutes[order]
        way: NDArray[np.bool_] = (
            gone[ends] - gone[starts] + hub[ends if self.side.kind == "feeder" else starts] <= self.longest
        )
        return way

    def join(
        self, routes: Sequence[tuple[int, ...]], distances: Sequence[Sequence[float]], rng: random.Random
    ) -> list[int]:
        """Put routes behind one another: one by chance, then always the nearest that is left."""
        left = list(range(len(routes)))
        here = left.pop(rng.randrange(len(left)))
        tour = list(routes[here])
        while left:
            here = min(left, key=distances[here].__getitem__)
            left.remove(here)
            tour += routes[here]
        return tour

    def distances(self, routes: Sequence[tuple[int, ...]]) -> list[list[float]]:
        """Mean km from the loads of each route to those of each other."""
        shares = np.zeros((len(routes), len(self.persons)))
        for i, route in enumerate(routes):
            shares[i, list(route)] = 1.0 / len(route)
        table: list[list[float]] = (shares @ self.near @ shares.T).tolist()
        return table

    def by_chance(self, rng: random.Random) -> list[int]:
        """All loads in any order."""
        tour = list(range(len(self.persons)))
        rng.shuffle(tour)
        return tour

    def nearest(self, rng: random.Random) -> list[int]:
        """A tour from a load by chance always to the nearest that is left."""
        left = np.ones(len(self.persons), dtype=np.bool_)
        tour = [rng.randrange(len(self.persons))]
        left[tour[0]] = False
        while left.any():
            tour.append(int(np.where(left, self.near[tour[-1]], np.inf).argmin()))
            left[tour[-1]] = False
        return tour

    def within_fleet(self, rides: Sequence[Ride]) -> list[Ride]:
        """Leave out routes for which their offers have no vehicle any more, the smallest first."""
        kept: list[Ride] = []
        used: dict[int, int] = {}
        for k, order in sorted(rides, key=lambda ride: -self.side.persons(ride[1])):
            used[k] = used.get(k, 0) + 1
            if used[k] <= self.side.free[k]:
                kept.append((k, order))
        return kept
