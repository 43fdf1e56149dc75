"""The page that shows two plans side by side and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maps import drawn, panel
from maps.difference import Change, Side, build_difference, changed_people
from maps.features import Feature
from maps.journeys import WAYS, Journeys
from maps.layers import build_layers
from maps.offline import OfflineMap
from maps.online import OnlineBase, shift_of, shifted
from maps.page import build_page, write_page
from maps.popups import counted, safe
from maps.road_lines import Roads
from maps.style import CHANGE_LINES
from maps.switches import collect_switches
from maps.views import build_views
from transport.case import Case
from transport.locale import Language, text
from transport.plan import Plan
from transport.travel import RoadGeometry

ASSETS = ("difference/difference.css", "difference/difference.js")
MOST_PLACES = 40
_ROW: dict[Change, str] = {
    "new": "more", "more": "more", "same": "same", "other": "other", "fewer": "fewer", "gone": "fewer"
}  # fmt: skip


def write_difference(
    case_a: Case,
    plan_a: Plan,
    case_b: Case,
    plan_b: Plan,
    path: Path,
    *,
    geometry_a: RoadGeometry | None = None,
    geometry_b: RoadGeometry | None = None,
    names: tuple[str, str] = ("", ""),
    lang: Language = "zh",
    base: OnlineBase | None = None,
) -> Path:
    """Write one self-contained page that compares two plans; return its path.

    Parameters
    ----------
    case_a, plan_a, case_b, plan_b
        The two plans with the case of each; for two plans of one case the same twice. People and places are matched
        by their ids.
    path
        The file; ``#side`` behind its address opens it side by side.
    geometry_a, geometry_b
        The way along the roads between two places in each case; ``None`` draws straight lines.
    names
        What the readers call the two; empty: 方案甲, 方案乙.
    lang
        Language of the texts.
    base
        An online base map; ``None`` asks no network.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    sides = [
        Side(moved, plan, Roads(moved, roads))
        for plan, (moved, roads) in (
            (plan_a, shifted(case_a, geometry_a, shift_of(base))),
            (plan_b, shifted(case_b, geometry_b, shift_of(base))),
        )
    ]
    return write_page(path, draw_difference(sides[0], sides[1], names, lang, base), base)


def draw_difference(
    one: Side, other: Side, names: tuple[str, str] = ("", ""), lang: Language = "zh", base: OnlineBase | None = None
) -> OfflineMap:
    """Return the page of :func:`write_difference` as a map that a notebook shows by itself."""
    called = (
        safe(names[0]) or text(lang, "maps.difference.one"),
        safe(names[1]) or text(lang, "maps.difference.other"),
    )
    features = build_difference(one, other)["features"]
    layers = [build_layers(side.case, side.plan, roads=side.roads)["features"] for side in (one, other)]
    order = sorted(
        (feature["properties"] for feature in features if feature["properties"].get("changed")),
        key=lambda facts: (facts["layer"] != "village", -facts["changed"], facts["id"]),
    )
    body = [
        _compared(one, other, called, lang),
        _tabs(lang),
        panel.group("changes", _change_rows(features, lang), lang),
        panel.legend((f["properties"]["layer"] for layer in layers for f in layer), lang),
        _changed_places(order, lang),
    ]
    title = safe(other.case.title or other.case.name)
    halves = "".join(
        f'<div class="fg-side-half"><h2>{name}</h2><div class="fg-side-map"></div></div>' for name in called
    )
    views = build_views([feature for layer in layers for feature in layer])
    return build_page(
        "difference",
        title=f"{title} · {text(lang, 'maps.difference.title')}",
        card=panel.card(title, f"{text(lang, 'maps.difference.title')}：{called[0]} → {called[1]}", body, lang)
        + f'<div class="fg-sides">{halves}</div>',
        function="fangangDifference",
        data={
            "features": [_drawn(feature, called, lang) for feature in features],
            "sides": [drawn.Drawn(collect_switches(layer), lang).features(layer) for layer in layers],
            "row": _ROW,
            "order": [facts["id"] for facts in order],
            "styles": drawn.styles(),
            "ways": drawn.ways(lang),
            "views": [{"name": text(lang, f"maps.view.{key}"), "bounds": frame} for key, frame in views.items()],
            "texts": drawn.group_texts(lang),
        },
        assets=ASSETS,
        lang=lang,
        base=base,
    )


# ---- the card


