"""Commands about a plan's money and its report: ``ledger``, ``report``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption, finite
from transport.cli.telling import give, told
from transport.locale import Language, text
from transport.progress_view import progress_view

if TYPE_CHECKING:
    from transport.ledger.alone import Accounts


@app.command(help="help.ledger")
def ledger(
    case: CaseArg,
    folder: FolderArg,
    *,
    stand_alone: Annotated[
        float, typer.Option("--stand-alone", metavar="S", min=0, callback=finite, help="help.stand_alone")
    ] = 0.0,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    folder = folder.parent if folder.is_file() else folder
    with told(lang.code, as_json):
        from transport.ledger.document import accounts_document
        from transport.workflow import Watch, make_ledger

        with progress_view(view.console(sys.stderr), lang.code) as progress:
            watch = Watch(progress.step, progress.show)
            accounts, files = make_ledger(case, folder, lang.code, stand_alone, watch)
        if accounts is None:
            give({"payers": [], "files": []}, as_json, text(lang.code, "ledger.cli.none"))
            return
        names = view.relative_names(files, folder)
        give({**accounts_document(accounts), "files": names}, as_json, _table(accounts, lang.code))
        view.say(text(lang.code, "ledger.cli.done", files=", ".join(names), folder=folder))


def _table(accounts: Accounts, lang: Language) -> Table:
    """Return the payers with what they pay, here and alone."""
    from transport.ledger.rules import NOBODY
    from transport.report.ledger_rows import payer_name, verdict_text

    title = text(lang, "ledger.cli.title", total=f"{accounts.ledger.total_fen / 100:,.2f}")
    table = Table(title=Text(title), box=box.SIMPLE, title_justify="left")
    for key in ("payer", "people", "pays", "alone_pays", "verdict"):
        right = key in {"people", "pays", "alone_pays"}
        table.add_column(Text(text(lang, f"ledger.columns.{key}")), justify="right" if right else "left")
    for line in accounts.ledger.lines:
        alone = accounts.alone.get(line.name)
        cells = (
            payer_name(line.name, lang),
            f"{len(line.people):,}",
            f"{line.fen / 100:,.2f}",
            "–" if alone is None else f"{alone.pays_fen / 100:,.2f}",
            "" if line.name == NOBODY else verdict_text(accounts, line, lang),
        )
        table.add_row(*map(Text, cells))
    return table


@app.command(help="help.report")
def report(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    folder = folder.parent if folder.is_file() else folder
    with told(lang.code, as_json):
        from transport.workflow import remake_report

        files = remake_report(case, folder, lang.code)
        line = text(lang.code, "ui.made.files", count=len(files), folder=folder)
        give({"files": view.relative_names(files, folder)}, as_json, line)
