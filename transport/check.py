"""The independent checker: judges a plan document by the case and the roads alone.

It shares nothing with the optimiser: every time, seat, rule and yuan is recomputed from the case, the distances and
what the document says. It reports every broken rule, not the first, and no damage of the document makes it fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from transport.case import Case
from transport.checks import document as reading
from transport.checks import (
    driving,
    fleet,
    itineraries,
    night_roads,
    presence,
    services,
    singles,
    stops,
    summary,
    together,
    trips,
    ways,
)
from transport.checks.evidence import Evidence, gather
from transport.checks.money import Bill, make_bill
from transport.checks.violation import Violation, judge
from transport.checks.wording import shown
from transport.plan import COST_TERMS, TRAVEL_MODES
from transport.travel import TravelMatrix

__all__ = ["CODES", "CheckReport", "Violation", "check_plan"]

_TABLES = (
    trips.RULES,
    stops.RULES,
    driving.RULES,
    night_roads.RULES,
    fleet.RULES,
    services.USE_RULES,
    services.RUN_RULES,
    singles.TICKET_RULES,
    singles.UNSERVED_RULES,
    itineraries.RULES,
    ways.RULES,
    together.PARTY_RULES,
    together.GROUP_RULES,
    summary.RULES,
)
CODES: tuple[str, ...] = tuple(
    dict.fromkeys((*reading.CODES, *presence.CODES, *itineraries.CODES, *chain.from_iterable(_TABLES)))
)
"""Every code that a violation can have."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checker found.

    Parameters
    ----------
    violations
        Every broken rule; none: the plan is valid.
    total_cost
        The recomputed total, CNY.
    cost
        Its terms, by the names of ``summary.cost``.
    workers
        People by mode of travel, as the itineraries say.
    """

    violations: tuple[Violation, ...]
    total_cost: float
    cost: Mapping[str, float]
    workers: Mapping[str, int]


def check_plan(case: Case, travel: TravelMatrix, document: Mapping[str, Any]) -> CheckReport:
    """Judge a plan document of any shape.

    Parameters
    ----------
    case, travel
        What the plan was made for; both are trusted.
    document
        ``plan.json`` as read; it may be damaged in any way.
    """
    if not isinstance(document, Mapping):
        broken = Violation("SCHEMA", "plan", f"{shown(document)} where a mapping belongs")
        return CheckReport((broken,), 0.0, dict.fromkeys(COST_TERMS, 0.0), dict.fromkeys(TRAVEL_MODES, 0))
    found: list[Violation] = []
    evidence = gather(case, travel, document, found)
    bill = make_bill(evidence)
    found += _judge_all(evidence, bill)
    return CheckReport(tuple(violation.printable() for violation in found), bill.total, bill.terms, evidence.workers)


def _judge_all(evidence: Evidence, bill: Bill) -> Iterator[Violation]:
    yield from judge(trips.RULES, evidence.trips)
    yield from judge(stops.RULES, evidence.trips)
    yield from judge(driving.RULES, filter(driving.applies, evidence.trips))
    yield from judge(night_roads.RULES, filter(night_roads.applies, evidence.trips))
    yield from judge(fleet.RULES, fleet.fleets(evidence.trips))
    yield from judge(services.USE_RULES, (use for run in evidence.runs for use in run.uses))
    yield from judge(services.RUN_RULES, evidence.runs)
    yield from judge(singles.TICKET_RULES, evidence.tickets)
    yield from judge(singles.UNSERVED_RULES, evidence.unserved)
    yield from judge(itineraries.RULES, evidence.claims)
    yield from judge(ways.RULES, evidence.ways)
    yield from judge(together.PARTY_RULES, together.parties(evidence.claims))
    yield from judge(together.GROUP_RULES, together.groups(evidence.claims))
    if evidence.summary is not None:
        yield from judge(summary.RULES, [summary.Account(evidence.case, evidence.summary, bill, evidence.workers)])
