"""A side as a problem of PyVRP: loads as clients, an offer as a vehicle type with a cost matrix of its own."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from transport.solver.side import Ride, Side

if TYPE_CHECKING:
    import pyvrp

LARGEST = 10**8
"""Scaled cost that stands for "no road"; routes that pay it are never taken."""
FINEST = 1000.0
"""Most units that a CNY is counted in."""


def available() -> bool:
    """Whether the routing library is installed: it has no wheel for some systems, and plans are found without it."""
    return find_spec("pyvrp") is not None


class Translation:
    """The library's view of a side, and the way back.

    Parameters
    ----------
    side
        The routing problem.

    Attributes
    ----------
    data
        The library's problem; its costs are CNY times ``scale``, in whole numbers.
    offers
        Offers by the library's vehicle type.
    """

    def __init__(self, side: Side) -> None:
        self.side, self.offers = side, list(side.free)
        self.data = self._data()

    def _data(self) -> pyvrp.ProblemData:
        import pyvrp

        side, p = self.side, self.side.problem
        n = len(side.loads)
        matrices = [side.table(k) for k in self.offers]
        finite = [m[np.isfinite(m)] for m in matrices]
        most = max((float(m.max()) for m in finite if m.size), default=1.0)
        standing = [side.standing(k) for k in self.offers]
        least_seats = [max(1, p.capacity(k, side.kind)) for k in self.offers]
        dearest = max((cost / seats for cost, seats in zip(standing, least_seats, strict=True)), default=0.0)
        self.scale = min(FINEST, 1e6 / max(most, 1e-9), 2e4 / max(dearest, 1e-9))
        between, hub = side.minutes()
        spent = np.zeros((n + 2, n + 2), dtype=np.int64)
        spent[2:, 2:] = between
        if side.kind == "feeder":
            spent[2:, 1] = hub
        else:
            spent[0, 2:] = hub
        np.fill_diagonal(spent, 0)
        stops = side.most_loads
        locations = [pyvrp.Location(0, 0) for _ in range(n + 2)]
        clients = [
            pyvrp.Client(i + 2, delivery=[load.persons, 1] if stops is not None else [load.persons], service_duration=0)
            for i, load in enumerate(side.loads)
        ]
        depots = [pyvrp.Depot(0), pyvrp.Depot(1)]
        extra: dict[str, Any] = {} if side.longest is None else {"shift_duration": int(side.longest)}
        vehicles = [
            pyvrp.VehicleType(
                num_available=min(side.free[k], n),
                capacity=[p.capacity(k, side.kind), int(stops)] if stops is not None else [p.capacity(k, side.kind)],
                start_depot=0,
                end_depot=1,
                fixed_cost=round(standing[j] * self.scale),
                profile=j,
                **extra,
            )
            for j, k in enumerate(self.offers)
        ]
        scaled = [
            np.where(np.isfinite(m), np.rint(np.where(np.isfinite(m), m, 0) * self.scale), LARGEST).astype(np.int64)
            for m in matrices
        ]
        return pyvrp.ProblemData(locations, clients, depots, vehicles, scaled, [spent] * len(self.offers))  # type: ignore[arg-type, list-item]

    def local_search(
        self, chance: pyvrp.RandomNumberGenerator, near: pyvrp.search.NeighbourhoodParams
    ) -> pyvrp.search.LocalSearch:
        """Return the library's local search with all its moves that fit."""
        from pyvrp.search import OPERATORS, LocalSearch, compute_neighbours

        local = LocalSearch(self.data, chance, compute_neighbours(self.data, near))
        for operator in OPERATORS:
            if operator.supports(self.data):
                local.add_operator(operator(self.data))
        return local

    def solution(self, rides: Iterable[Ride]) -> pyvrp.Solution:
        """Put routes into the library's terms; loads may be missing."""
        import pyvrp

        routes = [pyvrp.Route(self.data, list(order), self.offers.index(k)) for k, order in rides]
        return pyvrp.Solution(self.data, routes)

    def orders(self, solution: pyvrp.Solution) -> list[tuple[int, ...]]:
        """Return the loads of each route of a solution, in order."""
        return [_order(route) for route in solution.routes()]

    def unseen(self, solution: pyvrp.Solution, seen: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Return the loads of those routes that look like none before, and note how they look.

        Reading a route stop by stop takes longer than finding it. Most routes of a solution are those of the one
        before, so routes are told apart by vehicle, cost, persons and length; one that is alike by chance is missed.
        """
        fresh = []
        for route in solution.routes():
            looks = (route.vehicle_type(), route.distance_cost(), len(route), *route.delivery())
            if looks not in seen:
                seen.add(looks)
                fresh.append(_order(route))
        return fresh

    def rides(self, solution: pyvrp.Solution) -> list[Ride]:
        """Return a solution's routes as offers and loads."""
        kinds = [self.offers[route.vehicle_type()] for route in solution.routes()]
        return list(zip(kinds, self.orders(solution), strict=True))


def _order(route: pyvrp.Route) -> tuple[int, ...]:
    """The loads of a route, in order."""
    return tuple(stop.idx for stop in route if stop.is_client())
