"""The case that rosters go into: its places are looked up, its workers table is brought up to date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from transport.errors import InputError
from transport.io.atomic import write_bytes
from transport.io.columns import PLACES, WORKERS
from transport.io.config import CaseConfig, read_config
from transport.io.config_mapping import CASE_FILE
from transport.io.issue_log import IssueLog
from transport.io.place_index import KnownPlace, PlaceIndex
from transport.io.table_reader import ReadTable, read_table
from transport.io.unreadable import UnreadableError
from transport.io.validate import check_places
from transport.io.workbook import CaseFiles, split_reference
from transport.io.yaml_file import parse_yaml
from transport.roster.locate import Locator
from transport.roster.merge import MergeCount, merge_people
from transport.roster.places import NewPlace
from transport.roster.read import Rosters
from transport.roster.table_file import read_table_file

NEW_WORKERS = "workers.csv"
"""The workers table of a case that names none."""


@dataclass(frozen=True)
class Target:
    """What an import needs of a case.

    Parameters
    ----------
    folder, files, config
        The case.
    places
        Its places, without errors.
    workers
        The workers table as case.yaml names it, or will.
    names_workers
        Whether case.yaml names one.
    """

    folder: Path
    files: CaseFiles
    config: CaseConfig
    places: ReadTable
    workers: str
    names_workers: bool

    @cached_property
    def index(self) -> PlaceIndex:
        """The places of the case for finding them."""
        return PlaceIndex.of_columns(self.places.values)

    @property
    def workers_file(self) -> Path:
        """The file that the workers table is in."""
        return self.folder / split_reference(self.workers)[0]


def read_target(path: Path) -> Target:
    """Read what an import needs of a case folder, or its ``case.yaml``; the workers table may be missing.

    Raises
    ------
    InputError
        ``case.yaml`` or the places table cannot be used; carries every problem of both.
    """
    log, folder = IssueLog(), path if path.name != CASE_FILE else path.parent
    files = CaseFiles(folder)
    try:
        document = parse_yaml(files.read(CASE_FILE))
    except UnreadableError as problem:
        log.add(problem.code, file=CASE_FILE, row=problem.row, params=problem.params)
        raise InputError(log.in_order()) from None
    config = read_config(document, log)
    names_workers = "workers" in config.tables
    if not names_workers:
        log.issues = [issue for issue in log.issues if (issue.code, issue.column) != ("missing_key", "tables.workers")]
    reference = config.tables.get("places", "")
    try:
        places = read_table("places", files.table(reference), log) if reference else None
    except UnreadableError as problem:
        file, sheet = split_reference(reference)
        log.add(problem.code, file=file, sheet=sheet, row=problem.row, params=problem.params)
        places = None
    if places is not None:
        check_places(places, config)
    log.raise_errors()
    assert places is not None  # a missing table was an error
    return Target(folder, files, config, places, config.tables.get("workers", NEW_WORKERS), names_workers)


def read_places(path: Path, log: IssueLog) -> tuple[CaseFiles, str]:
    """Return a case's files and how it names its places table, of which what is wrong is noted but does not matter.

    Raises
    ------
    InputError
        ``case.yaml`` cannot be read or names no places, or their table cannot be read.
    """
    files = CaseFiles(path if path.name != CASE_FILE else path.parent)
    try:
        config = read_config(parse_yaml(files.read(CASE_FILE)), IssueLog())
        reference = config.tables.get("places", "")
        if not reference:
            log.add("missing_key", file=CASE_FILE, column="tables.places")
            raise InputError(log.in_order())
        table = read_table("places", files.table(reference), log)
    except UnreadableError as problem:
        log.add(problem.code, file=CASE_FILE, row=problem.row, params=problem.params)
        raise InputError(log.in_order()) from None
    check_places(table, config)
    return files, reference


def merge_into(target: Target, rosters: Rosters, locator: Locator) -> tuple[MergeCount, list[str]]:
    """Write everybody without an error, and the villages that they bring, into the case's tables.

    Every file is made before the first is written.

    Returns
    -------
    tuple[MergeCount, list[str]]
        What changed among the workers, and the names of the places added.

    Raises
    ------
    InputError
        There is a workers table, and it cannot be read.
    """
    places = [_place_row(place, locator) for place in _used(rosters)]
    known = [KnownPlace(row["place_id"], row["name"], (), "village", row["county"]) for row in places]
    index = target.index.with_places(known)
    for sheet in rosters.sheets:
        texts = sheet.values["origin"]
        sheet.values["origin"] = [index.name_of(text) if text in rosters.new_places else text for text in texts]
    try:
        table = read_table_file(target.files, target.workers, WORKERS)
    except UnreadableError as problem:
        rosters.log.add(problem.code, file=target.workers, row=problem.row, params=problem.params)
        raise InputError(rosters.log.in_order()) from None
    count = merge_people(rosters.sheets, table, index.same_place, rosters.log)
    contents: dict[str, bytes] = {}
    if places:
        contents[split_reference(target.config.tables["places"])[0]] = _with_places(target, places)
        _note_added(target, rosters, places)
    contents[split_reference(target.workers)[0]] = table.content(target.files)
    if not target.names_workers:
        text = target.files.read(CASE_FILE).decode("utf-8-sig")
        contents[CASE_FILE] = _naming_workers(text).encode("utf-8")
    for name, content in contents.items():
        write_bytes(target.folder / name, content)
    return count, [row["name"] for row in places]


def _used(rosters: Rosters) -> list[NewPlace]:
    """Return the new places that somebody without an error gets on at."""
    used = {
        text
        for sheet in rosters.sheets
        for person, text in enumerate(sheet.values["origin"])
        if person not in sheet.bad
    }
    return [place for code, place in rosters.new_places.items() if code in used]


def _place_row(place: NewPlace, locator: Locator) -> dict[str, str]:
    found = locator.village(place.code)
    row = {"place_id": place.code, "name": place.name, "kind": "village", "county": place.county}
    if found is None:
        return {**row, "lat": "", "lon": "", "quality": ""}
    return {**row, "lat": f"{found.lat:.5f}", "lon": f"{found.lon:.5f}", "quality": found.quality}


def _with_places(target: Target, rows: Sequence[Mapping[str, str]]) -> bytes:
    table = read_table_file(target.files, target.config.tables["places"], PLACES)
    for row in rows:
        table.add(row)
    return table.content(target.files)


def _note_added(target: Target, rosters: Rosters, places: Sequence[Mapping[str, str]]) -> None:
    file, sheet = split_reference(target.config.tables["places"])
    for row in places:
        code = "roster_place_added" if row["lat"] else "roster_place_not_located"
        rosters.log.add(code, file=file, sheet=sheet, params={"name": row["name"], "quality": row["quality"]})


def _naming_workers(text: str) -> str:
    """Return case.yaml with a workers table named under its tables, all else as it stands."""
    flow = re.search(r"^tables:\s*\{", text, re.MULTILINE)
    if flow:
        return f"{text[: flow.end()]}workers: {NEW_WORKERS}, {text[flow.end() :]}"
    block = re.search(r"^tables:[^\n]*\n(?:\s*\n|\s*#[^\n]*\n)*([ \t]+)\S", text, re.MULTILINE)
    if block is None:
        return f"{text.rstrip()}\ntables: {{workers: {NEW_WORKERS}}}\n"
    return f"{text[: block.start(1)]}{block[1]}workers: {NEW_WORKERS}\n{text[block.start(1) :]}"
