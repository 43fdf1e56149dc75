"""What the commands say: tables for people, documents for programs. Used by the command line only."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from transport.errors import InputIssue
from transport.locale import Language, text
from transport.plan import TRAVEL_MODES, Plan

if TYPE_CHECKING:
    from transport.workflow import Outcome

_STYLES = {"error": "bold red", "warning": "yellow", "fixed": "green"}
_PIPE_WIDTH = 160
CASE_CHANGED = "CASE_SHA256"
"""The checker's code for a plan that was made from other files than the case has now."""
_REASONS_SHOWN = 5


def prepare_streams() -> None:
    """Have both streams speak UTF-8 whatever the code page, and keep stdout for this program's own data.

    Compiled libraries print to file descriptor 1 behind Python's back; it leads nowhere from here on, while
    ``sys.stdout`` goes on to where it led.
    """
    try:
        claimed = os.dup(sys.stdout.fileno())
    except (OSError, ValueError):  # not backed by a descriptor, as under a test runner
        claimed = -1
    if claimed >= 0:
        sys.stdout.flush()
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        sys.stdout = os.fdopen(claimed, "w", encoding="utf-8", errors="replace")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def console(stream: TextIO) -> Console:
    """Return a rich console on a stream; wide enough for the tables where there is no terminal to fit."""
    return Console(file=stream, width=None if stream.isatty() else _PIPE_WIDTH)


def say(message: RenderableType) -> None:
    """Tell the user something on stderr."""
    _print(sys.stderr, message)


def give(result: RenderableType) -> None:
    """Give a command's result to people, on stdout."""
    _print(sys.stdout, result)


def give_document(document: Mapping[str, Any]) -> None:
    """Give a command's result to a program, on stdout: one versioned JSON document."""
    sys.stdout.write(json.dumps({"format": 1, **document}, ensure_ascii=False, indent=1) + "\n")


def _print(stream: TextIO, shown: RenderableType) -> None:
    console(stream).print(shown, highlight=False, markup=False, soft_wrap=isinstance(shown, str))


def issue_rows(issues: Iterable[InputIssue], lang: Language) -> list[dict[str, Any]]:
    """Return issues as the rows of the JSON document."""
    from transport.io.issues_text import describe

    rows = []
    for issue in issues:
        message, action = describe(issue, lang)
        row = {name: getattr(issue, name) for name in ("code", "severity", "file", "sheet", "row", "column", "seen")}
        rows.append({**row, "message": message, "action": action})
    return rows


def issues_table(issues: Sequence[InputIssue], lang: Language) -> Table | Text:
    """Return every issue as one table: where it is, what stood there, what is wrong and what to do."""
    if not issues:
        return Text(text(lang, "ui.issues.none"))
    count = Counter(issue.severity for issue in issues)
    title = text(lang, "ui.issues.title", errors=count["error"], warnings=count["warning"], fixed=count["fixed"])
    table = plain_table(title, [text(lang, f"ui.issues.{name}") for name in ("severity", "code", "file", "row")])
    table.columns[3].justify = "right"
    for name in ("column", "seen", "message", "action"):
        table.add_column(text(lang, f"ui.issues.{name}"), overflow="fold")
    for row in issue_rows(issues, lang):
        file = "#".join(part for part in (row["file"], row["sheet"]) if part)
        cells = (row["code"], file, row["row"], row["column"], row["seen"], row["message"], row["action"])
        severity = Text(text(lang, f"ui.issues.{row['severity']}"), style=_STYLES[row["severity"]])
        table.add_row(severity, *(Text("" if cell is None else str(cell)) for cell in cells))
    return table


def violation_rows(violations: Iterable[Any]) -> list[dict[str, str]]:
    """Return violations as the rows of the JSON document."""
    return [{name: str(getattr(violation, name)) for name in ("code", "entity", "detail")} for violation in violations]


def violations_table(violations: Sequence[Any], lang: Language) -> Table:
    """Return every violation as one table."""
    title = text(lang, "ui.violations.title", count=len(violations))
    table = plain_table(title, [text(lang, f"ui.violations.{name}") for name in ("code", "entity", "detail")])
    for row in violation_rows(violations):
        table.add_row(*(Text(cell) for cell in row.values()))
    if any(violation.code == CASE_CHANGED for violation in violations):
        table.caption = Text(text(lang, "ui.violations.changed"))
        table.caption_justify = "left"
    return table


def money(amount: float) -> str:
    """``¥1,234.50``."""
    return f"¥{amount:,.2f}"


