"""Which entries of ``payers`` cover whom, and which of the plan's items."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from transport.case import Case, Payer, PayerScope, Worker
from transport.facts import Facts
from transport.ledger.items import CostItem
from transport.plan import Itinerary

LINE_HAULS = frozenset({"flight", "train"})
Cover = tuple[int, ...]
"""Positions of entries in ``case.payers``."""


def covers_of(facts: Facts) -> Mapping[str, Cover]:
    """Return the entries that cover each person, by worker id, whatever the item."""
    case = facts.case
    return {
        worker_id: tuple(
            position
            for position, payer in enumerate(case.payers)
            if covers_person(payer.scope, case, case.workers[worker_id], itinerary)
        )
        for worker_id, itinerary in facts.itineraries.items()
    }


def covers_person(scope: PayerScope, case: Case, worker: Worker, itinerary: Itinerary) -> bool:
    """Whether a scope covers a person; every side that is not open has to fit."""
    origin, destination = case.places[worker.origin], case.places[worker.destination]
    sides = (
        (scope.origin_counties, origin.county),
        (scope.destination_counties, destination.county),
        (scope.origins, worker.origin),
        (scope.destinations, worker.destination),
        (scope.modes, itinerary.mode),
        *((texts, worker.extra.get(column, "").strip()) for column, texts in scope.columns),
    )
    return all(not wanted or found in wanted for wanted, found in sides)


@lru_cache(maxsize=4096)
def active(payers: tuple[Payer, ...], cover: Cover, term: str, leg: str, service: str) -> Cover:
    """Return those entries of a cover that pay for an item of this term, leg and service (empty for others)."""
    return tuple(position for position in cover if _covers(payers[position].scope, term, leg, service))


def active_for(payers: tuple[Payer, ...], cover: Cover, item: CostItem) -> Cover:
    """Return those entries of a cover that pay for an item."""
    return active(payers, cover, item.term, item.leg, item.entity if item.leg in LINE_HAULS else "")


def _covers(scope: PayerScope, term: str, leg: str, service: str) -> bool:
    """Whether a scope covers this term, and the leg and service where it names any."""
    sides = ((scope.legs, leg), (scope.services, service))
    return term in scope.terms and all(not wanted or found in wanted for wanted, found in sides)
