"""The overview: a whole plan, or a part of it, on one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maps import drawn, panel
from maps.journeys import Journeys
from maps.layers import build_layers, undrawn_places
from maps.offline import OfflineMap
from maps.online import OnlineBase, shift_of, shifted
from maps.page import build_page
from maps.popups import safe
from maps.road_lines import Roads
from maps.switches import collect_switches, groups
from maps.views import Bounds, build_views
from transport.case import Case
from transport.facts import Facts
from transport.locale import Language, text
from transport.plan import Plan
from transport.travel import RoadGeometry

ASSETS = ("overview/overview.js",)


@dataclass(frozen=True)
class Part:
    """What a page shows where it is not the whole plan.

    Parameters
    ----------
    title
        As the user reads it, not yet escaped.
    figures
        (key of its name, value) of the card's figures.
    views
        Frames of the map by name, the first shown first; that of everything follows them.
    table
        Finished HTML below the figures.
    sheet
        Finished HTML that follows the map on paper.
    """

    title: str
    figures: Sequence[tuple[str, str]]
    views: Mapping[str, Bounds]
    table: str = ""
    sheet: str = ""


def draw_overview(
    case: Case,
    plan: Plan,
    geometry: RoadGeometry | None = None,
    lang: Language = "zh",
    *,
    base: OnlineBase | None = None,
    roads: Roads | None = None,
    part: Part | None = None,
    mark: str = "",
) -> OfflineMap:
    """Return the overview map, which a notebook shows by itself.

    Parameters
    ----------
    case, plan
        The plan must be one for this case.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.
    lang
        Language of the texts.
    base
        An online base map; ``None`` asks no network.
    roads
        Lines shared with other maps of this case, as it lies on ``base``; take the place of ``geometry``.
    part
        What the page says where ``plan`` is only a part of one.
    mark
        The plan's mark, where it is known.
    """
    if roads is None:
        case, geometry = shifted(case, geometry, shift_of(base))
    features = build_layers(case, plan, geometry, roads, whole=part is None)["features"]
    switches, journeys = collect_switches(features), Journeys(case, plan)
    views = build_views(features)
    if part:
        views = {**part.views, "all": views["all"]}
    undrawn = len(undrawn_places(case, plan))
    notes = [text(lang, "maps.panel.undrawn", n=undrawn)] if undrawn else []
    if not features:
        notes.append(text(lang, "maps.panel.empty"))
    name = part.title if part else text(lang, "maps.overview")
    body = [
        panel.figures(part.figures if part else _figures(plan, lang), lang),
        part.table if part else "",
        panel.search(lang),
        *groups(journeys, features, switches, lang),
        *map(panel.note, notes),
    ]
    title = safe(case.title or case.name)
    return build_page(
        "overview",
        title=f"{title} · {safe(name)}",
        card=panel.card(title, subtitle(name, mark or Facts(case, plan).mark, lang), body, lang)
        + (part.sheet if part else ""),
        function="fangangOverview",
        data={
            "features": drawn.Drawn(switches, lang).features(features),
            "styles": drawn.styles(),
            "ways": drawn.ways(lang),
            "views": [{"name": text(lang, f"maps.view.{key}"), "bounds": frame} for key, frame in views.items()],
            "texts": drawn.group_texts(lang),
        },
        assets=ASSETS,
        lang=lang,
        base=base,
    )


def subtitle(name: str, mark: str, lang: Language) -> str:
    """Return a page's name with the mark of its plan, escaped."""
    return f"{safe(name)} · {text(lang, 'maps.mark', mark=safe(mark))}"


def _figures(plan: Plan, lang: Language) -> list[tuple[str, str]]:
    summary, people = plan.summary, sum(plan.summary.workers.values())
    total = summary.total_cost
    return [
        ("people", f"{people:,}"),
        ("trips", f"{len(plan.trips):,}"),
        ("services", f"{len(plan.services):,}"),
        ("cost", text(lang, "maps.figures.yuan", amount=f"{total:,.0f}")),
        ("per_person", text(lang, "maps.figures.yuan", amount=f"{total / people:,.0f}") if people else "–"),
        ("gap", text(lang, "maps.figures.no_gap") if summary.gap is None else f"{summary.gap:.1%}"),
    ]
