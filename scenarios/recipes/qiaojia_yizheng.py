"""``qiaojia-yizheng-2027``: 17 students of 16 to 18 and their teacher go to a car works, always in one vehicle."""

from __future__ import annotations

from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import (
    CITY,
    COLLECTING,
    FLEET_COLUMNS,
    depot_row,
    long_haul,
    seat_depot,
    short_haul,
)
from scenarios.making.geography import hub_rows, place_row
from scenarios.making.people import MAN, WOMAN, WORKER_COLUMNS, Custom, People
from scenarios.making.tables import Row, Tables, csv_rows, make_row

SEED = 17
CUSTOM = Custom()
COUNTY_BUSES, CITY_BUSES = "巧家县客运（虚构）", "宁扬接驳（虚构）"
SCHOOL = place_row("V001", "巧家某职业高中", "village", (26.9100, 102.9300), county="巧家县")
WORKS = place_row("Y01", "仪征01号汽车厂", "factory", (32.2900, 119.2500), county="仪征市")
SERVICES = csv_rows("""
G0226,train,铁路团体（虚构车次）,KOM,NKH,2027-02-26T12:40,2027-02-26T22:34,40,1,0,835,10,
G0227,train,铁路团体（虚构车次）,KOM,NKH,2027-02-27T12:40,2027-02-27T22:34,40,1,0,835,10,
K0226,train,铁路团体（虚构车次）,KMM,NKH,2027-02-26T18:10,2027-02-28T04:20,66,1,0,470,0,
Y0227,flight,滇云航空（虚构）,KMG,YTY,2027-02-27T15:30,2027-02-27T18:25,30,1,0,1120,10,
N0227,flight,春申航空（虚构）,ZAT,YTY,2027-02-27T13:10,2027-02-27T15:55,15,1,0,900,0,
""")
SMALL_COACH = make_row(
    FLEET_COLUMNS,
    offer_id="ZD-QJ-35",
    operator=COUNTY_BUSES,
    vehicle="中型客车35座",
    seats=33,
    count=1,
    base="D-QJ",
    fixed_cost=2000,
    km_cost=3.0,
    empty_km_cost=2.6,
    returns_to_base="true",
    day_cost=2200,
    drivers=2,
    roles="direct",
)


def make_party(people: People) -> list[Row]:
    """Return a teacher and 17 students, about a third of them girls, as one party."""
    journey = {
        "居住地": SCHOOL[1],
        "务工企业": WORKS[1],
        "同行组": "实习一队",
        "最早出发": "2027-02-25",
        "报到时间": "2027-02-28T18:00",
    }
    teacher = make_row(WORKER_COLUMNS, **people.draw(CUSTOM, WOMAN, 38), **journey, 特殊需求="带队教师")
    students = [people.draw(CUSTOM, WOMAN if k % 3 == 2 else MAN, people.rng.choice([16, 17, 17])) for k in range(17)]
    return [teacher, *(make_row(WORKER_COLUMNS, **student, **journey, 特殊需求="实习学生") for student in students)]


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    return case_tables(
        workers=make_party(People(Random(SEED))),
        places=[
            SCHOOL,
            WORKS,
            *hub_rows("KMG", "ZAT", "KOM", "KMM", "NKH", "YTY"),
            seat_depot("QJ", "巧家县"),
            depot_row("NJ", "南京南站车场", (31.9700, 118.8000), "南京市"),
            depot_row("YZ", "仪征车场", (32.2720, 119.1820), "仪征市"),
        ],
        fleet=[
            *short_haul("QJ", COUNTY_BUSES, "feeder", (2, 1, 1), COLLECTING),
            SMALL_COACH,
            long_haul("ZD-QJ-49", COUNTY_BUSES, 1, "D-QJ", 2),
            *short_haul("NJ", CITY_BUSES, "distribution", (1, 1, 0), CITY),
            *short_haul("YZ", CITY_BUSES, "distribution", (1, 1, 1), CITY),
        ],
        services=SERVICES,
        tickets=[],
    )
