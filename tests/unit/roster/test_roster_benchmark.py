"""The benchmark of rosters runs, finds its faults and raises no alarm on the clean twin."""

from benchmarks.roster_files import KINDS
from benchmarks.rosters import measure


def test_small_rosters():
    rows, missed = measure(people=900, seed=3, large=0)
    assert missed == []
    assert len(KINDS) >= 30
    assert len(rows) == 7
