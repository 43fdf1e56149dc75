"""The tables of driving within a day against every way to drive and to stand."""

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from transport.case import DrivingRules
from transport.clock import DAY
from transport.limits import limits
from transport.solver.driving_days import day_starts, driving_day, driving_table
from transport.timetable import StopTask, forward


def most_driven(night, stretch, dark, rest, begin, end):
    """The most that can be driven between two minutes, whenever one stands still."""

    @cache
    def onward(minute, run, by_night, still):
        if minute == end:
            return 0
        reset = still + 1 >= rest
        stood = onward(minute + 1, 0 if reset else run, 0 if reset else by_night, min(still + 1, rest))
        if run < stretch and not (night[minute] and by_night >= dark):
            return max(stood, 1 + onward(minute + 1, run + 1, by_night + int(night[minute]), 0))
        return stood

    return onward(begin, 0, 0, rest)


@pytest.mark.parametrize("seed", range(12))
def test_the_table_is_what_the_best_of_all_ways_drives(seed):
    rng = np.random.default_rng(seed)
    window = 26
    first, last = sorted(rng.integers(0, window + 1, 2).tolist())
    night = (np.arange(window) >= first) & (np.arange(window) < last)
    if seed % 3 == 0:
        night = ~night
    stretch, rest = int(rng.integers(3, 9)), int(rng.integers(1, 4))
    dark = int(rng.integers(1, stretch + 1))
    latest, most = driving_table(night, stretch, dark, rest)
    for end in range(window + 1):
        best = [most_driven(night, stretch, dark, rest, begin, end) for begin in range(end + 1)]
        assert most[end] >= best[0]
        for minutes in range(end + 1):
            possible = [begin for begin in range(end + 1) if best[begin] >= minutes]
            assert latest[minutes, end] >= max(possible, default=-1)
            if not night.any():
                assert latest[minutes, end] == max(possible, default=-1)
    dawns = np.flatnonzero(night[:-1] & ~night[1:])
    if not len(dawns):  # nothing is taken for rested that is not
        assert [int(n) for n in most] == [most_driven(night, stretch, dark, rest, 0, end) for end in range(window + 1)]


RULES = DrivingRules()


def starts(rules, minutes, end):
    return float(day_starts(np.array([float(minutes)]), np.array([float(end)]), driving_day(limits(rules, 2)))[0])


@pytest.mark.parametrize(
    ("minutes", "end", "start"),
    [
        (120, 12 * 60, 10 * 60),  # by day, without a rest
        (240, 12 * 60, 8 * 60),
        (241, 12 * 60, 12 * 60 - 241 - 20),  # one rest
        (120, 24 * 60, 22 * 60),  # by night, as long as one may
        (121, 24 * 60 + 1, 22 * 60 - 1),  # one minute of them before the night
        (221, 26 * 60, 22 * 60 - 1),  # between 22:00 and 02:00 there is a rest
        (60, 29 * 60, 25 * 60),  # over the halt
        (0, 28 * 60, 28 * 60),
    ],
)
def test_the_latest_start_by_the_usual_rules(minutes, end, start):
    assert starts(RULES, minutes, 100 * DAY + end) - 100 * DAY == pytest.approx(start)


def test_without_a_halt_days_are_cut_at_the_end_of_the_night():
    free = replace(RULES, halt_to=RULES.halt_from)
    assert starts(free, 60, 100 * DAY + 6 * 60) == 100 * DAY + 5 * 60
    assert starts(free, 1, 100 * DAY) == 100 * DAY - 1
    assert starts(free, 180, 100 * DAY + 5 * 60) == 100 * DAY + 5 * 60 - 200  # a rest after 120 minutes


def test_what_does_not_end_in_two_months_never_does():
    assert starts(RULES, 10**6, 200 * DAY) == -np.inf


def test_no_timetable_starts_later():
    """Whatever the rules, a vehicle that begins rested and drives as soon as it may is no quicker than is said here."""
    rng = random.Random(1)
    for _ in range(400):
        rules = replace(
            RULES,
            night_max_continuous_minutes=rng.choice((60, 90, 120, 240, None)),
            max_continuous_minutes=rng.choice((120, 180, 240)),
            rest_minutes=rng.choice((10, 20, 45)),
            night_from=rng.choice((1320, 1200, 0)),
            night_to=rng.choice((360, 300, 420)),
            halt_to=rng.choice((120, 300, 240)),
        )
        minutes, leave = rng.randrange(1, 2_200), 100 * DAY + rng.randrange(DAY)
        line = forward([StopTask(0, 0), StopTask(minutes, 0, aboard=True)], leave, limits(rules, 2))
        assert starts(rules, minutes, line.arrive[1]) >= line.depart[0]
