from __future__ import annotations

import json
import runpy
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from maps.journeys import UNDATED
from maps.layers import build_layers, undrawn_places
from maps.style import MODES, SITES, radius
from maps.views import CHINA, build_views
from transport.case import Place
from transport.plan import Plan, Summary

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
FEATURES = build_layers(CASE, PLAN)["features"]


def facts(feature_id: str) -> dict:
    return next(f["properties"] for f in FEATURES if f["properties"]["id"] == feature_id)


def without_coordinates(case, *place_ids):
    gone = {p: replace(case.places[p], lat=None, lon=None) for p in place_ids}
    return replace(case, places={**case.places, **gone})


def test_every_trip_service_place_and_leftover_is_drawn():
    drawn = Counter(f["properties"]["layer"] for f in FEATURES)
    trips = Counter(trip.kind for trip in PLAN.trips)
    assert {kind: drawn[kind] for kind in trips} == dict(trips)
    assert (drawn["flight"], drawn["train"]) == (1, 1)  # two flights between the same airports are one line
    assert (drawn["village"], drawn["factory"], drawn["hub"]) == (17, 6, 4)
    assert (drawn["ticket"], drawn["unserved"]) == (2, 1)
    assert set(drawn) <= {*MODES, *SITES}


def test_features_are_valid_geojson():
    assert json.loads(json.dumps(build_layers(CASE, PLAN)))["type"] == "FeatureCollection"
    for feature in FEATURES:
        shape = feature["geometry"]
        points = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"]
        assert shape["type"] in {"Point", "LineString"}
        assert all(97 < lon < 123 and 24 < lat < 33 for lon, lat in points)


def test_trip_follows_the_given_geometry_and_asks_each_pair_once():
    asked = []

    def geometry(origin, destination):
        asked.append((origin, destination))
        ends = CASE.places[origin], CASE.places[destination]
        return [(ends[0].lat, ends[0].lon), (25.9, 99.9), (ends[1].lat, ends[1].lon)]

    features = build_layers(CASE, PLAN, geometry)["features"]
    line = next(f["geometry"]["coordinates"] for f in features if f["properties"]["id"] == "T06")
    assert line == [(100.30, 24.83), (99.9, 25.9), (100.25, 25.59)]
    assert len(asked) == len(set(asked))


def test_trip_without_geometry_is_straight_between_stops_with_each_point_once():
    line = next(f["geometry"]["coordinates"] for f in FEATURES if f["properties"]["id"] == "T01")
    assert line == [(99.40, 26.13), (99.371, 25.886), (100.319, 25.649)]


def test_geometry_of_one_point_is_replaced_by_the_straight_line():
    features = build_layers(CASE, PLAN, lambda _origin, _destination: [(25.0, 100.0)])["features"]
    line = next(f["geometry"]["coordinates"] for f in features if f["properties"]["id"] == "T06")
    assert line == [(100.30, 24.83), (100.25, 25.59)]


def test_trip_tells_its_vehicle_load_and_stops():
    trip = facts("T04")
    assert (trip["vehicle"], trip["operator"], trip["seats"], trip["people"]) == ("金龙35座", "大理交运", 35, 32)
    assert [(e["name"], e["board"], e["alight"]) for e in trip["entries"]] == [
        ("顺濞镇", 8, 0),
        ("苍山西镇", 18, 0),
        ("漾江镇", 6, 0),
        ("大理凤仪机场", 0, 32),
    ]
    rests = [e for e in facts("T16")["entries"] if e["rest"]]
    assert [e["depart"] - e["arrive"] for e in rests] == [30, 180]


def test_flows_count_the_people_by_county_employer_and_way():
    flows = facts("T03")["flows"]
    assert sum(flow[5] for flow in flows) == facts("T03")["people"] == 33
    assert {flow[0] for flow in flows} == {"永平县"}
    assert {flow[1] for flow in flows} == {"奉贤区", "青浦区"}
    assert {flow[2] for flow in flows} == {f"F{n}" for n in range(1, 7)}
    assert {(flow[3], flow[4]) for flow in flows} == {("flight", None)}
    assert {flow[0] for flow in facts("flight:DLU:PVG")["flows"]} == {"云龙县", "永平县", "漾濞县"}


def test_ends_of_journeys_are_counted_by_their_day():
    february = (date(2027, 2, 18) - date(1970, 1, 1)).days
    assert {flow[4] for flow in facts("YL1")["flows"]} == {february}
    assert facts("YL1")["days"] is None
    assert {flow[4] for flow in facts("YL5")["flows"]} == {UNDATED}
    assert facts("ticket:YL5")["days"] == [UNDATED]
    assert facts("DLU")["days"] == [february]
    assert facts("train:DKM:SHH")["days"] == [february + 1, february + 2]


def test_features_know_the_vehicles_that_have_to_do_with_them():
    assert facts("T04")["vehicles"] == ["B35#4"]
    assert facts("YL1")["vehicles"] == ["B35#1"]
    assert {"B35#1", "B35#4"} <= set(facts("flight:DLU:PVG")["vehicles"])
    assert facts("ticket:YL5")["vehicles"] == []


