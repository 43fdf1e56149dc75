"""The papers of a plan: one workbook a vehicle trip, and one workbook of all lists. From Case and Plan alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transport.case import Case
from transport.facts import Facts
from transport.io.file_names import unique_stem
from transport.locale import Language, text
from transport.papers.boarding_sheet import add_boarding_sheet
from transport.papers.list_sheets import build_lists
from transport.papers.sheet import Book
from transport.papers.timetable_sheet import add_timetable_sheet
from transport.plan import Plan, Trip

VEHICLES = "vehicles"


def write_papers(case: Case, plan: Plan, folder: Path, lang: Language) -> list[Path]:
    """Write every paper of a plan.

    Parameters
    ----------
    folder
        Where the papers go: ``vehicles/T001_….xlsx`` for each trip and one workbook of all lists. Workbooks of
        vehicles that this plan does not have are moved to a folder of their own, so that nobody hands them out.

    Returns
    -------
    list of Path
        The files written: all lists first, then the vehicles in the plan's order.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    facts = Facts(case, plan)
    written = [build_lists(facts, lang).save(folder / f"{text(lang, 'papers.files.all_lists')}.xlsx")]
    taken: set[str] = set()
    for trip in plan.trips:
        name = _file_name(facts, trip, taken, lang)
        written.append(_build_manifest(facts, trip, lang).save(folder / VEHICLES / name))
    _set_aside(folder / VEHICLES, {path.name for path in written}, text(lang, "papers.files.superseded"))
    return written


def _build_manifest(facts: Facts, trip: Trip, lang: Language) -> Book:
    book = Book()
    add_boarding_sheet(book, facts, trip, lang)
    add_timetable_sheet(book, facts, trip, lang)
    return book


def _file_name(facts: Facts, trip: Trip, taken: set[str], lang: Language) -> str:
    """Return ``T001_集结_大理机场.xlsx``: no name of a person, nothing that Windows refuses, nothing taken."""
    stops, places = trip.stops, facts.case.places
    end = stops[0] if trip.kind == "distribution" else stops[-1]
    parts = (trip.trip_id, text(lang, f"papers.kinds.{trip.kind}"), places[end.place_id].name)
    return f"{unique_stem(parts, taken)}.xlsx"


def _set_aside(folder: Path, current: Iterable[str], superseded: str) -> None:
    """Move the workbooks of vehicles that are not in this plan out of the way."""
    keep = set(current)
    for old in sorted(folder.glob("*.xlsx")):
        if old.name not in keep and not old.name.startswith("~$"):
            (folder / superseded).mkdir(exist_ok=True)
            old.replace(folder / superseded / old.name)
