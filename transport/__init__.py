"""Fangang: plans door-to-factory return-to-work trips over coaches, trains and flights.

>>> import transport
>>> case = transport.Case.load("scenarios/fengxian-dali-2027")  # doctest: +SKIP
>>> plan = case.solve(time_limit=60)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transport.api import Case, Plan, check_plan, solve
    from transport.api_comparison import Comparison

__all__ = ["Case", "Comparison", "Plan", "check_plan", "solve"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that ``import transport`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "Comparison":
        from transport.api_comparison import Comparison

        return Comparison
    from transport import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
