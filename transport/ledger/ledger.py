"""The ledger: what each payer owes for each trip, service and ticket, to the fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from transport.case import INVOICED_TERMS, Payer, PayerKind
from transport.facts import Facts
from transport.ledger.coverage import Cover, active_for, covers_of
from transport.ledger.items import ROUNDING, CostItem, cost_items
from transport.ledger.rounding import round_table
from transport.ledger.rules import NOBODY, TAKE_THE_REST, exact_amounts, person_parts
from transport.travel import TravelMatrix


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One item of the plan and who pays how much of it; ``shares`` in fen by payer add up to the item's ``fen``."""

    item: CostItem
    shares: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PayerLine:
    """One payer's column of the ledger.

    Parameters
    ----------
    name
        :data:`~transport.ledger.rules.NOBODY` for what no entry covers.
    people
        Worker ids of whom its entries cover; for :data:`~transport.ledger.rules.NOBODY` those of whose bills
        something is left.
    fen
        What it pays.
    by_term
        The same by cost term.
    cost_of_people
        Fen: what its people cost in this plan, over all terms and whoever pays.
    """

    name: str
    kind: PayerKind
    people: tuple[str, ...]
    fen: int
    by_term: Mapping[str, int]
    cost_of_people: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Payers that claim more than there is of the same people, who are ``people`` persons."""

    payers: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A plan's cost, shared out: rows in the plan's order, a line a payer in the case's, what nobody pays last."""

    rows: tuple[LedgerRow, ...]
    lines: tuple[PayerLine, ...]
    total_fen: int
    overlaps: tuple[Overlap, ...]
    uncovered: Mapping[str, int]
    """Persons of whose bills something is left, by home county."""

    def line(self, name: str) -> PayerLine:
        """Return a payer's line.

        Raises
        ------
        KeyError
            There is no such payer.
        """
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(name)


def build_ledger(facts: Facts, travel: TravelMatrix | None = None) -> Ledger:
    """Share a plan's cost out to the payers of its case.

    Parameters
    ----------
    travel
        The roads, for the rule ``by_seat_km``; without them it counts as ``by_head``.
    """
    payers = facts.case.payers
    items, covers = cost_items(facts, travel), covers_of(facts)
    shared = [item for item in items if item.term != ROUNDING]
    exact, unsubsidised = exact_amounts(facts, shared, covers)
    names = (*dict.fromkeys(payer.name for payer in payers), NOBODY)
    shares = round_table(exact, names)
    rows = [
        LedgerRow(item, {n: fen for n in names if (fen := of.get(n, 0))})
        for item, of in zip(shared, shares, strict=True)
    ]
    rows += [_rounding_row(item, rows, payers) for item in items if item.term == ROUNDING]
    left = _people_left(shared, covers, payers, unsubsidised)
    lines = _lines(rows, names, covers, payers, left, _costs(shared, covers, payers))
    counties = Counter(facts.case.places[facts.case.workers[worker_id].origin].county for worker_id in left)
    return Ledger(
        rows=tuple(rows),
        lines=lines,
        total_fen=sum(item.fen for item in items),
        overlaps=_overlaps(shared, covers, payers),
        uncovered=dict(sorted(counties.items())),
    )


def _rounding_row(item: CostItem, rows: Sequence[LedgerRow], payers: Sequence[Payer]) -> LedgerRow:
    """Give the rounding of the plan's total to who pays most, but never to a subsidy, which is a round sum or a cap."""
    sums = Counter[str]()
    for row in rows:
        sums.update(row.shares)
    subsidies = {payer.name for payer in payers if payer.rule == "subsidy"}
    takers = [name for name in sums if name not in subsidies and name != NOBODY]
    return LedgerRow(item, {max(takers, key=lambda name: sums[name], default=NOBODY): item.fen})


def _lines(
    rows: Sequence[LedgerRow],
    names: Sequence[str],
    covers: Mapping[str, Cover],
    payers: Sequence[Payer],
    left: Sequence[str],
    costs: Mapping[str, Fraction],
) -> tuple[PayerLine, ...]:
    by_term: dict[str, Counter[str]] = {name: Counter() for name in names}
    for row in rows:
        for name, fen in row.shares.items():
            by_term[name][row.item.term] += fen
    lines = []
    for name in names:
        entries = {position for position, payer in enumerate(payers) if payer.name == name}
        people = tuple(left) if name == NOBODY else tuple(w for w, cover in covers.items() if entries & set(cover))
        if name == NOBODY and not people and not by_term[name]:
            continue
        kind: PayerKind = next((payer.kind for payer in payers if payer.name == name), "other")
        cost = round(sum((costs[worker_id] for worker_id in people), Fraction(0)))
        lines.append(PayerLine(name, kind, people, by_term[name].total(), dict(by_term[name]), cost))
    return tuple(lines)


def _costs(items: Sequence[CostItem], covers: Mapping[str, Cover], payers: tuple[Payer, ...]) -> Mapping[str, Fraction]:
    """Return what each person costs over all items, exact fen by worker id."""
    costs = dict.fromkeys(covers, Fraction(0))
    for item in items:
        parts = list(person_parts(item, covers, payers))
        whole = sum(weight for _, weight in parts)
        for worker_id, weight in parts:
            costs[worker_id] += Fraction(item.fen * weight, whole)
    return costs


def _people_left(
    items: Sequence[CostItem],
    covers: Mapping[str, Cover],
    payers: tuple[Payer, ...],
    unsubsidised: Mapping[str, Mapping[int, Fraction]],
) -> list[str]:
    """Return those of whose bills something is left: no subsidy, no shares and nobody who takes the rest covers it."""
    left: dict[str, None] = {}
    for number, item in enumerate(items):
        if item.term not in INVOICED_TERMS or not item.fen:
            continue
        for worker_id in item.people:
            entries = [payers[p] for p in active_for(payers, covers[worker_id], item)]
            taken = any(payer.rule in TAKE_THE_REST for payer in entries)
            paid = worker_id in unsubsidised and not unsubsidised[worker_id][number]
            if not taken and not paid and sum(Fraction(str(payer.share)) for payer in entries) < 1:
                left[worker_id] = None
    return list(left)


def _overlaps(items: Sequence[CostItem], covers: Mapping[str, Cover], payers: tuple[Payer, ...]) -> tuple[Overlap, ...]:
    found: dict[tuple[str, ...], set[str]] = {}
    for item in items:
        for worker_id in item.people:
            entries = [payers[p] for p in active_for(payers, covers[worker_id], item)]
            rest = tuple(dict.fromkeys(p.name for p in entries if p.rule in TAKE_THE_REST))
            fixed = [payer for payer in entries if payer.rule == "fixed_share"]
            names = rest if len(rest) > 1 else ()
            if sum(Fraction(str(payer.share)) for payer in fixed) > 1:
                names = tuple(dict.fromkeys((*(payer.name for payer in fixed), *names)))
            if names:
                found.setdefault(names, set()).add(worker_id)
    return tuple(Overlap(names, len(people)) for names, people in found.items())
