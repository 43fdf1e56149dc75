"""Solving the parts of a large case side by side: on processes of this machine, or on a Dask cluster.

Both are ``concurrent.futures.Executor``; nothing else here knows which it is. A part whose process or worker dies is
started once more; if that fails too, its people are left for insertion.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import Any

from transport.case import Case
from transport.errors import ClusterUnreachable, MissingExtra
from transport.plan import Plan
from transport.travel import TravelMatrix

PATIENCE = 10
"""Seconds within which a scheduler must answer."""
_stops: list[Event] = []


def _start(stop: Event) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stops.append(stop)


def solve_part(case: Case, travel: TravelMatrix, seconds: float, seed: int) -> Plan:
    """Plan a part in one process, without bounds and baselines; what runs on a worker."""
    from transport.solver.run import solve_alone

    return solve_alone(case, travel, seconds, seed, lambda: bool(_stops) and _stops[0].is_set())


def _client(cluster: str) -> Any:
    """A connection to a Dask scheduler; the library has no types.

    Raises
    ------
    MissingExtra, ClusterUnreachable
        The library is not installed, or nobody answers.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtra("cluster") from None
    make: Any = distributed.Client
    try:
        return make(cluster, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError):
        raise ClusterUnreachable(cluster) from None


@contextmanager
def _executor(processes: int, cluster: str | None) -> Iterator[Executor]:
    if cluster is not None:
        client = _client(cluster)
        try:
            with client.get_executor(pure=False) as executor:
                yield executor
        finally:
            client.close()
        return
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(stop,))
    try:
        yield pool
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def cores(cluster: str) -> int:
    """How many parts the workers of a cluster solve at a time."""
    client = _client(cluster)
    try:
        return max(1, int(sum(client.nthreads().values())))
    finally:
        client.close()


def solve_parts(
    parts: Sequence[Case], travel: TravelMatrix, seconds: float, seed: int, *,
    processes: int, cluster: str | None, over: Callable[[], bool],
) -> list[Plan]:  # fmt: skip
    """The plans of the parts, in their order, as far as they came; ``seconds`` is for each part."""
    plans: dict[int, Plan] = {}
    for _ in range(2):
        missing = [n for n in range(len(parts)) if n not in plans]
        if not missing or over():
            break
        with _executor(processes, cluster) as executor:
            tasks: dict[Future[Plan], int] = {
                executor.submit(solve_part, parts[n], travel, seconds, seed + n): n for n in missing
            }
            pending = set(tasks)
            while pending and not over():
                done, pending = wait(pending, timeout=0.2)
                plans.update({tasks[task]: task.result() for task in done if _came(task)})
            for task in pending:
                task.cancel()
    return [plans[n] for n in sorted(plans)]


def _came(task: Future[Plan]) -> bool:
    return not task.cancelled() and task.exception() is None
