"""The routing core against its peers: cases in which everybody travels by one service from one hub.

Such a case is a fleet-size-and-mix vehicle routing problem (groups that are not split, one train, feeders of several
offers). All take the same prices, one thread and the same seconds, one after the other in one process; each result is
priced by ``Side.price``, so nobody's own idea of a cost counts.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.table import Cells
from transport.case import Case
from transport.solver import solve
from transport.solver.problem import Problem
from transport.solver.side import Load, Ride, Side
from transport.solver.translation import Translation
from transport.travel import TravelMatrix
from transport.workflow import read_case

HEADER = ("instance", "stops", "best known ¥", "fangang", "PyVRP", "OR-Tools routing", "VROOM", "our bound", "seconds")
_SCALE = 100


@dataclass(frozen=True, slots=True)
class Rival:
    """One way to route a side: CNY it came to, and the seconds it took; no cost where it found nothing.

    ``bound``: CNY under which nothing can be, where it says so.
    """

    name: str
    cost: float | None
    seconds: float
    bound: float | None = None


def rows(
    folders: Sequence[Path], seconds: float, seed: int, known: Path | None, tell: Callable[[str], None]
) -> list[Cells]:
    """Return a row a case, each told as soon as it is there, and the means of the gaps last."""
    best_known = best_known_costs(known)
    told, gaps = [], []
    for folder in folders:
        case, travel, _ = read_case(folder)
        rivals = compare(case, travel, seconds, seed)
        costs = [rival.cost for rival in rivals if rival.cost is not None]
        target = best_known.get(folder.name, min(costs))
        bound = next((rival.bound for rival in rivals if rival.bound is not None), None)
        figures = [*(rival.cost for rival in rivals), bound]
        over = [None if figure is None else figure / target - 1 for figure in figures]
        gaps.append(over)
        stops = str(len({(w.origin, w.destination) for w in case.workers.values()}))
        best = f"{target:,.2f}" if folder.name in best_known else "–"
        spent = "/".join(f"{rival.seconds:.0f}" for rival in rivals)
        shown = [_told(figure, gap) for figure, gap in zip(figures, over, strict=True)]
        told.append((folder.name, stops, best, *shown, spent))
        tell(" | ".join(told[-1]))
    means = [[gap for gap in column if gap is not None] for column in zip(*gaps, strict=True)]
    told.append(("mean gap", "", "", *(f"{sum(m) / len(m):.3%}" if m else "–" for m in means), ""))
    return told


def compare(case: Case, travel: TravelMatrix, seconds: float, seed: int) -> list[Rival]:
    """Route one case by each rival in turn.

    Raises
    ------
    ValueError
        The case is not one hub with one service and groups that stay together.
    """
    side = side_of_case(case, travel)
    translation = Translation(side)
    return [
        _whole(case, travel, seconds, seed),
        _timed("PyVRP", side, lambda: _pyvrp(translation, seconds, seed)),
        _timed("OR-Tools routing", side, lambda: _ortools(side, seconds)),
        _timed("VROOM", side, lambda: _vroom(side, seconds)),
    ]


def side_of_case(case: Case, travel: TravelMatrix) -> Side:
    """Return the feeders' routing problem of such a case."""
    problem = Problem(case, travel)
    if len(problem.services) != 1 or case.rules.split_groups:
        raise ValueError("one service and split_groups: false are needed")
    loads = [Load(bundle.origin, (i,), bundle.size) for i, bundle in enumerate(problem.bundles)]
    free = {k: min(offer.count, len(loads)) for k, offer in enumerate(problem.offers)}
    return Side(problem, "feeder", problem.service_from[0], loads, free)


def _whole(case: Case, travel: TravelMatrix, seconds: float, seed: int) -> Rival:
    """The whole optimiser, bound and all, as ``fangang plan --threads 1`` runs it."""
    began = time.perf_counter()
    plan = solve(case, travel, time_limit_s=seconds, seed=seed, threads=1)
    spent = time.perf_counter() - began
    served = not plan.tickets and not plan.unserved
    return Rival("fangang", plan.summary.cost["vehicles"] if served else None, spent, plan.summary.lower_bound)


def _timed(name: str, side: Side, route: Callable[[], list[Ride] | None]) -> Rival:
    began = time.perf_counter()
    rides = route()
    spent = time.perf_counter() - began
    if rides is None or sorted(i for _, order in rides for i in order) != list(range(len(side.loads))):
        return Rival(name, None, spent)
    return Rival(name, sum(side.price(k, order) for k, order in rides), spent)


def _pyvrp(translation: Translation, seconds: float, seed: int) -> list[Ride] | None:
    import pyvrp
    from pyvrp.stop import MaxRuntime

    found = pyvrp.solve(translation.data, MaxRuntime(seconds), seed, collect_stats=False).best
    return translation.rides(found) if found.is_feasible() else None


