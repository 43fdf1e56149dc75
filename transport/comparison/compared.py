"""Plans side by side with one of them as the base: what each costs and does, and how it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transport.case import Case
from transport.comparison.measures import (
    BY_NAME,
    MEASURES,
    Measure,
    Values,
    measure_changed,
    measure_document,
    measure_facts,
)
from transport.comparison.people import Changed, changed_people
from transport.facts import Facts
from transport.io.plan_json import plan_from_document
from transport.plan import COST_TERMS, TRAVEL_MODES, Plan


@dataclass(frozen=True)
class Candidate:
    """A plan to be compared.

    Parameters
    ----------
    name
        What it is called.
    document
        Its ``plan.json``.
    case
        What it was made for; ``None``: not known, and figures that need it are missing.
    changes
        What its scenario changes, as rows with ``key``, ``old`` and ``new``.
    """

    name: str
    document: Mapping[str, Any]
    case: Case | None = None
    changes: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Entry:
    """One plan among those compared."""

    name: str
    plan: Plan
    document: Mapping[str, Any]
    case: Case | None
    changes: Sequence[Mapping[str, Any]]
    values: Values
    changed: Changed


@dataclass(frozen=True)
class Failed:
    """A scenario without a plan: ``no_plan``, ``refused``, ``input`` or ``interrupted``, and what is known of it."""

    name: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Compared:
    """Plans side by side; ``entries`` begin with the base."""

    entries: tuple[Entry, ...]
    failed: tuple[Failed, ...] = field(default=())

    @property
    def base(self) -> Entry:
        return self.entries[0]

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the figures that at least one plan has, in their order; costs of nothing are left out."""
        return tuple(m.name for m in MEASURES if any(self._says(entry, m) for entry in self.entries))

    @staticmethod
    def _says(entry: Entry, measure: Measure) -> bool:
        value = entry.values.get(measure.name)
        return value is not None and (value != 0 or measure.unit != "CNY")

    def delta(self, entry: Entry, measure: str, base: Entry | None = None) -> float | None:
        """Return how much a figure is above the base's, ``None`` where either is missing; CNY to the fen."""
        here, there = entry.values.get(measure), (base or self.base).values.get(measure)
        if here is None or there is None:
            return None
        return round(here - there, 6 if BY_NAME[measure].unit == "share" else 2)

    def relative(self, entry: Entry, measure: str) -> float | None:
        """Return the delta as a share of the base's figure, ``None`` where that is 0 or missing."""
        delta, there = self.delta(entry, measure), self.base.values.get(measure)
        return delta / there if delta is not None and there else None


def compare(candidates: Sequence[Candidate], failed: Sequence[Failed] = ()) -> Compared:
    """Compare plans with the first of them.

    Raises
    ------
    InputError
        A document is no plan.
    """
    plans = [plan_from_document(candidate.document) for candidate in candidates]
    entries = []
    for candidate, plan in zip(candidates, plans, strict=True):
        changed = changed_people(plan, plans[0])
        values = measure_document(candidate.document)
        if candidate.case is not None:
            values |= measure_facts(Facts(candidate.case, plan))
        values |= measure_changed(changed)
        entries.append(
            Entry(candidate.name, plan, candidate.document, candidate.case, candidate.changes, values, changed)
        )
    return Compared(tuple(entries), tuple(failed))


def comparison_document(compared: Compared) -> dict[str, Any]:
    """Return ``comparison.json`` as section 5 of the data contract has it, with every figure under ``values``."""
    return {
        "format": 1,
        "base": compared.base.name,
        "scenarios": [_entry_document(compared, entry) for entry in compared.entries],
        "failed": [{"name": f.name, "reason": f.reason, "detail": f.detail} for f in compared.failed],
    }


def _entry_document(compared: Compared, entry: Entry) -> dict[str, Any]:
    changed = entry.changed
    return {
        "name": entry.name,
        "changes": [dict(change) for change in entry.changes],
        "summary": entry.document["summary"],
        "delta": _delta(entry.document["summary"], compared.base.document["summary"]),
        "people_changed": changed.count,
        "people": {
            "mode": len(changed.mode),
            "vehicle": len(changed.vehicle),
            "time": len(changed.time),
            "new": len(changed.new),
            "gone": len(changed.gone),
        },
        "values": {measure.name: entry.values.get(measure.name) for measure in MEASURES},
    }


def _delta(summary: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the summary's figures less the base's: CNY to the fen, persons; ``share`` is of the base's total."""
    total = round(summary["total_cost"] - base["total_cost"], 2)
    bounds = (summary["lower_bound"], base["lower_bound"])
    gaps = (summary["gap"], base["gap"])
    return {
        "total_cost": total,
        "share": round(total / base["total_cost"], 6) if base["total_cost"] else None,
        "lower_bound": None if None in bounds else round(bounds[0] - bounds[1], 2),
        "gap": None if None in gaps else round(gaps[0] - gaps[1], 6),
        "cost": {term: round(summary["cost"][term] - base["cost"][term], 2) for term in COST_TERMS},
        "workers": {mode: summary["workers"][mode] - base["workers"][mode] for mode in TRAVEL_MODES},
    }
