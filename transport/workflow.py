"""The whole order of work: read, measure the roads, solve, check, write. The one place that knows it.

Heavy libraries are imported where they are needed, so that ``fangang --help`` answers at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from transport.case import Case
from transport.errors import InputError, InputIssue, PlanRefused
from transport.io.plan_folder import PlanFolder
from transport.locale import Language
from transport.plan import Plan
from transport.travel import TravelMatrix

if TYPE_CHECKING:
    from transport.check import CheckReport
    from transport.solver import Progress

PAPERS = "papers"
MAPS = "maps"
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the user chose for one run; ``None``: as the case says.

    Parameters
    ----------
    time_limit_s
        Seconds until the plan is written; papers and maps come on top.
    seed, threads
        For the search; 0 threads: all cores.
    repeatable
        The same input gives the same bytes.
    papers, maps
        Whether to make them.
    lang
        The language of papers and maps.
    """

    time_limit_s: float | None = None
    seed: int | None = None
    threads: int | None = None
    repeatable: bool = False
    papers: bool = True
    maps: bool = True
    lang: Language = "zh"


@dataclass(frozen=True, slots=True)
class Watch:
    """How the work talks with whoever started it.

    Parameters
    ----------
    on_step
        Called with the name of each step as it begins.
    on_progress
        Called by the search whenever something is new.
    should_stop
        Asked whether to end with the best plan so far.
    """

    on_step: Callable[[str], None] = lambda step: None
    on_progress: Callable[[Progress], None] = lambda progress: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run: the case, its plan as written, the warnings, the files, and whether it was cut short."""

    case: Case
    plan: Plan
    document: Mapping[str, Any]
    issues: tuple[InputIssue, ...]
    files: tuple[Path, ...]
    interrupted: bool


def validate_case(path: Path) -> tuple[InputIssue, ...]:
    """Return every issue of a case, errors and warnings; nothing is raised for them."""
    from transport.io.case_reader import load_case

    try:
        return load_case(path).issues
    except InputError as error:
        return error.issues


def read_case(path: Path) -> tuple[Case, TravelMatrix, tuple[InputIssue, ...]]:
    """Read a case and measure its roads.

    Raises
    ------
    InputError
        With every issue, when the input cannot be used.
    """
    from transport.io.case_reader import load_case
    from transport.roads import build_travel

    loaded = load_case(path)
    return loaded.case, build_travel(loaded.case, loaded.distances), loaded.issues


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
    plan, files = write_plan(case, document, target, options, watch)
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
    limit = case.solver.time_limit_s if options.time_limit_s is None else options.time_limit_s
    spent = 0.0 if options.repeatable else time.monotonic() - started
    watch.on_step("solve")
    plan = _solve(case, travel, options, search_seconds(limit, spent, len(case.workers)), watch)
    watch.on_step("check")
    plan = replace(
        plan,
        created=_now(case.timezone),
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

    return solve(
        case,
        travel,
        time_limit_s=search_s,
        seed=case.solver.seed if options.seed is None else options.seed,
        threads=case.solver.threads if options.threads is None else options.threads,
        repeatable=options.repeatable,
        on_progress=watch.on_progress,
        should_stop=watch.should_stop,
        lang=options.lang,
    )


def require_valid(case: Case, travel: TravelMatrix, document: Mapping[str, Any]) -> CheckReport:
    """Have the independent checker judge the document that is to be written.

    Raises
    ------
    PlanRefused
        It breaks a rule, or a figure in it is wrong.
    """
    from transport.check import check_plan

    report = check_plan(case, travel, document)
    if report.violations:
        raise PlanRefused(report.violations)
    return report


def check_folder(path: Path, folder: Path) -> CheckReport:
    """Have the independent checker judge a written plan.

    Raises
    ------
    InputError
        The case or the plan cannot be read.
    """
    from transport.check import check_plan
    from transport.io.plan_json import read_document

    case, travel, _ = read_case(path)
    return check_plan(case, travel, read_document(folder))


def remake_papers(path: Path, folder: Path, lang: Language) -> list[Path]:
    """Make the manifests of a written plan again.

    Raises
    ------
    InputError
        The case or the plan cannot be read.
    PlanRefused
        The plan does not fit the case (any more).
    """
    case, plan, target = _read_valid(path, folder)
    return _write_papers(case, plan, target, lang)


def remake_maps(path: Path, folder: Path, lang: Language) -> list[Path]:
    """Make the maps of a written plan again; raises as :func:`remake_papers`."""
    case, plan, target = _read_valid(path, folder)
    return _write_maps(case, plan, target, lang)


def _read_valid(path: Path, folder: Path) -> tuple[Case, Plan, PlanFolder]:
    from transport.io.plan_json import plan_from_document, read_document

    case, travel, _ = read_case(path)
    document = read_document(folder)
    require_valid(case, travel, document)
    return case, plan_from_document(document), PlanFolder(folder)


def write_plan(
    case: Case, document: Mapping[str, Any], target: PlanFolder, options: PlanOptions, watch: Watch
) -> tuple[Plan, list[Path]]:
    """Write the plan, then what is made from it; outputs of an older plan go as soon as the new one stands.

    Returns
    -------
    tuple[Plan, list[Path]]
        The plan as it can be read back, and every file.
    """
    from transport.io.plan_json import plan_from_document, write_document
    from transport.io.report_html import write_report

    plan = plan_from_document(document)
    files = [target.put(lambda folder: write_document(document, folder))]
    target.discard(REPORT, f"{PAPERS}/", f"{MAPS}/")
    files.append(target.put(lambda folder: write_report(case, plan, folder / REPORT, options.lang)))
    if options.papers and not watch.should_stop():
        watch.on_step("papers")
        files += _write_papers(case, plan, target, options.lang)
    if options.maps and not watch.should_stop():
        watch.on_step("maps")
        files += _write_maps(case, plan, target, options.lang)
    return plan, files


def _write_papers(case: Case, plan: Plan, target: PlanFolder, lang: Language) -> list[Path]:
    from transport.io.papers import write_papers

    return target.renew(PAPERS, lambda folder: write_papers(case, plan, folder, lang))


def _write_maps(case: Case, plan: Plan, target: PlanFolder, lang: Language) -> list[Path]:
    from maps.route_map import write_maps
    from transport.roads import build_geometry

    return target.renew(MAPS, lambda folder: write_maps(case, plan, build_geometry(case), folder, lang))


def _now(timezone: str) -> str:
    """The case's local time with seconds."""
    return datetime.now(ZoneInfo(timezone)).replace(tzinfo=None).isoformat(timespec="seconds")
