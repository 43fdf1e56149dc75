"""One code, one example: each input problem is found at its place, alone, and as grave as it is."""

import io
import json
import zipfile

import pytest
import xlsxwriter
from check_scene import scene
from io_case import CASE, DISTANCES, FLEET, PLACES, SERVICES, TICKETS, WORKERS, changed, issues_of, write_case
from road_problems import road_problems
from scenario_problems import PROBLEMS, problems

from transport.errors import InputError
from transport.facts import Facts
from transport.interop.runs import require_coordinates
from transport.io.issue_log import severity
from transport.io.issues_text import codes, describe
from transport.io.plan_json import plan_from_document, read_document
from transport.io.shipped import copy_case
from transport.workflow.comparing import compare_folders


def book(rows, sheet="Sheet1"):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def zip_bomb():
    """A small archive that says it unpacks to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", " " * 123457)
    return buffer.getvalue().replace((123457).to_bytes(4, "little"), (300 * 2**20).to_bytes(4, "little"))


def yaml(*pairs):
    return changed("case.yaml", *pairs)


def workers(*pairs):
    return changed("workers.csv", *pairs)


def places(*pairs):
    return changed("places.csv", *pairs)


def fleet(*pairs):
    return changed("fleet.csv", *pairs)


def services(*pairs):
    return changed("services.csv", *pairs)


def distances(*pairs):
    return changed("distances.csv", *pairs)


def closures(text):
    return yaml(("matrix: distances.csv}", f"matrix: distances.csv, closures: [{text}]}}"))


def own_network(nodes, links):
    """The user's own network; every place of the case has coordinates."""
    return yaml(
        ("provider: matrix, matrix: distances.csv", "provider: network, nodes: nodes.csv, links: links.csv")
    ) | {
        "nodes.csv": "id,lat,lon\n" + nodes,
        "links.csv": "link_id,from,to,km,road_class\n" + links,
    }


IN_BOOK = ("workers.csv", "workers.xlsx")
GROUP = WORKERS + "".join(f"X{i},人{i},,,,V1,F1,,,,,\n" for i in range(20))


def payers(entries):
    return {"case.yaml": CASE + f"payers: {entries}\n"}


