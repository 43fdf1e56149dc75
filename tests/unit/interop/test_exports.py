"""Every format is taken by a reader that is not ours, says what the plan says, and nothing of any person."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import gpxpy
import icalendar
import pytest
import xmlschema
from interop_plan import along

from transport.clock import to_iso
from transport.errors import InputError
from transport.facts import Facts
from transport.interop.geojson import build_geojson
from transport.interop.gpx import build_gpx
from transport.interop.ics import build_ics
from transport.interop.kml import NAMESPACE, build_kml
from transport.interop.runs import build_runs, clean, join_line, require_coordinates
from transport.interop.write import FORMATS, Exporter

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request):
    return request.param


def test_a_text_becomes_one_clean_line():
    assert clean("机场\r\n二\x00\u202e\u200b楼\u2028 13812345678 \ud800") == "机场 二 楼 138****5678"


def test_rows_of_one_run_are_one_train(runs):
    [train] = [run for run in runs if "K1" in run.run_id]
    assert train.run_id == "train:K1+K2"
    calls = [(call.place.place_id, call.on, call.off) for call in train.calls]
    assert calls == [("S1", 1, 0), ("S2", 1, 0), ("TS", 0, 2)]
    assert train.people == 2


def test_a_line_has_no_point_twice_in_a_row():
    assert join_line([[(1.0, 2.0), (3.0, 4.0)], [(3.0, 4.0)], [(1.0, 2.0)]]) == ((1.0, 2.0), (3.0, 4.0), (1.0, 2.0))


def test_a_road_that_cannot_be_drawn_is_straight(runs):
    [run] = [run for run in runs if run.run_id == "T4"]
    assert run.line == ((25.8, 99.3), (25.6, 100.2))


# GeoJSON


def test_geojson(facts, runs):
    document = json.loads(build_geojson(facts, runs))
    west, south, east, north = document["bbox"]
    features = {feature["id"]: feature for feature in document["features"]}
    assert len(features) == len(document["features"])
    for feature in features.values():
        assert feature["type"] == "Feature"
        kind, positions = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        assert kind in {"Point", "LineString"}
        for lon, lat in [positions] if kind == "Point" else positions:
            assert west <= lon <= east
            assert south <= lat <= north
    assert features["place:V1"]["geometry"]["coordinates"] == [99.4, 25.9]
    assert features["place:V1"]["properties"]["boarding"] == 2
    assert "crs" not in document
    trip = features["run:T1"]["properties"]
    assert (trip["people"], trip["km"], trip["starts"]) == (3, 48.2, "2027-02-12T06:00")
    assert sum(stop["boarding"] for stop in trip["stops"]) == 3


def test_geojson_without_coordinates_has_features_without_geometry(facts):
    places = {place_id: replace(place, lat=None, lon=None) for place_id, place in facts.case.places.items()}
    bare = Facts(replace(facts.case, places=places), facts.plan)
    document = json.loads(build_geojson(bare, build_runs(bare, along)))
    assert {json.dumps(feature["geometry"]) for feature in document["features"]} == {"null"}
    assert "bbox" not in document


# GPX


@pytest.fixture(scope="module")
def gpx(facts, runs, lang):
    mine = [run for run in runs if run.vehicle == "O1#1"]
    return build_gpx("O1#1", mine, facts.case.timezone, lang)


def test_gpx_obeys_the_schema(gpx):
    xmlschema.XMLSchema(DATA / "gpx_used.xsd").validate(gpx.decode())


def test_gpx_routes_are_the_vehicle_s_trips(gpx, facts):
    read = gpxpy.parse(gpx.decode())
    assert [len(route.points) for route in read.routes] == [4, 3]
    first = read.routes[0].points
    assert (first[0].latitude, first[0].longitude) == (25.85, 99.35)
    assert first[1].time.isoformat() == "2027-02-11T22:20:00+00:00"
    assert first[1].name == "1 =1+1村 06:20"
    assert len(read.waypoints) == 5
    assert len(read.tracks[0].segments[0].points) == 5
    assert len({route.name for route in read.routes}) == 2


# KML


def test_kml(facts, runs, lang):
    root = ElementTree.fromstring(build_kml(facts, runs, lang))
    q = f"{{{NAMESPACE}}}"
    marks = list(root.iter(f"{q}Placemark"))
    lines = [mark for mark in marks if mark.find(f"{q}LineString") is not None]
    assert len(lines) == len(runs)
    styles = {style.get("id") for style in root.iter(f"{q}Style")}
    for mark in lines:
        order = [child.tag.removeprefix(q) for child in mark]
        assert order == ["name", "TimeSpan", "styleUrl", "ExtendedData", "LineString"]
        assert mark.findtext(f"{q}styleUrl").removeprefix("#") in styles
        begin, end = (datetime.fromisoformat(mark.findtext(f"{q}TimeSpan/{q}{key}")) for key in ("begin", "end"))
        assert begin < end
        assert begin.utcoffset() == timedelta(hours=8)
    assert not list(root.iter(f"{q}description"))
    names = {mark.findtext(f"{q}name") for mark in marks}
    assert "<script>alert(1)</script>&\"'`${x}" in names


# Calendars


def test_calendars_are_read_as_they_were_meant(facts, runs, lang):
    calendar = icalendar.Calendar.from_ical(build_ics(facts, runs, lang))
    events = calendar.walk("VEVENT")
    assert len(events) == len(runs)
    assert not any(component.errors for component in calendar.walk())
    assert len({str(event["UID"]) for event in events}) == len(runs)
    for event, run in zip(events, runs, strict=True):
        assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
        assert event["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M") == to_iso(run.starts)
        assert event["DTEND"].dt > event["DTSTART"].dt
        assert str(event["LOCATION"]) == run.first.name
        assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-1), timedelta(hours=-1)]
        assert str(event["DESCRIPTION"]).count("\n") >= len(run.calls) - 1
    [zone] = calendar.walk("VTIMEZONE")
    assert zone.to_tz().utcoffset(datetime(2027, 2, 12)) == timedelta(hours=8)


def test_calendar_lines_are_folded_at_75_octets_and_no_character_is_cut(facts, runs, lang):
    data = build_ics(facts, runs, lang)
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert sum(line.startswith(b"BEGIN:VEVENT") for line in lines) == len(runs)


def test_a_run_keeps_its_uid_when_the_plan_is_made_again(facts, runs):
    again = Facts(facts.case, replace(facts.plan, created="2027-01-09T09:00:00"))
    uids = [re.findall(rb"UID:.*", build_ics(one, runs, "zh")) for one in (facts, again)]
    assert uids[0] == uids[1]


def test_where_the_clock_changes_times_are_universal(facts, runs):
    case = replace(facts.case, timezone="Europe/Berlin", window_end=facts.case.window_end + 60 * 1440)
    data = build_ics(Facts(case, facts.plan), runs, "en")
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20270212T050000Z" in data


# All of them


def test_no_personal_data_in_any(facts, tmp_path):
    workers = {
        worker_id: replace(
            worker, worker_id=worker_id, name=f"姓名{worker_id}", phone="13987654321", id_number="532929199001011234"
        )
        for worker_id, worker in facts.case.workers.items()
    }
    exporter = Exporter(replace(facts.case, workers=workers), facts.plan, along, "zh")
    for name in FORMATS:
        for path in exporter.write(name, tmp_path / name):
            data = path.read_bytes()
            if path.suffix == ".zip":
                import zipfile

                with zipfile.ZipFile(path) as archive:
                    data = b"".join(archive.read(part) for part in archive.namelist())
            text = data.decode("utf-8")
            assert "姓名" not in text
            assert not re.search(r"13987654321|532929199001011234|13812345678", text)
            assert not re.search(r"\bw\d+\b", text)
            assert "13812345678" not in path.name


def test_every_vehicle_has_a_file_and_names_are_safe(facts, tmp_path):
    files = Exporter(facts.case, facts.plan, along, "zh").write("gpx", tmp_path)
    assert len(files) == len({(trip.offer_id, trip.vehicle_no) for trip in facts.plan.trips})
    assert all(re.fullmatch(r"[\w.-]+\.gpx", path.name) for path in files)


def test_formats_on_a_map_ask_for_coordinates(facts, tmp_path):
    places = facts.case.places | {"V1": replace(facts.case.places["V1"], lat=None)}
    case = replace(facts.case, places=places)
    with pytest.raises(InputError) as refused:
        require_coordinates(Facts(case, facts.plan))
    found = [(issue.code, issue.params["place_id"]) for issue in refused.value.issues]
    assert found == [("not_on_the_map", "V1")]
    exporter = Exporter(case, facts.plan, along, "zh")
    exporter.require(["ics", "geojson"])
    with pytest.raises(InputError):
        exporter.require(FORMATS)
    for name in ("gpx", "kml", "gtfs"):
        with pytest.raises(InputError):
            exporter.write(name, tmp_path)
    assert exporter.write("ics", tmp_path)
    assert exporter.write("geojson", tmp_path)


def test_a_plan_without_any_vehicle(facts, tmp_path):
    plan = replace(facts.plan, trips=(), services=(), itineraries=(), tickets=(), unserved=())
    exporter = Exporter(facts.case, plan, along, "zh")
    assert exporter.write("gpx", tmp_path) == []
    assert json.loads(exporter.write("geojson", tmp_path)[0].read_text(encoding="utf-8"))["features"] == []
    assert icalendar.Calendar.from_ical(exporter.write("ics", tmp_path)[0].read_bytes()).walk("VEVENT") == []


def test_the_same_plan_gives_the_same_bytes(facts, tmp_path):
    for name in FORMATS:
        first, second = (
            Exporter(facts.case, facts.plan, along, "zh").write(name, tmp_path / way / name) for way in "ab"
        )
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
