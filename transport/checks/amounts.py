"""When a written amount is the right one."""

from __future__ import annotations

from transport.checks.daytime import TOLERANCE

FEN = 0.01
_HALF_FEN = 0.005
_RELATIVE = 1e-9
"""A sum of many large amounts in floating point may be off by this share of it."""


def same_amount(stated: float, exact: float, rounded_lines: int = 0) -> bool:
    """Whether a written amount (CNY) is right to the fen; a sum may be that of so many lines rounded one by one."""
    return abs(stated - exact) <= FEN + _HALF_FEN * rounded_lines + _slack(exact)


def exceeds(stated: float, exact: float) -> bool:
    """Whether a written amount is above another by more than a fen."""
    return stated > exact + FEN + _slack(exact)


def _slack(exact: float) -> float:
    return _RELATIVE * abs(exact) + TOLERANCE
