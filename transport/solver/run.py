"""The order of the optimiser's work, and what it promises: a valid plan soon, then better ones until the limit."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from transport.case import Case
from transport.check import check_plan
from transport.explanation import Explanation
from transport.locale import Language
from transport.plan import Plan
from transport.solver.assemble import build_plan, trip_ids
from transport.solver.baselines import all_tickets, close_short_services, group_coaches, practice
from transport.solver.bound import BoundMaster, Proven, build_bound
from transport.solver.coaches import Coaches
from transport.solver.explain import Depth, explain
from transport.solver.farm import cores
from transport.solver.guide import REPEATABLE_NODES, Guide
from transport.solver.insertion import Inserter, Mood
from transport.solver.outline import first_outline
from transport.solver.parts import Piece, Solved, merged
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import relax
from transport.solver.restart import rebuilt, restarted
from transport.solver.rounds import PART, Rounds
from transport.solver.search import Budget, Search, heat_for
from transport.solver.sides import LEAST_S, SideSearch, one_sided
from transport.solver.solution import Solution
from transport.solver.team import Team
from transport.solver.trips import TripFactory
from transport.solver.turns import Turns
from transport.solver.weeding import weed
from transport.travel import TravelMatrix

TEAM_FROM = 6.0
"""Seconds of time limit from which it pays to start helper processes."""
GUIDE_FROM = 0.8
"""Seconds of time limit from which it pays to generate columns."""
GUIDE_SHARE, BOUND_SHARE = 0.08, 0.25
"""Shares of the time limit that a helper spends at a time on columns, and on the bound."""
STARTS, STARTS_SHARE = (0.5, 0.2, 0.0, 0.5, 1.0, 0.2, 0.0, 0.5), 0.06
"""Shares of neighbours hoped for in the first solutions, and the share of the time after which two are enough."""
SLICE = 0.09
"""A turn's share of the time limit in one process."""
REASONS_SHARE, REASONS_MOST = 0.04, 6.0
"""Share of the time limit, and seconds at most, that are kept for saying why people are left."""
REPEATABLE_REASONS = (60, 6)
"""Kinds of people looked into, and those for whom changes are tried, where the work must be repeatable."""
GROUP, GROUPS_LEAST, GROUPS_SHARE = 2, 3.0, 0.75
"""People of a kind from which they are first routed together, seconds of time limit from which that pays, its share."""
ROUTED_SHARE, SPLIT_SHARE, ONE_SIDED_BOUND = 0.85, 0.92, 0.04
"""Where one side is nearly the whole case: shares of the time to which it is routed, and search splits groups that may
be split; and the moment that the bound has."""
WAITING_SHARE = 0.3
"""Share of the time that is tried to take along, on the one side, those whom the first plan left."""
OUTLINE_SHARE = 0.2
"""Share of the time limit for the relaxation in time and what is made of it."""
PARTS_FROM, PARTS_LEAST, PARTS_SHARE = 6000, 20.0, 0.8
"""Persons from which a case is solved in parts first, seconds of time limit from which that pays, and the share of it
that the parts take."""
PRACTICES = {"group_coaches": 0.08, "all_direct": 0.2, "all_connected": 0.3}
"""Simple practices of a part, and by what share of its time each must be there."""
ROUNDS_PER_SECOND, BOUND_ROUNDS = 25, 0.1
"""Rounds of search, and in each turn of the bound, that stand for a second where the work must be repeatable."""


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
    start: Plan | None = None,
    cluster: str | None = None,
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
    start
        A plan to start from, of this case or of another version of it: what can still be run of it is one more first
        solution. Nothing is refused; of a plan that has nothing to do with the case, nothing is taken.
    cluster
        Address of a Dask scheduler (``tcp://…``) whose workers solve the parts of a large case; ``None``: processes of
        this machine do.

    Raises
    ------
    MissingExtra, ClusterUnreachable
        A cluster is wanted, and the extra ``cluster`` is not installed, or nobody answers at the address.
    """
    at_once = 1 if cluster is None else cores(cluster)
    run = _Run(case, travel, time_limit_s, seed, threads, repeatable)
    run.on_progress, run.should_stop, run.lang = on_progress, should_stop or run.should_stop, lang
    run.start, run.cluster, run.at_once = start, cluster, at_once if cluster else run.helpers + 1
    return run.plan()


def solve_alone(
    piece: Piece, travel: TravelMatrix, seconds: float, seed: int, should_stop: Callable[[], bool],
    *, practices: bool = False,
) -> Solved:  # fmt: skip
    """Plan a part of a case in this process, for its cost alone: no bounds, and simple practices only if wanted."""
    run = _Run(piece.case, travel, seconds, seed, 1, False)
    run.should_stop, run.cost_alone, run.start = should_stop, True, piece.plan
    found = run.practised_alone(random.Random(seed)) if practices else {}
    return Solved(run.plan(), found)


class _Run:
    def __init__(
        self, case: Case, travel: TravelMatrix, time_limit_s: float, seed: int, threads: int, repeatable: bool
    ) -> None:
        self.started = time.monotonic()
        self.whole_limit, self.limit = time_limit_s, time_limit_s - min(REASONS_SHARE * time_limit_s, REASONS_MOST)
        self.seed, self.repeatable = seed, repeatable
        self.travel = travel
        self.helpers = (threads or os.cpu_count() or 1) - 1
        self.on_progress: Callable[[Progress], None] | None = None
        self.should_stop: Callable[[], bool] = lambda: False
        self.lang: Language = "zh"
        self.start: Plan | None = None
        self.cluster: str | None = None
        self.at_once = 1
        self.cost_alone = False
        self.problem = Problem(case, travel)
        self.reach = Reach(self.problem)
        self.inserter = Inserter(self.problem, self.reach, TripFactory(self.problem))
        self.coaches = Coaches(self.inserter)
        self.best = Solution(self.problem)
        self.proven: Proven | None = None
        self.phase = "start"
        self.asked = 0
        self.outlined = False

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
            cost, bound = self.best.cost, None if self.proven is None else self.proven.bound
            gap = None if bound is None else ((cost - bound) / cost if cost > 0 else 0.0)
            self.on_progress(Progress(cost, bound, gap, self.elapsed(), self.phase))

    def plan(self) -> Plan:
        """All the work, in order."""
        rng = random.Random(self.seed)
        self.tell()
        if self.start is not None:
            self.restart(self.start, rng, 0.5)
        if self.goes_in_groups():
            baselines = self.by_groups(rng)
        else:
            baselines = self.by_parts(rng) if self.is_large() else self.practised(rng)
        if self.problem.bundles and not self.over():
            self.sides = SideSearch(self.inserter, rng)
            self.search = Search(self.inserter, rng, heat_for(self.limit, len(self.problem.case.workers)))
            if self.repeatable or self.helpers == 0 or self.limit < TEAM_FROM:
                self.alone(rng)
            else:
                self.together()
        return build_plan(
            self.problem,
            self.best,
            lower_bound=None if self.proven is None else self.proven.bound,
            lower_bound_method=None if self.proven is None else self.proven.method,
            baselines=baselines,
            explanations=self.explained(),
            solver={
                "seed": self.seed,
                "time_limit_s": self.whole_limit,
                "elapsed_s": round(self.elapsed(), 1),
                "repeatable": self.repeatable,
            },
        )

    def restart(self, plan: Plan, rng: random.Random, share: float) -> None:
        """Offer what is left of a plan, and the same filled up as far as a share of the time goes."""
        self.inserter.over = lambda: self.over(share)
        for solution in restarted(plan, self.inserter, rng):
            self.offer(solution)
        self.inserter.over = self.over

    def is_large(self) -> bool:
        """Whether the case is solved in parts first: by the people who can go one by one, not by those in groups."""
        persons = len(self.problem.bundles)
        least = PART if self.cluster else PARTS_FROM
        return not self.repeatable and not self.cost_alone and persons > least and self.limit >= PARTS_LEAST

    def goes_in_groups(self) -> bool:
        """Whether people who may be split are first routed with their groups: on one service, and no direct coaches."""
        p, splits = self.problem, self.problem.case.rules.split_groups
        alike = GROUP * len(p.cells) <= len(p.bundles) and not p.offers_by_kind["direct"] and len(p.services) == 1
        return splits and alike and not self.repeatable and self.limit >= GROUPS_LEAST

    def by_groups(self, rng: random.Random) -> dict[str, float | None]:
        """The plan in which groups stay together is one of those in which they need not: start from it."""
        if self.is_large():
            baselines: dict[str, float | None] = {"all_tickets": all_tickets(self.problem)}
            self.relaxed()
        else:
            baselines = self.practised(rng)
        self.phase = "construct"
        case = self.problem.case
        whole = replace(case, rules=replace(case.rules, split_groups=False))
        seconds = GROUPS_SHARE * self.limit - self.elapsed()
        plan = solve_alone(Piece(whole), self.travel, seconds, self.seed, lambda: self.over(GROUPS_SHARE)).plan
        self.restart(plan, rng, GROUPS_SHARE + 0.15)
        return baselines

    def by_parts(self, rng: random.Random) -> dict[str, float | None]:
        """A first bound, and the plans and simple practices of the parts put together."""
        self.relaxed()
        self.phase = "parts"
        costs: dict[str, float | None] = {"all_tickets": all_tickets(self.problem)}

        def on_round(plans: list[Plan | None], practices: list[Mapping[str, Plan]]) -> None:
            self.offer(self.remains(merged(self.problem.case, plans)))
            for name in PRACTICES:
                if all(name in own for own in practices):
                    costs[name] = self.merged_cost([own[name] for own in practices])

        share = PARTS_SHARE * self.limit
        rounds = Rounds(self.at_once, self.cluster, self.seed, lambda: self.over(PARTS_SHARE + 0.1), on_round)
        rounds.run(self.problem.case, self.travel, share - self.elapsed())
        return costs

    def remains(self, plan: Plan) -> Solution:
        """What can be run of a plan."""
        solution = rebuilt(plan, self.inserter)
        close_short_services(solution, self.inserter)
        return solution

    def merged_cost(self, plans: list[Plan]) -> float | None:
        """What a simple practice of all parts costs as one plan; ``None`` where it carries nobody."""
        whole = merged(self.problem.case, plans)
        return self.checked(self.remains(whole)) if any(i.legs for i in whole.itineraries) else None

    def practised_alone(self, rng: random.Random) -> dict[str, Plan]:
        """Plans of the simple practices of a part, as far as a share of the time goes."""
        found: dict[str, Plan] = {}
        for name, share in PRACTICES.items():

            def over(share: float = share) -> bool:
                return self.over(share)

            solution = self.practice_of(name, rng, over) or Solution(self.problem)
            if over():
                break
            self.offer(solution)
            found[name] = self.built(solution)
        return found

    def practice_of(self, name: str, rng: random.Random, over: Callable[[], bool]) -> Solution | None:
        """What a simple practice comes to; ``None`` where it carries nobody, or was not ready in time."""
        if name == "group_coaches":
            return group_coaches(self.problem, self.inserter, over)
        return practice(self.problem, self.inserter, direct=name == "all_direct", rng=rng, over=over)

    def built(self, solution: Solution) -> Plan:
        """A solution as a plan that says nothing about bounds and reasons."""
        return build_plan(
            self.problem, solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(self.problem)}, solver={},
        )  # fmt: skip

    def practised(self, rng: random.Random) -> dict[str, float | None]:
        """A first plan and bound of our own, and what simple practices cost, each checked as a plan."""
        self.phase = "baselines"
        costs: dict[str, float | None] = {"all_tickets": all_tickets(self.problem)}
        if self.cost_alone:
            self.inserter.over = lambda: self.over(0.6)
            if self.start is None:
                self.offer(self.constructed(Mood(neighbours=0.5), rng, coaches_first=True))
            self.inserter.over = self.over
            return costs
        costs["group_coaches"] = self.checked(self.practice_of("group_coaches", rng, lambda: self.over(0.25)))
        self.phase = "construct"
        self.inserter.over = lambda: self.over(0.5)
        for n, neighbours in enumerate(STARTS):
            if n < 2 or not self.over(STARTS_SHARE):
                self.offer(self.constructed(Mood(neighbours=neighbours), rng, coaches_first=n % 2 == 0))
        self.inserter.over = self.over
        self.relaxed()
        self.phase = "baselines"
        for name in ("all_direct", "all_connected"):
            if self.over(0.6):
                costs[name] = None
            else:
                costs[name] = self.checked(self.practice_of(name, rng, lambda: self.over(0.75)))
        return costs

    def explained(self) -> tuple[Explanation, ...]:
        """Why people are left, as far as the time that is kept for it goes."""
        if self.cost_alone:
            return ()
        self.phase = "reasons"
        cells, changes = REPEATABLE_REASONS if self.repeatable else (10**9, 10**9)

        def over() -> bool:
            return self.should_stop() or (not self.repeatable and self.elapsed() >= self.whole_limit)

        self.inserter.over = lambda: False  # a single person's way takes milliseconds
        return explain(
            self.inserter,
            self.best,
            self.travel,
            trip_ids(self.best),
            lang=self.lang,
            depth=Depth(cells, changes, over),
        )

    def checked(self, solution: Solution | None) -> float | None:
        """The cost of a simple practice that the independent checker accepts as a plan; it may be our best so far."""
        if solution is None:
            return None
        self.offer(solution)
        plan = self.built(solution)
        report = check_plan(self.problem.case, self.travel, plan.to_document())
        return None if report.violations else plan.summary.total_cost

    def relaxed(self) -> None:
        """A first proven bound."""
        self.phase = "relax"
        if not self.over(0.6):
            seconds = 30.0 if self.repeatable else min(0.15 * self.limit, self.limit - self.elapsed())
            first = relax(self.problem, self.reach, seconds=seconds)
            if first is not None and first.bound is not None:
                self.prove(Proven(first.bound, "line-haul relaxation, whole units, underpriced access", False))

    def prove(self, proven: Proven) -> None:
        """Take a proven bound if it is better, and tell."""
        if self.proven is None or proven.bound > self.proven.bound:
            self.proven = proven
            self.tell()

    # ---- one process

    def alone(self, rng: random.Random) -> None:
        """Search, columns, search, columns, search, each for a share of the time or of the work."""
        if not self.repeatable and self.sides.worthwhile and one_sided(self.best, self.reach):
            self.routed()
            if not self.sides.gave_up:
                return
        self.searched((0.0, 0.12))
        if self.cost_alone or (not self.repeatable and self.limit < GUIDE_FROM):
            self.searched((0.12, 1.0))
            return
        used = {s for s, persons in enumerate(self.best.aboard) if persons}
        proven, solution = self.first_outline(rng)
        self.offer(solution)
        if proven is not None:
            self.prove(proven)
        guide = Guide(self.inserter, used, repeatable=self.repeatable)
        bound = build_bound(self.inserter)
        if self.repeatable:
            for start, end in ((0.12, 0.5), (0.5, 1.0)):
                self.phase = "columns"
                guide.learn(self.best)
                guide.improve(float("inf"), self.over, rounds=30)
                self.offer(guide.compose([self.best], float("inf"), self.over, rng))
                self.phase = "relax"
                bound.improve(float("inf"), self.should_stop, rounds=1 + int(BOUND_ROUNDS * self.limit))
                self.prove(Proven(bound.bound, bound.method, bound.solved))
                self.searched((start, end))
            return
        self.by_gain(guide, bound, rng)

    def routed(self) -> None:
        """Nearly all the time for the one side that the case consists of; search and bound have a moment in between."""
        self.rerouted(ROUTED_SHARE)
        if self.problem.case.rules.split_groups and not self.over():
            self.searched((ROUTED_SHARE, SPLIT_SHARE))
        if not self.cost_alone and not self.over():
            self.phase = "relax"
            bound = build_bound(self.inserter)
            bound.improve(time.monotonic() + ONE_SIDED_BOUND * self.limit, self.over)
            self.prove(Proven(bound.bound, bound.method, bound.solved))
        self.rerouted(1.0)

    def rerouted(self, share: float) -> None:
        """Route sides anew until a share of the time is used."""
        self.phase = "routes"
        while (left := share * self.limit - self.elapsed()) >= LEAST_S and not (self.over() or self.sides.gave_up):
            seconds = left if None not in self.best.ways else min(left, WAITING_SHARE * self.limit)
            self.offer(self.sides.improve(self.best, time.monotonic() + seconds, self.over))

    def first_outline(self, rng: random.Random) -> tuple[Proven | None, Solution | None]:
        if self.repeatable:
            return first_outline(self.inserter, 600.0, rng, nodes=REPEATABLE_NODES)
        return first_outline(self.inserter, 0.12 * self.limit, rng)

    def by_gain(self, guide: Guide, bound: BoundMaster, rng: random.Random) -> None:
        """Give each next slice of time to what gained most a second lately; now and then the bound has its turn."""
        turns = Turns(("routes", "columns", "search") if self.sides.worthwhile else ("columns", "search"), rng)
        bounds = [0.2, 0.6]
        while not self.over(0.97):
            now = self.elapsed() / self.limit
            if bounds and now >= bounds[0]:
                bounds.pop(0)
                self.phase = "relax"
                bound.improve(time.monotonic() + 0.12 * self.limit, self.over)
                self.prove(Proven(bound.bound, bound.method, bound.solved))
                continue
            until = self.started + min(1.0, now + SLICE) * self.limit
            activity = turns.next()
            before, began = self.best.cost, time.monotonic()
            if activity == "search":
                self.searched((now, min(1.0, now + SLICE)))
            else:
                self.phase = activity
                if activity == "routes":
                    self.offer(self.sides.improve(self.best, until, self.over))
                else:
                    guide.learn(self.best)
                    guide.improve(began + 0.65 * (until - began), self.over)
                    self.offer(guide.compose([self.best], until, self.over, rng))
            turns.took(activity, before - self.best.cost, time.monotonic() - began)

    def searched(self, cooled: tuple[float, float]) -> None:
        """Search around the best solution until a share of the time is used."""
        self.phase = "search"
        rounds = int(ROUNDS_PER_SECOND * self.limit * (cooled[1] - cooled[0])) if self.repeatable else None
        until = float("inf") if self.repeatable else self.started + cooled[1] * self.limit
        self.search.run(self.best, Budget(until, rounds, self.should_stop, cooled), self.offer)

    # ---- several processes

    def together(self) -> None:
        """Search and route sides anew here while helpers generate columns and search; the best of all goes on."""
        team = Team(self.problem.case, self.travel, self.helpers, self.seed, self.search.heat)
        first = self.elapsed() / self.limit
        turns = Turns(("search", "routes") if self.sides.worthwhile else ("search",), random.Random(self.seed))
        self.phase = "search"
        try:
            while not self.over():
                now = self.elapsed() / self.limit
                for helper in team.idle():
                    self.employ(team, helper, now)
                seconds = min(max(0.5, 0.04 * self.limit), self.limit - self.elapsed())
                activity, before, began = turns.next(), self.best.cost, time.monotonic()
                if activity == "routes":
                    self.offer(self.sides.improve(self.best, began + seconds, self.over))
                else:
                    cooled = max(now, first), min(1.0, now + seconds / self.limit)
                    self.search.run(self.best, Budget(began + seconds, None, self.over, cooled), self.offer)
                turns.took(activity, before - self.best.cost, time.monotonic() - began)
                for result in team.collect():
                    if isinstance(result, Proven):
                        self.prove(result)
                    else:
                        self.offer(Solution.unpack(self.problem, result))
        finally:
            team.dismiss()

    def employ(self, team: Team, helper: int, now: float) -> None:
        """Give an idle helper work: the first generates columns now and then and proves bounds, the others search."""
        left = self.limit - self.elapsed()
        if left < 0.5:
            return
        solved = self.proven is not None and self.proven.solved
        if helper == 0 and left > 2.0 and not self.outlined:
            self.outlined = True
            seconds = min(max(1.5, OUTLINE_SHARE * self.limit), 0.9 * left)
            team.ask_outline(helper, seconds, (now, now + seconds / self.limit))
            return
        if helper == 0 and left > 2.0 and not (solved and self.asked >= 8):
            self.asked += 1
            if self.asked % 3 == 1 or solved:
                team.ask_guide(helper, [self.best], min(max(1.5, GUIDE_SHARE * self.limit), 0.85 * left))
            else:
                team.ask_bound(helper, min(max(1.5, BOUND_SHARE * self.limit), 0.9 * left))
            return
        seconds = min(max(1.0, 0.08 * self.limit), left - 0.2)
        team.ask_search(helper, self.best, seconds, (now, now + seconds / self.limit))

    def constructed(self, mood: Mood, rng: random.Random, *, coaches_first: bool) -> Solution:
        """A solution from nothing: coaches, services, or these the other way round, and what does not pay taken out."""
        solution, inserter = Solution(self.problem), self.inserter
        if not coaches_first:
            with inserter.restricted(None, direct=False):
                inserter.insert(solution, range(len(self.problem.bundles)), mood, rng)
            close_short_services(solution, inserter)
            weed(solution, list(solution.trips), inserter)
        waiting = [b for b, way in enumerate(solution.ways) if way is None]
        self.coaches.build(solution, waiting, rng, most=len(waiting))
        inserter.insert(solution, [b for b in waiting if solution.ways[b] is None], mood, rng)
        close_short_services(solution, inserter)
        weed(solution, list(solution.trips), inserter)
        polish(solution, list(solution.trips), inserter)
        return solution
