"""Amounts in whole fen that add up: the largest remainder method, and its extension to tables.

Largest remainder (Hamilton's method): everything is rounded down, and the fen that are missing go one each to whom
rounding took most from. A table whose rows *and* columns are to add up needs more: controlled rounding, which always
exists because the unrounded table is a feasible flow between rows and columns (Cox 1987, J. Am. Stat. Assoc. 82).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def to_fen(cny: float) -> int:
    """Return an amount of CNY in whole fen, halves to even."""
    return round(round(cny, 4) * 100)


def split_fen(total: int, weights: Mapping[Key, float | Fraction]) -> dict[Key, int]:
    """Share an amount out in proportion to weights, in whole fen that add up to it.

    Parameters
    ----------
    total
        Fen; may be negative.
    weights
        0 or more, not all 0 unless ``total`` is.

    Returns
    -------
    dict
        The share of each key, in the weights' order; of equal remainders the earlier key gets the fen.

    Raises
    ------
    ValueError
        There is something to share out and nobody to take it.
    """
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    whole = sum(exact.values())
    if whole == 0:
        if total:
            raise ValueError("nobody to share with")
        return dict.fromkeys(exact, 0)
    sign = -1 if total < 0 else 1
    shares = round_up_to(abs(total), {key: abs(total) * weight / whole for key, weight in exact.items()})
    return {key: sign * share for key, share in shares.items()}


def round_up_to(total: int, exact: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Round amounts that add up to a whole ``total`` so that they still do; each up or down by less than one."""
    rounded = {key: value.numerator // value.denominator for key, value in exact.items()}
    missing = total - sum(rounded.values())
    by_remainder = sorted(exact, key=lambda key: rounded[key] - exact[key])  # stable: ties go to the earlier key
    for key in by_remainder[:missing]:
        rounded[key] += 1
    return rounded


def round_table(rows: Sequence[Mapping[Key, Fraction]], columns: Sequence[Key]) -> list[dict[Key, int]]:
    """Round a table whose rows add up to whole fen so that every row keeps its sum and every column nearly so.

    Parameters
    ----------
    rows
        Amounts in fen, 0 or more, by column; every row's sum is a whole number.
    columns
        Every column, in the order in which ties are broken.

    Returns
    -------
    list of dict
        The rows in whole fen. A cell is rounded up or down by less than one, a cell that was whole stays, a row's sum
        is kept, and a column's sum is its exact sum rounded up or down, so that a whole sum is kept as well.
    """
    sums: dict[Key, Fraction] = dict.fromkeys(columns, Fraction(0))
    for row in rows:
        for key, value in row.items():
            sums[key] += value
    owed = dict.fromkeys(columns, Fraction(0))
    order = {key: position for position, key in enumerate(columns)}
    rounded = [_round_row(row, owed, order) for row in rows]
    reached = {key: sum(row.get(key, 0) for row in rounded) for key in columns}
    while True:
        above = {key for key in columns if reached[key] >= sums[key] + 1}
        below = {key for key in columns if reached[key] <= sums[key] - 1}
        if above:
            _shift_one(rows, rounded, reached, above, {key for key in columns if reached[key] < sums[key]})
        elif below:
            _shift_one(rows, rounded, reached, {key for key in columns if reached[key] > sums[key]}, below)
        else:
            return rounded


def _round_row(row: Mapping[Key, Fraction], owed: dict[Key, Fraction], order: Mapping[Key, int]) -> dict[Key, int]:
    """Round one row; of its broken cells those are rounded up to whose columns the rows before owe most."""
    floors = {key: value.numerator // value.denominator for key, value in row.items()}
    broken = [key for key, value in row.items() if value != floors[key]]
    missing = int(sum(row.values())) - sum(floors.values())
    broken.sort(key=lambda key: (floors[key] - row[key] - owed[key], order[key]))
    for key in broken[:missing]:
        floors[key] += 1
    for key in broken:
        owed[key] += row[key] - floors[key]
    return floors


def _shift_one(
    rows: Sequence[Mapping[Key, Fraction]],
    rounded: list[dict[Key, int]],
    reached: dict[Key, int],
    givers: set[Key],
    takers: set[Key],
) -> None:
    """Move one fen from a column of ``givers`` to one of ``takers``, over rows whose cells allow it."""
    came: dict[Key, tuple[Key, int] | None] = {key: None for key in reached if key in givers}
    queue = deque(came)
    cells = _broken_cells(rows, rounded)
    while queue:
        giver = queue.popleft()
        for number in cells.get(giver, ()):
            if rounded[number][giver] < rows[number][giver]:
                continue
            for taker, value in rows[number].items():
                if taker not in came and rounded[number][taker] < value:
                    came[taker] = (giver, number)
                    if taker in takers:
                        _shift(rounded, reached, came, taker)
                        return
                    queue.append(taker)
    raise AssertionError("a table always has a controlled rounding")


def _shift(
    rounded: list[dict[Key, int]], reached: dict[Key, int], came: Mapping[Key, tuple[Key, int] | None], last: Key
) -> None:
    """Move one fen along the way that the search came."""
    reached[last] += 1
    step = came[last]
    while step is not None:
        giver, number = step
        rounded[number][last] += 1
        rounded[number][giver] -= 1
        last, step = giver, came[giver]
    reached[last] -= 1


def _broken_cells(rows: Sequence[Mapping[Key, Fraction]], rounded: Sequence[Mapping[Key, int]]) -> dict[Key, list[int]]:
    cells: dict[Key, list[int]] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            if value != rounded[number][key]:
                cells.setdefault(key, []).append(number)
    return cells
