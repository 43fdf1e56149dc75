"""Ledger, report and exports from files to files, by the command line."""

from __future__ import annotations

import json

import pytest
from io_case import CASE, write_case

from transport.cli import main

PAYERS = """
payers:
  - {name: 奉贤区, kind: bureau, rule: fixed_share, share: 0.5}
  - {name: 云龙县, kind: county, rule: by_seat_km, scope: {origin_county: 云龙县, destination: F1}}
  - {name: =1+1, rule: by_head, scope: {origin: 西村}}
"""


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as leaving:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return leaving.value.code or 0, out, err

    return call


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    case = write_case(tmp_path_factory.mktemp("case"), {"case.yaml": CASE + PAYERS})
    out = tmp_path_factory.mktemp("plan")
    with pytest.raises(SystemExit) as leaving:
        main(["plan", str(case), "-o", str(out), "--no-papers", "--no-maps", "--time-limit", "1", "--threads", "1"])
    assert leaving.value.code in {0, None}
    return case, out


def test_a_plan_with_payers_has_a_ledger(folders):
    assert (folders[1] / "费用分摊.xlsx").is_file()


def test_the_ledger_as_a_document(folders, run):
    code, out, _ = run("ledger", *folders, "--json", "--stand-alone", "0.5")
    document = json.loads(out)
    plan = json.loads((folders[1] / "plan.json").read_text(encoding="utf-8"))
    assert code == 0
    assert document["total"] == plan["summary"]["total_cost"]
    assert round(sum(payer["pays"] for payer in document["payers"]), 2) == document["total"]
    names = {payer["payer"]: payer for payer in document["payers"]}
    assert names["奉贤区"]["stand_alone"]["method"] == "everybody"
    assert names["=1+1"]["stand_alone"]["method"] == "planned"
    assert names["=1+1"]["verdict"] in {"dearer", "proven", "no_cheaper_found"}
    assert set(document["files"]) == {"report.html", "费用分摊.xlsx"}


def test_the_ledger_for_people_and_in_english(folders, run):
    code, out, err = run("ledger", *folders, "--lang", "en")
    assert code == 0
    assert "Against going alone" in out
    assert "cost-shares.xlsx" in err
    assert (folders[1] / "cost-shares.xlsx").is_file()
    assert not (folders[1] / "费用分摊.xlsx").exists()


def test_a_workbook_holds_texts_not_formulas(folders, run):
    from openpyxl import load_workbook

    run("ledger", *folders)
    book = load_workbook(folders[1] / "费用分摊.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert not any(cell.data_type == "f" for cell in cells)
    items = book["分摊明细"]
    columns = [cell.value for cell in items[1]]
    plan = json.loads((folders[1] / "plan.json").read_text(encoding="utf-8"))
    last = [cell.value for cell in items[items.max_row]]
    assert last[columns.index("费用（元）")] == pytest.approx(plan["summary"]["total_cost"])
    for row in items.iter_rows(min_row=2, values_only=True):
        cost, *shares = row[columns.index("费用（元）") :]
        assert round(sum(share or 0 for share in shares), 2) == cost


def test_the_report_can_be_made_again(folders, run):
    report = folders[1] / "report.html"
    report.unlink()
    code, out, _ = run("report", *folders, "--json")
    assert code == 0
    assert "report.html" in json.loads(out)["files"]
    assert report.is_file()


def test_exports_stand_beside_the_plan_a_folder_a_format(folders, run):
    code, out, _ = run("export", *folders, "--json")
    files = json.loads(out)["files"]
    assert code == 0
    assert {file.split("/")[1] for file in files} >= {"geojson", "kml", "gtfs", "ics"}
    assert all((folders[1] / file).is_file() for file in files)
    code, out, _ = run("export", *folders, "--format", "ics", "--json")
    assert {file.split("/")[1] for file in json.loads(out)["files"]} == {"ics"}
    assert (folders[1] / "export" / "kml" / "plan.kml").is_file()


def test_exports_go_where_they_are_wanted(folders, run, tmp_path):
    code, out, _ = run("export", *folders, "--format", "geojson", "-o", tmp_path / "out", "--json")
    assert code == 0
    assert json.loads(out)["files"] == ["geojson/plan.geojson"]
    assert (tmp_path / "out" / "geojson" / "plan.geojson").is_file()
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("export", *folders, "-o", tmp_path / "file")[0] == 2


def test_without_payers_there_is_nothing_to_share_out(run, tmp_path):
    case = write_case(tmp_path / "case")
    run("plan", case, "-o", tmp_path / "out", "--no-papers", "--no-maps", "--time-limit", "1", "--threads", "1")
    code, out, _ = run("ledger", case, tmp_path / "out")
    assert code == 0
    assert "payers" in out
    assert not (tmp_path / "out" / "费用分摊.xlsx").exists()
