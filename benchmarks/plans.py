"""One instance planned from nothing: what the plan costs, what is proven about it, and what it took."""

from __future__ import annotations

import math
import multiprocessing
import resource
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from benchmarks.instances import Instance
from benchmarks.table import Cells
from transport.case import Case
from transport.check import check_plan
from transport.plan import TRAVEL_MODES
from transport.solver import Progress, solve

HEADER = (
    "instance", "workers", "cost ¥", "bound ¥", "gap", "saving", "first s", "elapsed s", "peak MB", *TRAVEL_MODES,
    "checked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to. Money in CNY, times in seconds, memory in MiB.

    ``saving`` is against the cheapest of the plan's baselines (``None`` where it has none); ``first_s`` is when there
    was a plan cheaper than tickets for everybody (``None``: never). ``memory`` is the peak of the main process and of
    its largest helper, each with the pages that they share.
    """

    workers: int
    cost: float
    bound: float | None
    gap: float | None
    saving: float | None
    first_s: float | None
    elapsed_s: float
    memory: tuple[float, float]
    modes: Mapping[str, int]
    violations: tuple[str, ...]


def measure(instance: Instance, time_limit_s: float, seed: int, threads: int) -> Figures:
    """Plan an instance in this process and have the plan judged by the independent checker."""
    case, travel = instance.load(seed)
    tickets = cost_of_tickets(case)
    cheaper: list[float] = []
    began = time.perf_counter()

    def watch(progress: Progress) -> None:
        if not cheaper and progress.cost < tickets - 1e-6:
            cheaper.append(time.perf_counter() - began)

    plan = solve(case, travel, time_limit_s=time_limit_s, seed=seed, threads=threads, on_progress=watch)
    elapsed = time.perf_counter() - began
    memory = peak_memory()
    report = check_plan(case, travel, plan.to_document())
    summary = plan.summary
    practices = [cost for cost in summary.baselines.values() if cost]
    return Figures(
        workers=len(case.workers),
        cost=summary.total_cost,
        bound=summary.lower_bound,
        gap=summary.gap,
        saving=1 - summary.total_cost / min(practices) if practices else None,
        first_s=cheaper[0] if cheaper else None,
        elapsed_s=elapsed,
        memory=memory,
        modes=summary.workers,
        violations=tuple(violation.code for violation in report.violations),
    )


def measure_apart(instance: Instance, time_limit_s: float, seed: int, threads: int) -> Figures:
    """The same in a fresh process, so that the peak of memory is this instance's own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        return executor.submit(measure, instance, time_limit_s, seed, threads).result()


def cost_of_tickets(case: Case) -> float:
    """CNY of a ticket for everybody; infinite where somebody has none, so that any plan is cheaper."""
    prices = [case.ticket_cost(worker) for worker in case.workers.values()]
    return math.fsum(math.inf if price is None else price for price in prices)


def peak_memory() -> tuple[float, float]:
    """Peak MiB of this process so far and of its largest helper, waiting for dismissed helpers to end."""
    for helper in multiprocessing.active_children():
        helper.join(5)
    kib = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, helper_kib = kib
    return own / 1024, helper_kib / 1024


def row(instance: Instance, f: Figures) -> Cells:
    """The figures as cells of the table."""
    return (
        instance.name,
        f"{f.workers}",
        f"{f.cost:,.0f}",
        "–" if f.bound is None else f"{f.bound:,.0f}",
        "–" if f.gap is None else f"{f.gap:.1%}",
        "–" if f.saving is None else f"{f.saving:.1%}",
        "–" if f.first_s is None else f"{f.first_s:.1f}",
        f"{f.elapsed_s:.1f}",
        " + ".join(f"{mib:.0f}" for mib in f.memory if mib),
        *(f"{f.modes[mode]}" for mode in TRAVEL_MODES),
        "valid" if not f.violations else ", ".join(sorted(set(f.violations))),
    )
