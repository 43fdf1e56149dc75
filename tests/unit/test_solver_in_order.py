"""The order of the tables' rows makes no difference: neither to the problem, nor to one byte of a repeatable plan."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from case_folder import write_case
from check_scene import Scene
from random_cases import build, coach, motley, people, train

from transport.solver.in_order import id_key, in_order
from transport.solver.problem import Problem

SPOTS = {f"V{i}": (12 * i, 5 * (i % 3)) for i in range(6)} | {"F1": (500, 0), "F2": (510, 9), "H1": (30, 0)}
SPOTS |= {"H2": (480, 0), "D1": (0, 0)}


def shuffled(case, rng):
    """The case with the rows of all tables in another order."""

    def rows(table):
        items = list(table.items())
        rng.shuffle(items)
        return dict(items)

    return replace(
        case,
        **{name: rows(getattr(case, name)) for name in ("workers", "places", "offers", "services", "tickets")},
    )


@pytest.mark.parametrize(
    "ids", [["W2", "W10"], ["W", "W1"], ["1", "A"], ["W01", "W1"], ["7村", "12村"], ["a1b2", "a1b10"], ["", "0"]]
)
def test_ids_are_in_the_order_in_which_people_read_them(ids):
    first, second = ids
    assert id_key(first) < id_key(second)


def test_a_number_of_thousands_of_digits_is_an_id_like_any():
    assert id_key("9" * 6000) > id_key("8" * 6000)


def listed(case):
    """All tables' rows in order; equal cases need not have them in the same."""
    return [list(getattr(case, name).items()) for name in ("workers", "places", "offers", "services", "tickets")]


@pytest.mark.parametrize("seed", range(6))
def test_shuffled_rows_give_the_same_case(seed):
    case = motley(Random(seed)).case
    case = replace(case, services={k: replace(s, run=None) for k, s in case.services.items()})
    assert listed(in_order(shuffled(case, Random(seed)))) == listed(in_order(case))


def test_rows_of_one_run_keep_the_order_of_the_table():
    services = [train("late", run="R"), train("early", run="R"), train("m"), train("f")]
    case = in_order(build(SPOTS, people("V1", "F1", 1), [], services).case)
    assert list(case.services) == ["late", "early", "f", "m"]
    assert [row.service_id for row in case.runs["run R"]] == ["late", "early"]


def written(scenery, folder, rng):
    """The case's folder, its rows in a random order."""
    roads = {
        (a, b): (float(scenery.travel.km[i, j]), float(scenery.travel.minutes[i, j]))
        for a, i in scenery.travel.index.items()
        for b, j in scenery.travel.index.items()
        if i != j
    }
    items = list(roads.items())
    rng.shuffle(items)
    write_case(Scene(shuffled(scenery.case, rng), dict(items), {}), folder)
    return folder


def test_a_repeatable_plan_is_the_same_bytes_whatever_the_rows_order_and_the_hash_seed(tmp_path):
    workers = [w for i in range(6) for w in people(f"V{i}", f"F{1 + i % 2}", 1, 1, 2)]
    workers += people("V1", "F2", 1, 1, tag="b", needs=("no_fly", "no_direct"))
    offers = [coach("A", 12, 3, fixed_cost=80), coach("B", 7, 2, fixed_cost=60), coach("C", 7, 2, fixed_cost=60)]
    services = [train(f"S{i}", seats=9, max_units=2, unit_cost=90, seat_cost=5) for i in range(3)]
    scenery, plans = build(SPOTS, workers, offers, services), []
    for shuffle, hash_seed in ((0, 0), (1, 1), (2, 2)):
        case = written(scenery, tmp_path / f"case{shuffle}", Random(shuffle))
        target = tmp_path / f"plan{shuffle}"
        subprocess.run(
            [sys.executable, "-m", "transport", "plan", str(case), "-o", str(target), "--repeatable",
             "--time-limit", "1", "--seed", "3", "--no-papers", "--no-maps"],
            check=True, capture_output=True, cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        )  # fmt: skip
        plans.append(json.loads((target / "plan.json").read_text(encoding="utf-8")))
    for plan in plans:
        del plan["created"], plan["case_sha256"], plan["solver"]["elapsed_s"]
    texts = {json.dumps(plan, ensure_ascii=False) for plan in plans}
    assert len(texts) == 1
    assert plans[0]["summary"]["workers"]["connected"] + plans[0]["summary"]["workers"]["direct"] > 10


def test_services_are_known_by_their_ids_and_paid_by_the_first_used_row_of_the_table():
    services = [train("late", run="R", seat_cost=7), train("early", run="R", seat_cost=5), train("m")]
    scenery = build(SPOTS, people("V1", "F1", 1), [], services)
    p = Problem(scenery.case, scenery.travel)
    assert [s.service_id for s in p.services] == ["early", "late", "m"]
    assert [[p.services[s].service_id for s in rows] for rows in p.run_services] == [["late", "early"], ["m"]]
