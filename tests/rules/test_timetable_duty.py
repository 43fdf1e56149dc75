"""The drivers' sheet: reasons of rests, and who is at the wheel."""

from itertools import pairwise

import pytest
from check_scene import scene
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.case import Case, DrivingRules, Offer, Rules
from transport.clock import DAY
from transport.duty import duty
from transport.plan import Rest, Stop, Trip
from transport.timetable import StopTask, Timeline, earliest, forward, limits

MIDNIGHT = 20_000 * DAY
PLACES = ("V3", "V2", "V1", "F1", "F2")


def case(drivers: int, **driving: object) -> Case:
    offer = Offer("C", seats=40, count=1, base="D1", drivers=drivers)
    kept = scene().case
    return Case(
        kept.name, kept.title, kept.timezone, MIDNIGHT, MIDNIGHT + 9 * DAY, kept.workers, kept.places, {"C": offer},
        kept.services, kept.tickets, rules=Rules(driving=DrivingRules(**driving)),
    )  # fmt: skip


def trip(timeline: Timeline) -> Trip:
    """A trip that boards one person at the first stop, who alights at the last."""
    entries: list[Stop | Rest] = []
    last = len(timeline.arrive) - 1
    for i, (arrive, depart) in enumerate(zip(timeline.arrive, timeline.depart, strict=True)):
        entries += [Rest(start, end) for leg, start, end in timeline.rests if leg == i]
        board, alight = ((), ("w1",)) if i == last else (("w1",) if i == 0 else (f"x{i}",), ())
        entries.append(Stop(PLACES[i], arrive, depart, board, alight))
    return Trip("T1", "direct", "C", 1, timeline.leaves, tuple(entries), 0.0, 0.0, 0.0)


def planned(drives: list[int], drivers: int = 1, hour: float = 8, **driving: object):
    its = case(drivers, **driving)
    tasks = [StopTask(drive, 10, aboard=i > 0) for i, drive in enumerate(drives)]
    timeline = forward(tasks, MIDNIGHT + int(hour * 60), limits(its.rules.driving, drivers))
    return duty(trip(timeline), its)


def rests(segments) -> list[tuple[str, str]]:
    return [(s.kind, s.reason) for s in segments if s.kind in ("rest", "halt")]


def test_everything_from_leaving_base_to_the_last_stop_without_a_hole():
    segments = planned([60, 30, 40])
    assert [(s.kind, s.reason, s.place_id, s.minutes) for s in segments] == [
        ("drive", "empty", None, 60),
        ("stop", "boarding", "V3", 10),
        ("drive", "loaded", None, 30),
        ("stop", "boarding", "V2", 10),
        ("drive", "loaded", None, 40),
        ("stop", "alighting", "V1", 10),
    ]
    assert all(a.end == b.start for a, b in pairwise(segments))
    assert {s.driver for s in segments if s.kind == "drive"} == {1}


@pytest.mark.parametrize(
    ("drives", "drivers", "hour", "expected"),
    [
        ([0, 300], 1, 8, [("rest", "continuous")]),
        ([0, 200], 1, 21, [("rest", "night")]),
        ([0, 200], 1, 0.5, [("halt", "halt")]),
        ([0, 500], 2, 12, [("rest", "continuous"), ("rest", "continuous")]),
        ([0, 500], 1, 6, [("rest", "continuous"), ("rest", "day_budget")]),
        ([0, 1200], 2, 5, [("rest", "continuous")] * 3 + [("rest", "day_budget")]),
    ],
)
def test_the_rule_that_a_rest_answers_to(drives, drivers, hour, expected):
    assert rests(planned(drives, drivers, hour)) == expected


def test_a_rest_that_no_rule_asks_for_is_waiting():
    tasks = [StopTask(30, 10), StopTask(60, 10, ((720, 1200),), aboard=True)]
    its = case(1)
    timeline = forward(tasks, MIDNIGHT + 8 * 60, limits(its.rules.driving, 1))
    assert rests(duty(trip(timeline), its)) == [("rest", "wait")]


def test_drivers_share_the_wheel():
    segments = planned([0, 900], 2, 6)
    minutes = {k: sum(s.minutes for s in segments if s.kind == "drive" and s.driver == k) for k in (1, 2)}
    assert minutes == {1: 480, 2: 420}
    assert [s.driver for s in segments if s.kind == "drive"] == [1, 2, 1, 2]
    assert not [s for s in segments if s.kind == "swap"]


def test_drivers_change_on_the_way_where_no_standstill_comes_in_time():
    # five stretches of 192 minutes: two each, and the last is shared
    segments = planned([0, 960], 2, 0, max_continuous_minutes=192, night_max_continuous_minutes=None, halt_to=120)
    swaps = [s for s in segments if s.kind == "swap"]
    assert len(swaps) == 1
    assert swaps[0].reason == "day_budget"
    driven = {k: sum(s.minutes for s in segments if s.kind == "drive" and s.driver == k) for k in (1, 2)}
    assert driven == {1: 480, 2: 480}


def test_without_a_daily_limit_they_take_turns():
    segments = planned([0, 900], 2, 6, max_minutes_per_driver_24h=None)
    assert {s.driver for s in segments if s.kind == "drive"} == {1, 2}


def test_no_driver_at_all_is_not_invented():
    assert {s.driver for s in planned([0, 300], 1) if s.kind == "drive"} == {1}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([0, 10, 35, 90, 240, 500]), min_size=2, max_size=5),
    st.integers(1, 3),
    st.integers(0, 1439),
    st.sampled_from([480, 300, 201]),
)
def test_no_driver_exceeds_the_own_limit(drives, drivers, minute, most):
    its = case(drivers, max_minutes_per_driver_24h=most)
    tasks = [StopTask(drive, 10, aboard=i > 0) for i, drive in enumerate(drives)]
    leave = MIDNIGHT + minute
    timeline = earliest(tasks, limits(its.rules.driving, drivers), earliest_leave=leave, latest_leave=leave + DAY)
    segments = duty(trip(timeline), its)
    assert sum(s.minutes for s in segments if s.kind == "drive") == sum(drives)
    for driver in range(1, drivers + 1):
        wheel = [(s.start, s.end) for s in segments if s.kind == "drive" and s.driver == driver]
        for _, end in wheel:
            assert sum(max(0, min(e, end) - max(s, end - DAY)) for s, e in wheel) <= most
