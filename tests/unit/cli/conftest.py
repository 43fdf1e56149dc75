"""The command line with every room behind it replaced by something small and obedient."""

import json
import sys
from collections import namedtuple
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import transport.repricing  # noqa: F401  holds the real checker, before that is replaced
from transport.case import Case, Place, Worker
from transport.plan import COST_TERMS, TRAVEL_MODES, Itinerary, Plan, Summary, Ticket, Unserved

DAY = 1440


def tiny_case() -> Case:
    places = [
        Place("V1", "胜泉村", "village", 25.9, 99.4, "云龙县"),
        Place("F1", "新厂", "factory", 30.9, 121.5, "奉贤区"),
    ]
    return Case(
        name="tiny",
        title="一人返岗",
        timezone="Asia/Shanghai",
        window_start=0,
        window_end=20 * DAY,
        workers={"w1": Worker("w1", "欧阳小明", "V1", "F1", 0, 20 * DAY - 1, id_number="x" * 18, phone="13800000000")},
        places={place.place_id: place for place in places},
        offers={},
        services={},
        tickets={},
        sha256="0" * 64,
    )


def tiny_plan(case: Case, mode: str = "ticket") -> Plan:
    cost = dict.fromkeys(COST_TERMS, 0.0) | ({"tickets": 800.0} if mode == "ticket" else {"unserved": 100000.0})
    return Plan(
        case_name=case.name,
        case_sha256=case.sha256,
        summary=Summary(
            cost,
            dict.fromkeys(TRAVEL_MODES, 0) | {mode: 1},
            lower_bound=700.0,
            lower_bound_method="relaxation",
            baselines={"all_tickets": 1000.0, "group_coaches": None, "all_direct": None, "all_connected": 1200.0},
        ),
        tickets=(Ticket("w1", 800.0),) if mode == "ticket" else (),
        unserved=(Unserved("w1", "no_ticket", "a ticket"),) if mode == "unserved" else (),
        itineraries=(Itinerary("w1", mode),),
        solver={"seed": 0},
    )


@dataclass
class Rooms:
    """What the rooms behind the command line will do; a test changes what it is about."""

    case: Case = field(default_factory=tiny_case)
    mode: str = "ticket"
    issues: tuple = ()
    input_error: Exception | None = None
    solve_error: BaseException | None = None
    violations: tuple = ()
    calls: list = field(default_factory=list)
    during_solve: object = None
    during_papers: object = None
    paper_options: dict = field(default_factory=dict)
    map_options: dict = field(default_factory=dict)

    def load_case(self, path):
        self.calls.append("load")
        if self.input_error:
            raise self.input_error
        return SimpleNamespace(case=self.case, distances=None, issues=self.issues)

    def solve(self, case, travel, **options):
        self.calls.append(("solve", options))
        if self.during_solve:
            self.during_solve(options)
        if self.solve_error:
            raise self.solve_error
        return replace(
            tiny_plan(case, self.mode), solver={"seed": options["seed"], "time_limit_s": options["time_limit_s"]}
        )

    def check_plan(self, case, travel, document):
        self.calls.append("check")
        return SimpleNamespace(violations=self.violations, total_cost=document["summary"]["total_cost"])

    def write_papers(self, case, plan, folder, lang, **options):
        self.calls.append("papers")
        self.paper_options = options
        options["on_part"](7, 7)
        if self.during_papers:
            self.during_papers()
        path = folder / "全部清册.xlsx"
        path.write_bytes(b"papers")
        return [path]

    def write_maps(self, case, plan, geometry, folder, lang, **options):
        self.calls.append("maps")
        self.map_options = options
        options["on_part"](1, 1)
        path = folder / "map.html"
        path.write_bytes(b"map")
        return [path]

    def write_report(self, case, plan, path, lang, accounts=None):
        path.write_text("report", encoding="utf-8")
        return path

    def copy_case(self, name, target):
        target.mkdir(parents=True, exist_ok=True)
        (target / "case.yaml").write_text("name: tiny\n", encoding="utf-8")
        return target

    def write_template(self, path, lang):
        path.write_bytes(b"template")
        return path


@pytest.fixture
def rooms(monkeypatch) -> Rooms:
    rooms = Rooms()
    doors = {
        "transport.io.case_reader": {"load_case": rooms.load_case},
        "transport.io.issues_text": {"describe": lambda issue, lang: (f"{issue.code} message", "do this")},
        "transport.papers.write": {"write_papers": rooms.write_papers},
        "transport.report.write": {"write_report": rooms.write_report},
        "transport.io.shipped": {"list_cases": lambda: ["tiny"], "copy_case": rooms.copy_case},
        "transport.io.template": {"write_template": rooms.write_template},
        "transport.roads": {
            "measure_roads": lambda case, distances: SimpleNamespace(case=case, travel=None, issues=()),
            "build_geometry": lambda case: None,
        },
        "transport.solver": {"solve": rooms.solve},
        "transport.check": {"check_plan": rooms.check_plan},
        "maps.write": {"write_maps": rooms.write_maps, "Other": namedtuple("Other", "case plan geometry name")},
    }
    for name, contents in doors.items():
        module = ModuleType(name)
        vars(module).update(contents)
        monkeypatch.setitem(sys.modules, name, module)
    return rooms


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def fangang(capsys):
    """Run the command line in this process."""
    from transport.cli import main

    def run(*arguments: str | Path) -> Run:
        with pytest.raises(SystemExit) as leaving:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Run(leaving.value.code or 0, out, err)

    return run
