"""A folium map that carries everything it needs: scripts and styles stand in the page, no other file is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element, Figure
from jinja2 import Template

STYLES = ("leaflet/leaflet.css", "common/common.css")
SCRIPTS = (
    "leaflet/leaflet.js",
    *(f"common/{name}.js" for name in ("ground", "labels", "draw", "bubbles", "scene")),
)

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""The browser itself refuses every request of a page that says this, but to the hosts that are added to its end."""

_OUTSIDE_FILE = re.compile(r"url\((?!['\"]?(?:data:|#))[^)]*\)")
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class Verbatim(Element):
    """A piece of the page that is written as it stands, never read as a template."""

    _template = Template("{{ this.content }}")

    def __init__(self, content: str) -> None:
        super().__init__()
        self.content = content


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles are inlined from the files that ship with the program.

    Parameters
    ----------
    element_id
        Name of the map in the page; fixed, so that the same plan gives the same bytes.
    assets
        Files below ``maps/assets`` that this kind of map needs beside :data:`STYLES` and :data:`SCRIPTS`.
    options
        Options of Leaflet's ``Map``.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, element_id: str, assets: Sequence[str] = (), **options: Any) -> None:
        super().__init__(tiles=None, zoom_control=False, prefer_canvas=True, **options)
        self._id = element_id
        self._assets = tuple(assets)

    @property
    def page(self) -> Figure:
        """The whole page that the map stands in."""
        page = self.get_root()
        assert isinstance(page, Figure)
        return page

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Put the shipped styles and scripts into the page's head, then the map itself."""
        header = self.page.header
        for path in (*STYLES, *(path for path in self._assets if path.endswith(".css"))):
            header.add_child(Verbatim(f"<style>{stylesheet(path)}</style>"), name=path)
        for path in (*SCRIPTS, *(path for path in self._assets if path.endswith(".js"))):
            header.add_child(Verbatim(f"<script>{script(path)}</script>"), name=path)
        super().render(**kwargs)  # type: ignore[no-untyped-call]


@cache
def asset(path: str) -> str:
    """Return a shipped file's text; ``path`` is relative to ``maps/assets``.

    Raises
    ------
    FileNotFoundError
        No such file ships with the program.
    """
    return (files("maps") / "assets" / path).read_text(encoding="utf-8")


def stylesheet(path: str) -> str:
    """Return a shipped stylesheet without references to image files, which a lone page could not load."""
    return _OUTSIDE_FILE.sub("none", asset(path))


def script(path: str) -> str:
    """Return a shipped script without the reference to its source map.

    Raises
    ------
    ValueError
        The script would end the ``<script>`` element that it is put into.
    """
    code = _SOURCE_MAP.sub("", asset(path))
    if "</script" in code.lower():
        raise ValueError(f"{path} cannot stand inside a script element")
    return code


def to_script(value: object) -> str:
    """Return JSON that is safe inside a ``<script>`` element, whatever texts it holds."""
    dense = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", dense)
