"""The rules by which payers share what an item costs the people they cover. Exact: fractions of a fen, no rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from transport.case import Payer
from transport.facts import Facts
from transport.ledger.coverage import Cover, active_for
from transport.ledger.items import CostItem
from transport.ledger.rounding import to_fen

NOBODY = ""
"""Stands for the payer of what no entry covers; no payer can have this name."""

TAKE_THE_REST = frozenset({"by_head", "by_seat_km"})
"""The rules of who takes what subsidies and fixed shares leave."""

Amounts = list[dict[str, Fraction]]
"""Exact fen by payer, one mapping an item."""


def person_parts(item: CostItem, covers: Mapping[str, Cover], payers: tuple[Payer, ...]) -> Iterator[tuple[str, int]]:
    """Yield what each person weighs in an item, by the rule of who pays for him.

    By head, or by the metres ridden where the first entry that takes a rest for him says ``by_seat_km``. Where both
    rules meet in one vehicle, each person's share of all heads, or of all metres, is his weight.
    """
    heads, metres = sum(item.heads), sum(item.metres)
    by_distance = [_by_distance(active_for(payers, covers[worker_id], item), payers) for worker_id in item.people]
    mixed = any(by_distance) and not all(by_distance)
    for worker_id, far, head, metre in zip(item.people, by_distance, item.heads, item.metres, strict=True):
        if far:
            yield worker_id, metre * heads if mixed else metre
        else:
            yield worker_id, head * metres if mixed else head


def _by_distance(entries: Cover, payers: Sequence[Payer]) -> bool:
    for position in entries:
        if payers[position].rule in TAKE_THE_REST:
            return payers[position].rule == "by_seat_km"
    return False


def exact_amounts(
    facts: Facts, items: Sequence[CostItem], covers: Mapping[str, Cover]
) -> tuple[Amounts, Mapping[str, Mapping[int, Fraction]]]:
    """Return what each payer pays of each item, :data:`NOBODY` included, in exact fen.

    First the subsidies, entry by entry and person by person in roster order, each at most what the person costs and
    what its cap leaves; then the fixed shares of what is left; then those who take the rest, in equal parts where
    several cover the same person.

    Returns
    -------
    tuple
        The amounts, and of each subsidised person what the subsidies have left, by position in ``items``.
    """
    payers = facts.case.payers
    amounts: Amounts = [{} for _ in items]
    subsidised = {w for w, cover in covers.items() if any(payers[position].rule == "subsidy" for position in cover)}
    cells: dict[str, dict[int, Fraction]] = {
        worker_id: {} for worker_id in facts.case.workers if worker_id in subsidised
    }
    left: list[dict[Cover, Fraction]] = []
    for number, item in enumerate(items):
        weights: dict[Cover, int] = {}
        parts = list(person_parts(item, covers, payers))
        whole = sum(weight for _, weight in parts)
        for worker_id, weight in parts:
            if worker_id in subsidised:
                cells[worker_id][number] = Fraction(item.fen * weight, whole)
            else:
                cover = covers[worker_id]
                weights[cover] = weights.get(cover, 0) + weight
        left.append({cover: Fraction(item.fen * weight, whole) for cover, weight in weights.items()})
    _subsidise(payers, items, covers, cells, amounts)
    for worker_id, of in cells.items():
        cover = covers[worker_id]
        for number, rest in of.items():
            left[number][cover] = left[number].get(cover, Fraction(0)) + rest
    for item, by_cover, paid in zip(items, left, amounts, strict=True):
        for cover, rest in by_cover.items():
            for name, amount in _share(rest, active_for(payers, cover, item), payers):
                paid[name] = paid.get(name, Fraction(0)) + amount
    return amounts, cells


def _subsidise(
    payers: tuple[Payer, ...],
    items: Sequence[CostItem],
    covers: Mapping[str, Cover],
    cells: Mapping[str, dict[int, Fraction]],
    amounts: Amounts,
) -> None:
    """Take the subsidies off the persons' parts, each from all of them in proportion."""
    for position, payer in enumerate(payers):
        if payer.rule != "subsidy":
            continue
        purse = None if payer.cap is None else Fraction(to_fen(payer.cap))
        for worker_id, of in cells.items():
            if position not in covers[worker_id]:
                continue
            mine = [n for n in of if position in active_for(payers, (position,), items[n])]
            cost = sum((of[number] for number in mine), Fraction(0))
            paid = min(cost, Fraction(to_fen(payer.amount)))
            if purse is not None:
                paid = min(paid, purse)
                purse -= paid
            if paid <= 0:
                continue
            for number in mine:
                part = of[number] * paid / cost
                of[number] -= part
                amounts[number][payer.name] = amounts[number].get(payer.name, Fraction(0)) + part


def _share(rest: Fraction, entries: Cover, payers: Sequence[Payer]) -> Iterator[tuple[str, Fraction]]:
    """Yield who pays how much of what subsidies have left of an item, for people under the same entries."""
    fixed = [(payers[p].name, Fraction(str(payers[p].share))) for p in entries if payers[p].rule == "fixed_share"]
    claimed = sum((share for _, share in fixed), Fraction(0))
    for name, share in fixed:
        yield name, rest * share / max(claimed, Fraction(1))
    rest *= max(Fraction(0), 1 - claimed)
    takers = [payers[p].name for p in entries if payers[p].rule in TAKE_THE_REST]
    for name in takers or [NOBODY]:
        yield name, rest / max(1, len(takers))
