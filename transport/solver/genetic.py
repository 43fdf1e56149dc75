"""A hybrid genetic search for a side of few loads: crossing of tours, cutting, and PyVRP's local search.

Two solutions are joined to tours, a piece of the one is filled up from the other, and the new tour is cut into routes
and vehicles at the least cost. Local search improves what comes out, at a price for seats and hours too many that
follows how often they are kept. Who stays is decided by cost and by difference from the others. [1]_

References
----------
.. [1] Vidal, T., Crainic, T. G., Gendreau, M., & Prins, C. (2014). A unified solution framework for multi-attribute
   vehicle routing problems. European Journal of Operational Research, 234(3), 658-673.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from transport.solver.pool import Pool
from transport.solver.side import Ride
from transport.solver.tours import Tours
from transport.solver.translation import Translation

if TYPE_CHECKING:
    import pyvrp

FEWEST, MORE = 25, 40
"""Individuals that stay, and children until it is decided again who does."""
SOWN = 50
"""Tours by chance at the start."""
ELITE, CLOSE = 4, 5
"""Best ones that are sure to stay, and neighbours by which difference is measured."""
RANKED_EVERY, STALE = 20, 5_000
"""Children until all are ranked anew, and children without a better one until all start anew."""
NEIGHBOURS = 20
"""Loads next to each that the local search looks at."""
FEASIBLE, REPAIRED = 0.4, 0.5
"""Share of children that should keep the rules, and of the others that are repaired at ten times the penalty."""


@dataclass(slots=True, eq=False)
class _Individual:
    """A solution, its routes, what comes after and before each load (-1: nothing), and its rank (small is good)."""

    solution: pyvrp.Solution
    routes: list[tuple[int, ...]]
    after: NDArray[np.int64]
    before: NDArray[np.int64]
    distances: list[list[float]]
    feasible: bool
    rank: float = 0.0


@dataclass(slots=True)
class _Population:
    """Individuals that keep the rules, and those that do not."""

    kept: list[_Individual] = field(default_factory=list)
    broken: list[_Individual] = field(default_factory=list)

    @property
    def everybody(self) -> list[_Individual]:
        return self.kept + self.broken


class Genetic:
    """The search on one side; its population stays from call to call.

    Parameters
    ----------
    translation
        The side in the library's terms.
    tours
        What cuts its tours.
    pool
        Where the routes go that are met.
    seed
        Start of all chance.
    """

    def __init__(self, translation: Translation, tours: Tours, pool: Pool, seed: int) -> None:
        import pyvrp
        from pyvrp.search import NeighbourhoodParams

        self.translation, self.tours, self.pool = translation, tours, pool
        self.rng, self.chance = random.Random(seed), pyvrp.RandomNumberGenerator(seed=seed)
        self.local = translation.local_search(self.chance, NeighbourhoodParams(num_neighbours=NEIGHBOURS))
        self.penalties = self._penalties()
        self.population = _Population()
        self.best: pyvrp.Solution | None = None
        self.sown = self.bred = self.stale = 0

    def improve(self, rides: Sequence[Ride], over: Callable[[int], bool]) -> list[Ride]:
        """Breed until ``over``, which is asked with the number of children, says so.

        Returns
        -------
        list[Ride]
            The best routes met so far that keep the library's rules; those given where none were met.
        """
        done = 0
        if rides:
            self._join(self.translation.solution(rides))
        while not over(done):
            done += 1
            if self.sown < SOWN:
                self.sown += 1
                self._raise(self._made(self.tours.by_chance(self.rng)))
                continue
            if not self.population.everybody:
                break
            if self.bred % RANKED_EVERY == 0:
                self._rank()
            self.bred += 1
            self.stale += 1
            self._raise(self._made(self._crossed(self._parent(), self._parent())))
            if self.stale > STALE:
                self.population, self.stale, self.sown = _Population(), 0, 0
        return list(rides) if self.best is None else self.translation.rides(self.best)

    # ---- children

    def _made(self, tour: list[int]) -> pyvrp.Solution | None:
        cut = self.tours.cut(tour)
        return None if cut is None else self.translation.solution(self.tours.within_fleet(cut))

    def _crossed(self, one: _Individual, other: _Individual) -> list[int]:
        """Order crossover: a piece of one tour where it stands, the rest as in the other from the piece's end on."""
        mother = self.tours.join(one.routes, one.distances, self.rng)
        father = self.tours.join(other.routes, other.distances, self.rng)
        n = len(mother)
        low, high = sorted((self.rng.randrange(n), self.rng.randrange(n)))
        piece = mother[low : high + 1]
        inside = set(piece)
        rest = [i for i in father[high + 1 :] + father[: high + 1] if i not in inside]
        return rest[n - 1 - high :] + piece + rest[: n - 1 - high]

    def _raise(self, child: pyvrp.Solution | None) -> None:
        """Improve a child and let it join; one that breaks rules may be repaired."""
        import pyvrp

        if child is None:
            return
        grown = self.local(child, self.penalties.cost_evaluator(), exhaustive=True)
        self._join(grown)
        if not grown.is_feasible() and self.rng.random() < REPAIRED:
            loads, late, far = self.penalties.penalties()
            dear = pyvrp.CostEvaluator([10 * load for load in loads], 10 * late, 10 * far)
            grown = self.local(grown, dear, exhaustive=True)
            if grown.is_feasible():
                self._join(grown)

    def _join(self, solution: pyvrp.Solution) -> None:
        """Take a solution into the population, and its routes into the pool."""
        self.penalties.register(solution)
        routes = self.translation.orders(solution)
        if not routes or not solution.is_complete():
            return
        feasible = solution.is_feasible()
        if feasible:
            self.pool.meet(routes)
            costs = self.penalties.cost_evaluator()
            if self.best is None or costs.cost(solution) < costs.cost(self.best):
                self.best, self.stale = solution, 0
        own = self.population.kept if feasible else self.population.broken
        own.append(_individual(solution, routes, self.tours, feasible=feasible))
        if len(own) > FEWEST + MORE:
            self._select(own)

    # ---- who stays, and who breeds

    def _parent(self) -> _Individual:
        everybody = self.population.everybody
        return min(self.rng.choice(everybody), self.rng.choice(everybody), key=lambda one: one.rank)

    def _rank(self) -> None:
        for own in (self.population.kept, self.population.broken):
            if own:
                ranks = _ranks(self._costs(own), _differences(own))
                for one, rank in zip(own, ranks, strict=True):
                    one.rank = float(rank) / len(own)

    def _select(self, own: list[_Individual]) -> None:
        """Let the worst go, twins before all others, until as few are left as stay."""
        costs, differences = self._costs(own), _differences(own)
        while len(own) > FEWEST:
            ranks = _ranks(costs, differences) + np.where(differences.min(axis=1) <= 0.0, 1e6, 0.0)
            ranks[costs.argmin()] = -1.0
            worst = int(ranks.argmax())
            del own[worst]
            costs = np.delete(costs, worst)
            differences = np.delete(np.delete(differences, worst, 0), worst, 1)

    def _costs(self, own: Iterable[_Individual]) -> NDArray[np.float64]:
        evaluator = self.penalties.cost_evaluator()
        return np.array([evaluator.penalised_cost(one.solution) for one in own], dtype=np.float64)

    def _penalties(self) -> pyvrp.PenaltyManager:
        """Penalties that start at what a seat of the dearest vehicle costs."""
        import pyvrp

        tours, scale = self.tours, self.translation.scale
        seat = float(((tours.standing + tours.between.mean(axis=(1, 2))) / np.maximum(1, tours.seats)).max())
        params = pyvrp.PenaltyParams(
            solutions_between_updates=50,
            penalty_increase=1.2,
            penalty_decrease=0.85,
            target_feasible=FEASIBLE,
            max_penalty=1e6,
        )
        dimensions = self.translation.data.num_load_dimensions
        return pyvrp.PenaltyManager(([scale * seat] * dimensions, scale * seat, scale * seat), params)


def _individual(
    solution: pyvrp.Solution, routes: list[tuple[int, ...]], tours: Tours, *, feasible: bool
) -> _Individual:
    after, before = np.full(len(tours.persons), -1), np.full(len(tours.persons), -1)
    for route in routes:
        after[list(route[:-1])] = route[1:]
        before[list(route[1:])] = route[:-1]
    return _Individual(solution, routes, after, before, tours.distances(routes), feasible)


def _differences(own: Sequence[_Individual]) -> NDArray[np.float64]:
    """Share of the loads that are not next to the same ones, for each pair; 9 for each with itself."""
    after, before = np.array([one.after for one in own]), np.array([one.before for one in own])
    table = np.array([((one.after != after) & (one.after != before)).mean(axis=1) for one in own])
    np.fill_diagonal(table, 9.0)
    return table


def _ranks(costs: NDArray[np.float64], differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank by cost, and by difference from the nearest as far as the best are sure to stay."""
    near = np.sort(differences, axis=1)[:, :CLOSE].mean(axis=1)
    weight = 1.0 - min(ELITE, len(costs)) / len(costs)
    ranks: NDArray[np.float64] = costs.argsort().argsort() + weight * (-near).argsort().argsort()
    return ranks
