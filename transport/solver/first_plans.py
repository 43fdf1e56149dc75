"""The first plans and the first bound: simple practices, what is left of a given plan, and plans of our own."""

from __future__ import annotations

import random
from collections.abc import Callable

from transport.plan import Plan
from transport.solver.baselines import all_tickets, close_short_services, group_coaches, practice
from transport.solver.bound import Proven
from transport.solver.coaches import Coaches
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.relax import relax
from transport.solver.restart import restarted
from transport.solver.solution import Solution
from transport.solver.standing import Standing
from transport.solver.weeding import weed

STARTS, STARTS_SHARE = (0.5, 0.2, 0.0, 0.5, 1.0, 0.2, 0.0, 0.5), 0.06
"""Shares of neighbours hoped for in the first solutions, and the share of the time after which one of
each way is enough."""
PRACTICES = {"group_coaches": 0.15, "all_direct": 0.3, "all_connected": 0.45}
"""Simple practices of a part, and by what share of its time each must be there."""


def practised(standing: Standing, rng: random.Random) -> dict[str, float | None]:
    """First plans and a bound of our own, and what simple practices cost (CNY), each checked as a plan."""
    inserter = standing.inserter
    standing.phase = "baselines"
    costs: dict[str, float | None] = {"all_tickets": all_tickets(standing.problem)}
    if standing.terms.cost_alone:
        inserter.over = lambda: standing.over(0.6)
        if standing.terms.start is None:
            standing.offer(constructed(inserter, Mood(neighbours=0.5), rng, coaches_first=True))
        inserter.over = standing.over
        return costs
    costs["group_coaches"] = standing.checked(_practice_of("group_coaches", standing, rng, lambda: standing.over(0.25)))
    started(standing, rng)
    relaxed(standing)
    standing.phase = "baselines"
    for name in ("all_direct", "all_connected"):
        if standing.over(0.6):
            costs[name] = None
        else:
            costs[name] = standing.checked(_practice_of(name, standing, rng, lambda: standing.over(0.75)))
    return costs


def started(standing: Standing, rng: random.Random) -> None:
    """First plans from nothing, in as many moods as there is time for."""
    inserter = standing.inserter
    standing.phase = "construct"
    inserter.over = lambda: standing.over(0.5)
    surely = 2 if standing.problem.offers_by_kind["direct"] else 1  # without coaches both ways begin alike
    for n, neighbours in enumerate(STARTS):
        if n < surely or not standing.over(STARTS_SHARE):
            standing.offer(constructed(inserter, Mood(neighbours=neighbours), rng, coaches_first=n % 2 == 0))
    inserter.over = standing.over


def practices_of_part(standing: Standing, rng: random.Random) -> dict[str, Plan]:
    """Plans of the simple practices of a part, as far as a share of its time goes."""
    found: dict[str, Plan] = {}
    for name, share in PRACTICES.items():

        def over(share: float = share) -> bool:
            return standing.over(share)

        solution = _practice_of(name, standing, rng, over) or Solution(standing.problem)
        if over():
            break
        standing.offer(solution)
        found[name] = standing.built(solution)
    return found


def _practice_of(name: str, standing: Standing, rng: random.Random, over: Callable[[], bool]) -> Solution | None:
    """What a simple practice comes to; ``None`` where it carries nobody, or was not ready in time."""
    if name == "group_coaches":
        return group_coaches(standing.problem, standing.inserter, over)
    return practice(standing.problem, standing.inserter, direct=name == "all_direct", rng=rng, over=over)


def relaxed(standing: Standing) -> None:
    """A first proven bound."""
    standing.phase = "relax"
    if not standing.over(0.6):
        limit = standing.limit
        seconds = min(0.15 * limit, limit - standing.elapsed())
        first = relax(standing.problem, standing.reach, seconds=seconds)
        if first is not None and first.bound is not None:
            standing.prove(Proven(first.bound, "line-haul relaxation, whole units, underpriced access", False))


def restart(standing: Standing, plan: Plan, rng: random.Random, share: float) -> None:
    """Offer what is left of a plan, and the same filled up as far as a share of the time goes."""
    standing.inserter.over = lambda: standing.over(share)
    for solution in restarted(plan, standing.inserter, rng):
        standing.offer(solution)
    standing.inserter.over = standing.over


def constructed(inserter: Inserter, mood: Mood, rng: random.Random, *, coaches_first: bool) -> Solution:
    """A solution from nothing: coaches, services, or these the other way round, and what does not pay taken out."""
    solution = Solution(inserter.problem)
    if not coaches_first:
        with inserter.restricted(None, direct=False):
            inserter.insert(solution, range(len(inserter.problem.bundles)), mood, rng)
        close_short_services(solution, inserter)
        weed(solution, list(solution.trips), inserter)
    waiting = [b for b, way in enumerate(solution.ways) if way is None]
    Coaches(inserter).build(solution, waiting, rng, most=len(waiting))
    inserter.insert(solution, [b for b in waiting if solution.ways[b] is None], mood, rng)
    close_short_services(solution, inserter)
    weed(solution, list(solution.trips), inserter)
    polish(solution, list(solution.trips), inserter)
    return solution
