"""The report of a plan: one self-contained HTML file, in figures and without personal data."""

from __future__ import annotations

from pathlib import Path

from transport.case import Case
from transport.clock import to_iso
from transport.facts import Facts
from transport.io.atomic import write_text
from transport.ledger.alone import Accounts
from transport.locale import Language, text
from transport.plan import Plan
from transport.report.charts import patterns
from transport.report.layout import note
from transport.report.markup import element
from transport.report.sections import SECTIONS
from transport.report.sections.proof import cards, sentences
from transport.report.shell import build_page
from transport.report.source import Source


def write_report(case: Case, plan: Plan, path: Path, lang: Language, accounts: Accounts | None = None) -> Path:
    """Write the report of a plan, all or nothing, and return its path.

    Parameters
    ----------
    accounts
        Who pays what, where the case names payers.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    write_text(path, build_report(Source(Facts(case, plan), lang, accounts)))
    return path


def build_report(source: Source) -> str:
    """Return the whole page: nothing in it asks anything of any other place."""
    facts, lang = source.facts, source.lang
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
    sections = [(key, made) for key, build in SECTIONS if (made := build(source))]
    links = [element("a", text(lang, f"report.sections.{key}"), href=f"#{key}") for key, _ in sections]
    body = element(
        "main",
        patterns(),
        element("h1", title),
        element("p", subtitle, class_="quiet"),
        sentences(source),
        cards(source),
        element("nav", *links, aria_label=text(lang, "report.contents")),
        *(made for _, made in sections),
        element("footer", note(lang, "privacy"), note(lang, "rules")),
    )
    return build_page(title, body, lang)
