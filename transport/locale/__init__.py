"""User-facing texts, by language and area: ``<language>/<area>.yaml`` holds nested keys and templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]
_FOLDER: dict[Language, str] = {"zh": "zh_CN", "en": "en"}


@cache
def catalogue(lang: Language, area: str) -> dict[str, Any]:
    """Return one area's texts as a nested mapping.

    Raises
    ------
    FileNotFoundError
        There is no such area.
    """
    text = (files(__name__) / _FOLDER[lang] / f"{area}.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def text(lang: Language, key: str, /, **values: object) -> str:
    """Return the text at ``area.key.subkey``, its ``{placeholders}`` filled in.

    Raises
    ------
    KeyError
        There is no such text; every key stands in every language (a test holds that).
    """
    area, *path = key.split(".")
    node: Any = catalogue(lang, area)
    for part in path:
        node = node[part]
    return str(node).format_map(values)
