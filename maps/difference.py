"""Two plans compared: who travels otherwise, and how many people each stretch of way carries more or fewer of.

Pure data; nothing here names a person. The two plans may be of different cases (one plan of a base, one of a
scenario): people and places are matched by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal

from maps import shapes
from maps.features import Feature, feature
from maps.journeys import WAYS, Journeys, Way, day_of
from maps.layers import FLIGHT_BEND
from maps.road_lines import Roads
from maps.shapes import Position
from transport.case import Case, ServiceMode, TripKind
from transport.plan import SERVICE_LEG, Plan

Change = Literal["new", "more", "same", "other", "fewer", "gone"]
Layer = TripKind | ServiceMode
Segment = tuple[Position, Position]
_MOST_POINTS = 2000
_COARSE = 0.005
"""Ways of very many points are laid on a grid of about half a km, so that two of them still share their roads."""


@dataclass(frozen=True)
class Side:
    """One of the two plans, with its case and the lines of its roads."""

    case: Case
    plan: Plan
    roads: Roads


def build_difference(one: Side, other: Side) -> dict[str, Any]:
    """Return the difference as a GeoJSON ``FeatureCollection``.

    Lines have ``change`` (from ``one`` to ``other``), ``people`` (a pair: on it in the one and in the other plan) and
    ``by`` (the same for each kind of vehicle); ``same`` lines carry the same people in the same kinds of vehicle,
    ``other`` ones as many people otherwise. Points are villages and factories with ``people``, ``changed`` (how many
    travel otherwise or on another day) and ``by`` (people by way of travel, pairs).
    """
    features = [*_connections(one, other), *_roads(one, other), *_places(one, other)]
    return {"type": "FeatureCollection", "features": features}


def changed_people(one: Side, other: Side) -> set[str]:
    """Ids of the people whose way of travel, line haul or day of pick-up or arrival differs, or who are in one only."""
    hows = [_how(side) for side in (one, other)]
    return {
        worker_id for worker_id in hows[0].keys() | hows[1].keys() if hows[0].get(worker_id) != hows[1].get(worker_id)
    }


def _how(side: Side) -> dict[str, tuple[object, ...]]:
    """What a person would call another journey: way, line haul, days."""
    journeys = Journeys(side.case, side.plan)
    return {
        worker_id: (
            journeys.ways[worker_id],
            tuple(leg for leg in itinerary.legs if leg.startswith(SERVICE_LEG)),
            day_of(itinerary.pickup),
            day_of(itinerary.arrive),
        )
        for worker_id, itinerary in journeys.by_worker.items()
    }


def change_of(before: Counter[Layer], after: Counter[Layer]) -> Change:
    """Name the change of the people on a line."""
    if before == after:
        return "same"
    was, now = before.total(), after.total()
    if not was or not now:
        return "new" if now else "gone"
    return "other" if was == now else "more" if now > was else "fewer"


# ---- roads, by the stretch


def _roads(one: Side, other: Side) -> Iterator[Feature]:
    """Stretches of road that carry the same people, joined to lines; the unchanged ones first."""
    lines = [_legs(side) for side in (one, other)]
    before, after = (_on_segments(side, legs) for side, legs in zip((one, other), lines, strict=True))
    none: Counter[Layer] = Counter()
    seen: set[Segment] = set()

    def people(step: Segment) -> tuple[Counter[Layer], Counter[Layer]] | None:
        """People on a step of a line before and after; ``None`` where it was drawn already."""
        segment = _segment(*step)
        if segment in seen:
            return None
        seen.add(segment)
        return before.get(segment, none), after.get(segment, none)

    drawn = []
    for line in (line for legs in lines for line in legs.values()):
        for counts, steps in groupby(pairwise(line), key=people):
            stretch = list(steps)
            if counts is not None:
                points = [stretch[0][0], *(end for _, end in stretch)]
                drawn.append(_line(shapes.thin(points), "road", *counts))
    yield from sorted(drawn, key=lambda line: (line["properties"]["change"] != "same", line["properties"]["size"]))


def _line(line: list[Position], layer: str, before: Counter[Layer], after: Counter[Layer], **more: Any) -> Feature:
    people = [before.total(), after.total()]
    return feature(
        "LineString",
        line,
        layer=layer,
        change=change_of(before, after),
        people=people,
        size=abs(people[1] - people[0]) or max(people),
        by={kind: [before[kind], after[kind]] for kind in (*before, *(k for k in after if k not in before))},
        **more,
    )


def _segment(start: Position, end: Position) -> Segment:
    return (start, end) if start <= end else (end, start)


def _legs(side: Side) -> dict[tuple[str, str], list[Position]]:
    """The lines of all ways that trips take, each once."""
    pairs = {(a.place_id, b.place_id): None for trip in side.plan.trips for a, b in pairwise(trip.stops)}
    return {pair: _shared(side.roads.full_leg(*pair)) for pair in pairs}


def _shared(line: list[Position]) -> list[Position]:
    """Lay a line of very many points on the grid."""
    if len(line) <= _MOST_POINTS:
        return line
    grid = (shapes.position(round(lat / _COARSE) * _COARSE, round(lon / _COARSE) * _COARSE) for lon, lat in line)
    return [point for point, _ in groupby(grid)]


def _on_segments(side: Side, lines: Mapping[tuple[str, str], list[Position]]) -> dict[Segment, Counter[Layer]]:
    """People on every stretch of road, both directions together, by kind of trip."""
    legs: dict[tuple[str, str], Counter[Layer]] = {}
    for trip in side.plan.trips:
        aboard = 0
        for here, there in pairwise(trip.stops):
            aboard += len(here.board) - len(here.alight)
            legs.setdefault((here.place_id, there.place_id), Counter())[trip.kind] += aboard
    counts: dict[Segment, Counter[Layer]] = {}
    for pair, people in legs.items():
        for segment in {_segment(*ends) for ends in pairwise(lines[pair])}:
            counts.setdefault(segment, Counter()).update(people)
    return counts


# ---- flights and trains


def _connections(one: Side, other: Side) -> Iterator[Feature]:
    """One line a mode and pair of hubs."""
    sides = tuple(_on_connections(side) for side in (one, other))
    for key in dict.fromkeys((*sides[0], *sides[1])):
        mode, from_hub, to_hub = key
        side = one if key in sides[0] else other
        places = [side.case.places[hub] for hub in (from_hub, to_hub)]
        start, end = map(shapes.place_position, places)
        if start is None or end is None:
            continue
        before, after = (Counter[Layer]({mode: people[key]}) for people in sides)
        line = shapes.arc(start, end, bend=FLIGHT_BEND) if mode == "flight" else [start, end]
        yield _line(line, mode, before, after, from_name=places[0].name, to_name=places[1].name)


def _on_connections(side: Side) -> Counter[tuple[ServiceMode, str, str]]:
    counts: Counter[tuple[ServiceMode, str, str]] = Counter()
    for use in side.plan.services:
        service = side.case.services[use.service_id]
        counts[service.mode, service.from_hub, service.to_hub] += len(use.workers)
    return counts


# ---- villages and factories


def _places(one: Side, other: Side) -> Iterator[Feature]:
    changed = changed_people(one, other)
    ends = tuple(_ends(side) for side in (one, other))
    for place_id in dict.fromkeys((*ends[0], *ends[1])):
        place = (one if place_id in ends[0] else other).case.places[place_id]
        at = shapes.place_position(place)
        if at is None or place.kind not in {"village", "factory"}:
            continue
        before, after = ({**people.get(place_id, {})} for people in ends)
        both = before.keys() | after.keys()
        yield feature(
            "Point",
            at,
            layer=place.kind,
            id=place_id,
            name=place.name,
            county=place.county,
            people=[len(before), len(after)],
            changed=len(both & changed),
            by={way: pair for way in WAYS if any(pair := [_count(before.values(), way), _count(after.values(), way)])},
        )


def _count(ways: Iterable[Way], way: Way) -> int:
    return sum(one == way for one in ways)


def _ends(side: Side) -> dict[str, dict[str, Way]]:
    """The way of travel of the people by the place where their journeys start or end."""
    ways, people = Journeys(side.case, side.plan).ways, dict[str, dict[str, Way]]()
    for worker_id, way in ways.items():
        worker = side.case.workers[worker_id]
        for place_id in (worker.origin, worker.destination):
            people.setdefault(place_id, {})[worker_id] = way
    return people
