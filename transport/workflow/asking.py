"""Questions answered by planning versions of a case: each version once, side by side, kept for the next question."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from transport.comparison.people import changed_people
from transport.errors import InputError, NoPlanInTime
from transport.io.atomic import write_text
from transport.io.case_reader import load_case
from transport.io.plan_folder import PlanFolder
from transport.io.plan_json import plan_from_document
from transport.locale import Language
from transport.questions.answer import Answer, answer_document
from transport.questions.asking import Override, Result
from transport.repricing import reprice
from transport.scenario.document import BASE
from transport.scenario.variants import build_variants
from transport.workflow.reading import read_case
from transport.workflow.whatif import WhatIfOptions, WhatIfOutcome, WhatIfWatch, run_variants
from transport.workflow.whatif_folder import ScenarioFolder

_RUNS = "runs"
_SOURCE = "ask"


class CaseAsker:
    """Plans versions of a case below a folder, where every version is kept for later questions.

    Parameters
    ----------
    case
        The case folder.
    out
        The folder of the answer; the plans go to ``runs`` in it.
    options
        For the searches.
    watch
        How far they are.
    """

    def __init__(self, case: Path, out: Path, options: WhatIfOptions, watch: WhatIfWatch) -> None:
        self._case, self._out = case, out / _RUNS
        self._options, self._watch = replace(options, pages=False), watch
        self._results: dict[str, Result] = {}

    @property
    def base(self) -> Result:
        """The case as it is, planned.

        Raises
        ------
        InputError, NoPlanInTime
            There is no plan to begin with.
        """
        self._run([])
        return self._results[BASE]

    def plan(self, overrides: Sequence[Override]) -> list[Result | None]:
        """Plan a version for each override; ``None`` where there is no plan.

        Raises
        ------
        InputError
            An override names something that the case does not have.
        """
        names = [_name(override) for override in overrides]
        self._run(overrides)
        return [self._results.get(name) for name in names]

    def frozen(self, overrides: Sequence[Override]) -> list[float | None]:
        """Return CNY of the base's plan in each version, ``None`` where it could not be run there."""
        document = ScenarioFolder(self._out / BASE).document()
        assert document is not None
        totals: list[float | None] = []
        for override in overrides:
            case, travel, _ = read_case(ScenarioFolder(self._out / _name(override)).case)
            priced = reprice(case, travel, document)
            totals.append(None if priced.violations else priced.total_cost)
        return totals

    def _run(self, overrides: Sequence[Override]) -> None:
        """Plan what is not known yet, the base first of all."""
        named: dict[str, Override] = {_name(override): override for override in overrides}
        if BASE in self._results and named.keys() <= self._results.keys():
            return
        asked = {name: override for name, override in named.items() if override}
        variants = build_variants(self._case, asked, _SOURCE)
        outcome = run_variants(variants, self._out, self._options, self._watch)
        if outcome.interrupted:
            raise KeyboardInterrupt
        _require_base(outcome)
        self._results.update(_results(outcome))


def write_answer(answer: Answer, case: Path, out: Path, lang: Language) -> list[Path]:
    """Write an answer as document, page and workbook, named after its question; return the files."""
    from transport.questions.write import build_answer, write_answer_book

    folder = PlanFolder(out)
    folder.require_usable()
    title = load_case(case).case.title
    document = json.dumps({"format": 1, **answer_document(answer)}, ensure_ascii=False, indent=1) + "\n"
    page = build_answer(answer, title, lang)

    def put(name: str, content: str) -> Path:
        def write(root: Path) -> Path:
            write_text(root / name, content)
            return root / name

        return folder.put(write)

    def put_book(root: Path) -> Path:
        return write_answer_book(answer, title, root / f"{answer.question}.xlsx", lang)

    return [put(f"{answer.question}.json", document), put(f"{answer.question}.html", page), folder.put(put_book)]


def _name(override: Override) -> str:
    """Return the folder's name of a version: the base's, or a digest of what it changes."""
    if not override:
        return BASE
    told = json.dumps(dict(override), sort_keys=True, ensure_ascii=False, default=str)
    return f"q-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _require_base(outcome: WhatIfOutcome) -> None:
    done = outcome.planned[0].done
    if done.failure == "input":
        raise InputError(done.issues)
    if done.total_cost is None:
        raise NoPlanInTime


def _results(outcome: WhatIfOutcome) -> dict[str, Result]:
    base = None
    results: dict[str, Result] = {}
    for scenario in outcome.planned:
        document = ScenarioFolder(scenario.folder).document()
        if scenario.done.total_cost is None or document is None:
            continue
        plan = plan_from_document(document)
        base = plan if base is None else base
        summary: dict[str, Any] = document["summary"]
        case = load_case(ScenarioFolder(scenario.folder).case).case
        changed = changed_people(plan, base).count
        results[scenario.name] = Result(case, plan, summary["total_cost"], summary["lower_bound"], changed)
    return results
