"""The cost statement: every yuan of the plan in one column that adds up to its total to the fen. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transport.clock import DAY, to_iso
from transport.papers.desk import Desk
from transport.papers.lists.listing import Listing, Rows, list_table
from transport.papers.paper import Band, Page, Row, Words
from transport.plan import COST_TERMS

_COLUMNS = ("term", "item", "operator", "route", "people", "amount")
_ITEMISED = ("vehicles", "services", "tickets")
PAID = ("vehicles", "services", "tickets", "escorts")
"""Terms that somebody is paid; the others are what the case holds time and failure to be worth."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One thing that costs something; ``amount`` in CNY, whole fen."""

    item: str
    operator: str
    route: str
    people: int | None
    amount: float


def cost_lines(desk: Desk) -> dict[str, list[CostLine]]:
    """Return the lines of every term; they add up to the plan's term to the fen.

    Amounts in a plan are rounded one by one and its totals are not the sum of rounded ones, so a term may need a last
    line for the difference.
    """
    lines: dict[str, list[CostLine]] = {
        "vehicles": list(_vehicles(desk)),
        "services": list(_services(desk)),
        "tickets": list(_tickets(desk)),
    }
    for term in COST_TERMS:
        amount = round(desk.facts.plan.summary.cost.get(term, 0.0), 2)
        found = lines.setdefault(term, [])
        if term not in _ITEMISED and amount:
            found.append(CostLine(desk.text(f"lists.cost_items.{term}"), "", "", None, amount))
        rest = round(amount - sum(line.amount for line in found), 2)
        if rest:
            found.append(CostLine(desk.text("lists.cost_items.rounding"), "", "", None, rest))
    return lines


def cost_page(desk: Desk) -> Page:
    """Return the cost statement: what is paid, term by term, then what is only reckoned."""
    lines, rows = cost_lines(desk), list[Row | Band]()
    total = 0.0
    for heading, terms in (("paid", PAID), ("reckoned", [term for term in COST_TERMS if term not in PAID])):
        part = 0.0
        rows.append(Band(desk.text(f"lists.costs.{heading}")))
        for term in terms:
            name = desk.text(f"papers.lists.cost.{term}")
            rows += [Row((name, x.item, x.operator, x.route, x.people, x.amount)) for x in lines[term]]
            amount = round(sum(line.amount for line in lines[term]), 2)
            label = desk.text("lists.subtotal", name=name)
            rows.append(Row((label, None, None, None, None, amount), shade=True))
            part = round(part + amount, 2)
        label = desk.text("lists.subtotal", name=desk.text(f"lists.costs.{heading}_sum"))
        rows.append(Row((label, None, None, None, None, part), shade=True, strong=True))
        total = round(total + part, 2)
    rows.append(Row((desk.text("lists.total"), None, None, None, None, total), shade=True, strong=True))
    return Page(
        desk.text("lists.costs.sheet"),
        desk.text("lists.costs.title"),
        (list_table(desk, _COLUMNS, rows), Words(desk.text("lists.costs.note"), "quiet")),
        landscape=True,
    )


def day_rows(desk: Desk) -> Rows:
    """Return the ledger of days: what leaves when, how many it carries, what it costs."""
    groups: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for trip in desk.facts.plan.trips:
        groups.setdefault((_day(trip.stops[0].depart), f"trip_{trip.kind}"), []).append((trip.load, trip.cost))
    for use in desk.facts.plan.services:
        service = desk.facts.case.services[use.service_id]
        groups.setdefault((_day(service.depart), f"service_{service.mode}"), []).append((len(use.workers), use.cost))
    if desk.facts.plan.tickets:
        groups["", "ticket"] = [(1, ticket.cost) for ticket in desk.facts.plan.tickets]
    return [
        [
            day,
            desk.text(f"lists.ledger.{kind}"),
            len(items),
            sum(people for people, _ in items),
            round(sum(round(cost, 2) for _, cost in items), 2),
        ]
        for (day, kind), items in sorted(groups.items(), key=lambda group: (group[0][0] or "9", group[0][1]))
    ]


def _vehicles(desk: Desk) -> Iterator[CostLine]:
    trips = desk.facts.plan.trips
    for trip in sorted(trips, key=lambda trip: (desk.facts.offer(trip).operator, trip.leaves_base, trip.trip_id)):
        route = _route(desk, [trip.stops[0].place_id, trip.stops[-1].place_id])
        yield CostLine(trip.trip_id, desk.facts.offer(trip).operator, route, trip.load, round(trip.cost, 2))


def _services(desk: Desk) -> Iterator[CostLine]:
    for use in desk.facts.plan.services:
        service = desk.facts.case.services[use.service_id]
        route = _route(desk, [service.from_hub, service.to_hub])
        yield CostLine(use.service_id, service.operator, route, len(use.workers), round(use.cost, 2))


def _tickets(desk: Desk) -> Iterator[CostLine]:
    """Yield individual tickets by pair of counties and price."""
    case, groups = desk.facts.case, dict[tuple[str, str, float], int]()
    for ticket in desk.facts.plan.tickets:
        worker = case.workers[ticket.worker_id]
        key = (case.places[worker.origin].county, case.places[worker.destination].county, round(ticket.cost, 2))
        groups[key] = groups.get(key, 0) + 1
    for (origin, destination, price), people in groups.items():
        route = desk.text("papers.route", first=origin, last=destination)
        item = desk.text("lists.cost_items.tickets", price=f"{price:,.2f}")
        yield CostLine(item, "", route, people, round(price * people, 2))


def _route(desk: Desk, place_ids: Sequence[str]) -> str:
    return desk.text("papers.route", first=desk.place(place_ids[0]), last=desk.place(place_ids[-1]))


def _day(moment: int) -> str:
    return to_iso(moment // DAY * DAY)[:10]


LEDGER = Listing("ledger", ("date", "kind", "trips", "people", "amount"), day_rows)
