"""The cases that come with the program, to look at and to start from.

Most stand in the package as they are copied. A large one is only described there: its tables are made by its recipe,
from a seed, when it is asked for.
"""

from __future__ import annotations

import secrets
import shutil
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from transport.errors import InputError, InputIssue
from transport.io.config_mapping import CASE_FILE
from transport.io.issue_log import nearest, shown

_PACKAGE = "scenarios"
_LEFT_OUT = shutil.ignore_patterns("expected.yaml")
"""What the tests expect of a plan for the case as it is shipped."""


def list_cases() -> list[str]:
    """Return the names of the shipped cases, sorted."""
    return sorted(_shipped())


def copy_case(name: str, target: Path) -> Path:
    """Copy a shipped case to a new folder, made whole where it is not stored; return the folder.

    The copy is made beside the target and renamed at the end, so that no half a case is ever there.

    Raises
    ------
    InputError
        There is no such case (``unknown_case``), or the target is something else than an empty folder
        (``target_not_empty``).
    OSError
        The target cannot be written to.
    """
    cases = _shipped()
    if name not in cases:
        params = {"known": ", ".join(sorted(cases)), "near": nearest(name, cases)}
        raise InputError([InputIssue("unknown_case", seen=shown(name), params=params)])
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError([InputIssue("target_not_empty", file=str(target))])
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        with as_file(cases[name]) as source:
            shutil.copytree(source, temporary, ignore=_LEFT_OUT)
        _add_unstored_tables(name, temporary)
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return target


def _add_unstored_tables(name: str, folder: Path) -> None:
    """Write the tables that the package does not hold."""
    from scenarios.registry import NOT_STORED, RECIPES

    if name in NOT_STORED:
        for file, text in RECIPES[name]().items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")


def _shipped() -> dict[str, Traversable]:
    """Return the folders of the package that hold a ``case.yaml``, by name."""
    return {
        folder.name: folder
        for folder in files(_PACKAGE).iterdir()
        if folder.is_dir() and folder.joinpath(CASE_FILE).is_file()
    }
