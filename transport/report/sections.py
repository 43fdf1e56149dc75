"""The sections of the report, each from the facts alone."""

from __future__ import annotations

from collections.abc import Callable

from transport.facts import Facts
from transport.locale import Language, text
from transport.papers.wording import reason_text
from transport.plan import BASELINES, COST_TERMS, TRAVEL_MODES
from transport.privacy import mask_numbers
from transport.report.figures import (
    GroupCost,
    best_practice,
    county_costs,
    employer_costs,
    journeys,
    mode_costs,
    seat_use,
    warnings,
)
from transport.report.markup import Cell, Html, bar, bar_rows, element, join, legend, stacked_bar, table


def cards(facts: Facts, lang: Language) -> Html:
    """The headline figures."""
    summary = facts.plan.summary
    people, total, best = sum(summary.workers.values()), summary.total_cost, best_practice(facts)
    unproven = text(lang, "report.not_proven")
    shown = [
        _card(lang, "total", _money(total, lang, 2)),
        _card(lang, "per_person", _money(total / people if people else 0.0, lang)),
        _card(
            lang,
            "bound",
            unproven if summary.lower_bound is None else _money(summary.lower_bound, lang, 2),
            note=text(lang, "report.cards.bound_note"),
        ),
        _card(
            lang,
            "gap",
            unproven if summary.gap is None else f"{summary.gap:.2%}",
            note=text(lang, "report.cards.gap_note"),
        ),
    ]
    if best is None:
        shown.append(_card(lang, "saving", "–", note=text(lang, "report.cards.no_practice")))
    else:
        name, cost = best
        note = text(
            lang,
            "report.cards.saving_note",
            share=f"{abs(cost - total) / cost if cost > 0 else 0.0:.1%}",
            practice=text(lang, f"report.practices.{name}"),
        )
        key, look = ("saving", "good") if cost >= total else ("more", "bad")
        shown.append(_card(lang, key, _money(abs(cost - total), lang), look, note))
    count = len(facts.plan.unserved)
    shown.append(_card(lang, "unserved", text(lang, "report.people", count=f"{count:,}"), "bad" if count else "good"))
    return element("div", *shown, class_="cards")


def people_section(facts: Facts, lang: Language) -> Html:
    """How many travel how."""
    counts = [facts.plan.summary.workers.get(mode, 0) for mode in TRAVEL_MODES]
    entries = [
        f"{text(lang, f'papers.modes.{mode}')}  {count:,} ({_share(count, sum(counts))})"
        for mode, count in zip(TRAVEL_MODES, counts, strict=True)
    ]
    return _section(lang, "people", element("div", stacked_bar(counts), class_="stack"), legend(entries))


def practice_section(facts: Facts, lang: Language) -> Html:
    """The plan, its bound and the simple practices side by side."""
    summary = facts.plan.summary
    costs = {"plan": summary.total_cost, "bound": summary.lower_bound}
    costs |= {name: summary.baselines.get(name) for name in BASELINES}
    known = {name: cost for name, cost in costs.items() if cost is not None}
    names = [text(lang, f"report.practices.{name}") for name in known]
    rows = bar_rows(names, [_money(cost, lang) for cost in known.values()], list(known.values()))
    return _section(lang, "practices", table(_headings(lang, "practice", "cost", "bar"), rows))


def term_section(facts: Facts, lang: Language) -> Html:
    """Cost by term."""
    summary = facts.plan.summary
    used = [(term, summary.cost[term]) for term in COST_TERMS if summary.cost.get(term)]
    largest = max((cost for _, cost in used), default=0.0)
    rows = [
        [
            Cell(text(lang, f"papers.lists.cost.{term}")),
            Cell(_money(cost, lang), cost, "n"),
            Cell(_share(cost, summary.total_cost), cost, "n"),
            Cell(bar(cost, largest), look="bar"),
        ]
        for term, cost in used
    ]
    return _section(lang, "terms", table(_headings(lang, "term", "cost", "share", "bar"), rows))


def mode_section(facts: Facts, lang: Language) -> Html:
    """Cost by mode of travel."""
    return _groups(lang, "modes", "mode", mode_costs(facts), lambda mode: text(lang, f"papers.modes.{mode}"))


def county_section(facts: Facts, lang: Language) -> Html:
    """Cost by home county."""
    return _groups(lang, "counties", "county", county_costs(facts), str)


def employer_section(facts: Facts, lang: Language) -> Html:
    """Cost by employer."""
    return _groups(lang, "employers", "employer", employer_costs(facts), str)


