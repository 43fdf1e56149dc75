"""The column-generation side of the optimiser: prices, dives and whole solutions made from them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from transport.solver.bound import BoundMaster
from transport.solver.bound_direct import DirectSets
from transport.solver.columns import Column, ColumnBuilder
from transport.solver.compose import composed
from transport.solver.dive import NEARLY, dive, generate
from transport.solver.flows import build_flows
from transport.solver.generate import Generator
from transport.solver.insertion import Inserter
from transport.solver.master import Fractions, Master
from transport.solver.relax import relax
from transport.solver.solution import Solution

MOST_SERVICES = 14
"""Services in one master: more make it slow, and the relaxation knows which matter."""
COMPOSING_SHARE = 0.45
"""Share of the guide's time in which it composes; before, it generates columns."""
NOISE = 0.4
"""By how much at most, as a share, chance makes a trip less likely to be taken in all dives but the first."""
DIVING, MOST_TAKEN, MOST_MET = 0.4, 600, 180
"""Share of the time for composing in which dives are begun, columns among which they choose, and trips that are
remembered of what dives brought up and a search has met.
"""
ENOUGH = 60
"""Trips to compose from, up to which those remembered are joined by others."""
MOST_PROMISING = 1_500
"""Columns that are handed on to the bound."""


class Guide:
    """A master that remembers its columns from call to call.

    Parameters
    ----------
    inserter
        Builds exact trips.
    used
        Services that stand in solutions already and must stay available.
    seconds
        About how long it is asked for columns at a time; with more, coaches of larger cases are priced exactly.
    """

    def __init__(self, inserter: Inserter, used: Iterable[int], seconds: float = 0.0) -> None:
        self.inserter = inserter
        problem, reach = inserter.problem, inserter.reach
        self.services = self._choose(set(used))
        flows = build_flows(problem, reach)
        self.builder = ColumnBuilder(problem, inserter.factory, flows)
        self.master = Master(problem, reach, flows, self.services)
        self.generator = Generator(self.master, self.builder, inserter, seconds)
        self.master.add(self.generator.radial())
        self.fractions: Fractions | None = None
        self._met: dict[tuple[object, ...], Column] = {}
        self._has_dived = False

    def _choose(self, used: set[int]) -> set[int]:
        problem = self.inserter.problem
        everything = set(range(len(problem.services)))
        if len(everything) <= MOST_SERVICES:
            return everything
        chosen = set(used)
        for fill in (0.85, 0.7, 0.95, 0.55):
            guess = relax(problem, self.inserter.reach, seconds=2.0, fill=fill)
            for run, units in enumerate(guess.units if guess is not None else ()):
                if units > 0.01 and len(chosen) < MOST_SERVICES:
                    chosen.update(problem.run_services[run])
        return chosen

    def learn(self, solution: Solution, met: Sequence[Column] = ()) -> None:
        """Take in the trips of a solution, and others that a search has ``met``, the best first, to compose of."""
        self.master.add(self.builder.of_solution(solution))
        self.master.add(met)
        self._remember(reversed(met))

    def take(self, columns: Iterable[Column]) -> None:
        """Take in trips that others found."""
        self.master.add(columns)

    def learn_from(self, bound: BoundMaster) -> list[Column]:
        """Take in the trips that a bound's relaxation makes use of, as far as they can be run; these are returned."""
        spokes, coaches = bound.used()
        directs = bound.master.directs
        tried = [self.builder.spoke(*spoke) for spoke in spokes]
        tried += [self.generator.coaches.column(directs[n], route) for n, route in coaches]
        run = [column for column in tried if column is not None]
        self.take(run)
        return run

    def _remember(self, columns: Iterable[Column]) -> None:
        """Remember trips to compose of, the last ones longest."""
        for column in columns:
            self._met.pop(column.key, None)
            self._met[column.key] = column
        for key in list(self._met)[:-MOST_MET]:
            self._met.pop(key)

    def turn(
        self, known: Solution, met: Sequence[Column], until: float, stop: Callable[[], bool], rng: random.Random
    ) -> Solution | None:
        """Generate columns for a while, then compose a whole solution of these, of a known one and of trips ``met``."""
        self.learn(known, met)
        self.improve(until - COMPOSING_SHARE * (until - self.inserter.problem.watch.now()), stop)
        return self.compose(known, until, stop, rng)

    def improve(self, until: float, stop: Callable[[], bool]) -> Fractions | None:
        """Generate columns until ``until`` (a moment of the problem's watch)."""
        self.fractions = generate(self.master, self.generator, until, stop) or self.fractions
        return self.fractions

    def compose(self, known: Solution, until: float, stop: Callable[[], bool], rng: random.Random) -> Solution | None:
        """Dive from the fractional solution and compose a whole one of what dives brought up, of late and now, of what
        a search has met, of the trips of a known one, and where these are few, of those that are worth most at the
        prices of now.
        """
        if self.fractions is None:
            return None
        watch, began = self.inserter.problem.watch, self.inserter.problem.watch.now()
        promising = self.promising()
        few = Master(self.inserter.problem, self.inserter.reach, self.master.flows, self.services)
        few.add([*self.builder.of_solution(known), *promising[:MOST_TAKEN]])
        fractions = few.solve()
        if fractions is None:
            return None
        diving_until = began + DIVING * (until - began)
        while self._dive(few, fractions, diving_until, stop, rng) and watch.now() < diving_until and not stop():
            pass
        others = list(self._met.values())
        if len(others) < ENOUGH:
            more = (column for column in promising if column.key not in self._met)
            others += islice(more, ENOUGH - len(others))
        return composed(self.inserter, self.builder, others, self.services, known, until - watch.now(), rng)

    def _dive(
        self, master: Master, fractions: Fractions, until: float, stop: Callable[[], bool], rng: random.Random
    ) -> int:
        """Dive once more, the first time without chance; how many trips are new of those it brings up."""
        noise, known = NOISE if self._has_dived else 0.0, set(self._met)
        self._has_dived = True
        chance = partial(rng.uniform, 1 - noise, 1.0)
        self._remember(dive(master, fractions, until, stop, chance))
        return len(self._met.keys() - known)

    def used(self) -> list[Column]:
        """The columns that the last solution of the master makes use of."""
        amounts = () if self.fractions is None else self.fractions.columns
        return [column for column, amount in zip(self.master.columns, amounts, strict=False) if amount > NEARLY]

    @property
    def directs(self) -> list[DirectSets]:
        """The relaxed coaches that are priced, with what is proven of them."""
        return self.generator.coaches.directs

    def promising(self) -> list[Column]:
        """The columns that are worth most at the prices of now, as many as a bound may begin with."""
        if self.fractions is None:
            return list(self.master.columns)[:MOST_PROMISING]
        prices = self.fractions.prices
        return sorted(self.master.columns, key=lambda column: self.generator.reduced(column, prices))[:MOST_PROMISING]
