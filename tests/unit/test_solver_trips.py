"""Trips built by the factory: which can be run, when, and what they cost."""

import pytest
from random_cases import START, build, coach, people, place, train

from transport.case import Costs, DrivingRules, Escorts, PerKind, PerMode, Rules
from transport.clock import DAY
from transport.solver.problem import Problem
from transport.solver.trips import TripFactory

SPOTS = {"V1": (0, 0), "V2": (10, 0), "F1": (500, 0), "F2": (520, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}
FREE = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, driving=DrivingRules(enabled=False))
DEPART, ARRIVE = START + 2 * DAY + 720, START + 2 * DAY + 900
REPORT = START + 5 * DAY + 600


class Desk:
    """A factory with the places' indices at hand; bundles are numbered as the workers come."""

    def __init__(self, workers, *, offer=None, services=None, rules=FREE, costs=None, **details):
        scenery = build(
            SPOTS, workers, [offer or coach()], services or [train()], rules=rules,
            costs=costs or Costs(individual_ticket=1000), **details,
        )  # fmt: skip
        self.problem = Problem(scenery.case, scenery.travel)
        self.factory = TripFactory(self.problem)

    def places(self, names):
        return tuple(self.problem.place_index[name] for name in names.split())

    def spoke(self, kind, stops, *loads, services=None):
        hub = self.places("H1" if kind == "feeder" else "H2")[0]
        service_of = services or [0] * len(self.problem.bundles)
        return self.factory.spoke(kind, 0, hub, self.places(stops), loads, service_of)

    def direct(self, pickups, loads, drops, **details):
        return self.factory.direct(0, self.places(pickups), loads, self.places(drops), **details)


# ---- feeders


def test_a_feeder_reaches_its_hub_just_in_time_and_stops_at_each_village():
    draft = Desk(people("V1", "F1", 2) + people("V2", "F1", 1)).spoke("feeder", "V1 V2", (0,), (1,))
    line = draft.timeline
    assert line.arrive == (DEPART - 60 - 20 - 10 - 10 - 10, DEPART - 60 - 20 - 10, DEPART - 60)
    assert [line.depart[i] - line.arrive[i] for i in range(3)] == [10, 10, 0]
    assert (draft.load, draft.hub, draft.riders) == (3, Desk(people("V1", "F1", 1)).places("H1")[0], (0, 1))


@pytest.mark.parametrize(("late", "possible"), [(0, True), (1, False)])
def test_nobody_is_picked_up_before_being_ready(late, possible):
    desk = Desk(people("V1", "F1", 1, ready_from=DEPART - 60 - 30 - 10 + late))
    assert (desk.spoke("feeder", "V1", (0,)) is not None) is possible


def test_a_feeder_of_two_services_keeps_both_waiting_rules():
    workers = people("V1", "F1", 1, 1)
    later = [train("A"), train("B", depart=DEPART + 100)]
    rules = Rules(
        stop_minutes=10, pickup_from=0, pickup_to=0, max_wait_minutes=160, driving=DrivingRules(enabled=False)
    )
    desk = Desk(workers, services=later, rules=rules)
    assert desk.spoke("feeder", "V1", (0, 1), services=[0, 1]).timeline.arrive[-1] == DEPART - 60
    rules = Rules(
        stop_minutes=10, pickup_from=0, pickup_to=0, max_wait_minutes=159, driving=DrivingRules(enabled=False)
    )
    assert Desk(workers, services=later, rules=rules).spoke("feeder", "V1", (0, 1), services=[0, 1]) is None


def test_waiting_limits_that_leave_no_minute_make_a_feeder_impossible():
    rules = Rules(pickup_from=0, pickup_to=0, connection_minutes=PerMode(0, 60.5), max_wait_minutes=60.9)
    assert Desk(people("V1", "F1", 1), rules=rules).spoke("feeder", "V1", (0,)) is None


