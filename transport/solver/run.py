"""The order of the optimiser's work, and what it promises: a valid plan soon, then better ones until the limit."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from transport.case import Case
from transport.check import check_plan
from transport.locale import Language
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
from transport.solver.team import Team
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

TEAM_FROM = 6.0
"""Seconds of time limit from which it pays to start helper processes."""
GUIDE_FROM = 3.0
"""Seconds of time limit from which it pays to generate columns."""
ROUNDS_PER_SECOND = 25
"""Rounds of search that stand for a second where the work must be repeatable."""


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
    lang: Language = "zh",
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
    lang
        Language of the sentences that say why somebody is left.
    """
    run = _Run(case, travel, time_limit_s, seed, threads, repeatable)
    run.on_progress, run.should_stop, run.lang = on_progress, should_stop or run.should_stop, lang
    return run.plan()


class _Run:
    def __init__(
        self, case: Case, travel: TravelMatrix, time_limit_s: float, seed: int, threads: int, repeatable: bool
    ) -> None:
        self.started = time.monotonic()
        self.limit, self.seed, self.repeatable = time_limit_s, seed, repeatable
        self.travel = travel
        self.helpers = (threads or os.cpu_count() or 1) - 1
        self.on_progress: Callable[[Progress], None] | None = None
        self.should_stop: Callable[[], bool] = lambda: False
        self.lang: Language = "zh"
        self.problem = Problem(case, travel)
        self.reach = Reach(self.problem)
        self.inserter = Inserter(self.problem, self.reach, TripFactory(self.problem))
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
        baselines = self.practised(rng)
        self.relaxed()
        self.search = Search(self.inserter, rng)
        if self.problem.offers and not self.over():
            if self.repeatable or self.helpers == 0 or self.limit < TEAM_FROM:
                self.alone(rng)
            else:
                self.together()
        bound = None if self.bound is None else self.bound.bound
        return build_plan(
            self.problem,
            self.best,
            lower_bound=bound,
            lower_bound_method=None if bound is None else "line-haul relaxation, whole units, underpriced access",
            baselines=baselines,
            lang=self.lang,
            solver={
                "seed": self.seed,
                "time_limit_s": self.limit,
                "elapsed_s": round(self.elapsed(), 1),
                "repeatable": self.repeatable,
            },
        )

    def practised(self, rng: random.Random) -> dict[str, float | None]:
        """What simple practices cost, each checked as a plan, and a first construction of our own in between."""
        self.phase = "baselines"
        costs: dict[str, float | None] = {"all_tickets": all_tickets(self.problem)}
        costs["group_coaches"] = self.checked(group_coaches(self.problem, self.inserter, lambda: self.over(0.3)))
        self.phase = "construct"
        for neighbours in (0.5, 0.2):
            if not self.over(0.3):
                self.offer(self.constructed(Mood(neighbours=neighbours), rng))
        self.phase = "baselines"
        for name in ("all_direct", "all_connected"):
            direct = name == "all_direct"
            done = None if self.over(0.5) else practice(self.problem, self.inserter, direct=direct, rng=rng)
            costs[name] = self.checked(done)
        return costs

    def checked(self, solution: Solution | None) -> float | None:
        """The cost of a simple practice that the independent checker accepts as a plan; it may be our first plan."""
        if solution is None or self.over(0.6):
            return None
        plan = build_plan(
            self.problem, solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(self.problem)}, solver={},
        )  # fmt: skip
        report = check_plan(self.problem.case, self.travel, plan.to_document())
        if report.violations:
            return None
        self.offer(solution)
        return plan.summary.total_cost

    def relaxed(self) -> None:
        """A first proven bound."""
        self.phase = "relax"
        if not self.over(0.6):
            seconds = 30.0 if self.repeatable else min(0.15 * self.limit, self.limit - self.elapsed())
            self.bound = relax(self.problem, self.reach, seconds=seconds)
            self.tell()

    # ---- one process

    def alone(self, rng: random.Random) -> None:
        """Search, columns, search, columns, search, each for a share of the time or of the work."""
        self.searched((0.0, 0.12))
        if not self.repeatable and self.limit < GUIDE_FROM:
            self.searched((0.12, 1.0))
            return
        guide = Guide(self.inserter, {s for s, persons in enumerate(self.best.aboard) if persons})
        for start, end in ((0.12, 0.5), (0.5, 1.0)):
            if self.over(0.9):
                break
            self.phase = "columns"
            guide.learn(self.best)
            if self.repeatable:
                guide.improve(float("inf"), self.over, rounds=30)
                self.offer(guide.compose([self.best], float("inf"), self.over, rng))
            else:
                middle = start + 0.5 * (end - start)
                guide.improve(self.started + middle * self.limit, self.over)
                self.offer(guide.compose([self.best], self.started + (middle + 0.1) * self.limit, self.over, rng))
            self.searched((start, end))

    def searched(self, cooled: tuple[float, float]) -> None:
        """Search around the best solution until a share of the time is used."""
        self.phase = "search"
        rounds = int(ROUNDS_PER_SECOND * self.limit * (cooled[1] - cooled[0])) if self.repeatable else None
        until = float("inf") if self.repeatable else self.started + cooled[1] * self.limit
        self.search.run(self.best, Budget(until, rounds, self.should_stop, cooled), self.offer)

    # ---- several processes

    def together(self) -> None:
        """Search here while helpers generate columns and search elsewhere; the best of all goes on."""
        team = Team(self.problem.case, self.travel, self.helpers, self.seed)
        first = self.elapsed() / self.limit
        guided = 0
        self.phase = "search"
        try:
            while not self.over():
                now = self.elapsed() / self.limit
                left = self.limit - self.elapsed()
                for helper in team.idle():
                    if helper == 0 and guided < 4 and left > 2.0:
                        guided += 1
                        team.ask_guide(helper, [self.best], min(0.22 * self.limit, 0.8 * left))
                    elif left > 0.5:
                        seconds = min(max(1.0, 0.08 * self.limit), left - 0.2)
                        team.ask_search(helper, self.best, seconds, (now, now + seconds / self.limit))
                seconds = min(max(0.5, 0.04 * self.limit), left)
                budget = Budget(
                    time.monotonic() + seconds, None, self.over, (max(now, first), min(1.0, now + seconds / self.limit))
                )
                self.search.run(self.best, budget, self.offer)
                for packed in team.collect():
                    self.offer(Solution.unpack(self.problem, packed))
        finally:
            team.dismiss()

    def constructed(self, mood: Mood, rng: random.Random) -> Solution:
        solution = Solution(self.problem)
        self.inserter.insert(solution, range(len(self.problem.bundles)), mood, rng)
        close_short_services(solution, self.inserter)
        polish(solution, list(solution.trips), self.inserter)
        return solution
