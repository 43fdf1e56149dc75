"""Writes the pages and tables that are made from the code: ``python docs/generate.py`` (``make docs``).

A page is generated whole, or between two comments ``<!-- fields: NAME -->`` and ``<!-- end -->``, where ``NAME`` is a
table, or a section of ``case.yaml`` with ``case.yaml`` before it.
"""

from __future__ import annotations

import re
from pathlib import Path

from transport.io.columns import TABLES
from transport.io.fields import Field, config_fields, table_fields
from transport.io.issues_text import errors_document

DOCS = Path(__file__).parent
_SECTION = re.compile(r"(<!-- fields: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill_fields(page: str) -> str:
    """Return a page with its tables of fields made anew."""
    return _SECTION.sub(lambda found: f"{found[1]}{fields_table(found[2])}{found[3]}", page)


def fields_table(names: str) -> str:
    """Return the fields of a table (``workers``), or of sections (``case.yaml: rules, costs``), as Markdown."""
    file, _, sections = names.partition(": ")
    if not sections:
        table = next(name for name in TABLES if name == file)
        return _markdown(_pairs(table_fields(table, "en"), table_fields(table, "zh")), also=True)
    pairs = [
        pair
        for section in sections.split(", ")
        for pair in _pairs(config_fields(section, "en"), config_fields(section, "zh"))
    ]
    return _markdown(pairs, also=False)


def _pairs(english: list[Field], chinese: list[Field]) -> list[tuple[Field, Field]]:
    return list(zip(english, chinese, strict=True))


def _markdown(fields: list[tuple[Field, Field]], *, also: bool) -> str:
    header = ["name", *(["also"] if also else []), "unit", "default", "meaning", "含义"]
    rows = [
        [
            f"`{field.name}`",
            *([", ".join(field.also)] if also else []),
            field.unit,
            "**required**" if field.required else f"`{field.default}`" if field.default else "",
            field.meaning,
            chinese.meaning,
        ]
        for field, chinese in fields
    ]
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def pages() -> dict[str, str]:
    """Return every generated page as it should stand, by file name."""
    return {
        "errors.md": errors_document(),
        "cases.md": fill_fields((DOCS / "cases.md").read_text(encoding="utf-8")),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
