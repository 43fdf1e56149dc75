"""The slots of direct coaches in the bound: stretches of time, each with the people and drop-off sets that fit into it.

A trip belongs to the slot of its first drop-off: all its people report after the slot opens, were picked up before it
closes, and arrive after it opens. Where waiting on the way is cheaper than arriving early, trips are besides told apart
by how long after the first drop-off the last one is: so long their people may wait, and so long their vehicle is out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.compiled import compiled, inner
from transport.solver.areas import Areas
from transport.solver.arrays import Floats, Ints
from transport.solver.direct_roads import Roads
from transport.solver.flows import Flow
from transport.solver.pricing import charged, dear
from transport.solver.problem import Problem
from transport.solver.ride_floors import CELL, CELLS, driven_within, latest_pickups

SLOT, SHORT, FEW_FLOWS = 360, 120, 150
"""Minutes of a slot at most, and up to how many flows it is a short one where trips are looked for and nobody waits on
the way: hours are more exact then. With more flows rounds take too long. Slots are also cut at the report times.
"""
KEPT = (0, 720, 2160, 3600, 5040, 6480, 7920, 9360)
"""Minutes from the first drop-off to the last one from which on trips are told apart, where waiting pays."""
WATCH = 60
"""Minutes between the moments at which the vehicles that are out are counted."""


@dataclass(frozen=True, slots=True)
class Hours:
    """What ``Slot`` says of its people: the same for all offers whose rides are."""

    flows: Ints
    hours: Floats
    arriving: Floats
    own: Floats
    after: Floats
    rides: Floats


@dataclass(frozen=True, slots=True)
class Slot(Hours):
    """Trips that make their first drop-off after ``opens`` and by ``closes``.

    ``flows`` are those whose people they can carry, ``hours`` what a person's ride and early arrival cost at the least,
    ``arriving`` the same of those who arrive in the slot. By first drop-off (row; an area of its own, or a smaller one
    of the sets' areas) and flow, ``own`` is that of all, and ``after`` what is left of it without the ride to the first
    drop-off; ``rides`` are the least minutes from each village to each first drop-off (all three without rows where no
    trips are looked for). ``sets`` are the sets that can be served, ``out`` the first moment at which each one's
    vehicle is counted, and the one after the last. The last drop-off is at least ``kept`` minutes after the first one.
    ``leaves`` is, by hour of the slot and village, the moment by which the vehicle is counted that picks somebody up
    there (without villages where trips are looked for).
    """

    opens: int
    closes: int
    kept: int
    sets: Ints
    out: tuple[Ints, Ints]
    leaves: Ints

    def vehicles(self, paid: Floats, besides: Floats | None = None) -> tuple[Floats, Ints]:
        """What a vehicle is worth while it is out, by set, and the hour (row of ``out``) at which that is least.

        ``paid`` is what it is worth (CNY) up to each moment, ``besides`` what a trip to each set costs besides.
        """
        by_hour = paid[self.out[1]] - paid[self.out[0]]
        least = by_hour.min(axis=0)
        return least if besides is None else least + besides[self.sets], by_hour.argmin(axis=0)

    def out_at(self, hour: int, row: int) -> tuple[int, int]:
        """The moments (first, last + 1) at which the vehicle of a trip to a set is counted."""
        first, last = self.out
        return int(first[hour, row]), int(last[hour, row])


@dataclass(frozen=True, slots=True)
class Slots:
    """All slots of an offer. ``moments`` says at how many moments, from ``since`` on, vehicles are counted: a trip is
    out for sure between the latest hour at which it must have left and the earliest at which it can be back.
    """

    slots: tuple[Slot, ...]
    since: float
    moments: int

    def moment(self, n: int) -> int:
        """The n-th moment at which vehicles are counted (minutes)."""
        return math.floor(self.since + WATCH * n)

    def counted(self, leaves: int, back: int) -> tuple[int, int]:
        """The moments (first, last + 1) at which a vehicle that is out from ``leaves`` until ``back`` is counted."""
        first, last = _moments(np.array([leaves]), np.array([back]), self.since)
        return min(int(first[0]), self.moments), min(int(last[0]), self.moments)


Known = dict[tuple[object, ...], list[Hours]]
"""Hours by what they depend on."""


def waiting_pays(problem: Problem) -> bool:
    """Whether a day on the way costs a person less than arriving a day early."""
    return problem.costs.journey_hour * DAY / 60 < problem.costs.early_arrival_per_day


def build_slots(
    problem: Problem, offer: int, flows: Sequence[Flow], usable: Sequence[int], roads: Roads, smaller: Areas,
    known: Known | None,
) -> Slots:  # fmt: skip
    """The slots of an offer in which somebody of the flows ``usable`` can be carried, hours told apart by ``smaller``
    areas.

    Hours that are ``known`` from offers with the same rides are taken over, others added; ``None``: no trips are looked
    for, which takes less time, and hours are hardly lower.
    """
    p = problem
    home, areas = p.closure_minutes[roads.ends, p.offer_base[offer]], roads.areas
    reports = sorted({flows[i].report for i in usable})
    short = known is not None and len(flows) <= FEW_FLOWS and not waiting_pays(p)
    cuts = _cuts(min(flows[i].ready for i in usable), reports, SHORT if short else SLOT)
    hours = [[(t, min(t + WATCH, high)) for t in range(low, high, WATCH)] for low, high in cuts]
    arrivals = np.array([float(high) for own in hours for _, high in own])
    pickups = latest_pickups(p, offer, roads.starts, roads.ends, arrivals)
    at, to = roads.at[usable], roads.end[usable]
    ready = np.array([flows[i].ready for i in usable], dtype=np.float64)
    report = np.array([flows[i].report for i in usable], dtype=np.float64)
    own_latest = pickups[at, to, np.searchsorted(arrivals, report)]
    since = float(cuts[0][0])
    stretches = _stretches(p)[: None if known is not None else 1]
    like = () if known is None else (*roads.rides_like, smaller.of.tobytes())
    dwell = np.array([float(p.dwell[place]) for place in roads.ends])
    between = p.closure_minutes[np.ix_(roads.ends, roads.ends)] + dwell[:, None]
    back_after = roads.sets.tails(areas.between(between), areas.least(dwell + home)).min(axis=1)
    back_kept = -roads.sets.most(-areas.least(dwell + home))
    leaving = _latest_leaving(p, offer, roads, pickups, arrivals)
    latest = roads.sets.most(areas.most(leaving.max(axis=0)).T)
    leaves = leaving.max(axis=1).T if known is None else np.zeros((len(arrivals), 0))
    several = (roads.sets.sizes > 1) | (roads.sets.most(areas.sizes.astype(np.float64)) > 1)
    found = list[Slot]()
    ended = np.cumsum([len(own) for own in hours])
    for (low, high), own_hours, end in zip(cuts, hours, ended.tolist(), strict=True):
        here = np.arange(end - len(own_hours), end)
        soonest = pickups[:, :, here[-1]].max(axis=1)
        may = (report >= high) & (ready <= np.minimum(soonest[at], own_latest))
        opens = np.array([float(opens) for opens, _ in own_hours])[:, None]
        there = (latest[here] >= p.offer_from[offer]) & (opens + 1 <= p.offer_until[offer]) & np.isfinite(back_after)
        rows = np.flatnonzero(there.any(axis=0))
        if not may.any() or not len(rows):
            continue
        some = there.argmax(axis=0)[rows]  # stands in for hours at which there is none
        which = np.where(there[:, rows], np.arange(len(here))[:, None], some)
        back = opens[which, 0] + 1 + back_after[rows], opens[which, 0] + 1 + back_kept[rows]
        vehicles = _Vehicles(rows, several[rows], latest[here[which], rows], *back, leaves[here], since)
        riders = _Riders(np.array(usable)[may], at[may], to[may], report[may])
        found += _slots_apart(p, roads, smaller, (low, high), stretches, riders, vehicles, known, like)
    moments = max((int(slot.out[1].max()) for slot in found), default=0)
    return Slots(tuple(found), since, moments)


@dataclass(frozen=True, slots=True)
class _Riders:
    """Who can be carried in a slot: positions of flows, of their origins and destinations, and when they report."""

    flows: Ints
    at: Ints
    to: Ints
    report: Floats


@dataclass(frozen=True, slots=True)
class _Vehicles:
    """When vehicles are out, by hour of a slot and set of ``rows``: the latest moment of leaving base, the earliest of
    being back, and that of being back from a last drop-off at the first moment of the hour; and the first of these by
    hour and village where it picks somebody up. ``several`` says which sets have more than one drop-off.
    """

    rows: Ints
    several: NDArray[np.bool_]
    leaves: Floats
    back: Floats
    straight: Floats
    by_village: Floats
    since: float

    def out(self, which: Ints, kept: int) -> tuple[Ints, Ints]:
        """The moments at which those of some sets are counted, the last drop-off so long after the first one."""
        back = np.maximum(self.back, self.straight + kept)
        return _moments(self.leaves[:, which], back[:, which], self.since)


class _Stretch(NamedTuple):
    """Trips whose last drop-off is at least and at the most so many minutes after the first one."""

    kept: int
    most: float


def _stretches(problem: Problem) -> list[_Stretch]:
    """All trips, or those that are told apart."""
    apart = KEPT if waiting_pays(problem) else KEPT[:1]
    return [_Stretch(*each) for each in zip(apart, [*map(float, apart[1:]), math.inf], strict=True)]


def _slots_apart(
    problem: Problem, roads: Roads, smaller: Areas, within: tuple[int, int], stretches: Sequence[_Stretch],
    riders: _Riders, vehicles: _Vehicles, known: Known | None, like: tuple[bytes, ...],
) -> Iterator[Slot]:  # fmt: skip
    """The slots of a stretch of time, by how long after the first drop-off the last one is; ``like``: what hours depend
    on besides.
    """
    if known is None:
        found = [_seat_hours(problem, roads, *within, riders)]
    else:
        key = *like, *within, riders.flows.tobytes()
        if key not in known:
            known[key] = list(_tour_hours(problem, roads, smaller, *within, stretches, riders))
        found = known[key]
    for n, hours in enumerate(found):
        kept = stretches[n].kept
        which = np.flatnonzero((kept == 0) | vehicles.several)
        if len(hours.flows) and len(which):
            yield Slot(
                hours.flows, hours.hours, hours.arriving, hours.own, hours.after, hours.rides,
                *within, kept, vehicles.rows[which], vehicles.out(which, kept),
                _moment(vehicles.by_village, vehicles.since),
            )  # fmt: skip


def _least_hours(problem: Problem, roads: Roads, low: int, high: int, riders: _Riders) -> tuple[Floats, Floats, Floats]:
    """Least minutes of rides that end in the slot, by start and end; and ``arriving`` and ``hours`` at the least."""
    within = roads.rides[:, :, _inside(low, high) % CELLS].min(axis=2)
    arriving = _arriving(problem, within[riders.at, riders.to], high, riders.report)
    return within, arriving, np.minimum(arriving, _later(problem, roads.rides, within, high, riders))


def _seat_hours(problem: Problem, roads: Roads, low: int, high: int, riders: _Riders) -> Hours:
    """Hours where no trips are looked for."""
    _, arriving, least = _least_hours(problem, roads, low, high, riders)
    carried, nothing = np.isfinite(least), np.zeros((0, 0))
    return Hours(riders.flows[carried], least[carried], arriving[carried], nothing, nothing, nothing)


def _tour_hours(
    problem: Problem, roads: Roads, smaller: Areas, low: int, high: int, stretches: Sequence[_Stretch], riders: _Riders
) -> Iterator[Hours]:
    """Hours of the trips that are told apart, by ``smaller`` areas; none of those on which nobody gains by being kept
    for longer.
    """
    within, arriving, least = _least_hours(problem, roads, low, high, riders)
    rides, before = smaller.least(dear(1.0, within), 1), np.full((2, len(roads.ends), len(least)), np.inf)
    owns, afters = _by_first_end(problem, roads, low, high, riders, [stretch.most for stretch in stretches])
    for own, after in zip(owns, afters, strict=True):
        hours = np.maximum(least, own.min(axis=0))
        carried = np.isfinite(hours) & (np.stack([own, after]) < before).any()
        before = np.stack([own, after])
        tours = smaller.least(np.maximum(own, hours)[:, carried]), smaller.least(after[:, carried])
        yield Hours(riders.flows[carried], hours[carried], arriving[carried], *tours, rides)


def _moments(leaves: Floats | Ints, back: Floats | Ints, since: float) -> tuple[Ints, Ints]:
    first, last = (_moment(when, since) for when in (leaves, back))
    return np.minimum(first, last), last


def _moment(when: Floats | Ints, since: float) -> Ints:
    """The first moments from some minutes on."""
    return np.maximum(np.ceil((when - since) / WATCH), 0).astype(np.int64)


def _latest_leaving(problem: Problem, offer: int, roads: Roads, pickups: Floats, arrivals: Floats) -> Floats:
    """The latest moments at which a vehicle leaves its base that picks somebody up at each village, whatever else it
    does, to be at each first drop-off by each of the ``arrivals``.

    Its drivers have driven from the base to the village, too: together no more than they may in each 24 hours.
    """
    trunk = problem.closure_minutes[np.ix_(roads.starts, roads.ends)]
    away = driven_within(roads.out[:, None] + trunk, float(problem.offer_limits[offer].budget))
    return np.minimum(pickups - roads.out[:, None, None], arrivals - away[:, :, None])


def _inside(low: int, high: int) -> Ints:
    """The cells in which an arrival after ``low`` and by ``high`` can be."""
    return np.arange((low + 1) // CELL, high // CELL + 1)


def _arriving(problem: Problem, rides: Floats, high: int, report: Floats) -> Floats:
    """What a ride and the early arrival of each person cost at the least who arrives in the slot."""
    early = problem.costs.early_arrival_per_day * np.maximum(0.0, np.floor((report - high) / DAY))
    return np.asarray(charged(problem.costs.journey_hour / 60, rides) + early)


def _later(problem: Problem, rides: Floats, within: Floats, high: int, riders: _Riders) -> Floats:
    """Likewise for who arrives after the slot closes, from a trip whose first drop-off, whichever it is, was before: he
    was picked up at least the shortest ride to any of them (``within`` the slot) before, and so has been on the way
    since.
    """
    rate, early = problem.costs.journey_hour / 60, problem.costs.early_arrival_per_day
    at, to, report = riders.at, riders.to, riders.report
    soonest = within.min(axis=1)
    later = np.arange(high // CELL, high // CELL + CELLS)
    waited = np.maximum(later * CELL - high, 0)
    own = np.maximum(rides[at[:, None], to[:, None], (later % CELLS)[None, :]], soonest[at][:, None] + waited)
    arrival = later * CELL + CELL - 1
    own[arrival[None, :] - (CELL - 1) > report[:, None]] = np.inf
    spare = np.floor((report[:, None] - arrival[None, :]) / DAY)
    best = (charged(rate, own) + early * np.maximum(0.0, spare)).min(axis=1)
    beyond = charged(rate, soonest[at] + DAY - CELL)
    return np.asarray(np.minimum(best, beyond))


def _by_first_end(
    problem: Problem, roads: Roads, low: int, high: int, riders: _Riders, most: Sequence[float]
) -> tuple[Floats, Floats]:
    """Likewise by first drop-off: with the ride to it, and without; shape (waits, ends, persons) both.

    Arriving there in a cell of the slot, a person reaches the own drop-off no sooner than driving straight on allows,
    or waits on until fewer days of early arrival are to be paid, but no longer than ``most`` minutes in all.
    """
    cells = _inside(low, high)
    opens = CELL * cells.astype(np.float64)
    alike, which = np.unique(np.stack([riders.to, riders.report]), axis=1, return_inverse=True)
    return _by_cell(
        roads.rides[:, :, cells % CELLS], opens, roads.drop_minutes, riders.at, which.reshape(-1),
        alike[0].astype(np.int64), alike[1], np.array(most), problem.costs.journey_hour / 60,
        problem.costs.early_arrival_per_day,
    )  # fmt: skip


@compiled
def _by_cell(
    rides: Floats, opens: Floats, drop_minutes: Floats, at: Ints, which: Ints, to: Ints, report: Floats, most: Floats,
    rate: float, early: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """The same, of ``rides`` by village, end and cell of the slot, the cells beginning at the moments ``opens``.

    People go ``to`` the same end for the same ``report`` as others do: ``which`` says as whom. After the first drop-off
    they cost the same.
    """
    shape = len(most), len(drop_minutes), len(at)
    own, after = np.empty(shape), np.empty(shape)
    left, least = np.empty((len(to), len(opens), len(most))), np.empty((len(to), len(most)))
    best = np.empty(len(most))
    for first in range(len(drop_minutes)):
        for one in range(len(to)):
            further = drop_minutes[first, to[one]]
            for n in range(len(most)):
                least[one, n] = np.inf
                wait = 0.0 if to[one] == first else most[n] - further
                for cell in range(len(opens)):
                    spare = report[one] - opens[cell] - further
                    here = np.inf
                    if spare >= 0.0 and further <= most[n]:
                        here = rate * further + _waiting(rate, early, spare - (CELL - 1), wait)
                    left[one, cell, n], least[one, n] = here, min(least[one, n], here)
        for f in range(len(at)):
            best[:] = np.inf
            for cell in range(len(opens)):
                ride = rides[at[f], first, cell]
                if ride < np.inf:
                    for n in range(len(most)):
                        best[n] = min(best[n], rate * ride + left[which[f], cell, n])
            for n in range(len(most)):
                own[n, first, f], after[n, first, f] = best[n], least[which[f], n]
    return own, after


@inner
def _waiting(rate: float, early: float, spare: float, most: float) -> float:
    """CNY of arriving early by so many minutes, or of waiting on the way instead, whichever is less.

    One waits up to the moment at which a whole day less is early, or as many days less as ``most`` minutes of waiting
    allow.
    """
    days = max(np.floor(spare / DAY), 0.0)
    least = early * days
    fewest = min(days, max(np.floor((spare - most) / DAY), 0.0))
    for left in (fewest, max(fewest, days - 1)):
        least = min(least, rate * max(spare - (left + 1) * DAY, 0.0) + early * left)
    return float(least)


def _cuts(ready: int, reports: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Slots as (opens, closes): from the first ready time to the last report, cut at reports and every ``length``."""
    low = min(ready, reports[0]) // SLOT * SLOT - 1
    ends = sorted({*reports, *range(low + length, reports[-1], length)})
    return list(pairwise([low, *ends]))
