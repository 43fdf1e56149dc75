"""The shipped case ``fengxian-dali-2027``: made by its script, free of issues, and nobody's real data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from geopy.distance import geodesic

import scenarios
from scenarios.making.geography import Point, towns
from scenarios.recipes.fengxian_dali import COUNTIES
from transport.case import Case, Place, PlaceKind
from transport.clock import to_iso
from transport.io.case_reader import load_case
from transport.roads import build_travel
from transport.travel import TravelMatrix

FOLDER = Path(scenarios.__file__).parent / "fengxian-dali-2027"


@pytest.fixture(scope="module")
def case() -> Case:
    loaded = load_case(FOLDER)
    assert loaded.issues == ()
    return loaded.case


@pytest.fixture(scope="module")
def travel(case: Case) -> TravelMatrix:
    return build_travel(case, None)


def of_kind(case: Case, kind: PlaceKind) -> list[Place]:
    return [place for place in case.places.values() if place.kind == kind]


def km_to(place: Place, point: Point) -> float:
    return float(geodesic((place.lat, place.lon), point).km)


def test_size(case: Case):
    assert len(case.workers) == 602
    assert len(of_kind(case, "village")) == 90
    assert len(of_kind(case, "factory")) == 40
    assert {worker.origin for worker in case.workers.values()} == {p.place_id for p in of_kind(case, "village")}
    assert {worker.destination for worker in case.workers.values()} == {p.place_id for p in of_kind(case, "factory")}
    assert {place.county for place in of_kind(case, "village")} == {county.name for county in COUNTIES.values()}


def test_reports_and_departures_lie_around_the_festival(case: Case):
    reports = {to_iso(worker.report_by)[:10] for worker in case.workers.values()}
    assert min(reports) == "2027-02-12"
    assert max(reports) == "2027-02-22"
    assert all(worker.report_by - worker.ready_from >= 2 * 1440 for worker in case.workers.values())


def test_about_a_third_travels_together(case: Case):
    together = sum(worker.party is not None for worker in case.workers.values())
    assert 0.27 <= together / len(case.workers) <= 0.33
    needs = Counter(need for worker in case.workers.values() for need in worker.needs)
    assert needs["孕期"] >= 3
    assert needs["学龄儿童随行"] >= 3
    assert needs["no_fly"] == needs["孕期"] + needs["学龄儿童随行"]
    for worker in case.workers.values():
        if "学龄儿童随行" in worker.needs:
            assert worker.party is not None


def test_names_try_fonts_and_tables(case: Case):
    names = "".join(worker.name for worker in case.workers.values())
    assert set("䶮𬱖㛃·") <= set(names)


def test_villages_lie_at_their_townships(case: Case):
    points = {town: point for county in COUNTIES.values() for town, point in towns(county.name).items()}
    for village in of_kind(case, "village"):
        town = next(town for town in points if village.name.startswith(town))
        assert km_to(village, points[town]) <= 7


def test_employers_lie_in_fengxian_and_not_in_the_bay(case: Case):
    for factory in of_kind(case, "factory"):
        assert min(km_to(factory, point) for point in towns("奉贤区").values()) <= 3
        assert factory.lat is not None
        assert factory.lat >= 30.83


def test_hubs_stand_where_the_network_has_them(case: Case, travel: TravelMatrix):
    known = {("DLU", "DKM"): 25, ("KOM", "KMM"): 60, ("PVG", "AOH"): 70, ("AOH", "SHA"): 5}
    for (one, other), farthest_km in known.items():
        road = travel.road(one, other)
        assert road is not None
        assert road.km <= farthest_km


def test_one_train_boards_at_two_stations(case: Case):
    runs = [rows for rows in case.runs.values() if len(rows) > 1]
    assert runs
    for rows in runs:
        assert [row.from_hub for row in rows] == ["DKM", "KOM"]
        assert rows[0].depart < rows[1].depart
        assert len({(row.to_hub, row.arrive, row.unit_cost, row.seats, row.max_units) for row in rows}) == 1


def test_every_village_reaches_airport_station_and_factory(case: Case, travel: TravelMatrix):
    for village in of_kind(case, "village"):
        for hub, hours in (("DLU", 5), ("DKM", 5), ("KOM", 9.5)):
            road = travel.road(village.place_id, hub)
            assert road is not None
            assert road.minutes <= hours * 60
        for factory in of_kind(case, "factory"):
            road = travel.road(village.place_id, factory.place_id)
            assert road is not None
            assert 2600 <= road.km <= 2950


def test_every_village_can_be_reached_by_some_feeder(case: Case):
    for village in of_kind(case, "village"):
        fits = [
            offer
            for offer in case.offers.values()
            if "feeder" in offer.roles
            and case.places[offer.base].county in {village.county, "大理市"}
            and (village.max_seats is None or offer.seats <= village.max_seats)
        ]
        assert fits


def test_no_way_of_travel_is_absurdly_cheap_or_dear(case: Case, travel: TravelMatrix):
    """A seat's price without the way to the hub, and the tickets it competes with."""
    tickets = sorted(case.tickets.values())
    for service in case.services.values():
        workers = service.seats - case.rules.escorts.service_unit
        head = (service.unit_cost + service.seat_cost * service.seats + case.costs.escort) / workers
        hours = (service.arrive - service.depart) / 60
        assert 900 <= head + case.costs.journey_hour * hours <= tickets[-1], service.service_id
    for offer in case.offers.values():
        if offer.roles == ("direct",):
            out, home = travel.road("V001", "F01"), travel.road("F01", offer.base)
            assert out is not None
            assert home is not None
            empty_km = home.km if offer.returns_to_base else 0
            trip = offer.fixed_cost + offer.km_cost * out.km + offer.empty_km_cost * empty_km + 3 * offer.day_cost
            assert 18_000 <= trip <= 36_000, offer.offer_id
            head = trip / (offer.seats - case.rules.escorts.direct) + case.costs.journey_hour * 50
            assert 900 <= head <= tickets[-1], offer.offer_id
