"""The command ``fangang``: its root, to which every module of commands adds its own."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from transport.cli.options import Lang, LangOption

app = typer.Typer(
    name="fangang",
    help="help.app",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fangang {version('fangang')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    lang: LangOption = Lang.ZH,
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="help.version")
    ] = False,
) -> None:
    """Hold the options of the command itself."""
