"""The log of a plan folder's papers: which version each plan's papers are, and who had full numbers printed when.

One JSON object a line (``papers.log``), only ever appended to, without personal data of the people carried. It outlives
the papers themselves, which are replaced whenever they are made again.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

_LOG = "papers.log"


class PapersLog:
    """The log in one plan folder.

    Parameters
    ----------
    root
        The plan folder.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / _LOG

    def version(self, mark: str) -> int:
        """Return the version that papers of this plan are: that of the last ones made here if those were its, else new.

        A line that cannot be read is passed over.
        """
        number, last = 0, None
        for entry in self._entries():
            if entry.get("event") == "version" and isinstance(entry.get("version"), int):
                number, last = max(number, entry["version"]), entry.get("mark")
        return number if number and last == mark else number + 1

    def note_version(self, version: int, mark: str, made: str) -> None:
        """Note that papers of this version stand in the folder; once a version."""
        known = {(entry.get("version"), entry.get("mark")) for entry in self._entries()}
        if (version, mark) not in known:
            self._append({"event": "version", "version": version, "mark": mark, "plan_made": made})

    def note_unmasked(self, version: int, mark: str) -> None:
        """Note who has full numbers printed, when, and of which version."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        self._append({"event": "unmasked", "at": at, "user": _user(), "version": version, "mark": mark})

    def _entries(self) -> Iterator[Mapping[str, Any]]:
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry

    def _append(self, entry: Mapping[str, object]) -> None:
        """Add one line, begun afresh where the last one was torn, and make sure that it is on the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        with self.path.open("ab+") as log:
            if log.tell():
                log.seek(-1, os.SEEK_END)
                line = line if log.read(1) == b"\n" else b"\n" + line
            log.write(line)
            log.flush()
            os.fsync(log.fileno())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
