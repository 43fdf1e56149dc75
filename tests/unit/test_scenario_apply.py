"""Overrides, key by key: what they change, what they leave, what they refuse."""

import pytest
from io_case import WORKERS, write_case
from scenario_problems import FILE, PROBLEMS, applied, changed_by, changed_in_order, one, problems, small_case

from transport.io.case_reader import load_case, load_raw_case, read_raw_case
from transport.io.issue_log import severity
from transport.io.issues_text import describe
from transport.scenario.changes import Change
from transport.scenario.files import case_files


def case(changed):
    return load_raw_case(changed.raw).case


@pytest.mark.parametrize("code", PROBLEMS)
def test_each_problem_is_found_at_its_override_and_alone(code, tmp_path):
    found = problems(PROBLEMS[code], tmp_path)
    assert [(issue.code, issue.file) for issue in found] == [(code, FILE)]
    assert found[0].severity == severity(code)


@pytest.mark.parametrize(
    ("document", "near"),
    [
        (PROBLEMS["unknown_key"], "costs.journey_hour"),
        (PROBLEMS["unknown_override"], "dear"),
        (PROBLEMS["unknown_row"], "O1"),
        (PROBLEMS["unknown_table_column"], "count"),
        (PROBLEMS["unknown_condition"], "云龙县"),
        (one("flet.O1.count", 1), "fleet"),
        (one("services[mode=flght].unit_cost", 1), "flight"),
        ({"override": {}}, "overrides"),
    ],
)
def test_unknown_names_come_with_the_nearest(document, near):
    assert any(near in describe(issue, "en")[1] for issue in problems(document))


def test_all_problems_are_told_at_once():
    document = {
        "overrides": {"a": {"fleet.O9.count": 1, "costs.x": 2, "workers[county=?]": "+1%"}},
        "scenarios": {"s": ["a", "b"], "../t": ["a"]},
    }
    assert sorted({issue.code for issue in problems(document)}) == [
        "bad_scenario_name", "unknown_condition", "unknown_key", "unknown_override", "unknown_row",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("fleet.O1.count", 5, 2, 5),
        ("fleet.O1.count", "-1", 2, 1),
        ("fleet.O1.count", "-3", 2, 0),
        ("fleet.O1.count", "*1.9", 2, 3),
        ("fleet.O1.drivers", "-5", 2, 1),
        ("fleet.O1.km_cost", "*1.3", 8.5, 11.05),
        ("fleet.O1.km_cost", "+10%", 8.5, 9.35),
        ("fleet.O1.km_cost", "-100", 8.5, 0),
        ("fleet.O2.km_cost", "+2.5", 0.0, 2.5),
        ("fleet.O1.returns_to_base", False, True, False),
        ("fleet.O1.roles", "-feeder", "direct;feeder", "direct"),
        ("fleet.O2.roles", "-direct", None, "feeder;distribution"),
        ("fleet.O2.available_from", "+1d", "2027-02-11", "2027-02-12"),
        ("fleet.O1.available_to", "-1d", "2027-02-28", "2027-02-27"),
        ("fleet.O1.base", "A1", "D1", "A1"),
        ("services.MU1.unit_cost", "*1.0000001", 170000, 170000.017),
        ("services.MU1.depart", "-3h", "2027-02-18T09:00", "2027-02-18T06:00"),
        ("services.MU1.arrive", "+90min", "2027-02-18T12:30", "2027-02-18T14:00"),
        ("places.F1.opens", "-2h", "06:00", "04:00"),
        ("places.F1.closes", "+3h", "22:00", "01:00"),
        ("places.V1.max_seats", None, 19, None),
        ("tickets.云龙县,奉贤区.cost", "+1", 1200, 1201),
        ("workers.W3.report_by", "-1d", "2027-02-28T23:59", "2027-02-27T23:59"),
        ("workers.W1.report_by", "-12h", "2027-02-20", "2027-02-20T11:59"),
        ("workers.W1.needs", "-no_fly", "no_fly;wheelchair", "wheelchair"),
        ("workers.W3.phone", "13900000000", None, "***"),
        ("costs.journey_hour", "+5", 0.0, 5.0),
        ("costs.individual_ticket", "*1.1", 1500.0, 1650.0),
        ("costs.individual_ticket", None, 1500.0, None),
        ("rules.pickup_from", "+90min", "05:00", "06:30"),
        ("rules.driving.second_driver_km", "*0.5", 600, 300),
        ("rules.max_stops.feeder", "*0.7", 8, 5),
        ("rules.escorts.direct", "*0.9", 1, 0),
        ("rules.driving.enabled", False, True, False),
        ("window.end", "-1d", "2027-02-28", "2027-02-27"),
        ("solver.seed", "+3", 0, 3),
    ],
)
def test_values_and_operators(key, value, old, new):
    changes = changed_in_order({key: value}).changes
    assert [(change.old, change.new) for change in changes] == [(old, new)]
    assert changes[0].key == key or key.startswith("tickets")


