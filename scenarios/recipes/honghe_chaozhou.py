"""``honghe-chaozhou-2027``: Honghe County to Chaozhou by direct coach, and to Shanghai by train from Yuanjiang."""

from __future__ import annotations

from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, depot_row, long_haul, seat_depot, short_haul
from scenarios.making.geography import hub_rows
from scenarios.making.groups import Flow, make_groups
from scenarios.making.people import Custom, People, make_workers
from scenarios.making.sites import County, District, make_factories, make_villages
from scenarios.making.tables import Tables, csv_rows

SEED = 1927
TO_CHAOZHOU, TO_CHANGNING = 168, 92
HONGHE = County(
    "红河县",
    people=TO_CHAOZHOU + TO_CHANGNING,
    villages=10,
    far_km=(3.0, 13.0),
    narrow_roads=(0, 0, 1),  # people board at the townships' squares
    sector=(100, 250),  # the seat lies on the northern border
)
CHAOZHOU = District(
    "C",
    "潮州市",
    opening_days={15: 3, 17: 3, 19: 2},
    weights=[5, 3, 2],
    sectors={"饶平县": (-90, 90)},  # south of its seat is the sea
    trades=("陶瓷厂", "食品厂", "五金厂", "服装厂", "家政公司", "餐饮公司"),
    narrow_gates=False,
)
CHANGNING = District(
    "N",
    "长宁区",
    opening_days={15: 2, 17: 2, 19: 2},
    weights=[1],
    trades=("家政公司", "物业公司", "餐饮公司", "酒店", "养老院"),
    hours=(1, 0, 0),  # trains arrive shortly before midnight
)
CUSTOM = Custom(
    surnames="李李李白白马马车普普罗陈杨许钱张周何孙龙",
    special_names=(("白𬭎", "男"), ("车·木咪", "女"), ("普㛃", "女")),
    ready_days=(("", "2027-02-11", "2027-02-12"), (70, 15, 15)),
)
COUNTY_BUSES, LONG_DISTANCE = "红河县客运（虚构）", "滇粤长途客运（虚构）"
EAST_BUSES, WEST_BUSES = "潮汕接驳（虚构）", "沪西接驳（虚构）"
SERVICES = csv_rows("""
YG0213,train,铁路团体（虚构车次）,AJM,AOH,2027-02-13T09:52,2027-02-13T22:58,50,1,0,965,0,
YG0216,train,铁路团体（虚构车次）,AJM,AOH,2027-02-16T09:52,2027-02-16T22:58,50,1,0,965,0,
YG0218,train,铁路团体（虚构车次）,AJM,AOH,2027-02-18T09:52,2027-02-18T22:58,50,1,0,965,0,
JG0216,train,铁路团体（虚构车次）,JSM,AOH,2027-02-16T08:20,2027-02-16T22:40,40,1,0,975,0,
HG0213,train,铁路团体（虚构车次）,HHM,AOH,2027-02-13T07:50,2027-02-13T22:40,40,1,0,980,0,
KG0213,train,铁路团体（虚构车次）,KOM,AOH,2027-02-13T11:46,2027-02-13T22:20,50,1,0,905,0,
KG0216,train,铁路团体（虚构车次）,KOM,AOH,2027-02-16T11:46,2027-02-16T22:20,50,1,0,905,0,
KG0218,train,铁路团体（虚构车次）,KOM,AOH,2027-02-18T11:46,2027-02-18T22:20,50,1,0,905,0,
KC0214,train,铁路团体（虚构车次）,KOM,CBQ,2027-02-14T10:30,2027-02-14T22:15,50,1,0,690,0,
KC0217,train,铁路团体（虚构车次）,KOM,CBQ,2027-02-17T10:30,2027-02-17T22:15,50,1,0,690,0,
KS0215,flight,滇云航空（虚构）,KMG,SWA,2027-02-15T15:20,2027-02-15T17:40,40,1,0,980,0,
""")
TICKETS = csv_rows("""
红河县,潮州市,1040
红河县,长宁区,1390
""")


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    villages = make_villages(rng, [HONGHE])
    chaozhou, changning = make_factories(rng, CHAOZHOU), make_factories(rng, CHANGNING)
    flows = [Flow(HONGHE, TO_CHAOZHOU, chaozhou), Flow(HONGHE, TO_CHANGNING, changning)]
    return case_tables(
        workers=make_workers(People(rng), CUSTOM, make_groups(rng, villages, flows)),
        places=[
            *villages[HONGHE.name],
            *(factory.row for factory in (*chaozhou, *changning)),
            *hub_rows("AJM", "JSM", "HHM", "KOM", "KMG", "AOH", "CBQ", "SWA"),
            seat_depot("HH", HONGHE.name),
            depot_row("CS", "潮汕站车场", (23.5400, 116.5860), "潮安区"),
            depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
        ],
        fleet=[
            *short_haul("HH", COUNTY_BUSES, "feeder", (6, 4, 2), COLLECTING),
            long_haul("ZD-HH-HC", LONG_DISTANCE, 2, "D-HH", 2, home_load_until="2027-02-19"),
            long_haul("ZD-HH", COUNTY_BUSES, 4, "D-HH", 2),
            *short_haul("CS", EAST_BUSES, "distribution", (2, 2, 1), CITY),
            *short_haul("HQ", WEST_BUSES, "distribution", (3, 2, 2), CITY),
        ],
        services=SERVICES,
        tickets=TICKETS,
    )
