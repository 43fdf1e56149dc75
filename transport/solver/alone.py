"""One process: search, columns, routes and the bound take turns, by the clock or, repeatable, by counted rounds."""

from __future__ import annotations

import math
import random
import time

from transport.solver.bound import BoundMaster, Proven, build_bound
from transport.solver.guide import REPEATABLE_NODES, Guide
from transport.solver.outline import first_outline
from transport.solver.search import Budget, Search
from transport.solver.sides import LEAST_S, SideSearch, one_sided
from transport.solver.standing import Standing
from transport.solver.turns import Turns

GUIDE_FROM = 0.8
"""Seconds of time limit from which it pays to generate columns."""
SLICE = 0.09
"""A turn's share of the time limit."""
OUTLINE_TURN, BOUND_TURN, BOUND_MOMENTS = 0.12, 0.12, (0.2, 0.6)
"""Shares of the time limit for the relaxation in time and for a turn of the bound, and when the bound has its turns."""
ROUTED_SHARE, SPLIT_SHARE, ONE_SIDED_BOUND = 0.85, 0.92, 0.04
"""Where one side is nearly the whole case: shares of the time to which it is routed, and search splits groups that may
be split; and the moment that the bound has."""
WAITING_SHARE = 0.3
"""Share of the time that is tried to take along, on the one side, those whom the first plan left."""
ROUNDS_PER_SECOND, BOUND_ROUNDS = 25, 0.1
"""Rounds of search, and in each turn of the bound, that stand for a second where the work must be repeatable."""


class Alone:
    """Improves the best plan and the bound of a run in this process.

    Parameters
    ----------
    standing
        The run: what is found is offered there.
    search, sides
        The two ways to improve a solution.
    rng
        The only source of chance.
    """

    def __init__(self, standing: Standing, search: Search, sides: SideSearch, rng: random.Random) -> None:
        self.standing, self.search, self.sides, self.rng = standing, search, sides, rng
        self.terms = standing.terms

    def run(self) -> None:
        """Use the time, or the rounds, that there are."""
        standing, terms = self.standing, self.terms
        if not terms.repeatable and self.sides.worthwhile and one_sided(standing.best, standing.reach):
            self._routed()
            if not self.sides.gave_up:
                return
        self._searched((0.0, 0.12))
        if terms.cost_alone or (not terms.repeatable and standing.limit < GUIDE_FROM):
            self._searched((0.12, 1.0))
            return
        used = {s for s, persons in enumerate(standing.best.aboard) if persons}
        seconds, nodes = (600.0, REPEATABLE_NODES) if terms.repeatable else (OUTLINE_TURN * standing.limit, None)
        proven, solution = first_outline(standing.inserter, seconds, self.rng, nodes=nodes)
        standing.offer(solution)
        standing.prove(proven)
        guide = Guide(standing.inserter, used, repeatable=terms.repeatable)
        bound = build_bound(standing.inserter)
        if terms.repeatable:
            self._by_rounds(guide, bound)
        else:
            self._by_gain(guide, bound)

    def _by_rounds(self, guide: Guide, bound: BoundMaster) -> None:
        """Columns, bound and search twice, each a counted number of rounds."""
        standing = self.standing
        for start, end in ((0.12, 0.5), (0.5, 1.0)):
            standing.phase = "columns"
            guide.learn(standing.best)
            guide.improve(math.inf, standing.over, rounds=30)
            standing.offer(guide.compose([standing.best], math.inf, standing.over, self.rng))
            standing.phase = "relax"
            bound.improve(math.inf, self.terms.should_stop, rounds=1 + int(BOUND_ROUNDS * standing.limit))
            standing.prove(Proven(bound.bound, bound.method, bound.solved))
            self._searched((start, end))

    def _by_gain(self, guide: Guide, bound: BoundMaster) -> None:
        """Give each next slice of time to what gained most a second lately; now and then the bound has its turn."""
        standing = self.standing
        turns = Turns(("routes", "columns", "search") if self.sides.worthwhile else ("columns", "search"), self.rng)
        moments = list(BOUND_MOMENTS)
        while not standing.over(0.97):
            now = standing.elapsed() / standing.limit
            if moments and now >= moments[0]:
                moments.pop(0)
                self._bounded(bound, BOUND_TURN)
                continue
            until = standing.started + min(1.0, now + SLICE) * standing.limit
            activity = turns.next()
            before, began = standing.best.cost, time.monotonic()
            if activity == "search":
                self._searched((now, min(1.0, now + SLICE)))
            else:
                standing.phase = activity
                if activity == "routes":
                    standing.offer(self.sides.improve(standing.best, until, standing.over))
                else:
                    guide.learn(standing.best)
                    guide.improve(began + 0.65 * (until - began), standing.over)
                    standing.offer(guide.compose([standing.best], until, standing.over, self.rng))
            turns.took(activity, before - standing.best.cost, time.monotonic() - began)

    def _routed(self) -> None:
        """Nearly all the time for the one side that the case consists of; search and bound have a moment in between."""
        standing = self.standing
        self._rerouted(ROUTED_SHARE)
        if standing.problem.case.rules.split_groups and not standing.over():
            self._searched((ROUTED_SHARE, SPLIT_SHARE))
        if not self.terms.cost_alone and not standing.over():
            self._bounded(build_bound(standing.inserter), ONE_SIDED_BOUND)
        self._rerouted(1.0)

    def _rerouted(self, share: float) -> None:
        """Route sides anew until a share of the time is used."""
        standing, sides = self.standing, self.sides
        standing.phase = "routes"
        limit = standing.limit
        while (left := share * limit - standing.elapsed()) >= LEAST_S and not (standing.over() or sides.gave_up):
            seconds = left if None not in standing.best.ways else min(left, WAITING_SHARE * limit)
            standing.offer(sides.improve(standing.best, time.monotonic() + seconds, standing.over))

    def _bounded(self, bound: BoundMaster, share: float) -> None:
        """Work on the bound for a share of the time limit."""
        standing = self.standing
        standing.phase = "relax"
        bound.improve(time.monotonic() + share * standing.limit, standing.over)
        standing.prove(Proven(bound.bound, bound.method, bound.solved))

    def _searched(self, cooled: tuple[float, float]) -> None:
        """Search around the best solution until a share of the time, or of the rounds, is used."""
        standing, repeatable = self.standing, self.terms.repeatable
        standing.phase = "search"
        rounds = int(ROUNDS_PER_SECOND * standing.limit * (cooled[1] - cooled[0])) if repeatable else None
        until = math.inf if repeatable else standing.started + cooled[1] * standing.limit
        budget = Budget(until, rounds, self.terms.should_stop, cooled)
        self.search.run(standing.best, budget, standing.offer)
