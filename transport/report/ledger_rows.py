"""The ledger as rows for a sheet or a page: payers, items, and what has to be said about them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from transport.case import INVOICED_TERMS, Payer, PayerScope
from transport.facts import Facts
from transport.ledger.alone import Accounts, verdict
from transport.ledger.items import ROUNDING, CostItem
from transport.ledger.ledger import PayerLine
from transport.ledger.rules import NOBODY
from transport.locale import Language, text
from transport.plan import COST_TERMS
from transport.privacy import mask_numbers

Value = str | int | float | None
SUMMARY = ("payer", "kind", "people", "pays", "share")
ALONE = ("payer", "people", "pays", "alone_pays", "verdict", "people_cost", "alone_total", "alone_bound", "method")
ITEMS = ("term", "item", "leg", "route", "aboard", "cost")


def payer_name(name: str, lang: Language) -> str:
    """Return a payer's name, or the words for what nobody pays."""
    return text(lang, "ledger.nobody") if name == NOBODY else name


def term_name(term: str, lang: Language) -> str:
    """Return a cost term in words."""
    return text(lang, "ledger.rounding") if term == ROUNDING else text(lang, f"papers.lists.cost.{term}")


def terms_used(accounts: Accounts) -> list[str]:
    """Return the terms that somebody pays something of, in the plan's order."""
    used = {term for line in accounts.ledger.lines for term, fen in line.by_term.items() if fen}
    return [term for term in (*COST_TERMS, ROUNDING) if term in used]


def summary_rows(accounts: Accounts, lang: Language) -> list[list[Value]]:
    """Return a row a payer: the columns of :data:`SUMMARY`, then the terms used, CNY; the total comes last."""
    ledger, terms = accounts.ledger, terms_used(accounts)
    rows = [
        _summary_row(accounts, line, lang) + [_yuan(line.by_term.get(t, 0)) for t in terms] for line in ledger.lines
    ]
    sums = [_yuan(sum(line.by_term.get(term, 0) for line in ledger.lines)) for term in terms]
    total: list[Value] = [
        text(lang, "ledger.total"),
        "",
        None,
        _yuan(ledger.total_fen),
        1.0 if ledger.total_fen else None,
    ]
    return [*rows, [*total, *[None] * (len(SUMMARY) - len(total)), *sums]]


def _summary_row(accounts: Accounts, line: PayerLine, lang: Language) -> list[Value]:
    total = accounts.ledger.total_fen
    return [
        payer_name(line.name, lang),
        "" if line.name == NOBODY else text(lang, f"ledger.kinds.{line.kind}"),
        len(line.people),
        _yuan(line.fen),
        round(line.fen / total, 4) if total else None,
    ]


def alone_rows(accounts: Accounts, lang: Language) -> list[list[Value]]:
    """Return a row a payer: the columns of :data:`ALONE`, CNY."""
    return [_alone_row(accounts, line, lang) for line in accounts.ledger.lines if line.name != NOBODY]


def _alone_row(accounts: Accounts, line: PayerLine, lang: Language) -> list[Value]:
    alone = accounts.alone.get(line.name)
    here: list[Value] = [line.name, len(line.people), _yuan(line.fen)]
    verdict_words, cost = verdict_text(accounts, line, lang), _yuan(line.cost_of_people)
    if alone is None:
        return [*here, None, verdict_words, cost, None, None, ""]
    return [
        *here,
        _yuan(alone.pays_fen),
        verdict_words,
        cost,
        _yuan(alone.total_fen),
        None if alone.bound_fen is None else _yuan(alone.bound_fen),
        text(lang, f"ledger.methods.{alone.method}", seconds=f"{accounts.seconds or 0:g}"),
    ]


def verdict_text(accounts: Accounts, line: PayerLine, lang: Language) -> str:
    """Say how a payer stands against its people going alone."""
    alone = accounts.alone.get(line.name)
    more = 0 if alone is None else line.fen - alone.pays_fen
    found: str = verdict(line, alone)
    if found == "no_cheaper_found" and alone is not None and alone.method == "tickets":
        found = "no_dearer_than_tickets"
    return text(lang, f"ledger.verdicts.{found}", amount=f"{more / 100:,.2f}")


