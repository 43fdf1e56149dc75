"""Large cases in parts: nothing is given to two of them, their plans fit together, and workers may die meanwhile."""

import os
import signal
import threading
from random import Random

import pytest
from random_cases import build, coach, motley, people, train

import transport.solver.beginnings as beginnings
from transport.check import check_plan
from transport.errors import ClusterUnreachable
from transport.solver import solve
from transport.solver.farm import cores, solve_parts
from transport.solver.insertion import Inserter
from transport.solver.parts import Piece, merged, split
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.restart import rebuilt, restarted
from transport.solver.rounds import Rounds
from transport.solver.run import solve_alone
from transport.solver.seams import recut
from transport.solver.team import Team
from transport.solver.trips import TripFactory

SPOTS = {f"V{i}": (12 * i, 5 * (i % 3)) for i in range(8)} | {"F1": (500, 0), "F2": (510, 9), "H1": (30, 0)}
SPOTS |= {"H2": (480, 0), "D1": (0, 0), "D2": (80, 0)}


def scene():
    workers = [w for i in range(8) for w in people(f"V{i}", f"F{1 + i % 2}", 1, 2, 3)]
    offers = [coach("A", 12, 3, fixed_cost=80), coach("B", 20, 2, base="D2", fixed_cost=120)]
    services = [train("block", seats=25, seat_cost=30), train("units", seats=9, max_units=3, unit_cost=90, seat_cost=5)]
    return build(SPOTS, workers, offers, services)


def test_everything_is_dealt_out_once():
    scenery = scene()
    case, parts = scenery.case, split(scenery.case, scenery.travel, 3)
    assert len(parts) == 3
    assert sorted(w for part in parts for w in part.workers) == sorted(case.workers)
    for k, offer in case.offers.items():
        assert sum(part.offers[k].count for part in parts if k in part.offers) == offer.count
    blocks = [part.services["block"] for part in parts if "block" in part.services]
    assert sum(s.seats - case.rules.escorts.service_unit for s in blocks) == 25 - case.rules.escorts.service_unit
    assert sum(part.services["units"].max_units for part in parts if "units" in part.services) == 3


def test_origins_stay_together():
    parts = split(scene().case, scene().travel, 3)
    origins = [{w.origin for w in part.workers.values()} for part in parts]
    assert not any(a & b for i, a in enumerate(origins) for b in origins[:i])


@pytest.mark.parametrize("seed", range(8))
def test_plans_of_parts_are_a_plan_of_the_whole(seed):
    scenery = scene() if seed == 0 else motley(Random(seed))
    parts = split(scenery.case, scenery.travel, 2)
    plans = [solve_alone(Piece(part), scenery.travel, 0.3, 0, lambda: False).plan for part in parts]
    problem = Problem(scenery.case, scenery.travel)
    remains, _ = restarted(
        merged(scenery.case, plans), Inserter(problem, Reach(problem), TripFactory(problem)), Random(0)
    )
    assert sum(way is None for way in remains.ways) <= sum(
        i.mode in ("ticket", "unserved") for plan in plans for i in plan.itineraries
    )


def solved_in_parts(scenery, number):
    parts = split(scenery.case, scenery.travel, number)
    return [
        Piece(part, solve_alone(Piece(part), scenery.travel, 0.25, 0, lambda: False, practices=True).plan)
        for part in parts
    ]


def cost(case, travel, plans):
    """What plans of parts cost as one, as far as they can be run."""
    problem = Problem(case, travel)
    return rebuilt(merged(case, plans), Inserter(problem, Reach(problem), TripFactory(problem))).cost


@pytest.mark.parametrize("angle", [0.0, 0.8, 1.6])
@pytest.mark.parametrize("seed", range(6))
def test_other_seams_cut_nothing_that_a_plan_has(seed, angle):
    scenery = scene() if seed == 0 else motley(Random(seed))
    case = scenery.case
    pieces = solved_in_parts(scenery, 3)
    again = recut(case, scenery.travel, pieces, 2, angle)
    assert sorted(w for piece in again for w in piece.case.workers) == sorted(case.workers)
    for k, offer in case.offers.items():
        assert sum(piece.case.offers[k].count for piece in again if k in piece.case.offers) == offer.count
    for name, rows in case.runs.items():
        own = [piece.case.services[rows[0].service_id] for piece in again if rows[0].service_id in piece.case.services]
        if rows[0].unit_cost > 0:
            assert sum(s.max_units for s in own) == rows[0].max_units, name
    before = sum(cost(piece.case, scenery.travel, [piece.plan]) for piece in pieces)
    after = sum(cost(piece.case, scenery.travel, [piece.plan]) for piece in again)
    assert after <= before + 1e-6


def test_parts_without_a_plan_are_cut_anew_too():
    scenery = scene()
    pieces = [Piece(part) for part in split(scenery.case, scenery.travel, 3)]
    again = recut(scenery.case, scenery.travel, pieces, 2, 1.0)
    assert sorted(w for piece in again for w in piece.case.workers) == sorted(scenery.case.workers)
    assert all(piece.plan.trips == () for piece in again)


def test_one_village_of_many_is_cut_by_where_they_go():
    scenery = build(SPOTS, [w for f in ("F1", "F2") for w in people("V0", f, *[2] * 20)], [coach("A", 20, 9)])
    parts = split(scenery.case, scenery.travel, 2)
    assert [{w.destination for w in part.workers.values()} for part in parts] == [{"F1"}, {"F2"}]


