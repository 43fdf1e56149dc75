from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from maps.region_page import region_name
from maps.regions import MOST_VILLAGES, find_regions, restrict
from transport.case import Place
from transport.plan import Itinerary

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
CASE, PLAN = build()
REGIONS = find_regions(CASE, PLAN)


def test_everybody_is_in_one_cluster_and_one_district():
    for kind in ("cluster", "district"):
        people = [worker for region in REGIONS if region.kind == kind for worker in region.workers]
        assert sorted(people) == sorted(CASE.workers)


def test_small_counties_stay_whole_the_largest_first():
    clusters = [(region.county, region.number, len(region.place_ids)) for region in REGIONS if region.kind == "cluster"]
    assert clusters[0] == ("云龙县", 0, 5)
    assert all(number == 0 for _, number, _ in clusters)
    assert REGIONS[0].place_ids[0] == "YL1"
    assert region_name(CASE, REGIONS[0], "zh") == "云龙县 · 各村上车图"


@given(st.lists(st.tuples(st.floats(97, 106), st.floats(21, 29)), min_size=1, max_size=120))
def test_a_large_county_is_split_into_parts_of_neighbours(points):
    village = CASE.places["YL1"]
    places = {f"v{n}": replace(village, place_id=f"v{n}", lon=x, lat=y) for n, (x, y) in enumerate(points)}
    worker = next(iter(CASE.workers.values()))
    workers = {f"w{n}": replace(worker, worker_id=f"w{n}", origin=f"v{n}") for n in range(len(points))}
    case = replace(CASE, workers=workers, places={**CASE.places, **places})
    plan = replace(PLAN, itineraries=tuple(Itinerary(w, "ticket") for w in workers))
    parts = [region for region in find_regions(case, plan) if region.kind == "cluster"]
    assert sorted(place for part in parts for place in part.place_ids) == sorted(places)
    assert all(len(part.place_ids) <= MOST_VILLAGES for part in parts)
    assert [part.number for part in parts] == ([0] if len(parts) == 1 else list(range(1, len(parts) + 1)))


def test_places_without_county_or_coordinates_are_kept():
    blank = {f"v{n}": Place(f"v{n}", "", "village") for n in range(40)}
    worker = next(iter(CASE.workers.values()))
    workers = {f"w{n}": replace(worker, worker_id=f"w{n}", origin=f"v{n}") for n in range(40)}
    case = replace(CASE, workers=workers, places={**CASE.places, **blank})
    plan = replace(PLAN, itineraries=tuple(Itinerary(w, "unserved") for w in workers))
    parts = [region for region in find_regions(case, plan) if region.kind == "cluster"]
    assert sum(len(part.place_ids) for part in parts) == 40
    assert "（未填）" in region_name(case, parts[0], "zh")


def test_restricted_plan_counts_its_own_people_alone():
    yunlong = REGIONS[0]
    own = restrict(PLAN, yunlong.workers)
    assert {itinerary.worker_id for itinerary in own.itineraries} == yunlong.workers
    aboard = {worker for trip in own.trips for stop in trip.stops for worker in (*stop.board, *stop.alight)}
    assert aboard <= yunlong.workers
    assert sum(trip.load for trip in own.trips if trip.kind == "feeder") == 26 + 14 + 9 + 7
    assert all(
        len(trip.stops) == len(other.stops)
        for trip in own.trips
        for other in PLAN.trips
        if other.trip_id == trip.trip_id
    )
    assert [(use.service_id, len(use.workers)) for use in own.services] == [("MU7641", 56)]
    assert len(own.tickets) == 5
    assert sum(own.summary.workers.values()) == len(yunlong.workers) == 61


def test_all_regions_together_are_the_plan():
    clusters = [restrict(PLAN, region.workers) for region in REGIONS if region.kind == "cluster"]
    assert sum(trip.load for plan in clusters for trip in plan.trips) == sum(trip.load for trip in PLAN.trips)
    assert sum(len(use.workers) for plan in clusters for use in plan.services) == sum(
        len(u.workers) for u in PLAN.services
    )
