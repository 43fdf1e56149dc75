"""The outlines under the map, shipped with the program so that no tile server is needed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from transport.locale import Language

BASEMAP = "assets/basemap/china.geojson"


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
