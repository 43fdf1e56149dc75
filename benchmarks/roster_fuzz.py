"""Damages rosters at random and sees what comes of it: an error or the same people, never a crash or a hang.

``python -m benchmarks.roster_fuzz [--rounds N] [--seed N]`` damages bytes, archives, XML and cells; the first round that
breaks a promise is named with its seed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from transport.io.issues_text import describe
from transport.io.place_index import KnownPlace, PlaceIndex
from transport.roster.marked import write_marked
from transport.roster.read import RosterOptions, Rosters, read_rosters

HEADER = [
    "序号",
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
]
PEOPLE = [
    ["1", "张三", "男", "110105194912310038", "13800138000", "西村", "一厂", "家庭1", "2027-02-11", "2027-02-20", ""],
    ["2", "李四", "女", "11010519491231002X", "13900139000", "西村", "一厂", "家庭1", "", "2027.2.19", "晕车"],
    ["3", "王五", "", "", "", "东村", "二厂", "", "正月初八", "2027-02-18 08:00", ""],
]
INDEX = PlaceIndex(
    [
        KnownPlace("V1", "西村", (), "village", "云龙县"),
        KnownPlace("V2", "东村", (), "village", "永平县"),
        KnownPlace("F1", "一厂", (), "factory", "奉贤区"),
        KnownPlace("F2", "二厂", (), "factory", "奉贤区"),
    ]
)
OPTIONS = RosterOptions(date(2027, 2, 10), date(2027, 2, 28))
ODD = [
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "nan",
        "１２",
        "９" * 400,
        "=1+1",
        "=cmd|' /C calc'!A0",
        "{x}",
        "%s",
        "姓名",
        "合计",
        "示例",
    ),
    *(
        "张三、李四",
        "\0",
        "\ufeff",
        "\u200b",
        "\ud83d",
        "a" * 40_000,
        "2027-13-45",
        "正月三十九",
        "5.3E+17",
        "/",
        "︀",
        "𠮷",
        "A" * 17 + "X",
    ),
    *(
        "云南省" * 50,
        "村" * 100,
        "(" * 50,
        "1.1.1.1",
        "初",
        "十",
        "廿",
        "00:00",
        "25:99",
        "²²²",
        "٣",
        "Ⅻ",
        "㊣",
        "\x0b",
        "\r\n\r\n",
    ),
]
SECONDS = 20.0
"""A round that takes longer hangs."""
Damage = Callable[[Random, bytes], tuple[bytes, str]]


def workbook(rows: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("名单")
        page.merge_range(0, 0, 0, 10, "云龙县花名册")
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                page.write_string(number, column, "".join(char for char in text if char.isprintable())[:32_000])
    return buffer.getvalue()


def bytes_changed(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Change, drop or put in bytes here and there."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) or 1)
        out[at : at + rng.choice([0, 1, 1, 2, 30])] = rng.randbytes(rng.choice([0, 1, 1, 4]))
    return bytes(out), ".xlsx"


def cut_off(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Cut a file off, or repeat a piece of it."""
    at = rng.randrange(len(data))
    return (data[:at] if rng.random() < 0.5 else data[:at] + data[rng.randrange(len(data)) :]), ".xlsx"


