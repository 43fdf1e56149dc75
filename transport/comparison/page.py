"""The comparison as one self-contained page: what it costs, who is concerned, what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from transport.comparison.charts import diverging, stack
from transport.comparison.compared import Compared, Entry
from transport.comparison.measures import BY_NAME
from transport.comparison.wording import (
    arrow,
    change_lines,
    look,
    measure_name,
    percent,
    shown,
    signed,
    subtitle,
)
from transport.locale import Language, text
from transport.plan import COST_TERMS, TRAVEL_MODES
from transport.report.markup import Html, element, join, legend
from transport.report.shell import build_page

_MOST_LINES = 14
_CHANGED = ("change.mode", "change.vehicle", "change.time")


def build_comparison(
    compared: Compared, title: str, lang: Language, maps: Mapping[str, str] | None = None, *, planned: bool = True
) -> str:
    """Return the page.

    Parameters
    ----------
    compared
        What is compared.
    title
        Of the case.
    maps
        Addresses, relative to the page, of maps of the difference from the base, by scenario.
    planned
        Whether these are scenarios that were planned together.
    """
    heading = text(lang, "comparison.title", title=title)
    sections = [
        _total(compared, lang),
        _modes(compared, lang),
        _people(compared, lang),
        _figures(compared, lang),
        _changes(compared, lang),
        _maps(maps or {}, lang),
        _failed(compared, lang),
    ]
    notes = ["privacy", *(["no_case"] if any(entry.case is None for entry in compared.entries) else [])]
    body = element(
        "main",
        element("h1", heading),
        element("p", subtitle(compared, lang, planned=planned), class_="quiet"),
        _cards(compared, lang),
        *sections,
        element("footer", *(_note(lang, note) for note in notes)),
    )
    style = (files("transport.comparison") / "assets" / "comparison.css").read_text(encoding="utf-8")
    return build_page(heading, body, lang, style=style)


# ---- the sections


def _cards(compared: Compared, lang: Language) -> Html:
    base, others = compared.base, compared.entries[1:]
    cards = [_card(lang, "base", shown(base.values["cost.total"], "CNY", lang, 2))]
    if others:
        by_cost = sorted(others, key=lambda entry: compared.delta(entry, "cost.total") or 0.0)
        for key, entry in (("cheapest", by_cost[0]), ("dearest", by_cost[-1])):
            delta = compared.delta(entry, "cost.total")
            cards.append(_card(lang, key, signed(delta, "CNY", lang), entry.name, look(delta, "cost.total")))
        changed = max(others, key=lambda entry: entry.changed.count)
        cards.append(_card(lang, "change", text(lang, "comparison.people", count=changed.changed.count), changed.name))
    worst = max(compared.entries, key=lambda entry: entry.values["people.unserved"] or 0)
    left = worst.values["people.unserved"] or 0
    count = text(lang, "comparison.people", count=f"{left:,.0f}")
    cards.append(_card(lang, "unserved", count, worst.name if left else "", "bad" if left else "good"))
    return element("div", *cards, class_="cards")


def _total(compared: Compared, lang: Language) -> Html:
    terms = [term for term in COST_TERMS if any(entry.values[f"cost.{term}"] for entry in compared.entries)]
    largest = max(entry.values["cost.total"] or 0.0 for entry in compared.entries)
    widest = max(abs(compared.delta(entry, "cost.total") or 0.0) for entry in compared.entries)
    rows = []
    for entry in compared.entries:
        delta, gap = compared.delta(entry, "cost.total"), entry.values["proof.gap"]
        parts = [entry.values[f"cost.{term}"] or 0.0 for term in terms]
        rows.append(
            _row(
                entry is compared.base,
                element("td", entry.name),
                _number(shown(entry.values["cost.total"], "CNY", lang), entry.values["cost.total"]),
                _number(_against(compared, entry, "cost.total", lang), delta),
                element("td", diverging(delta or 0.0, widest, look(delta, "cost.total")), class_="chart"),
                element("td", stack(parts, largest, entry.values["proof.lower_bound"]), class_="chart"),
                _number(shown(gap, "share", lang), gap),
            )
        )
    headings = _headings(lang, ("scenario", ""), ("total", "n"), ("delta", "n"), ("difference", "bar"), ("bar", "bar"),
                         ("gap", "n"))  # fmt: skip
    names = [measure_name(f"cost.{term}", lang) for term in terms]
    return _section(
        lang, "total", legend(names), _table(headings, rows), _note(lang, "total"), _note(lang, "proof")
    )  # fmt: skip


def _modes(compared: Compared, lang: Language) -> Html:
    most = max(entry.values["people.total"] or 0 for entry in compared.entries)
    rows = []
    for entry in compared.entries:
        counts = [entry.values[f"people.{mode}"] or 0 for mode in TRAVEL_MODES]
        cells = [
            _number(_with_delta(compared, entry, f"people.{mode}", lang), count)
            for mode, count in zip(TRAVEL_MODES, counts, strict=True)
        ]
        chart = element("td", stack(counts, most), class_="chart")
        rows.append(_row(entry is compared.base, element("td", entry.name), chart, *cells))
    names = [text(lang, f"comparison.modes.{mode}") for mode in TRAVEL_MODES]
    headings = [*_headings(lang, ("scenario", ""), ("people", "bar")), *((name, "n") for name in names)]
    return _section(lang, "modes", legend(names), _table(headings, rows))


def _people(compared: Compared, lang: Language) -> Html:
    others = compared.entries[1:]
    if not others:
        return Html()
    most = max(entry.changed.count for entry in others)
    rows = []
    for entry in others:
        counts = [entry.values[measure] or 0 for measure in _CHANGED]
        cells = [_number(f"{value:,.0f}", value) for value in (entry.values["change.people"] or 0, *counts)]
        more = [_number(f"{entry.values[name]:,.0f}", entry.values[name]) for name in ("change.new", "change.gone")]
        chart = element("td", stack(counts, most), class_="chart")
        rows.append(_row(False, element("td", entry.name), chart, *cells, *more))
    names = [measure_name(measure, lang) for measure in _CHANGED]
    columns = ["change.people", *_CHANGED, "change.new", "change.gone"]
    headings = [
        *_headings(lang, ("scenario", ""), ("people", "bar")),
        *((measure_name(name, lang), "n") for name in columns),
    ]
    return _section(lang, "people", legend(names), _table(headings, rows), _note(lang, "people"))


def _figures(compared: Compared, lang: Language) -> Html:
    rows, group = [], ""
    width = len(compared.entries) + 1
    for measure in compared.measures:
        if BY_NAME[measure].group != group:
            group = BY_NAME[measure].group
            first = element("td", text(lang, f"comparison.groups.{group}"))
            rows.append(element("tr", first, *(element("td") for _ in range(width - 1)), class_="group"))
        cells = [
            _number(_with_delta(compared, entry, measure, lang), entry.values.get(measure))
            for entry in compared.entries
        ]
        rows.append(element("tr", element("td", measure_name(measure, lang)), *cells))
    head = [element("th", text(lang, "comparison.columns.measure"), scope="col")]
    head += [element("th", entry.name, scope="col", class_="n") for entry in compared.entries]
    whole = element("table", element("thead", element("tr", *head)), element("tbody", *rows), class_="wide")
    return _section(lang, "figures", element("div", whole, class_="scroll"))


def _changes(compared: Compared, lang: Language) -> Html:
    blocks = [
        element(
            "details",
            element("summary", entry.name),
            element("ul", *(element("li", line) for line in change_lines(entry, lang, _MOST_LINES))),
            **{"open": "open"} if len(compared.entries) <= 6 else {},
        )
        for entry in compared.entries[1:]
        if entry.changes
    ]
    return _section(lang, "changes", *blocks) if blocks else Html()


def _maps(maps: Mapping[str, str], lang: Language) -> Html:
    links = [
        element("li", element("a", text(lang, "comparison.map_link", name=name), href=address))
        for name, address in maps.items()
    ]
    return _section(lang, "maps", element("ul", *links, class_="notes")) if links else Html()


def _failed(compared: Compared, lang: Language) -> Html:
    items = [
        element("li", f"{failed.name}: {text(lang, f'comparison.reasons.{failed.reason}')} {failed.detail}".rstrip())
        for failed in compared.failed
    ]
    return _section(lang, "failed", element("ul", *items, class_="notes")) if items else Html()


# ---- the parts


def _with_delta(compared: Compared, entry: Entry, measure: str, lang: Language) -> Html:
    """Return a figure, below it its difference from the base."""
    unit = BY_NAME[measure].unit
    parts = [join([shown(entry.values.get(measure), unit, lang)])]
    delta = compared.delta(entry, measure)
    if entry is not compared.base and delta is not None and not measure.startswith("change."):
        written = f"{arrow(delta)} {signed(delta, unit, lang)}".strip()
        parts.append(element("span", written, class_=f"delta {look(delta, measure)}".strip()))
    return join(parts)


def _against(compared: Compared, entry: Entry, measure: str, lang: Language) -> Html:
    """Return a difference from the base with arrow, sign and percentage."""
    if entry is compared.base:
        return join([text(lang, "comparison.none")])
    delta = compared.delta(entry, measure)
    share = percent(compared.relative(entry, measure))
    written = f"{arrow(delta)} {signed(delta, BY_NAME[measure].unit, lang)}".strip()
    bracket = f" ({share})" if share else ""
    return element("span", f"{written}{bracket}", class_=look(delta, measure))


def _number(content: str, value: float | None) -> Html:
    return element("td", content, class_="n", **({} if value is None else {"data_v": value}))


def _row(is_base: bool, *cells: Html) -> Html:
    return element("tr", *cells, **({"class_": "base"} if is_base else {}))


def _headings(lang: Language, *columns: tuple[str, str]) -> list[tuple[str, str]]:
    return [(text(lang, f"comparison.columns.{key}"), kind) for key, kind in columns]


def _table(headings: list[tuple[str, str]], rows: list[Html]) -> Html:
    head = [
        element("th", name if kind == "bar" else element("span", name, class_="sort"), class_=kind, scope="col")
        for name, kind in headings
    ]
    whole = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    return element("div", whole, class_="scroll")


def _section(lang: Language, key: str, *children: Html) -> Html:
    return element("section", element("h2", text(lang, f"comparison.sections.{key}")), join(children), id=key)


def _note(lang: Language, key: str) -> Html:
    return element("p", text(lang, f"comparison.notes.{key}"), class_="quiet")


def _card(lang: Language, key: str, figure: str, note: str = "", style: str = "") -> Html:
    parts = [text(lang, f"comparison.cards.{key}"), element("b", figure)]
    if note:
        parts.append(element("span", note, class_="quiet"))
    return element("div", *parts, class_=f"card {style}".strip())
