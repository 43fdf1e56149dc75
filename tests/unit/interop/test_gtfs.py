"""The feed by the rules of GTFS: those that a validator of the canonical rules checks, and ours on top."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise

import gtfs_guru
import pytest
from interop_plan import along

from transport.facts import Facts
from transport.interop.gtfs import build_gtfs, cell
from transport.interop.runs import build_runs

REQUIRED = {"agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar_dates.txt"}


@pytest.fixture(scope="module", params=["zh", "en"])
def data(request, facts, runs):
    return build_gtfs(facts, runs, request.param)


@pytest.fixture(scope="module")
def feed(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
            for name in archive.namelist()
        }


def seconds(clock):
    hours, minutes, rest = map(int, clock.split(":"))
    return 3600 * hours + 60 * minutes + rest


def notices(data, folder):
    path = folder / "feed.zip"
    path.write_bytes(data)
    return gtfs_guru.validate(str(path), country_code="CN", date="2027-02-01")


def test_a_validator_of_the_canonical_rules_finds_no_error(data, tmp_path):
    result = notices(data, tmp_path)
    assert [(notice.code, notice.message) for notice in result.errors()] == []
    assert result.is_valid


def test_the_validator_does_find_errors(facts, tmp_path):
    places = facts.case.places | {"V1": replace(facts.case.places["V1"], lat=95.0)}
    broken = Facts(replace(facts.case, places=places), facts.plan)
    assert not notices(build_gtfs(broken, build_runs(broken, along), "zh"), tmp_path).is_valid


def test_every_file_is_there(feed):
    assert set(feed) == REQUIRED | {"shapes.txt", "feed_info.txt"}
    assert all(feed.values())


@pytest.mark.parametrize(
    ("table", "key"),
    [("agency.txt", "agency_id"), ("stops.txt", "stop_id"), ("routes.txt", "route_id"), ("trips.txt", "trip_id")],
)
def test_ids_are_unique(feed, table, key):
    ids = [row[key] for row in feed[table]]
    assert len(ids) == len(set(ids))
    assert all(ids)


@pytest.mark.parametrize(
    ("table", "key", "target"),
    [
        ("routes.txt", "agency_id", "agency.txt"),
        ("trips.txt", "route_id", "routes.txt"),
        ("trips.txt", "service_id", "calendar_dates.txt"),
        ("trips.txt", "shape_id", "shapes.txt"),
        ("stop_times.txt", "trip_id", "trips.txt"),
        ("stop_times.txt", "stop_id", "stops.txt"),
    ],
)
def test_references_lead_somewhere_and_nothing_is_unused(feed, table, key, target):
    assert {row[key] for row in feed[table]} == {row[key] for row in feed[target]}


def test_times_of_a_trip_never_go_back_and_count_past_midnight(feed):
    by_trip = defaultdict(list)
    for row in feed["stop_times.txt"]:
        by_trip[row["trip_id"]].append(row)
    for rows in by_trip.values():
        assert len(rows) >= 2
        assert [int(row["stop_sequence"]) for row in rows] == sorted({int(row["stop_sequence"]) for row in rows})
        moments = [seconds(row[key]) for row in rows for key in ("arrival_time", "departure_time")]
        assert moments == sorted(moments)
        assert rows[0]["drop_off_type"] == rows[-1]["pickup_type"] == "1"
        assert 0 <= moments[0] < 86400
    assert by_trip["T3"][-1]["arrival_time"] == "33:30:00"


def test_one_vehicle_is_one_block_that_never_overlaps_itself(feed):
    times = defaultdict(list)
    for row in feed["stop_times.txt"]:
        times[row["trip_id"]] += [seconds(row["arrival_time"]), seconds(row["departure_time"])]
    blocks = defaultdict(list)
    for trip in feed["trips.txt"]:
        if trip["block_id"]:
            start = 86400 * date.fromisoformat(trip["service_id"]).toordinal()
            blocks[trip["block_id"]].append((start + min(times[trip["trip_id"]]), start + max(times[trip["trip_id"]])))
    assert set(blocks) == {"O1#1", "O2#1", "O3#1", "O3#2"}
    for spans in blocks.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_route_types(feed):
    kinds = {trip["trip_id"]: trip["route_id"] for trip in feed["trips.txt"]}
    types = {row["route_id"]: row["route_type"] for row in feed["routes.txt"]}
    found = {trip_id: types[route_id] for trip_id, route_id in kinds.items()}
    assert {found[trip_id] for trip_id in ("T1", "T2", "T3", "T4", "T5")} == {"3"}
    assert found["flight:FL1"] == "1100"
    assert found["train:K1+K2"] == found["train:G1"] == "2"


def test_shapes_begin_and_end_at_the_trip_s_stops(feed):
    stops = {row["stop_id"]: (float(row["stop_lat"]), float(row["stop_lon"])) for row in feed["stops.txt"]}
    shapes = defaultdict(list)
    for row in feed["shapes.txt"]:
        shapes[row["shape_id"]].append((float(row["shape_pt_lat"]), float(row["shape_pt_lon"])))
    for trip in feed["trips.txt"]:
        called = [row["stop_id"] for row in feed["stop_times.txt"] if row["trip_id"] == trip["trip_id"]]
        line = shapes[trip["shape_id"]]
        assert (line[0], line[-1]) == (stops[called[0]], stops[called[-1]])
        assert {stops[stop] for stop in called} <= set(line)


def test_no_cell_is_a_formula_or_holds_a_line_end(feed):
    for rows in feed.values():
        for row in rows:
            for value in row.values():
                assert value[:1] not in {"=", "@", "+"}
                assert "\n" not in value
                assert "\r" not in value


@pytest.mark.parametrize(
    ("text", "kept"),
    [("=1+1", "'=1+1"), ("@A", "'@A"), ("-村", "'-村"), ("-12.5", "-12.5"), ("'=1", "''=1"), ("村", "村"), ("", "")],
)
def test_cells(text, kept):
    assert cell(text) == kept


def test_ids_that_cleaning_makes_alike_stay_apart(facts):
    places = dict(facts.case.places)
    places["13812345678"] = replace(places.pop("V1"), place_id="13812345678")
    places["13899995678"] = replace(places.pop("V2"), place_id="13899995678")
    trips = [
        replace(
            trip,
            entries=tuple(
                replace(entry, place_id={"V1": "13812345678", "V2": "13899995678"}.get(entry.place_id, entry.place_id))
                for entry in trip.stops
            ),
        )
        for trip in facts.plan.trips
    ]
    other = Facts(replace(facts.case, places=places), replace(facts.plan, trips=tuple(trips)))
    data = build_gtfs(other, build_runs(other, lambda start, end: []), "zh")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("stops.txt").decode())))
    ids = [row["stop_id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert {"138****5678", "138****5678~2"} <= set(ids)
