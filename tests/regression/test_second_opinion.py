"""Another program's verdict on the same files, where there is one.

``FANGANG_SECOND_OPINION`` names a Python script that is run as ``SCRIPT CASE_DIR PLAN_DIR --json`` and prints a
document with ``valid`` and ``codes``, or with ``unreadable``. Both must agree on every plan, and on every code where
the other could read the plan. ``FANGANG_SECOND_OPINION_PLANS`` may add plans of any origin, as ``CASE_DIR=PLAN_DIR``
pairs with the path separator between them, and ``FANGANG_SECOND_OPINION_SEEDS`` says how often all kinds of damage
are done to each (once).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from case_folder import can_be_written, write_case, write_plan, written_as
from check_damages import ALL_DAMAGES
from check_scene import scene
from check_variants import ALL_VARIANTS
from plan_damage import damages

from transport.check import check_plan
from transport.io.case_reader import load_case
from transport.roads import build_travel

SCRIPT = os.environ.get("FANGANG_SECOND_OPINION")
PLANS = [pair for pair in os.environ.get("FANGANG_SECOND_OPINION_PLANS", "").split(os.pathsep) if pair]
SEEDS = range(int(os.environ.get("FANGANG_SECOND_OPINION_SEEDS", "1")))

pytestmark = pytest.mark.skipif(SCRIPT is None, reason="FANGANG_SECOND_OPINION names no script")


def second_opinion(case_folder, plan_folder):
    """The other's verdict, and its codes where it could read the plan."""
    command = [sys.executable, SCRIPT, str(case_folder), str(plan_folder), "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = json.loads(said.stdout) if said.stdout else {"valid": False}
    return answer["valid"], answer.get("codes")


def assert_same(report, case_folder, document, plan_folder, name):
    write_plan(document, plan_folder)
    valid, codes = second_opinion(case_folder, plan_folder)
    own = {violation.code for violation in report.violations}
    assert valid == (not own), (name, own)
    if codes is not None:
        assert own == set(codes), name


@pytest.mark.parametrize("variant", [*ALL_VARIANTS, *ALL_DAMAGES], ids=lambda variant: variant.name)
def test_the_tiny_plan(variant, tmp_path):
    changed = variant.edit(scene())
    if not can_be_written(changed):
        pytest.skip("the tables hold whole days only")
    changed = written_as(changed, write_case(changed, tmp_path / "case"))
    report = check_plan(changed.case, changed.travel, changed.document)
    assert_same(report, tmp_path / "case", changed.document, tmp_path / "plan", variant.name)


@pytest.fixture
def tiny_pair(tmp_path):
    tiny = scene()
    tiny = written_as(tiny, write_case(tiny, tmp_path / "case"))
    write_plan(tiny.document, tmp_path / "plan")
    return f"{tmp_path / 'case'}={tmp_path / 'plan'}"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pair", [None, *PLANS])
def test_random_damage(pair, seed, tiny_pair, tmp_path):
    case_folder, plan_folder = map(Path, (pair or tiny_pair).split("="))
    loaded = load_case(case_folder)
    travel = build_travel(loaded.case, loaded.distances)
    document = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))
    for name, damaged in [("none", document), *damages(document, seed)]:
        report = check_plan(loaded.case, travel, damaged)
        assert_same(report, case_folder, damaged, tmp_path / "damaged", name)
