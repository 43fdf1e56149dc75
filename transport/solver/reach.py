"""Which services a bundle can use at all, and what access costs at the least: quick tables by origin and service.

Everything here is optimistic (no rests, the quickest way over any places), so that what it rules out is truly
impossible; what it lets through is tried for real when a trip is built.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from transport.case import TripKind
from transport.solver.problem import Problem

FAR = 10**12
MOST = 10**7
"""Minutes beyond any trip; tells finite ways from missing ones."""


class Reach:
    """Tables over places (rows) and services (columns).

    ``pickup_latest[place, service]``: latest imaginable pick-up, ``-FAR`` where no feeder can bring anybody.
    ``arrive_earliest[place, service]``: earliest imaginable arrival, ``FAR`` where no distribution trip can.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        n_places, n_services = len(problem.places), len(problem.services)
        self.pickup_latest: NDArray[np.int64] = np.full((n_places, n_services), -FAR, dtype=np.int64)
        self.arrive_earliest: NDArray[np.int64] = np.full((n_places, n_services), FAR, dtype=np.int64)
        self.feeder_offers = [self._offers("feeder", place) for place in range(n_places)]
        self.distribution_offers = [self._offers("distribution", place) for place in range(n_places)]
        self.direct_offers = [self._offers("direct", place) for place in range(n_places)]
        for s in range(n_services):
            self._service(s)
        self.flight = np.array([s.mode == "flight" for s in problem.services], dtype=bool)
        self.duration = np.array([s.arrive - s.depart for s in problem.services], dtype=np.int64)
        self.services_of = [self._usable(c) for c in range(len(problem.cells))]

    def _offers(self, kind: TripKind, place: int) -> list[int]:
        return [k for k in self.problem.offers_by_kind[kind] if self.problem.reaches(k, place)]

    def _service(self, s: int) -> None:
        p, service = self.problem, self.problem.services[s]
        run = p.service_run[s]
        if p.run_units[run] == 0:
            return
        start, end = p.service_from[s], p.service_to[s]
        feeder_limit = p.rules.max_trip_minutes.feeder
        distribution_limit = p.rules.max_trip_minutes.distribution
        connection = math.ceil(p.rules.connection_minutes.of(service.mode))
        egress = math.ceil(p.rules.egress_minutes.of(service.mode))
        minutes = p.closure_minutes
        for place in range(len(p.places)):
            to_hub, from_hub = minutes[place, start], minutes[end, place]
            if place == start:
                self.pickup_latest[place, s] = service.depart
            elif to_hub <= (MOST if feeder_limit is None else feeder_limit) and any(
                p.reaches(k, start) for k in self.feeder_offers[place]
            ):
                self.pickup_latest[place, s] = service.depart - connection - int(to_hub) - p.dwell[place]
            if place == end:
                self.arrive_earliest[place, s] = service.arrive
            elif from_hub <= (MOST if distribution_limit is None else distribution_limit) and any(
                p.reaches(k, end) for k in self.distribution_offers[place]
            ):
                self.arrive_earliest[place, s] = service.arrive + egress + int(from_hub)

    def _usable(self, index: int) -> list[int]:
        p, cell = self.problem, self.problem.cells[index]
        if not p.services:
            return []
        pickup = self.pickup_latest[cell.origin]
        arrive = self.arrive_earliest[cell.destination]
        usable = (pickup >= cell.ready) & (pickup > -FAR) & (arrive <= cell.report) & (arrive < FAR)
        if cell.no_fly:
            usable &= ~self.flight
        limit = p.rules.max_journey_minutes
        if limit is not None:
            usable &= (arrive - pickup) <= limit
        return [int(s) for s in np.flatnonzero(usable)]


def journey_floor(problem: Problem, origin: int, destination: int, s: int) -> float:
    """Least minutes from pick-up to arrival with a service."""
    service, minutes = problem.services[s], problem.closure_minutes
    length = float(service.arrive - service.depart)
    if origin != problem.service_from[s]:
        length += problem.rules.connection_minutes.of(service.mode) + minutes[origin, problem.service_from[s]]
    if destination != problem.service_to[s]:
        length += problem.rules.egress_minutes.of(service.mode) + minutes[problem.service_to[s], destination]
    return length
