"""Commands about a plan: ``plan``, ``check``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import MAX_SEED, CaseArg, FolderArg, JsonOption, Lang, LangOption, finite
from transport.cli.telling import give, told
from transport.failures import INTERRUPTED, OK, REFUSED, UNSERVED
from transport.interrupt import run_stoppable
from transport.locale import text
from transport.progress_view import progress_view


@app.command(help="help.plan")
def plan(
    context: typer.Context,
    case: CaseArg,
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="help.out")],
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", metavar="S", min=0, callback=finite, help="help.time_limit")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="help.seed")] = None,
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=0, help="help.threads")] = None,
    repeatable: Annotated[bool, typer.Option("--repeatable", help="help.repeatable")] = False,
    cluster: Annotated[str | None, typer.Option("--cluster", metavar="tcp://HOST:PORT", help="help.cluster")] = None,
    no_papers: Annotated[bool, typer.Option("--no-papers", help="help.no_papers")] = False,
    no_maps: Annotated[bool, typer.Option("--no-maps", help="help.no_maps")] = False,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.workflow import Outcome, PlanOptions, Watch, plan_case

        options = PlanOptions(
            time_limit, seed, threads, repeatable, not no_papers, not no_maps, lang.code, cluster=cluster
        )
        with progress_view(view.console(sys.stderr), lang.code) as progress:

            def work(should_stop: Callable[[], bool]) -> Outcome:
                watch = Watch(progress.step, progress.show, progress.part, should_stop)
                return plan_case(case, out, options, watch, started=context.obj)

            outcome = run_stoppable(work, progress.stopping)
        if outcome.issues and not as_json:
            view.say(view.issues_table(outcome.issues, lang.code))
        code = INTERRUPTED if outcome.interrupted else UNSERVED if outcome.plan.unserved else OK
        document = view.outcome_document(outcome, out, code, lang.code)
        give(document, as_json, view.outcome_table(outcome, out, lang.code))
        for line in view.unserved_lines(outcome.plan, lang.code):
            view.say(line)
        if outcome.interrupted:
            view.say(text(lang.code, "ui.error.interrupted_kept", folder=out))
        raise typer.Exit(code)


@app.command(help="help.check")
def check(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    with told(lang.code, as_json):
        from transport.workflow import check_folder

        report = check_folder(case, folder)
        rows = view.violation_rows(report.violations)
        valid = text(lang.code, "ui.violations.none", cost=view.money(report.total_cost))
        shown = view.violations_table(report.violations, lang.code) if rows else valid
        give({"violations": rows, "total_cost": round(report.total_cost, 2)}, as_json, shown)
        raise typer.Exit(REFUSED if rows else OK)
