"""A tiny case with one of everything, and a plan for it whose every figure was worked out by hand.

Six villages and factories of Yunnan and Shanghai in name only: two people and a third share a feeder, a flight and a
distribution trip; two go by coach through the night; one takes a train by feeder; two board one train run at two
stations that are their homes; one has a ticket and one is left behind.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from transport.case import Case, Costs, Offer, Place, Service, Worker
from transport.clock import DAY, to_minutes
from transport.night_bans import NightBans
from transport.travel import TravelMatrix

Roads = dict[tuple[str, str], tuple[float, float]]


def at(text: str) -> int:
    """Moment of a day of February 2027: ``12T06:30``."""
    return to_minutes(datetime.fromisoformat(f"2027-02-{text}"))


def iso(text: str) -> str:
    return f"2027-02-{text}"


@dataclass(frozen=True)
class Scene:
    """A case, its roads (km, minutes; one direction stands for both where the other is missing) and a plan document.

    ``bans``: (from, to, from, to) in minutes along a road where nobody drives by night.
    """

    case: Case
    roads: Roads
    document: Any = field(repr=False)
    bans: dict[tuple[str, str], tuple[float, float, float, float]] = field(default_factory=dict)

    @property
    def travel(self) -> TravelMatrix:
        index = {place_id: row for row, place_id in enumerate(self.case.places)}
        km, minutes = np.full((2, len(index), len(index)), np.inf)
        for (origin, destination), figures in self.roads.items():
            for one, other in ((destination, origin), (origin, destination)):
                if (one, other) == (origin, destination) or (one, other) not in self.roads:
                    km[index[one], index[other]], minutes[index[one], index[other]] = figures
        bans = NightBans.free(km)
        for (origin, destination), stretches in self.bans.items():
            bans.put((index[origin], index[destination]), NightBans(*(np.array(moment) for moment in stretches)))
        return TravelMatrix(index, km, minutes, bans=bans if self.bans else None)


ROADS: Roads = {
    ("D1", "V1"): (10, 20),
    ("V1", "V2"): (8.2, 15.5),
    ("V2", "A1"): (40, 60),
    ("A1", "D1"): (35.5, 50),
    ("D1", "V2"): (18, 30),
    ("V2", "S1"): (30, 40),
    ("S1", "D1"): (30, 45),
    ("D1", "V3"): (20, 30),
    ("V3", "F2"): (1200, 900),
    ("F2", "D1"): (1210, 910),
    ("D2", "TA"): (12, 20),
    ("TA", "F1"): (25, 35),
    ("F1", "D2"): (20, 30),
    ("D2", "TS"): (15, 25),
    ("TS", "F1"): (22, 30),
}
PLACES = (
    Place("V1", "石门村", "village", county="云龙县", max_seats=35),
    Place("V2", "诺邓村", "village", county="云龙县"),
    Place("V3", "宝丰村", "village", county="云龙县"),
    Place("A1", "大理机场", "airport"),
    Place("S1", "大理站", "station"),
    Place("S2", "楚雄站", "station"),
    Place("TA", "虹桥机场", "airport"),
    Place("TS", "上海虹桥站", "station", opens=5 * 60, closes=23 * 60 + 30),
    Place("F1", "一厂", "factory", county="金山区", opens=6 * 60, closes=21 * 60 + 10),
    Place("F2", "二厂", "factory", county="奉贤区", opens=9 * 60 + 30, closes=22 * 60),
    Place("D1", "云龙停车场", "depot"),
    Place("D2", "上海停车场", "depot"),
)
OFFERS = (
    Offer("O1", 19, 1, "D1", fixed_cost=200, km_cost=3, empty_km_cost=2, returns_to_base=True, day_cost=100,
          roles=("feeder",)),
    Offer("O2", 45, 1, "D1", available_from=at("12T00:00"), available_until=at("21T00:00"), fixed_cost=2000, km_cost=8,
          empty_km_cost=4, day_cost=500, drivers=2, roles=("direct",)),
    Offer("O3", 35, 2, "D2", fixed_cost=300, km_cost=4, empty_km_cost=2.5, returns_to_base=True, day_cost=150,
          roles=("distribution",)),
    Offer("O4", 53, 1, "D1"),
)  # fmt: skip
SERVICES = (
    Service("FL1", "flight", "A1", "TA", at("12T10:00"), at("12T13:20"), 100, 2, unit_cost=9000, seat_cost=50,
            min_seats=3),
    Service("K1", "train", "S1", "TS", at("11T09:00"), at("11T22:00"), 3, 1, unit_cost=500, seat_cost=100, run="K"),
    Service("K2", "train", "S2", "TS", at("11T10:00"), at("11T22:00"), 3, 1, unit_cost=500, seat_cost=80, run="K"),
    Service("G1", "train", "S1", "TS", at("12T11:10"), at("12T20:00"), 2, 3, seat_cost=600),
    Service("G2", "train", "S1", "TS", at("13T11:10"), at("13T20:00"), 2, 3),
)  # fmt: skip
_ANY, _NEVER = at("10T00:00"), at("28T23:59")
WORKERS = (
    Worker("w1", "甲", "V1", "F1", at("12T06:20"), at("13T14:40"), party="P1"),
    Worker("w2", "乙", "V1", "F1", at("12T06:20"), at("13T14:40"), party="P1"),
    Worker("w3", "丙", "V2", "F1", _ANY, at("13T14:39")),
    Worker("w4", "丁", "V3", "F2", _ANY, at("15T09:30"), party="P2"),
    Worker("w5", "戊", "V3", "F2", _ANY, at("15T09:30"), party="P2"),
    Worker("w6", "己", "V1", "F2", _ANY, _NEVER, needs=("no_fly", "wheelchair")),
    Worker("w7", "庚", "V3", "F1", _ANY, _NEVER),
    Worker("w8", "辛", "S1", "TS", _ANY, _NEVER, needs=("no_fly",)),
    Worker("w9", "壬", "S2", "TS", _ANY, _NEVER),
    Worker("w10", "癸", "V2", "F1", _ANY, at("13T08:00"), needs=("no_fly",)),
)
CASE = Case(
    name="tiny",
    title="tiny",
    timezone="Asia/Shanghai",
    window_start=at("10T00:00"),
    window_end=at("28T00:00") + DAY,
    workers={worker.worker_id: worker for worker in WORKERS},
    places={place.place_id: place for place in PLACES},
    offers={offer.offer_id: offer for offer in OFFERS},
    services={service.service_id: service for service in SERVICES},
    tickets={("云龙县", "奉贤区"): 1100.0},
    costs=Costs(unserved=20_000, early_arrival_per_day=50, journey_hour=12, escort=300),
    sha256="c0ffee",
)


def stop(place_id: str, arrive: str, depart: str, board: str = "", alight: str = "") -> dict[str, Any]:
    """A stop; people as ``w1 w2``."""
    times = {"arrive": iso(arrive), "depart": iso(depart)}
    return {"place_id": place_id, **times, "board": board.split(), "alight": alight.split()}


def rest(arrive: str, depart: str) -> dict[str, Any]:
    return {"kind": "rest", "arrive": iso(arrive), "depart": iso(depart)}


def trip(
    head: str, leaves: str, stops: list[dict[str, Any]], *, km: float, empty_km: float, cost: float
) -> dict[str, Any]:
    """A trip; its head as ``T1 feeder O1 1``: id, kind, offer and number of the vehicle."""
    trip_id, kind, offer_id, number = head.split()
    figures = {"km": km, "empty_km": empty_km, "cost": cost}
    vehicle = {"offer_id": offer_id, "vehicle_no": int(number), "leaves_base": iso(leaves)}
    return {"trip_id": trip_id, "kind": kind, **vehicle, "stops": stops, **figures}


def itinerary(worker_id: str, mode: str, legs: str = "", pickup: str = "", arrive: str = "") -> dict[str, Any]:
    times = {"pickup": iso(pickup) if pickup else None, "arrive": iso(arrive) if arrive else None}
    return {"worker_id": worker_id, "mode": mode, "legs": legs.split(), **times}


DOCUMENT: dict[str, Any] = {
    "format": 1,
    "case": "tiny",
    "case_sha256": "c0ffee",
    "created": "2027-01-05T10:00",
    "solver": {"seed": 0, "time_limit_s": 60, "elapsed_s": 1.5},
    "summary": {
        "total_cost": 51595.9,
        "lower_bound": 41276.72,
        "gap": 0.2,
        "cost": {
            "vehicles": 14957.1,
            "services": 11180.0,
            "tickets": 1100.0,
            "unserved": 20000.0,
            "early_arrival": 1800.0,
            "journey": 1358.8,
            "escorts": 1200.0,
        },
        "workers": {"direct": 2, "connected": 6, "ticket": 1, "unserved": 1},
        "lower_bound_method": "by hand",
        "baselines": {"all_tickets": None, "group_coaches": None, "all_direct": None, "all_connected": None},
    },
    "trips": [
        trip("T1 feeder O1 1", "12T06:00", [
            stop("V1", "12T06:20", "12T06:30", board="w1 w2"),
            stop("V2", "12T06:46", "12T06:56", board="w3"),
            stop("A1", "12T08:00", "12T08:00", alight="w1 w2 w3"),
        ], km=48.2, empty_km=45.5, cost=535.6),
        trip("T2 distribution O3 1", "12T13:00", [
            stop("TA", "12T13:20", "12T14:05", board="w1 w2 w3"),
            stop("F1", "12T14:40", "12T14:50", alight="w1 w2 w3"),
        ], km=25.0, empty_km=32.0, cost=630.0),
        trip("T3 direct O2 1", "14T07:00", [
            stop("V3", "14T07:30", "14T07:40", board="w4 w5"),
            rest("14T11:10", "14T11:30"),
            rest("14T15:30", "14T15:50"),
            rest("14T19:50", "15T06:00"),
            stop("F2", "15T09:30", "15T09:40", alight="w4 w5"),
        ], km=1200.0, empty_km=20.0, cost=12680.0),
        trip("T4 feeder O1 1", "12T08:50", [
            stop("V2", "12T09:20", "12T09:30", board="w10"),
            stop("S1", "12T10:10", "12T10:10", alight="w10"),
        ], km=30.0, empty_km=48.0, cost=486.0),
        trip("T5 distribution O3 2", "12T19:35", [
            stop("TS", "12T20:00", "12T20:30", board="w10"),
            stop("F1", "12T21:00", "12T21:10", alight="w10"),
        ], km=22.0, empty_km=35.0, cost=625.5),
    ],
    "services": [
        {"service_id": "FL1", "units": 1, "workers": ["w1", "w2", "w3"], "cost": 9200.0},
        {"service_id": "K1", "units": 1, "workers": ["w8"], "cost": 700.0},
        {"service_id": "K2", "units": 1, "workers": ["w9"], "cost": 80.0},
        {"service_id": "G1", "units": 1, "workers": ["w10"], "cost": 1200.0},
    ],
    "tickets": [{"worker_id": "w6", "cost": 1100.0}],
    "unserved": [{"worker_id": "w7", "reason": "no_way", "detail": "A ticket or a coach to F1 would do."}],
    "itineraries": [
        itinerary("w1", "connected", "T1 service:FL1 T2", "12T06:20", "12T14:40"),
        itinerary("w2", "connected", "T1 service:FL1 T2", "12T06:20", "12T14:40"),
        itinerary("w3", "connected", "T1 service:FL1 T2", "12T06:46", "12T14:40"),
        itinerary("w4", "direct", "T3", "14T07:30", "15T09:30"),
        itinerary("w5", "direct", "T3", "14T07:30", "15T09:30"),
        itinerary("w6", "ticket"),
        itinerary("w7", "unserved"),
        itinerary("w8", "connected", "service:K1", "11T09:00", "11T22:00"),
        itinerary("w9", "connected", "service:K2", "11T10:00", "11T22:00"),
        itinerary("w10", "connected", "T4 service:G1 T5", "12T09:20", "12T21:00"),
    ],
}  # fmt: skip


def scene() -> Scene:
    """The tiny case and a copy of its plan that may be changed."""
    return Scene(CASE, dict(ROADS), copy.deepcopy(DOCUMENT))
