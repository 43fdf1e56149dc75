"""Trips as the optimiser builds them: stops and loads in, a legal timeline and its cost out.

A trip here is immutable. Its cost holds what the trip alone decides: the vehicle, the escorts aboard, and the
journey and early-arrival minutes of its own part of each rider's way. So the cost of a plan is the sum over trips,
runs and those left to tickets, and a changed trip can be priced by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transport.case import TripKind
from transport.clock import DAY
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.stopwatch import STOP
from transport.timetable import StopTask, Timeline, earliest, latest

Times = tuple[tuple[int | None, int | None], ...]
"""By stop, from when and until when a trip may come there or, at the hub it starts from, leave (``None``: any time)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A timed and priced trip.

    ``stops`` are place indices in order, hubs included. ``loads[i]`` are the bundles that board at stop ``i`` of a
    feeder or a direct trip's pick-ups, or alight there on a distribution trip. ``pickups`` counts a direct trip's
    pick-up stops; the others are its drop-offs, where each bundle alights at its own destination.
    ``back`` is when the vehicle is at its base again (whole minutes).
    """

    kind: TripKind
    offer: int
    stops: tuple[int, ...]
    loads: tuple[tuple[int, ...], ...]
    pickups: int
    timeline: Timeline
    back: int
    load: int
    vehicle_cost: float
    cost: float

    @property
    def hub(self) -> int:
        """The hub of a feeder or distribution trip."""
        return self.stops[-1] if self.kind == "feeder" else self.stops[0]

    @property
    def riders(self) -> tuple[int, ...]:
        """All bundles aboard."""
        return tuple(b for load in self.loads for b in load)


class TripFactory:
    """Builds drafts and remembers timelines, which depend on stops and times but not on who exactly rides."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._timelines: dict[tuple[object, ...], Timeline | None] = {}
        self._limit_classes: dict[object, int] = {}
        self._limit_class = [
            self._limit_classes.setdefault(limit, len(self._limit_classes)) for limit in problem.offer_limits
        ]
        self._hour_cost = problem.costs.journey_hour
        self._journey_limit = problem.rules.max_journey_minutes

    # ---- what a rider allows

    def pickup_from(self, bundle: int, service: int) -> int:
        """Earliest pick-up of a rider of a service: being ready, and half of what the longest journey leaves."""
        b = self.problem.bundles[bundle]
        limit = self._journey_limit
        if limit is None:
            return b.ready
        s = self.problem.services[service]
        return max(b.ready, math.ceil(s.depart - self._journey_share(bundle, service, 0)))

    def arrive_by(self, bundle: int, service: int) -> int:
        """Latest arrival of a rider of a service: reporting, and the other half of the longest journey."""
        b = self.problem.bundles[bundle]
        if self._journey_limit is None:
            return b.report
        s = self.problem.services[service]
        return min(b.report, math.floor(s.arrive + self._journey_share(bundle, service, 1)))

    def _journey_share(self, bundle: int, service: int, side: int) -> float:
        """Minutes before departure (side 0) or after arrival (1) that a rider may spend: what the longest journey
        leaves after the least that both sides need, halved. A split chosen beforehand keeps trips independent.
        """
        p, b, s = self.problem, self.problem.bundles[bundle], self.problem.services[service]
        assert self._journey_limit is not None
        origin, hub = b.origin, p.service_from[service]
        access = (
            0.0 if origin == hub else p.minutes[origin][hub] + p.rules.connection_minutes.of(s.mode) + p.dwell[origin]
        )
        far, destination = p.service_to[service], b.destination
        egress = 0.0 if destination == far else p.minutes[far][destination] + p.rules.egress_minutes.of(s.mode)
        spare = self._journey_limit - (s.arrive - s.depart) - access - egress
        if spare < 0:
            return -1.0
        return (egress if side else access) + spare / 2

    # ---- timelines

    def _timeline(
        self, kind: TripKind, offer: int, way: tuple[int, ...], boarding: int, times: Times, leave: tuple[int, int]
    ) -> Timeline | None:
        """The timeline over a way on whose first ``boarding`` stops people board, each stop at its times."""
        p = self.problem
        key = (kind, self._limit_class[offer], p.offer_base[offer], p.offer_until[offer], way, boarding, times, leave)
        if key not in self._timelines:
            if len(self._timelines) > 400_000:
                self._timelines.clear()
            run = earliest if kind == "distribution" else latest
            p.watch.spend(STOP * len(way))
            self._timelines[key] = run(
                self._tasks(kind, offer, way, boarding, times),
                p.offer_limits[offer],
                earliest_leave=leave[0],
                latest_leave=leave[1],
                max_trip=p.rules.max_trip_minutes.of(kind),
                end_by=p.offer_until[offer],
            )
        return self._timelines[key]

    def _tasks(self, kind: TripKind, offer: int, way: tuple[int, ...], boarding: int, times: Times) -> list[StopTask]:
        p, before = self.problem, self.problem.offer_base[offer]
        tasks = []
        for i, (place, (low, high)) in enumerate(zip(way, times, strict=True)):
            at_hub = i == 0 and kind == "distribution"
            tasks.append(
                StopTask(
                    drive=p.minutes[before][place],
                    dwell=p.dwell[place],
                    windows=p.windows[place],
                    aboard=i > 0,
                    boards=i < boarding,
                    bans=p.bans(before, place),
                    **({"depart_from": low, "depart_to": high} if at_hub else {"arrive_from": low, "arrive_to": high}),
                )
            )
            before = place
        return tasks

    def _passable(self, kind: TripKind, offer: int, stops: Sequence[int]) -> bool:
        """Seats that reach each place, roads there and back, and the second driver."""
        p, o = self.problem, self.problem.offers[offer]
        base, minutes = p.offer_base[offer], p.minutes
        if any(o.seats > p.max_seats[place] for place in stops) or kind not in o.roles:
            return False
        if minutes[base][stops[0]] >= NO_ROAD or minutes[stops[-1]][base] >= NO_ROAD:
            return False
        km = 0.0
        for a, b in pairwise(stops):
            if minutes[a][b] >= NO_ROAD:
                return False
            km += p.km[a][b]
        return km <= p.offer_km[offer]

    def _finish(
        self, kind: TripKind, offer: int, stops: tuple[int, ...], loads: tuple[tuple[int, ...], ...], pickups: int,
        timeline: Timeline, person_minutes: float, early_cost: float,
    ) -> Draft:  # fmt: skip
        p, o = self.problem, self.problem.offers[offer]
        end = timeline.depart[-1]
        days = math.ceil((end - timeline.leaves) / DAY)
        vehicle = p.road_cost(offer, stops) + o.day_cost * days
        cost = vehicle + self._hour_cost * person_minutes / 60 + early_cost
        if kind == "direct":
            cost += p.costs.escort * p.rules.escorts.direct
        load = sum(p.bundles[b].size for riders in loads for b in riders)
        # a trip of no length at all still takes its vehicle for a minute, so that intervals are never empty
        back = max(end + p.minutes[stops[-1]][p.offer_base[offer]], timeline.leaves + 1)
        return Draft(kind, offer, stops, loads, pickups, timeline, back, load, vehicle, cost)

    def early_arrival(self, bundle: int, arrive: int) -> float:
        """CNY for the whole days between a bundle's arrival and its report."""
        rate = self.problem.costs.early_arrival_per_day
        b = self.problem.bundles[bundle]
        return rate * b.size * ((b.report - arrive) // DAY) if rate and b.report > arrive else 0.0

    def spoke_times(
        self, kind: TripKind, offer: int, hub: int, stops: tuple[int, ...], services: Iterable[int],
        bounds: Sequence[int] | None = None,
    ) -> Timeline | None:  # fmt: skip
        """The timeline of a feeder or distribution trip for these services, or ``None``.

        ``bounds`` are the stops' earliest pick-ups (feeder) or latest arrivals (distribution); none given: no bound.
        """
        way = (*stops, hub) if kind == "feeder" else (hub, *stops)
        low, high = self.problem.hub_hours(kind, services)
        if low > high or not self._passable(kind, offer, way):
            return None
        leave = self.problem.offer_from[offer], high
        given = (None,) * len(stops) if bounds is None else bounds
        if kind == "feeder":
            times: Times = (*((bound, None) for bound in given), (low, high))
            return self._timeline(kind, offer, way, len(way), times, leave)
        return self._timeline(kind, offer, way, 1, ((low, high), *((None, bound) for bound in given)), leave)

    # ---- the three kinds

    def spoke(
        self, kind: TripKind, offer: int, hub: int, stops: tuple[int, ...], loads: tuple[tuple[int, ...], ...],
        service_of: Sequence[int],
    ) -> Draft | None:  # fmt: skip
        """Price a feeder that boards ``loads`` at ``stops`` for their services, or a distribution trip that sets them
        down there; ``None`` where it cannot be run. ``service_of[bundle]`` is the bundle's service index.
        """
        p, feeder = self.problem, kind == "feeder"
        services = {service_of[b] for riders in loads for b in riders}
        if feeder:
            bounds = [max(self.pickup_from(b, service_of[b]) for b in riders) for riders in loads]
        else:
            bounds = [min(self.arrive_by(b, service_of[b]) for b in riders) for riders in loads]
        timeline = self.spoke_times(kind, offer, hub, stops, services, bounds)
        if timeline is None:
            return None
        minutes, early = 0.0, 0.0
        for i, riders in enumerate(loads):
            at = timeline.arrive[i if feeder else i + 1]
            for b in riders:
                service = p.services[service_of[b]]
                minutes += p.bundles[b].size * (service.depart - at if feeder else at - service.arrive)
                if not feeder:
                    early += self.early_arrival(b, at)
        if feeder:
            return self._finish(kind, offer, (*stops, hub), (*loads, ()), len(stops), timeline, minutes, early)
        return self._finish(kind, offer, (hub, *stops), ((), *loads), 1, timeline, minutes, early)

    def rerun(
        self, draft: Draft, *, offer: int | None = None, leave_by: int | None = None, thorough: bool = False
    ) -> Draft | None:
        """A direct coach over the same stops with the same riders, by another offer or at another hour (see
        :meth:`direct`).
        """
        n, k = draft.pickups, draft.offer if offer is None else offer
        return self.direct(k, draft.stops[:n], draft.loads[:n], draft.stops[n:], leave_by=leave_by, thorough=thorough)

    def direct(
        self,
        offer: int,
        pickups: tuple[int, ...],
        loads: tuple[tuple[int, ...], ...],
        drops: tuple[int, ...],
        *,
        leave_by: int | None = None,
        thorough: bool = False,
    ) -> Draft | None:
        """Price a direct coach that boards ``loads`` at ``pickups`` and sets them down at their destinations.

        It arrives as late as the reports allow; ``thorough`` also tries to leave some hours or a day earlier, which
        can shorten the way by a halt, and keeps the cheapest. ``leave_by`` bounds leaving base, for a vehicle that is
        wanted elsewhere later.
        """
        p = self.problem
        way = (*pickups, *drops)
        if not self._passable("direct", offer, way):
            return None
        report = dict.fromkeys(drops, 10**12)
        for riders in loads:
            for b in riders:
                bundle = p.bundles[b]
                report[bundle.destination] = min(report[bundle.destination], bundle.report)
        times = (
            *((max(p.bundles[b].ready for b in riders), None) for riders in loads), *((None, report[f]) for f in drops),
        )  # fmt: skip
        low = p.offer_from[offer]
        high = min(report.values()) if leave_by is None else min(leave_by, *report.values())
        best = self._late_direct(offer, way, loads, len(pickups), times, (low, high))
        for hours in (3, 6, 9, 12, 18) if thorough and best is not None else ():
            assert best is not None
            tried = self._late_direct(offer, way, loads, len(pickups), times, (low, best.timeline.leaves - 60 * hours))
            if tried is not None and tried.cost < best.cost:
                best = tried
        return best

    def _late_direct(
        self, offer: int, way: tuple[int, ...], loads: tuple[tuple[int, ...], ...], pickups: int,
        times: Times, leave: tuple[int, int],
    ) -> Draft | None:  # fmt: skip
        if leave[1] < leave[0]:
            return None
        timeline = self._timeline("direct", offer, way, pickups, times, leave)
        return None if timeline is None else self._price_direct(offer, way, loads, pickups, timeline)

    def _price_direct(
        self, offer: int, way: tuple[int, ...], loads: tuple[tuple[int, ...], ...], pickups: int, timeline: Timeline
    ) -> Draft | None:  # fmt: skip
        p, limit = self.problem, self._journey_limit
        arrival = {way[i]: timeline.arrive[i] for i in range(pickups, len(way))}
        spent, early = 0.0, 0.0
        for i, riders in enumerate(loads):
            for b in riders:
                journey = arrival[p.bundles[b].destination] - timeline.arrive[i]
                if limit is not None and journey > limit:
                    return None
                spent += p.bundles[b].size * journey
                early += self.early_arrival(b, arrival[p.bundles[b].destination])
        drops = ((),) * (len(way) - pickups)
        return self._finish("direct", offer, way, (*loads, *drops), pickups, timeline, spent, early)