def item_rows(facts: Facts, accounts: Accounts, lang: Language) -> list[list[Value]]:
    """Return a row an item: the columns of :data:`ITEMS`, then what each payer pays of it, CNY; totals last."""
    lines = accounts.ledger.lines
    rows: list[list[Value]] = [
        [*_item_cells(facts, row.item, lang), *(_yuan(row.shares.get(line.name, 0)) or None for line in lines)]
        for row in accounts.ledger.rows
    ]
    total: list[Value] = [text(lang, "ledger.total"), "", "", "", None, _yuan(accounts.ledger.total_fen)]
    return [*rows, [*total, *(_yuan(line.fen) for line in lines)]]


def _item_cells(facts: Facts, item: CostItem, lang: Language) -> list[Value]:
    return [
        term_name(item.term, lang),
        mask_numbers(item.entity),
        text(lang, f"ledger.legs.{item.leg}") if item.leg else "",
        mask_numbers(route_text(facts, item)),
        len(item.people),
        _yuan(item.fen),
    ]


def route_text(facts: Facts, item: CostItem) -> str:
    """Return where an item's vehicle, service or person goes from and to."""
    places = facts.case.places
    if item.entity in facts.trips:
        stops = facts.trips[item.entity].stops
        return f"{places[stops[0].place_id].name} → {places[stops[-1].place_id].name}"
    if item.term in {"services", "escorts"}:
        service = facts.case.services[item.entity]
        return f"{places[service.from_hub].name} → {places[service.to_hub].name}"
    if item.entity:
        worker = facts.case.workers[item.entity]
        return f"{places[worker.origin].name} → {places[worker.destination].name}"
    return ""


def note_lines(facts: Facts, accounts: Accounts, lang: Language) -> list[str]:
    """Return what has to be said about a ledger: whom it does not cover, who pays twice, and how it was made."""
    ledger, separator = accounts.ledger, text(lang, "ledger.notes.separator")
    lines = []
    if ledger.uncovered:
        counties = separator.join(
            text(lang, "ledger.notes.county", county=county or text(lang, "ledger.notes.no_county"), count=count)
            for county, count in ledger.uncovered.items()
        )
        lines.append(text(lang, "ledger.notes.uncovered", count=sum(ledger.uncovered.values()), counties=counties))
    for overlap in ledger.overlaps:
        names = separator.join(overlap.payers)
        lines.append(text(lang, "ledger.notes.overlap", count=overlap.people, payers=names))
    lines += [text(lang, f"ledger.notes.{key}") for key in ("how", "terms", "alone")]
    return lines + [entry_text(facts, payer, lang) for payer in facts.case.payers]


def entry_text(facts: Facts, payer: Payer, lang: Language) -> str:
    """Return one entry of ``payers`` in words."""
    rule = f"{payer.rule}_capped" if payer.rule == "subsidy" and payer.cap is not None else payer.rule
    words = text(
        lang,
        f"ledger.rules.{rule}",
        share=f"{payer.share:.4%}".replace(".0000%", "%"),
        amount=f"{payer.amount:,.2f}",
        cap=f"{payer.cap or 0:,.2f}",
    )
    return text(lang, "ledger.notes.entry", payer=payer.name, rule=words, scope=_scope_text(facts, payer.scope, lang))


def _scope_text(facts: Facts, scope: PayerScope, lang: Language) -> str:
    places, separator = facts.case.places, text(lang, "ledger.notes.separator")

    def side(key: str, names: Sequence[str]) -> list[str]:
        return [text(lang, f"ledger.scope.{key}", names="/".join(names))] if names else []

    terms = () if scope.terms == INVOICED_TERMS else scope.terms
    parts = [
        *side("origin_counties", scope.origin_counties),
        *side("destination_counties", scope.destination_counties),
        *side("origins", [places[place_id].name for place_id in scope.origins]),
        *side("destinations", [places[place_id].name for place_id in scope.destinations]),
        *side("columns", [f"{column} = {'/'.join(texts)}" for column, texts in scope.columns]),
        *side("modes", [text(lang, f"papers.modes.{mode}") for mode in scope.modes]),
        *side("legs", [text(lang, f"ledger.legs.{leg}") for leg in scope.legs]),
        *side("services", scope.services),
        *side("terms", [term_name(term, lang) for term in terms]),
    ]
    return separator.join(parts) or text(lang, "ledger.scope.all")


def _yuan(fen: int) -> float:
    return fen / 100
