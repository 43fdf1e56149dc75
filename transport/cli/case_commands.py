"""Commands about a case: ``new``, ``template``, ``validate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.failures import INPUT, UsageError
from transport.locale import text


@app.command(help="help.new")
def new(
    name: Annotated[str | None, typer.Argument(metavar="CASE_NAME", help="help.case_name")] = None,
    target: Annotated[Path | None, typer.Argument(metavar="DIR", help="help.target")] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.io.shipped import copy_case, list_cases

        names = list_cases()
        if name is None:
            give({"cases": names}, as_json, "\n".join(names))
            return
        if target is None:
            raise UsageError(text(lang.code, "ui.new.need_folder"))
        if name not in names:
            raise UsageError(text(lang.code, "ui.new.unknown", name=name, names=", ".join(names)))
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(text(lang.code, "ui.new.exists", folder=target))
        folder = copy_case(name, target)
        give({"case": name, "folder": str(folder)}, as_json, text(lang.code, "ui.new.copied", folder=folder))


@app.command(help="help.template")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="help.template_file")],
    *,
    case: Annotated[Path | None, typer.Option("--case", metavar="DIR", help="help.template_case")] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    with told(lang.code, as_json):
        from transport.workflow.roster import make_template

        if file.suffix.lower() != ".xlsx":
            raise UsageError(text(lang.code, "ui.made.template_suffix", path=file))
        path = make_template(file, case, lang.code)
        give({"file": str(path)}, as_json, text(lang.code, "ui.made.template", path=path))


@app.command(help="help.validate")
def validate(case: CaseArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    with told(lang.code, as_json):
        from transport.workflow import validate_case

        issues = validate_case(case)
        rows = view.issue_rows(issues, lang.code) if as_json else []
        give({"issues": rows}, as_json, view.issues_table(issues, lang.code))
        if any(issue.severity == "error" for issue in issues):
            raise typer.Exit(INPUT)
