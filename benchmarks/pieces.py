"""Pieces of the program measured side by side in one run: ratios say something on any machine, seconds do not."""

from __future__ import annotations

import csv
import resource
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from shutil import copytree

import networkx as nx
import numpy as np

from benchmarks.instances import SHIPPED, thin
from benchmarks.reference import best_value
from benchmarks.table import Cells
from transport.case import DrivingRules
from transport.check import check_plan
from transport.clock import DAY
from transport.io.case_reader import load_case
from transport.roads.graph import RoadGraph
from transport.roads.ways import fastest
from transport.solver import solve
from transport.solver.pricing import Spokes, best_routes
from transport.timetable import StopTask, forward, latest, limits
from transport.workflow import read_case

HEADER = ("piece", "measured", "against", "ratio")
ROWS = 67_000


def spokes(seed: int, places: int = 12, stops: int = 4, capacity: int = 20) -> Spokes:
    """A random pricing problem: places on a square of 50 km, one to six people at each who pay less one by one."""
    rng = np.random.default_rng(seed)
    spots = rng.random((places + 1, 2)) * 50
    km = np.abs(spots[:, None] - spots[None]).sum(axis=2)
    gains = np.full((places, 7), -np.inf)
    for place, there in enumerate(rng.integers(1, 7, places)):
        gains[place, 1 : there + 1] = np.cumsum(np.sort(rng.random(there) * 60)[::-1])
    return Spokes(
        gains=gains,
        first_cost=rng.random(places) * 20,
        leg_cost=km[1:, 1:],
        leg_minutes=km[1:, 1:] + 5,
        last_cost=km[1:, 0],
        last_minutes=km[1:, 0] + 5,
        fixed=15.0,
        minute_rate=0.01,
        capacity=capacity,
        max_stops=stops,
    )


def pricing(seed: int) -> Cells:
    """Exact pricing on arrays against the same programme in plain Python; both must find the same value."""
    problem = spokes(seed)
    routes = best_routes(problem, wanted=1, elementary=False)
    found, expected = (routes[0].value if routes else 0.0), best_value(problem)
    if abs(found - expected) > 1e-6:
        raise ArithmeticError(f"pricing found {found}, plain Python {expected}")
    fast = each(lambda: best_routes(problem, wanted=1, elementary=False))
    slow = each(lambda: best_value(problem))
    return (
        "exact pricing, 12 places, 4 stops, 20 seats",
        f"arrays: {1e3 * fast:.2f} ms",
        f"plain Python: {1e3 * slow:.1f} ms",
        f"{slow / fast:.0f} times as fast",
    )


def feeder() -> list[StopTask]:
    """Six villages within daily hours, then the hub by a given moment."""
    villages = [StopTask(drive=30 + 5 * i, dwell=10, windows=((300, 1320),), aboard=i > 0) for i in range(6)]
    return [*villages, StopTask(drive=90, dwell=0, arrive_from=10 * DAY, arrive_to=10 * DAY + 480, aboard=True)]


def coach() -> list[StopTask]:
    """Two villages, some 2,700 km with nights and halts on the way, two factories."""
    villages = [StopTask(drive=30, dwell=10, windows=((360, 1260),), aboard=i > 0) for i in range(2)]
    ends = [StopTask(drive=minutes, dwell=10, aboard=True, boards=False, arrive_to=12 * DAY) for minutes in (1950, 15)]
    return [*villages, *ends]


def timetables(trip: str, tasks: list[StopTask], drivers: int) -> Cells:
    """Timetables that go as soon as can be against those that leave as late as can be."""
    rules = limits(DrivingRules(), drivers)
    begin = 9 * DAY + 360
    ahead = each(lambda: forward(tasks, begin, rules))
    behind = each(lambda: latest(tasks, rules, earliest_leave=begin, latest_leave=12 * DAY))
    return (
        f"timetable of a {trip}",
        f"forward: {1 / ahead:,.0f} a second",
        f"latest: {1 / behind:,.0f} a second",
        f"{behind / ahead:.1f} times as fast",
    )


