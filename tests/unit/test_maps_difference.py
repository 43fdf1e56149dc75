from __future__ import annotations

import json
import runpy
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from maps.difference import Side, build_difference, change_of, changed_people
from maps.difference_page import write_difference
from maps.road_lines import Roads
from transport.plan import Stop, Ticket

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
CHANGED = "T06"
"""A feeder whose people go by ticket in the other plan: 13 from NJ2."""


def other_plan():
    gone = {w for trip in PLAN.trips if trip.trip_id == CHANGED for stop in trip.stops for w in stop.board}

    def stay(workers):
        return tuple(worker for worker in workers if worker not in gone)

    def without(trip):
        entries = [
            replace(entry, board=stay(entry.board), alight=stay(entry.alight)) if isinstance(entry, Stop) else entry
            for entry in trip.entries
        ]
        return replace(trip, entries=tuple(entries))

    return replace(
        PLAN,
        trips=tuple(without(trip) for trip in PLAN.trips if trip.trip_id != CHANGED),
        services=tuple(replace(use, workers=stay(use.workers)) for use in PLAN.services),
        tickets=(*PLAN.tickets, *(Ticket(w, 1100.0) for w in sorted(gone))),
        itineraries=tuple(
            replace(i, mode="ticket", legs=(), pickup=None, arrive=None) if i.worker_id in gone else i
            for i in PLAN.itineraries
        ),
    ), gone


OTHER, GONE = other_plan()
ONE, TWO = (Side(CASE, plan, Roads(CASE, None)) for plan in (PLAN, OTHER))
FEATURES = build_difference(ONE, TWO)["features"]


def lines(features=FEATURES):
    return [f for f in features if f["geometry"]["type"] == "LineString"]


def test_a_plan_does_not_differ_from_itself():
    features = build_difference(ONE, ONE)["features"]
    assert {f["properties"]["change"] for f in lines(features)} == {"same"}
    assert not any(f["properties"].get("changed") for f in features)
    assert changed_people(ONE, ONE) == set()


def test_people_who_travel_otherwise_are_found():
    assert changed_people(ONE, TWO) == GONE
    assert len(GONE) == 13
    village = next(f["properties"] for f in FEATURES if f["properties"].get("id") == "NJ2")
    assert village["people"] == [13, 13]
    assert village["changed"] == 13
    assert village["by"] == {"train": [13, 0], "ticket": [0, 13]}


def test_roads_and_trains_lose_the_people_who_left():
    train = next(f["properties"] for f in lines() if f["properties"]["layer"] == "train")
    assert train["people"][0] - train["people"][1] == 13
    assert train["change"] == "fewer"
    gone = [f for f in lines() if f["properties"]["change"] == "gone"]
    assert [f["geometry"]["coordinates"] for f in gone] == [[(100.30, 24.83), (100.25, 25.59)]]
    assert gone[0]["properties"]["by"] == {"feeder": [13, 0]}


def test_the_step_back_is_the_opposite():
    opposite = {"new": "gone", "gone": "new", "more": "fewer", "fewer": "more", "same": "same", "other": "other"}
    back = lines(build_difference(TWO, ONE)["features"])
    there = Counter((f["properties"]["change"], tuple(f["properties"]["people"])) for f in lines())
    assert Counter((opposite[f["properties"]["change"]], tuple(f["properties"]["people"][::-1])) for f in back) == there


def test_every_stretch_is_drawn_once_and_carries_its_people():
    roads = [f["geometry"]["coordinates"] for f in lines() if f["properties"]["layer"] == "road"]
    segments = Counter(tuple(sorted(pair)) for line in roads for pair in pairwise(line))
    assert set(segments.values()) == {1}


def test_shared_roads_are_counted_by_the_stretch():
    """All trips run over the same stretch: it loses every ride of the people who left."""
    middle = [(25.5, 100.0), (25.5, 100.5)]

    def geometry(origin, destination):
        ends = [(CASE.places[place_id].lat, CASE.places[place_id].lon) for place_id in (origin, destination)]
        return [ends[0], *middle, ends[1]]

    one, two = (Side(CASE, plan, Roads(CASE, geometry)) for plan in (PLAN, OTHER))
    found = [f for f in lines(build_difference(one, two)["features"]) if (100.0, 25.5) in f["geometry"]["coordinates"]]
    shared = [f for f in found if (100.5, 25.5) in f["geometry"]["coordinates"]]
    assert len(shared) == 1
    before, after = shared[0]["properties"]["people"]
    assert before - after == _rides(GONE)


def test_ways_of_very_many_points_still_share_their_roads():
    def geometry(origin, destination):
        ends = [(CASE.places[place_id].lat, CASE.places[place_id].lon) for place_id in (origin, destination)]
        shift = len(origin + destination) * 1e-4  # as two readings of one road may differ by metres
        return [ends[0], *((25.5 + shift, 100.0 + step * 1e-3) for step in range(3000)), ends[1]]

    one, two = (Side(CASE, plan, Roads(CASE, geometry)) for plan in (PLAN, OTHER))
    roads = [f for f in lines(build_difference(one, two)["features"]) if f["properties"]["layer"] == "road"]
    longest = max(roads, key=lambda f: f["properties"]["people"][0])
    before, after = longest["properties"]["people"]
    assert before - after == _rides(GONE)


def _rides(workers):
    """Legs of road that these people ride in the first plan, each counted once a person."""
    total = 0
    for trip in PLAN.trips:
        aboard = set()
        for here in trip.stops[:-1]:
            aboard = (aboard | set(here.board)) - set(here.alight)
            total += len(aboard & workers)
    return total


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"feeder": 3}, {"feeder": 3}, "same"),
        ({"feeder": 3}, {"direct": 3}, "other"),
        ({}, {"direct": 3}, "new"),
        ({"direct": 3}, {}, "gone"),
        ({"direct": 3}, {"direct": 2, "feeder": 2}, "more"),
        ({"direct": 3}, {"direct": 2}, "fewer"),
    ],
)
def test_changes_have_names(before, after, change):
    assert change_of(Counter(before), Counter(after)) == change


def test_people_of_one_plan_only_are_changes():
    worker = PLAN.itineraries[0].worker_id
    fewer = replace(PLAN, itineraries=tuple(i for i in PLAN.itineraries if i.worker_id != worker))
    assert changed_people(ONE, Side(CASE, fewer, Roads(CASE, None))) == {worker}


def test_difference_names_nobody():
    told = json.dumps(FEATURES, ensure_ascii=False)
    assert not any(secret in told for w in CASE.workers.values() for secret in (w.worker_id, w.name, w.phone))


def test_page_tells_both_plans_and_the_step(tmp_path):
    path = write_difference(CASE, PLAN, CASE, OTHER, tmp_path / "difference.html", names=("基准", "涨价<b>"))
    page = path.read_text(encoding="utf-8")
    assert "方案对比：基准 → 涨价&#60;b&#62;" in page
    assert "<td>347,500</td><td>347,500</td><td>–</td>" in page
    assert "13 人出行有变" in page
    assert "default-src 'none'" in page
