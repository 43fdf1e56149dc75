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

from transport.errors import ClusterUnreachable, MissingExtra
from transport.solver.parts import Piece, Solved
from transport.travel import TravelMatrix

PATIENCE = 10
"""Seconds within which a scheduler must answer."""
_stops: list[Event] = []


def _start(stop: Event) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stops.append(stop)


def solve_part(piece: Piece, travel: TravelMatrix, seconds: float, seed: int, practices: bool) -> Solved:
    """Plan a part in one process, without bounds; what runs on a worker."""
    from transport.solver.run import solve_alone

    return solve_alone(piece, travel, seconds, seed, lambda: bool(_stops) and _stops[0].is_set(), practices=practices)


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
    pieces: Sequence[Piece], travel: TravelMatrix, seconds: float, seed: int, *,
    processes: int, cluster: str | None, over: Callable[[], bool],
    practices: bool = False, meanwhile: Callable[[], None] = lambda: None,
    on_first: Callable[[list[Solved | None]], None] | None = None,
) -> list[Solved | None]:  # fmt: skip
    """What became of the parts, in their order; ``None`` for those that did not come back.

    Parameters
    ----------
    pieces
        The parts, each with the plan to start from if there is one.
    seconds
        For each part.
    over
        Asked often; once it says yes, what has come back so far is all there is.
    practices
        Whether simple practices are wanted of each part too.
    meanwhile
        Done here once the parts are under way.
    on_first
        Told what there is once the first of them have come back.
    """
    solved: dict[int, Solved] = {}

    def so_far() -> list[Solved | None]:
        return [solved.get(n) for n in range(len(pieces))]

    for attempt in range(2):
        missing = [n for n in range(len(pieces)) if n not in solved]
        if not missing or over():
            break
        with _executor(processes, cluster) as executor:
            tasks: dict[Future[Solved], int] = {
                executor.submit(solve_part, pieces[n], travel, seconds, seed + n, practices): n for n in missing
            }
            if not attempt:
                meanwhile()
            pending = set(tasks)
            while pending and not over():
                done, pending = wait(pending, timeout=0.2)
                none_yet = not solved
                solved.update({tasks[task]: task.result() for task in done if _came(task)})
                if solved and none_yet and on_first is not None:
                    on_first(so_far())
            for task in pending:
                task.cancel()
    return so_far()


def _came(task: Future[Solved]) -> bool:
    return not task.cancelled() and task.exception() is None
