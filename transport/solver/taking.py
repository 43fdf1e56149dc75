"""Taking a way: what it changes or opens is built exactly (timetable, seats), and a vehicle must be free for it."""

from __future__ import annotations

from dataclasses import dataclass

from transport.case import TripKind
from transport.solver.direct_spots import DirectSpot
from transport.solver.problem import Problem
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.spots import AT_HUB, Refusal, SpokeSpots, Spot
from transport.solver.trips import Draft, TripFactory

MOST_GAPS = 4
"""Gaps between the trips of an offer in which a direct trip is tried."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A way for bundles of a cell: CNY a person, the service (``NOBODY``: direct), its spots, and room for bundles."""

    price: float
    service: int
    first: Spot | None
    last: Spot | None
    direct: DirectSpot | None
    room: int


class Taker:
    """Builds chosen ways into a solution.

    Parameters
    ----------
    problem, factory
        The case, and what builds its trips.
    spokes
        Knows the other offers for a new trip between a place and a hub.
    """

    def __init__(self, problem: Problem, factory: TripFactory, spokes: SpokeSpots) -> None:
        self.problem, self.factory, self.spokes = problem, factory, spokes

    def take(self, solution: Solution, taken: tuple[int, ...], choice: Choice) -> Refusal | None:
        """Build the way and take it; where it cannot be, what is to be refused from now on."""
        b = self.problem.bundles[taken[0]]
        if choice.direct is not None:
            ok = self._take_direct(solution, taken, choice.direct)
            return None if ok else choice.direct.refusal(b.origin, b.destination)
        p, s, first, last = self.problem, choice.service, choice.first, choice.last
        assert first is not None
        assert last is not None
        service_of = solution.service_of
        for t in taken:
            service_of[t] = s
        feeder = distribution = None
        refusal: Refusal | None = None
        first_number, before = NOBODY, solution.trips.get(first.trip)
        if first is not AT_HUB:
            feeder = self._changed(solution, "feeder", first, b.origin, taken, p.service_from[s])
            refusal = None if feeder is not None else first.refusal("feeder", s, b.origin)
            first_number = self._take(solution, first, feeder)  # out already when the other trip asks for a vehicle
        if last is not AT_HUB and refusal is None:
            distribution = self._changed(solution, "distribution", last, b.destination, taken, p.service_to[s])
            refusal = None if distribution is not None else last.refusal("distribution", s, b.destination)
        for t in taken:
            service_of[t] = NOBODY
        if refusal is None:
            way = Way(s, first_number, self._take(solution, last, distribution))
            for t in taken:
                solution.set_way(t, way)
        elif feeder is not None:
            self._give_back(solution, first_number, before)
        return refusal

    @staticmethod
    def _take(solution: Solution, spot: Spot, draft: Draft | None) -> int:
        if draft is None:
            return NOBODY
        if spot.trip == NOBODY:
            return solution.add_trip(draft)
        solution.replace_trip(spot.trip, draft)
        return spot.trip

    @staticmethod
    def _give_back(solution: Solution, number: int, before: Draft | None) -> None:
        if before is None:
            solution.remove_trip(number)
        else:
            solution.replace_trip(number, before)

    def _changed(
        self, solution: Solution, kind: TripKind, spot: Spot, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """The trip with the bundles in it, or ``None`` where that cannot be run or no vehicle is free."""
        if spot.trip == NOBODY:
            return self._new_trip(solution, kind, spot.offer, place, taken, hub)
        draft = solution.trips[spot.trip]
        own = slice(0, -1) if kind == "feeder" else slice(1, None)
        stops, loads = list(draft.stops[own]), list(draft.loads[own])
        if spot.join:
            loads[spot.position] += taken
        else:
            stops.insert(spot.position, place)
            loads.insert(spot.position, taken)
        made = self.factory.spoke(kind, draft.offer, hub, tuple(stops), tuple(loads), solution.service_of)
        return made if made is not None and solution.fleet_fits(made, spot.trip) else None

    def _new_trip(
        self, solution: Solution, kind: TripKind, offer: int, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """A new trip by the wanted offer, or by the cheapest other one that has a vehicle free."""
        p = self.problem
        need = sum(p.bundles[t].size for t in taken)
        others = [k for k, _ in self.spokes.radial(kind, place, hub) if k != offer and p.capacity(k, kind) >= need]
        for k in [offer, *others][:6]:
            made = self.factory.spoke(kind, k, hub, (place,), (taken,), solution.service_of)
            if made is not None and solution.fleet_fits(made):
                return made
        return None

    def _take_direct(self, solution: Solution, taken: tuple[int, ...], spot: DirectSpot) -> bool:
        b = self.problem.bundles[taken[0]]
        if spot.trip == NOBODY:
            made = self.factory.direct(spot.offer, (b.origin,), (taken,), (b.destination,))
        else:
            draft = solution.trips[spot.trip]
            picks, drops = list(draft.stops[: draft.pickups]), list(draft.stops[draft.pickups :])
            loads = list(draft.loads[: draft.pickups])
            if spot.pickup_join:
                loads[spot.pickup] += taken
            else:
                picks.insert(spot.pickup, b.origin)
                loads.insert(spot.pickup, taken)
            if not spot.drop_join:
                drops.insert(spot.drop, b.destination)
            made = self.factory.direct(spot.offer, tuple(picks), tuple(loads), tuple(drops))
        made = fit_in_time(solution, made, self.factory, spot.trip)
        if made is None:
            return False
        number = spot.trip
        if number == NOBODY:
            number = solution.add_trip(made)
        else:
            solution.replace_trip(number, made)
        for t in taken:
            solution.set_way(t, Way(NOBODY, number, NOBODY))
        return True


def fit_in_time(solution: Solution, draft: Draft | None, factory: TripFactory, without: int = NOBODY) -> Draft | None:
    """The trip as it is where a vehicle is free then; a direct one else as late before that as there is one free.

    The vehicle of the trip ``without`` counts as free.
    """
    if draft is None or solution.fleet_fits(draft, without):
        return draft
    if draft.kind != "direct":
        return None
    length = draft.back - draft.timeline.leaves
    for end in solution.ends_of_gaps(draft, without)[:MOST_GAPS]:
        leave = end - length
        for _ in range(2):  # by night and by day a trip takes longer or shorter
            made = factory.rerun(draft, leave_by=leave)
            if made is None:
                return None
            if solution.fleet_fits(made, without):
                return made
            leave -= max(60, made.back - end)
    return None
