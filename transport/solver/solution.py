"""A whole solution while it is being worked on: trips, who rides what, seats, and the cost kept up to date."""

from __future__ import annotations

import math
from dataclasses import dataclass

from transport.solver.problem import Problem
from transport.solver.trips import Draft

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Way:
    """How a bundle travels: by a direct trip (``service`` is ``NOBODY``, ``first`` the trip), or by a service with a
    feeder ``first`` and a distribution trip ``last`` (``NOBODY``: it starts or ends at the hub).
    """

    service: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A solution without its problem: what travels between processes."""

    trips: tuple[Draft, ...]
    ways: tuple[Way | None, ...]


class Solution:
    """Trips by number, the way of each bundle (``None``: left to tickets), and the total cost.

    The total is kept incrementally: trips + runs + riders' own service costs + those left to tickets.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.trips: dict[int, Draft] = {}
        self.ways: list[Way | None] = [None] * len(problem.bundles)
        self.aboard = [0] * len(problem.services)
        self.run_persons = [0] * len(problem.runs)
        self.by_offer: dict[int, set[int]] = {}
        self.by_hub: dict[tuple[str, int], set[int]] = {}
        self.direct_trips: set[int] = set()
        self.next_trip = 0
        self.cost_trips = 0.0
        self.cost_fallback = problem.fallback_total
        self.cost_riders = 0.0
        self.service_of = [NOBODY] * len(problem.bundles)

    def copy(self) -> Solution:
        """An independent copy; drafts are shared, being frozen."""
        other = Solution.__new__(Solution)
        other.problem = self.problem
        other.trips = self.trips.copy()
        other.ways = self.ways.copy()
        other.aboard = self.aboard.copy()
        other.run_persons = self.run_persons.copy()
        other.by_offer = {k: v.copy() for k, v in self.by_offer.items()}
        other.by_hub = {k: v.copy() for k, v in self.by_hub.items()}
        other.direct_trips = self.direct_trips.copy()
        other.next_trip = self.next_trip
        other.cost_trips = self.cost_trips
        other.cost_fallback = self.cost_fallback
        other.cost_riders = self.cost_riders
        other.service_of = self.service_of.copy()
        return other

    def pack(self) -> Packed:
        """The solution without its problem; trips are numbered from 0."""
        numbers = {number: i for i, number in enumerate(self.trips)}
        numbers[NOBODY] = NOBODY
        return Packed(
            tuple(self.trips.values()),
            tuple(None if w is None else Way(w.service, numbers[w.first], numbers[w.last]) for w in self.ways),
        )

    @classmethod
    def unpack(cls, problem: Problem, packed: Packed) -> Solution:
        """Put a packed solution to its problem again."""
        solution = cls(problem)
        for draft in packed.trips:
            solution.add_trip(draft)
        for bundle, way in enumerate(packed.ways):
            solution.set_way(bundle, way)
        return solution

    # ---- costs

    def units(self, run: int) -> int:
        """Units of a run that its riders need."""
        persons = self.run_persons[run]
        return 0 if persons == 0 else math.ceil(persons / self.problem.run_capacity[run])

    def used_services(self) -> list[int]:
        """Services with somebody aboard."""
        return [s for s, persons in enumerate(self.aboard) if persons]

    def on_run(self, run: int) -> list[int]:
        """Bundles that go by a run's services."""
        if not self.run_persons[run]:
            return []
        services = frozenset(self.problem.run_services[run])
        return [b for b, s in enumerate(self.service_of) if s in services]

    def run_cost(self, run: int) -> float:
        """CNY of a run's units: the charter and its escorts; the riders' own seats are counted with the riders."""
        units = self.units(run)
        if units == 0:
            return 0.0
        p = self.problem
        first = next(s for s in p.run_services[run] if self.aboard[s] > 0)
        service = p.services[first]
        return units * (service.unit_cost + p.unit_escorts * (service.seat_cost + p.costs.escort))

    def shortage(self) -> int:
        """Persons missing to the least that used services need to run."""
        return sum(
            s.min_seats - self.aboard[i]
            for i, s in enumerate(self.problem.services)
            if 0 < self.aboard[i] < s.min_seats
        )

    @property
    def cost(self) -> float:
        """Total CNY, as the contract counts it."""
        runs = sum(self.run_cost(run) for run, persons in enumerate(self.run_persons) if persons)
        return self.cost_trips + self.cost_fallback + self.cost_riders + runs

    # ---- changes

    def fleet_fits(self, draft: Draft, without: int = NOBODY) -> bool:
        """Whether a vehicle of the trip's offer is free all the while, leaving one trip out of account."""
        count = self.problem.offers[draft.offer].count
        others = self.by_offer.get(draft.offer, ())
        if len(others) - (without in others) < count:
            return True
        return is_free(self.outings(draft.offer, without), draft.timeline.leaves, draft.back, count)

    def ends_of_gaps(self, draft: Draft, without: int = NOBODY) -> list[int]:
        """The moments, latest first, by which a trip as long as this one may be back, and no later, as a vehicle of its
        offer that is free until then is wanted for another trip.
        """
        count, length = self.problem.offers[draft.offer].count, draft.back - draft.timeline.leaves
        out = self.outings(draft.offer, without)
        moments = sorted({leaves for leaves, _ in out if leaves < draft.back}, reverse=True)
        return [end for end in moments if is_free(out, end - length, end, count)]

    def outings(self, offer: int, without: int = NOBODY) -> list[tuple[int, int]]:
        """When vehicles of an offer leave and are back, leaving one trip out of account."""
        trips = (self.trips[i] for i in self.by_offer.get(offer, ()) if i != without)
        return [(trip.timeline.leaves, trip.back) for trip in trips]

    def add_trip(self, draft: Draft) -> int:
        """Take a trip in and return its number; who rides it is said by :meth:`set_way`."""
        number = self.next_trip
        self.next_trip += 1
        self._link(number, draft)
        return number

    def replace_trip(self, number: int, draft: Draft) -> None:
        """Put a changed trip in the place of an old one."""
        self._unlink(number)
        self._link(number, draft)

    def remove_trip(self, number: int) -> None:
        """Drop a trip that nobody rides any more."""
        self._unlink(number)

    def _link(self, number: int, draft: Draft) -> None:
        self.trips[number] = draft
        self.by_offer.setdefault(draft.offer, set()).add(number)
        if draft.kind == "direct":
            self.direct_trips.add(number)
        else:
            self.by_hub.setdefault((draft.kind, draft.hub), set()).add(number)
        self.cost_trips += draft.cost

    def _unlink(self, number: int) -> None:
        draft = self.trips.pop(number)
        self.by_offer[draft.offer].discard(number)
        if draft.kind == "direct":
            self.direct_trips.discard(number)
        else:
            self.by_hub[draft.kind, draft.hub].discard(number)
        self.cost_trips -= draft.cost

    def set_way(self, bundle: int, way: Way | None) -> None:
        """Say how a bundle travels; the trips concerned are changed by the caller."""
        p, old = self.problem, self.ways[bundle]
        b = p.bundles[bundle]
        if old is None:
            self.cost_fallback -= b.fallback
        elif old.service != NOBODY:
            self.aboard[old.service] -= b.size
            self.run_persons[p.service_run[old.service]] -= b.size
            self.cost_riders -= rider_cost(p, bundle, old.service)
        if way is None:
            self.cost_fallback += b.fallback
        elif way.service != NOBODY:
            self.aboard[way.service] += b.size
            self.run_persons[p.service_run[way.service]] += b.size
            self.cost_riders += rider_cost(p, bundle, way.service)
        self.ways[bundle] = way
        self.service_of[bundle] = NOBODY if way is None else way.service

    def seats_left(self, service: int) -> int:
        """Persons that still fit into the run's units on offer."""
        run = self.problem.service_run[service]
        return self.problem.run_capacity[run] * self.problem.run_units[run] - self.run_persons[run]


def is_free(out: list[tuple[int, int]], leave: int, back: int, count: int) -> bool:
    """Whether one of ``count`` vehicles is free from ``leave`` until ``back``, others being out so (leaves, back)."""
    overlapping = [(start, end) for start, end in out if start < back and end > leave]
    if len(overlapping) < count:
        return True
    moments = [leave, *(start for start, _ in overlapping if start > leave)]
    return all(sum(start <= m < end for start, end in overlapping) < count for m in moments)


def rider_cost(problem: Problem, bundle: int, service: int) -> float:
    """CNY of a bundle on a service by itself: seats, hours aboard, and early arrival where the hub is the end."""
    s, b = problem.services[service], problem.bundles[bundle]
    cost = b.size * (s.seat_cost + problem.costs.journey_hour * (s.arrive - s.depart) / 60)
    if b.destination == problem.service_to[service] and b.report > s.arrive:
        cost += problem.costs.early_arrival_per_day * b.size * ((b.report - s.arrive) // 1440)
    return cost
