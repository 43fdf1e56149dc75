"""Improving whole sides of a solution: all trips of a hub that can share riders, routed anew together.

The search moves a few dozen people at a time; a side has all its routes changed at once. Loads stay on their services;
what the routes cannot do in time (hours, rests, vehicles that are out) goes back to insertion.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transport.case import TripKind
from transport.solver.columns import Column, ColumnBuilder, builder_of
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.router import Router
from transport.solver.ruin import remove
from transport.solver.side import Ride, Side, side_of
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.translation import available
from transport.solver.trips import Draft

MOST_SINGLE, MOST_LOADS = 250, 1200
"""Most bundles of a side that are routed one by one, and most loads that are routed at a time."""
MOST_ROUTERS = 8
"""Sides whose routes are remembered."""
MOST_PROMISING, PROMISING_SHARE = 1_500, 0.3
"""Routes of a side that a bound begins with, and the share of its time for choosing them."""
LEAST_S = 0.4
"""Seconds that it takes a side at the least to be worth a try."""


ONE_SIDED = 0.9
"""Share of the cost from which one side is taken for the whole case."""


class SideSearch:
    """Routes the sides of solutions anew.

    Parameters
    ----------
    inserter
        Builds ways for people who are left over.
    rng
        The only source of chance.
    """

    def __init__(self, inserter: Inserter, rng: random.Random) -> None:
        self.inserter, self.rng, self.problem = inserter, rng, inserter.problem
        self.worthwhile = available()
        self.gave_up = False  # whether those who wait could not all be taken along
        self._routers: dict[tuple[object, ...], Router] = {}

    def improve(
        self, solution: Solution, until: float, should_stop: Callable[[], bool], *, single: bool = True
    ) -> Solution:
        """Route the sides one after the other, the dearest first, until a moment of the monotonic clock.

        ``single``: whether those who share a stop may be parted now and then.

        Returns
        -------
        Solution
            A cheaper solution, or the one that was given.
        """
        best = solution
        groups = sides_of(solution) if self.worthwhile else []
        costs = [sum(solution.trips[n].cost for n in numbers) for numbers in groups]
        for i in sorted(range(len(groups)), key=lambda i: -costs[i]):
            left = until - time.monotonic()
            if left < LEAST_S or should_stop():
                break
            share = costs[i] / max(1e-9, sum(costs[j] for j in range(len(groups)) if costs[j] <= costs[i]))
            numbers = [n for n in groups[i] if n in best.trips and best.trips[n] is solution.trips[n]]
            if len(numbers) > 1:
                found = self._rerouted(best, numbers, max(LEAST_S, share * left), should_stop, single=single)
                if found.shortage() == 0 and found.cost < best.cost - 1e-6:
                    best = found
        return best

    def promising(self, solution: Solution, seconds: float) -> list[Column]:
        """The trips of a solution, and of all routes met so far those that are worth most, for people on its services;
        a bound of so many seconds may begin with them.
        """
        builder = builder_of(self.inserter)
        found = {column.key: column for column in builder.of_solution(solution)}
        for router in self._routers.values():
            for offer, order in router.pool.promising(MOST_PROMISING, PROMISING_SHARE * seconds):
                column = self._column(router.side, offer, order, solution.service_of, builder)
                if column is not None:
                    found[column.key] = column
        return list(found.values())

    def _column(
        self, side: Side, offer: int, order: Sequence[int], service_of: Sequence[int], builder: ColumnBuilder
    ) -> Column | None:
        """A route as a column; ``None`` where some of its people go another way by now, or it cannot be run."""
        carries: Counter[tuple[int, int]] = Counter()
        for i in order:
            for b in side.loads[i].bundles:
                carries[side.places[i], service_of[b]] += self.problem.bundles[b].size
        if any(service == NOBODY for _, service in carries):
            return None
        stops = tuple(dict.fromkeys(side.places[i] for i in order))
        return builder.spoke(side.kind, offer, side.hub, stops, carries)

    def _rerouted(
        self,
        solution: Solution,
        numbers: list[int],
        seconds: float,
        should_stop: Callable[[], bool],
        *,
        single: bool,
    ) -> Solution:
        numbers = self._some(solution, numbers)
        bundles = sum(len(solution.trips[n].riders) for n in numbers)
        waiting = [] if self.gave_up or len(sides_of(solution)) > 1 else stranded(solution, self.inserter.reach)
        parted = single and bundles <= MOST_SINGLE and self.rng.random() < 0.5
        side = side_of(solution, numbers, single=parted, waiting=waiting)
        rides = [] if waiting else _rides_of(side, solution, numbers)
        if any(k not in side.free for k, _ in rides):
            return solution
        router = self._router(side)
        routed = router.improve(rides, time.monotonic() + seconds, should_stop)
        found = solution if routed == rides else self._built(solution, numbers, side, routed)
        self.gave_up |= bool(waiting) and found.cost >= solution.cost
        return found

    def _router(self, side: Side) -> Router:
        """The router of a side, with all routes that it has met before."""
        if side.key not in self._routers:
            if len(self._routers) >= MOST_ROUTERS:
                del self._routers[next(iter(self._routers))]
            self._routers[side.key] = Router(side, self.rng.randrange(2**20))
        return self._routers[side.key]

    def _some(self, solution: Solution, numbers: list[int]) -> list[int]:
        """As many trips as can be routed at a time, around one of them."""
        stops = {n: len(solution.trips[n].stops) for n in numbers}
        if sum(stops.values()) <= MOST_LOADS:
            return numbers
        centre = solution.trips[self.rng.choice(numbers)]
        anchor = centre.stops[0] if centre.kind == "feeder" else centre.stops[-1]
        minutes = self.problem.minutes
        near = sorted(numbers, key=lambda n: min(minutes[anchor][stop] for stop in solution.trips[n].stops[:-1]))
        taken, total = [], 0
        for n in near:
            total += stops[n]
            if total > MOST_LOADS:
                break
            taken.append(n)
        return taken

    def _built(self, solution: Solution, numbers: list[int], side: Side, rides: Sequence[Ride]) -> Solution:
        """The solution with the routes as trips; whom the real trips cannot take is put in anew."""
        trial = solution.copy()
        for n in numbers:
            trial.remove_trip(n)
        for load in side.loads:
            for b in load.bundles:
                if trial.ways[b] is None:  # was waiting for a feeder to the only service
                    trial.set_way(b, Way(0, NOBODY, NOBODY))
        left: list[int] = []
        changed: list[int] = []
        for offer, order in rides:
            draft = self._draft(trial, side, offer, order)
            riders = [b for i in order for b in side.loads[i].bundles]
            if draft is None:
                left += riders
                continue
            number = trial.add_trip(draft)
            changed.append(number)
            for b in riders:
                way = trial.ways[b]
                assert way is not None
                first, last = (number, way.last) if side.kind == "feeder" else (way.first, number)
                trial.set_way(b, Way(way.service, first, last))
        for b in left:  # off the side's own trips, which are gone, before they are taken out of the others
            way = trial.ways[b]
            assert way is not None
            first, last = (NOBODY, way.last) if side.kind == "feeder" else (way.first, NOBODY)
            trial.set_way(b, Way(way.service, first, last))
        waiting = remove(trial, left, self.inserter)
        self.inserter.insert(trial, waiting, Mood(neighbours=0.3), self.rng)
        polish(trial, [n for n in changed if n in trial.trips], self.inserter)
        return trial

    def _draft(self, trial: Solution, side: Side, offer: int, order: Sequence[int]) -> Draft | None:
        by_place: dict[int, list[int]] = defaultdict(list)
        for i in order:
            by_place[side.loads[i].place] += side.loads[i].bundles
        stops, loads = tuple(by_place), tuple(tuple(riders) for riders in by_place.values())
        load = side.persons(order)
        others = sorted(
            (k for k in side.free if k != offer and self.problem.capacity(k, side.kind) >= load),
            key=lambda k: side.price(k, order),
        )
        for k in [offer, *others[:3]]:
            made = self.inserter.factory.spoke(side.kind, k, side.hub, stops, loads, trial.service_of)
            if made is not None and trial.fleet_fits(made):
                return made
        return None


@dataclass(slots=True)
class _Group:
    """Trips that can share riders, and the services that these catch or come from."""

    services: set[int]
    members: list[int]


def sides_of(solution: Solution) -> list[list[int]]:
    """Trips that could share riders: of one kind and hub, and at the hub within hours that suit all their services."""
    p = solution.problem
    by_hub: dict[tuple[TripKind, int], list[int]] = defaultdict(list)
    for number, draft in solution.trips.items():
        if draft.kind != "direct":
            by_hub[draft.kind, draft.hub].append(number)
    groups: list[list[int]] = []
    for (kind, _), numbers in by_hub.items():
        open_groups: list[_Group] = []
        for number in sorted(numbers, key=lambda n: solution.trips[n].timeline.arrive[-1 if kind == "feeder" else 0]):
            services = {solution.service_of[b] for b in solution.trips[number].riders}
            for group in open_groups:
                if _meet(p, kind, group.services | services):
                    group.services |= services
                    group.members.append(number)
                    break
            else:
                open_groups.append(_Group(services, [number]))
        groups += [group.members for group in open_groups]
    return groups


def one_sided(solution: Solution, reach: Reach) -> bool:
    """Whether one side is nearly the whole cost, and there are no direct coaches: routing it is all there is to do."""
    p = solution.problem
    if p.offers_by_kind["direct"]:
        return False
    costs = [sum(solution.trips[n].cost for n in numbers) for numbers in sides_of(solution)]
    left = [b for b, way in enumerate(solution.ways) if way is None]
    travelled = solution.cost - sum(p.bundles[b].fallback for b in left)
    return len(left) == len(stranded(solution, reach)) and max(costs, default=0.0) >= ONE_SIDED * travelled > 0.0


def stranded(solution: Solution, reach: Reach) -> list[int]:
    """All who are left unserved, if each needs only a feeder to the one service there is; nobody otherwise."""
    p = solution.problem
    if len(p.services) != 1 or p.rules.max_journey_minutes is not None:
        return []
    left = [b for b, way in enumerate(solution.ways) if way is None]
    for b in left:
        bundle = p.bundles[b]
        usable = bundle.destination == p.service_to[0] and bundle.origin != p.service_from[0]
        if bundle.ticketed or not usable or 0 not in reach.services_of[p.cell_of[b]]:
            return []
    return left if sum(p.bundles[b].size for b in left) <= solution.seats_left(0) else []


def _meet(p: Problem, kind: TripKind, services: set[int]) -> bool:
    low, high = p.hub_hours(kind, services)
    return low <= high


def _rides_of(side: Side, solution: Solution, numbers: Sequence[int]) -> list[Ride]:
    """The routes that the trips are now."""
    at = {bundle: i for i, load in enumerate(side.loads) for bundle in load.bundles}
    rides = []
    for n in numbers:
        draft = solution.trips[n]
        rides.append((draft.offer, tuple(dict.fromkeys(at[b] for riders in draft.loads for b in riders))))
    return rides
