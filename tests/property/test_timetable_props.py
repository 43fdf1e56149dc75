"""Every timetable is legal, minute by minute, and as good as exhaustive search finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timetable_check import exhaustive, faults

from transport.case import DrivingRules
from transport.clock import DAY
from transport.timetable import StopTask, earliest, forward, latest, limits

MIDNIGHT = 20_000 * DAY


def one_in(n: int, strategy: st.SearchStrategy) -> st.SearchStrategy:
    """None, but for one time in n."""
    return st.integers(1, n).flatmap(lambda i: strategy if i == n else st.none())


def clocks(step: int) -> st.SearchStrategy[int]:
    return st.integers(0, DAY // step).map(lambda n: n * step)


driving_rules = st.builds(
    DrivingRules,
    enabled=st.integers(0, 9).map(bool),
    max_continuous_minutes=st.sampled_from([None, 0, 1, 45, 90.5, 240, 240, 300]),
    night_max_continuous_minutes=st.sampled_from([None, 0, 30, 59.5, 120, 120]),
    night_from=clocks(30),
    night_to=clocks(30),
    rest_minutes=st.sampled_from([0, 1, 12.5, 20, 20, 45]),
    halt_from=clocks(30),
    halt_to=clocks(30),
    max_minutes_per_driver_24h=st.sampled_from([None, 0, 60, 200.5, 480, 480]),
)
moments = st.integers(MIDNIGHT, MIDNIGHT + 3 * DAY)
windows = st.lists(st.tuples(clocks(15), clocks(15)), max_size=2).map(tuple)


def with_bans(task: StopTask, shares: tuple[int, ...], step: int = 1) -> StopTask:
    """Ban stretches of the drive by night: between the first and second share in tenths, the third and fourth."""
    at = [round(task.drive * share / 10 / step) * step for share in sorted(shares)]
    return task._replace(bans=tuple(pair for pair in zip(at[::2], at[1::2], strict=True) if pair[0] < pair[1]))


shares = st.sampled_from([(), (), (), (0, 10), (0, 3), (6, 10), (0, 2, 7, 10), (3, 5), (1, 4, 6, 9)])
trips = st.lists(
    st.builds(
        StopTask,
        drive=st.sampled_from([0, 5, 30, 60, 110, 240, 700]),
        dwell=st.sampled_from([0, 10, 10, 15, 25]),
        windows=one_in(2, windows).map(lambda hours: hours or ()),
        arrive_from=one_in(3, moments),
        arrive_to=one_in(4, moments),
        depart_from=one_in(3, moments),
        depart_to=one_in(4, moments),
        aboard=st.booleans(),
        boards=st.booleans(),
    ).flatmap(lambda task: shares.map(lambda cut: with_bans(task, cut))),
    min_size=1,
    max_size=6,
)
max_trips = st.sampled_from([None, None, 120, 300.5, 600, 2000])


@settings(max_examples=300, deadline=None)
@given(trips, driving_rules, st.integers(1, 3), moments, max_trips)
def test_forward_is_legal(tasks, rules, drivers, leave, max_trip):
    end_by = leave + 4 * DAY
    timeline = forward(tasks, leave, limits(rules, drivers), max_trip=max_trip, end_by=end_by)
    if timeline is not None:
        assert timeline.leaves == leave
        assert timeline.depart[-1] <= end_by
        assert faults(tasks, rules, drivers, timeline, max_trip) == []


@pytest.mark.parametrize("search", [earliest, latest])
@settings(max_examples=200, deadline=None)
@given(trips, driving_rules, st.integers(1, 3), moments, st.integers(0, 2 * DAY), max_trips)
def test_earliest_and_latest_are_legal(search, tasks, rules, drivers, leave, span, max_trip):
    bounds = {"earliest_leave": leave, "latest_leave": leave + span, "end_by": leave + span + 4 * DAY}
    timeline = search(tasks, limits(rules, drivers), max_trip=max_trip, **bounds)
    if timeline is not None:
        assert leave <= timeline.leaves <= leave + span
        assert timeline.depart[-1] <= bounds["end_by"]
        assert faults(tasks, rules, drivers, timeline, max_trip) == []


# ---- in steps of ten minutes, so that everything can be tried


coarse_rules = st.builds(
    DrivingRules,
    max_continuous_minutes=st.sampled_from([None, 60, 120, 240]),
    night_max_continuous_minutes=st.sampled_from([None, 0, 30, 60, 120]),
    night_from=st.sampled_from([1320, 1200, 600, 0]),
    night_to=st.sampled_from([360, 300, 900, 0]),
    rest_minutes=st.sampled_from([10, 20, 20, 30, 40]),
    halt_from=st.just(120),
    halt_to=st.sampled_from([300, 300, 120, 130, 150]),
    max_minutes_per_driver_24h=st.none(),
)
tens = st.integers(0, DAY // 10).map(lambda n: MIDNIGHT + 10 * n)
coarse_windows = st.tuples(st.sampled_from([0, 300, 480, 600]), st.sampled_from([1320, 1200, 720, 30]))


@st.composite
def coarse_trips(draw: st.DrawFn) -> list[StopTask]:
    last = draw(st.integers(0, 4))
    tasks = [
        StopTask(
            drive=draw(st.sampled_from([0, 10, 30, 40, 60, 70, 110, 150, 240])),
            dwell=draw(st.sampled_from([0, 10, 10, 20])),
            windows=draw(one_in(3, st.tuples(coarse_windows)).map(lambda hours: hours or ())),
            arrive_from=draw(one_in(6, tens)),
            arrive_to=draw(one_in(8, tens.map(lambda moment: moment + DAY))),
            depart_from=draw(one_in(8, tens)) if i < last else None,
            aboard=i > 0,
            boards=i <= last // 2,
        )
        for i in range(last + 1)
    ]
    return [with_bans(task, draw(shares), step=10) for task in tasks]


@settings(max_examples=60, deadline=None)
@given(coarse_trips(), coarse_rules, tens)
def test_forward_arrives_as_early_as_exhaustive_search(tasks, rules, leave):
    end_by = leave + 2 * DAY
    timeline = forward(tasks, leave, limits(rules, 1), end_by=end_by)
    assert (timeline and timeline.arrive[-1]) == exhaustive(tasks, rules, leave, end_by)


@settings(max_examples=60, deadline=None)
@given(coarse_trips(), coarse_rules, tens)
def test_earliest_and_latest_miss_no_leave(tasks, rules, leave):
    """No leave of the whole day does better: an earlier arrival, a later leave for it, a later leave at all."""
    limit, end_by = limits(rules, 1), leave + 3 * DAY
    tried = [forward(tasks, leave + minutes, limit, end_by=end_by) for minutes in range(0, DAY + 1, 10)]
    found = [timeline for timeline in tried if timeline is not None]
    bounds = {"earliest_leave": leave, "latest_leave": leave + DAY, "end_by": end_by}
    late, early = latest(tasks, limit, **bounds), earliest(tasks, limit, **bounds)
    assert (late and late.leaves) == max((timeline.leaves for timeline in found), default=None)
    assert (early and early.arrive[-1]) == min((timeline.arrive[-1] for timeline in found), default=None)
    if early is not None:
        assert early.leaves == max(t.leaves for t in found if t.arrive[-1] == early.arrive[-1])


@settings(max_examples=60, deadline=None)
@given(trips, driving_rules, moments, st.integers(-3, 3))
def test_a_shift_by_whole_days_changes_nothing(tasks, rules, leave, days):
    limit, by = limits(rules, 2), days * DAY

    def moved(moment):
        return None if moment is None else moment + by

    shifted = [
        task._replace(**{name: moved(getattr(task, name)) for name in
                         ("arrive_from", "arrive_to", "depart_from", "depart_to")})
        for task in tasks
    ]  # fmt: skip
    timeline, other = forward(tasks, leave, limit), forward(shifted, leave + by, limit)
    if timeline is None:
        assert other is None
    else:
        assert other is not None
        assert other.arrive == tuple(moment + by for moment in timeline.arrive)
