"""HTML that is safe by construction: plain text is escaped wherever it is put, only :class:`Html` is taken as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

_EMPTY_ELEMENTS = {"meta", "rect", "path"}
_NO_XML = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | float) -> Html:
    """Return an element; ``_`` in an attribute's name is ``-``, one at its end keeps it from being a keyword."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_safe(str(value))}"' for key, value in attributes.items()
    )
    if name in _EMPTY_ELEMENTS:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(parts: Iterable[str]) -> Html:
    """Join parts, escaping those that are not HTML."""
    return Html("".join(part if isinstance(part, Html) else _safe(part) for part in parts))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: what is shown, the number it is sorted by where it is one, and what is told on pointing."""

    shown: str
    value: float | None = None
    look: str = ""
    title: str = ""


def table(
    headings: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Cell]],
    foot: Sequence[Cell] = (),
    *,
    name: str = "",
    filter_by: str = "",
) -> Html:
    """Return a table.

    Parameters
    ----------
    headings
        A text and a look each: ``n`` a number, ``bar`` a bar (not sorted), ``""`` a text.
    foot
        A last row that stays where it is when the others are sorted.
    name
        What the table shows, for who cannot see it.
    filter_by
        The words of a box that leaves rows with a text only; the page makes one where rows are many.
    """
    head = [
        element("th", shown if look == "bar" else element("span", shown, class_="sort"), class_=look, scope="col")
        for shown, look in headings
    ]
    body = [element("tr", *(_cell(cell) for cell in row)) for row in rows]
    parts = [element("thead", element("tr", *head)), element("tbody", *body)]
    parts += [element("tfoot", element("tr", *(_cell(cell) for cell in foot)))] if foot else []
    whole = element("table", *parts, **({"aria_label": name} if name else {}))
    return element("div", whole, class_="scroll", **({"data_filter": filter_by} if filter_by else {}))


def bar(value: float, of: float, colour: int = 0) -> Html:
    """Return a horizontal bar: ``value`` in proportion to ``of``, on a track."""
    width = 100 * max(0.0, min(1.0, value / of)) if of > 0 else 0.0
    return _svg(
        element("rect", class_="track", x=0, y=0, width=100, height=10),
        element("rect", class_=f"f{colour}", x=0, y=0, width=f"{width:.2f}", height=10),
    )


def stacked_bar(values: Sequence[float]) -> Html:
    """Return one bar of several parts, in the colours 0, 1, 2, ... of the legend."""
    whole = sum(values) or 1.0
    starts = accumulate(values, initial=0.0)
    parts = [
        element(
            "rect",
            class_=f"f{colour}",
            x=f"{100 * start / whole:.2f}",
            y=0,
            width=f"{100 * value / whole:.2f}",
            height=10,
        )
        for colour, (start, value) in enumerate(zip(starts, values, strict=False))
    ]
    return _svg(*parts)


def legend(entries: Sequence[str]) -> Html:
    """Return the legend of a stacked bar."""
    items = [
        element("li", _svg(element("rect", class_=f"f{colour}", x=0, y=0, width=100, height=10)), entry)
        for colour, entry in enumerate(entries)
    ]
    return element("ul", *items, class_="legend")


def _cell(cell: Cell) -> Html:
    attributes: dict[str, str | float] = {"class_": cell.look} if cell.look else {}
    if cell.title:
        attributes["title"] = cell.title
    if cell.value is not None:
        attributes["data_v"] = cell.value
    return element("td", cell.shown, **attributes)


def _svg(*shapes: Html) -> Html:
    return element("svg", *shapes, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def _safe(text: str) -> str:
    """Escape a text and drop what no page may hold: control characters and broken ones."""
    return escape(text.translate(_NO_XML).encode("utf-8", "ignore").decode(), quote=True)
