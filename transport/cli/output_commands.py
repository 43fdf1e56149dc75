"""Commands that make something again from a written plan: ``papers``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.locale import Language, text
from transport.progress_view import progress_view


@app.command(help="help.papers")
def papers(
    case: CaseArg,
    folder: FolderArg,
    *,
    vehicles: Annotated[Path | None, typer.Option("--vehicles", metavar="FILE", help="help.vehicles")] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="help.unmask")] = False,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    from transport.workflow import Watch, remake_papers

    def make(path: Path, target: Path, language: Language) -> list[Path]:
        with progress_view(view.console(sys.stderr), language) as progress:
            watch = Watch(on_step=progress.step, on_part=progress.part)
            return remake_papers(path, target, language, vehicles=vehicles, unmask=unmask, watch=watch)

    _remake(make, case, folder, lang.code, as_json)
    if unmask:
        view.say(text(lang.code, "ui.made.unmasked"))


def _remake(
    make: Callable[[Path, Path, Language], list[Path]], case: Path, folder: Path, lang: Language, as_json: bool
) -> None:
    folder = folder.parent if folder.is_file() else folder  # plan.json itself is as good
    with told(lang, as_json):
        files = make(case, folder, lang)
        line = text(lang, "ui.made.files", count=len(files), folder=folder)
        give({"files": view.relative_names(files, folder)}, as_json, line)
