"""A trip as the rows of its two papers: who boards where, and what the vehicle does when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from transport.case import Service, Worker
from transport.io.facts import Facts
from transport.plan import Rest, Stop, Trip

Activity = Literal["leave_base", "drive", "rest", "stop"]


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


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """One thing that the vehicle does, from ``start`` to ``end`` (minutes since the epoch).

    ``stop`` is the stop itself, or for a drive the next one on the way. ``km`` is given for drives between the first
    stop and the last: the trip's km shared out by driving time, because a plan states the km of the whole trip only;
    ``km_so_far`` is their sum.
    """

    activity: Activity
    start: int
    end: int
    stop: Stop | None = None
    km: float | None = None
    km_so_far: float | None = None


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


def timetable_rows(trip: Trip) -> tuple[TimetableRow, ...]:
    """Return everything the vehicle does, from leaving its base to the end of its last stop, without a hole."""
    rows = [TimetableRow("leave_base", trip.leaves_base, trip.leaves_base)]
    pace = _km_per_minute(trip)
    now, km_so_far, under_way = trip.leaves_base, 0.0, False
    for position, entry in enumerate(trip.entries):
        if entry.arrive > now:
            towards = next(ahead for ahead in trip.entries[position:] if isinstance(ahead, Stop))
            km = pace * (entry.arrive - now) if under_way else None
            km_so_far += km or 0.0
            rows.append(TimetableRow("drive", now, entry.arrive, towards, km, km_so_far if under_way else None))
        if isinstance(entry, Rest):
            rows.append(TimetableRow("rest", entry.arrive, entry.depart))
        else:
            rows.append(TimetableRow("stop", entry.arrive, entry.depart, stop=entry))
            under_way = True
        now = entry.depart
    return tuple(rows)


def driving_minutes(trip: Trip) -> int:
    """Minutes at the wheel from the first stop to the last."""
    first = next(i for i, entry in enumerate(trip.entries) if isinstance(entry, Stop))
    return sum(after.arrive - before.depart for before, after in pairwise(trip.entries[first:]))


def _km_per_minute(trip: Trip) -> float:
    minutes = driving_minutes(trip)
    return trip.km / minutes if minutes else 0.0
