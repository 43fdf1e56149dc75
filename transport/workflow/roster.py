"""Rosters into a case: read, clean, check, then either give them back marked or merge them into its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from transport.clock import DAY, to_datetime
from transport.errors import InputError, InputIssue
from transport.locale import Language

if TYPE_CHECKING:
    from transport.gazetteer.datum import Datum
    from transport.roster.fields import Field
    from transport.roster.locate import Locator
    from transport.roster.merge import MergeCount

RETURNED = "returned"
"""Folder of marked workbooks in a case."""


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What the user chose for one import.

    Parameters
    ----------
    good_rows
        Import the people without errors although there are others.
    keep
        Cleaning rules not to be applied (``clean_…``), and cells not to be cleaned (``Sheet!C5``).
    given
        Fields by header, as the user laid down.
    sender
        Whose headers these are.
    marked
        Where marked workbooks go, also without errors; ``None``: the folder ``returned`` of the case, with errors only.
    new_places
        Villages that the case does not have may become new places.
    gazetteer, geocodes, datum
        Sources of coordinates for new places, and the datum of the second.
    lang
        Language of the marked workbooks.
    """

    good_rows: bool = False
    keep: frozenset[str] = frozenset()
    given: Mapping[str, Field] = field(default_factory=dict)
    sender: str = ""
    marked: Path | None = None
    new_places: bool = True
    gazetteer: Path | None = None
    geocodes: Path | None = None
    datum: Datum = "wgs84"
    lang: Language = "zh"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Parameters
    ----------
    issues
        Everything found and cleaned.
    people, good
        People read, and those without an error.
    count
        What changed in the workers table; ``None``: nothing was imported.
    workers
        The workers table's file.
    places
        Names of the places that were added.
    marked
        Workbooks given back.
    """

    issues: tuple[InputIssue, ...]
    people: int
    good: int
    count: MergeCount | None
    workers: Path
    places: tuple[str, ...]
    marked: tuple[Path, ...]

    @property
    def failed(self) -> bool:
        """Whether anything found is an error."""
        return any(issue.severity == "error" for issue in self.issues)


def import_rosters(paths: Sequence[Path], case: Path, choice: ImportChoice) -> Imported:
    """Read rosters into a case's workers table, or give them back marked.

    Raises
    ------
    InputError
        The case itself cannot be used (its ``case.yaml``, its places, the workers table that it has), or a source of
        coordinates.
    """
    from transport.roster.marked import write_marked
    from transport.roster.memory import read_mappings, write_mappings
    from transport.roster.read import RosterOptions, read_rosters
    from transport.roster.target import merge_into, read_target

    target = read_target(case)
    locator = _locator(choice.gazetteer, choice.geocodes, choice.datum)
    rules = frozenset(name for name in choice.keep if name.startswith("clean_"))
    options = RosterOptions(
        first_day=to_datetime(target.config.window_start).date(),
        last_day=to_datetime(target.config.window_end - DAY).date(),
        keep_rules=rules,
        keep_cells=choice.keep - rules,
        may_add_places=choice.new_places and target.config.roads.provider != "matrix",
        mappings=read_mappings(target.folder),
        sender=choice.sender,
        given=choice.given,
    )
    rosters = read_rosters(paths, target.index, options)
    if rosters.mappings != options.mappings:
        write_mappings(target.folder, rosters.mappings)
    good = sum(len(sheet) - len(sheet.bad) for sheet in rosters.sheets)
    failed, count = rosters.log.failed, None
    places: list[str] = []
    if good and (choice.good_rows or not failed):
        count, places = merge_into(target, rosters, locator)
    marked: list[Path] = []
    if failed or choice.marked is not None:
        marked = write_marked(paths, rosters, choice.marked or target.folder / RETURNED, choice.lang)
    return Imported(
        rosters.log.in_order(), rosters.people, good, count, target.workers_file, tuple(places), tuple(marked)
    )


def make_template(path: Path, case: Path | None, lang: Language) -> Path:
    """Write the empty roster workbook, offering a case's villages and employers where one is given.

    Raises
    ------
    InputError
        The case's places cannot be read.
    """
    from transport.io.template import write_template

    if case is None:
        return write_template(path, lang)
    from transport.io.template import Choices
    from transport.roster.target import read_target

    target = read_target(case)
    kinds = list(zip(target.places.values["place_id"], target.places.values["kind"], strict=True))
    origins, destinations = (
        tuple(target.index.name_of(place_id) for place_id, kind in kinds if kind == wanted)
        for wanted in ("village", "factory")
    )
    return write_template(path, lang, Choices(origins, destinations))


def locate_places(
    case: Path, gazetteer: Path | None, geocodes: Path | None, datum: Datum, *, write: bool
) -> tuple[InputIssue, ...]:
    """Compare a case's places with a gazetteer or a geocoder's answers; ``write``: put what was found into its table.

    Raises
    ------
    InputError
        ``case.yaml``, the places table or a source cannot be read.
    """
    from transport.io.issue_log import IssueLog
    from transport.roster.place_check import complete_places
    from transport.roster.target import read_places

    locator, log = _locator(gazetteer, geocodes, datum), IssueLog()
    files, reference = read_places(case, log)
    complete_places(files, reference, locator, log, write=write)
    return log.in_order()


def _locator(gazetteer: Path | None, geocodes: Path | None, datum: Datum) -> Locator:
    from transport.io.unreadable import UnreadableError
    from transport.roster.locate import Locator

    try:
        return Locator(gazetteer, geocodes, datum)
    except UnreadableError as problem:
        raise InputError(
            [InputIssue(problem.code, file=problem.params.get("file"), row=problem.row, params=problem.params)]
        ) from None
