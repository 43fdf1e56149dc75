"""Charts as inline SVG: bars and columns that tell their parts by pattern and words, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from transport.report.markup import Html, element

_WIDTH, _HEIGHT, _TOP, _BOTTOM = 360.0, 170.0, 16.0, 22.0
_PATTERNS = (
    "",
    "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
    "M0 4 H8",
    "M0 0 L8 8 M-2 6 L2 10 M6 -2 L10 2",
    "M4 0 V8",
    "M0 4 H8 M4 0 V8",
    "M4 4 h0.01",
)
"""Strokes over the colours 0, 1, 2, ... within 8 by 8 units."""


def patterns() -> Html:
    """Return the patterns that every chart of the page refers to; once a page."""
    made = [
        element(
            "pattern",
            element("rect", class_=f"f{number}", width=8, height=8),
            element("path", d=stroke or "M0 0", class_="hatch"),
            id=f"p{number}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for number, stroke in enumerate(_PATTERNS)
    ]
    return element("svg", element("defs", *made), class_="defs", aria_hidden="true")


def stack(values: Sequence[float], of: float) -> Html:
    """Return one bar of several parts in proportion to ``of``, on a track; empty parts are left out."""
    scale = 100 / of if of > 0 else 0.0
    starts = accumulate(values, initial=0.0)
    parts = [
        element("rect", class_=f"p{part}", x=f"{scale * start:.2f}", y=0, width=f"{scale * value:.2f}", height=10)
        for part, (start, value) in enumerate(zip(starts, values, strict=False))
        if value > 0
    ]
    track = element("rect", class_="track", x=0, y=0, width=100, height=10)
    return element("svg", track, *parts, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def marked_bar(value: float, of: float, mark: float | None) -> Html:
    """Return a bar in proportion to ``of`` with an upright line at ``mark``."""
    scale = 100 / of if of > 0 else 0.0
    shapes = [
        element("rect", class_="track", x=0, y=0, width=100, height=10),
        element("rect", class_="p0", x=0, y=1, width=f"{scale * value:.2f}", height=8),
    ]
    if mark is not None:
        shapes.append(element("rect", class_="mark", x=f"{min(99.2, scale * mark):.2f}", y=0, width="0.8", height=10))
    return element("svg", *shapes, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def columns(labels: Sequence[str], series: Sequence[Sequence[float]], title: str) -> Html:
    """Return a chart of upright columns, each stacked of the series, its sum above it.

    Parameters
    ----------
    labels
        Under each column; where they are many only some are written.
    series
        One sequence a part, each as long as ``labels``.
    title
        What the chart shows, for who cannot see it.
    """
    sums = [sum(column) for column in zip(*series, strict=True)]
    most = max(sums, default=0) or 1
    step = _WIDTH / max(1, len(labels))
    room = _HEIGHT - _TOP - _BOTTOM
    every = max(1, round(46 / step))
    shapes = [element("rect", class_="axis", x=0, y=_HEIGHT - _BOTTOM, width=_WIDTH, height="0.8")]
    for number, (label, total) in enumerate(zip(labels, sums, strict=True)):
        middle, base = (number + 0.5) * step, _HEIGHT - _BOTTOM
        for part, values in enumerate(series):
            height = room * values[number] / most
            base -= height
            if height > 0:
                width = min(0.72 * step, 46)
                place = {"x": f"{middle - width / 2:.1f}", "y": f"{base:.1f}"}
                shapes.append(element("rect", class_=f"p{part}", width=f"{width:.1f}", height=f"{height:.1f}", **place))
        if total and (len(labels) <= 16 or number % every == 0):
            shapes.append(_text(middle, base - 4, f"{total:,.0f}"))
        if number % every == 0:
            shapes.append(_text(middle, _HEIGHT - 7, label))
    head = element("title", title)
    return element("svg", head, *shapes, viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}", class_="columns", role="img")


def legend(entries: Sequence[str]) -> Html:
    """Return what the parts 0, 1, 2, ... of the charts stand for; blank entries are left out."""
    swatches = [
        element(
            "li",
            element(
                "svg", element("rect", class_=f"p{part}", width=14, height=14), viewBox="0 0 14 14", aria_hidden="true"
            ),
            entry,
        )
        for part, entry in enumerate(entries)
        if entry
    ]
    return element("ul", *swatches, class_="legend")


def _text(x: float, y: float, words: str) -> Html:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle")