def reading() -> Cells:
    """A case of 67,000 workers against the csv module on the same table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "case"
        copytree(SHIPPED, folder)
        enlarge(folder / "workers.csv", ROWS)
        whole = once(lambda: load_case(folder))
        plain = once(lambda: read_plainly(folder / "workers.csv"))
    return (
        f"reading {ROWS:,} workers",
        f"checked case: {whole:.1f} s",
        f"bare csv: {1e3 * plain:.0f} ms",
        f"{whole / plain:.0f} times as long",
    )


def enlarge(path: Path, rows: int) -> None:
    """Repeat a roster up to so many rows; copies get ids and parties of their own, and no identity number."""
    people = read_plainly(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, people[0].keys())
        writer.writeheader()
        for number, person in enumerate(islice(cycle(people), rows)):
            turn = number // len(people)
            own = {"编号": f"{person['编号']}-{turn}", "同行组": person["同行组"] and f"{person['同行组']}-{turn}"}
            writer.writerow({**person, **own, "身份证号": "" if turn else person["身份证号"]})


def read_plainly(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def checking(seed: int) -> Cells:
    """The checker on a plan for 300 workers against the search for it."""
    case, travel, _ = read_case(SHIPPED)
    case, seconds = thin(case, 300, seed), 4.0
    document = solve(case, travel, time_limit_s=seconds, seed=seed, threads=1).to_document()
    took = each(lambda: check_plan(case, travel, document))
    return (
        "checking a plan for 300 workers",
        f"checker: {1e3 * took:.0f} ms",
        f"search: {seconds:.0f} s",
        f"{took / seconds:.1%} of it",
    )


def town(side: int, seed: int) -> RoadGraph:
    """A network of ``side`` × ``side`` junctions, a kilometre or two apart, one road in seven missing."""
    rng = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    other = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = rng.random(len(one)) > 1 / 7
    start, end = (np.concatenate(ends) for ends in ((one[kept], other[kept]), (other[kept], one[kept])))
    km = np.tile(rng.uniform(1, 2, int(kept.sum())), 2)
    nothing, anything = np.zeros(len(km), dtype=np.bool_), np.full(len(km), np.inf)
    lat, lon = np.divmod(node.ravel() / side, 1)
    numbers = np.arange(len(km))
    return RoadGraph(
        lat, lon, start, end, km, 1.5 * km, anything, anything, nothing, nothing, nothing, numbers, 0 * numbers
    )


def roads(seed: int, side: int = 400, places: int = 500) -> Cells:
    """A square matrix on a large network against networkx, which is asked for a few origins only."""
    graph = town(side, seed)
    chosen = np.random.default_rng(seed).integers(0, graph.nodes, places)
    whole = once(lambda: fastest(graph, chosen, chosen))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    slow: nx.DiGraph[int] = nx.DiGraph()
    slow.add_weighted_edges_from(zip(graph.start.tolist(), graph.end.tolist(), graph.minutes.tolist(), strict=True))
    origins = chosen[:3].tolist()
    plain = once(lambda: [nx.single_source_dijkstra_path_length(slow, origin) for origin in origins])
    expected = plain / len(origins) * places
    return (
        f"matrix of {places} × {places} on {graph.nodes:,} junctions",
        f"arrays: {whole:.1f} s, largest process {peak:.0f} MB",
        f"networkx: {expected:.0f} s, from {len(origins)} origins",
        f"{expected / whole:.0f} times as fast",
    )


def rows(seed: int) -> list[Cells]:
    """All pieces."""
    return [
        pricing(seed),
        timetables("feeder with 6 stops", feeder(), 1),
        timetables("direct coach over 33 hours of driving", coach(), 2),
        reading(),
        checking(seed),
        roads(seed),
    ]


def once(work: Callable[[], object]) -> float:
    """Seconds that one piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def each(work: Callable[[], object], seconds: float = 0.5) -> float:
    """Seconds that a short piece of work takes: the median of as many turns as fit."""
    times = [once(work)]
    while sum(times) < seconds:
        times.append(once(work))
    return float(np.median(times))
