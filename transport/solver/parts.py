"""Large cases in parts: neighbouring origins together, each part a case of its own with its share of what is on offer.

Vehicles are dealt out whole, to where the bases are near; units of services likewise, and blocks of seats that are sold
singly by the seat. So no two parts can use the same vehicle or seat, and their plans together are a plan of the whole.
What is lost at the seams the search around it finds again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from transport.case import Case, Offer, Service, Worker
from transport.plan import SERVICE_LEG, Plan, Summary
from transport.travel import TravelMatrix

NEAR = 30.0
"""Minutes of driving within which places count as equally near."""


def split(case: Case, travel: TravelMatrix, parts: int) -> tuple[Case, ...]:
    """Cut a case into about so many parts of about equal numbers of people.

    Parameters
    ----------
    case, travel
        The case and its roads, which the parts share.
    parts
        At least 1; fewer come back where there are not so many origins.
    """
    people: dict[str, list[Worker]] = defaultdict(list)
    for worker in case.workers.values():
        people[worker.origin].append(worker)
    groups = _neighbours(case, people, parts)
    persons = [{origin: len(people[origin]) for origin in group} for group in groups]
    offers = _dealt(
        {k: o.count for k, o in case.offers.items()},
        lambda k: [_pull(travel, case.offers[k].base, group) for group in persons],
    )
    services = _services(case, travel, persons)
    made = []
    for n, group in enumerate(groups):
        own = {w.worker_id: w for origin in group for w in people[origin]}
        workers = {i: w for i, w in case.workers.items() if i in own}
        fleet = {k: replace(o, count=offers[k][n]) for k, o in case.offers.items() if offers[k][n]}
        made.append(_part(case, workers, fleet, services[n]))
    return tuple(made)


def _part(case: Case, workers: dict[str, Worker], offers: dict[str, Offer], services: dict[str, Service]) -> Case:
    """A part with the places that it needs, in the order of the case."""
    used = {w.origin for w in workers.values()} | {w.destination for w in workers.values()}
    used |= {o.base for o in offers.values()}
    used |= {hub for s in services.values() for hub in (s.from_hub, s.to_hub)}
    places = {i: place for i, place in case.places.items() if i in used}
    return replace(case, workers=workers, offers=offers, services=services, places=places)


def _neighbours(case: Case, people: Mapping[str, Sequence[Worker]], parts: int) -> list[list[str]]:
    """Origins in groups of about equal numbers of people, counties kept together as far as may be."""
    centre: dict[str, list[float]] = defaultdict(list)
    for origin in people:
        centre[case.places[origin].county].append(case.places[origin].lon or 0.0)
    west = {county: sum(lons) / len(lons) for county, lons in centre.items()}

    def place(origin: str) -> tuple[float, str, float, str]:
        one = case.places[origin]
        return west[one.county], one.county, one.lat or 0.0, origin

    groups: list[list[str]] = [[]]
    total, done = len(case.workers), 0
    for origin in sorted(people, key=place):
        if groups[-1] and done >= len(groups) * total / parts:
            groups.append([])
        groups[-1].append(origin)
        done += len(people[origin])
    return groups


def _pull(travel: TravelMatrix, place: str, persons: Mapping[str, int]) -> float:
    """How strongly a part's people pull at what is to be had at a place: persons by nearness."""
    row, pull = travel.minutes[travel.index[place]], 0.0
    for origin, n in persons.items():
        minutes = float(row[travel.index[origin]])
        if math.isfinite(minutes):
            pull += n / (NEAR + minutes) ** 2
    return pull


def _dealt(counts: Mapping[str, int], pulls: Callable[[str], list[float]]) -> dict[str, list[int]]:
    """Deal whole things out by pull; what rounding takes from a part is made good with the next things."""
    dealt: dict[str, list[int]] = {}
    owed: list[float] = []
    for key, count in counts.items():
        pull = pulls(key)
        total = sum(pull)
        shares = [share / total for share in pull] if total > 0 else [1 / len(pull)] * len(pull)
        owed = [(owed[n] if owed else 0.0) + count * share for n, share in enumerate(shares)]
        dealt[key] = [0] * len(pull)
        for _ in range(count):
            n = max(range(len(owed)), key=lambda n: (shares[n] > 0, owed[n]))
            dealt[key][n] += 1
            owed[n] -= 1
    return dealt


def _services(case: Case, travel: TravelMatrix, persons: Sequence[Mapping[str, int]]) -> list[dict[str, Service]]:
    """Each part's services: its units of each run, or its seats of runs whose units cost nothing."""
    runs = case.runs
    first = {name: rows[0] for name, rows in runs.items()}

    def pulls(name: str) -> list[float]:
        return [_pull(travel, first[name].from_hub, group) for group in persons]

    whole = {name: row.max_units for name, row in first.items() if row.unit_cost > 0}
    units = _dealt(whole, pulls)
    seats = _dealt({name: row.seats * row.max_units for name, row in first.items() if name not in whole}, pulls)
    made: list[dict[str, Service]] = [{} for _ in persons]
    for service_id, service in case.services.items():
        name = service.run_key
        for n in range(len(persons)):
            if name in whole:
                if units[name][n]:
                    made[n][service_id] = replace(service, max_units=units[name][n])
            elif seats[name][n]:
                share = seats[name][n] / (service.seats * service.max_units)
                made[n][service_id] = replace(
                    service, seats=seats[name][n], max_units=1, min_seats=math.ceil(service.min_seats * share)
                )
    return made


def merged(case: Case, plans: Sequence[Plan]) -> Plan:
    """The plans of parts as one; figures are left to whoever builds it anew."""
    trips, itineraries = [], []
    for n, plan in enumerate(plans):
        trips += [replace(trip, trip_id=f"{n}/{trip.trip_id}") for trip in plan.trips]
        itineraries += [
            replace(i, legs=tuple(leg if leg.startswith(SERVICE_LEG) else f"{n}/{leg}" for leg in i.legs))
            for i in plan.itineraries
        ]
    return Plan(case.name, case.sha256, Summary({}, {}), tuple(trips), itineraries=tuple(itineraries))
