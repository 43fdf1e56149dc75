"""The papers of a plan, all of them, from Case and Plan alone: which there are, where they go, in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from transport.case import Case
from transport.facts import Facts
from transport.io.atomic import write_bytes
from transport.locale import Language
from transport.papers.booklet.build import build_booklet
from transport.papers.desk import Desk
from transport.papers.edition import Edition
from transport.papers.glyphs import Glyphs
from transport.papers.index import Entry, index_paper
from transport.papers.layout import Layout
from transport.papers.lists.by_place import employer_papers, hub_papers, village_papers
from transport.papers.lists.carriers import channel_papers, operator_papers
from transport.papers.lists.cost_rows import LEDGER, cost_page
from transport.papers.lists.fleet_rows import FLEET_LISTS, dispatch_page
from transport.papers.lists.notices import notice_page
from transport.papers.lists.overview import whole_plan
from transport.papers.lists.plan_rows import PLAN_LISTS
from transport.papers.lists.subsidy_rows import SUBSIDY_LISTS
from transport.papers.paper import Page, Paper
from transport.papers.typeset import typeset
from transport.papers.workbook import build_workbook
from transport.plan import Plan, Trip


@dataclass(frozen=True, slots=True)
class _Job:
    """One paper to be made: its kind, its path without ending, how it is built, and whether it is printed too."""

    kind: str
    stem: str
    build: Callable[[], Paper]
    print_too: bool = False


def write_papers(
    case: Case,
    plan: Plan,
    folder: Path,
    lang: Language,
    *,
    edition: Edition | None = None,
    unmask: bool = False,
    on_part: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write every paper of a plan.

    Parameters
    ----------
    folder
        An empty folder, or one whose files may be replaced.
    edition
        Which version of this folder's papers these are; default: the first, at the plan's time.
    unmask
        Show identity and phone numbers in full on the boarding lists and on the filing copies of carriers, airlines
        and railways; all others mask them.
    on_part
        Called with how many papers are done and how many there are.

    Returns
    -------
    list of Path
        The files written: the index first, then in the order of the index.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    facts = Facts(case, plan)
    with Glyphs() as glyphs:
        desk = Desk(facts, lang, edition or Edition(facts.mark, made=plan.created), glyphs, unmask)
        jobs = list(_jobs(desk))
        entries, files = [], []
        on_part(0, len(jobs) + 1)
        for done, job in enumerate(jobs, start=1):
            paper = job.build()
            made = _write(desk, paper, folder / job.stem, print_too=job.print_too)
            files += made
            entries.append(Entry(job.kind, tuple(path.relative_to(folder).as_posix() for path in made), paper.subject))
            on_part(done, len(jobs) + 1)
        index = _write(desk, index_paper(desk, entries), folder / Layout(lang).folder("index"), print_too=False)
        on_part(len(jobs) + 1, len(jobs) + 1)
    return index + files


def _write(desk: Desk, paper: Paper, stem: Path, *, print_too: bool) -> list[Path]:
    title = desk.facts.case.title
    made = []
    if print_too:
        pdf = stem.with_name(f"{stem.name}.pdf")
        write_bytes(pdf, typeset(paper, desk.edition, title, desk.lang, desk.glyphs))
        made.append(pdf)
    book = build_workbook(paper, desk.edition, title, desk.lang)
    made.append(book.save(stem.with_name(f"{stem.name}.xlsx")))
    return made


def _jobs(desk: Desk) -> Iterator[_Job]:
    """Yield every paper there is, in the order of the folder."""
    layout, places = Layout(desk.lang), desk.facts.case.places
    for trip in desk.facts.plan.trips:
        stem = layout.stem("booklets", trip.trip_id, desk.text(f"papers.kinds.{trip.kind}"), _end(desk, trip))
        yield _Job("booklets", str(stem), lambda trip=trip: build_booklet(desk, trip), print_too=True)  # type: ignore[misc]
    for place_id, paper in village_papers(desk):
        stem = layout.stem("villages", places[place_id].county, places[place_id].name)
        yield _ready("villages", str(stem), paper)
    for place_id, paper in employer_papers(desk):
        yield _ready("employers", str(layout.stem("employers", places[place_id].name)), paper)
    for hub, paper in hub_papers(desk):
        yield _ready("hubs", str(layout.stem("hubs", places[hub].name)), paper)
    for mode, operator, paper in channel_papers(desk):
        name = operator or desk.text("lists.channel.no_operator")
        stem = layout.stem("channels", desk.text(f"papers.service_modes.{mode}"), name)
        yield _ready("channels", str(stem), paper)
    for operator, paper in operator_papers(desk):
        stem = layout.stem("operators", operator or desk.text("lists.order.no_operator"))
        yield _ready("operators", str(stem), paper)
    yield _Job("notices", layout.folder("notices"), lambda: _single(notice_page(desk)))
    yield _Job("vehicles", layout.folder("vehicles"), lambda: _fleet(desk))
    yield _Job("subsidies", layout.folder("subsidies"), lambda: _pages([x.page(desk) for x in SUBSIDY_LISTS]))
    yield _Job("costs", layout.folder("costs"), lambda: _pages([cost_page(desk), LEDGER.page(desk)]))
    yield _Job("whole_plan", layout.folder("whole_plan"), lambda: whole_plan(desk))


def _end(desk: Desk, trip: Trip) -> str:
    """Return the place that a vehicle's papers are filed under: where it ends, or the hub that it starts from."""
    stops = trip.stops
    return desk.facts.case.places[(stops[0] if trip.kind == "distribution" else stops[-1]).place_id].name


def _fleet(desk: Desk) -> Paper:
    stops = next(listing for listing in PLAN_LISTS if listing.key == "stops")
    return _pages([dispatch_page(desk), *(listing.page(desk) for listing in (*FLEET_LISTS, stops))])


def _single(page: Page) -> Paper:
    return Paper(page.title, (page,))


def _pages(pages: list[Page]) -> Paper:
    return Paper(pages[0].title, tuple(pages))


def _ready(kind: str, stem: str, paper: Paper) -> _Job:
    return _Job(kind, stem, lambda: paper)
