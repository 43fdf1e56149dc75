"""The columns of every table, once: the reader, the roster template, the messages and the documentation use them.

What a column means to a person stands in ``locale/*/template.yaml`` under ``columns.<table>.<column>``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from transport.locale import Language, text
from transport.road_settings import CLASS_NAMES

CellKind = Literal[
    "text",
    "id",
    "place",
    "number",
    "integer",
    "flag",
    "list",
    "choice",
    "choices",
    "moment",
    "deadline",
    "date",
    "clock",
    "gender",
    "id_number",
    "phone",
]
TableName = Literal["workers", "places", "fleet", "services", "tickets", "distances", "vehicles", "nodes", "links"]
Privacy = Literal["name", "id_number", "phone"]
LARGEST = 1e9
"""No sensible number in a table is larger; what is, is a slip, and would overflow the optimiser."""
SAMPLE_IDS = ("示例", "EXAMPLE")
"""``worker_id`` of the template's sample row, which the reader leaves out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    Parameters
    ----------
    name
        The canonical header.
    kind
        What its cells hold: ``moment`` a local time (a bare date is 00:00), ``deadline`` likewise (23:59), ``clock``
        a time of day, ``list`` and ``choices`` are ``;``-separated.
    aliases
        Other headers it is known by, the usual Chinese one first.
    required
        The column must be there and every cell filled.
    default
        What a blank cell means, in the parsed type.
    unit
        ``km``, ``km/h``, ``minutes``, ``CNY``, ``persons``, ``degrees`` or empty.
    low, high
        Allowed range of a number, both ends included.
    options
        Accepted spellings of a choice and what each means.
    private
        How the cell is masked in messages.
    round_up
        Seconds in a time are rounded up rather than down: to the safe side.
    """

    name: str
    kind: CellKind = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    default: object = None
    unit: str = ""
    low: float = 0.0
    high: float = LARGEST
    options: Mapping[str, str] = field(default_factory=dict)
    private: Privacy | None = None
    round_up: bool = False

    def header(self, lang: Language) -> str:
        """Return the header for a person: the usual Chinese one, or the canonical name."""
        return self.aliases[0] if lang == "zh" and self.aliases else self.name


PLACE_KINDS = {
    "village": "village",
    "factory": "factory",
    "airport": "airport",
    "station": "station",
    "depot": "depot",
    "村": "village",
    "村庄": "village",
    "工厂": "factory",
    "企业": "factory",
    "机场": "airport",
    "车站": "station",
    "火车站": "station",
    "停车场": "depot",
    "客运站": "depot",
}
TRIP_ROLES = {
    "feeder": "feeder",
    "direct": "direct",
    "distribution": "distribution",
    "接驳": "feeder",
    "集结": "feeder",
    "直达": "direct",
    "疏散": "distribution",
    "分送": "distribution",
}
QUALITIES = {
    "surveyed": "surveyed",
    "gazetteer": "gazetteer",
    "geocoder": "geocoder",
    "township": "township",
    "county": "county",
    "实测": "surveyed",
    "地名录": "gazetteer",
    "地理编码": "geocoder",
    "乡镇": "township",
    "县级": "county",
    "县": "county",
}
"""Where a place's coordinates come from, best first; ``township`` and ``county`` stand for the middle of those."""
DATUMS = {"wgs84": "wgs84", "wgs-84": "wgs84", "cgcs2000": "wgs84", "gcj02": "gcj02", "gcj-02": "gcj02"}
DATUMS |= {"高德": "gcj02", "腾讯": "gcj02", "火星坐标": "gcj02", "bd09": "bd09", "bd-09": "bd09", "百度": "bd09"}
SERVICE_MODES = {"flight": "flight", "train": "train", "飞机": "flight", "航班": "flight", "包机": "flight"}
SERVICE_MODES |= {"火车": "train", "高铁": "train", "列车": "train", "专列": "train"}

