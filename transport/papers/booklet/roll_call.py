"""When heads are counted on a trip, and who should be there then. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transport.plan import Rest, Trip

Occasion = Literal["boarding", "rest", "alighting"]


@dataclass(frozen=True, slots=True)
class RollCall:
    """One count: before the vehicle leaves a stop or a rest, and when it reaches a stop where people alight.

    Parameters
    ----------
    moment
        When it leaves, or arrives at a stop where people alight.
    place_id
        Of a stop; ``None``: a rest on the road.
    aboard
        Ids of those who should be there.
    """

    occasion: Occasion
    moment: int
    place_id: str | None
    aboard: frozenset[str]


def roll_calls(trip: Trip) -> tuple[RollCall, ...]:
    """Return every count of a trip in order; a rest with nobody aboard needs none."""
    calls: list[RollCall] = []
    aboard: frozenset[str] = frozenset()
    for entry in trip.entries:
        if isinstance(entry, Rest):
            if aboard:
                calls.append(RollCall("rest", entry.depart, None, aboard))
            continue
        if entry.alight:
            calls.append(RollCall("alighting", entry.arrive, entry.place_id, aboard))
        aboard = (aboard - frozenset(entry.alight)) | frozenset(entry.board)
        if entry.board:
            calls.append(RollCall("boarding", entry.depart, entry.place_id, aboard))
    return tuple(calls)
