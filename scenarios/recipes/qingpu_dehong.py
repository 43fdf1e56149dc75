"""``qingpu-dehong-2027``: four counties of Dehong send people to Qingpu, most of them through an agency."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from scenarios.making.case_tables import case_tables
from scenarios.making.fleet import CITY, COLLECTING, FLEET_COLUMNS, depot_row, long_haul, seat_depot, short_haul
from scenarios.making.geography import hub_rows
from scenarios.making.groups import Flow, make_groups
from scenarios.making.people import WORKER_COLUMNS, Custom, People, make_workers
from scenarios.making.sites import County, District, make_factories, make_villages
from scenarios.making.tables import Row, Tables, csv_rows, make_row

SEED = 2902
COUNTIES = {
    "MS": County("芒市", people=108, villages=15, far_km=(3.0, 14.0), narrow_roads=(30, 35, 35), sector=(-60, 120)),
    "LC": County("陇川县", people=64, villages=11, far_km=(3.0, 14.0), narrow_roads=(30, 35, 35), sector=(10, 110)),
    "YJ": County("盈江县", people=72, villages=12, far_km=(3.0, 14.0), narrow_roads=(30, 35, 35), sector=(20, 140)),
    "LH": County("梁河县", people=46, villages=8, far_km=(3.0, 12.0), narrow_roads=(30, 35, 35)),
}
"""Villages lie on the side away from the border."""
AGENCY_SHARE = 0.55
AGENCY = District(
    "A",
    "青浦区",
    opening_days={17: 1, 19: 1},
    weights=[0, 0, 0, 0, 0, 0, 1, 0],
    trades=("劳务公司宿舍", "劳务公司牧场"),
    hours=(1, 0, 0),
)
"""One labour agency with a dormitory and a dairy farm: it takes couples and people over fifty."""
QINGPU = District(
    "Q",
    "青浦区",
    opening_days={15: 3, 16: 3, 18: 3, 20: 2},
    weights=[3, 4, 4, 2, 2, 1, 1, 2],
    sectors={"朱家角镇": (0, 120)},  # west of it lies a lake
)
SURNAMES = "李李杨杨赵王张岳排何尚勒刀方管线段尹番寸"
YOUNG = Custom(surnames=SURNAMES, ready_days=(("", "2027-02-12"), (80, 20)), ages=(22, 48))
ELDERLY_COUPLES = Custom(
    surnames=SURNAMES,
    special_names=(("岳·麻图", "男"), ("玉喃𬱖", "女")),
    ready_days=(("", "2027-02-12"), (80, 20)),
    together=0.8,
    ages=(45, 60),
)
PARTY = WORKER_COLUMNS.split().index("同行组")
OUT_OF_POVERTY_SHARE = 0.41
"""Of the people who moved to Shanghai from Dehong in 2021–25."""
LONG_DISTANCE, WEST_BUSES = "德宏长途客运（虚构）", "沪西接驳（虚构）"
SERVICES = csv_rows("""
M0214,flight,滇云航空（虚构）,LUM,PVG,2027-02-14T13:10,2027-02-14T17:00,50,1,0,1360,0,
M0215,flight,春申航空（虚构）,LUM,SHA,2027-02-15T12:40,2027-02-15T16:30,40,1,0,1390,0,
M0216,flight,春申航空（虚构）,LUM,SHA,2027-02-16T12:40,2027-02-16T16:30,45,1,0,1370,0,
M0218,flight,滇云航空（虚构）,LUM,SHA,2027-02-18T13:10,2027-02-18T17:05,50,1,0,1330,0,
T0214,flight,滇云航空（虚构）,TCZ,SHA,2027-02-14T14:20,2027-02-14T18:10,40,1,0,1320,0,
T0217,flight,滇云航空（虚构）,TCZ,SHA,2027-02-17T14:20,2027-02-17T18:10,40,1,0,1290,0,
D0214,train,铁路团体（虚构车次）,KOM,AOH,2027-02-14T20:40,2027-02-15T09:52,60,1,0,880,0,
D0216,train,铁路团体（虚构车次）,KOM,AOH,2027-02-16T20:40,2027-02-17T09:52,60,1,0,880,0,
""")
TICKETS = csv_rows("""
芒市,青浦区,1720
陇川县,青浦区,1790
盈江县,青浦区,1810
梁河县,青浦区,1780
""")


def kunming_coach(key: str, count: int) -> Row:
    """Return an offer of coaches with two drivers that bring people to Kunming in a day."""
    return make_row(
        FLEET_COLUMNS,
        offer_id=f"{key}-KM",
        operator=LONG_DISTANCE,
        vehicle="中型客车35座（双驾）",
        seats=33,
        count=count,
        base=f"D-{key}",
        fixed_cost=400,
        km_cost=3.6,
        empty_km_cost=2.6,
        returns_to_base="true",
        day_cost=1400,
        drivers=2,
        roles="feeder",
    )


def with_poverty_mark(rng: Random, rows: Sequence[Row]) -> list[Row]:
    """Mark, in whole families, who was lifted out of poverty: a subsidy of the province is theirs."""
    families: dict[str, list[str]] = {}
    for row in rows:
        families.setdefault(row[PARTY] or row[0], []).append(row[0])
    wanted, marked = round(OUT_OF_POVERTY_SHARE * len(rows)), set[str]()
    for family in rng.sample(list(families.values()), len(families)):
        if len(marked) + len(family) <= wanted:
            marked.update(family)
    return [[*row, "是" if row[0] in marked else "否"] for row in rows]


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    villages = make_villages(rng, list(COUNTIES.values()))
    agency, others = make_factories(rng, AGENCY), make_factories(rng, QINGPU)
    people, workers = People(rng), list[Row]()
    for custom, employers, share in ((ELDERLY_COUPLES, agency, AGENCY_SHARE), (YOUNG, others, 1 - AGENCY_SHARE)):
        flows = [Flow(county, round(share * county.people), employers) for county in COUNTIES.values()]
        workers += make_workers(people, custom, make_groups(rng, villages, flows))
    return case_tables(
        workers=with_poverty_mark(rng, workers),
        more_worker_columns="脱贫人口",
        places=[
            *(row for rows in villages.values() for row in rows),
            *(factory.row for factory in (*agency, *others)),
            *hub_rows("LUM", "TCZ", "KOM", "SHA", "PVG", "AOH"),
            *(seat_depot(key, county.name) for key, county in COUNTIES.items()),
            depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
            depot_row("PD", "浦东机场车场", (31.1380, 121.7950), "浦东新区"),
        ],
        fleet=[
            *(
                row
                for key, county in COUNTIES.items()
                for row in short_haul(key, f"{county.name}客运（虚构）", "feeder", (5, 2, 1), COLLECTING)
            ),
            *(kunming_coach(key, 1) for key in COUNTIES),
            long_haul("ZD-MS", LONG_DISTANCE, 1, "D-MS", 3),
            *short_haul("HQ", WEST_BUSES, "distribution", (4, 3, 3), CITY),
            *short_haul("PD", WEST_BUSES, "distribution", (2, 2, 1), CITY),
        ],
        services=SERVICES,
        tickets=TICKETS,
    )
