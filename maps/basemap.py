"""The ground of every map: outlines that ship with the program, and a chosen online base map over them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from maps.offline import to_script
from maps.online import OnlineBase, Shift, shift_of
from transport.locale import Language, text

BASEMAP = "assets/basemap/china.geojson"
_TEXTS = ("zoom_in", "zoom_out", "print", "base")


@cache
def read_basemap() -> dict[str, Any]:
    """Return the outlines as a GeoJSON ``FeatureCollection``; ``assets/basemap/NOTICE.md`` tells its roles."""
    loaded = json.loads((files("maps") / BASEMAP).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def outlines(basemap: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the features that are areas or lines."""
    return [feature for feature in basemap["features"] if feature["properties"]["role"] != "label"]


def names(basemap: dict[str, Any], lang: Language) -> list[dict[str, Any]]:
    """Return the names to write on the map: text, level (``province`` or ``county``) and (lat, lon).

    A name that has no form in this language is given in Chinese.
    """
    return [
        {
            "text": feature["properties"].get(lang, feature["properties"]["zh"]),
            "level": feature["properties"]["level"],
            "at": feature["geometry"]["coordinates"][::-1],
        }
        for feature in basemap["features"]
        if feature["properties"]["role"] == "label"
    ]


@cache
def ground_script(lang: Language, base: OnlineBase | None = None) -> str:
    """Return the ground as ``common/ground.js`` takes it, ready to stand in a script; made once for all pages."""
    basemap, shift = read_basemap(), shift_of(base)
    return to_script(
        {
            "outlines": outlines(basemap) if shift is None else [_moved(one, shift) for one in outlines(basemap)],
            "names": names(basemap, lang),
            "attribution": text(lang, "maps.attribution"),
            "tiles": None if base is None else base.tiles(lang),
            "texts": {key: text(lang, f"maps.control.{key}") for key in _TEXTS},
        }
    )


def _moved(outline: dict[str, Any], shift: Shift) -> dict[str, Any]:
    geometry = outline["geometry"]
    return outline | {"geometry": geometry | {"coordinates": _move(geometry["coordinates"], shift)}}


def _move(coordinates: Any, shift: Shift) -> Any:
    """Shift GeoJSON coordinates of any depth."""
    if isinstance(coordinates[0], (int, float)):
        lat, lon = shift(coordinates[1], coordinates[0])
        return [round(lon, 4), round(lat, 4)]
    return [_move(part, shift) for part in coordinates]
