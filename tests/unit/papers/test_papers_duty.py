"""The drivers' sheet: rows without a hole, places, km, who is at the wheel, and the rule in the case's own numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from transport.case import DrivingRules
from transport.papers.booklet.duty import duty_page
from transport.papers.booklet.duty_rows import driver_hours, duty_rows
from transport.papers.paper import Band, Row, Table, Words
from transport.plan import Rest, Stop

NOTE = {"zh": "依据以现行有效版本为准。", "en": "The rules in force are decisive."}


@pytest.fixture(scope="module")
def direct(world):
    return next(trip for trip in world.plan.trips if trip.kind == "direct")


@pytest.fixture(scope="module")
def feeder(world):
    return next(trip for trip in world.plan.trips if trip.kind == "feeder")


def with_driving(world, drivers=None, **driving):
    """The world's case with other driver-hour rules, and as many drivers in every vehicle."""
    offers = {
        key: offer if drivers is None else replace(offer, drivers=drivers) for key, offer in world.case.offers.items()
    }
    rules = replace(world.case.rules, driving=DrivingRules(**driving))
    return replace(world.case, rules=rules, offers=offers)


@pytest.fixture
def sheet_of(world, desk_of):
    """The drivers' sheet of a trip as a page."""

    def make(trip, case=None, lang="zh"):
        return duty_page(desk_of(world, lang, case), trip)

    return make