def archive_changed(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Drop, double, swap or rename members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victim, other = rng.choice(names), rng.choice(names)
        kind = rng.randrange(4)
        for name in names:
            if kind == 0 and name == victim:
                continue
            new.writestr(
                name + "x" if kind == 1 and name == victim else name,
                old.read(other if kind == 2 and name == victim else name),
            )
        if kind == 3:
            new.writestr("copy/" + victim, old.read(victim))
    return buffer.getvalue(), ".xlsx"


def xml_changed(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Change the XML of one member and pack it soundly."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        victim = rng.choice([name for name in old.namelist() if "sheet" in name.lower() or "workbook" in name])
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _xml(rng, content) if name == victim else content)
    return buffer.getvalue(), ".xlsx"


def _xml(rng: Random, content: bytes) -> bytes:
    numbers = list(re.finditer(rb'"[^"]*"', content))
    tags = list(re.finditer(rb"<[^>]+>", content))
    for _ in range(rng.randint(1, 3)):
        kind = rng.randrange(4)
        if kind == 0 and numbers:
            hit = rng.choice(numbers)
            values = [
                b'""',
                b'"-1"',
                b'"99999999999"',
                b'"A1048577"',
                b'"ZZZZZZ1"',
                b'"1"',
                b'"&#0;"',
                b'"s"',
                b'"n"',
                b'"true"',
            ]
            content = content[: hit.start()] + rng.choice(values) + content[hit.end() :]
        elif kind == 1 and tags:
            hit = rng.choice(tags)
            content = content[: hit.start()] + content[hit.end() :]
        elif kind == 2 and tags:
            hit = rng.choice(tags)
            content = content[: hit.end()] + hit.group() * rng.randint(1, 50) + content[hit.end() :]
        else:
            at = rng.randrange(len(content))
            content = (
                content[:at] + rng.choice([b"&", b"<", b"\0", b"\xff", b"<!DOCTYPE a>", b"<![CDATA["]) + content[at:]
            )
    return content


def cells_changed(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Put odd texts into cells, drop and swap rows and columns; as a workbook or delimited text."""
    rows = [list(row) for row in (HEADER, *PEOPLE * rng.randint(1, 3))]
    for _ in range(rng.randint(1, 8)):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(ODD)
    if rng.random() < 0.3:
        order = [rng.randrange(len(HEADER)) for _ in range(rng.randint(1, 13))]
        rows = [[row[column] for column in order] for row in rows]
    if rng.random() < 0.3:
        rng.shuffle(rows)
    if rng.random() < 0.5:
        return workbook(rows), ".xlsx"
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return text.encode(rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), "replace"), ".csv"


def any_bytes(rng: Random, data: bytes) -> tuple[bytes, str]:
    """Give bytes that never were a roster."""
    start = rng.choice([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", data[:200]])
    return start + rng.randbytes(rng.choice([0, 5, 600, 5000])), rng.choice([".xlsx", ".xls", ".csv", ".et", ".xlsm"])


DAMAGES: dict[str, Damage] = {
    "bytes": bytes_changed,
    "cut": cut_off,
    "archive": archive_changed,
    "xml": xml_changed,
    "cells": cells_changed,
    "any": any_bytes,
}


def one_round(kind: str, seed: int, folder: Path) -> str:
    """Damage a roster and read it; return which promise was broken, or nothing."""
    rng = Random(f"{kind}{seed}")
    data, suffix = DAMAGES[kind](rng, workbook([HEADER, *PEOPLE]))
    path = folder / f"roster{suffix}"
    path.write_bytes(data)
    started = time.process_time()
    try:
        rosters = read_rosters([path], INDEX, OPTIONS)
        if rosters.log.failed and seed % 4 == 0:
            write_marked([path], rosters, folder / "back", "zh")
        for issue in rosters.log.issues:
            assert all(describe(issue, "zh"))
            assert all(describe(issue, "en"))
    except Exception as error:
        return f"{kind} {seed}: {type(error).__name__}: {error}"
    if time.process_time() - started > SECONDS:
        return f"{kind} {seed}: took {time.process_time() - started:.0f} s"
    if kind in ("bytes", "cut", "any") and not rosters.log.failed and not _same_people(rosters):
        return f"{kind} {seed}: accepted in silence: {rosters.people} people"
    return ""


def _same_people(rosters: Rosters) -> bool:
    """Whether everybody is there as written: damage of packed bytes is found out, or has changed nothing."""
    names = [name for sheet in rosters.sheets for name in sheet.values["name"]]
    return names == [person[1] for person in PEOPLE]


def main() -> int:
    made = argparse.ArgumentParser(prog="python -m benchmarks.roster_fuzz", description="Damage rosters at random.")
    made.add_argument("--rounds", type=int, default=2000, help="of each kind of damage (2000)")
    made.add_argument("--seed", type=int, default=0, help="of the first round (0)")
    options = made.parse_args()
    broken = []
    with tempfile.TemporaryDirectory() as name:
        for kind in DAMAGES:
            for seed in range(options.seed, options.seed + options.rounds):
                if told := one_round(kind, seed, Path(name)):
                    broken.append(told)
                    print(told, flush=True)
            print(f"{kind}: {options.rounds} rounds", flush=True)
    print(f"{len(broken)} broken promises")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
