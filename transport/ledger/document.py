"""The ledger as a document for programs: amounts in CNY with two decimals, no names or numbers of persons."""

from __future__ import annotations

from typing import Any

from transport.ledger.alone import Accounts, verdict
from transport.ledger.rules import NOBODY


def accounts_document(accounts: Accounts) -> dict[str, Any]:
    """Return payers, items and what is not as it should be, ready for JSON.

    The payer ``null`` is what nobody pays. ``stand_alone`` is ``null`` where nothing was worked out.
    """
    ledger = accounts.ledger
    return {
        "total": ledger.total_fen / 100,
        "payers": [
            {
                "payer": line.name or None,
                "kind": None if line.name == NOBODY else line.kind,
                "people": len(line.people),
                "pays": line.fen / 100,
                "by_term": {term: fen / 100 for term, fen in line.by_term.items()},
                "cost_of_people": line.cost_of_people / 100,
                "stand_alone": _alone(accounts, line.name),
                "verdict": None if line.name == NOBODY else verdict(line, accounts.alone.get(line.name)),
            }
            for line in ledger.lines
        ],
        "items": [
            {
                "term": row.item.term,
                "entity": None if row.item.leg == "ticket" or row.item.term == "unserved" else row.item.entity or None,
                "leg": row.item.leg or None,
                "people": len(row.item.people),
                "cost": row.item.fen / 100,
                "shares": [{"payer": name or None, "pays": fen / 100} for name, fen in row.shares.items()],
            }
            for row in ledger.rows
        ],
        "overlaps": [{"payers": list(overlap.payers), "people": overlap.people} for overlap in ledger.overlaps],
        "uncovered": [{"county": county or None, "people": count} for county, count in ledger.uncovered.items()],
    }


def _alone(accounts: Accounts, name: str) -> dict[str, Any] | None:
    alone = accounts.alone.get(name)
    if alone is None:
        return None
    return {
        "method": alone.method,
        "total": alone.total_fen / 100,
        "pays": alone.pays_fen / 100,
        "lower_bound": None if alone.bound_fen is None else alone.bound_fen / 100,
        "seconds": accounts.seconds if alone.method == "planned" else None,
    }
