"""The folder of papers as a dispatcher sees it: numbered, in the user's language, with names every system accepts."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from transport.locale import Language, text

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\'&%$#!`~^;,{}\[\]()=+@]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_PART = 24


class Layout:
    """Names for files, each given once.

    Parameters
    ----------
    lang
        Folders are called in it.
    """

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._taken: set[str] = set()

    def folder(self, kind: str) -> str:
        """Return the folder, or the file without its ending, where papers of a kind go."""
        return text(self._lang, f"papers.folders.{kind}")

    def stem(self, kind: str, *parts: str) -> PurePosixPath:
        """Return a path without ending, below the kind's folder: parts joined, nothing unsafe, nothing given twice."""
        stem = "_".join(part for part in map(safe_name, parts) if part) or "_"
        unique, number = f"{self.folder(kind)}/{stem}", 2
        while unique.lower() in self._taken:
            unique, number = f"{self.folder(kind)}/{stem}_{number}", number + 1
        self._taken.add(unique.lower())
        return PurePosixPath(unique)


def safe_name(part: str) -> str:
    """Return a part of a file name that every system accepts, at most 24 characters long; may be empty."""
    visible = "".join(char for char in part.encode("utf-8", "ignore").decode() if char.isprintable() or char.isspace())
    clean = _UNSAFE.sub("_", visible)[:_LONGEST_PART].strip("._- ")
    return f"{clean}_" if _RESERVED.fullmatch(clean) else clean
