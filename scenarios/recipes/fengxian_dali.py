"""``fengxian-dali-2027``: about 600 people of five counties of Dali return to Fengxian after the festival."""

from __future__ import annotations

from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, depot_row, long_haul, short_haul
from scenarios.making.geography import hub_rows
from scenarios.making.groups import Flow, make_groups
from scenarios.making.people import MAN, WOMAN, Custom, People, make_workers
from scenarios.making.sites import County, District, Factory, make_factories, make_villages
from scenarios.making.tables import Row, Tables, csv_rows

SEED = 2027
COUNTIES = {
    "YL": County("云龙县", people=210, villages=30),
    "YP": County("永平县", people=150, villages=18),
    "MD": County("弥渡县", people=100, villages=17),
    "NJ": County("南涧县", people=82, villages=13),
    "YB": County("漾濞县", people=60, villages=12),
}
FENGXIAN = District(
    "F",
    "奉贤区",
    opening_days={12: 3, 13: 9, 14: 4, 15: 8, 17: 7, 18: 3, 21: 4, 22: 2},
    weights=[6, 3, 4, 4, 3, 2, 2, 1],
    sectors=dict.fromkeys(("柘林镇", "海湾镇"), (-90, 90)),  # south of these is Hangzhou Bay
)
DALI = Custom(
    surnames="杨杨杨李李李张张赵赵段段董尹罗字茶左鲁施苏高何杞寸那马闭",
    special_names=(
        # Characters that old fonts and systems lose: U+4DAE, U+2CC56 (outside the basic plane) and U+36C3.
        ("段䶮", MAN),
        ("杨𬱖", MAN),
        ("赵㛃", WOMAN),
        ("李㛃梅", WOMAN),
        ("阿普·木沙", MAN),
        ("娜莎·依扒", WOMAN),
        ("恒益·开夺", MAN),
        ("吉娅·里格", WOMAN),
        ("腊玛·乌木", MAN),
        ("松措·阿依", WOMAN),
        ("普亚·扎朵", MAN),
        ("叶娜·波米", WOMAN),
    ),
    ready_days=(("", "2027-02-10", "2027-02-11"), (70, 15, 15)),
)
HUBS = ("DLU", "KMG", "DKM", "KOM", "KMM", "PVG", "SHA", "AOH", "IMH", "SNH")
DALI_DEPOTS = [
    depot_row("YL", "云龙县城车场", (25.8840, 99.3730), "云龙县"),
    depot_row("YP", "永平县城车场", (25.4620, 99.5430), "永平县"),
    depot_row("MD", "弥渡县城车场", (25.3450, 100.4880), "弥渡县"),
    depot_row("NJ", "南涧县城车场", (25.0450, 100.5080), "南涧县"),
    depot_row("YB", "漾濞县城车场", (25.6720, 99.9600), "漾濞县"),
    depot_row("DL", "大理下关车场", (25.5900, 100.2330), "大理市"),
]
SHANGHAI_DEPOTS = [
    depot_row("PD", "浦东机场车场", (31.1380, 121.7950), "浦东新区"),
    depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
    depot_row("FX", "奉贤南桥车场", (30.9210, 121.4620), "奉贤区"),
]
COUNTY_VEHICLES = {"YL": (8, 3, 1), "YP": (6, 2, 1), "MD": (5, 2, 1), "NJ": (4, 2, 1), "YB": (4, 2, 1)}
"""Of 19, 35 and 53 seats."""
TOURS, LONG_DISTANCE, TRANSFERS = "苍洱旅游客运（虚构）", "滇沪长途客运（虚构）", "奉浦接驳（虚构）"
FLEET: list[Row] = [
    *(
        row
        for key, county in COUNTIES.items()
        for row in short_haul(key, f"{county.name}客运（虚构）", "feeder", COUNTY_VEHICLES[key], COLLECTING)
    ),
    *short_haul("DL", TOURS, "feeder", (0, 4, 4), COLLECTING),
    long_haul("ZD-DL-HC", LONG_DISTANCE, 2, "D-DL", 3, home_load_until="2027-02-20"),
    long_haul("ZD-DL", TOURS, 4, "D-DL", 3),
    long_haul("ZD-YL", TOURS, 2, "D-YL", 3),
    long_haul("ZD-YP-HC", LONG_DISTANCE, 1, "D-YP", 2, home_load_until="2027-02-18"),
    long_haul("ZD-MD", TOURS, 2, "D-MD", 2),
    *short_haul("PD", TRANSFERS, "distribution", (5, 5, 4), CITY),
    *short_haul("HQ", TRANSFERS, "distribution", (4, 3, 3), CITY),
    *short_haul("FX", TRANSFERS, "distribution", (6, 4, 4), CITY),
]
SERVICES = csv_rows("""
B0211,flight,滇云航空（虚构）,DLU,PVG,2027-02-11T12:30,2027-02-11T16:00,45,1,0,1120,0,
B0212,flight,春申航空（虚构）,DLU,SHA,2027-02-12T13:05,2027-02-12T16:35,60,1,0,1090,0,
C0212,flight,滇云航空（虚构）,DLU,PVG,2027-02-12T14:40,2027-02-12T18:10,180,1,186000,0,100,
K0212,flight,春申航空（虚构）,KMG,PVG,2027-02-12T16:40,2027-02-12T19:35,50,1,0,920,0,
B0214,flight,春申航空（虚构）,DLU,SHA,2027-02-14T12:40,2027-02-14T16:10,40,1,0,1080,0,
C0214,flight,滇云航空（虚构）,DLU,PVG,2027-02-14T13:50,2027-02-14T17:20,180,1,181000,0,100,
K0214,flight,春申航空（虚构）,KMG,SHA,2027-02-14T17:10,2027-02-14T20:05,186,1,180000,0,110,
B0216,flight,滇云航空（虚构）,DLU,PVG,2027-02-16T12:30,2027-02-16T16:00,60,1,0,1040,0,
C0216,flight,滇云航空（虚构）,DLU,PVG,2027-02-16T15:20,2027-02-16T18:55,90,1,104000,0,50,
K0217,flight,春申航空（虚构）,KMG,PVG,2027-02-17T16:30,2027-02-17T19:25,60,1,0,880,0,
B0219,flight,春申航空（虚构）,DLU,SHA,2027-02-19T12:50,2027-02-19T16:20,40,1,0,1010,0,
B0220,flight,滇云航空（虚构）,DLU,PVG,2027-02-20T12:40,2027-02-20T16:10,60,1,0,990,0,
B0221,flight,滇云航空（虚构）,DLU,PVG,2027-02-21T12:40,2027-02-21T16:10,40,1,0,990,0,
G0211-1,train,铁路团体（虚构车次）,DKM,IMH,2027-02-11T09:32,2027-02-11T22:06,85,2,2000,975,0,G0211
G0211-2,train,铁路团体（虚构车次）,KOM,IMH,2027-02-11T11:46,2027-02-11T22:06,85,2,2000,835,0,G0211
G0213-1,train,铁路团体（虚构车次）,DKM,AOH,2027-02-13T09:32,2027-02-13T22:20,85,3,2000,980,0,G0213
G0213-2,train,铁路团体（虚构车次）,KOM,AOH,2027-02-13T11:46,2027-02-13T22:20,85,3,2000,840,0,G0213
G0214,train,铁路团体（虚构车次）,KOM,AOH,2027-02-14T07:36,2027-02-14T18:20,85,2,0,880,30,
G0216-1,train,铁路团体（虚构车次）,DKM,IMH,2027-02-16T09:32,2027-02-16T22:06,85,3,2000,975,0,G0216
G0216-2,train,铁路团体（虚构车次）,KOM,IMH,2027-02-16T11:46,2027-02-16T22:06,85,3,2000,835,0,G0216
G0217,train,铁路团体（虚构车次）,KOM,AOH,2027-02-17T07:36,2027-02-17T18:20,85,2,0,880,30,
G0219-1,train,铁路团体（虚构车次）,DKM,AOH,2027-02-19T09:32,2027-02-19T22:20,85,2,2000,980,0,G0219
G0219-2,train,铁路团体（虚构车次）,KOM,AOH,2027-02-19T11:46,2027-02-19T22:20,85,2,2000,840,0,G0219
G0220,train,铁路团体（虚构车次）,KOM,AOH,2027-02-20T07:36,2027-02-20T18:20,85,1,0,860,30,
Z0210,train,铁路团体（虚构车次）,KMM,SNH,2027-02-10T15:20,2027-02-12T05:10,66,2,0,530,0,
Z0213,train,铁路团体（虚构车次）,KMM,SNH,2027-02-13T15:20,2027-02-15T05:10,66,2,0,530,0,
Z0215,train,铁路团体（虚构车次）,KMM,SNH,2027-02-15T15:20,2027-02-17T05:10,66,2,0,530,0,
Z0219,train,铁路团体（虚构车次）,KMM,SNH,2027-02-19T15:20,2027-02-21T05:10,66,1,0,530,0,
""")
TICKETS = csv_rows("""
云龙县,奉贤区,1500
永平县,奉贤区,1480
弥渡县,奉贤区,1430
南涧县,奉贤区,1460
漾濞县,奉贤区,1450
""")
"""A seat to Shanghai bought singly, with the way to the station and from it."""


def make_sites(rng: Random) -> tuple[dict[str, list[Row]], list[Factory]]:
    """Return the villages by county, and the employers."""
    return make_villages(rng, list(COUNTIES.values())), make_factories(rng, FENGXIAN)


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    villages, factories = make_sites(rng)
    flows = [Flow(county, county.people, factories) for county in COUNTIES.values()]
    return case_tables(
        workers=make_workers(People(rng), DALI, make_groups(rng, villages, flows)),
        places=[
            *(row for rows in villages.values() for row in rows),
            *(factory.row for factory in factories),
            *hub_rows(*HUBS),
            *DALI_DEPOTS,
            *SHANGHAI_DEPOTS,
        ],
        fleet=FLEET,
        services=SERVICES,
        tickets=TICKETS,
    )
