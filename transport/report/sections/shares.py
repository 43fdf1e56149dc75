"""Who pays what, where the case names payers."""

from __future__ import annotations

from transport.ledger.rules import NOBODY
from transport.locale import text
from transport.plan import COST_TERMS
from transport.report.charts import legend, stack
from transport.report.layout import blank, listing, named, number, section
from transport.report.ledger_rows import note_lines, payer_name, term_name, verdict_text
from transport.report.markup import Cell, Html, element
from transport.report.source import Source
from transport.report.words import fen, share


def payer_section(source: Source) -> Html:
    """What each payer pays, here and if its people went alone; nothing where the case names no payers."""
    lang, accounts = source.lang, source.accounts
    if accounts is None:
        return Html()
    ledger = accounts.ledger
    most = max((line.fen for line in ledger.lines), default=0)
    rows = []
    for line in ledger.lines:
        alone = accounts.alone.get(line.name)
        rows.append(
            [
                named(payer_name(line.name, lang)),
                Cell("" if line.name == NOBODY else text(lang, f"ledger.kinds.{line.kind}")),
                number(len(line.people)),
                Cell(fen(line.fen, lang), line.fen, "n"),
                Cell(share(line.fen, ledger.total_fen), line.fen, "n"),
                Cell(stack([max(0, line.by_term.get(term, 0)) for term in COST_TERMS], most), look="bar"),
                Cell(
                    "–" if alone is None else fen(alone.pays_fen, lang), None if alone is None else alone.pays_fen, "n"
                ),
                Cell("" if line.name == NOBODY else verdict_text(accounts, line, lang), look="wide"),
            ]
        )
    foot = [
        Cell(text(lang, "report.sum")), blank(), blank("n"), Cell(fen(ledger.total_fen, lang), ledger.total_fen, "n"),
        Cell(share(ledger.total_fen, ledger.total_fen), 1, "n"), blank(), blank(), blank(),
    ]  # fmt: skip
    used = {term for line in ledger.lines for term in line.by_term}
    entries = [term_name(term, lang) if term in used else "" for term in COST_TERMS]
    keys = ("payer", "payer_kind", "people", "pays", "share", "bar", "alone_pays", "verdict")
    notes = element(
        "ul", *(element("li", line) for line in note_lines(source.facts, accounts, lang)), class_="notes quiet"
    )
    return section(lang, "payers", legend(entries), listing(lang, "payers", keys, rows, foot), notes)
