"""A changed case as files: what a plan's folder keeps, so that every command works on the plan later."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from transport.io.config_mapping import CASE_FILE
from transport.io.unreadable import UnreadableError
from transport.io.workbook import RawTable, split_reference
from transport.scenario.apply import ChangedCase

_UTF8_MARK = b"\xef\xbb\xbf"
"""Without it, spreadsheet programs take UTF-8 for something else."""
_OF_ROADS = {"distances": "matrix", "nodes": "nodes", "links": "links"}
"""Tables that section ``roads`` names, and under which key."""


def case_files(changed: ChangedCase, title: str) -> Mapping[str, bytes]:
    """Return the files of a case folder by name: changed tables as CSV, everything else byte for byte.

    Parameters
    ----------
    changed
        The case; without changes, its files are exactly those of the base.
    title
        Of the changed case, for papers and pages.
    """
    raw = changed.raw
    if not changed.tables and not changed.config_changed:
        return {CASE_FILE: raw.files.read(CASE_FILE), **_kept(raw.document, changed)}
    document: dict[str, Any] = {**raw.document, "title": title, "tables": dict(raw.document["tables"])}
    written: dict[str, bytes] = {}
    for name in sorted(changed.tables):
        file = f"{name}.changed.csv"
        written[file] = _csv(raw.tables[name])
        if name in _OF_ROADS:
            document["roads"] = {**document["roads"], _OF_ROADS[name]: file}
        else:
            document["tables"][name] = file
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    return {CASE_FILE: text.encode(), **_kept(document, changed), **written}


def _kept(document: Any, changed: ChangedCase) -> Mapping[str, bytes]:
    """Return the files that ``case.yaml`` names and that are as they were."""
    kept: dict[str, bytes] = {}
    for text in _texts(document):
        name = split_reference(text)[0]
        try:
            kept[name] = changed.raw.files.read(name)
        except UnreadableError:  # no file's name, or a table that is written anew
            continue
    return kept


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for inner in node.values():
            yield from _texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)


def _csv(table: RawTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return _UTF8_MARK + text.getvalue().encode("utf-8")
