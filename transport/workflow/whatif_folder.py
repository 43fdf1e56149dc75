"""One scenario's folder: its case, its plan, and a mark that says which question the plan answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transport.errors import InputError
from transport.io.atomic import write_bytes, write_text
from transport.io.plan_folder import PlanFolder
from transport.io.plan_json import PLAN_FILE, read_document, write_document
from transport.scenario.changes import Change

CASE = "case"
"""The subfolder with the scenario's own case, on which every other command works."""
_CHANGES = "changes.json"
_MARK = ".whatif.json"


class ScenarioFolder:
    """The folder of one scenario.

    Parameters
    ----------
    path
        Where it is; it is made when something is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.case = path / CASE
        self.plan = PlanFolder(path)

    def write_case(self, files: Mapping[str, bytes]) -> None:
        """Put the case there unless it stands there already."""
        if all(_holds(self.case / name, data) for name, data in files.items()):
            return

        def write(folder: Path) -> list[Path]:
            for name, data in files.items():
                write_bytes(folder / name, data)
            return [folder / name for name in files]

        self.plan.renew(CASE, write)

    def document(self) -> dict[str, Any] | None:
        """Return the plan that stands here, whatever it answers; ``None`` where there is none to be read."""
        try:
            return read_document(self.path)
        except InputError:
            return None

    def answer(self, question: str) -> dict[str, Any] | None:
        """Return the plan that was found for this question and worked on to the end, ``None`` where there is none."""
        try:
            mark = json.loads((self.path / _MARK).read_text(encoding="utf-8"))
            plan = (self.path / PLAN_FILE).read_bytes()
        except (OSError, ValueError):
            return None
        if mark != {"question": question, "plan": hashlib.sha256(plan).hexdigest()}:
            return None
        return self.document()

    def write_changes(self, changes: Sequence[Change]) -> None:
        """Write down what the scenario changes."""
        rows = [{"key": change.key, "old": change.old, "new": change.new} for change in changes]
        content = json.dumps({"format": 1, "changes": rows}, ensure_ascii=False, indent=1) + "\n"

        def write(root: Path) -> Path:
            write_text(root / _CHANGES, content)
            return root / _CHANGES

        self.plan.put(write)

    def changes(self) -> list[dict[str, Any]]:
        """Return what the scenario changes, empty where nothing was written down."""
        try:
            rows = json.loads((self.path / _CHANGES).read_text(encoding="utf-8"))["changes"]
            return [{key: row[key] for key in ("key", "old", "new")} for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def write(self, document: Mapping[str, Any], question: str | None) -> None:
        """Write the plan, and mark it as the answer to a question; without one, it is to be worked on again."""
        (self.path / _MARK).unlink(missing_ok=True)
        self.plan.put(lambda folder: write_document(document, folder))
        if question is None:
            return
        digest = hashlib.sha256((self.path / PLAN_FILE).read_bytes()).hexdigest()
        write_text(self.path / _MARK, json.dumps({"question": question, "plan": digest}) + "\n")


def question_of(files: Mapping[str, bytes], options: Mapping[str, Any]) -> str:
    """Return a digest of all that a plan depends on: the case's files, the options, this program's version."""
    digest = hashlib.sha256(json.dumps([dict(options), version("fangang")], sort_keys=True).encode())
    for name in sorted(files):
        digest.update(f"\n{name} {hashlib.sha256(files[name]).hexdigest()}".encode())
    return digest.hexdigest()


def digest_of_plans(folders: Sequence[Path], asked: Sequence[Any]) -> str:
    """Return a digest of several plans as they stand, and of what was asked for beside them."""
    digest = hashlib.sha256(json.dumps([list(asked), version("fangang")]).encode())
    for folder in folders:
        digest.update(f"\n{folder.name} {hashlib.sha256((folder / PLAN_FILE).read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
