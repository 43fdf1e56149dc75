"""Invented villages and employers, scattered around real towns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from scenarios.making.geography import EVERYWHERE, Sector, around, place_row, towns
from scenarios.making.tables import Row

# fmt: off
VILLAGE_HEADS = (
    "核桃", "松林", "梅子", "石登", "麦地", "青树", "泉水", "白岩", "茶山", "竹林", "栗树", "云台", "黑石", "花椒",
    "干海", "沙朗", "金竹", "柏木", "马鞍", "桃源", "双河", "风吹", "老营", "新田", "大树", "小河", "岩脚", "水磨",
    "长岭", "香樟", "木瓜", "杨梅", "火草", "鹿鸣", "凤尾", "龙潭", "石桥", "蕨菜", "棠梨", "苦荞",
)
TRADES = ("汽配厂", "电缆厂", "生物科技厂", "食品厂", "化妆品厂", "电子厂", "机械厂", "服装厂", "包装厂", "家居厂")
# fmt: on
VILLAGE_TAILS = "坪箐坡登甸场湾冲寨"
NEAR_SEAT_KM = (0.3, 1.0)
IN_TOWN_KM = (0.4, 2.5)


@dataclass(frozen=True)
class County:
    """A sending county.

    Parameters
    ----------
    name
        As in the tables of real places.
    people, villages
        How many are invented.
    far_km
        How far from their town the villages lie that are not at a seat.
    narrow_roads
        How many of these are reached by vehicles of 19 seats at most, of 35 at most, and of any size, in proportion.
    sector
        Where they lie as seen from the town: counties at the border have villages on one side only.
    """

    name: str
    people: int
    villages: int
    far_km: tuple[float, float] = (2.0, 6.5)
    narrow_roads: tuple[int, int, int] = (45, 35, 20)
    sector: Sector = EVERYWHERE


@dataclass(frozen=True)
class District:
    """Where people work.

    Parameters
    ----------
    key
        Begins the employers' ids.
    name
        As in the tables of real places.
    opening_days
        Day of February 2027 (6: New Year, 20: Lantern Festival) to employers who call people in on it.
    weights
        How many employers each town has, in proportion; towns in the tables' order, 0 for none.
    sectors
        Where a town's employers lie as seen from it: not in a lake or the sea.
    last_report_day
        Employers that call people in twice do so up to this day.
    trades
        What its employers are, in turn.
    narrow_gates
        Whether the largest coaches cannot reach some of them.
    hours
        How many are open always, 06:00–23:00, 07:00–21:30, in proportion.
    """

    key: str
    name: str
    opening_days: Mapping[int, int]
    weights: Sequence[int]
    sectors: Mapping[str, Sector] = field(default_factory=dict)
    last_report_day: int = 22
    trades: Sequence[str] = TRADES
    narrow_gates: bool = True
    hours: tuple[int, int, int] = (50, 30, 20)

    @property
    def short(self) -> str:
        """Its name without the last character (区, 市): how its employers are called."""
        return self.name[:-1]


@dataclass(frozen=True)
class Factory:
    """An employer: its row of places.csv, and the moments on which it calls people in."""

    row: Row
    moments: Sequence[datetime]


def make_villages(rng: Random, counties: Sequence[County]) -> dict[str, list[Row]]:
    """Scatter villages around towns, by county: the first of each town near it, the others up small roads."""
    names = [head + tail + "村" for head in VILLAGE_HEADS for tail in VILLAGE_TAILS]
    rng.shuffle(names)
    villages: dict[str, list[Row]] = {county.name: [] for county in counties}
    homes = [(county, k) for county in counties for k in range(county.villages)]
    for number, (county, k) in enumerate(homes, 1):
        centres = towns(county.name)
        town, at_seat = list(centres)[k % len(centres)], k < len(centres)
        name = names[number % len(names)]
        between_km, sector = (NEAR_SEAT_KM, EVERYWHERE) if at_seat else (county.far_km, county.sector)
        row = place_row(
            f"V{number:03d}",
            town + name,
            "village",
            around(rng, centres[town], between_km, sector),
            aliases=f"{name};{name}委会",
            county=county.name,
            max_seats="" if at_seat else rng.choices(["19", "35", ""], county.narrow_roads)[0],
        )
        villages[county.name].append(row)
    return villages


def make_factories(rng: Random, district: District) -> list[Factory]:
    """Scatter employers over the towns of a district that have a weight, each at least one while there are enough."""
    centres = towns(district.name)
    weights = [weight for weight in district.weights if weight]
    names = [town for town, weight in zip(centres, district.weights, strict=True) if weight]
    days = [day for day, employers in district.opening_days.items() for _ in range(employers)]
    rng.shuffle(days)
    factories = []
    for k, day in enumerate(days):
        town = names[k] if k < len(names) else rng.choices(names, weights)[0]
        name = f"{district.short}{k + 1:02d}号{district.trades[k % len(district.trades)]}"
        opens, closes = rng.choices([("", ""), ("06:00", "23:00"), ("07:00", "21:30")], district.hours)[0]
        row = place_row(
            f"{district.key}{k + 1:02d}",
            name,
            "factory",
            around(rng, centres[town], IN_TOWN_KM, district.sectors.get(town, EVERYWHERE)),
            aliases=f"{name.removeprefix(district.short)};{name}（{town}）",
            county=district.name,
            max_seats="45" if district.narrow_gates and k % 9 == 4 else "",
            opens=opens,
            closes=closes,
        )
        factories.append(Factory(row, _moments(rng, day, last_day=district.last_report_day, often=k % 3 == 0)))
    return factories


def _moments(rng: Random, day: int, *, last_day: int, often: bool) -> list[datetime]:
    """Return when an employer calls people in: on a day of February 2027, and perhaps some days later again."""
    first = datetime(2027, 2, day, 18 if day == 12 else rng.choice([8, 12, 12, 18]))
    second = first + timedelta(days=rng.choice([2, 3, 4]))
    return [first, second] if often and second.day <= last_day else [first]
