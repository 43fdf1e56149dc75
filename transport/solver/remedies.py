"""The least changes of a case with which people who are left would travel by charter and the whole would cost less.

Each is tried by solving the changed case around the plan: everybody else's trips stay, the people look for a way, and
what is claimed is judged by the independent checker as a plan of the changed case.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from transport.case import Case
from transport.check import check_plan
from transport.explanation import Change, ChangeKind
from transport.solver.assemble import build_plan
from transport.solver.baselines import all_tickets
from transport.solver.examine import Carried, Examiner
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.solution import Packed, Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

STEP = 5
"""Minutes to which the least shift of a date or time is found."""
WORTH = 0.01
"""CNY that a change must save to count as one that helps."""


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
        self.problem = solution.problem
        self._shared: dict[tuple[ChangeKind, str, int], Examiner | None] = {}

    @cached_property
    def packed(self) -> Packed:
        return self.solution.pack()

    def changes(self, index: int) -> tuple[Change, ...]:
        """Return what would help a bundle that is left, each kind's smallest; what saves most comes first."""
        found = [*self._shifts(index), *self._resources(index)]
        return tuple(sorted(found, key=lambda change: -change.saves))

    # ---- dates and times

    def _shifts(self, index: int) -> Iterator[Change]:
        b = self.problem.bundles[index]
        reports, ready = self.case.window_end - 1 - b.report, b.ready - self.case.window_start
        for kind, most in (("report_later", reports), ("ready_earlier", ready)):
            found = self._least_shift(index, kind, most)
            if found is not None:
                yield found

    def _least_shift(self, index: int, kind: ChangeKind, most: int) -> Change | None:
        """The least shift that helps, by halving: more time never takes a way away."""
        if most < STEP or self.over():
            return None
        best = self._tried(index, kind, None, most)
        if best is None:
            return None
        low, high = 0, most
        while high - low > STEP and not self.over():
            middle = (low + high) // 2 // STEP * STEP
            if middle in (low, high):
                break
            tried = self._tried(index, kind, None, middle)
            if tried is None:
                low = middle
            else:
                best, high = tried, middle
        return best

    # ---- vehicles, seats, units

    def _resources(self, index: int) -> Iterator[Change]:
        """One change of each kind: the one that saves most."""
        best: dict[ChangeKind, Change] = {}
        for kind, target in self._candidates(index):
            if self.over():
                break
            change = self._tried(index, kind, target, self.problem.bundles[index].size if kind == "seats_more" else 1)
            if change is not None and (kind not in best or change.saves > best[kind].saves):
                best[kind] = change
        yield from best.values()

    def _candidates(self, index: int) -> Iterator[tuple[ChangeKind, str]]:
        p, b, reach = self.problem, self.problem.bundles[index], self._usual.reach
        for k, offer in enumerate(p.offers):
            if p.reaches(k, b.origin) or p.reaches(k, b.destination):
                if self._busy(k):
                    yield "vehicle_more", offer.offer_id
                yield "seats_more", offer.offer_id
        runs = {p.service_run[s] for s in reach.services_of[p.cell_of[index]]}
        for run in sorted(runs):
            if self.solution.run_persons[run] + b.size > p.run_capacity[run] * p.run_units[run]:
                yield "unit_more", p.runs[run][0].service_id
        for place in (b.origin, b.destination):
            if p.max_seats[place] < math.inf:
                yield "access", p.places[place].place_id

    def _busy(self, k: int) -> bool:
        """Whether all vehicles of an offer are out at some moment."""
        own = [self.solution.trips[n] for n in self.solution.by_offer.get(k, ())]
        return any(
            sum(t.timeline.leaves <= moment < t.back for t in own) >= self.problem.offers[k].count
            for moment in {t.timeline.leaves for t in own}
        ) or self.problem.offers[k].count == 0

    # ---- a changed case

    @cached_property
    def _usual(self) -> Inserter:
        return Inserter(self.problem, Reach(self.problem), TripFactory(self.problem))

    def _tried(self, index: int, kind: ChangeKind, target: str | None, amount: int) -> Change | None:
        examiner = self._examiner(index, kind, target, amount)
        found = None if examiner is None else examiner.beside_all(index)
        if found is None or found.extra_cost > -WORTH or not self._valid(found):
            return None
        return Change(kind, target, amount, -found.extra_cost)

    def _examiner(self, index: int, kind: ChangeKind, target: str | None, amount: int) -> Examiner | None:
        """Around the same trips, in the changed case; what does not depend on the bundle is kept."""
        if target is None:
            return self._built(self._with_times(index, kind, amount))
        key = (kind, target, amount)
        if key not in self._shared:
            self._shared[key] = self._built(_with_resource(self.case, kind, target, amount))
        return self._shared[key]

    def _built(self, case: Case) -> Examiner | None:
        """``None`` where groups that may not be split would become one group by the change."""
        problem = Problem(case, self.travel)
        if len(problem.bundles) != len(self.problem.bundles):
            return None
        inserter = Inserter(problem, Reach(problem), TripFactory(problem))
        return Examiner(inserter, Solution.unpack(problem, self.packed), self.over)

    def _with_times(self, index: int, kind: ChangeKind, minutes: int) -> Case:
        later = kind == "report_later"
        workers = dict(self.case.workers)
        for worker_id in self.problem.bundles[index].workers:
            worker = workers[worker_id]
            workers[worker_id] = (
                replace(worker, report_by=worker.report_by + minutes)
                if later
                else replace(worker, ready_from=worker.ready_from - minutes)
            )
        return replace(self.case, workers=workers)

    def _valid(self, found: Carried) -> bool:
        """Whether the independent checker accepts the plan in the changed case."""
        problem = found.solution.problem
        plan = build_plan(
            problem, found.solution, lower_bound=None, lower_bound_method=None,
            baselines={"all_tickets": all_tickets(problem)}, solver={},
        )  # fmt: skip
        return not check_plan(problem.case, self.travel, plan.to_document()).violations


def _with_resource(case: Case, kind: ChangeKind, target: str, amount: int) -> Case:
    if kind == "access":
        return replace(case, places=case.places | {target: replace(case.places[target], max_seats=None)})
    if kind == "unit_more":
        key = case.services[target].run_key
        rows = {s.service_id: replace(s, max_units=s.max_units + amount) for s in case.runs[key]}
        return replace(case, services={k: rows.get(k, s) for k, s in case.services.items()})
    offer = case.offers[target]
    more = replace(offer, count=offer.count + amount) if kind == "vehicle_more" else replace(offer, seats=offer.seats + amount)
    return replace(case, offers={k: more if k == target else o for k, o in case.offers.items()})
