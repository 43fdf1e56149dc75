"""A map as a drawing: an SVG that needs no script, small enough for a phone and sharp on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from maps.basemap import names, outlines, read_basemap
from maps.popups import safe
from maps.shapes import Position
from transport.locale import Language, text

WIDTH, HEIGHT = 480, 330
_MARGIN = 34
_SMALLEST_DEG = 0.05
_FINEST = 0.8
"""Points of an outline nearer to each other than this, in pixels, are one."""

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """A window onto the Mercator plane: its west and north edge, and pixels a unit (degree of longitude)."""

    west: float
    north: float
    scale: float

    def pixel(self, position: Position) -> tuple[float, float]:
        """Return where a position is drawn."""
        return (position[0] - self.west) * self.scale, (self.north - _mercator(position[1])) * self.scale

    @property
    def box(self) -> Box:
        """West, south, east and north edge on the plane."""
        return self.west, self.north - HEIGHT / self.scale, self.west + WIDTH / self.scale, self.north

    def km(self, pixels: float) -> float:
        """Return how far so many pixels are in the middle of the frame."""
        latitude = math.atan(math.sinh(math.radians(self.north - HEIGHT / 2 / self.scale)))
        return pixels / self.scale * 111.32 * math.cos(latitude)


def frame_of(positions: Sequence[Position]) -> Frame:
    """Return the frame that shows these positions with room around them."""
    xs, ys = [p[0] for p in positions], [_mercator(p[1]) for p in positions]
    wide, high = max(max(xs) - min(xs), _SMALLEST_DEG), max(max(ys) - min(ys), _SMALLEST_DEG)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
    return Frame((min(xs) + max(xs)) / 2 - WIDTH / 2 / scale, (min(ys) + max(ys)) / 2 + HEIGHT / 2 / scale, scale)


def _mercator(lat: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


@dataclass
class Sketch:
    """A drawing in the making; whatever is written later gives way to what stands already."""

    frame: Frame
    lang: Language
    _drawn: list[str] = field(default_factory=list)
    _taken: list[Box] = field(default_factory=list)

    def ground(self) -> None:
        """Draw land and borders."""
        for role, parts in _ground().items():
            if role == "county" and self.frame.km(WIDTH) > 1200:
                continue
            paths = [
                path for outline, box in parts if _meet(box, self.frame.box) for path in self._outline(outline, role)
            ]
            if paths:
                self._drawn.append(f'<path class="{role}" d="{"".join(paths)}"/>')

    def line(self, line: Sequence[Position], style: str) -> None:
        """Draw a way; ``style`` is its CSS class."""
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in map(self.frame.pixel, line))
        self._drawn.append(f'<polyline class="{style}" points="{points}"/>')

    def sign(self, at: Position, label: str, style: str, size: float = 10) -> None:
        """Draw a sign with a label of a few characters that nothing is written over."""
        x, y = self.frame.pixel(at)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            return
        wide = max(size, 3.6 * len(label) + 5)
        self._taken.append((x - wide, y - size, x + wide, y + size))
        self._drawn.append(
            f'<rect class="{style}" x="{x - wide:.0f}" y="{y - size:.0f}" width="{2 * wide:.0f}"'
            f' height="{2 * size:.0f}" rx="{size:.0f}"/>'
            f'<text class="{style}-text" x="{x:.0f}" y="{y + 4.5:.0f}">{safe(label)}</text>'
        )

    def write(self, at: Position, lines: Sequence[str], style: str, gap: float = 13) -> bool:
        """Write lines of text beside a position, wherever there is room; say whether there was."""
        x, y = self.frame.pixel(at)
        size = 13 if gap else 12
        wide, high = max(map(text_width, lines)) * size, 16.0 * len(lines)
        for left, top in _spots(x, y, wide, high, gap):
            box = (left, top, left + wide, top + high)
            inside = box[0] >= 3 and box[1] >= 3 and box[2] <= WIDTH - 3 and box[3] <= HEIGHT - 3
            if not inside or any(_meet(box, other) for other in self._taken):
                continue
            self._taken.append(box)
            rows = "".join(
                f'<text class="{style}" x="{left + wide / 2:.0f}" y="{top + 12.5 + 16 * row:.0f}">{safe(line)}</text>'
                for row, line in enumerate(lines)
            )
            self._drawn.append(rows)
            return True
        return False

    def place_names(self) -> None:
        """Write the names of counties, or of provinces where the frame is wide, that still find room."""
        level = "province" if self.frame.km(WIDTH) > 700 else "county"
        for name in names(read_basemap(), self.lang):
            lat, lon = name["at"]
            if name["level"] == level:
                x, y = self.frame.pixel((lon, lat))
                if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
                    self.write((lon, lat), [name["text"]], "ground-name", 0)

    def svg(self, title: str) -> str:
        """Return the drawing with a scale; ``title`` is for readers who cannot see it."""
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{safe(title)}">'
            f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/>{"".join(self._drawn)}{self._scale()}</svg>'
        )

    def keep_clear(self, left: float, top: float, right: float, bottom: float) -> None:
        """Let nothing be written in a corner, in pixels."""
        self._taken.append((left, top, right, bottom))

    def _scale(self) -> str:
        km = _round_number(self.frame.km(110))
        wide = 110 * km / self.frame.km(110)
        name = text(self.lang, "maps.sheet.km", km=f"{km:g}")
        return (
            f'<path class="scale" d="M10 {HEIGHT - 16}v6h{wide:.0f}v-6"/>'
            f'<text class="scale-text" x="{14 + wide:.0f}" y="{HEIGHT - 9}">{name}</text>'
        )

    def _outline(self, outline: Points, role: str) -> Iterator[str]:
        closed = role == "land"
        west, south, east, north = self.frame.box
        room = 0.05 * (east - west)
        box = (west - room, south - room, east + room, north + room)
        for part in [clip_area(outline, box)] if closed else clip_line(outline, box):
            pixels = np.column_stack(((part[:, 0] - west) * self.frame.scale, (north - part[:, 1]) * self.frame.scale))
            pixels = _thin(pixels)
            if len(pixels) > (2 if closed else 1):
                steps = "L".join(f"{x:.0f} {y:.0f}" for x, y in pixels.tolist())
                yield f"M{steps}{'Z' if closed else ''}"


def _spots(x: float, y: float, wide: float, high: float, gap: float) -> Iterator[tuple[float, float]]:
    """Left and top corners to try for a text beside a point."""
    if not gap:
        yield x - wide / 2, y - high / 2
        return
    for far in (gap, gap + 12, gap + 26):
        yield x + far, y - high / 2
        yield x - far - wide, y - high / 2
        yield x - wide / 2, y + far
        yield x - wide / 2, y - far - high
        yield x + far * 0.7, y + far * 0.7
        yield x - far * 0.7 - wide, y + far * 0.7
        yield x + far * 0.7, y - far * 0.7 - high
        yield x - far * 0.7 - wide, y - far * 0.7 - high


def text_width(line: str) -> float:
    """Return how wide a text is, in heights of its letters."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.58 for char in line) + 0.2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_number(km: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not above."""
    power = 10.0 ** math.floor(math.log10(km))
    return max(step * power for step in (1, 2, 5) if step * power <= km)


