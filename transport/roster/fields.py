"""What a roster can say of a person, and the headers under which bureaus write it."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from transport.io.columns import WORKERS, normal_header

Field = Literal[
    "worker_id", "name", "gender", "id_number", "phone", "origin", "destination", "party", "ready_from", "report_by",
    "needs", "emergency_contact", "county", "township", "village", "group", "birth", "age", "sequence",
]  # fmt: skip
CARRIED: tuple[Field, ...] = (
    "worker_id", "name", "gender", "id_number", "phone", "origin", "destination", "party", "ready_from", "report_by",
    "needs", "emergency_contact",
)  # fmt: skip
"""Fields that are columns of the workers table, in its order."""
SYNONYMS: dict[Field, str] = {
    "worker_id": "人员编号 务工人员编号 工号",
    "name": "名字 务工人员姓名 人员姓名 乘车人 乘车人姓名 乘客姓名 员工姓名 旅客姓名 劳动力姓名 本人姓名",
    "gender": "男/女 男女 sex",
    "id_number": (
        "身份证 身份证号码 公民身份号码 公民身份证号码 公民身份证号 居民身份证号 居民身份证号码 "
        "证件号码 证件号 身份号码 身份证件号码 身份证编号 idcard "
        "id idno idnumber identitynumber"
    ),
    "phone": (
        "手机 手机号码 联系方式 电话号码 联系号码 联系手机 本人电话 本人联系电话 移动电话 电话(手机) "
        "务工人员联系电话 tel mobile "
        "phonenumber mobilephone"
    ),
    "origin": (
        "上车地点 上车站点 上车点名称 乘车地点 乘车点 集合地点 接送点 接站点 现居住地 现住址 居住地址 "
        "家庭地址 家庭详细地址 家庭居住地 详细地址 住址 地址 户籍地址 户籍地 户籍所在地 户口所在地 "
        "户籍地址(乡镇/村委会/组) 出发地 出发地点 "
        "village address pickup pickuppoint boardingplace"
    ),
    "destination": (
        "企业 企业名称 单位名称 务工单位 用工企业 用工企业名称 用工单位名称 就业企业 就业单位 "
        "工作单位 务工企业名称 返岗企业 目的企业 到达企业 接收企业 厂名 公司 公司名称 务工地企业 "
        "务工单位名称 工厂名称 返岗单位 目的地企业 目的地 "
        "factory employer company"
    ),
    "party": "同行组号 同行编号 结伴组 家庭组 同行家庭 同行",
    "ready_from": (
        "最早出发时间 最早出发日期 可出发时间 可出发日期 出发时间 出发日期 返岗时间 返岗日期 "
        "计划返岗时间 拟返岗时间 预计返岗时间 拟出发时间 拟出发日期 可走时间 计划出发时间 "
        "意向返岗时间 "
        "readydate departuredate"
    ),
    "report_by": (
        "报到日期 到岗日期 预计到岗日 预计到岗时间 预计到岗日期 要求到岗时间 最晚到岗时间 "
        "最迟到岗时间 上班时间 开工时间 开工日期 复工时间 复工日期 企业要求到岗时间 报到截止时间 "
        "最晚报到时间 "
        "reportdate reporttime"
    ),
    "needs": "特殊要求 乘车需求 需求",
    "emergency_contact": (
        "紧急联系电话 紧急联系方式 紧急联系人及电话 紧急联系人电话 家属电话 家属联系电话 家属联系方式 "
        "家庭联系电话 家属姓名及电话 紧急联络人"
    ),
    "county": "县 县区 区县 县市区 县(市、区) 县(区) 县(市) 县级 所属县 所在县",
    "township": "乡镇 乡(镇) 乡/镇 乡镇名称 所属乡镇 所在乡镇 乡镇(街道) 乡(镇、街道) 街道 镇 乡镇街道",
    "village": (
        "村委会 行政村 村(社区) 村社区 村(居)委会 村(居) 村居 所在村 社区 村名 村委会名称 村/社区 村(居委会) 村民委员会"
    ),
    "group": "组 小组 村民小组 村小组 自然村 村组 组别 社",
    "birth": "出生年月 出生日期 出生年月日 生日 出生",
    "age": "年龄 周岁 年龄(周岁)",
    "sequence": "序号 序 号 no no. 行号",
}
"""Headers beyond those of the workers table (:data:`transport.io.columns.WORKERS`), by field."""
_ORIGINS = (
    "origin 上车点 上车点名称 上车地点 上车站点 乘车地点 乘车点 集合地点 接送点 接站点 居住地 现居住地 "
    "现住址 居住地址 家庭住址 家庭地址 家庭详细地址 家庭居住地 详细地址 住址 地址 出发地 出发地点 "
    "户籍地址 户籍地 户籍所在地 户口所在地 村"
)
ORIGINS_BEST_FIRST = _ORIGINS.split()
"""Which of several columns of places is where a person gets on: the later one is carried as it is."""
_NOT_THE_WORKERS = re.compile(
    "户主|家属|监护|填报|经办|父|母|配偶|子女|随行人|同行人|驾驶|司机|带队|企业联系|企业电话|单位电话|单位联系|法人|负责人|联络员|"
    "村干部|代理|中介|银行|社保"
)
_EMERGENCY = re.compile("紧急|家属|监护")
_NOTE = re.compile(r"[((\[][^()()\[\]]*[))\]]")
_MARKS = re.compile(r"[*#★☆▲:：\"“”'‘’、。]+")
_LONGEST_HEADER = 30


def plain_header(header: str) -> str:
    """Return a header as it is compared: width, blanks, invisible characters and marks of what is required left out."""
    visible = "".join(char for char in normal_header(header) if unicodedata.category(char) != "Cf")
    return _MARKS.sub("", visible)


def _table() -> dict[str, Field]:
    known: dict[str, Field] = {}
    for column in WORKERS:
        for name in (column.name, *column.aliases):
            known[plain_header(name)] = column.name  # type: ignore[assignment]
    for field, names in SYNONYMS.items():
        known.update(dict.fromkeys((plain_header(name) for name in names.split()), field))
    return known


KNOWN = _table()
_ENDINGS = sorted((name for name in KNOWN if len(name) >= 3 or name in ("姓名", "性别", "电话")), key=len, reverse=True)


def field_of(header: str) -> Field | None:
    """Return the field that one header stands for, if it is known: as a whole, without its note, or by its ending."""
    plain = plain_header(header)
    if not plain or len(plain) > _LONGEST_HEADER:
        return None
    noteless = plain_header(_NOTE.sub("", unicodedata.normalize("NFKC", header)))
    for known in (plain, noteless, re.sub("(全称|名称|信息)$", "", noteless)):
        if known in KNOWN:
            return KNOWN[known]
    if _EMERGENCY.search(plain):
        return "emergency_contact" if re.search("电话|联系|手机|姓名", plain) else None
    if _NOT_THE_WORKERS.search(plain):
        return None
    for ending in _ENDINGS:
        if noteless.endswith(ending):
            return KNOWN[ending]
    return None


def field_of_levels(levels: tuple[str, ...]) -> Field | None:
    """Return the field of a header of one or two levels, the upper one first."""
    upper, leaf = ("", levels[-1]) if len(levels) == 1 else (levels[0], levels[-1])
    if upper and upper != leaf:
        if _EMERGENCY.search(plain_header(upper)):
            return "emergency_contact"
        if _NOT_THE_WORKERS.search(plain_header(upper)):
            return None
        joined = KNOWN.get(plain_header(upper + leaf))
        return joined or field_of(leaf) or (field_of(upper) if not leaf else None)
    return field_of(leaf)
