"""`fangang whatif`, `compare`, `ask`: what is written, said, and with which exit code."""

import json

import pytest
import yaml
from whatif_case import write_twenty


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return write_twenty(tmp_path_factory.mktemp("cli") / "twenty")


def scenarios(folder, overrides, names=None):
    path = folder / "w.yaml"
    document = {"overrides": overrides} | ({"scenarios": names} if names else {})
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def test_whatif_then_compare_then_ask(case, fangang, tmp_path):
    file = scenarios(tmp_path, {"贵": {"fleet.K30.km_cost": "*1.1"}, "闲": {"fleet.X50.fixed_cost": 1}})
    out = tmp_path / "out"
    options = ("--time-limit", "0.3", "--jobs", "1", "--no-difference-maps")
    run = fangang("whatif", case, file, "-o", out, *options, "--json")
    told = json.loads(run.out)
    assert run.code == told["exit_code"] == 0
    assert [row["name"] for row in told["scenarios"]] == ["base", "贵", "闲"]
    assert told["scenarios"][1]["changes"] == [{"key": "fleet.K30.km_cost", "old": 4, "new": 4.4}]
    assert told["files"] == ["comparison.json", "comparison.html", "comparison.xlsx"]
    assert (out / "贵" / "report.html").is_file()
    assert "base" in run.err

    again = fangang("whatif", case, file, "-o", out, *options)
    assert "未变，沿用" in again.err
    assert "▲ +¥" in again.out

    compared = fangang("compare", out / "base", out / "贵", "--json")
    assert json.loads(compared.out)["scenarios"][1]["delta"] == told["scenarios"][1]["delta"]
    assert fangang("compare", out, "-o", tmp_path / "compared", "--lang", "en").code == 0
    assert (tmp_path / "compared" / "differences" / "贵.html").is_file()
    assert fangang("check", out / "贵" / "case", out / "贵").code == 0

    asked = fangang("ask", "noshow", case, out / "base", "-o", tmp_path / "ask", "--runs", "50", "--json")
    assert json.loads(asked.out)["facts"]["runs"] == 50
    assert (tmp_path / "ask" / "noshow.xlsx").is_file()


def test_people_left_are_exit_4(case, fangang, tmp_path):
    file = scenarios(tmp_path, {"没钱": {"budget.max_total": 0}})
    run = fangang("whatif", case, file, "-o", tmp_path / "out", "--time-limit", "0.3", "--jobs", "1")
    assert run.code == 4, run.err


def test_every_problem_is_told_and_nothing_is_written(case, fangang, tmp_path):
    file = scenarios(tmp_path, {"a": {"fleet.K31.count": 1}, "b": {"costs.journey_our": 2}}, {"s": ["a", "b", "c"]})
    run = fangang("whatif", case, file, "-o", tmp_path / "out", "--json")
    assert run.code == 3
    issues = json.loads(run.out)["issues"]
    assert {issue["code"] for issue in issues} >= {"unknown_row", "unknown_key", "unknown_override"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("breakeven", "costs.journey_hour"), 3),
        (("quotes", "--lot", "K12,K99"), 3),
        (("sweep", "fleet.K12.count", "--values", ","), 2),
        (("tornado", "--percent", "0"), 2),
        (("sweep", "fleet.K99.count", "--values", "1"), 3),
    ],
)
def test_questions_that_cannot_be_asked(case, fangang, tmp_path, arguments, code):
    question, *rest = arguments
    limit = () if question == "tornado" else ("--time-limit", "0.2", "--jobs", "1")
    assert fangang("ask", question, case, *rest, "-o", tmp_path, *limit).code == code


def test_a_question_answered(case, fangang, tmp_path):
    run = fangang(
        "ask", "sweep", case, "services.G1.seat_cost", "--values", "*0.5,*1", "-o", tmp_path,
        "--time-limit", "0.3", "--jobs", "1", "--json",
    )  # fmt: skip
    told = json.loads(run.out)
    assert [row["value"] for row in told["rows"]] == ["*0.5", "*1"]
    assert told["files"] == ["sweep.json", "sweep.html", "sweep.xlsx"]
