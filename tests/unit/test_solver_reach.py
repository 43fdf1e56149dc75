"""Which services are ruled out for whom: only what is truly impossible."""

from dataclasses import replace

import pytest
from random_cases import START, build, coach, people, place, train

from transport.case import DrivingRules, Escorts, PerKind, PerMode, Rules
from transport.clock import DAY
from transport.solver.problem import Problem
from transport.solver.reach import Reach, earliest_open, journey_floor, latest_open

SPOTS = {"V1": (0, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0), "D2": (480, 0)}
FLEET = (coach("there", base="D1"), coach("onward", base="D2"))
DEPART, ARRIVE = START + 2 * DAY + 720, START + 2 * DAY + 900
RULES = Rules(stop_minutes=10, pickup_from=0, pickup_to=0, driving=DrivingRules(enabled=False))


def usable(origin="V1", destination="F1", *, offers=FLEET, service=None, rules=RULES, places=(), **worker):
    scenery = build(
        SPOTS, people(origin, destination, 1, **worker), offers, [service or train()], rules=rules, places=places
    )
    return Reach(Problem(scenery.case, scenery.travel)).services_of[0] == [0]


@pytest.mark.parametrize(("late", "possible"), [(0, True), (1, False)])
def test_being_ready_in_time_for_stop_road_and_connection(late, possible):
    assert usable(ready_from=DEPART - 60 - 30 - 10 + late) is possible


@pytest.mark.parametrize(("early", "possible"), [(0, True), (1, False)])
def test_reporting_after_egress_and_road(early, possible):
    assert usable(report_by=ARRIVE + 30 + 20 - early) is possible


def test_fractional_minutes_are_rounded_against_the_traveller():
    rules = replace(RULES, connection_minutes=PerMode(0, 59.5), egress_minutes=PerMode(0, 29.5))
    assert usable(rules=rules, ready_from=DEPART - 60 - 30 - 10)
    assert not usable(rules=rules, ready_from=DEPART - 60 - 30 - 9)
    assert not usable(rules=rules, report_by=ARRIVE + 30 + 19)


def test_who_lives_at_the_hub_needs_no_feeder_and_no_connection():
    assert usable("H1", offers=FLEET[1:], ready_from=DEPART)
    assert not usable("H1", offers=FLEET[1:], ready_from=DEPART + 1)
    assert not usable("V1", offers=())


def test_who_works_at_the_hub_needs_no_distribution():
    assert usable("V1", "H2", offers=FLEET[:1], report_by=ARRIVE)
    assert not usable("V1", "H2", offers=FLEET[:1], report_by=ARRIVE - 1)


def test_who_must_not_fly_takes_trains_only():
    flight = train(mode="flight")
    assert usable(needs=("no_fly",))
    assert usable(service=flight)
    assert not usable(service=flight, needs=("no_fly",))


def test_services_without_units_or_seats_are_of_no_use():
    assert not usable(service=train(max_units=0))
    assert not usable(service=train(seats=1))
    assert usable(service=train(seats=1), rules=Rules(escorts=Escorts(service_unit=0)))


def test_a_hub_or_village_that_no_vehicle_reaches():
    assert not usable(places=[place("V1", max_seats=19)])
    assert not usable(places=[place("H1", max_seats=19)])
    assert usable(places=[place("H1", max_seats=20), place("V1", max_seats=20)])


@pytest.mark.parametrize(("limit", "possible"), [(30, True), (29, False), (None, True)])
def test_a_feeder_no_longer_than_allowed(limit, possible):
    assert usable(rules=Rules(max_trip_minutes=PerKind(limit, 240, None))) is possible


@pytest.mark.parametrize(("limit", "possible"), [(120, True), (119, False), (None, True)])
def test_the_hub_must_be_open_to_be_left_within_the_longest_trip_of_the_factory_s_hours(limit, possible):
    """The train arrives at 15:00, the hub shuts at 16:00, and the factory opens at 18:00."""
    hours = [place("H2", opens=300, closes=960), place("F1", opens=1080, closes=1320)]
    rules = replace(RULES, max_trip_minutes=PerKind(600, limit, None))
    assert usable(rules=rules, places=hours) is possible


@pytest.mark.parametrize(("limit", "possible"), [(170, True), (169, False), (None, True)])
def test_the_hub_must_be_open_to_be_reached_within_the_longest_trip_from_the_village_s_hours(limit, possible):
    """Nobody boards after 05:10, the hub opens at 08:00, and the train leaves at noon."""
    hours = [place("H1", opens=480, closes=1200), place("V1", opens=200, closes=310)]
    rules = replace(RULES, max_trip_minutes=PerKind(limit, 240, None))
    assert usable(rules=rules, places=hours) is possible


def test_the_longest_journey():
    shortest = 10 + 30 + 60 + 180 + 30 + 20
    long_enough, too_short = (Rules(pickup_from=0, pickup_to=0, max_journey_minutes=shortest - less) for less in (0, 1))
    assert usable(rules=long_enough)
    assert not usable(rules=too_short)


def test_journey_floor_counts_what_no_journey_can_do_without():
    scenery = build(SPOTS, people("V1", "F1", 1), FLEET, [train()])
    p = Problem(scenery.case, scenery.travel)
    at = p.place_index
    reach = Reach(p)
    assert journey_floor(reach, at["V1"], at["F1"], 0) == 10 + 30 + 60 + 180 + 30 + 20
    assert journey_floor(reach, at["H1"], at["H2"], 0) == 180


def open_minutes(windows, length):
    """Minutes of a day at which a stop of so many minutes may begin, tried one by one."""
    return [
        moment
        for moment in range(DAY)
        if all((moment - low) % DAY + length <= (high - low) % DAY for low, high in windows)
    ]


@pytest.mark.parametrize(
    "windows",
    [
        (),
        ((360, 1320),),
        ((1200, 400),),
        ((360, 1320), (1200, 400)),
        ((0, 720), (600, 60)),
        ((600, 300), (200, 700)),
        ((100, 200), (300, 400)),
        ((1380, 30), (0, 1439)),
    ],
)
@pytest.mark.parametrize("length", [0, 10, 90])
def test_opening_hours_are_those_found_minute_by_minute(windows, length):
    starts = set(open_minutes(windows, length))
    for moment in range(START, START + DAY, 37):
        later = [m for m in range(moment, moment + DAY) if m % DAY in starts]
        sooner = [m for m in range(moment, moment - DAY, -1) if m % DAY in starts]
        assert earliest_open(windows, moment, length) == (later[0] if later else None)
        assert latest_open(windows, moment, length) == (sooner[0] if sooner else None)


def test_a_village_closed_in_the_night_is_left_the_evening_before():
    early = train(depart=START + 2 * DAY + 300, arrive=START + 2 * DAY + 480)
    rules = replace(RULES, pickup_from=360, pickup_to=1200)
    assert usable(service=early, rules=rules, ready_from=START + DAY + 1190)
    assert not usable(service=early, rules=rules, ready_from=START + DAY + 1191)


def test_who_must_not_take_trains_flies_only():
    flight = train(mode="flight")
    for needs in (("no_train",), ("only_flight",), ("only_direct",)):
        assert not usable(needs=needs)
        assert usable(service=flight, needs=needs) is ("only_direct" not in needs)


def test_a_single_service_can_be_barred():
    assert not usable(needs=("no_service:S",))
    assert usable(needs=("no_service:T",))
