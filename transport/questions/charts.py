"""Pictures of answers as inline SVG and tables: curves, a grid, bars to either side. Every mark has its figure."""

from __future__ import annotations

from collections.abc import Sequence

from transport.locale import Language, text
from transport.questions.answer import Line, Picture
from transport.report.markup import Html, element, join

_WIDTH, _HEIGHT = 860.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 92.0, 20.0, 16.0, 40.0
_ROW = 26.0
_SHADES = 5


def draw(picture: Picture, lang: Language) -> Html:
    """Return the picture of an answer."""
    if picture.kind == "lines":
        return _lines(picture, lang)
    if picture.kind == "heat":
        return _heat(picture)
    return _tornado(picture, lang) if picture.kind == "tornado" else _bars(picture, lang)


def _lines(picture: Picture, lang: Language) -> Html:
    points = [point for line in picture.lines for point in line.points if point[1] is not None]
    if not points:
        return Html()
    xs = [x for x, _ in points]
    ys = [y for _, y in points if y is not None]
    low, high = min(ys), max(ys)
    pad = 0.08 * (high - low) or max(1.0, 0.02 * abs(high))
    low, high = low - pad, high + pad

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - min(xs)) / ((max(xs) - min(xs)) or 1.0)
        up = (y - low) / (high - low)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    marks = [*_grid(low, high, at(min(xs), low)[1])]
    for number, line in enumerate(picture.lines):
        marks += _curve(line, number, at)
    for x in sorted(set(xs)):
        label = picture.labels[round(x)] if picture.labels else f"{x:.0%}"
        marks.append(_label(at(x, low)[0], _HEIGHT - _BOTTOM + 18, label, "middle"))
    names = [text(lang, f"questions.lines.{line.name}") for line in picture.lines]
    return join([_key(names), _plot(marks, _HEIGHT)])


def _grid(low: float, high: float, floor: float) -> Sequence[Html]:
    marks = []
    for step in range(5):
        y = floor - step / 4 * (_HEIGHT - _TOP - _BOTTOM)
        marks.append(element("line", class_="axis", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}"))
        marks.append(_label(_LEFT - 8, y + 4, f"¥{low + step / 4 * (high - low):,.0f}", "end"))
    return marks


def _curve(line: Line, number: int, at: object) -> list[Html]:
    assert callable(at)
    spots = [at(x, y) for x, y in line.points if y is not None]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    dots = [element("circle", class_=f"p{number % 3}", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4) for x, y in spots]
    return [element("polyline", class_=f"line s{number % 3}", points=path), *dots]


def _tornado(picture: Picture, lang: Language) -> Html:
    values = [abs(value) for pairs in picture.spans for pair in pairs for value in pair if value is not None]
    widest = max(values, default=0.0) or 1.0
    left, half = 250.0, (_WIDTH - 250.0 - _RIGHT - 60) / 2
    middle = left + 30 + half
    marks: list[Html] = []
    for row, (name, (replanned, frozen)) in enumerate(zip(picture.labels, picture.spans, strict=True)):
        y = 14 + row * _ROW
        marks.append(_label(left - 6, y + 14, name, "end", "name"))
        for value, look in zip(replanned, ("low", "high"), strict=True):
            if value is not None:
                x, width = _span(middle, value, half / widest)
                marks.append(_box(x, y + 3, width, look))
                place = (x - 4, "end") if value < 0 else (x + width + 4, "start")
                if abs(value) >= 0.5:
                    marks.append(_label(place[0], y + 14, f"{'+' if value > 0 else '−'}{abs(value):,.0f}", place[1]))
        for value in frozen:
            if value is not None and abs(value) >= 0.5:
                x, width = _span(middle, value, half / widest)
                marks.append(_box(x, y + 1, width, "frozen", _ROW - 6))
    height = 24 + len(picture.labels) * _ROW
    marks.append(element("line", class_="axis", x1=middle, x2=middle, y1=8, y2=height - 6))
    keys = [text(lang, f"questions.tornado.{key}") for key in ("low_key", "high_key", "frozen_key")]
    items = [
        element("li", element("svg", _box(1, 1, 12, look, 10), viewBox="0 0 14 12", class_="plot swatch"), name)
        for look, name in zip(("low", "high", "frozen"), keys, strict=True)
    ]
    shown = element("ul", *items, class_="legend")
    return join([shown, _plot(marks, height)])


def _bars(picture: Picture, lang: Language) -> Html:
    """Two bars a row: the figures of each span's first pair."""
    widest = max((value or 0.0 for (pair, _) in picture.spans for value in pair), default=0.0) or 1.0
    left, length = 150.0, _WIDTH - 150.0 - _RIGHT - 60
    marks: list[Html] = []
    for row, (name, (pair, _)) in enumerate(zip(picture.labels, picture.spans, strict=True)):
        y = 10 + row * _ROW
        marks.append(_label(left - 6, y + 14, name, "end", "name"))
        for number, (value, look) in enumerate(zip(pair, ("low", "high"), strict=True)):
            width = (value or 0.0) / widest * length
            marks.append(_box(left, y + 2 + number * 10, width, look, 9))
            marks.append(_label(left + width + 4, y + 11 + number * 10, f"{value or 0:.1f}", "start"))
    names = [text(lang, f"questions.noshow.{key}") for key in ("empty_key", "hold_key")]
    shown = element("p", f"■ {names[0]}　□ {names[1]}", class_="quiet")
    return join([shown, _plot(marks, 20 + len(picture.labels) * _ROW)])


def _heat(picture: Picture) -> Html:
    assert picture.grid is not None
    down, across, grid = picture.grid
    known = [value for row in grid for value in row if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    head = [
        element("th", f"{picture.labels[0]} ↓  {picture.labels[1]} →"),
        *(element("th", name, class_="n") for name in across),
    ]
    rows = []
    for name, values in zip(down, grid, strict=True):
        cells = []
        for value in values:
            if value is None:
                cells.append(element("td", "–", class_="cell"))
                continue
            shade = 0 if high == low else min(_SHADES - 1, int(_SHADES * (value - low) / (high - low)))
            mark = " ◀" if value == low else ""
            cells.append(element("td", f"¥{value:,.0f}{mark}", class_=f"cell h{shade}"))
        rows.append(element("tr", element("th", name), *cells))
    whole = element("table", element("thead", element("tr", *head)), element("tbody", *rows), class_="heat")
    return element("div", whole, class_="scroll")


def _span(middle: float, value: float, scale: float) -> tuple[float, float]:
    width = abs(value) * scale
    return (middle, width) if value > 0 else (middle - width, width)


def _box(x: float, y: float, width: float, look: str, height: float = 16.0) -> Html:
    return element("rect", class_=look, x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=height)


def _label(x: float, y: float, content: str, anchor: str, look: str = "") -> Html:
    return element("text", content, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=look)


def _plot(marks: Sequence[Html], height: float) -> Html:
    drawing = element("svg", *marks, viewBox=f"0 0 {_WIDTH:.0f} {height:.0f}", class_="plot", role="img")
    return element("div", drawing, class_="scroll")


def _key(names: Sequence[str]) -> Html:
    dashes = ("━━", "╍╍", "┄┄")
    return element("p", "　".join(f"{dashes[number % 3]} {name}" for number, name in enumerate(names)), class_="quiet")
