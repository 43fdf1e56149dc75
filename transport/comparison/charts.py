"""Bars that can be compared with each other: one scale for all of them, drawn as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from transport.report.markup import Html, element


def stack(values: Sequence[float], of: float, mark: float | None = None) -> Html:
    """Return one bar of several parts in the colours 0, 1, 2, …, to the scale of ``of``.

    Parameters
    ----------
    values
        The parts.
    of
        What the whole width stands for.
    mark
        Where a black line is drawn: a bound.
    """
    scale = 100 / of if of > 0 else 0.0
    starts = accumulate(values, initial=0.0)
    parts = [
        _rect(start * scale, value * scale, f"f{colour}")
        for colour, (start, value) in enumerate(zip(starts, values, strict=False))
        if value > 0
    ]
    if mark is not None:
        parts.append(_rect(max(0.0, mark * scale - 0.25), 0.5, "mark"))
    return _svg(parts)


def diverging(value: float, of: float, look: str) -> Html:
    """Return a bar from the middle: to the right for more, to the left for less; ``of``: half the width."""
    length = 50 * min(1.0, abs(value) / of) if of > 0 else 0.0
    start = 50.0 if value > 0 else 50 - length
    return _svg([_rect(0, 100, "track"), _rect(start, length, look or "f0"), _rect(49.8, 0.4, "mark")])


def _rect(x: float, width: float, look: str) -> Html:
    return element("rect", class_=look, x=f"{x:.2f}", y=0, width=f"{width:.2f}", height=10)


def _svg(shapes: Sequence[Html]) -> Html:
    return element("svg", *shapes, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")