def saving(plan: Plan) -> tuple[str, float, float] | None:
    """Return the best simple practice, CNY saved against it and the share of its cost; ``None``: none can be done."""
    known = {name: cost for name, cost in plan.summary.baselines.items() if cost is not None}
    if not known:
        return None
    best = min(known, key=known.__getitem__)
    saved = known[best] - plan.summary.total_cost
    return best, saved, saved / known[best] if known[best] > 0 else 0.0


def outcome_table(outcome: Outcome, folder: Path, lang: Language) -> Table:
    """Return the short table that ends a run."""
    plan, summary = outcome.plan, outcome.plan.summary
    table = plain_table(text(lang, "ui.plan.title", title=outcome.case.title or outcome.case.name), ["", ""])
    table.show_header = False

    def row(name: str, value: str) -> None:
        table.add_row(text(lang, f"ui.plan.{name}"), Text(value))

    unproven = text(lang, "ui.plan.no_bound")
    row("total", money(summary.total_cost))
    row("bound", unproven if summary.lower_bound is None else money(summary.lower_bound))
    row("gap", unproven if summary.gap is None else f"{summary.gap:.2%}")
    row("saving", _saving_text(plan, lang))
    row("people", _people_text(plan, lang))
    row("vehicles", _vehicles_text(plan, lang))
    modes = Counter(outcome.case.services[use.service_id].mode for use in plan.services)
    row("services", text(lang, "ui.plan.services_value", flight=modes["flight"], train=modes["train"]))
    row("elapsed", text(lang, "ui.plan.elapsed_value", seconds=plan.solver.get("elapsed_s", "–")))
    row("files", text(lang, "ui.plan.files_value", folder=folder, count=len(outcome.files)))
    return table


def unserved_lines(plan: Plan, lang: Language) -> list[str]:
    """Say who could not be served and why: the reasons by how many people they concern."""
    if not plan.unserved:
        return []
    details = Counter((person.reason, person.detail) for person in plan.unserved).most_common()
    lines = [text(lang, "ui.plan.unserved", count=len(plan.unserved))]
    lines += [f"  {count} × {reason}: {detail}" for (reason, detail), count in details[:_REASONS_SHOWN]]
    rest = sum(count for _, count in details[_REASONS_SHOWN:])
    return lines + ([f"  {text(lang, 'ui.plan.unserved_more', count=rest)}"] if rest else [])


def outcome_document(outcome: Outcome, folder: Path, exit_code: int, lang: Language) -> dict[str, Any]:
    """Return the JSON document that ends a run: the head of plan.json, who is unserved, the files, the warnings."""
    head = ("format", "case", "case_sha256", "created", "solver", "summary", "unserved")
    return {
        **{name: outcome.document[name] for name in head},
        "exit_code": exit_code,
        "interrupted": outcome.interrupted,
        "folder": str(folder),
        "files": relative_names(outcome.files, folder),
        "issues": issue_rows(outcome.issues, lang),
    }


def relative_names(files: Iterable[Path], folder: Path) -> list[str]:
    """Return files as they are named below the folder, with forward slashes."""
    return [path.relative_to(folder).as_posix() for path in files]


def plain_table(title: str, columns: Sequence[str]) -> Table:
    """Return a table without lines that folds what is too long."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _saving_text(plan: Plan, lang: Language) -> str:
    best = saving(plan)
    if best is None:
        return text(lang, "ui.plan.no_baseline")
    name, saved, share = best
    practice = text(lang, f"ui.baseline.{name}")
    return text(lang, "ui.plan.saving_value", amount=money(saved), percent=f"{share:.1%}", name=practice)


def _people_text(plan: Plan, lang: Language) -> str:
    workers: Mapping[str, int] = plan.summary.workers
    used = [mode for mode in TRAVEL_MODES if workers.get(mode, 0)]
    modes = ", ".join(text(lang, f"ui.mode.{mode}", count=workers[mode]) for mode in used)
    return text(lang, "ui.plan.people_value", total=sum(workers.values()), modes=modes)


def _vehicles_text(plan: Plan, lang: Language) -> str:
    kinds = Counter(trip.kind for trip in plan.trips)
    vehicles = len({(trip.offer_id, trip.vehicle_no) for trip in plan.trips})
    return text(
        lang,
        "ui.plan.vehicles_value",
        trips=len(plan.trips),
        vehicles=vehicles,
        feeder=kinds["feeder"],
        direct=kinds["direct"],
        distribution=kinds["distribution"],
    )