def test_journey_time_of_a_feeder_counts_up_to_the_departure():
    draft = Desk(people("V1", "F1", 2), costs=Costs(journey_hour=6)).spoke("feeder", "V1", (0,))
    assert draft.cost - draft.vehicle_cost == pytest.approx(2 * 6 * (60 + 30 + 10) / 60)


@pytest.mark.parametrize(("limit", "possible"), [(30, True), (29, False), (None, True)])
def test_a_trip_no_longer_than_allowed(limit, possible):
    rules = Rules(pickup_from=0, pickup_to=0, max_trip_minutes=PerKind(limit, 240, None))
    assert (Desk(people("V1", "F1", 1), rules=rules).spoke("feeder", "V1", (0,)) is not None) is possible


# ---- distribution trips


def test_a_distribution_trip_leaves_as_soon_as_it_may():
    draft = Desk(people("V1", "F1", 1) + people("V1", "F2", 2)).spoke("distribution", "F1 F2", (0,), (1,))
    line = draft.timeline
    assert line.depart[0] == ARRIVE + 30
    assert line.arrive[1:] == (ARRIVE + 30 + 20, ARRIVE + 30 + 20 + 10 + 20)
    assert draft.loads == ((), (0,), (1,))


@pytest.mark.parametrize(("early", "possible"), [(0, True), (1, False)])
def test_everybody_reports_in_time(early, possible):
    desk = Desk(people("V1", "F1", 1, report_by=ARRIVE + 50 - early))
    assert (desk.spoke("distribution", "F1", (0,)) is not None) is possible


def test_whole_days_of_early_arrival_are_paid_for_by_each_person():
    costs = Costs(early_arrival_per_day=7)
    for spare, days in ((DAY - 1, 0), (DAY, 1), (3 * DAY - 1, 2)):
        workers = people("V1", "F1", 2, report_by=ARRIVE + 50 + spare)
        draft = Desk(workers, costs=costs).spoke("distribution", "F1", (0,))
        assert draft.cost - draft.vehicle_cost == pytest.approx(2 * 7 * days)


# ---- direct coaches


def test_a_direct_coach_arrives_as_late_as_reports_allow():
    workers = people("V1", "F1", 1, report_by=REPORT) + people("V2", "F2", 1, report_by=REPORT + 500)
    line = Desk(workers).direct("V1 V2", ((0,), (1,)), "F1 F2").timeline
    assert line.arrive[2] == REPORT
    assert line.arrive[3] == REPORT + 10 + 20
    assert line.leaves == REPORT - 490 - 10 - 10 - 10


def test_a_direct_coach_costs_vehicle_escorts_hours_and_early_days():
    costs = Costs(journey_hour=6, escort=100, early_arrival_per_day=10)
    offer = coach(fixed_cost=50, km_cost=2, empty_km_cost=1, day_cost=30, returns_to_base=True)
    desk = Desk(people("V1", "F1", 3, report_by=REPORT), offer=offer, costs=costs)
    draft = desk.direct("V1", ((0,),), "F1")
    assert draft.vehicle_cost == 50 + 2 * 500 + 1 * (0 + 500) + 30
    assert draft.cost == pytest.approx(draft.vehicle_cost + 100 + 3 * 6 * 510 / 60)


