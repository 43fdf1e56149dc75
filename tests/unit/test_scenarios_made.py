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
