"""The least that a ride takes, by when it ends: for bounds, so never more than any legal timetable needs.

Four rules count: no driving in the nightly halt while people are aboard, a rest after each longest stretch of driving
by day and by night, the drivers' minutes in 24 hours, and the second driver of long trips. Villages board and
factories receive in their opening hours only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.limits import Limits
from transport.solver.arrays import Floats, Ints
from transport.solver.driving_days import day_starts, driving_day
from transport.solver.problem import Problem

CELL = 10
"""Minutes of a cell of the day; arrivals within one are told apart no further."""
CELLS = DAY // CELL
_LATER = 100.0 * DAY
"""A midnight so late that no ride began before the first one."""
NEARLY = 0.01
"""Km by which a distance may be longer than allowed by its digits."""


def latest_starts(problem: Problem, offer: int, minutes: Floats, ends: Floats) -> Floats:
    """The latest moments at which so many minutes of driving with people aboard may begin, to be over by ``ends``.

    The two broadcast. Less driving is never slower: what is not driven may be stood still. ``-inf``: never.
    """
    d = problem.rules.driving
    left, now = (np.array(a, dtype=np.float64) for a in np.broadcast_arrays(minutes, ends))
    far = ~np.isfinite(left)
    left[far] = 0.0
    start = now - left
    if d.enabled:
        day = driving_day(problem.offer_limits[offer])
        start = day_starts(left.reshape(-1), now.reshape(-1), day).reshape(left.shape)
        if (d.halt_to - d.halt_from) % DAY == 0:
            stretches = np.ceil(left / float(d.max_continuous_minutes or math.inf))
            start = np.minimum(start, now - left - float(d.rest_minutes or 0) * np.maximum(0.0, stretches - 1))
        start = np.minimum(start, now - driven_within(left, float(problem.offer_limits[offer].budget)))
    return np.where(far, -np.inf, start)


def driven_within(minutes: Floats, budget: float) -> Floats:
    """The least minutes in which so many can be driven, no more than ``budget`` in any 24 hours; 0 is not looked at,
    and a day or more does not bind.
    """
    if not 0 < budget < DAY:
        return np.asarray(minutes)
    return np.asarray(minutes + np.maximum(0.0, np.ceil(minutes / budget - 1e-9) - 1) * (DAY - budget))


def least_driving(problem: Problem, offer: int, pairs: tuple[Ints, ...]) -> Floats:
    """Least minutes of driving between pairs of places (an index into tables); ``inf`` where that is too far."""
    too_far = problem.closure_km[pairs] > problem.offer_km[offer] + NEARLY
    return np.where(too_far, np.inf, problem.closure_minutes[pairs])


def latest_pickups(problem: Problem, offer: int, origins: Ints, ends: Ints, arrivals: Floats) -> Floats:
    """Latest pick-up (arrive of the stop) at each origin for arriving at each end by each of the ``arrivals``.

    Shape (origins, ends, arrivals); driving goes by shortest minutes, so no other stops in between are quicker. All
    days are alike.
    """
    minutes = least_driving(problem, offer, np.ix_(origins, ends))
    hours, which = np.unique(arrivals % DAY, return_inverse=True)
    rides = _LATER + hours - _pickups(problem, offer, origins, minutes, _LATER + hours)
    return np.asarray(arrivals - rides[:, :, which.reshape(-1)])


def _pickups(problem: Problem, offer: int, origins: Ints, minutes: Floats, arrivals: Floats) -> Floats:
    pickups = latest_starts(problem, offer, minutes[:, :, None], arrivals[None, None, :])
    for n, origin in enumerate(origins.tolist()):
        dwell = problem.dwell[origin]
        pickups[n] = _latest_open(problem.windows[origin], pickups[n] - dwell, dwell)
    return pickups


def _latest_open(windows: tuple[tuple[int, int], ...], moments: Floats, length: int) -> Floats:
    """The last moments up to ``moments`` at which a stop of ``length`` minutes lies inside all daily hours."""
    for _ in range(2 * len(windows) + 2):
        before = moments
        for opens, closes in windows:
            since, open_for = (np.where(np.isfinite(moments), moments, 0.0) - opens) % DAY, (closes - opens) % DAY
            if length > open_for:
                return np.full(moments.shape, -np.inf)
            moments = moments - np.maximum(0.0, since + length - open_for)
        if len(windows) < 2 or np.array_equal(before, moments):
            break
    return moments


def open_minutes(problem: Problem, place: int) -> NDArray[np.bool_]:
    """The minutes of the day at which an arrival at a place can be, its whole stop being inside its hours."""
    minute = np.arange(DAY)
    fits = np.ones(DAY, dtype=bool)
    for opens, closes in problem.windows[place]:
        fits &= (minute - opens) % DAY + problem.dwell[place] <= (closes - opens) % DAY
    return fits


def _arrivals(problem: Problem, ends: Ints) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """One minute of each cell after the other: the moments, and by end whether an arrival can be then."""
    opened = np.array([open_minutes(problem, place) for place in ends.tolist()], dtype=bool).reshape(-1, DAY)
    for first in range(CELL):
        yield _LATER + first + CELL * np.arange(CELLS, dtype=np.float64), opened[:, first::CELL]


def least_rides(problem: Problem, offer: int, origins: Ints, ends: Ints) -> Floats:
    """Least minutes from pick-up to arrival of each pair of an origin and an end, whenever it is; ``inf``: never."""
    minutes, best = least_driving(problem, offer, (origins, ends)), np.full(len(origins), np.inf)
    places, at = np.unique(ends, return_inverse=True)
    for arrivals, opened in _arrivals(problem, places):
        pickups = latest_starts(problem, offer, minutes[:, None], arrivals[None, :])
        for origin in np.unique(origins).tolist():
            own, dwell = origins == origin, problem.dwell[origin]
            pickups[own] = _latest_open(problem.windows[origin], pickups[own] - dwell, dwell)
        rides = np.where(opened[at], arrivals[None, :] - pickups, np.inf)
        best = np.minimum(best, rides.min(axis=1))
    return best


class RideTables:
    """Least minutes from pick-up to arrival, between the origins and destinations of a problem's people.

    Offers whose drivers have the same rules share a table, which is made when it is first asked for.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._origins = np.array(sorted({bundle.origin for bundle in problem.bundles}))
        self._ends = np.array(sorted({bundle.destination for bundle in problem.bundles}))
        self._tables: dict[tuple[Limits, int], Floats] = {}

    def table(self, offer: int, origins: Ints, ends: Ints) -> Floats:
        """The least minutes by origin, end and the cell of the day in which the arrival is.

        Cell c holds arrivals from ``CELL`` * c up to the next cell; ``inf`` where the end is shut, or too far away.
        """
        p = self._problem
        drivers = p.offer_limits[offer], p.offers[offer].drivers
        if drivers not in self._tables:
            self._tables[drivers] = ride_table(p, offer, self._origins, self._ends)
        at, to = np.searchsorted(self._origins, origins), np.searchsorted(self._ends, ends)
        near = np.isfinite(least_driving(p, offer, np.ix_(origins, ends)))
        return np.where(near[:, :, None], self._tables[drivers][np.ix_(at, to)], np.inf)


def ride_table(problem: Problem, offer: int, origins: Ints, ends: Ints) -> Floats:
    """Such a table for an offer's drivers, however far its vehicles may go."""
    best = np.full((len(origins), len(ends), CELLS), np.inf)
    minutes = problem.closure_minutes[np.ix_(origins, ends)]
    for arrivals, opened in _arrivals(problem, ends):
        rides = arrivals - _pickups(problem, offer, origins, minutes, arrivals)
        best = np.minimum(best, np.where(opened[None], rides, np.inf))
    return best
