"""Why people travel as they do, and what would change it: frozen results and their document.

Nothing here claims more than was found: ``proven`` says that no plan of the case can carry these people by charter;
every figure else is of a plan that was built, with all other people's travel left as it is unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

TravelMode = Literal["direct", "connected", "ticket", "unserved"]
ChangeKind = Literal["report_later", "ready_earlier", "vehicle_more", "unit_more", "seats_more", "access"]
NOT_EXAMINED = "crowded_out_or_dearer"
"""The weakest reason: within what is on offer no cheaper way was found, and nothing more was looked into."""
NEW_TRIP = "new:"
"""Before an offer's id in the legs of a way: a trip that the plan does not have yet."""


@dataclass(frozen=True, slots=True)
class FoundWay:
    """A way by charter that was built and timed.

    Parameters
    ----------
    legs
        Trip ids of the plan, ``service:ID``, or ``new:OFFER`` for a trip to be added.
    extra_cost
        CNY by which the plan's total grows with it (what these people cost now is taken off); for people who are
        carried, CNY by which the total would fall without them on it (they by ticket, or left).
    moved
        Other people whose travel changes.
    """

    legs: tuple[str, ...]
    extra_cost: float
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the case with which these people travel by charter and the whole plan costs less.

    Parameters
    ----------
    kind
        ``report_later`` and ``ready_earlier`` (``amount`` minutes, the least found), ``vehicle_more`` (of offer
        ``target``), ``unit_more`` (of service ``target``), ``seats_more`` (in each vehicle of offer ``target``),
        ``access`` (vehicles of any size reach place ``target``).
    saves
        CNY by which the plan's total falls.
    """

    kind: ChangeKind
    target: str | None
    amount: float
    saves: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why some people who are alike are not carried by charter.

    Parameters
    ----------
    workers
        Whom it is about.
    mode
        ``ticket`` or ``unserved``; ``direct`` or ``connected`` where somebody asked about people who are carried.
    code
        The reason; the sentences for each stand in ``locale/*/reasons.yaml``.
    proven
        Whether no plan of the case carries them by charter.
    numbers
        What the sentence names: moments (minutes), minutes, persons, CNY.
    way
        The cheapest way found in this plan; ``None``: there is none.
    changes
        What would help, the best of each kind; ``None``: not all was tried, and nothing was found.
    """

    workers: tuple[str, ...]
    mode: TravelMode
    code: str
    proven: bool
    numbers: Mapping[str, float | str] = field(default_factory=dict)
    way: FoundWay | None = None
    changes: tuple[Change, ...] | None = None
    detail: str = ""

    def to_document(self) -> dict[str, Any]:
        """One row of ``explanations`` in ``plan.json``; amounts rounded to the fen."""
        way, changes = self.way, self.changes
        return {
            "workers": list(self.workers),
            "mode": self.mode,
            "reason": self.code,
            "proven": self.proven,
            "detail": self.detail,
            "way": None
            if way is None
            else {"legs": list(way.legs), "extra_cost": round(way.extra_cost, 2), "moved": way.moved},
            "changes": None
            if changes is None
            else [
                {"kind": c.kind, "target": c.target, "amount": round(c.amount, 2), "saves": round(c.saves, 2)}
                for c in changes
            ],
        }


def explanations_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Explanation, ...]:
    """Read the rows that :meth:`Explanation.to_document` wrote."""
    return tuple(
        Explanation(
            workers=tuple(row["workers"]),
            mode=row["mode"],
            code=row["reason"],
            proven=bool(row["proven"]),
            way=None
            if row["way"] is None
            else FoundWay(tuple(row["way"]["legs"]), float(row["way"]["extra_cost"]), int(row["way"]["moved"])),
            changes=None
            if row["changes"] is None
            else tuple(Change(c["kind"], c["target"], float(c["amount"]), float(c["saves"])) for c in row["changes"]),
            detail=row["detail"],
        )
        for row in rows
    )
