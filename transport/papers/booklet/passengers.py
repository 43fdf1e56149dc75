"""A trip as the rows of its boarding list: who boards where, sits where, alights where and meets what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transport.case import Service, Worker
from transport.facts import Facts
from transport.plan import Stop, Trip

WHEELCHAIR = "wheelchair"


@dataclass(frozen=True, slots=True)
class Passenger:
    """One line of a boarding list; ``service`` is the one caught or come from, where there is one."""

    number: int
    worker: Worker
    board: Stop
    alight: Stop
    service: Service | None


@dataclass(frozen=True, slots=True)
class BoardingStop:
    """A stop with the people who board there."""

    stop: Stop
    passengers: tuple[Passenger, ...]


def boarding_stops(facts: Facts, trip: Trip) -> tuple[BoardingStop, ...]:
    """Return the stops at which people board, in order; passengers numbered through, parties side by side."""
    alights = {worker_id: stop for stop in trip.stops for worker_id in stop.alight}
    stops: list[BoardingStop] = []
    number = 0
    for stop in trip.stops:
        passengers: list[Passenger] = []
        for worker_id in sorted(stop.board, key=facts.roster_order.__getitem__):
            number += 1
            worker = facts.case.workers[worker_id]
            service = facts.met_service(worker_id, trip)
            passengers.append(Passenger(number, worker, stop, alights[worker_id], service))
        if passengers:
            stops.append(BoardingStop(stop, tuple(passengers)))
    return tuple(stops)


def seat_numbers(facts: Facts, trip: Trip) -> Mapping[str, int]:
    """Propose a seat for everybody on a trip, by worker id, counted from the front.

    Escorts keep the first seats; then come parties with a wheelchair, then everybody in the order of the boarding list.
    """
    order = [passenger.worker for group in boarding_stops(facts, trip) for passenger in group.passengers]
    front = {_party(worker) for worker in order if WHEELCHAIR in worker.needs}
    seated = sorted(order, key=lambda worker: _party(worker) not in front)
    first = facts.case.rules.escorts.of(trip.kind) + 1
    return {worker.worker_id: seat for seat, worker in enumerate(seated, start=first)}


def _party(worker: Worker) -> tuple[str, str]:
    return ("alone", worker.worker_id) if worker.party is None else ("party", worker.party)
