"""The map itself: features, popups, card and outlines put together as one self-contained page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from branca.element import MacroElement
from jinja2 import Template

from maps import basemap
from maps.layers import build_layers, undrawn_places
from maps.offline import POLICY, OfflineMap, Verbatim, to_script
from maps.panel import build_panel
from maps.popups import popup, safe, tip
from maps.style import MODES, SITES, radius
from maps.views import build_views
from transport.case import Case
from transport.io.atomic import write_text
from transport.locale import Language, text
from transport.plan import Plan
from transport.travel import RoadGeometry


class _Overview(MacroElement):
    """Hands the data over to ``assets/overview/overview.js``."""

    _template = Template(
        "{% macro script(this, kwargs) %}fangangOverview({{ this._parent.get_name() }}, {{ this.data }});{% endmacro %}"
    )

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Overview", "data"
        self.data = to_script(data)


def draw_overview(case: Case, plan: Plan, geometry: RoadGeometry | None = None, lang: Language = "zh") -> OfflineMap:
    """Return the overview map, which a notebook shows by itself.

    Parameters
    ----------
    case, plan
        The plan must be one for this case.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.
    lang
        Language of the texts.
    """
    features = build_layers(case, plan, geometry)["features"]
    origins, destinations = _counties(features)
    drawing = OfflineMap("overview", zoom_snap=0.25, max_zoom=14, min_zoom=3)
    page = drawing.page
    page.title = safe(f"{case.title or case.name} · {text(lang, 'maps.overview')}")
    undrawn = len(undrawn_places(case, plan))
    page.html.add_child(
        Verbatim(build_panel(case, plan, features, (origins, destinations), undrawn=undrawn, lang=lang))
    )
    outlines = basemap.read_basemap()
    drawing.add_child(
        _Overview(
            {
                "features": [_drawn(feature, origins, destinations, lang) for feature in features],
                "styles": {layer: style.to_options() for layer, style in (MODES | SITES).items()},
                "outlines": basemap.outlines(outlines),
                "names": basemap.names(outlines, lang),
                "views": [
                    {"name": text(lang, f"maps.view.{name}"), "bounds": frame}
                    for name, frame in build_views(features).items()
                ],
                "attribution": text(lang, "maps.attribution"),
            }
        )
    )
    return drawing


def write_maps(case: Case, plan: Plan, geometry: RoadGeometry | None, folder: Path, lang: Language) -> list[Path]:
    """Write ``index.html``, a page that needs no network and no other file; return what was written.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    drawing = draw_overview(case, plan, geometry, lang)
    page = drawing.page
    page.header.add_child(Verbatim(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'), name="policy")
    path = folder / "index.html"
    write_text(path, page.render())
    return [path]


def _counties(features: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Counties of origin and of destination, in order of appearance."""
    flows = [flow for feature in features for flow in feature["properties"]["flows"]]
    return list(dict.fromkeys(o for o, _ in flows)), list(dict.fromkeys(d for _, d in flows))


def _drawn(feature: dict[str, Any], origins: list[str], destinations: list[str], lang: Language) -> dict[str, Any]:
    """Return what the map's script needs of a feature: its geometry, its switches and its finished texts."""
    facts = feature["properties"]
    drawn: dict[str, Any] = {
        "layer": facts["layer"],
        "id": facts["id"],
        "flows": [[origins.index(origin), destinations.index(destination)] for origin, destination in facts["flows"]],
        "at": feature["geometry"]["coordinates"],
        "popup": popup(facts, lang),
        "tip": tip(facts, lang),
    }
    if feature["geometry"]["type"] == "Point":
        drawn["radius"] = radius(facts.get("around", facts["people"]))
        drawn["people"] = facts["people"]
    if facts["layer"] in SITES:
        drawn |= {"via": facts["via"], "lines": facts["lines"], "name": safe(facts["name"]), "kind": facts["kind"]}
    return drawn
