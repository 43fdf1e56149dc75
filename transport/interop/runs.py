"""What moves in a plan, ready for any format: where it calls when, how many get on and off, and the line it draws.

No persons: only how many. Texts are cleaned here, once: no control characters, no numbers that look like a phone's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from transport.case import Place, Service
from transport.errors import InputError, InputIssue
from transport.facts import Facts
from transport.locale import Language, text
from transport.plan import ServiceUse, Trip
from transport.privacy import mask_numbers
from transport.travel import RoadGeometry

Point = tuple[float, float]
"""(lat, lon) in degrees."""


@dataclass(frozen=True, slots=True)
class Call:
    """A stop of a run: minutes, and persons who get on and off."""

    place: Place
    arrive: int
    depart: int
    on: int
    off: int

    @property
    def name(self) -> str:
        return clean(self.place.name) or clean(self.place.place_id)


@dataclass(frozen=True)
class Run:
    """One journey of a vehicle, train or aircraft.

    Parameters
    ----------
    run_id
        Unique among all runs of a plan.
    kind
        ``feeder``, ``direct``, ``distribution``, ``flight`` or ``train``.
    vehicle
        What says which vehicle it is; empty for services.
    starts
        When it leaves its base; a service, its first place.
    base
        Where it starts from, for vehicles.
    people
        Workers carried.
    """

    run_id: str
    kind: str
    operator: str
    vehicle: str
    calls: tuple[Call, ...]
    starts: int
    people: int
    line: tuple[Point, ...]
    km: float | None = None
    base: Place | None = None

    @cached_property
    def first(self) -> Call:
        return self.calls[0]

    @cached_property
    def last(self) -> Call:
        return self.calls[-1]

    def title(self, lang: Language) -> str:
        """``T001 集结 柏木坪村 → 大理机场``."""
        kind = text(lang, f"interop.kinds.{self.kind}")
        return f"{clean(self.run_id)} {kind} {self.first.name} → {self.last.name}"


def build_runs(facts: Facts, geometry: RoadGeometry) -> tuple[Run, ...]:
    """Return every trip of a plan, then every service that is used; the rows of one train or aircraft are one run."""
    trips = [_trip_run(facts, trip, geometry) for trip in facts.plan.trips]
    together: dict[str, list[ServiceUse]] = {}
    for use in facts.plan.services:
        together.setdefault(facts.case.services[use.service_id].run_key, []).append(use)
    return (*trips, *(_service_run(facts, uses) for uses in together.values()))


def require_coordinates(facts: Facts) -> None:
    """Make sure that every place where something calls can be put on a map.

    Raises
    ------
    InputError
        ``not_on_the_map``, once for each place.
    """
    case = facts.case
    used = [stop.place_id for trip in facts.plan.trips for stop in trip.stops]
    used += [case.offers[trip.offer_id].base for trip in facts.plan.trips]
    for use in facts.plan.services:
        used += [case.services[use.service_id].from_hub, case.services[use.service_id].to_hub]
    issues = [
        InputIssue("not_on_the_map", file="places", column="lat", params={"place_id": place_id, "name": place.name})
        for place_id in dict.fromkeys(used)
        if (place := case.places[place_id]).lat is None or place.lon is None
    ]
    if issues:
        raise InputError(issues)


@lru_cache(maxsize=1 << 16)
def clean(written: str) -> str:
    """Return a text as every format can hold it: one line, no control or broken characters, numbers masked."""
    kept = (
        " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
        for char in written
        if unicodedata.category(char) not in {"Cs", "Cf"} and char not in "\ufffe\uffff"
    )
    return mask_numbers(" ".join("".join(kept).split()))


def point(place: Place) -> Point | None:
    """Return where a place lies, or ``None`` where that is not known."""
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def join_line(pieces: Iterable[Sequence[Point]]) -> tuple[Point, ...]:
    """Join pieces of a way to one line, a point that follows itself left out."""
    line: list[Point] = []
    for piece in pieces:
        for lat, lon in piece:
            rounded = (round(lat, 6), round(lon, 6))
            if not line or line[-1] != rounded:
                line.append(rounded)
    return tuple(line)


def _trip_run(facts: Facts, trip: Trip, geometry: RoadGeometry) -> Run:
    offer, places = facts.offer(trip), facts.case.places
    calls = tuple(
        Call(places[stop.place_id], stop.arrive, stop.depart, len(stop.board), len(stop.alight)) for stop in trip.stops
    )
    return Run(
        run_id=trip.trip_id,
        kind=trip.kind,
        operator=offer.operator,
        vehicle=f"{offer.offer_id}#{trip.vehicle_no}",
        calls=calls,
        starts=trip.leaves_base,
        people=trip.load,
        line=_road([call.place for call in calls], geometry),
        km=trip.km,
        base=places[offer.base],
    )


def _road(places: Sequence[Place], geometry: RoadGeometry) -> tuple[Point, ...]:
    """Return the way along the roads, straight where none can be drawn."""
    pieces: list[Sequence[Point]] = []
    for start, end in pairwise(places):
        straight = [found for place in (start, end) if (found := point(place)) is not None]
        known = geometry(start.place_id, end.place_id) if len(straight) == 2 else []
        pieces.append(known or straight)
    return join_line(pieces)


def _service_run(facts: Facts, uses: Sequence[ServiceUse]) -> Run:
    services = [facts.case.services[use.service_id] for use in uses]
    calls = _service_calls(facts, uses, services)
    people = sum(len(use.workers) for use in uses)
    line = join_line([[found] for call in calls if (found := point(call.place)) is not None])
    first = services[0]
    return Run(
        run_id=f"{first.mode}:{'+'.join(service.service_id for service in services)}",
        kind=first.mode,
        operator=first.operator,
        vehicle="",
        calls=calls,
        starts=calls[0].depart,
        people=people,
        line=line,
    )


def _service_calls(facts: Facts, uses: Sequence[ServiceUse], services: Sequence[Service]) -> tuple[Call, ...]:
    """Return where a train or aircraft calls: every departure and arrival of its rows, in order of time."""
    events: list[tuple[int, str, int, int]] = []
    for use, service in zip(uses, services, strict=True):
        count = len(use.workers)
        events += [(service.depart, service.from_hub, count, 0), (service.arrive, service.to_hub, 0, count)]
    calls: list[Call] = []
    for moment, place_id, on, off in sorted(events, key=lambda event: event[0]):
        before = calls[-1] if calls else None
        if before is not None and before.place.place_id == place_id:
            calls[-1] = Call(before.place, before.arrive, moment, before.on + on, before.off + off)
        else:
            calls.append(Call(facts.case.places[place_id], moment, moment, on, off))
    return tuple(calls)
