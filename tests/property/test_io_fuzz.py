"""Whatever stands in a case's files, reading it gives a case or a list of problems, never anything else."""

import io
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from io_case import FILES, write_case

from transport.errors import InputError
from transport.io.case_reader import load_case
from transport.io.config import read_config
from transport.io.issue_log import IssueLog
from transport.io.issues_text import describe
from transport.io.plan_json import plan_from_document, read_document
from transport.io.roads_config import CLOSURE, ROADS
from transport.io.workbook import read_csv
from transport.road_settings import Closure

TABLES = sorted(name for name in FILES if name.endswith(".csv"))
ODD = [
    *("", " ", "0", "-1", "1e999", "nan", "inf", "1.5", "true", "null", "１２", "９" * 400, "=1+1", "{x}", "{0}", "%s"),
    *("W1", "V1", "东村", "西庄", "男", "示例", "no_fly", "11010519491231002X", "𠮷", ";", "；", '"', "a\nb", "../x"),
    *("24:00", "2027-02-28", "9999-12-31", "0001-01-01", "2027-02-18T23:59:59", "2027-02-18T00:00Z"),
    *("\0", "\ufeff", "\u200b", "a" * 200_000),
]
cells = st.sampled_from(ODD) | st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | cells,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def read(files):
    """Read a case and say every issue; return whether it could be used."""
    with TemporaryDirectory() as folder:
        write_case(Path(folder), files)
        try:
            issues = load_case(Path(folder)).issues
        except InputError as error:
            issues = error.issues
            assert any(issue.severity == "error" for issue in issues)
        else:
            assert all(issue.severity != "error" for issue in issues)
        for issue in issues:
            for lang in ("zh", "en"):
                assert all(describe(issue, lang))
            json.dumps(str(issue)).encode()


@fuzz
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300))
def test_any_bytes_as_any_file(name, content):
    read({name: content})


@fuzz
@given(st.sampled_from(sorted(FILES)), st.data())
def test_bytes_changed_here_and_there(name, data):
    content = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 50]))
        content[at : at + length] = data.draw(st.binary(max_size=4))
    read({name: bytes(content)})


@fuzz
@given(st.sampled_from(TABLES), st.data())
def test_cells_changed_here_and_there(name, data):
    rows = read_csv(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(cells)
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    read({name: text.encode("utf-8", "replace")})


@fuzz
@given(st.sampled_from(TABLES), st.data())
def test_rows_and_columns_dropped_doubled_and_swapped(name, data):
    rows = read_csv(FILES[name].encode())
    width = len(rows[0])
    order = data.draw(st.lists(st.integers(0, width - 1), max_size=width + 2))
    kept = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=len(rows) + 3))
    read({name: "\n".join(",".join(rows[row][column] for column in order) for row in kept)})


@fuzz
@given(st.data())
def test_values_of_the_case_file_replaced(data):
    document = yaml.safe_load(FILES["case.yaml"])
    node, key = document, data.draw(st.sampled_from(sorted(document)))
    if isinstance(node[key], dict) and data.draw(st.booleans()):
        node, key = node[key], data.draw(st.sampled_from(sorted(node[key])))
    node[data.draw(st.sampled_from([key, "driving.enabled", "rules.driving.night_to", "costs"]))] = data.draw(values)
    read({"case.yaml": yaml.dump(document, allow_unicode=True).encode("utf-8", "surrogatepass")})


@fuzz
@given(st.data())
def test_rules_of_any_value(data):
    keys = ["pickup_to", "stop_minutes", "connection_minutes", "max_stops", "escorts", "driving", "driving.halt_to"]
    rules = data.draw(st.dictionaries(st.sampled_from(keys), values, max_size=3))
    text = FILES["case.yaml"].replace("{split_groups: true}", json.dumps(rules))
    read({"case.yaml": text.encode("utf-8", "surrogatepass")})


@pytest.fixture(scope="module")
def workbook():
    book = openpyxl.Workbook()
    for row in read_csv(FILES["workers.csv"].encode()):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@fuzz
@given(data=st.data())
def test_workbooks_damaged_here_and_there(workbook, data):
    content = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    config = FILES["case.yaml"].replace("workers.csv", "workers.xlsx")
    read({"case.yaml": config, "workers.xlsx": bytes(content)})


@fuzz
@given(values)
def test_any_json_as_a_plan(value):
    with TemporaryDirectory() as folder:
        (Path(folder) / "plan.json").write_text(json.dumps(value), encoding="utf-8")
        try:
            plan_from_document(read_document(Path(folder)))
        except InputError as error:
            assert {issue.code for issue in error.issues} <= {"bad_plan", "bad_json"}  # noqa: PT017
    shutil.rmtree(folder, ignore_errors=True)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2027-02-11"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
closure_like = st.dictionaries(st.sampled_from([*CLOSURE, "road"]), junk, max_size=5)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(st.sampled_from([*ROADS, "provder"]), junk | st.lists(closure_like, max_size=3), max_size=6))
def test_no_roads_section_is_too_odd_to_be_judged(section):
    log = IssueLog()
    document = {"name": "x", "window": {"start": "2027-02-10", "end": "2027-02-28"}, "tables": {}, "roads": section}
    roads = read_config(document, log).roads
    assert all(isinstance(closure, Closure) for closure in roads.closures)
    for issue in log.issues:
        assert all(describe(issue, "zh"))
