"""A case and a plan to draw: real places of Dali and Shanghai, invented people.

Loaded with :func:`runpy.run_path`, because test folders are not packages. Nobody checks the plan against the rules;
it only has every kind of thing that a map shows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from transport.case import Case, Offer, Place, Service, Worker
from transport.clock import to_minutes
from transport.plan import Itinerary, Plan, Rest, ServiceUse, Stop, Summary, Ticket, Trip, Unserved

VILLAGES = (
    ("YL1", "诺邓镇", "云龙县", 25.886, 99.371, 26),
    ("YL2", "漕涧镇", "云龙县", 25.69, 99.12, 14),
    ("YL3", "功果桥镇", "云龙县", 25.62, 99.33, 9),
    ("YL4", "检槽乡", "云龙县", 26.13, 99.40, 7),
    ("YL5", "团结彝族乡", "云龙县", 25.70, 99.62, 5),
    ("YB1", "苍山西镇", "漾濞县", 25.670, 99.958, 18),
    ("YB2", "漾江镇", "漾濞县", 25.83, 99.93, 6),
    ("YB3", "顺濞镇", "漾濞县", 25.47, 99.90, 8),
    ("YP1", "博南镇", "永平县", 25.465, 99.541, 22),
    ("YP2", "杉阳镇", "永平县", 25.32, 99.40, 11),
    ("YP3", "龙街镇", "永平县", 25.36, 99.62, 4),
    ("MD1", "弥城镇", "弥渡县", 25.343, 100.491, 24),
    ("MD2", "红岩镇", "弥渡县", 25.46, 100.42, 12),
    ("MD3", "密祉镇", "弥渡县", 25.20, 100.42, 5),
    ("NJ1", "南涧镇", "南涧县", 25.043, 100.510, 28),
    ("NJ2", "公郎镇", "南涧县", 24.83, 100.30, 13),
    ("NJ3", "小湾东镇", "南涧县", 24.77, 100.15, 3),
)
FACTORIES = (
    ("F1", "奉贤汽车零部件厂", "奉贤区", 30.93, 121.50),
    ("F2", "南桥电缆厂", "奉贤区", 30.918, 121.458),
    ("F3", "奉城生物科技", "奉贤区", 30.916, 121.641),
    ("F4", "四团机械厂", "奉贤区", 30.900, 121.726),
    ("F5", "青浦电子厂", "青浦区", 31.176, 121.117),
    ("F6", "徐泾物流园", "青浦区", 31.176, 121.271),
)
HUBS = (
    Place("DLU", "大理凤仪机场", "airport", 25.649, 100.319, "大理市"),
    Place("DKM", "大理站", "station", 25.59, 100.25, "大理市"),
    Place("PVG", "上海浦东机场", "airport", 31.145, 121.805, "浦东新区"),
    Place("SHH", "上海虹桥站", "station", 31.194, 121.320, "闵行区"),
    Place("BASE", "大理客运公司车场", "depot", 25.60, 100.24, "大理市"),
)
OFFERS = (
    Offer("C53", 53, 6, "BASE", "大理交运", "宇通53座", drivers=2),
    Offer("B35", 35, 8, "BASE", "大理交运", "金龙35座"),
    Offer("SH49", 49, 8, "PVG", "奉贤巴士", "宇通49座"),
)
SERVICES = (
    Service("MU7641", "flight", "DLU", "PVG", 0, 0, 120, 1, "东航"),
    Service("9C7256", "flight", "DLU", "PVG", 0, 0, 120, 1, "春秋"),
    Service("L8801", "train", "DKM", "SHH", 0, 0, 118, 3, "昆明局"),
)
FEEDERS = (
    ("T01", "B35", ("YL4", "YL1"), "DLU", "MU7641", 18, 6),
    ("T02", "B35", ("YL2", "YL3"), "DLU", "MU7641", 18, 5),
    ("T03", "B35", ("YP2", "YP1"), "DLU", "MU7641", 18, 7),
    ("T04", "B35", ("YB3", "YB1", "YB2"), "DLU", "9C7256", 18, 9),
    ("T05", "B35", ("MD3", "MD1"), "DKM", "L8801", 19, 6),
    ("T06", "B35", ("NJ2",), "DKM", "L8801", 19, 6),
)
LINE_HAULS = {
    "MU7641": (datetime(2027, 2, 18, 13, 0), datetime(2027, 2, 18, 16, 25)),
    "9C7256": (datetime(2027, 2, 18, 15, 30), datetime(2027, 2, 18, 19, 0)),
    "L8801": (datetime(2027, 2, 19, 11, 0), datetime(2027, 2, 20, 9, 40)),
}
DIRECT_FROM = ("NJ1", "MD2")
TICKET_FROM, UNSERVED_FROM = ("YL5", "YP3"), ("NJ3",)


def build(hostile: str = "") -> tuple[Case, Plan]:
    """Return the case and its plan; ``hostile`` is added to every text that a user can choose."""
    case = _case()
    plan = _plan(case)
    if hostile:
        case = replace(
            case,
            title=case.title + hostile,
            places={
                key: replace(place, name=place.name + hostile, county=place.county + hostile)
                for key, place in case.places.items()
            },
            offers={
                key: replace(offer, vehicle=offer.vehicle + hostile, operator=offer.operator + hostile)
                for key, offer in case.offers.items()
            },
            services={key: replace(s, operator=s.operator + hostile) for key, s in case.services.items()},
        )
        plan = replace(
            plan,
            trips=tuple(replace(trip, trip_id=trip.trip_id + hostile) for trip in plan.trips),
            itineraries=tuple(
                replace(i, legs=tuple(leg if leg.startswith("service:") else leg + hostile for leg in i.legs))
                for i in plan.itineraries
            ),
        )
    return case, plan


def _case() -> Case:
    places = {p[0]: Place(p[0], p[1], "village", p[3], p[4], p[2]) for p in VILLAGES}
    places |= {p[0]: Place(p[0], p[1], "factory", p[3], p[4], p[2]) for p in FACTORIES}
    places |= {place.place_id: place for place in HUBS}
    start, end = to_minutes(datetime(2027, 2, 10)), to_minutes(datetime(2027, 3, 1))
    workers: dict[str, Worker] = {}
    for place_id, *_, people in VILLAGES:
        for _ in range(people):
            number = len(workers)
            workers[f"WKR{number:04d}"] = Worker(
                f"WKR{number:04d}",
                f"密名{number:04d}",
                place_id,
                FACTORIES[number % len(FACTORIES)][0],
                start,
                end - 1,
                id_number=f"5329291990010{number:05d}",
                phone=f"138001{number:05d}",
                emergency_contact=f"密亲{number:04d} 139001{number:05d}",
            )
    services = {
        s.service_id: replace(
            s, depart=to_minutes(LINE_HAULS[s.service_id][0]), arrive=to_minutes(LINE_HAULS[s.service_id][1])
        )
        for s in SERVICES
    }
    return Case(
        name="map-test",
        title="2027年奉贤·大理点对点返岗",
        timezone="Asia/Shanghai",
        window_start=start,
        window_end=end,
        workers=workers,
        places=places,
        offers={offer.offer_id: offer for offer in OFFERS},
        services=services,
        tickets={},
    )


def _from(case: Case, *place_ids: str) -> list[Worker]:
    return [worker for worker in case.workers.values() if worker.origin in place_ids]


def _ids(workers: list[Worker]) -> tuple[str, ...]:
    return tuple(worker.worker_id for worker in workers)


def _plan(case: Case) -> Plan:
    legs: dict[str, list[str]] = {worker_id: [] for worker_id in case.workers}
    trips = [_feeder(case, legs, *row) for row in FEEDERS]
    aboard: dict[str, list[Worker]] = {}
    for trip, row in zip(trips, FEEDERS, strict=True):
        riders = [case.workers[worker_id] for stop in trip.stops for worker_id in stop.board]
        aboard.setdefault(row[4], []).extend(riders)
        for rider in riders:
            legs[rider.worker_id].append(f"service:{row[4]}")
    for service_id, riders in aboard.items():
        trips += _distributions(case, legs, service_id, riders, len(trips))
    trips.append(_direct(case, legs, len(trips)))
    modes = {worker_id: "connected" if len(path) == 3 else "direct" for worker_id, path in legs.items()}
    tickets, unserved = _ids(_from(case, *TICKET_FROM)), _ids(_from(case, *UNSERVED_FROM))
    modes |= dict.fromkeys(tickets, "ticket") | dict.fromkeys(unserved, "unserved")
    return Plan(
        case_name=case.name,
        case_sha256="",
        summary=Summary(
            cost={"vehicles": 131_200.0, "services": 206_400.0, "tickets": 9_900.0},
            workers={mode: list(modes.values()).count(mode) for mode in ("direct", "connected", "ticket", "unserved")},
            lower_bound=338_000.0,
        ),
        trips=tuple(trips),
        services=tuple(ServiceUse(key, 1, _ids(riders), 68_800.0) for key, riders in aboard.items()),
        tickets=tuple(Ticket(worker_id, 1_100.0) for worker_id in tickets),
        unserved=tuple(Unserved(w, "no_seat", f"密名 {w} has no seat") for w in unserved),
        itineraries=tuple(Itinerary(w, modes[w], tuple(path), *_times(trips, w)) for w, path in legs.items()),
    )


def _times(trips: list[Trip], worker_id: str) -> tuple[int | None, int | None]:
    """Pick-up and arrival of one person."""
    pickups = [stop.arrive for trip in trips for stop in trip.stops if worker_id in stop.board]
    arrivals = [stop.arrive for trip in trips for stop in trip.stops if worker_id in stop.alight]
    return min(pickups, default=None), max(arrivals, default=None)


def _feeder(case, legs, trip_id, offer_id, villages, hub, _service_id, day, hour) -> Trip:
    clock = to_minutes(datetime(2027, 2, day, hour))
    stops: list[Stop] = []
    for village in villages:
        riders = _ids(_from(case, village))
        stops.append(Stop(village, clock, clock + 15, riders))
        clock += 70
    everybody = tuple(worker_id for stop in stops for worker_id in stop.board)
    stops.append(Stop(hub, clock + 30, clock + 40, (), everybody))
    for worker_id in everybody:
        legs[worker_id].append(trip_id)
    return Trip(trip_id, "feeder", offer_id, int(trip_id[1:]), stops[0].arrive - 60, tuple(stops), 128.4, 60.0, 1_900.0)


def _distributions(case, legs, service_id, riders, number) -> list[Trip]:
    service, trips = case.services[service_id], []
    for group in (("F2", "F1"), ("F3", "F4"), ("F6", "F5")):
        here = [worker for worker in riders if worker.destination in group]
        if not here:
            continue
        trip_id, clock = f"T{number + len(trips) + 1:02d}", service.arrive + 60
        stops = [Stop(service.to_hub, clock - 10, clock, _ids(here))]
        for factory in group:
            clock += 45
            leaving = _ids([worker for worker in here if worker.destination == factory])
            if leaving:
                stops.append(Stop(factory, clock, clock + 10, (), leaving))
        for worker in here:
            legs[worker.worker_id].append(trip_id)
        trips.append(Trip(trip_id, "distribution", "SH49", len(trips) + 1, clock - 120, tuple(stops), 72.0, 0.0, 900.0))
    return trips


def _direct(case, legs, number) -> Trip:
    trip_id, clock = f"T{number + 1:02d}", to_minutes(datetime(2027, 2, 16, 8))
    riders = _from(case, *DIRECT_FROM)
    entries: list[Stop | Rest] = []
    for village in DIRECT_FROM:
        entries.append(Stop(village, clock, clock + 20, _ids(_from(case, village))))
        clock += 80
    entries += [Rest(clock + 200, clock + 230), Rest(clock + 1020, clock + 1200)]
    clock += 3_000
    for factory in ("F6", "F5", "F2", "F1", "F3", "F4"):
        entries.append(Stop(factory, clock, clock + 10, (), _ids([w for w in riders if w.destination == factory])))
        clock += 50
    for worker in riders:
        legs[worker.worker_id].append(trip_id)
    return Trip(trip_id, "direct", "C53", 1, entries[0].arrive - 90, tuple(entries), 2_790.0, 95.0, 24_000.0)
