"""A case folder to a frozen :class:`~transport.case.Case`, or every problem at once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transport.case import Case
from transport.errors import InputError, InputIssue
from transport.io.assemble import (
    build_distances,
    build_links,
    build_nodes,
    build_offers,
    build_places,
    build_services,
    build_tickets,
    build_workers,
)
from transport.io.columns import TABLES, TableName
from transport.io.config import CaseConfig, read_config
from transport.io.config_mapping import CASE_FILE
from transport.io.issue_log import IssueLog
from transport.io.payers import read_payers
from transport.io.place_index import PlaceIndex
from transport.io.table_reader import ReadTable, read_table
from transport.io.unreadable import UnreadableError
from transport.io.validate import (
    check_distances,
    check_fleet,
    check_network,
    check_places,
    check_services,
    check_tickets,
    check_workers,
)
from transport.io.validate_groups import check_groups
from transport.io.vehicles import read_vehicles
from transport.io.workbook import CaseFiles, RawTable, split_reference
from transport.io.yaml_file import parse_yaml
from transport.road_settings import RoadSettings
from transport.travel import DistanceTable


@dataclass(frozen=True)
class LoadedCase:
    """A case as read from its folder.

    Parameters
    ----------
    case
        The case, every default filled in.
    distances
        The rows of the distance table, with provider ``matrix``.
    issues
        What is worth a notice: warnings, and what was mended on the way in.
    """

    case: Case
    distances: DistanceTable | None
    issues: tuple[InputIssue, ...]


@dataclass(frozen=True)
class RawCase:
    """A case as it stands in its files: parsed, but not yet judged.

    Parameters
    ----------
    document
        ``case.yaml`` as YAML gives it.
    config
        The same with every default filled in; where a key cannot be used its default stands in.
    tables
        Every table that could be read, the distance table among them where the provider is ``matrix``.
    files
        The files behind them.
    """

    document: Any
    config: CaseConfig
    tables: Mapping[TableName, RawTable]
    files: CaseFiles


def load_case(path: Path) -> LoadedCase:
    """Read a case folder, or its ``case.yaml``.

    Raises
    ------
    InputError
        The case cannot be used; carries every problem that was found.
    """
    with collector_paused():
        log = IssueLog()
        return _build_loaded(_read_raw(path, log), log)


def read_raw_case(path: Path) -> RawCase:
    """Read the files of a case folder, whose content may be changed before it is judged.

    Raises
    ------
    InputError
        A file cannot be read, or ``case.yaml`` cannot be used.
    """
    with collector_paused():
        log = IssueLog()
        raw = _read_raw(path, log)
    log.raise_errors()
    return raw


def load_raw_case(raw: RawCase) -> LoadedCase:
    """Judge the content of a case's files; what is wrong is reported where it stood there.

    The digest of the case is that of its files: it does not know of changes that were made since.

    Raises
    ------
    InputError
        The case cannot be used; carries every problem that was found.
    """
    with collector_paused():
        log = IssueLog()
        read_config(raw.document, log)
        return _build_loaded(raw, log)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let millions of cells be read without the cycle collector, which takes 40 % of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_raw(path: Path, log: IssueLog) -> RawCase:
    files = CaseFiles(path if path.name != CASE_FILE else path.parent)
    try:
        document = parse_yaml(files.read(CASE_FILE))
    except UnreadableError as problem:
        log.add(problem.code, file=CASE_FILE, row=problem.row, params=problem.params)
        raise InputError(log.in_order()) from None
    config = read_config(document, log)
    return RawCase(document, config, _read_tables(config, files, log), files)


def _build_loaded(raw: RawCase, log: IssueLog) -> LoadedCase:
    tables = _parse_tables(raw.tables, log)
    distance_rows = _check(tables, raw.config)
    payers = read_payers(raw.config.payers, tables, log)
    log.raise_errors()
    case = replace(_build(raw.config, tables, raw.files), payers=payers)
    check_groups(tables["workers"], case)
    vehicles = raw.config.papers.vehicles
    if vehicles is not None:
        case = replace(case, vehicles=read_vehicles(vehicles, raw.files, case, log))
    log.raise_errors()
    distances = build_distances(tables["distances"], distance_rows) if "distances" in tables else None
    return LoadedCase(case, distances, log.in_order())


def _read_tables(config: CaseConfig, files: CaseFiles, log: IssueLog) -> dict[TableName, RawTable]:
    """Read every table that can be read."""
    references: dict[TableName, str] = {name: config.tables[name] for name in TABLES if name in config.tables}
    references |= road_tables(config.roads)
    tables: dict[TableName, RawTable] = {}
    for name, reference in references.items():
        try:
            tables[name] = files.table(reference)
        except UnreadableError as problem:
            file, sheet = split_reference(reference)
            log.add(problem.code, file=file, sheet=sheet, row=problem.row, params=problem.params)
    return tables


def _parse_tables(raw: Mapping[TableName, RawTable], log: IssueLog) -> dict[TableName, ReadTable]:
    """Read every cell; places first, since the other tables refer to them."""
    tables: dict[TableName, ReadTable] = {}
    index: PlaceIndex | None = None
    for name in sorted(raw, key=lambda table: table != "places"):
        tables[name] = read_table(name, raw[name], log, index)
        if name == "places" and tables[name].positions.keys() >= {"place_id"}:
            index = PlaceIndex.of_columns(tables[name].values)
    return tables


def road_tables(roads: RoadSettings) -> dict[TableName, str]:
    """Return the references of the tables that the provider reads: the matrix, or the user's own network."""
    if roads.provider == "matrix" and roads.matrix is not None:
        return {"distances": roads.matrix}
    if roads.provider == "network" and roads.nodes is not None and roads.links is not None:
        return {"nodes": roads.nodes, "links": roads.links}
    return {}


