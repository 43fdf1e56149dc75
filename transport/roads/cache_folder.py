"""Where answers of routing services and networks that took long to read are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "FANGANG_CACHE"
"""Environment variable that names another folder."""


def cache_folder() -> Path | None:
    """Return the folder for road data, made if need be; ``None`` where none can be made."""
    named = os.environ.get(VARIABLE)
    folder = (Path(named) if named else user_cache_path("fangang", appauthor=False)) / "roads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
