"""The page of one village cluster or employer district: who leaves or arrives when, and how they travel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from maps import panel, shapes
from maps.offline import OfflineMap
from maps.online import OnlineBase
from maps.overview_page import Part, draw_overview
from maps.popups import counted, moment, safe
from maps.regions import Region, restrict
from maps.road_lines import Roads
from maps.views import Bounds
from transport.case import Case
from transport.locale import Language, text
from transport.plan import SERVICE_LEG, Itinerary, Plan

_AROUND_DEG = 0.06
"""How far a frame reaches beyond the places of a region: about 6 km."""


def region_name(case: Case, region: Region, lang: Language) -> str:
    """Return what readers call a region, not escaped: its county, number, and largest place."""
    county = region.county or text(lang, "maps.panel.nowhere")
    if not region.number:
        return text(lang, f"maps.region.{region.kind}", county=county)
    largest = case.places[region.place_ids[0]].name
    return text(lang, "maps.region.part", county=county, number=region.number, place=largest)


def draw_region(
    case: Case, plan: Plan, roads: Roads, region: Region, lang: Language, *, base: OnlineBase | None, mark: str
) -> OfflineMap:
    """Return the map of a region; what it counts is the region's own people alone."""
    own = restrict(plan, region.workers)
    frame = _frame(case, region)
    times = list(_times(case, own, region))
    figures = [
        ("people", f"{len(own.itineraries):,}"),
        ("places", f"{len(region.place_ids):,}"),
        ("trips", f"{len(own.trips):,}"),
        ("first", moment(times[0]["at"], lang) if times else "–"),
        ("last", moment(times[-1]["at"], lang) if times else "–"),
        ("services", f"{len(own.services):,}"),
    ]
    name = region_name(case, region, lang)
    table = _table(times, lang)
    views: dict[str, Bounds] = {} if frame is None else {region.kind: frame}
    part = Part(name, figures, views, _unfolded(times, table, region, lang), _sheet(name, table, region, lang))
    return draw_overview(case, own, None, lang, base=base, roads=roads, part=part, mark=mark)


def _frame(case: Case, region: Region) -> Bounds | None:
    frame = shapes.bounds([at for p in region.place_ids if (at := shapes.place_position(case.places[p])) is not None])
    if frame is None:
        return None
    (south, west), (north, east) = frame
    return [[south - _AROUND_DEG, west - _AROUND_DEG], [north + _AROUND_DEG, east + _AROUND_DEG]]


def _times(case: Case, plan: Plan, region: Region) -> Iterator[dict[str, Any]]:
    """Who leaves (or arrives at) which place of the region when, on what: grouped, in order of time."""
    places = frozenset(region.place_ids)
    counts: dict[tuple[int, str, str], int] = {}
    for itinerary in plan.itineraries:
        for key in _events(case, itinerary, places):
            counts[key] = counts.get(key, 0) + 1
    for (at, place_id, leg), people in sorted(counts.items()):
        yield {"at": at, "place": case.places[place_id].name, "leg": leg, "people": people}


def _events(case: Case, itinerary: Itinerary, places: frozenset[str]) -> Iterator[tuple[int, str, str]]:
    worker = case.workers[itinerary.worker_id]
    if itinerary.pickup is None or itinerary.arrive is None:
        return
    if worker.origin in places:
        yield itinerary.pickup, worker.origin, itinerary.legs[0].removeprefix(SERVICE_LEG)
    if worker.destination in places:
        yield itinerary.arrive, worker.destination, itinerary.legs[-1].removeprefix(SERVICE_LEG)


def _table(times: list[dict[str, Any]], lang: Language) -> str:
    """Return the region's timetable, empty where nobody has a time."""
    rows = "".join(
        f"<tr><td>{moment(row['at'], lang)}</td><td><bdi>{safe(row['place'])}</bdi></td>"
        f"<td><bdi>{safe(row['leg'])}</bdi></td><td>{row['people']}</td></tr>"
        for row in times
    )
    head = "".join(f"<th>{text(lang, f'maps.column.{key}')}</th>" for key in ("time", "place", "trip_id", "people"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


def _unfolded(times: list[dict[str, Any]], table: str, region: Region, lang: Language) -> str:
    """Return the timetable for the card, and a line about the people whom it does not hold."""
    notes = [text(lang, "maps.region.own")]
    undated = len(region.workers) - sum(row["people"] for row in times)
    if undated:
        notes.append(text(lang, "maps.region.undated", people=counted(lang, "maps.people", undated)))
    title = text(lang, f"maps.region.times.{region.kind}")
    return (
        f'<details class="fg-group fg-times" open><summary><span>{title}</span><small>{len(times)}</small></summary>'
        f'<div class="fg-list fg-pop">{table}</div>{"".join(map(panel.note, notes))}</details>'
    )


def _sheet(name: str, table: str, region: Region, lang: Language) -> str:
    """Return the timetable for paper, where it follows the map on sheets of its own."""
    if not table:
        return ""
    title = f"{safe(name)} · {text(lang, f'maps.region.times.{region.kind}')}"
    return f'<section class="fg-sheet"><h2>{title}</h2><div>{table}</div></section>'
