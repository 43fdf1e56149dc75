"""The checker's arithmetic of the hours of the day, against counting minute by minute."""

from hypothesis import given
from hypothesis import strategies as st

from transport.checks.daytime import lies_within, minutes_within
from transport.clock import DAY

START = st.integers(-3 * DAY, 3 * DAY)
LENGTH = st.integers(0, 2 * DAY)
OPENING, CLOSING = st.integers(0, DAY - 1), st.integers(0, DAY)


def is_inside(minute, daily_from, daily_to):
    hour = minute % DAY
    if daily_from < daily_to:
        return daily_from <= hour < daily_to
    return hour >= daily_from or hour < daily_to


@given(START, LENGTH, OPENING, CLOSING)
def test_minutes_are_those_counted_one_by_one(start, length, daily_from, daily_to):
    inside = [daily_from != daily_to and is_inside(start + step, daily_from, daily_to) for step in range(length)]
    assert minutes_within(start, start + length, daily_from, daily_to) == sum(inside)


@given(START, LENGTH, OPENING, CLOSING)
def test_a_time_lies_within_a_period_if_all_its_minutes_do(start, length, daily_from, daily_to):
    always = (daily_to - daily_from) % DAY == 0
    inside = all(is_inside(start + step, daily_from, daily_to) for step in range(length))
    at_an_end = length == 0 and start % DAY in (daily_from, daily_to % DAY)
    nowhere = length == 0 and not at_an_end and not is_inside(start, daily_from, daily_to)
    assert lies_within(start, start + length, daily_from, daily_to) == (always or (inside and not nowhere))
