"""What things cost: by term, and by mode, county and employer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from transport.case import INVOICED_TERMS
from transport.ledger.items import ROUNDING
from transport.ledger.rounding import to_fen
from transport.locale import text
from transport.plan import COST_TERMS
from transport.report.charts import legend, stack
from transport.report.costs import GroupCost, term_costs
from transport.report.layout import blank, listing, named, note, number, section
from transport.report.ledger_rows import term_name
from transport.report.markup import Cell, Html
from transport.report.source import Source
from transport.report.words import fen, share


def term_section(source: Source) -> Html:
    """Cost by term, as ``plan.json`` states it."""
    lang, total = source.lang, to_fen(source.facts.plan.summary.total_cost)
    costs = term_costs(source.facts)
    most = max((cost.fen for cost in costs), default=0)
    rows = [
        [
            Cell(term_name(cost.term, lang)),
            Cell(text(lang, f"report.bills.{_bill(cost.term)}")),
            Cell(fen(cost.fen, lang), cost.fen, "n"),
            Cell(share(cost.fen, total), cost.fen, "n"),
            Cell(stack([cost.fen], most), look="bar"),
        ]
        for cost in costs
    ]
    foot = [
        Cell(text(lang, "report.sum")),
        blank(),
        Cell(fen(total, lang), total, "n"),
        Cell(share(total, total), 1, "n"),
        blank(),
    ]
    return section(
        lang, "terms", listing(lang, "terms", ("term", "bill", "cost", "share", "bar"), rows, foot), note(lang, "terms")
    )


def _bill(term: str) -> str:
    if term == ROUNDING:
        return "rounding"
    return "yes" if term in INVOICED_TERMS else "no"


def mode_section(source: Source) -> Html:
    """Cost by mode of travel, and how costs are shared out to people here and below."""
    names = {group.name: text(source.lang, f"papers.modes.{group.name}") for group in source.by_mode}
    return _groups(source, "modes", "mode", source.by_mode, names.__getitem__, note(source.lang, "shares"))


def county_section(source: Source) -> Html:
    """Cost by home county."""
    return _groups(source, "counties", "county", source.by_county, str)


def employer_section(source: Source) -> Html:
    """Cost by employer."""
    places = source.facts.case.places
    return _groups(source, "employers", "employer", source.by_employer, lambda place_id: places[place_id].name)


def _groups(
    source: Source,
    key: str,
    column: str,
    groups: Sequence[GroupCost],
    name_of: Callable[[str], str],
    *notes: Html,
) -> Html:
    lang = source.lang
    most = max((group.fen for group in groups), default=0)
    total = sum(group.fen for group in groups)
    terms = [term for term in COST_TERMS if any(group.terms.get(term) for group in groups)]
    rows = [
        [
            named(name_of(group.name)),
            number(group.people),
            Cell(fen(group.fen, lang), group.fen, "n"),
            Cell(fen(group.invoiced, lang), group.invoiced, "n"),
            Cell(fen(round(group.fen / group.people), lang), group.fen / group.people, "n"),
            Cell(stack(_parts(group), most), look="bar", title=_told(source, group)),
        ]
        for group in groups
    ]
    everybody, invoiced = sum(group.people for group in groups), sum(group.invoiced for group in groups)
    foot = [
        Cell(text(lang, "report.sum")),
        number(everybody),
        Cell(fen(total, lang), total, "n"),
        Cell(fen(invoiced, lang), invoiced, "n"),
        Cell(fen(round(total / everybody), lang) if everybody else "–", total, "n"),
        blank(),
    ]
    entries = [term_name(term, lang) if term in terms else "" for term in COST_TERMS]
    table = listing(lang, key, (column, "people", "cost", "invoiced", "per_person", "bar"), rows, foot)
    return section(lang, key, legend(entries), table, *notes)


def _parts(group: GroupCost) -> list[int]:
    return [max(0, group.terms.get(term, 0)) for term in COST_TERMS]


def _told(source: Source, group: GroupCost) -> str:
    """Return what a bar consists of, in words."""
    lang = source.lang
    return text(lang, "report.separator").join(
        f"{term_name(term, lang)} {fen(amount, lang)}" for term, amount in group.terms.items()
    )
