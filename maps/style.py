"""How things look: one table of layers, colours that colour-blind readers can tell apart, and sizes.

Lines take the Okabe-Ito palette, and differ in pattern as well, so that the map also survives a grey printer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

ModeLayer = Literal["direct", "feeder", "distribution", "flight", "train", "ticket", "unserved"]
SiteLayer = Literal["village", "factory", "hub"]

SMALLEST_RADIUS, LARGEST_RADIUS = 4.0, 20.0


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one layer.

    Parameters
    ----------
    color
        Line or ring colour, CSS hex.
    weight
        Line or ring width in pixels.
    dash
        SVG dash pattern in pixels, ``None`` for a solid line.
    fill
        Fill colour of a circle, ``None`` for lines.
    overlay
        Dash pattern in white over the line, as railways are drawn; ``None`` for none.
    """

    color: str
    weight: float
    dash: str | None = None
    fill: str | None = None
    overlay: str | None = None

    def to_options(self) -> dict[str, Any]:
        """Return what the map's script needs, with JSON types only."""
        return {
            "color": self.color,
            "weight": self.weight,
            "dash": self.dash,
            "fill": self.fill,
            "overlay": self.overlay,
        }


MODES: dict[ModeLayer, Style] = {
    "direct": Style("#d55e00", 2.5),
    "feeder": Style("#009e73", 2.5),
    "distribution": Style("#b45a93", 2.5),
    "flight": Style("#0072b2", 2.5, dash="9 6"),
    "train": Style("#3c4650", 4, overlay="7 7"),
    "ticket": Style("#b87a00", 3, fill="#e69f00"),
    "unserved": Style("#b00020", 3, fill="#b00020"),
}
SITES: dict[SiteLayer, Style] = {
    "village": Style("#ffffff", 1.5, fill="#34556e"),
    "factory": Style("#34556e", 3, fill="#ffffff"),
    "hub": Style("#17242e", 2, fill="#ffd166"),
}
CHANGE_LINES: dict[str, Style] = {
    "more": Style("#0072b2", 4),
    "fewer": Style("#d55e00", 4, dash="8 5"),
    "other": Style("#a0468a", 4, dash="2 5"),
    "same": Style("#8b979e", 1.5),
}
"""Lines of a difference between two plans."""


def radius(people: int) -> float:
    """Pixels of a circle whose area grows with the people it stands for, within readable limits.

    Parameters
    ----------
    people
        0 or more.
    """
    return round(min(LARGEST_RADIUS, max(SMALLEST_RADIUS, 2.0 + math.sqrt(people))), 1)
