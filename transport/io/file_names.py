"""File names that every system accepts, made from texts of the user's."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\'&%$#!`~^;,{}\[\]()=+@]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_PART = 24


def safe_name(part: str) -> str:
    """Return a part of a file name that every system accepts, at most 24 characters long; may be empty."""
    clean = _UNSAFE.sub("_", part.encode("utf-8", "ignore").decode())[:_LONGEST_PART].strip("._- ")
    return f"{clean}_" if _RESERVED.fullmatch(clean) else clean


def unique_stem(parts: Iterable[str], taken: set[str]) -> str:
    """Return the parts as one file name without ending, ``T001_集结_大理机场``, and add it to ``taken``.

    Parameters
    ----------
    parts
        Texts of any kind; what a file name cannot hold becomes ``_``.
    taken
        Names that are in use, in lower case; a number is added to one of them.
    """
    stem = "_".join(part for part in map(safe_name, parts) if part) or "_"
    unique, number = stem, 2
    while unique.lower() in taken:
        unique, number = f"{stem}_{number}", number + 1
    taken.add(unique.lower())
    return unique
