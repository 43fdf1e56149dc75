"""Rosters to people: every sheet of every file read, cleaned and checked, everything found in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from transport.gazetteer.divisions import Divisions, shipped_divisions
from transport.io.case_reader import collector_paused
from transport.io.place_index import PlaceIndex
from transport.io.spreadsheet import NumericCell
from transport.io.table_reader import letters
from transport.roster.checks import check_duplicates, check_parties, check_person_cells
from transport.roster.clean_date import LOST_ZERO, Season, clean_date
from transport.roster.clean_name import clean_gender, clean_name
from transport.roster.clean_numbers import clean_id_number, clean_phone
from transport.roster.cleaning import PLACEHOLDER, Cleaned, Steps, narrow, visible
from transport.roster.fields import CARRIED, Field
from transport.roster.grid import Grid, read_grids
from transport.roster.log import RosterLog, RosterSheet
from transport.roster.memory import Mappings
from transport.roster.places import NewPlace, PlaceFinder
from transport.roster.sheets import read_sheet_people

CLEANING_RULES = (
    "clean_width", "clean_spaces", "clean_placeholder", "clean_name_note", "clean_name_dot", "clean_gender",
    "clean_id_x", "clean_id_zero", "clean_phone_format", "clean_phone_float", "clean_phone_second", "clean_date_format",
    "clean_date_serial", "clean_date_lunar", "clean_date_vague", "clean_place", "clean_old_name", "clean_employer",
    "clean_new_place", "clean_merged",
)  # fmt: skip
ALL_RULES = frozenset(CLEANING_RULES)
_SPREADSHEET_SIGNS = ("=", "+", "-", "@", "\t", "\r")
Cleaner = Callable[[str, frozenset[str]], Cleaned]


@dataclass(frozen=True)
class RosterOptions:
    """How rosters are to be read.

    Parameters
    ----------
    first_day, last_day
        The days of the case.
    keep_rules
        Codes of cleaning rules that are not to be applied.
    keep_cells
        Cells that are not to be cleaned: ``C5``, ``Sheet!C5`` or ``file.xlsx#Sheet!C5``.
    may_add_places
        Whether villages of the official table may become new places.
    mappings
        What is remembered of senders' headers.
    sender
        Whose rosters these are, for the mappings; blank: whoever used these headers before.
    given
        Fields by header, laid down for this time (and remembered).
    """

    first_day: date
    last_day: date
    keep_rules: frozenset[str] = frozenset()
    keep_cells: frozenset[str] = frozenset()
    may_add_places: bool = True
    mappings: Mappings = field(default_factory=Mappings)
    sender: str = ""
    given: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True)
class Rosters:
    """What was read.

    Parameters
    ----------
    sheets
        Every sheet with people.
    log
        Every finding.
    new_places
        Villages that the case does not have yet, by their official code.
    mappings
        What is remembered of headers from now on.
    """

    sheets: tuple[RosterSheet, ...]
    log: RosterLog
    new_places: Mapping[str, NewPlace]
    mappings: Mappings

    @property
    def people(self) -> int:
        """How many people there are, good and bad."""
        return sum(map(len, self.sheets))


def read_rosters(paths: Sequence[Path], index: PlaceIndex, options: RosterOptions) -> Rosters:
    """Read, clean and check the rosters in these files.

    Parameters
    ----------
    index
        The places of the case.
    """
    with collector_paused():
        return _read(paths, index, options)


def _read(paths: Sequence[Path], index: PlaceIndex, options: RosterOptions) -> Rosters:
    log, divisions, mappings = RosterLog(), shipped_divisions(), options.mappings
    sheets: list[RosterSheet] = []
    for path in dict.fromkeys(paths):
        found, mappings = _read_file(path, log, divisions, mappings, options)
        sheets += found
    finder = PlaceFinder(index, divisions, may_add=options.may_add_places, kept=options.keep_rules)
    for sheet in sheets:
        _clean(sheet, log, finder, options)
        check_person_cells(sheet, log, options.first_day, options.last_day)
    check_parties(sheets, log)
    check_duplicates(sheets, log)
    _check_ids(sheets, log)
    return Rosters(tuple(sheets), log, finder.added, mappings)


def _read_file(
    path: Path, log: RosterLog, divisions: Divisions, mappings: Mappings, options: RosterOptions
) -> tuple[list[RosterSheet], Mappings]:
    grids = [grid for grid in read_grids(path, log) if any(cell.strip() for row in grid.rows for cell in row)]
    sheets, headless = [], []
    for grid in grids:
        known = {**mappings.of(options.sender, grid.rows), **options.given}
        before = len(log.issues)
        sheet = read_sheet_people(grid, log, divisions, known)
        if sheet is not None:
            sheets.append(sheet)
            mappings = mappings.learnt(options.sender, sheet.header, options.given)
        elif len(log.issues) == before:
            headless.append(grid)
    _note_headless(headless, bool(sheets), log)
    if not grids and not any(issue.file == path.name for issue in log.issues):
        log.add("empty_table", file=path.name)
    return sheets, mappings


def _note_headless(grids: Sequence[Grid], others: bool, log: RosterLog) -> None:
    """A sheet without a header is an error, or worth a notice where the file's other sheets have one."""
    for grid in grids:
        log.add("roster_sheet_skipped" if others else "roster_no_header", file=grid.file, sheet=grid.sheet)


