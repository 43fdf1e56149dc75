"""The routes that searches met, each at the price of its cheapest vehicle, and the best choice among them.

A search looks at thousands of solutions and keeps one. A set partitioning problem over the routes of all of them (GLOP
for reduced costs, HiGHS over what these leave) may put together a better one than any that was met.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ortools.math_opt.python import mathopt

from transport.solver.glop import solve_linear
from transport.solver.highs import solve_highs
from transport.solver.side import Ride, Side

MOST_ROUTES = 30_000
"""Routes remembered for a side."""
FIRST, MORE = 350, 1.5
"""Routes among which is chosen at first, and times as many each next time."""
LONGER = 2.0
"""Times as long as the last choice that the next one is expected to take."""
Priced = tuple[float, Ride]


def price(side: Side, rides: Iterable[Ride]) -> float:
    """CNY of routes by km alone."""
    return sum(side.price(k, order) for k, order in rides)


class Pool:
    """Routes that were met on a side: for each set of loads the cheapest order and offer."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.routes: dict[frozenset[int], Priced] = {}
        self._met: set[tuple[int, ...]] = set()
        self._too_few_s = 0.0  # seconds in which the relaxation was not solved, and will not be next time

    @property
    def full(self) -> bool:
        """Whether no more routes are remembered."""
        return len(self._met) > MOST_ROUTES

    def meet(self, orders: Iterable[tuple[int, ...]]) -> None:
        """Remember the routes of a solution, as long as there is room."""
        for order in orders:
            if not self.full and order not in self._met:
                self._met.add(order)
                self.add(order)

    def add(self, order: Sequence[int]) -> None:
        """Remember a route at the price of the cheapest offer that can run it."""
        persons = self.side.persons(order)
        best, chosen = math.inf, -1
        for k in self.side.free:
            if self.side.problem.capacity(k, self.side.kind) >= persons:
                own = self.side.price(k, order)
                if own < best:
                    best, chosen = own, k
        key = frozenset(order)
        known = self.routes.get(key)
        if chosen >= 0 and (known is None or best < known[0] - 1e-9):
            self.routes[key] = (best, (chosen, tuple(order)))

    def choose(self, rides: Sequence[Ride], until: float) -> list[Ride]:
        """Return the cheapest routes of the pool that carry every load once; those given where none are cheaper.

        ``until`` is a moment of the monotonic clock.

        The relaxation's reduced costs rule out every route that cannot be in anything cheaper than what is known. Of
        the others, those that cost least at its prices are tried first, then more and more: among a few hundred the
        best choice is made at once, among all of them hardly ever in time.
        """
        for _, order in rides:
            self.add(order)
        best = list(rides)
        ranked = self._ranked(0.5 * (until - time.monotonic()))
        if ranked is None:
            return best
        value, cheapest_first = ranked
        tried, took = FIRST, 0.0
        while (spare := price(self.side, best) - value) > 1e-6 and LONGER * took < until - time.monotonic():
            began = time.monotonic()
            left = [route for over, route in cheapest_first if over < spare]
            best = self._best_of(left[:tried], best, until)
            if tried >= len(left):
                break
            tried, took = int(MORE * tried), time.monotonic() - began
        return best

    def promising(self, most: int, seconds: float) -> list[Ride]:
        """The routes that cost least at the prices of the relaxation, as many as are wanted.

        Without time for prices, those that were met last.
        """
        ranked = self._ranked(seconds)
        routes = list(self.routes.values())[::-1] if ranked is None else [route for _, route in ranked[1]]
        return [ride for _, ride in routes[:most]]

    def _ranked(self, seconds: float) -> tuple[float, list[tuple[float, Priced]]] | None:
        """What the relaxation costs, and all routes by their reduced costs in it; ``None`` where it is not solved."""
        if seconds <= self._too_few_s:
            return None
        routes = list(self.routes.values())
        relaxed = self._partition(routes, seconds)
        if relaxed is None:
            self._too_few_s = seconds
            return None
        return relaxed.value, sorted(zip(relaxed.reduced, routes, strict=True), key=lambda one: one[0])

    def _best_of(self, routes: Sequence[Priced], known: Sequence[Ride], until: float) -> list[Ride]:
        """Choose among some routes and those that are known."""
        own = [self.routes[key] for _, order in known if (key := frozenset(order)) in self.routes]
        routes = list(dict.fromkeys([*own, *routes]))
        chosen = self._partition(routes, until - time.monotonic(), hint=len(own))
        if chosen is None or chosen.value > price(self.side, known) - 1e-6:
            return list(known)
        return [ride for (_, ride), taken in zip(routes, chosen.taken, strict=True) if taken > 0.5]

    def _partition(self, routes: Sequence[Priced], seconds: float, hint: int | None = None) -> _Partition | None:
        """Solve the relaxation, or, with the number of leading routes that are known together, the problem itself."""
        model, whole = mathopt.Model(), hint is not None
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
        params = mathopt.SolveParameters(time_limit=timedelta(seconds=max(0.1, seconds)))
        if whole:
            start = mathopt.SolutionHint(variable_values={x: float(i < (hint or 0)) for i, x in enumerate(taken)})
            result = solve_highs(model, params, start)
        else:
            result = solve_linear(model, params)
        if result is None:
            return None
        if not result.has_primal_feasible_solution() or (not whole and not result.has_dual_feasible_solution()):
            return None
        reduced = () if whole else tuple(result.reduced_costs(taken))
        return _Partition(result.objective_value(), tuple(result.variable_values(taken)), reduced)


@dataclass(frozen=True, slots=True)
class _Partition:
    """CNY, how much of each route is taken, and (relaxed) its reduced cost."""

    value: float
    taken: tuple[float, ...]
    reduced: tuple[float, ...]
