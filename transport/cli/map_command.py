"""The command ``map``: all maps of a written plan, made again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.failures import UsageError
from transport.locale import Language, text
from transport.progress_view import progress_view

if TYPE_CHECKING:
    from maps.online import OnlineBase


class Base(StrEnum):
    """The base maps a user can choose."""

    NONE = "none"
    TIANDITU = "tianditu"
    GAODE = "gaode"


@app.command(name="map", help="help.map")
def maps(
    case: CaseArg,
    folder: FolderArg,
    *,
    against: Annotated[Path | None, typer.Option("--against", metavar="DIR", help="help.against")] = None,
    against_case: Annotated[
        Path | None, typer.Option("--against-case", metavar="CASE", help="help.against_case")
    ] = None,
    base: Annotated[Base, typer.Option("--base", help="help.base")] = Base.NONE,
    key: Annotated[
        str, typer.Option("--tianditu-key", metavar="KEY", envvar="FANGANG_TIANDITU_KEY", help="help.tianditu_key")
    ] = "",
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    folder = _of_plan(folder)
    with told(lang.code, as_json):
        from transport.workflow import MapOptions, Watch, remake_maps

        options = MapOptions(_online(base, key, lang.code), against and _of_plan(against), against_case)
        with progress_view(view.console(sys.stderr), lang.code) as progress:
            watch = Watch(on_step=progress.step, on_part=progress.part)
            files = remake_maps(case, folder, lang.code, options, watch)
        line = text(lang.code, "ui.made.maps", count=len(files), index=files[0])
        give({"files": view.relative_names(files, folder)}, as_json, line)


def _of_plan(folder: Path) -> Path:
    """Return the folder of a plan: plan.json itself is as good."""
    return folder.parent if folder.is_file() else folder


def _online(base: Base, key: str, lang: Language) -> OnlineBase | None:
    from maps.online import OnlineBase

    if base is Base.NONE:
        return None
    try:
        return OnlineBase("tianditu", key) if base is Base.TIANDITU else OnlineBase("gaode")
    except ValueError:
        raise UsageError(text(lang, "ui.error.tianditu_key")) from None
