"""The figures of the report: every yuan is somebody's, and the small things are counted right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transport.facts import Facts
from transport.plan import COST_TERMS, ServiceUse
from transport.report.figures import (
    Journeys,
    best_practice,
    county_costs,
    employer_costs,
    journeys,
    mode_costs,
    person_costs,
    seat_use,
    warnings,
)


@pytest.fixture(scope="module")
def facts(world):
    return Facts(world.case, world.plan)


def test_the_persons_costs_are_the_plan_s_term_by_term(facts):
    costs = person_costs(facts).values()
    for term in COST_TERMS:
        assert sum(cost[term] for cost in costs) == pytest.approx(facts.plan.summary.cost[term]), term


@pytest.mark.parametrize("grouped", [county_costs, employer_costs, mode_costs])
def test_groups_add_up_to_the_total_and_to_everybody(facts, grouped):
    groups = grouped(facts)
    assert sum(group.total for group in groups) == pytest.approx(facts.plan.summary.total_cost)
    assert sum(group.people for group in groups) == len(facts.case.workers)
    assert [group.total for group in groups] == sorted((group.total for group in groups), reverse=True)


def test_a_run_is_shared_by_all_its_passengers(world):
    service = world.case.services["MU7641"]
    rows = {name: replace(service, service_id=name, run="R") for name in ("MU7641", "MU7642")}
    legs = {"w05": ("T001", "service:MU7642", "T003")}
    plan = replace(
        world.plan,
        services=(
            ServiceUse("MU7641", 1, ("w01", "w02", "w03", "w04"), 5000.0),
            ServiceUse("MU7642", 1, ("w05",), 0.0),
        ),
        itineraries=tuple(replace(i, legs=legs.get(i.worker_id, i.legs)) for i in world.plan.itineraries),
    )
    costs = person_costs(Facts(replace(world.case, services=rows), plan))
    assert {costs[f"w0{n}"]["services"] for n in range(1, 6)} == {1000.0}
    assert sum(cost["escorts"] for cost in costs.values()) == pytest.approx(300.0)


def test_journeys(facts):
    found = journeys(facts)
    assert len(found.minutes) == 10
    assert found.longest == 28 * 60 + 30
    assert found.median == pytest.approx((11 * 60 + 35 + 26 * 60 + 40) / 2)
    assert found.bands() == ((6, 12, 5), (12, 18, 0), (18, 24, 0), (24, 36, 5))


@pytest.mark.parametrize(
    ("minutes", "bands"),
    [
        ((), ()),
        ((0,), ((0, 6, 1),)),
        ((359, 360), ((0, 6, 1), (6, 12, 1))),
        ((2880, 9999), ((48, None, 2),)),
    ],
)
def test_bands_of_hours(minutes, bands):
    assert Journeys(minutes).bands() == bands


def test_seats_are_those_without_the_escorts(facts):
    rows = {row.kind: row for row in seat_use(facts)}
    assert {kind: (row.people, row.seats) for kind, row in rows.items()} == {
        "feeder": (5, 33),
        "direct": (5, 44),
        "distribution": (5, 22),
        "flight": (5, 119),
    }


def test_the_best_practice_is_the_cheapest_that_can_be_done(facts):
    assert best_practice(facts) == ("all_direct", 241_000.0)
    nothing = replace(facts.plan, summary=replace(facts.plan.summary, baselines={"all_direct": None}))
    assert best_practice(Facts(facts.case, nothing)) is None


def test_warnings(facts):
    found = {warning.code: (warning.count, warning.which) for warning in warnings(facts)}
    assert found == {
        "unserved": (2, ()),
        "wheelchair": (2, ("T001", "T003")),
        "early": (5, ()),
        "empty_trip": (3, ("T001", "T002", "T003")),
    }
    unproven = replace(facts.plan, summary=replace(facts.plan.summary, lower_bound=None))
    assert "no_bound" in {warning.code for warning in warnings(Facts(facts.case, unproven))}
