"""``yunnan-shanghai-2027``: sixteen counties and six districts together, 20,000 people, for scale.

Not stored, because 3 MB of it would come with every copy of the program. The same seed makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from scenarios.making.case_tables import SERVICE_COLUMNS, case_tables
from scenarios.making.fleet import CITY, COLLECTING, depot_row, long_haul, seat_depot, short_haul
from scenarios.making.geography import Sector, hub_rows
from scenarios.making.groups import Flow, make_groups
from scenarios.making.people import Custom, People, make_workers
from scenarios.making.sites import County, District, make_factories, make_villages
from scenarios.making.tables import Row, Tables, make_row

SEED = 20_000
DAYS = range(11, 26)
"""Of February 2027: departures."""


class Sender(NamedTuple):
    """A county, how many people it sends to which district, from which airport, and what a ticket costs (CNY)."""

    name: str
    people: int
    district: str
    airport: str
    ticket: int
    sector: Sector = (-180.0, 180.0)


SENDERS = (
    Sender("云龙县", 2000, "奉贤区", "DLU", 1500),
    Sender("永平县", 1700, "奉贤区", "DLU", 1480),
    Sender("弥渡县", 1500, "奉贤区", "DLU", 1430),
    Sender("南涧县", 1200, "奉贤区", "DLU", 1460),
    Sender("漾濞县", 800, "奉贤区", "DLU", 1450),
    Sender("芒市", 1200, "青浦区", "LUM", 1720, (-60, 120)),
    Sender("陇川县", 900, "青浦区", "LUM", 1790, (10, 110)),
    Sender("盈江县", 1100, "青浦区", "TCZ", 1810, (20, 140)),
    Sender("梁河县", 600, "青浦区", "TCZ", 1780),
    Sender("红河县", 2000, "长宁区", "KMG", 1390, (100, 250)),
    Sender("东川区", 1500, "普陀区", "KMG", 1240),
    Sender("寻甸县", 900, "普陀区", "KMG", 1180),
    Sender("文山市", 1900, "静安区", "WNH", 1320),
    Sender("绥江县", 700, "闵行区", "ZAT", 1180, (90, 270)),
    Sender("巧家县", 700, "闵行区", "ZAT", 1290, (20, 160)),
    Sender("宣威市", 1300, "闵行区", "KMG", 1210),
)
PEOPLE_A_VILLAGE = 45
OPENING_SHARES = {13: 4, 14: 3, 15: 5, 16: 3, 17: 5, 18: 4, 20: 3, 22: 4, 24: 3, 26: 2}
"""Day of February 2027 to parts of a district's employers that open on it."""
DISTRICTS = {
    "奉贤区": ("F", 2, [6, 3, 4, 4, 3, 0, 2, 1], {"柘林镇": (-90, 90), "海湾镇": (-90, 90)}),
    "青浦区": ("Q", 1, [3, 4, 4, 2, 2, 1, 1, 2], {"朱家角镇": (0, 120)}),
    "长宁区": ("N", 1, [1], {}),
    "普陀区": ("P", 1, [1], {}),
    "静安区": ("J", 1, [1], {}),
    "闵行区": ("M", 1, [2, 2, 1], {}),
}
"""Key, employers in times the opening shares, weights of the towns, where they lie."""
BLOCK_PRICES = {"DLU": 1090, "LUM": 1330, "TCZ": 1300, "WNH": 1080, "ZAT": 1020, "KMG": 930}
"""Of a seat to Shanghai by air (CNY)."""
BLOCK_SEATS, CARRIAGE_SEATS = 170, 88
TRAIN = (("PZM", "10:20", 80), ("KOM", "11:45", 0), ("SVM", "12:14", 0), ("QBM", "12:50", 0))
"""Where the daily train calls, when, and what a seat costs more from there (CNY)."""
COUNTY_OPERATOR, CITY_OPERATOR = "县乡客运（虚构）", "沪上接驳（虚构）"
COUNTY_VEHICLES, DISTRICT_VEHICLES, HUB_VEHICLES = (12, 8, 6), (12, 10, 10), (30, 24, 24)
"""Of 19, 35 and 53 seats."""


