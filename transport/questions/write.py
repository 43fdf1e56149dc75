"""An answer as a page and as a workbook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from transport.comparison.measures import Unit
from transport.comparison.wording import arrow, shown, signed
from transport.locale import Language, catalogue, text
from transport.papers.sheet import Book, footer
from transport.papers.sheet import Column as SheetColumn
from transport.questions.answer import Answer, Column, Value
from transport.questions.charts import draw
from transport.report.markup import Cell, Html, element, join, table
from transport.report.shell import build_page

_FORMATS = {
    "CNY": "#,##0.00", "share": "0.0%", "persons": "#,##0", "count": "#,##0", "value": "#,##0.00", "km": "#,##0",
    "hours": "0.0", "kg": "#,##0",
}  # fmt: skip


def heading(column: Column, lang: Language) -> str:
    """Return a column's heading; ``lot2`` is the second lot."""
    texts = catalogue(lang, "questions")["columns"]
    if column.key.startswith("lot"):
        return text(lang, "questions.columns.lot", number=column.key.removeprefix("lot"))
    return str(texts[column.key])


def cell_text(column: Column, value: Value, lang: Language) -> str:
    """Return a cell as people read it."""
    if value is None:
        return text(lang, "comparison.none")
    if isinstance(value, str) or column.unit == "":
        return str(value)
    if column.unit == "value":
        return f"{value:,.2f}"
    unit: Unit = column.unit
    if column.delta:
        return f"{arrow(value)} {signed(value, unit, lang)}".strip()
    return shown(value, unit, lang)


def build_answer(answer: Answer, title: str, lang: Language) -> str:
    """Return the page of an answer: the sentence, the picture, the table, the notes; self-contained."""
    name = text(lang, f"questions.{answer.question}.title")
    rows = [
        [_cell(column, value, lang) for column, value in zip(answer.columns, row, strict=True)] for row in answer.rows
    ]
    headings = [(heading(column, lang), "n" if column.unit else "") for column in answer.columns]
    body = element(
        "main",
        element("h1", name),
        element("p", title, class_="quiet"),
        element("p", answer.headline, class_="headline"),
        draw(answer.picture, lang) if answer.picture is not None else Html(),
        table(headings, rows) if rows else Html(),
        join(element("p", note, class_="quiet") for note in answer.notes),
    )
    style = (files("transport.questions") / "assets" / "questions.css").read_text(encoding="utf-8")
    return build_page(f"{name} · {title}", body, lang, style=style)


def write_answer_book(answer: Answer, title: str, path: Path, lang: Language) -> Path:
    """Write the table of an answer as a workbook, all or nothing."""
    book = Book()
    columns = [
        SheetColumn(
            heading(column, lang), 16 if column.unit else 26, _FORMATS.get(column.unit) if column.unit else None
        )
        for column in answer.columns
    ]
    foot = footer(f"{answer.headline} · {title}", "&P / &N")
    book.add_list(text(lang, f"questions.{answer.question}.title"), columns, answer.rows, foot)
    return book.save(path)


def _cell(column: Column, value: Value, lang: Language) -> Cell:
    written = cell_text(column, value, lang)
    if not column.unit:
        return Cell(written)
    number = value if isinstance(value, int | float) else None
    look = "n"
    if column.delta and number:
        look = "n delta bad" if number > 0 else "n delta good"
    return Cell(written, number, look)
