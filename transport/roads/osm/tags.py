"""What the tags of a way say to a coach (https://wiki.openstreetmap.org/wiki/Map_features#Highway).

Class, width and posted limits make the largest vehicle; class, surface and posted speed make the pace. Chinese classes:
``primary`` and ``trunk`` are national roads of the first and second class, ``secondary`` provincial ones of the second,
``tertiary`` county roads of the third, ``unclassified`` township and village roads of the fourth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from transport.roads.classes import ANY, CLASSES, at_most

Tags = Mapping[str, str]

_CLASS = {
    "motorway": "expressway",
    "motorway_link": "expressway",
    "trunk": "class1",
    "trunk_link": "class1",
    "primary": "class2",
    "primary_link": "class2",
    "secondary": "class2",
    "secondary_link": "class2",
    "tertiary": "class3",
    "tertiary_link": "class3",
    "unclassified": "class4",
    "road": "class4",
    "residential": "class4",
    "living_street": "class4_single",
    "service": "class4_single",
    "track": "track",
}
_LINK_KMH = 40.0
_ACCESS = ("access", "vehicle", "motor_vehicle", "psv", "bus", "tourist_bus", "coach")
"""From the widest to the most particular: the last that is given decides."""
_SHUT = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "delivery"})
_HEIGHT_M = ((3.8, ANY), (3.4, 45.0), (3.0, 30.0), (2.7, 19.0), (2.1, 7.0))
_WEIGHT_T = ((18.0, ANY), (14.0, 45.0), (9.0, 30.0), (5.5, 19.0), (3.0, 7.0))
_WIDTH_M = ((6.5, ANY), (6.0, 45.0), (4.5, 30.0), (3.5, 19.0), (2.5, 7.0))
_POSTED_WIDTH_M = ((2.7, ANY), (2.5, 45.0), (2.3, 30.0), (2.1, 19.0), (1.9, 7.0))
"""What a vehicle of so many seats needs, by the usual build of Chinese coaches; ``width`` is the carriageway's."""
_SURFACE = {
    "unpaved": (20.0, 30.0),
    "compacted": (25.0, 45.0),
    "fine_gravel": (25.0, 45.0),
    "gravel": (20.0, 30.0),
    "pebblestone": (15.0, 30.0),
    "cobblestone": (20.0, 45.0),
    "sett": (25.0, ANY),
    "ground": (12.0, 19.0),
    "dirt": (12.0, 19.0),
    "earth": (12.0, 19.0),
    "mud": (8.0, 7.0),
    "sand": (8.0, 7.0),
    "grass": (10.0, 7.0),
}
"""Fastest pace, km/h, and largest vehicle."""
_SMOOTHNESS = {"bad": (20.0, 45.0), "very_bad": (12.0, 19.0), "horrible": (8.0, 7.0)}
_IMPASSABLE = frozenset({"very_horrible", "impassable"})
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(m|t|km/h|kmh|mph|kg)?\s*", re.IGNORECASE)
_BARRIERS = frozenset(
    {"block", "bollard", "chain", "debris", "jersey_barrier", "log", "wall", "fence", "stile", "kerb"}
)
TELLING = frozenset(
    {"highway", "oneway", "oneway:bus", "oneway:psv", "junction", "motorroad", "area", "ref", "service", "tracktype"}
    | {"surface", "smoothness", "lanes", "width", "est_width", "maxspeed", "maxspeed:bus", "maxspeed:coach"}
    | {"maxheight", "maxheight:physical", "maxweight", "maxweightrating", "maxweightrating:bus"}
    | {"maxwidth", "maxwidth:physical", *_ACCESS}
)
"""Every tag that is looked at."""


@dataclass(frozen=True, slots=True)
class OsmRoad:
    """A road that some bus may use.

    Parameters
    ----------
    road_class
        Name of its class.
    seats
        Passenger seats of the largest vehicle that gets through: posted limits, and the width of the carriageway.
    suits
        Of the largest vehicle that class, lanes and surface are fit for.
    kmh
        Fastest pace that surface, posted speed and slip roads allow; the class may be slower.
    forward, backward
        Whether it is open in the direction of its nodes, and against it.
    ref
        Route numbers.
    joins
        Whether places are reached from it; nobody gets on or off on a motorway.
    """

    road_class: str
    seats: float
    suits: float
    kmh: float
    forward: bool
    backward: bool
    ref: str
    joins: bool


