"""The figures of the report: every yuan is somebody's, and the small things are counted right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from transport.clock import DAY, to_minutes
from transport.explanation import Change, Explanation
from transport.facts import Facts
from transport.ledger.items import ROUNDING, cost_items
from transport.plan import COST_TERMS, ServiceUse
from transport.report.charts import columns, marked_bar, stack
from transport.report.costs import group_costs, term_costs
from transport.report.emissions import coach_factor, emissions, great_circle_km
from transport.report.figures import Journeys, best_practice, journeys, seat_use, warnings
from transport.report.quality import quality_notes
from transport.report.source import Source
from transport.report.use import pickups_by_day, vehicle_uses, village_times
from transport.report.words import change_text


@pytest.fixture(scope="module")
def facts(world):
    return Facts(world.case, world.plan)


@pytest.fixture(scope="module")
def source(facts):
    return Source(facts, "zh")


@pytest.mark.parametrize("grouped", ["by_county", "by_employer", "by_mode", "by_village"])
def test_groups_add_up_to_every_term_and_to_everybody(source, grouped):
    groups, facts = getattr(source, grouped), source.facts
    assert sum(group.fen for group in groups) == round(100 * facts.plan.summary.total_cost)
    assert sum(group.people for group in groups) == len(facts.case.workers)
    assert [group.fen for group in groups] == sorted((group.fen for group in groups), reverse=True)
    for term in COST_TERMS:
        stated = round(100 * facts.plan.summary.cost[term])
        assert abs(sum(group.terms.get(term, 0) for group in groups) - stated) <= 1, term


def test_fen_that_rounding_makes_are_somebody_s(world):
    summary = replace(world.plan.summary, stated_total=world.plan.summary.total_cost + 0.03)
    facts = Facts(world.case, replace(world.plan, summary=summary))
    groups = group_costs(facts, cost_items(facts), lambda itinerary: itinerary.mode)
    assert sum(group.fen for group in groups) == round(100 * summary.stated_total)
    assert sum(group.terms.get(ROUNDING, 0) for group in groups) in {2, 3, 4}
    assert sum(cost.fen for cost in term_costs(facts)) == round(100 * summary.stated_total)
    assert term_costs(facts)[-1].term == ROUNDING


def test_a_run_is_shared_by_all_its_passengers_but_seats_are_their_own(world):
    service = world.case.services["MU7641"]
    rows = {
        name: replace(service, service_id=name, run="R", unit_cost=4500, seat_cost=seat)
        for name, seat in (("MU7641", 100), ("MU7642", 300))
    }
    legs = {"w05": ("T001", "service:MU7642", "T003")}
    plan = replace(
        world.plan,
        services=(
            ServiceUse("MU7641", 1, ("w01", "w02", "w03", "w04"), 4900.0),
            ServiceUse("MU7642", 1, ("w05",), 300.0),
        ),
        itineraries=tuple(replace(i, legs=legs.get(i.worker_id, i.legs)) for i in world.plan.itineraries),
    )
    facts = Facts(replace(world.case, services=rows), plan)
    groups = {group.name: group for group in group_costs(facts, cost_items(facts), lambda i: i.worker_id)}
    assert [groups[f"w0{n}"].terms["services"] for n in range(1, 6)] == [100_000] * 4 + [120_000]
    assert sum(group.terms.get("escorts", 0) for group in groups.values()) == 30_000


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


def test_vehicles_with_all_their_trips(facts):
    uses = {(use.offer.offer_id, use.number): use for use in vehicle_uses(facts)}
    assert {key: (use.people, use.seats, use.fen) for key, use in uses.items()} == {
        ("O1", 1): (5, 33, 110_000),
        ("O2", 1): (5, 44, 1_800_000),
        ("O3", 1): (5, 22, 70_000),
    }
    assert sum(use.km for use in uses.values()) == 1700.0


def test_villages_and_days(facts):
    times = {found.place_id: found for found in village_times(facts)}
    assert {place: (found.people, len(found.minutes)) for place, found in times.items()} == {
        "V1": (4, 3), "V2": (4, 3), "V3": (6, 4)
    }  # fmt: skip
    assert times["V3"].longest == 28 * 60 + 30
    days = pickups_by_day(facts)
    assert list(days) == [to_minutes(datetime(2027, 2, 18))]
    assert next(iter(days.values())) == (5, 5, 0, 0)
    later = replace(facts.plan.itineraries[0], pickup=facts.plan.itineraries[0].pickup + 3 * DAY)
    gaps = pickups_by_day(Facts(facts.case, replace(facts.plan, itineraries=(later, *facts.plan.itineraries[1:]))))
    assert [sum(counts) for counts in gaps.values()] == [9, 0, 0, 1]


def test_carbon_dioxide_is_km_times_factors(facts):
    found = {one.means: one for one in emissions(facts)}
    factors = facts.case.emissions
    assert found["coach"].kg == pytest.approx(
        120 * factors.coach_medium + 1500 * factors.coach_large + 80 * factors.coach_medium
    )
    assert found["coach_empty"].kg == pytest.approx(30 * factors.coach_medium)
    straight = great_circle_km(facts.case.places["H1"], facts.case.places["H2"])
    assert straight == pytest.approx(2160, rel=0.02)
    assert found["flight"].kg == pytest.approx(5 * (straight + 95) * factors.flight)
    assert found["ticket"].people == 2
    assert found["coach"].people == 10
    assert coach_factor(replace(facts.case.offers["O1"], seats=19), factors) == factors.coach_small
    assert coach_factor(replace(facts.case.offers["O1"], seats=39), factors) == factors.coach_large


def test_without_coordinates_nobody_guesses_a_distance(facts):
    places = {place_id: replace(place, lat=None) for place_id, place in facts.case.places.items()}
    found = emissions(Facts(replace(facts.case, places=places), facts.plan))
    assert {one.means for one in found} == {"coach", "coach_empty"}


def test_what_in_the_data_is_thin(facts):
    notes = {note.code: (note.count, note.of) for note in quality_notes(facts.case)}
    assert notes["network"] == (1, 1)
    assert notes["no_contact"] == (12, 14)
    assert notes["no_ticket_price"] == (6, 14)
    assert "no_phone" not in notes


def test_a_change_in_words():
    assert change_text(Change("report_later", None, 1500, 1234.5), "en").startswith("report")
    assert "1,234.50" in change_text(Change("vehicle_more", "O1", 2, 1234.5), "zh")
    assert Explanation(("w",), "ticket", "dearer", proven=False).changes is None


def test_charts_stay_within_their_frame():
    assert 'width="50.00"' in stack([1, 1], 2)
    assert stack([0, 1], 0).count("<rect") == 2
    assert 'x="99.20"' in marked_bar(5, 5, 5)
    chart = columns([str(n) for n in range(40)], [list(range(40))], "<t>")
    assert "&lt;t&gt;" in chart
    assert chart.count("<text") < 60
    assert columns([], [[]], "t").count("<rect") == 1
