"""A case in an order of its own, so that the order of the tables' rows makes no difference to the plan.

What a plan lists follows ids as people read them: ``W2`` before ``W10``. Papers that follow the roster sort by it
themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from transport.case import Case, Service

Row = TypeVar("Row")
Key = tuple[object, ...]
_DIGITS = re.compile(r"(\d+)")


def in_order(case: Case) -> Case:
    """The case with workers, places, offers and services by their ids.

    Rows of one run keep the order of the table among themselves, since its units are paid in the first that is used;
    the run stands where the first of its ids would.
    """
    first = {key: min(id_key(row.service_id) for row in rows) for key, rows in case.runs.items()}

    def run(service: Service) -> tuple[Key, str]:
        return first[service.run_key], service.run_key

    return replace(
        case,
        workers=_by_id(case.workers),
        places=_by_id(case.places),
        offers=_by_id(case.offers),
        services=dict(sorted(case.services.items(), key=lambda item: run(item[1]))),
        tickets=dict(sorted(case.tickets.items())),
    )


def id_key(name: str) -> Key:
    """What ids sort by: numbers in them by their size, then the id as it is."""
    parts: list[object] = list(_DIGITS.split(name))
    for i in range(1, len(parts), 2):
        digits = str(parts[i]).lstrip("0")
        parts[i] = (len(digits), digits)
    return tuple(parts), name


def _by_id(rows: Mapping[str, Row]) -> dict[str, Row]:
    return dict(sorted(rows.items(), key=lambda item: id_key(item[0])))
