"""How the time limit is shared out."""

import pytest

from transport.workflow import search_seconds


@pytest.mark.parametrize("limit", [0.0, 0.5, 1, 10, 60, 3600])
@pytest.mark.parametrize("spent", [0.0, 0.3, 5.0, 1000.0])
@pytest.mark.parametrize("workers", [1, 600, 67000])
def test_the_search_gets_less_than_what_is_left_but_always_something(limit, spent, workers):
    search = search_seconds(limit, spent, workers)
    assert 0.05 * limit <= search <= max(limit - spent, 0.05 * limit)


def test_checking_and_writing_have_their_share():
    assert search_seconds(60, 2, 600) == pytest.approx(60 - 2 - 0.36)
    assert search_seconds(60, 2, 67000) == pytest.approx(60 - 2 - 7.0)
