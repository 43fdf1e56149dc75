"""Road lines between places, each asked for once and thinned to what a reader can see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from maps import shapes
from maps.shapes import Position
from transport.case import Case
from transport.travel import RoadGeometry


@dataclass
class Roads:
    """The lines of one case's roads.

    Parameters
    ----------
    case
        Whose places they join.
    geometry
        The way along the roads between two places; ``None`` draws straight lines.
    """

    case: Case
    geometry: RoadGeometry | None
    _known: dict[tuple[str, str], list[Position]] = field(default_factory=dict)

    def line(self, place_ids: Iterable[str]) -> list[Position]:
        """Return the way through these places, those without coordinates left out."""
        drawable = [p for p in place_ids if shapes.place_position(self.case.places[p]) is not None]
        line: list[Position] = []
        for origin, destination in pairwise(drawable):
            leg = self.leg(origin, destination)
            line += leg[1:] if line and line[-1] == leg[0] else leg
        return line

    def leg(self, origin: str, destination: str) -> list[Position]:
        """Return the way between two places; of those without coordinates only what there is."""
        pair = (origin, destination)
        if pair not in self._known:
            self._known[pair] = shapes.thin(self.full_leg(origin, destination))
        return self._known[pair]

    def full_leg(self, origin: str, destination: str) -> list[Position]:
        """Return the same with every point that the road provider knows."""
        pair = (origin, destination)
        points = [] if self.geometry is None else [shapes.position(*p) for p in self.geometry(*pair)]
        if len(points) > 1:
            return points
        ends = [shapes.place_position(self.case.places[place_id]) for place_id in pair]
        return [end for end in ends if end is not None]
