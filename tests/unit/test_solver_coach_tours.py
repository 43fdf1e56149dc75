"""Priced coaches against every tour over the pick-ups, boarded by those who pay most."""

import itertools

import numpy as np
import pytest
from far_case import far_case, waiting_case

from transport.solver.areas import Areas, single_areas
from transport.solver.bound_direct import DirectSets
from transport.solver.coach_tours import (
    EXACT,
    LAST_NODES,
    LEVELS,
    MOST_ONCE,
    PAYING,
    QUICK_NODES,
    best_below,
    best_few,
    best_tour,
    best_walk,
    call_once,
    crowd_of,
    lay_out,
    look,
    new_desk,
    shortlist,
)
from transport.solver.direct_routes import with_riders
from transport.solver.drop_sets import DropSets
from transport.solver.finer_sets import finer_sets
from transport.solver.flows import build_flows
from transport.solver.reach import Reach
from transport.solver.set_pricing import BEST, Pairs, SetPricer

SEEDS, WAITING = range(14), 10
"""Cases, and from which one on coaches wait on the way."""


def case_of(seed):
    return far_case(seed) if seed < WAITING else waiting_case(seed)


def pricer_of(roads, finer, rate, room, stops=None):
    """Of coaches with so many ``stops`` at the most (``None``: as the offer allows)."""
    pricer = SetPricer(*roads, finer, rate, room)
    if stops is not None:
        pricer.land = pricer.land._replace(stops=min(stops, pricer.land.stops))
        pricer.finer_land = pricer.finer_land._replace(stops=pricer.land.stops)
    return pricer


class Told:
    """Coaches of a far case at random prices, and what every tour is worth."""

    def __init__(self, seed, stops=None):
        problem, rng = case_of(seed), np.random.default_rng(seed)
        reach = Reach(problem)
        self.flows = build_flows(problem, reach)
        self.direct = DirectSets(problem, reach, 0, self.flows, single_areas(3), DropSets(3, 3))
        slots = [slot for slot in self.direct.slots if slot.kept or seed < WAITING]
        self.slot = slots[int(rng.integers(len(slots)))]
        self.roads, self.sets, self.rate = self.direct.roads, self.direct.sets, self.direct.rate
        self.room = int(rng.integers(3, 30))
        self.prices = rng.uniform(0, 3_000, len(self.flows))
        self.persons = np.array([float(flow.persons) for flow in self.flows])
        self.pricer = pricer_of(
            (self.roads, self.roads), finer_sets(single_areas(3), self.sets, single_areas(3), self.sets), self.rate,
            self.room, stops,
        )  # fmt: skip
        self.land = self.pricer.land
        self.crowd = crowd_of(self.roads, self.slot, self.prices, self.persons)
        rows, roots = np.nonzero(self.sets.ends[self.slot.sets] >= 0)
        self.rows, self.roots = self.slot.sets[rows], roots
        self.vehicle = rng.uniform(0, 500, len(rows))

    def pays(self, n, tour):
        """What each flow on a tour to the n-th pair would pay above its ride, how many they are, and where."""
        root = int(self.sets.ends[self.rows[n], self.roots[n]])
        left = self.slot.rides[tour[-1], root]
        minutes = {tour[-1]: left}
        for a, b in itertools.pairwise(reversed(tour)):
            left += self.roads.leg_minutes[b, a]
            minutes[b] = left
        each = []
        for f, i in enumerate(self.slot.flows.tolist()):
            at, to = int(self.roads.at[i]), int(self.roads.to[i])
            if at in minutes and to in self.sets.ends[self.rows[n]]:
                ride = max(self.slot.own[root, f], self.slot.after[root, f] + self.rate * minutes[at])
                each.append((self.prices[i] - ride, self.persons[i], at))
        return sorted(each, reverse=True)

    def above(self, n, tour, seat):
        """What is paid above a price of a seat, at each village for a full coach at the most at its highest price."""
        value = 0.0
        for village in tour:
            own = [(pays - seat, min(many, self.room)) for pays, many, at in self.pays(n, tour) if at == village]
            greatest = max((each for each, _ in own), default=0.0)
            value += min(sum(max(0.0, each) * many for each, many in own), self.room * max(0.0, greatest))
        return value

    def road(self, n, tour):
        row, root = int(self.rows[n]), int(self.roots[n])
        ride = self.slot.rides[tour[-1], self.sets.ends[row, root]]
        return self.vehicle[n] + self.roads.road(row, root, tour, ride, self.slot.kept)

    def gain(self, n, tour):
        room, value = float(self.room), -self.road(n, tour)
        for pays, persons, _ in self.pays(n, tour):
            if pays > 0:
                value += min(room, persons) * pays
                room -= min(room, persons)
        return value

    def tours(self, n, seat=0.0):
        """Over villages where somebody would pay more for the best ride."""
        root, ends = int(self.sets.ends[self.rows[n], self.roots[n]]), self.sets.ends[self.rows[n]]
        paying = {
            int(self.roads.at[i])
            for f, i in enumerate(self.slot.flows.tolist())
            if int(self.roads.to[i]) in ends and self.prices[i] - self.slot.own[root, f] > seat
        }
        for calls in range(1, self.land.stops + 1):
            yield from itertools.permutations(sorted(paying), calls)

    def best(self, n):
        return max((self.gain(n, tour) for tour in self.tours(n)), default=-np.inf)


