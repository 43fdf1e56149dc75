"""Whose turn it is: of several ways to improve a plan, the one that gained most a second lately."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable

REVIVED = 1.5
"""Factor by which what was not tried is taken for better with each turn of another."""
TINY = 1e-6
"""CNY a second that count as nothing."""
LEAST_SHORT, MOST_SHORT = 1.0, 5.0
"""Seconds of a short turn at the least and at the most."""


def short_turn(seconds: float) -> float:
    """The seconds of a turn of search or compositions, which do best often, where about so many are wanted."""
    return min(max(LEAST_SHORT, seconds), MOST_SHORT)


class Turns:
    """Chooses among activities by what they gained; each is tried once first, and all come back in time.

    Parameters
    ----------
    names
        The activities.
    rng
        Decides where nothing gains anything.
    """

    def __init__(self, names: Iterable[str], rng: random.Random) -> None:
        self.rng = rng
        self.gains = dict.fromkeys(names, math.inf)

    def next(self) -> str:
        """Return the activity to be tried next."""
        return max(self.gains, key=lambda name: self.gains[name])

    def took(self, name: str, gained: float, seconds: float) -> None:
        """Learn what an activity gained (CNY) in its time."""
        self.gains = {other: REVIVED * known + TINY for other, known in self.gains.items()}
        self.gains[name] = max(0.0, gained) / max(seconds, 1e-3) + TINY * self.rng.random()
