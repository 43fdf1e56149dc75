"""The integer problem: indices, whole minutes, closures, bundles and cells, which offers may do what."""

import math

import numpy as np
import pytest
from random_cases import ANY_HOUR, DAYS, START, build, coach, people, place, train

from transport.case import Costs, Escorts, MaxStops, Rules
from transport.clock import DAY
from transport.solver.problem import NO_ROAD, Problem, closure

SPOTS = {"V1": (0, 0), "V2": (10, 0), "F1": (100, 0), "H1": (20, 0), "H2": (90, 0), "D1": (5, 0)}


def problem(*args, **details):
    scenery = build(SPOTS, *args, **details)
    return Problem(scenery.case, scenery.travel)


def test_minutes_are_rounded_up_once_a_leg_and_km_are_kept():
    p = Problem(*_with_minutes(10.2))
    assert p.minutes[p.place_index["V1"]][p.place_index["V2"]] == 11
    assert p.km[p.place_index["V1"]][p.place_index["V2"]] == 10


def test_whole_minutes_stay_as_they_are_in_spite_of_floating_point():
    p = Problem(*_with_minutes(0.1 + 0.2 + 9.7))
    assert p.minutes[p.place_index["V1"]][p.place_index["V2"]] == 10


def _with_minutes(minutes):
    scenery = build(SPOTS, people("V1", "F1", 1))
    table = scenery.travel.minutes.copy()
    table[0, 1] = minutes
    travel = scenery.travel.__class__(scenery.travel.index, scenery.travel.km, table)
    return scenery.case, travel


def test_a_missing_road_is_no_road():
    p = problem(people("V1", "F1", 1), no_road=[("V1", "V2")])
    v1, v2 = p.place_index["V1"], p.place_index["V2"]
    assert p.minutes[v1][v2] == NO_ROAD
    assert math.isinf(p.km[v1][v2])
    assert p.minutes[v2][v1] == 10


def test_the_closure_goes_round_where_that_is_shorter_or_the_only_way():
    p = problem(people("V1", "F1", 1), no_road=[("V1", "F1")])
    v1, f1 = p.place_index["V1"], p.place_index["F1"]
    assert p.closure_km[v1, f1] == pytest.approx(100, abs=1e-5)
    assert p.closure_km[v1, f1] <= 100
    assert p.closure_minutes[v1, f1] == 100


