"""The table of number plates and crews: beside the case, never part of its digest, every problem at once."""

from __future__ import annotations

import pytest
from io_case import CASE, issues_of, write_case

from transport.case import CrewMember, PaperSettings, VehicleRecord
from transport.errors import InputError
from transport.io.case_reader import load_case
from transport.io.vehicles import load_vehicles

HEADER = (
    "报价编号,车号,车牌号,标志牌号,有效期,道路运输证号,承运人责任险,驾驶员,驾驶员电话,驾驶员证号,随车人员,"
    "随车人员电话,随车人员单位\n"
)
ROW = "O1,2,云L12345,滇运7号,2月17日至20日,532900001,保单9,赵一;钱二,-;13800001111,,孙三,,云龙县就业局\n"
NAMED = (
    CASE + "papers: {issuer: 云龙县人社局, contact: 值班 0872-5521234, vehicles: vehicles.csv, rail_order_people: 9}\n"
)
RECORD = VehicleRecord(
    "云L12345",
    "滇运7号",
    "2月17日至20日",
    "532900001",
    "保单9",
    (CrewMember("赵一"), CrewMember("钱二", "13800001111")),
    (CrewMember("孙三", "", "云龙县就业局"),),
)


def test_a_table_that_the_case_names(tmp_path):
    case = load_case(write_case(tmp_path, {"case.yaml": NAMED, "vehicles.csv": HEADER + ROW})).case
    assert case.papers == PaperSettings("云龙县人社局", "值班 0872-5521234", 9, "vehicles.csv")
    assert case.vehicles == {("O1", 2): RECORD}


def test_plates_that_become_known_later_leave_the_digest_as_it_was(tmp_path):
    before = load_case(write_case(tmp_path, {"case.yaml": NAMED, "vehicles.csv": HEADER})).case
    after = load_case(write_case(tmp_path, {"case.yaml": NAMED, "vehicles.csv": HEADER + ROW})).case
    assert before.sha256 == after.sha256
    assert before.vehicles == {}


def test_a_table_beside_the_case(tmp_path):
    case = load_case(write_case(tmp_path / "case")).case
    assert case.papers == PaperSettings()
    (tmp_path / "plates.csv").write_text(HEADER + ROW, encoding="utf-8")
    assert load_vehicles(tmp_path / "plates.csv", case) == {("O1", 2): RECORD}


@pytest.mark.parametrize(
    ("row", "code", "line"),
    [
        ("O9,1,,,,,,,,,,,", "unknown_offer", 2),
        ("O1,3,,,,,,,,,,,", "out_of_range", 2),
        ("O1,0,,,,,,,,,,,", "out_of_range", 2),
        ("O1,x,,,,,,,,,,,", "not_a_number", 2),
        ("O1,,,,,,,,,,,,", "missing_value", 2),
        ("O1,1,,,,,,赵一,1;2,,,,", "more_than_people", 2),
        ("O1,1,,,,,,,,,,,某局", "more_than_people", 2),
        ("O1,1,,,,,,,,,,,\nO1,1,,,,,,,,,,,", "duplicate_id", 3),
    ],
)
def test_every_problem_has_its_row(tmp_path, row, code, line):
    found = issues_of(write_case(tmp_path, {"case.yaml": NAMED, "vehicles.csv": f"{HEADER}{row}\n"}))
    assert [(issue.code, issue.file, issue.row) for issue in found] == [(code, "vehicles.csv", line)]


def test_names_and_numbers_of_the_crew_are_masked_in_messages(tmp_path):
    row = "O1,1,,,,,,赵一,13800001111;13900002222,53999919870610002X;1,,,\n"
    found = issues_of(write_case(tmp_path, {"case.yaml": NAMED, "vehicles.csv": HEADER + row}))
    assert len(found) == 2
    assert not any(number in str(issue) for issue in found for number in ("13800001111", "13900002222", "19870610"))


def test_a_missing_table_is_said(tmp_path):
    found = issues_of(write_case(tmp_path, {"case.yaml": NAMED}))
    assert [issue.code for issue in found] == ["missing_file"]
    with pytest.raises(InputError):
        load_vehicles(tmp_path / "none.csv", load_case(write_case(tmp_path / "case")).case)
