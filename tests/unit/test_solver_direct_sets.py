"""Relaxed direct coaches against real ones: each real trip is in a slot, and costs no less there."""

import itertools
import random

import numpy as np
import pytest
from far_case import far_case, real_trips
from random_cases import START, build, coach, people

from transport.case import Costs, Rules
from transport.clock import DAY
from transport.solver import direct_slots
from transport.solver.areas import Areas, single_areas
from transport.solver.bound_direct import DirectSets
from transport.solver.direct_slots import SHORT, SLOT, WATCH
from transport.solver.drop_sets import DropSets
from transport.solver.finer_sets import finer_sets
from transport.solver.flows import build_flows
from transport.solver.problem import Problem
from transport.solver.reach import Reach


@pytest.mark.parametrize(
    ("of", "few"), [((0, 1, 2), 150), ((0, 1, 2), 0), ((0, 0, 1), 150), ((0, 1, 0), 0), ((0, 0, 0), 150)]
)
@pytest.mark.parametrize("seed", range(25))
def test_a_real_trip_costs_no_less_than_its_relaxation(monkeypatch, seed, of, few):
    monkeypatch.setattr(direct_slots, "FEW_FLOWS", few)
    problem = far_case(seed)
    reach = Reach(problem)
    flows = build_flows(problem, reach)
    flow_of = {b: i for i, flow in enumerate(flows) for b in flow.bundles}
    areas = Areas(np.array(of))
    assert len(of) == len({flow.destination for flow in flows})
    sets, single = DropSets(areas.count, areas.count), DropSets(3, 3)
    finer = finer_sets(areas, sets, single_areas(3), single)
    direct = DirectSets(problem, reach, 0, flows, areas, sets, finer=finer)
    roads, costs, found = direct.roads, problem.costs, 0
    position, place_in = (
        {tuple(sorted(e for e in row.tolist() if e >= 0)): n for n, row in enumerate(told.ends)}
        for told in (sets, single)
    )
    for draft in real_trips(problem, random.Random(seed)):
        found += 1
        when = dict(zip(draft.stops, draft.timeline.arrive, strict=True))
        pickups, drops = draft.stops[: draft.pickups], draft.stops[draft.pickups :]
        (slot,) = (s for s in direct.slots if s.opens < when[drops[0]] <= s.closes)
        v = [int(np.searchsorted(roads.starts, place)) for place in pickups]
        f = [of[int(np.searchsorted(roads.ends, place))] for place in drops]
        row = position[tuple(sorted(set(f)))]
        assert row in slot.sets
        leaves, back = direct.counted(draft.timeline.leaves, draft.back)
        hour, n = (when[drops[0]] - slot.opens - 1) // WATCH, int(np.flatnonzero(slot.sets == row)[0])
        first, last = slot.out_at(hour, n)
        assert leaves <= first <= last <= back
        root = sets.ends[row].tolist().index(f[0])
        own = [int(np.searchsorted(roads.ends, place)) for place in drops]
        ride, at_least = slot.rides[v[-1], own[0]], finer.larger.least(slot.rides, 1)[v[-1], f[0]]
        closer = place_in[tuple(sorted(own))], sorted(own).index(own[0])
        pair = row * sets.longest + root
        assert closer in list(zip(finer.rows, finer.roots, strict=True))[finer.begins[pair] : finer.begins[pair + 1]]
        exact = direct.finer_roads.road(*closer, v, ride, slot.kept)
        assert roads.road(row, root, v, at_least, slot.kept) - 1e-3 <= exact <= draft.vehicle_cost + 1e-3
        left = ride
        minutes = {v[-1]: left}
        for a, b in itertools.pairwise(reversed(v)):
            left += roads.leg_minutes[b, a]
            minutes[b] = left
        for place, riders in zip(v, draft.loads, strict=False):
            for b in riders:
                bundle, i = problem.bundles[b], int(np.flatnonzero(slot.flows == flow_of[b])[0])
                arrival = when[bundle.destination]
                real = costs.journey_hour / 60 * (arrival - when[bundle.origin])
                real += costs.early_arrival_per_day * ((bundle.report - arrival) // DAY)
                least = max(slot.own[own[0], i], slot.after[own[0], i] + direct.rate * minutes[place])
                assert slot.hours[i] <= slot.own[own[0], i] <= least <= real + 1e-6
    assert found


@pytest.mark.parametrize("of", [(0, 1, 2), (0, 1, 0)])
@pytest.mark.parametrize("seed", range(20))
def test_a_trip_that_waits_before_later_drop_offs_costs_no_less_than_its_relaxation(seed, of):
    """Everybody may wait aboard until near the day on which he is due; the vehicle is out, and paid by the day."""
    problem = far_case(seed, due=(6, 9, 12), costs=Costs(individual_ticket=3000, early_arrival_per_day=60))
    reach, offer = Reach(problem), problem.offers[0]
    flows = build_flows(problem, reach)
    flow_of = {b: i for i, flow in enumerate(flows) for b in flow.bundles}
    areas, sets = Areas(np.array(of)), DropSets(max(of) + 1, max(of) + 1)
    finer = finer_sets(areas, sets, single_areas(3), DropSets(3, 3))
    direct = DirectSets(problem, reach, 0, flows, areas, sets, finer=finer)
    roads, waited = direct.roads, set()
    position = {tuple(sorted(e for e in row.tolist() if e >= 0)): n for n, row in enumerate(sets.ends)}
    for draft in real_trips(problem, random.Random(seed), 6 * DAY):
        drops = draft.stops[draft.pickups :]
        for wait in (0, 400, 800, 1500, 3000, 4500, 7000):
            when = dict(zip(draft.stops, draft.timeline.arrive, strict=True))
            when |= {place: when[place] + wait for place in drops[1:]}
            riders = [problem.bundles[b] for load in draft.loads for b in load]
            if any(when[bundle.destination] > bundle.report for bundle in riders) or (wait and len(drops) == 1):
                continue
            kept, total = when[drops[-1]] - when[drops[0]], draft.back - draft.timeline.leaves
            slot = max(
                (s for s in direct.slots if s.opens < when[drops[0]] <= s.closes and (s.kept < kept or not s.kept)),
                key=lambda s: s.kept,
            )
            waited.add(slot.kept)
            f = [of[int(np.searchsorted(roads.ends, place))] for place in drops]
            row, v = position[tuple(sorted(set(f)))], [int(np.searchsorted(roads.starts, p)) for p in draft.stops]
            v = v[: draft.pickups]
            assert row in slot.sets
            leaves, back = direct.counted(draft.timeline.leaves, draft.back + wait)
            first, last = (out[:, slot.sets == row] for out in slot.out)
            assert ((leaves <= first) & (last <= back)).any()
            ride, begin = finer.larger.least(slot.rides, 1)[v[-1], f[0]], int(np.searchsorted(roads.ends, drops[0]))
            road = roads.road(row, sets.ends[row].tolist().index(f[0]), v, ride, slot.kept)
            home = problem.minutes[drops[-1]][problem.offer_base[0]]
            away = total - home  # days are counted until the last drop-off is over
            more = -(-(away + wait) // DAY) - -(-away // DAY)
            assert road <= draft.vehicle_cost + more * offer.day_cost + 1e-3
            for load in draft.loads:
                for b in load:
                    bundle, i = problem.bundles[b], int(np.flatnonzero(slot.flows == flow_of[b])[0])
                    real = 60 * ((bundle.report - when[bundle.destination]) // DAY)
                    assert slot.hours[i] <= slot.own[begin, i] <= real + 1e-6
    assert len(waited) > 2


def one_village(far):
    """One driver may drive 480 minutes a day: ``far`` to the village and as many more than 470 on to the factory."""
    spots = {"V1": (0, far), "F1": (470, 0), "D1": (0, 0)}
    scenery = build(spots, people("V1", "F1", 1, 1, report_by=START + 6 * DAY), [coach("K", 3, 1)], rules=Rules())
    problem = Problem(scenery.case, scenery.travel)
    reach = Reach(problem)
    return problem, reach, build_flows(problem, reach), single_areas(1), DropSets(1, 1)


@pytest.mark.parametrize(("far", "longer"), [(5, False), (8, True)])
def test_the_way_to_a_village_counts_towards_the_drivers_day(far, longer):
    problem, reach, *others = one_village(far)
    direct = DirectSets(problem, reach, 0, *others)
    away = [
        min(opens + WATCH, slot.closes) - direct.moment(first)
        for slot in direct.slots
        for opens, (first,) in zip(range(slot.opens, slot.closes, WATCH), slot.out[0], strict=True)
    ]
    assert (min(away) >= DAY - WATCH) == longer  # it is counted at whole hours


@pytest.mark.parametrize(("few", "length"), [(1, SHORT), (0, SLOT)])
def test_slots_are_short_where_few_travel_and_moments_are_those_of_seats(monkeypatch, few, length):
    monkeypatch.setattr(direct_slots, "FEW_FLOWS", few)
    problem, reach, *others = one_village(5)
    direct, seats = (DirectSets(problem, reach, 0, *others, seats_only=only) for only in (False, True))
    assert max(slot.closes - slot.opens for slot in direct.slots) == length
    assert max(slot.closes - slot.opens for slot in seats.slots) == SLOT
    assert [direct.moment(n) for n in range(3)] == [seats.moment(n) for n in range(3)]


@pytest.mark.parametrize("of", [(0, 0), (0, 1)])
def test_a_factory_off_the_road_leaves_the_one_beside_it_alone(of):
    spots = {"V1": (0, 0), "F1": (400, 0), "F2": (410, 0), "D1": (0, 0)}
    off = [("F2", name) for name in spots] + [(name, "F2") for name in spots]
    scenery = build(spots, people("V1", "F1", 1) + people("V1", "F2", 1), [coach("K", 3, 1)], no_road=off)
    problem, areas = Problem(scenery.case, scenery.travel), Areas(np.array(of))
    reach = Reach(problem)
    direct = DirectSets(problem, reach, 0, build_flows(problem, reach), areas, DropSets(areas.count, areas.count))
    assert direct.slots
    for slot in direct.slots:
        assert 0 in slot.sets
        assert (slot.out[0] <= slot.out[1]).all()
        assert (slot.out[0][:, slot.sets == 0] >= 0).all()
