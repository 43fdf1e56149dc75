"""The least changes of a case with which people who are left would travel by charter and the whole would cost less.

Each is tried by solving the changed case around the plan: everybody else's trips stay, those who are left look for a
way again, and what is claimed is judged by the independent checker as a plan of the changed case.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from transport.case import Case
from transport.check import check_plan
from transport.explanation import Change, ChangeKind
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets, close_short_services
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.solution import Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

STEP = 5
"""Minutes to which the least shift of a date or time is found."""
WORTH = 0.01
"""CNY that a change must save to count as one that helps."""
MOODS = (Mood(neighbours=0.0, unit_fill=1.0), Mood(neighbours=0.6, unit_fill=0.8))
MOST_SEATS = 4
"""Seats more in a vehicle that are tried at most, for parties that need so many."""


@dataclass(frozen=True, slots=True)
class Helped:
    """A change, and the bundles that it lets travel by charter."""

    change: Change
    bundles: frozenset[int]


class Remedies:
    """Tries changes of a case around one solution.

    Parameters
    ----------
    case, travel
        The case and its roads.
    solution
        The plan as it is.
    over
        Once it says so, nothing more is tried.
    """

    def __init__(self, case: Case, travel: TravelMatrix, solution: Solution, over: Callable[[], bool]) -> None:
        self.case, self.travel, self.solution, self.over = case, travel, solution, over
        self.problem, self.packed = solution.problem, solution.pack()
        self._unchanged: dict[tuple[int, ...], float | None] = {}
        self.left = [b for b, way in enumerate(solution.ways) if way is None]

    def resources(self) -> Iterator[Helped]:
        """Try one more vehicle, unit or seat, and one place opened to all vehicles, each by itself."""
        for kind, target, amount in self._candidates():
            if self.over():
                return
            helped = self._tried(_with_resource(self.case, kind, target, amount), self.left, (kind, target, amount))
            if helped is not None:
                yield helped

    def shifts(self, alike: Sequence[int]) -> Iterator[Change]:
        """The least later report and the least earlier start with which equal people can go."""
        b = self.problem.bundles[alike[0]]
        reports, ready = self.case.window_end - 1 - b.report, b.ready - self.case.window_start
        for change in (self._shift(alike, "report_later", reports), self._shift(alike, "ready_earlier", ready)):
            if change is not None:
                yield change

    # ---- dates and times

    def _shift(self, alike: Sequence[int], kind: ChangeKind, most: int) -> Change | None:
        """The least shift that helps, by halving: more time never takes a way away."""

        def tried(minutes: int) -> Change | None:
            helped = self._tried(self._with_times(alike, kind, minutes), alike, (kind, None, minutes))
            return None if helped is None else helped.change

        best = tried(most) if most >= STEP and not self.over() else None
        low, high = 0, most
        while best is not None and high - low > STEP and not self.over():
            middle = max(low + 1, (low + high) // 2 // STEP * STEP)
            found = tried(middle)
            if found is None:
                low = middle
            else:
                best, high = found, middle
        return best

    def _with_times(self, alike: Sequence[int], kind: ChangeKind, minutes: int) -> Case:
        later, earlier = (minutes, 0) if kind == "report_later" else (0, minutes)
        workers = dict(self.case.workers)
        for worker_id in (worker for b in alike for worker in self.problem.bundles[b].workers):
            worker = workers[worker_id]
            workers[worker_id] = replace(
                worker, report_by=worker.report_by + later, ready_from=worker.ready_from - earlier
            )
        return replace(self.case, workers=workers)

    # ---- vehicles, seats, units, roads

    def _candidates(self) -> Iterator[tuple[ChangeKind, str, int]]:
        p = self.problem
        sizes = sorted({min(p.bundles[b].size, MOST_SEATS) for b in self.left})
        for k, offer in enumerate(p.offers):
            if self._busy(k):
                yield "vehicle_more", offer.offer_id, 1
        for run, rows in enumerate(p.runs):
            if self.solution.run_persons[run] + max(sizes, default=1) > p.run_capacity[run] * p.run_units[run]:
                yield "unit_more", rows[0].service_id, 1
        for offer in p.offers:
            for size in sizes:
                yield "seats_more", offer.offer_id, size
        ends = sorted({end for b in self.left for end in (p.bundles[b].origin, p.bundles[b].destination)})
        for place in ends:
            if p.max_seats[place] < math.inf:
                yield "access", p.places[place].place_id, 1

    def _busy(self, k: int) -> bool:
        """Whether all vehicles of an offer are out at some moment."""
        own, count = [self.solution.trips[n] for n in self.solution.by_offer.get(k, ())], self.problem.offers[k].count
        return count == 0 or any(
            sum(t.timeline.leaves <= moment < t.back for t in own) >= count
            for moment in {t.timeline.leaves for t in own}
        )

    # ---- a changed case

    def _tried(self, case: Case, waiting: Sequence[int], what: tuple[ChangeKind, str | None, int]) -> Helped | None:
        """Let the waiting look for ways in the changed case; what came of it, if it saves and is a valid plan."""
        best = self._inserted(case, waiting)
        unchanged = self._without_change(tuple(waiting))
        if self.over() or best is None or unchanged is None or best.cost > unchanged - WORTH:
            return None  # what was cut short is not compared
        carried = frozenset(b for b in waiting if best.ways[b] is not None)
        if not carried or not self._valid(best):
            return None
        kind, target, amount = what
        return Helped(Change(kind, target, amount, unchanged - best.cost), carried)

    def _without_change(self, waiting: tuple[int, ...]) -> float | None:
        """CNY of the plan when the same people look for a way in the case as it is: what a change is measured by."""
        if waiting not in self._unchanged:
            found = self._inserted(self.case, waiting)
            self._unchanged[waiting] = None if found is None else found.cost
        return self._unchanged[waiting]

    def _inserted(self, case: Case, waiting: Sequence[int]) -> Solution | None:
        """The plan in another version of the case, the waiting put in where that saves; ``None``: other groups."""
        problem = Problem(case, self.travel, self.problem.watch)
        if len(problem.bundles) != len(self.problem.bundles):  # groups that may not be split became one
            return None
        if _names(problem) != _names(self.problem):  # an offer is no longer like others, or has become so
            return None
        inserter = Inserter(problem, Reach(problem), TripFactory(problem))
        inserter.over = self.over
        start = Solution.unpack(problem, self.packed)
        best = start
        for mood in MOODS:
            trial = start.copy()
            inserter.insert(trial, waiting, mood, random.Random(0))
            close_short_services(trial, inserter)
            polish(trial, [n for n, draft in trial.trips.items() if start.trips.get(n) is not draft], inserter)
            if trial.shortage() == 0 and trial.cost < best.cost - WORTH:
                best = trial
        return best

    def _valid(self, solution: Solution) -> bool:
        """Whether the independent checker accepts the plan in the changed case."""
        problem = solution.problem
        plan = build_plan(
            problem, solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(problem)}, solver={},
        )  # fmt: skip
        return not check_plan(problem.case, self.travel, plan.to_document()).violations


def _names(problem: Problem) -> list[tuple[str, ...]]:
    return [tuple(offer.offer_id for offer in own) for own in problem.alike]


def _with_resource(case: Case, kind: ChangeKind, target: str, amount: int) -> Case:
    if kind == "access":
        return replace(case, places={**case.places, target: replace(case.places[target], max_seats=None)})
    if kind == "unit_more":
        key = case.services[target].run_key
        rows = {s.service_id: replace(s, max_units=s.max_units + amount) for s in case.runs[key]}
        return replace(case, services={k: rows.get(k, s) for k, s in case.services.items()})
    offer = case.offers[target]
    more = 0 if kind == "seats_more" else amount
    changed = replace(offer, count=offer.count + more, seats=offer.seats + amount - more)
    return replace(case, offers={**case.offers, target: changed})
