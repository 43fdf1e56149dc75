"""Ctrl-C: the first is a wish, the second ends the work at once."""

import os
import signal
import threading
import time

import pytest

from transport.interrupt import run_stoppable, work_goes_on


def press():
    os.kill(os.getpid(), signal.SIGINT)


def wait_for(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_the_result_comes_back():
    assert run_stoppable(lambda should_stop: 42, lambda: None) == 42
    assert not work_goes_on()


def test_what_the_work_raises_is_raised():
    def fails(should_stop):
        raise KeyError("x")

    with pytest.raises(KeyError):
        run_stoppable(fails, lambda: None)


def test_the_first_ctrl_c_is_a_wish():
    wishes = []

    def work(should_stop):
        assert not should_stop()
        press()
        return wait_for(should_stop)

    assert run_stoppable(work, lambda: wishes.append(1))
    assert wishes == [1]


def test_the_second_ctrl_c_ends_at_once():
    release = threading.Event()

    def work(should_stop):
        press()
        wait_for(should_stop)
        press()
        release.wait(5)

    with pytest.raises(KeyboardInterrupt):
        run_stoppable(work, lambda: None)
    assert work_goes_on()
    release.set()
    assert wait_for(lambda: not work_goes_on())


def test_the_older_handler_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    run_stoppable(lambda should_stop: None, lambda: None)
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_the_work_runs_as_it_is():
    results = []
    thread = threading.Thread(target=lambda: results.append(run_stoppable(lambda stop: stop(), lambda: None)))
    thread.start()
    thread.join()
    assert results == [False]
