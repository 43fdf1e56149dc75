"""Pieces that the sections of the report are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from transport.locale import Language, text
from transport.privacy import mask_numbers
from transport.report.markup import Cell, Html, element, join, table

_NUMERIC = {
    "people", "cost", "invoiced", "per_person", "share", "share_against", "trips", "units", "seats", "use", "km",
    "empty_km", "median", "longest", "chartered", "kg", "pays", "alone_pays", "sent", "larger",
}  # fmt: skip
"""Columns of figures."""
_LONG = 12
"""Rows from which a table has a box to leave rows out with."""


def section(lang: Language, key: str, *children: Html) -> Html:
    """Return a section with its heading."""
    return element("section", element("h2", text(lang, f"report.sections.{key}")), join(children), id=key)


def listing(
    lang: Language, key: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], foot: Sequence[Cell] = ()
) -> Html:
    """Return the table of a section, its columns by key."""
    looks = ("n" if column in _NUMERIC else "bar" if column == "bar" else "" for column in columns)
    headings = [(text(lang, f"report.columns.{c}"), look) for c, look in zip(columns, looks, strict=True)]
    words = text(lang, "report.filter") if len(rows) > _LONG else ""
    return table(headings, rows, foot, name=text(lang, f"report.sections.{key}"), filter_by=words)


def note(lang: Language, key: str, **values: object) -> Html:
    """Return a small remark."""
    return element("p", text(lang, f"report.notes.{key}", **values), class_="quiet")


def figure(chart: Html, caption: str) -> Html:
    """Return a chart with the words under it."""
    return element("figure", chart, element("figcaption", caption))


def number(value: float, decimals: int = 0) -> Cell:
    """Return a cell with a figure."""
    return Cell(f"{value:,.{decimals}f}", value, "n")


def named(written: str, look: str = "name") -> Cell:
    """Return a cell with a text of the user's: a place, an operator, a payer; numbers in it masked."""
    return Cell(mask_numbers(written), look=look)


def blank(look: str = "") -> Cell:
    """Return an empty cell."""
    return Cell("", None, look)
