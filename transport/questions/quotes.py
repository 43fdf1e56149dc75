"""Which of several operators' quotes to take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from transport.errors import InputError, InputIssue
from transport.io.issue_log import nearest
from transport.locale import Language, text
from transport.questions.answer import Answer, Column
from transport.questions.asking import Asker

MOST_CHOICES = 64
"""Choices beyond which nobody would read the table, and which would take all day."""


def quotes(asker: Asker, lots: Sequence[Sequence[str]], lang: Language) -> Answer:
    """Plan the case with each choice of one quote a lot.

    Parameters
    ----------
    lots
        For each need, the ids of the quotes that compete for it: offers or services that stand in the case. Exactly
        one of them is taken, the others are left out.

    Raises
    ------
    InputError
        A quote is not in the case (``unknown_quote``), or there are too many choices (``too_many_choices``).
    """
    case = asker.base.case
    _require_known(asker, lots)
    choices = list(product(*lots))
    every = {quote for lot in lots for quote in lot}
    table = {quote: "fleet" if quote in case.offers else "services" for quote in every}
    overrides = [{f"{table[quote]}.{quote}": "drop" for quote in sorted(every - set(chosen))} for chosen in choices]
    results = asker.plan(overrides)
    known = [result.total_cost for result in results if result is not None]
    best = min(known, default=None)
    columns = (
        *(Column(f"lot{number}") for number in range(1, len(lots) + 1)),
        Column("total", "CNY"),
        Column("above_best", "CNY", delta=True),
        Column("bound", "CNY"),
        Column("unserved", "persons"),
    )
    rows: list[tuple[Any, ...]] = []
    for chosen, result in zip(choices, results, strict=True):
        if result is None or best is None:
            rows.append((*chosen, None, None, None, None))
        else:
            above = round(result.total_cost - best, 2)
            rows.append((*chosen, result.total_cost, above, result.lower_bound, result.unserved))
    position = len(lots)
    rows.sort(key=lambda row: (row[position] is None, row[position] or 0.0))
    facts: dict[str, Any] = {"base": asker.base.total_cost}
    headline = text(lang, "questions.no_plan")
    if best is not None:
        taken = list(rows[0][:position])
        second = rows[1][position] if len(rows) > 1 else None
        proven = second is not None and _proven(rows, position)
        facts |= {"best": taken, "total": best, "ahead": None if second is None else round(second - best, 2)}
        facts["proven"] = proven
        ahead = "0" if second is None else f"{second - best:,.0f}"
        headline = text(
            lang,
            "questions.quotes.headline",
            taken=text(lang, "comparison.list_separator").join(taken),
            total=f"{best:,.0f}",
            ahead=ahead,
            proven=text(lang, f"questions.quotes.{'proven' if proven else 'not_proven'}"),
        )
    return Answer("quotes", headline, columns, tuple(rows), (text(lang, "questions.notes.quotes"),), facts)


def _proven(rows: Sequence[Sequence[Any]], position: int) -> bool:
    """Whether no other choice can be cheaper than the first: every other's bound is at least its cost."""
    return all(row[position + 2] is not None and row[position + 2] >= rows[0][position] for row in rows[1:])


def _require_known(asker: Asker, lots: Sequence[Sequence[str]]) -> None:
    case = asker.base.case
    known = [*case.offers, *case.services]
    issues = [
        InputIssue("unknown_quote", seen=quote, params={"near": nearest(quote, known)})
        for lot in lots
        for quote in lot
        if quote not in known
    ]
    choices = prod(map(len, lots))
    if not issues and choices > MOST_CHOICES:
        issues.append(InputIssue("too_many_choices", seen=str(choices), params={"most": str(MOST_CHOICES)}))
    if issues:
        raise InputError(issues)
