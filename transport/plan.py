"""The plan: who travels how, on what, when and for how much. Frozen results and their JSON document.

Moments are minutes since 1970-01-01T00:00 local, money CNY (unrounded; the document rounds to the fen).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from transport.case import TripKind
from transport.clock import to_iso
from transport.explanation import Explanation, TravelMode

TRAVEL_MODES: tuple[TravelMode, ...] = ("direct", "connected", "ticket", "unserved")
COST_TERMS = ("vehicles", "services", "tickets", "unserved", "early_arrival", "journey", "escorts")
PAID_TERMS = ("vehicles", "services", "tickets", "early_arrival", "escorts")
"""What somebody is paid for: a budget caps their sum."""
BASELINES = ("all_tickets", "group_coaches", "all_direct", "all_connected")
SERVICE_LEG = "service:"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop at a place; worker ids in ``board`` and ``alight``."""

    place_id: str
    arrive: int
    depart: int
    board: tuple[str, ...] = ()
    alight: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """A standstill on the road."""

    arrive: int
    depart: int


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle's run, from leaving its base to the end of its last stop.

    ``km`` counts from the first stop to the last; ``empty_km`` the charged empty km.
    """

    trip_id: str
    kind: TripKind
    offer_id: str
    vehicle_no: int
    leaves_base: int
    entries: tuple[Stop | Rest, ...]
    km: float
    empty_km: float
    cost: float

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops at places, rests left out."""
        return tuple(entry for entry in self.entries if isinstance(entry, Stop))

    @property
    def load(self) -> int:
        """Workers carried."""
        return sum(len(stop.board) for stop in self.stops)


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """A service that is used, with everybody aboard; a run's rows all state the run's units."""

    service_id: str
    units: int
    workers: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """An individual ticket."""

    worker_id: str
    cost: float


@dataclass(frozen=True, slots=True)
class Unserved:
    """A person left without any way to travel, with a reason code and what would have to change."""

    worker_id: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Itinerary:
    """How one person travels; tickets and unserved have no legs and no times."""

    worker_id: str
    mode: TravelMode
    legs: tuple[str, ...] = ()
    pickup: int | None = None
    arrive: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a plan; ``lower_bound`` is proven, or ``None``.

    ``stated_total`` is the total as a document states it: rounded once, while its terms are rounded one by one, so
    that their sum may be some fen off. ``None``: the sum of the terms.
    """

    cost: Mapping[str, float]
    workers: Mapping[str, int]
    lower_bound: float | None = None
    lower_bound_method: str | None = None
    baselines: Mapping[str, float | None] = field(default_factory=dict)
    stated_total: float | None = field(default=None, compare=False)

    @property
    def total_cost(self) -> float:
        return sum(self.cost.values()) if self.stated_total is None else self.stated_total

    @property
    def gap(self) -> float | None:
        """(total − bound) / total, 0 where the total is 0; ``None`` without a bound."""
        if self.lower_bound is None:
            return None
        return (self.total_cost - self.lower_bound) / self.total_cost if self.total_cost > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan for one case."""

    case_name: str
    case_sha256: str
    summary: Summary
    trips: tuple[Trip, ...] = ()
    services: tuple[ServiceUse, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    itineraries: tuple[Itinerary, ...] = ()
    created: str = ""
    solver: Mapping[str, Any] = field(default_factory=dict)
    explanations: tuple[Explanation, ...] = ()

    def to_document(self) -> dict[str, Any]:
        """Return the JSON document of section 3 of the data contract; amounts rounded to the fen one by one."""
        summary = self.summary
        total, bound = round(summary.total_cost, 2), summary.lower_bound
        if bound is not None:
            bound = _floor_fen(bound)
            if total < bound <= total + 0.01:  # the total was rounded down below a bound that it meets
                bound = total
        return {
            "format": 1,
            "case": self.case_name,
            "case_sha256": self.case_sha256,
            "created": self.created,
            "solver": dict(self.solver),
            "summary": {
                "total_cost": total,
                "lower_bound": bound,
                "gap": None if bound is None else round((total - bound) / total if total > 0 else 0.0, 6),
                "cost": {term: round(summary.cost.get(term, 0.0), 2) for term in COST_TERMS},
                "workers": {mode: summary.workers.get(mode, 0) for mode in TRAVEL_MODES},
                "lower_bound_method": summary.lower_bound_method,
                "baselines": {
                    name: None if (value := summary.baselines.get(name)) is None else round(value, 2)
                    for name in BASELINES
                },
            },
            "trips": [_trip_document(trip) for trip in self.trips],
            "services": [
                {"service_id": s.service_id, "units": s.units, "workers": list(s.workers), "cost": round(s.cost, 2)}
                for s in self.services
            ],
            "tickets": [{"worker_id": t.worker_id, "cost": round(t.cost, 2)} for t in self.tickets],
            "unserved": [{"worker_id": u.worker_id, "reason": u.reason, "detail": u.detail} for u in self.unserved],
            "itineraries": [
                {
                    "worker_id": i.worker_id,
                    "mode": i.mode,
                    "legs": list(i.legs),
                    "pickup": None if i.pickup is None else to_iso(i.pickup),
                    "arrive": None if i.arrive is None else to_iso(i.arrive),
                }
                for i in self.itineraries
            ],
            "explanations": [explanation.to_document() for explanation in self.explanations],
        }


def _floor_fen(value: float) -> float:
    """Round a bound down, so that writing it never makes it a claim."""
    rounded = round(value, 2)
    return rounded if rounded <= value else round(rounded - 0.01, 2)


def _trip_document(trip: Trip) -> dict[str, Any]:
    return {
        "trip_id": trip.trip_id,
        "kind": trip.kind,
        "offer_id": trip.offer_id,
        "vehicle_no": trip.vehicle_no,
        "leaves_base": to_iso(trip.leaves_base),
        "stops": [_entry_document(entry) for entry in trip.entries],
        "km": round(trip.km, 2),
        "empty_km": round(trip.empty_km, 2),
        "cost": round(trip.cost, 2),
    }


def _entry_document(entry: Stop | Rest) -> dict[str, Any]:
    times = {"arrive": to_iso(entry.arrive), "depart": to_iso(entry.depart)}
    if isinstance(entry, Rest):
        return {"kind": "rest", **times}
    return {"place_id": entry.place_id, **times, "board": list(entry.board), "alight": list(entry.alight)}
