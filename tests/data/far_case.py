"""A random case of long rides by coach."""

from __future__ import annotations

import random

from random_cases import DEAR_TICKETS, START, build, coach, people

from transport.clock import DAY
from transport.solver.problem import Problem


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
