"""A paper as a PDF: typst sets it, from one JSON document in memory, with the fonts that ship."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from transport.locale import Language, text
from transport.papers.edition import Edition
from transport.papers.glyphs import MISSING, Glyphs
from transport.papers.paper import (
    Band,
    Block,
    Form,
    Page,
    Paper,
    Row,
    Signatures,
    Table,
    Words,
    breakable,
    clean_text,
    printed,
)

_UPRIGHT, _ACROSS, _PADDING = 95.0, 146.0, 0.6
"""Width of a line and the space inside a cell, in digits of the template's type on A4 upright and across."""


def typeset(paper: Paper, edition: Edition, title: str, lang: Language, glyphs: Glyphs) -> bytes:
    """Return the PDF of a paper.

    A character that no font has is printed as a box; :meth:`~transport.papers.glyphs.Glyphs.missing` finds them before.
    """
    document = json.dumps(_document(paper, edition, title, lang), ensure_ascii=False)
    document = document.translate({ord(char): MISSING for char in glyphs.missing(set(document))})
    made = glyphs.compiler().compile(
        input=_template(), format="pdf", sys_inputs={"paper": document}, pdf_tags=False, timestamp=0
    )
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return (files("transport.papers") / "paper.typ").read_bytes()


def _document(paper: Paper, edition: Edition, title: str, lang: Language) -> dict[str, Any]:
    return {
        "lang": lang,
        "title": clean_text(paper.subject),
        "head": clean_text(title),
        "edition": clean_text(edition.line(lang)),
        "foot": clean_text(text(lang, "papers.printed_footer", subject=paper.subject)),
        "page": [text(lang, f"papers.page_of.{part}") for part in ("before", "between", "after")],
        "pages": [_page(page) for page in paper.pages],
    }


def _page(page: Page) -> dict[str, Any]:
    room = _ACROSS if page.landscape else _UPRIGHT
    return {
        "title": _shown(page.title, room / 2),
        "lines": [_shown(line, room) for line in page.lines],
        "landscape": page.landscape,
        "blocks": [_block(block, room) for block in page.blocks],
    }


def _block(block: Block, room: float) -> dict[str, Any]:
    if isinstance(block, Table):
        scale = room / sum(column.width for column in block.columns)
        rooms = [column.width * scale - _PADDING for column in block.columns]
        return {
            "type": "table",
            "roomy": block.roomy,
            "columns": [
                {
                    "heading": _shown(c.heading, room),
                    "width": c.width,
                    "align": "right" if c.number else c.align,
                    "strong": c.strong,
                }
                for c in block.columns
            ],
            "rows": [_row(row, block, rooms, room) for row in block.rows],
        }
    if isinstance(block, Form):
        each = room / block.across / 2 - _PADDING
        fields = [[_shown(name, room), _shown(value, each)] for name, value in block.fields]
        fields += [["", ""]] * (-len(fields) % block.across)
        return {"type": "form", "across": block.across, "fields": fields}
    if isinstance(block, Signatures):
        return {"type": "signatures", "labels": [_shown(label, room) for label in block.labels]}
    assert isinstance(block, Words)
    return {"type": "words", "look": block.look, "text": _shown(block.text, room / 2)}


def _row(row: Row | Band, table: Table, rooms: Sequence[float], room: float) -> dict[str, Any]:
    if isinstance(row, Band):
        return {"band": _shown(row.text, room)}
    columns = zip(row.values, table.columns, rooms, strict=True)
    cells = [_shown(printed(value, column.number), width) for value, column, width in columns]
    return {"cells": cells, "shade": row.shade, "strong": row.strong}


def _shown(value: str, room: float) -> str:
    return breakable(clean_text(value), room)
