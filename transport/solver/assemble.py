"""A finished solution as a Plan: vehicle numbers, trip ids, itineraries and the figures."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from transport.case import TRIP_KINDS, Offer, TripKind
from transport.explanation import NOT_EXAMINED, Explanation
from transport.plan import (
    SERVICE_LEG,
    TRAVEL_MODES,
    Itinerary,
    Plan,
    Rest,
    ServiceUse,
    Stop,
    Summary,
    Ticket,
    Trip,
    Unserved,
)
from transport.solver.problem import Problem
from transport.solver.solution import NOBODY, Solution
from transport.solver.trips import Draft


def build_plan(
    problem: Problem,
    solution: Solution,
    *,
    lower_bound: float | None,
    lower_bound_method: str | None,
    baselines: Mapping[str, float | None],
    solver: Mapping[str, Any],
    explanations: tuple[Explanation, ...] = (),
) -> Plan:
    """Turn a solution into the plan that is written and checked.

    ``explanations`` say why people are left; a person whom none of them names is left with the weakest reason.
    """
    numbers = vehicle_numbers(problem, solution.trips)
    ids = trip_ids(solution)
    trips = tuple(_trip(problem, solution.trips[n], trip_id, numbers[n]) for n, trip_id in ids.items())
    riders = {(trip.trip_id, w): stop.arrive for trip in trips for stop in trip.stops for w in stop.board}
    arrivals = {(trip.trip_id, w): stop.arrive for trip in trips for stop in trip.stops for w in stop.alight}

    itineraries: list[Itinerary] = []
    tickets: list[Ticket] = []
    unserved: list[Unserved] = []
    why = {worker_id: (e.code, e.detail) for e in explanations for worker_id in e.workers}
    aboard: dict[int, list[str]] = {}
    for index, bundle in enumerate(problem.bundles):
        way = solution.ways[index]
        if way is None:
            mode = "ticket" if bundle.ticketed else "unserved"
            for worker_id in bundle.workers:
                itineraries.append(Itinerary(worker_id, "ticket" if mode == "ticket" else "unserved"))
                if mode == "ticket":
                    tickets.append(Ticket(worker_id, bundle.fallback / bundle.size))
                else:
                    unserved.append(Unserved(worker_id, *why.get(worker_id, (NOT_EXAMINED, NOT_EXAMINED))))
            continue
        first = ids.get(way.first)
        last = ids.get(way.last)
        for worker_id in bundle.workers:
            if way.service == NOBODY:
                assert first is not None
                itineraries.append(
                    Itinerary(worker_id, "direct", (first,), riders[first, worker_id], arrivals[first, worker_id])
                )
                continue
            service = problem.services[way.service]
            legs = (first, SERVICE_LEG + service.service_id, last)
            itineraries.append(
                Itinerary(
                    worker_id,
                    "connected",
                    tuple(leg for leg in legs if leg is not None),
                    service.depart if first is None else riders[first, worker_id],
                    service.arrive if last is None else arrivals[last, worker_id],
                )
            )
            aboard.setdefault(way.service, []).append(worker_id)
    order_of = {worker_id: i for i, worker_id in enumerate(problem.case.workers)}
    itineraries.sort(key=lambda i: order_of[i.worker_id])
    services = _services(problem, solution, aboard)
    modes = [itinerary.mode for itinerary in itineraries]
    return Plan(
        case_name=problem.case.name,
        case_sha256=problem.case.sha256,
        summary=Summary(
            cost=_costs(problem, solution, trips, services, tickets, unserved, itineraries),
            workers={mode: modes.count(mode) for mode in TRAVEL_MODES},
            lower_bound=lower_bound,
            lower_bound_method=lower_bound_method,
            baselines=baselines,
        ),
        trips=trips,
        services=services,
        tickets=tuple(sorted(tickets, key=lambda t: order_of[t.worker_id])),
        unserved=tuple(sorted(unserved, key=lambda u: order_of[u.worker_id])),
        itineraries=tuple(itineraries),
        solver=solver,
        explanations=explanations,
    )


def trip_ids(solution: Solution) -> dict[int, str]:
    """Name a solution's trips ``T001``, … by kind and hour of leaving; the mapping is in that order."""
    order = sorted(
        solution.trips, key=lambda n: (TRIP_KINDS.index(solution.trips[n].kind), solution.trips[n].timeline.leaves, n)
    )
    width = max(3, len(str(len(order))))
    return {number: f"T{i:0{width}d}" for i, number in enumerate(order, 1)}


