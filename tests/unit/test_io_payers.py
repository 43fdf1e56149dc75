"""``payers`` of ``case.yaml``: read strictly, every name looked up, every problem told at its place."""

import pytest
from io_case import CASE, WORKERS, issues_of, write_case

from transport.case import INVOICED_TERMS, Payer, PayerScope
from transport.io.case_reader import load_case
from transport.io.issues_text import describe

FULL = """
payers:
  - {name: 省人社厅, kind: province, rule: subsidy, amount: 1000, cap: 300000, scope: {columns: {脱贫户: [是, 1]}}}
  - {name: 奉贤区, kind: bureau, rule: fixed_share, share: 0.5,
     scope: {destination_county: 奉贤区, leg: [flight, train], service: MU1}}
  - name: 一厂
    kind: employer
    rule: by_seat_km
    scope: {employer: 一厂, origin: [西庄, V2], mode: direct, term: [vehicles, journey]}
  - {name: 云龙县, rule: by_head, scope: {origin_county: [云龙县]}}
"""
ROSTER = WORKERS.replace("emergency_contact", "emergency_contact,脱贫户").replace(",\n", ",,是\n")


def payers_case(folder, text):
    return write_case(folder, {"case.yaml": CASE + text, "workers.csv": ROSTER})


def test_every_key(tmp_path):
    assert load_case(payers_case(tmp_path, FULL)).case.payers == (
        Payer("省人社厅", "subsidy", "province", amount=1000, cap=300_000,
              scope=PayerScope(columns=(("脱贫户", ("是", "1")),))),
        Payer("奉贤区", "fixed_share", "bureau", share=0.5,
              scope=PayerScope(destination_counties=("奉贤区",), legs=("flight", "train"), services=("MU1",))),
        Payer("一厂", "by_seat_km", "employer",
              scope=PayerScope(destinations=("F1",), origins=("V1", "V2"), modes=("direct",),
                               terms=("vehicles", "journey"))),
        Payer("云龙县", "by_head", scope=PayerScope(origin_counties=("云龙县",), terms=INVOICED_TERMS)),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "payers:\n", "payers: []\n"])
def test_no_payers(tmp_path, text):
    assert load_case(write_case(tmp_path, {"case.yaml": CASE + text})).case.payers == ()


@pytest.mark.parametrize(
    ("entry", "code", "column", "hint"),
    [
        ("{rule: by_head}", "missing_key", "payers[1].name", ""),
        ("{name: a}", "missing_key", "payers[1].rule", ""),
        ("{name: a, rule: fixed_share}", "missing_key", "payers[1].share", ""),
        ("{name: a, rule: subsidy}", "missing_key", "payers[1].amount", ""),
        ("{name: a, rule: by_heads}", "bad_value", "payers[1].rule", "by_head"),
        ("{name: a, rule: by_head, kind: provinces}", "bad_value", "payers[1].kind", "province"),
        ("{name: a, rule: fixed_share, share: 1.5}", "out_of_range", "payers[1].share", ""),
        ("{name: a, rule: fixed_share, share: -0.1}", "negative_number", "payers[1].share", ""),
        ("{name: a, rule: subsidy, amount: 1, cap: -1}", "negative_number", "payers[1].cap", ""),
        ("{name: a, rule: by_head, cap: 5}", "payer_key_unused", "payers[1].cap", "subsidy"),
        ("{name: a, rule: by_head, scopes: {}}", "unknown_key", "payers[1].scopes", "scope"),
        ("{name: a, rule: by_head, scope: {county: x}}", "unknown_key", "payers[1].scope.county", "origin_county"),
        ("{name: a, rule: by_head, scope: {origin_county: 云龙}}",
         "unknown_county", "payers[1].scope.origin_county", "云龙县"),
        ("{name: a, rule: by_head, scope: {employer: 一厂厂}}", "unknown_place", "payers[1].scope.employer", "一厂"),
        ("{name: a, rule: by_head, scope: {mode: fly}}", "bad_value", "payers[1].scope.mode", "direct"),
        ("{name: a, rule: by_head, scope: {columns: {脱贫: 是}}}",
         "payer_column_missing", "payers[1].scope.columns", "脱贫户"),
        ("{name: a, rule: by_head, scope: {service: MU7}}", "bad_value", "payers[1].scope.service", "MU1"),
        ("nonsense", "not_a_mapping", "payers[1]", ""),
    ],
)  # fmt: skip
def test_problems(tmp_path, entry, code, column, hint):
    issues = [i for i in issues_of(payers_case(tmp_path, f"payers: [{entry}]\n")) if i.severity == "error"]
    assert (code, column) in {(issue.code, issue.column) for issue in issues}
    assert any(hint in describe(issue, "zh")[1] for issue in issues)


def test_every_problem_of_every_entry_is_told(tmp_path):
    text = "payers: [{name: a, rule: x}, {rule: by_head, scope: {origin_county: 无}}]\n"
    errors = [issue for issue in issues_of(payers_case(tmp_path, text)) if issue.severity == "error"]
    assert {issue.code for issue in errors} == {"bad_value", "missing_key", "unknown_county"}
