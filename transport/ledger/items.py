"""The plan's total as a list of items, each with the people whom it is for. Every fen of the total is in one item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transport.clock import DAY
from transport.facts import Facts
from transport.ledger.rounding import to_fen
from transport.plan import Itinerary, ServiceUse, Trip
from transport.travel import TravelMatrix

ROUNDING = "rounding"
"""The term of the one item that makes the items, each rounded by itself in ``plan.json``, add up to its total."""


@dataclass(frozen=True, slots=True)
class CostItem:
    """One amount of the plan and the people whom it is for.

    Parameters
    ----------
    term
        A cost term, or :data:`ROUNDING`.
    entity
        Trip id, service id or worker id; empty for an amount of the whole plan.
    leg
        ``feeder``, ``direct``, ``distribution``, ``flight``, ``train``, ``ticket``; empty where no leg is paid.
    fen
        The amount as ``plan.json`` states it; only that of :data:`ROUNDING` may be negative.
    people
        Worker ids, each once.
    heads
        How much of it each of them causes, seats counted: whole numbers of any scale.
    metres
        The same by the distance that each rides in the vehicle; as ``heads`` where distance says nothing.
    """

    term: str
    entity: str
    leg: str
    fen: int
    people: tuple[str, ...]
    heads: tuple[int, ...]
    metres: tuple[int, ...]


def cost_items(facts: Facts, travel: TravelMatrix | None = None) -> tuple[CostItem, ...]:
    """Return the items of a plan; they add up to its total cost to the fen.

    A vehicle's cost, and its escorts', are for the people aboard. A service's seats are for its passengers, the rest
    of its cost (units, escorts' seats) for all passengers of its run. Tickets, unserved, early arrival and journey
    time are each person's own.

    Parameters
    ----------
    travel
        The roads, for the distances that people ride; without them distance counts as heads do.
    """
    items = [
        *_trip_items(facts, travel),
        *_service_items(facts),
        *(_own("tickets", ticket.worker_id, "ticket", to_fen(ticket.cost)) for ticket in facts.plan.tickets),
        *(_own("unserved", u.worker_id, "", to_fen(facts.case.costs.unserved)) for u in facts.plan.unserved),
        *_time_items(facts),
    ]
    missing = to_fen(facts.plan.summary.total_cost) - sum(item.fen for item in items)
    if missing:
        items.append(_item(ROUNDING, "", "", missing, tuple(facts.itineraries)))
    return tuple(items)


def _item(
    term: str,
    entity: str,
    leg: str,
    fen: int,
    people: Sequence[str],
    heads: Sequence[int] | None = None,
    metres: Sequence[int] | None = None,
) -> CostItem:
    weights = tuple(heads) if heads is not None else (1,) * len(people)
    ridden = tuple(metres) if metres is not None and any(metres) else weights
    return CostItem(term, entity, leg, fen, tuple(people), weights, ridden)


def _own(term: str, worker_id: str, leg: str, fen: int) -> CostItem:
    return _item(term, worker_id, leg, fen, (worker_id,))


def _trip_items(facts: Facts, travel: TravelMatrix | None) -> Iterator[CostItem]:
    escorts = to_fen(facts.case.costs.escort * facts.case.rules.escorts.direct)
    for trip in facts.plan.trips:
        people = [worker_id for stop in trip.stops for worker_id in stop.board]
        metres = None if travel is None else _ridden(trip, people, travel)
        yield _item("vehicles", trip.trip_id, trip.kind, to_fen(trip.cost), people, metres=metres)
        if trip.kind == "direct" and escorts:
            yield _item("escorts", trip.trip_id, trip.kind, escorts, people, metres=metres)


def _ridden(trip: Trip, people: Sequence[str], travel: TravelMatrix) -> list[int] | None:
    """Return the metres that each rides, or ``None`` where a road is missing."""
    on, off, way = {}, {}, 0.0
    before = trip.stops[0].place_id
    for stop in trip.stops:
        road = travel.road(before, stop.place_id)
        if road is None:
            return None
        way, before = way + road.km, stop.place_id
        on.update(dict.fromkeys(stop.board, way))
        off.update(dict.fromkeys(stop.alight, way))
    return [round(1000 * (off[worker_id] - on[worker_id])) for worker_id in people]


def _service_items(facts: Facts) -> Iterator[CostItem]:
    case = facts.case
    runs: dict[str, list[ServiceUse]] = {}
    for use in facts.plan.services:
        runs.setdefault(case.services[use.service_id].run_key, []).append(use)
    for uses in runs.values():
        people = [worker_id for use in uses for worker_id in use.workers]
        for use in uses:
            yield _service_item(facts, use, people)
        escorts = to_fen(case.costs.escort * case.rules.escorts.service_unit * uses[0].units)
        if escorts:
            service = case.services[uses[0].service_id]
            yield _item("escorts", service.service_id, service.mode, escorts, people)


def _service_item(facts: Facts, use: ServiceUse, run: Sequence[str]) -> CostItem:
    """Return a service's item: its seats for who sits in them, what is left for everybody of the run."""
    service, fen, aboard = facts.case.services[use.service_id], to_fen(use.cost), set(use.workers)
    seats = min(fen, to_fen(service.seat_cost * len(aboard)))
    shared = (fen - seats) * len(aboard)
    heads = [shared + (seats * len(run) if worker_id in aboard else 0) for worker_id in run]
    return _item("services", use.service_id, service.mode, fen, run, heads if any(heads) else None)


def _time_items(facts: Facts) -> Iterator[CostItem]:
    """What arriving early and being under way is held to cost: one item each, as the plan states the terms."""
    stated = facts.plan.summary.cost
    weights = {
        "early_arrival": {w: days for w, i in facts.itineraries.items() if (days := _days_early(facts, i))},
        "journey": {w: minutes for w, i in facts.itineraries.items() if (minutes := journey_minutes(i))},
    }
    for term, of in weights.items():
        fen = to_fen(stated.get(term, 0.0))
        if fen and of:
            yield _item(term, "", "", fen, tuple(of), tuple(of.values()))


def journey_minutes(itinerary: Itinerary) -> int:
    """Return the minutes from pick-up to arrival, 0 without chartered travel."""
    if itinerary.pickup is None or itinerary.arrive is None:
        return 0
    return itinerary.arrive - itinerary.pickup


def _days_early(facts: Facts, itinerary: Itinerary) -> int:
    if itinerary.arrive is None:
        return 0
    return (facts.case.workers[itinerary.worker_id].report_by - itinerary.arrive) // DAY
