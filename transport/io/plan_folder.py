"""One plan's folder: what stands in it, and how older outputs give way without anything being half-written.

The folder keeps a list of the files that were made in it (``.made.json``), so that a file somebody else put there is
never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from transport.errors import FangangError
from transport.io.atomic import write_text

_RECORD = ".made.json"
_STAGING = ".making-"


class FolderError(FangangError):
    """The folder for the plan cannot be used.

    Parameters
    ----------
    path
        What stands in the way.
    reason
        ``not_a_folder`` or ``not_writable``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class PlanFolder:
    """The outputs of one plan.

    Parameters
    ----------
    root
        The folder; it is made at the first output, not before.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def require_usable(self) -> None:
        """Make sure, before any work is done, that files can be written here.

        Raises
        ------
        FolderError
            A file stands in its place, or the system allows no writing.
        """
        nearest = self.root
        while not nearest.exists() and nearest != nearest.parent:
            nearest = nearest.parent
        if not nearest.is_dir():
            raise FolderError(nearest, "not_a_folder")
        if not os.access(nearest, os.W_OK):
            raise FolderError(nearest, "not_writable")

    def put(self, write: Callable[[Path], Path]) -> Path:
        """Let ``write`` put one file into the folder, atomically, and remember it."""
        self.root.mkdir(parents=True, exist_ok=True)
        path = write(self.root)
        self._remember([path])
        return path

    def renew(self, name: str, write: Callable[[Path], list[Path]]) -> list[Path]:
        """Make all files of the subfolder ``name`` aside, then swap them for the older ones.

        Parameters
        ----------
        name
            The subfolder, or one within it: ``maps``, ``export/gpx``.
        write
            Writes the files below the folder that it is given and returns their paths.

        Returns
        -------
        list[Path]
            The files at their final places, in the order of ``write``.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()
        staging = Path(tempfile.mkdtemp(prefix=f"{_STAGING}{name.replace('/', '-')}-", dir=self.root))
        try:
            made = [path.relative_to(staging) for path in write(staging)]
            self.discard(f"{name}/")
            final = [self.root / name / relative for relative in made]
            self._remember(final)
            for relative, target in zip(made, final, strict=True):
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / relative).replace(target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return final

    def discard(self, *prefixes: str) -> None:
        """Remove the files that were made here and whose path in the folder starts with one of ``prefixes``."""
        recorded = self._recorded()
        gone = [name for name in recorded if name.startswith(prefixes)]
        for name in gone:
            path = self.root / name
            path.unlink(missing_ok=True)
            _remove_empty_folders(path.parent, self.root)
        if gone:
            self._record(set(recorded) - set(gone))

    def _sweep(self) -> None:
        """Remove what a run that was killed has left."""
        for leftover in self.root.glob(f"{_STAGING}*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _recorded(self) -> list[str]:
        try:
            names = list(json.loads((self.root / _RECORD).read_text(encoding="utf-8"))["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return [name for name in names if isinstance(name, str) and self._inside(name)]

    def _inside(self, name: str) -> bool:
        """Whether a recorded name stays in the folder: the record is a file that anybody can edit."""
        return (self.root / name).resolve().is_relative_to(self.root.resolve())

    def _remember(self, paths: Iterable[Path]) -> None:
        self._record({*self._recorded(), *(path.relative_to(self.root).as_posix() for path in paths)})

    def _record(self, names: set[str]) -> None:
        document = {"format": 1, "files": sorted(names)}
        write_text(self.root / _RECORD, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _remove_empty_folders(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