def vehicle_numbers(problem: Problem, trips: Mapping[int, Draft]) -> dict[int, int]:
    """Number the vehicles of each offer from 1, so that no number is out twice at a time.

    Intervals are taken by departure and get the lowest free number (interval colouring), which never needs more
    numbers than vehicles are out at once.
    """
    numbers: dict[int, int] = {}
    by_offer: dict[int, list[int]] = {}
    for number, draft in trips.items():
        by_offer.setdefault(draft.offer, []).append(number)
    for offer, own in by_offer.items():
        free = list(range(1, problem.offers[offer].count + 1))
        out: list[tuple[int, int]] = []
        for number in sorted(own, key=lambda n: (trips[n].timeline.leaves, trips[n].back, n)):
            draft = trips[number]
            while out and out[0][0] <= draft.timeline.leaves:
                heapq.heappush(free, heapq.heappop(out)[1])
            numbers[number] = heapq.heappop(free)
            heapq.heappush(out, (draft.back, numbers[number]))
    return numbers


def _trip(problem: Problem, draft: Draft, trip_id: str, vehicle_no: int) -> Trip:
    p, line = problem, draft.timeline
    offer, base = p.offers[draft.offer], p.offer_base[draft.offer]
    boards: list[list[str]] = [[] for _ in draft.stops]
    alights: list[list[str]] = [[] for _ in draft.stops]
    for i, riders in enumerate(draft.loads):
        for b in riders:
            workers = p.bundles[b].workers
            if draft.kind == "distribution":
                boards[0] += workers
                alights[i] += workers
            else:
                boards[i] += workers
                end = (
                    len(draft.stops) - 1
                    if draft.kind == "feeder"
                    else draft.stops.index(p.bundles[b].destination, draft.pickups)
                )
                alights[end] += workers
    entries: list[Stop | Rest] = []
    rests = list(line.rests)
    for i, place in enumerate(draft.stops):
        while rests and rests[0][0] == i:
            _, arrive, depart = rests.pop(0)
            entries.append(Rest(arrive, depart))
        entries.append(
            Stop(p.places[place].place_id, line.arrive[i], line.depart[i], tuple(boards[i]), tuple(alights[i]))
        )
    km = sum(p.km[a][b] for a, b in pairwise(draft.stops))
    empty = p.km[base][draft.stops[0]] + (p.km[draft.stops[-1]][base] if offer.returns_to_base else 0.0)
    kind: TripKind = draft.kind
    offer_id, own_no = _vehicle(p.alike[draft.offer], vehicle_no)
    return Trip(trip_id, kind, offer_id, own_no, line.leaves, tuple(entries), km, empty, draft.vehicle_cost)


def _vehicle(alike: Sequence[Offer], number: int) -> tuple[str, int]:
    """The offer to which the vehicle of a number among those of equal offers belongs, and its number there."""
    for offer in alike:
        if number <= offer.count:
            return offer.offer_id, number
        number -= offer.count
    raise IndexError(number)


def _services(problem: Problem, solution: Solution, aboard: Mapping[int, list[str]]) -> tuple[ServiceUse, ...]:
    used = []
    for run, rows in enumerate(problem.run_services):
        units, first = solution.units(run), True
        for s in rows:
            if s not in aboard:
                continue
            service = problem.services[s]
            cost = service.seat_cost * len(aboard[s])
            if first:
                cost += units * (service.unit_cost + service.seat_cost * problem.unit_escorts)
                first = False
            used.append((s, ServiceUse(service.service_id, units, tuple(aboard[s]), cost)))
    return tuple(use for _, use in sorted(used, key=lambda pair: pair[0]))


def _costs(
    problem: Problem, solution: Solution, trips: tuple[Trip, ...], services: tuple[ServiceUse, ...],
    tickets: list[Ticket], unserved: list[Unserved], itineraries: list[Itinerary],
) -> dict[str, float]:  # fmt: skip
    """The total by terms, counted from the finished plan and not from the search's running sums."""
    case, rules, costs = problem.case, problem.rules, problem.costs
    minutes, early = 0, 0
    for i in itineraries:
        if i.pickup is not None and i.arrive is not None:
            minutes += i.arrive - i.pickup
            early += max(0, (case.workers[i.worker_id].report_by - i.arrive) // 1440)
    directs = sum(trip.kind == "direct" for trip in trips)
    units = sum(solution.units(run) for run in range(len(problem.runs)))
    return {
        "vehicles": sum(trip.cost for trip in trips),
        "services": sum(use.cost for use in services),
        "tickets": sum(ticket.cost for ticket in tickets),
        "unserved": costs.unserved * len(unserved),
        "early_arrival": costs.early_arrival_per_day * early,
        "journey": costs.journey_hour * minutes / 60,
        "escorts": costs.escort * (rules.escorts.direct * directs + rules.escorts.service_unit * units),
    }
