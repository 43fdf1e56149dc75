"""The whole plan in one workbook: an overview, then every list."""

from __future__ import annotations

from transport.clock import to_iso
from transport.papers.desk import Desk
from transport.papers.lists.cost_rows import LEDGER, cost_page
from transport.papers.lists.fleet_rows import FLEET_LISTS
from transport.papers.lists.listing import Listing
from transport.papers.lists.notices import notice_page
from transport.papers.lists.plan_rows import PLAN_LISTS
from transport.papers.lists.subsidy_rows import SUBSIDY_LISTS
from transport.papers.paper import Block, Form, Page, Paper, Words
from transport.plan import COST_TERMS, TRAVEL_MODES

ALL_LISTS: tuple[Listing, ...] = (*PLAN_LISTS, *FLEET_LISTS, *SUBSIDY_LISTS, LEDGER)


def whole_plan(desk: Desk) -> Paper:
    """Return everything; a list without rows keeps its sheet, so that nobody looks for it."""
    lists = tuple(listing.page(desk) for listing in ALL_LISTS)
    pages = (overview_page(desk, lists), cost_page(desk), *lists, notice_page(desk))
    return Paper(desk.text("lists.whole_plan"), pages)


def overview_page(desk: Desk, lists: tuple[Page, ...] = ()) -> Page:
    """Return the figures of the plan on one page."""

    def label(key: str, **values: object) -> str:
        return desk.text(f"lists.overview.{key}", **values)

    case, plan, summary = desk.facts.case, desk.facts.plan, desk.facts.plan.summary
    people = sum(summary.workers.values())
    unproven = label("no_bound")
    figures = (
        (label("case"), case.name),
        (label("window"), label("window_value", first=_day(case.window_start), last=_day(case.window_end - 1))),
        (label("total"), f"{summary.total_cost:,.2f}"),
        (label("per_person"), f"{summary.total_cost / people:,.2f}" if people else ""),
        (label("bound"), unproven if summary.lower_bound is None else f"{summary.lower_bound:,.2f}"),
        (label("gap"), unproven if summary.gap is None else f"{summary.gap:.2%}"),
        (label("vehicles"), f"{len(plan.trips):,}"),
        (label("services"), f"{len(plan.services):,}"),
    )
    by_mode = tuple((desk.text(f"papers.modes.{mode}"), f"{summary.workers.get(mode, 0):,}") for mode in TRAVEL_MODES)
    terms = tuple(
        (desk.text(f"papers.lists.cost.{term}"), f"{summary.cost.get(term, 0.0):,.2f}") for term in COST_TERMS
    )
    blocks: list[Block] = [
        Form(figures),
        Words(label("people"), "strong"),
        Form((*by_mode, (label("all_people"), f"{people:,}"))),
        Words(label("cost"), "strong"),
        Form((*terms, (label("total"), f"{summary.total_cost:,.2f}"))),
    ]
    if lists:
        blocks += [Words(label("contents"), "strong"), Form(tuple((page.name, _length(desk, page)) for page in lists))]
    return Page(label("sheet"), label("title"), tuple(blocks))


def _length(desk: Desk, page: Page) -> str:
    return desk.text("lists.overview.rows", rows=sum(len(getattr(block, "rows", ())) for block in page.blocks))


def _day(moment: int) -> str:
    return to_iso(moment)[:10]