def test_closure_keeps_roads_of_no_length_and_knows_unreachable_places():
    costs = np.array([[0, 0, math.inf], [5, 0, math.inf], [1, 7, 0]])
    np.testing.assert_allclose(closure(costs), [[0, 0, math.inf], [5, 0, math.inf], [1, 1, 0]], atol=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_the_closure_is_never_above_any_walk(seed):
    rng = np.random.default_rng(seed)
    km = np.where(rng.random((6, 6)) < 0.3, np.inf, rng.random((6, 6)) * 100)
    np.fill_diagonal(km, 0)
    shortest = closure(km)
    for k in range(6):
        assert (shortest <= km[:, [k]] + km[[k], :] + 1e-9).all()


def test_parties_and_single_people_are_bundles_and_equal_bundles_a_cell():
    p = problem([*people("V1", "F1", 2, 1, 1), *people("V1", "F1", 2, tag="b")])
    assert [b.size for b in p.bundles] == [2, 1, 1, 2]
    assert sorted(cell.bundles for cell in p.cells) == [(0, 3), (1, 2)]
    assert [p.cells[p.cell_of[b]].size for b in range(4)] == [2, 1, 1, 2]


def test_unsplit_groups_are_one_bundle_by_origin_destination_and_dates():
    workers = [*people("V1", "F1", 1, 2), *people("V1", "F1", 1, tag="late", report_by=START + DAY)]
    p = problem(workers, rules=Rules(split_groups=False))
    assert sorted(b.size for b in p.bundles) == [1, 3]


def test_one_who_must_not_fly_keeps_the_bundle_on_the_ground():
    workers = people("V1", "F1", 1, needs=("no_fly",)) + people("V1", "F1", 2, tag="b")
    p = problem(workers)
    assert [b.barred for b in p.bundles] == [{"flight"}, set()]
    assert len(p.cells) == 2


@pytest.mark.parametrize(
    ("ticket", "unserved", "fallback", "ticketed"),
    [
        (400, 1000, 800, True),
        (1000, 1000, 2000, True),
        (1001, 1000, 2000, False),
        (None, 70, 140, False),
        (0, 0, 0, True),
    ],
)
def test_left_people_cost_a_ticket_or_what_leaving_them_costs(ticket, unserved, fallback, ticketed):
    p = problem(people("V1", "F1", 2), costs=Costs(individual_ticket=ticket, unserved=unserved))
    assert (p.bundles[0].fallback, p.bundles[0].ticketed) == (fallback, ticketed)
    assert p.fallback_total == fallback


def test_capacity_is_seats_without_escorts():
    escorts = Escorts(direct=1, feeder=2, distribution=0, service_unit=3)
    p = problem(people("V1", "F1", 1), [coach(seats=9)], [train(seats=10)], rules=Rules(escorts=escorts))
    assert [p.capacity(0, kind) for kind in ("direct", "feeder", "distribution")] == [8, 7, 9]
    assert p.run_capacity == [7]


def test_offers_that_can_carry_nobody_are_left_out():
    offers = [
        coach("none", count=0),
        coach("full of escorts", seats=1, roles=("direct",)),
        coach("feeder", roles=("feeder",)),
        coach("all"),
    ]
    p = problem(people("V1", "F1", 1), offers)
    named = {kind: {p.offers[k].offer_id for k in offers} for kind, offers in p.offers_by_kind.items()}
    assert named == {"feeder": {"feeder", "all"}, "direct": {"all"}, "distribution": {"all"}}


@pytest.mark.parametrize("limit", [0, 0.5])
def test_no_stop_allowed_means_no_offer(limit):
    rules = Rules(max_stops=MaxStops(feeder=limit, direct_dropoff=limit))
    p = problem(people("V1", "F1", 1), [coach()], rules=rules)
    assert p.offers_by_kind == {"feeder": [], "direct": [], "distribution": [0]}


def test_units_of_which_escorts_fill_every_seat_are_not_on_offer():
    p = problem(people("H1", "H2", 1), [], [train("A", seats=1, max_units=4), train("B", seats=2, max_units=4)])
    assert p.run_units == [0, 4]


def test_rows_of_a_run_share_their_units():
    services = [train("A", run="R"), train("B", "V2", run="R"), train("C")]
    p = problem(people("H1", "H2", 1), [], services)
    assert p.service_run == [0, 0, 1]
    assert p.run_services == [[0, 1], [2]]


def test_a_place_has_its_own_hours_and_a_village_the_pick_up_hours_too():
    villages = [place("V1", opens=360, closes=1200), place("F1", opens=600, closes=600)]
    p = problem(people("V1", "F1", 1), places=villages, rules=Rules(pickup_from=300, pickup_to=1320))
    assert p.windows[p.place_index["V1"]] == ((360, 1200), (300, 1320))
    assert p.windows[p.place_index["F1"]] == ()
    assert p.windows[p.place_index["H1"]] == ()


def test_stops_take_time_at_villages_and_factories_only_rounded_up():
    p = problem(people("V1", "F1", 1), rules=Rules(stop_minutes=7.5))
    assert [p.dwell[p.place_index[name]] for name in ("V1", "F1", "H1", "D1")] == [8, 8, 0, 0]


def test_an_offer_is_out_within_its_dates_and_the_window():
    inner, outer = (START + DAY, START + 2 * DAY), (START - DAY, START + (DAYS + 5) * DAY)
    offers = [
        coach("a: inner", available_from=inner[0], available_until=inner[1]),
        coach("b: outer", available_from=outer[0], available_until=outer[1]),
        coach("c: any"),
    ]
    p = problem(people("V1", "F1", 1), offers, rules=ANY_HOUR)
    assert p.offer_from == [START + DAY, START, START]
    assert p.offer_until == [START + 2 * DAY, START + DAYS * DAY, START + DAYS * DAY]


def test_road_cost_charges_the_way_back_where_it_says_so():
    offers = [
        coach("a: there", fixed_cost=100, km_cost=2, empty_km_cost=1),
        coach("b: and back", fixed_cost=100, km_cost=2, empty_km_cost=1, returns_to_base=True),
    ]
    p = problem(people("V1", "F1", 1), offers)
    way = (p.place_index["V1"], p.place_index["F1"])
    assert p.road_cost(0, way) == 100 + 2 * 100 + 1 * 5
    assert p.road_cost(1, way) == 100 + 2 * 100 + 1 * (5 + 95)


def test_road_cost_is_infinite_without_a_way_back_even_uncharged():
    p = problem(people("V1", "F1", 1), [coach()], no_road=[("F1", "D1")])
    assert math.isinf(p.road_cost(0, (p.place_index["V1"], p.place_index["F1"])))
