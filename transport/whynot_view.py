"""How the answer to "why not otherwise?" is shown: one table for people, one document for programs."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from transport.console import money, plain_table
from transport.locale import Language, text
from transport.workflow.whynot import Answer

_SHOWN = (
    "cost.total", "cost.vehicles", "cost.services", "cost.tickets", "cost.unserved", "people.direct",
    "people.connected", "people.ticket", "people.unserved", "bought.vehicles", "journey.median", "journey.longest",
)  # fmt: skip


def answer_table(answer: Answer, lang: Language) -> Table:
    """Return the plan's figures beside the forced plan's, and what the choice costs in one line."""
    costs = text(lang, "ui.whynot.dearer" if answer.extra_cost >= 0 else "ui.whynot.cheaper")
    title = text(
        lang, "ui.whynot.title", people=answer.people, verdict=costs, amount=money(abs(answer.extra_cost)),
        changed=answer.changed.count,
    )  # fmt: skip
    table = plain_table(
        title, [text(lang, f"ui.whynot.columns.{name}") for name in ("figure", "own", "forced", "more")]
    )
    for name in _SHOWN:
        own, other = answer.own[name], answer.other[name]
        more = "" if own is None or other is None else f"{other - own:+,.2f}".rstrip("0").rstrip(".")
        table.add_row(
            *(Text(cell) for cell in (text(lang, f"ui.whynot.figures.{name}"), _figure(own), _figure(other), more))
        )
    return table


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return both plans' figures, and whose trip changes."""
    changed = answer.changed
    return {
        "people": answer.people,
        "extra_cost": round(answer.extra_cost, 2),
        "plan": dict(answer.own),
        "forced": dict(answer.other),
        "changed": {"mode": list(changed.mode), "vehicle": list(changed.vehicle), "time": list(changed.time)},
        "forced_plan": answer.forced.to_document(),
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")
