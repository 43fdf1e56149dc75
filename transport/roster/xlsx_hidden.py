"""Hidden rows and columns of an .xlsx workbook, which the fast reader does not tell."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree.ElementTree import ParseError

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_NUMBER = {name: re.compile(rb"\b" + name + rb"""\s*=\s*["'](\d{1,7})["']""") for name in (b"r", b"min", b"max")}
_MOST_COLUMNS = 16_384
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_parts(data: bytes) -> list[tuple[frozenset[int], frozenset[int]]]:
    """Return hidden rows and columns (numbered from 0) of each worksheet, in the workbook's order.

    ``data`` has passed the guard. Where the workbook's own list of sheets cannot be followed, nothing is returned.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            members = _sheet_members(archive)
            return [_hidden(archive.read(member)) for member in members]
        except (KeyError, ParseError, ValueError):
            return []


def _sheet_members(archive: zipfile.ZipFile) -> list[str]:
    from defusedxml.ElementTree import fromstring

    targets = {
        node.get("Id"): node.get("Target", "")
        for node in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        if node.get("Type", "").endswith("/worksheet")
    }
    book = fromstring(archive.read("xl/workbook.xml"))
    relations = [node.get(_RELATION) for node in book.iter() if node.tag.endswith("}sheet")]
    names = [targets[relation] for relation in relations if relation in targets]
    return [posixpath.normpath(posixpath.join("/xl", name)).lstrip("/") for name in names]


def _hidden(sheet: bytes) -> tuple[frozenset[int], frozenset[int]]:
    if b"hidden" not in sheet:
        return frozenset(), frozenset()
    rows = frozenset(_number(b"r", tag) - 1 for tag in _ROW.findall(sheet) if _HIDDEN.search(tag))
    columns: set[int] = set()
    for tag in _COLUMN.findall(sheet):
        if _HIDDEN.search(tag):
            columns.update(range(_number(b"min", tag) - 1, min(_number(b"max", tag), _MOST_COLUMNS)))
    return rows - {-1}, frozenset(columns)


def _number(name: bytes, tag: bytes) -> int:
    found = _NUMBER[name].search(tag)
    return int(found[1]) if found else 0
