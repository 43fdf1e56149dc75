"""Checked columns to the frozen things of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from transport.case import TRIP_KINDS, Offer, Place, Service, Worker
from transport.clock import DAY
from transport.io.table_reader import ReadTable
from transport.road_settings import LinkRow, NodeRow
from transport.travel import DistanceTable


def build_places(table: ReadTable) -> Mapping[str, Place]:
    """Return the places by id."""
    return {row["place_id"]: Place(**{name: row[name] for name in row if name != "datum"}) for row in table.good()}


def build_workers(table: ReadTable) -> Mapping[str, Worker]:
    """Return the workers by id; party times and defaults are already in the columns."""
    return {row["worker_id"]: Worker(**{**row, "party": row["party"] or None}) for row in table.good()}


def build_offers(table: ReadTable) -> Mapping[str, Offer]:
    """Return the offers by id; no role named means every role."""
    offers = {}
    for row in table.good():
        last_day = row.pop("available_to")
        until = None if last_day is None else last_day + DAY
        offers[row["offer_id"]] = Offer(**{**row, "available_until": until, "roles": row["roles"] or TRIP_KINDS})
    return offers


def build_services(table: ReadTable) -> Mapping[str, Service]:
    """Return the services by id, in the table's order."""
    return {row["service_id"]: Service(**{**row, "run": row["run"] or None}) for row in table.good()}


def build_tickets(table: ReadTable) -> Mapping[tuple[str, str], float]:
    """Return ticket prices by origin county and destination county."""
    return {(row["origin_county"], row["destination_county"]): row["cost"] for row in table.good()}


def build_nodes(table: ReadTable) -> tuple[NodeRow, ...]:
    """Return the nodes of the user's own network."""
    return tuple(NodeRow(**_known(row)) for row in table.good())


def build_links(table: ReadTable) -> tuple[LinkRow, ...]:
    """Return the links of the user's own network."""
    return tuple(LinkRow(**_known(row)) for row in table.good())


def _known(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without the columns that the program does not know: there is nobody to hand them on to."""
    return {name: value for name, value in row.items() if name != "extra"}


def build_distances(table: ReadTable, rows: list[int]) -> DistanceTable:
    """Return the given rows of the distance table."""
    from_ids, to_ids, km, minutes = (table.values[name] for name in ("from_id", "to_id", "km", "minutes"))
    return DistanceTable(
        from_ids=tuple(from_ids[row] for row in rows),
        to_ids=tuple(to_ids[row] for row in rows),
        km=np.array(km, dtype=np.float64)[rows],
        minutes=np.array(minutes, dtype=np.float64)[rows],
    )
