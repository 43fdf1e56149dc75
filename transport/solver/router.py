"""Routes for one side of the line haul: PyVRP's searches, crossing of tours, and the best choice among all they met."""

from __future__ import annotations

import random
import time
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from transport.solver.genetic import Genetic
from transport.solver.pool import Pool, price
from transport.solver.side import Ride, Side
from transport.solver.tours import Tours
from transport.solver.translation import Translation

if TYPE_CHECKING:
    import pyvrp

NEAR_BEST = 1.05
"""Solutions up to so much above the best give their routes to the pool."""
FEW = 70
"""Loads up to which tours are crossed; with more of them, one long run finds more."""
PATIENCE, PATIENCE_FEW = 30, 50
"""Iterations a load without anything better, after which a run ends."""
RUN, RUN_FRESH, SHORTEST = 0.5, 0.75, 0.04
"""Shares of the time: of what is left that a run may take, from routes and from nothing, and the least worth a run."""
CHOICE, CHOICES = 0.08, 10.0
"""Share of the time that a choice may take: at the most, and times the loads (among many it hardly ever finds more)."""
LEAST_RUN_S, FRESH_FROM_S = 0.3, 4.0
"""Seconds that a run takes at the least, and from which the first one starts from nothing and tours are crossed."""
CUT, CUTS = 0.1, 10.0
"""Share of a run's steps that begin with a new cut of the tour: at the most, and times the loads (many take long)."""
PACE = 300_000.0, 50
"""Steps a second that a first run is expected to make: so many, divided by the loads and some more."""
LATE, LATEST = 6.0, 300
"""A step may make routes dearer if they stay cheaper than some steps ago: so many for each step a load that a run is
expected to make, and at most. A run that accepts as much as a longer one is far from a good end when its time is over.
"""


