"""What the roads of one offer's direct coaches cost in the bound, by village, drop-off set and first drop-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transport.clock import DAY
from transport.solver.drop_sets import DropSets, Ints
from transport.solver.flows import Flow
from transport.solver.pricing import Floats, dear, over_any
from transport.solver.problem import Problem
from transport.solver.ride_floors import ride_table


@dataclass(frozen=True, slots=True)
class Roads:
    """CNY and minutes over shortest paths between the villages (``starts``) and destinations (``ends``) of an offer.

    Attributes
    ----------
    at, to
        Position of each flow's origin among the starts (-1: not there) and of its destination among the ends.
    fixed
        CNY of a trip whatever it does, its escorts included.
    first, legs, trunk, tails
        CNY to the first pick-up, between pick-ups, from the last one to the first drop-off, and from there over all of
        a set (by its end that comes first) and home.
    onward
        CNY between drop-offs.
    leg_minutes, drop_minutes
        From arriving at one pick-up to arriving at the next, and from arriving at the first drop-off to arriving at
        another one; where there is no way, more than anybody has.
    rides
        Least minutes from pick-up to arrival, by start, end and cell of the day (``ride_table``).
    days
        CNY of the days that a trip takes at the least, by last pick-up, first drop-off and an end that it serves.
    seats
        CNY at the least of a seat between a start and an end, vehicle only.
    cheapest
        CNY at the least of a trip to each drop-off set.
    """

    at: Ints
    to: Ints
    starts: Ints
    ends: Ints
    max_pickups: int
    fixed: float
    first: Floats
    legs: Floats
    trunk: Floats
    tails: Floats
    onward: Floats
    leg_minutes: Floats
    drop_minutes: Floats
    rides: Floats
    days: Floats
    seats: Floats
    cheapest: Floats

    def last(self, sets: DropSets, rows: Ints, roots: Ints) -> Floats:
        """CNY from each last pick-up over all of each set and home, its first drop-off given; shape (starts, sets).

        ``roots`` are positions in the sets of ``rows``.
        """
        ends = sets.ends[rows]
        root = ends[np.arange(len(rows)), roots]
        days = self.days[:, root, root]
        for place in range(sets.longest):
            end = ends[:, place]
            days = np.where(end >= 0, np.maximum(days, self.days[:, root, end]), days)
        return np.asarray(self.trunk[:, root] + self.tails[rows, roots] + days)


def build_roads(
    problem: Problem, offer: int, flows: Sequence[Flow], usable: Sequence[int], sets: DropSets, room: int
) -> Roads:
    """The roads of an offer for the flows that its coaches may carry (positions ``usable``, at least one)."""
    p, o, base = problem, problem.offers[offer], problem.offer_base[offer]
    f = np.array(sorted({flow.destination for flow in flows}))
    v = np.array(sorted({flows[i].origin for i in usable}))
    at, to = {int(place): n for n, place in enumerate(v)}, {int(place): n for n, place in enumerate(f)}
    km, minutes = p.closure_km, p.closure_minutes
    pickups = p.rules.max_stops.direct_pickup
    fixed = o.fixed_cost + p.costs.escort * p.rules.escorts.direct
    legs = dear(o.km_cost, km[np.ix_(v, v)])
    first = over_any(dear(o.empty_km_cost, km[base, v]), legs)
    trunk = dear(o.km_cost, km[np.ix_(v, f)])
    back = o.empty_km_cost if o.returns_to_base else 0.0
    onward = dear(o.km_cost, km[np.ix_(f, f)])
    tails = sets.tails(onward, dear(back, km[f, base]))
    rides = ride_table(p, offer, v, f)
    start_dwell, end_dwell = (np.array([float(p.dwell[place]) for place in side]) for side in (v, f))
    further = end_dwell[:, None] + minutes[np.ix_(f, f)]
    drop_minutes = np.where(np.eye(len(f), dtype=bool), 0.0, dear(1.0, further))
    days = _days(rides.min(axis=2), minutes[base, v], drop_minutes, end_dwell, o.day_cost)
    cheaper = min(o.empty_km_cost, o.km_cost)
    seats = dear(cheaper, km[base, v])[:, None] + trunk
    seats = fixed + seats + dear(cheaper if o.returns_to_base else 0.0, km[f, base])[None, :]
    alone = days[:, np.arange(len(f)), np.arange(len(f))]
    cheapest = fixed + sets.least((first[:, None] + trunk).min(axis=0), tails) + sets.most(days.min(axis=(0, 1)))
    return Roads(
        at=np.array([at.get(flow.origin, -1) for flow in flows]),
        to=np.array([to[flow.destination] for flow in flows]),
        starts=v,
        ends=f,
        max_pickups=len(v) if pickups is None else int(pickups),
        fixed=fixed,
        first=first,
        legs=legs,
        trunk=trunk,
        tails=tails,
        onward=onward,
        leg_minutes=dear(1.0, start_dwell[:, None] + minutes[np.ix_(v, v)]),
        drop_minutes=drop_minutes,
        rides=rides,
        days=days,
        seats=(seats + alone) / room,
        cheapest=cheapest,
    )


def _days(shortest: Floats, out: Floats, drop_minutes: Floats, dwell: Floats, price: float) -> Floats:
    """CNY of the days that a trip takes at the least that drives ``out`` to a start, to a first end and to another."""
    there = np.maximum(shortest[:, None, :], shortest[:, :, None] + drop_minutes[None])
    away = out[:, None, None] + there + dwell[None, None, :]
    return dear(price, np.ceil(away / DAY))
