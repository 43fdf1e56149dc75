"""A case folder to a case: values, defaults, references, digest."""

import gc
import hashlib

import numpy as np
import pytest
from io_case import FILES, changed, issues_of, write_case

from transport.case import TRIP_KINDS, Offer, Place, Service, Worker
from transport.clock import to_iso
from transport.errors import InputError
from transport.io.case_reader import load_case


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_case(write_case(tmp_path_factory.mktemp("case")))


def test_workers(loaded):
    first, second, third = loaded.case.workers.values()
    start, end = loaded.case.window_start, loaded.case.window_end
    ready, report = first.ready_from, first.report_by
    assert (to_iso(ready), to_iso(report)) == ("2027-02-12T06:30", "2027-02-19T08:00")
    assert first == Worker(
        worker_id="W1",
        name="张三",
        origin="V1",
        destination="F1",
        ready_from=ready,
        report_by=report,
        party="P1",
        needs=("no_fly", "wheelchair"),
        gender="男",
        id_number="11010519491231002X",
        phone="13800138000",
    )
    assert first.barred == {"flight"}
    assert (second.ready_from, second.report_by) == (ready, report)
    assert (third.origin, third.party, third.ready_from, third.report_by) == ("V2", None, start, end - 1)


def test_bare_dates(tmp_path):
    workers = changed("workers.csv", ("V1,F1,P1,2027-02-11", "V1,F1,,2027-02-11"))
    worker = load_case(write_case(tmp_path, workers)).case.workers["W1"]
    assert (to_iso(worker.ready_from), to_iso(worker.report_by)) == ("2027-02-11T00:00", "2027-02-20T23:59")


def test_places(loaded):
    first, second, factory = list(loaded.case.places.values())[:3]
    assert first == Place("V1", "西村", "village", 25.9, 99.4, "云龙县", ("西庄", "老西村"), 19)
    assert (second.max_seats, second.opens, second.closes) == (None, 0, 1440)
    assert (factory.opens, factory.closes) == (360, 1320)


def test_fleet(loaded):
    full, bare = loaded.case.offers.values()
    assert full == Offer(
        offer_id="O1",
        seats=53,
        count=2,
        base="D1",
        operator="甲客运",
        vehicle="宇通53座",
        fixed_cost=600,
        km_cost=8.5,
        empty_km_cost=6,
        returns_to_base=True,
        day_cost=500,
        drivers=2,
        roles=("direct", "feeder"),
    )
    assert (bare.drivers, bare.roles, bare.returns_to_base, bare.fixed_cost) == (1, TRIP_KINDS, False, 0)
    assert (to_iso(bare.available_from), to_iso(bare.available_until)) == ("2027-02-11T00:00", "2027-02-28T00:00")


def test_services(loaded):
    first, second = loaded.case.services.values()
    assert first == Service(
        service_id="MU1",
        mode="flight",
        from_hub="A1",
        to_hub="A2",
        depart=first.depart,
        arrive=first.depart + 210,
        seats=160,
        max_units=1,
        operator="东航",
        unit_cost=170000,
        seat_cost=50,
        min_seats=40,
        run="R1",
    )
    assert first.run_key == second.run_key


def test_a_service_without_a_run_is_its_own(tmp_path):
    services = {"services.csv": FILES["services.csv"].replace(",R1", ",")}
    assert list(load_case(write_case(tmp_path, services)).case.runs) == ["service MU1", "service MU2"]


def test_tickets_and_distances(loaded):
    assert loaded.case.tickets == {("云龙县", "奉贤区"): 1200}
    assert loaded.case.ticket_cost(loaded.case.workers["W1"]) == 1200
    assert loaded.distances.from_ids == ("D1", "V1", "V1")
    assert loaded.distances.to_ids == ("V1", "V2", "A1")
    assert loaded.distances.km.dtype == np.float64
    assert list(loaded.distances.minutes) == [61.25, 30, 70]


