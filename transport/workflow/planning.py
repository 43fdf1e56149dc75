"""From the files of a case to a written plan: read, measure the roads, solve, check, write."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from transport.case import Case
from transport.errors import InputIssue
from transport.io.plan_folder import PlanFolder
from transport.plan import Plan
from transport.travel import TravelMatrix
from transport.workflow.budget import solve_within
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.outputs import write_plan
from transport.workflow.reading import read_case, require_valid


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run: the case, its plan as written, the warnings, the files, and whether it was cut short."""

    case: Case
    plan: Plan
    document: Mapping[str, Any]
    issues: tuple[InputIssue, ...]
    files: tuple[Path, ...]
    interrupted: bool


def plan_case(
    path: Path, folder: Path, options: PlanOptions, watch: Watch | None = None, *, started: float | None = None
) -> Outcome:
    """Plan a case from its files to the written folder.

    ``path`` is the case (its folder or ``case.yaml``), ``folder`` where the plan goes; nothing is written there before
    the checker has passed the plan. The time limit begins at ``started`` (``time.monotonic()``), by default now.

    Raises
    ------
    InputError, FolderError, NoPlanInTime, PlanRefused
        Nothing was written.
    KeyboardInterrupt
        The wish to stop came before the search began; nothing was written.
    """
    started = time.monotonic() if started is None else started
    watch = watch or Watch()
    target = PlanFolder(folder)
    target.require_usable()
    watch.on_step("read")
    case, travel, issues = read_case(path)
    document = plan_document(case, travel, options, watch, started)
    watch.on_step("write")
    plan, files = write_plan(case, travel, document, target, options, watch)
    return Outcome(case, plan, document, issues, tuple(files), watch.should_stop())


def plan_document(
    case: Case, travel: TravelMatrix, options: PlanOptions, watch: Watch, started: float
) -> dict[str, Any]:
    """Search for a plan and have it judged; return the document that may be written.

    The time limit counts from ``started`` (``time.monotonic()``).

    Raises
    ------
    NoPlanInTime, PlanRefused
        There is no plan, or none that the checker passes.
    KeyboardInterrupt
        The wish to stop came before the search began.
    """
    if watch.should_stop():
        raise KeyboardInterrupt
    import transport.solver  # noqa: F401  its libraries take a second, which the search may not have as well

    limit = case.solver.time_limit_s if options.time_limit_s is None else options.time_limit_s
    spent = 0.0 if options.repeatable else time.monotonic() - started
    watch.on_step("solve")
    plan = _solve(case, travel, options, search_seconds(limit, spent, len(case.workers)), watch)
    watch.on_step("check")
    plan = replace(
        plan,
        created=now(case.timezone),
        solver={**plan.solver, "time_limit_s": limit, "elapsed_s": round(time.monotonic() - started, 1)},
    )
    document = plan.to_document()
    require_valid(case, travel, document)
    return document


def search_seconds(limit_s: float, spent_s: float, workers: int) -> float:
    """Return what the search may take of the time limit, a little being kept for checking and writing."""
    reserve = min(0.3 + 1e-4 * workers, 0.2 * limit_s)
    return max(limit_s - spent_s - reserve, 0.05 * limit_s)


def _solve(case: Case, travel: TravelMatrix, options: PlanOptions, search_s: float, watch: Watch) -> Plan:
    """Search for ``search_s`` seconds; the case says what the options leave open."""
    from transport.solver import solve

    def search(free: Case, seconds: float, start: Plan | None) -> Plan:
        return solve(
            free,
            travel,
            time_limit_s=seconds,
            seed=case.solver.seed if options.seed is None else options.seed,
            threads=case.solver.threads if options.threads is None else options.threads,
            repeatable=options.repeatable,
            on_progress=watch.on_progress,
            should_stop=watch.should_stop,
            lang=options.lang,
            start=start,
            cluster=options.cluster,
        )

    if case.budget.max_total is not None:
        return solve_within(case, travel, search_s, options.start, search, options.lang)
    return search(case, search_s, options.start)


def now(timezone: str) -> str:
    """The case's local time with seconds."""
    return datetime.now(ZoneInfo(timezone)).replace(tzinfo=None).isoformat(timespec="seconds")