def test_the_day_charge_counts_each_day_that_is_started():
    offer = coach(day_cost=30)
    for minutes, days in ((DAY, 1), (DAY + 1, 2)):
        rules = Rules(stop_minutes=(minutes - 500) / 2, pickup_from=0, pickup_to=0, driving=DrivingRules(enabled=False))
        draft = Desk(people("V1", "F1", 1), offer=offer, rules=rules).direct("V1", ((0,),), "F1")
        assert draft.timeline.depart[-1] - draft.timeline.leaves == 500 + 2 * -(-(minutes - 500) // 2)
        assert draft.vehicle_cost == 30 * days


def test_leave_by_brings_a_coach_forward():
    desk = Desk(people("V1", "F1", 1, report_by=REPORT))
    late = desk.direct("V1", ((0,),), "F1")
    early = desk.direct("V1", ((0,),), "F1", leave_by=late.timeline.leaves - 300)
    assert early.timeline.leaves <= late.timeline.leaves - 300
    assert desk.direct("V1", ((0,),), "F1", leave_by=START - 1) is None


@pytest.mark.parametrize(("limit", "possible"), [(510, True), (509, False), (None, True)])
def test_no_journey_longer_than_allowed(limit, possible):
    rules = Rules(
        stop_minutes=10, pickup_from=0, pickup_to=0, max_journey_minutes=limit, driving=DrivingRules(enabled=False)
    )
    draft = Desk(people("V1", "F1", 1), rules=rules).direct("V1", ((0,),), "F1")
    assert (draft is not None) is possible


def test_who_is_ready_too_late_cannot_go_direct():
    ready = REPORT - 510
    assert Desk(people("V1", "F1", 1, ready_from=ready, report_by=REPORT)).direct("V1", ((0,),), "F1") is not None
    assert Desk(people("V1", "F1", 1, ready_from=ready + 1, report_by=REPORT)).direct("V1", ((0,),), "F1") is None


def test_the_whole_trip_lies_in_the_offers_dates():
    only = {"available_from": START + 3 * DAY, "available_until": START + 4 * DAY}
    draft = Desk(people("V1", "F1", 1, report_by=REPORT), offer=coach(**only)).direct("V1", ((0,),), "F1")
    assert draft.timeline.leaves >= only["available_from"]
    assert draft.timeline.depart[-1] <= only["available_until"]
    short = {"available_from": START + 3 * DAY, "available_until": START + 3 * DAY + 519}
    assert Desk(people("V1", "F1", 1, report_by=REPORT), offer=coach(**short)).direct("V1", ((0,),), "F1") is None


def test_a_trip_may_end_with_the_window():
    exact = {"available_from": START, "available_until": START + 520}
    draft = Desk(people("V1", "F1", 1), offer=coach(**exact)).direct("V1", ((0,),), "F1")
    assert (draft.timeline.leaves, draft.timeline.depart[-1]) == (START, START + 520)


def test_stops_lie_within_the_hours_of_the_place():
    desk = Desk(people("V1", "F1", 1, report_by=REPORT), places=[place("F1", opens=480, closes=540)])
    line = desk.direct("V1", ((0,),), "F1").timeline
    assert line.arrive[1] % DAY >= 480
    assert line.depart[1] % DAY <= 540
    closed = Desk(people("V1", "F1", 1, report_by=REPORT), places=[place("F1", opens=480, closes=489)])
    assert closed.direct("V1", ((0,),), "F1") is None


# ---- what a vehicle must be able to do


@pytest.mark.parametrize(("place_id", "limit", "possible"), [("V1", 20, True), ("V1", 19, False), ("F1", 19, False)])
def test_a_vehicle_no_larger_than_each_place_allows(place_id, limit, possible):
    desk = Desk(people("V1", "F1", 1), places=[place(place_id, max_seats=limit)])
    assert (desk.direct("V1", ((0,),), "F1") is not None) is possible


def test_the_base_need_not_be_reachable_for_so_many_seats():
    assert Desk(people("V1", "F1", 1), places=[place("D1", max_seats=1)]).direct("V1", ((0,),), "F1") is not None


@pytest.mark.parametrize("gap", [("D1", "V1"), ("V1", "F1"), ("F1", "D1")])
def test_roads_there_and_back_are_needed(gap):
    assert Desk(people("V1", "F1", 1), no_road=[gap]).direct("V1", ((0,),), "F1") is None


def test_a_road_the_other_way_only_is_enough():
    assert Desk(people("V1", "F1", 1), no_road=[("F1", "V1")]).direct("V1", ((0,),), "F1") is not None


def test_roles_bind():
    desk = Desk(people("V1", "F1", 1), offer=coach(roles=("feeder",)))
    assert desk.direct("V1", ((0,),), "F1") is None
    assert desk.spoke("feeder", "V1", (0,)) is not None
    assert desk.spoke("distribution", "F1", (0,)) is None


@pytest.mark.parametrize(
    ("drivers", "limit", "enabled", "possible"),
    [(1, 500, True, True), (1, 499.9, True, False), (2, 499.9, True, True), (1, 0, False, True), (1, None, True, True)],
)
def test_a_second_driver_beyond_so_many_km(drivers, limit, enabled, possible):
    driving = DrivingRules(enabled=enabled, second_driver_km=limit, max_minutes_per_driver_24h=None)
    rules = Rules(pickup_from=0, pickup_to=0, driving=driving)
    draft = Desk(people("V1", "F1", 1), offer=coach(drivers=drivers), rules=rules).direct("V1", ((0,),), "F1")
    assert (draft is not None) is possible


def test_empty_km_do_not_count_for_the_second_driver():
    driving = DrivingRules(second_driver_km=30, max_minutes_per_driver_24h=None)
    rules = Rules(pickup_from=0, pickup_to=0, driving=driving)
    far = coach(base="F1", drivers=1)
    assert Desk(people("V1", "F1", 1), offer=far, rules=rules).spoke("feeder", "V1", (0,)) is not None


def test_driver_rules_lengthen_a_trip():
    rules = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, driving=DrivingRules(max_continuous_minutes=240))
    desk = Desk(people("V1", "F1", 1, report_by=REPORT + 600), offer=coach(drivers=2), rules=rules)
    line = desk.direct("V1", ((0,),), "F1").timeline
    assert len(line.rests) == 2
    assert line.arrive[-1] - line.depart[0] == 500 + 2 * 20


