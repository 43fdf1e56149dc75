"""A run of scenarios: every plan valid, known ones kept, differences that add up, relations that must hold."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import yaml
from whatif_case import write_twenty

from transport.comparison.people import changed_people
from transport.errors import InputError
from transport.io.plan_json import plan_from_document, read_document
from transport.repricing import reprice
from transport.scenario.variants import build_variants, read_variants
from transport.workflow.comparing import compare_folders, compare_outcome, write_comparison
from transport.workflow.options import PlanOptions
from transport.workflow.reading import check_folder, read_case
from transport.workflow.whatif import WhatIfOptions, WhatIfWatch, run_variants

SCENARIOS = {
    "dear": {"services[mode=train].seat_cost": "*1.3", "fleet[roles~direct].km_cost": "+10%"},
    "unused": {"fleet.X50.km_cost": "*1.5"},
    "one_more": {"fleet.K30.count": "+1"},
    "one_less": {"fleet.K30.count": "-1"},
    "cheap": {"tickets[origin_county=甲县].cost": "*0.9"},
    "no_train": {"services.G1": "drop"},
    "more": {"workers[county=甲县]": "+40%"},
    "barred": {"workers[origin=V1].forbid": ["train", "direct"]},
    "no_tickets": {"workers[county=乙县].forbid": "ticket"},
    "free_time": {"costs.journey_hour": 0},
}
QUICK = WhatIfOptions(PlanOptions(time_limit_s=0.4, papers=False, maps=False), jobs=1, pages=False)


def silent():
    return WhatIfWatch()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    root = tmp_path_factory.mktemp("whatif")
    case = write_twenty(root / "twenty")
    outcome = run_variants(build_variants(case, SCENARIOS, "test"), root / "out", QUICK, silent())
    return case, root / "out", outcome


def totals(outcome):
    return {scenario.name: scenario.done.total_cost for scenario in outcome.planned}


def test_every_plan_is_valid_in_its_own_case(run):
    _, out, outcome = run
    assert [scenario.name for scenario in outcome.planned] == ["base", *SCENARIOS]
    for scenario in outcome.planned:
        report = check_folder(out / scenario.name / "case", out / scenario.name)
        assert report.violations == ()
        assert report.total_cost == pytest.approx(scenario.done.total_cost, abs=0.01)


def test_the_base_is_the_case_itself(run):
    case, out, _ = run
    assert check_folder(case, out / "base").violations == ()


def test_what_must_hold_between_scenarios(run):
    cost = totals(run[2])
    assert cost["unused"] == cost["base"]
    assert cost["one_more"] <= cost["base"] <= cost["one_less"]
    assert cost["cheap"] <= cost["base"] <= cost["dear"]
    assert cost["no_train"] >= cost["base"]
    assert cost["barred"] >= cost["base"]
    assert cost["free_time"] <= cost["base"]


def test_restrictions_are_obeyed(run):
    _, out, _ = run
    plan = plan_from_document(read_document(out / "barred"))
    case, _, _ = read_case(out / "barred" / "case")
    for itinerary in plan.itineraries:
        if case.workers[itinerary.worker_id].origin == "V1":
            assert itinerary.mode != "direct"
            assert "service:G1" not in itinerary.legs


def test_differences_are_those_of_the_plans_to_the_fen(run, tmp_path):
    _, out, outcome = run
    write_comparison(compare_outcome(outcome), tmp_path, "zh", planned=True, maps=False)
    told = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    summaries = {name: read_document(out / name)["summary"] for name in totals(outcome)}
    base = summaries["base"]
    for row in told["scenarios"]:
        summary = summaries[row["name"]]
        assert row["summary"] == summary
        assert row["delta"]["total_cost"] == round(summary["total_cost"] - base["total_cost"], 2)
        assert sum(row["delta"]["cost"].values()) == pytest.approx(row["delta"]["total_cost"], abs=0.06)
        assert row["delta"]["workers"] == {m: n - base["workers"][m] for m, n in summary["workers"].items()}
    rows = {row["name"]: row for row in told["scenarios"]}
    assert rows["unused"]["people_changed"] == 0
    assert rows["unused"]["changes"] == [{"key": "fleet.X50.km_cost", "old": 90, "new": 135}]
    assert rows["more"]["people"]["new"] == len(rows["more"]["changes"]) > 0


def test_page_and_workbook_hold_no_names_and_ask_nothing_of_the_network(run, tmp_path):
    page, book = write_comparison(compare_outcome(run[2]), tmp_path, "zh", planned=True, maps=False)[1:]
    html = page.read_text(encoding="utf-8")
    assert "张0三" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert book.stat().st_size > 5000


def test_compared_from_the_folders_alone(run):
    _, out, outcome = run
    assert compare_folders([out]).base.name == "base"
    pair = compare_folders([out / "base", out / "dear" / "plan.json"])
    assert pair.delta(pair.entries[1], "cost.total") == round(totals(outcome)["dear"] - totals(outcome)["base"], 2)
    assert "services.G1.seat_cost" in {change["key"] for change in pair.entries[1].changes}
    with pytest.raises(InputError):
        compare_folders([out / "dear"])


def test_a_second_run_plans_only_what_is_new(run):
    case, out, outcome = run
    seen = {}
    watch = WhatIfWatch(on_done=lambda done, known: seen.update({done.name: known}))
    scenarios = {**SCENARIOS, "cheap": {"tickets[origin_county=甲县].cost": "*0.8"}, "late": {"window.end": "+1d"}}
    again = run_variants(build_variants(case, scenarios, "test"), out, QUICK, watch)
    assert {name for name, known in seen.items() if not known} == {"cheap", "late"}
    assert totals(again)["no_train"] == totals(outcome)["no_train"]


def test_a_plan_that_was_tampered_with_is_made_again(tmp_path):
    case = write_twenty(tmp_path / "twenty")
    variants = build_variants(case, {"unused": SCENARIOS["unused"]}, "test")
    run_variants(variants, tmp_path / "out", QUICK, silent())
    path = tmp_path / "out" / "unused" / "plan.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"W00"', '"W01"', 1), encoding="utf-8")
    seen = {}
    watch = WhatIfWatch(on_done=lambda done, known: seen.update({done.name: known}))
    run_variants(variants, tmp_path / "out", QUICK, watch)
    assert seen == {"base": True, "unused": False}
    assert check_folder(tmp_path / "out" / "unused" / "case", tmp_path / "out" / "unused").violations == ()


def test_a_stop_keeps_what_is_planned_and_the_next_run_goes_on(tmp_path):
    case = write_twenty(tmp_path / "twenty")
    variants = build_variants(case, {name: SCENARIOS[name] for name in ("dear", "cheap", "unused")}, "test")
    done = []
    watch = WhatIfWatch(on_done=lambda ended, known: done.append(ended.name), should_stop=lambda: len(done) >= 2)
    outcome = run_variants(variants, tmp_path / "out", QUICK, watch)
    assert outcome.interrupted
    compared = compare_outcome(outcome)
    assert [entry.name for entry in compared.entries] == ["base", "dear"]
    assert [failed.reason for failed in compared.failed] == ["interrupted", "interrupted"]
    seen = {}
    watch = WhatIfWatch(on_done=lambda ended, known: seen.update({ended.name: known}))
    assert not run_variants(variants, tmp_path / "out", QUICK, watch).interrupted
    assert seen == {"base": True, "dear": True, "cheap": False, "unused": False}


@contextmanager
def executor(kind):
    if kind == "borrowed":
        with ThreadPoolExecutor(2) as pool:
            yield {"executor": pool}
    else:
        yield {"jobs": 2}


@pytest.mark.parametrize("kind", ["borrowed", "processes"])
def test_side_by_side(kind, tmp_path):
    case = write_twenty(tmp_path / "twenty")
    variants = build_variants(case, {name: SCENARIOS[name] for name in ("unused", "one_more")}, "test")
    with executor(kind) as where:
        options = WhatIfOptions(QUICK.plan, pages=False, **where)
        outcome = run_variants(variants, tmp_path / "out", options, silent())
    cost = totals(outcome)
    assert cost["unused"] == cost["base"]
    assert cost["one_more"] <= cost["base"]


def test_every_problem_of_every_scenario_at_once(tmp_path):
    case = write_twenty(tmp_path / "twenty")
    overrides = {"a": {"fleet.K31.count": 1}, "b": {"window.end": "2027-02-01"}, "c": {"places.H1": "drop"}}
    (tmp_path / "w.yaml").write_text(yaml.safe_dump({"overrides": overrides}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_variants(case, tmp_path / "w.yaml")
    codes = {issue.code for issue in caught.value.issues}
    assert {"unknown_row", "window_reversed", "unknown_place"} <= codes
    files = {issue.file for issue in caught.value.issues if issue.code == "unknown_place"}
    assert files == {"c: services.csv"}


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError) as caught:
        read_variants(write_twenty(tmp_path / "twenty"), tmp_path / "none.yaml")
    assert [issue.code for issue in caught.value.issues] == ["missing_file"]


# ---- pricing a plan anew, and people who change places


def test_a_plan_keeps_its_price_in_its_own_case(run):
    _, out, outcome = run
    for name, total in totals(outcome).items():
        case, travel, _ = read_case(out / name / "case")
        priced = reprice(case, travel, read_document(out / name))
        assert priced.violations == ()
        assert priced.total_cost == total


def test_a_plan_under_other_prices(run):
    _, out, _ = run
    base = read_document(out / "base")
    case, travel, _ = read_case(out / "free_time" / "case")
    priced = reprice(case, travel, base)
    assert priced.violations == ()
    assert priced.document["summary"]["cost"]["journey"] == 0
    lost = base["summary"]["cost"]["journey"]
    assert priced.total_cost == pytest.approx(base["summary"]["total_cost"] - lost, abs=0.01)


def test_a_plan_that_cannot_be_run_elsewhere_is_no_plan_there(run):
    _, out, _ = run
    case, travel, _ = read_case(out / "more" / "case")
    assert reprice(case, travel, read_document(out / "base")).violations


def test_people_who_are_alike_keep_their_trips(run):
    from transport.comparison.settling import _renamed, settled

    _, out, _ = run
    case, travel, _ = read_case(out / "base" / "case")
    document = read_document(out / "base")
    base = plan_from_document(document)
    alike = [worker for worker in case.workers.values() if worker.origin == "V1" and worker.destination == "F1"]
    single = [worker.worker_id for worker in alike if worker.party is None]
    mixed = _renamed(document, dict(zip(single, single[1:] + single[:1], strict=True)))
    back = settled(mixed, plan_from_document(mixed), base, case)
    assert changed_people(plan_from_document(back), base).count == 0
    assert reprice(case, travel, back).violations == ()


# ---- tables


def test_tables(run, tmp_path):
    from transport import Comparison

    _, out, outcome = run
    comparison = Comparison(compare_outcome(outcome))
    frame, delta = comparison.to_frame(), comparison.delta()
    assert list(frame.index) == comparison.names == ["base", *SCENARIOS]
    assert frame.loc["dear", "cost.total"] == totals(outcome)["dear"]
    assert (delta.loc["base"].dropna() == 0).all()
    assert comparison.delta("dear").loc["base", "cost.total"] == -delta.loc["dear", "cost.total"]
    tidy = comparison.to_tidy()
    assert len(tidy) == frame.size
    assert set(tidy["unit"]) >= {"CNY", "persons", "share", "hours"}
    assert comparison.to_excel(tmp_path / "c.xlsx").is_file()
    assert "W00" not in comparison._repr_html_()
    with pytest.raises(KeyError):
        comparison.delta("nobody")
    assert Comparison.read(out / "base", out / "dear").names == ["base", "dear"]


def test_run_from_python(tmp_path):
    from transport import Comparison

    case = write_twenty(tmp_path / "twenty")
    comparison = Comparison.run(case, {"unused": SCENARIOS["unused"]}, tmp_path / "out", time_limit=0.3, jobs=1)
    assert comparison.delta().loc["unused", "cost.total"] == 0
