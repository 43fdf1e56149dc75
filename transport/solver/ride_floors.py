"""The least that a ride takes, by when it ends: for bounds, so never more than any legal timetable needs.

Four rules count: no driving in the nightly halt while people are aboard, a rest after each longest stretch of
driving, the drivers' minutes in 24 hours, and the second driver of long trips. Villages board and factories receive in
their opening hours only.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from transport.clock import DAY
from transport.solver.pricing import Floats
from transport.solver.problem import Problem

CELL = 10
"""Minutes of a cell of the day; arrivals within one are told apart no further."""
CELLS = DAY // CELL
NEARLY = 0.01
"""Km by which a distance may be longer than allowed by its digits."""
_MOST_DAYS = 60

Ints = NDArray[np.int64]


def latest_starts(problem: Problem, offer: int, minutes: Floats, ends: Floats) -> Floats:
    """The latest moments at which so many minutes of driving with people aboard may begin, to be over by ``ends``.

    The two broadcast. Less driving is never slower: what is not driven may be stood still. ``-inf``: never.
    """
    d = problem.rules.driving
    left, now = (np.array(a, dtype=np.float64) for a in np.broadcast_arrays(minutes, ends))
    far = ~np.isfinite(left)
    left[far] = 0.0
    if not d.enabled:
        return np.where(far, -np.inf, now - left)
    whole, stretch = left.copy(), float(d.max_continuous_minutes or math.inf)
    rest = float(d.rest_minutes or 0)
    halt = (d.halt_to - d.halt_from) % DAY
    start = np.full(left.shape, -np.inf)
    waiting = np.ones(left.shape, dtype=bool)
    for _ in range(_MOST_DAYS):
        open_for = np.full(left.shape, np.inf)
        if halt:
            since = (now - d.halt_to) % DAY
            now = now - np.maximum(0.0, since - (DAY - halt))  # out of the halt
            open_for = np.minimum(since, DAY - halt)
        rests = np.maximum(0.0, np.ceil(left / stretch) - 1)
        fits = waiting & (left + rest * rests <= open_for)
        start[fits] = (now - left - rest * rests)[fits]
        waiting &= ~fits
        if not waiting.any():
            break
        driven = open_for
        if math.isfinite(stretch):
            rounds = np.floor(open_for / (stretch + rest))
            driven = stretch * rounds + np.minimum(stretch, open_for - rounds * (stretch + rest))
        left, now = left - driven, now - open_for - halt
    daily = (d.max_minutes_per_driver_24h or 0) * problem.offers[offer].drivers
    if daily:
        full = np.maximum(0.0, np.ceil(whole / daily - 1e-9) - 1)
        start = np.minimum(start, np.broadcast_to(ends, start.shape) - DAY * full - whole + full * daily)
    return np.where(far | waiting, -np.inf, start)


def least_driving(problem: Problem, offer: int, pairs: tuple[Ints, ...]) -> Floats:
    """Least minutes of driving between pairs of places (an index into tables); ``inf`` where that is too far."""
    too_far = problem.closure_km[pairs] > problem.offer_km[offer] + NEARLY
    return np.where(too_far, np.inf, problem.closure_minutes[pairs])


def latest_pickups(problem: Problem, offer: int, origins: Ints, ends: Ints, arrivals: Floats) -> Floats:
    """Latest pick-up (arrive of the stop) at each origin for arriving at each end by each of the ``arrivals``.

    Shape (origins, ends, arrivals); driving goes by shortest minutes, so no other stops in between are quicker.
    """
    minutes = least_driving(problem, offer, np.ix_(origins, ends))
    pickups = latest_starts(problem, offer, minutes[:, :, None], arrivals[None, None, :])
    for n, origin in enumerate(origins.tolist()):
        dwell = problem.dwell[origin]
        pickups[n] = _latest_open(problem.windows[origin], pickups[n] - dwell, dwell)
    return pickups


def _latest_open(windows: tuple[tuple[int, int], ...], moments: Floats, length: int) -> Floats:
    """The last moments up to ``moments`` at which a stop of ``length`` minutes lies inside all daily hours."""
    for _ in range(2 * len(windows) + 2):
        for opens, closes in windows:
            since, open_for = (np.where(np.isfinite(moments), moments, 0.0) - opens) % DAY, (closes - opens) % DAY
            if length > open_for:
                return np.full(moments.shape, -np.inf)
            moments = moments - np.maximum(0.0, since + length - open_for)
    return moments


def open_cells(problem: Problem, place: int) -> NDArray[np.bool_]:
    """The cells of the day in which an arrival at a place can be, its whole stop being inside its hours."""
    minute = np.arange(DAY)
    fits = np.ones(DAY, dtype=bool)
    for opens, closes in problem.windows[place]:
        fits &= (minute - opens) % DAY + problem.dwell[place] <= (closes - opens) % DAY
    return np.asarray(fits.reshape(CELLS, CELL).any(axis=1))


def least_rides(problem: Problem, offer: int, origins: Ints, ends: Ints) -> Floats:
    """Least minutes from pick-up to arrival of each pair of an origin and an end, whenever it is; ``inf``: never."""
    last = 100 * DAY + CELL * np.arange(CELLS, dtype=np.float64) + CELL - 1
    minutes = least_driving(problem, offer, (origins, ends))
    pickups = latest_starts(problem, offer, minutes[:, None], last[None, :])
    for origin in np.unique(origins).tolist():
        own, dwell = origins == origin, problem.dwell[origin]
        pickups[own] = _latest_open(problem.windows[origin], pickups[own] - dwell, dwell)
    rides = np.maximum(last[None, :] - (CELL - 1) - pickups, 0.0)
    for end in np.unique(ends).tolist():
        rides[np.ix_(ends == end, ~open_cells(problem, end))] = np.inf
    return np.asarray(rides.min(axis=1))


def ride_table(problem: Problem, offer: int, origins: Ints, ends: Ints) -> Floats:
    """Least minutes from pick-up to arrival, by origin, end and the cell of the day in which the arrival is.

    Cell c holds arrivals from ``CELL`` * c up to the next cell; ``inf`` where the end is shut. Arriving in a cell
    allows no later pick-up than arriving at its last minute.
    """
    base = 100 * DAY
    last = base + CELL * np.arange(CELLS, dtype=np.float64) + CELL - 1
    pickups = latest_pickups(problem, offer, origins, ends, last)
    rides = (last - (CELL - 1))[None, None, :] - pickups
    shut = ~np.array([open_cells(problem, place) for place in ends.tolist()], dtype=bool).reshape(len(ends), CELLS)
    rides[:, shut] = np.inf
    return np.asarray(np.maximum(rides, 0.0))
