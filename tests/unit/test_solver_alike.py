"""Offers of equal vehicles are one to the optimiser, and stand in the plan by their own ids."""

from dataclasses import replace

from random_cases import DEAR_TICKETS, build, coach, people

from transport.check import check_plan
from transport.solver import solve
from transport.solver.problem import Problem, alike_offers

LINE = {"V1": (0, 0), "F1": (500, 0), "D1": (0, 0)}


def scenery(*offers):
    return build(LINE, people("V1", "F1", *[1] * 40), list(offers), costs=DEAR_TICKETS)


def plain(name, count=1, **more):
    return coach(name, 20, count, fixed_cost=500, km_cost=5, **more)


def test_who_makes_an_offer_and_how_many_there_are_makes_no_other_vehicle():
    first, second = plain("K1"), replace(plain("K2", 3), operator="another", vehicle="red", extra={"plate": "none"})
    dearer, larger = replace(plain("K3"), km_cost=6.0), replace(plain("K4"), seats=21)
    assert alike_offers([first, second, dearer, larger]) == ((first, second), (dearer,), (larger,))
    problem = Problem(scenery(first, second, dearer, larger).case, scenery(first, second, dearer, larger).travel)
    assert [offer.count for offer in problem.offers] == [4, 1, 1]


def test_each_trip_names_the_offer_whose_vehicle_it_uses():
    made = scenery(plain("K1"), plain("K2", 0), plain("K3"))
    plan = solve(made.case, made.travel, time_limit_s=2.0, repeatable=True)
    assert sorted((trip.offer_id, trip.vehicle_no) for trip in plan.trips) == [("K1", 1), ("K3", 1)]
    assert not check_plan(made.case, made.travel, plan.to_document()).violations
    again = solve(made.case, made.travel, time_limit_s=0.0, repeatable=True, start=plan)
    assert again.summary.total_cost == plan.summary.total_cost
    assert len(again.trips) == 2
