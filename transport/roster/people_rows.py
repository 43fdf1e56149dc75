"""Which rows below a header are people; notes, totals, repeated headers and blank rows are none."""

from __future__ import annotations

import re
from typing import Literal

from transport.io.columns import SAMPLE_IDS
from transport.roster.header import Header

RowKind = Literal["person", "blank", "total", "note", "header", "sample", "nobody"]
_TOTAL = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计|总人数|本页小计|本页合计)")
_NOTE = re.compile(
    r"^(填\s*表|填\s*报|制\s*表|审\s*核|审\s*批|复\s*核|经\s*办|单位负责人|负责人|主要领导|分管领导|备\s*注\s*[:：]|说\s*明|注\s*[:：]|"
    r"注\s*意|打印|联系人\s*[:：]|联系电话\s*[:：]|日\s*期\s*[:：]|盖\s*章|[（(]盖章|※|以上)"
)
_GROUP_TITLE = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）]?\s*[、.．]")
_DIGITS = re.compile(r"\d{7,}")
_REPEATED = 3


def row_kind(row: list[str], header: Header) -> RowKind:
    """Return what a row is, judged by what stands in it; ``row`` has no cell that is merely merged from above."""
    filled = [cell.strip() for cell in row if cell and not cell.isspace()]
    if not filled:
        return "blank"
    columns = header.columns
    of = {field: row[columns[field][0]].strip() if columns[field][0] < len(row) else "" for field in columns}
    if of.get("worker_id") in SAMPLE_IDS or of.get("sequence") in SAMPLE_IDS:
        return "sample"
    name, number, phone = of.get("name", ""), of.get("id_number", ""), of.get("phone", "")
    if _repeats(row, header):
        return "header"
    if name and (number or phone) and not _TOTAL.match(name):
        return "person"
    first = filled[0]
    if not _DIGITS.search(number):
        if _TOTAL.match(first) or _TOTAL.match(name):
            return "total"
        if any(_NOTE.match(cell) for cell in (first, name)) or (len(filled) == 1 and _GROUP_TITLE.match(first)):
            return "note"
    if number or phone or (name and len(filled) > 1):
        return "person"
    return "blank" if filled == [of.get("sequence")] else "nobody"


def _repeats(row: list[str], header: Header) -> bool:
    """Whether the row is the header once more, as on every printed page."""
    same = sum(
        bool(text) and position < len(row) and " ".join(row[position].split()) == text
        for position, text in enumerate(header.texts)
    )
    return same >= _REPEATED
