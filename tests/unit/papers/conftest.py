"""A small world for papers and reports: every way to travel, parties, rests over midnight, rare and hostile texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from transport.case import Case, Costs, Offer, Place, Service, Worker
from transport.clock import to_minutes
from transport.facts import Facts
from transport.papers.desk import Desk
from transport.papers.edition import Edition
from transport.papers.glyphs import Glyphs
from transport.plan import Itinerary, Plan, Rest, ServiceUse, Stop, Summary, Ticket, Trip, Unserved

HOSTILE = ("=1+1", "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "\t=2+2", "-3", "<script>alert(1)</script>", "${7*7}`")
CONTACTS = {"w01": "家属 139-8765-4321", "w03": "村委会 0872-5521234"}
PHONE, ID_NUMBER = "13812345678", "532929199001011234"


@dataclass(frozen=True)
class World:
    case: Case
    plan: Plan


def at(day: int, clock: str) -> int:
    return to_minutes(datetime.fromisoformat(f"2027-02-{day:02d}T{clock}"))


PLACES = (
    Place("V1", "胜泉村", "village", 25.9, 99.4, county="云龙县"),
    Place("V2", "诺邓村", "village", 25.9, 99.3, county="云龙县"),
    Place("V3", "=1+1村<b>", "village", 25.5, 99.5, county="永平县 & <i>"),
    Place("H1", "大理机场", "airport", 25.6, 100.3, county="大理市"),
    Place("H2", "浦东/机场:T2", "airport", 31.1, 121.8, county="浦东新区"),
    Place("F1", "䶮𬱖电子（上海）有限公司", "factory", 30.9, 121.5, county="奉贤区"),
    Place("F2", "@SUM & <b>Co</b>", "factory", 30.9, 121.4, county="奉贤区"),
    Place("D1", "大理车场", "depot", 25.6, 100.2, county="大理市"),
)
NAMES = ("杨小明", "李树", "䶮𬱖㛃", "王芳", "阿依古丽·买买提", "张伟", "段誉", *HOSTILE)
ROUTES = (("V1", "F1"), ("V1", "F2"), ("V1", "F1"), ("V2", "F1"), ("V2", "F2"), ("V2", "F2"),
          ("V2", "F1"), ("V3", "F1"), ("V3", "F1"), ("V3", "F2"), ("V3", "F2"), ("V3", "F1"),
          ("V3", "F1"), ("V1", "F2"))  # fmt: skip
PARTIES = {"w01": "P1", "w03": "P1"}
NEEDS = {
    "w02": ("no_fly", "晕车，家属 139-8765-4321"),
    "w04": ("wheelchair",),
    "w05": ("身份证 532929199001011234",),
}


def build_case() -> Case:
    workers = {}
    for number, (name, (origin, destination)) in enumerate(zip(NAMES, ROUTES, strict=True), start=1):
        worker_id = f"w{number:02d}"
        workers[worker_id] = Worker(
            worker_id,
            name,
            origin,
            destination,
            ready_from=at(10, "00:00"),
            report_by=at(20, "23:59"),
            party=PARTIES.get(worker_id),
            needs=NEEDS.get(worker_id, ()),
            gender="女" if number % 2 else "男",
            id_number=ID_NUMBER,
            phone=PHONE,
            emergency_contact=CONTACTS.get(worker_id, ""),
        )
    offers = (
        Offer("O1", 33, 2, "D1", operator="大理交运", vehicle="宇通33座", fixed_cost=500, km_cost=5, roles=("feeder",)),
        Offer("O2", 45, 1, "D1", operator="<长途>客运", vehicle="金龙49座", fixed_cost=9000, km_cost=6, drivers=3),
        Offer("O3", 22, 1, "H2", fixed_cost=700, roles=("distribution",)),
    )
    service = Service("MU7641", "flight", "H1", "H2", at(18, "12:20"), at(18, "15:40"), 120, 2, unit_cost=5000)
    return Case(
        name="papers",
        title="2027年奉贤·大理<点对点>返岗 & 测试",
        timezone="Asia/Shanghai",
        window_start=at(10, "00:00"),
        window_end=at(28, "00:00") + 1440,
        workers=workers,
        places={place.place_id: place for place in PLACES},
        offers={offer.offer_id: offer for offer in offers},
        services={service.service_id: service},
        tickets={("云龙县", "奉贤区"): 1200.0},
        costs=Costs(unserved=100_000, early_arrival_per_day=10, journey_hour=8, escort=150),
        sha256="0" * 64,
    )


def build_plan(case: Case) -> Plan:
    feeder = Trip(
        "T001",
        "feeder",
        "O1",
        1,
        at(18, "05:50"),
        (
            Stop("V1", at(18, "06:30"), at(18, "06:45"), board=("w01", "w02", "w03")),
            Stop("V2", at(18, "07:15"), at(18, "07:25"), board=("w05", "w04")),
            Stop("H1", at(18, "09:40"), at(18, "09:40"), alight=("w01", "w02", "w03", "w04", "w05")),
        ),
        km=120.0,
        empty_km=30.0,
        cost=1100.0,
    )
    direct = Trip(
        "T002",
        "direct",
        "O2",
        1,
        at(17, "23:00"),
        (
            Stop("V3", at(18, "05:00"), at(18, "05:20"), board=("w08", "w09", "w10", "w11")),
            Stop("V2", at(18, "06:20"), at(18, "06:30"), board=("w06",)),
            Rest(at(18, "10:30"), at(18, "11:00")),
            Rest(at(18, "15:00"), at(18, "22:30")),
            Rest(at(19, "00:30"), at(19, "05:10")),
            Stop("F2", at(19, "09:00"), at(19, "09:10"), alight=("w06", "w10", "w11")),
            Stop("F1", at(19, "09:30"), at(19, "09:40"), alight=("w08", "w09")),
        ),
        km=1500.0,
        empty_km=0.0,
        cost=18_000.0,
    )
    distribution = Trip(
        "T003",
        "distribution",
        "O3",
        1,
        at(18, "16:25"),
        (
            Stop("H2", at(18, "16:25"), at(18, "16:40"), board=("w01", "w02", "w03", "w04", "w05")),
            Stop("F1", at(18, "17:40"), at(18, "17:50"), alight=("w01", "w03", "w04")),
            Stop("F2", at(18, "18:05"), at(18, "18:15"), alight=("w02", "w05")),
        ),
        km=80.0,
        empty_km=0.0,
        cost=700.0,
    )
    itineraries = [_connected(w, feeder, distribution) for w in ("w01", "w02", "w03", "w04", "w05")]
    itineraries += [_carried(w, direct) for w in ("w06", "w08", "w09", "w10", "w11")]
    itineraries += [Itinerary("w07", "ticket"), Itinerary("w14", "ticket")]
    itineraries += [Itinerary("w12", "unserved"), Itinerary("w13", "unserved")]
    # Journeys: w01, w03 11 h 10; w02 11 h 35; w04 10 h 25; w05 10 h 50; w06 26 h 40; w08, w09 28 h 30; w10, w11 28 h.
    hours = 2 * 67 / 6 + 139 / 12 + 125 / 12 + 65 / 6 + 80 / 3 + 2 * 28.5 + 2 * 28
    cost = {
        "vehicles": 19_800.0,
        "services": 5000.0,
        "tickets": 2400.0,
        "unserved": 200_000.0,
        "early_arrival": 10.0 * (5 * 2 + 5 * 1),
        "journey": 8 * hours,
        "escorts": 300.0,
    }
    return Plan(
        case_name=case.name,
        case_sha256=case.sha256,
        summary=Summary(
            cost,
            {"direct": 5, "connected": 5, "ticket": 2, "unserved": 2},
            lower_bound=220_000.0,
            lower_bound_method="column generation",
            baselines={"all_tickets": None, "group_coaches": 260_000.0, "all_direct": 241_000.0, "all_connected": None},
        ),
        trips=(feeder, direct, distribution),
        services=(ServiceUse("MU7641", 1, ("w01", "w02", "w03", "w04", "w05"), 5000.0),),
        tickets=(Ticket("w07", 1200.0), Ticket("w14", 1200.0)),
        unserved=(
            Unserved("w12", "crowded_out_or_dearer", "再加一辆 <b>45座</b> 直达车，或联系 13812345678"),
            Unserved("w13", "no_road", "=HYPERLINK(1)"),
        ),
        itineraries=tuple(itineraries),
        created="2027-01-20T10:00",
        solver={"seed": 0, "elapsed_s": 1.5},
    )


def _connected(worker_id: str, feeder: Trip, distribution: Trip) -> Itinerary:
    pickup, arrive = _times(worker_id, feeder)[0], _times(worker_id, distribution)[1]
    return Itinerary(worker_id, "connected", ("T001", "service:MU7641", "T003"), pickup, arrive)


def _carried(worker_id: str, trip: Trip) -> Itinerary:
    return Itinerary(worker_id, "direct", (trip.trip_id,), *_times(worker_id, trip))


def _times(worker_id: str, trip: Trip) -> tuple[int, int]:
    pickup = next(stop.arrive for stop in trip.stops if worker_id in stop.board)
    return pickup, next(stop.arrive for stop in trip.stops if worker_id in stop.alight)


@pytest.fixture(scope="session")
def glyphs() -> Iterator[Glyphs]:
    with Glyphs() as opened:
        yield opened


@pytest.fixture(scope="session")
def desk_of(glyphs: Glyphs) -> Callable[..., Desk]:
    """A desk for a case and a plan, in any language and edition."""

    def lay(world: World, lang: str = "zh", case: Case | None = None, unmask: bool = False, number: int = 1) -> Desk:
        facts = Facts(case or world.case, world.plan)
        return Desk(facts, lang, Edition(facts.mark, number, world.plan.created), glyphs, unmask)

    return lay


@pytest.fixture(scope="session")
def world() -> World:
    case = build_case()
    return World(case, build_plan(case))


@pytest.fixture(scope="session")
def big_world(world: World) -> Callable[[int], World]:
    """A world of many copies of the small one, its ids numbered through."""

    def build(copies: int) -> World:
        return _copy(world, copies)

    return build


def _copy(world: World, copies: int) -> World:
    from dataclasses import replace

    workers, trips, uses, tickets, unserved, itineraries = {}, [], [], [], [], []
    services = {}
    for n in range(copies):

        def new(ids: tuple[str, ...], n: int = n) -> tuple[str, ...]:
            return tuple(f"{worker_id}-{n}" for worker_id in ids)

        for worker in world.case.workers.values():
            party = None if worker.party is None else f"{worker.party}-{n}"
            workers[f"{worker.worker_id}-{n}"] = replace(worker, worker_id=f"{worker.worker_id}-{n}", party=party)
        for service in world.case.services.values():
            services[f"{service.service_id}-{n}"] = replace(service, service_id=f"{service.service_id}-{n}")
        for trip in world.plan.trips:
            entries = tuple(
                replace(e, board=new(e.board), alight=new(e.alight)) if isinstance(e, Stop) else e for e in trip.entries
            )
            trips.append(replace(trip, trip_id=f"{trip.trip_id}-{n}", entries=entries))
        uses += [replace(u, service_id=f"{u.service_id}-{n}", workers=new(u.workers)) for u in world.plan.services]
        tickets += [replace(t, worker_id=f"{t.worker_id}-{n}") for t in world.plan.tickets]
        unserved += [replace(u, worker_id=f"{u.worker_id}-{n}") for u in world.plan.unserved]
        for i in world.plan.itineraries:
            itineraries.append(replace(i, worker_id=f"{i.worker_id}-{n}", legs=new(i.legs)))
    case = replace(world.case, workers=workers, services=services)
    plan = replace(
        world.plan,
        trips=tuple(trips),
        services=tuple(uses),
        tickets=tuple(tickets),
        unserved=tuple(unserved),
        itineraries=tuple(itineraries),
    )
    return World(case, plan)
