"""What-if files on the small case: applying them, and one example of each problem that such a file can have."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from io_case import write_case

from transport.io.case_reader import RawCase, read_raw_case
from transport.io.issue_log import IssueLog
from transport.io.workbook import CaseFiles
from transport.scenario.apply import ChangedCase, apply_scenario
from transport.scenario.document import read_scenarios

FILE = "what-if.yaml"


@cache
def small_case() -> RawCase:
    """The small case, raw."""
    with TemporaryDirectory() as folder:
        raw = read_raw_case(write_case(Path(folder)))
        for name in ("case.yaml", "workers.csv", "places.csv", "fleet.csv", "services.csv", "tickets.csv"):
            raw.files.read(name)
        return raw


def applied(
    document: object, folder: Path = Path(), raw: RawCase | None = None
) -> tuple[dict[str, ChangedCase], IssueLog]:
    """Every scenario of a file applied to the small case."""
    log = IssueLog()
    data = document if isinstance(document, bytes) else yaml.safe_dump(document, allow_unicode=True).encode()
    scenarios = read_scenarios(data, FILE, log)
    beside = CaseFiles(folder)
    cases = {s.name: apply_scenario(raw or small_case(), s, FILE, log, beside.table) for s in scenarios}
    return cases, log


def changed_by(**override: object) -> ChangedCase:
    """The small case under one override, which must have no problem; ``__`` in a key stands for a dot."""
    return changed_in_order({key.replace("__", "."): value for key, value in override.items()})


def changed_in_order(*overrides: dict[str, object]) -> ChangedCase:
    """The small case under overrides in order, which must have no problem."""
    names = [f"o{number}" for number in range(len(overrides))]
    cases, log = applied({"overrides": dict(zip(names, overrides, strict=True)), "scenarios": {"s": names}})
    assert log.issues == []
    return cases["s"]


def problems(document: object, folder: Path = Path()):
    """What the log has to say."""
    return applied(document, folder)[1].issues


def one(key: str, value: object) -> dict[str, object]:
    """A file with a single override."""
    return {"overrides": {"o": {key: value}}}


PROBLEMS: dict[str, object] = {
    "bad_yaml": b"overrides: {a: [",
    "not_a_mapping": {"overrides": [1]},
    "not_a_list": {"overrides": {"o": {}}, "scenarios": {"s": 3}},
    "no_scenarios": {"overrides": {}},
    "unknown_key": one("costs.journey_our", 3),
    "bad_scenario_name": {"overrides": {"o": {}}, "scenarios": {"a/b": ["o"]}},
    "unknown_override": {"overrides": {"dear": {}}, "scenarios": {"s": ["deer"]}},
    "unknown_row": one("fleet.O7.count", 3),
    "unknown_table_column": one("fleet.O1.cuont", 3),
    "unknown_condition": one("workers[county=云农县].report_by", "-1d"),
    "nothing_selected": one("services[mode=train].unit_cost", 3),
    "nothing_to_change": one("rules.max_journey_minutes", "*2"),
    "bad_operation": one("services.MU1.depart", {"a": 1}),
    "bad_row_value": one("fleet.O1", "+15%"),
    "override_clash": {"overrides": {"a": {"fleet.O1.count": 3}, "b": {"fleet[seats=53].count": "+1"}},
                       "scenarios": {"s": ["a", "b"]}},
    "duplicate_row": one("fleet.add", {"like": "O1", "offer_id": "O2"}),
    "row_incomplete": one("fleet.add", {"offer_id": "O3", "seats": 53}),
    "not_a_number": one("fleet.O1.count", "many"),
    "negative_number": one("costs.escort", -3),
    "unknown_place": one("fleet.O1.base", "D9"),
    "missing_file": one("workers.add", "more.csv"),
    "bad_value": one("workers.W1.forbid", "plane"),
    "missing_value": one("fleet.O1.seats", None),
    "outside_case": one("workers.add", "../more.csv"),
}  # fmt: skip
