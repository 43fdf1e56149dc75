"""The ledger as a workbook that prints: payers, items, notes."""

from __future__ import annotations

from pathlib import Path

from transport.case import Case
from transport.facts import Facts
from transport.ledger.alone import Accounts
from transport.locale import Language, text
from transport.papers.sheet import LINE_HEIGHT, Book, Column, footer, line_count, set_page
from transport.plan import Plan
from transport.report.ledger_rows import (
    ALONE,
    ITEMS,
    SUMMARY,
    alone_rows,
    item_rows,
    note_lines,
    payer_name,
    summary_rows,
    term_name,
    terms_used,
)

_MONEY, _COUNT, _SHARE = "#,##0.00", "#,##0", "0.0%"
_WIDTHS = {"payer": 22, "kind": 10, "verdict": 28, "method": 26, "term": 12, "item": 14, "leg": 10, "route": 34}
_NUMBERS = {"people": _COUNT, "aboard": _COUNT, "share": _SHARE}
_NOTE_WIDTH = 110


def write_ledger(case: Case, plan: Plan, accounts: Accounts, folder: Path, lang: Language) -> Path:
    """Write the ledger of a plan into a folder, all or nothing, and return its path.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    facts, book = Facts(case, plan), Book()
    foot = footer(text(lang, "ledger.footer", title=case.title, mark=facts.mark), text(lang, "ledger.page"))
    terms = [_money(term_name(term, lang)) for term in terms_used(accounts)]
    payers = [_money(payer_name(line.name, lang)) for line in accounts.ledger.lines]
    summary = [_column(key, lang) for key in SUMMARY] + terms
    alone = [_column(key, lang) for key in ALONE]
    items = [_column(key, lang) for key in ITEMS] + payers
    book.add_list(text(lang, "ledger.sheets.summary"), summary, summary_rows(accounts, lang), foot)
    book.add_list(text(lang, "ledger.sheets.alone"), alone, alone_rows(accounts, lang), foot)
    book.add_list(text(lang, "ledger.sheets.items"), items, item_rows(facts, accounts, lang), foot)
    _add_notes(book, note_lines(facts, accounts, lang), foot, lang)
    return book.save(folder / text(lang, "ledger.file"))


def _add_notes(book: Book, lines: list[str], foot: str, lang: Language) -> None:
    sheet = book.add_sheet(text(lang, "ledger.sheets.notes"))
    set_page(sheet, foot, header_rows=(0, 0), landscape=True)
    sheet.set_column(0, 0, _NOTE_WIDTH)
    for row, line in enumerate(lines):
        sheet.set_row(row, 6 + LINE_HEIGHT * line_count(line, _NOTE_WIDTH))
        book.put(sheet, row, 0, line, book.style(text_wrap=True))


def _column(key: str, lang: Language) -> Column:
    heading = text(lang, f"ledger.columns.{key}")
    if key in _WIDTHS:
        return Column(heading, _WIDTHS[key])
    return Column(heading, 18 if key not in _NUMBERS else 9, _NUMBERS.get(key, _MONEY), "right")


def _money(heading: str) -> Column:
    return Column(heading, 15, _MONEY, "right")
