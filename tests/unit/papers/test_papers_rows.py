"""The pure rows: who boards where, alights where and meets what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transport.facts import Facts
from transport.papers.boarding_rows import boarding_stops
from transport.papers.list_rows import LISTS


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
