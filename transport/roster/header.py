"""Where the header of a sheet stands, and which column holds what: under titles, of one level or two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from transport.roster.fields import ORIGINS_BEST_FIRST, Field, field_of_levels, plain_header
from transport.roster.grid import Grid

_SEARCHED = 60
"""Rows from the top among which the header is looked for."""
_LONGEST = 40
_VALUE = re.compile(r"\d{6,}")
_ENOUGH = 3
_WITH_NAME = 2


@dataclass(frozen=True)
class Header:
    """The header of a sheet.

    Parameters
    ----------
    first, last
        Its rows, numbered from 0.
    texts
        What each column is called; of two levels the lower one, or both where the lower stands twice.
    columns
        Positions of each field; several only for ``emergency_contact``.
    titles
        What stands above it.
    """

    first: int
    last: int
    texts: list[str]
    columns: Mapping[Field, tuple[int, ...]]
    titles: tuple[str, ...]


def find_header(grid: Grid, mapping: Mapping[str, Field] | None = None) -> Header | None:
    """Return the header: the first row, or pair of rows, under which enough columns are known.

    Parameters
    ----------
    mapping
        Fields by plain header that somebody laid down for this sender; they go before the known headers.
    """
    mapping = mapping or {}
    filled = _with_merges(grid, min(_SEARCHED + 1, len(grid.rows)))
    for row in range(min(_SEARCHED, len(filled))):
        alone, below, pair = (
            _try(filled, *rows, grid, mapping) for rows in ((row, row), (row + 1, row + 1), (row, row + 1))
        )
        if alone is None and (pair is None or (below is not None and below.known >= pair.known)):
            continue
        best = (
            pair if pair is not None and (alone is None or _has_second_level(filled, row, pair, alone, grid)) else alone
        )
        assert best is not None
        titles = tuple(dict.fromkeys(cell.strip() for above in grid.rows[:row] for cell in above if cell.strip()))
        return Header(row, best.last, _texts(best.levels), best.columns, titles)
    return None


@dataclass(frozen=True)
class _Attempt:
    """Rows taken as a header: the last of them, each column's texts, the fields found, and columns known."""

    last: int
    levels: list[tuple[str, ...]]
    columns: dict[Field, tuple[int, ...]]
    known: int


def _has_second_level(rows: list[list[str]], row: int, pair: _Attempt, alone: _Attempt, grid: Grid) -> bool:
    """Whether the row below belongs to the header: more is known with it, or it is merged with this one."""
    if pair.known != alone.known:
        return pair.known > alone.known
    if any(top == row and bottom > row for (top, _), (bottom, _) in grid.merges):
        return True
    below = {position: rows[row + 1][position].strip() for position in range(len(rows[row]))}
    known = sum(field_of_levels((text,)) is not None for text in below.values() if text)
    name = alone.columns.get("name", (0,))[0]
    return known > 0 and not below.get(name)


def _try(rows: list[list[str]], first: int, last: int, grid: Grid, mapping: Mapping[str, Field]) -> _Attempt | None:
    """Return what rows say as a header; ``None`` where they cannot be one, or too little of it is known."""
    levels = _levels(rows, first, last, grid)
    if levels is None:
        return None
    columns = _columns(levels, mapping)
    return _Attempt(last, levels, columns, sum(map(len, columns.values()))) if _is_enough(columns) else None


def _with_merges(grid: Grid, count: int) -> list[list[str]]:
    """Return the first rows with every merged cell holding what its first one holds."""
    width = max(map(len, grid.rows[:count]), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in grid.rows[:count]]
    for (top, left), (bottom, right) in grid.merges:
        if top < count and left < width:
            for row in rows[top : bottom + 1]:
                span = range(left, min(right, width - 1) + 1)
                for column in span:
                    row[column] = rows[top][left]
    return rows


def _levels(rows: list[list[str]], first: int, last: int, grid: Grid) -> list[tuple[str, ...]] | None:
    """Return each column's texts from the upper level to the lower; ``None`` where the rows cannot be a header."""
    if last >= len(rows):
        return None
    texts = [[_one_line(cell) for cell in row] for row in rows[first : last + 1]]
    if any(len(cell) > _LONGEST or _VALUE.search(cell) for row in texts for cell in row):
        return None
    if len(texts) == 1:
        return [(cell,) for cell in texts[0]]
    upper, lower = _spread(texts[0], lower=texts[1], grid=grid), texts[1]
    return [(top, leaf) if top else (leaf,) for top, leaf in zip(upper, lower, strict=True)]


def _spread(upper: list[str], lower: list[str], grid: Grid) -> list[str]:
    """Carry an upper text over the blank cells to its right, where merges are not told (delimited text)."""
    if grid.merges:
        return upper
    spread, current = [], ""
    for top, leaf in zip(upper, lower, strict=True):
        current = top or (current if leaf else "")
        spread.append(current)
    return spread


def _columns(levels: list[tuple[str, ...]], mapping: Mapping[str, Field]) -> dict[Field, tuple[int, ...]]:
    found: dict[Field, list[int]] = {}
    for position, texts in enumerate(levels):
        field = next((mapping[key] for key in map(plain_header, reversed(texts)) if key in mapping), None)
        field = field or field_of_levels(texts)
        if field is not None:
            found.setdefault(field, []).append(position)
    if len(found.get("origin", ())) > 1:
        found["origin"].sort(key=lambda position: _origin_rank(levels[position][-1]))
    return {
        field: tuple(positions if field == "emergency_contact" else positions[:1]) for field, positions in found.items()
    }


def _origin_rank(header: str) -> int:
    plain = plain_header(header)
    return ORIGINS_BEST_FIRST.index(plain) if plain in ORIGINS_BEST_FIRST else len(ORIGINS_BEST_FIRST)


def _is_enough(columns: Mapping[Field, tuple[int, ...]]) -> bool:
    known = len(columns.keys() - {"sequence"})
    return known >= _ENOUGH or ("name" in columns and known >= _WITH_NAME)


def _texts(levels: list[tuple[str, ...]]) -> list[str]:
    leaves = [next((text for text in reversed(texts) if text), "") for texts in levels]
    return [
        "/".join(dict.fromkeys(filter(None, texts)))
        if leaf and leaves.count(leaf) > 1 and len(texts) > 1 and texts[0]
        else leaf
        for texts, leaf in zip(levels, leaves, strict=True)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())
