"""How each person travels, in a word and by day: what maps are switched and coloured by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from transport.case import Case, Worker
from transport.clock import DAY
from transport.plan import SERVICE_LEG, Itinerary, Plan

Way = Literal["direct", "flight", "train", "ticket", "unserved"]
WAYS: tuple[Way, ...] = ("direct", "flight", "train", "ticket", "unserved")
UNDATED = -1
"""The day of people whom no timetable tells about: on single tickets, or left without a way."""


class Flow(NamedTuple):
    """People with the same counties, employer and way of travel.

    ``day`` counts from 1970-01-01; ``None`` where the day is not what the count is about.
    """

    origin: str
    destination: str
    employer: str
    way: Way
    day: int | None = None


@dataclass(frozen=True)
class Journeys:
    """Look-ups by worker id over a case and its plan."""

    case: Case
    plan: Plan

    @cached_property
    def by_worker(self) -> dict[str, Itinerary]:
        """Itineraries by worker id, in the plan's order."""
        return {itinerary.worker_id: itinerary for itinerary in self.plan.itineraries}

    @cached_property
    def ways(self) -> dict[str, Way]:
        """The main way of travel of each person: of connected journeys that of the line haul."""
        return {worker_id: self._way(itinerary) for worker_id, itinerary in self.by_worker.items()}

    def _way(self, itinerary: Itinerary) -> Way:
        if itinerary.mode != "connected":
            return itinerary.mode
        service = next(leg for leg in itinerary.legs if leg.startswith(SERVICE_LEG))
        return self.case.services[service.removeprefix(SERVICE_LEG)].mode

    def employer(self, worker: Worker) -> str:
        """The place id of the factory at either end of a journey, else of its destination."""
        ends = (worker.destination, worker.origin)
        return next((place_id for place_id in ends if self.case.places[place_id].kind == "factory"), ends[0])

    def flows(self, worker_ids: Iterable[str], at: Literal["pickup", "arrive"] | None = None) -> Counter[Flow]:
        """Count these people by flow.

        Parameters
        ----------
        at
            Which moment's day is counted by; ``None``: none.
        """
        counts: Counter[Flow] = Counter()
        places = self.case.places
        for worker_id in worker_ids:
            worker = self.case.workers[worker_id]
            day = None if at is None else day_of(getattr(self.by_worker[worker_id], at))
            way = self.ways[worker_id]
            origin, destination = places[worker.origin].county, places[worker.destination].county
            counts[Flow(origin, destination, self.employer(worker), way, day)] += 1
        return counts


def day_of(moment: int | None) -> int:
    """The day of a moment, counted from 1970-01-01; :data:`UNDATED` for none."""
    return UNDATED if moment is None else moment // DAY


def days_between(start: int, end: int) -> list[int]:
    """Every day that a stretch of time touches."""
    return list(range(start // DAY, end // DAY + 1))
