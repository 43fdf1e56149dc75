"""Helpers in other processes: each has the problem to itself and works on what it is sent, a few seconds at a time.

Tasks go through a ``concurrent.futures.Executor``. The main process searches on meanwhile and takes what they find.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Event

from transport.case import Case
from transport.solver.bound import BoundMaster, Proven, build_bound
from transport.solver.columns import Column
from transport.solver.guide import Guide
from transport.solver.insertion import Inserter
from transport.solver.outline import first_outline
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.search import Budget, Search
from transport.solver.sides import SideSearch
from transport.solver.solution import Packed, Solution
from transport.solver.trips import TripFactory
from transport.travel import TravelMatrix

OUTLINED, AROUND = 0.85, 0.67
"""Share of the time for the relaxation in time after which the rest is for search around what it makes, and how long
search takes, at the most, as a share of what the relaxation took."""


@dataclass(slots=True)
class _Desk:
    """What one helper process has before it."""

    inserter: Inserter
    search: Search
    sides: SideSearch
    stop: Callable[[], bool]
    guide: Guide | None = None
    bound: BoundMaster | None = None
    outlined: tuple[Solution, float] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a task comes back with: a solution, something proven, and columns that others can use, too."""

    solution: Packed | None = None
    proven: Proven | None = None
    columns: tuple[Column, ...] = ()


_desks: list[_Desk] = []


