"""One workbook of everything: an overview and all lists, to be sorted, filtered and printed."""

from __future__ import annotations

from transport.clock import to_iso
from transport.facts import Facts
from transport.locale import Language, text
from transport.papers.list_rows import LISTS, Value
from transport.papers.sheet import HEAD, QUIET, Book, Column, set_page
from transport.papers.wording import page_footer
from transport.plan import COST_TERMS, TRAVEL_MODES

_MONEY, _KM, _SHARE, _COUNT = "#,##0.00", "#,##0.0", "0.0%", "#,##0"
_NUMBERS = {
    "cost": _MONEY,
    "km": _KM,
    "empty_km": _KM,
    "use": _SHARE,
    "people": _COUNT,
    "seats": _COUNT,
    "units": _COUNT,
    "number": _COUNT,
    "vehicle_no": _COUNT,
}
_WIDTHS = {
    **dict.fromkeys(("number", "gender", "vehicle_no", "people", "units"), 7.0),
    **dict.fromkeys(("trip", "kind", "seats", "use", "km", "empty_km"), 9.5),
    **dict.fromkeys(("leaves_base", "starts", "ends", "depart", "arrive", "report_by"), 16.5),
    **dict.fromkeys(("board_time", "alight_time"), 16.5),
    **dict.fromkeys(("first", "last", "board", "alight", "from_hub", "to_hub", "village"), 15.0),
    **dict.fromkeys(("employer", "legs", "reason"), 24.0),
    **dict.fromkeys(("needs", "operator", "mode", "vehicle"), 16.0),
    "phone": 13.5,
    "detail": 46.0,
}
_USUAL_WIDTH = 12.0
_Pair = tuple[str, Value, str]


def build_lists(facts: Facts, lang: Language) -> Book:
    """Build the workbook of all lists; a list without rows keeps its sheet, so that nobody looks for it."""
    book = Book()
    _add_overview(book, facts, lang)
    for spec in LISTS:
        name = text(lang, f"papers.lists.sheets.{spec.key}")
        columns = [_column(key, lang) for key in spec.columns]
        book.add_list(name, columns, spec.rows(facts, lang), page_footer(facts, name, lang))
    return book


def _column(key: str, lang: Language) -> Column:
    heading = text(lang, f"papers.lists.columns.{key}")
    return Column(heading, _WIDTHS.get(key, _USUAL_WIDTH), _NUMBERS.get(key))


def _add_overview(book: Book, facts: Facts, lang: Language) -> None:
    def label(key: str, **values: object) -> str:
        return text(lang, f"papers.lists.overview.{key}", **values)

    sheet = book.add_sheet(label("sheet"))
    set_page(sheet, page_footer(facts, label("sheet"), lang), header_rows=(0, 0))
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 34)
    sheet.set_row(0, 40)
    title = book.style(bold=True, font_size=18)
    book.put(sheet, 0, 0, label("title", title=facts.case.title), title)
    row = 2
    for heading, pairs in _overview_blocks(facts, lang):
        if heading:
            sheet.set_row(row, 24)
            book.span(sheet, row, (0, 1), heading, book.boxed(bold=True, bg_color=HEAD))
            row += 1
        for name, value, number in pairs:
            sheet.set_row(row, 22)
            book.put(sheet, row, 0, name, book.boxed(font_color=QUIET))
            book.put(sheet, row, 1, value, book.boxed(num_format=number, align="right" if number else "left"))
            row += 1
        row += 1
    sheet.print_area(0, 0, row, 1)


def _overview_blocks(facts: Facts, lang: Language) -> list[tuple[str, list[_Pair]]]:
    """Return the blocks of the overview: heading, then (name, value, number format)."""

    def label(key: str, **values: object) -> str:
        return text(lang, f"papers.lists.overview.{key}", **values)

    case, plan, summary = facts.case, facts.plan, facts.plan.summary
    people = sum(summary.workers.values())
    window = label("window_value", first=to_iso(case.window_start)[:10], last=to_iso(case.window_end - 1)[:10])
    bound, gap = summary.lower_bound, summary.gap
    people_by_mode: list[_Pair] = [
        (text(lang, f"papers.modes.{mode}"), summary.workers.get(mode, 0), _COUNT) for mode in TRAVEL_MODES
    ]
    return [
        (
            "",
            [
                (label("case"), case.name, ""),
                (label("plan"), facts.mark, ""),
                (label("window"), window, ""),
                (label("total"), summary.total_cost, _MONEY),
                (label("per_person"), summary.total_cost / people if people else None, _MONEY),
                (label("bound"), label("no_bound") if bound is None else bound, "" if bound is None else _MONEY),
                (label("gap"), label("no_bound") if gap is None else gap, "" if gap is None else "0.00%"),
                (label("vehicles"), len(plan.trips), _COUNT),
                (label("services"), len(plan.services), _COUNT),
            ],
        ),
        (
            label("people"),
            [*people_by_mode, (label("all_people"), people, _COUNT)],
        ),
        (
            label("cost"),
            [(text(lang, f"papers.lists.cost.{term}"), summary.cost.get(term, 0.0), _MONEY) for term in COST_TERMS],
        ),
        (
            label("contents"),
            [(text(lang, f"papers.lists.sheets.{spec.key}"), len(spec.rows(facts, lang)), _COUNT) for spec in LISTS],
        ),
    ]
