"""Figures as words: money, times, shares, changes."""

from __future__ import annotations

from transport.explanation import Change
from transport.locale import Language, text


def money(cny: float, lang: Language, decimals: int = 2) -> str:
    """``¥1,234.50``."""
    return text(lang, "report.money", amount=f"{cny:,.{decimals}f}")


def fen(amount: int, lang: Language) -> str:
    """``¥1,234.50``, of whole fen."""
    return money(amount / 100, lang)


def people(count: int, lang: Language) -> str:
    """``1,234 人``."""
    return text(lang, "report.people", count=f"{count:,}")


def hours(minutes: float | None, lang: Language) -> str:
    """``11 小时 35 分``; a dash for ``None``."""
    if minutes is None:
        return "–"
    return text(lang, "report.hours", hours=round(minutes) // 60, minutes=round(minutes) % 60)


def share(part: float, whole: float, decimals: int = 1) -> str:
    """``12.3%``; a dash of nothing."""
    return f"{part / whole:.{decimals}%}" if whole else "–"


def change_text(change: Change, lang: Language) -> str:
    """Return a change that would help, and what it saves, as a sentence."""
    minutes = int(change.amount)
    parts = {"days": minutes // 1440, "hours": minutes % 1440 // 60, "minutes": minutes % 60}
    shift = " ".join(text(lang, f"reasons.shift.{unit}", count=count) for unit, count in parts.items() if count)
    told = text(lang, f"reasons.changes.{change.kind}", target=change.target, amount=minutes, shift=shift)
    return text(lang, "reasons.changes.saves", change=told, saves=f"{change.saves:,.2f}")
