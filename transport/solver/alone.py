"""One process: search, columns, routes and the bound take turns, by the clock or, repeatable, by counted seconds."""

from __future__ import annotations

import math
import random
import time

from transport.solver.bound import BoundMaster, Proven, build_bound
from transport.solver.columns import columns_of
from transport.solver.elite import Elite
from transport.solver.guide import Guide
from transport.solver.one_side import OneSide
from transport.solver.outline import first_outline
from transport.solver.search import Search, search_around_best
from transport.solver.sides import SideSearch
from transport.solver.standing import Standing
from transport.solver.stopwatch import FLOW
from transport.solver.turns import Turns, short_turn

GUIDE_FROM, GUIDED_PART = 0.8, 20.0
"""Seconds of time limit from which it pays to generate columns, and those of a part of a large case."""
FIRST = 0.12
"""Share of the time limit for search before all else."""
SLICE, SHORT, PART_COLUMNS = 0.09, 0.02, 0.22
"""A turn's share of the time limit, that of a short one, and that of columns in parts: they find most there, and take
a while before they find anything.
"""
LAST_TURN = 0.97
"""Share of the time limit from which no turn is begun."""
OUTLINE_TURN, OUTLINE_COUNTED = 0.12, 0.5
"""Share of the time limit for the relaxation in time; where seconds are counted, as it can then not be cut short."""
BOUND_TURN, BOUND_MOMENTS = 0.12, (0.2, 0.6)
"""Share of the time limit for a turn of the bound, and when the bound has its turns."""
BOUND_COUNTED = 0.15
"""Share of the time limit for a turn of the bound where seconds are counted."""
ONE_SIDED_BOUND = 0.1
"""Share of the time that the bound has where one side is nearly the whole case."""


class Alone:
    """Improves the best plan and the bound of a run in this process.

    Parameters
    ----------
    standing
        The run: what is found is offered there.
    search, sides, elite
        The ways to improve a solution, besides columns.
    rng
        The only source of chance.
    """

    def __init__(self, standing: Standing, search: Search, sides: SideSearch, elite: Elite, rng: random.Random) -> None:
        self.standing, self.search, self.sides, self.elite, self.rng = standing, search, sides, elite, rng
        self.terms = standing.terms
        self.routes = sides.worthwhile and not self.terms.repeatable  # PyVRP works by the clock

    def run(self) -> None:
        """Use the time that there is."""
        standing, terms = self.standing, self.terms
        side = OneSide(standing, self.search, self.sides)
        if not terms.repeatable and side.is_all and side.run(self._glanced):
            return
        search_around_best(self.search, standing, (0.0, FIRST))
        if standing.limit < GUIDE_FROM:
            search_around_best(self.search, standing, (FIRST, 1.0))
            return
        used = standing.best.used_services()
        if terms.cost_alone:
            guided = standing.limit >= GUIDED_PART
            self._by_gain(Guide(standing.inserter, used, PART_COLUMNS * standing.limit) if guided else None, None)
            return
        if standing.settled:
            return
        share = OUTLINE_COUNTED if terms.repeatable else OUTLINE_TURN
        proven, solution = first_outline(standing.inserter, share * standing.limit, self.rng)
        standing.offer(solution)
        standing.prove(proven)
        if standing.over(LAST_TURN):
            return
        bound, seconds = None, BOUND_TURN * standing.limit
        if standing.bound_pays(seconds):
            bound = build_bound(standing.inserter, columns_of(standing.inserter, standing.best), seconds)
            standing.watch.spend(FLOW * len(bound.flows))
        self._by_gain(Guide(standing.inserter, used, SLICE * standing.limit), bound)

    def _by_gain(self, guide: Guide | None, bound: BoundMaster | None) -> None:
        """Give each next slice of time to what gained most a second lately: search and compositions, and with a guide
        routes and columns; now and then the bound, if it pays, has its turn.
        """
        standing = self.standing
        routes, composes = guide is not None and self.routes, self.elite.worthwhile
        possible = {"routes": routes, "columns": guide is not None, "search": True, "compositions": composes}
        turns = Turns([name for name, may in possible.items() if may], self.rng)
        moments, short = list(BOUND_MOMENTS), min(SLICE, short_turn(SHORT * standing.limit) / standing.limit)
        shares = {"routes": SLICE, "columns": PART_COLUMNS if self.terms.cost_alone else SLICE}
        while not (standing.settled or standing.over(LAST_TURN)):
            now = standing.elapsed() / standing.limit
            if bound is not None and moments and now >= moments[0]:
                moments.pop(0)
                self._bounded(bound, time.monotonic() + BOUND_TURN * standing.limit)
                continue
            activity = turns.next()
            share = shares.get(activity, short)
            until = standing.started + min(1.0, now + share) * standing.limit
            before, began = standing.best.cost, standing.watch.now()
            if activity == "search":
                search_around_best(self.search, standing, (now, min(1.0, now + share)))
            else:
                standing.phase = activity
                if activity == "routes":
                    standing.offer(self.sides.improve(standing.best, until, standing.done))
                elif activity == "compositions":
                    standing.offer(self.elite.compose(standing.best, until - began, self.rng))
                elif guide is not None:
                    standing.offer(guide.turn(standing.best, self.elite.best(), until, standing.done, self.rng))
            turns.took(activity, before - standing.best.cost, standing.watch.now() - began)

    def _glanced(self) -> None:
        """A moment for the bound where the time is the one side's."""
        if not self.terms.cost_alone and not self.standing.done():
            seconds = ONE_SIDED_BOUND * self.standing.limit
            until = time.monotonic() + seconds
            columns = self.sides.promising(self.standing.best, seconds)
            self._bounded(build_bound(self.standing.inserter, columns), until)

    def _bounded(self, bound: BoundMaster, until: float) -> None:
        """Work on the bound until a moment of the monotonic clock; where seconds are counted, for a share of these."""
        standing = self.standing
        standing.phase = "relax"
        if self.terms.repeatable:
            self._count_bound(bound, standing.elapsed() + BOUND_COUNTED * standing.limit)
        else:
            bound.improve(until, standing.done)
        standing.prove(Proven(bound.bound, bound.method, bound.solved))

    def _count_bound(self, bound: BoundMaster, until: float) -> None:
        """Work on the bound until a counted moment, if a round of it could be finished in two such turns."""
        standing, counted = self.standing, bound.worked_s

        def over() -> bool:
            nonlocal counted
            standing.watch.spend(bound.worked_s - counted)  # it is asked before each step
            counted = bound.worked_s
            return self.terms.should_stop() or standing.elapsed() >= until

        if bound.round_s <= 2 * (until - standing.elapsed()):
            bound.improve(math.inf, over)
        over()
