"""What the plan costs, term by term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transport.checks.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Bill:
    """The recomputed cost of a plan: CNY by term, and the number of rounded lines of the document in each term."""

    terms: Mapping[str, float]
    lines: Mapping[str, int]

    @property
    def total(self) -> float:
        return sum(self.terms.values())


def make_bill(evidence: Evidence) -> Bill:
    """Add everything up."""
    costs = evidence.case.costs
    uses = [use for run in evidence.runs for use in run.uses]
    prices = [ticket.price for ticket in evidence.tickets if ticket.price is not None]
    coach_escorts = sum(trip.escorts for trip in evidence.trips if trip.kind == "direct")
    unit_escorts = sum(run.escorts for run in evidence.runs)
    return Bill(
        terms={
            "vehicles": sum(trip.exact_cost for trip in evidence.trips),
            "services": sum(use.exact_cost for use in uses),
            "tickets": sum(prices),
            "unserved": costs.unserved * len(evidence.unserved),
            "early_arrival": costs.early_arrival_per_day * sum(way.days_early for way in evidence.ways),
            "journey": costs.journey_hour * sum(way.minutes or 0.0 for way in evidence.ways) / 60,
            "escorts": costs.escort * (coach_escorts + unit_escorts),
        },
        lines={"vehicles": len(evidence.trips), "services": len(uses), "tickets": len(prices)},
    )