def road_of(tags: Tags) -> OsmRoad | None:
    """Return what a way is to a coach; ``None`` where none may or can drive."""
    highway = tags.get("highway", "")
    name = _CLASS.get(highway)
    if name is None or not open_to_buses(tags) or tags.get("smoothness") in _IMPASSABLE or tags.get("area") == "yes":
        return None
    if highway == "track":
        if tags.get("tracktype", "") not in ("grade1", "grade2"):
            return None
    elif highway == "service" and tags.get("service") in ("parking_aisle", "drive-through", "emergency_access"):
        return None
    pace, suits = _condition(tags)
    seats = min(*_posted(tags), _carriageway(tags))
    if seats <= 0:
        return None
    suits = min(seats, suits, CLASSES[name].seats, _lanes(tags))
    kmh = min(pace, _speed(tags), _LINK_KMH if highway.endswith("_link") else pace)
    forward, backward = _directions(tags, highway)
    joins = not highway.startswith("motorway") and tags.get("motorroad") != "yes"
    return OsmRoad(name, seats, suits, kmh, forward, backward, tags.get("ref", ""), joins)


def open_to_buses(tags: Tags) -> bool:
    """Whether the access tags let a chartered coach through."""
    given = [tags[key] for key in _ACCESS if key in tags]
    return not given or given[-1] not in _SHUT


def seats_past(tags: Tags) -> float:
    """Return the largest vehicle that gets past a node: a barrier, or a bar at some height."""
    if tags.get("barrier") in _BARRIERS and not any(tags.get(key) in ("yes", "designated") for key in _ACCESS):
        return 0.0
    if not open_to_buses(tags) and "barrier" in tags:
        return 0.0
    return min(_posted(tags))


def _posted(tags: Tags) -> tuple[float, float, float]:
    """Return the largest vehicles by posted height, weight and width."""
    return (
        _limited(tags, ("maxheight", "maxheight:physical"), _HEIGHT_M),
        _limited(tags, ("maxweight", "maxweightrating", "maxweightrating:bus"), _WEIGHT_T),
        _limited(tags, ("maxwidth", "maxwidth:physical"), _POSTED_WIDTH_M),
    )


def _carriageway(tags: Tags) -> float:
    """Return the largest vehicle by the width of the carriageway."""
    width = _number(tags.get("width") or tags.get("est_width"))
    return ANY if width is None else at_most(_WIDTH_M, width * (2 if _one_lane_is_enough(tags) else 1))


def _lanes(tags: Tags) -> float:
    """Return the largest vehicle for a single lane with traffic both ways."""
    return 19.0 if tags.get("lanes") == "1" and not _one_lane_is_enough(tags) else ANY


def _one_lane_is_enough(tags: Tags) -> bool:
    return tags.get("oneway") in ("yes", "1", "true", "-1") or tags.get("junction") == "roundabout"


def _limited(tags: Tags, keys: tuple[str, ...], needs: tuple[tuple[float, float], ...]) -> float:
    measures = [measure for key in keys if (measure := _number(tags.get(key))) is not None]
    return at_most(needs, min(measures)) if measures else ANY


def _condition(tags: Tags) -> tuple[float, float]:
    """Return pace and largest vehicle by the state of the road."""
    surface = _SURFACE.get(tags.get("surface", "").split(":")[0], (ANY, ANY))
    smooth = _SMOOTHNESS.get(tags.get("smoothness", ""), (ANY, ANY))
    return min(surface[0], smooth[0]), min(surface[1], smooth[1])


def _speed(tags: Tags) -> float:
    posted = [_number(tags.get(key)) for key in ("maxspeed", "maxspeed:bus", "maxspeed:coach")]
    return min([speed for speed in posted if speed is not None and speed >= 5], default=ANY)


def _number(text: str | None) -> float | None:
    """Return a measure in metres, tonnes or km/h; ``None`` for ``default``, ``none`` and other words."""
    found = _NUMBER.fullmatch(text or "")
    if found is None:
        return None
    factor = {"mph": 1.609344, "kg": 0.001}.get((found[2] or "").lower(), 1.0)
    return float(found[1]) * factor


def _directions(tags: Tags, highway: str) -> tuple[bool, bool]:
    oneway = tags.get("oneway:bus") or tags.get("oneway:psv") or tags.get("oneway")
    if oneway in ("-1", "reverse"):
        return False, True
    if oneway in ("yes", "1", "true"):
        return True, False
    implied = tags.get("junction") in ("roundabout", "circular") or highway in ("motorway", "motorway_link")
    return True, not (implied and oneway != "no")
