"""``case.yaml``: defaults, merging, nulls, times of day, and what is refused."""

import pytest

from transport.case import Costs, Emissions, MaxStops, PerKind, PerMode, Rules, SolverSettings
from transport.clock import to_iso
from transport.io.config import read_config
from transport.io.issue_log import IssueLog
from transport.io.yaml_file import parse_yaml

HEAD = """\
name: x
window: {start: 2027-02-10, end: 2027-02-28}
tables: {workers: w.csv, places: p.csv, fleet: f.csv}
"""


def read(text):
    log = IssueLog()
    config = read_config(parse_yaml((HEAD + text).encode()), log)
    return config, [(issue.code, issue.column) for issue in log.issues]


def good(text):
    config, problems = read(text)
    assert problems == []
    return config


def test_defaults_are_those_of_the_contract():
    config = good("")
    assert (config.rules, config.costs, config.solver) == (Rules(), Costs(), SolverSettings())
    assert (config.title, config.timezone, config.roads.provider) == ("x", "Asia/Shanghai", "network")
    assert (to_iso(config.window_start), to_iso(config.window_end)) == ("2027-02-10T00:00", "2027-03-01T00:00")


@pytest.mark.parametrize("text", ["rules:", "rules: {}", "costs: null", "solver:", "roads:"])
def test_an_empty_section_is_its_defaults(text):
    config = good(text)
    assert (config.rules, config.costs, config.solver) == (Rules(), Costs(), SolverSettings())


def test_emission_factors_are_merged_key_by_key_and_never_negative():
    assert good("emissions: {flight: 0.11}").emissions == Emissions(flight=0.11)
    assert good("emissions:").emissions == Emissions()
    assert read("emissions: {train: -1}")[1] == [("negative_number", "emissions.train")]
    assert read("emissions: {trian: 1}")[1] == [("unknown_key", "emissions.trian")]


def test_rules_are_merged_key_by_key():
    rules = good("rules: {max_trip_minutes: {feeder: 90}, driving: {rest_minutes: 30}, stop_minutes: 0}").rules
    assert rules.max_trip_minutes == PerKind(feeder=90, distribution=240, direct=None)
    assert rules.driving.rest_minutes == 30
    assert rules.driving.max_continuous_minutes == 240
    assert rules.stop_minutes == 0


@pytest.mark.parametrize(
    "text",
    [
        "rules: {driving: {enabled: false}}",
        "rules: {driving.enabled: false}",
        "rules.driving.enabled: false",
        "rules: {driving: {rest_minutes: 20}, driving.enabled: false}",
        "rules: {driving.enabled: false, driving: {rest_minutes: 20}}",
    ],
)
def test_dotted_keys_stand_for_nested_ones(text):
    assert good(text).rules.driving.enabled is False


def test_a_null_limit_does_not_bind_and_other_nulls_are_zero():
    rules = good(
        """
rules:
  pickup_from: null
  pickup_to: null
  stop_minutes: null
  connection_minutes: {flight: null}
  max_wait_minutes: null
  max_stops: {feeder: null}
  max_trip_minutes: {feeder: null}
  escorts: {direct: null}
  driving: {max_continuous_minutes: null, rest_minutes: null, night_from: null, halt_from: null, second_driver_km: ~}
"""
    ).rules
    assert (rules.pickup_from, rules.pickup_to, rules.stop_minutes) == (0, 1440, 0)
    assert rules.connection_minutes == PerMode(flight=0, train=60)
    assert rules.max_wait_minutes is None
    assert rules.max_stops == MaxStops(feeder=None)
    assert rules.max_trip_minutes.feeder is None
    assert rules.escorts.direct == 0
    driving = rules.driving
    assert (driving.max_continuous_minutes, driving.second_driver_km) == (None, None)
    assert (driving.rest_minutes, driving.night_from, driving.halt_from) == (0, 0, 0)


