"""The order of the optimiser's work, and what it promises: a valid plan soon, then better ones until the limit."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from transport.case import Case
from transport.plan import Plan
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets, close_short_services, group_coaches, practice
from transport.solver.guide import Guide
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import Relaxation, relax
from transport.solver.search import Budget, Search
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the optimiser is: CNY of the best plan, a proven bound and the gap (``None`` before there is one)."""

    cost: float
    lower_bound: float | None
    gap: float | None
    elapsed_s: float
    phase: str


def solve(
    case: Case,
    travel: TravelMatrix,
    *,
    time_limit_s: float,
    seed: int = 0,
    threads: int = 0,
    repeatable: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a case.

    Parameters
    ----------
    case, travel
        The case and its roads.
    time_limit_s
        Seconds of wall clock, from 0; a valid plan comes back however few.
    seed
        Start of the chance that the search uses.
    threads
        Processes to use; 0: as many as there are cores.
    repeatable
        The same input gives the same plan: a fixed amount of work in one process instead of a clock.
    on_progress
        Called when there is a better plan or bound.
    should_stop
        Asked often; once it says yes, the best plan so far comes back.
    """
    return _Run(case, travel, time_limit_s, seed, threads, repeatable, on_progress, should_stop).plan()


class _Run:
    def __init__(
        self, case: Case, travel: TravelMatrix, time_limit_s: float, seed: int, threads: int, repeatable: bool,
        on_progress: Callable[[Progress], None] | None, should_stop: Callable[[], bool] | None,
    ) -> None:  # fmt: skip
        self.started = time.monotonic()
        self.limit, self.seed, self.repeatable = time_limit_s, seed, repeatable
        self.problem = Problem(case, travel)
        self.reach = Reach(self.problem)
        self.inserter = Inserter(self.problem, self.reach, TripFactory(self.problem))
        self.on_progress, self.should_stop = on_progress, should_stop or (lambda: False)
        self.best = Solution(self.problem)
        self.bound: Relaxation | None = None
        self.phase = "start"

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def over(self, share: float = 1.0) -> bool:
        return self.should_stop() or (not self.repeatable and self.elapsed() >= share * self.limit)

    def offer(self, solution: Solution | None) -> None:
        """Take a solution as the best one if it is valid and cheaper, and tell."""
        if solution is not None and solution.shortage() == 0 and solution.cost < self.best.cost - 1e-6:
            self.best = solution
            self.tell()

    def tell(self) -> None:
        if self.on_progress is not None:
            cost, bound = self.best.cost, None if self.bound is None else self.bound.bound
            gap = None if bound is None else ((cost - bound) / cost if cost > 0 else 0.0)
            self.on_progress(Progress(cost, bound, gap, self.elapsed(), self.phase))

    def plan(self) -> Plan:
        rng = random.Random(self.seed)
        self.tell()
        self.phase = "baselines"
        baselines: dict[str, Solution | None] = {"all_tickets": all_tickets(self.problem)}
        baselines["group_coaches"] = group_coaches(self.problem, self.inserter)
        self.offer(baselines["group_coaches"])
        for name in ("all_direct", "all_connected"):
            direct = name == "all_direct"
            baselines[name] = None if self.over(0.5) else practice(self.problem, self.inserter, direct=direct, rng=rng)
            self.offer(baselines[name])
        self.phase = "construct"
        for neighbours in (0.5, 1.0, 0.2):
            if self.over(0.5):
                break
            self.offer(self.constructed(Mood(neighbours=neighbours), rng))
        self.phase = "relax"
        if not self.over():
            seconds = 30.0 if self.repeatable else min(0.15 * self.limit, self.limit - self.elapsed())
            self.bound = relax(self.problem, self.reach, seconds=seconds)
            self.tell()
        self.phase = "search"
        self.search = Search(self.inserter, rng)
        self.searched(0.12)
        if self.problem.offers and not self.over(0.6):
            self.guided(rng)
        self.searched(1.0)
        return build_plan(
            self.problem,
            self.best,
            lower_bound=None if self.bound is None else self.bound.bound,
            lower_bound_method=None if self.bound is None else "line-haul relaxation, whole units, underpriced access",
            baselines={name: None if s is None else s.cost for name, s in baselines.items()},
            solver={
                "seed": self.seed,
                "time_limit_s": self.limit,
                "elapsed_s": round(self.elapsed(), 1),
                "repeatable": self.repeatable,
            },
        )

    def searched(self, share: float) -> None:
        """Search around the best solution until a share of the time is used."""
        self.phase = "search"
        rounds = int(25 * self.limit * share) if self.repeatable else None
        until = float("inf") if self.repeatable else self.started + share * self.limit
        self.search.run(self.best, Budget(until, rounds, self.should_stop), self.offer)

    def guided(self, rng: random.Random) -> None:
        """Column generation, dives, and what they compose, each as the start of a new search where it is better."""
        self.phase = "columns"
        guide = Guide(self.inserter, {s for s, persons in enumerate(self.best.aboard) if persons})
        for share in (0.35, 0.6):
            guide.learn(self.best)
            guide.improve(self.started + share * self.limit, self.over)
            self.phase = "dive"
            made = guide.compose([self.best], self.started + (share + 0.1) * self.limit, self.over, rng)
            self.offer(made)
            if self.over(share + 0.15):
                break
            self.searched(share + 0.15)
            self.phase = "columns"

    def constructed(self, mood: Mood, rng: random.Random) -> Solution:
        solution = Solution(self.problem)
        self.inserter.insert(solution, range(len(self.problem.bundles)), mood, rng)
        close_short_services(solution, self.inserter)
        polish(solution, list(solution.trips), self.inserter)
        return solution
