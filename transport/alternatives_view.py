"""How alternatives are shown: one table for people, one document for programs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from transport.console import money, plain_table, relative_names
from transport.locale import Language, text
from transport.workflow.alternatives import FOLDER, Compared

if TYPE_CHECKING:
    from transport.solver.alternatives import Figures

_COLUMNS = ("plan", "cost", "more", "vehicles", "longest", "operators", "not_carried", "folder")


def alternatives_table(found: Compared, folder: Path, lang: Language) -> Table:
    """Return the plan and each alternative, a row each."""
    title = text(lang, "alternatives.title", count=len(found.found))
    table = plain_table(title, [text(lang, f"alternatives.columns.{name}") for name in _COLUMNS])
    rows = [("own", found.own, ".")]
    rows += [(alternative.aim, alternative.figures, f"{FOLDER}/{alternative.aim}") for alternative in found.found]
    for name, figures, place in rows:
        cells = (
            text(lang, f"alternatives.plans.{name}"),
            money(figures.cost),
            f"{_more(figures, found.own):+.2%}",
            str(figures.vehicles),
            text(lang, "alternatives.hours", hours=f"{figures.longest_min / 60:.1f}"),
            str(figures.operators),
            str(figures.not_carried),
            (folder / place).as_posix(),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def alternatives_document(found: Compared, folder: Path) -> dict[str, Any]:
    """Return the figures of the plan and of each alternative."""
    return {
        "plan": asdict(found.own),
        "alternatives": [{"aim": a.aim, "folder": f"{FOLDER}/{a.aim}", **asdict(a.figures)} for a in found.found],
        "files": relative_names(found.files, folder),
    }


def _more(figures: Figures, own: Figures) -> float:
    return (figures.cost - own.cost) / own.cost if own.cost > 0 else 0.0
