"""Commands about several plans: ``whatif``, ``compare``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import MAX_SEED, CaseArg, JsonOption, Lang, LangOption, finite
from transport.cli.telling import give, told
from transport.errors import InputError, NoPlanInTime, PlanRefused
from transport.failures import INPUT, INTERRUPTED, NO_PLAN, OK, REFUSED, UNSERVED
from transport.interrupt import run_stoppable
from transport.locale import text

if TYPE_CHECKING:
    from transport.workflow.whatif import WhatIfOutcome

JobsOption = Annotated[int, typer.Option("--jobs", metavar="N", min=0, help="help.jobs")]
LimitOption = Annotated[
    float | None, typer.Option("--time-limit", metavar="S", min=0, callback=finite, help="help.scenario_limit")
]
DifferencesOption = Annotated[bool, typer.Option("--difference-maps/--no-difference-maps", help="help.difference_maps")]
SeedOption = Annotated[int | None, typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="help.seed")]


@app.command(help="help.whatif")
def whatif(
    case: CaseArg,
    scenarios: Annotated[Path, typer.Argument(metavar="SCENARIOS.yaml", help="help.scenarios")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="help.out_whatif")],
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    repeatable: Annotated[bool, typer.Option("--repeatable", help="help.repeatable")] = False,
    papers: Annotated[bool, typer.Option("--papers", help="help.whatif_papers")] = False,
    maps: Annotated[bool, typer.Option("--maps", help="help.whatif_maps")] = False,
    differences: DifferencesOption = True,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.cli.whatif_view import WhatIfView, compared_table
        from transport.comparison.compared import comparison_document
        from transport.scenario.variants import read_variants
        from transport.workflow.comparing import compare_outcome, write_comparison
        from transport.workflow.options import PlanOptions
        from transport.workflow.whatif import WhatIfOptions, WhatIfWatch, run_variants

        variants = read_variants(case, scenarios)
        if variants.issues and not as_json:
            view.say(view.issues_table(variants.issues, lang.code))
        plan = PlanOptions(time_limit, seed, 1, repeatable, papers, maps, lang.code)
        with WhatIfView(view.console(sys.stderr), lang.code) as shown:

            def work(should_stop: Callable[[], bool]) -> WhatIfOutcome:
                watch = WhatIfWatch(shown.begin, shown.progress, shown.done, shown.step, should_stop)
                return run_variants(variants, out, WhatIfOptions(plan, jobs), watch)

            outcome = run_stoppable(work, shown.stopping)
        compared = compare_outcome(outcome)
        if compared is None:
            _raise_failure(outcome)
        files = write_comparison(compared, out, lang.code, planned=True, maps=differences)
        code = _exit_code(outcome)
        document = {
            **comparison_document(compared),
            "exit_code": code,
            "interrupted": outcome.interrupted,
            "folder": str(out),
            "files": view.relative_names(files, out),
            "issues": view.issue_rows(outcome.issues, lang.code),
        }
        give(document, as_json, compared_table(compared, lang.code))
        view.say(text(lang.code, "ui.made.files", count=len(files), folder=out))
        if outcome.interrupted:
            view.say(text(lang.code, "ui.whatif.kept", folder=out))
        raise typer.Exit(code)


@app.command(help="help.compare")
def compare(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="help.compare_folders")],
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="help.out_compare")] = None,
    case: Annotated[Path | None, typer.Option("--case", metavar="CASE", help="help.compare_case")] = None,
    differences: DifferencesOption = True,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.cli.whatif_view import compared_table
        from transport.comparison.compared import comparison_document
        from transport.workflow.comparing import compare_folders, write_comparison

        compared = compare_folders(folders, case)
        files: list[Path] = []
        if out is not None:
            files = write_comparison(compared, out, lang.code, planned=False, maps=differences)
        written = {} if out is None else {"folder": str(out), "files": view.relative_names(files, out)}
        give({**comparison_document(compared), **written}, as_json, compared_table(compared, lang.code))
        if out is not None:
            view.say(text(lang.code, "ui.made.files", count=len(files), folder=out))


def _exit_code(outcome: WhatIfOutcome) -> int:
    """Return the code of the worst that happened to any scenario."""
    if outcome.interrupted:
        return INTERRUPTED
    failures = {scenario.done.failure for scenario in outcome.planned}
    for failure, code in (("input", INPUT), ("refused", REFUSED), ("no_plan", NO_PLAN)):
        if failure in failures:
            return code
    return UNSERVED if any(scenario.done.unserved for scenario in outcome.planned) else OK


def _raise_failure(outcome: WhatIfOutcome) -> NoReturn:
    """Tell why there is no base to compare with, as ``plan`` would."""
    done = outcome.planned[0].done
    if done.failure == "input":
        raise InputError(done.issues)
    if done.failure == "refused":
        raise PlanRefused((done.detail,))
    if outcome.interrupted:
        raise KeyboardInterrupt
    raise NoPlanInTime
