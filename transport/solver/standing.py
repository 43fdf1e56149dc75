"""Where a run stands: on what terms and how long it runs, the best plan so far, and what is proven about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from transport.case import Case
from transport.check import check_plan
from transport.locale import Language
from transport.plan import Plan
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets
from transport.solver.bound import Proven
from transport.solver.bound_direct import first_bound_s
from transport.solver.flows import build_flows
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import MARGIN
from transport.solver.solution import Solution
from transport.solver.stopwatch import Stopwatch
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

REASONS_SHARE, REASONS_MOST = 0.04, 6.0
"""Share of the time limit, and seconds at most, that are kept for saying why people are left."""

TRIED_S = 30.0
"""Seconds until a bound by columns proves something, as expected from the number of people, up to which it is tried
however little time there is: few places or offers make it much quicker.
"""
SETTLED = 4 * MARGIN
"""Share of the cost that may be left between a plan and a bound that meet: little more than the margins of bounds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the optimiser is: CNY of the best plan, a proven bound and the gap (``None`` before there is one)."""

    cost: float
    lower_bound: float | None
    gap: float | None
    elapsed_s: float
    phase: str


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a case is planned; what is not said here stands at ``run.solve``.

    Parameters
    ----------
    helpers
        Processes besides the main one.
    at_once
        Parts of a large case that are solved at a time.
    cost_alone
        Neither bounds nor reasons are wanted.
    parts
        Whether the case is solved in parts first; ``None``: as its size suggests.
    """

    time_limit_s: float
    seed: int = 0
    helpers: int = 0
    repeatable: bool = False
    cost_alone: bool = False
    lang: Language = "zh"
    start: Plan | None = None
    cluster: str | None = None
    at_once: int = 1
    parts: bool | None = None
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] = lambda: False


class Standing:
    """The clock of a run and the best so far. Whatever finds a solution or a bound offers it here."""

    def __init__(self, case: Case, travel: TravelMatrix, terms: Terms) -> None:
        self.began = time.monotonic()
        self.watch = Stopwatch(counted=terms.repeatable)
        self.started = self.watch.now()
        self.terms, self.travel = terms, travel
        self.limit = terms.time_limit_s - min(REASONS_SHARE * terms.time_limit_s, REASONS_MOST)
        self.problem = Problem(case, travel, self.watch)
        self.reach = Reach(self.problem)
        self.inserter = Inserter(self.problem, self.reach, TripFactory(self.problem))
        self.best = Solution(self.problem)
        self.grouped: Solution | None = None  # with groups together though they may be split: to be routed first
        self.proven: Proven | None = None
        self.phase = "start"

    def elapsed(self) -> float:
        """Seconds since the start, counted where the work must be repeatable."""
        return self.watch.now() - self.started

    def clocked(self) -> float:
        """Seconds of the clock since the start."""
        return time.monotonic() - self.began

    def over(self, share: float = 1.0) -> bool:
        """Whether a share of the time for planning is used, or we are told to stop."""
        return self.terms.should_stop() or self.elapsed() >= share * self.limit

    def done(self) -> bool:
        """Whether there is nothing left to improve, or no time to do so."""
        return self.settled or self.over()

    @property
    def settled(self) -> bool:
        """Whether the best plan is proven to be the cheapest, but for what bounds leave off for safety."""
        return self.proven is not None and self.best.cost - self.proven.bound <= SETTLED * self.best.cost

    def offer(self, solution: Solution | None) -> None:
        """Take a solution as the best one if it is valid and cheaper, and tell."""
        if solution is not None and solution.shortage() == 0 and solution.cost < self.best.cost - 1e-6:
            self.best = solution
            self.tell()

    def prove(self, proven: Proven | None) -> None:
        """Take a proven bound if it is better, and tell."""
        if proven is not None and (self.proven is None or proven.bound > self.proven.bound):
            self.proven = proven
            self.tell()

    def bound_pays(self, seconds: float) -> bool:
        """Whether a bound by columns may be expected to prove something within so many seconds, or is tried anyhow."""
        expected = first_bound_s(self.problem, self.reach, build_flows(self.problem, self.reach))
        return expected <= max(seconds, TRIED_S)

    def tell(self) -> None:
        """Say how far the work is."""
        if self.terms.on_progress is not None:
            cost, bound = self.best.cost, None if self.proven is None else self.proven.bound
            gap = None if bound is None else ((cost - bound) / cost if cost > 0 else 0.0)
            self.terms.on_progress(Progress(cost, bound, gap, self.clocked(), self.phase))

    def built(self, solution: Solution) -> Plan:
        """A solution as a plan that says nothing about bounds and reasons."""
        return build_plan(
            self.problem, solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(self.problem)}, solver={},
        )  # fmt: skip

    def checked(self, solution: Solution | None) -> float | None:
        """The cost of a simple practice that the independent checker accepts as a plan; it may be our best so far."""
        if solution is None:
            return None
        self.offer(solution)
        plan = self.built(solution)
        report = check_plan(self.problem.case, self.travel, plan.to_document())
        return None if report.violations else plan.summary.total_cost
