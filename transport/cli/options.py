"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from transport.locale import Language

MAX_SEED = 2**31 - 1


class Lang(StrEnum):
    """The languages a user can choose."""

    ZH = "zh"
    EN = "en"

    @property
    def code(self) -> Language:
        return "zh" if self is Lang.ZH else "en"


CaseArg = Annotated[Path, typer.Argument(metavar="CASE", help="help.case")]
FolderArg = Annotated[Path, typer.Argument(metavar="DIR", help="help.folder")]
LangOption = Annotated[Lang, typer.Option("--lang", help="help.lang")]
JsonOption = Annotated[bool, typer.Option("--json", help="help.json")]


def finite(value: float | None) -> float | None:
    """Refuse ``nan`` and ``inf``, which a float option lets through."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(str(value))
    return value
