"""What the roads of one offer's direct coaches cost in the bound, by village, drop-off set and first drop-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import numpy as np

from transport.clock import DAY
from transport.solver.areas import Areas
from transport.solver.arrays import Floats, Ints
from transport.solver.drop_sets import DropSets
from transport.solver.flows import Flow
from transport.solver.pricing import dear, over_any
from transport.solver.problem import Problem
from transport.solver.ride_floors import RideTables


@dataclass(frozen=True, slots=True)
class Roads:
    """CNY and minutes over shortest paths between the villages (``starts``) and destinations (``ends``) of an offer.

    Attributes
    ----------
    areas
        Which of the ends count as one. Where a field speaks of an end that is called at, this is an area.
    at, end, to
        Position of each flow's origin among the starts (-1: not there), of its destination among the ends; its area.
    fixed
        CNY of a trip whatever it does, its escorts included.
    first, legs, trunk, tails
        CNY to the first pick-up, between pick-ups, from the last one to the first drop-off, and from there over all of
        a set (by its end that comes first) and home.
    onward
        CNY between drop-offs.
    leg_minutes, drop_minutes
        From arriving at one pick-up to arriving at the next, and from arriving at the first drop-off to arriving at
        another one (ends, not areas); where there is no way, more than anybody has.
    rides
        Least minutes from pick-up to arrival, by start, end (not area) and cell of the day (``RideTables``).
    day, out, stays, until
        CNY of a day; least minutes from the base to each start, from arriving at the end of a set that comes first to
        leaving the last one, and from a pick-up at a start to leaving an end.
    seats
        CNY at the least of a seat between a start and an end, vehicle only.
    cheapest
        CNY at the least of a trip to each drop-off set.
    sets
        The drop-off sets.
    """

    areas: Areas
    at: Ints
    end: Ints
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
    day: float
    out: Floats
    stays: Floats
    until: Floats
    seats: Floats
    cheapest: Floats
    sets: DropSets

    @property
    def rides_like(self) -> tuple[bytes, ...]:
        """What people's hours depend on, areas left out."""
        parts = (self.starts, self.ends, self.drop_minutes, self.rides)
        return tuple(sha256(part.tobytes()).digest() for part in parts)

    def road(self, row: int, root: int, tour: Sequence[int], ride: float, kept: int) -> float:
        """CNY of a trip over some pick-ups in their order (positions), rides left out, to a set of drop-offs and home.

        ``root`` says which of the set comes first, ``ride`` how many minutes it takes there from the last pick-up; the
        last drop-off is at least ``kept`` minutes later.
        """
        ends = self.sets.ends[row]
        first, last = int(ends[root]), tour[-1]
        legs = [(a, b) for a, b in pairwise(tour)]
        stays = max(float(kept), float(self.stays[row, root]))
        after = max(ride + stays, *(float(self.until[last, end]) for end in ends if end >= 0))
        minutes = float(self.out[tour[0]]) + sum(float(self.leg_minutes[leg]) for leg in legs) + after
        cost = self.fixed + float(self.first[tour[0]]) + sum(float(self.legs[leg]) for leg in legs)
        return cost + float(self.trunk[last, first] + self.tails[row, root]) + float(days_cost(self.day, minutes))


def build_roads(
    problem: Problem,
    offer: int,
    flows: Sequence[Flow],
    usable: Sequence[int],
    areas: Areas,
    sets: DropSets,
    room: int,
    tables: RideTables,
) -> Roads:
    """The roads of an offer for the flows that its coaches may carry (positions ``usable``, at least one)."""
    p, o, base = problem, problem.offers[offer], problem.offer_base[offer]
    f = np.array(sorted({flow.destination for flow in flows}))
    v = np.array(sorted({flows[i].origin for i in usable}))
    at, end = {int(place): n for n, place in enumerate(v)}, np.searchsorted(f, [flow.destination for flow in flows])
    km, minutes = p.closure_km, p.closure_minutes
    pickups = p.rules.max_stops.direct_pickup
    fixed = o.fixed_cost + p.costs.escort * p.rules.escorts.direct
    legs = dear(o.km_cost, km[np.ix_(v, v)])
    first = over_any(dear(o.empty_km_cost, km[base, v]), legs)
    trunk = areas.least(dear(o.km_cost, km[np.ix_(v, f)]), 1)
    back = o.empty_km_cost if o.returns_to_base else 0.0
    onward, home = dear(o.km_cost, km[np.ix_(f, f)]), dear(back, km[f, base])
    if areas.merged:  # a trip may go home from an end that it is not charged for
        home = over_any(home, onward.T)
    tails = sets.tails(areas.between(onward), areas.least(home))
    rides = tables.table(offer, v, f)
    start_dwell, end_dwell = (np.array([float(p.dwell[place]) for place in side]) for side in (v, f))
    further = end_dwell[:, None] + minutes[np.ix_(f, f)]
    drop_minutes = np.where(np.eye(len(f), dtype=bool), 0.0, dear(1.0, further))
    out, until = dear(1.0, minutes[base, v]), areas.least(dear(1.0, rides.min(axis=2)) + end_dwell, 1)
    days = days_cost(o.day_cost, out[:, None] + until)
    cheaper = min(o.empty_km_cost, o.km_cost)
    seats = dear(o.km_cost, km[np.ix_(v, f)]) + dear(cheaper if o.returns_to_base else 0.0, km[f, base])
    seats = fixed + dear(cheaper, km[base, v])[:, None] + areas.least(seats, 1)
    cheapest = fixed + sets.least((first[:, None] + trunk).min(axis=0), tails) + sets.most(days.min(axis=0))
    return Roads(
        areas=areas,
        at=np.array([at.get(flow.origin, -1) for flow in flows]),
        end=end,
        to=areas.of[end],
        starts=v,
        ends=f,
        max_pickups=len(v) if pickups is None else int(pickups),
        fixed=fixed,
        first=first,
        legs=legs,
        trunk=trunk,
        tails=tails,
        onward=areas.between(onward),
        leg_minutes=dear(1.0, start_dwell[:, None] + minutes[np.ix_(v, v)]),
        drop_minutes=drop_minutes,
        rides=rides,
        day=o.day_cost,
        out=out,
        stays=sets.tails(areas.between(dear(1.0, further)), areas.least(end_dwell)),
        until=until,
        seats=(seats + days) / room,
        cheapest=cheapest,
        sets=sets,
    )


def days_cost(day: float, minutes: Floats | float) -> Floats:
    """CNY of the days that a trip of so many minutes is charged at ``day`` each."""
    return np.asarray(day * np.ceil(np.asarray(minutes) / DAY - 1e-9))
