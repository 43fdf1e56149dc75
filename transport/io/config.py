"""``case.yaml``: read strictly, every key known, every problem noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from transport.case import Budget, Costs, Emissions, PaperSettings, Rules, SolverSettings
from transport.clock import DAY, to_minutes
from transport.io.config_mapping import CASE_FILE, Schema, fill, read_mapping
from transport.io.config_values import (
    day,
    file_or_none,
    flag,
    kilograms,
    limit,
    minutes,
    money,
    money_or_none,
    positive_seconds,
    seats,
    time_of_day,
    whole,
    words,
    words_or_blank,
    zone,
)
from transport.io.issue_log import IssueLog
from transport.io.roads_config import ROADS, read_roads
from transport.road_settings import RoadSettings

DEFAULT_TIMEZONE = "Asia/Shanghai"
TABLE_KEYS = ("workers", "places", "fleet", "services", "tickets")
_ANY_DAY = (to_minutes(date(1970, 1, 1)), to_minutes(date(2200, 1, 1)))
"""Stands for a window that cannot be used, so that no date is held against it."""
_MOST_THREADS = 1024
_LARGEST_SEED = 2**31 - 1


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
    emissions: Emissions
    budget: Budget
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
PAPERS: Schema = {
    "issuer": words_or_blank,
    "contact": words_or_blank,
    "rail_order_people": lambda value: whole(value, 1),
    "vehicles": file_or_none,
}
EMISSIONS: Schema = dict.fromkeys(
    ("coach_small", "coach_medium", "coach_large", "flight", "train", "ticket"), kilograms
)
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
    "emissions": EMISSIONS,
    "budget": {"max_total": money_or_none},
}


REQUIRED = frozenset({"name", "window.start", "window.end", "tables.workers", "tables.places", "tables.fleet"})


def read_config(document: Any, log: IssueLog) -> CaseConfig:
    """Read the parsed ``case.yaml``; where a key cannot be used its default stands in, and the log says so."""
    given = read_mapping(document, CASE, "", log, REQUIRED)
    roads = read_roads(given["roads"], log)
    start, end = (given["window"].get(key, bound) for key, bound in zip(("start", "end"), _ANY_DAY, strict=True))
    if start > end:
        log.add("window_reversed", file=CASE_FILE, column="window")
        start, end = _ANY_DAY
    name = given.get("name", "")
    return CaseConfig(
        name=name,
        title=given.get("title") or name,
        timezone=given.get("timezone", DEFAULT_TIMEZONE),
        window_start=start,
        window_end=end + DAY,
        tables={key: reference for key, reference in given["tables"].items() if reference is not None},
        roads=roads,
        rules=fill(Rules(), given["rules"]),
        costs=fill(Costs(), given["costs"]),
        solver=fill(SolverSettings(), given["solver"]),
        papers=fill(PaperSettings(), given["papers"]),
        payers=given.get("payers"),
        emissions=fill(Emissions(), given["emissions"]),
        budget=fill(Budget(), given["budget"]),
    )
