"""Timetables against an independent minute-by-minute checker and against exhaustive search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.case import DrivingRules
from transport.clock import DAY
from transport.timetable import StopTask, Timeline, earliest, forward, latest, limits

MIDNIGHT = 20_000 * DAY
NO_BUDGET = DrivingRules(max_minutes_per_driver_24h=None)


# ---- an independent checker: one minute after the other


def in_hours(moment: int, hours: tuple[int, int]) -> bool:
    start, end = hours[0] % DAY, hours[1] % DAY
    clock = moment % DAY
    return start <= clock < end if start <= end else clock >= start or clock < end


def stop_faults(task: StopTask, arrive: int, depart: int) -> list[str]:
    faults = []
    if depart - arrive < task.dwell:
        faults.append("dwell")
    bounds = [(arrive, task.arrive_from, task.arrive_to), (depart, task.depart_from, task.depart_to)]
    for moment, low, high in bounds:
        if (low is not None and moment < low) or (high is not None and moment > high):
            faults.append("bound")
    for opens, closes in task.windows:
        if (opens - closes) % DAY:
            day = arrive // DAY * DAY
            length = closes - opens if closes > opens else closes - opens + DAY
            occurrences = [(start, start + length) for start in (day + opens - DAY, day + opens, day + opens + DAY)]
            if not any(start <= arrive and depart <= end for start, end in occurrences):
                faults.append("hours")
    return faults


def driving_faults(minutes: str, start: int, rules: DrivingRules, drivers: int) -> list[str]:
    """``minutes``: a letter a minute; s standing, d driving empty, w driving with workers aboard."""

    def exceeds(value: float, limit: float | None) -> bool:
        return limit is not None and value > limit

    faults = set()
    run = dark = still = 0
    for moment, what in enumerate(minutes, start):
        if what == "s":
            still += 1
            if still >= rules.rest_minutes:
                run = dark = 0
            continue
        still = 0
        run += 1
        dark += in_hours(moment, (rules.night_from, rules.night_to))
        if exceeds(run, rules.max_continuous_minutes):
            faults.add("continuous")
        if exceeds(dark, rules.night_max_continuous_minutes):
            faults.add("night")
        if what == "w" and in_hours(moment, (rules.halt_from, rules.halt_to)):
            faults.add("halt")
    driven = [0, *accumulate(what != "s" for what in minutes)]
    limit = rules.max_minutes_per_driver_24h
    budget = None if limit is None else limit * drivers
    if any(exceeds(driven[end] - driven[max(0, end - DAY)], budget) for end in range(len(driven))):
        faults.add("budget")
    return sorted(faults)


def faults(
    tasks: Sequence[StopTask], rules: DrivingRules, drivers: int, timeline: Timeline, max_trip: float | None = None
) -> list[str]:
    found, minutes, now = [], "", timeline.leaves
    for i, task in enumerate(tasks):
        roll = "w" if task.aboard else "d"
        for _, arrive, depart in [rest for rest in timeline.rests if rest[0] == i]:
            if not now <= arrive < depart:
                found.append("order")
            minutes += roll * (arrive - now) + "s" * (depart - arrive)
            now = depart
        arrive, depart = timeline.arrive[i], timeline.depart[i]
        if not now <= arrive <= depart:
            found.append("order")
        minutes += roll * (arrive - now) + "s" * (depart - arrive)
        now = depart
        found += stop_faults(task, arrive, depart)
        if sum(1 for _ in minutes if _ != "s") != sum(t.drive for t in tasks[: i + 1]):
            found.append("drive")
    if len(timeline.rests) != sum(0 <= rest[0] < len(tasks) for rest in timeline.rests):
        found.append("rest place")
    if max_trip is not None and timeline.arrive[-1] - timeline.depart[0] > max_trip:
        found.append("max_trip")
    return found + (driving_faults(minutes, timeline.leaves, rules, drivers) if rules.enabled else [])


# ---- every timetable is legal


def clocks(step: int = 1) -> st.SearchStrategy[int]:
    return st.integers(0, DAY // step).map(lambda n: n * step)


def maybe(strategy: st.SearchStrategy[float]) -> st.SearchStrategy[float | None]:
    return st.none() | strategy


driving_rules = st.builds(
    DrivingRules,
    enabled=st.integers(0, 9).map(bool),
    max_continuous_minutes=maybe(st.sampled_from([0, 1, 45, 90.5, 240, 240, 300])),
    night_max_continuous_minutes=maybe(st.sampled_from([0, 30, 59.5, 120, 120])),
    night_from=clocks(30),
    night_to=clocks(30),
    rest_minutes=st.sampled_from([0, 1, 12.5, 20, 20, 45]),
    halt_from=clocks(30),
    halt_to=clocks(30),
    max_minutes_per_driver_24h=maybe(st.sampled_from([0, 60, 200.5, 480, 480])),
)
windows = st.lists(st.tuples(clocks(15), clocks(15)), max_size=2).map(tuple)
moments = st.integers(MIDNIGHT, MIDNIGHT + 3 * DAY)


@st.composite
def trips(draw: st.DrawFn) -> list[StopTask]:
    count = draw(st.integers(1, 6))
    tasks = []
    for i in range(count):
        tasks.append(
            StopTask(
                drive=draw(st.sampled_from([0, 5, 30, 60, 110, 240, 700])),
                dwell=draw(st.sampled_from([0, 10, 10, 15, 25])),
                windows=draw(st.just(()) | windows),
                arrive_from=draw(st.none() | st.none() | moments),
                arrive_to=draw(st.none() | st.none() | st.none() | moments),
                depart_from=draw(st.none() | st.none() | moments),
                depart_to=draw(st.none() | st.none() | st.none() | moments),
                aboard=i > 0 or draw(st.booleans()),
                boards=draw(st.booleans()),
            )
        )
    return tasks


max_trips = st.none() | st.none() | st.sampled_from([120, 300.5, 600, 2000])


@settings(max_examples=400, deadline=None)
@given(trips(), driving_rules, st.integers(1, 3), moments, max_trips)
def test_forward_is_legal(
    tasks: list[StopTask], rules: DrivingRules, drivers: int, leave: int, max_trip: float | None
) -> None:
    end_by = leave + 4 * DAY
    timeline = forward(tasks, leave, limits(rules, drivers), max_trip=max_trip, end_by=end_by)
    if timeline is not None:
        assert timeline.leaves == leave
        assert timeline.depart[-1] <= end_by
        assert faults(tasks, rules, drivers, timeline, max_trip) == []


@pytest.mark.parametrize("search", [earliest, latest])
@settings(max_examples=300, deadline=None)
@given(trips(), driving_rules, st.integers(1, 3), moments, st.integers(0, 2 * DAY), max_trips)
def test_earliest_and_latest_are_legal(
    search, tasks: list[StopTask], rules: DrivingRules, drivers: int, leave: int, span: int, max_trip: float | None
) -> None:
    end_by = leave + span + 4 * DAY
    bounds = {"earliest_leave": leave, "latest_leave": leave + span, "max_trip": max_trip, "end_by": end_by}
    timeline = search(tasks, limits(rules, drivers), **bounds)
    if timeline is not None:
        assert leave <= timeline.leaves <= leave + span
        assert timeline.depart[-1] <= end_by
        assert faults(tasks, rules, drivers, timeline, max_trip) == []
