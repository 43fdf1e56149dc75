from __future__ import annotations

import json
import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.playback import build_playback, moving_hours
from maps.road_lines import Roads
from maps.tracks import TrackLeg, build_track, point_along, rests
from transport.plan import Plan, Rest, Stop, Summary, Trip

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
PLAYBACK = build_playback(CASE, PLAN, Roads(CASE, None))
TRIP = Trip(
    "X", "feeder", "B35", 1, 100,
    (
        Stop("YL1", 160, 170, ("a", "b")), Rest(200, 220), Rest(260, 280), Stop("YL2", 300, 310, ("c",)),
        Stop("DLU", 400, 400, (), ("a", "b", "c")),
    ),
    1.0, 1.0, 1.0,
)  # fmt: skip


def test_track_starts_empty_at_the_base_and_drives_between_standstills():
    legs = build_track(TRIP, CASE)
    assert [(leg.origin, leg.destination, leg.aboard) for leg in legs] == [
        ("BASE", "YL1", 0), ("YL1", "YL2", 2), ("YL2", "DLU", 3)
    ]  # fmt: skip
    assert [leg.drives for leg in legs] == [((100, 160),), ((170, 200), (220, 260), (280, 300)), ((310, 400),)]


@pytest.mark.parametrize(
    ("moment", "share"),
    [(0, 0), (170, 0), (185, 1 / 6), (200, 1 / 3), (210, 1 / 3), (240, 5 / 9), (290, 8 / 9), (300, 1), (999, 1)],
)
def test_a_vehicle_stands_still_on_its_leg_while_it_rests(moment, share):
    assert build_track(TRIP, CASE)[1].driven(moment) == pytest.approx(share)


def test_a_leg_without_driving_is_done():
    assert TrackLeg("a", "a", (), 0).driven(5) == 1


def test_rests_belong_to_the_leg_that_they_lie_on():
    assert [(rest.arrive, leg.destination) for rest, leg in rests(TRIP, CASE)] == [(200, "YL2"), (260, "YL2")]


def test_point_along_a_line():
    line = [(100.0, 0.0), (101.0, 0.0), (101.0, 1.0)]
    assert point_along(line, 0) == (100.0, 0.0)
    assert point_along(line, 0.25) == pytest.approx((100.5, 0.0), abs=0.01)
    assert point_along(line, 1) == pytest.approx((101.0, 1.0))
    assert point_along([(1.0, 2.0)], 0.5) == (1.0, 2.0)


@given(st.lists(st.tuples(st.floats(97, 122), st.floats(20, 40)), min_size=1, max_size=9), st.floats(0, 1))
def test_point_along_stays_within_the_lines_corners(line, share):
    lon, lat = point_along(line, share)
    assert min(x for x, _ in line) - 1e-9 <= lon <= max(x for x, _ in line) + 1e-9
    assert min(y for _, y in line) - 1e-9 <= lat <= max(y for _, y in line) + 1e-9


def test_every_leg_of_the_playback_takes_the_time_of_the_plan():
    for told in PLAYBACK["trips"]:
        trip = next(trip for trip in PLAN.trips if trip.trip_id == told["id"])
        assert (told["start"], told["end"]) == (trip.leaves_base, trip.entries[-1].depart)
        assert len(told["legs"]) == len(told["stops"]) == len(trip.stops)
        standing = sum(entry.depart - entry.arrive for entry in trip.entries)
        driving = sum(
            b - a for leg in told["legs"] for a, b in zip(leg["drives"][::2], leg["drives"][1::2], strict=True)
        )
        assert driving + standing == told["end"] - told["start"]


def test_people_set_out_and_arrive_as_the_itineraries_say():
    dated = [i for i in PLAN.itineraries if i.pickup is not None]
    assert PLAYBACK["out"][-1][1] == PLAYBACK["in"][-1][1] == len(dated)
    assert PLAYBACK["undated"] == len(PLAN.itineraries) - len(dated) == 12
    noon = sorted(i.pickup for i in dated)[60]
    assert max(n for moment, n in PLAYBACK["out"] if moment <= noon) == sum(i.pickup <= noon for i in dated)
    village = next(place for place in PLAYBACK["places"] if place["id"] == "YL1")
    assert [n for _, n in village["out"]] == [26]
    assert village["in"] == []


def test_roads_are_told_once():
    assert len(PLAYBACK["lines"]) == len({(a, b) for t in PLAN.trips for a, b in _pairs(t)})


def _pairs(trip):
    places = [CASE.offers[trip.offer_id].base, *(stop.place_id for stop in trip.stops)]
    return pairwise(places)


def test_moving_hours_cover_everything_that_is_out_without_overlap():
    hours = moving_hours(PLAYBACK)
    for one in (*PLAYBACK["trips"], *PLAYBACK["services"]):
        assert any(start <= one["start"] and one["end"] <= end for start, end in hours)
    assert all(one[1] < other[0] for one, other in pairwise(hours))


def test_empty_plan_plays_nothing():
    playback = build_playback(CASE, Plan("map-test", "", Summary({}, {})), Roads(CASE, None))
    assert (playback["start"], playback["end"], playback["trips"], playback["out"]) == (0, 0, [], [])
    assert moving_hours(playback) == []


def test_playback_names_nobody():
    told = json.dumps(PLAYBACK, ensure_ascii=False)
    assert not any(secret in told for w in CASE.workers.values() for secret in (w.worker_id, w.name, w.phone))
