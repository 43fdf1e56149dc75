"""How time and memory grow with the number of workers, and what solving a large case in parts costs."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.plans import apart, cost_of_tickets, megabytes, money, peak_memory, saving, seconds, verdict
from benchmarks.table import Cells, markdown
from transport.check import check_plan
from transport.solver import Progress
from transport.solver.beginnings import is_large
from transport.solver.run import planned
from transport.solver.standing import Standing, Terms
from transport.workflow import read_case

HEADER = (
    "instance", "workers", "limit s", "cost ¥", "bound ¥", "gap", "saving", "read s", "problem s", "first plan s",
    "first bound s", "elapsed s", "peak MB", "checked",
)  # fmt: skip
LOSS_HEADER = ("instance", "workers", "limit s", "as a whole ¥", "in parts ¥", "loss")
LIMITS = ((10_000, 60.0), (30_000, 240.0))
"""Seconds of time limit by the most workers of a case, and for more of them below."""
LARGEST_LIMIT = 600.0
BOTH = (2_500, 12_000)
"""More workers than the one and at most the other: these cases are solved both as a whole and in parts."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """What one run came to. Money in CNY, times in seconds, memory in MiB (main process, largest helper).

    ``read_s`` is reading the case and its roads, ``problem_s`` making the problem and who can reach what; the first
    plan is the first one cheaper than tickets for everybody. It and the first bound count from when reading had ended.
    """

    name: str
    workers: int
    limit_s: float
    parts: bool
    cost: float
    bound: float | None
    gap: float | None
    saving: float | None
    read_s: float
    problem_s: float
    first_s: float | None
    bound_s: float | None
    elapsed_s: float
    memory: tuple[float, float]
    violations: tuple[str, ...]


def measure(folder: Path, time_limit_s: float | None, seed: int, threads: int, other: bool = False) -> Scaled:
    """Plan a case in this process; with ``other`` in parts if it would be solved as a whole, and the reverse."""
    began = time.perf_counter()
    case, travel, _ = read_case(folder)
    read_s = time.perf_counter() - began
    limit = time_limit_s or limit_for(len(case.workers))
    tickets = cost_of_tickets(case)
    first: dict[str, float] = {}
    began = time.perf_counter()

    def watch(progress: Progress) -> None:
        if progress.cost < tickets - 1e-6:
            first.setdefault("plan", time.perf_counter() - began)
        if progress.lower_bound is not None:
            first.setdefault("bound", time.perf_counter() - began)

    processes = threads or os.cpu_count() or 1
    terms = Terms(limit, seed, processes - 1, at_once=processes, on_progress=watch)
    standing = Standing(case, travel, terms)
    problem_s = time.perf_counter() - began
    parts = is_large(standing) != other
    standing.terms = replace(terms, parts=parts)
    plan = planned(standing, Random(seed))
    elapsed = time.perf_counter() - began
    memory, summary = peak_memory(), plan.summary
    report = check_plan(case, travel, plan.to_document())
    return Scaled(
        name=folder.name, workers=len(case.workers), limit_s=limit, parts=parts, cost=summary.total_cost,
        bound=summary.lower_bound, gap=summary.gap, saving=saving(summary), read_s=read_s, problem_s=problem_s,
        first_s=first.get("plan"), bound_s=first.get("bound"), elapsed_s=elapsed, memory=memory,
        violations=tuple(violation.code for violation in report.violations),
    )  # fmt: skip


def limit_for(workers: int) -> float:
    """Seconds of time limit for a case of a size."""
    return next((limit for most, limit in LIMITS if workers <= most), LARGEST_LIMIT)


def section(
    folders: Sequence[Path], time_limit_s: float | None, seed: int, threads: int, tell: Callable[[str], None]
) -> tuple[str, bool]:
    """Plan the cases, each in a fresh process; the tables, and whether the checker refused a plan."""
    usual, other = list[Scaled](), list[Scaled]()
    for folder in folders:
        tell(f"scale: {folder.name}")
        usual.append(apart(measure, folder, time_limit_s, seed, threads))
        if BOTH[0] < usual[-1].workers <= BOTH[1]:
            tell(f"scale: {folder.name}, {'as a whole' if usual[-1].parts else 'in parts'}")
            other.append(apart(measure, folder, time_limit_s, seed, threads, other=True))
    refused = any(one.violations for one in (*usual, *other))
    parts = [markdown(HEADER, [row(one) for one in usual])]
    if len(usual) > 1:
        parts.append(growth(usual))
    if other:
        by_name = {one.name: one for one in usual}
        parts.append(markdown(LOSS_HEADER, [loss(by_name[one.name], one) for one in other]))
    return "\n\n".join(parts), refused


def row(one: Scaled) -> Cells:
    """The figures as cells of the table."""
    times = (one.read_s, one.problem_s, one.first_s, one.bound_s, one.elapsed_s)
    return (
        one.name, f"{one.workers}", f"{one.limit_s:g}", *money(one.cost, one.bound, one.gap, one.saving),
        *(seconds(value) for value in times), megabytes(one.memory), verdict(one.violations),
    )  # fmt: skip


def growth(measured: Sequence[Scaled]) -> str:
    """The exponents of growth with the number of workers, in a sentence."""
    figures: dict[str, Callable[[Scaled], float | None]] = {
        "reading": lambda one: one.read_s,
        "problem and reach": lambda one: one.problem_s,
        "first plan": lambda one: one.first_s,
        "first bound": lambda one: one.bound_s,
        "memory of the main process": lambda one: one.memory[0],
        "of the largest helper": lambda one: one.memory[1],
    }
    told = []
    for name, figure in figures.items():
        points = [(one.workers, value) for one in measured if (value := figure(one))]
        if len({workers for workers, _ in points}) > 1:
            told.append(f"{name} {exponent(points):.2f}")
    return f"Growth, as the exponent of the number of workers (least squares on logarithms): {', '.join(told)}."


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The k of value = c · size^k that fits the logarithms best."""
    sizes, values = zip(*points, strict=True)
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def loss(one: Scaled, other: Scaled) -> Cells:
    """What the same case costs as a whole and in parts, within the same time."""
    whole, parts = (other, one) if one.parts else (one, other)
    share = parts.cost / whole.cost - 1 if whole.cost else math.nan
    return (
        one.name, f"{one.workers}", f"{one.limit_s:g}", f"{whole.cost:,.0f}", f"{parts.cost:,.0f}", f"{share:+.2%}",
    )  # fmt: skip