def test_a_large_case_is_solved_in_parts(monkeypatch):
    monkeypatch.setattr(beginnings, "PARTS_FROM", 20)
    monkeypatch.setattr("transport.solver.rounds.PART", 20)
    monkeypatch.setattr("transport.solver.rounds.ROUND_LEAST", 0.4)
    monkeypatch.setattr(beginnings, "PARTS_LEAST", 1.0)
    scenery, phases = scene(), []
    plan = solve(scenery.case, scenery.travel, time_limit_s=4, threads=1, on_progress=lambda p: phases.append(p.phase))
    assert "parts" in phases
    assert all(cost is not None for cost in plan.summary.baselines.values())
    assert check_plan(scenery.case, scenery.travel, plan.to_document()).violations == ()
    assert plan.summary.lower_bound <= plan.summary.total_cost


def test_the_first_parts_make_a_plan_before_the_others_are_there(monkeypatch):
    monkeypatch.setattr("transport.solver.rounds.PART", 20)
    scenery, told = scene(), []
    rounds = Rounds(1, None, 0, lambda: False, lambda plans, practices: told.append((plans, practices)))
    rounds.run(scenery.case, scenery.travel, 1.0)
    (first, nothing), (last, practices) = told
    assert [plan is not None for plan in first] == [True] + [False] * (len(first) - 1)
    assert nothing == [{}]
    assert None not in last
    assert len(practices) == len(last) > 1


def test_rounds_from_a_plan_end_with_parts_that_cost_no_more(monkeypatch):
    monkeypatch.setattr("transport.solver.rounds.LEAST_PART", 10)
    scenery, told = scene(), []
    start = solve(scenery.case, scenery.travel, time_limit_s=0.3, repeatable=True)
    rounds = Rounds(2, None, 0, lambda: False, lambda plans, practices: told.append(plans))
    rounds.run(scenery.case, scenery.travel, 1.0, start)
    (plans,) = told
    assert len(plans) == 2
    assert sum(plan.summary.total_cost for plan in plans) <= start.summary.total_cost + 0.01
    assert {i.worker_id for plan in plans for i in plan.itineraries} == set(scenery.case.workers)


@pytest.fixture
def middling(monkeypatch):
    """Twenty people are a middling case, and rounds of parts take half a second."""
    monkeypatch.setattr(beginnings, "MIDDLING_FROM", 20)
    monkeypatch.setattr(beginnings, "PARTS_LEAST", 1.0)
    monkeypatch.setattr(beginnings, "MIDDLING_LEAST", 0.4)
    monkeypatch.setattr("transport.solver.run.OUTLINED_FROM", 1.0)
    monkeypatch.setattr("transport.solver.rounds.LEAST_PART", 10)
    monkeypatch.setattr("transport.solver.rounds.ROUND_LEAST", 0.4)


def test_a_middling_case_goes_on_in_parts_from_its_first_plans(middling):
    scenery, told = scene(), []
    plan = solve(scenery.case, scenery.travel, time_limit_s=4, threads=2, on_progress=told.append)
    phases = [progress.phase for progress in told]
    before = [p.cost for p in told if p.phase in ("start", "baselines", "construct")]
    assert min(before) < told[0].cost
    assert "parts" not in phases[: phases.index("construct")]
    assert plan.summary.total_cost <= min(before)
    assert check_plan(scenery.case, scenery.travel, plan.to_document()).violations == ()


@pytest.mark.parametrize(
    ("least", "outlined_from", "expected"),
    [(0.4, 1.0, ["outline", "parts"]), (9.0, 1.0, ["outline"]), (0.4, 9.0, ["parts", "outline"])],
)
def test_a_middling_case_is_outlined_once_and_goes_on_in_parts_if_there_is_time(
    middling, monkeypatch, least, outlined_from, expected
):
    scenery, told = scene(), []
    ask, in_parts = Team.ask_outline, beginnings._in_parts
    monkeypatch.setattr(beginnings, "MIDDLING_LEAST", least)
    monkeypatch.setattr("transport.solver.run.OUTLINED_FROM", outlined_from)
    monkeypatch.setattr(Team, "ask_outline", lambda *asked: told.append("outline") or ask(*asked))
    monkeypatch.setattr(beginnings, "_in_parts", lambda *given: told.append("parts") or in_parts(*given))
    solve(scenery.case, scenery.travel, time_limit_s=8, threads=2)
    assert told == expected


def dies(*_):
    os._exit(1)


def test_a_middling_case_goes_on_in_parts_where_the_helper_that_outlines_it_dies(middling, monkeypatch):
    scenery, told = scene(), []
    monkeypatch.setattr("transport.solver.team._outline", dies)
    monkeypatch.setattr(beginnings, "_in_parts", lambda *_: told.append(1))
    plan = solve(scenery.case, scenery.travel, time_limit_s=8, threads=2)
    assert told
    assert check_plan(scenery.case, scenery.travel, plan.to_document()).violations == ()


def test_a_part_whose_worker_dies_is_solved_by_another():
    distributed = pytest.importorskip("distributed")
    scenery = scene()
    parts = split(scenery.case, scenery.travel, 4)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            victim = next(iter(client.run(os.getpid).values()))
        assert cores(cluster.scheduler_address) == 2
        killer = threading.Timer(0.7, os.kill, (victim, signal.SIGKILL))
        killer.start()
        solved = solve_parts(
            [Piece(part) for part in parts], scenery.travel, 1.0, 0, processes=1, cluster=cluster.scheduler_address,
            over=lambda: False,
        )  # fmt: skip
        killer.join()
    assert None not in solved
    assert sum(len(part.plan.itineraries) for part in solved) == len(scenery.case.workers)


def test_nobody_at_the_address_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("transport.solver.farm.PATIENCE", 1)
    with pytest.raises(ClusterUnreachable):
        solve(scene().case, scene().travel, time_limit_s=1, cluster="tcp://127.0.0.1:9")
