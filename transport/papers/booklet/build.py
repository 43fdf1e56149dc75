"""The booklet of one trip, put together from its parts."""

from __future__ import annotations

from transport.papers.booklet.boarding import boarding_page
from transport.papers.booklet.cover import cover_page, route_text
from transport.papers.booklet.duty import duty_page
from transport.papers.booklet.escort import card_page, escort_page
from transport.papers.booklet.handover import handover_pages
from transport.papers.desk import Desk
from transport.papers.paper import Paper
from transport.plan import Trip


def build_booklet(desk: Desk, trip: Trip) -> Paper:
    """Return everything that goes on board of one vehicle for one trip, in the order in which it is needed."""
    pages = (
        cover_page(desk, trip),
        boarding_page(desk, trip),
        duty_page(desk, trip),
        escort_page(desk, trip),
        card_page(desk, trip),
        *handover_pages(desk, trip),
    )
    return Paper(f"{trip.trip_id} {route_text(desk, trip)}", pages)