def table(page):
    """The rows of the sheet's first table, bands of days left out."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    return [row.values for row in tables[0].rows if isinstance(row, Row)]


def hours_table(page):
    return [row.values for row in [block for block in page.blocks if isinstance(block, Table)][1].rows]


def test_rows_have_no_hole_and_share_out_the_km(world):
    for trip in world.plan.trips:
        rows = duty_rows(trip, world.case)
        assert rows[0].segment.start == trip.leaves_base
        assert rows[-1].segment.end == trip.entries[-1].depart
        assert all(before.segment.end == after.segment.start for before, after in pairwise(rows))
        assert sum(row.km or 0.0 for row in rows) == pytest.approx(trip.km)
        assert [row.stop for row in rows if row.stop] == list(trip.stops)


def test_the_way_from_base_and_rests_before_the_first_stop_have_no_km(world, feeder):
    start = feeder.leaves_base
    moved = replace(feeder, leaves_base=start - 60, entries=(Rest(start - 30, start - 10), *feeder.entries))
    rows = duty_rows(moved, world.case)
    assert [(row.segment.kind, row.place_id, row.towards, row.km) for row in rows[:4]] == [
        ("drive", "D1", "V1", None),
        ("rest", None, "V1", None),
        ("drive", None, "V1", None),
        ("stop", "V1", None, None),
    ]
    assert (rows[4].place_id, rows[4].towards) == ("V1", "V2")


def test_a_rest_next_to_a_stop_is_at_its_place(world, feeder):
    first, second, hub = feeder.stops
    entries = (first, Rest(first.depart, first.depart + 5), Rest(second.arrive - 5, second.arrive), second, hub)
    rests = [row.place_id for row in duty_rows(replace(feeder, entries=entries), world.case) if not row.stop]
    assert rests == ["D1", "V1", "V1", "V2", "V2"]


def test_stops_at_one_place_without_driving_share_nothing_out(world, feeder):
    first = feeder.stops[0]
    entries = (first, Stop("H1", first.depart, first.depart, alight=first.board))
    rows = duty_rows(replace(feeder, km=0.0, entries=entries), world.case)
    assert [row.segment.kind for row in rows] == ["drive", "stop", "stop"]


def test_hours_of_drivers_add_up_to_the_driving_from_base_on(world, direct):
    rows = duty_rows(direct, world.case)
    hours = driver_hours(rows, 3)
    assert [each.driver for each in hours] == [1, 2, 3]
    driven = sum(after.arrive - before.depart for before, after in pairwise(direct.entries))
    assert sum(each.total for each in hours) == driven + direct.entries[0].arrive - direct.leaves_base
    assert all(each.most_in_day <= each.total for each in hours)


def test_the_most_in_a_day_counts_any_24_hours(world, feeder):
    first, _, hub = feeder.stops
    start = feeder.leaves_base
    entries = (
        replace(first, arrive=start + 60, depart=start + 70),
        Rest(start + 370, start + 1440),  # by the end, the first 60 and 30 of the next are older than 24 h
        replace(hub, arrive=start + 1540, depart=start + 1540),
    )
    (hours,) = driver_hours(duty_rows(replace(feeder, entries=entries), world.case), 1)
    assert (hours.total, hours.most_in_day) == (460, 370)


def test_who_takes_over_is_told_at_the_last_standstill_before(world, direct):
    at_the_wheel = None
    rows = duty_rows(direct, world.case)
    for before, row in pairwise(rows):
        if row.segment.kind == "drive":
            changed = at_the_wheel is not None and row.segment.driver != at_the_wheel
            assert (before.takes_over == row.segment.driver) if changed else before.takes_over is None
        at_the_wheel = before.segment.driver or at_the_wheel
    assert any(row.takes_over for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_of_the_sheet_says_when_how_long_what_where_and_who(world, sheet_of, direct, lang):
    rows = table(sheet_of(direct, lang=lang))
    duty = duty_rows(direct, world.case)
    assert [int(row[3] or 0) for row in rows] == [row.segment.minutes for row in duty]
    assert all(row[1] and row[4] and row[5] and row[7] for row in rows)
    drives = [row for row, told in zip(rows, duty, strict=True) if told.segment.kind == "drive"]
    word = {"zh": "驾驶员{}", "en": "driver {}"}[lang]
    assert [row[6] for row in drives] == [word.format(r.segment.driver) for r in duty if r.segment.kind == "drive"]
    assert all("{" not in str(value) for row in rows for value in row)


CONTINUOUS = "连续驾驶不超过{}，之后停车休息（含停靠）不少于{}分钟"
NIGHT = "夜间（06:00–18:00）连续驾驶不超过1小时30分，之后停车休息（含停靠）不少于20分钟"
BUDGET = "24小时驾驶时间上限：每名驾驶员任意24小时内驾驶不超过3小时20分"
WAIT = "等候（上车时段、停靠点开放时间或换乘衔接）"
BY_DAY = {"night_from": 360, "night_to": 1080, "night_max_continuous_minutes": 90}


@pytest.mark.parametrize(
    ("driving", "before", "rest", "after", "words"),
    [
        ({}, 150, 20, 150, CONTINUOUS.format("4小时", 20)),
        ({"max_continuous_minutes": 210, "rest_minutes": 30}, 150, 30, 150, CONTINUOUS.format("3小时30分", 30)),
        (BY_DAY, 80, 20, 80, NIGHT),
        ({"halt_from": 8 * 60, "halt_to": 9 * 60}, 75, 60, 30, "08:00–09:00 停车，不得载客行驶"),
        ({"max_minutes_per_driver_24h": 200}, 150, 1440, 150, BUDGET),
        ({}, 60, 45, 60, WAIT),
        ({"enabled": False}, 150, 45, 150, WAIT),
    ],
)
def test_a_rest_names_its_rule_in_the_numbers_of_the_case(world, sheet_of, feeder, driving, before, rest, after, words):
    first, _, hub = feeder.stops  # the first stop ends at 06:45
    pause = first.depart + before
    arrive = pause + rest + after
    entries = (first, Rest(pause, pause + rest), replace(hub, arrive=arrive, depart=arrive))
    trip = replace(feeder, leaves_base=first.arrive, entries=entries)
    rows = table(sheet_of(trip, with_driving(world, **driving)))
    assert [row[7] for row in rows if row[3] == str(rest)] == [words]


def test_a_halt_shows_its_hours(world, sheet_of, feeder):
    first, _, hub = feeder.stops
    trip = replace(feeder, entries=(first, Rest(first.depart + 75, first.depart + 135), hub))
    rows = table(sheet_of(trip, with_driving(world, halt_from=8 * 60, halt_to=9 * 60)))
    assert [row[4] for row in rows] == ["行驶", "停靠", "行驶", "停车\n08:00–09:00", "行驶", "停靠"]


def test_a_swap_on_the_way_names_who_takes_over_and_why(world, sheet_of, feeder):
    first, _, hub = feeder.stops
    arrive = first.depart + 300
    trip = replace(feeder, leaves_base=first.arrive, entries=(first, replace(hub, arrive=arrive, depart=arrive)))
    rows = table(sheet_of(trip, with_driving(world, drivers=2, max_minutes_per_driver_24h=200)))
    assert [(row[4], row[3], row[6]) for row in rows] == [
        ("停靠", "15", ""),
        ("行驶", "200", "驾驶员1"),
        ("换班", "", "换驾驶员2"),
        ("行驶", "100", "驾驶员2"),
        ("停靠", "", ""),
    ]
    assert rows[2][7] == BUDGET


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_ends_with_hours_a_driver_and_the_law(world, sheet_of, direct, lang):
    page = sheet_of(direct, lang=lang)
    label = {"zh": "驾驶员{}", "en": "driver {}"}[lang]
    hours = driver_hours(duty_rows(direct, world.case), 3)
    for each, line in zip(hours, hours_table(page), strict=True):
        assert line[0] == label.format(each.driver)
        assert str(each.total) in line[1]
        assert str(each.most_in_day) in line[2]
        assert line[3] == {"zh": "8小时", "en": "8 h"}[lang]
    assert page.blocks[-1] == Words(NOTE[lang], "quiet")


def test_every_day_of_a_trip_has_its_band(sheet_of, direct):
    rows = next(block for block in sheet_of(direct).blocks if isinstance(block, Table)).rows
    bands = [row.text for row in rows if isinstance(row, Band)]
    assert bands == ["2027-02-17　周三", "2027-02-18　周四", "2027-02-19　周五"]
    assert rows[1].values[1:3] == ("23:00", "02-18 05:00")


def test_a_plan_without_driver_hour_rules_says_so_and_names_no_limit(world, sheet_of, direct):
    page = sheet_of(direct, with_driving(world, enabled=False))
    assert any("未启用驾驶时间规则" in block.text for block in page.blocks if isinstance(block, Words))
    assert {row[3] for row in hours_table(page)} == {"不限"}
