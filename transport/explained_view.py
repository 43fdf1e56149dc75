"""How explanations are shown to people: sentences, and one table on the terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from transport.console import plain_table
from transport.explanation import Explanation
from transport.locale import Language, text
from transport.privacy import mask_name
from transport.report.words import change_text
from transport.workflow.explaining import Explained

_NAMED = 6


def explained_table(found: Explained, lang: Language) -> Table:
    """Return one row for each kind of equal people: who, how they travel, why, and what would help."""
    columns = ("who", "mode", "why", "helps")
    people = sum(len(explanation.workers) for explanation in found.explanations)
    title = text(lang, "ui.explain.title", people=people)
    table = plain_table(title, [text(lang, f"ui.explain.{name}") for name in columns])
    for explanation in found.explanations:
        mode = text(lang, f"ui.explain.modes.{explanation.mode}")
        proof = text(lang, "ui.explain.proven") if explanation.proven else ""
        cells = (_who(found, explanation), mode, proof + explanation.detail, changes_text(explanation, lang))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def changes_text(explanation: Explanation, lang: Language) -> str:
    """Return what would help, a line each; that nothing was found; or, where nobody looked, that."""
    if explanation.changes is None:
        return text(lang, "ui.explain.not_looked") if explanation.mode in ("ticket", "unserved") else ""
    if not explanation.changes:
        return text(lang, "ui.explain.nothing_helps")
    return "\n".join(change_text(change, lang) for change in explanation.changes)


def _who(found: Explained, explanation: Explanation) -> str:
    named = [f"{w} {mask_name(found.case.workers[w].name)}" for w in explanation.workers[:_NAMED]]
    more = len(explanation.workers) - _NAMED
    return "\n".join(named + ([f"… +{more}"] if more > 0 else []))
