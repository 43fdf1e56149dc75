"""How a command ends: its result, or what went wrong and the exit code for it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import RenderableType

from transport import console as view
from transport.failures import BUG, failure
from transport.locale import Language


@contextmanager
def told(lang: Language, as_json: bool) -> Iterator[None]:
    """Turn what went wrong into a message for the user and the exit code that stands for it."""
    try:
        yield
    except typer.Exit:
        raise
    except (Exception, KeyboardInterrupt) as error:
        failed = failure(error, lang)
        if failed.exit_code == BUG and os.environ.get("FANGANG_DEBUG") == "1":
            traceback.print_exc()
        for shown in failed.shown:
            view.say(shown)
        if as_json and failed.document is not None:
            view.give_document(failed.document)
        raise typer.Exit(failed.exit_code) from None


def give(document: Mapping[str, Any], as_json: bool, shown: RenderableType) -> None:
    """Give the result of a command on stdout, for a program or for people."""
    if as_json:
        view.give_document(document)
    else:
        view.give(shown)
