"""Invented people, villages and employers for the roster benchmark; shares no code with the program that reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

TOWNSHIPS = {
    "诺邓镇": "云龙县", "漕涧镇": "云龙县", "关坪乡": "云龙县", "检槽乡": "云龙县", "博南镇": "永平县", "杉阳镇": "永平县",
    "龙街镇": "永平县", "弥城镇": "弥渡县", "红岩镇": "弥渡县", "苴力镇": "弥渡县", "公郎镇": "南涧彝族自治县", "无量山镇": "南涧彝族自治县",
    "漾江镇": "漾濞彝族自治县", "平坡镇": "漾濞彝族自治县",
}  # fmt: skip
HOMONYM = "三棵松村"
"""A village name that two townships have."""
HOMONYM_TOWNSHIPS = ("漕涧镇", "红岩镇")
_FIRST = [
    "苦荞",
    "核桃",
    "麦地",
    "石榴",
    "双桥",
    "白岩",
    "大树",
    "杨梅",
    "栗树",
    "水磨",
    "云台",
    "竹林",
    "柏木",
    "香樟",
    "老营",
    "干海",
    "沙朗",
    "棠梨",
    "岩脚",
    "泉水",
]
_LAST = ["坪", "湾", "箐", "寨", "坡", "甸", "冲", "登", "场", "坝"]
_SURNAMES = "杨李张王赵罗施段董左字鲁茶熊余朱陈周何马"
_GIVEN = [
    "建国",
    "文海",
    "玉兰",
    "春梅",
    "志强",
    "丽华",
    "国菊",
    "佳菊",
    "永康",
    "晓东",
    "金凤",
    "学文",
    "秀英",
    "家兴",
    "云山",
    "翠芬",
    "光明",
    "红梅",
    "正华",
    "小燕",
    "涛",
    "芳",
    "勇",
    "娟",
]
_FIRMS = [
    "新泉",
    "龙腾",
    "华瑞",
    "东晟",
    "锦绣",
    "恒通",
    "德康",
    "海川",
    "宏达",
    "佳美",
    "瑞丰",
    "启明",
    "远东",
    "长风",
    "美嘉",
    "天和",
    "百川",
    "金桥",
]
_TRADES = ["电子", "汽车零部件", "服装", "食品", "包装", "家居", "化妆品", "电缆"]
_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]


@dataclass
class Person:
    """One row, as it should be understood (``truth``) and as it is written (``cells``)."""

    truth: dict[str, str]
    cells: dict[str, object] = field(default_factory=dict)


def id_number(area: str, born: date, sequence: int) -> str:
    """Return an identity number; the check character follows GB 11643."""
    body = f"{area}{born:%Y%m%d}{sequence:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


class World:
    """Villages, employers and people, drawn with a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.villages: dict[str, list[str]] = {township: [] for township in TOWNSHIPS}
        names = [first + last + "村" for first in _FIRST for last in _LAST]
        self.rng.shuffle(names)
        for township in TOWNSHIPS:
            for _ in range(12):
                self.villages[township].append(names.pop())
        for township in HOMONYM_TOWNSHIPS:
            self.villages[township].append(HOMONYM)
        pairs = [(firm, trade) for firm in _FIRMS for trade in _TRADES]
        self.rng.shuffle(pairs)
        self.employers = [f"{firm}（上海）{trade}有限公司" for firm, trade in pairs[:60]]
        self.twins = [f"上海{pairs[60][0]}{pairs[60][1]}有限公司", f"苏州{pairs[60][0]}{pairs[60][1]}有限公司"]
        self._count = 0

    def person(self, township: str) -> Person:
        """Return a person of a township, written as it should be."""
        rng = self.rng
        self._count += 1
        man = rng.random() < 0.55
        born = date(1970, 1, 1) + timedelta(days=rng.randrange(36 * 365))
        sequence = 2 * (self._count % 499) + man
        number = id_number(f"5399{self._count // 499 % 90 + 10}", born, sequence)
        ready = "" if rng.random() < 0.5 else f"2027-02-{rng.randrange(10, 14)}"
        truth = {
            "name": rng.choice(_SURNAMES) + rng.choice(_GIVEN),
            "gender": "男" if man else "女",
            "id_number": number,
            "phone": f"15{rng.randrange(10)}{self._count:08d}",
            "origin": township + rng.choice([name for name in self.villages[township] if name != HOMONYM]),
            "destination": rng.choice(self.employers),
            "party": "",
            "ready_from": ready,
            "report_by": f"2027-02-{rng.randrange(16, 28)}",
            "birth": f"{born:%Y-%m-%d}",
        }
        return Person(truth, dict(truth))

    def places_csv(self) -> str:
        """Return the places of the case."""
        rows = ["place_id,name,aliases,kind,lat,lon,county"]
        number = 0
        for township, villages in self.villages.items():
            for village in villages:
                number += 1
                alias = village if village != HOMONYM else ""
                rows.append(f"V{number:03d},{township}{village},{alias},village,,,{TOWNSHIPS[township]}")
        rows += [f"F{at:02d},{name},,factory,,,奉贤区" for at, name in enumerate(self.employers, 1)]
        rows += [f"FT1,{self.twins[0]},,factory,,,奉贤区", f"FT2,{self.twins[1]},,factory,,,吴中区"]
        return "\n".join([*rows, "D1,客运站,,depot,,,云龙县"]) + "\n"
