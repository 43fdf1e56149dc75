"""A small case as files, to be changed by the tests of the reader."""

from pathlib import Path

from transport.errors import InputError, InputIssue
from transport.io.case_reader import load_case

CASE = """\
name: small
title: 小案例
timezone: Asia/Shanghai
window: {start: 2027-02-10, end: 2027-02-28}
tables:
  workers: workers.csv
  places: places.csv
  fleet: fleet.csv
  services: services.csv
  tickets: tickets.csv
roads: {provider: matrix, matrix: distances.csv}
rules: {split_groups: true}
costs: {individual_ticket: 1500}
solver: {time_limit_s: 60, seed: 0, threads: 0}
"""
WORKERS = """\
worker_id,name,gender,id_number,phone,origin,destination,party,ready_from,report_by,needs,emergency_contact
W1,张三,男,11010519491231002X,13800138000,V1,F1,P1,2027-02-11,2027-02-20,no_fly;wheelchair,
W2,李四,女,,,V1,F1,P1,2027-02-12T06:30,2027-02-19 08:00,,
W3,王五,M,,,东村,F1,,,,,
"""
PLACES = """\
place_id,name,aliases,kind,lat,lon,county,max_seats,opens,closes
V1,西村,西庄;老西村,village,25.9,99.4,云龙县,19,,
V2,东村,,village,25.8,99.3,云龙县,,,
F1,一厂,,factory,30.9,121.4,奉贤区,,06:00,22:00
A1,大理机场,,airport,25.65,100.32,,,,
A2,浦东机场,,airport,31.14,121.81,,,,
D1,车场,,depot,25.61,100.27,大理市,,,
"""
FLEET = """\
offer_id,operator,vehicle,seats,count,base,available_from,available_to,fixed_cost,km_cost,empty_km_cost,returns_to_base,day_cost,drivers,roles
O1,甲客运,宇通53座,53,2,D1,,,600,8.5,6,true,500,2,direct;feeder
O2,甲客运,考斯特19座,19,2,D1,2027-02-11,2027-02-27,,,,,,,
"""
SERVICES = """\
service_id,mode,operator,from_hub,to_hub,depart,arrive,seats,max_units,unit_cost,seat_cost,min_seats,run
MU1,flight,东航,A1,A2,2027-02-18T09:00,2027-02-18T12:30,160,1,170000,50,40,R1
MU2,flight,东航,A1,A2,2027-02-18T09:00,2027-02-18T12:30,160,1,170000,50,0,R1
"""
TICKETS = """\
origin_county,destination_county,cost
云龙县,奉贤区,1200
"""
DISTANCES = """\
from_id,to_id,km,minutes
D1,V1,40.5,61.25
V1,V2,15,30
V1,A1,50,70
"""
FILES = {
    "case.yaml": CASE,
    "workers.csv": WORKERS,
    "places.csv": PLACES,
    "fleet.csv": FLEET,
    "services.csv": SERVICES,
    "tickets.csv": TICKETS,
    "distances.csv": DISTANCES,
}


def write_case(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """Write the small case with some files replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **(files or {})}.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """One file of the small case with texts replaced, each of which must be there."""
    text = FILES[name]
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {name: text}


def issues_of(folder: Path) -> list[InputIssue]:
    """Everything that is found in a case, whether it can be used or not."""
    try:
        return list(load_case(folder).issues)
    except InputError as error:
        return list(error.issues)
