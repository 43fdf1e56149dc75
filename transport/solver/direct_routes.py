"""The best trip of a direct coach to one set of drop-offs, whose first one is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

import numpy as np

from transport.solver.direct_roads import Roads
from transport.solver.direct_slots import Slot
from transport.solver.drop_sets import Ints, count_sets
from transport.solver.pickup_sets import (
    People,
    Places,
    Valued,
    all_subsets,
    promising,
    values_in_time,
    with_time_left,
)
from transport.solver.pricing import Floats, Spokes, concave_gains, strict_route

CRITICAL = 5
"""Villages whose second call is forbidden in one pricing problem at most."""
MOST_SUBSETS = 30_000
"""Sets of pick-ups that are tried one by one in one pricing problem; with more, a dynamic programme by loads does."""
MOST_ORDERED, LONGEST_ORDERED = 60, 7
"""Sets of villages that are tried in every order, and how many villages these may have at most."""
MOST_SEAT_PRICES, EXACT = 4, 1.0
"""Prices of a seat at which sets of pick-ups are valued in time at most, and CNY of a difference that is let be."""


@dataclass(frozen=True, slots=True)
class PricedRoute:
    """A relaxed trip, its vehicle's scarcity left out: what it gains, what any such trip gains at the most, its cost,
    persons by flow, and whether it calls at a village twice.
    """

    value: float
    upper: float
    cost: float
    persons: tuple[tuple[int, int], ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Towards:
    """A pricing problem: trips in a slot to one set of drop-offs.

    ``flows`` are positions among the slot's, best payers first, ``gains`` what a person of each pays above the best
    ride, ``most`` above what is left without the ride to the ``first_end``; ``last`` is the way on from each village.
    """

    slot: Slot
    first_end: int
    flows: Ints
    gains: Floats
    most: Floats
    at: Ints
    persons: Floats
    last: Floats
    room: int
    rate: float
    seat_price: float


def best_route(roads: Roads, towards: Towards, floor: float, *, strict: bool) -> PricedRoute | None:
    """The best trip worth more than ``floor``; where there are too many sets ``strict`` forbids second calls."""
    t = towards
    here = np.unique(t.at)
    seat_prices = np.append(np.unique(t.gains), 0.0)
    above = np.zeros((len(here), len(seat_prices)))
    np.add.at(above, np.searchsorted(here, t.at), np.maximum(0.0, t.gains[:, None] - seat_prices) * t.persons[:, None])
    most = min(roads.max_pickups, len(here))
    for _ in range(2):
        legs = roads.legs[np.ix_(here, here)]
        nearest = (legs + np.where(np.eye(len(here), dtype=bool), np.inf, 0.0)).min(axis=0, initial=np.inf)
        before = np.minimum(roads.first[here], nearest)
        needed = floor + roads.fixed + float(t.last[here].min())
        kept = promising(above, seat_prices, t.room, before, most, needed)
        here, above = here[kept], above[kept]
        if not len(here):
            return None
    if count_sets(len(here), most) > MOST_SUBSETS:
        return _long_route(roads, t, strict=strict)
    places, subsets = _places(roads, t, here), all_subsets(len(here), most)
    valued = values_in_time(subsets, places, t.seat_price, t.room)
    worth = subsets.incidence[valued.values - roads.fixed > floor]
    if not len(worth):
        return None
    called, longest = worth.any(axis=0), int(worth.sum(axis=1).max())
    if longest < len(subsets.layers) or not called.all():
        here = here[called]
        subsets = all_subsets(len(here), longest)
        places = _places(roads, t, here)
        valued = values_in_time(subsets, places, t.seat_price, t.room)
    return _searched(roads, t, here, places, valued, floor)


def _searched(roads: Roads, t: Towards, here: Ints, places: Places, valued: Valued, floor: float) -> PricedRoute | None:
    """The best trip over sets of some villages: some prices of a seat are tried, then the best sets in every order.

    What a set is worth (``valued`` at the first price) is convex in the price, and falls as long as more people would
    pay it than there are seats.
    """
    low, high, seat_price = 0.0, float(t.gains[0]), t.seat_price
    upper, found, subsets = np.full(len(valued.values), np.inf), None, valued.subsets
    for tried in range(MOST_SEAT_PRICES):
        if tried:
            valued = values_in_time(subsets, places, seat_price, t.room)
        upper = np.minimum(upper, valued.values - roads.fixed)
        best = int(upper.argmax())
        if upper[best] <= floor:
            return None
        trip = _boarded(roads, t, [int(here[place]) for place in valued.order(best)], seat_price)
        if found is None or trip.value > found.value:
            found = trip
        low, high = (seat_price, high) if trip.wanting > t.room else (low, seat_price)
        if upper[best] - found.value <= EXACT or high - low <= EXACT / t.room:
            break
        seat_price = trip.seat_price if low < trip.seat_price < high else (low + high) / 2
    assert found is not None
    for _ in range(MOST_ORDERED):
        best = int(upper.argmax())
        if upper[best] <= max(found.value + EXACT, floor):
            break
        stops = here[subsets.incidence[best] > 0]
        if len(stops) > LONGEST_ORDERED:
            break
        trip = _boarded(roads, t, _best_order(roads, t, stops), seat_price)
        upper[best] = trip.value
        if trip.value > found.value:
            found = trip
    return PricedRoute(found.value, float(upper.max()), found.cost, found.persons, False)


def _best_order(roads: Roads, t: Towards, stops: Ints) -> list[int]:
    """The order of a few villages in which a trip gains most, seats and minutes exact."""
    orders = _permutations(len(stops))
    driven = stops[orders]
    minutes = np.zeros(orders.shape)
    minutes[:, -1] = t.slot.rides[driven[:, -1], t.first_end]
    road = roads.first[driven[:, 0]] + t.last[driven[:, -1]]
    for place in range(len(stops) - 2, -1, -1):
        leg = driven[:, place], driven[:, place + 1]
        minutes[:, place] = minutes[:, place + 1] + roads.leg_minutes[leg]
        road = road + roads.legs[leg]
    left = np.take_along_axis(minutes, np.argsort(orders, axis=1), axis=1)
    called = np.isin(t.at, stops)
    at = np.searchsorted(stops, t.at[called])
    gain = np.maximum(0.0, with_time_left(t.gains[called], t.most[called], t.rate * left[:, at]))
    ranked = np.argsort(-gain, axis=1)
    aboard = np.minimum(np.cumsum(t.persons[called][ranked], axis=1), t.room)
    taken = np.diff(aboard, axis=1, prepend=0.0)
    value = (taken * np.take_along_axis(gain, ranked, axis=1)).sum(axis=1) - road
    return [int(place) for place in driven[int(value.argmax())]]


@lru_cache(maxsize=16)
def _permutations(count: int) -> Ints:
    """All orders of so many places."""
    return np.array(list(permutations(range(count))), dtype=np.int64)


def _places(roads: Roads, t: Towards, here: Ints) -> Places:
    """Some villages and their people."""
    within = np.ix_(here, here)
    rides = t.slot.rides[here, t.first_end]
    return Places(
        _people(t, here), rides, roads.leg_minutes[within], roads.first[here], roads.legs[within], t.last[here]
    )


@dataclass(frozen=True, slots=True)
class _Boarded:
    """A trip over villages in their order: what it gains and costs, persons by flow, the price of a seat at which it
    is just full, and how many would pay the price that was asked.
    """

    value: float
    cost: float
    persons: tuple[tuple[int, int], ...]
    seat_price: float
    wanting: float


def _boarded(roads: Roads, t: Towards, stops: Sequence[int], seat_price: float) -> _Boarded:
    """The trip over some villages in their order, with those aboard who pay most."""
    left, minutes = {}, float(t.slot.rides[stops[-1], t.first_end])
    for place, following in zip(reversed(stops), [None, *reversed(stops)], strict=False):
        minutes += 0.0 if following is None else float(roads.leg_minutes[place, following])
        left[place] = minutes
    called = np.isin(t.at, stops)
    on, at, persons = t.flows[called], t.at[called], t.persons[called]
    minutes_left = np.array([left[place] for place in at.tolist()])
    gain, road = with_time_left(t.gains[called], t.most[called], t.rate * minutes_left), _road(roads, t, stops)
    rides = t.gains[called] + t.slot.own[t.first_end, on] - gain
    aboard, room, value, cost, least = list[tuple[int, int]](), t.room, -road, road, 0.0
    for i in np.argsort(-gain, kind="stable").tolist():
        if room <= 0 or gain[i] <= 0:
            break
        take = min(room, int(persons[i]))
        aboard.append((int(t.slot.flows[on[i]]), take))
        value += take * float(gain[i])
        cost += take * float(rides[i])
        room -= take
        least = float(gain[i]) if room == 0 else 0.0
    wanting = float(persons[gain > seat_price].sum())
    return _Boarded(value, cost, tuple(sorted(aboard)), least, wanting)


def _road(roads: Roads, t: Towards, stops: Sequence[int]) -> float:
    """CNY of a trip over some villages in their order, its people's rides left out."""
    legs = sum(float(roads.legs[a, b]) for a, b in pairwise(stops))
    return roads.fixed + float(roads.first[stops[0]] + t.last[stops[-1]]) + legs


