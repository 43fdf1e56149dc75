"""Figures and differences as people read them: with a sign, an arrow and a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transport.comparison.compared import Compared, Entry
from transport.comparison.measures import BY_NAME, Unit
from transport.locale import Language, text
from transport.privacy import mask_numbers

_LONGEST_VALUE = 60


def measure_name(measure: str, lang: Language) -> str:
    """Return what a figure is called."""
    return text(lang, f"comparison.measures.{measure}")


def shown(value: float | None, unit: Unit, lang: Language, decimals: int = 0) -> str:
    """Return a figure; ``decimals`` are those of CNY."""
    if value is None:
        return text(lang, "comparison.none")
    if unit == "hours":
        minutes = round(value * 60)
        return text(lang, "comparison.hours", hours=minutes // 60, minutes=minutes % 60)
    if unit == "share":
        return f"{value:.1%}"
    if unit == "CNY":
        return text(lang, "comparison.money", amount=f"{value:,.{decimals}f}")
    if unit in {"km", "kg"}:
        return text(lang, f"comparison.{unit}", amount=f"{value:,.0f}")
    return f"{value:,.0f}"


def signed(delta: float | None, unit: Unit, lang: Language, decimals: int = 0) -> str:
    """Return a difference with its sign; shares differ by percentage points."""
    if delta is None:
        return text(lang, "comparison.none")
    if unit == "share":
        written = text(lang, "comparison.points", amount=f"{abs(delta) * 100:.1f}")
        nothing = round(abs(delta) * 100, 1) == 0
    else:
        written = shown(abs(delta), unit, lang, decimals)
        nothing = written == shown(0, unit, lang, decimals)
    if nothing:
        return text(lang, "comparison.same")
    return f"{'+' if delta > 0 else '−'}{written}"


def arrow(delta: float | None) -> str:
    """Return ▲ for more, ▼ for less, nothing for the same."""
    if not delta:
        return ""
    return "▲" if delta > 0 else "▼"


def percent(share: float | None) -> str:
    """Return a signed percentage."""
    if share is None or round(share, 4) == 0:
        return ""
    return f"{'+' if share > 0 else '−'}{abs(share):.1%}"


def look(delta: float | None, measure: str) -> str:
    """Return the style of a difference: ``good``, ``bad`` or neither. It only underlines what the sign says."""
    better = BY_NAME[measure].better
    if not delta or not better:
        return ""
    return "good" if (delta < 0) == (better == "less") else "bad"


def change_lines(entry: Entry, lang: Language, most: int) -> list[str]:
    """Say what a scenario changes, in at most ``most`` lines; many changes of one column are one line."""
    if not entry.changes:
        return [text(lang, "comparison.changes.nothing")]
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for change in entry.changes:
        groups.setdefault(_group(change["key"]), []).append(change)
    lines: list[str] = []
    for (table, column), changes in groups.items():
        if len(changes) > 6:
            key = f"{table}[…].{column}" if column else table
            lines.append(text(lang, "comparison.changes.many", key=key, count=f"{len(changes):,}"))
        else:
            lines += [f"{mask_numbers(change['key'])}: {change_text(change, lang)}" for change in changes]
    if len(lines) > most:
        lines[most:] = [text(lang, "comparison.changes.more", count=len(lines) - most)]
    return lines


def change_text(change: Mapping[str, Any], lang: Language) -> str:
    """Say how one key changes."""
    old, new = _value(change["old"], lang), _value(change["new"], lang)
    if change["new"] is None and isinstance(change["old"], Mapping):
        return text(lang, "comparison.changes.dropped", old=old)
    if change["old"] is None and isinstance(change["new"], Mapping):
        return text(lang, "comparison.changes.added", new=new)
    return text(lang, "comparison.changes.value", old=old, new=new)


def subtitle(compared: Compared, lang: Language, *, planned: bool) -> str:
    """Say what is compared; ``planned``: these are scenarios that were planned together."""
    people = compared.base.values["people.total"]
    key = "subtitle" if planned else "subtitle_plain"
    count = len(compared.entries) - 1
    return text(lang, f"comparison.{key}", base=compared.base.name, count=count, people=f"{people:,.0f}")


def _group(key: str) -> tuple[str, str]:
    """``workers.W1.report_by`` belongs with every other worker's ``report_by``."""
    parts = key.split(".")
    if parts[0] in {"rules", "costs", "window", "roads", "solver", "budget"} or len(parts) < 2:
        return key, ""
    return parts[0], parts[-1] if len(parts) > 2 else ""


def _value(value: Any, lang: Language) -> str:
    if value is None:
        return text(lang, "comparison.none")
    if isinstance(value, Mapping):
        value = ", ".join(f"{key} {inner}" for key, inner in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        value = text(lang, "comparison.list_separator").join(map(str, value))
    written = mask_numbers(str(value))
    return written if len(written) <= _LONGEST_VALUE else f"{written[:_LONGEST_VALUE]}…"
