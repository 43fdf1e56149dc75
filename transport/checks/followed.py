"""A trip followed along the road: which legs it drives, when it stands still, who is aboard, what it costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from transport.case import Case, Offer, TripKind
from transport.checks.daytime import TOLERANCE
from transport.checks.written import WrittenTrip
from transport.clock import DAY
from transport.travel import Road, TravelMatrix


@dataclass(frozen=True, slots=True)
class Leg:
    """From one call to the next, the first from the base: when it is driven, and by which road if there is one."""

    origin: str
    destination: str
    drives: tuple[tuple[float, float], ...]
    road: Road | None

    @property
    def driven(self) -> float:
        """Minutes of driving."""
        return sum(end - start for start, end in self.drives)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An uninterrupted time of driving or of standing, with so many workers aboard on the way."""

    driving: bool
    start: float
    end: float
    aboard: int

    @property
    def minutes(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Followed:
    """A written trip with everything that follows from it, the case and the roads."""

    case: Case
    written: WrittenTrip
    offer: Offer
    legs: tuple[Leg, ...]
    way_back: Road | None

    @property
    def entity(self) -> str:
        return self.written.entity

    @property
    def kind(self) -> TripKind:
        return self.written.kind

    @property
    def ends(self) -> float:
        """When the last stop is done."""
        return self.written.calls[-1].depart

    @property
    def back(self) -> float:
        """When the vehicle is at its base again (or would be, whether or not that way is charged)."""
        return self.ends + (self.way_back.minutes if self.way_back else 0.0)

    @cached_property
    def clock(self) -> tuple[float, ...]:
        """Every written time in the order in which it should come."""
        stops = self.written.stops
        return (self.written.leaves_base, *(time for stop in stops for time in (stop.arrive, stop.depart)))

    @property
    def in_order(self) -> bool:
        """Whether no time comes before the one that stands ahead of it."""
        return all(earlier <= later + TOLERANCE for earlier, later in pairwise(self.clock))

    @property
    def roads_known(self) -> bool:
        """Whether there is a road all the way and back."""
        return self.way_back is not None and all(leg.road is not None for leg in self.legs)

    @property
    def km(self) -> float:
        """Km from the first call to the last."""
        return sum(leg.road.km for leg in self.legs[1:] if leg.road)

    @property
    def empty_km(self) -> float:
        """Charged km without passengers."""
        out = self.legs[0].road
        home = self.way_back if self.offer.returns_to_base else None
        return sum(road.km for road in (out, home) if road)

    @property
    def exact_cost(self) -> float:
        """CNY by the offer's prices; what was written where there is no road to measure."""
        if not self.roads_known:
            return self.written.cost
        offer = self.offer
        days = max(0, math.ceil((self.ends - self.written.leaves_base) / DAY - 1e-9))
        moving = offer.km_cost * self.km + offer.empty_km_cost * self.empty_km
        return offer.fixed_cost + moving + offer.day_cost * days

    @property
    def escorts(self) -> int:
        """Seats kept for escorts."""
        return self.case.rules.escorts.of(self.kind)

    @cached_property
    def loads(self) -> tuple[int, ...]:
        """Workers aboard when each entry of the trip is left."""
        return tuple(accumulate(len(stop.board) - len(stop.alight) for stop in self.written.stops))

    @property
    def most_aboard(self) -> int:
        """Workers aboard where they are most."""
        return max(0, *self.loads)

    @property
    def stretches(self) -> Iterator[Stretch]:
        """The trip's time from leaving base on, cut into driving and standing; only where times are in order."""
        now, aboard = self.written.leaves_base, 0
        for stop, load in zip(self.written.stops, self.loads, strict=True):
            if stop.arrive - now > TOLERANCE:
                yield Stretch(True, now, stop.arrive, aboard)
            yield Stretch(False, stop.arrive, stop.depart, aboard)
            now, aboard = stop.depart, load


def follow(case: Case, travel: TravelMatrix, trip: WrittenTrip) -> Followed:
    """Follow a trip whose offer and places the case knows."""
    offer = case.offers[trip.offer_id]
    legs: list[Leg] = []
    now, where = trip.leaves_base, offer.base
    drives: list[tuple[float, float]] = []
    for stop in trip.stops:
        if stop.arrive > now:
            drives.append((now, stop.arrive))
        now = stop.depart
        if stop.place_id is not None:
            legs.append(Leg(where, stop.place_id, tuple(drives), travel.road(where, stop.place_id)))
            where, drives = stop.place_id, []
    return Followed(case, trip, offer, tuple(legs), travel.road(where, offer.base))
