"""All maps of a plan, from Case and Plan alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maps.online import OnlineBase, shift_of, shifted
from maps.overview_page import draw_overview
from maps.page import write_page
from maps.road_lines import Roads
from transport.case import Case
from transport.facts import Facts
from transport.locale import Language
from transport.plan import Plan
from transport.travel import RoadGeometry


def write_maps(
    case: Case,
    plan: Plan,
    geometry: RoadGeometry | None,
    folder: Path,
    lang: Language,
    *,
    base: OnlineBase | None = None,
    on_part: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write every map of a plan."""
    case, geometry = shifted(case, geometry, shift_of(base))
    roads, mark = Roads(case, geometry), Facts(case, plan).mark
    page = draw_overview(case, plan, None, lang, base=base, roads=roads, mark=mark)
    return [write_page(folder / "overview.html", page, base)]
