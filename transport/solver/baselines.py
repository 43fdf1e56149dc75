"""Simple practices on the same case, each as a real solution: what a bureau would do without a planner.

``all_tickets``: everybody by ticket. ``group_coaches``: each village–factory group gets coaches of its own or
tickets, whichever is cheaper. ``all_direct``: direct coaches, tickets for whom none can carry. ``all_connected``:
likewise by services.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.problem import Problem
from transport.solver.ruin import remove
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.taking import fit_in_time


def all_tickets(problem: Problem) -> float | None:
    """CNY of a ticket for everybody, or ``None`` where somebody has none."""
    prices = [problem.case.ticket_cost(worker) for worker in problem.case.workers.values()]
    return None if None in prices else sum(price for price in prices if price is not None)


def group_coaches(problem: Problem, inserter: Inserter, over: Callable[[], bool]) -> Solution | None:
    """Coaches of its own for each village–factory group where they are cheaper than its tickets.

    ``None`` where nobody has a coach or a ticket, or time is ``over`` before every group was looked at.
    """
    solution = Solution(problem)
    groups: dict[tuple[int, int], list[int]] = {}
    for i, b in enumerate(problem.bundles):
        groups.setdefault((b.origin, b.destination), []).append(i)
    for (origin, destination), members in groups.items():
        if over():
            return None
        left = sorted(
            (i for i in members if "direct" not in problem.bundles[i].barred),
            key=lambda i: (problem.bundles[i].report, problem.bundles[i].ready),
        )
        while left:
            taken = _own_coach(solution, inserter, origin, destination, left)
            if not taken:
                break
            left = [b for b in left if b not in taken]
    practised = bool(solution.trips) or any(b.ticketed for b in problem.bundles)
    return solution if practised else None


def _own_coach(solution: Solution, inserter: Inserter, origin: int, destination: int, left: list[int]) -> set[int]:
    """Send off the coach that saves most against leaving its people; they are returned (nobody: none saves)."""
    p = inserter.problem
    best, best_saving = None, 1e-6
    for k in inserter.reach.direct_offers[origin]:
        room, taken = p.capacity(k, "direct"), []
        for b in left:
            if p.bundles[b].size <= room:
                taken.append(b)
                room -= p.bundles[b].size
        if not taken or not p.reaches(k, destination) or origin == destination:
            continue
        factory = inserter.factory
        draft = fit_in_time(solution, factory.direct(k, (origin,), (tuple(taken),), (destination,)), factory)
        if draft is None:  # the dates of so many differ too much: only those who report with the first
            first = [b for b in taken if p.bundles[b].report == p.bundles[taken[0]].report]
            draft = fit_in_time(solution, factory.direct(k, (origin,), (tuple(first),), (destination,)), factory)
        if draft is not None:
            saving = sum(p.bundles[b].fallback for b in draft.riders) - draft.cost
            if saving > best_saving:
                best, best_saving = draft, saving
    if best is None:
        return set()
    number = solution.add_trip(best)
    for b in best.riders:
        solution.set_way(b, Way(NOBODY, number, NOBODY))
    return set(best.riders)


def practice(
    problem: Problem, inserter: Inserter, *, direct: bool, rng: random.Random, over: Callable[[], bool]
) -> Solution | None:
    """Everybody who can be carried one way only: by direct coaches, or by services with feeders and distribution.

    ``None`` where nobody can, or time is ``over`` before everybody was looked at.
    """
    wanted = Inserter(problem, inserter.reach, inserter.factory)
    wanted.allow_direct = direct
    wanted.allowed_services = set() if direct else None
    wanted.stay_price, wanted.over = math.inf, over
    solution = Solution(problem)
    for mood in (Mood(neighbours=0.8, unit_fill=0.95), Mood(neighbours=0.0, unit_fill=1.0)):
        waiting = [b for b, way in enumerate(solution.ways) if way is None]
        wanted.insert(solution, waiting, mood, rng)
    if over():
        return None
    close_short_services(solution, wanted)
    polish(solution, list(solution.trips), wanted)
    return solution if solution.trips or any(way is not None for way in solution.ways) else None


def close_short_services(solution: Solution, inserter: Inserter) -> None:
    """Leave services that too few people are on; their riders are left to tickets."""
    for s, service in enumerate(inserter.problem.services):
        if 0 < solution.aboard[s] < service.min_seats:
            remove(solution, [b for b, of in enumerate(solution.service_of) if of == s], inserter)
