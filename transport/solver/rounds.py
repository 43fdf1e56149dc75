"""A large case in parts, round after round: each round cuts it along other seams and goes on from where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from transport.case import Case
from transport.plan import Plan
from transport.solver.farm import solve_parts
from transport.solver.parts import Piece, Solved, split
from transport.solver.seams import recut
from transport.travel import TravelMatrix

PART = 2500
"""Persons of a part, about."""
LEAST_PART = 750
"""Persons of a part at the least where there are more processes than parts."""
ROUND_LEAST, ROUND_LONG, FEW = 12.0, 25.0, 3
"""Seconds of a part in a round from which a few rounds pay, so that each seam is in the middle of a part once, and more
than those.
"""
ANGLES = (math.pi / 2, math.pi / 4, 3 * math.pi / 4)
"""Directions of the cuts after the first, which follows counties from west to east."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """How the parts of a case are solved.

    Parameters
    ----------
    processes, cluster
        How many parts are solved at a time, and where (``None``: on this machine).
    seed
        Start of the chance.
    over
        Asked often; once it says yes, what there is counts.
    on_round
        Given the plans of the parts (``None``: none yet) and what simple practices came to: when the first parts have
        come back, and after each round, while the next one is under way.
    """

    processes: int
    cluster: str | None
    seed: int
    over: Callable[[], bool]
    on_round: Callable[[list[Plan | None], list[Mapping[str, Plan]]], None]

    def run(self, case: Case, travel: TravelMatrix, seconds: float, start: Plan | None = None) -> None:
        """Solve the case in about so many seconds, from a plan of it if there is one."""
        parts = math.ceil(len(case.workers) / PART)
        if start is None:
            pieces = tuple(Piece(part) for part in split(case, travel, parts))
        else:
            parts = max(parts, min(self.processes, len(case.workers) // LEAST_PART))
            pieces = recut(case, travel, (Piece(case, start),), parts, 0.0)
        waves = math.ceil(len(pieces) / self.processes)
        rounds = _rounds(seconds / waves)
        tell: Callable[[], None] = lambda: None  # noqa: E731

        def begin(solved: list[Solved | None]) -> None:
            self.on_round([None if part is None else part.plan for part in solved], [{}])

        for number in range(rounds):
            if number:
                pieces = recut(case, travel, pieces, parts, ANGLES[number - 1])
                waves = math.ceil(len(pieces) / self.processes)
            solved = solve_parts(
                pieces, travel, max(1.0, seconds / rounds / waves), self.seed + 1000 * number,
                processes=self.processes, cluster=self.cluster, over=self.over,
                practices=not number and start is None, meanwhile=tell,
                on_first=begin if not number and start is None else None,
            )  # fmt: skip
            pieces = tuple(
                piece if part is None else Piece(piece.case, part.plan)
                for piece, part in zip(pieces, solved, strict=True)
            )
            plans = [piece.plan for piece in pieces]
            practices = [{} if part is None else part.practices for part in solved]
            tell = partial(self.on_round, plans, practices)
            if self.over():
                break
        tell()


def _rounds(seconds: float) -> int:
    """How many rounds to make in so many seconds of a part: one at the least, no more than there are directions."""
    return max(1, min(1 + len(ANGLES), max(int(seconds / ROUND_LONG), min(FEW, int(seconds / ROUND_LEAST)))))