def test_the_way_back_is_counted_in_whole_minutes_and_never_empty():
    desk = Desk(people("V1", "F1", 1))
    draft = desk.direct("V1", ((0,),), "F1")
    assert draft.back == draft.timeline.depart[-1] + 500
    rules = Rules(stop_minutes=0, pickup_from=0, pickup_to=0, connection_minutes=PerMode(0, 0))
    spots_on_the_hub = Desk(people("V1", "F1", 1), rules=rules, offer=coach(base="V1"))
    p = spots_on_the_hub.problem
    p.minutes[p.place_index["V1"]][p.place_index["H1"]] = p.minutes[p.place_index["H1"]][p.place_index["V1"]] = 0
    still = spots_on_the_hub.spoke("feeder", "V1", (0,))
    assert still.timeline.leaves == still.timeline.depart[-1] == DEPART
    assert still.back == DEPART + 1


# ---- the longest journey by service


def test_the_two_sides_of_a_journey_stay_within_its_limit_together():
    for limit in (340, 341, 400, 777):
        rules = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, max_journey_minutes=limit)
        desk = Desk(people("V1", "F1", 1), rules=rules)
        latest = desk.factory.arrive_by(0, 0) - desk.factory.pickup_from(0, 0)
        assert latest <= limit
        assert desk.spoke("feeder", "V1", (0,)) is not None
        assert desk.spoke("distribution", "F1", (0,)) is not None


def test_a_journey_limit_below_the_shortest_way_allows_no_trip():
    rules = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, max_journey_minutes=329)
    desk = Desk(people("V1", "F1", 1), rules=rules)
    assert desk.spoke("feeder", "V1", (0,)) is None or desk.spoke("distribution", "F1", (0,)) is None


def test_escort_seats_are_charged_on_direct_trips_only():
    rules = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, escorts=Escorts(2, 1, 3, 3))
    desk = Desk(people("V1", "F1", 1), rules=rules, costs=Costs(escort=40))
    direct = desk.direct("V1", ((0,),), "F1")
    assert direct.cost - direct.vehicle_cost == 80
    feeder = desk.spoke("feeder", "V1", (0,))
    assert feeder.cost == feeder.vehicle_cost
