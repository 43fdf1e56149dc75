"""What the reading side writes: plan.json, whole files, the roster template, copies of shipped cases, the docs."""

import json
import re
import string
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from io_case import changed, write_case

from transport.errors import InputError
from transport.io import atomic
from transport.io.case_reader import load_case
from transport.io.columns import TABLES, headers, meaning
from transport.io.issues_text import codes, errors_document
from transport.io.plan_json import plan_from_document, read_document, write_document
from transport.io.shipped import copy_case, list_cases
from transport.io.template import write_template
from transport.locale import catalogue
from transport.plan import Itinerary, Plan, Rest, ServiceUse, Stop, Summary, Ticket, Trip, Unserved

ROOT = Path(__file__).parents[2]
TIMES = {"arrive": 30_000_000, "depart": 30_000_010}
PLAN = Plan(
    case_name="小案例",
    case_sha256="ab" * 32,
    summary=Summary(
        cost=dict.fromkeys(("vehicles", "services", "tickets", "unserved", "early_arrival", "journey", "escorts"), 1.5),
        workers={"direct": 1, "connected": 1, "ticket": 1, "unserved": 1},
        lower_bound=10.25,
        lower_bound_method="flow",
        baselines={"all_tickets": 12.0, "group_coaches": None, "all_direct": 3.5, "all_connected": None},
    ),
    trips=(
        Trip(
            trip_id="T001",
            kind="direct",
            offer_id="O1",
            vehicle_no=1,
            leaves_base=29_999_900,
            entries=(Rest(**TIMES), Stop("V1", **TIMES, board=("W1",)), Stop("F1", **TIMES, alight=("W1",))),
            km=12.5,
            empty_km=3.0,
            cost=99.5,
        ),
    ),
    services=(ServiceUse("MU1", 2, ("W2",), 5.0),),
    tickets=(Ticket("W3", 1200.0),),
    unserved=(Unserved("W4", "no_seat", "…"),),
    itineraries=(
        Itinerary("W1", "direct", ("T001",), 30_000_000, 30_000_500),
        Itinerary("W3", "ticket"),
    ),
    created="2027-01-01T00:00",
    solver={"seed": 0},
)


def test_a_plan_comes_back_as_it_was_written(tmp_path):
    path = write_document(PLAN.to_document(), tmp_path / "new" / "folder")
    assert path.name == "plan.json"
    assert plan_from_document(read_document(path.parent)) == PLAN
    assert read_document(path) == PLAN.to_document()


def test_the_same_plan_is_the_same_bytes_and_readable(tmp_path):
    first = write_document(PLAN.to_document(), tmp_path / "a").read_bytes()
    assert first == write_document(PLAN.to_document(), tmp_path / "b").read_bytes()
    assert "小案例" in first.decode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "missing_file"),
        (b"", "bad_json"),
        (b'{"format": 1', "bad_json"),
        (b"\xff\xfe\xff", "bad_json"),
        (b'{"format": NaN}', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b"1" * 5000, "bad_json"),
        (b"[]", "bad_plan"),
        (b"null", "bad_plan"),
    ],
)
def test_what_is_no_plan_document(tmp_path, content, code):
    if content is not None:
        (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_document(tmp_path)
    assert [issue.code for issue in caught.value.issues] == [code]


def damaged():
    """The plan's document with one value after the other gone or replaced."""
    for path in (
        ("format",),
        ("summary",),
        ("summary", "cost"),
        ("trips",),
        ("trips", 0),
        ("trips", 0, "stops"),
        ("trips", 0, "stops", 1, "arrive"),
        ("trips", 0, "leaves_base"),
        ("services", 0, "units"),
        ("tickets", 0, "cost"),
        ("itineraries", 0, "pickup"),
    ):
        for value in ("x", 3, [3], {"a": 1}, "2027-02-18T06:30Z"):
            document = json.loads(json.dumps(PLAN.to_document()))
            node = document
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = value
            yield document


def test_a_damaged_document_is_refused_or_read_but_never_breaks():
    read = 0
    for document in damaged():
        with suppress(InputError):
            plan_from_document(document)
            read += 1
    assert read < 10


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "plan.json"
    atomic.write_text(path, "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(atomic.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        atomic.write_text(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


def test_line_ends_are_written_as_they_stand(tmp_path):
    atomic.write_text(tmp_path / "a.csv", "a\r\nb\n")
    assert (tmp_path / "a.csv").read_bytes() == b"a\r\nb\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_read_back_once_filled_in(tmp_path, lang):
    path = write_template(tmp_path / "roster.xlsx", lang)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert {sheet.column_dimensions[letter].number_format for letter in "ADE"} == {"@"}
    assert sheet.data_validations.count == 2
    sheet.append(["1", "张三", "男", "11010519491231002X", "13800138000", "西村", "一厂", "", "", "2027-02-20"])
    workbook.save(path)
    files = changed("case.yaml", ("workers.csv", "roster.xlsx")) | {"roster.xlsx": path.read_bytes()}
    loaded = load_case(write_case(tmp_path / "case", files))
    assert list(loaded.case.workers) == ["1"]
    assert loaded.case.workers["1"].id_number == "11010519491231002X"
    assert [(issue.code, issue.row) for issue in loaded.issues] == [("sample_row_skipped", 2)]


def test_equal_templates_are_equal_files(tmp_path):
    first, second = (write_template(tmp_path / name, "zh") for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_shipped_cases_are_copied_whole(tmp_path):
    for name in list_cases():
        folder = copy_case(name, tmp_path / "deep" / name)
        assert (folder / "case.yaml").is_file()
        assert load_case(folder).case.name
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_empty_folder_is_a_target_and_a_full_one_is_not(tmp_path):
    name = list_cases()[0]
    (tmp_path / "empty").mkdir()
    folder = copy_case(name, tmp_path / "empty")
    (folder / "workers.csv").write_text("mine")
    with pytest.raises(InputError) as caught:
        copy_case(name, folder)
    assert [issue.code for issue in caught.value.issues] == ["target_not_empty"]
    assert (folder / "workers.csv").read_text() == "mine"


def test_no_such_case(tmp_path):
    with pytest.raises(InputError) as caught:
        copy_case("../secrets", tmp_path / "x")
    assert [issue.code for issue in caught.value.issues] == ["unknown_case"]
    assert not (tmp_path / "x").exists()


def test_the_documented_errors_are_those_of_the_catalogue():
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == errors_document()


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_tell_the_same():
    chinese, english = catalogue("zh", "issues"), catalogue("en", "issues")
    assert list(chinese) == list(english)
    for code in codes():
        for part in ("message", "action"):
            assert placeholders(chinese[code][part]) == placeholders(english[code][part]), code


def test_every_code_in_the_code_has_a_text():
    written = r'(?:\.note|log\.add|CellError|UnreadableError|InputIssue|_refused)\(\s*"([a-z_]+)"'
    used = set()
    for path in (ROOT / "transport").rglob("*.py"):
        used |= set(re.findall(written, path.read_text(encoding="utf-8")))
    assert used <= set(codes())
    assert len(used) > 40


def test_every_column_has_a_meaning_and_no_header_two():
    for table, columns in TABLES.items():
        assert len(headers(columns)) == sum(1 + len(column.aliases) for column in columns)
        for column in columns:
            assert meaning(table, column, "zh")
            assert meaning(table, column, "en")
