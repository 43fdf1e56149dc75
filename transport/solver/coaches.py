"""New direct coaches for people who wait, each the best that a dynamic programme finds, dearest people first.

Insertion opens a coach for one batch of people and hopes for others; here the coach is priced with all its people, so
that large parts of a solution can be taken out and come back as full coaches.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from transport.solver.coach_pricing import Coach, CoachPricer, People
from transport.solver.insertion import Inserter
from transport.solver.solution import NOBODY, Solution, Way, is_free
from transport.solver.taking import fit_in_time
from transport.solver.trips import Draft

LEAST_GAIN = 1.0
"""CNY that a coach must gain, and that a further drop-off must add."""
SEEDS, OFFERS, NEIGHBOURS = 3, 2, 3
"""Destinations that a coach is begun with at a time, offers tried with them, and further drop-offs tried near them."""
SPREAD = 0.3
"""How much chance there is in what people are taken to be worth."""
REPORTS, PLACES = 2, 16
"""Report hours tried for a coach, and origins among which it is priced."""
SHORTEST = 720
"""Minutes for which a vehicle must be free for a coach to be tried."""
MOST_BUILT = 8
"""Coaches built in a round."""
MISSES = 4
"""Tries in a row without a coach that gains, each from other destinations, after which no more are made."""

Waiting = Mapping[int, list[int]]
"""Bundles that wait, by cell."""


class Coaches:
    """Builds direct coaches.

    Parameters
    ----------
    inserter
        Builds the trips and knows the fleet.
    """

    def __init__(self, inserter: Inserter) -> None:
        self.inserter, self.problem = inserter, inserter.problem
        self.pricer = CoachPricer(self.problem, inserter.directs)
        limit = self.problem.rules.max_stops.direct_dropoff
        self._most_drops = len(self.problem.places) if limit is None else int(limit)

    def build(self, solution: Solution, bundles: Iterable[int], rng: random.Random, most: int = MOST_BUILT) -> None:
        """Run coaches for waiting bundles as long as they gain, ``most`` at most; whoever is on none keeps waiting."""
        p = self.problem
        waiting: dict[int, list[int]] = defaultdict(list)
        for b in bundles:
            c = p.cell_of[b]
            if solution.ways[b] is None and "direct" not in p.cells[c].barred:
                waiting[c].append(b)
        spread = SPREAD * rng.random()
        worth = {c: p.cells[c].fallback / p.cells[c].size * (1 + spread * (rng.random() - 0.5)) for c in waiting}
        built = misses = 0
        while built < most and misses < MISSES and not self.inserter.over():
            taken = self._next(solution, waiting, worth, rng)
            built, misses = (built, misses + 1) if taken is None else (built + 1, 0)
            for b in taken or ():
                waiting[p.cell_of[b]].remove(b)

    def _next(
        self, solution: Solution, waiting: Waiting, worth: Mapping[int, float], rng: random.Random
    ) -> list[int] | None:
        """Run the best coach found; the bundles that ride it, or ``None`` where none gains."""
        p = self.problem
        cells = [(c, p.cells[c], len(own)) for c, own in waiting.items() if own]
        paid: dict[int, float] = defaultdict(float)
        for c, cell, many in cells:
            paid[cell.destination] += worth[c] * cell.size * many
        ends = [f for f, amount in paid.items() if amount > 0]
        if not ends:
            return None
        people = People.of((c, o.origin, o.destination, o.report, worth[c], o.size * many) for c, o, many in cells)
        seeds = {rng.choices(ends, [paid[f] for f in ends])[0] for _ in range(SEEDS)}
        offers = [k for k in p.offers_by_kind["direct"] if self._is_free(solution, k)]
        ranked = [
            (self.pricer.promise(k, (f,), people, self.pricer.worth(k, (f,), people)) * (1 + 0.2 * rng.random()), k, f)
            for f in seeds
            for k in offers
            if p.reaches(k, f)
        ]
        ranked.sort(reverse=True)
        found: list[tuple[float, int, tuple[int, ...], Coach]] = []
        for _, k, f in ranked[:OFFERS]:
            grown = self._grown(k, f, ends, people)
            if grown is not None:
                found.append((grown[1].value, k, *grown))
        found.sort(key=lambda one: -one[0])
        for _, k, drops, coach in found:
            draft = self._built(solution, k, drops, coach, waiting)
            if draft is not None:
                number = solution.add_trip(draft)
                for b in draft.riders:
                    solution.set_way(b, Way(NOBODY, number, NOBODY))
                return list(draft.riders)
        return None

    def _is_free(self, solution: Solution, k: int) -> bool:
        """Whether a vehicle of the offer is free all the time, or for some hours at some time."""
        out, count = solution.outings(k), self.problem.offers[k].count
        ends = {self.problem.offer_until[k], *(leaves for leaves, _ in out)}
        gaps = ((end - SHORTEST, end) for end in ends if end - SHORTEST >= self.problem.offer_from[k])
        return len(out) < count or any(is_free(out, begin, end, count) for begin, end in gaps)

    def _grown(self, k: int, f: int, ends: Sequence[int], people: People) -> tuple[tuple[int, ...], Coach] | None:
        """The best coach found that calls at a destination, further ``ends`` added as long as that gains."""
        minutes = self.problem.minutes
        near = sorted((g for g in ends if g != f), key=lambda g: minutes[f][g])
        drops: tuple[int, ...] = (f,)
        best = self._coach(k, drops, people)
        while len(drops) < self._most_drops:
            tried = []
            for g in [g for g in near if g not in drops and self.problem.reaches(k, g)][:NEIGHBOURS]:
                longer = self._with(drops, g)
                coach = self._coach(k, longer, people)
                if coach is not None and (best is None or coach.value > best.value + LEAST_GAIN):
                    tried.append((coach.value, longer, coach))
            if not tried:
                break
            _, drops, best = max(tried, key=lambda one: one[0])
        return None if best is None else (drops, best)

    def _with(self, drops: tuple[int, ...], g: int) -> tuple[int, ...]:
        """The drop-offs with one more where the tour gets least longer."""
        km = self.problem.km
        orders = [(*drops[:i], g, *drops[i:]) for i in range(len(drops) + 1)]
        return min(orders, key=lambda order: sum(km[a][b] for a, b in pairwise(order)))

    def _coach(self, k: int, drops: Sequence[int], people: People) -> Coach | None:
        """The best coach to the drop-offs, for the report hour that suits best."""
        best: Coach | None = None
        going = people.report[np.isin(people.destination, drops)]
        for report in sorted(set(going.tolist()))[:REPORTS]:
            worth = self.pricer.worth(k, drops, people, report)
            least = LEAST_GAIN if best is None else best.value
            if self.pricer.promise(k, drops, people, worth) > least:
                coach = self.pricer.coach(k, drops, people, worth, 0.0, PLACES)
                if coach is not None and coach.value > least:
                    best = coach
        return best

    def _built(self, solution: Solution, k: int, drops: Sequence[int], coach: Coach, waiting: Waiting) -> Draft | None:
        """The coach as a real trip with whole bundles, where a vehicle is free and it pays."""
        p, room = self.problem, self.problem.capacity(k, "direct")
        loads: list[tuple[int, ...]] = []
        for place in coach.pickups:
            riders: list[int] = []
            for c, persons in coach.loads[place].items():
                size = p.cells[c].size
                many = min(round(persons / size), room // size, len(waiting[c]))
                riders += waiting[c][:many]
                room -= many * size
            loads.append(tuple(riders))
        pickups = tuple(place for place, riders in zip(coach.pickups, loads, strict=True) if riders)
        full = tuple(riders for riders in loads if riders)
        used = {p.bundles[b].destination for riders in full for b in riders}
        if not full:
            return None
        ends = tuple(f for f in drops if f in used)
        draft = self.inserter.factory.direct(k, pickups, full, ends)
        draft = fit_in_time(solution, draft, self.inserter.factory)
        if draft is None or draft.cost >= sum(p.bundles[b].fallback for b in draft.riders):
            return None
        return draft