def _compared(one: Side, other: Side, names: tuple[str, str], lang: Language) -> str:
    """Return the table of figures: the one, the other, and the difference."""
    rows: list[tuple[str, Sequence[float], str]] = []
    sides = (one, other)
    people = [len(side.plan.itineraries) for side in sides]
    costs = [side.plan.summary.total_cost for side in sides]
    each = [cost / n if n else 0.0 for cost, n in zip(costs, people, strict=True)]
    rows.append((text(lang, "maps.figures.cost"), [round(cost, 2) for cost in costs], ",.0f"))
    rows.append((text(lang, "maps.figures.per_person"), each, ",.0f"))
    rows.append((text(lang, "maps.figures.people"), people, ",d"))
    ways = [list(Journeys(side.case, side.plan).ways.values()) for side in sides]
    for way in WAYS:
        pair = [way_list.count(way) for way_list in ways]
        if any(pair):
            rows.append((text(lang, f"maps.layer.{way}"), pair, ",d"))
    rows.append((text(lang, "maps.figures.trips"), [len(side.plan.trips) for side in sides], ",d"))
    rows.append((text(lang, "maps.figures.services"), [len(side.plan.services) for side in sides], ",d"))
    head = "".join(f"<th>{name}</th>" for name in ("", *names, text(lang, "maps.difference.change")))
    cells = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{value:{form}}</td>' for value in pair)}"
        f"<td>{_signed(pair[1] - pair[0], form)}</td></tr>"
        for name, pair, form in rows
    )
    changed = counted(lang, "maps.difference.changed", len(changed_people(one, other)))
    return (
        f'<table class="fg-compare"><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>{panel.note(changed)}'
    )


def _signed(value: float, form: str) -> str:
    """Write a difference with its sign, a true minus, and nothing for none."""
    shown = format(abs(value), form)
    if not any(digit in shown for digit in "123456789"):
        return "–"
    return f"{'+' if value > 0 else '−'}{shown}"


def _tabs(lang: Language) -> str:
    tabs = "".join(
        f'<label><input type="radio" name="fg-view" value="{key}"{" checked" if key == "difference" else ""}>'
        f"{text(lang, f'maps.difference.view.{key}')}</label>"
        for key in ("difference", "side")
    )
    return f'<div class="fg-tabs" role="radiogroup">{tabs}</div>'


def _change_rows(features: Sequence[Feature], lang: Language) -> list[str]:
    lines = [f["properties"] for f in features if f["geometry"]["type"] == "LineString"]
    points = [f["properties"] for f in features if f["geometry"]["type"] == "Point"]
    rows = [
        panel.row(row, text(lang, f"maps.difference.line.{row}"), "", lang, panel.swatch(style))
        for row, style in CHANGE_LINES.items()
        if any(_ROW[facts["change"]] == row for facts in lines)
    ]
    if any(facts["changed"] for facts in points):
        dot = panel.dot("#7a2f68")
        rows.insert(0, panel.row("people", text(lang, "maps.difference.places"), "", lang, dot))
    return rows


def _changed_places(order: Sequence[dict[str, Any]], lang: Language) -> str:
    """Return the list of places with most people who travel otherwise; each brings its place into sight."""
    if not order:
        return panel.note(text(lang, "maps.difference.none"))
    rows = "".join(
        f'<button type="button" data-go="{index}"><span class="fg-name">{safe(facts["name"])}</span>'
        f'<span class="fg-count">{counted(lang, "maps.people", facts["changed"])}</span></button>'
        for index, facts in enumerate(order[:MOST_PLACES])
    )
    return (
        f'<details class="fg-group" open><summary><span>{text(lang, "maps.difference.where")}</span>'
        f'<small>{len(order)}</small></summary><div class="fg-list fg-go">{rows}</div></details>'
    )


# ---- the map


def _drawn(feature: Feature, names: tuple[str, str], lang: Language) -> dict[str, Any]:
    facts = feature["properties"]
    point = feature["geometry"]["type"] == "Point"
    shown: dict[str, Any] = {"layer": facts["layer"], "at": feature["geometry"]["coordinates"]}
    before, after = facts["people"]
    if point:
        name = f"<bdi>{safe(facts['name'])}</bdi>"
        line = counted(lang, "maps.difference.changed", facts["changed"])
        shown |= {"id": facts["id"], "name": safe(facts["name"]), "changed": facts["changed"]}
        shown["tip"] = f"<b>{name}</b> · {line}"
    else:
        name = _line_name(facts, lang)
        line = text(lang, f"maps.difference.of.{facts['change']}")
        shown |= {"change": facts["change"], "size": facts["size"]}
        shown["tip"] = f"<b>{name}</b> · {before} → {counted(lang, 'maps.people', after)}"
    head = "".join(f"<th>{title}</th>" for title in ("", *names, text(lang, "maps.difference.change")))
    rows = "".join(
        f"<tr><td><i class='fg-dot fg-{key}'></i>{text(lang, f'maps.layer.{key}')}</td>"
        f"<td>{was}</td><td>{now}</td><td>{_signed(now - was, ',d')}</td></tr>"
        for key, (was, now) in facts["by"].items()
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    shown["popup"] = f'<section class="fg-pop"><h4>{name}</h4><p>{line}</p><div class="fg-rows">{table}</div></section>'
    return shown


def _line_name(facts: dict[str, Any], lang: Language) -> str:
    if "from_name" in facts:
        return f"<bdi>{safe(facts['from_name'])}</bdi> → <bdi>{safe(facts['to_name'])}</bdi>"
    return text(lang, "maps.difference.road")
