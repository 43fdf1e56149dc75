"""Closures: which pieces of road each of them means, and what becomes of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from transport.case import Case
from transport.clock import to_iso
from transport.errors import InputIssue
from transport.road_settings import Closure
from transport.roads.graph import Floats, Mask, RoadGraph, Rows

KM_PER_DEGREE = 111.195


@dataclass(frozen=True)
class Pieces:
    """Pieces of road that closures are held against.

    Parameters
    ----------
    start, end
        (lat, lon) of both ends, one row a piece.
    link, link_names, road, road_names
        As those of :class:`RoadGraph`; -1: none.
    provinces
        Of both ends, one pair a piece.
    corners_of
        The network where the pieces are its links, so that their corners count as well.
    """

    start: Floats
    end: Floats
    link: Rows
    road: Rows
    provinces: Sequence[tuple[str, str]]
    link_names: tuple[str, ...] = ()
    road_names: tuple[str, ...] = ()
    corners_of: RoadGraph | None = None


@dataclass(frozen=True)
class Effects:
    """What closures do to each piece: ``open`` to traffic, ``factor`` on its minutes, ``no_night`` driving."""

    open: Mask
    factor: Floats
    no_night: Mask


def in_force(case: Case) -> tuple[tuple[Closure, ...], tuple[InputIssue, ...]]:
    """Return the closures that overlap the window, and a notice for each that holds for a part of it or not at all.

    The roads of a case do not change with time. So a closure that holds for a part of the window counts throughout: the
    plan may be dearer than need be, but nobody is sent onto a closed road.
    """
    held: list[Closure] = []
    issues: list[InputIssue] = []
    for closure in case.roads.closures:
        start = case.window_start if closure.start is None else closure.start
        end = case.window_end if closure.end is None else closure.end
        overlaps = start < case.window_end and end > case.window_start
        if overlaps:
            held.append(closure)
        if not overlaps or start > case.window_start or end < case.window_end:
            code = "closure_whole_window" if overlaps else "closure_outside_window"
            issues.append(notice(code, closure, start=to_iso(start)[:16], end=to_iso(end)[:16]))
    return tuple(held), tuple(issues)


def notice(code: str, closure: Closure, **params: str) -> InputIssue:
    """Return a warning about a closure."""
    return InputIssue(
        code,
        "warning",
        file="case.yaml",
        column="roads.closures",
        seen=closure.name,
        params={"name": closure.name, **params},
    )


def pieces_of(graph: RoadGraph, provinces: Sequence[str]) -> Pieces:
    """Return the links of a network as pieces; ``provinces`` of its nodes."""
    at = np.column_stack([graph.lat, graph.lon])
    ends = zip(graph.start.tolist(), graph.end.tolist(), strict=True)
    return Pieces(
        start=at[graph.start],
        end=at[graph.end],
        link=graph.link,
        road=graph.road,
        provinces=[(provinces[one], provinces[other]) for one, other in ends] if provinces else [],
        link_names=graph.link_names,
        road_names=graph.road_names,
        corners_of=graph,
    )


def effects(closures: Iterable[Closure], pieces: Pieces) -> Effects:
    """Return what these closures do to the pieces together; two that slow the same piece both count."""
    count = len(pieces.start)
    found = Effects(np.ones(count, np.bool_), np.ones(count), np.zeros(count, np.bool_))
    for closure in closures:
        hit = meant(closure, pieces)
        if closure.effect == "close":
            found.open[hit] = False
        elif closure.effect == "slow":
            found.factor[hit] *= closure.factor
        else:
            found.no_night[hit] = True
    return found


def applied(graph: RoadGraph, closures: Sequence[Closure], provinces: Sequence[str]) -> RoadGraph:
    """Return the network under these closures."""
    if not closures:
        return graph
    found = effects(closures, pieces_of(graph, provinces))
    slowed = replace(graph, minutes=graph.minutes * found.factor, no_night=graph.no_night | found.no_night)
    return slowed.only(found.open)


def without_effect(closures: Sequence[Closure], *networks: Pieces) -> tuple[InputIssue, ...]:
    """Return a warning for each closure that means no piece at all, with the names nearest to what it asks for."""
    return tuple(
        notice("closure_without_effect", closure, near=_near(closure, networks))
        for closure in closures
        if not any(meant(closure, pieces).any() for pieces in networks)
    )


def meant(closure: Closure, pieces: Pieces) -> Mask:
    """Return which pieces a closure means: those that everything fits which it names."""
    hit = np.full(len(pieces.start), not closure.of_places)
    if closure.links:
        hit &= _named(closure.links, pieces.link, pieces.link_names)
    if closure.roads:
        wanted = {name.casefold() for name in closure.roads}
        fits = [not wanted.isdisjoint(route_numbers(name)) for name in pieces.road_names]
        hit &= np.array([*fits, False], dtype=np.bool_)[pieces.road]
    if closure.provinces:
        wanted = set(closure.provinces)
        hit &= np.array([not wanted.isdisjoint(ends) for ends in pieces.provinces], dtype=np.bool_).reshape(-1)
    if (closure.polygon or closure.circle) and hit.any():
        rows = np.flatnonzero(hit)
        hit[rows] = _touching(closure, pieces, rows)
    return hit


def route_numbers(name: str) -> frozenset[str]:
    """Return the single numbers of a route name such as ``G60/G85`` or ``G60;G85``, folded for comparison."""
    for sign in ";,+ ":
        name = name.replace(sign, "/")
    return frozenset(part.casefold() for part in (*name.split("/"), name) if part)


def _named(wanted: Sequence[str], link: Rows, names: tuple[str, ...]) -> Mask:
    """Whether each link is one of those wanted; links without names go by their numbers."""
    if names:
        known = {name: row for row, name in enumerate(names)}
        return np.isin(link, [known[name] for name in wanted if name in known])
    return np.isin(link, [int(name) for name in wanted if name.isdigit()])


def _touching(closure: Closure, pieces: Pieces, rows: Rows) -> Mask:
    """Whether each of these pieces touches the closure's area; its corners are joined by straight lines.

    Degrees are stretched to km around the area, so that a circle is one; areas are small beside the earth.
    """
    import shapely

    corners = np.array(closure.polygon or ([closure.circle[:2]] if closure.circle else []))
    squeeze = np.cos(np.radians(corners[:, 0].mean()))

    def flat(points: Floats) -> Floats:
        return np.column_stack([points[:, 1] * squeeze, points[:, 0]]) * KM_PER_DEGREE

    points, line = _lines(pieces, rows)
    lines = shapely.linestrings(flat(points), indices=line)
    fits = np.ones(len(rows), dtype=np.bool_)
    if closure.polygon:
        area = shapely.polygons(flat(np.array(closure.polygon)))
        shapely.prepare(area)
        fits &= shapely.intersects(area if area.is_valid else area.buffer(0), lines)
    if closure.circle:
        lat, lon, km = closure.circle
        fits &= shapely.dwithin(lines, shapely.points(flat(np.array([[lat, lon]])))[0], km)
    return fits


def _lines(pieces: Pieces, rows: Rows) -> tuple[Floats, Rows]:
    """Return the (lat, lon) points of the pieces' lines, one after the other, and which line each is of."""
    if pieces.corners_of is not None:
        return pieces.corners_of.lines(rows)
    points = np.stack([pieces.start[rows], pieces.end[rows]], axis=1).reshape(-1, 2)
    return points, np.repeat(np.arange(len(rows)), 2)


def _near(closure: Closure, networks: Sequence[Pieces]) -> str:
    roads = {number for pieces in networks for name in pieces.road_names for number in name.split("/") if number}
    links = {name for pieces in networks for name in pieces.link_names}
    provinces = {name for pieces in networks for ends in pieces.provinces for name in ends}
    asked = ((closure.roads, roads), (closure.links, links), (closure.provinces, provinces))
    return ", ".join(
        near for names, known in asked for name in names for near in get_close_matches(name, known - {name}, 5, 0.5)
    )
