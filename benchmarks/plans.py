"""One instance planned from nothing: what the plan costs, what is proven about it, and what it took."""

from __future__ import annotations

import math
import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from benchmarks.instances import Instance
from benchmarks.table import Cells
from transport.case import Case
from transport.check import check_plan
from transport.plan import TRAVEL_MODES, Summary
from transport.solver import Progress, solve

HEADER = (
    "instance", "workers", "cost ¥", "bound ¥", "gap", "saving", "first s", "elapsed s", "peak MB", *TRAVEL_MODES,
    "checked",
)  # fmt: skip

Given = ParamSpec("Given")
Result = TypeVar("Result")


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
    return Figures(
        workers=len(case.workers),
        cost=summary.total_cost,
        bound=summary.lower_bound,
        gap=summary.gap,
        saving=saving(summary),
        first_s=cheaper[0] if cheaper else None,
        elapsed_s=elapsed,
        memory=memory,
        modes=summary.workers,
        violations=tuple(violation.code for violation in report.violations),
    )


def apart(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Do something in a fresh process, so that the peak of memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        return executor.submit(work, *given, **named).result()


def saving(summary: Summary) -> float | None:
    """Share of the cheapest simple practice that a plan saves; ``None`` where there is none."""
    practices = [cost for cost in summary.baselines.values() if cost]
    return 1 - summary.total_cost / min(practices) if practices else None


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
        *money(f.cost, f.bound, f.gap, f.saving),
        seconds(f.first_s),
        seconds(f.elapsed_s),
        megabytes(f.memory),
        *(f"{f.modes[mode]}" for mode in TRAVEL_MODES),
        verdict(f.violations),
    )


def money(cost: float, bound: float | None, gap: float | None, saved: float | None) -> Cells:
    """Cost, bound, gap and saving."""
    shares = ("–" if share is None else f"{share:.1%}" for share in (gap, saved))
    return (f"{cost:,.0f}", "–" if bound is None else f"{bound:,.0f}", *shares)


def seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def megabytes(memory: tuple[float, float]) -> str:
    """Main process + largest helper, if there was one."""
    return " + ".join(f"{mib:.0f}" for mib in memory if mib)


def verdict(violations: tuple[str, ...]) -> str:
    """What the checker says."""
    return "valid" if not violations else ", ".join(sorted(set(violations)))
