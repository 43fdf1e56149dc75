"""What the figures of a plan rest on, and what in the data is thin. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transport.case import Case

COARSE = frozenset({"township", "county"})
"""Qualities of coordinates that stand for a whole area."""
NoteCode = Literal[
    "network",
    "no_coordinates",
    "coarse_coordinates",
    "no_phone",
    "no_id",
    "no_contact",
    "no_deadline",
    "no_county",
    "no_ticket_price",
]


@dataclass(frozen=True, slots=True)
class QualityNote:
    """Something about the data that a reader should know: how many it concerns, of how many."""

    code: NoteCode
    count: int
    of: int


def quality_notes(case: Case) -> tuple[QualityNote, ...]:
    """Return the notes that concern anybody."""
    workers, places = case.workers.values(), case.places.values()
    used = {worker.origin for worker in workers} | {worker.destination for worker in workers}
    counts: tuple[tuple[NoteCode, int, int], ...] = (
        ("network", int(case.roads.provider == "network"), 1),
        ("no_coordinates", sum(place.lat is None or place.lon is None for place in places), len(places)),
        ("coarse_coordinates", sum(case.places[place_id].quality in COARSE for place_id in used), len(used)),
        ("no_county", sum(not case.places[place_id].county for place_id in used), len(used)),
        ("no_phone", sum(not worker.phone for worker in workers), len(workers)),
        ("no_id", sum(not worker.id_number for worker in workers), len(workers)),
        ("no_contact", sum(not worker.emergency_contact for worker in workers), len(workers)),
        ("no_deadline", sum(worker.report_by >= case.window_end - 1 for worker in workers), len(workers)),
        ("no_ticket_price", sum(case.ticket_cost(worker) is None for worker in workers), len(workers)),
    )
    return tuple(QualityNote(code, count, of) for code, count, of in counts if count)
