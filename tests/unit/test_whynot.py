"""Forcing a choice: what is forced happens, what is unknown is refused, and the difference is to the fen."""

import json

import pytest
from random_cases import DEAR_TICKETS, START, build, coach, people, train

from transport.cli import main
from transport.errors import UnknownChoice, UnknownWorkers
from transport.io.shipped import copy_case
from transport.solver import solve
from transport.workflow.whynot import Question, chosen, forced

SPOTS = {"V1": (0, 0), "V2": (5, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}


def world():
    workers = [*people("V1", "F1", 2, 1), *people("V2", "F1", 1)]
    services = [train("S"), train("T", depart=START + 3 * 1440 + 600)]
    return build(SPOTS, workers, [coach(km_cost=1)], services, costs=DEAR_TICKETS)


def plan_of(case):
    return solve(case, world().travel, time_limit_s=1, repeatable=True)


@pytest.mark.parametrize("by", ["direct", "train", "ticket", "service:S", "service:T"])
def test_what_is_forced_happens_to_those_asked_about(by):
    case = world().case
    about = chosen(case, ["origin=V1"])
    plan = plan_of(forced(case, about, Question(("origin=V1",), by)))
    for itinerary in plan.itineraries:
        if itinerary.worker_id not in about:
            continue
        if by.startswith("service:"):
            assert by in itinerary.legs
        else:
            assert itinerary.mode == ("connected" if by == "train" else by)


def test_what_is_not_to_be_used_is_not():
    case = world().case
    plan = plan_of(forced(case, tuple(case.workers), Question((), None, ("offer:K", "service:S"))))
    assert plan.trips == ()
    assert not any(use.service_id == "S" for use in plan.services)


def test_people_are_chosen_by_id_name_place_or_party():
    case = world().case
    assert chosen(case, []) == tuple(case.workers)
    assert chosen(case, ["V2-F1-0.0"]) == ("V2-F1-0.0",)
    assert chosen(case, ["county=V1", "origin=V2"]) == tuple(case.workers)
    assert len(chosen(case, ["party=V1-F1-0"])) == 2
    with pytest.raises(UnknownWorkers) as refused:
        chosen(case, ["county=V1", "county=V9", "nobody"])
    assert refused.value.workers == ("county=V9", "nobody")


@pytest.mark.parametrize("named", [{"by": "service:X"}, {"by": "bus"}, {"without": ("offer:X",)}, {"without": ("K",)}])
def test_what_the_case_does_not_have_is_refused(named):
    case = world().case
    with pytest.raises(UnknownChoice):
        forced(case, tuple(case.workers), Question(**named))


def test_the_command_says_what_it_costs_to_the_fen(tmp_path, capsys):
    case = copy_case("fengxian-dali-2027", tmp_path / "case")
    lines = (case / "workers.csv").read_text(encoding="utf-8").splitlines()
    (case / "workers.csv").write_text("\n".join(lines[:25]) + "\n", encoding="utf-8")

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--json"])
        return left.value.code, json.loads(capsys.readouterr().out)

    options = ("--no-papers", "--no-maps", "--repeatable", "--time-limit", "1")
    code, planned = run("plan", str(case), "-o", str(tmp_path / "out"), *options)
    assert code == 0
    code, told = run("whynot", str(case), str(tmp_path / "out"), "--by", "ticket", "--time-limit", "1")
    assert code == 0
    assert told["forced"]["people.ticket"] == told["people"] == 24
    more = told["forced"]["cost.total"] - planned["summary"]["total_cost"]
    assert told["extra_cost"] == pytest.approx(more, abs=0.02)
    assert told["forced"]["cost.total"] == planned["summary"]["baselines"]["all_tickets"]
    with pytest.raises(SystemExit) as left:
        main(["whynot", str(case), str(tmp_path / "out"), "--without", "offer:none", "--lang", "en"])
    assert left.value.code == 2
    assert "offer:none" in capsys.readouterr().err
