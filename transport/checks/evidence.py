"""Everything that the rules are applied to, gathered from one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transport.case import Case
from transport.checks.document import read_plan
from transport.checks.followed import Followed, follow
from transport.checks.itineraries import Claim, read_claims
from transport.checks.presence import find_everybody
from transport.checks.services import UsedRun, used_runs
from transport.checks.singles import PricedTicket
from transport.checks.violation import Violation
from transport.checks.ways import Way, find_way
from transport.checks.written import WrittenUnserved
from transport.plan import TRAVEL_MODES
from transport.travel import TravelMatrix


@dataclass(frozen=True, slots=True)
class Evidence:
    """The readable parts of a plan, each with what follows from it; of tickets and unserved those of known people."""

    case: Case
    trips: tuple[Followed, ...]
    runs: tuple[UsedRun, ...]
    tickets: tuple[PricedTicket, ...]
    unserved: tuple[WrittenUnserved, ...]
    claims: tuple[Claim, ...]
    ways: tuple[Way, ...]
    summary: Mapping[str, Any] | None

    @property
    def workers(self) -> dict[str, int]:
        """People by mode, as the itineraries say."""
        modes = Counter(str(claim.written.mode) for claim in self.claims)
        return {mode: modes[mode] for mode in TRAVEL_MODES}


def gather(case: Case, travel: TravelMatrix, document: Mapping[str, Any], found: list[Violation]) -> Evidence:
    """Read a document and follow it up; what cannot be read or belongs to nobody is noted in ``found``."""
    plan = read_plan(case, document, found)
    trips = {trip_id: follow(case, travel, trip) for trip_id, trip in plan.trips.items()}
    everybody = find_everybody(case, plan, trips, found)
    claims = read_claims(case, plan, trips, everybody, found)
    return Evidence(
        case=case,
        trips=tuple(trips.values()),
        runs=tuple(used_runs(case, plan)),
        tickets=tuple(
            PricedTicket(ticket, case.ticket_cost(case.workers[ticket.worker_id]))
            for ticket in plan.tickets
            if ticket.worker_id in case.workers
        ),
        unserved=tuple(row for row in plan.unserved if row.worker_id in case.workers),
        claims=tuple(claims),
        ways=tuple(way for way in map(find_way, claims) if way is not None),
        summary=plan.summary,
    )