def _check(tables: dict[TableName, ReadTable], config: CaseConfig) -> list[int]:
    """Check every table that could be read; return the distance rows that count."""
    if "places" in tables:
        check_places(tables["places"], config)
    if "fleet" in tables:
        check_fleet(tables["fleet"], config)
    if "services" in tables:
        check_services(tables["services"], config)
    if "tickets" in tables:
        check_tickets(tables["tickets"])
    if "workers" in tables:
        check_workers(tables["workers"], config)
    if "nodes" in tables and "links" in tables:
        check_network(tables["nodes"], tables["links"])
    return check_distances(tables["distances"]) if "distances" in tables else []


def _build(config: CaseConfig, tables: dict[TableName, ReadTable], files: CaseFiles) -> Case:
    return Case(
        name=config.name,
        title=config.title,
        timezone=config.timezone,
        window_start=config.window_start,
        window_end=config.window_end,
        workers=build_workers(tables["workers"]),
        places=build_places(tables["places"]),
        offers=build_offers(tables["fleet"]),
        services=build_services(tables["services"]) if "services" in tables else {},
        tickets=build_tickets(tables["tickets"]) if "tickets" in tables else {},
        roads=replace(config.roads, folder=files.folder.absolute(), **_own_network(tables)),
        rules=config.rules,
        costs=config.costs,
        solver=config.solver,
        papers=config.papers,
        emissions=config.emissions,
        budget=config.budget,
        sha256=case_sha256(config, files),
    )


def _own_network(tables: dict[TableName, ReadTable]) -> dict[str, Any]:
    if "nodes" not in tables or "links" not in tables:
        return {}
    return {"own_nodes": build_nodes(tables["nodes"]), "own_links": build_links(tables["links"])}


def case_sha256(config: CaseConfig, files: CaseFiles) -> str:
    """Return the digest of case.yaml, each table's file by sorted key, and the road tables that are used."""
    digest = hashlib.sha256(files.read(CASE_FILE))
    for key in sorted(config.tables):
        digest.update(files.read(split_reference(config.tables[key])[0]))
    for reference in road_tables(config.roads).values():
        digest.update(files.read(split_reference(reference)[0]))
    return digest.hexdigest()
