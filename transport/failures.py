"""What went wrong, as the user is told it: a message, a JSON document and an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType

from transport import console as view
from transport.errors import (
    ClusterUnreachable,
    InputError,
    MissingExtra,
    NoPlanInTime,
    PlanRefused,
    UnknownChoice,
    UnknownWorkers,
)
from transport.io.issue_log import nearest
from transport.io.plan_folder import FolderError
from transport.locale import Language, text

_SHOWN = 12
OK, BUG, USAGE, INPUT, UNSERVED, NO_PLAN, REFUSED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130


class UsageError(Exception):
    """The command was given something it cannot work with; the text says what, in the user's language."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure, told.

    Parameters
    ----------
    exit_code
        As the data contract lists them.
    document
        For ``--json``, without its ``format``; ``None`` where stdout stays empty.
    shown
        For people.
    """

    exit_code: int
    document: Mapping[str, Any] | None
    shown: tuple[RenderableType, ...]


def failure(error: BaseException, lang: Language) -> Failure:
    """Return how an error is told to the user; whatever is not known here is a bug."""
    match error:
        case InputError():
            return Failure(
                INPUT, {"issues": view.issue_rows(error.issues, lang)}, (view.issues_table(error.issues, lang),)
            )
        case PlanRefused():
            table = view.violations_table(error.violations, lang)
            rows = view.violation_rows(error.violations)
            return Failure(REFUSED, {"violations": rows}, (table, text(lang, "ui.error.refused")))
        case NoPlanInTime():
            return Failure(NO_PLAN, {"error": "no_plan_in_time"}, (text(lang, "ui.error.no_plan"),))
        case ClusterUnreachable():
            return Failure(USAGE, None, (text(lang, "ui.error.no_cluster", address=error.address),))
        case FolderError() | MissingExtra() | UnknownWorkers() | UnknownChoice() | UsageError():
            return Failure(USAGE, None, (_usage_text(error, lang),))
        case KeyboardInterrupt():
            return Failure(INTERRUPTED, {"error": "interrupted"}, (text(lang, "ui.error.interrupted"),))
        case OSError():
            shown = text(lang, "ui.error.system", message=error)
            return Failure(BUG, {"error": "system", "message": str(error)}, (shown,))
    name = type(error).__name__
    shown = text(lang, "ui.error.bug", name=name, message=error)
    return Failure(BUG, {"error": "bug", "message": f"{name}: {error}"}, (shown,))


def _usage_text(error: FolderError | MissingExtra | UnknownWorkers | UnknownChoice | UsageError, lang: Language) -> str:
    if isinstance(error, FolderError):
        return text(lang, f"ui.error.{error.reason}", path=error.path)
    if isinstance(error, UnknownWorkers):
        return text(lang, "ui.error.unknown_workers", workers=", ".join(error.workers))
    if isinstance(error, UnknownChoice):
        near = nearest(error.named, error.known) or ", ".join(error.known[:_SHOWN])
        return text(lang, "ui.error.unknown_choice", named=error.named, near=near)
    return text(lang, "ui.error.missing_extra", command=error) if isinstance(error, MissingExtra) else str(error)
