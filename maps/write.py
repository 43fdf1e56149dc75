"""All maps of a plan, from Case and Plan alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maps.difference import Side
from maps.difference_page import draw_difference
from maps.index_page import Entry, index_html
from maps.offline import OfflineMap
from maps.online import OnlineBase, shift_of, shifted
from maps.overview_page import draw_overview
from maps.page import page_html
from maps.playback_page import draw_playback
from maps.region_page import draw_region, region_name
from maps.regions import find_regions
from maps.road_lines import Roads
from maps.vehicle_page import Vehicle, vehicle_html
from transport.case import Case
from transport.facts import Facts
from transport.io.atomic import write_text
from transport.io.file_names import unique_stem
from transport.locale import Language, text
from transport.plan import Plan, Trip
from transport.travel import RoadGeometry


@dataclass(frozen=True)
class Other:
    """Another plan, with its case and roads; ``name`` is what readers call it."""

    case: Case
    plan: Plan
    geometry: RoadGeometry | None = None
    name: str = ""


VEHICLES, CLUSTERS, DISTRICTS = "vehicles", "village-clusters", "employer-districts"


def write_maps(
    case: Case,
    plan: Plan,
    geometry: RoadGeometry | None,
    folder: Path,
    lang: Language,
    *,
    base: OnlineBase | None = None,
    against: Other | None = None,
    on_part: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write every map of a plan.

    Parameters
    ----------
    case, plan
        The plan must be one for this case.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.
    folder
        Where they go: ``index.html``, which leads to all others, ``overview.html``, ``playback.html``, and one page
        a village cluster, employer district and vehicle in a folder each. Every page is one file by itself.
    lang
        Language of the texts.
    base
        An online base map under all pages but those of vehicles; ``None`` asks no network.
    against
        Another plan to compare with, in ``difference.html``.
    on_part
        Called with how many pages are written and how many there will be.

    Returns
    -------
    list of Path
        What was written, ``index.html`` first.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    moved, ways = shifted(case, geometry, shift_of(base))
    roads, mark = Roads(moved, ways), Facts(case, plan).mark
    own_roads = roads if moved is case else Roads(case, geometry)
    regions, vehicles = find_regions(case, plan), vehicles_of(case, plan)
    taken: set[str] = set()
    total = 3 + len(regions) + len(vehicles) + (against is not None)
    entries: list[Entry] = []

    def add(entry: Entry, html: str) -> None:
        write_text(folder / entry.path, html)
        entries.append(entry)
        on_part(len(entries), total)

    overview = draw_overview(moved, plan, None, lang, base=base, roads=roads, mark=mark)
    add(Entry("overview", "overview.html"), page_html(overview, base))
    playback = draw_playback(moved, plan, roads, lang, base=base, mark=mark)
    add(Entry("playback", "playback.html"), page_html(playback, base))
    for region in regions:
        room = CLUSTERS if region.kind == "cluster" else DISTRICTS
        stem = unique_stem((region.county, str(region.number or ""), text(lang, f"maps.files.{region.kind}")), taken)
        page = draw_region(moved, plan, roads, region, lang, base=base, mark=mark)
        name = region_name(case, region, lang)
        add(Entry(region.kind, f"{room}/{stem}.html", name, len(region.workers)), page_html(page, base))
    for vehicle in vehicles:
        offer = vehicle.offer
        stem = unique_stem((offer.offer_id, f"{vehicle.number:02d}", offer.vehicle), taken)
        entry = Entry("vehicle", f"{VEHICLES}/{stem}.html", vehicle=vehicle)
        add(entry, vehicle_html(case, vehicle, own_roads, lang, mark))
    if against is not None:
        entry = Entry("difference", "difference.html")
        add(entry, page_html(_difference(Side(moved, plan, roads), against, lang, base), base))
    write_text(folder / "index.html", index_html(case, plan, entries, lang, mark))
    on_part(total, total)
    return [folder / "index.html", *(folder / entry.path for entry in entries)]


def _difference(this: Side, against: Other, lang: Language, base: OnlineBase | None) -> OfflineMap:
    """Draw the step from the other plan to this one."""
    moved, ways = shifted(against.case, against.geometry, shift_of(base))
    other = Side(moved, against.plan, Roads(moved, ways))
    names = (against.name or text(lang, "maps.difference.other_plan"), text(lang, "maps.difference.this_plan"))
    return draw_difference(other, this, names, lang, base)


def vehicles_of(case: Case, plan: Plan) -> list[Vehicle]:
    """Return every vehicle that moves, in the fleet's order, its trips in order of time."""
    trips: dict[tuple[str, int], list[Trip]] = {}
    for trip in plan.trips:
        trips.setdefault((trip.offer_id, trip.vehicle_no), []).append(trip)
    order = {offer_id: row for row, offer_id in enumerate(case.offers)}
    return [
        Vehicle(case.offers[offer_id], number, tuple(sorted(own, key=lambda trip: (trip.leaves_base, trip.trip_id))))
        for (offer_id, number), own in sorted(trips.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    ]
