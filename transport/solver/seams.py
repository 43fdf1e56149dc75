"""A case in parts cut anew: along other seams, so that what one part could not use comes into another's reach.

Nothing that a plan has is cut: people who share a trip, a vehicle, or the seats that their part bought on a service
stay together, and bring along what they use. So each new part starts from a plan as good as before, and only what
nobody uses is dealt out again.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from transport.case import Case, Worker
from transport.plan import SERVICE_LEG, Itinerary, Plan, Summary, Trip
from transport.solver.parts import Claim, Piece, dealt, equal_groups, of_part
from transport.travel import TravelMatrix


@dataclass(slots=True)
class _Bunch:
    """People who stay together, with their trips and what they use, by the number of the part that they come from."""

    people: list[Worker] = field(default_factory=list)
    itineraries: list[Itinerary] = field(default_factory=list)
    trips: list[Trip] = field(default_factory=list)
    vehicles: set[tuple[int, str, int]] = field(default_factory=set)
    runs: set[tuple[int, str]] = field(default_factory=set)


def recut(case: Case, travel: TravelMatrix, pieces: Sequence[Piece], parts: int, angle: float) -> tuple[Piece, ...]:
    """Cut a case that was solved in parts into others.

    Parameters
    ----------
    case, travel
        The whole case and its roads.
    pieces
        The parts, with everybody in one of them.
    parts
        About how many to make.
    angle
        Along which direction people are taken one after the other, in radians from the east: the seams run across it.
    """
    bunches = _bunches(pieces)

    def along(bunch: _Bunch) -> float:
        places = [case.places[worker.origin] for worker in bunch.people]
        lon = sum(place.lon or 0.0 for place in places) / len(places)
        lat = sum(place.lat or 0.0 for place in places) / len(places)
        return lon * math.cos(angle) + lat * math.sin(angle)

    bunches.sort(key=lambda bunch: (along(bunch), bunch.people[0].worker_id))
    stretches = equal_groups([len(bunch.people) for bunch in bunches], parts)
    groups = [[bunches[i] for i in stretch] for stretch in stretches]
    claims = [_claim(case, pieces, group) for group in groups]
    cases = dealt(case, travel, [[w for bunch in group for w in bunch.people] for group in groups], claims)
    return tuple(Piece(part, _start(part, group)) for part, group in zip(cases, groups, strict=True))


def _bunches(pieces: Sequence[Piece]) -> list[_Bunch]:
    """Everybody, in the smallest bunches that share nothing."""
    together = _Together()
    keys: dict[str, Hashable] = {}
    for n, piece in enumerate(pieces):
        plan = piece.plan
        for trip in () if plan is None else plan.trips:
            together.join([("trip", n, trip.trip_id), ("vehicle", n, trip.offer_id, trip.vehicle_no)])
        legs = {} if plan is None else {i.worker_id: i.legs for i in plan.itineraries}
        for worker in piece.case.workers.values():
            own = [_node(piece.case, n, leg) for leg in legs.get(worker.worker_id, ())]
            together.join(own)
            keys[worker.worker_id] = own[0] if own else ("place", worker.origin)
    bunches: dict[Hashable, _Bunch] = defaultdict(_Bunch)
    for n, piece in enumerate(pieces):
        for worker in piece.case.workers.values():
            bunches[together.root(keys[worker.worker_id])].people.append(worker)
        if piece.plan is None:
            continue
        for trip in piece.plan.trips:
            bunch = bunches[together.root(("trip", n, trip.trip_id))]
            bunch.trips.append(replace(trip, trip_id=of_part(n, trip.trip_id)))
            bunch.vehicles.add((n, trip.offer_id, trip.vehicle_no))
        for i in piece.plan.itineraries:
            bunch = bunches[together.root(keys[i.worker_id])]
            bunch.itineraries.append(replace(i, legs=tuple(of_part(n, leg) for leg in i.legs)))
            bunch.runs.update((n, run) for leg in i.legs if (run := _run(piece.case, leg)) is not None)
    return list(bunches.values())


def _node(case: Case, n: int, leg: str) -> Hashable:
    run = _run(case, leg)
    return ("trip", n, leg) if run is None else ("run", n, run)


def _run(case: Case, leg: str) -> str | None:
    """The run of a leg by a service; ``None`` for a trip."""
    return case.services[leg.removeprefix(SERVICE_LEG)].run_key if leg.startswith(SERVICE_LEG) else None


def _claim(case: Case, pieces: Sequence[Piece], group: Iterable[_Bunch]) -> Claim:
    """What a group of bunches uses of what is on offer."""
    vehicles: Counter[str] = Counter()
    units: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    for bunch in group:
        vehicles.update(offer for _, offer, _ in bunch.vehicles)
        for n, run in bunch.runs:
            plan = pieces[n].plan
            assert plan is not None
            uses = [use for use in plan.services if pieces[n].case.services[use.service_id].run_key == run]
            if case.runs[run][0].unit_cost > 0:
                units[run] += uses[0].units
            else:
                seats[run] += sum(len(use.workers) for use in uses)
    return Claim(vehicles, units, seats)


def _start(part: Case, group: Iterable[_Bunch]) -> Plan:
    """What a new part begins with."""
    trips = tuple(trip for bunch in group for trip in bunch.trips)
    itineraries = tuple(i for bunch in group for i in bunch.itineraries)
    return Plan(part.name, part.sha256, Summary({}, {}), trips, itineraries=itineraries)


class _Together:
    """Things that belong together (union-find)."""

    def __init__(self) -> None:
        self.above: dict[Hashable, Hashable] = {}

    def root(self, one: Hashable) -> Hashable:
        """What stands for everything that belongs with a thing."""
        path = []
        while (above := self.above.setdefault(one, one)) != one:
            path.append(one)
            one = above
        for other in path:
            self.above[other] = one
        return one

    def join(self, things: Sequence[Hashable]) -> None:
        """Put things together."""
        for other in things[1:]:
            self.above[self.root(other)] = self.root(things[0])
