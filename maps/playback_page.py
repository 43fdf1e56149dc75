"""The page on which a plan runs: a clock, a slider, all vehicles on their way."""

from __future__ import annotations

from typing import Any

from maps import panel, shapes
from maps.offline import OfflineMap
from maps.online import OnlineBase
from maps.overview_page import subtitle
from maps.page import build_page
from maps.playback import build_playback, moving_hours
from maps.popups import counted, safe
from maps.road_lines import Roads
from maps.style import MODES, ModeLayer
from maps.views import CHINA
from transport.case import Case
from transport.clock import DAY
from transport.locale import Language, text
from transport.plan import Plan

ASSETS = ("playback/playback.css", "playback/fleet.js", "playback/playback.js")
SPEEDS = (5, 15, 30, 60, 180)
"""Minutes of the plan that pass in a second."""
_SLOWER_THAN_SIGHT = 30
_KINDS: tuple[ModeLayer, ...] = ("direct", "feeder", "distribution", "flight", "train")
_TEXTS = (
    "play", "pause", "waiting", "travelling", "arrived", "driving", "standing", "halt", "boarding", "alighting",
    "departs", "lands", "aboard", "empty", "next", "nothing",
)  # fmt: skip


def draw_playback(
    case: Case, plan: Plan, roads: Roads, lang: Language, *, base: OnlineBase | None = None, mark: str = ""
) -> OfflineMap:
    """Return the playback of a plan.

    Parameters
    ----------
    case, plan, roads
        The plan, its case as it lies on ``base``, and the lines of its roads.
    lang
        Language of the texts.
    base
        An online base map; ``None`` asks no network.
    mark
        The plan's mark.
    """
    playback = build_playback(case, plan, roads)
    title, name = safe(case.title or case.name), text(lang, "maps.playback.title")
    frames = _views(playback)
    body = [
        '<p class="fg-now" aria-live="off"></p>',
        _follow(playback, lang),
        _legend(playback, lang),
        f'<div class="fg-group"><b>{text(lang, "maps.playback.events")}</b><ol class="fg-events"></ol></div>',
    ]
    if playback["undated"]:
        undated = counted(lang, "maps.people", playback["undated"])
        body.append(panel.note(text(lang, "maps.playback.undated", people=undated)))
    return build_page(
        "playback",
        title=f"{title} · {name}",
        card=panel.card(title, subtitle(name, mark, lang), body, lang) + _bar(playback, lang),
        function="fangangPlayback",
        data={
            **_escaped(playback),
            "moving": moving_hours(playback),
            "colors": {kind: MODES[kind].color for kind in _KINDS},
            "names": {kind: text(lang, f"maps.layer.{kind}") for kind in _KINDS},
            "views": [{"name": text(lang, f"maps.view.{key}"), "bounds": frame} for key, frame in frames.items()],
            "texts": {key: text(lang, f"maps.playback.{key}") for key in _TEXTS}
            | {"day": text(lang, "maps.day_pattern"), "number": text(lang, "maps.vehicle_no", n="{n}")},
            "weekdays": text(lang, "maps.weekdays").split(),
        },
        assets=ASSETS,
        lang=lang,
        base=base,
    )


def _views(playback: dict[str, Any]) -> dict[str, Any]:
    """Frames: everything, where people set out, where they arrive."""

    def around(*keys: str) -> Any:
        return shapes.bounds([p["at"] for p in playback["places"] if p["at"] and any(p[key] for key in keys)])

    everything = shapes.bounds([p["at"] for p in playback["places"] if p["at"]]) or CHINA
    frames = {"all": everything, "origins": around("out"), "destinations": around("in")}
    return {key: frame for key, frame in frames.items() if frame is not None}


def _escaped(playback: dict[str, Any]) -> dict[str, Any]:
    """Return the data with all texts of the user's made harmless, and places by their number."""
    row = {place["id"]: index for index, place in enumerate(playback["places"])}
    trips = [
        trip
        | {"id": safe(trip["id"]), "vehicle": safe(trip["vehicle"])}
        | {"stops": [[*stop[:2], row[stop[2]], *stop[3:]] for stop in trip["stops"]]}
        for trip in playback["trips"]
    ]
    services = [
        service
        | {"id": safe(service["id"]), "vehicle": safe(service["vehicle"])}
        | {end: row[service[end]] for end in ("from", "to")}
        for service in playback["services"]
    ]
    places = [
        {key: place[key] for key in ("kind", "at", "out", "in")} | {"name": safe(place["name"])}
        for place in playback["places"]
    ]
    return playback | {"trips": trips, "services": services, "places": places}


def _follow(playback: dict[str, Any], lang: Language) -> str:
    """Return the list from which one vehicle is chosen to be followed."""
    options = "".join(
        f'<option value="{index}">{safe(trip["id"])} · {safe(trip["vehicle"])} '
        f"{text(lang, 'maps.vehicle_no', n=trip['number'])}</option>"
        for index, trip in enumerate(playback["trips"])
    )
    name = text(lang, "maps.playback.follow")
    return (
        f'<label class="fg-follow"><span>{name}</span><select><option value="">{text(lang, "maps.playback.nobody")}'
        f"</option>{options}</select></label>"
    )


def _legend(playback: dict[str, Any], lang: Language) -> str:
    kinds = {one["kind"] for one in (*playback["trips"], *playback["services"])}
    rows = "".join(
        f'<div><canvas class="fg-sample" data-kind="{kind}" width="44" height="28"></canvas>'
        f"{text(lang, f'maps.layer.{kind}')}</div>"
        for kind in _KINDS
        if kind in kinds
    )
    signs = "".join(
        f'<div><canvas class="fg-sample" data-kind="feeder" data-state="{state}" width="44" height="28"></canvas>'
        f"{text(lang, f'maps.playback.{state}')}</div>"
        for state in ("standing", "halt", "empty")
    )
    return f'<div class="fg-group fg-legend fg-two">{rows}{signs}</div>'


def _bar(playback: dict[str, Any], lang: Language) -> str:
    """Return clock, counts and controls."""
    counts = "".join(
        f'<span class="fg-count-{key}"><i></i>{text(lang, f"maps.playback.{key}")} <b data-count="{key}"></b></span>'
        for key in ("waiting", "travelling", "arrived")
    )
    speeds = "".join(
        f'<option value="{speed}"{" selected" if speed == _SLOWER_THAN_SIGHT else ""}>'
        f"{text(lang, 'maps.playback.speed', minutes=speed)}</option>"
        for speed in SPEEDS
    )
    days = "".join(
        f'<button type="button" data-day="{day * DAY}"></button>'
        for day in range(playback["start"] // DAY, playback["end"] // DAY + 1)
    )
    name = text(lang, "maps.playback.time")
    return (
        '<div class="fg-bar"><div class="fg-bar-row"><button type="button" class="fg-play"></button>'
        f'<b class="fg-clock" role="timer"></b><span class="fg-counts">{counts}</span>'
        f'<select class="fg-speed" aria-label="{text(lang, "maps.playback.speed_name")}">{speeds}</select></div>'
        f'<div class="fg-track"><svg class="fg-curve" preserveAspectRatio="none" aria-hidden="true"></svg>'
        f'<input class="fg-time" type="range" min="{playback["start"]}" max="{playback["end"]}" step="1"'
        f' value="{playback["start"]}" aria-label="{name}"></div><div class="fg-days">{days}</div></div>'
    )
