"""Pricing by load where stops are not limited: the trip that gains most, never straight back to where it came from.

Every stop takes somebody up, so a load follows only from smaller ones, and one pass over the loads does what the
programme over stops (``pricing``) does in as many passes as there are stops. Two labels a state, with different places
before them, are enough to forbid returns straight back (Christofides, Mingozzi and Toth, "Exact algorithms for the
vehicle routing problem, based on spanning tree and shortest path relaxations", Mathematical Programming 20, 1981).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transport.solver.pricing import Floats, Route, Spokes

Ints = NDArray[np.int64]
BEST, OTHER = 0, 1
"""The two labels of a state: the best one, and the best one that comes from another place."""
LOAD_S, ROAD_S, BOARDING_S = 1e-4, 2e-9, 2.5e-8
"""Seconds a load, and in each of them a road between two places, and a number of people who may board at one."""
START = -1
"""What stands for the place before the first."""


@dataclass(frozen=True, slots=True)
class _Labels:
    """By label, load and last place: what the trip so far is worth, the place before, who board at the last, and which
    label of the place before it goes on from.
    """

    value: Floats
    before: Ints
    boarded: Ints
    label: Ints

    def put(self, at: tuple[Ints, Ints], value: Floats, before: Ints, boarded: Ints, label: Ints) -> None:
        """Take new labels in, one a state at the most."""
        loads, places = at
        known, comes_from = self.value[BEST][at], self.before[BEST][at]
        better, elsewhere = value > known, comes_from != before
        down = better & elsewhere  # the best so far comes second now
        self._copy(loads[down], places[down])
        self._write(BEST, at, better, value, before, boarded, label)
        second = ~better & elsewhere & (value > self.value[OTHER][at])
        self._write(OTHER, at, second, value, before, boarded, label)

    def _copy(self, loads: Ints, places: Ints) -> None:
        for table in (self.value, self.before, self.boarded, self.label):
            table[OTHER, loads, places] = table[BEST, loads, places]

    def _write(
        self, which: int, at: tuple[Ints, Ints], taken: NDArray[np.bool_], value: Floats, before: Ints, boarded: Ints,
        label: Ints,
    ) -> None:  # fmt: skip
        cells = (which, at[0][taken], at[1][taken])
        self.value[cells], self.before[cells] = value[taken], before[taken]
        self.boarded[cells], self.label[cells] = boarded[taken], label[taken]


def routes_by_load(problem: Spokes, wanted: int, floor: float) -> list[Route]:
    """The best routes worth more than ``floor``, best first, each ending at another place.

    Routes may call again, though never at the place before the last, and at as many places as they like; among all of
    these the first one is the best.
    """
    n, capacity = len(problem.gains), problem.capacity
    if n == 0 or capacity <= 0:
        return []
    labels = _filled(problem)
    loads = np.arange(capacity + 1, dtype=np.float64)[:, None]
    final = labels.value[BEST] - problem.last_cost - problem.minute_rate * loads * problem.last_minutes
    aboard = final.argmax(axis=0)
    worth = final[aboard, np.arange(n)]
    ends = [place for place in np.argsort(-worth, kind="stable")[:wanted].tolist() if worth[place] > floor]
    return [_traced(labels, float(worth[place]), int(aboard[place]), place) for place in ends]


def seconds_by_load(places: int, boardings: int, capacity: int) -> float:
    """About the seconds of such a programme, with so many numbers of people who may board, at all places together."""
    return capacity * (LOAD_S + ROAD_S * places**2 + BOARDING_S * boardings)


def _filled(problem: Spokes) -> _Labels:
    """All labels, load by load."""
    n, capacity, gains = len(problem.gains), problem.capacity, problem.gains[:, 1 : problem.capacity + 1]
    shape = (2, capacity + 1, n)
    labels = _Labels(
        np.full(shape, -np.inf), np.full(shape, START - 1, dtype=np.int64),
        np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64),
    )  # fmt: skip
    boarding, places = np.nonzero(np.isfinite(gains.T))  # sorted by who board, so that a room cuts off the end
    boarding += 1
    worth, nobody = gains[places, boarding - 1], np.full(len(places), START, dtype=np.int64)
    labels.put(
        (boarding, places), worth - problem.first_cost[places] - problem.fixed, nobody, boarding, np.zeros_like(nobody)
    )
    everywhere = np.arange(n)
    for load in range(1, capacity):
        value, before = labels.value[:, load], labels.before[BEST, load]
        fitting = int(np.searchsorted(boarding, capacity - load, side="right"))
        if not fitting or not np.isfinite(value[BEST]).any():
            continue
        leg = problem.leg_cost + problem.minute_rate * load * problem.leg_minutes
        step = value[BEST][:, None] - leg
        back = np.nonzero(before >= 0)[0]
        step[back, before[back]] = value[OTHER][back] - leg[back, before[back]]
        np.fill_diagonal(step, -np.inf)
        people, ends = boarding[:fitting], places[:fitting]
        for _ in (BEST, OTHER):
            come = step.argmax(axis=0)
            arrived = step[come, everywhere]
            step[come, everywhere] = -np.inf
            label = np.where(before[come] == everywhere, OTHER, BEST)
            labels.put(
                (load + people, ends), arrived[ends] + worth[:fitting], come[ends], people, label[ends]
            )  # fmt: skip
    return labels


def _traced(labels: _Labels, worth: float, load: int, place: int) -> Route:
    places, persons, label = list[int](), list[int](), BEST
    while place != START:
        state = (label, load, place)
        places.append(place)
        persons.append(int(labels.boarded[state]))
        label, load, place = int(labels.label[state]), load - persons[-1], int(labels.before[state])
    return Route(worth, tuple(reversed(places)), tuple(reversed(persons)))
