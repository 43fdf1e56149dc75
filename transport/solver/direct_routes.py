"""Relaxed direct coaches as columns: a tour over pick-ups with those aboard who pay most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transport.solver.arrays import Floats
from transport.solver.direct_roads import Roads
from transport.solver.direct_slots import Slot


@dataclass(frozen=True, slots=True)
class DirectRoute:
    """A relaxed direct trip: what it gains at the prices, its own cost in CNY, the moments (first, last + 1) at which
    its vehicle is counted, persons by flow, the places it calls at in order, and the areas that it was priced to.
    """

    value: float
    cost: float
    out: tuple[int, int]
    persons: tuple[tuple[int, int], ...]
    pickups: tuple[int, ...]
    drops: tuple[int, ...]
    areas: tuple[int, ...]


def with_riders(
    roads: Roads, slot: Slot, to: tuple[int, int], tour: Sequence[int], prices: Floats, persons: Floats, rate: float,
    room: int,
) -> tuple[float, tuple[tuple[int, int], ...]]:  # fmt: skip
    """CNY of a trip of a slot over some villages in their order, rides included, and persons by flow.

    ``to`` is the drop-off set and which of it comes first (position in the set).
    """
    row, root = to
    first_end, last = int(roads.sets.ends[row, root]), tour[-1]
    cost = roads.road(row, root, tour, float(slot.rides[last, first_end]), slot.kept)
    left, minutes = {}, float(slot.rides[last, first_end])
    for place, following in zip(reversed(tour), [None, *reversed(tour)], strict=False):
        minutes += 0.0 if following is None else float(roads.leg_minutes[place, following])
        left[place] = minutes
    served = np.isin(roads.at[slot.flows], tour) & roads.sets.holds(row, roads.to[slot.flows])
    on = np.flatnonzero(served & np.isfinite(slot.own[first_end]))
    minutes_left = np.array([left[place] for place in roads.at[slot.flows[on]].tolist()])
    rides = np.maximum(slot.own[first_end, on], slot.after[first_end, on] + rate * minutes_left)
    gains, aboard = prices[slot.flows[on]] - rides, list[tuple[int, int]]()
    for i in np.argsort(-gains, kind="stable").tolist():
        take = min(room, int(persons[slot.flows[on[i]]]))
        if take <= 0 or gains[i] <= 0:
            break
        aboard.append((int(slot.flows[on[i]]), take))
        cost += take * float(rides[i])
        room -= take
    return cost, tuple(sorted(aboard))
