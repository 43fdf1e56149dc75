"""Trips that do not pay: everybody aboard would be served more cheaply without, so they are taken out.

Insertion opens vehicles in the hope of people to come; where these stayed away, the hope is given up here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from transport.solver.insertion import Inserter
from transport.solver.ruin import remove
from transport.solver.solution import NOBODY, Solution, rider_cost

LEAST = 1e-6
"""CNY of loss that count."""


def weed(solution: Solution, numbers: Iterable[int], inserter: Inserter) -> list[int]:
    """Take out what costs more than leaving all its riders: runs first, then trips, the greatest losses first.

    Returns
    -------
    list[int]
        Bundles that are left by that.
    """
    touched = [n for n in numbers if n in solution.trips]
    left = _weed_runs(solution, touched, inserter)
    for lost, number in sorted(((loss(solution, n), n) for n in touched if n in solution.trips), reverse=True):
        if lost <= LEAST:
            break
        if number in solution.trips and loss(solution, number) > LEAST:
            left += remove(solution, solution.trips[number].riders, inserter)
    return left


def _weed_runs(solution: Solution, touched: Iterable[int], inserter: Inserter) -> list[int]:
    """Take out the riders of each run that loses with its feeders and distribution trips, these by people aboard."""
    p, service_of = solution.problem, solution.service_of
    runs = {p.service_run[service_of[b]] for n in touched for b in solution.trips[n].riders if service_of[b] != NOBODY}
    left: list[int] = []
    for run in sorted(runs):
        lost = solution.run_cost(run)
        riders = solution.on_run(run)
        aboard: dict[int, int] = defaultdict(int)
        for b in riders:
            way, size = solution.ways[b], p.bundles[b].size
            assert way is not None
            lost += rider_cost(p, b, way.service) - p.bundles[b].fallback
            for n in (way.first, way.last):
                if n != NOBODY:
                    aboard[n] += size
        lost += sum(solution.trips[n].cost * persons / solution.trips[n].load for n, persons in aboard.items())
        if lost > LEAST:
            left += remove(solution, riders, inserter)
    return left


def loss(solution: Solution, number: int) -> float:
    """CNY that a trip and the services of its riders cost above what leaving them would cost.

    Their other trips are not counted: what loses even so is a loss for sure.
    """
    p, draft = solution.problem, solution.trips[number]
    cost, leaving = draft.cost, defaultdict[int, int](int)
    for b in draft.riders:
        cost -= p.bundles[b].fallback
        s = solution.service_of[b]
        if s != NOBODY:
            cost += rider_cost(p, b, s)
            leaving[p.service_run[s]] += p.bundles[b].size
    for run, persons in leaving.items():
        after = math.ceil((solution.run_persons[run] - persons) / p.run_capacity[run])
        cost += (solution.units(run) - after) * p.least_unit_price(run)
    return cost