def test_the_case_reader_sees_the_change():
    changed = case(changed_in_order({"fleet.O1.count": "-1", "costs.unserved": 7, "services.MU1.seat_cost": "*2"}))
    assert (changed.offers["O1"].count, changed.costs.unserved, changed.services["MU1"].seat_cost) == (1, 7, 100)


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("workers[county=云龙县]", {"W1", "W2", "W3"}),
        ("workers[origin=V1]", {"W1", "W2"}),
        ("workers[origin=西庄]", {"W1", "W2"}),
        ("workers[origin=东村]", {"W3"}),
        ("workers[origin~村]", {"W1", "W2", "W3"}),
        ("workers[destination=F1,gender=女]", {"W2"}),
        ("workers[needs~no_fly]", {"W1"}),
        ("workers[needs=wheelchair;no_fly]", {"W1"}),
        ("workers[gender!=男]", {"W2", "W3"}),
        ("workers[report_by~2027-02-19]", {"W2"}),
        ("workers[party=]", {"W3"}),
        ("workers[姓名=张三]", {"W1"}),
    ],
)
def test_conditions_on_workers(key, ids):
    changes = changed_in_order({f"{key}.needs": "+晕车"}).changes
    assert {change.key.split(".")[1] for change in changes} == ids


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("fleet[roles~direct]", {"O1", "O2"}),  # blank roles are all of them
        ("fleet[roles~直达]", {"O1", "O2"}),
        ("fleet[roles=direct;feeder]", {"O1"}),
        ("fleet[seats=53.0]", {"O1"}),
        ("fleet[*]", {"O1", "O2"}),
        ("fleet[drivers=1]", {"O2"}),
        ("fleet[vehicle~座,seats=19]", {"O2"}),
        ("fleet[available_from=2027-02-11]", {"O2"}),
        ("fleet[returns_to_base=是]", {"O1"}),
        ("fleet[returns_to_base=false]", {"O2"}),
    ],
)
def test_conditions_on_offers(key, ids):
    changes = changed_in_order({f"{key}.operator": "乙客运"}).changes
    assert {change.key.split(".")[1] for change in changes} == ids


def test_a_choice_by_any_of_its_names():
    changes = changed_in_order({"services[mode=飞机].unit_cost": "*2"}).changes
    assert {change.key for change in changes} == {"services.MU1.unit_cost", "services.MU2.unit_cost"}


def test_a_row_is_dropped():
    changed = changed_in_order({"services.MU1": "drop"})
    assert list(case(changed).services) == ["MU2"]
    (change,) = changed.changes
    assert (change.key, change.old["seats"], change.new) == ("services.MU1", 160, None)


def test_dropped_people_leave_no_personal_data_in_the_record():
    (change,) = changed_in_order({"workers.W1": "drop"}).changes
    assert not {"name", "id_number", "phone", "emergency_contact"} & change.old.keys()


def test_rows_are_added_whole_or_like_another():
    whole = {"seats": 40, "count": 1, "base": "车场"}
    changed = changed_in_order({"fleet.O3": whole, "fleet.add": [{"like": "O1", "offer_id": "O4", "count": 7}]})
    offers = case(changed).offers
    assert (offers["O3"].seats, offers["O3"].base, offers["O3"].km_cost) == (40, "D1", 0)
    assert (offers["O4"].seats, offers["O4"].count, offers["O4"].km_cost) == (53, 7, 8.5)
    assert {change.key: change.old for change in changed.changes} == {"fleet.O3": None, "fleet.O4": None}


