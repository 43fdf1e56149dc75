"""Which services a bundle can use at all, and what access costs at the least: quick tables by origin and service.

Everything here is optimistic (no rests, the quickest way over any places; opening hours are kept), so that what it
rules out is truly impossible; what it lets through is tried for real when a trip is built.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from transport.case import TripKind
from transport.clock import DAY
from transport.plan import SERVICE_LEG
from transport.solver.problem import Cell, Problem
from transport.solver.ride_floors import RideTables

FAR = 10**12
MOST = 10**7
"""Minutes beyond any trip; tells finite ways from missing ones."""


class Reach:
    """Tables over places (rows) and services (columns).

    ``pickup_latest[place, service]``: latest imaginable pick-up, ``-FAR`` where no feeder can bring anybody.
    ``arrive_earliest[place, service]``: earliest imaginable arrival, ``FAR`` where no distribution trip can.
    ``rides``: least minutes of a ride in a direct coach.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rides = RideTables(problem)
        n_places, n_services = len(problem.places), len(problem.services)
        self.pickup_latest: NDArray[np.int64] = np.full((n_places, n_services), -FAR, dtype=np.int64)
        self.arrive_earliest: NDArray[np.int64] = np.full((n_places, n_services), FAR, dtype=np.int64)
        self.feeder_offers = [self._offers("feeder", place) for place in range(n_places)]
        self.distribution_offers = [self._offers("distribution", place) for place in range(n_places)]
        self.direct_offers = [self._offers("direct", place) for place in range(n_places)]
        for s in range(n_services):
            self._service(s)
        self.flight = np.array([s.mode == "flight" for s in problem.services], dtype=bool)
        self.services_of = [self._usable(c) for c in range(len(problem.cells))]

    def _offers(self, kind: TripKind, place: int) -> list[int]:
        """The offers whose vehicles can come to a place at all, and home again."""
        p, minutes = self.problem, self.problem.closure_minutes
        return [
            k
            for k in p.offers_by_kind[kind]
            if p.reaches(k, place)
            and math.isfinite(minutes[p.offer_base[k], place])
            and math.isfinite(minutes[place, p.offer_base[k]])
        ]

    def carries(self, kind: TripKind, place: int, size: int) -> bool:
        """Whether any vehicle that can come to a place takes a party of so many people."""
        offers = {"feeder": self.feeder_offers, "direct": self.direct_offers, "distribution": self.distribution_offers}
        return any(self.problem.capacity(k, kind) >= size for k in offers[kind][place])

    def barred(self, cell: Cell) -> frozenset[str]:
        """What a cell's people may not ride in; direct coaches too, where none takes a party of their size."""
        return cell.barred if self.carries("direct", cell.origin, cell.size) else cell.barred | {"direct"}

    def _service(self, s: int) -> None:
        p, service = self.problem, self.problem.services[s]
        if p.run_units[p.service_run[s]] == 0:
            return
        start, end = p.service_from[s], p.service_to[s]
        reach_by, leave_from = self.hub_moment("feeder", s), self.hub_moment("distribution", s)
        for place in range(len(p.places)):
            if place == start:
                self.pickup_latest[place, s] = service.depart
            elif reach_by is not None and any(p.reaches(k, start) for k in self.feeder_offers[place]):
                self.pickup_latest[place, s] = self._pickup(place, s, reach_by)
            if place == end:
                self.arrive_earliest[place, s] = service.arrive
            elif leave_from is not None and any(p.reaches(k, end) for k in self.distribution_offers[place]):
                self.arrive_earliest[place, s] = self._arrival(place, s, leave_from)

    def hub_moment(self, kind: TripKind, s: int) -> int | None:
        """The best moment at the hub: the latest to reach it (feeder) or the earliest to leave it (distribution).

        ``None`` where the hub is shut all the while.
        """
        p = self.problem
        low, high = p.hub_hours(kind, (s,))
        if kind == "feeder":
            moment = latest_open(p.windows[p.service_from[s]], high, 0)
            return moment if moment is not None and moment >= low else None
        moment = earliest_open(p.windows[p.service_to[s]], low, 0)
        return moment if moment is not None and moment <= high else None

    def _pickup(self, place: int, s: int, reach_by: int) -> int:
        """Latest pick-up at a place that is open then and from which the hub, open too, is reached within the longest
        trip.
        """
        p = self.problem
        drive = float(p.closure_minutes[place, p.service_from[s]])
        limit = p.rules.max_trip_minutes.feeder
        if drive > (MOST if limit is None else limit):
            return -FAR
        dwell, low = p.dwell[place], p.hub_hours("feeder", (s,))[0]
        pickup = latest_open(p.windows[place], reach_by - int(drive) - dwell, dwell)
        first = earliest_open(p.windows[p.service_from[s]], low, 0)
        if pickup is None or first is None or (limit is not None and pickup + dwell + limit < first):
            return -FAR
        return pickup

    def _arrival(self, place: int, s: int, leave_from: int) -> int:
        """Earliest arrival at a place that is open then, within the longest trip from the last moment at which the hub
        may be left.
        """
        p = self.problem
        drive = float(p.closure_minutes[p.service_to[s], place])
        limit = p.rules.max_trip_minutes.distribution
        if drive > (MOST if limit is None else limit):
            return FAR
        high = p.hub_hours("distribution", (s,))[1]
        arrive = earliest_open(p.windows[place], leave_from + int(drive), p.dwell[place])
        last = latest_open(p.windows[p.service_to[s]], high, 0)
        if arrive is None or last is None or (limit is not None and arrive > last + limit):
            return FAR
        return arrive

    def _usable(self, index: int) -> list[int]:
        p, cell = self.problem, self.problem.cells[index]
        if not p.services:
            return []
        pickup = self.pickup_latest[cell.origin]
        arrive = self.arrive_earliest[cell.destination]
        usable = (pickup >= cell.ready) & (pickup > -FAR) & (arrive <= cell.report) & (arrive < FAR)
        if "flight" in cell.barred:
            usable &= ~self.flight
        if "train" in cell.barred:
            usable &= self.flight
        for bar in cell.barred:
            service = p.service_index.get(bar.removeprefix(SERVICE_LEG)) if bar.startswith(SERVICE_LEG) else None
            if service is not None:
                usable[service] = False
        limit = p.rules.max_journey_minutes
        if limit is not None:
            usable &= (arrive - pickup) <= limit
        if not self.carries("feeder", cell.origin, cell.size):
            usable &= np.array(p.service_from) == cell.origin
        if not self.carries("distribution", cell.destination, cell.size):
            usable &= np.array(p.service_to) == cell.destination
        return [int(s) for s in np.flatnonzero(usable)]


def earliest_open(windows: tuple[tuple[int, int], ...], moment: int, length: int) -> int | None:
    """Return the first moment from ``moment`` on at which a stop of ``length`` minutes lies inside all daily hours."""
    for _ in range(2 * len(windows) + 2):
        before = moment
        for opens, closes in windows:
            since, open_for = (moment - opens) % DAY, (closes - opens) % DAY
            if length > open_for:
                return None
            if since + length > open_for:
                moment += DAY - since
        if moment == before:
            return moment
    return None


def latest_open(windows: tuple[tuple[int, int], ...], moment: int, length: int) -> int | None:
    """Return the last moment up to ``moment`` at which a stop of ``length`` minutes lies inside all daily hours."""
    for _ in range(2 * len(windows) + 2):
        before = moment
        for opens, closes in windows:
            since, open_for = (moment - opens) % DAY, (closes - opens) % DAY
            if length > open_for:
                return None
            if since + length > open_for:
                moment -= since + length - open_for
        if moment == before:
            return moment
    return None


def journey_floor(reach: Reach, origin: int, destination: int, s: int) -> int:
    """Least minutes from pick-up to arrival with a service."""
    return int(reach.arrive_earliest[destination, s] - reach.pickup_latest[origin, s])
