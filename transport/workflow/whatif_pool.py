"""Tasks side by side: in processes of our own, in this one, or on an executor that the caller brings."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from transport.workflow.whatif_tasks import Done, Exchange, Finish, Task, exchange, finish, search

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event

    from transport.solver import Progress

Result = TypeVar("Result")
_QUIET_S = 0.3
"""Seconds between two looks at whether the caller wants to stop."""


class Pool(Protocol):
    """Where tasks run."""

    def search(self, task: Task) -> Future[Done]: ...
    def exchange(self, exchanging: Exchange) -> Future[Done | None]: ...
    def finish(self, finishing: Finish) -> Future[Done]: ...


@contextlib.contextmanager
def open_pool(
    jobs: int,
    executor: Executor | None,
    should_stop: Callable[[], bool],
    tell: Callable[[str, Progress], None],
) -> Iterator[Pool]:
    """Open a pool of ``jobs`` processes; with one job, work is done in this process.

    Parameters
    ----------
    jobs
        Processes, from 1.
    executor
        Of ``concurrent.futures``' kind, whose workers see the same files; it is neither told to stop, nor does it
        report progress. It stays open.
    should_stop
        Asked while tasks run.
    tell
        Called with a scenario's name and how far its search is.
    """
    if executor is not None:
        yield _Borrowed(executor)
    elif jobs == 1:
        yield _Here(should_stop, tell)
    else:
        with _Processes(jobs, should_stop, tell) as pool:
            yield pool


class _Here:
    """One task after the other, in this process."""

    def __init__(self, should_stop: Callable[[], bool], tell: Callable[[str, Progress], None]) -> None:
        self._should_stop, self._tell = should_stop, tell

    def search(self, task: Task) -> Future[Done]:
        return _now(lambda: search(task, self._should_stop, self._tell))

    def exchange(self, exchanging: Exchange) -> Future[Done | None]:
        return _now(lambda: exchange(exchanging, self._should_stop))

    def finish(self, finishing: Finish) -> Future[Done]:
        return _now(lambda: finish(finishing, self._should_stop))


class _Borrowed:
    """The caller's executor."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def search(self, task: Task) -> Future[Done]:
        return self._executor.submit(_search_alone, task)

    def exchange(self, exchanging: Exchange) -> Future[Done | None]:
        return self._executor.submit(_exchange_alone, exchanging)

    def finish(self, finishing: Finish) -> Future[Done]:
        return self._executor.submit(_finish_alone, finishing)


class _Processes:
    """Processes of our own, which hear of the wish to stop and tell how far they are."""

    def __init__(self, jobs: int, should_stop: Callable[[], bool], tell: Callable[[str, Progress], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop: Event = context.Event()
        self._told: Queue[Any] = context.Queue()
        self._should_stop, self._tell = should_stop, tell
        self._executor = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(self._stop, self._told)
        )
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._pass_on_wish)]

    def search(self, task: Task) -> Future[Done]:
        return self._executor.submit(_search_in_process, task)

    def exchange(self, exchanging: Exchange) -> Future[Done | None]:
        return self._executor.submit(_exchange_in_process, exchanging)

    def finish(self, finishing: Finish) -> Future[Done]:
        return self._executor.submit(_finish_in_process, finishing)

    def __enter__(self) -> _Processes:
        _spare_children()  # now that the queues are there: making them unblocks signals
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._over.set()
        self._told.put(None)
        for thread in self._threads:
            thread.join()
        self._told.close()

    def _listen(self) -> None:
        for told in iter(self._told.get, None):
            self._tell(*told)

    def _pass_on_wish(self) -> None:
        while not self._over.wait(_QUIET_S):
            if self._should_stop():
                self._stop.set()
                return


def _spare_children() -> None:
    """Let processes that this thread starts be deaf to Ctrl-C from their first moment, before they can say so."""
    if hasattr(signal, "pthread_sigmask") and threading.current_thread() is not threading.main_thread():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _now(work: Callable[[], Result]) -> Future[Result]:
    future: Future[Result] = Future()
    try:
        future.set_result(work())
    except Exception as error:  # as an executor would hand it on
        future.set_exception(error)
    return future


# ---- in the processes

_stop: Event | None = None
_told: Queue[Any] | None = None


def _begin(stop: Event, told: Queue[Any]) -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    global _stop, _told
    _stop, _told = stop, told
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _search_in_process(task: Task) -> Done:
    assert _stop is not None
    assert _told is not None
    told = _told
    return search(task, _stop.is_set, lambda name, progress: told.put((name, progress)))


def _exchange_in_process(exchanging: Exchange) -> Done | None:
    assert _stop is not None
    return exchange(exchanging, _stop.is_set)


def _finish_in_process(finishing: Finish) -> Done:
    assert _stop is not None
    return finish(finishing, _stop.is_set)


def _search_alone(task: Task) -> Done:
    return search(task, lambda: False, lambda name, progress: None)


def _exchange_alone(exchanging: Exchange) -> Done | None:
    return exchange(exchanging, lambda: False)


def _finish_alone(finishing: Finish) -> Done:
    return finish(finishing, lambda: False)
