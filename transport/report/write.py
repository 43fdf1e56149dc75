"""The report of a plan: one self-contained HTML file, in figures and without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transport.case import Case
from transport.clock import to_iso
from transport.facts import Facts
from transport.io.atomic import write_text
from transport.ledger.alone import Accounts
from transport.locale import Language, text
from transport.plan import Plan
from transport.report.markup import Html, element, join
from transport.report.sections import SECTIONS, cards
from transport.report.shell import build_page


def write_report(case: Case, plan: Plan, path: Path, lang: Language, accounts: Accounts | None = None) -> Path:
    """Write the report of a plan, all or nothing, and return its path.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    write_text(path, build_report(Facts(case, plan), lang))
    return path


def build_report(facts: Facts, lang: Language) -> str:
    """Return the whole page: nothing in it asks anything of any other place."""
    case, summary = facts.case, facts.plan.summary
    title = text(lang, "report.title", title=case.title)
    subtitle = text(
        lang,
        "report.subtitle",
        case=case.name,
        mark=facts.mark,
        first=to_iso(case.window_start)[:10],
        last=to_iso(case.window_end - 1)[:10],
        people=f"{sum(summary.workers.values()):,}",
    )
    sections = [section for section in (build(facts, lang) for build in SECTIONS) if section]
    body = element(
        "main",
        element("h1", title),
        element("p", subtitle, class_="quiet"),
        cards(facts, lang),
        *sections,
        element("footer", _notes(lang, ("shares", "privacy", "rules"))),
    )
    return build_page(title, body, lang)


def _notes(lang: Language, keys: Sequence[str]) -> Html:
    return join(element("p", text(lang, f"report.notes.{key}"), class_="quiet") for key in keys)
