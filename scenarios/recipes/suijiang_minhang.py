"""``suijiang-minhang-2027``: two people, for whom no charter is worth its price."""

from __future__ import annotations

from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, depot_row, long_haul, seat_depot, short_haul
from scenarios.making.geography import hub_rows, place_row
from scenarios.making.people import MAN, WORKER_COLUMNS, Custom, People
from scenarios.making.tables import Tables, csv_rows, make_row

SEED = 2
COUNTY_BUSES, CITY_BUSES = "绥江县客运（虚构）", "沪西接驳（虚构）"
SCHOOL = place_row("V001", "绥江某职业学校", "village", (28.6000, 103.9500), county="绥江县", max_seats="45")
GARAGE = place_row("M01", "闵行01号汽修厂", "factory", (31.1080, 121.3830), county="闵行区")
SERVICES = csv_rows("""
G0221,train,铁路团体（虚构车次）,YXE,AOH,2027-02-21T09:10,2027-02-21T20:24,20,1,0,735,10,
G0222,train,铁路团体（虚构车次）,YXE,AOH,2027-02-22T09:10,2027-02-22T20:24,20,1,0,735,10,
K0220,train,铁路团体（虚构车次）,OTW,SNH,2027-02-20T13:25,2027-02-21T22:50,66,1,0,498,0,
Z0222,flight,滇云航空（虚构）,ZAT,PVG,2027-02-22T14:30,2027-02-22T17:35,30,1,0,980,0,
""")
TICKETS = csv_rows("绥江县,闵行区,880")
"""By bus to Shuifu or Yibin and on by high-speed train."""


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    people = People(Random(SEED))
    journey = {"居住地": SCHOOL[1], "务工企业": GARAGE[1], "最早出发": "2027-02-19", "报到时间": "2027-02-23T08:30"}
    apprentices = [people.draw(Custom(), MAN, age) for age in (19, 20)]
    return case_tables(
        workers=[make_row(WORKER_COLUMNS, **person, **journey) for person in apprentices],
        places=[
            SCHOOL,
            GARAGE,
            *hub_rows("OTW", "YXE", "ZAT", "AOH", "SNH", "PVG"),
            seat_depot("SJ", "绥江县"),
            depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
        ],
        fleet=[
            *short_haul("SJ", COUNTY_BUSES, "feeder", (2, 1, 0), COLLECTING),
            long_haul("ZD-SJ", COUNTY_BUSES, 1, "D-SJ", 2),
            *short_haul("HQ", CITY_BUSES, "distribution", (2, 1, 0), CITY),
        ],
        services=SERVICES,
        tickets=TICKETS,
    )
