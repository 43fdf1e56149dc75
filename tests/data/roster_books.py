"""Rosters as workbooks, to be made wrong by the tests."""

import io

import openpyxl

HEADER = [
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
    "备注",
    "年龄",
    "出生年月",
]
PLACES = """\
place_id,name,aliases,kind,lat,lon,county
V1,诺邓镇西村,西村,village,25.9,99.4,云龙县
V2,诺邓镇东村,东村,village,25.9,99.4,云龙县
V3,关坪乡三棵松村,,village,25.9,99.4,云龙县
V4,检槽乡三棵松村,,village,25.9,99.4,云龙县
F1,一（上海）电子有限公司,一厂,factory,30.9,121.4,奉贤区
"""
CASE_NETWORK = """\
name: small
window: {start: 2027-02-10, end: 2027-02-28}
tables: {workers: workers.csv, places: places.csv, fleet: fleet.csv}
roads: {provider: network}
"""


def whole(body):
    """An identity number with its check character."""
    return body + "10X98765432"[sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(body)) % 11]


MAN = whole("11010519850501001")


def person(**cells):
    row = dict.fromkeys(HEADER, "")
    row |= {
        "姓名": "张三",
        "身份证号": "11010519491231002X",
        "联系电话": "13800138000",
        "居住地": "西村",
        "务工企业": "一厂",
    }
    return [{**row, **cells}[name] for name in HEADER]


def other(**cells):
    return person(姓名="李四", 身份证号=MAN, 联系电话="13900139000", **cells)


def book(*rows, header=HEADER, sheets=None, change=None):
    workbook = openpyxl.Workbook()
    pages = sheets or {"名单": [header, *rows]}
    for name, lines in pages.items():
        page = workbook.create_sheet(name)
        for line in lines:
            page.append(line)
    del workbook["Sheet"]
    if change:
        change(workbook.worksheets[0])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