WORKERS = (
    Column("worker_id", "id", ("编号", "序号"), required=True),
    Column("name", "text", ("姓名",), required=True, private="name"),
    Column("gender", "gender", ("性别",), default=""),
    Column("id_number", "id_number", ("身份证号", "身份证号码"), default="", private="id_number"),
    Column("phone", "phone", ("联系电话", "手机号", "电话"), default="", private="phone"),
    Column("origin", "place", ("居住地", "村", "家庭住址", "上车点"), required=True),
    Column("destination", "place", ("务工企业", "用工单位", "工厂"), required=True),
    Column("party", "id", ("同行组", "家庭编号")),
    Column("ready_from", "moment", ("最早出发",), round_up=True),
    Column("report_by", "deadline", ("报到时间", "到岗时间")),
    Column("needs", "list", ("特殊需求",), default=()),
    Column("emergency_contact", "text", ("紧急联系人",), default="", private="phone"),
)
PLACES = (
    Column("place_id", "id", ("地点编号",), required=True),
    Column("name", "text", ("名称", "地点名称"), default=""),
    Column("aliases", "list", ("别名",), default=()),
    Column("kind", "choice", ("类型", "地点类型"), required=True, options=PLACE_KINDS),
    Column("lat", "number", ("纬度",), unit="degrees", low=-90, high=90),
    Column("lon", "number", ("经度",), unit="degrees", low=-180, high=180),
    Column("county", "text", ("县区", "县", "区县"), default=""),
    Column("max_seats", "number", ("最大车型座位数", "最大座位数"), unit="persons"),
    Column("opens", "clock", ("开放时间",), default=0, round_up=True),
    Column("closes", "clock", ("关闭时间",), default=1440),
    Column("quality", "choice", ("坐标来源", "坐标精度"), default="", options=QUALITIES),
    Column("datum", "choice", ("坐标系",), default="wgs84", options=DATUMS),
    Column("contact", "text", ("联系人",), default=""),
    Column("contact_phone", "phone", ("联系人电话",), default="", private="phone"),
)
FLEET = (
    Column("offer_id", "id", ("报价编号",), required=True),
    Column("operator", "text", ("承运单位", "运输公司"), default=""),
    Column("vehicle", "text", ("车型",), default=""),
    Column("seats", "integer", ("座位数",), required=True, unit="persons"),
    Column("count", "integer", ("车辆数",), required=True),
    Column("base", "place", ("驻地",), required=True),
    Column("available_from", "date", ("可用起始日",)),
    Column("available_to", "date", ("可用截止日",)),
    Column("fixed_cost", "number", ("固定费用",), default=0.0, unit="CNY"),
    Column("km_cost", "number", ("每公里费用",), default=0.0, unit="CNY"),
    Column("empty_km_cost", "number", ("空驶每公里费用",), default=0.0, unit="CNY"),
    Column("returns_to_base", "flag", ("是否返回驻地",), default=False),
    Column("day_cost", "number", ("每日费用",), default=0.0, unit="CNY"),
    Column("drivers", "integer", ("驾驶员数",), default=1, unit="persons", low=1),
    Column("roles", "choices", ("用途",), default=(), options=TRIP_ROLES),
)
SERVICES = (
    Column("service_id", "id", ("班次编号", "车次"), required=True),
    Column("mode", "choice", ("方式",), required=True, options=SERVICE_MODES),
    Column("operator", "text", ("承运单位",), default=""),
    Column("from_hub", "place", ("出发站",), required=True),
    Column("to_hub", "place", ("到达站",), required=True),
    Column("depart", "moment", ("出发时间",), required=True),
    Column("arrive", "moment", ("到达时间",), required=True, round_up=True),
    Column("seats", "integer", ("座位数",), required=True, unit="persons"),
    Column("max_units", "integer", ("最多单元数",), required=True),
    Column("unit_cost", "number", ("单元费用",), default=0.0, unit="CNY"),
    Column("seat_cost", "number", ("每座费用",), default=0.0, unit="CNY"),
    Column("min_seats", "integer", ("最低成行人数",), default=0, unit="persons"),
    Column("run", "id", ("同一车次", "运行编号")),
)
TICKETS = (
    Column("origin_county", "text", ("出发县区",), required=True),
    Column("destination_county", "text", ("到达县区",), required=True),
    Column("cost", "number", ("票价",), required=True, unit="CNY"),
)
DISTANCES = (
    Column("from_id", "place", ("起点",), required=True),
    Column("to_id", "place", ("终点",), required=True),
    Column("km", "number", ("公里",), required=True, unit="km"),
    Column("minutes", "number", ("分钟",), required=True, unit="minutes"),
)
VEHICLES = (
    Column("offer_id", "id", ("报价编号",), required=True),
    Column("vehicle_no", "integer", ("车号",), required=True, low=1),
    Column("plate", "text", ("车牌号", "车牌"), default=""),
    Column("permit", "text", ("标志牌号", "包车客运标志牌号"), default=""),
    Column("permit_valid", "text", ("标志牌有效期", "有效期"), default=""),
    Column("transport_licence", "text", ("道路运输证号",), default=""),
    Column("insurance", "text", ("承运人责任险", "保险"), default=""),
    Column("drivers", "list", ("驾驶员",), default=(), private="name"),
    Column("driver_phones", "list", ("驾驶员电话",), default=(), private="phone"),
    Column("driver_licences", "list", ("驾驶员证号", "从业资格证号"), default=(), private="id_number"),
    Column("escorts", "list", ("随车人员",), default=(), private="name"),
    Column("escort_phones", "list", ("随车人员电话",), default=(), private="phone"),
    Column("escort_units", "list", ("随车人员单位",), default=()),
)
ROAD_CLASSES = {name: name for name in CLASS_NAMES} | {
    "高速": "expressway",
    "高速公路": "expressway",
    "一级": "class1",
    "二级": "class2",
    "三级": "class3",
    "四级": "class4",
    "四级单车道": "class4_single",
    "城市道路": "urban",
    "机耕路": "track",
}
NODES = (
    Column("id", "id", ("节点编号",), required=True),
    Column("name", "text", ("名称", "name_zh"), default=""),
    Column("lat", "number", ("纬度",), required=True, unit="degrees", low=-90, high=90),
    Column("lon", "number", ("经度",), required=True, unit="degrees", low=-180, high=180),
    Column("province", "text", ("省份",), default=""),
)
LINKS = (
    Column("link_id", "id", ("路段编号",), required=True),
    Column("from_id", "id", ("起点", "from"), required=True),
    Column("to_id", "id", ("终点", "to"), required=True),
    Column("km", "number", ("公里",), required=True, unit="km"),
    Column("road_class", "choice", ("公路等级",), required=True, options=ROAD_CLASSES),
    Column("route_no", "text", ("路线编号",), default=""),
    Column("day_kmh", "number", ("白天时速",), unit="km/h", low=1, high=200),
    Column("night_kmh", "number", ("夜间时速",), unit="km/h", low=0, high=200),
    Column("night_ban", "flag", ("夜间禁行",)),
    Column("oneway", "flag", ("单行",), default=False),
    Column("max_seats", "number", ("最大座位数",), unit="persons"),
)
TABLES: Mapping[TableName, tuple[Column, ...]] = {
    "workers": WORKERS,
    "places": PLACES,
    "fleet": FLEET,
    "services": SERVICES,
    "tickets": TICKETS,
    "distances": DISTANCES,
    "vehicles": VEHICLES,
    "nodes": NODES,
    "links": LINKS,
}
MAY_BE_EMPTY: frozenset[TableName] = frozenset({"fleet", "services", "tickets", "distances", "vehicles"})
"""Tables that may have no row below the header."""


def normal_header(header: str) -> str:
    """Return a header as it is compared: full-width letters made plain, no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", header).split()).casefold()


def headers(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Return every accepted header, normalised, with its column."""
    return {normal_header(known): column for column in columns for known in (column.name, *column.aliases)}


def meaning(table: TableName, column: Column, lang: Language) -> str:
    """Return what the column means, for a person."""
    return text(lang, f"template.columns.{table}.{column.name}")