def test_flights_bend_and_trains_do_not():
    lines = {f["properties"]["layer"]: f["geometry"]["coordinates"] for f in FEATURES}
    assert len(lines["flight"]) > 20
    assert len(lines["train"]) == 2


def test_connection_lists_its_services_by_departure():
    services = facts("flight:DLU:PVG")["services"]
    assert [(s["id"], s["people"], s["units"]) for s in services] == [("MU7641", 89, 1), ("9C7256", 32, 1)]


def test_site_counts_people_and_calls_in_order_of_time():
    village = facts("YL1")
    assert (village["people"], village["starting"], village["ending"]) == (26, 26, 0)
    assert [(c["id"], c["board"], c["alight"]) for c in village["calls"]] == [("T01", 26, 0)]
    hub = facts("DLU")
    assert (hub["people"], hub["starting"]) == (121, 0)
    assert [c["arrive"] for c in hub["calls"]] == sorted(c["arrive"] for c in hub["calls"])
    assert {c["id"] for c in hub["calls"]} == {"T01", "T02", "T03", "T04", "MU7641", "9C7256"}


def test_site_knows_the_lines_of_its_people_all_the_way():
    assert set(facts("YL1")["lines"]) >= {"T01", "flight:DLU:PVG"}
    assert set(facts("YL5")["lines"]) == set()
    assert facts("YL5")["via"] == ["ticket"]


def test_leftovers_are_counted_by_village_and_destination():
    tickets = facts("ticket:YL5")
    assert tickets["people"] == 5 == sum(row["people"] for row in tickets["bound_for"])
    assert facts("unserved:NJ3")["people"] == 3


def test_places_without_coordinates_are_left_out_and_named():
    case = without_coordinates(CASE, "YL4", "PVG")
    ids = [f["properties"]["id"] for f in build_layers(case, PLAN)["features"]]
    assert {"YL4", "PVG", "flight:DLU:PVG"}.isdisjoint(ids)
    assert {"T01", "YL1"} <= set(ids)
    assert set(undrawn_places(case, PLAN)) == {"YL4", "PVG"}
    assert undrawn_places(CASE, PLAN) == ()


def test_a_trip_between_fewer_than_two_drawable_places_is_left_out():
    case = without_coordinates(CASE, "DKM")
    assert "T06" not in [f["properties"]["id"] for f in build_layers(case, PLAN)["features"]]


def test_depot_as_an_origin_is_drawn():
    worker = next(iter(CASE.workers.values()))
    moved = replace(worker, origin="BASE")
    case = replace(CASE, workers={**CASE.workers, worker.worker_id: moved})
    layers = {f["properties"]["id"]: f["properties"]["layer"] for f in build_layers(case, PLAN)["features"]}
    assert layers["BASE"] == "hub"


def test_empty_plan_has_no_features():
    plan = Plan("map-test", "", Summary({}, {}))
    assert build_layers(CASE, plan)["features"] == []
    assert build_views([]) == {"all": CHINA}


def test_unknown_place_is_refused():
    trip = replace(PLAN.trips[0], entries=(replace(PLAN.trips[0].stops[0], place_id="nowhere"),))
    with pytest.raises(KeyError, match="nowhere"):
        build_layers(CASE, replace(PLAN, trips=(trip,)))


def test_features_name_nobody():
    told = json.dumps(FEATURES, ensure_ascii=False)
    for worker in CASE.workers.values():
        for secret in (worker.worker_id, worker.name, worker.id_number, worker.phone, worker.emergency_contact):
            assert secret not in told


def test_views_frame_origins_with_their_hub_and_destinations_with_theirs():
    views = build_views(FEATURES)
    (south, west), (north, east) = views["origins"]
    assert (south, west) == (24.77, 99.12)
    assert east < 101 and 26 < north < 27  # noqa: PT018
    assert views["destinations"][0][1] > 121
    assert views["destinations"][1][1] >= CASE.places["PVG"].lon
    assert views["all"][0][1] < 100 < 121 < views["all"][1][1]


@pytest.mark.parametrize(("people", "expected"), [(0, 4.0), (4, 4.0), (25, 7.0), (100, 12.0), (67_000, 20.0)])
def test_radius_grows_with_the_root_of_people_within_limits(people, expected):
    assert radius(people) == expected


def test_place_kinds_all_have_a_layer():
    for kind in ("village", "factory", "airport", "station", "depot"):
        place = Place("X", "x", kind, 25.0, 100.0)
        worker = replace(next(iter(CASE.workers.values())), origin="X")
        case = replace(CASE, places={**CASE.places, "X": place}, workers={**CASE.workers, worker.worker_id: worker})
        layer = {f["properties"]["id"]: f["properties"]["layer"] for f in build_layers(case, PLAN)["features"]}["X"]
        assert layer in SITES
