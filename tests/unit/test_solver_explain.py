"""Why people are left: each reason where it is true, and no claim beyond what is proven or was built."""

import random
from dataclasses import replace

import pytest
from random_cases import DEAR_TICKETS, START, build, coach, people, place, tiny, train

from transport.case import Costs, Rules
from transport.check import check_plan
from transport.explanation import explanations_from
from transport.solver import explain_plan, solve
from transport.solver.impossible import impossible
from transport.solver.problem import Problem
from transport.solver.reach import Reach

SPOTS = {"V1": (0, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}
LEFT = Costs(individual_ticket=None)
FAR = [("V1", "F1"), ("V1", "H2"), ("H1", "F1"), ("H1", "H2"), ("D1", "F1"), ("D1", "H2")]
IMPOSSIBLE = {
    "no_offer": {},
    "no_vehicle_at_origin": {"offers": [coach()], "places": [place("V1", max_seats=19)]},
    "no_vehicle_at_destination": {"offers": [coach()], "places": [place("F1", max_seats=19)]},
    "no_road": {"offers": [coach()], "no_road": FAR},
    "party_too_large": {"workers": people("V1", "F1", 30), "offers": [coach(seats=20)]},
    "no_arrival_before_report": {"workers": people("V1", "F1", 1, report_by=START + 400), "offers": [coach()]},
    "no_connection": {"offers": [coach(roles=("feeder",)), coach("L", roles=("distribution",))]},
    "only_barred": {
        "workers": people("V1", "F1", 1, report_by=START + 3 * 1440, needs=("no_fly",)),
        "offers": [coach(roles=("feeder", "distribution"))],
        "services": [train(mode="flight")],
    },
}


def planned(workers, offers=(), services=(), *, costs=LEFT, spots=SPOTS, lang="en", **details):
    scenery = build(spots, workers, offers, services, costs=costs, **details)
    plan = solve(scenery.case, scenery.travel, time_limit_s=1, repeatable=True, lang=lang)
    return scenery, plan


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_each_proof_where_it_holds_and_nobody_is_served_there(code, lang):
    details = {"workers": people("V1", "F1", 2)} | IMPOSSIBLE[code]
    scenery, plan = planned(lang=lang, **details)
    (told,) = plan.explanations
    assert (told.code, told.proven, told.mode) == (code, True, "unserved")
    assert sorted(told.workers) == sorted(scenery.case.workers)
    assert {(left.reason, left.detail) for left in plan.unserved} == {(code, told.detail)}
    assert told.detail
    assert "{" not in told.detail
    assert "inf" not in told.detail.split()


def test_proofs_name_their_numbers():
    late = people("V1", "F1", 1, report_by=START + 400)
    (told,) = planned(late, [coach()])[1].explanations
    assert "08:30" in told.detail  # 10 minutes of stop and 500 of road from midnight
    assert "06:40" in told.detail
    narrow = {"places": [place("V1", max_seats=19)]}
    (told,) = planned(people("V1", "F1", 2), [coach(seats=25)], **narrow)[1].explanations
    assert "19 seats" in told.detail
    assert "25" in told.detail


def test_a_vehicle_that_reaches_the_origin_is_not_denied_for_the_destination():
    (told,) = planned(people("V1", "F1", 2), [coach(roles=("direct",))], places=[place("F1", max_seats=5)])[
        1
    ].explanations
    assert told.code == "no_vehicle_at_destination"


@pytest.mark.parametrize("seed", range(40))
def test_nobody_who_is_carried_in_some_plan_is_proven_impossible(seed):
    scenery = tiny(seed)
    free = scenery.change(costs=replace(scenery.case.costs, individual_ticket=10**7))
    plan = solve(free.case, free.travel, time_limit_s=0.3, repeatable=True)
    problem = Problem(free.case, free.travel)
    reach = Reach(problem)
    mode = {itinerary.worker_id: itinerary.mode for itinerary in plan.itineraries}
    for index, bundle in enumerate(problem.bundles):
        if mode[bundle.workers[0]] in ("direct", "connected"):
            assert impossible(problem, reach, index) is None


def test_dearer_than_a_ticket_says_by_how_much():
    scenery, plan = planned(people("V1", "F1", 1), [coach(fixed_cost=3000)], costs=DEAR_TICKETS)
    (told,) = plan.explanations
    assert (told.mode, told.code, told.proven) == ("ticket", "dearer", False)
    assert told.way.legs == ("new:K",)
    forced = scenery.change(costs=replace(scenery.case.costs, individual_ticket=10**6))
    carried = solve(forced.case, forced.travel, time_limit_s=1, repeatable=True)
    assert told.way.extra_cost == pytest.approx(carried.summary.total_cost - plan.summary.total_cost)


def test_equal_people_are_examined_together():
    """Three of them share a coach that none would pay for alone, so what is told is the price for all three."""
    _, plan = planned(people("V1", "F1", 1, 1, 1), [coach(fixed_cost=3500)], costs=DEAR_TICKETS)
    (told,) = plan.explanations
    assert len(told.workers) == 3
    assert told.way.extra_cost == pytest.approx(500)


def crowded(size=2):
    """One coach with two seats for workers, time for one trip, and three people who want it."""
    workers = people("V1", "F1", 2, report_by=START + 700) + people("V1", "F1", size, tag="x", report_by=START + 699)
    return workers, [coach(seats=3, count=1, fixed_cost=100)]


def test_who_is_crowded_out_is_told_what_making_room_costs():
    workers, offers = crowded(1)
    _, plan = planned(workers, offers, costs=DEAR_TICKETS)
    (told,) = plan.explanations
    assert told.mode == "ticket"
    assert told.code == "crowded_out"
    assert told.way.moved == 2
    assert told.way.extra_cost == pytest.approx(1000)  # two tickets instead of one


def test_the_changes_that_help_are_found_and_true():
    workers, offers = crowded(1)
    scenery, plan = planned(workers, offers, costs=DEAR_TICKETS)
    changes = {change.kind: change for change in plan.explanations[0].changes}
    assert {"vehicle_more", "seats_more"} <= set(changes)
    assert changes["seats_more"].amount == 1
    assert changes["seats_more"].saves == pytest.approx(1000)
    assert changes["vehicle_more"].saves == pytest.approx(900)
    offer = scenery.case.offers["K"]
    roomier = scenery.change(offers={"K": replace(offer, seats=offer.seats + 1)})
    better = solve(roomier.case, roomier.travel, time_limit_s=1, repeatable=True)
    assert plan.summary.total_cost - better.summary.total_cost == pytest.approx(1000)


@pytest.mark.parametrize("late", [1, 37, 240])
def test_the_least_later_report_is_found_to_five_minutes(late):
    """A coach that leaves at midnight is there after 510 minutes; who reports earlier needs just the difference."""
    _, plan = planned(people("V1", "F1", 2, report_by=START + 500 - late), [coach()], costs=DEAR_TICKETS)
    (told,) = plan.explanations
    assert told.code == "no_arrival_before_report"
    (shift,) = [change for change in told.changes if change.kind == "report_later"]
    assert late + 10 <= shift.amount < late + 15


def test_one_more_unit_and_a_wider_road_help():
    stuck = people("V1", "F1", 2)
    spokes = [coach(roles=("feeder", "distribution"))]
    full = [
        train(max_units=1, seats=3),
    ]
    _, plan = planned(stuck + people("H1", "H2", 2), spokes, full, costs=DEAR_TICKETS)
    kinds = {change.kind for told in plan.explanations for change in told.changes}
    assert "unit_more" in kinds
    _, plan = planned(stuck, [coach()], places=[place("V1", max_seats=19)], costs=DEAR_TICKETS)
    (told,) = plan.explanations
    assert {(change.kind, change.target) for change in told.changes} == {("access", "V1")}


def test_everybody_who_is_left_is_told_once_and_the_document_keeps_it():
    rng = random.Random(5)
    for seed in rng.sample(range(1000), 15):
        scenery = tiny(seed)
        plan = solve(scenery.case, scenery.travel, time_limit_s=0.3, repeatable=True)
        told = [worker for explanation in plan.explanations for worker in explanation.workers]
        left = [one.worker_id for one in (*plan.tickets, *plan.unserved)]
        assert sorted(told) == sorted(left)
        document = plan.to_document()
        assert not check_plan(scenery.case, scenery.travel, document).violations
        rows = document["explanations"]
        assert [explanation.to_document() for explanation in explanations_from(rows)] == rows


def test_a_written_plan_can_be_asked_about_anybody():
    scenery, plan = planned(people("V1", "F1", 2, 2), [coach(fixed_cost=1500, count=1, seats=4)], costs=DEAR_TICKETS)
    carried = next(itinerary for itinerary in plan.itineraries if itinerary.mode == "direct")
    (told,) = explain_plan(scenery.case, scenery.travel, plan, wanted=[carried.worker_id], lang="en")
    assert (told.mode, told.code) == ("direct", "worth_it")
    assert told.way.legs == carried.legs
    assert told.way.extra_cost == pytest.approx(-500)  # two tickets instead of the coach
    again = explain_plan(scenery.case, scenery.travel, plan, lang="en")
    assert [(e.workers, e.code) for e in again] == [(e.workers, e.code) for e in plan.explanations]


def test_no_time_leaves_the_weakest_reason_and_no_claim():
    scenery, plan = planned(people("V1", "F1", 1), [coach(fixed_cost=3000)], costs=DEAR_TICKETS)
    (told,) = explain_plan(scenery.case, scenery.travel, plan, over=lambda: True)
    assert (told.code, told.proven, told.way, told.changes) == ("crowded_out_or_dearer", False, None, None)


def test_no_reason_is_given_where_everybody_is_carried():
    _, plan = planned(people("V1", "F1", 2), [coach()], rules=Rules(), costs=DEAR_TICKETS)
    assert plan.explanations == ()
