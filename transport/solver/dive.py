"""Columns until none helps, and diving: make the LP's units and trips whole, a few at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

from transport.solver.columns import Column
from transport.solver.generate import Generator
from transport.solver.master import Fractions, Master, Prices

NEARLY = 1e-4
"""Fractions up to which are none."""
PATIENCE = 8
"""Rounds without a find, each of which looks at others of the pricing problems, until there is taken to be none."""
STEP, MANY = 0.3, 250
"""How far the prices at which trips are looked for go towards the master's in each round, and from how many kinds of
people on: the more there are, the more these jump to and fro, and trips found at what they are on average are better
(Wentges 1997, Neame 1999). With fewer the master's own bring up more trips.
"""


def generate(master: Master, generator: Generator, until: float, stop: Callable[[], bool]) -> Fractions | None:
    """Solve the master and add columns until none helps, time is over, or progress has died down."""
    fractions = master.solve()
    history: list[float] = []
    near: Prices | None = None
    idle = 0
    follows = len(master.flows) >= MANY
    while fractions is not None and master.problem.watch.now() < until and not stop():
        history.append(fractions.cost)
        if len(history) > 12 and history[-13] - history[-1] < 2e-4 * abs(history[-1]):
            break
        prices = fractions.prices if near is None else near.towards(fractions.prices, STEP)
        if master.add(generator.price(prices)):
            near, fractions, idle = prices if follows else None, master.solve() or fractions, 0
        elif idle == PATIENCE:
            break
        else:
            near, idle = None, idle + 1
    return fractions


def dive(
    master: Master, fractions: Fractions, until: float, stop: Callable[[], bool], chance: Callable[[], float]
) -> list[Column]:
    """The columns of a whole solution near the fractional one; the master's bounds are put back afterwards.

    Which trips are taken next is decided by their fractions, each times a ``chance``.
    """
    fixed = Fixed(master)
    runs: dict[int, float] = {}
    while not stop() and master.problem.watch.now() < until:
        if not _fix_units(master, fractions, runs) and not fixed.more(fractions, chance):
            break
        solved = master.solve()
        if solved is None:
            break
        fractions = solved
    fixed.undo()
    for run in runs:
        master.free_units(run)
    return [master.columns[i] for i, amount in enumerate(fractions.columns) if amount > 0.2]


class Fixed:
    """The trips that a dive has made whole so far, and those that no vehicle is left for."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._least: dict[int, float] = {}
        self._out: dict[tuple[int, int], float] = defaultdict(float)

    def more(self, fractions: Fractions, chance: Callable[[], float]) -> bool:
        """Fix the trips that are whole, and the largest few fractions that carry different people; ``False`` where no
        fraction is left.
        """
        fractional = []
        for i, amount in enumerate(fractions.columns):
            if amount <= NEARLY or amount <= self._least.get(i, 0.0) + NEARLY:
                continue
            whole = round(amount)
            if whole >= 1 and abs(amount - whole) < NEARLY:
                self._fix(i, float(whole))
            else:
                fractional.append(((amount - math.floor(amount)) * chance(), i))
        if not fractional:
            return False
        fractional.sort(reverse=True)
        best = fractional[0][0]
        taken: set[tuple[int, int]] = set()
        for part, i in fractional[: max(1, len(fractional) // 8)]:
            if part < 0.6 * best:
                break
            carried = {key for key, _ in self.master.columns[i].carries}
            if not carried & taken:
                taken |= carried
                self._fix(i, math.floor(fractions.columns[i]) + 1.0)
        return True

    def _fix(self, index: int, least: float) -> None:
        """Ask for a trip at least so often, or where no vehicle is left for that, no more often than so far: fractions
        of several trips may share a vehicle.
        """
        before, moments = self._least.get(index, 0.0), list(self.master.columns[index].moments)
        offers = self.master.problem.offers
        if any(self._out[moment] + least - before > offers[moment[0]].count + NEARLY for moment in moments):
            self._least[index] = before
            self.master.fix(index, before, before)
            return
        for moment in moments:
            self._out[moment] += least - before
        self._least[index] = least
        self.master.fix(index, least)

    def undo(self) -> None:
        """Put the bounds of all trips back."""
        for index in self._least:
            self.master.fix(index)


def _fix_units(master: Master, fractions: Fractions, runs: dict[int, float]) -> bool:
    """Fix the run whose units are nearest to a whole number from above; ``False`` where all are fixed."""
    open_runs = [
        (math.ceil(y - NEARLY) - y, run) for run, y in enumerate(fractions.units) if run not in runs and y > NEARLY
    ]
    if not open_runs:
        return False
    away, run = min(open_runs)
    whole = math.ceil(fractions.units[run] - NEARLY)
    if away > 0.75:  # hardly used: better not at all
        whole -= 1
    master.fix_units(run, float(whole), float(whole))
    runs[run] = float(whole)
    return True
