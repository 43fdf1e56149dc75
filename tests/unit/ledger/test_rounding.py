"""Whole fen that add up: row by row, column by column, and nobody a whole fen off."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.ledger.rounding import round_table, round_up_to, split_fen, to_fen

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50), min_size=1)


@pytest.mark.parametrize(
    ("cny", "fen"), [(0.0, 0), (0.1 + 0.2, 30), (1.005, 100), (2.675, 268), (-0.01, -1), (1e9 + 0.01, 100000000001)]
)
def test_cny_to_fen(cny, fen):
    assert to_fen(cny) == fen


def test_the_largest_remainder_gets_the_fen():
    assert split_fen(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert split_fen(100, {"a": 1, "b": 5}) == {"a": 17, "b": 83}
    assert split_fen(-100, {"a": 1, "b": 1, "c": 1}) == {"a": -34, "b": -33, "c": -33}


def test_nobody_to_share_with():
    assert split_fen(0, {"a": 0}) == {"a": 0}
    with pytest.raises(ValueError, match="nobody"):
        split_fen(1, {"a": 0})


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), WEIGHTS)
def test_shares_add_up_and_are_less_than_a_fen_off(total, weights):
    if not any(weights.values()):
        return
    shares = split_fen(total, weights)
    assert sum(shares.values()) == total
    for key, weight in weights.items():
        assert abs(shares[key] - Fraction(total * weight, sum(weights.values()))) < 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), WEIGHTS), max_size=25))
def test_a_table_adds_up_both_ways(entries):
    rows = [
        {key: Fraction(total * weight, sum(weights.values())) for key, weight in weights.items()}
        for total, weights in entries
        if any(weights.values())
    ]
    rounded = round_table(rows, "abcdef")
    for row, fen in zip(rows, rounded, strict=True):
        assert sum(fen.values()) == sum(row.values())
        for key, value in row.items():
            assert abs(fen[key] - value) < 1
            assert value.denominator > 1 or fen[key] == value
    for key in "abcdef":
        exact = sum((row.get(key, Fraction(0)) for row in rows), Fraction(0))
        whole = sum(fen.get(key, 0) for fen in rounded)
        assert abs(whole - exact) < 1
        assert exact.denominator > 1 or whole == exact


def test_halves_do_not_pile_up_on_one_side():
    rows = [{"a": Fraction(1, 2), "b": Fraction(1, 2)}] * 1000
    rounded = round_table(rows, "ab")
    assert sum(row["a"] for row in rounded) == 500


def test_amounts_are_rounded_up_to_a_total():
    assert round_up_to(2, {"a": Fraction(2, 3), "b": Fraction(2, 3), "c": Fraction(2, 3)}) == {"a": 1, "b": 1, "c": 0}
