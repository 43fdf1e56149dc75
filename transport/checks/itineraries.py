"""What each person is told: it agrees with the lists of the plan, and is one of the four ways to travel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transport.case import Case, TripKind, Worker
from transport.checks.followed import Followed
from transport.checks.presence import Presence
from transport.checks.violation import Violation
from transport.checks.wording import shown
from transport.checks.written import WrittenItinerary, WrittenPlan
from transport.plan import SERVICE_LEG, TRAVEL_MODES

CODES = ("WORKER_UNKNOWN", "WORKER_MISSING", "WORKER_TWICE", "MODE")
"""What reading the itineraries may find; the rules find more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One itinerary, and where the person really stands."""

    case: Case
    trips: Mapping[str, Followed]
    worker: Worker
    written: WrittenItinerary
    presence: Presence

    @property
    def entity(self) -> str:
        return f"worker {self.worker.worker_id}"

    @property
    def listed(self) -> Mapping[str, int]:
        """Rows of the person in the lists of the modes that have neither legs nor times."""
        return {"ticket": self.presence.tickets, "unserved": self.presence.unserved}

    @property
    def told(self) -> str:
        """Mode and legs, for a detail."""
        return f"{self.written.mode}: {shown(' '.join(self.written.legs))}"

    def trip(self, leg: str, kind: TripKind) -> Followed | None:
        """The trip of that kind that a leg names."""
        trip = self.trips.get(leg)
        return trip if trip is not None and trip.kind == kind else None


@dataclass(frozen=True, slots=True)
class Connection:
    """The legs of a connected itinerary, each in its part."""

    feeder: str | None
    service_id: str
    onward: str | None


def read_claims(
    case: Case,
    plan: WrittenPlan,
    trips: Mapping[str, Followed],
    everybody: Mapping[str, Presence],
    found: list[Violation],
) -> list[Claim]:
    """Everybody's first itinerary of a known mode; missing, further and strange ones are noted."""
    claims: list[Claim] = []
    rows: Counter[str] = Counter()
    for written in plan.itineraries:
        worker = case.workers.get(written.worker_id)
        if worker is None:
            found.append(Violation("WORKER_UNKNOWN", "itineraries", f"worker {written.worker_id}"))
            continue
        rows[worker.worker_id] += 1
        if rows[worker.worker_id] > 1:
            continue
        if written.mode in TRAVEL_MODES:
            claims.append(Claim(case, trips, worker, written, everybody[worker.worker_id]))
        else:
            found.append(Violation("MODE", f"worker {worker.worker_id}", shown(written.mode)))
    for worker_id in case.workers:
        if rows[worker_id] == 0:
            found.append(Violation("WORKER_MISSING", f"worker {worker_id}", "itineraries: 0"))
        elif rows[worker_id] > 1:
            found.append(Violation("WORKER_TWICE", f"worker {worker_id}", f"itineraries: {rows[worker_id]}"))
    return claims


def connection(claim: Claim) -> Connection | None:
    """One service with at most one trip before it and one after it; ``None`` where the legs are otherwise."""
    legs = claim.written.legs
    services = [index for index, leg in enumerate(legs) if leg.startswith(SERVICE_LEG)]
    if claim.written.mode != "connected" or len(services) != 1:
        return None
    before, after = legs[: services[0]], legs[services[0] + 1 :]
    if len(before) > 1 or len(after) > 1:
        return None
    service_id = legs[services[0]].removeprefix(SERVICE_LEG)
    return Connection(next(iter(before), None), service_id, next(iter(after), None))


def legs(claim: Claim) -> Iterator[str]:
    """Each leg carries the person, and whatever carries the person is a leg."""
    real, told = set(claim.presence.legs), set(claim.written.legs)
    for leg in sorted(told - real):
        yield f"{leg}: not aboard"
    for leg in sorted(real - told):
        yield f"{leg}: aboard, not told"


def worker_twice(claim: Claim) -> Iterator[str]:
    real, told = claim.presence.legs, claim.written.legs
    for leg in sorted(real.keys() & set(told)):
        times = max(real[leg], told.count(leg))
        if times > 1:
            yield f"{leg}: {times}"
    for name, rows in claim.listed.items():
        if rows > 1:
            yield f"{name}: {rows}"
        if rows and claim.written.mode != name:
            yield f"{claim.written.mode}, {name}"


def mode(claim: Claim) -> Iterator[str]:
    """The legs are those of the mode, and who has a ticket or is left behind stands in that list."""
    stated, told = str(claim.written.mode), claim.written.legs
    if stated in claim.listed:
        if not claim.listed[stated]:
            yield f"{stated}: not listed"
        if told:
            yield claim.told
    elif stated == "direct":
        if len(told) != 1 or claim.trip(told[0], "direct") is None:
            yield claim.told
    else:
        parts = connection(claim)
        if (
            parts is None
            or (parts.feeder is not None and claim.trip(parts.feeder, "feeder") is None)
            or (parts.onward is not None and claim.trip(parts.onward, "distribution") is None)
        ):
            yield claim.told


def unknown_ref(claim: Claim) -> Iterator[str]:
    parts = connection(claim)
    if parts is not None and parts.service_id not in claim.case.services:
        yield f"{shown(parts.service_id)} is not in the case"


def itin_time(claim: Claim) -> Iterator[str]:
    """Tickets are not checked for time, so none is stated."""
    if claim.written.mode in claim.listed:
        for time in (claim.written.pickup, claim.written.arrive):
            if time is not None:
                yield f"{claim.written.mode}: {shown(time)}"


RULES: Mapping[str, Callable[[Claim], Iterator[str]]] = {
    "LEGS": legs,
    "WORKER_TWICE": worker_twice,
    "MODE": mode,
    "UNKNOWN_REF": unknown_ref,
    "ITIN_TIME": itin_time,
}
