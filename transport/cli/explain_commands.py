"""Commands that explain a written plan: ``explain``, ``whynot``, ``alternatives``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption, finite
from transport.cli.telling import give, told
from transport.failures import UsageError
from transport.interrupt import run_stoppable
from transport.locale import text


@app.command(help="help.explain")
def explain(
    case: CaseArg,
    folder: FolderArg,
    workers: Annotated[list[str] | None, typer.Argument(metavar="[WORKER]...", help="help.workers")] = None,
    *,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", min=0, callback=finite, help="help.explain_limit")
    ] = 60.0,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.explained_view import explained_table
        from transport.workflow.explaining import Explained, explain_folder

        def work(should_stop: Callable[[], bool]) -> Explained:
            return explain_folder(
                case, folder, workers or (), seconds=time_limit, lang=lang.code, should_stop=should_stop
            )

        found = run_stoppable(work, on_wish=lambda: None)
        rows = [explanation.to_document() for explanation in found.explanations]
        give({"explanations": rows}, as_json, explained_table(found, lang.code))


@app.command(help="help.alternatives")
def alternatives(
    case: CaseArg,
    folder: FolderArg,
    *,
    within: Annotated[
        float, typer.Option("--within", metavar="PERCENT", min=0, callback=finite, help="help.within")
    ] = 2.0,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", min=0, callback=finite, help="help.alternatives_limit")
    ] = 90.0,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.alternatives_view import alternatives_document, alternatives_table
        from transport.workflow.alternatives import Compared, seek_alternatives

        def work(should_stop: Callable[[], bool]) -> Compared:
            return seek_alternatives(
                case, folder, within=within / 100, seconds=time_limit, lang=lang.code, should_stop=should_stop
            )

        found = run_stoppable(work, on_wish=lambda: None)
        give(alternatives_document(found, folder), as_json, alternatives_table(found, folder, lang.code))


@app.command(help="help.whynot")
def whynot(
    case: CaseArg,
    folder: FolderArg,
    *,
    who: Annotated[list[str] | None, typer.Option("--who", metavar="WHO", help="help.who")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="MEANS", help="help.by")] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar="WHAT", help="help.without")] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", min=0, callback=finite, help="help.whynot_limit")
    ] = 30.0,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.whynot_view import answer_document, answer_table
        from transport.workflow.whynot import Answer, Question, why_not

        if by is None and not without:
            raise UsageError(text(lang.code, "ui.whynot.no_question"))
        question = Question(tuple(who or ()), by, tuple(without or ()))

        def work(should_stop: Callable[[], bool]) -> Answer:
            return why_not(case, folder, question, seconds=time_limit, lang=lang.code, should_stop=should_stop)

        answer = run_stoppable(work, on_wish=lambda: None)
        give(answer_document(answer), as_json, answer_table(answer, lang.code))
