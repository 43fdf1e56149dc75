"""The empty roster workbook that bureaus fill in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from transport.io.atomic import write_bytes
from transport.io.columns import WORKERS, Column, meaning
from transport.locale import Language, catalogue, text

_ROWS = 20_000
"""Rows with drop-downs and hints."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_GENDERS: dict[Language, list[str]] = {"zh": ["男", "女"], "en": ["M", "F", "男", "女"]}
_WIDTHS = {"id_number": 22, "origin": 22, "destination": 26, "phone": 16, "emergency_contact": 22, "report_by": 18}
_FIXED_DATE = datetime(2027, 1, 1)
"""Written as the time of creation, so that equal templates are equal files."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Names that the roster offers in drop-downs."""

    origins: Sequence[str] = ()
    destinations: Sequence[str] = ()


def write_template(path: Path, lang: Language, choices: Choices | None = None) -> Path:
    """Write the roster workbook: a sheet to fill in with a sample row, and one that explains its columns.

    Every column is formatted as text, so that identity numbers, phones and dates stay as typed. Names to choose from
    stand on a hidden sheet; others can be typed all the same.
    """
    choices = choices or Choices()
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"title": text(lang, "template.roster"), "created": _FIXED_DATE})
    _write_roster(book, lang, choices)
    _write_guide(book, lang)
    _write_choices(book, lang, choices)
    book.close()
    write_bytes(path, buffer.getvalue())
    return path


def _write_roster(book: Any, lang: Language, choices: Choices) -> None:
    sheet = book.add_worksheet(text(lang, "template.roster"))
    cell = book.add_format({"num_format": "@"})
    sample = book.add_format({"num_format": "@", "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"})
    plain = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7"})
    needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7", "font_color": "#C00000"})
    for position, column in enumerate(WORKERS):
        sheet.set_column(position, position, _WIDTHS.get(column.name, 12), cell)
        sheet.write_string(0, position, column.header(lang), needed if column.required else plain)
        sheet.write_comment(0, position, meaning("workers", column, lang), {"x_scale": 2})
        sheet.write_string(1, position, _sample(column, lang, choices), sample)
        _guide_typing(sheet, position, column, lang, choices)
    sheet.freeze_panes(1, 2)


def _guide_typing(sheet: Any, position: int, column: Column, lang: Language, choices: Choices) -> None:
    """Offer choices and hints where they prevent slips; anything can still be typed."""
    if column.name == "gender":
        rule: dict[str, object] = {
            "validate": "list",
            "source": _GENDERS[lang],
            "error_message": text(lang, "template.choose_gender"),
        }
    elif column.name == "id_number":
        title, hint = (text(lang, f"template.{key}") for key in ("id_title", "id_hint"))
        rule = {"validate": "length", "criteria": "==", "value": 18, "input_title": title, "input_message": hint}
    elif names := _offered(column, choices):
        letter = "A" if column.name == "origin" else "B"
        rule = {
            "validate": "list",
            "source": f"='{text(lang, 'template.lists')}'!${letter}$1:${letter}${len(names)}",
            "error_message": text(lang, "template.choose_place"),
        }
    else:
        return
    sheet.data_validation(1, position, _ROWS, position, {**rule, "error_type": "warning"})


def _offered(column: Column, choices: Choices) -> Sequence[str]:
    """Return the names that a column offers."""
    return {"origin": choices.origins, "destination": choices.destinations}.get(column.name, ())


def _write_choices(book: Any, lang: Language, choices: Choices) -> None:
    if not (choices.origins or choices.destinations):
        return
    sheet = book.add_worksheet(text(lang, "template.lists"))
    for position, names in enumerate((choices.origins, choices.destinations)):
        for row, name in enumerate(names):
            sheet.write_string(row, position, name)
    sheet.hide()


def _write_guide(book: Any, lang: Language) -> None:
    texts = catalogue(lang, "template")
    sheet = book.add_worksheet(texts["guide"])
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 26)
    sheet.set_column(3, 3, 70)
    sheet.set_column(4, 4, 24)
    sheet.write_string(0, 0, texts["guide_title"], title)
    for row, line in enumerate(texts["guide_lines"], 1):
        sheet.write_string(row, 0, line)
    top = len(texts["guide_lines"]) + 2
    for position, header in enumerate(texts["guide_headers"]):
        sheet.write_string(top, position, header, head)
    for row, column in enumerate(WORKERS, top + 1):
        header = column.header(lang)
        also = " / ".join(name for name in (column.name, *column.aliases) if name != header)
        required = texts["required"] if column.required else ""
        cells = (header, required, also, meaning("workers", column, lang), _sample(column, lang))
        for position, value in enumerate(cells):
            sheet.write_string(row, position, value, wrapped)


def _sample(column: Column, lang: Language, choices: Choices | None = None) -> str:
    offered = _offered(column, choices or Choices())
    if offered:
        return offered[0]
    return str(catalogue(lang, "template")["sample"][column.name])