def _clean(sheet: RosterSheet, log: RosterLog, finder: PlaceFinder, options: RosterOptions) -> None:
    """Fill in the values of every field."""
    season = Season(options.first_day, options.last_day)
    kept = _kept_cells(sheet, options.keep_cells)

    def column(name: Field, clean: Cleaner, required: bool = False) -> list[Cleaned]:
        return _clean_column(sheet, log, name, clean, options.keep_rules, kept, required)

    names = column("name", clean_name, required=True)
    genders = column("gender", clean_gender)
    numbers = column("id_number", clean_id_number)
    phones = column("phone", clean_phone)
    dates: tuple[Field, ...] = ("ready_from", "report_by")
    delimited = sheet.grid.sheet is None

    def date_of(cell: str, keep: frozenset[str]) -> Cleaned:
        lost = delimited and LOST_ZERO.fullmatch(cell) is not None  # exported from a column of numbers, as like as not
        return clean_date(NumericCell(cell) if lost else cell, season, keep)

    for name in dates:
        sheet.values[name] = [done.value for done in column(name, date_of)]
    texts: tuple[Field, ...] = ("party", "needs", "emergency_contact", "worker_id")
    for name in texts:
        sheet.values[name] = [done.value for done in column(name, clean_text)]
    sheet.values["name"] = [done.value for done in names]
    sheet.values["gender"] = [
        gender.value or name.also.get("gender", "") for gender, name in zip(genders, names, strict=True)
    ]
    sheet.values["id_number"] = [done.value for done in numbers]
    sheet.values["phone"] = [done.value for done in phones]
    sheet.values["emergency_contact"] = [
        contact or phone.also.get("emergency_contact", "")
        for contact, phone in zip(sheet.values["emergency_contact"], phones, strict=True)
    ]
    if "id_number" in sheet.cells:
        for person, cell in enumerate(sheet.cells["id_number"]):
            if not cell:
                log.cell(sheet, person, "id_number", "roster_no_id")

    def is_kept(person: int, position: int | None) -> bool:
        return bool(kept) and (sheet.rows[person], position) in kept

    sheet.values["origin"] = finder.origins(sheet, log, is_kept)
    sheet.values["destination"] = finder.destinations(sheet, log, is_kept)
    for header, cells in sheet.extra.items():
        sheet.extra[header] = [harmless(visible(cell)) for cell in cells]


def _clean_column(
    sheet: RosterSheet,
    log: RosterLog,
    name: Field,
    clean: Cleaner,
    keep_rules: frozenset[str],
    kept: frozenset[tuple[int, int]],
    required: bool,
) -> list[Cleaned]:
    """Clean a column, equal cells once, and note what was done and found."""
    if name not in sheet.cells:
        return [_NOTHING] * len(sheet)
    position = sheet.column_of(name)
    known: dict[tuple[type, str], Cleaned] = {}
    results = []
    for person, cell in enumerate(sheet.cells[name]):
        if not cell:
            if required:
                log.cell(sheet, person, name, "missing_value")
            results.append(_NOTHING)
            continue
        key = (type(cell), cell)
        if kept and (sheet.rows[person], position) in kept:
            result = clean(cell, ALL_RULES)
        elif key in known:
            result = known[key]
        else:
            result = known[key] = clean(cell, keep_rules)
        if result.rules or result.problem:
            log.cleaned(sheet, person, name, result)
        results.append(result)
    return results


_NOTHING = Cleaned("")


def clean_text(cell: str, kept: frozenset[str]) -> Cleaned:
    """Return free text without invisible characters; what a spreadsheet would take for a formula is made text."""
    if PLACEHOLDER.fullmatch(cell) and "clean_placeholder" not in kept:
        return Cleaned("", ("clean_placeholder",))
    steps = Steps(str(cell), kept)
    steps.apply("clean_width", narrow(str(cell)) if cell.isalnum() else str(cell))
    steps.apply("clean_spaces", visible(steps.text))
    return Cleaned(harmless(steps.text), tuple(steps.rules))


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes before its sign."""
    if text.startswith(_SPREADSHEET_SIGNS) and not text[1:].replace(".", "", 1).isdecimal():
        return f"'{text}"
    return text


def _kept_cells(sheet: RosterSheet, references: frozenset[str]) -> frozenset[tuple[int, int]]:
    """Return rows and columns of this sheet's cells that are to be left as they are."""
    if not references:
        return frozenset()
    grid = sheet.grid
    names = ("", *(f"{name}!" for name in (grid.sheet, f"{grid.file}#{grid.sheet}", grid.file) if name))
    return frozenset(
        (row, position)
        for row in sheet.rows
        for positions in sheet.header.columns.values()
        for position in positions
        if any(f"{name}{letters(position)}{row + 1}" in references for name in names)
    )


def _check_ids(sheets: Sequence[RosterSheet], log: RosterLog) -> None:
    """An id that somebody gave out, rather than a running number, stands once."""
    first: dict[str, tuple[RosterSheet, int]] = {}
    for sheet in sheets:
        own = Counter(sheet.values["worker_id"])
        if all(text.isdecimal() or not text for text in own):
            continue
        for person, text in enumerate(sheet.values["worker_id"]):
            here = (sheet, person)
            before = first.setdefault(text, here) if text else here
            if before != here:
                log.cell(sheet, person, "worker_id", "roster_same_worker_id", first=before[0].where(before[1]))


__all__ = ["CARRIED", "CLEANING_RULES", "RosterOptions", "Rosters", "read_rosters"]
