"""Damaged rosters end in an error or the same people; the long run is ``python -m benchmarks.roster_fuzz``."""

import pytest

from benchmarks.roster_fuzz import DAMAGES, one_round


@pytest.mark.parametrize("kind", DAMAGES)
def test_no_crash_no_hang_no_silence(kind, tmp_path):
    assert [told for seed in range(25) if (told := one_round(kind, seed, tmp_path))] == []
