"""The way of one person by charter: places, connections, and the times between which it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transport.case import Case, Service, TripKind, Worker
from transport.checks.daytime import TOLERANCE
from transport.checks.fields import moment
from transport.checks.followed import Followed
from transport.checks.itineraries import Claim, connection
from transport.checks.presence import Ride
from transport.checks.wording import figure, shown, when
from transport.checks.written import WrittenItinerary
from transport.clock import DAY


@dataclass(frozen=True, slots=True)
class Passage:
    """A trip that an itinerary names, and from where to where it should carry the person.

    ``trip`` is ``None`` where there is no such trip of the right kind, ``ride`` where the person is not on it.
    """

    trip: Followed | None
    ride: Ride | None
    origin: str
    destination: str

    @property
    def pickup(self) -> float | None:
        """When the vehicle arrives where the person boards."""
        return self.ride.boarding.arrive if self.ride else None

    @property
    def arrive(self) -> float | None:
        """When the vehicle arrives where the person alights."""
        return self.ride.alighting.arrive if self.ride and self.ride.alighting else None


@dataclass(frozen=True, slots=True)
class Way:
    """From the origin to the destination; a direct coach is both the first and the last passage."""

    case: Case
    worker: Worker
    written: WrittenItinerary
    first: Passage | None
    service: Service | None
    last: Passage | None

    @property
    def entity(self) -> str:
        return f"worker {self.worker.worker_id}"

    @property
    def passages(self) -> Iterator[Passage]:
        """The passages by road, each once."""
        if self.first is not None:
            yield self.first
        if self.last is not None and self.last is not self.first:
            yield self.last

    @property
    def pickup(self) -> float | None:
        """When the person is picked up, or the service leaves the hub that is the origin."""
        if self.first is not None:
            return self.first.pickup
        return self.service.depart if self.service else None

    @property
    def arrive(self) -> float | None:
        """When the person arrives, by road or at the hub that is the destination."""
        if self.last is not None:
            return self.last.arrive
        return self.service.arrive if self.service else None

    @property
    def minutes(self) -> float | None:
        """From pick-up to arrival."""
        return None if self.pickup is None or self.arrive is None else self.arrive - self.pickup

    @property
    def days_early(self) -> int:
        """Whole 24 h between arrival and report."""
        return 0 if self.arrive is None else max(0, int((self.worker.report_by - self.arrive + TOLERANCE) // DAY))

    @property
    def wait(self) -> float | None:
        """Minutes between reaching the hub by feeder and the service's departure."""
        if self.service is None or self.first is None or self.first.arrive is None:
            return None
        return self.service.depart - self.first.arrive

    @property
    def egress(self) -> float | None:
        """Minutes between the service's arrival and the distribution trip's leaving the hub."""
        if self.service is None or self.last is None or self.last.trip is None:
            return None
        return self.last.trip.written.calls[0].depart - self.service.arrive


def find_way(claim: Claim) -> Way | None:
    """The way that a chartered itinerary describes, or ``None`` where its legs make none."""
    case, worker, written = claim.case, claim.worker, claim.written
    if written.mode == "direct":
        leg = written.legs[0] if len(written.legs) == 1 else None
        coach = _passage(claim, leg, "direct", worker.origin, worker.destination)
        return Way(case, worker, written, coach, None, coach) if coach and coach.trip else None
    parts = connection(claim)
    service = case.services.get(parts.service_id) if parts else None
    if parts is None or service is None:
        return None
    first = _passage(claim, parts.feeder, "feeder", worker.origin, service.from_hub)
    last = _passage(claim, parts.onward, "distribution", service.to_hub, worker.destination)
    return Way(case, worker, written, first, service, last)


def _passage(claim: Claim, leg: str | None, kind: TripKind, origin: str, destination: str) -> Passage | None:
    if leg is None:
        return None
    trip = claim.trip(leg, kind)
    return Passage(trip, claim.presence.ride_on(leg) if trip else None, origin, destination)


def no_direct(way: Way) -> Iterator[str]:
    if way.written.mode == "direct" and "direct" in way.worker.barred:
        yield ", ".join(way.written.legs)