def _sit_down(case: Case, travel: TravelMatrix, seed: int, heat: float, stop: Event) -> None:
    """Start of a helper process. An interrupt from the keyboard is the main process's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    problem = Problem(case, travel)
    inserter = Inserter(problem, Reach(problem), TripFactory(problem))
    rng = random.Random(seed)
    _desks.append(_Desk(inserter, Search(inserter, rng, heat), SideSearch(inserter, rng), stop.is_set))


def _search(packed: Packed, seconds: float, seed: int, cooled: tuple[float, float]) -> Found:
    """Search around a solution."""
    start = Solution.unpack(_desks[0].inserter.problem, packed)
    return _searched(start, time.monotonic() + seconds, seed, cooled)


def _searched(start: Solution, until: float, seed: int, cooled: tuple[float, float]) -> Found:
    desk = _desks[0]
    desk.search.rng = random.Random(seed)
    return Found(desk.search.run(start, Budget(until, None, desk.stop, cooled), lambda _: None).pack())


def _routes(packed: Packed, seconds: float, single: bool) -> Found:
    """Route the sides of a solution anew."""
    desk = _desks[0]
    start = Solution.unpack(desk.inserter.problem, packed)
    return Found(desk.sides.improve(start, time.monotonic() + seconds, desk.stop, single=single).pack())


def _guide(packed: Packed, met: Sequence[Column], handed: Sequence[Column], seconds: float, seed: int) -> Found:
    """A turn of the guide, which knows columns that were ``handed`` over besides."""
    desk = _desks[0]
    solution = Solution.unpack(desk.inserter.problem, packed)
    if desk.guide is None:
        desk.guide = Guide(desk.inserter, solution.used_services(), seconds)
    desk.guide.take(handed)
    made = desk.guide.turn(solution, met, time.monotonic() + seconds, desk.stop, random.Random(seed))
    return Found(None if made is None else made.pack(), columns=tuple(desk.guide.used()))


def _outline(seconds: float, seed: int) -> Found:
    """The bound of the relaxation in time; a solution of its coaches is kept, to search around."""
    desk, began = _desks[0], time.monotonic()
    proven, solution = first_outline(desk.inserter, seconds, random.Random(seed))
    desk.outlined = None if solution is None else (solution, AROUND * (time.monotonic() - began))
    return Found(proven=proven)


def _around_outline(until: float, seed: int, cooled: tuple[float, float]) -> Found:
    """What search makes of the solution kept, until a moment at the latest."""
    desk = _desks[0]
    if desk.outlined is None or desk.stop():
        return Found()
    solution, seconds = desk.outlined
    return _searched(solution, min(until, time.monotonic() + seconds), seed, cooled)


def _bound(packed: Packed, seconds: float) -> Found:
    """Work on the lower bound for a while, first with the columns of the guide, or of a solution and routed sides."""
    desk, until = _desks[0], time.monotonic() + seconds
    if desk.bound is None:
        solution = Solution.unpack(desk.inserter.problem, packed)
        guide = desk.guide
        columns = desk.sides.promising(solution, seconds) if guide is None else guide.promising()
        desk.bound = build_bound(desk.inserter, columns, seconds, None if guide is None else guide.directs or None)
    desk.bound.improve(until, desk.stop)
    learnt = [] if desk.guide is None or desk.stop() else desk.guide.learn_from(desk.bound)
    return Found(proven=Proven(desk.bound.bound, desk.bound.method, desk.bound.solved), columns=tuple(learnt))


class Team:
    """``helpers`` single-process executors, so that each keeps its own columns from task to task."""

    def __init__(self, case: Case, travel: TravelMatrix, helpers: int, seed: int, heat: float) -> None:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._stop = context.Event()
        self._executors = [
            ProcessPoolExecutor(
                1, mp_context=context, initializer=_sit_down, initargs=(case, travel, seed + 1 + i, heat, self._stop)
            )
            for i in range(helpers)
        ]
        self._pids = [executor.submit(os.getpid) for executor in self._executors]
        self._tasks: list[tuple[int, Future[Found]]] = []
        self._sent = 0
        self._seed = seed

    def idle(self) -> list[int]:
        """Helpers with nothing to do."""
        busy = {helper for helper, _ in self._tasks}
        return [i for i in range(len(self._executors)) if i not in busy]

    def is_at_work(self, helper: int) -> bool:
        """Whether a helper lives and has not finished what it was asked."""
        return any(at == helper and not task.done() for at, task in self._tasks)

    def ask_search(self, helper: int, solution: Solution, seconds: float, cooled: tuple[float, float]) -> None:
        self._sent += 1
        self._ask(helper, _search, solution.pack(), seconds, 1009 * self._seed + self._sent, cooled)

    def ask_routes(self, helper: int, solution: Solution, seconds: float, *, single: bool) -> None:
        self._ask(helper, _routes, solution.pack(), seconds, single)

    def ask_guide(
        self, helper: int, solution: Solution, met: Sequence[Column], handed: Sequence[Column], seconds: float
    ) -> None:
        self._sent += 1
        self._ask(helper, _guide, solution.pack(), met, handed, seconds, self._seed + self._sent)

    def ask_outline(self, helper: int, seconds: float, cooled: tuple[float, float]) -> None:
        self._sent += 1
        self._ask(helper, _outline, OUTLINED * seconds, self._seed + self._sent)
        self._ask(helper, _around_outline, time.monotonic() + seconds, self._seed + self._sent, cooled)

    def ask_bound(self, helper: int, solution: Solution, seconds: float) -> None:
        self._ask(helper, _bound, solution.pack(), seconds)

    def _ask(self, helper: int, task: Callable[..., Found], *what: object) -> None:
        """Give a helper one more task, for when it is done with those before."""
        self._tasks.append((helper, self._executors[helper].submit(task, *what)))

    def collect(self) -> list[Found]:
        """What has come back. A helper that died is left out from then on: its work is lost, the plan is not."""
        found = list[Found]()
        for helper, task in list(self._tasks):
            if task.done() and task.exception() is None:
                self._tasks.remove((helper, task))
                found.append(task.result())
        return found

    def dismiss(self) -> None:
        """End the helpers, whatever they are at: nothing of theirs is waited for."""
        self._stop.set()
        for executor, pid in zip(self._executors, self._pids, strict=True):
            executor.shutdown(wait=False, cancel_futures=True)
            if pid.done() and pid.exception() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid.result(), signal.SIGTERM)
