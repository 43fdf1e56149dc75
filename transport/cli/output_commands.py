"""Commands that make something again from a written plan: ``papers``, ``map``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.locale import Language, text


@app.command(help="help.papers")
def papers(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    from transport.workflow import remake_papers

    _remake(remake_papers, case, folder, lang.code, as_json)


@app.command(name="map", help="help.map")
def maps(case: CaseArg, folder: FolderArg, lang: LangOption = Lang.ZH, as_json: JsonOption = False) -> None:
    from transport.workflow import remake_maps

    _remake(remake_maps, case, folder, lang.code, as_json)


def _remake(
    make: Callable[[Path, Path, Language], list[Path]], case: Path, folder: Path, lang: Language, as_json: bool
) -> None:
    folder = folder.parent if folder.is_file() else folder  # plan.json itself is as good
    with told(lang, as_json):
        files = make(case, folder, lang)
        line = text(lang, "ui.made.files", count=len(files), folder=folder)
        give({"files": view.relative_names(files, folder)}, as_json, line)