def board_place(way: Way) -> Iterator[str]:
    for passage in way.passages:
        if passage.ride and passage.ride.boarding.place_id != passage.origin:
            yield f"{passage.ride.trip.written.trip_id}: {passage.ride.boarding.place_id} ≠ {passage.origin}"


def alight_place(way: Way) -> Iterator[str]:
    for passage in way.passages:
        stop = passage.ride.alighting if passage.ride else None
        if passage.ride and stop and stop.place_id != passage.destination:
            yield f"{passage.ride.trip.written.trip_id}: {stop.place_id} ≠ {passage.destination}"


def hub(way: Way) -> Iterator[str]:
    """A feeder if, and only if, the origin is not the hub; likewise at the other end; each at the right hub."""
    if way.service is None:
        return
    ends = (
        (way.first, -1, way.worker.origin, way.service.from_hub),
        (way.last, 0, way.worker.destination, way.service.to_hub),
    )
    for passage, call_at_hub, home, hub_id in ends:
        if passage is None and home != hub_id:
            yield f"{home} ≠ {hub_id}"
        if passage is not None and passage.trip is not None:
            reached = passage.trip.written.calls[call_at_hub].place_id
            if home == hub_id:
                yield f"{passage.trip.written.trip_id}: {home} = {hub_id}"
            if reached != hub_id:
                yield f"{passage.trip.written.trip_id}: {reached} ≠ {hub_id}"


def connection_time(way: Way) -> Iterator[str]:
    if way.service is not None and way.wait is not None:
        yield from _too_short(way.wait, way.case.rules.connection_minutes.of(way.service.mode), way)


def max_wait(way: Way) -> Iterator[str]:
    if way.wait is not None:
        yield from _too_long(way.wait, way.case.rules.max_wait_minutes, way)


def egress(way: Way) -> Iterator[str]:
    if way.service is not None and way.egress is not None:
        yield from _too_short(way.egress, way.case.rules.egress_minutes.of(way.service.mode), way)


def egress_wait(way: Way) -> Iterator[str]:
    if way.egress is not None:
        yield from _too_long(way.egress, way.case.rules.max_egress_wait_minutes, way)


def ready(way: Way) -> Iterator[str]:
    if way.pickup is not None and way.pickup < way.worker.ready_from - TOLERANCE:
        yield f"{when(way.pickup)} < {when(way.worker.ready_from)}"


def report(way: Way) -> Iterator[str]:
    if way.arrive is not None and way.arrive > way.worker.report_by + TOLERANCE:
        yield f"{when(way.arrive)} > {when(way.worker.report_by)}"


def journey_minutes(way: Way) -> Iterator[str]:
    if way.minutes is not None:
        yield from _too_long(way.minutes, way.case.rules.max_journey_minutes, way)


def itin_time(way: Way) -> Iterator[str]:
    """The times that the person is told are those of the trips and the service."""
    for stated, exact in ((way.written.pickup, way.pickup), (way.written.arrive, way.arrive)):
        if exact is None:
            continue
        try:
            agrees = abs(moment(stated) - exact) <= TOLERANCE
        except ValueError:
            agrees = False
        if not agrees:
            yield f"{shown(stated)} ≠ {when(exact)}"


def _too_short(minutes: float, least: float, way: Way) -> Iterator[str]:
    if minutes < least - TOLERANCE:
        yield f"{' → '.join(way.written.legs)}: {figure(minutes)} min < {figure(least)} min"


def _too_long(minutes: float, most: float | None, way: Way) -> Iterator[str]:
    if most is not None and minutes > most + TOLERANCE:
        yield f"{' → '.join(way.written.legs)}: {figure(minutes)} min > {figure(most)} min"


RULES: Mapping[str, Callable[[Way], Iterator[str]]] = {
    "NO_DIRECT": no_direct,
    "BOARD_PLACE": board_place,
    "ALIGHT_PLACE": alight_place,
    "HUB": hub,
    "CONNECTION": connection_time,
    "MAX_WAIT": max_wait,
    "EGRESS": egress,
    "EGRESS_WAIT": egress_wait,
    "READY": ready,
    "REPORT": report,
    "JOURNEY_MINUTES": journey_minutes,
    "ITIN_TIME": itin_time,
}
