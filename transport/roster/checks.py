"""What must hold between the cells of one person, and between people, within and across files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from transport.roster.clean_numbers import birth_of, sex_of
from transport.roster.fields import Field
from transport.roster.log import RosterLog, RosterSheet

YOUNGEST, GROWN_UP, OLDEST = 16, 18, 80
"""Years: under 16 nobody may be employed, up to 18 with protection (Labour Law arts. 15, 58)."""
_COMPANION = re.compile("随行|随迁|子女|家属|儿童|婴|学龄")
_YEARS_APART = 1
_FAR_DAYS = 120
"""A date further than this from the days of the case is a slip, such as the year before."""
_SHARED: tuple[Field, ...] = ("origin", "destination")
_DATE = re.compile(r"(\d{4})\D?(\d{1,2})(?:\D?(\d{1,2}))?")


def check_person_cells(sheet: RosterSheet, log: RosterLog, first_day: date, last_day: date) -> None:
    """Hold sex, birth and age against the identity number, refuse the young, and put dates in order."""
    values = sheet.values
    for person, number in enumerate(values["id_number"]):
        if number:
            _against_number(sheet, log, person, number, first_day)
    for person, (ready, report) in enumerate(zip(values["ready_from"], values["report_by"], strict=True)):
        if ready or report:
            _check_dates(sheet, log, person, ready, report, first_day, last_day)


def _against_number(sheet: RosterSheet, log: RosterLog, person: int, number: str, first_day: date) -> None:
    born = birth_of(number)
    assert born is not None  # the number was judged when it was cleaned
    gender = sheet.values["gender"][person]
    if gender and {"M": "男", "F": "女"}.get(gender, gender) != sex_of(number):
        log.cell(sheet, person, "gender", "roster_sex_differs", expected=sex_of(number))
    years = age_on(born, first_day)
    if years < YOUNGEST:
        notes = sheet.cells["needs"][person] if "needs" in sheet.cells else ""
        notes += "".join(cells[person] for header, cells in sheet.extra.items() if "备注" in header or "说明" in header)
        code = "roster_companion" if _COMPANION.search(notes) else "roster_under_16"
        log.cell(sheet, person, "id_number", code, age=str(years))
    elif years < GROWN_UP:
        log.cell(sheet, person, "id_number", "roster_under_18", age=str(years))
    elif years > OLDEST:
        log.cell(sheet, person, "id_number", "roster_over_80", age=str(years))
    if "birth" in sheet.cells and (cell := sheet.cells["birth"][person]):
        found = _DATE.search(cell)
        if found and (int(found[1]), int(found[2]), int(found[3] or born.day)) != (born.year, born.month, born.day):
            log.cell(sheet, person, "birth", "roster_birth_differs")
    cell = sheet.cells["age"][person].removesuffix("岁") if "age" in sheet.cells else ""
    if cell.isdecimal() and len(cell) <= 3 and abs(int(cell) - years) > _YEARS_APART:
        log.cell(sheet, person, "age", "roster_age_differs", age=str(years))


def age_on(born: date, day: date) -> int:
    """Return whole years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _check_dates(
    sheet: RosterSheet, log: RosterLog, person: int, ready: str, report: str, first_day: date, last_day: date
) -> None:
    names: tuple[tuple[Field, str], ...] = (("ready_from", ready), ("report_by", report))
    for name, text in names:
        if text:
            day = date.fromisoformat(text[:10])
            if (first_day - day).days > _FAR_DAYS or (day - last_day).days > _FAR_DAYS:
                log.cell(sheet, person, name, "roster_date_far", first=str(first_day), last=str(last_day))
                return
    if ready and report and _end_of(report) <= ready.replace(" ", "T"):
        log.cell(sheet, person, "report_by", "roster_dates_reversed", ready=ready)


def _end_of(text: str) -> str:
    """Return a deadline as a comparable moment: a bare date is its last minute."""
    return f"{text}T23:59" if len(text) == 10 else text.replace(" ", "T")


def check_duplicates(sheets: Sequence[RosterSheet], log: RosterLog) -> None:
    """Note everybody who stood before: by identity number, else by name and phone."""
    numbers: dict[str, tuple[RosterSheet, int]] = {}
    phones: dict[tuple[str, str], tuple[RosterSheet, int]] = {}
    for sheet in sheets:
        values = sheet.values
        rows = zip(values["id_number"], values["name"], values["phone"], strict=True)
        for person, (number, name, phone) in enumerate(rows):
            here = (sheet, person)
            before = numbers.setdefault(number, here) if number else here
            if before != here:
                same = before[0].values["name"][before[1]] == name
                code = "roster_same_id" if same else "roster_same_id_other_name"
                log.cell(sheet, person, "id_number", code, first=before[0].where(before[1]))
                continue
            if name and phone:
                before = phones.setdefault((name, phone), here)
                if before != here:
                    log.cell(sheet, person, "phone", "roster_same_name_and_phone", first=before[0].where(before[1]))


def check_parties(sheets: Sequence[RosterSheet], log: RosterLog) -> None:
    """Members of one party, which is of one sheet, have one origin and one destination: those unlike most are noted."""
    for sheet in sheets:
        members: dict[str, list[int]] = {}
        for person, party in enumerate(sheet.values["party"]):
            if party:
                members.setdefault(party, []).append(person)
        for party, people in members.items():
            for name in _SHARED:
                _note_unlike(sheet, log, party, people, name)


def _note_unlike(sheet: RosterSheet, log: RosterLog, party: str, people: list[int], name: Field) -> None:
    values = sheet.values[name]
    counts = Counter(values[person] for person in people if values[person])
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    first = next(person for person in people if values[person] == usual)
    for person in people:
        if values[person] and values[person] != usual:
            where = str(sheet.rows[first] + 1)
            log.cell(sheet, person, name, "party_differs", party=party, first=where, other=usual)
