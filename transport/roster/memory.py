"""What is remembered of how a sender heads the columns: headers and the fields they stand for, nothing of people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from transport.io.atomic import write_text
from transport.roster.fields import Field, field_of, plain_header
from transport.roster.header import Header

FILE = "roster_headers.json"
"""Its name in the case folder."""
_FIELDS = frozenset(get_args(Field))
_SEARCHED = 60


@dataclass(frozen=True)
class Mappings:
    """Fields by plain header, by sender; ``""`` is whoever does not say.

    Only headers that the program does not know by itself are kept.
    """

    senders: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)

    def of(self, sender: str, rows: Sequence[Sequence[str]]) -> dict[str, Field]:
        """Return what is known of a sender, or, where none is named, of headers that stand on the sheet."""
        if sender:
            return dict(self.senders.get(sender, {}))
        on_sheet = {plain_header(cell) for row in rows[:_SEARCHED] for cell in row if cell}
        return {header: name for known in self.senders.values() for header, name in known.items() if header in on_sheet}

    def learnt(self, sender: str, header: Header, given: Mapping[str, Field]) -> Mappings:
        """Return the mappings with those that were given and used on a sheet."""
        used = {plain_header(text) for text in header.texts}
        fresh = {text: name for text, name in given.items() if text in used and field_of(text) != name}
        if not fresh:
            return self
        return replace(self, senders={**self.senders, sender: {**self.senders.get(sender, {}), **fresh}})


def read_mappings(folder: Path) -> Mappings:
    """Return what is remembered in a case folder; nothing where there is no file or it is of no use."""
    try:
        document: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
        senders = document["senders"].items()
        return Mappings(
            {
                str(sender): {str(header): name for header, name in known.items() if name in _FIELDS}
                for sender, known in senders
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Mappings()


def write_mappings(folder: Path, mappings: Mappings) -> None:
    """Write what is remembered."""
    document = {"format": 1, "senders": {sender: dict(known) for sender, known in mappings.senders.items()}}
    write_text(folder / FILE, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