@pytest.mark.parametrize("written", ["22:00", '"22:00"', "1320", "'22:00'"])
def test_times_of_day_quoted_or_as_yaml_makes_them(written):
    assert good(f"rules: {{pickup_to: {written}}}").rules.pickup_to == 1320


@pytest.mark.parametrize("written", ["05:30", '"05:30"', "5:30", "330"])
def test_times_of_day_before_ten(written):
    assert good(f"rules: {{pickup_from: {written}}}").rules.pickup_from == 330


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules: {pickup_to: 1441}", ("bad_clock", "rules.pickup_to")),
        ("rules: {pickup_to: true}", ("bad_clock", "rules.pickup_to")),
        ("rules: {pickup_to: 22.5}", ("bad_clock", "rules.pickup_to")),
        ("rules: {split_groups: 1}", ("bad_value", "rules.split_groups")),
        ("rules: {split_groups: null}", ("bad_value", "rules.split_groups")),
        ("rules: {stop_minutes: true}", ("not_a_number", "rules.stop_minutes")),
        ("rules: {stop_minutes: ten}", ("not_a_number", "rules.stop_minutes")),
        ("rules: {stop_minutes: .nan}", ("not_a_number", "rules.stop_minutes")),
        ("rules: {max_wait_minutes: .inf}", ("out_of_range", "rules.max_wait_minutes")),
        (f"rules: {{max_wait_minutes: {'9' * 400}}}", ("out_of_range", "rules.max_wait_minutes")),
        (f"rules: {{pickup_to: {'9' * 400}}}", ("bad_clock", "rules.pickup_to")),
        (f"solver: {{seed: {'9' * 400}}}", ("out_of_range", "solver.seed")),
        ("rules: {max_wait_minutes: -1}", ("negative_number", "rules.max_wait_minutes")),
        ("rules: {escorts: {direct: 0.5}}", ("not_an_integer", "rules.escorts.direct")),
        ("rules: {driving: null}", ("not_a_mapping", "rules.driving")),
        ("rules: {driving: 3}", ("not_a_mapping", "rules.driving")),
        ("rules: {driving: {enable: true}}", ("unknown_key", "rules.driving.enable")),
        ("rules: {stop_minutes.x: 3}", ("unknown_key", "rules.stop_minutes.x")),
        ("costs: {unserved: null}", ("not_a_number", "costs.unserved")),
        ("costs: {unserved: -1}", ("negative_number", "costs.unserved")),
        ("costs: {escort: .inf}", ("out_of_range", "costs.escort")),
        ("solver: {time_limit_s: 0}", ("out_of_range", "solver.time_limit_s")),
        ("solver: {threads: -1}", ("negative_number", "solver.threads")),
        ("solver: {seed: 1.5}", ("not_an_integer", "solver.seed")),
        ("timezone: /etc/passwd", ("bad_timezone", "timezone")),
        ("timezone: ''", ("missing_value", "timezone")),
        ("title: [1]", ("missing_value", "title")),
        ("1: x", ("unknown_key", "1")),
        ("? [1, 2]\n: x", None),
    ],
)
def test_what_is_refused(text, problem):
    if problem is None:
        with pytest.raises(Exception, match="bad_yaml"):
            read(text)
    else:
        assert read(text)[1] == [problem]


@pytest.mark.parametrize("document", [None, 3, "text", [], [1], True, 2.5])
def test_a_case_that_is_no_mapping_misses_every_required_key(document):
    log = IssueLog()
    read_config(document, log)
    missing = [issue.column for issue in log.issues if issue.code == "missing_key"]
    assert missing == ["name", "window.start", "window.end", "tables.workers", "tables.places", "tables.fleet"]


def test_a_number_may_be_a_name():
    log = IssueLog()
    document = parse_yaml(HEAD.replace("name: x", "name: 2027").encode())
    assert read_config(document, log).name == "2027"


def test_yaml_aliases_that_multiply_are_harmless():
    levels = "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9))
    _, problems = read(f"a0: &a0 [x]\n{levels}rules: *a9\n")
    assert ("not_a_mapping", "rules") in problems