def priced(told, most, enough=0.0, *, nodes=LAST_NODES):
    many = len(told.rows)
    asked = Pairs(told.rows, told.roots, told.roads.fixed + told.vehicle, np.zeros(many), np.full(many, np.inf))
    return told.pricer.price(told.slot, told.prices, told.persons, asked, enough, most, nodes)


def best_of(found):
    """What the best trip gains that was found."""
    return max((trip.gain for trip in found.found), default=-np.inf)


@pytest.mark.parametrize("stops", [None, 2])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_tour_gains_more_than_the_bound_and_the_best_is_found(seed, stops, monkeypatch):
    told = Told(seed, stops)
    best = np.array([told.best(n) for n in range(len(told.rows))])
    glanced, looked = priced(told, 0), priced(told, 10**6)
    for found in (glanced, looked, priced(told, 2, nodes=QUICK_NODES)):
        assert (found.upper >= best - 1e-3)[best > 0].all()  # km are rounded
    assert (looked.upper <= np.maximum(glanced.upper, BEST * best.max()) + 1e-6).all()
    if best.max() > EXACT:
        assert best_of(looked) == pytest.approx(best.max(), abs=EXACT + 1e-3)
        assert looked.upper.max() <= best.max() + EXACT + 1e-3
    else:
        assert best_of(looked) <= EXACT
    monkeypatch.setattr("transport.solver.set_pricing.BEST", 0.0)  # each set is looked into, whatever others gain
    assert (priced(told, 10**6).upper <= glanced.upper + 1e-6).all()


@pytest.mark.parametrize("nodes", [QUICK_NODES, LAST_NODES])
@pytest.mark.parametrize("of", [(0, 0, 1), (0, 1, 0), (0, 0, 0)])
@pytest.mark.parametrize("seed", SEEDS)
def test_trips_to_areas_are_bounded_and_found_by_the_destinations_that_they_call_at(seed, of, nodes):
    """Hours are those of the areas, so a trip gains no less there than to the same destinations by themselves."""
    told, areas = Told(seed), Areas(np.array(of))
    sets = DropSets(areas.count, areas.count)
    finer = finer_sets(areas, sets, single_areas(3), told.sets)
    direct = DirectSets(case_of(seed), Reach(case_of(seed)), 0, told.flows, areas, sets, finer=finer)
    slot = next(slot for slot in direct.slots if (slot.opens, slot.kept) == (told.slot.opens, told.slot.kept))
    pricer = pricer_of((direct.roads, direct.finer_roads), finer, told.rate, told.room)
    rows, roots = np.nonzero(sets.ends[slot.sets] >= 0)
    rows, cost = slot.sets[rows], float(told.vehicle[0])
    told.vehicle = np.full(len(told.rows), cost)
    known = {(int(row), int(root)): n for n, (row, root) in enumerate(zip(told.rows, told.roots, strict=True))}
    costs, unknown = np.full(len(rows), direct.roads.fixed + cost), np.full(len(rows), np.inf)
    asked = Pairs(rows, roots, costs, np.zeros(len(rows)), unknown)
    found = pricer.price(slot, told.prices, told.persons, asked, 0.0, 10**6, nodes)
    for n, pair in enumerate((rows * sets.longest + roots).tolist()):
        made_of = parts_of(finer, pair)
        best = max((told.best(known[to]) for to in made_of if to in known), default=0.0)
        assert max(0.0, found.upper[n]) >= best - EXACT - 1e-3
    for trip in found.found:
        assert trip.to in parts_of(finer, int(rows[trip.n] * sets.longest + roots[trip.n]))
        road, persons = with_riders(
            direct.finer_roads, slot, trip.to, trip.tour, told.prices, told.persons, told.rate, told.room
        )
        worth = sum(told.prices[i] * many for i, many in persons)
        assert worth - road - cost == pytest.approx(trip.gain, abs=1e-3)
        assert trip.gain <= found.upper[trip.n] + EXACT


