"""A paper as a PDF: typst sets it, from one JSON document in memory, with the fonts that ship."""

from __future__ import annotations

import json
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
    return {
        "title": _shown(page.title),
        "lines": [_shown(line) for line in page.lines],
        "landscape": page.landscape,
        "blocks": [_block(block) for block in page.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {
            "type": "table",
            "roomy": block.roomy,
            "columns": [
                {
                    "heading": _shown(c.heading),
                    "width": c.width,
                    "align": "right" if c.number else c.align,
                    "strong": c.strong,
                }
                for c in block.columns
            ],
            "rows": [_row(row, block) for row in block.rows],
        }
    if isinstance(block, Form):
        fields = [[_shown(name), _shown(value)] for name, value in block.fields]
        fields += [["", ""]] * (-len(fields) % block.across)
        return {"type": "form", "across": block.across, "fields": fields}
    if isinstance(block, Signatures):
        return {"type": "signatures", "labels": [_shown(label) for label in block.labels]}
    assert isinstance(block, Words)
    return {"type": "words", "look": block.look, "text": _shown(block.text)}


def _row(row: Row | Band, table: Table) -> dict[str, Any]:
    if isinstance(row, Band):
        return {"band": _shown(row.text)}
    cells = [_shown(printed(value, c.number)) for value, c in zip(row.values, table.columns, strict=True)]
    return {"cells": cells, "shade": row.shade, "strong": row.strong}


def _shown(value: str) -> str:
    return breakable(clean_text(value))
