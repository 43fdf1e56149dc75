"""`fangang plan`: the order of work, exit codes, what is written and what is said."""

import json
import os
import signal
import time
from types import SimpleNamespace

import pytest

from transport.errors import InputError, InputIssue, NoPlanInTime

VIOLATION = SimpleNamespace(code="seats_exceeded", entity="T001", detail="51 > 49")


def listing(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_everything_is_written_and_said(rooms, fangang, tmp_path):
    run = fangang("plan", "case", "-o", tmp_path / "out", "--time-limit", "30")
    assert run.code == 0
    assert listing(tmp_path / "out") == [
        ".made.json", "maps/map.html", "papers.log", "papers/全部清册.xlsx", "plan.json", "report.html",
    ]  # fmt: skip
    for said in ("一人返岗", "¥800.00", "¥700.00", "12.50%", "¥200.00", "20.0%", "全部买散票", "散票 1"):
        assert said in run.out
    assert "搜索方案" in run.err
    assert [call if isinstance(call, str) else call[0] for call in rooms.calls] == [
        "load", "solve", "check", "papers", "maps",
    ]  # fmt: skip


def test_english(rooms, fangang, tmp_path):
    run = fangang("plan", "case", "-o", tmp_path, "--lang", "en")
    assert "Total cost" in run.out
    assert "ticket 1" in run.out


def test_the_document_tells_when_and_how_long(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--time-limit", "30", "--seed", "7")
    document = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert document["solver"]["time_limit_s"] == 30
    assert document["solver"]["seed"] == 7
    assert 0 <= document["solver"]["elapsed_s"] < 30
    assert len(document["created"]) == len("2027-02-18T06:30:00")


def test_options_reach_the_search(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--time-limit", "100", "--seed", "3", "--threads", "2", "--repeatable")
    _, options = next(call for call in rooms.calls if call[0] == "solve")
    assert (options["seed"], options["threads"], options["repeatable"]) == (3, 2, True)
    assert 90 < options["time_limit_s"] < 100


def test_without_options_the_case_decides(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    _, options = next(call for call in rooms.calls if call[0] == "solve")
    assert (options["seed"], options["threads"], options["repeatable"]) == (0, 0, False)
    assert 50 < options["time_limit_s"] < 60


def test_no_papers_no_maps(rooms, fangang, tmp_path):
    assert fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps").code == 0
    assert listing(tmp_path) == [".made.json", "plan.json", "report.html"]


def test_json_is_one_document_on_stdout(rooms, fangang, tmp_path):
    run = fangang("plan", "case", "-o", tmp_path, "--json")
    assert run.json["format"] == 1
    assert run.json["exit_code"] == 0
    assert run.json["summary"]["total_cost"] == 800.0
    assert run.json["files"] == ["plan.json", "report.html", "papers/全部清册.xlsx", "maps/map.html"]


def test_unserved_people_are_exit_4_with_their_reason(rooms, fangang, tmp_path):
    rooms.mode = "unserved"
    run = fangang("plan", "case", "-o", tmp_path)
    assert run.code == 4
    assert "no_ticket" in run.err


def test_input_errors_are_exit_3_and_leave_no_folder(rooms, fangang, tmp_path):
    rooms.input_error = InputError(
        [InputIssue("bad_date", file="workers.csv", row=7, column="ready_from", seen="2.30")]
    )
    run = fangang("plan", "case", "-o", tmp_path / "out")
    assert run.code == 3
    assert not (tmp_path / "out").exists()
    for said in ("bad_date", "workers.csv", "7", "ready_from", "2.30", "do this"):
        assert said in run.err
    assert run.out == ""


def test_input_errors_as_json(rooms, fangang, tmp_path):
    rooms.input_error = InputError([InputIssue("bad_date", file="workers.csv", row=7)])
    run = fangang("plan", "case", "-o", tmp_path / "out", "--json")
    assert run.code == 3
    assert run.json["issues"][0]["code"] == "bad_date"


def test_a_refused_plan_is_exit_6_and_not_written(rooms, fangang, tmp_path):
    rooms.violations = (VIOLATION,)
    run = fangang("plan", "case", "-o", tmp_path / "out")
    assert run.code == 6
    assert not (tmp_path / "out").exists()
    assert "seats_exceeded" in run.err


def test_a_refused_plan_leaves_the_older_one(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in listing(tmp_path)}
    rooms.violations = (VIOLATION,)
    fangang("plan", "case", "-o", tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in listing(tmp_path)} == before


def test_no_plan_in_time_is_exit_5(rooms, fangang, tmp_path):
    rooms.solve_error = NoPlanInTime()
    assert fangang("plan", "case", "-o", tmp_path / "out").code == 5
    assert not (tmp_path / "out").exists()


def test_a_bug_is_exit_1_without_traceback(rooms, fangang, tmp_path, monkeypatch):
    monkeypatch.delenv("FANGANG_DEBUG", raising=False)
    rooms.solve_error = ZeroDivisionError("nought")
    run = fangang("plan", "case", "-o", tmp_path / "out")
    assert run.code == 1
    assert "ZeroDivisionError" in run.err
    assert "Traceback" not in run.err
    monkeypatch.setenv("FANGANG_DEBUG", "1")
    assert "Traceback" in fangang("plan", "case", "-o", tmp_path / "out").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan"],
        ["plan", "case"],
        ["plan", "case", "-o", "x", "--seed", "a"],
        ["plan", "case", "-o", "x", "--time-limit", "nan"],
        ["plan", "case", "-o", "x", "--time-limit", "-1"],
        ["nonsense"],
        ["plan", "--x"],
    ],
)
def test_usage_errors_are_exit_2(rooms, fangang, arguments):
    run = fangang(*arguments)
    assert run.code == 2
    assert run.out == ""


def test_a_file_in_place_of_the_folder_is_exit_2_before_any_work(rooms, fangang, tmp_path):
    (tmp_path / "out").write_text("mine")
    assert fangang("plan", "case", "-o", tmp_path / "out").code == 2
    assert rooms.calls == []


def test_outputs_of_an_older_plan_go_and_foreign_files_stay(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    (tmp_path / "papers" / "签字扫描.pdf").write_bytes(b"theirs")
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")
    assert listing(tmp_path) == [".made.json", "papers.log", "papers/签字扫描.pdf", "plan.json", "report.html"]


def test_warnings_are_summed_up_on_stderr(rooms, fangang, tmp_path):
    rooms.issues = (InputIssue("unknown_column", "warning", file="workers.csv"),)
    run = fangang("plan", "case", "-o", tmp_path)
    assert run.code == 0
    assert "unknown_column" in run.err
    assert "unknown_column" not in run.out


def interrupt(options=None):
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(100):
        if options is None or options["should_stop"]():
            return
        time.sleep(0.02)


def test_ctrl_c_keeps_the_best_plan(rooms, fangang, tmp_path):
    rooms.during_solve = interrupt
    run = fangang("plan", "case", "-o", tmp_path)
    assert run.code == 130
    assert listing(tmp_path) == [".made.json", "plan.json", "report.html"]
    assert "Ctrl-C" in run.err


def test_progress_without_a_terminal_is_plain_lines(rooms, fangang, tmp_path):
    def report(options):
        for cost in (1000.0, 900.0, 800.0):
            options["on_progress"](
                SimpleNamespace(cost=cost, lower_bound=700.0, gap=0.1, elapsed_s=1.0, phase="search")
            )

    rooms.during_solve = report
    run = fangang("plan", "case", "-o", tmp_path, "--lang", "en")
    lines = [line for line in run.err.splitlines() if "cost" in line]
    assert len(lines) == 2  # the first at once; those that follow within moments are one line
    assert "1,000" in lines[0]
    assert "800" in lines[1]
    assert "\x1b" not in run.err