def parts_of(finer, pair):
    inside = range(finer.begins[pair], finer.begins[pair + 1])
    return [(int(finer.rows[k]), int(finer.roots[k])) for k in inside]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_found_is_a_tour_that_gains_so_much(seed):
    told = Told(seed)
    found = priced(told, 10**6)
    for gain, n, to, tour in found.found:
        assert gain <= found.upper[n] + EXACT
        assert to == (told.rows[n], told.roots[n])
        assert len(set(tour)) == len(tour) <= told.land.stops
        assert gain == pytest.approx(told.gain(n, tour), abs=1e-3)
        cost, persons = with_riders(told.roads, told.slot, to, tour, told.prices, told.persons, told.rate, told.room)
        assert sum(many for _, many in persons) <= told.room
        worth = sum(told.prices[i] * many for i, many in persons)
        assert worth - cost - told.vehicle[n] == pytest.approx(gain, abs=1e-3)


def desk_for(told, levels=LEVELS):
    return new_desk(len(told.roads.starts), len(told.roads.ends), len(told.crowd.at), told.land.stops, levels)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_trip_is_found_whatever_price_of_a_seat_it_is_looked_for_at(seed):
    told = Told(seed)
    desk, tour = desk_for(told), np.full(told.land.stops, -1)
    for n in range(len(told.rows)):
        villages, dearest = lay_out(desk, told.land, told.crowd, told.rows[n], told.roots[n])
        best, cost = told.best(n), told.roads.fixed + told.vehicle[n]
        for seat in (0.0, 0.3 * dearest, 0.8 * dearest, dearest) if villages else ():
            upper, found = look(desk, told.land, villages, seat, cost, 0.0, tour, LAST_NODES)
            assert upper >= best - 1e-3
            if best > EXACT:
                assert found == pytest.approx(best, abs=EXACT + 1e-3)
                assert upper <= best + EXACT + 1e-3


@pytest.mark.parametrize("levels", [1, LEVELS])
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_at_a_price_of_a_seat_hold_even_where_the_search_is_cut_short(seed, levels):
    told = Told(seed)
    desk = desk_for(told, levels)
    for n in range(len(told.rows)):
        villages, dearest = lay_out(desk, told.land, told.crowd, told.rows[n], told.roots[n])
        for seat in (0.0, 0.3 * dearest, 0.8 * dearest, dearest):
            if not villages:
                continue
            few, _, kept, alone = best_few(desk, villages, told.land.stops, told.rate, seat, told.room, PAYING)
            chosen = shortlist(desk, villages, told.land.stops, kept, np.inf, PAYING)
            walk, _, again = best_walk(desk, told.land, chosen, seat)
            below = best_below(desk, told.land, villages, seat, -np.inf)
            fixed = told.roads.fixed + told.vehicle[n]
            base = told.room * seat - fixed
            assert told.best(n) <= max(base + walk, min(below, told.room * seat + alone) - fixed) + 1e-3
            if not chosen:
                continue
            best = max(told.above(n, tour, seat) - told.road(n, tour) for tour in told.tours(n, seat))
            assert few >= best + fixed - 1e-3
            assert walk >= best + fixed - 1e-3
            while again >= 0 and desk.once[0] < MOST_ONCE:
                call_once(desk, again)
                before, (walk, _, again) = walk, best_walk(desk, told.land, chosen, seat)
                assert before + 1e-6 >= walk >= best + fixed - 1e-3
            whole, found, _ = best_tour(desk, told.land, chosen, seat, fixed, -1e9, False, 10**6)
            assert whole == found == pytest.approx(base + best + fixed, abs=1e-3)
            for nodes in (1, 3, 10):
                cut, found, _ = best_tour(desk, told.land, chosen, seat, fixed, -1e9, False, nodes)
                assert found - 1e-6 <= base + best + fixed <= cut + 1e-3


@pytest.mark.parametrize("nodes", [QUICK_NODES, LAST_NODES])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_not_worth_a_closer_look_is_bounded_all_the_same(seed, nodes):
    """Bounds are remembered as proven, so they hold however little was enough to leave a trip out."""
    told = Told(seed, 2)
    best = np.array([told.best(n) for n in range(len(told.rows))])
    for enough in (0.0, *(least + more for least in best[best > 0].tolist() for more in (0.1, 5, 20, 60, 200, 600))):
        for most in (0, 10**6):
            assert (priced(told, most, enough, nodes=nodes).upper >= best - EXACT - 1e-3).all()
