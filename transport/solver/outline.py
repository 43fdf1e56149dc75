"""A solution from the coaches that the line-haul relaxation in time would run: built exactly, then filled up."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from transport.solver.baselines import close_short_services
from transport.solver.bound import Proven
from transport.solver.flows import Flow, build_flows
from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.seat_bound import Outlined, seat_bound
from transport.solver.solution import NOBODY, Solution, Way
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft


def first_outline(inserter: Inserter, seconds: float, rng: random.Random) -> tuple[Proven | None, Solution | None]:
    """The bound of the relaxation and a solution from its coaches, as far as there are any within the seconds."""
    flows = build_flows(inserter.problem, inserter.reach)
    found = seat_bound(inserter.problem, inserter.reach, flows, seconds)
    if found is None:
        return None, None
    proven = Proven(found.bound, "line-haul relaxation in time, underpriced access", False)
    return proven, outlined(found.coaches, flows, inserter, rng) if found.coaches else None


def outlined(coaches: Sequence[Outlined], flows: Sequence[Flow], inserter: Inserter, rng: random.Random) -> Solution:
    """Run the coaches with those of their people whom few enough stops can take, and insert everybody else."""
    solution = Solution(inserter.problem)
    for coach in sorted(coaches, key=lambda coach: -sum(n for _, n in coach.persons)):
        draft = _built(coach, flows, solution, inserter)
        if draft is not None and draft.cost < sum(inserter.problem.bundles[b].fallback for b in draft.riders):
            number = solution.add_trip(draft)
            for b in draft.riders:
                solution.set_way(b, Way(NOBODY, number, NOBODY))
    waiting = [b for b, way in enumerate(solution.ways) if way is None]
    inserter.insert(solution, waiting, Mood(neighbours=0.2), rng)
    close_short_services(solution, inserter)
    polish(solution, list(solution.trips), inserter)
    return solution


def _built(coach: Outlined, flows: Sequence[Flow], solution: Solution, inserter: Inserter) -> Draft | None:
    p = inserter.problem
    starts: dict[int, float] = defaultdict(float)
    ends: dict[int, float] = defaultdict(float)
    for i, n in coach.persons:
        starts[flows[i].origin] += n
        ends[flows[i].destination] += n
    limits = p.rules.max_stops
    pickups = _largest(starts, limits.direct_pickup)
    drops = _largest(ends, limits.direct_dropoff)
    room = p.capacity(coach.offer, "direct")
    loads: dict[int, list[int]] = defaultdict(list)
    for i, n in sorted(coach.persons, key=lambda share: -share[1]):
        flow, left = flows[i], n + 0.5
        if flow.origin not in pickups or flow.destination not in drops:
            continue
        for b in flow.bundles:
            size = p.bundles[b].size
            if solution.ways[b] is None and size <= left and size <= room:
                loads[flow.origin].append(b)
                left, room = left - size, room - size
    used = {p.bundles[b].destination for riders in loads.values() for b in riders}
    drops = [place for place in drops if place in used]
    if not drops:
        return None
    pickups = sorted((place for place in pickups if loads[place]), key=lambda v: -p.minutes[v][drops[0]])
    drops.sort(key=lambda f: p.minutes[pickups[0]][f])
    stops, riders = tuple(pickups), tuple(tuple(loads[place]) for place in pickups)
    leave_by = coach.closes - int(p.closure_minutes[pickups[-1], drops[0]])
    draft = inserter.factory.direct(coach.offer, stops, riders, tuple(drops), leave_by=leave_by)
    return fit_in_time(solution, draft, inserter.factory)


def _largest(persons: dict[int, float], limit: float | None) -> list[int]:
    """The places with most people, as many as there may be stops."""
    return sorted(persons, key=lambda place: -persons[place])[: len(persons) if limit is None else int(limit)]
