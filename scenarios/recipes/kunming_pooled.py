"""``kunming-pooled-2027``: four small flows to three districts of Shanghai share one train and one aircraft."""

from __future__ import annotations

from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, depot_row, seat_depot, short_haul
from scenarios.making.geography import hub_rows
from scenarios.making.groups import Flow, make_groups
from scenarios.making.people import Custom, People, make_workers
from scenarios.making.sites import County, District, make_factories, make_villages
from scenarios.making.tables import Tables, csv_rows

SEED = 13439
COUNTIES = {
    "DC": County("东川区", people=134, villages=12, far_km=(3.0, 15.0), narrow_roads=(40, 40, 20)),
    "XD": County("寻甸县", people=39, villages=6, far_km=(2.0, 12.0)),
    "WS": County("文山市", people=180, villages=14, far_km=(3.0, 15.0), narrow_roads=(30, 40, 30)),
    "XW": County("宣威市", people=112, villages=10, far_km=(3.0, 16.0), narrow_roads=(30, 40, 30)),
}
CITY_TRADES = ("物流公司", "餐饮公司", "家政公司", "物业公司", "食品厂", "电子厂")
AT_ALL_HOURS = (1, 0, 0)
"""Trains arrive shortly before midnight, and somebody is up to let people in."""
PUTUO = District("P", "普陀区", {14: 2, 17: 3}, weights=[1], trades=CITY_TRADES, narrow_gates=False, hours=AT_ALL_HOURS)
JINGAN = District(
    "J", "静安区", {14: 2, 17: 3}, weights=[1], trades=CITY_TRADES, narrow_gates=False, hours=AT_ALL_HOURS
)
MINHANG = District(
    "M", "闵行区", {15: 2, 18: 3}, weights=[2, 2, 1], trades=CITY_TRADES, narrow_gates=False, hours=AT_ALL_HOURS
)
CUSTOM = Custom(ready_days=(("", "2027-02-11"), (80, 20)), special_names=(("马𬭚", "男"), ("王㛃", "女")))
WEST_BUSES = "沪西接驳（虚构）"
SERVICES = csv_rows("""
L0213-1,train,务工专列（虚构车次）,PZM,AOH,2027-02-13T10:20,2027-02-13T23:00,88,6,30000,500,0,L0213
L0213-2,train,务工专列（虚构车次）,KOM,AOH,2027-02-13T11:45,2027-02-13T23:00,88,6,30000,415,0,L0213
L0213-3,train,务工专列（虚构车次）,SVM,AOH,2027-02-13T12:14,2027-02-13T23:00,88,6,30000,415,0,L0213
L0213-4,train,务工专列（虚构车次）,QBM,AOH,2027-02-13T12:50,2027-02-13T23:00,88,6,30000,415,0,L0213
L0216-1,train,务工专列（虚构车次）,PZM,AOH,2027-02-16T10:20,2027-02-16T23:00,88,6,30000,490,0,L0216
L0216-2,train,务工专列（虚构车次）,KOM,AOH,2027-02-16T11:45,2027-02-16T23:00,88,6,30000,405,0,L0216
L0216-3,train,务工专列（虚构车次）,SVM,AOH,2027-02-16T12:14,2027-02-16T23:00,88,6,30000,405,0,L0216
L0216-4,train,务工专列（虚构车次）,QBM,AOH,2027-02-16T12:50,2027-02-16T23:00,88,6,30000,405,0,L0216
G0213,train,铁路团体（虚构车次）,KOM,AOH,2027-02-13T09:10,2027-02-13T20:05,30,1,0,905,0,
W0216,flight,滇云航空（虚构）,WNH,PVG,2027-02-16T15:10,2027-02-16T18:05,50,1,0,1090,0,
K0213,flight,春申航空（虚构）,KMG,SHA,2027-02-13T16:10,2027-02-13T19:05,40,1,0,1020,0,
K0217,flight,春申航空（虚构）,KMG,SHA,2027-02-17T10:40,2027-02-17T13:35,40,1,0,980,0,
""")
TICKETS = csv_rows("""
东川区,普陀区,1240
寻甸县,普陀区,1180
文山市,静安区,1320
宣威市,闵行区,1210
""")


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    villages = make_villages(rng, list(COUNTIES.values()))
    putuo, jingan, minhang = (make_factories(rng, district) for district in (PUTUO, JINGAN, MINHANG))
    flows = [
        Flow(county, county.people, employers)
        for county, employers in zip(COUNTIES.values(), (putuo, putuo, jingan, minhang), strict=True)
    ]
    return case_tables(
        workers=make_workers(People(rng), CUSTOM, make_groups(rng, villages, flows)),
        places=[
            *(row for rows in villages.values() for row in rows),
            *(factory.row for factory in (*putuo, *jingan, *minhang)),
            *hub_rows("PZM", "KOM", "SVM", "QBM", "WNH", "KMG", "AOH", "SHA", "PVG"),
            *(seat_depot(key, county.name) for key, county in COUNTIES.items()),
            depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
            depot_row("PD", "浦东机场车场", (31.1380, 121.7950), "浦东新区"),
        ],
        fleet=[
            *(
                row
                for key, county in COUNTIES.items()
                for row in short_haul(key, f"{county.name}客运（虚构）", "feeder", (6, 3, 2), COLLECTING)
            ),
            *short_haul("HQ", WEST_BUSES, "distribution", (6, 4, 4), CITY),
            *short_haul("PD", WEST_BUSES, "distribution", (2, 1, 1), CITY),
        ],
        services=SERVICES,
        tickets=TICKETS,
    )
