"""What operators offer in the case ``fengxian-dali-2027``: all invented, at prices of a plausible order.

Passenger seats are the rated seats less one for each driver: a 53-seat coach carries 52 people with one driver and
50 with three.
"""

from __future__ import annotations

from scenarios.fengxian_dali_facts import COUNTIES, Point

Row = list[str]

DEPOTS: tuple[tuple[str, str, Point, str], ...] = (
    ("D-YL", "云龙县城车场", (25.8840, 99.3730), "云龙县"),
    ("D-YP", "永平县城车场", (25.4620, 99.5430), "永平县"),
    ("D-MD", "弥渡县城车场", (25.3450, 100.4880), "弥渡县"),
    ("D-NJ", "南涧县城车场", (25.0450, 100.5080), "南涧县"),
    ("D-YB", "漾濞县城车场", (25.6720, 99.9600), "漾濞县"),
    ("D-DL", "大理下关车场", (25.5900, 100.2330), "大理市"),
    ("D-PD", "浦东机场车场", (31.1380, 121.7950), "浦东新区"),
    ("D-HQ", "虹桥枢纽车场", (31.1890, 121.3160), "闵行区"),
    ("D-FX", "奉贤南桥车场", (30.9210, 121.4620), "奉贤区"),
)

_FLEET_HEADER = (
    "offer_id operator vehicle seats count base available_from available_to fixed_cost km_cost empty_km_cost "
    "returns_to_base day_cost drivers roles"
)
_SIZES = (("中型客车19座", 18), ("中型客车35座", 34), ("大型客车53座", 52))
_FEEDERS = {"YL": (8, 3, 1), "YP": (6, 2, 1), "MD": (5, 2, 1), "NJ": (4, 2, 1), "YB": (4, 2, 1)}
"""Vehicles of 19, 35 and 53 seats in each county."""
_FEEDER_PRICES = ((100, 2.6, 1.9, 700), (150, 3.9, 2.8, 1200), (200, 5.2, 3.8, 1750))
"""By size: fixed, a km, an empty km, a day."""
_TRANSFER_PRICES = ((250, 3.2, 2.0, 350), (350, 5.0, 3.0, 450), (500, 6.5, 4.0, 600))


def _row(**cells: object) -> Row:
    """Return a row of fleet.csv, blank where nothing is said."""
    return [str(cells.get(column, "")) for column in _FLEET_HEADER.split()]


def _short_haul(key: str, operator: str, role: str, counts: tuple[int, int, int]) -> list[Row]:
    """Return the offers of 19, 35 and 53 seats at one depot; their empty way back is charged."""
    prices = _FEEDER_PRICES if role == "feeder" else _TRANSFER_PRICES
    return [
        _row(
            offer_id=f"{key}-{seats + 1}",
            operator=operator,
            vehicle=vehicle,
            seats=seats,
            count=count,
            base=f"D-{key}",
            fixed_cost=fixed,
            km_cost=km,
            empty_km_cost=empty_km,
            returns_to_base="true",
            day_cost=day,
            drivers=1,
            roles=role,
        )
        for (vehicle, seats), count, (fixed, km, empty_km, day) in zip(_SIZES, counts, prices, strict=True)
        if count
    ]


def _long_haul(offer_id: str, count: int, base: str, drivers: int, *, home_load_until: str = "") -> Row:
    """Return an offer of direct coaches: with a load for the way home until some day, or going home empty."""
    rated = 53 if drivers == 3 else 49
    fixed, day = (1500, 2300) if home_load_until else (3000, 2700)
    return _row(
        offer_id=offer_id,
        operator="滇沪长途客运（虚构）" if home_load_until else "苍洱旅游客运（虚构）",
        vehicle=f"大型客车{rated}座",
        seats=rated - drivers,
        count=count,
        base=base,
        available_to=home_load_until,
        fixed_cost=fixed,
        km_cost=3.7,
        empty_km_cost=3.4,
        returns_to_base="false" if home_load_until else "true",
        day_cost=day,
        drivers=drivers,
        roles="direct",
    )


FLEET: list[Row] = [
    _FLEET_HEADER.split(),
    *(row for c in COUNTIES for row in _short_haul(c.key, f"{c.name}客运（虚构）", "feeder", _FEEDERS[c.key])),
    *_short_haul("DL", "苍洱旅游客运（虚构）", "feeder", (0, 4, 4)),
    _long_haul("ZD-DL-HC", 2, "D-DL", 3, home_load_until="2027-02-20"),
    _long_haul("ZD-DL", 4, "D-DL", 3),
    _long_haul("ZD-YL", 2, "D-YL", 3),
    _long_haul("ZD-YP-HC", 1, "D-YP", 2, home_load_until="2027-02-18"),
    _long_haul("ZD-MD", 2, "D-MD", 2),
    *_short_haul("PD", "奉浦接驳（虚构）", "distribution", (5, 5, 4)),
    *_short_haul("HQ", "奉浦接驳（虚构）", "distribution", (4, 3, 3)),
    *_short_haul("FX", "奉浦接驳（虚构）", "distribution", (6, 4, 4)),
]

SERVICES: list[Row] = [
    line.split(",")
    for line in """\
service_id,mode,operator,from_hub,to_hub,depart,arrive,seats,max_units,unit_cost,seat_cost,min_seats,run
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
""".splitlines()
]

_TICKET_PRICES = {"YL": 1500, "YP": 1480, "MD": 1430, "NJ": 1460, "YB": 1450}
"""A seat to Shanghai bought singly, with the way to the station and from it."""
TICKETS: list[Row] = [
    ["origin_county", "destination_county", "cost"],
    *([county.name, "奉贤区", str(_TICKET_PRICES[county.key])] for county in COUNTIES),
]
