"""Every command but `plan`."""

import json
from types import SimpleNamespace

import pytest

from transport.cli import requested_language
from transport.errors import InputError, InputIssue

VIOLATION = SimpleNamespace(code="seats_exceeded", entity="T001", detail="51 > 49")


def test_new_lists_the_shipped_cases(rooms, fangang):
    run = fangang("new")
    assert (run.code, run.out.strip()) == (0, "tiny")
    assert fangang("new", "--json").json == {"format": 1, "cases": ["tiny"]}


def test_new_copies_into_a_new_or_empty_folder(rooms, fangang, tmp_path):
    assert fangang("new", "tiny", tmp_path / "mine").code == 0
    assert (tmp_path / "mine" / "case.yaml").exists()
    (tmp_path / "empty").mkdir()
    assert fangang("new", "tiny", tmp_path / "empty").code == 0


@pytest.mark.parametrize("arguments", [["new", "nowhere", "x"], ["new", "tiny"]])
def test_new_refuses(rooms, fangang, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = fangang(*arguments)
    assert run.code == 2
    assert run.err
    assert not list(tmp_path.iterdir())


def test_new_leaves_what_stands_there(rooms, fangang, tmp_path):
    (tmp_path / "case.yaml").write_text("mine")
    assert fangang("new", "tiny", tmp_path).code == 2
    assert (tmp_path / "case.yaml").read_text() == "mine"


def test_template(rooms, fangang, tmp_path):
    assert fangang("template", tmp_path / "roster.xlsx").code == 0
    assert (tmp_path / "roster.xlsx").exists()
    assert fangang("template", tmp_path / "roster.docx").code == 2


def test_validate_gives_the_issues_on_stdout(rooms, fangang):
    rooms.input_error = InputError([
        InputIssue("bad_date", file="book.xlsx", sheet="名单", row=7, column="ready_from", seen="2.30"),
        InputIssue("unknown_column", "warning", file="workers.csv", column="血型"),
    ])  # fmt: skip
    run = fangang("validate", "case")
    assert run.code == 3
    for said in ("1 个错误", "1 个警告", "bad_date", "book.xlsx#名单", "7", "ready_from", "2.30", "血型"):
        assert said in run.out
    assert fangang("validate", "case", "--json").json == {
        "format": 1,
        "issues": [
            {"code": "bad_date", "severity": "error", "file": "book.xlsx", "sheet": "名单", "row": 7,
             "column": "ready_from", "seen": "2.30", "message": "bad_date message", "action": "do this"},
            {"code": "unknown_column", "severity": "warning", "file": "workers.csv", "sheet": None, "row": None,
             "column": "血型", "seen": None, "message": "unknown_column message", "action": "do this"},
        ],
    }  # fmt: skip


def test_validate_with_warnings_alone_is_exit_0(rooms, fangang):
    rooms.issues = (InputIssue("unknown_column", "warning"),)
    assert fangang("validate", "case").code == 0


def test_validate_a_clean_case(rooms, fangang):
    run = fangang("validate", "case", "--lang", "en")
    assert (run.code, run.out.strip()) == (0, "No input problems were found.")
    assert fangang("validate", "case", "--json").json == {"format": 1, "issues": []}


def test_markup_in_the_input_is_shown_as_it_is(rooms, fangang):
    rooms.issues = (InputIssue("odd", "warning", seen="[red]x[/red] [/]"),)
    assert "[red]x[/red] [/]" in fangang("validate", "case").out


def test_check(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    run = fangang("check", "case", tmp_path)
    assert run.code == 0
    assert "¥800.00" in run.out
    assert fangang("check", "case", tmp_path, "--json").json == {"format": 1, "violations": [], "total_cost": 800.0}


def test_check_refuses(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    rooms.violations = (VIOLATION,)
    run = fangang("check", "case", tmp_path)
    assert run.code == 6
    assert "seats_exceeded" in run.out
    found = fangang("check", "case", tmp_path, "--json").json["violations"]
    assert found == [{"code": "seats_exceeded", "entity": "T001", "detail": "51 > 49"}]


def test_check_says_when_the_case_has_changed(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)
    rooms.violations = (SimpleNamespace(code="CASE_SHA256", entity="plan", detail="a ≠ b"),)
    assert "案例改动过" in fangang("check", "case", tmp_path).out


def test_the_checker_knows_the_code_for_a_changed_case():
    from transport.check import CODES
    from transport.console import CASE_CHANGED

    assert CASE_CHANGED in CODES


@pytest.mark.parametrize("command", ["check", "papers", "map"])
def test_a_missing_plan_is_exit_3(rooms, fangang, tmp_path, command):
    assert fangang(command, "case", tmp_path / "nowhere").code == 3
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", ["check", "papers", "map"])
def test_a_torn_plan_is_exit_3(rooms, fangang, tmp_path, command):
    (tmp_path / "plan.json").write_text('{"format": 1, "tri')
    assert fangang(command, "case", tmp_path).code == 3


@pytest.mark.parametrize(("command", "made"), [("papers", "papers/全部清册.xlsx"), ("map", "maps/map.html")])
def test_papers_and_map_are_made_again(rooms, fangang, tmp_path, command, made):
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")
    run = fangang(command, "case", tmp_path, "--json")
    assert run.json == {"format": 1, "files": [made]}
    assert (tmp_path / made).exists()


def test_maps_ask_no_network_and_compare_with_nothing_by_default(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")
    assert fangang("map", "case", tmp_path).code == 0
    assert rooms.map_options["base"] is None
    assert rooms.map_options["against"] is None


@pytest.mark.parametrize("where", ["", "plan.json"])
def test_maps_beside_another_plan(rooms, fangang, tmp_path, where):
    for name in ("one", "other"):
        fangang("plan", "case", "-o", tmp_path / name, "--no-papers", "--no-maps")
    assert fangang("map", "case", tmp_path / "one", "--against", tmp_path / "other" / where).code == 0
    assert rooms.map_options["against"].name == "other"
    assert rooms.map_options["against"].plan.case_name == "tiny"


def test_no_maps_beside_a_plan_that_is_missing(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")
    assert fangang("map", "case", tmp_path, "--against", tmp_path / "nowhere").code == 3
    assert not (tmp_path / "maps").exists()


def test_an_online_base_is_chosen_with_its_key(rooms, fangang, tmp_path, monkeypatch):
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")
    assert fangang("map", "case", tmp_path, "--base", "gaode").code == 0
    assert rooms.map_options["base"].name == "gaode"
    assert fangang("map", "case", tmp_path, "--base", "tianditu", "--tianditu-key", "0123456789abcdef").code == 0
    assert rooms.map_options["base"].key == "0123456789abcdef"
    run = fangang("map", "case", tmp_path, "--base", "tianditu")
    assert run.code == 2
    assert "--tianditu-key" in run.err
    monkeypatch.setenv("FANGANG_TIANDITU_KEY", "fedcba9876543210")
    assert fangang("map", "case", tmp_path, "--base", "tianditu").code == 0
    assert rooms.map_options["base"].key == "fedcba9876543210"


@pytest.mark.parametrize("where", ["", "plan.json"])
def test_papers_take_the_folder_or_its_plan(rooms, fangang, tmp_path, where):
    fangang("plan", "case", "-o", tmp_path, "--no-papers")
    assert fangang("papers", "case", tmp_path / where).code == 0
    assert (tmp_path / "papers").is_dir()


def test_no_papers_for_a_plan_that_does_not_fit_the_case(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-papers")
    rooms.violations = (VIOLATION,)
    assert fangang("papers", "case", tmp_path).code == 6
    assert not (tmp_path / "papers").exists()


def test_interrupted_papers_keep_the_older_ones(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path)

    def interrupted():
        raise KeyboardInterrupt

    rooms.during_papers = interrupted
    assert fangang("papers", "case", tmp_path).code == 130
    assert (tmp_path / "papers" / "全部清册.xlsx").exists()
    assert not list(tmp_path.glob(".making-*"))


@pytest.mark.parametrize("command", ["new", "template", "validate", "plan", "check", "papers", "map"])
def test_help_in_both_languages(fangang, command):
    chinese, english = fangang(command, "--help"), fangang(command, "--help", "--lang", "en")
    assert chinese.code == english.code == 0
    assert "语言" in chinese.out
    assert "语言" not in english.out
    assert "help." not in chinese.out + english.out


def test_the_language_can_stand_before_the_command(rooms, fangang):
    assert "No input problems" in fangang("--lang", "en", "validate", "case").out


@pytest.mark.parametrize(
    ("arguments", "language"),
    [([], "zh"), (["--lang", "en"], "en"), (["--lang=en"], "en"), (["--lang"], "zh"), (["--lang", "fr"], "zh")],
)
def test_requested_language(arguments, language):
    assert requested_language(arguments) == language


def test_no_colour_without_a_terminal(rooms, fangang, tmp_path):
    run = fangang("plan", "case", "-o", tmp_path)
    assert "\x1b" not in run.out + run.err


def test_documents_are_plain_utf8_json(rooms, fangang):
    rooms.issues = (InputIssue("odd", "warning", seen="龙𬱖㛃"),)
    run = fangang("validate", "case", "--json")
    assert "龙𬱖㛃" in run.out
    assert json.loads(run.out)["issues"][0]["seen"] == "龙𬱖㛃"


def test_full_numbers_are_asked_for_noted_and_said(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-maps")
    run = fangang("papers", "case", tmp_path, "--unmask")
    assert rooms.paper_options["unmask"] is True
    assert "papers.log" in run.err
    events = [json.loads(line) for line in (tmp_path / "papers.log").read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["version", "unmasked"]
    again = fangang("papers", "case", tmp_path)
    assert rooms.paper_options["unmask"] is False
    assert "papers.log" not in again.err


def test_full_numbers_are_noted_before_any_is_written(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-papers", "--no-maps")

    def looked_at():
        assert "unmasked" in (tmp_path / "papers.log").read_text(encoding="utf-8")
        raise OSError(28, "disk full")

    rooms.during_papers = looked_at
    assert fangang("papers", "case", tmp_path, "--unmask").code == 1


def test_papers_of_the_same_plan_keep_their_version_and_those_of_another_get_the_next(rooms, fangang, tmp_path):
    def version():
        return rooms.paper_options["edition"].number

    fangang("plan", "case", "-o", tmp_path, "--no-maps")
    assert version() == 1
    fangang("papers", "case", tmp_path)
    assert version() == 1
    rooms.mode = "unserved"
    fangang("plan", "case", "-o", tmp_path, "--no-maps")
    assert version() == 2
    fangang("papers", "case", tmp_path)
    assert version() == 2


def test_a_table_of_vehicles_beside_the_case(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-maps")
    (tmp_path / "plates.csv").write_text("报价编号,车号\nO9,1\n", encoding="utf-8")
    run = fangang("papers", "case", tmp_path, "--vehicles", tmp_path / "plates.csv", "--json")
    assert run.code == 3
    assert run.json["issues"][0]["code"] == "unknown_offer"
    assert fangang("papers", "case", tmp_path, "--vehicles", tmp_path / "none.csv").code == 3


def test_progress_of_papers_goes_to_stderr(rooms, fangang, tmp_path):
    fangang("plan", "case", "-o", tmp_path, "--no-maps")
    run = fangang("papers", "case", tmp_path, "--json")
    assert run.json["files"] == ["papers/全部清册.xlsx"]
    assert "7 / 7" in run.err