def test_repeated_and_reflexive_distances_are_left_out(tmp_path):
    files = {"distances.csv": FILES["distances.csv"] + "V1,V2,15,30\nV1,V1,0,0\nV2,V1,15,30\n"}
    loaded = load_case(write_case(tmp_path, files))
    assert list(zip(loaded.distances.from_ids, loaded.distances.to_ids, strict=True))[3:] == [("V2", "V1")]
    assert loaded.issues == ()


def test_provider_network_needs_no_distances(tmp_path):
    config = changed("case.yaml", ("roads: {provider: matrix, matrix: distances.csv}\n", ""))
    assert load_case(write_case(tmp_path, config)).distances is None


def test_optional_tables_may_be_missing(tmp_path):
    config = changed("case.yaml", ("  services: services.csv\n", ""), ("tickets.csv", ""))
    case = load_case(write_case(tmp_path, config)).case
    assert (case.services, case.tickets) == ({}, {})


def test_chinese_headers(tmp_path):
    header = "编号,姓名,性别,身份证号码,手机号,上车点,用工单位,家庭编号,最早出发,到岗时间,特殊需求,紧急联系人"
    rows = FILES["workers.csv"].split("\n", 1)[1]
    plain = load_case(write_case(tmp_path / "a")).case.workers
    assert load_case(write_case(tmp_path / "b", {"workers.csv": f"{header}\n{rows}"})).case.workers == plain


def test_chinese_values(tmp_path):
    files = changed("places.csv", ("village", "村"), ("airport", "机场")) | changed("fleet.csv", ("direct;", "直达；"))
    case = load_case(write_case(tmp_path, files)).case
    assert (case.places["V1"].kind, case.places["A1"].kind) == ("village", "airport")
    assert case.offers["O1"].roles == ("direct", "feeder")


def test_unknown_columns_are_carried_through(tmp_path):
    files = changed(
        "workers.csv", ("emergency_contact\n", "emergency_contact,班组\n"), ("wheelchair,", "wheelchair,,三班")
    )
    loaded = load_case(write_case(tmp_path, files))
    assert [worker.extra for worker in loaded.case.workers.values()] == [{"班组": "三班"}, {"班组": ""}, {"班组": ""}]
    assert [issue.code for issue in loaded.issues] == ["unknown_column"]


def test_places_by_id_first_then_by_name_or_alias(tmp_path):
    files = changed("places.csv", ("V2,东村", "V2,V1")) | changed("workers.csv", ("东村", "老西村"))
    workers = load_case(write_case(tmp_path, files)).case.workers
    assert [worker.origin for worker in workers.values()] == ["V1", "V1", "V1"]


def test_the_digest_is_of_the_files_in_the_order_of_the_keys(tmp_path):
    folder = write_case(tmp_path)
    names = ("case.yaml", "fleet.csv", "places.csv", "services.csv", "tickets.csv", "workers.csv", "distances.csv")
    together = b"".join((folder / name).read_bytes() for name in names)
    assert load_case(folder).case.sha256 == hashlib.sha256(together).hexdigest()


def test_the_digest_leaves_out_what_is_not_used(tmp_path):
    config = changed("case.yaml", ("provider: matrix", "provider: network"), ("  tickets: tickets.csv\n", ""))
    folder = write_case(tmp_path, config)
    names = ("case.yaml", "fleet.csv", "places.csv", "services.csv", "workers.csv")
    together = b"".join((folder / name).read_bytes() for name in names)
    assert load_case(folder).case.sha256 == hashlib.sha256(together).hexdigest()


def test_the_folder_or_its_file(tmp_path):
    folder = write_case(tmp_path)
    assert load_case(folder / "case.yaml").case == load_case(folder).case


@pytest.mark.parametrize("path", ["nowhere", "nowhere/case.yaml", "workers.csv"])
def test_no_case_there(tmp_path, path):
    write_case(tmp_path)
    with pytest.raises(InputError):
        load_case(tmp_path / path)


def test_a_table_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    files = {"places.csv": b"\xff\xff"} | changed("fleet.csv", (",53,", ",x,"))
    assert [issue.code for issue in issues_of(write_case(tmp_path, files))] == ["bad_encoding", "not_a_number"]


def test_the_collector_is_left_as_it_was(tmp_path):
    load_case(write_case(tmp_path))
    assert gc.isenabled()
