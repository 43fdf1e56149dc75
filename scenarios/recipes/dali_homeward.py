"""``dali-fengxian-homeward-2027``: people of Dali who work in Fengxian go home before the festival."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, long_haul, short_haul
from scenarios.making.geography import hub_rows
from scenarios.making.people import WORKER_COLUMNS
from scenarios.making.tables import Row, Tables, csv_rows
from scenarios.recipes import fengxian_dali as outward

SEED = 124
SHARE = 0.62
"""Of the people who go to Fengxian after the festival; the others are new there, or go home by themselves."""
DAYS_OFF = {26: 3, 28: 8, 29: 10, 30: 10, 31: 6, 1: 3}
"""Last working day (January and February 2027; New Year's Eve is 5 February) to employers."""
GATE_HOURS = ["05:30", "23:00"]
"""Where a gate is always open for who arrives, nobody is fetched in the middle of the night all the same."""
HOME_BY = "2027-02-04T22:00"
TOURS, TRANSFERS = "苍洱旅游客运（虚构）", "奉浦接驳（虚构）"
FLEET: list[Row] = [
    *short_haul("FX", TRANSFERS, "feeder", (6, 5, 4), CITY),
    *short_haul("PD", TRANSFERS, "feeder", (3, 3, 2), CITY),
    long_haul("ZD-FX-HC", outward.LONG_DISTANCE, 1, "D-FX", 3, home_load_until="2027-02-04"),
    long_haul("ZD-FX", TRANSFERS, 2, "D-FX", 3),
    *(
        row
        for key, county in outward.COUNTIES.items()
        for row in short_haul(
            key, f"{county.name}客运（虚构）", "distribution", outward.COUNTY_VEHICLES[key], COLLECTING
        )
    ),
    *short_haul("DL", TOURS, "distribution", (2, 4, 4), COLLECTING),
]
SERVICES = csv_rows("""
H0129,flight,滇云航空（虚构）,PVG,DLU,2027-01-29T10:40,2027-01-29T14:30,60,1,0,1190,0,
H0131,flight,滇云航空（虚构）,PVG,DLU,2027-01-31T10:40,2027-01-31T14:30,150,1,0,1130,0,
H0201,flight,春申航空（虚构）,PVG,DLU,2027-02-01T10:20,2027-02-01T14:10,150,1,0,1150,0,
H0203,flight,春申航空（虚构）,SHA,DLU,2027-02-03T10:30,2027-02-03T14:20,60,1,0,1230,0,
R0130,train,铁路团体（虚构车次）,AOH,DKM,2027-01-30T07:30,2027-01-30T20:40,85,1,0,1020,0,
R0202,train,铁路团体（虚构车次）,AOH,DKM,2027-02-02T07:30,2027-02-02T20:40,85,1,0,1020,0,
Z0129,train,铁路团体（虚构车次）,SNH,KMM,2027-01-29T19:20,2027-01-31T10:10,66,1,0,530,0,
""")
TICKETS = csv_rows("""
奉贤区,云龙县,1820
奉贤区,永平县,1800
奉贤区,弥渡县,1740
奉贤区,南涧县,1780
奉贤区,漾濞县,1760
""")
"""Dearer than the way back: everybody travels before the festival."""


def make_homecomers(rng: Random, returning: list[Row], last_days: Mapping[str, str]) -> list[Row]:
    """Return the rows of those who go home, in whole parties: origin and destination change places."""
    at = {column: k for k, column in enumerate(WORKER_COLUMNS.split())}
    parties: dict[str, list[Row]] = {}
    for row in returning:
        parties.setdefault(row[at["同行组"]] or row[at["编号"]], []).append(row)
    homecomers = []
    for party in parties.values():
        if rng.random() < SHARE:
            for row in party:
                changed = list(row)
                changed[at["居住地"]], changed[at["务工企业"]] = row[at["务工企业"]], row[at["居住地"]]
                changed[at["最早出发"]], changed[at["报到时间"]] = last_days[row[at["务工企业"]]], HOME_BY
                homecomers.append(changed)
    return homecomers


def make_last_days(rng: Random, factories: list[Row]) -> dict[str, str]:
    """Return when each employer closes, by its id and by its name."""
    days = [day for day, employers in DAYS_OFF.items() for _ in range(employers)]
    rng.shuffle(days)
    closing = {}
    for row, day in zip(factories, days, strict=True):
        moment = f"2027-{1 if day > 20 else 2:02d}-{day:02d}T18:00"
        closing[row[0]] = closing[row[1]] = moment
    return closing


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    there = outward.make_tables()
    returning, places = (csv_rows(there[name])[1:] for name in ("workers.csv", "places.csv"))
    rng = Random(SEED)
    last_days = make_last_days(rng, [row for row in places if row[3] == "factory"])
    return case_tables(
        workers=make_homecomers(rng, returning, last_days),
        places=[
            *(row for row in places if row[3] == "village"),
            *([*row[:-2], *([row[-2], row[-1]] if row[-1] else GATE_HOURS)] for row in places if row[3] == "factory"),
            *hub_rows("PVG", "SHA", "AOH", "SNH", "DLU", "DKM", "KMM"),
            *outward.DALI_DEPOTS,
            *outward.SHANGHAI_DEPOTS,
        ],
        fleet=FLEET,
        services=SERVICES,
        tickets=TICKETS,
    )
