"""Roads through the whole way: the search obeys night bans, the checker sees them broken, the report names the rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from check_scene import scene
from roads_case import place

from transport.case import Case, Costs, Offer, Rules, Service, Worker
from transport.check import check_plan
from transport.clock import DAY
from transport.facts import Facts
from transport.io.plan_json import plan_from_document
from transport.report.roads import SmallerVehicle, smaller_vehicles
from transport.report.write import write_report
from transport.road_settings import Closure, RoadSettings
from transport.roads import build_travel, measure_roads
from transport.solver import solve

START = 20_000 * DAY
DEPART = START + 3 * DAY + 7 * 60 + 30
VILLAGE = place("V", 25.80, 99.36, county="云龙县")
CASE = Case(
    "night", "night", "Asia/Shanghai", START, START + 5 * DAY,
    {f"w{k}": Worker(f"w{k}", "甲", "V", "F", START, START + 5 * DAY - 1) for k in range(8)},
    {one.place_id: one for one in (
        VILLAGE, place("A", 25.649, 100.319, "airport"), place("B", 31.2, 121.33, "airport"),
        place("F", 31.21, 121.34, "factory"), place("D", 25.70, 100.15, "depot"), place("E", 31.2, 121.4, "depot"),
    )},
    {
        "O1": Offer("O1", 19, 2, "D", fixed_cost=300, km_cost=3, empty_km_cost=2, roles=("feeder",)),
        "O2": Offer("O2", 19, 2, "E", fixed_cost=300, km_cost=3, empty_km_cost=2, roles=("distribution",)),
    },
    {"S": Service("S", "flight", "A", "B", DEPART, DEPART + 200, 50, 1, unit_cost=1000)},
    {},
    rules=Rules(pickup_from=0, pickup_to=DAY),
    costs=Costs(journey_hour=20),
)  # fmt: skip


def planned(case: Case):
    travel = build_travel(case)
    return travel, solve(case, travel, time_limit_s=1.0, seed=1, threads=1).to_document()


def pickups(document) -> set[str]:
    return {row["pickup"][-5:] for row in document["itineraries"]}


def test_a_village_on_a_mountain_road_is_left_before_night_or_after_it():
    free_travel, free = planned(CASE)
    assert free["summary"]["workers"]["connected"] == 8
    assert all(pickup > "22:00" or pickup < "06:00" for pickup in pickups(free))

    banned = replace(CASE, roads=RoadSettings(night_ban=True))
    travel, document = planned(banned)
    assert document["summary"]["workers"]["connected"] == 8
    assert all("18:00" < pickup < "21:30" for pickup in pickups(document))
    assert check_plan(banned, travel, document).violations == ()

    found = check_plan(banned, travel, {**free, "case": banned.name}).violations
    assert {violation.code for violation in found} == {"ROAD_NIGHT"}
    assert check_plan(CASE, free_travel, free).violations == ()


def test_a_closure_leaves_people_unserved_with_a_reason():
    closed = replace(CASE, roads=RoadSettings(closures=(Closure("大雪封山", places=("V",)),)))
    roads = measure_roads(closed)
    assert [issue.code for issue in roads.issues] == ["place_without_road"]
    document = solve(roads.case, roads.travel, time_limit_s=0.5, seed=1, threads=1).to_document()
    assert {row["reason"] for row in document["unserved"]} == {"no_road"}
    assert all("大雪封山" in row["detail"] for row in document["unserved"])
    assert check_plan(roads.case, roads.travel, document).violations == ()


@pytest.fixture
def facts() -> Facts:
    tiny = scene()
    return Facts(tiny.case, plan_from_document(tiny.document))


def test_the_rule_that_asked_for_a_smaller_vehicle_is_named(facts):
    (found,) = smaller_vehicles(facts)
    assert found == SmallerVehicle("T1", "V1", seats=19, most_seats=35, by_road=False, larger=53)


def test_no_larger_vehicle_no_rule(facts):
    offers = {key: offer for key, offer in facts.case.offers.items() if key != "O4"}
    assert smaller_vehicles(Facts(replace(facts.case, offers=offers), facts.plan)) == ()


@pytest.mark.parametrize(("lang", "words"), [("zh", "按公路等级，最多 35 座"), ("en", "by the class of the road")])
def test_the_report_tells_of_roads(facts, tmp_path, lang, words):
    places = {**facts.case.places, "V1": replace(facts.case.places["V1"], seats_by_road=True)}
    roads = RoadSettings(night_ban=True, closures=(Closure("<雪>", roads=("G60",)),))
    case = replace(facts.case, places=places, roads=roads)
    page = write_report(case, facts.plan, tmp_path / "report.html", lang).read_text(encoding="utf-8")
    assert words in page
    assert "&lt;雪&gt;" in page
    assert "<雪>" not in page


def test_without_anything_to_tell_the_report_is_silent(facts, tmp_path):
    places = {key: replace(one, max_seats=None) for key, one in facts.case.places.items()}
    case = replace(facts.case, places=places)
    page = write_report(case, facts.plan, tmp_path / "report.html", "zh").read_text(encoding="utf-8")
    assert 'id="roads"' not in page
