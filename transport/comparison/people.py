"""Whose trip changes between two plans, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from transport.plan import Plan, Stop

Degree = Literal["mode", "vehicle", "time"]
DEGREES: tuple[Degree, ...] = ("mode", "vehicle", "time")


@dataclass(frozen=True, slots=True)
class Journey:
    """One person's way as it matters to that person: numbers of trips and vehicles are left out.

    ``carriers``: offers and services in order, each with where it is boarded and left; ``times``: when.
    """

    mode: str
    carriers: tuple[tuple[str, str, str], ...]
    times: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Ids of the people whose trip changes, by what is the gravest change; who is new, and who is gone."""

    mode: tuple[str, ...]
    vehicle: tuple[str, ...]
    time: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def count(self) -> int:
        """People in both plans whose trip changes in any way."""
        return len(self.mode) + len(self.vehicle) + len(self.time)


def journeys(plan: Plan) -> Mapping[str, Journey]:
    """Return everybody's way by worker id."""
    boards: dict[tuple[str, str], Stop] = {}
    alights: dict[tuple[str, str], Stop] = {}
    trips = {trip.trip_id: trip for trip in plan.trips}
    for trip in plan.trips:
        for stop in trip.stops:
            boards.update(((trip.trip_id, worker_id), stop) for worker_id in stop.board)
            alights.update(((trip.trip_id, worker_id), stop) for worker_id in stop.alight)
    ways: dict[str, Journey] = {}
    for itinerary in plan.itineraries:
        carriers: list[tuple[str, str, str]] = []
        times: list[int | None] = [itinerary.pickup, itinerary.arrive]
        for leg in itinerary.legs:
            key = (leg, itinerary.worker_id)
            if leg not in trips:
                carriers.append((leg, "", ""))
                continue
            on, off = boards.get(key), alights.get(key)
            carriers.append((trips[leg].offer_id, on.place_id if on else "", off.place_id if off else ""))
            times += [on.arrive if on else None, off.arrive if off else None]
        ways[itinerary.worker_id] = Journey(itinerary.mode, tuple(carriers), tuple(times))
    return ways


def changed_people(plan: Plan, base: Plan) -> Changed:
    """Compare two plans person by person."""
    now, before = journeys(plan), journeys(base)
    by_degree: dict[Degree, list[str]] = {degree: [] for degree in DEGREES}
    for worker_id, way in now.items():
        old = before.get(worker_id)
        degree = None if old is None else difference(way, old)
        if degree is not None:
            by_degree[degree].append(worker_id)
    return Changed(
        **{degree: tuple(ids) for degree, ids in by_degree.items()},
        new=tuple(worker_id for worker_id in now if worker_id not in before),
        gone=tuple(worker_id for worker_id in before if worker_id not in now),
    )


def difference(way: Journey, old: Journey) -> Degree | None:
    """Return the gravest difference between two ways: another mode, other vehicles or stops, other times only."""
    if way.mode != old.mode:
        return "mode"
    if way.carriers != old.carriers:
        return "vehicle"
    return "time" if way.times != old.times else None
