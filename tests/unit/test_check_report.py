"""The checker's report: recomputed figures, every violation, and texts for all codes."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from check_edits import put, together
from check_scene import scene

from transport.check import CODES, check_plan
from transport.locale import catalogue
from transport.plan import COST_TERMS

DOCS = Path(__file__).parents[2] / "docs" / "violations.md"


def check(edit=lambda unchanged: unchanged):
    changed = edit(scene())
    return check_plan(changed.case, changed.travel, changed.document)


def test_figures_are_recomputed_whatever_the_summary_says():
    report = check(put("summary", {}))
    assert report.total_cost == pytest.approx(51595.9)
    assert report.cost == pytest.approx(scene().document["summary"]["cost"])
    assert tuple(report.cost) == COST_TERMS
    assert report.workers == {"direct": 2, "connected": 6, "ticket": 1, "unserved": 1}


def test_all_violations_are_reported_with_their_entities():
    report = check(
        together(put("trips.0.cost", 1), put("trips.1.cost", 2), put("trips.1.vehicle_no", 3), put("tickets.0.cost", 3))
    )
    found = {(violation.code, violation.entity) for violation in report.violations}
    assert found == {
        ("COST_TRIP", "trip T1"),
        ("COST_TRIP", "trip T2"),
        ("VEHICLE_NO", "offer O3"),
        ("COST_TICKET", "worker w6"),
    }


def test_every_wrong_field_of_a_row_is_named():
    report = check(together(put("trips.3.km", "far"), put("trips.3.cost", None)))
    details = [violation.detail for violation in report.violations if violation.code == "SCHEMA"]
    assert details == ["km: 'far' is not a number; cost: null is not a number"]


def test_details_can_be_written_anywhere():
    for junk in ("\ud800" * 500, "🚌" * 500, 10**5000, -(10**400), 1e308, float("nan"), [[[]]], {"a": {}}):
        for path in ("trips.0.trip_id", "trips.0.vehicle_no", "case", "case_sha256", "itineraries.5.mode", "format"):
            for violation in check(put(path, junk)).violations:
                json.dumps([violation.code, violation.entity, violation.detail]).encode()
                assert violation.detail.encode()
                assert violation.entity.encode()


def test_a_mapping_nested_beyond_reason_is_no_problem():
    deep = {}
    for _ in range(5000):
        deep = {"a": [deep]}
    assert {violation.code for violation in check(put("trips.0", deep)).violations} >= {"SCHEMA", "LEGS"}


def test_nobody_and_nothing_is_a_plan():
    empty = scene()
    case = replace(empty.case, workers={}, sha256="")
    zero = dict.fromkeys(COST_TERMS, 0.0)
    people = dict.fromkeys(("direct", "connected", "ticket", "unserved"), 0)
    summary = {"total_cost": 0, "lower_bound": 0, "gap": 0, "cost": zero, "workers": people}
    document = {"format": 1, "case": "tiny", "summary": {**summary, "baselines": {"all_tickets": 0}}}
    lists = {key: [] for key in ("trips", "services", "tickets", "unserved", "itineraries")}
    assert check_plan(case, empty.travel, {**document, **lists}).violations == ()


@pytest.mark.parametrize("folder", ["zh_CN", "en"])
def test_every_code_is_explained(folder):
    texts = yaml.safe_load((files("transport.locale") / folder / "violations.yaml").read_text(encoding="utf-8"))
    assert list(texts) == sorted(texts)
    assert set(texts) == set(CODES)
    assert all(isinstance(meaning, str) and meaning.strip() for meaning in texts.values())


def test_the_documentation_lists_the_codes_as_the_program_explains_them():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    zh, en = catalogue("zh", "violations"), catalogue("en", "violations")
    assert rows == [(code, zh[code], en[code]) for code in sorted(CODES)]
