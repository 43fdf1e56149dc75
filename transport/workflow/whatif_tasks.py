"""What is done for one scenario, in whatever process: search for a plan, then finish it beside the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from transport.case import Case
from transport.errors import InputError, InputIssue, NoPlanInTime, PlanRefused
from transport.io.plan_json import plan_from_document
from transport.travel import TravelMatrix
from transport.workflow.options import PlanOptions, Watch
from transport.workflow.outputs import write_plan
from transport.workflow.planning import plan_document
from transport.workflow.reading import read_case, require_valid
from transport.workflow.whatif_folder import ScenarioFolder

if TYPE_CHECKING:
    from transport.solver import Progress

_SEARCH_ON_S = 2.0
"""Seconds of search around a plan that another scenario gave."""


@dataclass(frozen=True, slots=True)
class Task:
    """A scenario to be planned.

    Parameters
    ----------
    name, folder
        The scenario, and where its case stands and its plan goes.
    question
        Digest of what the plan answers.
    options
        For the search.
    start
        A folder with a plan to start from: the base's.
    """

    name: str
    folder: Path
    question: str
    options: PlanOptions
    start: Path | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How a task ended.

    ``total_cost`` (CNY), ``gap`` and ``unserved`` (persons) of its plan, which may have been ``cut_short``; otherwise
    ``failure``: ``no_plan`` in time, ``refused`` by the checker (``detail`` says why), or ``input`` (see ``issues``).
    """

    name: str
    total_cost: float | None = None
    gap: float | None = None
    unserved: int = 0
    cut_short: bool = False
    failure: Literal["no_plan", "refused", "input"] | None = None
    detail: str = ""
    issues: tuple[InputIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A planned scenario, and the folders of others whose plans may be valid and cheaper in it."""

    task: Task
    others: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Finish:
    """A planned scenario to be finished: people settled towards the base's plan (``None``: it is the base), pages."""

    task: Task
    base: Path | None
    pages: bool


Tell = Callable[["str", "Progress"], None]


def search(task: Task, should_stop: Callable[[], bool], tell: Tell) -> Done:
    """Plan one scenario and write its plan; failures come back as data."""
    started = time.monotonic()
    folder = ScenarioFolder(task.folder)
    try:
        case, travel, _ = read_case(folder.case)
    except InputError as error:  # the roads between its places cannot be measured
        return Done(task.name, failure="input", issues=error.issues)
    known = folder.document()
    if known is None or known.get("case_sha256") != case.sha256:
        known = None if task.start is None else ScenarioFolder(task.start).document()
    start = None if known is None else plan_from_document(known)
    watch = Watch(on_progress=lambda progress: tell(task.name, progress), should_stop=should_stop)
    try:
        document = plan_document(case, travel, replace(task.options, start=start), watch, started)
    except NoPlanInTime:
        return Done(task.name, failure="no_plan")
    except PlanRefused as refusal:
        return Done(task.name, failure="refused", detail="; ".join(map(str, refusal.violations[:3])))
    except KeyboardInterrupt:
        return Done(task.name, cut_short=True)
    cut_short = should_stop()
    folder.write(document, None if cut_short else task.question)
    return _done(task.name, document, cut_short)


def exchange(exchanging: Exchange, should_stop: Callable[[], bool]) -> Done | None:
    """Take over the cheapest plan of other scenarios that is valid here; ``None``: the own one stays.

    What is written was checked in this scenario's case.
    """
    from transport.repricing import reprice

    task, folder = exchanging.task, ScenarioFolder(exchanging.task.folder)
    own = folder.document()
    documents = {other.name: ScenarioFolder(other).document() for other in exchanging.others}
    if own is None or not documents:
        return None
    case, travel, _ = read_case(folder.case)
    best: Mapping[str, Any] = own
    for name, document in documents.items():
        repriced = None if document is None else reprice(case, travel, document)
        if repriced is not None and not repriced.violations and repriced.total_cost < _total(best) - 0.005:
            best = _with_bound(repriced.document, own, name)
    if best is own:
        return None
    best = _searched_on(best, own, case, travel, task.options, should_stop)
    require_valid(case, travel, best)
    _write(task, best)
    return _done(task.name, best, cut_short=False)


def finish(finishing: Finish, should_stop: Callable[[], bool]) -> Done:
    """Finish one scenario; the plan is checked again before it is written."""
    from transport.comparison.settling import settled

    task, folder = finishing.task, ScenarioFolder(finishing.task.folder)
    own = folder.document()
    if own is None:
        return Done(task.name, failure="no_plan")
    case, travel, _ = read_case(folder.case)
    best: Mapping[str, Any] = own
    if finishing.base is not None and (base := ScenarioFolder(finishing.base).document()) is not None:
        best = settled(own, plan_from_document(own), plan_from_document(base), case)
    if best is not own:
        require_valid(case, travel, best)
        _write(task, best)
    if finishing.pages:
        write_plan(case, travel, best, folder.plan, task.options, Watch(should_stop=should_stop))
    return _done(task.name, best, cut_short=False)


def _write(task: Task, document: Mapping[str, Any]) -> None:
    """Write a plan that follows the one that stands there, and answers what that answered."""
    folder = ScenarioFolder(task.folder)
    folder.write(document, task.question if folder.answer(task.question) is not None else None)


def _searched_on(
    taken: Mapping[str, Any],
    own: Mapping[str, Any],
    case: Case,
    travel: TravelMatrix,
    options: PlanOptions,
    should_stop: Callable[[], bool],
) -> Mapping[str, Any]:
    """Search a little around a plan that was taken over, which also says why people are left in this scenario."""
    seconds = min(_SEARCH_ON_S, options.time_limit_s or case.solver.time_limit_s)
    again = replace(options, start=plan_from_document(taken), time_limit_s=seconds)
    try:
        found = plan_document(case, travel, again, Watch(should_stop=should_stop), time.monotonic())
    except (NoPlanInTime, PlanRefused, KeyboardInterrupt):
        return taken
    if _total(found) > _total(taken) + 0.005:
        return taken
    return _with_bound(found, max((own, found), key=_bound), taken["solver"]["plan_of"])


def _with_bound(document: Mapping[str, Any], proven: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a plan that came from the scenario ``name``, with the bound and practices that were found in this one."""
    summary, other = document["summary"], proven["summary"]
    total, bound = summary["total_cost"], other["lower_bound"]
    gap = None if bound is None else round((total - bound) / total if total > 0 else 0.0, 6)
    kept = {key: other[key] for key in ("lower_bound", "lower_bound_method", "baselines")}
    solver = {**proven["solver"], "plan_of": name}
    return {
        **document, "created": proven["created"], "solver": solver, "summary": {**summary, **kept, "gap": gap},
    }  # fmt: skip


def _bound(document: Mapping[str, Any]) -> float:
    return float(document["summary"]["lower_bound"] or 0.0)


def _total(document: Mapping[str, Any]) -> float:
    return float(document["summary"]["total_cost"])


def _done(name: str, document: Mapping[str, Any], cut_short: bool) -> Done:
    summary = document["summary"]
    return Done(name, _total(document), summary["gap"], summary["workers"]["unserved"], cut_short)
