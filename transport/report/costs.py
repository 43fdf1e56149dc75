"""The plan's cost by whatever group of people, to the fen: every group adds up, and the groups to the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from transport.case import INVOICED_TERMS
from transport.facts import Facts
from transport.ledger.items import ROUNDING, CostItem
from transport.ledger.rounding import round_table, split_fen, to_fen
from transport.plan import COST_TERMS, Itinerary


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What the people of one group cost: ``terms`` in fen by cost term, for ``people`` persons."""

    name: str
    people: int
    terms: Mapping[str, int]

    @property
    def fen(self) -> int:
        return sum(self.terms.values())

    @property
    def invoiced(self) -> int:
        """Fen that somebody sends a bill for."""
        return sum(self.terms.get(term, 0) for term in INVOICED_TERMS)


@dataclass(frozen=True, slots=True)
class TermCost:
    """A cost term as ``plan.json`` states it, fen; :data:`~transport.ledger.items.ROUNDING` makes them the total."""

    term: str
    fen: int


def group_costs(facts: Facts, items: Sequence[CostItem], name_of: Callable[[Itinerary], str]) -> tuple[GroupCost, ...]:
    """Share the plan's total out to groups of people, by head, dearest group first.

    A vehicle's cost is for the people aboard in equal parts, a service's as :func:`~transport.ledger.items.cost_items`
    says. Every term adds up over the groups, and so does the total.
    """
    names = {worker_id: name_of(itinerary) for worker_id, itinerary in facts.itineraries.items()}
    people: dict[str, int] = {}
    for name in names.values():
        people[name] = people.get(name, 0) + 1
    exact: dict[str, dict[str, Fraction]] = {}
    for item in items:
        if item.term != ROUNDING and item.fen:
            sums = exact.setdefault(item.term, {})
            for name, part in _parts(item, names).items():
                sums[name] = sums.get(name, Fraction(0)) + part
    terms = [term for term in COST_TERMS if term in exact]
    shares = dict(zip(terms, round_table([exact[term] for term in terms], list(people)), strict=True))
    for item in items:
        if item.term == ROUNDING:
            shares[ROUNDING] = split_fen(item.fen, people)
    groups = (
        GroupCost(name, count, {term: fen for term, of in shares.items() if (fen := of.get(name, 0))})
        for name, count in people.items()
    )
    return tuple(sorted(groups, key=lambda group: (-group.fen, group.name)))


def _parts(item: CostItem, names: Mapping[str, str]) -> dict[str, Fraction]:
    weights: dict[str, int] = {}
    for worker_id, head in zip(item.people, item.heads, strict=True):
        name = names[worker_id]
        weights[name] = weights.get(name, 0) + head
    whole = sum(weights.values())
    return {name: Fraction(item.fen * weight, whole) for name, weight in weights.items()}


def term_costs(facts: Facts) -> tuple[TermCost, ...]:
    """Return the terms that cost something, and the fen that rounding each of them has made of the total."""
    summary = facts.plan.summary
    stated = [TermCost(term, to_fen(summary.cost.get(term, 0.0))) for term in COST_TERMS]
    missing = to_fen(summary.total_cost) - sum(cost.fen for cost in stated)
    return tuple(cost for cost in (*stated, TermCost(ROUNDING, missing)) if cost.fen)
