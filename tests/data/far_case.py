"""A random case of long rides by coach."""

from __future__ import annotations

import random
from dataclasses import replace

from random_cases import DEAR_TICKETS, START, build, coach, people

from transport.clock import DAY
from transport.solver.problem import Problem
from transport.solver.trips import TripFactory


def far_case(seed, due=(3, 4, 5), costs=DEAR_TICKETS):
    """A country of villages and factories a day and more apart, people due on several days."""
    rng = random.Random(seed)
    spots = {f"V{n}": (rng.uniform(0, 150), rng.uniform(0, 150)) for n in range(5)}
    spots |= {f"F{n}": (rng.uniform(700, 1_600), rng.uniform(0, 120)) for n in range(3)}
    spots |= {"H1": (60, 60), "H2": (900, 60), "D1": (rng.uniform(0, 100), 0)}
    crowd = [
        person
        for village in range(5)
        for factory in range(3)
        for person in people(
            f"V{village}", f"F{factory}", *[1] * rng.randint(0, 3), ready_from=START + rng.choice((0, DAY)),
            report_by=START + rng.choice(due) * DAY + rng.randrange(0, DAY, 60),
        )
    ]  # fmt: skip
    offers = [coach("K", 30, 2, drivers=rng.choice((1, 2)), day_cost=rng.choice((0, 700)), km_cost=6, empty_km_cost=4)]
    scenery = build(spots, crowd, offers, costs=costs)
    return Problem(scenery.case, scenery.travel)


def waiting_case(seed):
    """Likewise, where a day on the way costs nothing, and one of early arrival does."""
    return far_case(seed, due=(6, 9, 12), costs=replace(DEAR_TICKETS, journey_hour=0, early_arrival_per_day=60))


def real_trips(problem, rng, latest_lead=2 * DAY):
    """Real coaches of the case's one offer, at some time that suits everybody aboard."""
    factory, offer = TripFactory(problem), 0
    starts, ends = sorted({b.origin for b in problem.bundles}), sorted({b.destination for b in problem.bundles})
    for _ in range(40):
        pickups = tuple(rng.sample(starts, rng.randint(1, len(starts))))
        drops = tuple(rng.sample(ends, rng.randint(1, len(ends))))
        loads = tuple(
            tuple(i for i, b in enumerate(problem.bundles) if b.origin == v and b.destination in drops) for v in pickups
        )
        served = {problem.bundles[b].destination for riders in loads for b in riders}
        if all(loads) and served == set(drops) and sum(map(len, loads)) <= problem.capacity(offer, "direct"):
            latest = min(problem.bundles[b].report for riders in loads for b in riders)
            draft = factory.direct(offer, pickups, loads, drops, leave_by=latest - rng.randrange(12 * 60, latest_lead))
            if draft is not None:
                yield draft
