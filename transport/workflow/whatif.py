"""What if: the base and every scenario planned side by side, each from the base's plan, and compared.

A scenario whose case and options are those of an earlier run is not planned again, so that a run that was stopped,
or a file with one more scenario, costs only what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transport.errors import InputError, InputIssue
from transport.io.atomic import write_text
from transport.io.plan_folder import PlanFolder
from transport.workflow.options import PlanOptions
from transport.workflow.whatif_folder import ScenarioFolder, digest_of_plans, question_of
from transport.workflow.whatif_pool import Pool, open_pool
from transport.workflow.whatif_tasks import Done, Exchange, Finish, Task

if TYPE_CHECKING:
    from transport.scenario.changes import Change
    from transport.scenario.variants import Variant, Variants
    from transport.solver import Progress

_MOST_EXCHANGES = 2_000_000
"""People times pairs of scenarios up to which every plan is tried in every scenario; beyond, the base's only."""
_MOST_ROUNDS = 4
"""Rounds of trying plans that were found in the round before."""
_STATE = ".whatif.json"
"""What the plans were when they were last finished."""


@dataclass(frozen=True, slots=True)
class WhatIfOptions:
    """What the user chose for a run of scenarios.

    Parameters
    ----------
    plan
        For each search; ``threads`` is one a scenario.
    jobs
        Scenarios at a time; 0: as many as there are cores.
    pages
        Whether each plan gets its report (and papers and maps, as ``plan`` says).
    executor
        Where the searches run instead of in processes of this machine: anything like ``concurrent.futures``.
    """

    plan: PlanOptions = field(default_factory=lambda: PlanOptions(papers=False, maps=False))
    jobs: int = 0
    pages: bool = True
    executor: Executor | None = None


@dataclass(frozen=True, slots=True)
class WhatIfWatch:
    """How a run of scenarios talks with whoever started it.

    Parameters
    ----------
    on_begin
        Called once with the scenarios' names, the base's first.
    on_progress
        Called with a scenario's name and how far its search is.
    on_done
        Called with how a scenario's search ended; true: it was known from an earlier run.
    on_step
        Called with the name of each later step.
    should_stop
        Asked whether to end with what there is.
    """

    on_begin: Callable[[Sequence[str]], None] = lambda names: None
    on_progress: Callable[[str, Progress], None] = lambda name, progress: None
    on_done: Callable[[Done, bool], None] = lambda done, known: None
    on_step: Callable[[str], None] = lambda step: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario after its run: where it is, what it changes, how it ended."""

    name: str
    folder: Path
    changes: tuple[Change, ...]
    done: Done


@dataclass(frozen=True, slots=True)
class WhatIfOutcome:
    """A finished run: the base first; warnings; whether it was cut short."""

    planned: tuple[Planned, ...]
    issues: tuple[InputIssue, ...]
    interrupted: bool
    files: tuple[Path, ...] = field(default=())


class RunState:
    """Whether the plans of a run were finished as they stand.

    Parameters
    ----------
    out, planned, options
        The run's folder, its tasks that have a plan, and what was asked for.
    """

    def __init__(self, out: Path, planned: Sequence[Task], options: WhatIfOptions) -> None:
        self._out, self._folders = out, [task.folder for task in planned]
        self._asked = [options.pages, options.plan.papers, options.plan.maps, options.plan.lang]

    def is_known(self) -> bool:
        """Whether nothing has changed since :meth:`remember`."""
        try:
            return bool((self._out / _STATE).read_text(encoding="utf-8") == self._digest())
        except OSError:
            return False

    def remember(self) -> None:
        """Note that the plans are finished."""
        write_text(self._out / _STATE, self._digest())

    def _digest(self) -> str:
        return digest_of_plans(self._folders, self._asked)


def run_variants(variants: Variants, out: Path, options: WhatIfOptions, watch: WhatIfWatch) -> WhatIfOutcome:
    """Plan every version of a case, finish the plans, and leave each in a folder of its own below ``out``.

    Raises
    ------
    InputError
        The base's roads cannot be measured.
    FolderError
        ``out`` cannot be used.
    """
    PlanFolder(out).require_usable()
    jobs = options.jobs or os.cpu_count() or 1
    tasks = _tasks(variants.variants, out, options, jobs)
    watch.on_begin([task.name for task in tasks])
    done: dict[str, Done] = {}
    with open_pool(min(jobs, len(tasks)), options.executor, watch.should_stop, watch.on_progress) as pool:
        base, *others = tasks
        _run(pool, [base], done, watch)
        if done[base.name].failure == "input":
            raise InputError(done[base.name].issues)
        _run(pool, others, done, watch)
        planned = [task for task in tasks if done[task.name].total_cost is not None]
        state = RunState(out, planned, options)
        if planned and not state.is_known():
            watch.on_step("finish")
            _exchange(pool, planned, done, variants)
            _finish(pool, planned, done, pages=options.pages)
            state.remember()
    scenarios = [
        Planned(variant.name, task.folder, variant.changes, done[task.name])
        for variant, task in zip(variants.variants, tasks, strict=True)
    ]
    return WhatIfOutcome(tuple(scenarios), variants.issues, watch.should_stop())


def _tasks(variants: Iterable[Variant], out: Path, options: WhatIfOptions, jobs: int) -> list[Task]:
    """Put every case into its folder; the base is planned by itself, then every scenario from the base's plan."""
    search = replace(options.plan, threads=jobs)
    asked = {"time_limit_s": search.time_limit_s, "seed": search.seed, "repeatable": search.repeatable}
    tasks: list[Task] = []
    for variant in variants:
        folder = ScenarioFolder(out / variant.name)
        folder.write_case(variant.files)
        folder.write_changes(variant.changes)
        start = tasks[0].folder if tasks else None
        tasks.append(Task(variant.name, folder.path, question_of(variant.files, asked), search, start))
        search = replace(options.plan, threads=1)
    return tasks


