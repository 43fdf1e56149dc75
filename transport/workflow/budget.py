"""Planning within a budget: who is left out first are those whom it costs most to carry.

A plan's spending (``plan.PAID_TERMS``) may not exceed ``budget.max_total``. Within it, the plan that costs least counts
as ever, and a person left costs ``costs.unserved``, so that as many as possible are carried. The plans tried are those
that are best when leaving somebody costs less (Lagrangian relaxation of the budget: Everett, "Generalized Lagrange
multiplier method", Operations Research 11, 1963). What is left of the budget goes to tickets, the cheapest first. From
the same relaxation follows a bound: with spending S, time priced at J, n people left at U each, and the budget B,
U/u · (S + (u/U)·J + u·n) − (U/u − 1)·B is never above S + J + U·n for any plan with S ≤ B.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from transport.case import Budget, Case
from transport.io.plan_json import plan_from_document
from transport.locale import Language, text
from transport.plan import PAID_TERMS, Itinerary, Plan, Ticket, Unserved
from transport.repricing import reprice
from transport.travel import TravelMatrix

Solve = Callable[[Case, float, Plan | None], Plan]
"""A case without a budget, seconds, and a plan to start from, to a plan."""
_FIRST_SHARE = 0.4
"""Of the seconds, for the plan without a budget, which often keeps to it anyway."""
_STEPS = 6
OVER_BUDGET = "over_budget"


def spending(cost: Mapping[str, float]) -> float:
    """Return CNY that are paid to somebody: neither the price of leaving people nor that of their time."""
    return sum(cost[term] for term in PAID_TERMS)


def solve_within(
    case: Case, travel: TravelMatrix, seconds: float, start: Plan | None, solve: Solve, lang: Language
) -> Plan:
    """Plan a case whose budget is capped; there always is a plan, if only one that leaves everybody.

    Parameters
    ----------
    seconds
        For all searches together.
    start
        A plan to start from.
    solve
        Searches without a budget.
    """
    most = case.budget.max_total
    assert most is not None
    free = replace(case, budget=Budget())
    first = solve(free, _FIRST_SHARE * seconds, start)
    if spending(first.summary.cost) <= most:
        return first
    search = _Search(case, travel, most, lang)
    search.consider(first)
    bound = first.summary.lower_bound
    low, high, dearest = 0.0, 1.0, case.costs.unserved
    share = min(0.5, 2 * spending(first.summary.cost) / max(1, len(case.workers)) / dearest) if dearest > 0 else 0.0
    for _ in range(_STEPS if dearest > 0 else 0):
        costs = replace(case.costs, unserved=share * dearest, journey_hour=share * case.costs.journey_hour)
        plan = solve(replace(free, costs=costs), (1 - _FIRST_SHARE) / _STEPS * seconds, first)
        if plan.summary.lower_bound is not None:
            relaxed = plan.summary.lower_bound / share - (1 / share - 1) * most
            bound = relaxed if bound is None else max(bound, relaxed)
        low, high = (share, high) if search.consider(plan) else (low, share)
        share = (low + high) / 2
    return search.finished(first, bound)


class _Search:
    """The best plan within the budget so far."""

    def __init__(self, case: Case, travel: TravelMatrix, most: float, lang: Language) -> None:
        self.case, self.travel, self.most, self.lang = case, travel, most, lang
        self.best: Plan | None = None

    def consider(self, plan: Plan) -> bool:
        """Take a plan in, less its dearest tickets until it keeps to the budget; whether it did so as it was."""
        kept = self._fits(plan)
        repaired = self._filled_up(plan) if kept else self._without_tickets(plan)
        if repaired is not None and (self.best is None or repaired.summary.total_cost < self.best.summary.total_cost):
            self.best = repaired
        return kept

    def finished(self, first: Plan, bound: float | None) -> Plan:
        """Return the best plan, whose people are told why they are left."""
        best = self.best or self._priced(replace(first, trips=(), services=(), tickets=()), everybody=True)
        proven = {w for reason in first.explanations if reason.proven for w in reason.workers}
        told = {person.worker_id: person for person in first.unserved}
        detail = text(self.lang, f"reasons.{OVER_BUDGET}", most=f"{self.most:,.0f}")
        unserved = tuple(
            told[person.worker_id]
            if person.worker_id in told and person.worker_id in proven
            else Unserved(person.worker_id, OVER_BUDGET, detail)
            for person in best.unserved
        )
        total = best.summary.total_cost
        bound = None if bound is None else min(max(0.0, bound), total)
        method = None if bound is None else "budget relaxed (Lagrange)"
        summary = replace(
            best.summary, lower_bound=bound, lower_bound_method=method, baselines=first.summary.baselines
        )  # fmt: skip
        return replace(best, summary=summary, unserved=unserved, explanations=(), solver=first.solver)

    def _fits(self, plan: Plan) -> bool:
        return spending(self._priced(plan).summary.cost) <= self.most

    def _priced(self, plan: Plan, *, everybody: bool = False) -> Plan:
        """Price a plan in the true case; ``everybody`` is left."""
        if everybody:
            people = tuple(self.case.workers)
            plan = replace(
                plan,
                itineraries=tuple(Itinerary(worker_id, "unserved") for worker_id in people),
                unserved=tuple(Unserved(worker_id, OVER_BUDGET, OVER_BUDGET) for worker_id in people),
            )
        priced = plan_from_document(reprice(self.case, self.travel, plan.to_document()).document)
        return replace(priced, summary=replace(priced.summary, stated_total=None))

    def _without_tickets(self, plan: Plan) -> Plan | None:
        """Take tickets away, the dearest first, until the budget is kept; ``None`` where that is not enough."""
        over = spending(self._priced(plan).summary.cost) - self.most
        price = {ticket.worker_id: ticket.cost for ticket in plan.tickets}
        bundles = [ids for ids in self.case.bundles if ids[0] in price]
        gone: set[str] = set()
        for ids in sorted(bundles, key=lambda ids: -price[ids[0]]):
            if over <= 0:
                break
            gone.update(ids)
            over -= sum(price[worker_id] for worker_id in ids)
        return None if over > 0 else self._moved(plan, gone, "unserved")

    def _filled_up(self, plan: Plan) -> Plan:
        """Give tickets to people who are left, the cheapest first, as far as the budget goes."""
        left = self.most - spending(self._priced(plan).summary.cost)
        waiting = {person.worker_id for person in plan.unserved}
        offers: list[tuple[float, tuple[str, ...]]] = []
        for ids in self.case.bundles:
            prices = [self.case.ticket_cost(self.case.workers[worker_id]) for worker_id in ids]
            known = [price for price in prices if price is not None and price < self.case.costs.unserved]
            if ids[0] in waiting and len(known) == len(ids):
                offers.append((sum(known), ids))
        carried: set[str] = set()
        for price, ids in sorted(offers, key=lambda offer: (offer[0] / len(offer[1]), offer[1])):
            if price <= left:
                carried.update(ids)
                left -= price
        return self._moved(plan, carried, "ticket")

    def _moved(self, plan: Plan, people: set[str], mode: Any) -> Plan:
        """Return the plan with some people left, or with tickets, instead."""
        tickets = [ticket for ticket in plan.tickets if ticket.worker_id not in people]
        unserved = [person for person in plan.unserved if person.worker_id not in people]
        for worker_id in (worker_id for worker_id in self.case.workers if worker_id in people):
            if mode == "ticket":
                tickets.append(Ticket(worker_id, 0.0))
            else:
                unserved.append(Unserved(worker_id, OVER_BUDGET, OVER_BUDGET))
        itineraries = tuple(Itinerary(i.worker_id, mode) if i.worker_id in people else i for i in plan.itineraries)
        moved = replace(plan, tickets=tuple(tickets), unserved=tuple(unserved), itineraries=itineraries)
        return self._priced(moved)
