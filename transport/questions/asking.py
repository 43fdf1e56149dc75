"""What a question may do: have versions of the case planned, or price the base's plan in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from transport.case import Case
from transport.facts import Facts
from transport.plan import Plan

Override = Mapping[str, Any]
"""What a version of the case changes: keys of a what-if file and their values."""
BASE: Override = {}


@dataclass(frozen=True)
class Result:
    """A version of the case, planned.

    ``total_cost`` and ``lower_bound`` in CNY; ``people_changed``: whose trip differs from the base's plan.
    """

    case: Case
    plan: Plan
    total_cost: float
    lower_bound: float | None
    people_changed: int

    @property
    def facts(self) -> Facts:
        return Facts(self.case, self.plan)

    @property
    def gap(self) -> float | None:
        """(total − bound) / total."""
        if self.lower_bound is None:
            return None
        return (self.total_cost - self.lower_bound) / self.total_cost if self.total_cost > 0 else 0.0

    @property
    def unserved(self) -> int:
        return len(self.plan.unserved)


class Asker(Protocol):
    """Plans versions of one case."""

    @property
    def base(self) -> Result:
        """The case as it is, planned."""

    def plan(self, overrides: Sequence[Override]) -> list[Result | None]:
        """Plan a version for each override, side by side; ``None`` where there is no plan, or no such case."""

    def frozen(self, overrides: Sequence[Override]) -> list[float | None]:
        """Return CNY of the base's plan in each version, ``None`` where it could not be run there."""
