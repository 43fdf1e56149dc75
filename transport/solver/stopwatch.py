"""The seconds of a run: those of the clock or, where a run must be repeatable, counted from the work that is done.

Counting goes by what takes the time: stops of timetables, looks for a way, steps of dynamic programmes and of linear
programs. What each takes was measured once, by least squares over generated cases of 60 to 1,000 people; there the
count is within a third of the clock for nearly every phase. On another machine a counted second may be longer or
shorter, but always the same work.
"""

from __future__ import annotations

import time

PACE = 1.1
"""What is not counted, as a factor on what is."""
STOP = 6.7e-5
"""Seconds for a stop of a timetable."""
SERVICE_LOOK, COACH_LOOK, COACH = 6.6e-6, 1.3e-4, 4e-6
"""Seconds of a look at one service, at all coaches, and at each of these."""
ROUND = 1e-4
"""Seconds of a round of search besides, so that it always takes some."""
STEP, STATE = 3e-5, 8e-10
"""Seconds for a stop in the pricing of a trip, and for each change of state there."""
MASTER, CELL = 6.5e-3, 2.3e-8
"""Seconds of solving a master once more, and for each of its rows and columns multiplied."""
FIRST_NODE, NODES = 3e-3, 200
"""Seconds for the first node of a branch and bound, times the number of variables to the power of 3/4; nodes that take
as long again."""
FLOW = 3e-3
"""Seconds for a flow while the relaxed master of the bound is put up."""
VARIABLE = 3e-5
"""Seconds for a variable of such a problem while it is put up."""
PIVOT, PIVOT_VARIABLE = 8e-5, 4e-9
"""Seconds for a step of its simplex method, and for each variable in it."""


class Stopwatch:
    """Seconds, by the clock or counted.

    Parameters
    ----------
    counted
        Whether they are counted.
    """

    def __init__(self, *, counted: bool = False) -> None:
        self.counted = counted
        self._spent = 0.0

    def now(self) -> float:
        """Seconds since some moment."""
        return self._spent if self.counted else time.monotonic()

    def spend(self, seconds: float) -> None:
        """Count work that was done."""
        self._spent += PACE * seconds

    def nodes(self, variables: int, seconds: float) -> int | None:
        """How many nodes of a branch and bound fit into counted seconds; ``None``: not even the first."""
        first = FIRST_NODE * float(variables) ** 0.75
        if first > seconds:
            return None
        return 1 + int(NODES * (seconds / first - 1)) if first else 1


def pricing_seconds(places: int, most: int, seats: int, stops: int) -> float:
    """What a dynamic programme over routes takes: so many places with ``most`` persons at one of them."""
    states: int = (seats + 1) * places * (places + min(most, seats))
    return stops * (STEP + STATE * states)


def master_seconds(rows: int, columns: int) -> float:
    """What solving a linear program over columns once more takes."""
    return MASTER + CELL * rows * columns


def branching_seconds(variables: int, pivots: int) -> float:
    """What a branch and bound took."""
    return pivots * (PIVOT + PIVOT_VARIABLE * variables)
