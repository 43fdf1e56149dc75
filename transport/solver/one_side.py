"""Where one side is nearly the whole case, routing it gets nearly all the time."""

from __future__ import annotations

import time
from collections.abc import Callable

from transport.solver.search import Search, search_around_best
from transport.solver.sides import LEAST_S, SideSearch, one_sided
from transport.solver.solution import Solution
from transport.solver.standing import Standing

ROUTED_SHARE, SPLIT_SHARE = 0.85, 0.92
"""Shares of the time to which the side is routed, and to which search splits groups that may be split."""
WAITING_SHARE = 0.3
"""Share of the time that is tried to take along, on the one side, those whom the first plan left."""


class OneSide:
    """Routes the side that a case consists of.

    Parameters
    ----------
    standing
        The run: what is found is offered there.
    search, sides
        The two ways to improve a solution.
    """

    def __init__(self, standing: Standing, search: Search, sides: SideSearch) -> None:
        self.standing, self.search, self.sides = standing, search, sides

    @property
    def is_all(self) -> bool:
        """Whether there is nothing else to plan."""
        return self.sides.worthwhile and one_sided(self.standing.best, self.standing.reach)

    def run(self, meanwhile: Callable[[], None]) -> bool:
        """Use the time that there is, for something else in between as well.

        Returns
        -------
        bool
            Whether all of it was of use; not so where people wait whom the side cannot take along.
        """
        standing = self.standing
        self._route(ROUTED_SHARE, standing.grouped)
        if standing.problem.case.rules.split_groups and not standing.done():
            search_around_best(self.search, standing, (ROUTED_SHARE, SPLIT_SHARE))  # one by one, groups too
        meanwhile()
        self._route(1.0)
        return not self.sides.gave_up

    def _route(self, share: float, grouped: Solution | None = None) -> None:
        """Route sides anew until a share of the time is used: the best plan's, or those of one with whole groups."""
        standing, sides = self.standing, self.sides
        standing.phase = "routes"
        limit = standing.limit
        while (left := share * limit - standing.elapsed()) >= LEAST_S and not (standing.done() or sides.gave_up):
            start = standing.best if grouped is None else grouped
            seconds = left if None not in start.ways else min(left, WAITING_SHARE * limit)
            found = sides.improve(start, time.monotonic() + seconds, standing.done, single=grouped is None)
            standing.offer(found)
            grouped = None if grouped is None else found
