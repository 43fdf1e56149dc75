"""The shipped cases as files: made by their recipes, free of errors, and nobody's real data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import scenarios
from scenarios.making.geography import hub_rows, towns
from scenarios.making.groups import shares
from scenarios.making.people import MAN, NEVER_ISSUED, NOT_ALLOTTED, check_character
from scenarios.making.tables import make_row
from scenarios.registry import NOT_STORED, RECIPES
from transport.case import Case
from transport.errors import InputIssue
from transport.io.case_reader import load_case
from transport.io.shipped import copy_case, list_cases
from transport.roads import build_geometry, build_travel
from transport.scenario.variants import read_variants

FOLDER = Path(scenarios.__file__).parent
STORED = sorted(RECIPES.keys() - NOT_STORED)


@cache
def loaded(name: str) -> tuple[Case, tuple[InputIssue, ...]]:
    case = load_case(FOLDER / name)
    return case.case, case.issues


def test_every_case_has_its_recipe():
    assert sorted(RECIPES) == list_cases()


@pytest.mark.parametrize("name", STORED)
def test_recipes_write_the_stored_bytes(name: str):
    for file, text in RECIPES[name]().items():
        assert (FOLDER / name / file).read_bytes() == text.encode(), file


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_cases_say_what_is_real_and_what_is_invented(name: str):
    readme = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    for heading in ("## 哪些是真的，哪些是编的", "## What is real and what is invented"):
        assert heading in readme
    assert f"fangang new {name} " in readme


@pytest.mark.parametrize("name", STORED)
def test_cases_have_no_problems(name: str):
    case, issues = loaded(name)
    assert case.name == name
    assert {issue.code for issue in issues} <= {"unknown_column"}


@pytest.mark.parametrize("name", STORED)
def test_nobody_is_real(name: str):
    case, _ = loaded(name)
    for worker in case.workers.values():
        assert worker.id_number.startswith(NEVER_ISSUED)
        assert check_character(worker.id_number[:17]) == worker.id_number[17]
        assert int(worker.id_number[16]) % 2 == (worker.gender == MAN)
        assert worker.phone.startswith(NOT_ALLOTTED)
        assert re.fullmatch(r"1[3-9]\d{9}", worker.phone)
    for attribute in ("name", "id_number", "phone"):
        assert len({getattr(worker, attribute) for worker in case.workers.values()}) == len(case.workers)
    for row in (*case.offers.values(), *case.services.values()):
        assert "虚构" in row.operator


@pytest.mark.parametrize("name", [name for name in STORED if (FOLDER / name / "whatif.yaml").exists()])
def test_what_if_files_change_the_case(name: str):
    base, *scenarios_made = read_variants(FOLDER / name, FOLDER / name / "whatif.yaml").variants
    assert base.changes == ()
    assert len(scenarios_made) >= (10 if name == "fengxian-dali-2027" else 3)
    assert all(scenario.changes for scenario in scenarios_made)


def test_what_is_not_stored_is_made_for_the_copy(tmp_path):
    for name in NOT_STORED:
        assert not list((FOLDER / name).glob("*.csv"))
        folder = copy_case(name, tmp_path / name)
        assert RECIPES[name]().keys() <= {path.name for path in folder.iterdir()}


def test_what_only_tests_need_is_not_copied(tmp_path):
    names = {path.name for path in copy_case("fengxian-dali-2027", tmp_path / "mine").iterdir()}
    assert {"case.yaml", "README.md", "whatif.yaml", "workers.csv"} <= names
    assert "expected.yaml" not in names


def test_check_character_of_the_standard():
    # The example printed in GB 11643.
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


def test_everybody_is_in_some_share():
    from random import Random

    for seed in range(20):
        parts = shares(Random(seed), 57, [3.0, 1.0, 1.0, 1.0])
        assert sum(parts) == 57
        assert min(parts) >= 1


@pytest.mark.parametrize("wrong", [lambda: towns("某县"), lambda: hub_rows("XYZ"), lambda: make_row("a b", c=1)])
def test_names_that_nobody_knows_are_errors(wrong):
    with pytest.raises(KeyError):
        wrong()


def test_coaches_to_chaozhou_go_by_guangxi():
    case, _ = loaded("honghe-chaozhou-2027")
    way = build_geometry(case)("V001", "C01")
    for lat, lon in ((23.90, 106.62), (22.82, 108.37)):  # Baise, Nanning
        assert min(abs(lat - point[0]) + abs(lon - point[1]) for point in way) < 0.05


def test_the_nearest_railhead_of_honghe_county_is_not_the_station_of_its_name():
    case, _ = loaded("honghe-chaozhou-2027")
    travel = build_travel(case, None)
    km = {hub: travel.road("V001", hub).km for hub in ("AJM", "JSM", "HHM", "KOM")}
    assert min(km, key=km.get) == "AJM"
    assert km["HHM"] > 2 * km["AJM"]


def test_the_students_are_one_party_with_their_teacher():
    case, _ = loaded("qiaojia-yizheng-2027")
    assert [len(members) for members in case.bundles] == [18]
    born = sorted(int(worker.id_number[6:10]) for worker in case.workers.values())
    assert len([year for year in born if year >= 2009]) == 17
    assert all(case.ticket_cost(worker) is None for worker in case.workers.values())


def test_four_in_ten_of_dehong_may_claim_the_subsidy():
    case, _ = loaded("qingpu-dehong-2027")
    marks = [worker.extra["脱贫人口"] for worker in case.workers.values()]
    assert set(marks) == {"是", "否"}
    assert marks.count("是") / len(marks) == pytest.approx(0.41, abs=0.01)
    assert {place.county for place in case.places.values() if place.kind == "village"} == {
        "芒市",
        "陇川县",
        "盈江县",
        "梁河县",
    }


def test_the_agency_of_qingpu_takes_couples_and_older_people():
    case, _ = loaded("qingpu-dehong-2027")
    of_agency = [w for w in case.workers.values() if "劳务公司" in case.places[w.destination].name]
    assert len(of_agency) > len(case.workers) / 2
    assert sum(worker.party is not None for worker in of_agency) > len(of_agency) / 2
    assert sum(2027 - int(worker.id_number[6:10]) for worker in of_agency) / len(of_agency) > 48


def test_everybody_in_the_pooled_case_has_a_payer():
    case, _ = loaded("kunming-pooled-2027")
    counties = [case.places[worker.origin].county for worker in case.workers.values()]
    assert (counties.count("东川区"), counties.count("寻甸县")) == (134, 39)
    districts = {case.places[worker.destination].county for worker in case.workers.values()}
    assert districts == {county for payer in case.payers for county in payer.scope.destination_counties}
    assert {len(rows) for rows in case.runs.values()} == {1, 4}


def test_who_goes_home_will_come_back():
    home, _ = loaded("dali-fengxian-homeward-2027")
    back, _ = loaded("fengxian-dali-2027")
    for worker_id, worker in home.workers.items():
        assert (worker.origin, worker.destination) == (
            back.workers[worker_id].destination,
            back.workers[worker_id].origin,
        )
        assert worker.name == back.workers[worker_id].name
