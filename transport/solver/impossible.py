"""Proofs that people cannot travel by charter in any plan of a case, each with its numbers.

All tests are optimistic (the quickest way over any places, no rests, no other people), so what they rule out is truly
impossible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transport.plan import SERVICE_LEG
from transport.solver.problem import Bundle, Problem
from transport.solver.reach import FAR, MOST, Reach


@dataclass(frozen=True, slots=True)
class Impossible:
    """A proof: its code and the numbers that its sentence names (moments and minutes as whole minutes)."""

    code: str
    numbers: Mapping[str, float | str] = field(default_factory=dict)


def impossible(problem: Problem, reach: Reach, index: int) -> Impossible | None:
    """Return why no plan can carry a bundle by charter, or ``None`` where that is not proven."""
    return _no_vehicle(problem, reach, index) or _no_time(problem, reach, index)


def _no_vehicle(p: Problem, reach: Reach, index: int) -> Impossible | None:
    """No vehicle that could come, no road, or none large enough."""
    b = p.bundles[index]
    out = [*reach.direct_offers[b.origin], *reach.feeder_offers[b.origin]]
    into = [*reach.direct_offers[b.destination], *reach.distribution_offers[b.destination]]
    from_hub, to_hub = b.origin in p.service_from, b.destination in p.service_to
    if not p.offers and not (from_hub or to_hub):
        return Impossible("no_offer")
    if float(p.closure_minutes[b.origin, b.destination]) > MOST and not reach.services_of[p.cell_of[index]]:
        return Impossible("no_road")
    if not out and not from_hub:
        return Impossible("no_vehicle_at_origin", _access(p, b.origin))
    if not into and not to_hub:
        return Impossible("no_vehicle_at_destination", _access(p, b.destination))
    largest = max((p.offers[k].seats for k in out), default=0)
    return Impossible("party_too_large", {"largest": largest}) if b.size > largest and not from_hub else None


def _no_time(p: Problem, reach: Reach, index: int) -> Impossible | None:
    """Nothing arrives before the report, or nothing that this person may use."""
    b = p.bundles[index]
    minutes = float(p.closure_minutes[b.origin, b.destination])
    directly = "direct" not in b.barred and _directly(p, reach, b)
    if reach.services_of[p.cell_of[index]] or (directly and b.ready + p.dwell[b.origin] + minutes <= b.report):
        return None
    arrival = _earliest_arrival(p, reach, b, minutes, b.barred)
    if b.barred:
        anyhow = _earliest_arrival(p, reach, b, minutes, frozenset())
        if anyhow is not None and anyhow <= b.report:
            return Impossible("only_barred", {"arrival": anyhow})
    if arrival is None:
        return Impossible("no_connection")
    return Impossible("no_arrival_before_report", {"arrival": arrival})


def _directly(p: Problem, reach: Reach, b: Bundle) -> bool:
    return any(p.reaches(k, b.destination) for k in reach.direct_offers[b.origin])


def _access(p: Problem, place: int) -> dict[str, float | str]:
    """The largest vehicle that reaches a place, and the smallest on offer."""
    smallest = min((offer.seats for offer in p.offers), default=0)
    limit = p.max_seats[place]
    return {"smallest": smallest} if limit == float("inf") else {"smallest": smallest, "limit": limit}


def _earliest_arrival(p: Problem, reach: Reach, b: Bundle, minutes: float, barred: frozenset[str]) -> int | None:
    """The earliest imaginable arrival, by coach or by any service whose feeder can still be caught."""
    arrivals = [
        int(reach.arrive_earliest[b.destination, s])
        for s, service in enumerate(p.services)
        if reach.pickup_latest[b.origin, s] >= b.ready
        and reach.arrive_earliest[b.destination, s] < FAR
        and not barred.intersection((service.mode, SERVICE_LEG + service.service_id))
    ]
    if "direct" not in barred and _directly(p, reach, b) and minutes <= MOST:
        arrivals.append(int(b.ready + p.dwell[b.origin] + minutes))
    return min(arrivals, default=None)