@cache
def _ground() -> dict[str, list[tuple[Points, Box]]]:
    """Outlines on the Mercator plane by role, each with its box; inner rings of land are left out."""
    ground: dict[str, list[tuple[Points, Box]]] = {}
    for outline in outlines(read_basemap()):
        role = outline["properties"]["role"]
        coordinates = outline["geometry"]["coordinates"]
        for line in [rings[0] for rings in coordinates] if role == "land" else coordinates:
            points = np.array(line, dtype=np.float64)
            points[:, 1] = np.degrees(np.arcsinh(np.tan(np.radians(points[:, 1]))))
            box = (points[:, 0].min(), points[:, 1].min(), points[:, 0].max(), points[:, 1].max())
            ground.setdefault(role, []).append((points, tuple(map(float, box))))  # type: ignore[arg-type]
    return ground


def clip_area(ring: Points, box: Box) -> Points:
    """Return the part of a closed ring that lies within a box (Sutherland and Hodgman), possibly empty."""
    west, south, east, north = box
    for axis, edge, side in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        if not len(ring):
            break
        depth = side * (ring[:, axis] - edge)
        after, depth_after = np.roll(ring, -1, axis=0), np.roll(depth, -1)
        inside, crossing = depth >= 0, (depth >= 0) != (depth_after >= 0)
        share = np.divide(depth, depth - depth_after, out=np.zeros_like(depth), where=crossing)[:, None]
        pairs = np.stack((ring, ring + share * (after - ring)), axis=1)
        ring = pairs[np.stack((inside, crossing), axis=1)]
    return ring


def clip_line(line: Points, box: Box) -> Iterable[Points]:
    """Return the pieces of a line that reach into a box; they may reach a little out of it."""
    west, south, east, north = box
    low, high = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    meets = (low[:, 0] < east) & (high[:, 0] > west) & (low[:, 1] < north) & (high[:, 1] > south)
    starts = np.flatnonzero(meets & ~np.concatenate(([False], meets[:-1])))
    ends = np.flatnonzero(meets & ~np.concatenate((meets[1:], [False])))
    return [line[start : end + 2] for start, end in zip(starts, ends, strict=True)]


def _thin(pixels: Points) -> Points:
    """Leave out points of a drawn outline that fall together with the one before."""
    if len(pixels) < 3:
        return pixels
    cells = np.floor(pixels / _FINEST)
    keep = np.concatenate(([True], (cells[1:] != cells[:-1]).any(axis=1)))
    keep[-1] = True
    return pixels[keep]