def _matrix(side: Side, k: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Scaled CNY between start (0), end (1) and loads for one offer; dear where there is no road."""
    costs = side.table(k)
    dear = 20.0 * float(costs[np.isfinite(costs)].max(initial=1.0))  # dear enough, and no overflow in anybody's sums
    scaled: np.ndarray[Any, np.dtype[np.int64]] = np.rint(np.minimum(costs, dear) * _SCALE).astype(np.int64)
    return scaled


def _fleet(side: Side) -> list[int]:
    """One offer a vehicle: as many of each as could all be needed for its seats' share of everybody, twice over."""
    p, persons = side.problem, side.persons(range(len(side.loads)))
    fleet: list[int] = []
    for k, free in side.free.items():
        seats = max(1, p.capacity(k, side.kind))
        fleet += [k] * min(free, 2 * persons // seats + 2)
    return fleet


def _ortools(side: Side, seconds: float) -> list[Ride] | None:
    """Savings, then guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    fleet, p = _fleet(side), side.problem
    manager = pywrapcp.RoutingIndexManager(len(side.loads) + 2, len(fleet), [0] * len(fleet), [1] * len(fleet))
    model = pywrapcp.RoutingModel(manager)
    arcs = {}
    for k in side.free:
        matrix = _matrix(side, k).tolist()
        arcs[k] = model.RegisterTransitCallback(
            lambda a, b, matrix=matrix: matrix[manager.IndexToNode(a)][manager.IndexToNode(b)]
        )
    for v, k in enumerate(fleet):
        model.SetArcCostEvaluatorOfVehicle(arcs[k], v)
        model.SetFixedCostOfVehicle(round(side.standing(k) * _SCALE), v)
    demand = [0, 0, *(load.persons for load in side.loads)]
    load = model.RegisterUnaryTransitCallback(lambda a: demand[manager.IndexToNode(a)])
    model.AddDimensionWithVehicleCapacity(load, 0, [p.capacity(k, side.kind) for k in fleet], True, "load")
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.SAVINGS
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(1000 * seconds))
    found = model.SolveWithParameters(parameters)
    if found is None:
        return None
    rides: list[Ride] = []
    for v, k in enumerate(fleet):
        order, index = [], found.Value(model.NextVar(model.Start(v)))
        while not model.IsEnd(index):
            order.append(manager.IndexToNode(index) - 2)
            index = found.Value(model.NextVar(index))
        if order:
            rides.append((k, tuple(order)))
    return rides


def _vroom(side: Side, seconds: float) -> list[Ride] | None:
    """VROOM at its highest exploration level; it stops by itself, or at the time."""
    import vroom

    problem, p, fleet = vroom.Input(), side.problem, _fleet(side)
    for k in side.free:
        matrix = _matrix(side, k).astype(np.uint32)
        problem.set_durations_matrix(f"offer{k}", np.zeros_like(matrix))
        problem.set_costs_matrix(f"offer{k}", matrix)
    problem.add_vehicle(
        [
            vroom.Vehicle(
                v, start=0, end=1, profile=f"offer{k}", capacity=[p.capacity(k, side.kind)],
                costs=vroom.VehicleCosts(fixed=round(side.standing(k) * _SCALE)),
            )
            for v, k in enumerate(fleet)
        ]
    )  # fmt: skip
    problem.add_job([vroom.Job(i, location=i + 2, delivery=[load.persons]) for i, load in enumerate(side.loads)])
    routes = problem.solve(exploration_level=5, nb_threads=1, timeout=_seconds(seconds)).routes
    jobs = routes[routes["type"] == "job"]
    return [(fleet[v], tuple(int(i) for i in own["id"])) for v, own in jobs.groupby("vehicle_id", sort=False)]


def _seconds(seconds: float) -> Any:
    from datetime import timedelta

    return timedelta(seconds=seconds)


def best_known_costs(path: Path | None) -> dict[str, float]:
    """Best known costs from a table with ``instance,variant,best_known``, by ``INSTANCE-VARIANT``; and by instance
    where it has one variant only: another one costs something else.
    """
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["instance"], row["variant"], float(row["best_known"])) for row in csv.DictReader(file)]
    variants = Counter(instance for instance, _, _ in rows)
    alone = {instance: cost for instance, _, cost in rows if variants[instance] == 1}
    return alone | {f"{instance}-{variant}": cost for instance, variant, cost in rows}


def _told(cost: float | None, gap: float | None) -> str:
    return "–" if cost is None or gap is None else f"{cost:,.2f} ({gap:+.2%})"
