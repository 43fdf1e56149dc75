"""Linear programs in which most ways are left out until they pay: the same optimum as with all of them."""

import math
import random

import numpy as np
import pytest
from ortools.math_opt.python import mathopt

from transport.solver import sifting
from transport.solver.flows import Flow
from transport.solver.sifting import Seats, Sifting
from transport.solver.stopwatch import Stopwatch


def flow(persons):
    return Flow(0, 1, 0, 0, frozenset(), persons, 100.0, (), ())


class Market:
    """Vehicles of a few sizes, at most so many at a time; everybody pays something else for each seat."""

    def __init__(self, seed, flows=40, groups=30):
        rng = random.Random(seed)
        self.persons = [rng.randint(1, 9) for _ in range(flows)]
        self.vehicles = [(rng.randint(2, 30), rng.uniform(0, 900), rng.randint(1, 4)) for _ in range(groups)]
        self.hours = [rng.sample(range(8), rng.randint(1, 3)) for _ in range(groups)]
        chosen = [[i for i in range(flows) if rng.random() < 0.7] for _ in range(groups)]
        self.prices = [[(i, -rng.uniform(0, 100)) for i in own] for own in chosen]

    def model(self):
        model = mathopt.Model()
        served = [model.add_linear_constraint(ub=float(many)) for many in self.persons]
        hours = [model.add_linear_constraint(ub=3.0) for _ in range(8)]
        seats = []
        for (room, cost, most), out, prices in zip(self.vehicles, self.hours, self.prices, strict=True):
            trips = model.add_variable(lb=0.0, ub=most)
            model.objective.set_linear_coefficient(trips, cost)
            row = model.add_linear_constraint(ub=0.0)
            row.set_coefficient(trips, -float(room))
            for hour in out:
                hours[hour].set_coefficient(trips, 1.0)
            seats.append(Seats(row, np.array([i for i, _ in prices]), np.array([price for _, price in prices])))
        return model, served, seats

    def sifted(self):
        model, served, seats = self.model()
        people = Sifting(model, [flow(many) for many in self.persons], served, seats)
        return people, people.solve(math.inf, Stopwatch())

    def optimum(self):
        model, served, seats = self.model()
        for group in seats:
            for i, price in zip(group.flows.tolist(), group.prices.tolist(), strict=True):
                x = model.add_variable(lb=0.0)
                model.objective.set_linear_coefficient(x, price)
                served[i].set_coefficient(x, 1.0)
                group.row.set_coefficient(x, 1.0)
        return mathopt.solve(model, mathopt.SolverType.GLOP).objective_value()


@pytest.fixture(autouse=True)
def few_ways_at_once(monkeypatch):
    monkeypatch.setattr(sifting, "AT_ONCE", 3)  # these markets are small


@pytest.mark.parametrize("many", [10, 1000], ids=["a few stand for all at first", "all at once"])
@pytest.mark.parametrize("seed", range(15))
def test_nothing_is_lost_by_leaving_ways_out(seed, many, monkeypatch):
    monkeypatch.setattr(sifting, "MANY", many)
    market = Market(seed)
    optimum, (people, sifted) = market.optimum(), market.sifted()
    assert optimum - 2e-4 * abs(optimum) <= sifted.proven <= optimum + 1e-6 * abs(optimum)
    taken = people.taken()
    worth = [dict(prices) for prices in market.prices]
    paid = sum(worth[n][i] * persons for n, own in enumerate(taken) for i, persons in own)
    assert paid <= optimum  # vehicles cost something besides
    for i, many_of_it in enumerate(market.persons):
        assert sum(persons for own in taken for j, persons in own if j == i) <= many_of_it + 1e-6
    assert sum(len(own) for own in taken) < sum(len(prices) for prices in market.prices)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_proven_after_the_first_prices_is_no_more_than_the_optimum(seed):
    market = Market(seed)
    model, served, seats = market.model()
    soon = Sifting(model, [flow(many) for many in market.persons], served, seats).solve(0.0, Stopwatch())
    optimum = market.optimum()
    assert soon.proven <= optimum + 1e-6 * abs(optimum)
    assert soon.proven < 0.0


@pytest.mark.parametrize("seed", range(8))
def test_prices_of_a_few_prove_something_for_all(seed, monkeypatch):
    monkeypatch.setattr(sifting, "MANY", 10)
    market, found = Market(seed), []
    priced = Sifting._priced

    def watched(self, duals, persons):
        found.append((priced(self, duals, persons), persons.sum(), np.count_nonzero(persons)))
        return found[-1][0]

    monkeypatch.setattr(Sifting, "_priced", watched)
    optimum, (_, sifted) = market.optimum(), market.sifted()
    few = [proven for (proven, _, _), _, flows in found if flows < len(market.persons)]
    assert 0 < len(few) < len(found)
    assert max(proven.proven for proven in few) <= optimum + 1e-6 * abs(optimum)
    assert sifted.proven == max(proven.proven for (proven, _, _), _, _ in found)
    assert all(persons == pytest.approx(sum(market.persons)) for _, persons, _ in found)


def test_at_the_prices_nobody_has_a_cheaper_way():
    market = Market(3)
    people, sifted = market.sifted()
    for group in people._seats:
        paid = np.array([sifted.prices[people._served[i]] for i in group.flows.tolist()])
        assert (group.prices - sifted.prices[group.row] - paid >= -1e-6).all()


def test_nobody_and_nothing():
    model = mathopt.Model()
    people = Sifting(model, [], [], [])
    assert people.solve(1.0, Stopwatch()).proven == 0.0
    assert people.taken() == []
