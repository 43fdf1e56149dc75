"""The plan in plain words, its headline figures, and how it stands against its bound and simple practices."""

from __future__ import annotations

from transport.case import INVOICED_TERMS
from transport.ledger.items import ROUNDING
from transport.locale import text
from transport.plan import BASELINES, TRAVEL_MODES
from transport.report.charts import marked_bar
from transport.report.costs import term_costs
from transport.report.figures import best_practice
from transport.report.layout import listing, note, section
from transport.report.markup import Cell, Html, element
from transport.report.source import Source
from transport.report.words import fen, money, people, share

_WIDE_FIGURE = 12
"""Characters from which a figure is written smaller, so that it stays in its card."""


def sentences(source: Source) -> Html:
    """The plan in a few sentences, each behind a sign that says whether it is good."""
    lang, facts = source.lang, source.facts
    summary = facts.plan.summary
    count, total = sum(summary.workers.values()), summary.total_cost
    used = [mode for mode in TRAVEL_MODES if summary.workers.get(mode)]
    modes = text(lang, "report.separator").join(
        f"{text(lang, f'papers.modes.{mode}')} {people(summary.workers[mode], lang)}" for mode in used
    )
    each = money(total / count if count else 0.0, lang)
    told = [
        ("fact", text(lang, "report.words.plan", people=f"{count:,}", modes=modes, total=money(total, lang), each=each))
    ]
    invoiced = sum(cost.fen for cost in term_costs(facts) if cost.term in INVOICED_TERMS)
    held = sum(cost.fen for cost in term_costs(facts) if cost.term not in (*INVOICED_TERMS, ROUNDING))
    if held:
        told.append(("fact", text(lang, "report.words.invoiced", invoiced=fen(invoiced, lang), held=fen(held, lang))))
    told += [_bound_sentence(source), _practice_sentence(source)]
    left = len(facts.plan.unserved)
    told.append(
        ("bad", text(lang, "report.words.unserved", count=f"{left:,}"))
        if left
        else ("good", text(lang, "report.words.all"))
    )
    items = [
        element(
            "li",
            element("span", text(lang, f"report.signs.{look}"), class_="sign", aria_hidden="true"),
            words,
            class_=look,
        )
        for look, words in told
    ]
    return element("ul", *items, class_="words")


def _bound_sentence(source: Source) -> tuple[str, str]:
    lang, summary = source.lang, source.facts.plan.summary
    if summary.lower_bound is None or summary.gap is None:
        return "bad", text(lang, "report.words.no_bound")
    if summary.lower_bound <= 0 < summary.total_cost:
        return "bad", text(lang, "report.words.weak_bound")
    left = max(0.0, summary.total_cost - summary.lower_bound)
    key = "optimal" if left < 0.005 else "bound"
    bound = money(summary.lower_bound, lang)
    return "good", text(lang, f"report.words.{key}", bound=bound, left=money(left, lang), gap=f"{summary.gap:.1%}")


def _practice_sentence(source: Source) -> tuple[str, str]:
    lang, best = source.lang, best_practice(source.facts)
    if best is None:
        return "fact", text(lang, "report.words.no_practice")
    name, cost = best
    saved = cost - source.facts.plan.summary.total_cost
    key, look = ("saved", "good") if saved >= 0 else ("dearer", "bad")
    practice = text(lang, f"report.practices.{name}")
    words = text(
        lang, f"report.words.{key}", practice=practice, saved=money(abs(saved), lang), share=share(abs(saved), cost)
    )
    return look, words


def cards(source: Source) -> Html:
    """The headline figures."""
    lang, facts = source.lang, source.facts
    summary = facts.plan.summary
    count, total, best = sum(summary.workers.values()), summary.total_cost, best_practice(facts)
    unproven = text(lang, "report.not_proven")
    bound = unproven if summary.lower_bound is None else money(summary.lower_bound, lang)
    shown = [
        _card(source, "total", money(total, lang)),
        _card(source, "per_person", money(total / count if count else 0.0, lang)),
        _card(source, "bound", bound, note="bound_note"),
        _card(source, "gap", unproven if summary.gap is None else f"{summary.gap:.2%}", note="gap_note"),
    ]
    if best is None:
        shown.append(_card(source, "saving", "–", note="no_practice"))
    else:
        name, cost = best
        key, look = ("saving", "good") if cost >= total else ("more", "bad")
        values = {"share": share(abs(cost - total), cost), "practice": text(lang, f"report.practices.{name}")}
        shown.append(_card(source, key, money(abs(cost - total), lang), look, "saving_note", **values))
    left = len(facts.plan.unserved)
    shown.append(_card(source, "unserved", people(left, lang), "bad" if left else "good"))
    return element("div", *shown, class_="cards")


def _card(source: Source, key: str, figure: str, look: str = "", note: str = "", **values: object) -> Html:
    long = {"class_": "long"} if len(figure) > _WIDE_FIGURE else {}
    parts: list[str] = [text(source.lang, f"report.cards.{key}"), element("b", figure, **long)]
    if note:
        parts.append(element("span", text(source.lang, f"report.cards.{note}", **values), class_="quiet"))
    return element("div", *parts, class_=f"card {look}".strip())


def practice_section(source: Source) -> Html:
    """The plan, its bound and the simple practices side by side."""
    lang, summary = source.lang, source.facts.plan.summary
    costs = {"plan": summary.total_cost, "bound": summary.lower_bound}
    costs |= {name: summary.baselines.get(name) for name in BASELINES}
    most = max(cost for cost in costs.values() if cost is not None)
    rows = []
    for name, cost in costs.items():
        words = Cell(text(lang, f"report.practices.{name}"), look="strong" if name == "plan" else "")
        if cost is None:
            unknown = text(lang, "report.not_proven" if name == "bound" else "report.impossible")
            rows.append([words, Cell(unknown, None, "n"), Cell("–", None, "n"), Cell("", look="bar")])
            continue
        against = (
            "–"
            if name == "plan"
            else f"{(cost - summary.total_cost) / summary.total_cost:+.1%}"
            if summary.total_cost
            else "–"
        )
        shown = marked_bar(cost, most, summary.lower_bound)
        rows.append([words, Cell(money(cost, lang), cost, "n"), Cell(against, cost, "n"), Cell(shown, look="bar")])
    table = listing(lang, "practices", ("practice", "cost", "share_against", "bar"), rows)
    remarks = [note(lang, "practices"), *([note(lang, "mark")] if summary.lower_bound is not None else [])]
    return section(lang, "practices", table, *remarks)
