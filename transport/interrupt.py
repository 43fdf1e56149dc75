"""Ctrl-C as a wish: the first asks the work to end with what it has, the second ends it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")
_POLL_S = 0.1
_THREAD = "fangang-work"


def run_stoppable(work: Callable[[Callable[[], bool]], Result], on_wish: Callable[[], None]) -> Result:
    """Run ``work`` in a thread of its own, so that Ctrl-C is heard even while compiled code is busy.

    Parameters
    ----------
    work
        Is given a function that tells whether to stop.
    on_wish
        Called at the first Ctrl-C.

    Returns
    -------
    Result
        What ``work`` returns; what it raises is raised here.

    Raises
    ------
    KeyboardInterrupt
        At the second Ctrl-C; the work is still running then, in a daemon thread.
    """
    wish = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        return work(wish.is_set)  # signals are heard in the main thread only
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work(wish.is_set))
        except BaseException as error:  # handed on to the caller's thread, whatever it is
            outcome.set_exception(error)

    def hear(signum: int, frame: object) -> None:
        if wish.is_set():
            raise KeyboardInterrupt
        wish.set()
        on_wish()

    thread = threading.Thread(target=run, daemon=True, name=_THREAD)
    previous = signal.signal(signal.SIGINT, hear)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(_POLL_S)
    finally:
        signal.signal(signal.SIGINT, previous)
    return outcome.result()


def work_goes_on() -> bool:
    """Whether work that was abandoned is still running."""
    return any(thread.name == _THREAD for thread in threading.enumerate())
