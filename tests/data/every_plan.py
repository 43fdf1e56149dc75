"""The cheapest of all plans of a tiny case, by trying every one: who goes how, and every way to put them in vehicles.

Trips are built by the optimiser's own factory, at the times that it gives them, and vehicles are plenty. So this is
the optimum where the factory's times are the best ones, and otherwise a plan's cost: never below the true optimum.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, permutations, product

from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.solution import NOBODY, rider_cost
from transport.solver.trips import TripFactory

STAYS = -2


def cheapest(problem: Problem) -> float:
    """CNY of the cheapest plan of a case with very few bundles."""
    return _Trials(problem).cheapest()


class _Trials:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.factory = problem, TripFactory(problem)
        self.reach = Reach(problem)
        self._split, self._trip = cache(self._split_anew), cache(self._trip_anew)

    def cheapest(self) -> float:
        p = self.problem
        options = [[STAYS, NOBODY, *self.reach.services_of[p.cell_of[b]]] for b in range(len(p.bundles))]
        return min(self._cost(choice) for choice in product(*options))

    def _cost(self, choice: Sequence[int]) -> float:
        p = self.problem
        cost = sum(p.bundles[b].fallback for b, way in enumerate(choice) if way == STAYS)
        cost += self._split("direct", frozenset(b for b, way in enumerate(choice) if way == NOBODY), tuple(choice))
        for s in range(len(p.services)):
            riders = [b for b, way in enumerate(choice) if way == s]
            persons = sum(p.bundles[b].size for b in riders)
            units = math.ceil(persons / p.run_capacity[p.service_run[s]]) if riders else 0
            if units > p.run_units[p.service_run[s]] or 0 < persons < p.services[s].min_seats:
                return math.inf
            service = p.services[s]
            cost += units * (service.unit_cost + p.unit_escorts * (service.seat_cost + p.costs.escort))
            cost += sum(rider_cost(p, b, s) for b in riders)
            to_hub = frozenset(b for b in riders if p.bundles[b].origin != p.service_from[s])
            onward = frozenset(b for b in riders if p.bundles[b].destination != p.service_to[s])
            cost += self._split("feeder", to_hub, tuple(choice)) + self._split("distribution", onward, tuple(choice))
        return cost

    def _split_anew(self, kind: str, bundles: frozenset[int], choice: tuple[int, ...]) -> float:
        """The cheapest way to put bundles into trips of a kind."""
        if not bundles:
            return 0.0
        first, *others = sorted(bundles)
        return min(
            self._trip(kind, frozenset((first, *more)), choice)
            + self._split(kind, bundles - frozenset((first, *more)), choice)
            for more in _subsets(others)
        )

    def _trip_anew(self, kind: str, bundles: frozenset[int], choice: tuple[int, ...]) -> float:
        """The cheapest single trip that carries exactly these bundles."""
        p = self.problem
        origins = _grouped((p.bundles[b].origin, b) for b in bundles)
        ends = _grouped((p.bundles[b].destination, b) for b in bundles)
        size = sum(p.bundles[b].size for b in bundles)
        best = math.inf
        for k in range(len(p.offers)):
            if p.capacity(k, kind) < size:
                continue
            for order in permutations(origins if kind != "distribution" else ends):
                if kind == "direct":
                    loads = tuple(tuple(origins[place]) for place in order)
                    drafts = [
                        self.factory.direct(k, order, loads, drops, thorough=True) for drops in permutations(ends)
                    ]
                else:
                    groups = origins if kind == "feeder" else ends
                    service = choice[min(bundles)]
                    hub = p.service_from[service] if kind == "feeder" else p.service_to[service]
                    loads = tuple(tuple(groups[place]) for place in order)
                    drafts = [self.factory.spoke(kind, k, hub, order, loads, choice)]
                best = min([best, *(draft.cost for draft in drafts if draft is not None)])
        return best


def _subsets(items: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for place, bundle in sorted(pairs):
        groups.setdefault(place, []).append(bundle)
    return groups
