"""The card beside the map: title, figures, and the layer switches, which are the legend as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from maps.popups import counted, safe
from maps.style import MODES, SITES, Style
from transport.case import Case
from transport.locale import Language, text
from transport.plan import Plan


def build_panel(
    case: Case,
    plan: Plan,
    features: Sequence[Mapping[str, Any]],
    counties: tuple[Sequence[str], Sequence[str]],
    *,
    undrawn: int,
    lang: Language,
) -> str:
    """Return the card as HTML.

    Parameters
    ----------
    features
        The drawn features, which decide the layers and counties that can be switched.
    counties
        Counties of origin and of destination, in the order that the map's script counts them by.
    undrawn
        How many places are left out for want of coordinates.
    """
    notes = [text(lang, "maps.panel.undrawn", n=undrawn)] if undrawn else []
    if not features:
        notes.append(text(lang, "maps.panel.empty"))
    groups = [
        _group("modes", _mode_rows(plan, features, lang), lang),
        _group("origins", _county_rows(case, plan, counties[0], "origin", lang), lang),
        _group("destinations", _county_rows(case, plan, counties[1], "destination", lang), lang),
        _group("sites", _site_rows(features, lang), lang, text(lang, "maps.panel.sizes")),
    ]
    return (
        f'<details class="fg-panel" open><summary title="{text(lang, "maps.panel.toggle")}">'
        f"<h1>{safe(case.title or case.name)}</h1><span>{text(lang, 'maps.overview')}</span></summary>"
        f'<div class="fg-body">{_figures(case, plan, lang)}{"".join(groups)}'
        f"{''.join(f'<p class=fg-note>{note}</p>' for note in notes)}</div></details>"
    )


def _figures(case: Case, plan: Plan, lang: Language) -> str:
    summary, people = plan.summary, sum(plan.summary.workers.values())
    total = summary.total_cost
    figures = [
        ("people", f"{people:,}"),
        ("trips", f"{len(plan.trips):,}"),
        ("services", f"{len(plan.services):,}"),
        ("cost", text(lang, "maps.figures.yuan", amount=f"{total:,.0f}")),
        ("per_person", text(lang, "maps.figures.yuan", amount=f"{total / people:,.0f}") if people else "–"),
        ("gap", text(lang, "maps.figures.no_gap") if summary.gap is None else f"{summary.gap:.1%}"),
    ]
    cells = "".join(
        f"<div><b>{value}</b><span>{text(lang, f'maps.figures.{key}')}</span></div>" for key, value in figures
    )
    return f'<div class="fg-figures">{cells}</div>'


def _group(key: str, rows: Sequence[str], lang: Language, note: str = "") -> str:
    if not rows:
        return ""
    every = "".join(
        f'<button type="button" data-set="{action}">{text(lang, f"maps.panel.{action}")}</button>'
        for action in ("all", "none")
    )
    return (
        f'<fieldset data-group="{key}"><legend>{text(lang, f"maps.panel.{key}")}</legend>'
        f'<span class="fg-every">{every}</span><div class="fg-rows">{"".join(rows)}</div>'
        f"{f'<p class=fg-note>{note}</p>' if note else ''}</fieldset>"
    )


def _row(value: object, swatch: str, name: str, count: str) -> str:
    return (
        f'<label><input type="checkbox" checked value="{safe(value)}">{swatch}'
        f"<span class=fg-name>{name}</span><span class=fg-count>{count}</span></label>"
    )


def _mode_rows(plan: Plan, features: Sequence[Mapping[str, Any]], lang: Language) -> list[str]:
    """One row for each mode that is drawn: what it looks like, how many vehicles or services and people."""
    rows = []
    for layer, style in MODES.items():
        drawn = [f["properties"] for f in features if f["properties"]["layer"] == layer]
        if not drawn:
            continue
        people = counted(lang, "maps.people", sum(facts["people"] for facts in drawn))
        runs = sum(len(facts.get("services", "1")) for facts in drawn)
        vehicles = layer not in {"ticket", "unserved"}
        count = f"{counted(lang, f'maps.panel.count.{layer}', runs)} · {people}" if vehicles else people
        rows.append(_row(layer, swatch(style, ring=layer == "ticket"), text(lang, f"maps.layer.{layer}"), count))
    return rows


def _site_rows(features: Sequence[Mapping[str, Any]], lang: Language) -> list[str]:
    rows = []
    for layer, style in SITES.items():
        number = sum(f["properties"]["layer"] == layer for f in features)
        if number:
            rows.append(_row(layer, swatch(style), text(lang, f"maps.layer.{layer}"), str(number)))
    return rows


def _county_rows(case: Case, plan: Plan, counties: Iterable[str], end: str, lang: Language) -> list[str]:
    people: dict[str, int] = {}
    for itinerary in plan.itineraries:
        county = case.places[getattr(case.workers[itinerary.worker_id], end)].county
        people[county] = people.get(county, 0) + 1
    return [
        _row(
            index,
            "",
            safe(county) or text(lang, "maps.panel.nowhere"),
            counted(lang, "maps.people", people.get(county, 0)),
        )
        for index, county in enumerate(counties)
    ]


def swatch(style: Style, *, ring: bool = False) -> str:
    """Return a sample of a layer's look as an inline drawing."""
    if style.fill is None:
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        line = f'<path d="M1 7H29" stroke="{style.color}" stroke-width="{style.weight + 1}"{dash}/>'
        if style.overlay:
            thin, dash = style.weight - 1, style.overlay
            line += f'<path d="M1 7H29" stroke="#fff" stroke-width="{thin}" stroke-dasharray="{dash}"/>'
    else:
        fill = "none" if ring else style.fill
        line = (
            f'<circle cx="15" cy="7" r="5" fill="{fill}" stroke="{style.color}" stroke-width="{style.weight * 0.8}"/>'
        )
    return f'<svg class="fg-swatch" width="30" height="14" aria-hidden="true">{line}</svg>'
