"""Pricing by load where stops are not limited: the trip that gains most, never straight back to where it came from.

Every stop takes somebody up, so a load follows only from smaller ones, and one pass over the loads does what the
programme over stops (``pricing``) does in as many passes as there are stops. Two labels a state, with different places
before them, are enough to forbid returns straight back (Christofides, Mingozzi and Toth, "Exact algorithms for the
vehicle routing problem, based on spanning tree and shortest path relaxations", Mathematical Programming 20, 1981).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transport.compiled import compiled, inner
from transport.solver.arrays import Floats, Ints
from transport.solver.pricing import Route, Spokes

BEST, OTHER = 0, 1
"""The two labels of a state: the best one, and the best one that comes from another place."""
LOAD_S, ROAD_S, BOARDING_S = 2e-5, 2e-9, 4e-8
"""Seconds a load, and in each of them a road between two places, and a number of people who may board at one."""
START = -1
"""What stands for the place before the first."""


class _Labels(NamedTuple):
    """By label, load and last place: what the trip so far is worth, the place before, who board at the last, and which
    label of the place before it goes on from.
    """

    value: Floats
    before: Ints
    boarded: Ints
    label: Ints


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
    shape = (2, problem.capacity + 1, len(problem.gains))
    labels = _Labels(
        np.full(shape, -np.inf), np.full(shape, START - 1, dtype=np.int64),
        np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64),
    )  # fmt: skip
    gains = np.ascontiguousarray(problem.gains[:, : problem.capacity + 1], dtype=np.float64)
    first = np.asarray(problem.first_cost + problem.fixed, dtype=np.float64)
    _fill(labels, gains, first, problem.leg_cost, problem.minute_rate * problem.leg_minutes)
    return labels


@compiled
def _fill(labels: _Labels, gains: Floats, first: Floats, leg_cost: Floats, leg_hours: Floats) -> None:
    """Fill the labels in; ``gains`` by place and number of people, -inf where so many cannot board."""
    n, most, capacity = len(gains), gains.shape[1] - 1, labels.value.shape[1] - 1
    for place in range(n):
        for people in range(1, most + 1):
            if np.isfinite(gains[place, people]):
                _put(labels, people, place, gains[place, people] - first[place], START, people, BEST)
    for load in range(1, capacity):
        for place in range(n):
            arrived, come, label = _arrive(labels, load, place, leg_cost, leg_hours)
            for rank in range(2):
                for people in range(1, min(most, capacity - load) + 1 if come[rank] != START else 0):
                    if np.isfinite(gains[place, people]):
                        value = arrived[rank] + gains[place, people]
                        _put(labels, load + people, place, value, come[rank], people, label[rank])


@inner
def _arrive(labels: _Labels, load: int, place: int, leg_cost: Floats, leg_hours: Floats) -> tuple[Floats, Ints, Ints]:
    """The best two ways to come to a place with a load: what they are worth, from where, and from which label there."""
    arrived, come, from_label = np.full(2, -np.inf), np.full(2, START), np.zeros(2, np.int64)
    for other in range(len(leg_cost)):
        label = OTHER if labels.before[BEST, load, other] == place else BEST
        value = labels.value[label, load, other] - leg_cost[other, place] - load * leg_hours[other, place]
        if other == place or value <= arrived[1]:
            continue
        rank = 0 if value > arrived[0] else 1
        if rank == 0:
            arrived[1], come[1], from_label[1] = arrived[0], come[0], from_label[0]
        arrived[rank], come[rank], from_label[rank] = value, other, label
    return arrived, come, from_label


@inner
def _put(labels: _Labels, load: int, place: int, value: float, before: int, boarded: int, label: int) -> None:
    """Take a new label of a state in, if it is one of the best two from different places."""
    at = BEST
    if value <= labels.value[BEST, load, place]:
        at = OTHER
        if before == labels.before[BEST, load, place] or value <= labels.value[OTHER, load, place]:
            return
    elif before != labels.before[BEST, load, place]:  # the best so far comes second now
        labels.value[OTHER, load, place] = labels.value[BEST, load, place]
        labels.before[OTHER, load, place] = labels.before[BEST, load, place]
        labels.boarded[OTHER, load, place] = labels.boarded[BEST, load, place]
        labels.label[OTHER, load, place] = labels.label[BEST, load, place]
    labels.value[at, load, place], labels.before[at, load, place] = value, before
    labels.boarded[at, load, place], labels.label[at, load, place] = boarded, label


def _traced(labels: _Labels, worth: float, load: int, place: int) -> Route:
    places, persons, label = list[int](), list[int](), BEST
    while place != START:
        state = (label, load, place)
        places.append(place)
        persons.append(int(labels.boarded[state]))
        label, load, place = int(labels.label[state]), load - persons[-1], int(labels.before[state])
    return Route(worth, tuple(reversed(places)), tuple(reversed(persons)))