def _run(pool: Pool, tasks: Sequence[Task], done: dict[str, Done], watch: WhatIfWatch) -> None:
    """Search for the plans that are not known yet."""
    running: dict[Future[Done], Task] = {}

    def ended(future: Future[Done], task: Task) -> None:
        done[task.name] = future.result()
        watch.on_done(done[task.name], False)

    for task in tasks:
        known = ScenarioFolder(task.folder).answer(task.question)
        if known is not None:
            done[task.name] = _known(task.name, known)
            watch.on_done(done[task.name], True)
        elif watch.should_stop():
            done[task.name] = Done(task.name, cut_short=True)
        else:
            future = pool.search(task)
            if future.done():
                ended(future, task)
            else:
                running[future] = task
    for future in as_completed(running):
        ended(future, running[future])


def _exchange(pool: Pool, planned: Sequence[Task], done: dict[str, Done], variants: Variants) -> None:
    """Try the plans in each other's scenarios until none is better than what a scenario has.

    So that a scenario that only allows more never comes out dearer than the base, and one that only forbids never
    cheaper, however the searches went.
    """
    people = max(variant.people for variant in variants.variants)
    fresh = list(planned)
    if people * len(planned) ** 2 > _MOST_EXCHANGES:
        fresh = list(planned[:1])
    for _ in range(_MOST_ROUNDS):
        asked = [
            (task, Exchange(task, tuple(other.folder for other in fresh if other is not task))) for task in planned
        ]
        waiting = {pool.exchange(exchanging): task for task, exchanging in asked if exchanging.others}
        fresh = []
        for future in as_completed(waiting):
            task, better = waiting[future], future.result()
            if better is not None:
                done[task.name] = replace(better, cut_short=done[task.name].cut_short)
                fresh.append(task)
        if not fresh:
            return


def _finish(pool: Pool, planned: Sequence[Task], done: dict[str, Done], *, pages: bool) -> None:
    """Settle people towards the base's plan and make the pages."""
    base = planned[0].folder
    waiting = {pool.finish(Finish(task, None if task is planned[0] else base, pages)): task for task in planned}
    for future in as_completed(waiting):
        task = waiting[future]
        done[task.name] = replace(future.result(), cut_short=done[task.name].cut_short)


def _known(name: str, document: Mapping[str, Any]) -> Done:
    summary = document["summary"]
    return Done(name, summary["total_cost"], summary["gap"], summary["workers"]["unserved"])
