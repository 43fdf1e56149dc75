"""A case's tables, put together."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.making.fleet import FLEET_COLUMNS
from scenarios.making.geography import PLACE_COLUMNS
from scenarios.making.people import WORKER_COLUMNS
from scenarios.making.tables import Row, Tables, csv_text

SERVICE_COLUMNS = (
    "service_id mode operator from_hub to_hub depart arrive seats max_units unit_cost seat_cost min_seats run"
)
TICKET_COLUMNS = "origin_county destination_county cost"


def case_tables(
    *,
    workers: Sequence[Row],
    places: Sequence[Row],
    fleet: Sequence[Row],
    services: Sequence[Row],
    tickets: Sequence[Row],
    more_worker_columns: str = "",
) -> Tables:
    """Return the text of each table by file name; rows without their headers, which are put before them."""
    tables = {
        "workers.csv": (f"{WORKER_COLUMNS} {more_worker_columns}", workers),
        "places.csv": (PLACE_COLUMNS, places),
        "fleet.csv": (FLEET_COLUMNS, fleet),
        "services.csv": (SERVICE_COLUMNS, services),
        "tickets.csv": (TICKET_COLUMNS, tickets),
    }
    return {name: csv_text([header.split(), *rows]) for name, (header, rows) in tables.items()}
