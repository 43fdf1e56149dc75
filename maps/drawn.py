"""Features as the scripts take them: geometry, switches and finished texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maps.features import Feature
from maps.journeys import WAYS, Way
from maps.popups import popup, safe, tip
from maps.style import MODES, SITES, radius
from maps.switches import Switches
from transport.locale import Language, text


def styles() -> dict[str, Any]:
    """Return the look of every layer."""
    return {layer: style.to_options() for layer, style in (MODES | SITES).items()}


def ways(lang: Language) -> dict[Way, dict[str, str]]:
    """Return colour and name of every way to travel, in the order of the rings' parts."""
    return {way: {"color": MODES[way].color, "name": text(lang, f"maps.layer.{way}")} for way in WAYS}


def group_texts(lang: Language) -> dict[str, Any]:
    """Return the texts that the scripts put numbers into."""
    return {
        "people": text(lang, "maps.people.many", n="{n}"),
        "places": {layer: text(lang, f"maps.group.{layer}", n="{n}") for layer in ("village", "factory")},
        "more": text(lang, "maps.panel.more", n="{n}"),
        "nothing": text(lang, "maps.panel.nothing"),
    }


class Drawn:
    """Turns features of :func:`maps.layers.build_layers` into what the scripts need."""

    def __init__(self, switches: Switches, lang: Language) -> None:
        self._lang = lang
        self._origin, self._destination, self._employer, self._day, self._vehicle = (
            {value: index for index, value in enumerate(values)}
            for values in (
                switches.origins, switches.destinations, switches.employers, switches.days, switches.vehicles
            )
        )  # fmt: skip

    def features(self, features: Sequence[Feature]) -> list[dict[str, Any]]:
        """Return them in the same order, names escaped."""
        return [self._feature(feature) for feature in features]

    def _feature(self, feature: Feature) -> dict[str, Any]:
        facts = feature["properties"]
        drawn: dict[str, Any] = {
            "layer": facts["layer"],
            "id": facts["id"],
            "flows": [
                [
                    self._origin[o],
                    self._destination[d],
                    self._employer[e],
                    way,
                    -1 if day is None else self._day[day],
                    n,
                ]
                for o, d, e, way, day, n in facts["flows"]
            ],
            "days": None if facts["days"] is None else [self._day[day] for day in facts["days"]],
            "vehicles": [self._vehicle[vehicle] for vehicle in facts["vehicles"]],
            "at": feature["geometry"]["coordinates"],
            "popup": popup(facts, self._lang),
            "tip": tip(facts, self._lang),
            "find": _words(facts),
        }
        if feature["geometry"]["type"] == "Point":
            drawn["radius"] = radius(facts.get("around", facts["people"]))
            drawn["people"] = facts["people"]
            drawn["place"] = facts.get("place", facts["id"])
        if facts["layer"] in SITES:
            drawn |= {"via": facts["via"], "lines": facts["lines"], "name": safe(facts["name"]), "kind": facts["kind"]}
        return drawn


def _words(facts: dict[str, Any]) -> str:
    """Return the words that a search finds a feature by, in lower case."""
    keys = ("id", "name", "county", "vehicle", "operator", "from_name", "to_name")
    services = [service[key] for service in facts.get("services", ()) for key in ("id", "operator")]
    return " ".join(str(value) for value in [*(facts.get(key, "") for key in keys), *services] if value).lower()
