"""Columns of the master: trips with what they carry, priced exactly.

A feeder or distribution column carries persons by (place, service): which flow they belong to is the master's
affair. A direct column carries persons by flow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from transport.case import TripKind
from transport.clock import DAY
from transport.solver.direct_slots import WATCH
from transport.solver.flows import Flow, build_flows
from transport.solver.insertion import Inserter
from transport.solver.problem import Problem
from transport.solver.solution import NOBODY, Solution
from transport.solver.trips import Draft, TripFactory


def counted(leaves: int, back: int) -> range:
    """The moments at which a vehicle is counted that is out from ``leaves`` until ``back``.

    Trips that share one between two moments find another hour when they are run: with whole slots to each the plan that
    stands would cost some percent more.
    """
    return range(-(-leaves // WATCH), -(-back // WATCH))


@dataclass(frozen=True, slots=True)
class Column:
    """One trip as the master sees it.

    ``stops`` leaves the hub out. ``carries`` maps (place, service) to persons, or (flow, ``NOBODY``) for a direct
    trip. ``times`` are the arrivals at the stops, ``hub_time`` is when a feeder reaches its hub or a distribution trip
    leaves it. ``moments`` are the (offer, moment) pairs at which its vehicle is counted as out.
    """

    kind: TripKind
    offer: int
    hub: int
    stops: tuple[int, ...]
    pickups: int
    carries: tuple[tuple[tuple[int, int], int], ...]
    cost: float
    vehicle_cost: float
    times: tuple[int, ...]
    hub_time: int
    leaves: int
    back: int

    @property
    def key(self) -> tuple[object, ...]:
        when = self.leaves if self.kind == "direct" else None  # others meet services
        return (self.kind, self.offer, self.hub, self.stops, self.carries, when)

    @property
    def moments(self) -> Iterator[tuple[int, int]]:
        for moment in counted(self.leaves, self.back):
            yield self.offer, moment


class ColumnBuilder:
    """Prices columns with the trip factory's own timelines."""

    def __init__(self, problem: Problem, factory: TripFactory, flows: tuple[Flow, ...]) -> None:
        self.problem, self.factory, self.flows = problem, factory, flows
        self.flow_of = {b: i for i, flow in enumerate(flows) for b in flow.bundles}

    def spoke(
        self, kind: TripKind, offer: int, hub: int, stops: tuple[int, ...], carries: Mapping[tuple[int, int], int]
    ) -> Column | None:
        """A feeder or distribution column, or ``None`` where it cannot be run."""
        p = self.problem
        services = sorted({s for (_, s), persons in carries.items() if persons})
        timeline = self.factory.spoke_times(kind, offer, hub, stops, services)
        if timeline is None:
            return None
        offset = 0 if kind == "feeder" else 1
        at = {place: timeline.arrive[i + offset] for i, place in enumerate(stops)}
        minutes = 0.0
        for (place, s), persons in carries.items():
            service = p.services[s]
            minutes += persons * (service.depart - at[place] if kind == "feeder" else at[place] - service.arrive)
        way = (*stops, hub) if kind == "feeder" else (hub, *stops)
        end = timeline.depart[-1]
        vehicle = p.road_cost(offer, way) + p.offers[offer].day_cost * math.ceil((end - timeline.leaves) / DAY)
        cost = vehicle + p.costs.journey_hour * minutes / 60
        back = max(end + p.minutes[way[-1]][p.offer_base[offer]], timeline.leaves + 1)
        carried = tuple(sorted((key, n) for key, n in carries.items() if n))
        hub_time = timeline.arrive[-1] if kind == "feeder" else timeline.depart[0]
        return Column(
            kind, offer, hub, stops, len(stops), carried, cost, vehicle, tuple(at[place] for place in stops), hub_time,
            timeline.leaves, back,
        )  # fmt: skip

    def direct(
        self, offer: int, pickups: tuple[int, ...], drops: tuple[int, ...], loads: Mapping[int, Mapping[int, int]],
        leave_by: int | None = None,
    ) -> Column | None:  # fmt: skip
        """A direct column; ``loads[place][flow]`` are persons wanted. Whole parties are taken up to that."""
        p = self.problem
        room = p.capacity(offer, "direct")
        boarded: list[tuple[int, ...]] = []
        for place in pickups:
            taken: list[int] = []
            for flow, persons in loads[place].items():
                left = persons
                for b in self.flows[flow].bundles:
                    size = p.bundles[b].size
                    if size <= left and size <= room:
                        taken.append(b)
                        left -= size
                        room -= size
            boarded.append(tuple(taken))
        stops = tuple(place for place, taken in zip(pickups, boarded, strict=True) if taken)
        riders = tuple(taken for taken in boarded if taken)
        ends = {p.bundles[b].destination for taken in riders for b in taken}
        kept = tuple(f for f in drops if f in ends)
        if not riders:
            return None
        draft = self.factory.direct(offer, stops, riders, kept, leave_by=leave_by)
        return None if draft is None else self.of_draft(draft, [NOBODY] * len(p.bundles))

    def of_draft(self, draft: Draft, service_of: list[int]) -> Column:
        """The column of a trip that stands in a solution; early arrival on distribution trips is left to the trip."""
        carries: dict[tuple[int, int], int] = {}
        p, line = self.problem, draft.timeline
        for place, riders in zip(draft.stops, draft.loads, strict=True):
            for b in riders:
                key = (self.flow_of[b], NOBODY) if draft.kind == "direct" else (place, service_of[b])
                carries[key] = carries.get(key, 0) + p.bundles[b].size
        if draft.kind == "feeder":
            hub, stops, times = draft.stops[-1], draft.stops[:-1], line.arrive[:-1]
            hub_time = line.arrive[-1]
        elif draft.kind == "distribution":
            hub, stops, times = draft.stops[0], draft.stops[1:], line.arrive[1:]
            hub_time = line.depart[0]
        else:
            hub, stops, times, hub_time = NOBODY, draft.stops, line.arrive, 0
        cost = draft.cost
        if draft.kind == "distribution":
            for i, riders in enumerate(draft.loads):
                cost -= sum(self.factory.early_arrival(b, draft.timeline.arrive[i]) for b in riders)
        return Column(
            draft.kind, draft.offer, hub, stops, draft.pickups, tuple(sorted(carries.items())), cost,
            draft.vehicle_cost, times, hub_time, line.leaves, draft.back,
        )  # fmt: skip

    def of_solution(self, solution: Solution) -> list[Column]:
        """The columns of all trips of a solution."""
        return [self.of_draft(draft, solution.service_of) for draft in solution.trips.values()]


def builder_of(inserter: Inserter) -> ColumnBuilder:
    """A builder for an inserter's problem, where there is none at hand."""
    return ColumnBuilder(inserter.problem, inserter.factory, build_flows(inserter.problem, inserter.reach))


def columns_of(inserter: Inserter, solution: Solution) -> list[Column]:
    """The columns of a solution's trips, where there is no builder at hand."""
    return builder_of(inserter).of_solution(solution)
