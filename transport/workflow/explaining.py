"""Why people travel as they do, asked of a written plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transport.case import Case
from transport.errors import UnknownWorkers
from transport.explanation import Explanation
from transport.locale import Language
from transport.workflow.reading import read_planned


@dataclass(frozen=True, slots=True)
class Explained:
    """What was found, and of which case."""

    case: Case
    explanations: tuple[Explanation, ...]


def explain_folder(
    path: Path,
    folder: Path,
    workers: Sequence[str],
    *,
    seconds: float,
    lang: Language,
    should_stop: Callable[[], bool] = lambda: False,
) -> Explained:
    """Explain how people of a written plan travel: those named, or everybody who is left to a ticket or to nothing.

    Parameters
    ----------
    seconds
        From when on nothing new is tried; reasons come first, changes that would help after them.

    Raises
    ------
    InputError, PlanRefused
        The case or the plan cannot be read, or they do not fit each other.
    UnknownWorkers
        Somebody who is asked about is not in the roster.
    """
    from transport.solver import explain_plan

    until = time.monotonic() + seconds
    case, travel, plan, _ = read_planned(path, folder)
    wanted = _found(case, workers) if workers else None

    def over() -> bool:
        return should_stop() or time.monotonic() >= until

    return Explained(case, explain_plan(case, travel, plan, wanted=wanted, lang=lang, over=over))


def _found(case: Case, asked: Sequence[str]) -> list[str]:
    """The ids of workers named by id or by name (all of that name)."""
    by_name: dict[str, list[str]] = {}
    for worker in case.workers.values():
        by_name.setdefault(worker.name, []).append(worker.worker_id)
    unknown = [one for one in asked if one not in case.workers and one not in by_name]
    if unknown:
        raise UnknownWorkers(unknown)
    return [worker_id for one in asked for worker_id in ([one] if one in case.workers else by_name[one])]
