"""The command ``export``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from transport import console as view
from transport.cli.app import app
from transport.cli.options import CaseArg, FolderArg, JsonOption, Lang, LangOption
from transport.cli.telling import give, told
from transport.locale import text


class Format(StrEnum):
    """The formats a user can choose."""

    ALL = "all"
    GEOJSON = "geojson"
    GPX = "gpx"
    KML = "kml"
    GTFS = "gtfs"
    ICS = "ics"


@app.command(help="help.export")
def export(
    case: CaseArg,
    folder: FolderArg,
    *,
    chosen: Annotated[Format, typer.Option("--format", help="help.format")] = Format.ALL,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="help.export_out")] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    folder = folder.parent if folder.is_file() else folder
    with told(lang.code, as_json):
        from transport.interop.write import FORMATS
        from transport.workflow import make_exports

        formats = FORMATS if chosen is Format.ALL else (chosen.value,)
        files = make_exports(case, folder, formats, out, lang.code)
        line = text(lang.code, "ui.made.files", count=len(files), folder=out or folder)
        give({"files": view.relative_names(files, out or folder)}, as_json, line)
