"""``case.yaml``: read strictly, every key known, every problem noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from transport.case import Costs, PaperSettings, RoadSettings, Rules, SolverSettings
from transport.clock import DAY, to_minutes
from transport.io.cells import CellError
from transport.io.config_values import (
    Reader,
    day,
    file_or_none,
    flag,
    limit,
    minutes,
    money,
    money_or_none,
    positive_seconds,
    provider,
    seats,
    time_of_day,
    whole,
    words,
    words_or_blank,
    zone,
)
from transport.io.issue_log import IssueLog, nearest, shown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CASE_FILE = "case.yaml"
TABLE_KEYS = ("workers", "places", "fleet", "services", "tickets")
_ANY_DAY = (to_minutes(date(1970, 1, 1)), to_minutes(date(2200, 1, 1)))
"""Stands for a window that cannot be used, so that no date is held against it."""
_MOST_THREADS = 1024
_LARGEST_SEED = 2**31 - 1

Schema = Mapping[str, "Reader | Schema"]
Section = TypeVar("Section", bound="DataclassInstance")


@dataclass(frozen=True)
class CaseConfig:
    """What ``case.yaml`` says, with every default filled in.

    ``window_start``, ``window_end``: 00:00 of the first day and 24:00 of the last. ``tables``: references by table,
    absent ones left out. ``payers``: as YAML made it, to be read with the tables at hand.
    """

    name: str
    title: str
    timezone: str
    window_start: int
    window_end: int
    tables: Mapping[str, str]
    roads: RoadSettings
    rules: Rules
    costs: Costs
    solver: SolverSettings
    papers: PaperSettings
    payers: Any = None


RULES: Schema = {
    "split_groups": flag,
    "pickup_from": time_of_day(0),
    "pickup_to": time_of_day(DAY),
    "stop_minutes": minutes,
    "connection_minutes": {"flight": minutes, "train": minutes},
    "max_wait_minutes": limit,
    "egress_minutes": {"flight": minutes, "train": minutes},
    "max_egress_wait_minutes": limit,
    "max_stops": {"feeder": limit, "direct_pickup": limit, "direct_dropoff": limit, "distribution": limit},
    "max_trip_minutes": {"feeder": limit, "distribution": limit, "direct": limit},
    "max_journey_minutes": limit,
    "escorts": {"direct": seats, "service_unit": seats, "feeder": seats, "distribution": seats},
    "driving": {
        "enabled": flag,
        "max_continuous_minutes": limit,
        "night_max_continuous_minutes": limit,
        "night_from": time_of_day(0),
        "night_to": time_of_day(0),
        "rest_minutes": minutes,
        "halt_from": time_of_day(0),
        "halt_to": time_of_day(0),
        "max_minutes_per_driver_24h": limit,
        "second_driver_km": limit,
    },
}
COSTS: Schema = {
    "individual_ticket": money_or_none,
    "unserved": money,
    "early_arrival_per_day": money,
    "journey_hour": money,
    "escort": money,
}
SOLVER: Schema = {
    "time_limit_s": positive_seconds,
    "seed": lambda value: whole(value, 0, _LARGEST_SEED),
    "threads": lambda value: whole(value, 0, _MOST_THREADS),
}
ROADS: Schema = {"provider": provider, "matrix": file_or_none}
PAPERS: Schema = {
    "issuer": words_or_blank,
    "contact": words_or_blank,
    "rail_order_people": lambda value: whole(value, 1),
    "vehicles": file_or_none,
}
TABLES: Schema = dict.fromkeys(TABLE_KEYS, file_or_none)
CASE: Schema = {
    "name": words,
    "title": words,
    "timezone": zone,
    "window": {"start": day, "end": day},
    "tables": TABLES,
    "roads": ROADS,
    "rules": RULES,
    "costs": COSTS,
    "solver": SOLVER,
    "papers": PAPERS,
    "payers": lambda value: value,
}


REQUIRED = frozenset({"name", "window.start", "window.end", "tables.workers", "tables.places", "tables.fleet"})


def read_config(document: Any, log: IssueLog) -> CaseConfig:
    """Read the parsed ``case.yaml``; where a key cannot be used its default stands in, and the log says so."""
    given = read_mapping(document, CASE, "", log)
    roads = _fill(RoadSettings(), given["roads"])
    if roads.provider == "matrix" and roads.matrix is None:
        log.add("distances_missing", file=CASE_FILE, column="roads.matrix")
    start, end = (given["window"].get(key, bound) for key, bound in zip(("start", "end"), _ANY_DAY, strict=True))
    if start > end:
        log.add("window_reversed", file=CASE_FILE, column="window")
        start, end = _ANY_DAY
    name = given.get("name", "")
    return CaseConfig(
        name=name,
        title=given.get("title") or name,
        timezone=given.get("timezone", "Asia/Shanghai"),
        window_start=start,
        window_end=end + DAY,
        tables={key: reference for key, reference in given["tables"].items() if reference is not None},
        roads=roads,
        rules=_fill(Rules(), given["rules"]),
        costs=_fill(Costs(), given["costs"]),
        solver=_fill(SolverSettings(), given["solver"]),
        papers=_fill(PaperSettings(), given["papers"]),
        payers=given.get("payers"),
    )


def read_mapping(value: Any, schema: Schema, path: str, log: IssueLog) -> dict[str, Any]:
    """Return the values that can be used, sections nested; note every other key."""
    if value is None and path.count(".") <= 1:
        value = {}
    if not isinstance(value, dict):
        log.add("not_a_mapping", file=CASE_FILE, column=path.rstrip(".") or None, seen=_seen(value))
        value = {}
    given = _undotted(value, schema, path, log)
    read: dict[str, Any] = {}
    for key, reader in schema.items():
        where = f"{path}{key}"
        if isinstance(reader, Mapping):
            if key in given or path == "":
                read[key] = read_mapping(given.get(key), reader, f"{where}.", log)
        elif key in given and not (given[key] is None and where in REQUIRED):
            try:
                read[key] = reader(given[key])
            except CellError as bad:
                log.add(bad.code, file=CASE_FILE, column=where, seen=_seen(given[key]), params=bad.params)
                if bad.value is not None:
                    read[key] = bad.value
        elif where in REQUIRED:
            log.add("missing_key", file=CASE_FILE, column=where)
    return read


def _undotted(value: Mapping[Any, Any], schema: Schema, path: str, log: IssueLog) -> dict[str, Any]:
    """Return known keys only, ``driving.enabled: false`` put where ``driving: {enabled: false}`` would stand."""
    given: dict[str, Any] = {}
    for key, inner in value.items():
        head, dot, tail = str(key).partition(".")
        if head not in schema or (dot and not isinstance(schema[head], Mapping)):
            log.add(
                "unknown_key", file=CASE_FILE, column=shown(f"{path}{key}"), params={"near": nearest(str(key), schema)}
            )
            continue
        addition = {tail: inner} if dot else inner
        before = given.get(head)
        if isinstance(addition, dict) and isinstance(before, dict):
            for twice in sorted(map(str, addition.keys() & before.keys())):
                where = shown(f"{path}{head}.{twice}")
                log.add("duplicate_key", file=CASE_FILE, column=where, params={"key": where})
            addition = {**before, **addition}
        given[head] = addition
    return given


def _fill(default: Section, given: Mapping[str, Any]) -> Section:
    """Return the defaults with what is given, key by key."""
    return replace(
        default,
        **{
            key: _fill(getattr(default, key), value) if isinstance(value, dict) else value
            for key, value in given.items()
        },
    )


def _seen(value: Any) -> str:
    """Return a value as a message may show it; of a list or mapping only what it is."""
    if isinstance(value, dict | list | set):
        return type(value).__name__
    return shown(str(value) if not isinstance(value, int) or abs(value) < 10**60 else "…")
