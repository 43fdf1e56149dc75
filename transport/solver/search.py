"""The search: take some people out, put them back better, keep what is cheaper or nearly so (simulated annealing)."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from transport.solver.coaches import Coaches
from transport.solver.elite import NEAR, Elite
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.ruin import Ruins, remove
from transport.solver.solution import Solution
from transport.solver.standing import Standing
from transport.solver.stopwatch import ROUND
from transport.solver.weeding import weed

HEAT, COOLEST = 0.3, 0.015
"""Starting temperatures where time is plenty, and where it is short."""
PLENTY = 0.04
"""Seconds a person from which time is plenty."""
SIZES = (8, 15, 30, 60, 110)
"""Persons taken out in a round; drawn at random."""
COACHES, COACH_SIZES = 0.15, (40, 80, 120)
"""Share of rounds in which direct coaches are built anew, and persons taken out for that; drawn at random."""
LINES, LINE_SHARES = 0.2, (0.6, 1.0, 1.5)
"""Share of rounds in which a service is filled anew, and how many of its unit's seats are offered; drawn at random."""
MOST_LEFT = 80
"""Bundles on tickets who may ride coaches that are built anew, besides those taken out."""


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop: a moment of the problem's watch, a number of rounds, or a signal from outside.

    ``cooled`` is how far the whole search is on its way (0 to 1) at the start of this budget and at its end; it sets
    the temperature.
    """

    until: float = math.inf
    rounds: int | None = None
    should_stop: Callable[[], bool] = lambda: False
    cooled: tuple[float, float] = (0.0, 1.0)

    def over(self, done: int, now: float) -> bool:
        return (self.rounds is not None and done >= self.rounds) or now >= self.until or self.should_stop()


def heat_for(seconds: float, persons: int) -> float:
    """Starting temperature for a search of so many seconds: the fewer rounds there are a person, the cooler."""
    share = min(1.0, seconds / (PLENTY * max(1, persons)))
    return max(COOLEST, HEAT * share**4)


class Search:
    """Ruin and recreate around one incumbent.

    Parameters
    ----------
    inserter
        Builds ways for people.
    rng
        The only source of chance.
    heat
        Starting temperature in shares of what a person costs on average: how much worse a round may leave the
        solution and still be kept now and then.
    elite
        Remembers the trips of solutions that are nearly the best (``None``: nobody does).
    """

    def __init__(self, inserter: Inserter, rng: random.Random, heat: float = HEAT, elite: Elite | None = None) -> None:
        self.inserter, self.rng, self.heat, self.elite = inserter, rng, heat, elite
        self.problem: Problem = inserter.problem
        self.ruins = Ruins(self.problem)
        self.coaches = Coaches(inserter)
        self.coach_share = COACHES if self.problem.offers_by_kind["direct"] else 0.0
        self.riders_of = self._riders()
        self.line_share = LINES if self.riders_of else 0.0
        self.penalty = 2 * max((b.fallback / b.size for b in self.problem.bundles), default=0.0) + 1

    def value(self, solution: Solution) -> float:
        """Cost, and a penalty where a service has fewer people than it needs to run."""
        return solution.cost + self.penalty * solution.shortage()

    def run(self, start: Solution, budget: Budget, on_better: Callable[[Solution], None]) -> Solution:
        """Improve until the budget is over; return the best solution that keeps every rule."""
        rng = self.rng
        current, current_value = start, self.value(start)
        best, best_value = start, current_value
        watch = self.problem.watch
        began, done = watch.now(), 0
        span = max(budget.until - began, 1e-3)
        low, high = budget.cooled
        warm = self.heat / max(1, len(self.problem.case.workers))
        while not budget.over(done, watch.now()):
            share = done / budget.rounds if budget.rounds else min(1.0, (watch.now() - began) / span)
            temperature = max(1e-9, warm * best_value * (1 - low - share * (high - low)) ** 2)
            candidate = self.step(current)
            done += 1
            value = self.value(candidate)
            if value < current_value or rng.random() < math.exp(min(0.0, (current_value - value) / temperature)):
                current, current_value = candidate, value
            if self.elite is not None and value <= (1 + NEAR) * best_value and candidate.shortage() == 0:
                self.elite.note(candidate)
            if value < best_value - 1e-6 and candidate.shortage() == 0:
                best, best_value = candidate, value
                on_better(candidate)
            elif done % 400 == 0:
                current, current_value = best, best_value
        return best

    def step(self, current: Solution) -> Solution:
        """One round on a copy: ruin, recreate, polish what was touched."""
        rng, candidate = self.rng, current.copy()
        self.problem.watch.spend(ROUND)
        draw = rng.random()
        if draw < self.coach_share:
            pending = self._coaches(candidate)
        elif draw < self.coach_share + self.line_share:
            pending = self._line(candidate)
        else:
            size = min(len(self.problem.case.workers), rng.choice(SIZES))
            chosen = self.ruins.choose(candidate, size, rng)
            waiting = self.ruins.waiting(candidate, chosen, 40, rng)
            pending = remove(candidate, chosen, self.inserter) + waiting
            pending = list(dict.fromkeys(b for b in pending + chosen if candidate.ways[b] is None))
        mood = Mood(neighbours=rng.choice((0.0, 0.3, 0.6, 1.0)), unit_fill=rng.choice((0.4, 0.8, 1.0)), noise=0.06)
        self.inserter.insert(candidate, pending, mood, rng)
        touched = [n for n, draft in candidate.trips.items() if current.trips.get(n) is not draft]
        weed(candidate, touched, self.inserter)
        polish(candidate, touched, self.inserter)
        return candidate

    def _riders(self) -> dict[int, list[int]]:
        """Cells that can use the services of each run."""
        riders: dict[int, list[int]] = defaultdict(list)
        for c, services in enumerate(self.inserter.reach.services_of):
            for run in dict.fromkeys(self.problem.service_run[s] for s in services):
                riders[run].append(c)
        return dict(riders)

    def _line(self, candidate: Solution) -> list[int]:
        """Offer a run's seats to as many people as one more unit has, and coaches to those left; who is still left.

        A unit pays only with many people aboard, more than would come to it one by one.
        """
        rng, problem, inserter = self.rng, self.problem, self.inserter
        run = rng.choice(list(self.riders_of))
        chosen = candidate.on_run(run) if rng.random() < 0.5 else []
        size = int(problem.run_capacity[run] * rng.choice(LINE_SHARES))
        chosen += self.ruins.travellers(candidate, self.riders_of[run], size, rng)
        pending = remove(candidate, dict.fromkeys(chosen), inserter)
        pending += [b for b in chosen if candidate.ways[b] is None]
        pending = list(dict.fromkeys(pending))
        with inserter.restricted(frozenset(problem.run_services[run]), direct=False):
            inserter.insert(candidate, pending, Mood(neighbours=1.0, unit_fill=1.0, noise=0.06), rng)
        touched = {n for b in pending if (way := candidate.ways[b]) is not None for n in (way.first, way.last)}
        pending += weed(candidate, touched, inserter)
        pending = [b for b in dict.fromkeys(pending) if candidate.ways[b] is None]
        self.coaches.build(candidate, pending, rng)
        return [b for b in pending if candidate.ways[b] is None]

    def _coaches(self, candidate: Solution) -> list[int]:
        """Take neighbouring coaches out and build others for their people and those left nearby; who is still left."""
        rng = self.rng
        chosen = self.ruins.coaches(candidate, rng.choice(COACH_SIZES), rng)
        pending = remove(candidate, chosen, self.inserter)
        pending += self.ruins.left(candidate, chosen, MOST_LEFT, rng)
        pending = list(dict.fromkeys(pending))
        self.coaches.build(candidate, pending, rng)
        return [b for b in pending if candidate.ways[b] is None]


def search_around_best(search: Search, standing: Standing, shares: tuple[float, float]) -> None:
    """Search around the best plan of a run from one share of its time to another."""
    standing.phase = "search"
    budget = Budget(standing.started + shares[1] * standing.limit, None, standing.done, shares)
    search.run(standing.best, budget, standing.offer)
