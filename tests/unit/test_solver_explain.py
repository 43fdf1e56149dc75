"""Why somebody is left: each reason where it is true, and no claim beyond what is proven."""

import pytest
from random_cases import START, build, coach, people, place, train

from transport.case import Costs, Rules
from transport.solver import solve
from transport.solver.explain import Explainer
from transport.solver.problem import Problem

SPOTS = {"V1": (0, 0), "F1": (500, 0), "H1": (30, 0), "H2": (480, 0), "D1": (0, 0)}
LEFT = Costs(individual_ticket=None)


def reason(workers=None, offers=(), services=(), lang="en", **details):
    scenery = build(SPOTS, workers or people("V1", "F1", 2), offers, services, costs=LEFT, **details)
    return Explainer(Problem(scenery.case, scenery.travel), lang).why_unserved(0)


FAR = [("V1", "F1"), ("V1", "H2"), ("H1", "F1"), ("H1", "H2"), ("D1", "F1"), ("D1", "H2")]
CASES = {
    "no_offer": {},
    "no_vehicle_at_origin": {"offers": [coach()], "places": [place("V1", max_seats=19)]},
    "no_vehicle_at_destination": {"offers": [coach()], "places": [place("F1", max_seats=19)]},
    "no_road": {"offers": [coach()], "no_road": FAR},
    "party_too_large": {"workers": people("V1", "F1", 30), "offers": [coach(seats=20)]},
    "no_arrival_before_report": {"workers": people("V1", "F1", 1, report_by=START + 400), "offers": [coach()]},
    "crowded_out_or_dearer": {"offers": [coach(fixed_cost=1e9)]},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", CASES)
def test_each_reason_where_it_is_true(code, lang):
    given, sentence = reason(**CASES[code], lang=lang)
    assert given == code
    assert sentence
    assert "{" not in sentence
    assert "inf" not in sentence.split()


def test_a_vehicle_that_reaches_the_origin_is_not_denied_for_the_destination():
    code, _ = reason(offers=[coach(roles=("direct",))], places=[place("F1", max_seats=5)])
    assert code == "no_vehicle_at_destination"


def test_who_lives_at_a_hub_is_not_without_a_vehicle():
    code, _ = reason(people("H1", "H2", 1), services=[train(max_units=0)])
    assert code != "no_vehicle_at_origin"


@pytest.mark.parametrize("code", sorted(CASES))
def test_nobody_is_served_where_that_is_said_to_be_impossible(code):
    if code == "crowded_out_or_dearer":
        pytest.skip("claims nothing")
    details = {"workers": people("V1", "F1", 2)} | CASES[code]
    scenery = build(SPOTS, details.pop("workers"), details.pop("offers", ()), costs=LEFT, **details)
    plan = solve(scenery.case, scenery.travel, time_limit_s=0.2, repeatable=True)
    assert {unserved.reason for unserved in plan.unserved} == {code}
    assert len(plan.unserved) == len(scenery.case.workers)


def test_no_reason_is_given_to_who_has_a_ticket():
    scenery = build(SPOTS, people("V1", "F1", 2), rules=Rules())
    plan = solve(scenery.case, scenery.travel, time_limit_s=0.1)
    assert plan.unserved == ()
    assert [ticket.cost for ticket in plan.tickets] == [1000, 1000]
