"""Column generation: ask the master for prices, find trips that beat them, until there are none or time is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from transport.case import TripKind
from transport.solver.columns import Column, ColumnBuilder, counted
from transport.solver.generate_coaches import CoachGenerator
from transport.solver.generate_direct import DirectGenerator
from transport.solver.insertion import Inserter
from transport.solver.master import Master, Prices
from transport.solver.pricing import MOST_PLACES, Driving, Route, Spokes, best_routes, concave_gains, dear
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.solution import NOBODY
from transport.solver.stopwatch import pricing_seconds

GAIN = 1.0
"""CNY a column must gain to be worth adding."""
TRIED, TAKEN = 6, 2
"""Routes of a wave and an offer that are tried, and how many of those that can be run are taken."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Services that one feeder (or distribution trip) can serve together: its hub, and when it is there."""

    kind: TripKind
    hub: int
    moment: int
    services: tuple[int, ...]


class Generator:
    """Finds columns for one master, in so many ``seconds`` at a time."""

    def __init__(self, master: Master, builder: ColumnBuilder, inserter: Inserter, seconds: float) -> None:
        self.master, self.builder, self.inserter = master, builder, inserter
        self.problem: Problem = builder.problem
        self.flows = builder.flows
        self.rate = self.problem.costs.journey_hour / 60
        self.waves = [*self._waves("feeder"), *self._waves("distribution")]
        self.wanting = self._wanting()
        self._idle: dict[tuple[int, int], int] = defaultdict(int)
        self._round = 0
        self.directs = DirectGenerator(builder, inserter)
        self.coaches = CoachGenerator(builder, inserter.reach, seconds)
        self._served: dict[tuple[TripKind, int], list[int]] = defaultdict(list)
        for place, service in master.feeder_keys:
            self._served["feeder", service].append(place)
        for place, service in master.distribution_keys:
            self._served["distribution", service].append(place)

    def _waves(self, kind: TripKind) -> Iterator[Wave]:
        p = self.problem
        hub_of = p.service_from if kind == "feeder" else p.service_to
        for s in sorted(self.master.active):
            moment = self.inserter.reach.hub_moment(kind, s)
            if moment is None:
                continue
            others = []
            for other in sorted(self.master.active):
                low, high = p.hub_hours(kind, (other,))
                if hub_of[other] == hub_of[s] and low <= moment <= high:
                    others.append(other)
            yield Wave(kind, hub_of[s], moment, tuple(others))

    def _wanting(self) -> dict[tuple[TripKind, int, int], int]:
        """Persons by (side, place, service) who could use it."""
        wanting: dict[tuple[TripKind, int, int], int] = defaultdict(int)
        for i, s in self.master.on_service:
            flow = self.flows[i]
            wanting["feeder", flow.origin, s] += flow.persons
            wanting["distribution", flow.destination, s] += flow.persons
        return wanting

    # ---- first columns

    def radial(self) -> list[Column]:
        """A trip of its own for each place and service, by the one or two offers that suit the number of people."""
        columns = []
        sides: tuple[tuple[TripKind, Iterable[tuple[int, int]]], ...] = (
            ("feeder", self.master.feeder_keys),
            ("distribution", self.master.distribution_keys),
        )
        for kind, keys in sides:
            hubs = self.problem.service_from if kind == "feeder" else self.problem.service_to
            for place, s in keys:
                want = self.wanting[kind, place, s]
                offers = self.inserter.spokes.radial(kind, place, hubs[s])
                ranked = sorted(offers, key=lambda kc: kc[1] / min(want, self.problem.capacity(kc[0], kind)))
                for k, _ in ranked[:2]:
                    persons = min(want, self.problem.capacity(k, kind))
                    column = self.builder.spoke(kind, k, hubs[s], (place,), {(place, s): persons})
                    if column is not None:
                        columns.append(column)
        return columns

    # ---- one round of pricing

    def price(self, prices: Prices) -> list[Column]:
        """Columns that beat the prices; pricing problems that found none lately are skipped now and then."""
        self._round += 1
        found: list[Column] = []
        for w, wave in enumerate(self.waves):
            for k in self.problem.offers_by_kind[wave.kind]:
                idle = self._idle[w, k]
                if idle >= 2 and (self._round + k + w) % min(8, idle * 2):
                    continue
                if not self.problem.reaches(k, wave.hub):
                    continue
                columns = self._price_wave(wave, k, prices)
                self._idle[w, k] = 0 if columns else idle + 1
                found += columns
        directs = self.coaches.price(prices) if self.coaches.directs else self.directs.price(prices)
        return found + [c for c in directs if self.reduced(c, prices) < -GAIN]

    def reduced(self, column: Column, prices: Prices) -> float:
        """Cost of a column less what it is worth at the prices."""
        side = prices.feeder if column.kind == "feeder" else prices.distribution
        value = 0.0
        for (a, s), persons in column.carries:
            value += persons * (prices.flow[a] if s == NOBODY else side.get((a, s), 0.0))
        return column.cost - value + sum(prices.vehicle.get(moment, 0.0) for moment in column.moments)

    def _vehicle_price(self, prices: Prices, k: int, leaves: int, back: int) -> float:
        return sum(prices.vehicle.get((k, moment), 0.0) for moment in counted(leaves, back))

    # ---- feeders and distribution trips

    def _price_wave(self, wave: Wave, k: int, prices: Prices) -> list[Column]:
        p, o = self.problem, self.problem.offers[k]
        side = prices.feeder if wave.kind == "feeder" else prices.distribution
        worth: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
        for s in wave.services:
            service = p.services[s]
            wait = service.depart - wave.moment if wave.kind == "feeder" else wave.moment - service.arrive
            for place in self._served[wave.kind, s]:
                gain = side.get((place, s), 0.0) - self.rate * wait
                if gain > 0.01 and p.reaches(k, place) and p.minutes[place][wave.hub] < NO_ROAD:
                    worth[place].append((gain, s, self.wanting[wave.kind, place, s]))
        if not worth:
            return []
        capacity = p.capacity(k, wave.kind)
        places = self._shortlist(wave, k, worth, capacity)
        gains = concave_gains([worth[place] for place in places], capacity)
        base, index = p.offer_base[k], np.array(places)
        km, minutes = p.km_array, p.minutes_array.astype(np.float64)
        dwell = np.array([p.dwell[place] for place in places], dtype=np.float64)
        back = o.empty_km_cost if o.returns_to_base else 0.0
        between = km[np.ix_(index, index)]
        away = minutes[np.ix_(index, index)]
        if wave.kind == "feeder":
            first, hub_km = dear(o.empty_km_cost, km[base, index]), km[index, wave.hub]
            first_minutes = minutes[base, index]
            hub_minutes, wait_here = minutes[index, wave.hub], dwell
            fixed = dear(back, km[wave.hub, base])
        else:  # time reversed: from the last drop-off back to the hub
            first, hub_km = dear(back, km[index, base]), km[wave.hub, index]
            first_minutes = np.full(len(places), minutes[base, wave.hub])
            hub_minutes, wait_here = minutes[wave.hub, index], np.zeros(len(places))
            fixed = dear(o.empty_km_cost, km[base, wave.hub])
            between, away = between.T, away.T
        fixed = fixed + o.fixed_cost + o.day_cost
        fixed = fixed + self._vehicle_price(prices, k, wave.moment - 120, wave.moment + 120)
        driving = Driving(np.zeros(len(places)), away, hub_minutes, self._most_driving(wave.kind, k))
        stops = p.rules.max_stops.feeder if wave.kind == "feeder" else p.rules.max_stops.distribution
        problem = Spokes(
            gains=gains,
            first_cost=first,
            leg_cost=dear(o.km_cost, between),
            leg_minutes=away + (dwell[:, None] if wave.kind == "feeder" else dwell[None, :]),
            last_cost=dear(o.km_cost, hub_km),
            last_minutes=hub_minutes + wait_here,
            fixed=float(fixed),
            minute_rate=self.rate,
            capacity=capacity,
            max_stops=len(places) if stops is None else int(min(stops, len(places))),
            driving=driving,
        )
        columns = self._run(wave, k, places, problem, worth, prices)
        if columns is None:  # those who drive to the first stop on the same day
            same_day = replace(problem, driving=driving._replace(first=first_minutes))
            columns = self._run(wave, k, places, same_day, worth, prices)
        return columns or []

    def _run(
        self, wave: Wave, k: int, places: Sequence[int], problem: Spokes,
        worth: Mapping[int, list[tuple[float, int, int]]], prices: Prices,
    ) -> list[Column] | None:  # fmt: skip
        """The best trips that can be run; ``None`` where some gain, and none of those that were tried can."""
        columns = []
        spent = pricing_seconds(len(places), problem.gains.shape[1] - 1, problem.capacity, problem.max_stops)
        self.problem.watch.spend(spent)
        routes = best_routes(problem, TRIED, GAIN)
        for route in routes:
            column = self._column_of(wave, k, [places[i] for i in route.places], route, worth)
            if column is not None and self.reduced(column, prices) < -GAIN:
                columns.append(column)
                if len(columns) == TAKEN:
                    break
        return columns if columns or not routes else None

    def _most_driving(self, kind: TripKind, k: int) -> float:
        """About the minutes that a vehicle may drive on a trip: what its rests leave of the time that this may take."""
        limit, rules = self.problem.rules.max_trip_minutes.of(kind), self.problem.offer_limits[k]
        if limit is None:
            return float(rules.budget)
        return min(float(rules.budget), limit - rules.rest * (limit // (rules.continuous + rules.rest)))

    def _shortlist(
        self, wave: Wave, k: int, worth: Mapping[int, list[tuple[float, int, int]]], capacity: int
    ) -> list[int]:
        """The places that promise most, if there are more than one problem takes."""
        if len(worth) <= MOST_PLACES:
            return sorted(worth)
        p, o = self.problem, self.problem.offers[k]
        base = p.offer_base[k]

        def promise(place: int) -> float:
            persons, total = 0, 0.0
            for gain, _, n in sorted(worth[place], reverse=True):
                take = min(n, capacity - persons)
                total, persons = total + gain * take, persons + take
            detour = p.km[base][place] + p.km[place][wave.hub] - p.km[base][wave.hub]
            return total - o.km_cost * min(detour, 1e6)

        return sorted(sorted(worth, key=promise, reverse=True)[:MOST_PLACES])

    def _column_of(
        self, wave: Wave, k: int, places: list[int], route: Route, worth: Mapping[int, list[tuple[float, int, int]]]
    ) -> Column | None:
        carries: dict[tuple[int, int], int] = {}
        for place, persons in zip(places, route.persons, strict=True):
            left = persons
            for _, s, n in sorted(worth[place], key=lambda option: -option[0]):
                take = min(left, n)
                if take:
                    carries[place, s] = take
                left -= take
        stops = tuple(places) if wave.kind == "feeder" else tuple(reversed(places))
        return self.builder.spoke(wave.kind, k, wave.hub, stops, carries)
