"""What is real in the case ``fengxian-dali-2027``, and the material its people and villages are invented from.

Points are WGS 84 (lat, lon) in degrees. County seats and hubs lie within about 3 km, townships of Dali within 4 to
10 km of the true place, towns of Fengxian within about 3 km (GeoNames, CC BY 4.0, rounded).
"""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[float, float]


class County(NamedTuple):
    """A sending county: real name and townships; its shares of people and villages are assumptions."""

    key: str
    name: str
    seat: Point
    people: int
    villages: int
    townships: dict[str, Point]


COUNTIES = (
    County(
        "YL",
        "云龙县",
        (25.886, 99.371),
        210,
        30,
        {
            "诺邓镇": (25.886, 99.371),
            "漕涧镇": (25.69, 99.12),
            "功果桥镇": (25.62, 99.33),
            "宝丰乡": (25.80, 99.36),
            "关坪乡": (25.92, 99.57),
            "长新乡": (25.99, 99.43),
            "检槽乡": (26.13, 99.40),
            "白石镇": (26.07, 99.36),
            "团结彝族乡": (25.70, 99.62),
            "苗尾傈僳族乡": (25.90, 99.16),
            "民建乡": (25.85, 99.02),
        },
    ),
    County(
        "YP",
        "永平县",
        (25.465, 99.541),
        150,
        18,
        {
            "博南镇": (25.465, 99.541),
            "杉阳镇": (25.32, 99.40),
            "龙街镇": (25.36, 99.62),
            "龙门乡": (25.50, 99.60),
        },
    ),
    County(
        "MD",
        "弥渡县",
        (25.343, 100.491),
        100,
        17,
        {
            "弥城镇": (25.343, 100.491),
            "苴力镇": (25.19, 100.53),
            "新街镇": (25.42, 100.46),
            "红岩镇": (25.46, 100.42),
            "寅街镇": (25.27, 100.48),
            "密祉镇": (25.20, 100.42),
        },
    ),
    County(
        "NJ",
        "南涧县",
        (25.043, 100.510),
        82,
        13,
        {
            "南涧镇": (25.043, 100.510),
            "公郎镇": (24.83, 100.30),
            "无量山镇": (24.87, 100.47),
            "小湾东镇": (24.77, 100.15),
            "宝华镇": (24.97, 100.47),
        },
    ),
    County(
        "YB",
        "漾濞县",
        (25.670, 99.958),
        60,
        12,
        {
            "苍山西镇": (25.670, 99.958),
            "漾江镇": (25.83, 99.93),
            "平坡镇": (25.60, 100.08),
            "顺濞镇": (25.47, 99.90),
            "富恒乡": (25.75, 99.87),
        },
    ),
)

FENGXIAN_TOWNS: dict[str, Point] = {
    "南桥镇": (30.918, 121.458),
    "金汇镇": (30.990, 121.493),
    "青村镇": (30.925, 121.580),
    "奉城镇": (30.916, 121.641),
    "四团镇": (30.900, 121.726),
    "庄行镇": (30.852, 121.334),
    "柘林镇": (30.833, 121.469),
    "海湾镇": (30.840, 121.550),
}
COASTAL_TOWNS = ("柘林镇", "海湾镇")
"""South of these is Hangzhou Bay."""


class Hub(NamedTuple):
    """A real airport or station."""

    place_id: str
    name: str
    aliases: str
    kind: str
    point: Point
    county: str
    opens: str = ""
    closes: str = ""


HUBS = (
    Hub("DLU", "大理凤仪机场", "大理机场", "airport", (25.649, 100.319), "大理市", "06:00", "23:30"),
    Hub("KMG", "昆明长水机场", "昆明长水国际机场", "airport", (25.102, 102.929), "昆明市"),
    Hub("DKM", "大理站", "大理火车站", "station", (25.590, 100.250), "大理市", "06:00", "23:30"),
    Hub("KOM", "昆明南站", "昆明南", "station", (24.877, 102.861), "昆明市", "05:30", "23:59"),
    Hub("KMM", "昆明站", "昆明火车站", "station", (25.017, 102.722), "昆明市"),
    Hub("PVG", "上海浦东国际机场", "浦东机场", "airport", (31.145, 121.805), "浦东新区"),
    Hub("SHA", "上海虹桥国际机场", "虹桥机场", "airport", (31.198, 121.336), "长宁区"),
    Hub("AOH", "上海虹桥站", "虹桥站", "station", (31.194, 121.320), "闵行区", "05:00", "00:30"),
    Hub("IMH", "上海松江站", "松江站", "station", (30.980, 121.220), "松江区", "05:00", "00:30"),
    Hub("SNH", "上海南站", "上海南", "station", (31.154, 121.429), "徐汇区", "05:00", "00:30"),
)

# fmt: off
VILLAGE_HEADS = (
    "核桃", "松林", "梅子", "石登", "麦地", "青树", "泉水", "白岩", "茶山", "竹林", "栗树", "云台", "黑石", "花椒",
    "干海", "沙朗", "金竹", "柏木", "马鞍", "桃源", "双河", "风吹", "老营", "新田", "大树", "小河", "岩脚", "水磨",
    "长岭", "香樟", "木瓜", "杨梅", "火草", "鹿鸣", "凤尾", "龙潭", "石桥", "蕨菜", "棠梨", "苦荞",
)
TRADES = ("汽配", "电缆", "生物科技", "食品", "化妆品", "电子", "机械", "服装", "包装", "家居")
# fmt: on
VILLAGE_TAILS = "坪箐坡登甸场湾冲寨"

SURNAMES = "杨杨杨李李李张张赵赵段段董尹罗字茶左鲁施苏高何杞寸那马闭"
GIVEN_FIRST = "丽建永文玉春国学金正云应润兆泽佳庆绍彩银"
GIVEN_MALE = "宏亮涛忠林平荣松军华福生旺海山才"
GIVEN_FEMALE = "芬秀兰梅琴香菊仙莲芳英凤娟燕花珍"
RARE_NAMES = (("段䶮", "男"), ("杨𬱖", "男"), ("赵㛃", "女"), ("李㛃梅", "女"))
"""Characters that old fonts and systems lose: U+4DAE, U+2CC56 (outside the basic plane) and U+36C3."""
MINORITY_NAMES = (
    ("阿普·木沙", "男"),
    ("娜莎·依扒", "女"),
    ("恒益·开夺", "男"),
    ("吉娅·里格", "女"),
    ("腊玛·乌木", "男"),
    ("松措·阿依", "女"),
    ("普亚·扎朵", "男"),
    ("叶娜·波米", "女"),
)
