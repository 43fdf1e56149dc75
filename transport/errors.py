"""What can go wrong, as data: input issues are collected and reported all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "fixed"]


@dataclass(frozen=True, slots=True)
class InputIssue:
    """One problem in the input, at its place.

    Parameters
    ----------
    code
        Stable, lower-case name of the problem; its text and remedy stand in ``locale/*/issues.yaml``.
    severity
        ``error`` stops the work, ``warning`` does not, ``fixed`` was mended on the way in.
    file, sheet, row, column
        Where it stands; ``row`` is numbered as a spreadsheet shows it (the header is row 1).
        ``None`` where the problem has no such coordinate.
    seen
        What stood there, already masked where it is personal.
    params
        Values for the placeholders of the message and the action.
    """

    code: str
    severity: Severity = "error"
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    seen: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)


class FangangError(Exception):
    """Base of every error that a user can mend."""


class InputError(FangangError):
    """The input cannot be used; carries every issue that was found, warnings included."""

    def __init__(self, issues: Sequence[InputIssue]) -> None:
        self.issues = tuple(issues)
        errors = [issue for issue in self.issues if issue.severity == "error"]
        first = errors[0] if errors else None
        where = "" if first is None else f", first: {first.code} in {first.file}"
        super().__init__(f"{len(errors)} input errors{where}")


class MissingExtra(FangangError):
    """An optional part of the program is needed that is not installed."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(f"pip install 'fangang[{extra}]'")


class PlanRefused(FangangError):
    """The independent checker refused a plan, which therefore was not written."""

    def __init__(self, violations: Sequence[object]) -> None:
        self.violations = tuple(violations)
        super().__init__(f"{len(self.violations)} violations")


class NoPlanInTime(FangangError):
    """The time limit passed before any plan was found."""


class ClusterUnreachable(FangangError):
    """No Dask scheduler answers at an address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"no Dask scheduler at {address}")


class UnknownWorkers(FangangError):
    """The roster has no such workers.

    Parameters
    ----------
    workers
        The ids or names that were asked for and are not there.
    """

    def __init__(self, workers: Sequence[str]) -> None:
        self.workers = tuple(workers)
        super().__init__(f"unknown workers: {', '.join(workers)}")


class UnknownChoice(FangangError):
    """Something that the case does not have was named.

    Parameters
    ----------
    named
        What was named.
    known
        What could have been.
    """

    def __init__(self, named: str, known: Sequence[str]) -> None:
        self.named, self.known = named, tuple(known)
        super().__init__(f"unknown choice: {named}")
