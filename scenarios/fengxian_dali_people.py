"""The invented people of the case ``fengxian-dali-2027``.

Nobody here exists. Identity numbers have a valid check character, so that programs can be tried on them, under an
area code that was never issued; phones pass for mobile numbers under a prefix that no operator was allotted.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from scenarios import fengxian_dali_facts as facts

NEVER_ISSUED = "539999"
"""Yunnan is 53, but it has no prefecture 99."""
NOT_ALLOTTED = "154"
WORKER_HEADER = [
    "编号",
    "姓名",
    "性别",
    "身份证号",
    "联系电话",
    "居住地",
    "务工企业",
    "同行组",
    "最早出发",
    "报到时间",
    "特殊需求",
    "紧急联系人",
]
MAN, WOMAN = "男", "女"

Row = list[str]


class Group(NamedTuple):
    """People of one village who report to one employer at one moment; the places as rows of places.csv."""

    village: Row
    factory: Row
    report: datetime
    size: int


class People:
    """Draws invented people, no two with one name, number or phone."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.special = [*facts.RARE_NAMES, *facts.MINORITY_NAMES]
        self.names = {name for name, _gender in self.special}
        self.count = 0

    def draw(self, gender: str, age: int) -> tuple[str, str, str]:
        """Return name, identity number and phone."""
        self.count += 1
        birth = datetime(2027 - age, 1, 15) - timedelta(days=self.rng.randrange(330))
        body = f"{NEVER_ISSUED}{birth:%Y%m%d}{2 * (self.count % 500) + (gender == MAN):03d}"
        return self._name(gender), body + check_character(body), f"{NOT_ALLOTTED}0000{self.count:04d}"

    def _name(self, gender: str) -> str:
        """Return a new name; now and then one with a rare character or a dot between its parts."""
        special = next((entry for entry in self.special if entry[1] == gender), None)
        if self.count % 40 == 7 and special is not None:
            self.special.remove(special)
            return special[0]
        last = facts.GIVEN_MALE if gender == MAN else facts.GIVEN_FEMALE
        while True:
            middle = self.rng.choice(facts.GIVEN_FIRST) if self.rng.random() < 0.85 else ""
            name = self.rng.choice(facts.SURNAMES) + middle + self.rng.choice(last)
            if name not in self.names:
                self.names.add(name)
                return name


def check_character(body: str) -> str:
    """Return the check character of GB 11643 (ISO 7064 MOD 11-2) for 17 digits."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - k, 11) for k, digit in enumerate(body)) % 11]


def make_workers(rng: Random, groups: list[Group]) -> list[Row]:
    """Draw the people of all groups, about 30 % of them in couples and families."""
    people, rows, parties = People(rng), [], 0
    for group in groups:
        left = group.size
        while left:
            size = min(left, rng.choices([2, 3, 4], [70, 20, 10])[0] if rng.random() < 0.21 else 1)
            parties += size > 1
            rows += _make_party(people, group, size, f"P{parties:03d}" if size > 1 else "")
            left -= size
    return rows


def _make_party(people: People, group: Group, size: int, party: str) -> list[Row]:
    """Draw one person, or a couple and whoever travels with them."""
    rng, rows = people.rng, []
    ready = rng.choices(["", "2027-02-10", "2027-02-11"], [70, 15, 15])[0]
    if ready and group.report - datetime.fromisoformat(ready) < timedelta(days=3):
        ready = ""
    about = rng.randrange(22, 50)
    for member in range(size):
        in_couple = size > 1 and member < 2
        child = member == 2 and rng.random() < 0.4
        gender = (MAN, WOMAN)[member] if in_couple else rng.choices([MAN, WOMAN], [55, 45])[0]
        age = rng.randrange(8, 15) if child else about + rng.randrange(-3, 4)
        name, id_number, phone = people.draw(gender, age)
        rows.append(
            [
                f"W{people.count:04d}",
                name,
                gender,
                id_number,
                phone,
                group.village[0] if rng.random() < 0.1 else group.village[1],
                group.factory[0] if rng.random() < 0.1 else group.factory[1],
                party,
                ready,
                f"{group.report:%Y-%m-%dT%H:%M}",
                _needs(rng, gender, age, child=child),
                f"家人 {NOT_ALLOTTED}9999{people.count:04d}",
            ]
        )
    return rows


def _needs(rng: Random, gender: str, age: int, *, child: bool) -> str:
    """Return a person's special needs: children and pregnant women do not fly, a few others are only noted."""
    if child:
        return "no_fly;学龄儿童随行"
    lot = rng.random()
    if gender == WOMAN and age < 36 and lot < 0.04:
        return "no_fly;孕期"
    if lot > 0.997:
        return "wheelchair"
    return "晕车，请安排前排" if lot > 0.975 else ""
