"""A proven lower bound by column generation over relaxed trips: the order of its rounds.

``bound_master`` is the linear program, ``bound_families`` and ``bound_direct`` find trips that gain at its prices,
``bound_value`` says what prices prove, and ``branching`` is the tree over whole units.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.math_opt.python import mathopt

from transport.case import TripKind
from transport.solver.arrays import Floats
from transport.solver.bound_direct import FINE, HOT, SLOT_S, DirectSets
from transport.solver.bound_master import RelaxedMaster
from transport.solver.bound_start import first_prices, learn
from transport.solver.bound_value import Gains, gain_share, repaired_value
from transport.solver.branching import WHOLE, Tree, broken
from transport.solver.coach_tours import LAST_NODES, QUICK_NODES
from transport.solver.columns import Column
from transport.solver.direct_routes import DirectRoute
from transport.solver.family_pricing import family_routes, pricing_seconds, seconds_over_stops
from transport.solver.flows import Flow, build_flows
from transport.solver.glop import Glop
from transport.solver.highs import central_prices
from transport.solver.insertion import Inserter
from transport.solver.pricing import Route, prices_between
from transport.solver.problem import Problem
from transport.solver.reach import Reach
from transport.solver.relax import DIGITS, MARGIN
from transport.solver.seat_bound import seat_prices
from transport.solver.trip_counts import Prices

FEW = 2
"""Trips found in a round that call for a closer look."""
FULL_EVERY, PATIENCE, MOST_FAMILIES = 3, 2, 300
"""Every so many rounds all families are priced, else only those not idle for so many rounds, and of these as many as
that, which gained most.
"""
STEPS_STRICT = 8
"""How often a family is priced in a step without second calls, about."""
GAIN = 1e-4
"""What a trip must gain, as a share of the cheapest of its family, to be worth a column."""
EASY_S = 0.4
"""Seconds of pricing every family once up to which all are priced in each round, and second calls are forbidden from
the first one on unless there is a quicker way with them.
"""
QUICK, FULL = (15, QUICK_NODES), (400, LAST_NODES)
"""Sets of drop-offs of one offer and slot that are priced in a round, and in a full one, and how long each is searched.
"""
TRIFLES = (5e-3, 1e-3, 1e-4, 1e-6)
"""Gains under such a share of the cheapest trip are not looked for; the less is found, the smaller it gets."""
AIM, AIM_SHARE = 0.015, 0.5
"""Gains under such a share of the cheapest trip are not looked for in a full round, or under such a part of that by
which prices were lowered in the last one, or of what was looked for then.
"""
PRICES_SHARE = 0.3
"""Share of the first seconds that finding the first prices may take."""
NEARLY_SOLVED = 5e-4
"""How near the bound of a leaf must be to its relaxation, as a share, for the leaf to be branched on."""
MOST_TRIED, DEAR, LEAST_RISE = 6, 0.25, 1e-7
"""Numbers that are tried in a leaf before it is cut at one of them; only of what costs at least such a share of the
dearest of which there is a fraction; and by what share half a leaf costs more at the least when they are compared.
"""
INSIDE, LEAST_INSIDE = 0.75, 0.2
"""Share of the best prices so far in those that trips are priced at, as long as that finds trips; half as much where it
does not, and nothing from the second on."""
USED = 1e-6
"""How much of a trip the relaxation makes use of at the least."""
Spoke = tuple[TripKind, int, int, tuple[int, ...], dict[tuple[int, int], int]]
"""A feeder or distribution trip: its kind, offer and hub, its stops in their order, and persons by place and service.
"""


@dataclass(frozen=True, slots=True)
class Proven:
    """A proven bound in CNY, how it was proven, and whether no more can be had from this relaxation."""

    bound: float
    method: str
    solved: bool


class BoundMaster:
    """Column generation over a relaxed master; :meth:`improve` may be called again to go on."""

    def __init__(
        self, problem: Problem, reach: Reach, flows: tuple[Flow, ...], directs: list[DirectSets] | None = None
    ) -> None:
        self.master = RelaxedMaster(problem, reach, flows, directs)
        self.tree = Tree(problem.run_units)
        self.rounds = 0
        self._longest_s = self._worked_s = 0.0
        self._until = math.inf
        self.solved = self._full = False
        self._best: Prices | None = None
        self._trifle, self._aim = TRIFLES[0], AIM
        self._hot = [0.0] * len(self.master.directs)
        self._idle = [0] * len(self.master.families)
        self._gained = [math.inf] * len(self.master.families)
        self._easy = self._by_stops_s * len(self.master.families) < EASY_S
        self.strict = self._easy and not any(family.by_load for family in self.master.families)
        self._work = self._rounds()
        self._solver = Glop(self.master.model, self.master.units)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The people whose plans are bounded."""
        return self.master.flows

    def begin_at(self, prices: Prices) -> None:
        """Begin with prices at which no coach gains."""
        self._best = prices
        for sets, rows in zip(self.master.directs, self.master.vehicle_rows, strict=True):
            sets.take_for_idle(*self._paid(prices, rows))

    def count_trips(self) -> None:
        """Count trips from now on, so that leaves can differ in how many there are."""
        self.master.count_trips()
        self.tree.widen([math.inf] * (len(self.master.numbers) - len(self.master.units)))
        self._solver = Glop(self.master.model, self.master.numbers)

    @cached_property
    def _by_stops_s(self) -> float:
        """About the seconds that pricing the largest family takes over its stops."""
        return max(map(seconds_over_stops, self.master.families), default=0.0)

    @cached_property
    def slowest_s(self) -> float:
        """About the seconds that pricing the largest family takes at a time: nothing cuts that short."""
        if self._easy:
            return self._by_stops_s
        return max(map(pricing_seconds, self.master.families), default=0.0)

    @property
    def _family_s(self) -> float:
        """Counted seconds of pricing a family."""
        return self.slowest_s * (STEPS_STRICT if self.strict and self._full else 1)

    @property
    def round_s(self) -> float:
        """Counted seconds that a round takes at the least."""
        return self._family_s * len(self.master.families) + SLOT_S * sum(
            len(sets.slots) for sets in self.master.directs
        )

    @property
    def worked_s(self) -> float:
        """Seconds of pricing so far, counted by what was done: the same on every machine."""
        return self._worked_s + sum(sets.worked_s for sets in self.master.directs)

    def improve(self, until: float, stop: Callable[[], bool], rounds: int = 10**6) -> float:
        """Go on until ``until`` (monotonic clock), for ``rounds`` more rounds, or until the relaxation is solved.

        Returns the best bound so far in CNY. A round that time cuts short goes on at the next call; none is begun for
        which the time would not do.
        """
        last = self.rounds + rounds
        began, self._until = time.monotonic(), until
        # a step about as long as the longest so far must still fit, though some work is always begun
        until -= max(self.slowest_s, min(self._longest_s, (until - began) / 2))
        while not self.solved and self.rounds < last and began < until and not stop():
            next(self._work, None)
            ended = time.monotonic()
            self._longest_s, began = max(self._longest_s, ended - began), ended
        return self.bound

    def _rounds(self) -> Iterator[None]:
        """Round after round of pricing, with a pause after each family, and each slot of direct coaches.

        Trips are priced at prices between the master's and those of the best bound so far (Wentges 1997), which move
        less from round to round; where that finds nothing, at the master's. Those are in the middle of all that are
        as good, from an interior point method, where it comes to an end.
        """
        inside = INSIDE
        while not self.solved:
            result = self._solver.solve()
            if result is None or not result.has_dual_feasible_solution():
                self.solved = True  # nothing more can be proven from here
                return
            prices = self._between(central_prices(self.master.model) or result.dual_values(), inside)
            prices, added = self.master.within(prices, self.tree.leaf.limits), 0
            gains = Gains(
                [0.0] * len(self.master.families),
                [[np.zeros(len(slot.sets)) for slot in sets.slots] for sets in self.master.directs],
            )
            for n in self._families():
                added += self._price_family(n, prices, gains)
                yield
            for n in sorted(range(len(self.master.directs)), key=lambda n: -self._hot[n]):
                added += yield from self._price_directs(n, prices, gains)
            self.rounds += 1
            if self._full:
                missed = self._missed
                self._take_bound(prices, gains)
                if added <= FEW:
                    self._aim = 0.0  # what was not looked for may be all that is left
                if self._leave(result, added == 0 and not inside and missed <= TRIFLES[-1]):
                    inside = 0.0
                    continue
            if added > FEW:
                inside, self._full = INSIDE, self.rounds % FULL_EVERY == 0
            elif not self._full:
                self._full = True
            elif inside and self._best is not None:
                inside = inside / 2 if inside > LEAST_INSIDE else 0.0
            else:
                self._go_on(added)

    def _families(self) -> list[int]:
        """The families that are priced in this round."""
        everything = range(len(self.master.families))
        if self._full or self._easy:
            return list(everything)
        busy = [n for n in everything if self._idle[n] < PATIENCE]
        return sorted(busy, key=lambda n: -self._gained[n])[:MOST_FAMILIES]

    def _leave(self, result: mathopt.SolveResult, done: bool) -> bool:
        """Go on with another leaf of the tree where the present one is done (no trip gains at the master's prices), or
        holds the bound down no more.
        """
        tree, cost = self.tree, result.objective_value()
        done = done and self.strict
        if done or cost - tree.leaf.bound < NEARLY_SOLVED * cost:
            numbers = self._numbers(result)
            if not done and tree.is_whole(numbers):
                return False
            tree.split(numbers, self._best_cut(numbers, cost))
        elif not tree.is_lowest:
            tree.put_back()
        else:
            return False
        if not tree.select():
            self.solved = True
        self.master.limit(tree.leaf.limits)
        self._full = True
        return True

    def _numbers(self, result: mathopt.SolveResult) -> list[float]:
        """What is whole in every plan, in the relaxation of the present leaf. Trips are counted from now on."""
        if self.master.counts is None:
            self.count_trips()
            result = self._solver.solve() or result
        values = result.variable_values()
        return [values.get(number, 0.0) for number in self.master.numbers]

    def _best_cut(self, numbers: Sequence[float], cost: float) -> int:
        """Where to cut the present leaf: at the number whose halves both cost most more, with the trips so far (strong
        branching).
        """
        weights, fractions = self.master.weights, [n for n, number in enumerate(numbers) if broken(number) > WHOLE]
        dear = DEAR * max((weights[n] for n in fractions), default=0.0)
        ranked = sorted((n for n in fractions if weights[n] >= dear), key=lambda n: -broken(numbers[n]))
        tried = ranked[:MOST_TRIED]
        more = {}
        for n in tried if len(tried) > 1 else ():
            rises = []
            for limits in self.tree.halves(numbers, n):
                self.master.limit(limits)
                result = self._solver.solve()
                if result is None or not result.has_primal_feasible_solution():
                    rises.append(cost)
                else:
                    rises.append(max(result.objective_value() - cost, LEAST_RISE * cost))
            more[n] = rises[0] * rises[1]
        return max(more, key=more.__getitem__, default=ranked[0] if ranked else 0)

    def used(self) -> tuple[list[Spoke], list[tuple[int, DirectRoute]]]:
        """The trips that the relaxation makes use of: feeders and distribution trips, called at each place once, and
        direct coaches by position of their offer among ``directs``.
        """
        result = self._solver.solve()
        if result is None or not result.has_primal_feasible_solution():
            return [], []
        amounts = result.variable_values()
        spokes = list[Spoke]()
        for z, family, carries in self.master.spokes:
            if amounts.get(z, 0.0) > USED:
                stops = tuple(dict.fromkeys(place for _, place, _ in carries))
                persons = {key[1:]: min(many, self.master.wanting[key]) for key, many in carries.items()}
                order = stops if family.side == "feeder" else stops[::-1]
                spokes.append((family.side, family.offer, family.hub, order, persons))
        return spokes, [(n, route) for z, n, route in self.master.coaches if amounts.get(z, 0.0) > USED]

    @property
    def bound(self) -> float:
        """CNY proven so far."""
        return self.tree.bound

    def _between(self, prices: Prices, inside: float) -> Prices:
        if self._best is None or not inside:
            return prices
        return prices_between(self._best, prices, inside)

    @property
    def _missed(self) -> float:
        """Gains of coaches under such a share of the cheapest trip are not looked for in a full round."""
        return max(self._aim, self._trifle)

    def _take_bound(self, prices: Prices, gains: Gains) -> None:
        bound, lowered = repaired_value(self.master, prices, gains, self.tree.leaf.limits, self._missed)
        self._aim = min(AIM, AIM_SHARE * max(lowered, self._aim))
        bound -= MARGIN * abs(bound) + DIGITS * self.master.largest
        if bound > self.tree.leaf.bound or self._best is None:
            self.tree.prove(bound)
            self._best = prices

    @property
    def method(self) -> str:
        """How the bound was proven, in a few words."""
        state = "solved" if self.solved else "stopped early, prices scaled (Farley)"
        whole = f"{self.tree.branches} branches on whole units and trips, " if self.tree.branches else ""
        return f"column generation over relaxed trips, coaches by drop-off sets, {self.rounds} rounds, {whole}{state}"

    def _go_on(self, added: int) -> None:
        """Look closer where everything was priced at the master's prices: at smaller gains, at last without second
        calls.
        """
        if self._trifle > TRIFLES[-1]:
            self._trifle = next(trifle for trifle in TRIFLES if trifle < self._trifle)
        elif added == 0 and not self.strict:
            self.strict, self._trifle = True, TRIFLES[1]
            self.master.forbid_second_calls()

    def _price_family(self, n: int, prices: Prices, gains: Gains) -> int:
        """Add the trips of a family that pay, note what the best of them gains; how many."""
        family, added = self.master.families[n], 0
        self._worked_s += self._family_s
        asked = self.master.asked(family, prices)
        routes: list[Route] = []
        if asked.problem is not None:
            routes = family_routes(family, asked.problem, proven=self._full, strict=self.strict, until=self._until)
        if routes:
            gains.families[n] = routes[0].value
        self._gained[n] = gains.families[n]
        for route in routes:
            if route.value > GAIN * max(1.0, family.least):
                added += self.master.add_trip(family, asked.placed(route), asked.worth)
        self._idle[n] = 0 if routes else self._idle[n] + 1
        return added

    def _price_directs(self, n: int, prices: Prices, gains: Gains) -> Generator[None, None, int]:
        """Likewise for one offer's direct coaches, with pauses."""
        sets, rows, added = self.master.directs[n], self.master.vehicle_rows[n], 0
        flow_prices, vehicles = self._paid(prices, rows)
        besides = None if self.master.counts is None else self.master.counts.coach(n, prices)
        (most, nodes), trifle, hot = QUICK, self._trifle, HOT
        if self._full:
            (most, nodes), trifle, hot = FULL, self._missed, FINE
        routes, gains.directs[n] = yield from sets.price(
            flow_prices, vehicles, most, fine=self._full, trifle=trifle, nodes=nodes, besides=besides, hot=hot
        )
        self._hot[n] = gain_share(gains.directs[n], sets)
        for route in routes:
            if route.value > GAIN * max(1.0, sets.least):
                added += self.master.add_coach(n, route)
        return added

    def _paid(self, prices: Prices, rows: Sequence[mathopt.LinearConstraint]) -> tuple[Floats, Floats]:
        """Prices of the flows, and of an offer's vehicle by moment."""
        flows = np.array([max(0.0, prices[row]) for row in self.master.flow_rows])
        return flows, np.array([max(0.0, -prices[row]) for row in rows])


def build_bound(
    inserter: Inserter, columns: Iterable[Column] = (), seconds: float = 0.0, directs: list[DirectSets] | None = None
) -> BoundMaster:
    """The relaxed master of an inserter's problem, before its first round.

    Real trips give first columns, a guide its relaxed coaches (``directs``), of which something is proven already, and
    the line-haul relaxation first prices, if it is solved within a share of the ``seconds`` there are at first; where
    seconds are counted, it is left out.
    """
    problem, reach = inserter.problem, inserter.reach
    bound = BoundMaster(problem, reach, build_flows(problem, reach), directs)
    learn(bound.master, columns)
    if seconds > 0 and not problem.watch.counted:
        prices = seat_prices(problem, reach, bound.flows, PRICES_SHARE * seconds)
        if prices is not None:
            bound.begin_at(first_prices(bound.master, prices))
    return bound
