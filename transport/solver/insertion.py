"""Putting bundles into trips: the cheapest way for each batch of equal bundles, found by estimates and then built.

Estimates use km and the neighbours' times; the chosen way is built exactly (timeline, fleet, seats) before it is
taken, and the next best is tried where it cannot be. What opening a trip or a unit costs is shared with those who
are still waiting and could come along, by a share that the search varies.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from transport.case import TripKind
from transport.solver.problem import NO_ROAD, Problem
from transport.solver.reach import Reach
from transport.solver.solution import NOBODY, Solution, Way, rider_cost
from transport.solver.trips import Draft, TripFactory

INF = math.inf


class Spot(NamedTuple):
    """A place in a feeder or distribution trip: ``fixed`` CNY once, ``each`` CNY a person, room for bundles.

    ``trip`` is ``NOBODY`` for a new trip; ``position`` is the stop to join (``join``) or to stand before.
    """

    fixed: float
    each: float
    room: int
    trip: int
    offer: int
    position: int
    join: bool


class DirectSpot(NamedTuple):
    """A place in a direct trip: where to board and to alight."""

    fixed: float
    each: float
    room: int
    trip: int
    offer: int
    pickup: int
    pickup_join: bool
    drop: int
    drop_join: bool


AT_HUB = Spot(0.0, 0.0, 10**9, NOBODY, NOBODY, 0, False)


@dataclass(slots=True)
class Mood:
    """How one round of insertion sees the opening of trips and units.

    ``neighbours``: share (0 to 1) of the waiting people nearby who are hoped to come along in a new vehicle.
    ``unit_fill``: share of a new unit's seats hoped to fill (higher: units are opened more easily).
    ``noise``: relative noise on prices, so that rounds differ.
    """

    neighbours: float = 0.5
    unit_fill: float = 0.85
    noise: float = 0.0


class Inserter:
    """Builds ways for waiting bundles in a solution."""

    def __init__(self, problem: Problem, reach: Reach, factory: TripFactory) -> None:
        self.problem, self.reach, self.factory = problem, reach, factory
        self.hour = problem.costs.journey_hour / 60
        self.near = self._near()
        self.allowed_services: set[int] | None = None
        self.allow_direct = True
        self.stay_price: float | None = None
        self._direct_known: dict[tuple[int, int], list[tuple[int, float, float]]] = {}
        self._new_costs: dict[tuple[str, int, int], list[tuple[int, float]]] = {}
        self._max_stops = problem.rules.max_stops

    def _near(self) -> list[list[int]]:
        """For each place, the origins and destinations within half an hour's drive."""
        p = self.problem
        ends = sorted({c.origin for c in p.cells} | {c.destination for c in p.cells})
        return [
            [b for b in ends if b != a and p.minutes[a][b] <= 30] if a in set(ends) else []
            for a in range(len(p.places))
        ]

    # ---- the round

    def insert(self, solution: Solution, bundles: Iterable[int], mood: Mood, rng: random.Random) -> None:
        """Give each waiting bundle the cheapest way found; those with none dearer than a ticket stay on tickets."""
        p = self.problem
        waiting: dict[int, list[int]] = defaultdict(list)
        for b in bundles:
            waiting[p.cell_of[b]].append(b)
        self.waiting_from: dict[int, int] = defaultdict(int)
        self.waiting_to: dict[int, int] = defaultdict(int)
        for c, batch in waiting.items():
            cell = p.cells[c]
            self.waiting_from[cell.origin] += cell.size * len(batch)
            self.waiting_to[cell.destination] += cell.size * len(batch)
        order = list(waiting)
        rng.shuffle(order)
        style = rng.random()
        if style < 0.5:
            order.sort(key=lambda c: -self.waiting_from[p.cells[c].origin] * (1 + rng.random()))
        elif style < 0.75:
            order.sort(key=lambda c: (p.cells[c].destination, p.cells[c].origin))
        for c in order:
            self._place_batch(solution, c, waiting[c], mood, rng)

    def _place_batch(self, solution: Solution, c: int, batch: list[int], mood: Mood, rng: random.Random) -> None:
        cell = self.problem.cells[c]
        refused: set[tuple[object, ...]] = set()
        left = list(batch)
        tries = 0
        while left and tries < 12:
            choice = self._best(solution, c, len(left), mood, rng, refused)
            if choice is None:
                break
            price, key, service, first, last, room = choice
            if price >= (cell.fallback / cell.size if self.stay_price is None else self.stay_price):
                break
            taken = left[: min(room, len(left))]
            if self._commit(solution, taken, service, first, last):
                left = left[len(taken) :]
                self.waiting_from[cell.origin] -= cell.size * len(taken)
                self.waiting_to[cell.destination] -= cell.size * len(taken)
            else:
                refused.add(key)
                tries += 1
        self.waiting_from[cell.origin] -= cell.size * len(left)
        self.waiting_to[cell.destination] -= cell.size * len(left)

    def _best(
        self, solution: Solution, c: int, wanted: int, mood: Mood, rng: random.Random, refused: set[tuple[object, ...]]
    ) -> tuple[float, tuple[object, ...], int, Spot | DirectSpot, Spot | None, int] | None:
        p, cell = self.problem, self.problem.cells[c]
        best, best_price = None, INF
        bundle = cell.bundles[0]
        for s in self.reach.services_of[c]:
            if self.allowed_services is not None and s not in self.allowed_services:
                continue
            room = min(solution.seats_left(s) // cell.size, wanted)
            if room <= 0:
                continue
            base = rider_cost(p, bundle, s) / cell.size
            unit, unit_room = self._unit_price(solution, s, cell.size, mood)
            price = base + unit
            room = min(room, unit_room)
            if price >= best_price:
                continue
            first = self._feeder_spot(solution, cell.origin, s, bundle, room, mood, refused)
            if first is None:
                continue
            q = min(room, first.room)
            price_first = first.each + first.fixed / (q * cell.size)
            if price + price_first >= best_price:
                continue
            last = self._distribution_spot(solution, cell.destination, s, bundle, q, mood, refused)
            if last is None:
                continue
            q = min(q, last.room)
            total = price + first.each + last.each + (first.fixed + last.fixed) / (q * cell.size)
            if mood.noise:
                total *= 1 + mood.noise * (rng.random() - 0.5)
            if total < best_price:
                best_price = total
                best = (total, self._key(s, first, last, cell.origin, cell.destination), s, first, last, q)
        if self.allow_direct:
            spot = self._direct_spot(solution, c, wanted, mood, refused, best_price)
            if spot is not None:
                q = min(wanted, spot.room)
                total = spot.each + spot.fixed / (q * cell.size)
                if mood.noise:
                    total *= 1 + mood.noise * (rng.random() - 0.5)
                if total < best_price:
                    best = (total, self._direct_key(spot, cell.origin, cell.destination), NOBODY, spot, None, q)
        return best

    @staticmethod
    def _key(s: int, first: Spot, last: Spot, origin: int, destination: int) -> tuple[object, ...]:
        return (s, first.trip, first.offer, first.position, last.trip, last.offer, last.position, origin, destination)

    @staticmethod
    def _direct_key(spot: DirectSpot, origin: int, destination: int) -> tuple[object, ...]:
        return ("direct", spot.trip, spot.offer, spot.pickup, spot.drop, origin, destination)

    def _unit_price(self, solution: Solution, s: int, size: int, mood: Mood) -> tuple[float, int]:
        """CNY a person of the unit, and bundles that fit: nothing where bought units have seats, else a share."""
        p = self.problem
        run = p.service_run[s]
        capacity = p.run_capacity[run]
        spare = solution.units(run) * capacity - solution.run_persons[run]
        if spare >= size:
            return 0.0, spare // size
        service = p.services[s]
        cost = service.unit_cost + p.unit_escorts * (service.seat_cost + p.costs.escort)
        return cost / (capacity * mood.unit_fill), (spare + capacity) // size

    # ---- feeders and distribution trips

    def _feeder_spot(
        self, solution: Solution, place: int, s: int, bundle: int, wanted: int, mood: Mood,
        refused: set[tuple[object, ...]],
    ) -> Spot | None:  # fmt: skip
        p = self.problem
        hub = p.service_from[s]
        if place == hub:
            return AT_HUB
        service, b = p.services[s], p.bundles[bundle]
        size = b.size
        rules = p.rules
        latest = service.depart - rules.connection_minutes.of(service.mode)
        soonest = -INF if rules.max_wait_minutes is None else service.depart - rules.max_wait_minutes
        ready = self.factory.pickup_from(bundle, s)
        best, best_price = None, INF
        for number in solution.by_hub.get(("feeder", hub), ()):
            draft = solution.trips[number]
            reached = draft.timeline.arrive[-1]
            if not soonest <= reached <= latest:
                # the trip's own services may still allow another hour: only if it is earlier, and not by much
                if reached < soonest or reached - latest > 240:
                    continue
                shift = reached - latest
            else:
                shift = 0.0
            spot = self._join_feeder(draft, number, place, size, wanted, service.depart, shift, ready)
            if spot is None or ("f", s, number, spot.offer, spot.position, place) in refused:
                continue
            price = spot.each + spot.fixed / (min(wanted, spot.room) * size)
            if price < best_price:
                best, best_price = spot, price
        new = self._new_spot("feeder", solution, place, hub, size, mood)
        if new is not None:
            start = p.minutes[place][hub] + p.dwell[place]
            each = new.each + self.hour * (service.depart - latest + start)
            if each + new.fixed / (min(wanted, new.room) * size) < best_price:
                best = new._replace(each=each)
        return best

    def _join_feeder(
        self, draft: Draft, number: int, place: int, size: int, wanted: int, depart: float, shift: float, ready: float
    ) -> Spot | None:
        p = self.problem
        o = p.offers[draft.offer]
        room = (p.capacity(draft.offer, "feeder") - draft.load) // size
        if room <= 0 or not p.reaches(draft.offer, place):
            return None
        stops, line = draft.stops, draft.timeline
        later = shift * self.hour * draft.load
        if place in stops[:-1]:
            i = stops.index(place)
            pickup = line.arrive[i] - shift
            if pickup < ready:
                return None
            return Spot(later, self.hour * (depart - pickup), room, number, draft.offer, i, True)
        limit = self._max_stops.feeder
        if limit is not None and len(stops) > limit:
            return None
        km, minutes, base = p.km, p.minutes, p.offer_base[draft.offer]
        dwell = p.dwell[place]
        best, best_price, before = None, INF, 0
        for i in range(len(stops)):
            nxt = stops[i]
            if i == 0:
                fixed = o.km_cost * km[place][nxt] + o.empty_km_cost * (km[base][place] - km[base][nxt])
                detour = 0
            else:
                prev = stops[i - 1]
                before += sum(p.bundles[b].size for b in draft.loads[i - 1])
                fixed = o.km_cost * (km[prev][place] + km[place][nxt] - km[prev][nxt])
                detour = minutes[prev][place] + minutes[place][nxt] - minutes[prev][nxt] + dwell
                fixed += detour * self.hour * before
            pickup = line.arrive[i] - shift - minutes[place][nxt] - dwell
            if pickup < ready:
                continue
            each = self.hour * (depart - pickup)
            price = each + fixed / (min(wanted, room) * size)
            if price < best_price:
                best_price = price
                best = Spot(fixed + later, each, room, number, draft.offer, i, False)
        return best

    def _distribution_spot(
        self, solution: Solution, place: int, s: int, bundle: int, wanted: int, mood: Mood,
        refused: set[tuple[object, ...]],
    ) -> Spot | None:  # fmt: skip
        p = self.problem
        hub = p.service_to[s]
        if place == hub:
            return AT_HUB
        service, b = p.services[s], p.bundles[bundle]
        size, rules = b.size, p.rules
        soonest = service.arrive + rules.egress_minutes.of(service.mode)
        latest = INF if rules.max_egress_wait_minutes is None else service.arrive + rules.max_egress_wait_minutes
        by = self.factory.arrive_by(bundle, s)
        best, best_price = None, INF
        for number in solution.by_hub.get(("distribution", hub), ()):
            draft = solution.trips[number]
            left = draft.timeline.depart[0]
            if left > latest or soonest - left > 120:
                continue
            shift = max(0.0, soonest - left)
            spot = self._join_distribution(draft, number, place, size, wanted, service.arrive, shift, by)
            if spot is None or ("d", s, number, spot.offer, spot.position, place) in refused:
                continue
            price = spot.each + spot.fixed / (min(wanted, spot.room) * size)
            if price < best_price:
                best, best_price = spot, price
        new = self._new_spot("distribution", solution, place, hub, size, mood)
        if new is not None:
            each = new.each + self.hour * (soonest - service.arrive + p.minutes[hub][place])
            if each + new.fixed / (min(wanted, new.room) * size) < best_price:
                best = new._replace(each=each)
        return best

    def _join_distribution(
        self, draft: Draft, number: int, place: int, size: int, wanted: int, arrive: float, shift: float, by: float
    ) -> Spot | None:
        p = self.problem
        o = p.offers[draft.offer]
        room = (p.capacity(draft.offer, "distribution") - draft.load) // size
        if room <= 0 or not p.reaches(draft.offer, place):
            return None
        stops, line = draft.stops, draft.timeline
        later = shift * self.hour * draft.load
        if place in stops[1:]:
            i = stops.index(place, 1)
            at = line.arrive[i] + shift
            return None if at > by else Spot(later, self.hour * (at - arrive), room, number, draft.offer, i - 1, True)
        limit = self._max_stops.distribution
        if limit is not None and len(stops) > limit:
            return None
        km, minutes, base = p.km, p.minutes, p.offer_base[draft.offer]
        dwell = p.dwell[place]
        best, best_price = None, INF
        behind = draft.load
        for i in range(1, len(stops) + 1):
            prev = stops[i - 1]
            if i > 1:
                behind -= sum(p.bundles[b].size for b in draft.loads[i - 1])
            if i == len(stops):
                fixed = o.km_cost * km[prev][place]
                if o.returns_to_base:
                    fixed += o.empty_km_cost * (km[place][base] - km[prev][base])
            else:
                nxt = stops[i]
                fixed = o.km_cost * (km[prev][place] + km[place][nxt] - km[prev][nxt])
                detour = minutes[prev][place] + minutes[place][nxt] - minutes[prev][nxt] + dwell
                fixed += detour * self.hour * behind
            at = line.depart[i - 1] + shift + minutes[prev][place]
            if at > by:
                continue
            each = self.hour * (at - arrive)
            price = each + fixed / (min(wanted, room) * size)
            if price < best_price:
                best_price = price
                best = Spot(fixed + later, each, room, number, draft.offer, i - 1, False)
        return best

    def radial(self, kind: TripKind, place: int, hub: int) -> list[tuple[int, float]]:
        """Offers that can run a trip between a place and a hub, with its cost for one day, cheapest first."""
        key = (kind, place, hub)
        if key not in self._new_costs:
            p = self.problem
            way = (place, hub) if kind == "feeder" else (hub, place)
            offers = self.reach.feeder_offers if kind == "feeder" else self.reach.distribution_offers
            priced = [
                (k, p.road_cost(k, way) + p.offers[k].day_cost) for k in offers[place] if p.reaches(k, hub)
            ]
            self._new_costs[key] = sorted(((k, c) for k, c in priced if c < INF), key=lambda kc: kc[1])
        return self._new_costs[key]

    def _new_spot(
        self, kind: TripKind, solution: Solution, place: int, hub: int, size: int, mood: Mood
    ) -> Spot | None:
        """The offer whose new trip is cheapest a person, counting on those who wait here and some of those nearby."""
        p = self.problem
        waiting = self.waiting_from if kind == "feeder" else self.waiting_to
        hoped = waiting[place] + mood.neighbours * sum(waiting[other] for other in self.near[place])
        hoped = max(hoped, size)
        best, best_price, best_room = NOBODY, INF, 0
        for k, cost in self.radial(kind, place, hub):
            capacity = p.capacity(k, kind)
            if capacity < size:
                continue
            price = cost / min(capacity, hoped)
            if price < best_price and len(solution.by_offer.get(k, ())) < 50 * p.offers[k].count:
                best, best_price, best_room = k, price, capacity // size
        if best == NOBODY:
            return None
        return Spot(0.0, best_price, best_room, NOBODY, best, 0, False)

    # ---- direct trips

    def _direct_spot(
        self, solution: Solution, c: int, wanted: int, mood: Mood, refused: set[tuple[object, ...]], below: float
    ) -> DirectSpot | None:
        p, cell = self.problem, self.problem.cells[c]
        best, best_price = None, below
        for number in solution.direct_trips:
            spot = self._join_direct(solution.trips[number], number, c, wanted)
            if spot is None or self._direct_key(spot, cell.origin, cell.destination) in refused:
                continue
            price = spot.each + spot.fixed / (min(wanted, spot.room) * cell.size)
            if price < best_price:
                best, best_price = spot, price
        minutes = p.minutes[cell.origin][cell.destination]
        if minutes >= NO_ROAD or cell.origin == cell.destination:
            return best
        hoped_from = self.waiting_from[cell.origin]
        hoped_from += mood.neighbours * sum(self.waiting_from[other] for other in self.near[cell.origin])
        hoped_to = self.waiting_to[cell.destination]
        hoped_to += mood.neighbours * sum(self.waiting_to[other] for other in self.near[cell.destination])
        hoped = max(min(hoped_from, hoped_to), cell.size * wanted)
        for k, cost, elapsed in self.direct_costs(cell.origin, cell.destination):
            capacity = p.capacity(k, "direct")
            if capacity < cell.size or ("direct", NOBODY, k, 0, 0, cell.origin, cell.destination) in refused:
                continue
            price = cost / min(capacity, hoped) + self.hour * elapsed
            if price < best_price:
                best_price = price
                best = DirectSpot(0.0, price, capacity // cell.size, NOBODY, k, 0, False, 0, False)
        return best

    def direct_costs(self, origin: int, destination: int) -> list[tuple[int, float, float]]:
        """Offers for a direct trip between two places: cost and a rough elapsed time with rests."""
        known = self._direct_known.get((origin, destination))
        if known is None:
            p, known = self.problem, []
            driving = p.rules.driving
            for k in self.reach.direct_offers[origin]:
                cost = p.road_cost(k, (origin, destination))
                if cost == INF or not p.reaches(k, destination):
                    continue
                o, minutes = p.offers[k], float(p.minutes[origin][destination])
                elapsed = minutes
                if driving.enabled and driving.max_minutes_per_driver_24h:
                    share = min(0.8, driving.max_minutes_per_driver_24h * o.drivers / 1440)
                    if minutes > driving.max_minutes_per_driver_24h * o.drivers or minutes > 600:
                        elapsed = minutes / share
                cost += o.day_cost * math.ceil(elapsed / 1440) + p.costs.escort * p.rules.escorts.direct
                known.append((k, cost, elapsed))
            self._direct_known[origin, destination] = known
        return known

    def _join_direct(self, draft: Draft, number: int, c: int, wanted: int) -> DirectSpot | None:
        p, cell = self.problem, self.problem.cells[c]
        o = p.offers[draft.offer]
        room = (p.capacity(draft.offer, "direct") - draft.load) // cell.size
        line = draft.timeline
        if room <= 0 or line.arrive[draft.pickups] > cell.report + 720:
            return None
        if not (p.reaches(draft.offer, cell.origin) and p.reaches(draft.offer, cell.destination)):
            return None
        picks, drops = draft.stops[: draft.pickups], draft.stops[draft.pickups :]
        if cell.destination in picks or cell.origin in drops:
            return None
        km, base = p.km, p.offer_base[draft.offer]
        extra_minutes = 0
        if cell.origin in picks:
            pick, pick_join, fixed = picks.index(cell.origin), True, 0.0
        else:
            limit = self._max_stops.direct_pickup
            if limit is not None and len(picks) >= limit:
                return None
            pick, fixed = self._cheapest_gap(o.km_cost, draft.stops, cell.origin, range(len(picks)))
            front = o.km_cost * km[cell.origin][picks[0]] + o.empty_km_cost * (
                km[base][cell.origin] - km[base][picks[0]]
            )
            end = o.km_cost * (km[picks[-1]][cell.origin] + km[cell.origin][drops[0]] - km[picks[-1]][drops[0]])
            if front < fixed:
                pick, fixed = 0, front
            if end < fixed:
                pick, fixed = len(picks), end
            pick_join = False
            extra_minutes += p.dwell[cell.origin] + int(fixed / max(o.km_cost, 1.0))
        if cell.destination in drops:
            drop, drop_join = drops.index(cell.destination), True
        else:
            limit = self._max_stops.direct_dropoff
            if limit is not None and len(drops) >= limit:
                return None
            drop, cost = self._cheapest_gap(o.km_cost, draft.stops, cell.destination, range(len(picks), len(draft.stops)))
            drop -= len(picks)
            end = o.km_cost * km[drops[-1]][cell.destination]
            if o.returns_to_base:
                end += o.empty_km_cost * (km[cell.destination][base] - km[drops[-1]][base])
            if end < cost:
                drop, cost = len(drops), end
            fixed, drop_join = fixed + cost, False
            extra_minutes += p.dwell[cell.destination]
        if fixed == INF:
            return None
        journey = line.arrive[min(draft.pickups + drop, len(draft.stops) - 1)] - line.arrive[min(pick, draft.pickups - 1)]
        fixed += self.hour * extra_minutes * draft.load
        return DirectSpot(
            fixed, self.hour * journey, room, number, draft.offer, pick, pick_join, drop, drop_join
        )

    def _cheapest_gap(
        self, km_cost: float, stops: tuple[int, ...], place: int, positions: Iterable[int]
    ) -> tuple[int, float]:
        """Where a place fits between two stops most cheaply; position 0 is left to the caller."""
        km = self.problem.km
        best, best_cost = 0, INF
        for i in positions:
            if i == 0:
                continue
            a, b = stops[i - 1], stops[i]
            cost = km_cost * (km[a][place] + km[place][b] - km[a][b])
            if cost < best_cost:
                best, best_cost = i, cost
        return best, best_cost

    # ---- taking a way

    def _commit(
        self, solution: Solution, taken: list[int], service: int, first: Spot | DirectSpot, last: Spot | None
    ) -> bool:
        if isinstance(first, DirectSpot):
            return self._commit_direct(solution, taken, first)
        assert last is not None
        p, b = self.problem, self.problem.bundles[taken[0]]
        service_of = solution.service_of
        old = [service_of[t] for t in taken]
        for t in taken:
            service_of[t] = service
        feeder = distribution = None
        ok = True
        if first is not AT_HUB:
            feeder = self._changed(solution, "feeder", first, b.origin, tuple(taken), p.service_from[service])
            ok = feeder is not None
        if ok and last is not AT_HUB:
            distribution = self._changed(
                solution, "distribution", last, b.destination, tuple(taken), p.service_to[service]
            )
            ok = distribution is not None
        for t, was in zip(taken, old, strict=True):
            service_of[t] = was
        if not ok:
            return False
        first_number = self._take(solution, first, feeder)
        last_number = self._take(solution, last, distribution)
        for t in taken:
            solution.set_way(t, Way(service, first_number, last_number))
        return True

    @staticmethod
    def _take(solution: Solution, spot: Spot, draft: Draft | None) -> int:
        if draft is None:
            return NOBODY
        if spot.trip == NOBODY:
            return solution.add_trip(draft)
        solution.replace_trip(spot.trip, draft)
        return spot.trip

    def _changed(
        self, solution: Solution, kind: TripKind, spot: Spot, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """The trip with the bundles in it, or ``None`` where that cannot be run or no vehicle is free."""
        if spot.trip == NOBODY:
            return self._new_trip(solution, kind, spot.offer, place, taken, hub)
        draft = solution.trips[spot.trip]
        if kind == "feeder":
            stops, loads = list(draft.stops[:-1]), list(draft.loads[:-1])
        else:
            stops, loads = list(draft.stops[1:]), list(draft.loads[1:])
        if spot.join:
            loads[spot.position] = loads[spot.position] + taken
        else:
            stops.insert(spot.position, place)
            loads.insert(spot.position, taken)
        made = self.spoke(kind, draft.offer, tuple(stops), tuple(loads), hub, solution.service_of)
        if made is None or not solution.fleet_fits(made, spot.trip):
            return None
        return made

    def spoke(
        self, kind: TripKind, offer: int, stops: tuple[int, ...], loads: tuple[tuple[int, ...], ...], hub: int,
        service_of: list[int],
    ) -> Draft | None:  # fmt: skip
        """A feeder or distribution trip built anew."""
        if kind == "feeder":
            return self.factory.feeder(offer, stops, loads, hub, service_of)
        return self.factory.distribution(offer, hub, stops, loads, service_of)

    def _new_trip(
        self, solution: Solution, kind: TripKind, offer: int, place: int, taken: tuple[int, ...], hub: int
    ) -> Draft | None:
        """A new trip by the wanted offer, or by the cheapest other one that has a vehicle free."""
        p = self.problem
        need = sum(p.bundles[t].size for t in taken)
        others = [k for k, _ in self.radial(kind, place, hub) if k != offer and p.capacity(k, kind) >= need]
        for k in [offer, *others][:6]:
            made = self.spoke(kind, k, (place,), (taken,), hub, solution.service_of)
            if made is not None and solution.fleet_fits(made):
                return made
        return None

    def _commit_direct(self, solution: Solution, taken: list[int], spot: DirectSpot) -> bool:
        b = self.problem.bundles[taken[0]]
        if spot.trip == NOBODY:
            made = self.factory.direct(spot.offer, (b.origin,), (tuple(taken),), (b.destination,))
        else:
            draft = solution.trips[spot.trip]
            picks, drops = list(draft.stops[: draft.pickups]), list(draft.stops[draft.pickups :])
            loads = list(draft.loads[: draft.pickups])
            if spot.pickup_join:
                loads[spot.pickup] = loads[spot.pickup] + tuple(taken)
            else:
                picks.insert(spot.pickup, b.origin)
                loads.insert(spot.pickup, tuple(taken))
            if not spot.drop_join:
                drops.insert(spot.drop, b.destination)
            made = self.factory.direct(spot.offer, tuple(picks), tuple(loads), tuple(drops))
        made = self.fit_in_time(solution, made, spot.trip)
        if made is None:
            return False
        if spot.trip == NOBODY:
            number = solution.add_trip(made)
        else:
            number = spot.trip
            solution.replace_trip(number, made)
        for t in taken:
            solution.set_way(t, Way(NOBODY, number, NOBODY))
        return True

    def fit_in_time(self, solution: Solution, draft: Draft | None, without: int) -> Draft | None:
        """The direct trip as it is where a vehicle is free then, else an earlier one for which there is one."""
        for _ in range(4):
            if draft is None or solution.fleet_fits(draft, without):
                return draft
            busy = [
                solution.trips[i].timeline.leaves
                for i in solution.by_offer.get(draft.offer, ())
                if i != without and solution.trips[i].timeline.leaves < draft.back
            ]
            earlier = min(busy, default=draft.timeline.leaves) - (draft.back - draft.timeline.leaves)
            earlier = min(earlier, draft.timeline.leaves - 60)
            draft = self.factory.direct(
                draft.offer,
                draft.stops[: draft.pickups],
                draft.loads[: draft.pickups],
                draft.stops[draft.pickups :],
                leave_by=earlier,
            )
        return None