def test_people_are_added_from_a_file(tmp_path):
    (tmp_path / "more.csv").write_text("编号,姓名,居住地,务工企业\nX1,赵六,东村,一厂\n", encoding="gb18030")
    cases, log = applied(one("workers.add", "more.csv"), tmp_path)
    assert log.issues == []
    assert list(case(cases["o"]).workers) == ["W1", "W2", "W3", "X1"]


def test_a_table_that_the_case_lacks_can_get_rows(tmp_path):
    from io_case import changed as edited

    raw = read_raw_case(write_case(tmp_path, edited("case.yaml", ("  services: services.csv\n", ""))))
    service = {"mode": "train", "from_hub": "A1", "to_hub": "A2", "depart": "2027-02-12T08:00",
               "arrive": "2027-02-12T20:00", "seats": 90, "max_units": 2}  # fmt: skip
    cases, log = applied(one("services.G1", service), raw=raw)
    assert log.issues == []
    write_files(case_files(cases["o"], "t"), tmp_path / "copy")
    assert list(load_case(tmp_path / "copy").case.services) == ["G1"]


def write_files(files, folder):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


# ---- more people, fewer people


def roster(parties):
    rows = [
        f"P{p}-{i},人,,,,V1,F1,{f'P{p}' if size > 1 else ''},,,," for p, size in enumerate(parties) for i in range(size)
    ]
    return WORKERS.splitlines()[0] + "\n" + "\n".join(rows) + "\n"


def people(tmp_path, parties, value, seed=0):
    from io_case import changed as edited

    files = {"workers.csv": roster(parties)} | edited("case.yaml", ("seed: 0", f"seed: {seed}"))
    raw = read_raw_case(write_case(tmp_path, files))
    cases, log = applied(one("workers[county=云龙县]", value), raw=raw)
    return cases["o"], log


@pytest.mark.parametrize(("value", "most"), [("+15%", 3), ("+50%", 10), ("+100%", 20), ("+120%", 24), ("+250%", 50)])
def test_whole_parties_are_copied(tmp_path, value, most):
    parties = [1] * 6 + [2] * 4 + [3] * 2
    changed, log = people(tmp_path, parties, value)
    assert not log.failed
    workers = case(changed).workers
    added = [worker for worker in workers.values() if "+" in worker.worker_id]
    assert most - 2 <= len(added) <= most
    sizes = {}
    for worker in added:
        sizes.setdefault(worker.party or worker.worker_id, []).append(worker)
    originals = {}
    for worker in workers.values():
        if "+" not in worker.worker_id:
            originals.setdefault(worker.party or worker.worker_id, []).append(worker)
    for name, members in sizes.items():
        assert len(members) == len(originals[name.rsplit("+", 1)[0]])
    assert all(not (worker.id_number or worker.phone) for worker in added)


@pytest.mark.parametrize(("value", "most"), [("-15%", 3), ("-50%", 10), ("-100%", 20)])
def test_whole_parties_are_left_out(tmp_path, value, most):
    changed, _ = people(tmp_path, [1] * 6 + [2] * 4 + [3] * 2, value)
    left = {row[0] for row in changed.raw.tables["workers"].rows}
    assert most - 2 <= 20 - len(left) <= most
    for p, size in enumerate([1] * 6 + [2] * 4 + [3] * 2):
        assert sum(f"P{p}-{i}" in left for i in range(size)) in (0, size)


def test_the_sample_follows_the_seed(tmp_path):
    first, second, other = (
        {change.key for change in people(tmp_path / str(n), [1] * 40, "+20%", seed)[0].changes}
        for n, seed in enumerate((0, 0, 1))
    )
    assert first == second != other
    assert len(first) == 8


def test_too_few_for_anybody_is_worth_a_notice(tmp_path):
    _, log = people(tmp_path, [3, 3], "+20%")
    assert [issue.code for issue in log.issues] == ["nothing_to_change"]


def test_copies_are_changed_by_what_comes_after(tmp_path):
    raw = small_case()
    document = {
        "overrides": {
            "more": {"workers[county=云龙县]": "+100%"},
            "late": {"workers[destination=F1].report_by": "-1d"},
        },
        "scenarios": {"ab": ["more", "late"], "ba": ["late", "more"]},
    }
    cases, log = applied(document, raw=raw)
    assert not log.failed
    times = [sorted((w.worker_id, w.report_by) for w in case(cases[name]).workers.values()) for name in ("ab", "ba")]
    assert times[0] == times[1]
    assert len(times[0]) == 6


