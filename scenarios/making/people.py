"""Invented people.

Nobody here exists. Identity numbers have a valid check character, so that programs can be tried on them, under an
area code that was never issued; phones pass for mobile numbers under a prefix that no operator was allotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from scenarios.making.groups import Group
from scenarios.making.tables import Row, make_row

NEVER_ISSUED = "539999"
"""Yunnan is 53, but it has no prefecture 99."""
NOT_ALLOTTED = "154"
WORKER_COLUMNS = "编号 姓名 性别 身份证号 联系电话 居住地 务工企业 同行组 最早出发 报到时间 特殊需求 紧急联系人"
MAN, WOMAN = "男", "女"
GIVEN_FIRST = "丽建永文玉春国学金正云应润兆泽佳庆绍彩银"
GIVEN_MALE = "宏亮涛忠林平荣松军华福生旺海山才"
GIVEN_FEMALE = "芬秀兰梅琴香菊仙莲芳英凤娟燕花珍"
COMMON_SURNAMES = "李李王张张杨杨陈刘罗周朱马何赵高徐段孙彭"
NAME_DRAWS = 20
"""Among thousands of people some do share a name: after so many draws one that is taken may be taken again."""


@dataclass(frozen=True)
class Custom:
    """What a county's people are like.

    Parameters
    ----------
    surnames
        One character each, frequent ones several times.
    special_names
        Names that try fonts and tables, with gender; now and then one is used.
    ready_days
        ISO days before which some cannot leave (blank: no such wish), and how often each.
    together
        Chance that the next to be drawn is a couple or family rather than a single person.
    ages
        Youngest and oldest adult (exclusive).
    """

    surnames: str = COMMON_SURNAMES
    special_names: Sequence[tuple[str, str]] = ()
    ready_days: tuple[Sequence[str], Sequence[int]] = (("",), (1,))
    together: float = 0.21
    ages: tuple[int, int] = (22, 50)


class People:
    """Draws invented people, no two with one number or phone, and hardly two with one name."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.names: set[str] = set()
        self.numbers: set[str] = set()
        self.count = 0
        self.parties = 0

    def draw(self, custom: Custom, gender: str, age: int) -> dict[str, str]:
        """Return a new person's cells under the headers of workers.csv, the journey left open."""
        self.count += 1
        birth = datetime(2027 - age, 1, 15) - timedelta(days=self.rng.randrange(330))
        while (body := f"{NEVER_ISSUED}{birth:%Y%m%d}{2 * (self.count % 500) + (gender == MAN):03d}") in self.numbers:
            birth -= timedelta(days=1)
        self.numbers.add(body)
        ten_thousands, rest = divmod(self.count, 10_000)
        return {
            "编号": f"W{self.count:04d}",
            "姓名": self._name(custom, gender),
            "性别": gender,
            "身份证号": body + check_character(body),
            "联系电话": f"{NOT_ALLOTTED}{self.count:08d}",
            "紧急联系人": f"家人 {NOT_ALLOTTED}{9999 - ten_thousands}{rest:04d}",
        }

    def _name(self, custom: Custom, gender: str) -> str:
        """Return a name; now and then one with a rare character or a dot between its parts."""
        special = [name for name, whose in custom.special_names if whose == gender and name not in self.names]
        if self.count % 40 == 7 and special:
            self.names.add(special[0])
            return special[0]
        last = GIVEN_MALE if gender == MAN else GIVEN_FEMALE
        for _ in range(NAME_DRAWS):
            middle = self.rng.choice(GIVEN_FIRST) if self.rng.random() < 0.85 else ""
            name = self.rng.choice(custom.surnames) + middle + self.rng.choice(last)
            if name not in self.names:
                break
        self.names.add(name)
        return name


def check_character(body: str) -> str:
    """Return the check character of GB 11643 (ISO 7064 MOD 11-2) for 17 digits."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - k, 11) for k, digit in enumerate(body)) % 11]


def make_workers(people: People, custom: Custom, groups: Sequence[Group]) -> list[Row]:
    """Draw the people of all groups, some of them in couples and families."""
    rng, rows = people.rng, []
    for group in groups:
        left = group.size
        while left:
            together = rng.random() < custom.together
            size = min(left, rng.choices([2, 3, 4], [70, 20, 10])[0] if together else 1)
            people.parties += size > 1
            rows += _make_party(people, custom, group, size, f"P{people.parties:03d}" if size > 1 else "")
            left -= size
    return rows


def _make_party(people: People, custom: Custom, group: Group, size: int, party: str) -> list[Row]:
    """Draw one person, or a couple and whoever travels with them."""
    rng, rows = people.rng, []
    ready = rng.choices(*custom.ready_days)[0]
    if ready and group.report - datetime.fromisoformat(ready) < timedelta(days=3):
        ready = ""
    about = rng.randrange(*custom.ages)
    for member in range(size):
        in_couple = size > 1 and member < 2
        child = member == 2 and rng.random() < 0.4
        gender = (MAN, WOMAN)[member] if in_couple else rng.choices([MAN, WOMAN], [55, 45])[0]
        age = rng.randrange(8, 15) if child else about + rng.randrange(-3, 4)
        person = people.draw(custom, gender, age)
        journey = {
            "居住地": group.village[0] if rng.random() < 0.1 else group.village[1],
            "务工企业": group.factory[0] if rng.random() < 0.1 else group.factory[1],
            "同行组": party,
            "最早出发": ready,
            "报到时间": f"{group.report:%Y-%m-%dT%H:%M}",
            "特殊需求": _needs(rng, gender, age, child=child),
        }
        rows.append(make_row(WORKER_COLUMNS, **person, **journey))
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
