"""One page with one map: card, ground and data handed to the script that draws them; written as a single file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from branca.element import MacroElement
from jinja2 import Template

from maps.basemap import ground_script
from maps.offline import POLICY, OfflineMap, Verbatim, to_script
from maps.online import OnlineBase
from transport.io.atomic import write_text
from transport.locale import Language


class _Call(MacroElement):
    """Hands ground and data over to a script's function."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this.function }}({{ this._parent.get_name() }}, {{ this.ground }}, {{ this.data }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, ground: str, data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Call", "data"
        self.function, self.ground, self.data = function, ground, to_script(data)


def build_page(
    kind: str,
    *,
    title: str,
    card: str,
    function: str,
    data: dict[str, Any],
    assets: Sequence[str] = (),
    lang: Language = "zh",
    base: OnlineBase | None = None,
) -> OfflineMap:
    """Return a map in its page.

    Parameters
    ----------
    kind
        Name of the map in the page.
    title, card
        Finished, escaped HTML.
    function
        The script's function that draws ``data``.
    assets
        Files below ``maps/assets`` beside those that every map has.
    base
        An online base map; ``None`` asks no network.
    """
    drawing = OfflineMap(kind, assets, zoom_snap=0.25, max_zoom=18 if base else 14, min_zoom=3)
    drawing.page.title = title
    drawing.page.html.add_child(Verbatim(card))
    drawing.add_child(_Call(function, ground_script(lang, base), data))
    return drawing


def page_html(drawing: OfflineMap, base: OnlineBase | None = None) -> str:
    """Return the page with the policy that keeps it off the network, but for a chosen base map's host."""
    page = drawing.page
    policy = f"{POLICY} {base.hosts}" if base else POLICY
    page.header.add_child(Verbatim(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'), name="policy")
    return str(page.render())


def write_page(path: Path, drawing: OfflineMap, base: OnlineBase | None = None) -> Path:
    """Write the page as one file.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    write_text(path, page_html(drawing, base))
    return path