def journey_section(facts: Facts, lang: Language) -> Html:
    """How long people are under way."""
    found = journeys(facts)
    if found.median is None or found.longest is None:
        return _section(lang, "journeys", element("p", text(lang, "report.journeys.nobody")))
    line = text(
        lang,
        "report.journeys.line",
        people=f"{len(found.minutes):,}",
        median=_hours(found.median, lang),
        longest=_hours(found.longest, lang),
    )
    names, counts = [], []
    for low, high, count in found.bands():
        key = "band_open" if high is None else "band"
        names.append(text(lang, f"report.journeys.{key}", low=low, high=high))
        counts.append(count)
    rows = bar_rows(names, [f"{count:,}" for count in counts], counts)
    return _section(lang, "journeys", element("p", line), table(_headings(lang, "band", "people", "bar"), rows))


def seat_section(facts: Facts, lang: Language) -> Html:
    """How full vehicles and services are."""
    rows = []
    for use in seat_use(facts):
        area = "service_modes" if use.kind in {"flight", "train"} else "kinds"
        rows.append(
            [
                Cell(use.name),
                Cell(text(lang, f"papers.{area}.{use.kind}")),
                Cell(f"{use.vehicles:,}", use.vehicles, "n"),
                Cell(f"{use.people:,}", use.people, "n"),
                Cell(f"{use.seats:,}", use.seats, "n"),
                Cell("–" if use.share is None else f"{use.share:.0%}", use.share, "n"),
                Cell(bar(use.share or 0.0, 1.0), look="bar"),
                Cell(_money(use.cost, lang), use.cost, "n"),
            ]
        )
    headings = _headings(lang, "vehicle", "kind", "trips", "people", "seats", "use", "bar", "cost")
    note = element("p", text(lang, "report.notes.seats"), class_="quiet")
    return _section(lang, "seats", table(headings, rows), note) if rows else Html()


def unserved_section(facts: Facts, lang: Language) -> Html:
    """Who is left, by number and village, why, and what would have to change."""
    places, workers = facts.case.places, facts.case.workers
    if not facts.plan.unserved:
        return _section(lang, "unserved", element("p", text(lang, "report.notes.nobody_unserved")))
    rows = [
        [
            Cell(mask_numbers(unserved.worker_id)),
            Cell(places[workers[unserved.worker_id].origin].name),
            Cell(reason_text(unserved.reason, lang)),
            Cell(mask_numbers(unserved.detail), look="wide"),
        ]
        for unserved in sorted(facts.plan.unserved, key=lambda unserved: facts.roster_order[unserved.worker_id])
    ]
    return _section(lang, "unserved", table(_headings(lang, "worker", "village", "reason", "detail"), rows))


def warning_section(facts: Facts, lang: Language) -> Html:
    """What somebody should look at; nothing where there is nothing."""
    separator = text(lang, "papers.list_separator")
    items = [
        element(
            "li",
            text(lang, f"report.warnings.{found.code}", count=f"{found.count:,}", which=separator.join(found.which)),
        )
        for found in warnings(facts)
    ]
    return _section(lang, "warnings", element("ul", *items, class_="notes")) if items else Html()


SECTIONS: tuple[Callable[[Facts, Language], Html], ...] = (
    people_section,
    practice_section,
    term_section,
    mode_section,
    county_section,
    employer_section,
    journey_section,
    seat_section,
    unserved_section,
    warning_section,
)


def _groups(
    lang: Language, section: str, column: str, groups: tuple[GroupCost, ...], name_of: Callable[[str], str]
) -> Html:
    largest = max((group.total for group in groups), default=0.0)
    rows = [
        [
            Cell(name_of(group.name)),
            Cell(f"{group.people:,}", group.people, "n"),
            Cell(_money(group.total, lang), group.total, "n"),
            Cell(_money(group.per_person, lang), group.per_person, "n"),
            Cell(bar(group.total, largest), look="bar"),
        ]
        for group in groups
    ]
    return _section(lang, section, table(_headings(lang, column, "people", "cost", "per_person", "bar"), rows))


_NUMERIC = {"people", "cost", "per_person", "share", "trips", "seats", "use"}


def _headings(lang: Language, *keys: str) -> list[tuple[str, str]]:
    looks = ("n" if key in _NUMERIC else "bar" if key == "bar" else "" for key in keys)
    return [(text(lang, f"report.columns.{key}"), look) for key, look in zip(keys, looks, strict=True)]


def _section(lang: Language, key: str, *children: Html) -> Html:
    return element("section", element("h2", text(lang, f"report.sections.{key}")), join(children), id=key)


def _card(lang: Language, key: str, figure: str, look: str = "", note: str = "") -> Html:
    parts = [text(lang, f"report.cards.{key}"), element("b", figure)]
    if note:
        parts.append(element("span", note, class_="quiet"))
    return element("div", *parts, class_=f"card {look}".strip())


def _money(amount: float, lang: Language, decimals: int = 0) -> str:
    return text(lang, "report.money", amount=f"{amount:,.{decimals}f}")


def _hours(minutes: float, lang: Language) -> str:
    return text(lang, "report.hours", hours=round(minutes) // 60, minutes=round(minutes) % 60)


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else "–"
