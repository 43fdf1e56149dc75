"""The column bound against every plan of tiny cases whose factories may be near and whose people are ready by and by.

The seeds named below once had bounds above a real plan.
"""

import time
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from every_plan import cheapest
from random_cases import DAY, KM_A_MINUTE, START, Scenery, tiny

from transport.solver import bound_direct
from transport.solver.bound import BoundMaster
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.seat_bound import seat_bound
from transport.travel import TravelMatrix

ONCE_WRONG = (302, 446, 478, 735, 2426, 2490, 2868, 3194)
SEEDS = (*range(40), *ONCE_WRONG)


def scattered(seed: int) -> Scenery:
    """A tiny case with new places, ready and report times, and prices."""
    rng, scenery = Random(seed), tiny(seed)
    at = {name: (rng.randint(0, 60), rng.randint(0, 60)) for name in scenery.case.places}
    names = list(scenery.travel.index)
    far = rng.random() < 0.5
    points = np.array(
        [(at[n][0] + (rng.choice((0, 600)) if n[0] == "F" and far else 0), at[n][1]) for n in names], dtype=float
    )
    km = np.abs(points[:, None] - points[None]).sum(axis=2)
    times: dict[str, tuple[int, int]] = {}
    workers = {}
    for worker_id, worker in scenery.case.workers.items():
        ready, report = times.setdefault(
            worker.party or worker_id,
            (
                START + rng.randint(0, 2) * DAY + rng.choice((0, 300, 500)),
                START + rng.randint(1, 3) * DAY + rng.choice((420, 480, 700, 1200)),
            ),
        )
        workers[worker_id] = replace(worker, ready_from=ready, report_by=report)
    if rng.random() < 0.5:
        offers = {
            k: replace(o, fixed_cost=rng.choice((0, 0, 50, 300)), km_cost=rng.choice((0, 1, 2.5)))
            for k, o in scenery.case.offers.items()
        }
        scenery = scenery.change(offers=offers)
    return Scenery(replace(scenery.case, workers=workers), TravelMatrix(scenery.travel.index, km, km / KM_A_MINUTE))


@pytest.mark.parametrize("coaches", ["by drop-off sets", "by areas", "by the seat"])
def test_no_plan_is_cheaper_than_the_bound(coaches, monkeypatch):
    if coaches == "by areas":
        monkeypatch.setattr(bound_direct, "MOST_SETS", 0)  # all destinations count as one
    wrong = {}
    for seed in SEEDS:
        scenery = scattered(seed)
        problem = Problem(scenery.case, scenery.travel)
        if len(problem.bundles) < 2:
            continue
        reach = Reach(problem)
        flows = build_flows(problem, reach)
        if coaches == "by the seat":
            bound = seat_bound(problem, reach, flows, 5).bound
        else:
            bound = BoundMaster(problem, reach, flows).improve(time.monotonic() + 1, lambda: False)
        best = cheapest(problem)
        if bound > best + 1e-6:
            wrong[seed] = (bound, best)
    assert not wrong


def test_the_bound_is_not_trivial():
    """Bounds that say nothing would pass the test above: on most tiny cases they come close to the best plan."""
    close = 0
    for seed in range(20):
        scenery = scattered(seed)
        problem = Problem(scenery.case, scenery.travel)
        reach = Reach(problem)
        bound = BoundMaster(problem, reach, build_flows(problem, reach)).improve(time.monotonic() + 1, lambda: False)
        close += bound > 0.6 * cheapest(problem)
    assert close >= 10
