"""Small cases for the optimiser's tests, built in Python: by hand, and at random with everything that can go wrong.

Places lie on a plane (x, y in km); a road is as long as the way along both axes and is driven at ``KM_A_MINUTE``.
Moments are counted from ``START``, 00:00 of a Monday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from transport.case import Case, Costs, DrivingRules, MaxStops, Offer, PerKind, PerMode, Place, Rules, Service, Worker
from transport.clock import DAY
from transport.travel import TravelMatrix

START = 20_829 * DAY
DAYS = 10
KM_A_MINUTE = 1.0
ANY_HOUR = Rules(pickup_from=0, pickup_to=0, driving=DrivingRules(enabled=False))
"""No hours and no driver rules, so that times can be worked out by hand."""
DEAR_TICKETS = Costs(individual_ticket=1000)

Spots = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Scenery:
    """A case and its roads."""

    case: Case
    travel: TravelMatrix

    def change(self, **changes: Any) -> Scenery:
        """Change the case and keep the roads."""
        return replace(self, case=replace(self.case, **changes))


def place(place_id: str, **details: Any) -> Place:
    """A place whose kind is its first letter: village, factory, hub (a station), airport, depot."""
    kinds = {"V": "village", "F": "factory", "H": "station", "A": "airport", "D": "depot"}
    return Place(place_id, place_id, details.pop("kind", kinds[place_id[0]]), county=place_id, **details)


def people(origin: str, destination: str, *sizes: int, **details: Any) -> list[Worker]:
    """Parties of the sizes (1: somebody alone) with one way to go; ids name the way."""
    made = []
    details = {"ready_from": START, "report_by": START + DAYS * DAY - 1, **details}
    tag = details.pop("tag", "")
    for number, size in enumerate(sizes):
        name = f"{origin}-{destination}{tag}-{number}"
        made += [
            Worker(f"{name}.{i}", name, origin, destination, party=name if size > 1 else None, **details)
            for i in range(size)
        ]
    return made


def build(
    spots: Spots,
    workers: Iterable[Worker],
    offers: Iterable[Offer] = (),
    services: Iterable[Service] = (),
    *,
    places: Iterable[Place] = (),
    no_road: Iterable[tuple[str, str]] = (),
    rules: Rules = ANY_HOUR,
    costs: Costs = DEAR_TICKETS,
) -> Scenery:
    """A case over ``spots``; ``places`` replace those that the names stand for, ``no_road`` takes one-way roads out."""
    known = {spot: place(spot) for spot in spots} | {one.place_id: one for one in places}
    case = Case(
        name="small",
        title="small",
        timezone="Asia/Shanghai",
        window_start=START,
        window_end=START + DAYS * DAY,
        workers={worker.worker_id: worker for worker in workers},
        places=known,
        offers={offer.offer_id: offer for offer in offers},
        services={service.service_id: service for service in services},
        tickets={},
        rules=rules,
        costs=costs,
        sha256="5ca1e",
    )
    index = {place_id: row for row, place_id in enumerate(known)}
    at = np.array([spots[place_id] for place_id in known], dtype=float).reshape(-1, 2)
    km = np.abs(at[:, None] - at[None]).sum(axis=2)
    for origin, destination in no_road:
        km[index[origin], index[destination]] = np.inf
    return Scenery(case, TravelMatrix(index, km, km / KM_A_MINUTE))


def train(service_id: str = "S", origin: str = "H1", destination: str = "H2", **details: Any) -> Service:
    """A train that leaves at noon of the third day and arrives three hours later."""
    depart = details.pop("depart", START + 2 * DAY + 720)
    arrive = details.pop("arrive", depart + 180)
    return Service(
        service_id, details.pop("mode", "train"), origin, destination, depart, arrive, details.pop("seats", 50),
        details.pop("max_units", 1), **details,
    )  # fmt: skip


def coach(offer_id: str = "K", seats: int = 20, count: int = 9, base: str = "D1", **prices: Any) -> Offer:
    """An offer that may run every kind of trip and returns to its base uncharged."""
    return Offer(offer_id, seats, count, base, **prices)


def tiny(seed: int) -> Scenery:
    """One to four parties, one or two offers of many vehicles, one service: small enough to try every plan."""
    rng = Random(seed)
    spots = {name: (rng.randint(0, 60), rng.randint(0, 60)) for name in ("V1", "V2", "V3", "H1", "D1")}
    spots |= {name: (rng.randint(400, 460), rng.randint(0, 60)) for name in ("F1", "F2", "H2")}
    workers: list[Worker] = []
    for number in range(rng.randint(1, 4)):
        origin = rng.choice(("V1", "V2", "V3", "V3", "H1") if rng.random() < 0.3 else ("V1", "V2", "V3"))
        destination = rng.choice(("F1", "F2", "H2") if rng.random() < 0.3 else ("F1", "F2"))
        needs = ("no_fly",) if rng.random() < 0.1 else ()
        report = START + rng.choice((4, 5, 9)) * DAY + rng.choice((600, 1000, 1439))
        workers += people(origin, destination, rng.randint(1, 4), tag=f"#{number}", report_by=report, needs=needs)
    offers = [
        coach(
            f"K{i}",
            seats,
            fixed_cost=rng.choice((0, 50, 300)),
            km_cost=rng.choice((0.5, 1, 2.5)),
            empty_km_cost=rng.choice((0, 0.5)),
            day_cost=rng.choice((0, 100)),
            returns_to_base=rng.random() < 0.5,
            drivers=rng.randint(1, 2),
        )
        for i, seats in enumerate(rng.sample((5, 9, 20), rng.randint(1, 2)))
    ]
    service = train(
        seats=rng.choice((6, 12)),
        max_units=rng.randint(1, 2),
        mode=rng.choice(("train", "flight")),
        unit_cost=rng.choice((0, 200, 1500)),
        seat_cost=rng.choice((10, 60)),
        min_seats=rng.choice((0, 0, 4)),
    )
    costs = Costs(
        individual_ticket=rng.choice((150, 400, 900)),
        journey_hour=rng.choice((0, 0, 6)),
        early_arrival_per_day=rng.choice((0, 20)),
        escort=rng.choice((0, 40)),
    )
    rules = Rules(split_groups=rng.random() < 0.8, stop_minutes=rng.choice((0, 10)))
    return build(spots, workers, offers, [service], rules=rules, costs=costs)


def motley(rng: Random) -> Scenery:
    """A case of ten to thirty people with odd rules, hours, prices and roads: valid, but nothing is as usual."""
    villages = [f"V{i}" for i in range(rng.randint(1, 5))]
    factories = [f"F{i}" for i in range(rng.randint(1, 3))]
    spots = {name: (rng.uniform(0, 90), rng.uniform(0, 90)) for name in (*villages, "H1", "H2", "D1")}
    far = rng.choice((100, 300, 500, 1500))
    spots |= {name: (far + rng.uniform(0, 60), rng.uniform(0, 60)) for name in (*factories, "H3", "A4", "D2")}
    names, gaps = list(spots), rng.choice((0, 0, 0.1, 0.3))
    scenery = build(
        spots,
        _motley_people(rng, villages, factories),
        _motley_fleet(rng),
        _motley_services(rng),
        places=[_motley_place(rng, name) for name in names],
        no_road=[(a, b) for a in names for b in names if a != b and rng.random() < gaps],
        rules=_motley_rules(rng),
        costs=Costs(
            individual_ticket=rng.choice((None, 300, 2000)),
            unserved=rng.choice((100_000, 100_000, 500)),
            early_arrival_per_day=rng.choice((0, 30)),
            journey_hour=rng.choice((0, 10)),
            escort=rng.choice((0, 100)),
        ),
    )
    if rng.random() < 0.3:
        shape = scenery.travel.km.shape
        stretch = np.array([[rng.uniform(0.2, 3) for _ in range(shape[1])] for _ in range(shape[0])])
        km = scenery.travel.km * stretch
        scenery = Scenery(scenery.case, replace(scenery.travel, km=km, minutes=km * rng.uniform(0.5, 1.5)))
    return scenery


_BARS = ("no_fly", "no_fly", "no_train", "no_direct", "no_ticket", "no_service:S")
_NEEDS = (*_BARS, "only_flight", "only_train", "only_direct", "晕车")


def _motley_people(rng: Random, villages: list[str], factories: list[str]) -> list[Worker]:
    workers: list[Worker] = []
    for number in range(rng.randint(3, 9)):
        ready = START + rng.choice((0, 0, 0, rng.randint(0, 3 * DAY)))
        workers += people(
            rng.choice((*villages, *villages, "H1")),
            rng.choice((*factories, *factories, "H3", villages[0])),
            *rng.choices((1, 1, 1, 2, 3, 6), k=rng.randint(1, 4)),
            tag=f"#{number}",
            ready_from=ready,
            report_by=START + rng.choice((1, 4, 6, 7, DAYS)) * DAY - rng.choice((1, 400)),
            needs=(rng.choice(_NEEDS),) if rng.random() < 0.25 else (),
        )
    return workers


def _motley_fleet(rng: Random) -> list[Offer]:
    kinds = ("feeder", "direct", "distribution")
    return [
        Offer(
            f"K{i}",
            rng.choice((1, 4, 9, 9, 20, 20)),
            rng.choice((0, 1, 1, 2, 5)),
            rng.choice(("D1", "D1", "D2", "V0")),
            available_from=START + DAY if rng.random() < 0.2 else None,
            available_until=START + 5 * DAY if rng.random() < 0.2 else None,
            fixed_cost=rng.choice((0, 50, 500)),
            km_cost=rng.choice((0, 0.5, 2)),
            empty_km_cost=rng.choice((0, 0.3, 3)),
            day_cost=rng.choice((0, 100)),
            returns_to_base=rng.random() < 0.5,
            drivers=rng.randint(1, 3),
            roles=kinds if rng.random() < 0.6 else tuple(rng.sample(kinds, 1)),
        )
        for i in range(rng.choice((0, 2, 3, 4, 5, 6)))
    ]


def _motley_services(rng: Random) -> list[Service]:
    made = []
    for i in range(rng.choice((0, 1, 2, 3, 4))):
        depart = START + rng.randint(1, 4) * DAY + rng.randint(0, 1439)
        flies = rng.random() < 0.5
        made.append(
            train(
                f"S{i}",
                rng.choice(("H1", "H2")),
                "A4" if flies else "H3",
                mode="flight" if flies else "train",
                depart=depart,
                arrive=depart + rng.choice((0, 60, 300)),
                seats=rng.choice((1, 8, 30)),
                max_units=rng.choice((0, 1, 2, 3)),
                unit_cost=rng.choice((0, 100, 100, 3000)),
                seat_cost=rng.choice((0, 50)),
                min_seats=rng.choice((0, 0, 5)),
            )
        )
    if len(made) > 1 and rng.random() < 0.5:
        first, second = made[:2]
        same = {"mode": first.mode, "seats": 12, "max_units": 2, "unit_cost": 90, "run": "R"}
        made[:2] = [replace(first, **same), replace(second, to_hub=first.to_hub, **same)]
    return made


def _motley_place(rng: Random, name: str) -> Place:
    opens, closes = rng.choice(
        ((0, DAY), (0, DAY), (0, DAY), (0, DAY), (360, 1320), (360, 1320), (1200, 400), (500, 540))
    )
    max_seats = rng.choice((None, None, 9, 4)) if name[0] in "VF" else None
    return place(name, opens=opens, closes=closes, max_seats=max_seats)


def _motley_rules(rng: Random) -> Rules:
    low, high = rng.choice(((300, 1320), (0, 0), (300, 1320), (1200, 360), (480, 500)))
    return Rules(
        split_groups=rng.random() < 0.85,
        pickup_from=low,
        pickup_to=high,
        stop_minutes=rng.choice((0, 7.5, 10)),
        connection_minutes=PerMode(rng.choice((0, 120)), rng.choice((0, 60.5))),
        max_wait_minutes=rng.choice((None, 60, 600)),
        egress_minutes=PerMode(rng.choice((0, 45)), rng.choice((0, 30))),
        max_egress_wait_minutes=rng.choice((None, 45, 240)),
        max_stops=MaxStops(*(rng.choice((None, 8, 4, 2, 1, 0)[: rng.choice((3, 5, 6))]) for _ in range(4))),
        max_trip_minutes=PerKind(rng.choice((None, 90, 600)), rng.choice((None, 240)), rng.choice((None, 2000))),
        max_journey_minutes=rng.choice((None, None, None, 1500)),
        driving=DrivingRules(
            enabled=rng.random() < 0.8,
            rest_minutes=rng.choice((0, 20, 45)),
            halt_to=rng.choice((120, 300)),
            night_to=rng.choice((360, 1320)),
            max_minutes_per_driver_24h=rng.choice((None, 480, 480, 60)),
            second_driver_km=rng.choice((None, 600, 600, 0)),
        ),
    )
