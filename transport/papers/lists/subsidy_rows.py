"""Who may ask for a travel subsidy, and who was carried free of charge, so that nobody is paid twice. Pure."""

from __future__ import annotations

from transport.case import Worker
from transport.papers.desk import Desk
from transport.papers.lists.listing import Listing, Rows
from transport.papers.lists.plan_rows import PERSON, person
from transport.papers.wording import id_text, legs_text, stamp_text
from transport.plan import Itinerary
from transport.privacy import mask_numbers

_STANDING = ("脱贫", "监测", "易地搬迁", "建档立卡", "低保")
"""Words in a roster's own columns that say whether a person belongs to those whom a subsidy is for."""
_BOX = "□"


def subsidy_rows(desk: Desk) -> Rows:
    """Return everybody who travels, with what a subsidy's application asks for; proofs are ticked by hand."""
    costs = {ticket.worker_id: ticket.cost for ticket in desk.facts.plan.tickets}
    rows: Rows = []
    for itinerary in _travelling(desk):
        worker = desk.facts.case.workers[itinerary.worker_id]
        organised = itinerary.mode in {"direct", "connected"}
        rows.append(
            [
                *person(desk, worker.worker_id),
                id_text(worker),
                desk.facts.case.places[worker.origin].county,
                desk.place(worker.origin),
                standing_text(worker),
                desk.place(worker.destination),
                desk.facts.case.places[worker.destination].county,
                desk.text(f"papers.modes.{itinerary.mode}"),
                desk.text(f"lists.organised.{'yes' if organised else 'no'}"),
                costs.get(worker.worker_id),
                "",
                f"{_BOX} {desk.text('lists.proofs')}",
                "",
                "",
            ]
        )
    return rows


def organised_rows(desk: Desk) -> Rows:
    """Return everybody who rides on what the organiser pays for."""
    rows: Rows = []
    for itinerary in _travelling(desk):
        if itinerary.mode == "ticket":
            continue
        worker = desk.facts.case.workers[itinerary.worker_id]
        rows.append(
            [
                *person(desk, worker.worker_id),
                id_text(worker),
                desk.facts.case.places[worker.origin].county,
                desk.place(worker.origin),
                desk.place(worker.destination),
                desk.text(f"papers.modes.{itinerary.mode}"),
                legs_text(desk.facts, itinerary),
                stamp_text(itinerary.pickup),
                stamp_text(itinerary.arrive),
                "",
            ]
        )
    return rows


def standing_text(worker: Worker) -> str:
    """Return what the roster's own columns say about a person's standing, such as ``是否脱贫户：是``."""
    told = [
        f"{header}：{value}" for header, value in worker.extra.items() if value and any(w in header for w in _STANDING)
    ]
    return mask_numbers("；".join(told))


def _travelling(desk: Desk) -> list[Itinerary]:
    order = desk.facts.roster_order
    travelling = (itinerary for itinerary in desk.facts.plan.itineraries if itinerary.mode != "unserved")
    return sorted(travelling, key=lambda itinerary: order[itinerary.worker_id])


SUBSIDY_LISTS: tuple[Listing, ...] = (
    Listing(
        "subsidy",
        (*PERSON, "id_number", "county", "village", "standing", "employer", "employer_county", "mode", "organised",
         "ticket_cost", "card", "proof", "amount", "remark"),
        subsidy_rows,
    ),
    Listing(
        "organised",
        (*PERSON, "id_number", "county", "village", "employer", "mode", "legs", "board_time", "alight_time", "paid"),
        organised_rows,
    ),
)  # fmt: skip
