"""Searching anew from the first plan a few times, and composing a plan of the trips that all of them met.

What a search ends in depends on chance more than on time, once there are rounds enough a person.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from transport.solver.elite import Elite
from transport.solver.search import Budget, Search, heat_for
from transport.solver.solution import Solution
from transport.solver.standing import Standing

PERSON_S, LEAST_S, MOST = 0.015, 9.0, 6
"""Seconds a person, and at all, from which a search of its own is worth while, and how many there are at the most."""
COMPOSING = 0.2
"""Share of the time of a search that is spent on composing behind it."""
SLICE = 0.01
"""Share of the time limit after which others have their say."""


class Restarts:
    """The searches of a run that begin anew.

    Parameters
    ----------
    standing
        The run: what is found is offered there.
    search, elite
        The search, and what remembers the trips that it meets.
    rng
        The only source of chance.
    """

    def __init__(self, standing: Standing, search: Search, elite: Elite, rng: random.Random) -> None:
        self.standing, self.search, self.elite, self.rng = standing, search, elite, rng

    def run(self, share: float, tend: Callable[[], None]) -> None:
        """Search anew for a share of the time limit, if that is enough for two searches at least; ``tend`` is called
        now and then.
        """
        standing, persons = self.standing, len(self.standing.problem.case.workers)
        seconds = share * standing.limit
        many = min(MOST, int(seconds / ((1 + COMPOSING) * max(LEAST_S, PERSON_S * persons))))
        if many < 2 or not self.elite.worthwhile:
            return
        start, heat, each = standing.best, self.search.heat, seconds / many
        self.search.heat = heat_for(each / (1 + COMPOSING), persons)
        for _ in range(many):
            began = standing.elapsed()
            self._search(start, each / (1 + COMPOSING), tend)
            if standing.done():
                break
            standing.offer(self.elite.compose(standing.best, began + each - standing.elapsed(), self.rng))
            tend()
        self.search.heat = heat

    def _search(self, start: Solution, seconds: float, tend: Callable[[], None]) -> None:
        """One search from its start, for so many seconds."""
        standing, watch = self.standing, self.standing.watch
        standing.phase, course, began = "search", self.search.begin(start), watch.now()
        while (gone := watch.now() - began) < seconds and not standing.done():
            slice_s = min(SLICE * standing.limit, seconds - gone)
            cooled = gone / seconds, (gone + slice_s) / seconds
            self.search.go_on(course, Budget(watch.now() + slice_s, None, standing.done, cooled), standing.offer)
            tend()