class Router:
    """All that finds routes on one side, with its memory.

    Parameters
    ----------
    side
        The routing problem.
    seed
        Start of the chance that the search uses.
    """

    def __init__(self, side: Side, seed: int) -> None:
        self.side, self.seed = side, seed
        self.translation, self.tours, self.pool = Translation(side), Tours(side), Pool(side)
        self.seen: set[tuple[int, ...]] = set()
        self.fresh = False
        self.pace = PACE[0] / (len(side.loads) + PACE[1])
        self.genetic = Genetic(self.translation, self.tours, self.pool, seed) if len(side.loads) <= FEW else None

    def improve(self, rides: Sequence[Ride], until: float, should_stop: Callable[[], bool]) -> list[Ride]:
        """Search from some routes and from nothing in turn until a moment of the monotonic clock.

        Returns
        -------
        list[Ride]
            The cheapest routes found that carry every load once; those given where none are cheaper.
        """
        best, began = list(rides), time.monotonic()
        ample = until - began >= FRESH_FROM_S
        choice = min(CHOICE, CHOICES / max(1, len(self.side.loads))) * (until - began)
        renewing = ample or self.genetic is not None  # many loads from nothing come to nothing in a moment
        self.fresh = not best or ample or (self.fresh and renewing)
        while not should_stop() and until - time.monotonic() > SHORTEST * (until - began):
            left = until - time.monotonic()
            seconds = max((RUN_FRESH if self.fresh and ample else RUN) * left, LEAST_RUN_S)
            if self.fresh and ample and self.genetic is not None:
                found: list[Ride] | None = self._bred(self.genetic, best, seconds, should_stop)
            else:
                found = self._run([] if self.fresh else best, seconds, should_stop)
            if found is not None and (not best or self.price(found) < self.price(best) - 1e-9):
                best = found
            if best:
                best = self.pool.choose(best, min(time.monotonic() + choice, until))
            self.fresh = renewing and not self.fresh
        return best

    def price(self, rides: Sequence[Ride]) -> float:
        """CNY of routes by km alone."""
        return price(self.side, rides)

    def _bred(
        self, genetic: Genetic, known: Sequence[Ride], seconds: float, should_stop: Callable[[], bool]
    ) -> list[Ride]:
        """Routes by crossing, for some seconds."""
        until = time.monotonic() + seconds
        return genetic.improve(known, lambda _: time.monotonic() >= until or should_stop())

    def _run(self, rides: Sequence[Ride], seconds: float, should_stop: Callable[[], bool]) -> list[Ride] | None:
        """One iterated local search of the library, from routes or from nothing, until it finds no more.

        ``None`` where it found nothing that keeps the rules.
        """
        import pyvrp
        from pyvrp.exceptions import PenaltyBoundWarning
        from pyvrp.search import NeighbourhoodParams
        from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

        self.seed += 1
        rng, chance = random.Random(self.seed), pyvrp.RandomNumberGenerator(seed=self.seed)
        local = _Cutting(
            self.translation.local_search(chance, NeighbourhoodParams()), self.translation, self.tours, rng
        )
        params = pyvrp.PenaltyParams()
        penalties = pyvrp.PenaltyManager(params.midpoint_penalties(self.translation.data), params)
        if rides:
            first = self.translation.solution(self.tours.within_fleet(rides))
        else:
            first = local(self._begun(rng, chance), penalties.max_cost_evaluator(), exhaustive=True)
        patience = (PATIENCE if self.genetic is None else PATIENCE_FEW) * max(10, len(self.side.loads))
        stop = MultipleCriteria([MaxRuntime(seconds), NoImprovement(patience), lambda best_cost: should_stop()])
        how = pyvrp.IteratedLocalSearchParams(history_length=self.late(seconds), callbacks=_collector(self))
        ils = pyvrp.IteratedLocalSearch(self.translation.data, penalties, local, first, how)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)  # sides that are hard to route are left as they are
            result = ils.run(stop, collect_stats=False)
        self.pace = result.num_iterations / max(result.runtime, 1e-3)
        found = result.best
        return self.translation.rides(found) if found.is_feasible() else None

    def late(self, seconds: float) -> int:
        """Steps ago whose cost a step must stay under in a run of some seconds, as the last run's pace lets expect."""
        return max(1, min(LATEST, round(LATE * self.pace * seconds / max(1, len(self.side.loads)))))

    def _begun(self, rng: random.Random, chance: pyvrp.RandomNumberGenerator) -> pyvrp.Solution:
        """What a run from nothing begins with: a tour cut into routes, as it suits several offers and few loads; else
        chance, from which runs end in different places.
        """
        import pyvrp

        if self.tours.mixed or self.genetic is not None:
            return self.translation.solution(self.tours.within_fleet(self.tours.cut(self.tours.nearest(rng)) or []))
        return pyvrp.Solution.make_random(self.translation.data, chance)


class _Cutting:
    """The library's local search, now and then from routes and vehicles into which the same tour is cut anew."""

    def __init__(
        self, local: pyvrp.search.LocalSearch, translation: Translation, tours: Tours, rng: random.Random
    ) -> None:
        self.local, self.translation, self.tours, self.rng = local, translation, tours, rng
        self.often = min(CUT, CUTS / max(1, len(tours.persons))) if tours.mixed else 0.0

    def __call__(
        self, solution: pyvrp.Solution, cost_evaluator: pyvrp.CostEvaluator, exhaustive: bool = False
    ) -> pyvrp.Solution:
        """Improve a solution, as the library asks for it."""
        if not exhaustive and solution.is_complete() and self.rng.random() < self.often:
            routes = self.translation.orders(solution)
            cut = self.tours.cut(self.tours.join(routes, self.tours.distances(routes), self.rng))
            if cut is not None:
                solution = self.translation.solution(self.tours.within_fleet(cut))
        return self.local(solution, cost_evaluator, exhaustive)


def _collector(router: Router) -> Any:
    """Callbacks of the search that remember routes."""
    import pyvrp

    class Collector(pyvrp.IteratedLocalSearchCallbacks):
        def on_iteration(self, current: Any, candidate: Any, best: Any, costs: Any) -> None:
            if router.pool.full or not candidate.is_feasible():
                return
            if costs.cost(candidate) <= NEAR_BEST * costs.cost(best):
                router.pool.meet(router.translation.unseen(candidate, router.seen))

    return Collector()
