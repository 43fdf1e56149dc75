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
from transport.io.plan_folder import PlanFolder
from transport.workflow.options import PlanOptions
from transport.workflow.whatif_folder import ScenarioFolder, question_of
from transport.workflow.whatif_pool import Pool, open_pool
from transport.workflow.whatif_tasks import Done, Finish, Task

if TYPE_CHECKING:
    from transport.scenario.changes import Change
    from transport.scenario.variants import Variant, Variants
    from transport.solver import Progress

_MOST_EXCHANGES = 2_000_000
"""People times pairs of scenarios up to which every plan is tried in every scenario; beyond, the base's only."""


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
    tasks = _tasks(variants.variants, out, options)
    watch.on_begin([task.name for task in tasks])
    done: dict[str, Done] = {}
    jobs = min(options.jobs or os.cpu_count() or 1, max(1, len(tasks)))
    with open_pool(jobs, options.executor, watch.should_stop, watch.on_progress) as pool:
        base, *others = tasks
        _run(pool, [base], done, watch)
        if done[base.name].failure == "input":
            raise InputError(done[base.name].issues)
        _run(pool, others, done, watch)
        _finish(pool, tasks, done, variants, watch, pages=options.pages)
    planned = [
        Planned(variant.name, task.folder, variant.changes, done[task.name])
        for variant, task in zip(variants.variants, tasks, strict=True)
    ]
    return WhatIfOutcome(tuple(planned), variants.issues, watch.should_stop())


def _tasks(variants: Iterable[Variant], out: Path, options: WhatIfOptions) -> list[Task]:
    """Put every case into its folder; every scenario starts from the base's plan."""
    search = replace(options.plan, threads=1)
    asked = {"time_limit_s": search.time_limit_s, "seed": search.seed, "repeatable": search.repeatable}
    tasks: list[Task] = []
    for variant in variants:
        folder = ScenarioFolder(out / variant.name)
        folder.write_case(variant.files)
        folder.write_changes(variant.changes)
        start = tasks[0].folder if tasks else None
        tasks.append(Task(variant.name, folder.path, question_of(variant.files, asked), search, start))
    return tasks


def _run(pool: Pool, tasks: Sequence[Task], done: dict[str, Done], watch: WhatIfWatch) -> None:
    """Search for the plans that are not known yet."""
    running: dict[Future[Done], Task] = {}
    for task in tasks:
        known = ScenarioFolder(task.folder).answer(task.question)
        if known is not None:
            done[task.name] = _known(task.name, known)
            watch.on_done(done[task.name], True)
        elif watch.should_stop():
            done[task.name] = Done(task.name, cut_short=True)
        else:
            running[pool.search(task)] = task
    for future in as_completed(running):
        task = running[future]
        done[task.name] = future.result()
        watch.on_done(done[task.name], False)


def _finish(
    pool: Pool, tasks: Sequence[Task], done: dict[str, Done], variants: Variants, watch: WhatIfWatch, *, pages: bool
) -> None:
    """Try the plans in each other's scenarios, settle people towards the base's plan, make the pages."""
    watch.on_step("finish")
    planned = [task for task in tasks if done[task.name].total_cost is not None]
    people = max(variant.people for variant in variants.variants)
    everywhere = people * len(planned) ** 2 <= _MOST_EXCHANGES
    base = tasks[0]

    def others(task: Task) -> tuple[Path, ...]:
        return tuple(other.folder for other in planned if other is not task and (everywhere or other is base))

    def ended(waiting: Mapping[Future[Done], Task]) -> None:
        for future in as_completed(waiting):
            task = waiting[future]
            done[task.name] = replace(future.result(), cut_short=done[task.name].cut_short)

    first = [task for task in planned if task is base]
    ended({pool.finish(Finish(task, others(task), None, pages)): task for task in first})
    rest = [task for task in planned if task is not base]
    ended({pool.finish(Finish(task, others(task), base.folder, pages)): task for task in rest})


def _known(name: str, document: Mapping[str, Any]) -> Done:
    summary = document["summary"]
    return Done(name, summary["total_cost"], summary["gap"], summary["workers"]["unserved"])