def make_services() -> Iterator[Row]:
    """Offer every day a block of seats from each airport, a train from Dali and one that calls at four stations."""
    for day in DAYS:
        date = f"2027-02-{day:02d}"
        for hub, price in BLOCK_PRICES.items():
            leave = datetime.fromisoformat(f"{date}T13:00") + timedelta(minutes=10 * (day % 3))
            yield _service(
                f"{hub}{day}",
                ("flight", "滇云航空（虚构）", hub, ("PVG", "SHA")[day % 2]),
                (leave, leave + timedelta(hours=3, minutes=30)),
                (BLOCK_SEATS, 1 if hub != "KMG" else 3, 0, price + 15 * (day % 4)),
            )
        for number, (hub, clock, dearer) in enumerate(TRAIN, 1):
            yield _service(
                f"L{day}-{number}",
                ("train", "务工专列（虚构车次）", hub, "AOH"),
                (datetime.fromisoformat(f"{date}T{clock}"), datetime.fromisoformat(f"{date}T23:00")),
                (CARRIAGE_SEATS, 12, 28_000, 420 + dearer),
                run=f"L{day}",
            )
        yield _service(
            f"D{day}",
            ("train", "铁路团体（虚构车次）", "DKM", "IMH"),
            (datetime.fromisoformat(f"{date}T09:32"), datetime.fromisoformat(f"{date}T22:06")),
            (CARRIAGE_SEATS, 8, 2_000, 960),
        )


def _service(
    service_id: str,
    line: tuple[str, str, str, str],
    times: tuple[datetime, datetime],
    offer: tuple[int, int, int, int],
    run: str = "",
) -> Row:
    """Return a row: mode, operator and hubs; departure and arrival; seats, units, CNY a unit and a seat."""
    mode, operator, from_hub, to_hub = line
    seats, max_units, unit_cost, seat_cost = offer
    return make_row(
        SERVICE_COLUMNS,
        service_id=service_id,
        mode=mode,
        operator=operator,
        from_hub=from_hub,
        to_hub=to_hub,
        depart=f"{times[0]:%Y-%m-%dT%H:%M}",
        arrive=f"{times[1]:%Y-%m-%dT%H:%M}",
        seats=seats,
        max_units=max_units,
        unit_cost=unit_cost,
        seat_cost=seat_cost,
        min_seats=0,
        run=run,
    )


def make_fleet() -> Iterator[Row]:
    """Offer feeders and long coaches in every county, transfers in every district and at the hubs."""
    for number, sender in enumerate(SENDERS, 1):
        yield from short_haul(f"C{number:02d}", COUNTY_OPERATOR, "feeder", COUNTY_VEHICLES, COLLECTING)
        yield long_haul(f"ZD-C{number:02d}", COUNTY_OPERATOR, 3 + sender.people // 300, f"D-C{number:02d}", 3)
    for key, *_ in DISTRICTS.values():
        yield from short_haul(key, CITY_OPERATOR, "distribution", DISTRICT_VEHICLES, CITY)
    for key in ("HQ", "PD"):
        yield from short_haul(key, CITY_OPERATOR, "distribution", HUB_VEHICLES, CITY)


def make_tables() -> Tables:
    """Return the text of each table by file name."""
    rng = Random(SEED)
    counties = {
        sender.name: County(
            sender.name,
            sender.people,
            max(3, sender.people // PEOPLE_A_VILLAGE),
            far_km=(2.0, 6.5),
            narrow_roads=(30, 35, 35),
            sector=sender.sector,
        )
        for sender in SENDERS
    }
    villages = make_villages(rng, list(counties.values()))
    employers = {
        name: make_factories(
            rng,
            District(
                key,
                name,
                {day: times * part for day, part in OPENING_SHARES.items()},
                weights,
                sectors=sectors,
                last_report_day=26,
                hours=(80, 20, 0),
            ),
        )
        for name, (key, times, weights, sectors) in DISTRICTS.items()
    }
    flows = [Flow(counties[sender.name], sender.people, employers[sender.district]) for sender in SENDERS]
    return case_tables(
        workers=make_workers(People(rng), Custom(), make_groups(rng, villages, flows)),
        places=[
            *(row for rows in villages.values() for row in rows),
            *(factory.row for factories in employers.values() for factory in factories),
            *hub_rows(*BLOCK_PRICES, "DKM", *(hub for hub, *_ in TRAIN), "PVG", "SHA", "AOH", "IMH"),
            *(seat_depot(f"C{number:02d}", sender.name) for number, sender in enumerate(SENDERS, 1)),
            *(seat_depot(key, name) for name, (key, *_) in DISTRICTS.items()),
            depot_row("HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
            depot_row("PD", "浦东机场车场", (31.1380, 121.7950), "浦东新区"),
        ],
        fleet=list(make_fleet()),
        services=list(make_services()),
        tickets=[[sender.name, sender.district, str(sender.ticket)] for sender in SENDERS],
    )
