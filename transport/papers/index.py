"""The sheet that lies on top: every file, what it is, whom it is for, and what is still to be done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transport.papers.desk import Desk
from transport.papers.paper import Block, Column, Page, Paper, Row, Table, Words
from transport.papers.wording import name_text
from transport.privacy import mask_numbers

_WIDTHS = {"number": 7, "file": 52, "about": 40, "receiver": 22}


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper in the folder: which kind, its file names without the folder of all papers, what it is about."""

    kind: str
    files: tuple[str, ...]
    subject: str


def index_paper(desk: Desk, entries: Sequence[Entry]) -> Paper:
    """Return the index."""
    columns = tuple(
        Column(_label(desk, f"columns.{key}"), width, align="center" if key == "number" else "left")
        for key, width in _WIDTHS.items()
    )
    rows = [
        Row(
            (
                str(number),
                "\n".join(entry.files),
                _label(desk, f"about.{entry.kind}", subject=entry.subject),
                _label(desk, f"receivers.{entry.kind}"),
            )
        )
        for number, entry in enumerate(entries, start=1)
    ]
    notes: list[Block] = [Words(_label(desk, "unmasked" if desk.unmask else "masked"), "warning")]
    if unknown := _without_plates(desk):
        notes.append(Words(_label(desk, "no_plates", vehicles=unknown), "warning"))
    if people := unprintable_people(desk):
        told = desk.text("papers.list_separator").join(people)
        notes.append(Words(_label(desk, "unprintable", people=told), "warning"))
    files = sum(len(entry.files) for entry in entries) + 1
    page = Page(_label(desk, "sheet"), _label(desk, "title", files=files), (*notes, Table(columns, rows)))
    return Paper(_label(desk, "subject"), (page,))


def unprintable_people(desk: Desk) -> list[str]:
    """Return everybody whose name has characters that no font has, with what these are."""
    found = []
    for worker in desk.facts.case.workers.values():
        if codes := desk.unprintable(worker.name):
            shown = {"worker": mask_numbers(worker.worker_id), "name": name_text(worker), "codes": codes}
            found.append(_label(desk, "unprintable_person", **shown))
    return found


def _without_plates(desk: Desk) -> int:
    used = {(trip.offer_id, trip.vehicle_no) for trip in desk.facts.plan.trips}
    known = desk.facts.case.vehicles
    return sum(key not in known or not (known[key].plate and known[key].drivers) for key in used)


def _label(desk: Desk, key: str, **values: object) -> str:
    return desk.text(f"lists.index.{key}", **values)