# ---- several overrides on one cell

RELATIVE, ALSO, PLAIN = {"fleet.O1.count": "*2"}, {"fleet[seats=53].count": "+3"}, {"fleet.O1.count": 9}
DROPPED, ALL_GONE = {"fleet.O1": "drop"}, {"fleet[roles~direct]": "drop"}


@pytest.mark.parametrize(
    ("overrides", "clash"),
    [
        ((RELATIVE, ALSO), False),
        ((ALSO, RELATIVE), False),
        ((RELATIVE, PLAIN), True),
        ((PLAIN, RELATIVE), True),
        ((PLAIN, PLAIN), True),
        ((PLAIN, {"fleet.O2.count": 9}), False),
        ((PLAIN, {"fleet.O1.seats": 9}), False),
        ((RELATIVE, DROPPED), False),
        ((DROPPED, RELATIVE), False),
        ((DROPPED, ALL_GONE), False),
        ((PLAIN, DROPPED), True),
        ((DROPPED, PLAIN), True),
        (({"costs.escort": 1}, {"costs": {"escort": 2}}), True),
        (({"costs.escort": "+1"}, {"costs": {"escort": "+2"}}), False),
        (({"rules.driving.enabled": False}, {"rules.driving": {"enabled": True}}), True),
    ],
)
def test_clashes(overrides, clash):
    names = [str(number) for number in range(len(overrides))]
    document = {"overrides": dict(zip(names, overrides, strict=True)), "scenarios": {"s": names}}
    found = [issue.code for issue in problems(document)]
    assert found == (["override_clash"] if clash else [])


def test_a_clash_inside_one_override():
    document = {"overrides": {"o": {"fleet.O1.count": 1, "fleet[seats=53].count": 2}}}
    assert [issue.code for issue in problems(document)] == ["override_clash"]


def test_relative_changes_follow_each_other_in_order():
    assert changed_in_order(RELATIVE, ALSO).changes == (Change("fleet.O1.count", 2, 7),)
    assert changed_in_order(ALSO, RELATIVE).changes == (Change("fleet.O1.count", 2, 10),)


def test_there_and_back_is_no_change():
    assert changed_in_order({"fleet.O1.count": "+1"}, {"fleet.O1.count": "-1"}).changes == ()


# ---- the copy


def test_without_changes_the_copy_is_the_base_byte_for_byte(tmp_path):
    raw = read_raw_case(write_case(tmp_path / "base"))
    cases, _ = applied({"overrides": {"o": {}}}, raw=raw)
    write_files(case_files(cases["o"], "t"), tmp_path / "copy")
    assert load_case(tmp_path / "copy").case == load_case(tmp_path / "base").case


def test_the_copy_is_the_changed_case(tmp_path):
    raw = read_raw_case(write_case(tmp_path / "base"))
    override = {"fleet.O1.count": "-1", "rules.driving.enabled": False, "workers[county=云龙县]": "+100%",
                "distances.D1,V1.km": "*2", "roads.matrix": "distances.csv"}  # fmt: skip
    cases, log = applied({"overrides": {"o": override}}, raw=raw)
    assert log.issues == []
    write_files(case_files(cases["o"], "换个题目"), tmp_path / "copy")
    copied = load_case(tmp_path / "copy")
    assert copied.case.title == "换个题目"
    assert copied.case.offers["O1"].count == 1
    assert not copied.case.rules.driving.enabled
    assert len(copied.case.workers) == 6
    assert copied.distances.km[0] == 81
    assert copied.case.sha256 != load_case(tmp_path / "base").case.sha256


def test_the_base_is_not_touched(tmp_path):
    raw = read_raw_case(write_case(tmp_path))
    before = load_raw_case(raw).case
    applied({"overrides": {"o": {"fleet.O1.count": 9, "costs.escort": 3, "workers.W1": "drop"}}}, raw=raw)
    assert load_raw_case(raw).case == before


def test_forbid_and_require():
    workers = case(
        changed_by(**{"workers[gender=女].forbid": ["flight", "direct"], "workers.W3.require": "train"})
    ).workers
    assert workers["W2"].barred == {"flight", "direct"}
    assert workers["W3"].barred == {"flight", "direct", "ticket"}
