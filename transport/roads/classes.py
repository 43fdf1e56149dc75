"""Road classes: what a coach does on them, and which vehicles they carry.

Speeds are averages of a coach by day, from the design speeds of JTG B01 and the usual practice of coach operators; a
coach goes at four fifths of it by night. The vehicles follow the width of the class (JTG B01, JTG 2111): what a
county's line check of police and transport bureau decides comes before it (``max_seats`` of the places table).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Terrain = Literal["mountain", "hills", "plain"]
TERRAINS: tuple[Terrain, ...] = ("mountain", "hills", "plain")
ANY = math.inf
"""Seats of the largest vehicle, where any passes."""
SEAT_LEVELS = (ANY, 45.0, 30.0, 19.0, 7.0)
"""Passenger seats by the length of the vehicle: 12 m and more, 10 m, 8 m, 6–7 m, and a people carrier."""
NIGHT_SPEED = 0.8
"""Night speed as a share of the day's."""


@dataclass(frozen=True, slots=True)
class RoadClass:
    """One class of roads.

    Parameters
    ----------
    name
        As it stands in the links table.
    kmh
        Average of a coach by day in mountains, among hills and in the plain.
    seats
        Passenger seats of the largest vehicle.
    third
        Whether it is of the third class or below: in the mountains no coach may use it by night.
    """

    name: str
    kmh: tuple[float, float, float]
    seats: float
    third: bool = False

    def speed(self, terrain: Terrain) -> float:
        """Return the average speed of a coach by day, km/h."""
        return self.kmh[TERRAINS.index(terrain)]


CLASSES = {
    road.name: road
    for road in (
        RoadClass("expressway", (78, 84, 88), ANY),
        RoadClass("class1", (50, 55, 60), ANY),
        RoadClass("class2", (45, 48, 52), ANY),
        RoadClass("urban", (28, 28, 28), ANY),
        RoadClass("class3", (32, 34, 35), 45.0, third=True),
        RoadClass("class4", (24, 26, 28), 30.0, third=True),
        RoadClass("class4_single", (17, 19, 22), 19.0, third=True),
        RoadClass("track", (12, 12, 15), 7.0, third=True),
    )
}


def at_most(limits: tuple[tuple[float, float], ...], measure: float) -> float:
    """Return the seats of the largest vehicle that a limit lets through: the first whose need the measure meets.

    ``limits`` holds (what the vehicle needs, its seats), the largest first; 0 where it meets none.
    """
    return next((seats for needed, seats in limits if measure >= needed), 0.0)
