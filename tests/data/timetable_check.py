"""Timetables judged and made another way: a checker that goes minute by minute, and a search that tries everything."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from transport.case import DrivingRules
from transport.clock import DAY
from transport.timetable import StopTask, Timeline


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


def ban_faults(task: StopTask, drives: Sequence[tuple[int, int]], rules: DrivingRules) -> list[str]:
    """Minute by minute along the drives of one leg: nobody is on a banned stretch by night."""
    moments = [moment for start, end in drives for moment in range(start, end)]
    night = (rules.night_from, rules.night_to)
    met = any(in_hours(moments[i], night) for begin, end in task.bans for i in range(begin, min(end, len(moments))))
    return ["ban"] if met else []


def faults(
    tasks: Sequence[StopTask], rules: DrivingRules, drivers: int, timeline: Timeline, max_trip: float | None = None
) -> list[str]:
    found, minutes, now = [], "", timeline.leaves
    for i, task in enumerate(tasks):
        roll, drives = "w" if task.aboard else "d", []
        for _, arrive, depart in [rest for rest in timeline.rests if rest[0] == i]:
            if not now <= arrive < depart:
                found.append("order")
            minutes += roll * (arrive - now) + "s" * (depart - arrive)
            drives.append((now, arrive))
            now = depart
        arrive, depart = timeline.arrive[i], timeline.depart[i]
        if not now <= arrive <= depart:
            found.append("order")
        minutes += roll * (arrive - now) + "s" * (depart - arrive)
        found += ban_faults(task, [*drives, (now, arrive)], rules)
        now = depart
        found += stop_faults(task, arrive, depart)
        if len(minutes) - minutes.count("s") != sum(t.drive for t in tasks[: i + 1]):
            found.append("drive")
    if len(timeline.rests) != sum(0 <= rest[0] < len(tasks) for rest in timeline.rests):
        found.append("rest place")
    if max_trip is not None and timeline.arrive[-1] - timeline.depart[0] > max_trip:
        found.append("max_trip")
    return found + (driving_faults(minutes, timeline.leaves, rules, drivers) if rules.enabled else [])


def exhaustive(tasks: Sequence[StopTask], rules: DrivingRules, leave: int, last: int, step: int = 10) -> int | None:
    """Earliest arrival at the last stop by trying everything: sets of reachable states, one step after the other.

    A state is (stops made, driven on this leg or None while stopping, driving since a reset, by night, standing,
    time spent in the stop).
    """
    rest = math.ceil(rules.rest_minutes / step)
    most = math.inf if rules.max_continuous_minutes is None else rules.max_continuous_minutes // step
    most_dark = math.inf if rules.night_max_continuous_minutes is None else rules.night_max_continuous_minutes // step
    night, halt = (rules.night_from, rules.night_to), (rules.halt_from, rules.halt_to)

    states = {(0, 0, 0, 0, rest, 0)}
    for now in range(leave, last + 1, step):
        grown = list(states)
        while grown:  # what takes no time: beginning and ending a stop
            at, on_leg, run, dark, still, stay = grown.pop()
            if on_leg is None:
                arrive = now - stay * step
                if stop_faults(tasks[at], arrive, now) or at == len(tasks) - 1:
                    continue
                new = (at + 1, 0, run, dark, still, 0)
            elif on_leg * step == tasks[at].drive:
                new = (at, None, run, dark, still, 0)
            else:
                continue
            if new not in states:
                states.add(new)
                grown.append(new)
        done = [
            now - stay * step
            for at, on_leg, *_, stay in states
            if at == len(tasks) - 1 and on_leg is None and not stop_faults(tasks[at], now - stay * step, now)
        ]
        if done:
            return min(done)
        following = set()
        for at, on_leg, run, dark, still, stay in states:
            stood = min(still + 1, rest)
            fresh = (0, 0, rest) if stood == rest else (run, dark, stood)
            if on_leg is None:
                if stay * step < DAY:
                    following.add((at, None, *fresh, stay + 1))
                continue
            following.add((at, on_leg, *fresh, 0))
            task, is_dark = tasks[at], in_hours(now, night)
            barred = task.aboard and in_hours(now, halt)
            barred |= is_dark and any(begin <= on_leg * step < end for begin, end in task.bans)
            if on_leg * step < task.drive and not barred and run < most and dark + is_dark <= most_dark:
                following.add((at, on_leg + 1, run + 1, dark + is_dark, 0, 0))
        states = following
    return None
