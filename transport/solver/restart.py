"""Starting from a plan: as much of it as can still be run in this case, the rest put in anew.

The plan may belong to another version of the case (a what-if, yesterday's roster). Trips are rebuilt by the same
factory as all others, with the people who are still there; what is gone or cannot be run any more falls away.
"""

from __future__ import annotations

import random
from collections import defaultdict

from transport.plan import SERVICE_LEG, Itinerary, Plan, Trip
from transport.solver.baselines import close_short_services
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.ruin import settle
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft


def restarted(plan: Plan, inserter: Inserter, rng: random.Random) -> list[Solution]:
    """Solutions near a plan: what is left of it, and the same with everybody else inserted.

    Never fails: of a plan that has nothing to do with the case, nothing is left.
    """
    remains = rebuilt(plan, inserter)
    close_short_services(remains, inserter)
    filled = remains.copy()
    waiting = [b for b, way in enumerate(filled.ways) if way is None]
    inserter.insert(filled, waiting, Mood(neighbours=0.2), rng)
    close_short_services(filled, inserter)
    polish(filled, [n for n, draft in filled.trips.items() if remains.trips.get(n) is not draft], inserter)
    return [remains, filled]


def rebuilt(plan: Plan, inserter: Inserter) -> Solution:
    """The solution that a plan stands for, as much of it as can be run in this case."""
    return _Restart(plan, inserter).rebuild()


class _Restart:
    def __init__(self, plan: Plan, inserter: Inserter) -> None:
        self.inserter, self.problem = inserter, inserter.problem
        self.trips = {trip.trip_id: trip for trip in plan.trips}
        self.itineraries = {itinerary.worker_id: itinerary for itinerary in plan.itineraries}
        self.offer_index = {offer.offer_id: k for k, own in enumerate(self.problem.alike) for offer in own}
        self.solution = Solution(self.problem)

    def rebuild(self) -> Solution:
        """The solution of all that is left of the plan."""
        riders: dict[str, list[int]] = defaultdict(list)
        service_of = [NOBODY] * len(self.problem.bundles)
        room = [self.solution.seats_left(s) for s in range(len(self.problem.services))]
        for b in range(len(self.problem.bundles)):
            itinerary = self._itinerary(b)
            service = NOBODY if itinerary is None else self._service(b, itinerary)
            if itinerary is None or service is None:
                continue
            if service != NOBODY:
                if room[service] < self.problem.bundles[b].size:
                    continue
                run = self.problem.service_run[service]
                for s in self.problem.run_services[run]:
                    room[s] -= self.problem.bundles[b].size
                service_of[b] = service
            for leg in itinerary.legs:
                riders[leg].append(b)
        for trip_id, trip in self.trips.items():
            if trip.kind == "direct":
                self._direct(trip, riders[trip_id])
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for trip_id, trip in self.trips.items():
            if trip.kind != "direct":
                draft = self._spoke(trip, [b for b in riders[trip_id] if service_of[b] != NOBODY], service_of)
                if draft is not None and self.solution.fleet_fits(draft):
                    number = self.solution.add_trip(draft)
                    (first if trip.kind == "feeder" else last).update(dict.fromkeys(draft.riders, number))
        settle(self.solution, {b: s for b, s in enumerate(service_of) if s != NOBODY}, first, last, self.inserter)
        return self.solution

    def _itinerary(self, b: int) -> Itinerary | None:
        """How all of a bundle travelled, if they travelled together and by charter."""
        found = [self.itineraries.get(worker_id) for worker_id in self.problem.bundles[b].workers]
        known = [itinerary for itinerary in found if itinerary is not None]
        if not known or any(other.legs != known[0].legs for other in known):
            return None
        return known[0] if known[0].legs else None

    def _service(self, b: int, itinerary: Itinerary) -> int | None:
        """The service of an itinerary that the bundle may still use, ``NOBODY`` for a direct coach."""
        names = [leg.removeprefix(SERVICE_LEG) for leg in itinerary.legs if leg.startswith(SERVICE_LEG)]
        if not names:
            return None if "direct" in self.problem.bundles[b].barred else NOBODY
        service = self.problem.service_index.get(names[0])
        usable = self.inserter.reach.services_of[self.problem.cell_of[b]]
        return service if service in usable else None

    def _stops(self, trip: Trip) -> list[int]:
        """The trip's places that still exist."""
        index = self.problem.place_index
        return [index[stop.place_id] for stop in trip.stops if stop.place_id in index]

    def _fitting(self, trip: Trip, riders: list[int]) -> list[int]:
        """Riders up to the seats that there are now."""
        room, taken = self.problem.capacity(self.offer_index[trip.offer_id], trip.kind), []
        for b in riders:
            if self.problem.bundles[b].size <= room:
                room -= self.problem.bundles[b].size
                taken.append(b)
        return taken

    def _spoke(self, trip: Trip, riders: list[int], service_of: list[int]) -> Draft | None:
        p, offer = self.problem, self.offer_index.get(trip.offer_id)
        stops = self._stops(trip)
        if offer is None or not riders or not stops:
            return None
        feeder = trip.kind == "feeder"
        hub = stops[-1] if feeder else stops[0]
        hubs = p.service_from if feeder else p.service_to
        loads: dict[int, list[int]] = defaultdict(list)
        for b in self._fitting(trip, [b for b in riders if hubs[service_of[b]] == hub]):
            loads[p.bundles[b].origin if feeder else p.bundles[b].destination].append(b)
        own = [place for place in (stops[:-1] if feeder else stops[1:]) if loads[place]]
        if not own:
            return None
        return self.inserter.factory.spoke(
            trip.kind, offer, hub, tuple(own), tuple(tuple(loads[place]) for place in own), service_of
        )

    def _direct(self, trip: Trip, riders: list[int]) -> None:
        """Build a direct trip at its hour in the plan, so that the vehicle's other trips fit too, else at its best."""
        p, offer = self.problem, self.offer_index.get(trip.offer_id)
        stops = self._stops(trip)
        if offer is None:
            return
        cut = sum(bool(stop.board) and stop.place_id in p.place_index for stop in trip.stops)
        loads: dict[int, list[int]] = defaultdict(list)
        for b in self._fitting(
            trip, [b for b in riders if p.bundles[b].origin in stops[:cut] and p.bundles[b].destination in stops[cut:]]
        ):
            loads[p.bundles[b].origin].append(b)
        ends = {p.bundles[b].destination for own in loads.values() for b in own}
        pickups = tuple(place for place in stops[:cut] if loads[place])
        drops = tuple(place for place in stops[cut:] if place in ends)
        if not pickups:
            return
        riding = tuple(tuple(loads[place]) for place in pickups)
        factory = self.inserter.factory
        tried = (
            factory.direct(offer, pickups, riding, drops, leave_by=trip.leaves_base),
            fit_in_time(self.solution, factory.direct(offer, pickups, riding, drops), factory),
        )
        draft = next((draft for draft in tried if draft is not None and self.solution.fleet_fits(draft)), None)
        if draft is not None:
            number = self.solution.add_trip(draft)
            for b in draft.riders:
                self.solution.set_way(b, Way(NOBODY, number, NOBODY))
