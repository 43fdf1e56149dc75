"""What every question comes back with: a sentence, a table, a picture, and how it was found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from transport.comparison.measures import Unit

Kind = Literal["text", "number"]
Value = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its key (the heading's text stands under it) and its unit, ``""`` for text.

    ``delta``: a difference, shown with its sign; less is good where it is CNY.
    """

    key: str
    unit: Unit | Literal["", "value"] = ""
    delta: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its name (a text's key) and points; ``None`` where there is no figure."""

    name: str
    points: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn beside the table.

    Parameters
    ----------
    kind
        ``lines``, ``heat`` (a grid, the first two columns' values by the third's), ``tornado`` or ``bars``.
    lines
        The curves of ``lines``.
    labels
        Names of rows along the axis, where the kind needs them.
    spans
        For ``tornado``: by row, pairs of CNY (low, high), re-planned and with the plan as it is.
    grid
        For ``heat``: row labels, column labels, CNY by row and column.
    """

    kind: Literal["lines", "heat", "tornado", "bars"]
    lines: tuple[Line, ...] = ()
    labels: tuple[str, ...] = ()
    spans: tuple[tuple[tuple[float | None, float | None], tuple[float | None, float | None]], ...] = ()
    grid: tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[float | None, ...], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered.

    Parameters
    ----------
    question
        Which: ``sweep``, ``heatmap``, ``tornado``, ``breakeven``, ``worth``, ``quotes`` or ``noshow``.
    headline
        The answer in a sentence, in the user's language.
    columns, rows
        The table.
    notes
        What must be known to read it, in the user's language.
    facts
        Figures of the headline, for programs.
    picture
        What is drawn.
    """

    question: str
    headline: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    picture: Picture | None = None


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return an answer for programs: rows as mappings."""
    names = [column.key for column in answer.columns]
    return {
        "question": answer.question,
        "headline": answer.headline,
        "facts": dict(answer.facts),
        "columns": [{"name": column.key, "unit": column.unit} for column in answer.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in answer.rows],
        "notes": list(answer.notes),
    }
