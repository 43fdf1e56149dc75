"""A plan as it runs: vehicles along their roads, services along their lines, people set out and arrive. Pure data.

Moments are minutes since the epoch of :mod:`transport.clock`; nothing names a person.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from maps import shapes
from maps.journeys import Journeys
from maps.layers import FLIGHT_BEND
from maps.road_lines import Roads
from maps.shapes import Position
from maps.tracks import build_track, halts
from transport.case import Case
from transport.plan import Plan, Trip


def build_playback(case: Case, plan: Plan, roads: Roads) -> dict[str, Any]:
    """Return what the playback shows.

    Returns
    -------
    dict
        ``start``, ``end``: first and last moment (equal where nothing runs); ``lines``: roads, each once; ``trips`` and
        ``services``; ``places`` with ``out`` and ``in``: [moment, people] of those who set out and arrive there;
        ``out``, ``in``: the same of all places together; ``undated``: people without a timetable.
    """
    lines: dict[tuple[str, str], int] = {}
    trips = [_trip(case, trip, lines) for trip in sorted(plan.trips, key=lambda trip: (trip.leaves_base, trip.trip_id))]
    services = [_service(case, plan, row) for row in range(len(plan.services))]
    moments = [moment for one in (*trips, *filter(None, services)) for moment in (one["start"], one["end"])]
    people = _people(Journeys(case, plan))
    return {
        "start": min(moments, default=0),
        "end": max(moments, default=0),
        "lines": [roads.leg(*pair) for pair in lines],
        "trips": trips,
        "services": [service for service in services if service is not None],
        **people,
    }


def _trip(case: Case, trip: Trip, lines: dict[tuple[str, str], int]) -> dict[str, Any]:
    """One trip: its legs with the minutes of driving on each, its stops, its night halts."""
    offer = case.offers[trip.offer_id]
    legs = []
    for leg in build_track(trip, case):
        row = lines.setdefault((leg.origin, leg.destination), len(lines))
        legs.append({"line": row, "drives": [moment for drive in leg.drives for moment in drive], "aboard": leg.aboard})
    return {
        "id": trip.trip_id,
        "kind": trip.kind,
        "vehicle": offer.vehicle or offer.operator or offer.offer_id,
        "number": trip.vehicle_no,
        "start": trip.leaves_base,
        "end": trip.entries[-1].depart,
        "legs": legs,
        "stops": [[stop.arrive, stop.depart, stop.place_id, len(stop.board), len(stop.alight)] for stop in trip.stops],
        "halts": halts(trip, case),
    }


def _service(case: Case, plan: Plan, row: int) -> dict[str, Any] | None:
    use = plan.services[row]
    service = case.services[use.service_id]
    start, end = (shapes.place_position(case.places[hub]) for hub in (service.from_hub, service.to_hub))
    if start is None or end is None:
        return None
    line: list[Position] = [start, end]
    if service.mode == "flight":
        line = shapes.arc(start, end, bend=FLIGHT_BEND)
    return {
        "id": service.service_id,
        "kind": service.mode,
        "vehicle": service.operator,
        "start": service.depart,
        "end": service.arrive,
        "line": line,
        "from": service.from_hub,
        "to": service.to_hub,
        "people": len(use.workers),
    }


def _people(journeys: Journeys) -> dict[str, Any]:
    """When people set out and arrive, altogether and at each place."""
    case = journeys.case
    out, into = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    undated = 0
    for worker_id, itinerary in journeys.by_worker.items():
        if itinerary.pickup is None or itinerary.arrive is None:
            undated += 1
            continue
        worker = case.workers[worker_id]
        out[worker.origin, itinerary.pickup] += 1
        into[worker.destination, itinerary.arrive] += 1
    used = {place_id for place_id, _ in (*out, *into)}
    used |= {stop.place_id for trip in journeys.plan.trips for stop in trip.stops}
    used |= {hub for use in journeys.plan.services for hub in _hubs(case, use.service_id)}
    places = [
        {
            "id": place_id,
            "kind": case.places[place_id].kind,
            "name": case.places[place_id].name,
            "at": shapes.place_position(case.places[place_id]),
            "out": _steps(out, place_id),
            "in": _steps(into, place_id),
        }
        for place_id in case.places
        if place_id in used
    ]
    return {"places": places, "out": _steps(out), "in": _steps(into), "undated": undated}


def _hubs(case: Case, service_id: str) -> tuple[str, str]:
    service = case.services[service_id]
    return service.from_hub, service.to_hub


def _steps(counts: Counter[tuple[str, int]], place_id: str | None = None) -> list[list[int]]:
    """[moment, people until then] in order of time; of one place, or of all."""
    at: Counter[int] = Counter()
    for (place, moment), people in counts.items():
        if place_id in {None, place}:
            at[moment] += people
    total, steps = 0, []
    for moment in sorted(at):
        total += at[moment]
        steps.append([moment, total])
    return steps


def moving_hours(playback: dict[str, Any]) -> list[list[int]]:
    """Return the stretches of time in which something is out, those that touch joined."""
    joined: list[list[int]] = []
    for start, end in sorted((one["start"], one["end"]) for one in (*playback["trips"], *playback["services"])):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    assert all(one[1] < other[0] for one, other in pairwise(joined))
    return joined
