"""Who is where: every list of the plan in which a person stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from transport.case import Case
from transport.checks.followed import Followed
from transport.checks.violation import Violation
from transport.checks.written import WrittenPlan, WrittenStop
from transport.plan import SERVICE_LEG

CODES = ("WORKER_UNKNOWN", "WORKER_TWICE", "BOARD_ORDER")


@dataclass(frozen=True, slots=True)
class Ride:
    """One person on one trip, from a call to a later one; ``alights`` is ``None`` for who never gets off."""

    trip: Followed
    boards: int
    alights: int | None

    @property
    def boarding(self) -> WrittenStop:
        return self.trip.written.calls[self.boards]

    @property
    def alighting(self) -> WrittenStop | None:
        return None if self.alights is None else self.trip.written.calls[self.alights]

    @property
    def place_in_plan(self) -> tuple[str, int, int]:
        """What two people share who ride together."""
        return self.trip.written.trip_id, self.boards, -1 if self.alights is None else self.alights


@dataclass(slots=True)
class Presence:
    """Where one person stands: rides, service rows, and how many rows of tickets and of the unserved."""

    rides: list[Ride] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    tickets: int = 0
    unserved: int = 0

    @property
    def legs(self) -> Counter[str]:
        """The legs on which the person really is, and how often."""
        return Counter(
            [ride.trip.written.trip_id for ride in self.rides] + [SERVICE_LEG + name for name in self.services]
        )

    def ride_on(self, trip_id: str) -> Ride | None:
        """The person's ride on a trip."""
        return next((ride for ride in reversed(self.rides) if ride.trip.written.trip_id == trip_id), None)


def find_everybody(
    case: Case, plan: WrittenPlan, trips: Mapping[str, Followed], found: list[Violation]
) -> Mapping[str, Presence]:
    """Look up everybody of the case; people whom the case does not know, and impossible rides, are noted."""
    everybody = {worker_id: Presence() for worker_id in case.workers}

    def known(worker_ids: Iterable[str], entity: str) -> Iterator[str]:
        for worker_id in worker_ids:
            if worker_id in everybody:
                yield worker_id
            else:
                found.append(Violation("WORKER_UNKNOWN", entity, f"worker {worker_id}"))

    for trip in trips.values():
        for worker_id, ride in _rides(trip, known, found):
            everybody[worker_id].rides.append(ride)
    for use in plan.services.values():
        for worker_id, times in Counter(known(use.workers, use.entity)).items():
            everybody[worker_id].services.append(use.service_id)
            if times > 1:
                found.append(Violation("WORKER_TWICE", f"worker {worker_id}", f"{use.entity}: {times}"))
    for worker_id in known((ticket.worker_id for ticket in plan.tickets), "tickets"):
        everybody[worker_id].tickets += 1
    for worker_id in known((row.worker_id for row in plan.unserved), "unserved"):
        everybody[worker_id].unserved += 1
    return everybody


def _rides(
    trip: Followed, known: Callable[[Iterable[str], str], Iterator[str]], found: list[Violation]
) -> Iterator[tuple[str, Ride]]:
    """Pair boardings with alightings; at one stop people get off before others get on."""
    aboard: dict[str, int] = {}
    entity = trip.written.entity
    for index, stop in enumerate(trip.written.calls):
        for worker_id in known(stop.alight, entity):
            if worker_id in aboard:
                yield worker_id, Ride(trip, aboard.pop(worker_id), index)
            else:
                found.append(Violation("BOARD_ORDER", f"worker {worker_id}", f"{entity}: alights, but is not aboard"))
        for worker_id in known(stop.board, entity):
            if worker_id in aboard:
                found.append(Violation("WORKER_TWICE", f"worker {worker_id}", f"{entity}: boards, but is aboard"))
            else:
                aboard[worker_id] = index
    for worker_id, index in aboard.items():
        found.append(Violation("BOARD_ORDER", f"worker {worker_id}", f"{entity}: never alights"))
        yield worker_id, Ride(trip, index, None)
