"""The same plan under another version of the case: what it would cost there, and whether it could still be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transport.case import Case
from transport.check import check_plan
from transport.checks.evidence import Evidence, gather
from transport.checks.money import make_bill
from transport.checks.violation import Violation
from transport.plan import BASELINES, COST_TERMS, TRAVEL_MODES
from transport.travel import TravelMatrix


@dataclass(frozen=True, slots=True)
class Repriced:
    """A plan document with every amount as the case makes it, and what the checker finds wrong with it there."""

    document: Mapping[str, Any]
    violations: tuple[Violation, ...]

    @property
    def total_cost(self) -> float:
        """CNY."""
        return float(self.document["summary"]["total_cost"])


def reprice(case: Case, travel: TravelMatrix, document: Mapping[str, Any]) -> Repriced:
    """Price a plan anew, trips and services as they stand.

    Parameters
    ----------
    case, travel
        The version of the case that is asked about.
    document
        A readable plan document, of that case or of another version of it.

    Returns
    -------
    Repriced
        A document without a bound, practices and explanations, which belong to the case that the plan was made for.
    """
    evidence = gather(case, travel, document, [])
    repriced = {
        **document,
        "case": case.name,
        "case_sha256": case.sha256,
        "trips": _trips(document, evidence),
        "services": _services(document, evidence),
        "tickets": _tickets(document, evidence),
        "summary": _summary(case, evidence),
        "explanations": [],
    }
    return Repriced(repriced, check_plan(case, travel, repriced).violations)


def _trips(document: Mapping[str, Any], evidence: Evidence) -> list[dict[str, Any]]:
    followed = {trip.written.trip_id: trip for trip in evidence.trips}
    rows = []
    for raw in document["trips"]:
        trip = followed.get(raw["trip_id"])
        if trip is None or not trip.roads_known:
            rows.append(raw)
            continue
        exact = {"km": trip.km, "empty_km": trip.empty_km, "cost": trip.exact_cost}
        rows.append({**raw, **{key: round(value, 2) for key, value in exact.items()}})
    return rows


def _services(document: Mapping[str, Any], evidence: Evidence) -> list[dict[str, Any]]:
    costs = {use.service.service_id: use.exact_cost for run in evidence.runs for use in run.uses}
    return [{**raw, "cost": round(costs.get(raw["service_id"], raw["cost"]), 2)} for raw in document["services"]]


def _tickets(document: Mapping[str, Any], evidence: Evidence) -> list[dict[str, Any]]:
    prices = {ticket.written.worker_id: ticket.price for ticket in evidence.tickets}
    return [
        {**raw, "cost": raw["cost"] if (price := prices.get(raw["worker_id"])) is None else round(price, 2)}
        for raw in document["tickets"]
    ]


def _summary(case: Case, evidence: Evidence) -> dict[str, Any]:
    bill = make_bill(evidence)
    prices = [case.ticket_cost(worker) for worker in case.workers.values()]
    known = [price for price in prices if price is not None]
    return {
        "total_cost": round(bill.total, 2),
        "lower_bound": None,
        "gap": None,
        "cost": {term: round(bill.terms[term], 2) for term in COST_TERMS},
        "workers": {mode: evidence.workers[mode] for mode in TRAVEL_MODES},
        "lower_bound_method": None,
        "baselines": {
            **dict.fromkeys(BASELINES),
            "all_tickets": round(sum(known), 2) if len(known) == len(prices) else None,
        },
    }
