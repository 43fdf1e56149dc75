"""What a payer would have to pay if its people travelled by themselves, as far as that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from transport.case import Case
from transport.facts import Facts
from transport.ledger.ledger import Ledger, PayerLine, build_ledger
from transport.ledger.rounding import to_fen
from transport.ledger.rules import NOBODY
from transport.plan import COST_TERMS, TRAVEL_MODES, Itinerary, Plan, Summary, Ticket
from transport.travel import TravelMatrix

Method = Literal["everybody", "planned", "tickets"]
Verdict = Literal["everybody", "dearer", "proven", "no_cheaper_found", "unknown"]


@dataclass(frozen=True, slots=True)
class StandAlone:
    """The cheapest plan known for a payer's people alone.

    Parameters
    ----------
    method
        ``planned``: they were planned as a case of their own; ``tickets``: everybody by ticket, which is one way of
        going alone and need not be the cheapest; ``everybody``: they are all the people there are, so that it is the
        plan itself.
    total_fen
        What that plan costs over all terms: a real plan, so that going alone costs this at most.
    pays_fen
        What the payer pays of it, by the same rules.
    bound_fen
        Proven: no plan for these people alone costs less over all terms. ``None``: nothing was proven.
    """

    method: Method
    total_fen: int
    pays_fen: int
    bound_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Accounts:
    """A ledger and, by payer, what going alone would cost.

    ``seconds`` is how long the search for each plan alone was, ``None`` where nothing was planned anew.
    """

    ledger: Ledger
    alone: Mapping[str, StandAlone]
    seconds: float | None = None


def sub_case(case: Case, people: Sequence[str]) -> Case:
    """Return the case with these people only; everything on offer stays on offer to them."""
    kept = set(people)
    return replace(case, workers={w: worker for w, worker in case.workers.items() if w in kept})


def verdict(line: PayerLine, alone: StandAlone | None) -> Verdict:
    """Say whether a payer would pay less if its people went alone, and how sure that is.

    ``everybody``: its people are all the people there are. ``dearer``: certain, for the cheaper plan is there.
    ``proven``: its people cost no more here than any plan for them alone. ``no_cheaper_found``: none was seen, which
    proves nothing. ``unknown``: nothing was worked out.
    """
    if alone is None:
        return "unknown"
    if alone.method == "everybody":
        return "everybody"
    if line.fen > alone.pays_fen:
        return "dearer"
    if alone.bound_fen is not None and line.cost_of_people <= alone.bound_fen:
        return "proven"
    return "no_cheaper_found"


def quick_alone(facts: Facts, ledger: Ledger) -> dict[str, StandAlone]:
    """Return what is known without planning anew: for payers of everybody the plan itself, else tickets for all.

    Payers some of whose people cannot have a ticket are left out.
    """
    found = {}
    for line in ledger.lines:
        if line.name == NOBODY or not line.people:
            continue
        if len(line.people) == len(facts.itineraries):
            found[line.name] = of_everybody(facts, line)
        elif (plan := _all_tickets(sub_case(facts.case, line.people))) is not None:
            sub = Facts(sub_case(facts.case, line.people), plan)
            found[line.name] = of_plan("tickets", sub, line.name, None)
    return found


def of_everybody(facts: Facts, line: PayerLine) -> StandAlone:
    """Return the plan itself as going alone, for who pays for everybody."""
    summary = facts.plan.summary
    bound = None if summary.lower_bound is None else to_fen(summary.lower_bound)
    return StandAlone("everybody", to_fen(summary.total_cost), line.fen, bound)


def of_plan(method: Method, facts: Facts, payer: str, travel: TravelMatrix | None) -> StandAlone:
    """Return what a plan for a payer's people alone costs, and the payer of it."""
    summary = facts.plan.summary
    bound = None if summary.lower_bound is None else to_fen(summary.lower_bound)
    pays = build_ledger(facts, travel).line(payer).fen
    return StandAlone(method, to_fen(summary.total_cost), pays, bound)


def _all_tickets(case: Case) -> Plan | None:
    prices: Mapping[str, float | None] = {w: case.ticket_cost(worker) for w, worker in case.workers.items()}
    tickets = tuple(Ticket(worker_id, round(price, 2)) for worker_id, price in prices.items() if price is not None)
    if len(tickets) < len(prices):
        return None
    cost = dict.fromkeys(COST_TERMS, 0.0) | {"tickets": sum(ticket.cost for ticket in tickets)}
    workers: dict[str, int] = {mode: len(tickets) if mode == "ticket" else 0 for mode in TRAVEL_MODES}
    return Plan(
        case_name=case.name,
        case_sha256="",
        summary=Summary(cost, workers),
        tickets=tickets,
        itineraries=tuple(Itinerary(worker_id, "ticket") for worker_id in prices),
    )