# (files changed, code, file, row, column)
EXAMPLES = {
    "no file": (yaml(("workers.csv", "worker.csv")), "missing_file", "worker.csv", None, None),
    "a folder": (yaml(("workers.csv", "folder.csv")), "not_a_file", "folder.csv", None, None),
    "unreadable": (yaml(("workers.csv", '"work\\0ers.csv"')), "bad_text", "case.yaml", None, "tables.workers"),
    "too long a name": (yaml(("workers.csv", "w" * 300 + ".csv")), "unreadable_file", "w" * 300 + ".csv", None, None),
    "outside": (yaml(("workers.csv", "../workers.csv")), "outside_case", "../workers.csv", None, None),
    "absolute": (yaml(("workers.csv", "/etc/passwd.csv")), "outside_case", "/etc/passwd.csv", None, None),
    "a picture": (yaml(("workers.csv", "workers.png")), "unknown_file_type", "workers.png", None, None),
    "no encoding": ({"workers.csv": b"\xff\xff\x80"}, "bad_encoding", "workers.csv", None, None),
    "zeros": ({"workers.csv": b"\0\0\0\0"}, "bad_encoding", "workers.csv", None, None),
    "an open quote": (workers(("李四", '"李四')), "bad_csv", "workers.csv", 3, None),
    "no workbook": (yaml(IN_BOOK) | {"workers.xlsx": b"PK\3\4"}, "bad_workbook", "workers.xlsx", None, None),
    "old workbook": (
        yaml(IN_BOOK) | {"workers.xlsx": b"\xd0\xcf\x11\xe0\xa1"},
        "protected_workbook",
        "workers.xlsx",
        None,
        None,
    ),
    "no such sheet": (
        yaml(("workers.csv", "workers.xlsx#名单")) | {"workers.xlsx": book([["worker_id"]])},
        "missing_sheet",
        "workers.xlsx",
        None,
        None,
    ),
    "zip bomb": (yaml(IN_BOOK) | {"workers.xlsx": zip_bomb()}, "unpacks_too_large", "workers.xlsx", None, None),
    "bad yaml": ({"case.yaml": "name: [\n"}, "bad_yaml", "case.yaml", 2, None),
    "garbage": ({"case.yaml": bytes(range(256))}, "bad_encoding", "case.yaml", None, None),
    "a list": (yaml(("rules: {split_groups: true}", "rules: [1]")), "not_a_mapping", "case.yaml", None, "rules"),
    "no name": (yaml(("name: small\n", "")), "missing_key", "case.yaml", None, "name"),
    "unknown key": (yaml(("split_groups", "split_group")), "unknown_key", "case.yaml", None, "rules.split_group"),
    "key twice": (yaml(("name: small\n", "name: small\nname: other\n")), "duplicate_key", "case.yaml", 2, None),
    "dotted twice": (
        yaml(("{split_groups: true}", "{driving.enabled: true, driving: {enabled: true}}")),
        "duplicate_key",
        "case.yaml",
        None,
        "rules.driving.enabled",
    ),
    "window reversed": (yaml(("end: 2027-02-28", "end: 2027-02-08")), "window_reversed", "case.yaml", None, "window"),
    "no such zone": (yaml(("Asia/Shanghai", "Asia/Shanghia")), "bad_timezone", "case.yaml", None, "timezone"),
    "provider without its address": (yaml(("matrix,", "osrm,")), "road_key_missing", "case.yaml", None, "roads.url"),
    "no address": (
        yaml(("provider: matrix", "provider: osrm, url: 127.0.0.1:5000")),
        "bad_url",
        "case.yaml",
        None,
        "roads.url",
    ),
    "no links": (
        yaml(("provider: matrix", "provider: network, nodes: places.csv")),
        "road_key_missing",
        "case.yaml",
        None,
        "roads.links",
    ),
    "no preset": (closures("guizho_ice"), "unknown_preset", "case.yaml", None, "roads.closures[1]"),
    "one closure": (
        yaml(("matrix: distances.csv}", "matrix: distances.csv, closures: guizhou_ice}")),
        "not_a_list",
        "case.yaml",
        None,
        "roads.closures",
    ),
    "half an area": (
        closures("{polygon: [[25, 100], [26, 100]]}"),
        "bad_area",
        "case.yaml",
        None,
        "roads.closures[1].polygon",
    ),
    "half a circle": (closures("{circle: [25, 100]}"), "bad_area", "case.yaml", None, "roads.closures[1].circle"),
    "a closure of nothing": (closures("{name: x}"), "closure_of_nothing", "case.yaml", None, "roads.closures[1]"),
    "a closure backwards": (
        closures("{roads: G60, from: 2027-02-12, until: 2027-02-11}"),
        "closure_reversed",
        "case.yaml",
        None,
        "roads.closures[1].until",
    ),
    "a slow place": (
        closures("{places: V1, effect: slow, factor: 2}"),
        "closure_of_places",
        "case.yaml",
        None,
        "roads.closures[1]",
    ),
    "slow, but how": (
        closures("{roads: G60, effect: slow}"),
        "closure_factor",
        "case.yaml",
        None,
        "roads.closures[1].factor",
    ),
    "an effect": (closures("{roads: G60, effect: shut}"), "bad_value", "case.yaml", None, "roads.closures[1].effect"),
    "a key of a closure": (closures("{road: G60}"), "unknown_key", "case.yaml", None, "roads.closures[1].road"),
    "a link to nowhere": (
        own_network("a,25,100\nb,26,100\n", "L1,a,c,100,class2\n"),
        "link_unknown_node",
        "links.csv",
        2,
        "to",
    ),
    "a link to itself": (
        own_network("a,25,100\nb,26,100\n", "L1,a,a,100,class2\n"),
        "link_of_one_node",
        "links.csv",
        2,
        "to",
    ),
    "a class": (
        own_network("a,25,100\nb,26,100\n", "L1,a,b,100,class7\n"),
        "bad_value",
        "links.csv",
        2,
        "road_class",
    ),
    "unknown provider": (yaml(("matrix,", "matrx,")), "road_provider_unknown", "case.yaml", None, "roads.provider"),
    "no matrix": (yaml((", matrix: distances.csv", "")), "distances_missing", "case.yaml", None, "roads.matrix"),
    "no rows": ({"workers.csv": WORKERS.splitlines()[0]}, "empty_table", "workers.csv", None, None),
    "nothing": ({"fleet.csv": ""}, "empty_table", "fleet.csv", None, None),
    "no column": (workers((",destination,", ",destnation,")), "missing_column", "workers.csv", None, "destination"),
    "column twice": (workers(("emergency_contact", "联系电话")), "duplicate_column", "workers.csv", None, "联系电话"),
    "unknown column": (workers(("emergency_contact", "班组")), "unknown_column", "workers.csv", None, "班组"),
    "unnamed column": (workers(("wheelchair,", "wheelchair,,x")), "extra_cells", "workers.csv", 2, None),
    "no header": (
        workers((",gender,", ",,")),
        "unnamed_column",
        "workers.csv",
        None,
        "C",
    ),
    "the sample row": (
        {"workers.csv": WORKERS + "示例,张三,,,,x,y,,,,,\n"},
        "sample_row_skipped",
        "workers.csv",
        5,
        None,
    ),
    "blank": (workers(("W3,王五", "W3,")), "missing_value", "workers.csv", 4, "name"),
    "half a position": (places(("25.9,99.4", "25.5,")), "missing_value", "places.csv", 2, "lon"),
    "id twice": (workers(("W3", "W1")), "duplicate_id", "workers.csv", 4, "worker_id"),
    "person twice": (workers(("M,,", "M,11010519491231002x,")), "duplicate_person", "workers.csv", 4, "id_number"),
    "ticket twice": (
        {"tickets.csv": TICKETS + "云龙县,奉贤区,1\n"},
        "duplicate_ticket",
        "tickets.csv",
        3,
        "origin_county",
    ),
    "no number": (fleet((",8.5,", ",8.5元,")), "not_a_number", "fleet.csv", 2, "km_cost"),
    "a thousand": (fleet((",600,", ',"1,200",')), "not_a_number", "fleet.csv", 2, "fixed_cost"),
    "not finite": (fleet((",8.5,", ",inf,")), "not_a_number", "fleet.csv", 2, "km_cost"),
    "half a seat": (fleet((",53,", ",53.5,")), "not_an_integer", "fleet.csv", 2, "seats"),
    "negative": (fleet((",8.5,", ",-8.5,")), "negative_number", "fleet.csv", 2, "km_cost"),
    "negative cost": (yaml(("1500", "-1")), "negative_number", "case.yaml", None, "costs.individual_ticket"),
    "swapped": (places(("25.9,99.4", "99.4,25.9")), "lat_lon_swapped", "places.csv", 2, "lat"),
    "out of range": (places(("25.9,99.4", "95.9,99.4")), "out_of_range", "places.csv", 2, "lat"),
    "elsewhere": (places(("25.9,99.4", "24.9,99.4")), "outside_county", "places.csv", 2, "lat"),
    "other datum": (
        places(("max_seats", "datum"), ("云龙县,19,", "云龙县,GCJ-02,")),
        "coordinates_converted",
        "places.csv",
        2,
        "datum",
    ),
    "middle of the county": (
        places(("max_seats", "quality"), ("云龙县,19,", "云龙县,county,")),
        "coarse_coordinates",
        "places.csv",
        2,
        "quality",
    ),
    "no date": (fleet(("2027-02-11", "2027-02-30")), "bad_date", "fleet.csv", 3, "available_from"),
    "no time": (workers(("2027-02-12T06:30", "正月初八")), "bad_time", "workers.csv", 3, "ready_from"),
    "no clock": (places(("06:00", "25:00")), "bad_clock", "places.csv", 4, "opens"),
    "offset": (workers(("T06:30", "T06:30+08:00")), "time_with_offset", "workers.csv", 3, "ready_from"),
    "zulu": (workers(("T06:30", "T06:30Z")), "time_with_offset", "workers.csv", 3, "ready_from"),
    "seconds": (workers(("T06:30", "T06:30:20")), "seconds_dropped", "workers.csv", 3, "ready_from"),
    "no kind": (places(("factory", "factry")), "bad_value", "places.csv", 4, "kind"),
    "no flag": (fleet((",true,", ",maybe,")), "bad_value", "fleet.csv", 2, "returns_to_base"),
    "no role": (fleet(("direct;feeder", "direct;feedr")), "bad_value", "fleet.csv", 2, "roles"),
    "gender": (workers(("男", "先生")), "bad_gender", "workers.csv", 2, "gender"),
    "phone": (workers(("13800138000", "8848")), "bad_phone", "workers.csv", 2, "phone"),
    "check digit": (workers(("31002X", "310021")), "bad_id_number", "workers.csv", 2, "id_number"),
    "id as number": (
        yaml(IN_BOOK)
        | {
            "workers.xlsx": book(
                [
                    ["worker_id", "name", "origin", "destination", "id_number"],
                    ["W1", "张三", "V1", "F1", 110105194912310],
                ]
            )
        },
        "id_number_numeric",
        "workers.xlsx",
        2,
        "id_number",
    ),
    "unknown place": (workers(("东村", "东庄")), "unknown_place", "workers.csv", 4, "origin"),
    "unknown end": (distances(("V1,V2", "V1,V9")), "distance_unknown_place", "distances.csv", 3, "to_id"),
    "two places": (
        places(("V2,东村,", "V2,东村,西村")) | workers(("东村", "西村")),
        "ambiguous_place",
        "workers.csv",
        4,
        "origin",
    ),
    "nowhere": (
        places(("25.9,99.4", ",")) | yaml(("provider: matrix, matrix: distances.csv", "provider: network")),
        "place_without_coordinates",
        "places.csv",
        2,
        "lat",
    ),
    "dates reversed": (fleet(("2027-02-27", "2027-02-10")), "dates_reversed", "fleet.csv", 3, "available_to"),
    "never available": (
        fleet(("2027-02-11,2027-02-27", "2027-03-11,2027-03-27")),
        "never_available",
        "fleet.csv",
        3,
        "available_to",
    ),
    "escort's seat": (
        fleet((",53,", ",1,"), ("direct;feeder", "direct")),
        "no_seats_for_anyone",
        "fleet.csv",
        2,
        "seats",
    ),
    "backwards": (
        {"services.csv": "\n".join(SERVICES.replace("T12:30", "T08:30").splitlines()[:2])},
        "service_times_reversed",
        "services.csv",
        2,
        "arrive",
    ),
    "too late": (
        {
            "services.csv": "\n".join(
                SERVICES.replace("18T12:30", "28T24:00").replace("28T24:00", "03-01").splitlines()[:1]
            )
            + "\nMU1,flight,,A1,A2,2027-02-28T23:00,2027-03-01T00:01,160,1,,,,\n"
        },
        "service_outside_window",
        "services.csv",
        2,
        "arrive",
    ),
    "run": (
        {"services.csv": SERVICES.replace("170000,50,0", "170001,50,0")},
        "run_differs",
        "services.csv",
        3,
        "unit_cost",
    ),
    "party": (workers(("V1,F1,P1,2027-02-12", "V2,F1,P1,2027-02-12")), "party_differs", "workers.csv", 3, "origin"),
    "party's dates": (
        workers(("2027-02-12T06:30,2027-02-19 08:00", "2027-02-22,2027-02-23")),
        "party_dates_conflict",
        "workers.csv",
        2,
        "party",
    ),
    "too late to start": (
        workers(("F1,,,,,", "F1,,2027-02-20 08:00,2027-02-20 08:00,,")),
        "never_fits",
        "workers.csv",
        4,
        "report_by",
    ),
    "nowhere to go": (workers(("东村,F1", "F1,F1")), "origin_is_destination", "workers.csv", 4, "destination"),
    "negative km": (distances((",15,", ",-15,")), "distance_negative", "distances.csv", 3, "km"),
    "to itself": ({"distances.csv": DISTANCES + "V1,V1,3,4\n"}, "self_distance", "distances.csv", 5, "km"),
    "pair twice": ({"distances.csv": DISTANCES + "V1,V2,16,30\n"}, "duplicate_distance", "distances.csv", 5, "km"),
    "payers no list": (payers("{a: b}"), "not_a_list", "case.yaml", None, "payers"),
    "payer's county": (
        payers("[{name: a, rule: by_head, scope: {origin_county: 云龙}}]"),
        "unknown_county",
        "case.yaml",
        None,
        "payers[1].scope.origin_county",
    ),
    "payer's key": (
        payers("[{name: a, rule: by_head, share: 0.5}]"),
        "payer_key_unused",
        "case.yaml",
        None,
        "payers[1].share",
    ),
    "payer's column": (
        payers("[{name: a, rule: by_head, scope: {columns: {脱贫户: 是}}}]"),
        "payer_column_missing",
        "case.yaml",
        None,
        "payers[1].scope.columns",
    ),
    "large group": (
        yaml(("split_groups: true", "split_groups: false")) | {"workers.csv": GROUP},
        "group_too_large",
        "workers.csv",
        5,
        "origin",
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_problem_is_found_at_its_place_and_alone(tmp_path, name):
    files, code, file, row, column = EXAMPLES[name]
    write_case(tmp_path / "case", files)
    (tmp_path / "case" / "folder.csv").mkdir()
    found = issues_of(tmp_path / "case")
    ignored = {"unknown_column"} if code in ("missing_column", "duplicate_column") else set()
    found = [issue for issue in found if issue.code not in ignored]
    assert [(issue.code, issue.file, issue.row, issue.column) for issue in found] == [(code, file, row, column)]
    assert found[0].severity == severity(code)


def refused(action):
    with pytest.raises(InputError) as caught:
        action()
    return caught.value.issues


def elsewhere(folder):
    """Problems that are no problems of a case."""
    (folder / "torn.json").write_text('{"format": 1,')
    yield from refused(lambda: read_document(folder / "torn.json"))
    yield from refused(lambda: plan_from_document(json.loads('{"format": 2}')))
    yield from refused(lambda: copy_case("no-such-case", folder / "new"))
    yield from refused(lambda: copy_case("fengxian-dali-2027", folder))
    yield from refused(lambda: require_coordinates(Facts(scene().case, plan_from_document(scene().document))))
    yield from refused(lambda: compare_folders([folder]))
    for what_if in PROBLEMS.values():
        yield from problems(what_if, folder / "what-if")


def test_every_code_has_an_example_and_reads_well_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.setenv("FANGANG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("transport.roads.service.http._PAUSE_S", 0.01)
    found = [*road_problems(tmp_path)]
    for number, (files, *_) in enumerate(EXAMPLES.values()):
        folder = write_case(tmp_path / str(number), files)
        (folder / "folder.csv").mkdir()
        found += issues_of(folder)
    found += elsewhere(tmp_path)
    too_dear_to_make = {"file_too_large"}
    of_rosters = {code for code in codes() if code.startswith(("roster_", "clean_"))}  # test_roster_codes.py
    of_commands = {"not_rows", "unknown_quote", "too_many_choices"} | {"unknown_offer", "more_than_people"}
    """Of questions (test_questions.py) and of the table of vehicles and crews (test_io_vehicles.py)."""
    assert {issue.code for issue in found} == set(codes()) - too_dear_to_make - of_rosters - of_commands
    for issue in found:
        for lang in ("zh", "en"):
            message, action = describe(issue, lang)
            assert message
            assert action
            assert "“”" not in message + action, issue


def test_all_problems_are_told_at_once(tmp_path):
    files = (
        yaml(("split_groups", "split_group"))
        | workers(("2027-02-12T06:30", "never"), ("东村", "nowhere"))
        | places(("factory", "mill"))
        | fleet((",53,", ",many,"))
        | services(("A1,A2", "A1,A9"))
        | distances((",15,", ",x,"))
    )
    issues = issues_of(write_case(tmp_path, files))
    assert [issue.code for issue in issues] == [
        "unknown_key",
        "bad_value",
        "bad_time",
        "unknown_place",
        "not_a_number",
        "unknown_place",
        "not_a_number",
    ]


@pytest.mark.parametrize(
    ("files", "near"),
    [
        (yaml(("split_groups", "split_group")), "split_groups"),
        (yaml(("  fleet: ", "  fleets: ")), "fleet"),
        (yaml(("workers.csv", "worker.csv")), "workers.csv"),
        (yaml(("matrix,", "matrx,")), "matrix"),
        (places(("factory", "factry")), "factory"),
        (workers(("东村", "永平县东村")), "东村"),
        (workers((",destination,", ",destnation,")), "destnation"),
    ],
)
def test_the_nearest_known_name_is_named(tmp_path, files, near):
    issues = issues_of(write_case(tmp_path, files))
    assert any(near in describe(issue, "en")[1] for issue in issues)


@pytest.mark.parametrize(
    "files",
    [
        {"fleet.csv": FLEET.splitlines()[0]},
        {"services.csv": SERVICES.splitlines()[0]},
        {"tickets.csv": TICKETS.splitlines()[0]},
        {"distances.csv": DISTANCES.splitlines()[0]},
        yaml(("  services: services.csv\n", "")),
        yaml(("services.csv", "")),
        yaml(("services.csv", "null")),
        yaml(("  tickets: tickets.csv\n", "")),
        yaml(("rules: {split_groups: true}", "rules:"), ("costs: {individual_ticket: 1500}", "costs: {}")),
        {"workers.csv": "\n".join(WORKERS.splitlines()[:2])},
        fleet((",53,2,", ",53,0,")),
        {"services.csv": SERVICES.replace("160,1,", "160,0,")},
        {"distances.csv": DISTANCES + "V1,V2,15,30\nV1,V1,0,0\n"},
        {"workers.csv": WORKERS + ",,,,,,,,,,,\n\n"},
    ],
)
def test_what_is_allowed_goes_without_a_word(tmp_path, files):
    assert issues_of(write_case(tmp_path, files)) == []


def test_a_place_without_an_id_is_told_with_those_who_name_it(tmp_path):
    issues = issues_of(write_case(tmp_path, places(("V2,东村", ",东村"))))
    assert [(issue.code, issue.file) for issue in issues] == [
        ("missing_value", "places.csv"),
        ("unknown_place", "workers.csv"),
        ("distance_unknown_place", "distances.csv"),
    ]


def test_an_id_number_in_the_wrong_column_is_masked(tmp_path):
    files = workers(("男,1101", "11010519491231002X,1101"))
    [issue] = issues_of(write_case(tmp_path, files))
    assert issue.code == "bad_gender"
    assert "19491231" not in str(issue)


def test_personal_cells_are_masked(tmp_path):
    files = workers(("31002X", "310021"), ("13800138000", "138001380001"))
    shown = str(issues_of(write_case(tmp_path, files)))
    assert "110105" not in shown
    assert "0013800" not in shown


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path):
    files = {"workers.csv": WORKERS.replace("张三", '"张\n三"').replace("W2,", "\nW2,").replace("东村", "nowhere")}
    [issue] = issues_of(write_case(tmp_path, files))
    assert (issue.code, issue.row) == ("unknown_place", 5)


def group_case(folder, group, *, max_seats="19", fleet_roles="", origin="V1", extra_service=""):
    head = WORKERS.splitlines()[0]
    rows = "".join(f"X{i},人{i},,,,{origin},F1,,,,,\n" for i in range(group))
    files = yaml(("split_groups: true", "split_groups: false")) | {
        "workers.csv": f"{head}\n{rows}",
        "places.csv": PLACES.replace("云龙县,19,,", f"云龙县,{max_seats},,"),
        "fleet.csv": FLEET.splitlines()[0]
        + f"\nO1,,,19,1,D1,,,,,,,,,{fleet_roles}\nO2,,,53,1,D1,,,,,,,,,{fleet_roles}\n",
        "services.csv": SERVICES.splitlines()[0] + "\n" + extra_service,
    }
    return {issue.code for issue in issues_of(write_case(folder, files))}


@pytest.mark.parametrize(
    ("group", "options", "fits"),
    [
        (19, {}, True),
        (20, {}, False),
        (18, {"fleet_roles": "direct"}, True),
        (19, {"fleet_roles": "direct"}, False),
        (53, {"max_seats": ""}, True),
        (54, {"max_seats": ""}, False),
        (20, {"max_seats": "18"}, True),
        (20, {"fleet_roles": "distribution"}, True),
        (54, {"fleet_roles": "distribution"}, False),
        (20, {"extra_service": "S1,train,,V1,F1,2027-02-18T09:00,2027-02-18T12:30,160,1,,,,\n"}, True),
        (54, {"extra_service": "S1,train,,V1,A2,2027-02-18T09:00,2027-02-18T12:30,160,1,,,,\n"}, False),
    ],
    ids=str,
)
def test_an_unsplit_group_fits_the_largest_vehicle_on_either_side(tmp_path, group, options, fits):
    assert group_case(tmp_path, group, **options) == (set() if fits else {"group_too_large"})


def test_a_case_needs_nothing_but_its_required_keys(tmp_path):
    tables = "{workers: workers.csv, places: places.csv, fleet: fleet.csv}"
    minimal = f"name: x\nwindow: {{start: 2027-02-10, end: 2027-02-28}}\ntables: {tables}\n"
    assert issues_of(write_case(tmp_path, {"case.yaml": minimal})) == []
