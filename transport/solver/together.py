"""Several processes: search and routing here, while helpers generate columns, prove bounds and search."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from transport.solver.elite import Elite
from transport.solver.guide import Guide
from transport.solver.one_side import ROUTED_SHARE, OneSide
from transport.solver.search import Budget, Search
from transport.solver.sides import SideSearch
from transport.solver.solution import Solution
from transport.solver.standing import Standing
from transport.solver.team import Team
from transport.solver.turns import Turns, short_turn

GUIDE_SHARE, BOUND_SHARE, OUTLINE_SHARE, SEARCH_SHARE = 0.2, 0.28, 0.12, 0.08
"""Shares of the time limit that a helper spends at a time on columns, on the bound, on the relaxation in time and what
is made of it, and on search."""
NEAR = 0.99
"""Share of what is proven that a bound must have come to after its turn to have the next one as well."""
OUTLINE_S = 12e-3
"""Seconds for the relaxation in time at the least, for each person."""
MOST_KINDS = 15_000
"""Kinds of people up to which columns and bounds fit into a helper's memory; with more, all helpers search."""
ROUTED_FIRST = 0.4
"""Share of the time left in which the first helper routes where one side is nearly the whole case."""
SLICES, SHORT = {"columns": 0.12, "routes": 0.04}, 0.012
"""Shares of the time limit that turns take in the main process, and that of a short one."""
GENERATED_FROM, MOST_GENERATED = 20.0, 2000
"""Seconds of time limit from which the main process generates columns, too, and for how many persons at the most."""


