"""Base maps that stand on the network, for whoever chooses one: Tianditu and Gaode. Off unless asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from transport.case import Case, Place
from transport.gazetteer.datum import wgs84_to_gcj02
from transport.locale import Language, text
from transport.travel import RoadGeometry

BaseName = Literal["tianditu", "gaode"]

Shift = Callable[[float, float], tuple[float, float]]

_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_GAODE = "https://webrd0{{s}}.is.autonavi.com/appmaptile?lang={lang}&size=1&scale=1&style=8&x={{x}}&y={{y}}&z={{z}}"
_KEY = re.compile(r"[0-9A-Za-z]{8,64}")


@dataclass(frozen=True, slots=True)
class OnlineBase:
    """An online base map under the plan.

    Parameters
    ----------
    name
        ``tianditu`` (CGCS2000: as good as WGS 84) or ``gaode`` (GCJ-02: everything drawn on it is shifted).
    key
        Tianditu's browser key: it stands in the page, where whoever has the page can read it.

    Raises
    ------
    ValueError
        Tianditu without a key of 8 to 64 letters and digits.
    """

    name: BaseName
    key: str = ""

    def __post_init__(self) -> None:
        if self.name == "tianditu" and not _KEY.fullmatch(self.key):
            raise ValueError("a Tianditu key has 8 to 64 letters and digits")

    @property
    def hosts(self) -> str:
        """The only addresses that the page may ask, as its content security policy writes them."""
        return "https://*.tianditu.gov.cn" if self.name == "tianditu" else "https://*.is.autonavi.com"

    def tiles(self, lang: Language) -> dict[str, Any]:
        """Return what the script needs to lay the tiles."""
        if self.name == "tianditu":
            urls = [_TIANDITU.format(layer=layer, key=self.key) for layer in ("vec", "cva" if lang == "zh" else "eva")]
            subdomains = "01234567"
        else:
            urls = [_GAODE.format(lang="zh_cn" if lang == "zh" else "en")]
            subdomains = "1234"
        return {"urls": urls, "subdomains": subdomains, "attribution": text(lang, f"maps.online.{self.name}")}


def shift_of(base: OnlineBase | None) -> Shift | None:
    """Return how points move to fit the base map, ``None`` where they stay."""
    return wgs84_to_gcj02 if base is not None and base.name == "gaode" else None


def shifted(case: Case, geometry: RoadGeometry | None, shift: Shift | None) -> tuple[Case, RoadGeometry | None]:
    """Return a case and its roads as they lie on the base map, each point moved once."""
    if shift is None:
        return case, geometry
    moved = replace(case, places={key: _move(place, shift) for key, place in case.places.items()})
    return moved, geometry and (lambda origin, destination: [shift(*p) for p in geometry(origin, destination)])


def _move(place: Place, shift: Shift) -> Place:
    if place.lat is None or place.lon is None:
        return place
    lat, lon = shift(place.lat, place.lon)
    return replace(place, lat=lat, lon=lon)
