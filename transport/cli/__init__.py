"""The command line: parse, hand over to the workflow, print. Nothing is decided here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

import typer

from transport import console as view
from transport.cli import (
    accounts_commands,
    ask_commands,
    case_commands,
    explain_commands,
    export_command,
    map_command,
    output_commands,
    plan_commands,
    roster_commands,
    whatif_commands,
)
from transport.cli.app import app
from transport.failures import INTERRUPTED, OK
from transport.interrupt import work_goes_on
from transport.locale import Language, text

COMMANDS = (
    case_commands,
    roster_commands,
    plan_commands,
    explain_commands,
    whatif_commands,
    ask_commands,
    output_commands,
    map_command,
    accounts_commands,
    export_command,
)
"""Every module of commands, in the order of the help text; importing it has added them to the app."""


def requested_language(arguments: Sequence[str]) -> Language:
    """Return the language of the help texts, which are made before the arguments are parsed."""
    english = "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)
    return "en" if english else "zh"


def _rank(command: typer.models.CommandInfo) -> int:
    return [module.__name__ for module in COMMANDS].index(command.callback.__module__) if command.callback else -1


def _translate(command: Any, lang: Language) -> None:
    """Put texts in place of the keys that the commands and options above carry as their help."""
    command.help = text(lang, f"ui.{command.help}")
    for parameter in command.params:
        parameter.help = text(lang, f"ui.{parameter.help}")
        if parameter.name == "lang":
            parameter.default = lang
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    started = time.monotonic()
    arguments = sys.argv[1:] if arguments is None else arguments
    view.prepare_streams()
    app.registered_commands.sort(key=_rank)
    command = typer.main.get_command(app)
    _translate(command, requested_language(arguments))
    try:
        command(list(arguments), prog_name="fangang", obj=started)
    except SystemExit as leaving:
        if work_goes_on():  # compiled code that nobody waits for any more would hold up an orderly exit
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)
        sys.exit(leaving.code)
    sys.exit(OK)
