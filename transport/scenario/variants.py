"""A case and its scenarios, each judged and as files; every problem of every scenario at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transport.errors import InputError, InputIssue
from transport.io.case_reader import RawCase, load_raw_case, read_raw_case
from transport.io.issue_log import IssueLog
from transport.io.unreadable import UnreadableError
from transport.io.workbook import CaseFiles, RawTable
from transport.scenario.apply import ChangedCase, apply_scenario
from transport.scenario.changes import Change
from transport.scenario.document import BASE, Scenario, parse_scenarios, read_scenarios
from transport.scenario.files import case_files


@dataclass(frozen=True)
class Variant:
    """One version of the case: the base, or the case under a scenario.

    ``files``: its case folder, by name. ``people``: how many workers it has.
    """

    name: str
    changes: tuple[Change, ...]
    files: Mapping[str, bytes]
    people: int


@dataclass(frozen=True)
class Variants:
    """The base first, then the scenarios in order, and what is worth a notice."""

    variants: tuple[Variant, ...]
    issues: tuple[InputIssue, ...]


def read_variants(case: Path, file: Path) -> Variants:
    """Apply the scenarios of a what-if file to a case.

    Raises
    ------
    InputError
        The case or the file cannot be used, or a scenario makes a case that cannot be; carries every problem.
    """
    raw, log = read_raw_case(case), IssueLog()
    beside = CaseFiles(file.parent)
    try:
        data = beside.read(file.name)
    except UnreadableError as problem:
        log.add(problem.code, file=file.name, row=problem.row, params=problem.params)
        raise InputError(log.in_order()) from None
    scenarios = read_scenarios(data, file.name, log)
    return _variants(raw, scenarios, file.name, log, beside)


def build_variants(case: Path, overrides: Mapping[str, Mapping[str, Any]], source: str) -> Variants:
    """Make a scenario of each mapping of keys to values; raises as :func:`read_variants`.

    Parameters
    ----------
    case
        The case folder.
    overrides
        What each scenario changes, by its name.
    source
        What the problems are reported under, in place of a file's name.
    """
    raw, log = read_raw_case(case), IssueLog()
    document = {"overrides": {name: dict(changes) for name, changes in overrides.items()}}
    scenarios = parse_scenarios(document, source, log) if overrides else ()
    return _variants(raw, scenarios, source, log, raw.files)


def _variants(raw: RawCase, scenarios: Sequence[Scenario], file: str, log: IssueLog, beside: CaseFiles) -> Variants:
    unchanged = ChangedCase(raw, (), frozenset(), False)
    loaded = load_raw_case(raw)
    made = [(BASE, unchanged, len(loaded.case.workers))]
    for issue in loaded.issues:
        log.issues.append(issue)

    def read_rows(reference: str) -> RawTable:
        return beside.table(reference)

    for scenario in scenarios:
        before = len(log.issues)
        changed = apply_scenario(raw, scenario, file, log, read_rows)
        if not any(issue.severity == "error" for issue in log.issues[before:]):
            made.append((scenario.name, changed, _judge(scenario.name, changed, log)))
    log.raise_errors()
    title = raw.config.title
    variants = [
        Variant(name, changed.changes, case_files(changed, f"{title}（{name}）"), people)
        for name, changed, people in made
    ]
    return Variants(tuple(variants), _once(log.in_order()))


def _once(issues: Sequence[InputIssue]) -> tuple[InputIssue, ...]:
    """Return the issues without repetitions: two scenarios may share an override."""
    kept: list[InputIssue] = []
    for issue in issues:
        if issue not in kept:
            kept.append(issue)
    return tuple(kept)


def _judge(name: str, changed: ChangedCase, log: IssueLog) -> int:
    """Have the case reader judge a changed case; what is wrong with it is noted under the scenario's name."""
    try:
        return len(load_raw_case(changed.raw).case.workers)
    except InputError as error:
        for issue in error.issues:
            if issue.severity == "error":
                log.issues.append(replace(issue, file=f"{name}: {issue.file}"))
    return 0
