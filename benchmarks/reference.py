"""The pricing programme once more in plain Python, from its definition: what the arrays are measured against.

Routes are built from the far end towards the hub. A state is (load, last place); a stop more takes the best place
before it, then the best number of people. A place may be called at again, but not twice in a row.
"""

from __future__ import annotations

import math

from transport.solver.pricing import Spokes


def best_value(problem: Spokes) -> float:
    """What the best route is worth in CNY, 0 where none is worth anything."""
    n = len(problem.gains)
    value = {
        (q, i): gain - problem.first_cost[i] - problem.fixed
        for i in range(n)
        for q, gain in people(problem, i)
        if q <= problem.capacity
    }
    best = 0.0
    for stop in range(problem.max_stops):
        best = max([best, *(worth - way_home(problem, q, i) for (q, i), worth in value.items())])
        if stop + 1 < problem.max_stops:
            value = one_stop_more(problem, value)
    return best


def one_stop_more(problem: Spokes, value: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The best value of each state after a further stop."""
    arrived: dict[tuple[int, int], float] = {}
    for (q, i), worth in value.items():
        for j in range(len(problem.gains)):
            if j != i:
                road = problem.leg_cost[i, j] + problem.minute_rate * q * problem.leg_minutes[i, j]
                arrived[q, j] = max(arrived.get((q, j), -math.inf), worth - road)
    loaded: dict[tuple[int, int], float] = {}
    for (q, j), worth in arrived.items():
        for more, gain in people(problem, j):
            if q + more <= problem.capacity:
                loaded[q + more, j] = max(loaded.get((q + more, j), -math.inf), worth + gain)
    return loaded


def people(problem: Spokes, place: int) -> list[tuple[int, float]]:
    """Numbers of people that may board at a place, at least one, and what they are worth."""
    return [(q, float(gain)) for q, gain in enumerate(problem.gains[place]) if q and math.isfinite(gain)]


def way_home(problem: Spokes, load: int, place: int) -> float:
    """CNY from a last place to the hub, the hours of those aboard included."""
    return float(problem.last_cost[place] + problem.minute_rate * load * problem.last_minutes[place])