def _people(t: Towards, here: Ints) -> People:
    """The people of some villages as arrays by village."""
    own = [np.flatnonzero(t.at == place) for place in here.tolist()]
    shape = (len(here), max(len(flows) for flows in own))
    gain, most, persons = np.full(shape, -np.inf), np.full(shape, -np.inf), np.zeros(shape)
    for place, flows in enumerate(own):
        gain[place, : len(flows)] = t.gains[flows]
        most[place, : len(flows)] = t.most[flows]
        persons[place, : len(flows)] = t.persons[flows]
    return People(gain, most, persons, t.rate)


def _long_route(roads: Roads, t: Towards, *, strict: bool) -> PricedRoute | None:
    """Likewise where there are too many sets of pick-ups: by loads, with few second calls forbidden at most, and
    everybody's ride as if there were no later pick-ups.
    """
    worth: dict[int, list[tuple[float, int, int]]] = {}
    for i, place, gain, persons in zip(t.flows.tolist(), t.at.tolist(), t.gains, t.persons, strict=True):
        worth.setdefault(place, []).append((float(gain), i, int(persons)))
    here = np.array(sorted(worth))
    table = concave_gains([worth[v] for v in here.tolist()], t.room)
    nothing = np.zeros((len(here), len(here)))
    problem = Spokes(
        table, roads.first[here], roads.legs[np.ix_(here, here)], nothing, t.last[here], nothing[0],
        roads.fixed, 0.0, t.room, min(roads.max_pickups, 2 * len(here)),
    )  # fmt: skip
    best = strict_route(problem, 0.0, CRITICAL if strict else 0)
    if best is None:
        return None
    stops = [int(here[i]) for i in best.places]
    cost = _road(roads, t, stops)
    aboard: dict[int, int] = {}
    for v, load in zip(stops, best.persons, strict=True):
        cost += _board(worth[v], load, t, aboard)
    return PricedRoute(best.value, best.value, cost, tuple(sorted(aboard.items())), len(set(stops)) < len(stops))


def _board(waiting: Sequence[tuple[float, int, int]], load: int, t: Towards, aboard: dict[int, int]) -> float:
    """Take so many of those waiting aboard, best payers first; CNY of their rides."""
    cost = 0.0
    for _, i, there in waiting:
        take = min(load, there)
        if take:
            flow = int(t.slot.flows[i])
            aboard[flow] = aboard.get(flow, 0) + take
            cost += take * float(t.slot.own[t.first_end, i])
        load -= take
    return cost
