"""Trying to carry people whom a solution leaves: beside all others, alone, and by making room.

Each answer is a solution that was built, so its cost is a fact; that nothing was found proves nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transport.solver.insertion import Inserter, Mood
from transport.solver.polish import polish
from transport.solver.ruin import Ruins, remove
from transport.solver.solution import Solution

MOODS = (Mood(neighbours=0.0, unit_fill=1.0), Mood(neighbours=0.0, unit_fill=0.02))
"""How single people look for a way: a new unit of a service at the price of a seat, and at its whole price."""
ROOM_ROUNDS = 24
"""Tries to make room for somebody."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A solution that carries the people: CNY by which it costs more, and how many others travel on something else."""

    solution: Solution
    extra_cost: float
    moved: int


class Examiner:
    """Looks for ways in one solution.

    Parameters
    ----------
    inserter
        Of the solution's problem; its settings are not changed.
    solution
        What is left as it is.
    over
        Once it says so, nothing more is tried.
    """

    def __init__(self, inserter: Inserter, solution: Solution, over: Callable[[], bool]) -> None:
        self.problem, self.solution, self.over = inserter.problem, solution, over
        self.usual = inserter
        self.eager = Inserter(inserter.problem, inserter.reach, inserter.factory)
        self.eager.stay_price = math.inf
        self.ruins = Ruins(inserter.problem)

    def beside_all(self, alike: Sequence[int]) -> Carried | None:
        """Carry equal bundles with everybody else's travel as it is."""
        return self._cheapest(self.solution, alike)

    def alone(self, alike: Sequence[int]) -> float | None:
        """CNY of carrying equal bundles with every vehicle and seat to themselves."""
        found = self._cheapest(Solution(self.problem), alike)
        return None if found is None else found.extra_cost + sum(self.problem.bundles[b].fallback for b in alike)

    def making_room(self, alike: Sequence[int], seed: int = 0) -> Carried | None:
        """Carry equal bundles by letting some others who travel near it look for another way."""
        best: Carried | None = None
        rng = random.Random(seed)
        for chosen in self._rivals(alike[0], rng):
            if self.over():
                break
            trial = self.solution.copy()
            out = remove(trial, chosen, self.usual)
            if not self._insert(trial, alike, rng):
                continue
            self.usual.insert(trial, [b for b in out if trial.ways[b] is None], Mood(), rng)
            polish(trial, [n for n, d in trial.trips.items() if self.solution.trips.get(n) is not d], self.usual)
            found = self._carried(trial, alike)
            if found is not None and (best is None or found.extra_cost < best.extra_cost - 1e-6):
                best = found
        return best

    # ---- inside

    def _cheapest(self, start: Solution, alike: Sequence[int]) -> Carried | None:
        """The cheapest way beside a solution; services that too few would be on are not used."""
        best: Carried | None = None
        for mood in MOODS:
            trial = start.copy()
            if self._insert(trial, alike, random.Random(0), mood):
                found = self._carried(trial, alike, start)
                if found is not None and (best is None or found.extra_cost < best.extra_cost):
                    best = found
        return best

    def _insert(self, trial: Solution, alike: Sequence[int], rng: random.Random, mood: Mood = MOODS[0]) -> bool:
        size = sum(self.problem.bundles[b].size for b in alike)
        self.eager.allowed_services = {
            s for s, service in enumerate(self.problem.services) if trial.aboard[s] + size >= service.min_seats
        }
        self.eager.insert(trial, alike, mood, rng)
        return all(trial.ways[b] is not None for b in alike)

    def _carried(self, trial: Solution, alike: Sequence[int], start: Solution | None = None) -> Carried | None:
        before = self.solution if start is None else start
        if trial.shortage() > 0:
            return None
        moved = sum(
            self.problem.bundles[b].size for b, way in enumerate(trial.ways) if b not in alike and way != before.ways[b]
        )
        return Carried(trial, trial.cost - before.cost, moved)

    def _rivals(self, index: int, rng: random.Random) -> list[Sequence[int]]:
        """Whom to ask for room: riders of each trip near the bundle's ends and of its services, a few at a time."""
        bundle, solution, minutes = self.problem.bundles[index], self.solution, self.problem.minutes
        ends = (bundle.origin, bundle.destination)
        ranked = sorted(
            solution.trips, key=lambda n: min(minutes[end][stop] for end in ends for stop in solution.trips[n].stops)
        )
        groups: list[Sequence[int]] = [solution.trips[n].riders for n in ranked[: ROOM_ROUNDS // 3]]
        services = self.usual.reach.services_of[self.problem.cell_of[index]]
        groups += [
            own if len(own) <= 2 * bundle.size else rng.sample(own, 2 * bundle.size)
            for s in services[: ROOM_ROUNDS // 3]
            if (own := [b for b, of in enumerate(solution.service_of) if of == s])
        ]
        while len(groups) < ROOM_ROUNDS:
            groups.append(self.ruins.choose(solution, 30, rng))
        return groups


def left_out(inserter: Inserter, solution: Solution, index: int) -> float:
    """CNY by which a solution grows dearer if a bundle goes by ticket (or is left), and all others still travel."""
    trial = solution.copy()
    out = remove(trial, [index], inserter)
    inserter.insert(trial, [b for b in out if b != index], MOODS[0], random.Random(0))
    polish(trial, [n for n, d in trial.trips.items() if solution.trips.get(n) is not d], inserter)
    return trial.cost - solution.cost
