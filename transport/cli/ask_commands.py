"""``fangang ask``: questions answered by planning versions of a case."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from transport import console as view
from transport.cli.app import app
from transport.cli.options import MAX_SEED, CaseArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.cli.whatif_commands import JobsOption, LimitOption, SeedOption
from transport.failures import UsageError
from transport.interrupt import run_stoppable
from transport.locale import Language, text

if TYPE_CHECKING:
    from transport.questions.answer import Answer
    from transport.questions.asking import Asker

ask = typer.Typer(name="ask", help="help.ask", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(ask)

OutOption = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="help.out_ask")]
KeyArg = Annotated[str, typer.Argument(metavar="KEY", help="help.key")]
ValuesOption = Annotated[str, typer.Option("--values", metavar="V,V,…", help="help.values")]


@ask.command(help="help.sweep")
def sweep(
    case: CaseArg,
    key: KeyArg,
    *,
    values: ValuesOption,
    out: OutOption,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.sweep import sweep as answer

        wanted = _values(values, lang.code)
        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, key, wanted, lang.code))


@ask.command(help="help.heatmap")
def heatmap(
    case: CaseArg,
    key: KeyArg,
    second: Annotated[str, typer.Argument(metavar="KEY2", help="help.key")],
    *,
    values: ValuesOption,
    values2: Annotated[str, typer.Option("--values2", metavar="V,V,…", help="help.values2")],
    out: OutOption,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.sweep import heatmap as answer

        one, other = (key, _values(values, lang.code)), (second, _values(values2, lang.code))
        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, one, other, lang.code))


@ask.command(help="help.tornado")
def tornado(
    case: CaseArg,
    *,
    out: OutOption,
    percent: Annotated[float, typer.Option("--percent", metavar="P", min=0.1, max=99, help="help.percent")] = 10,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.tornado import tornado as answer

        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, percent, lang.code))


@ask.command(help="help.breakeven")
def breakeven(
    case: CaseArg,
    key: Annotated[str, typer.Argument(metavar="KEY", help="help.rows_key")],
    *,
    out: OutOption,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.breakeven import breakeven as answer

        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, key, lang.code))


@ask.command(help="help.worth")
def worth(
    case: CaseArg,
    *,
    out: OutOption,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.worth import worth as answer

        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, lang.code))


@ask.command(help="help.quotes")
def quotes(
    case: CaseArg,
    *,
    lot: Annotated[list[str], typer.Option("--lot", metavar="ID,ID,…", help="help.lot")],
    out: OutOption,
    jobs: JobsOption = 0,
    time_limit: LimitOption = None,
    seed: SeedOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.questions.quotes import quotes as answer

        lots = [[quote.strip() for quote in one.split(",") if quote.strip()] for one in lot]
        _answer(case, out, (jobs, time_limit, seed), lang.code, as_json, lambda a: answer(a, lots, lang.code))


@ask.command(help="help.noshow")
def noshow(
    case: CaseArg,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="help.folder")],
    *,
    out: OutOption,
    no_show: Annotated[float, typer.Option("--no-show", metavar="P", min=0, max=1, help="help.no_show")] = 0.05,
    late: Annotated[float, typer.Option("--late", metavar="P", min=0, max=1, help="help.late")] = 0.03,
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, max=1_000_000, help="help.runs")] = 2000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=MAX_SEED, help="help.noshow_seed")] = 0,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.facts import Facts
        from transport.questions.noshow import Chances
        from transport.questions.noshow import noshow as answer
        from transport.workflow.reading import read_valid

        frozen, plan, _ = read_valid(case, folder)
        found = answer(Facts(frozen, plan), Chances(no_show, late, runs, seed), lang.code)
        _give(found, case, out, lang.code, as_json)


def _answer(
    case: Path,
    out: Path,
    chosen: tuple[int, float | None, int | None],
    lang: Language,
    as_json: bool,
    question: Callable[[Asker], Answer],
) -> None:
    """Answer a question by planning, and give the answer."""
    from transport.cli.whatif_view import WhatIfView
    from transport.workflow.asking import CaseAsker
    from transport.workflow.options import PlanOptions
    from transport.workflow.whatif import WhatIfOptions, WhatIfWatch

    jobs, time_limit, seed = chosen
    plan = PlanOptions(time_limit, seed, papers=False, maps=False, lang=lang)
    with WhatIfView(view.console(sys.stderr), lang) as shown:

        def work(should_stop: Callable[[], bool]) -> Answer:
            watch = WhatIfWatch(shown.begin, shown.progress, shown.done, shown.step, should_stop)
            return question(CaseAsker(case, out, WhatIfOptions(plan, jobs), watch))

        answer = run_stoppable(work, shown.stopping)
    _give(answer, case, out, lang, as_json)


def _give(answer: Answer, case: Path, out: Path, lang: Language, as_json: bool) -> None:
    from transport.questions.answer import answer_document
    from transport.workflow.asking import write_answer

    files = write_answer(answer, case, out, lang)
    written = {"folder": str(out), "files": view.relative_names(files, out)}
    give({**answer_document(answer), **written}, as_json, _table(answer, lang))
    view.say(text(lang, "ui.made.files", count=len(files), folder=out))


def _table(answer: Answer, lang: Language) -> Table:
    from transport.questions.write import cell_text, heading

    table = Table(title=Text(answer.headline, style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for column in answer.columns:
        table.add_column(heading(column, lang), justify="right" if column.unit else "left", overflow="fold")
    for row in answer.rows:
        cells = (cell_text(column, value, lang) for column, value in zip(answer.columns, row, strict=True))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _values(written: str, lang: Language) -> list[Any]:
    """Split values at commas: numbers as such, everything else as in a what-if file."""
    values = [_value(part.strip()) for part in written.split(",") if part.strip()]
    if not values:
        raise UsageError(text(lang, "ui.ask.no_values"))
    return values


def _value(part: str) -> Any:
    if part.startswith(("+", "-", "*")):
        return part
    try:
        number = float(part)
    except ValueError:
        return {"true": True, "false": False}.get(part.lower(), part)
    return int(number) if number.is_integer() else number
