"""Large cases in parts: neighbouring origins together, each part a case of its own with its share of what is on offer.

Vehicles are dealt out whole, to where the bases are near; units of services likewise, and blocks of seats that are sold
singly by the seat. So no two parts can use the same vehicle or seat, and their plans together are a plan of the whole.
What is lost at the seams, other cuts (``seams``) and the search around it find again.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from transport.case import Case, Offer, Service, Worker
from transport.plan import SERVICE_LEG, Plan, Summary
from transport.travel import TravelMatrix

NEAR = 30.0
"""Minutes of driving within which places count as equally near."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a case, and its plan so far (``None``: none yet)."""

    case: Case
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """What became of a part: its plan, and plans of simple practices by name, as far as there was time for them."""

    plan: Plan
    practices: Mapping[str, Plan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a part holds already: vehicles by offer, units by run, and workers' seats by run where sold singly."""

    vehicles: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)


def split(case: Case, travel: TravelMatrix, parts: int) -> tuple[Case, ...]:
    """Cut a case into about so many parts of about equal numbers of people.

    Parameters
    ----------
    case, travel
        The case and its roads, which the parts share.
    parts
        At least 1; fewer come back where there are not so many origins.
    """
    clusters = _clusters(case, math.ceil(len(case.workers) / parts))
    stretches = equal_groups([len(cluster) for cluster in clusters], parts)
    groups = [[w for i in stretch for w in clusters[i]] for stretch in stretches]
    return dealt(case, travel, groups, [Claim()] * len(groups))


def dealt(
    case: Case, travel: TravelMatrix, groups: Sequence[Sequence[Worker]], claims: Sequence[Claim]
) -> tuple[Case, ...]:
    """A case for each group of people, with what it claims, and its share by nearness of what nobody claims."""
    persons = [Counter(worker.origin for worker in group) for group in groups]

    def shared(counts: Mapping[str, int], at: Callable[[str], str], held: str) -> dict[str, list[int]]:
        own = {key: [getattr(claim, held).get(key, 0) for claim in claims] for key in counts}
        free = {key: count - sum(own[key]) for key, count in counts.items()}
        rest = _dealt(free, lambda key: [_pull(travel, at(key), group) for group in persons])
        return {key: [a + b for a, b in zip(own[key], rest[key], strict=True)] for key in counts}

    first = {name: rows[0] for name, rows in case.runs.items()}
    whole = {name: row.max_units for name, row in first.items() if row.unit_cost > 0}
    escorts = case.rules.escorts.service_unit
    single = {n: max(0, row.seats - escorts) * row.max_units for n, row in first.items() if n not in whole}
    offers = shared({k: o.count for k, o in case.offers.items()}, lambda k: case.offers[k].base, "vehicles")
    units = shared(whole, lambda name: first[name].from_hub, "units")
    seats = shared(single, lambda name: first[name].from_hub, "seats")
    made = []
    for n, group in enumerate(groups):
        own = {w.worker_id for w in group}
        workers = {i: w for i, w in case.workers.items() if i in own}
        fleet = {k: replace(o, count=offers[k][n]) for k, o in case.offers.items() if offers[k][n]}
        services = {}
        for service_id, service in case.services.items():
            name = service.run_key
            if name in whole:
                if units[name][n]:
                    services[service_id] = replace(service, max_units=units[name][n])
            elif seats[name][n]:
                least = math.ceil(service.min_seats * seats[name][n] / single[name])
                services[service_id] = replace(service, seats=seats[name][n] + escorts, max_units=1, min_seats=least)
        made.append(_part(case, workers, fleet, services))
    return tuple(made)


def _part(case: Case, workers: dict[str, Worker], offers: dict[str, Offer], services: dict[str, Service]) -> Case:
    """A part with the places that it needs, in the order of the case."""
    used = {w.origin for w in workers.values()} | {w.destination for w in workers.values()}
    used |= {o.base for o in offers.values()}
    used |= {hub for s in services.values() for hub in (s.from_hub, s.to_hub)}
    places = {i: place for i, place in case.places.items() if i in used}
    return replace(case, workers=workers, offers=offers, services=services, places=places)


def _clusters(case: Case, most: int) -> list[list[Worker]]:
    """People who stay together, from west to east, counties kept together as far as may be.

    They are the people of one origin; where these are more than ``most``, those with the same destinations.
    """
    people: dict[str, list[list[Worker]]] = defaultdict(list)
    for ids in case.bundles:
        people[case.workers[ids[0]].origin].append([case.workers[i] for i in ids])
    centre: dict[str, list[float]] = defaultdict(list)
    for origin in people:
        centre[case.places[origin].county].append(case.places[origin].lon or 0.0)
    west = {county: sum(lons) / len(lons) for county, lons in centre.items()}

    def place(origin: str) -> tuple[float, str, float, str]:
        one = case.places[origin]
        return west[one.county], one.county, one.lat or 0.0, origin

    made: list[list[Worker]] = []
    for origin in sorted(people, key=place):
        bundles = sorted(people[origin], key=lambda bundle: bundle[0].destination)
        sizes = [len(bundle) for bundle in bundles]
        for stretch in equal_groups(sizes, math.ceil(sum(sizes) / most)):
            made.append([worker for i in stretch for worker in bundles[i]])
    return made


def equal_groups(sizes: Sequence[int], groups: int) -> list[list[int]]:
    """Cut a row of things of these sizes into about so many stretches of about equal size; their positions."""
    made: list[list[int]] = [[]]
    total, done = sum(sizes), 0
    for i, size in enumerate(sizes):
        if made[-1] and done >= len(made) * total / groups:
            made.append([])
        made[-1].append(i)
        done += size
    return made


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


def of_part(n: int, leg: str) -> str:
    """A leg of the n-th part's plan among those of all: trips are told apart, services are the same for all."""
    return leg if leg.startswith(SERVICE_LEG) else f"{n}/{leg}"


def merged(case: Case, plans: Sequence[Plan | None]) -> Plan:
    """The plans of parts as one, as far as there are any; figures are left to whoever builds it anew."""
    trips, itineraries = [], []
    for n, plan in enumerate(plans):
        if plan is None:
            continue
        trips += [replace(trip, trip_id=of_part(n, trip.trip_id)) for trip in plan.trips]
        itineraries += [replace(i, legs=tuple(of_part(n, leg) for leg in i.legs)) for i in plan.itineraries]
    return Plan(case.name, case.sha256, Summary({}, {}), tuple(trips), itineraries=tuple(itineraries))