class Together:
    """Improves the best plan and the bound of a run in several processes.

    Parameters
    ----------
    standing
        The run: what is found is offered there.
    search, sides, elite
        The ways to improve a solution in this process.
    """

    def __init__(self, standing: Standing, search: Search, sides: SideSearch, elite: Elite) -> None:
        self.standing, self.search, self.sides, self.elite = standing, search, sides, elite
        self.limit = standing.limit
        self.asked = 0  # columns and bounds so far
        self.outlined = False
        self.hopeless = False  # whether the last bound that came back is far below what was proven before
        self.guide: Guide | None = None  # the main process's own
        self.columns = len(standing.problem.cells) <= MOST_KINDS
        few = len(standing.problem.bundles) <= MOST_GENERATED
        self.generates = self.columns and few and self.limit >= GENERATED_FROM
        self.bounds = self.columns and standing.bound_pays(BOUND_SHARE * self.limit)

    def run(self) -> None:
        """Use the time that there is; the best of all goes on."""
        standing = self.standing
        team = self._team()
        side = OneSide(standing, self.search, self.sides)
        try:
            if side.is_all:
                self._employ_on_side(team)
                if side.run(lambda: self._collect(team)):
                    self._collect(team)
                    return
            self._by_gain(team, standing.done)
        finally:
            team.dismiss()

    def outline(self) -> None:
        """Search until the first helper is through with the relaxation in time and what is made of it."""
        team = self._team()
        try:
            self._by_gain(team, lambda: self.standing.done() or (self.outlined and not team.is_at_work(0)))
            self._collect(team)
        finally:
            team.dismiss()

    def _team(self) -> Team:
        standing, terms = self.standing, self.standing.terms
        return Team(standing.problem.case, standing.travel, terms.helpers, terms.seed, self.search.heat)

    def _by_gain(self, team: Team, over: Callable[[], bool]) -> None:
        """Search, routes and compositions here, whichever gained most lately, in short turns, until it is over; the
        helpers get new work in between.
        """
        standing = self.standing
        first = standing.elapsed() / self.limit
        possible = {
            "search": True,
            "columns": self.generates,
            "routes": self.sides.worthwhile,
            "compositions": self.elite.worthwhile,
        }
        rng = random.Random(standing.terms.seed)
        turns = Turns([name for name, may in possible.items() if may], rng)
        short, standing.phase = short_turn(SHORT * self.limit), "search"
        while True:
            self._collect(team)
            if over():
                break
            self._employ_idle(team)
            now = standing.elapsed() / self.limit
            activity, before, began = turns.next(), standing.best.cost, time.monotonic()
            seconds = max(short, SLICES.get(activity, 0.0) * self.limit)
            seconds = min(seconds, self.limit - standing.elapsed())
            if activity == "routes":
                standing.offer(self.sides.improve(standing.best, began + seconds, standing.done))
            elif activity == "columns":
                standing.offer(self._guided(began + seconds, rng))
            elif activity == "compositions":
                standing.offer(self.elite.compose(standing.best, seconds, rng))
            else:
                cooled = max(now, first), min(1.0, now + seconds / self.limit)
                budget = Budget(began + seconds, None, standing.done, cooled)
                self.search.run(standing.best, budget, standing.offer)
            turns.took(activity, before - standing.best.cost, time.monotonic() - began)

    def _guided(self, until: float, rng: random.Random) -> Solution | None:
        """What columns come to that are generated until then."""
        standing = self.standing
        if self.guide is None:
            self.guide = Guide(standing.inserter, standing.best.used_services(), until - time.monotonic())
        return self.guide.turn(standing.best, self.elite.best(), until, standing.done, rng)

    def _employ_idle(self, team: Team) -> None:
        """Give those helpers new work who have none."""
        now = self.standing.elapsed() / self.limit
        for helper in team.idle():
            self._employ(team, helper, now)

    def _collect(self, team: Team) -> None:
        """Take what the helpers have found."""
        for result in team.collect():
            if result.proven is not None:
                self.standing.prove(result.proven)
                known = self.standing.proven
                self.hopeless = known is not None and result.proven.bound < NEAR * known.bound
            if result.solution is not None:
                self.standing.offer(Solution.unpack(self.standing.problem, result.solution))
            if self.guide is not None:
                self.guide.take(result.columns)

    def _employ_on_side(self, team: Team) -> None:
        """All helpers route the side from where it stands, each by its own chance; the first then proves bounds."""
        standing = self.standing
        left, grouped = self.limit - standing.elapsed(), standing.grouped
        start = standing.best if grouped is None else grouped
        for helper in team.idle():
            proves = helper == 0 and self.columns
            share = ROUTED_FIRST if proves else ROUTED_SHARE
            team.ask_routes(helper, start, share * left, single=grouped is None)
            if proves:
                team.ask_bound(helper, standing.best, (ROUTED_SHARE - ROUTED_FIRST) * left)

    def _employ(self, team: Team, helper: int, now: float) -> None:
        """Give an idle helper work: the first generates columns now and then, also after a bound that came to little,
        and proves bounds, where that pays; the others search.
        """
        standing, limit = self.standing, self.limit
        left = limit - standing.elapsed()
        if left < 0.5:
            return
        solved = standing.proven is not None and standing.proven.solved
        is_first = helper == 0 and left > 2.0 and self.columns
        if is_first and not self.outlined:
            self.outlined = True
            least = max(1.5, OUTLINE_S * len(standing.problem.case.workers))
            seconds = min(max(least, OUTLINE_SHARE * limit), 0.9 * left)
            team.ask_outline(helper, seconds, (now, now + seconds / limit))
            return
        if is_first and not (solved and self.asked >= 8):
            self.asked += 1
            if self.asked % 3 == 1 or solved or self.hopeless:
                self.hopeless = False
                seconds = min(max(1.5, GUIDE_SHARE * limit), 0.85 * left)
                handed = () if self.guide is None else self.guide.used()
                team.ask_guide(helper, standing.best, self.elite.best(), handed, seconds)
                return
            if self.bounds:
                team.ask_bound(helper, standing.best, min(max(1.5, BOUND_SHARE * limit), 0.9 * left))
                return
        seconds = min(max(1.0, SEARCH_SHARE * limit), left - 0.2)
        team.ask_search(helper, standing.best, seconds, (now, now + seconds / limit))
