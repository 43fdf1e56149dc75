"""Taking bundles out of a solution, and the choice of whom to take out together."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft


def remove(solution: Solution, bundles: Iterable[int], inserter: Inserter) -> list[int]:
    """Take bundles out of their trips and return all that have no way now.

    A trip that can no longer be run without them (a later pick-up hour, a road that only they needed) gives up its
    other riders too, so the list may be longer than what was asked for.
    """
    queue = [b for b in bundles if solution.ways[b] is not None]
    out: list[int] = []
    while queue:
        leaving = set(queue)
        queue = []
        touched: dict[int, None] = {}
        for b in leaving:
            way = solution.ways[b]
            if way is None:
                continue
            for number in (way.first, way.last):
                if number in solution.trips:
                    touched[number] = None
            solution.set_way(b, None)
            out.append(b)
        for number in touched:
            queue += _shrink(solution, number, leaving, inserter)
    return out


def _shrink(solution: Solution, number: int, leaving: set[int], inserter: Inserter) -> list[int]:
    """Rebuild a trip without some riders; riders it has to give up besides are returned."""
    draft = solution.trips[number]
    stayers = [b for b in draft.riders if b not in leaving and solution.ways[b] is not None]
    if not stayers:
        solution.remove_trip(number)
        return []
    made = fit_in_time(solution, without(draft, set(stayers), solution, inserter), inserter.factory, number)
    if made is None:
        solution.remove_trip(number)
        return stayers
    solution.replace_trip(number, made)
    return []


def without(draft: Draft, stayers: set[int], solution: Solution, inserter: Inserter) -> Draft | None:
    """The trip with only the ``stayers`` aboard, stops that nobody needs left out."""
    p = inserter.problem
    if draft.kind == "direct":
        kept = [
            (stop, tuple(b for b in load if b in stayers))
            for stop, load in zip(draft.stops[: draft.pickups], draft.loads, strict=False)
        ]
        kept = [(stop, load) for stop, load in kept if load]
        ends = {p.bundles[b].destination for b in stayers}
        drops = tuple(stop for stop in draft.stops[draft.pickups :] if stop in ends)
        return inserter.factory.direct(draft.offer, tuple(s for s, _ in kept), tuple(load for _, load in kept), drops)
    first = 0 if draft.kind == "feeder" else 1
    pairs = [
        (draft.stops[i], tuple(b for b in draft.loads[i] if b in stayers))
        for i in range(first, len(draft.stops) - 1 + first)
    ]
    pairs = [(stop, load) for stop, load in pairs if load]
    stops, riders = tuple(s for s, _ in pairs), tuple(load for _, load in pairs)
    return inserter.factory.spoke(draft.kind, draft.offer, draft.hub, stops, riders, solution.service_of)


def settle(
    solution: Solution, on_service: dict[int, int], first: dict[int, int], last: dict[int, int], inserter: Inserter
) -> None:
    """Say how the bundles on services travel, by which trips they got there and on; those without are taken out."""
    p = inserter.problem
    stranded = []
    for b, s in on_service.items():
        bundle = p.bundles[b]
        starts = bundle.origin == p.service_from[s] or b in first
        arrives = bundle.destination == p.service_to[s] or b in last
        solution.set_way(b, Way(s, first.get(b, NOBODY), last.get(b, NOBODY)))
        if not (starts and arrives):
            stranded.append(b)
    remove(solution, stranded, inserter)


class Ruins:
    """Ways to choose who is taken out together; each returns bundles that have a way, about ``size`` persons."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.by_origin: dict[int, list[int]] = defaultdict(list)
        self.by_destination: dict[int, list[int]] = defaultdict(list)
        for i, b in enumerate(problem.bundles):
            self.by_origin[b.origin].append(i)
            self.by_destination[b.destination].append(i)
        self.near_origins = self._nearest(sorted(self.by_origin))
        self.near_destinations = self._nearest(sorted(self.by_destination))

    def _nearest(self, places: list[int]) -> dict[int, list[int]]:
        minutes = self.problem.minutes_array
        table = minutes[np.ix_(places, places)]
        order = np.argsort(table, axis=1, kind="stable")
        return {place: [places[j] for j in order[i][:60]] for i, place in enumerate(places)}

    def choose(self, solution: Solution, size: int, rng: random.Random) -> list[int]:
        """About ``size`` persons by a way drawn at random, with those nearby who are on tickets."""
        draw = rng.random()
        if draw < 0.35:
            return self._around(self.by_origin, self.near_origins, size, rng)
        if draw < 0.5:
            return self._around(self.by_destination, self.near_destinations, size, rng)
        if draw < 0.85 and solution.trips:
            return self._trips(solution, size, rng)
        return self._service(solution, rng) or self._around(self.by_origin, self.near_origins, size, rng)

    def _around(
        self, members: dict[int, list[int]], near: dict[int, list[int]], size: int, rng: random.Random
    ) -> list[int]:
        centre = self.problem.bundles[rng.randrange(len(self.problem.bundles))]
        start = centre.origin if members is self.by_origin else centre.destination

        def outwards() -> Iterator[int]:
            for place in near[start]:
                own = list(members[place])
                rng.shuffle(own)
                yield from own

        return self._first(outwards(), size)

    def _first(self, bundles: Iterable[int], size: int) -> list[int]:
        """As many bundles from the first on as make ``size`` persons."""
        chosen: list[int] = []
        persons = 0
        for b in bundles:
            chosen.append(b)
            persons += self.problem.bundles[b].size
            if persons >= size:
                break
        return chosen

    def _trips(self, solution: Solution, size: int, rng: random.Random) -> list[int]:
        numbers = list(solution.trips)
        seed = solution.trips[rng.choice(numbers)]
        anchor = seed.stops[0] if seed.kind != "distribution" else seed.stops[-1]
        minutes = self.problem.minutes
        rank = sorted(
            (number for number in numbers if solution.trips[number].kind == seed.kind or rng.random() < 0.3),
            key=lambda n: min(minutes[anchor][stop] for stop in solution.trips[n].stops) * (0.5 + rng.random()),
        )
        chosen: dict[int, None] = {}
        persons = 0
        for number in rank:
            draft = solution.trips[number]
            if persons and persons + draft.load > 1.5 * size:
                continue
            chosen.update(dict.fromkeys(draft.riders))
            persons += draft.load
            if persons >= size:
                break
        return list(chosen)

    def _service(self, solution: Solution, rng: random.Random) -> list[int]:
        used = solution.used_services()
        if not used:
            return []
        service = rng.choice(used)
        return [b for b, s in enumerate(solution.service_of) if s == service]

    def coaches(self, solution: Solution, size: int, rng: random.Random) -> list[int]:
        """The riders of a direct coach and of others whose ways are near its own; nobody where there are no coaches."""
        numbers = sorted(solution.direct_trips)
        if not numbers:
            return []
        seed, minutes = solution.trips[rng.choice(numbers)], self.problem.minutes

        def away(number: int) -> float:
            draft = solution.trips[number]
            starts = min(minutes[seed.stops[0]][stop] for stop in draft.stops[: draft.pickups])
            ends = min(minutes[seed.stops[-1]][stop] for stop in draft.stops[draft.pickups :])
            return (starts + ends) * (0.5 + rng.random())

        chosen: list[int] = []
        persons = 0
        for number in sorted(numbers, key=away):
            chosen += solution.trips[number].riders
            persons += solution.trips[number].load
            if persons >= size:
                break
        return chosen

    def travellers(self, solution: Solution, cells: Iterable[int], size: int, rng: random.Random) -> list[int]:
        """Bundles of some cells, neighbours together, about ``size`` persons: around one of them, those left first."""
        problem = self.problem
        usable = [b for c in cells for b in problem.cells[c].bundles]
        if not usable:
            return []
        centre, minutes = problem.bundles[rng.choice(usable)], problem.minutes

        def away(b: int) -> float:
            one = problem.bundles[b]
            road = minutes[centre.origin][one.origin] + minutes[centre.destination][one.destination]
            return (road + 30) * (0.5 + rng.random()) * (1.0 if solution.ways[b] is None else 2.0)

        return self._first(sorted(usable, key=away), size)

    def left(self, solution: Solution, chosen: list[int], limit: int, rng: random.Random) -> list[int]:
        """Bundles on tickets, those who start or end where the chosen do before others, ``limit`` at most."""
        bundles = self.problem.bundles
        taken = set(chosen)
        starts, ends = {bundles[b].origin for b in chosen}, {bundles[b].destination for b in chosen}
        tickets = [b for b, way in enumerate(solution.ways) if way is None and b not in taken]
        near = [b for b in tickets if bundles[b].origin in starts or bundles[b].destination in ends]
        if len(near) >= limit:
            return rng.sample(near, limit)
        known = set(near)
        far = [b for b in tickets if b not in known]
        return near + (far if len(far) <= limit - len(near) else rng.sample(far, limit - len(near)))

    def waiting(self, solution: Solution, chosen: list[int], limit: int, rng: random.Random) -> list[int]:
        """Bundles on tickets from the same or neighbouring places as those chosen, who may use the room made."""
        origins = {self.problem.bundles[b].origin for b in chosen}
        pool = [b for origin in sorted(origins) for b in self.by_origin[origin] if solution.ways[b] is None]
        if len(pool) > limit:
            pool = rng.sample(pool, limit)
        return pool
