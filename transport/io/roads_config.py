"""Section ``roads`` of ``case.yaml``: the provider, what it needs, and closures."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from transport.clock import DAY
from transport.io.cells import CellError, read_date, read_moment
from transport.io.config_mapping import CASE_FILE, Schema, fill, read_mapping, seen
from transport.io.config_values import file_or_none, flag, number, positive_seconds, provider, whole, words
from transport.io.issue_log import IssueLog, nearest
from transport.io.yaml_file import parse_yaml
from transport.road_settings import EFFECTS, Closure, RoadSettings

_MOST_AT_ONCE = 10_000
_SELECTORS = ("links", "roads", "provinces", "polygon", "circle", "places", "counties")


def flag_or_none(value: Any) -> bool | None:
    """Return true, false, or null: as the provider has it."""
    return None if value is None else flag(value)


def address(value: Any) -> str | None:
    """Return the address of a service, http or https, without a slash at its end."""
    if value is None:
        return None
    url = words(value)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        sound = sound and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise CellError("bad_url", url)
    return url.rstrip("/")


def words_or_none(value: Any) -> str | None:
    """Return text; null: as the provider has it."""
    return None if value is None else words(value)


def names(value: Any) -> tuple[str, ...]:
    """Return one name, or a list of them."""
    return tuple(words(name) for name in value) if isinstance(value, list) else (words(value),)


def corners(value: Any) -> tuple[tuple[float, float], ...]:
    """Return three or more corners, each ``[lat, lon]`` in degrees."""
    if not isinstance(value, list) or len(value) < 3:
        raise CellError("bad_area")
    return tuple(_point(corner) for corner in value)


def circle(value: Any) -> tuple[float, float, float]:
    """Return ``[lat, lon, km]``: centre in degrees, and radius."""
    if not isinstance(value, list) or len(value) != 3:
        raise CellError("bad_area")
    return (*_point(value[:2]), float(number(value[2], 0.0, 5000.0)))


def _point(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise CellError("bad_area")
    return float(number(value[0], -90, 90)), float(number(value[1], -180, 180))


def begin(value: Any) -> int | None:
    """Return the moment from which a closure holds; a bare date: its 00:00."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise CellError("bad_time")
    return read_moment(value)


def finish(value: Any) -> int | None:
    """Return the moment until which a closure holds; a bare date: the end of that day."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise CellError("bad_time")
    try:
        return read_date(value) + DAY
    except CellError:
        return read_moment(value, round_up=True)


def effect(value: Any) -> str:
    """Return what a closure does."""
    name = words(value)
    if name not in EFFECTS:
        raise CellError("bad_value", known=", ".join(EFFECTS), near=nearest(name, EFFECTS))
    return name


ROADS: Schema = {
    "provider": provider,
    "matrix": file_or_none,
    "nodes": file_or_none,
    "links": file_or_none,
    "osm": file_or_none,
    "tiles": file_or_none,
    "url": address,
    "profile": words_or_none,
    "block": lambda value: whole(value, 1, _MOST_AT_ONCE),
    "timeout_s": positive_seconds,
    "time_factor": lambda value: float(number(value, 0.1, 10.0)),
    "night_ban": flag,
    "seats_by_road": flag_or_none,
    "closures": lambda value: value,
}
CLOSURE: Schema = {
    "name": words,
    "links": names,
    "roads": names,
    "provinces": names,
    "polygon": corners,
    "circle": circle,
    "places": names,
    "counties": names,
    "from": begin,
    "until": finish,
    "effect": effect,
    "factor": lambda value: float(number(value, 1.0, 100.0)),
}
_NEEDED = {"osm": ("osm",), "osrm": ("url",), "valhalla": ("url", "tiles")}
"""Keys of which each provider needs one."""


def read_roads(given: dict[str, Any], log: IssueLog) -> RoadSettings:
    """Return the settings; what is missing or cannot be used is noted."""
    closures = given.pop("closures", None)
    roads = fill(RoadSettings(), given)
    if roads.provider == "matrix" and roads.matrix is None:
        log.add("distances_missing", file=CASE_FILE, column="roads.matrix")
    needed = _NEEDED.get(roads.provider, ())
    if needed and all(given.get(key) is None for key in needed):
        params = {"provider": roads.provider, "keys": " / ".join(f"roads.{key}" for key in needed)}
        log.add("road_key_missing", file=CASE_FILE, column=f"roads.{needed[0]}", params=params)
    if (roads.nodes is None) != (roads.links is None):
        missing = "links" if roads.links is None else "nodes"
        params = {"provider": roads.provider, "keys": f"roads.{missing}"}
        log.add("road_key_missing", file=CASE_FILE, column=f"roads.{missing}", params=params)
    return replace(roads, closures=_closures(closures, log))


def presets() -> list[str]:
    """Return the names of the closures that come with the program."""
    folder = files("transport.roads") / "presets"
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def _closures(value: Any, log: IssueLog) -> tuple[Closure, ...]:
    """Return the closures: each the name of a preset, or a mapping."""
    if value is None:
        return ()
    if not isinstance(value, list):
        log.add("not_a_list", file=CASE_FILE, column="roads.closures", seen=seen(value))
        return ()
    found: list[Closure] = []
    for number_, entry in enumerate(value, 1):
        where = f"roads.closures[{number_}]"
        if isinstance(entry, str):
            found += _preset(entry, where, log)
        else:
            found.append(_closure(entry, where, log))
    return tuple(found)


def _preset(name: str, where: str, log: IssueLog) -> tuple[Closure, ...]:
    known = presets()
    if name not in known:
        params = {"known": ", ".join(known), "near": nearest(name, known)}
        log.add("unknown_preset", file=CASE_FILE, column=where, seen=seen(name), params=params)
        return ()
    document = parse_yaml((files("transport.roads") / "presets" / f"{name}.yaml").read_bytes())
    return tuple(_closure(entry, where, log) for entry in document["closures"])


def _closure(value: Any, where: str, log: IssueLog) -> Closure:
    given = read_mapping(value, CLOSURE, f"{where}.", log)
    closure = Closure(
        name=given.get("name", where),
        start=given.get("from"),
        end=given.get("until"),
        **{key: given[key] for key in (*_SELECTORS, "effect", "factor") if key in given},
    )
    written = value if isinstance(value, dict) else {}
    if written and written.keys() <= CLOSURE.keys() and not any(key in written for key in _SELECTORS):
        log.add("closure_of_nothing", file=CASE_FILE, column=where, params={"keys": ", ".join(_SELECTORS)})
    if closure.start is not None and closure.end is not None and closure.start >= closure.end:
        log.add("closure_reversed", file=CASE_FILE, column=f"{where}.until")
    roads_too = any(key in written for key in _SELECTORS[:5])
    if closure.of_places and (closure.effect != "close" or roads_too):
        log.add("closure_of_places", file=CASE_FILE, column=where)
    if (closure.effect == "slow") != ("factor" in written):
        log.add("closure_factor", file=CASE_FILE, column=f"{where}.factor")
    return closure
