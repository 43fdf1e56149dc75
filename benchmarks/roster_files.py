"""Writes people as rosters come in: workbooks with a sheet a township, titles, two-level headers, totals and notes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from benchmarks.roster_faults import FAULTS, Fault
from benchmarks.roster_people import HOMONYM_TOWNSHIPS, TOWNSHIPS, Person, World, id_number

COLUMNS = ("name", "gender", "id_number", "birth", "phone", "origin", "destination", "party", "ready_from", "report_by")
HEADERS = (
    "姓名",
    "性别",
    "身份证号码",
    "出生年月",
    "本人电话",
    "家庭住址",
    "务工企业",
    "同行组",
    "最早出发",
    "报到时间",
)
CASE = """\
name: rosters
window: {start: 2027-02-10, end: 2027-02-28}
tables: {workers: workers.csv, places: places.csv, fleet: fleet.csv}
roads: {provider: matrix, matrix: distances.csv}
"""


@dataclass(frozen=True)
class Planted:
    """A fault and where it stands: file, sheet, row as a spreadsheet shows it, header; ``meant``: what is right."""

    fault: Fault
    file: str
    sheet: str | None
    row: int
    header: str
    meant: str


_PAIRS = {
    "twice": Fault("listed twice", "id_number", ("roster_same_id",), lambda *_: True),
    "same ID": Fault("another's ID", "id_number", ("roster_same_id_other_name",), lambda *_: True),
    "same phone": Fault("name and phone twice", "phone", ("roster_same_name_and_phone",), lambda *_: True),
    "party": Fault("party of two villages", "origin", ("party_differs",), lambda *_: True),
}
KINDS = (*FAULTS, *_PAIRS.values())


def write_rosters(folder: Path, people: int, seed: int, share: float) -> list[Planted]:
    """Write a case folder and its rosters, a share of the rows with a fault each; return the faults.

    Three files: two workbooks with a sheet a township, one delimited text in GB18030. With ``share`` 0 they are clean.
    """
    world, rng = World(seed), Random(seed + 1)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "places.csv").write_text(world.places_csv(), encoding="utf-8")
    townships = list(TOWNSHIPS)
    listed: dict[str, list[tuple[Person, Fault | None]]] = {township: [] for township in townships}
    for number in range(people):
        township = townships[number * len(townships) // people]
        person = world.person(township)
        listed[township].append((person, _damage(person, world, rng, number) if rng.random() < share else None))
    if share:
        _plant_pairs(listed, rng)
    _plant_parties(listed, rng, bool(share))
    planted: list[Planted] = []
    files = (("云龙县花名册.xlsx", townships[:5]), ("四县花名册.xlsx", townships[5:12]))
    for name, sheets in files:
        _write_workbook(folder / name, [(sheet, listed[sheet]) for sheet in sheets], planted)
    _write_text(folder / "漾濞县.csv", [entry for sheet in townships[12:] for entry in listed[sheet]], planted)
    return planted


def _damage(person: Person, world: World, rng: Random, number: int) -> Fault:
    """Write the next kind of fault, or the first after it that this person can have."""
    for at in range(number, number + len(FAULTS)):
        fault = FAULTS[at * 7 % len(FAULTS)]
        if fault.damage(person, world, rng):
            return fault
        person.cells.update(person.truth)
    raise AssertionError("no fault fits")


def _plant_pairs(listed: dict[str, list[tuple[Person, Fault | None]]], rng: Random) -> None:
    """Put people in once more, within and across files, as townships and employers list the same ones."""
    sheets = [name for name in listed if name not in HOMONYM_TOWNSHIPS]
    for number in range(len(listed) * 12):
        source, target = sorted(rng.sample(range(len(sheets)), 2))
        person = rng.choice([person for person, fault in listed[sheets[source]] if fault is None])
        copy = Person(dict(person.truth), dict(person.truth))
        kind = ("twice", "same ID", "same phone")[number % 3]
        if kind == "same ID":
            copy.cells["name"] = copy.truth["name"] = "欧" + copy.truth["name"]
            copy.cells["phone"] = copy.truth["phone"] = f"139{number:08d}"
        elif kind == "same phone":
            number_now = copy.truth["id_number"]
            sequence = number % 500 * 2 + int(number_now[16]) % 2
            copy.cells["id_number"] = copy.truth["id_number"] = id_number("539001", _born(number_now), sequence)
        listed[sheets[target]].append((copy, _PAIRS[kind]))


def _born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _plant_parties(listed: dict[str, list[tuple[Person, Fault | None]]], rng: Random, with_faults: bool) -> None:
    """Make families of three of neighbours in the list; in some of them one has another village."""
    for township, entries in listed.items():
        for number, start in enumerate(range(0, len(entries) - 3, 40)):
            family = [person for person, fault in entries[start : start + 3] if fault is None]
            if len(family) < 3:
                continue
            first = family[0]
            for person in family:
                person.truth["party"] = person.cells["party"] = f"{township[:2]}{number + 1}"
                for column in ("origin", "destination"):
                    person.truth[column] = first.truth[column]
                    person.cells[column] = first.cells[column]
            if with_faults and number % 3 == 0:
                others = [person.truth["origin"] for person, fault in entries if fault is None]
                family[2].cells["origin"] = next(name for name in others if name != first.truth["origin"])
                place = next(at for at, (person, _) in enumerate(entries) if person is family[2])
                entries[place] = (family[2], _PAIRS["party"])


def _write_workbook(
    path: Path, sheets: list[tuple[str, list[tuple[Person, Fault | None]]]], planted: list[Planted]
) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    for number, (name, entries) in enumerate(sheets):
        page = book.add_worksheet(name)
        page.merge_range(0, 0, 0, len(COLUMNS), f"{TOWNSHIPS[name]}{name}2027年返岗务工人员花名册")
        page.write(1, 0, f"填报单位：{name}人民政府")
        page.write(1, 6, "填报时间：2027年1月20日")
        header = 2
        if number % 2:  # two levels: the phone stands under a common head
            for column, text in enumerate(("序号", *HEADERS)):
                if text == "本人电话":
                    page.write(2, column, "联系方式")
                    page.write(3, column, text)
                else:
                    page.merge_range(2, column, 3, column, text)
            header = 3
        else:
            page.write_row(2, 0, ("序号", *HEADERS))
        row = header
        for count, (person, fault) in enumerate(entries, 1):
            row += 1
            if count % 500 == 0:
                row += 1  # a blank row where a page ends
            page.write(row, 0, count)
            for column, key in enumerate(COLUMNS, 1):
                value = person.cells[key]
                if value != "":
                    page.write(row, column, value)
            _note(planted, fault, person, path.name, name, row + 1)
        page.write(row + 1, 0, "合计")
        page.write(row + 1, 1, f"{len(entries)}人")
        page.write(row + 3, 0, "填表人：")
        page.write(row + 3, 5, "审核人：")
    book.close()


def _write_text(path: Path, entries: list[tuple[Person, Fault | None]], planted: list[Planted]) -> None:
    with path.open("w", encoding="gb18030", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADERS)
        for row, (person, fault) in enumerate(entries, 2):
            values = [person.cells[key] for key in COLUMNS]
            writer.writerow(
                [f"{value:.11E}" if isinstance(value, float) and value > 1e9 else value for value in values]
            )
            _note(planted, fault, person, path.name, None, row)


def _note(planted: list[Planted], fault: Fault | None, person: Person, file: str, sheet: str | None, row: int) -> None:
    if fault is not None:
        header = HEADERS[COLUMNS.index(fault.column)]
        planted.append(Planted(fault, file, sheet, row, header, person.truth[fault.column]))
