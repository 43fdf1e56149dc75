"""The plan as it is written: rows of the document whose fields have the right types, and nothing more is known of.

Moments are minutes since 1970-01-01T00:00 local, with a fraction where seconds were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from transport.case import TripKind


@dataclass(frozen=True, slots=True)
class WrittenStop:
    """A stop, or, without a place, a rest."""

    arrive: float
    depart: float
    place_id: str | None = None
    board: tuple[str, ...] = ()
    alight: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenTrip:
    """A trip; ``stops`` holds rests too, as in the document."""

    trip_id: str
    kind: TripKind
    offer_id: str
    vehicle_no: object
    leaves_base: float
    stops: tuple[WrittenStop, ...]
    km: float
    empty_km: float
    cost: float

    @property
    def entity(self) -> str:
        """What a violation calls it."""
        return f"trip {self.trip_id}"

    @property
    def reference(self) -> str:
        """The id that the case must know."""
        return self.offer_id

    @cached_property
    def calls(self) -> tuple[WrittenStop, ...]:
        """The stops at places; there is at least one."""
        return tuple(stop for stop in self.stops if stop.place_id is not None)


@dataclass(frozen=True, slots=True)
class WrittenService:
    """A used service."""

    service_id: str
    units: float
    workers: tuple[str, ...]
    cost: float

    @property
    def entity(self) -> str:
        """What a violation calls it."""
        return f"service {self.service_id}"

    @property
    def reference(self) -> str:
        """The id that the case must know."""
        return self.service_id


@dataclass(frozen=True, slots=True)
class WrittenTicket:
    """An individual ticket."""

    worker_id: str
    cost: float


@dataclass(frozen=True, slots=True)
class WrittenUnserved:
    """A person left behind, and why."""

    worker_id: str
    reason: object
    detail: object

    @property
    def entity(self) -> str:
        """What a violation calls it."""
        return f"worker {self.worker_id}"


@dataclass(frozen=True, slots=True)
class WrittenItinerary:
    """What the plan tells one person; mode and times are judged later."""

    worker_id: str
    mode: object
    legs: tuple[str, ...]
    pickup: object
    arrive: object


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """Every row that could be read; ``summary`` is as it stands, ``None`` where it is no mapping."""

    trips: Mapping[str, WrittenTrip]
    services: Mapping[str, WrittenService]
    tickets: tuple[WrittenTicket, ...]
    unserved: tuple[WrittenUnserved, ...]
    itineraries: tuple[WrittenItinerary, ...]
    summary: Mapping[str, Any] | None
