"""Routes for one side of the line haul by PyVRP's iterated local search, and the best choice among all it met.

The search looks at thousands of solutions and keeps one; the routes of the others are remembered, priced at the
cheapest vehicle that could run them, and a set partitioning problem chooses among them (HiGHS).
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.math_opt.python import mathopt

from transport.solver.highs import solve_highs
from transport.solver.side import Ride, Side

if TYPE_CHECKING:
    import pyvrp

LARGEST = 10**8
"""Scaled cost that stands for "no road"; routes that pay it are never taken."""
FINEST = 1000.0
"""Most units that a CNY is counted in."""
MOST_ROUTES = 30_000
"""Routes remembered for a side."""
NEAR_BEST = 1.05
"""Solutions up to so much above the best give their routes to the pool."""
PATIENCE = 150
"""Iterations a load without anything better, after which a run ends."""
RUN, SHORTEST, CHOICE = 0.5, 0.04, 0.15
"""Shares of the time: what is left that one run may take, the least worth a run, and what one choice may take."""
LEAST_RUN_S = 0.3
Priced = tuple[float, Ride]


def available() -> bool:
    """Whether the routing library is installed: it has no wheel for some systems, and plans are found without it."""
    return find_spec("pyvrp") is not None


@dataclass(slots=True)
class Pool:
    """Routes that were met: for each set of loads the cheapest order and offer."""

    routes: dict[frozenset[int], Priced]

    def add(self, side: Side, order: Sequence[int]) -> None:
        """Remember a route at the price of the cheapest offer that can run it."""
        key = frozenset(order)
        if key in self.routes and len(self.routes) > MOST_ROUTES:
            return
        persons = side.persons(order)
        best, chosen = float("inf"), -1
        for k in side.free:
            if side.problem.capacity(k, side.kind) >= persons:
                price = side.price(k, order)
                if price < best:
                    best, chosen = price, k
        known = self.routes.get(key)
        if chosen >= 0 and (known is None or best < known[0] - 1e-9):
            self.routes[key] = (best, (chosen, tuple(order)))


class Router:
    """PyVRP on one side.

    Parameters
    ----------
    side
        The routing problem.
    seed
        Start of the chance that the search uses.
    """

    def __init__(self, side: Side, seed: int) -> None:
        self.side, self.seed = side, seed
        self.offers = list(side.free)
        self.pool = Pool({})
        self.fresh = False
        self._met: set[tuple[int, ...]] = set()
        self.data = self._data()

    # ---- the search

    def improve(self, rides: Sequence[Ride], until: float, should_stop: Callable[[], bool]) -> list[Ride]:
        """Search from some routes and from nothing in turn until a moment of the monotonic clock.

        Returns
        -------
        list[Ride]
            The cheapest routes found that carry every load once; those given where none are cheaper.
        """
        best, began = list(rides), time.monotonic()
        while not should_stop() and until - time.monotonic() > SHORTEST * (until - began):
            left = until - time.monotonic()
            found = self._run([] if self.fresh else best, max(RUN * left, LEAST_RUN_S), should_stop)
            if found is not None and (not best or self.price(found) < self.price(best)):
                best = found
            if self.fresh:
                best = self.choose(best, min(CHOICE * (until - began), until - time.monotonic()))
            self.fresh = not self.fresh
        return best

    def price(self, rides: Iterable[Ride]) -> float:
        """CNY of routes by km alone."""
        return sum(self.side.price(k, order) for k, order in rides)

    def _run(self, rides: Sequence[Ride], seconds: float, should_stop: Callable[[], bool]) -> list[Ride] | None:
        """One run of the library, from routes or (none given) from nothing, until it finds no more.

        ``None`` where it found nothing that keeps the rules.
        """
        import pyvrp
        from pyvrp.exceptions import PenaltyBoundWarning
        from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

        patience = NoImprovement(PATIENCE * max(10, len(self.side.loads)))
        stop = MultipleCriteria([MaxRuntime(seconds), patience, lambda best_cost: should_stop()])
        params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=_collector(self)))
        start = self._solution(rides) if rides else None
        self.seed += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)  # sides that are hard to route are left as they are
            found = pyvrp.solve(
                self.data, stop, self.seed, collect_stats=False, params=params, initial_solution=start
            ).best
        return self.rides(found) if found.is_feasible() else None

    def choose(self, rides: Sequence[Ride], seconds: float) -> list[Ride]:
        """Return the cheapest routes of the pool that carry every load once; those given where none are cheaper.

        The relaxation's reduced costs rule out every route that cannot be in anything cheaper than what is known.
        """
        for _, order in rides:
            self.pool.add(self.side, order)
        routes, known = list(self.pool.routes.values()), self.price(rides)
        relaxed = self._partition(routes, seconds, whole=False)
        if relaxed is None or known - relaxed.value < 1e-6:
            return list(rides)
        spare = known - relaxed.value
        routes = [route for route, over in zip(routes, relaxed.reduced, strict=True) if over < spare]
        chosen = self._partition(routes, seconds, whole=True)
        if chosen is None or chosen.value > known - 1e-6:
            return list(rides)
        return [ride for (_, ride), taken in zip(routes, chosen.taken, strict=True) if taken > 0.5]

    def _partition(self, routes: Sequence[Priced], seconds: float, *, whole: bool) -> _Partition | None:
        model = mathopt.Model()
        taken = [model.add_variable(lb=0.0, ub=1.0 if whole else math.inf, is_integer=whole) for _ in routes]
        covers: list[list[mathopt.Variable]] = [[] for _ in self.side.loads]
        used: dict[int, list[mathopt.Variable]] = {}
        for x, (_, (k, order)) in zip(taken, routes, strict=True):
            for i in order:
                covers[i].append(x)
            used.setdefault(k, []).append(x)
        for cover in covers:
            model.add_linear_constraint(mathopt.fast_sum(cover) == 1.0)
        for k, own in used.items():
            if self.side.free[k] < len(self.side.loads):
                model.add_linear_constraint(mathopt.fast_sum(own) <= float(self.side.free[k]))
        model.minimize(mathopt.fast_sum(price * x for x, (price, _) in zip(taken, routes, strict=True)))
        params = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.2, seconds)))
        glop = mathopt.SolverType.GLOP
        result = solve_highs(model, params) if whole else mathopt.solve(model, glop, params=params)
        if not result.has_primal_feasible_solution() or (not whole and not result.has_dual_feasible_solution()):
            return None
        reduced = () if whole else tuple(result.reduced_costs(taken))
        return _Partition(result.objective_value(), tuple(result.variable_values(taken)), reduced)

    def meet(self, solution: pyvrp.Solution) -> None:
        """Remember the routes of a solution."""
        for route in solution.routes():
            if len(self._met) > MOST_ROUTES:
                return
            order = tuple(activity.idx for activity in route if activity.is_client())
            if order not in self._met:
                self._met.add(order)
                self.pool.add(self.side, order)

    # ---- the library's side

    def _data(self) -> pyvrp.ProblemData:
        import pyvrp

        side, p = self.side, self.side.problem
        n = len(side.loads)
        matrices = [self._costs(k) for k in self.offers]
        finite = [m[np.isfinite(m)] for m in matrices]
        most = max((float(m.max()) for m in finite if m.size), default=1.0)
        standing = [side.standing(k) for k in self.offers]
        least_seats = [max(1, p.capacity(k, side.kind)) for k in self.offers]
        dearest = max((cost / seats for cost, seats in zip(standing, least_seats, strict=True)), default=0.0)
        self.scale = min(FINEST, 1e6 / max(most, 1e-9), 2e4 / max(dearest, 1e-9))
        between, hub = side.minutes()
        spent = np.zeros((n + 2, n + 2), dtype=np.int64)
        spent[2:, 2:] = between
        if side.kind == "feeder":
            spent[2:, 1] = hub
        else:
            spent[0, 2:] = hub
        np.fill_diagonal(spent, 0)
        stops = side.most_stops if side.stop_a_load else None
        longest = p.rules.max_trip_minutes.of(side.kind)
        dwell = p.dwell[side.places[0]] if n else 0
        locations = [pyvrp.Location(0, 0) for _ in range(n + 2)]
        clients = [
            pyvrp.Client(i + 2, delivery=[load.persons, 1] if stops is not None else [load.persons], service_duration=0)
            for i, load in enumerate(side.loads)
        ]
        depots = [pyvrp.Depot(0), pyvrp.Depot(1)]
        extra: dict[str, Any] = {} if longest is None else {"shift_duration": int(longest + dwell)}
        vehicles = [
            pyvrp.VehicleType(
                num_available=min(side.free[k], n),
                capacity=[p.capacity(k, side.kind), int(stops)] if stops is not None else [p.capacity(k, side.kind)],
                start_depot=0,
                end_depot=1,
                fixed_cost=round(standing[j] * self.scale),
                profile=j,
                **extra,
            )
            for j, k in enumerate(self.offers)
        ]
        scaled = [
            np.where(np.isfinite(m), np.rint(np.where(np.isfinite(m), m, 0) * self.scale), LARGEST).astype(np.int64)
            for m in matrices
        ]
        return pyvrp.ProblemData(locations, clients, depots, vehicles, scaled, [spent] * len(self.offers))  # type: ignore[arg-type, list-item]

    def _costs(self, k: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """CNY between the start (row 0), the end (column 1) and the loads."""
        side, n = self.side, len(self.side.loads)
        costs = np.zeros((n + 2, n + 2))
        costs[2:, 2:] = side.between(k)
        costs[0, 2:] = side.from_start(k)
        costs[2:, 1] = side.to_end(k)
        costs[1, 2:] = costs[2:, 0] = np.inf
        np.fill_diagonal(costs, 0.0)
        return costs

    def _solution(self, rides: Iterable[Ride]) -> pyvrp.Solution:
        import pyvrp

        routes = [pyvrp.Route(self.data, list(order), self.offers.index(k)) for k, order in rides]
        return pyvrp.Solution(self.data, routes)

    def rides(self, solution: pyvrp.Solution) -> list[Ride]:
        """Return a solution's routes as offers and loads."""
        return [
            (self.offers[route.vehicle_type()], tuple(activity.idx for activity in route if activity.is_client()))
            for route in solution.routes()
        ]


@dataclass(frozen=True, slots=True)
class _Partition:
    """CNY, how much of each route is taken, and (relaxed) its reduced cost."""

    value: float
    taken: tuple[float, ...]
    reduced: tuple[float, ...]


def _collector(router: Router) -> Any:
    """Callbacks of the search that remember routes."""
    import pyvrp

    class Collector(pyvrp.IteratedLocalSearchCallbacks):
        def on_iteration(self, current: Any, candidate: Any, best: Any, costs: Any) -> None:
            if candidate.is_feasible() and costs.cost(candidate) <= NEAR_BEST * costs.cost(best):
                router.meet(candidate)

    return Collector()
