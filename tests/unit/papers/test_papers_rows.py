"""The pure rows: who boards where and meets what, and what the vehicle does when."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from transport.io.facts import Facts
from transport.io.list_rows import LISTS
from transport.io.manifest_rows import boarding_stops, driving_minutes, timetable_rows
from transport.plan import Rest, Stop


@pytest.fixture(scope="module")
def facts(world):
    return Facts(world.case, world.plan)


def test_people_stand_by_stop_parties_side_by_side_and_numbered_through(facts):
    stops = boarding_stops(facts, facts.trips["T001"])
    assert [[p.worker.worker_id for p in group.passengers] for group in stops] == [
        ["w01", "w03", "w02"],
        ["w04", "w05"],
    ]
    assert [p.number for group in stops for p in group.passengers] == [1, 2, 3, 4, 5]


def test_everybody_alights_where_the_plan_says(facts):
    for trip in facts.plan.trips:
        for group in boarding_stops(facts, trip):
            for passenger in group.passengers:
                assert passenger.worker.worker_id in passenger.alight.alight
                assert passenger.board is group.stop


def test_feeders_catch_distributions_come_from_and_directs_meet_nothing(facts):
    met = {
        trip.trip_id: {p.service and p.service.service_id for g in boarding_stops(facts, trip) for p in g.passengers}
        for trip in facts.plan.trips
    }
    assert met == {"T001": {"MU7641"}, "T002": {None}, "T003": {"MU7641"}}


def test_a_timetable_has_no_hole_and_shares_out_the_km(facts):
    for trip in facts.plan.trips:
        rows = timetable_rows(trip)
        assert rows[0].activity == "leave_base"
        assert rows[0].start == trip.leaves_base
        assert rows[-1].end == trip.entries[-1].depart
        for before, after in pairwise(rows):
            assert before.end == after.start
        assert sum(row.km or 0.0 for row in rows) == pytest.approx(trip.km)
        assert max(row.km_so_far or 0.0 for row in rows) == pytest.approx(trip.km)


def test_the_way_from_base_and_rests_before_the_first_stop_have_no_km(facts):
    trip = facts.trips["T001"]
    start = trip.leaves_base
    moved = replace(trip, leaves_base=start - 60, entries=(Rest(start - 30, start - 10), *trip.entries))
    rows = timetable_rows(moved)
    assert [row.activity for row in rows[:5]] == ["leave_base", "drive", "rest", "drive", "stop"]
    assert all(row.km is None for row in rows[:5])
    assert driving_minutes(moved) == driving_minutes(trip) == 30 + 135


def test_stops_at_one_place_without_driving_share_nothing_out(facts):
    trip = facts.trips["T001"]
    first = trip.stops[0]
    alone = replace(trip, km=0.0, entries=(first, Stop("H1", first.depart, first.depart, alight=first.board)))
    assert [row.activity for row in timetable_rows(alone)] == ["leave_base", "drive", "stop", "stop"]


def test_the_mark_tells_plans_apart_and_stays_when_figures_are_rounded(facts):
    again = replace(facts.plan, created="later", solver={}, summary=replace(facts.plan.summary, lower_bound=None))
    other = replace(facts.plan, trips=facts.plan.trips[:2])
    assert Facts(facts.case, again).mark == facts.mark
    assert Facts(facts.case, other).mark != facts.mark
    assert len(facts.mark) == 8


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.key)
def test_every_list_fills_its_columns(facts, spec, lang):
    rows = spec.rows(facts, lang)
    assert rows
    assert {len(row) for row in rows} == {len(spec.columns)}


def test_every_person_stands_once_in_the_lists_of_villages_and_employers(facts):
    for spec in LISTS:
        if spec.key in {"villages", "employers"}:
            ids = [row[spec.columns.index("worker")] for row in spec.rows(facts, "zh")]
            assert sorted(ids) == sorted(facts.case.workers)
