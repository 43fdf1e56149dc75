"""A case of twenty people that is planned in a moment: three villages, two factories, a train, a flight, coaches."""

from itertools import combinations
from pathlib import Path

CASE = """\
name: twenty
title: 二十人
timezone: Asia/Shanghai
window: {start: 2027-02-10, end: 2027-02-20}
tables: {workers: workers.csv, places: places.csv, fleet: fleet.csv, services: services.csv, tickets: tickets.csv}
roads: {provider: matrix, matrix: distances.csv}
costs: {early_arrival_per_day: 20, journey_hour: 5, escort: 50}
solver: {time_limit_s: 1, seed: 3}
"""
SPOTS = {
    "V1": ("东村", "village", "甲县", 0, 0),
    "V2": ("西村", "village", "甲县", 20, 10),
    "V3": ("南村", "village", "乙县", 10, 40),
    "H1": ("甲站", "station", "甲县", 40, 20),
    "H2": ("沪站", "station", "沪区", 900, 20),
    "F1": ("一厂", "factory", "沪区", 920, 10),
    "F2": ("二厂", "factory", "沪区", 910, 50),
    "D1": ("车场", "depot", "甲县", 15, 15),
    "D2": ("沪车场", "depot", "沪区", 905, 25),
}
FLEET = """\
offer_id,operator,vehicle,seats,count,base,fixed_cost,km_cost,empty_km_cost,returns_to_base,day_cost,drivers,roles
K12,甲客运,十二座,12,2,D1,80,2.5,1.5,true,100,2,feeder;direct
K30,甲客运,三十座,30,1,D1,150,4,2,false,300,2,
L20,沪客运,二十座,20,2,D2,100,3,2,true,200,1,distribution
X50,无人用,五十座,50,1,D1,90000,90,90,true,9000,2,direct
"""
SERVICES = """\
service_id,mode,operator,from_hub,to_hub,depart,arrive,seats,max_units,unit_cost,seat_cost,min_seats
G1,train,铁路,H1,H2,2027-02-12T12:00,2027-02-12T20:00,12,2,600,240,0
B1,flight,航空,H1,H2,2027-02-13T12:00,2027-02-13T15:00,20,1,4000,300,0
"""
TICKETS = "origin_county,destination_county,cost\n甲县,沪区,700\n乙县,沪区,760\n"


def write_twenty(folder: Path, **changes: tuple[str, str]) -> Path:
    """Write the case; ``case=(old, new)`` replaces a text of case.yaml, likewise the tables."""
    texts = {"case.yaml": CASE, "workers.csv": _workers(), "places.csv": _places(), "fleet.csv": FLEET,
             "services.csv": SERVICES, "tickets.csv": TICKETS, "distances.csv": _distances()}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        old, new = changes.get(name.split(".")[0], ("", ""))
        (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder


def _workers() -> str:
    rows = ["worker_id,name,origin,destination,party,report_by"]
    for number in range(20):
        village, factory = f"V{number % 3 + 1}", f"F{number % 2 + 1}"
        party = f"P{number // 6}" if number in (0, 6, 12) else ""
        rows.append(f"W{number:02d},张{number}三,{village},{factory},{party},2027-02-15T18:00")
    return "\n".join(rows) + "\n"


def _places() -> str:
    rows = ["place_id,name,kind,county"]
    rows += [f"{key},{name},{kind},{county}" for key, (name, kind, county, _, _) in SPOTS.items()]
    return "\n".join(rows) + "\n"


def _distances() -> str:
    rows = ["from_id,to_id,km,minutes"]
    for (a, (*_, ax, ay)), (b, (*_, bx, by)) in combinations(SPOTS.items(), 2):
        km = 1.2 * ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        rows.append(f"{a},{b},{km:.1f},{km * 0.9:.0f}")
    return "\n".join(rows) + "\n"
