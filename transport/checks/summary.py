"""Rules of the summary: totals, counts, baselines and what is said of the bound."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transport.case import Case
from transport.checks.amounts import exceeds, same_amount
from transport.checks.daytime import TOLERANCE
from transport.checks.fields import number
from transport.checks.money import Bill
from transport.checks.wording import figure, shown
from transport.plan import COST_TERMS, PAID_TERMS, TRAVEL_MODES

_GAP_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Account:
    """The written summary beside the recomputed cost and the counted people."""

    case: Case
    written: Mapping[str, Any]
    bill: Bill
    workers: Mapping[str, int]

    @property
    def entity(self) -> str:
        return "summary"

    def part(self, key: str) -> Mapping[str, Any]:
        """A mapping inside the summary; empty where it is none."""
        value = self.written.get(key)
        return value if isinstance(value, Mapping) else {}

    @property
    def ticket_prices(self) -> list[float | None]:
        """CNY for everybody, ``None`` for whom no ticket is to be had."""
        return [self.case.ticket_cost(worker) for worker in self.case.workers.values()]

    @property
    def bound_and_gap(self) -> tuple[float, float] | None:
        """Both figures, where both stand there and are numbers."""
        bound, gap = _stated(self.written, "lower_bound"), _stated(self.written, "gap")
        return None if bound is None or gap is None else (bound, gap)


def _stated(mapping: Mapping[str, Any], key: str) -> float | None:
    try:
        return number(mapping.get(key))
    except ValueError:
        return None


def schema(account: Account) -> Iterator[str]:
    """Every figure stands there and is a number; bound and gap may be null."""
    required = [
        *(("cost", account.part("cost"), term) for term in COST_TERMS),
        *(("workers", account.part("workers"), mode) for mode in TRAVEL_MODES),
        ("summary", account.written, "total_cost"),
    ]
    for name, mapping, key in required:
        if _stated(mapping, key) is None:
            yield f"{name}.{key}: {shown(mapping.get(key))} is not a number"
    for key in ("lower_bound", "gap"):
        if key not in account.written:
            yield f"{key} is missing"
        elif account.written[key] is not None and _stated(account.written, key) is None:
            yield f"{key}: {shown(account.written[key])} is not a number"


def cost_summary(account: Account) -> Iterator[str]:
    for term, exact in account.bill.terms.items():
        stated = _stated(account.part("cost"), term)
        if stated is not None and not same_amount(stated, exact, account.bill.lines.get(term, 0)):
            yield f"{term}: {figure(stated)} ≠ {figure(exact)}"


def cost_total(account: Account) -> Iterator[str]:
    stated, exact = _stated(account.written, "total_cost"), account.bill.total
    lines = sum(account.bill.lines.values()) + len(account.bill.terms)
    if stated is not None and not same_amount(stated, exact, lines):
        yield f"{figure(stated)} ≠ {figure(exact)}"


def counts(account: Account) -> Iterator[str]:
    for mode, exact in account.workers.items():
        stated = _stated(account.part("workers"), mode)
        if stated is not None and stated != exact:
            yield f"{mode}: {figure(stated)} ≠ {exact}"


def baseline(account: Account) -> Iterator[str]:
    """``all_tickets`` can be recomputed; the other practices are the planner's own."""
    baselines = account.written.get("baselines")
    if not isinstance(baselines, Mapping):
        yield f"{shown(baselines)} where a mapping belongs"
        return
    for name, value in baselines.items():
        if value is not None and _stated(baselines, name) is None:
            yield f"{name}: {shown(value)} is not a number"
    prices = account.ticket_prices
    known = [price for price in prices if price is not None]
    stated = _stated(baselines, "all_tickets")
    if len(known) < len(prices):
        if stated is not None:
            yield f"all_tickets: {figure(stated)}, {len(prices) - len(known)} without"
    elif baselines.get("all_tickets") is None:
        yield f"all_tickets: null ≠ {figure(sum(known))}"
    elif stated is not None and not same_amount(stated, sum(known), len(known)):
        yield f"all_tickets: {figure(stated)} ≠ {figure(sum(known))}"


def bound(account: Account) -> Iterator[str]:
    """A bound is never above what this very plan costs."""
    figures = account.bound_and_gap
    if figures is not None and exceeds(figures[0], account.bill.total):
        yield f"{figure(figures[0])} > {figure(account.bill.total)}"


def bound_disproved(account: Account) -> Iterator[str]:
    """Nor above the plan that every case has: a ticket for each, or nothing where that is cheaper or none is had.

    Who must travel together has tickets together, or none. Where the budget does not go so far, the plan that every
    case has leaves everybody.
    """
    figures, case = account.bound_and_gap, account.case
    bought, left = 0.0, 0
    for members in case.bundles:
        prices = [case.ticket_cost(case.workers[member]) for member in members]
        tickets = sum(math.inf if price is None else price for price in prices)
        if tickets <= case.costs.unserved * len(members):
            bought += tickets
        else:
            left += len(members)
    if case.budget.max_total is not None and bought > case.budget.max_total:
        bought, left = 0.0, len(case.workers)
    simplest = bought + case.costs.unserved * left
    if figures is not None and exceeds(figures[0], simplest):
        yield f"{figure(figures[0])} > {figure(simplest)}"


def gap(account: Account) -> Iterator[str]:
    """Null together with the bound, else (total - bound) / total, or 0 where the total is 0."""
    if (account.written.get("lower_bound") is None) != (account.written.get("gap") is None):
        yield f"lower_bound {shown(account.written.get('lower_bound'))}, gap {shown(account.written.get('gap'))}"
    figures, total = account.bound_and_gap, account.bill.total
    if figures is not None:
        exact = (total - figures[0]) / total if total > TOLERANCE else 0.0
        if abs(figures[1] - exact) > _GAP_TOLERANCE:
            yield f"{figures[1]:g} ≠ {exact:g}"


def budget(account: Account) -> Iterator[str]:
    """What is paid to somebody keeps to the budget."""
    most, paid = account.case.budget.max_total, sum(account.bill.terms[term] for term in PAID_TERMS)
    if most is not None and exceeds(paid, most):
        yield f"{figure(paid)} > {figure(most)}"


RULES: Mapping[str, Callable[[Account], Iterator[str]]] = {
    "SCHEMA": schema,
    "COST_SUMMARY": cost_summary,
    "COST_TOTAL": cost_total,
    "COUNTS": counts,
    "BASELINE": baseline,
    "BOUND": bound,
    "BOUND_DISPROVED": bound_disproved,
    "GAP": gap,
    "BUDGET": budget,
}
