"""A guard in front of the workbook reader.

The reader allocates the whole rectangle round everything on a sheet, and the process dies where that is more than
the machine has; a few bytes of XML are enough for it. So what a workbook unpacks to, and how far its cells reach, is
looked at first, without trusting what the archive says about itself: every member is unpacked here, never to more
than it claims, and a claim that is not true is damage.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from transport.io.unreadable import UnreadableError

_OTHER_FORMATS = frozenset({"content.xml", "xl/workbook.bin"})
"""Members by which an archive is another kind of workbook than its name says."""
_MARKS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
"""How XML may begin, UTF-8 first."""
_REFERENCE = re.compile(rb"""\sr\s*=\s*["'](?:([A-Za-z]*)(\d+)["'])?""")
"""An attribute ``r``, with letters and digits where it is written plainly."""
_DECLARES_TYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_CHUNK = 4 * 2**20
_HEAD = 4096
_MOST_PARSED = 96 * 2**20
"""Bytes of a sheet that are parsed to tell cells that are filled from such as are merely formatted."""
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold: bytes unpacked, cells in the rectangle round a sheet's filled cells, rows."""

    unpacked: int
    cells: int
    rows: int


CASE_LIMITS = Limits(unpacked=256 * 2**20, cells=25_000_000, rows=1_048_576)
"""67,000 workers or 500,000 distances unpack to 25 to 50 MB."""
ROSTER_LIMITS = Limits(unpacked=128 * 2**20, cells=5_000_000, rows=250_000)
"""For files from others: 100,000 people with 20 columns unpack to 90 MB."""


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """What a workbook brings along that is never used: whether it has macros, and links to other files."""

    macros: bool
    external_links: bool


def check_workbook(data: bytes, limits: Limits = CASE_LIMITS) -> WorkbookFacts:
    """Pass a workbook that can be read in reasonable memory.

    Raises
    ------
    UnreadableError
        ``bad_workbook``, ``protected_workbook`` or ``unpacks_too_large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename.lower() for member in members]
            if _OTHER_FORMATS.intersection(names):
                raise UnreadableError("bad_workbook", reason="not .xlsx")
            if any(_leads_out(name) for name in names):
                raise ValueError("a member leads out of the archive")
            if sum(member.file_size for member in members) > limits.unpacked:
                raise UnreadableError("unpacks_too_large", limit=f"{limits.unpacked // 2**20} MB")
            for member in members:
                _check_member(_unpacked(data, member), limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        LookupError,
        ValueError,
        ExpatError,
    ) as error:
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None
    return WorkbookFacts(
        macros=any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names),
        external_links=any(name.startswith(("xl/externallinks/", "xl/connections")) for name in names),
    )


def _leads_out(name: str) -> bool:
    """Whether a member would land outside the folder that an archive is unpacked to."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """Unpack a member to no more than the bytes it claims; more, fewer, or others than its checksum says, is damage."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableError("protected_workbook")
    at = member.header_offset
    name_length, extra_length = struct.unpack_from("<HH", data, at + _LOCAL_HEADER - 4)
    start = at + _LOCAL_HEADER + name_length + extra_length
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-15)
        unpacked = inflater.decompress(packed, member.file_size + 1)
        whole = inflater.eof
    elif member.compress_type == zipfile.ZIP_STORED:
        unpacked, whole = packed, True
    else:
        raise NotImplementedError(f"compression {member.compress_type}")
    if not whole or len(unpacked) != member.file_size or zlib.crc32(unpacked) != member.CRC:
        raise ValueError("a member is not what the archive says")
    return unpacked


def _check_member(member: bytes, limits: Limits) -> None:
    """Refuse XML that is damaged or declares a type of document, and a sheet whose filled cells reach too far.

    A quick look at everything like a reference finds most sheets harmless; only a sheet that may be too wide is
    taken apart, to tell what is filled from what is merely formatted.
    """
    if not member.startswith(_MARKS):
        return
    if any(mark in member for mark in _DECLARES_TYPE):
        raise ValueError("a document type is declared")
    rows, columns = _quick_reach(member)
    if rows * columns <= limits.cells and rows <= limits.rows:
        well_formed = ParserCreate()
        well_formed.StartDoctypeDeclHandler = _refuse
        well_formed.Parse(member, True)
        return
    if len(member) > _MOST_PARSED:
        raise UnreadableError("unpacks_too_large", limit=f"{limits.rows}")
    _Sheet(limits).parser.Parse(member, True)


_ANYWHERE = (2**31, 2**31)


def _quick_reach(member: bytes) -> tuple[int, int]:
    """Return rows and columns that references reach to, taken piece by piece; beyond all limits where one is odd."""
    if not member.startswith(_MARKS[:2]) or b":worksheet" in member[:_HEAD]:
        return _ANYWHERE
    rows, letters, start, named = 0, set(), 0, 0
    while start < len(member):
        end = len(member) if start + _CHUNK >= len(member) else member.rfind(b"<", start + 1, start + _CHUNK)
        end = end if end > start else min(start + _CHUNK, len(member))
        found = _REFERENCE.findall(member, start, end)
        if not all(digits for _, digits in found):
            return _ANYWHERE
        rows = max(rows, max((int(digits) for _, digits in found), default=0))
        letters.update({letters for letters, _ in found})
        named += sum(map(bool, (letters for letters, _ in found)))
        start = end
    if b"<worksheet" in member[:_HEAD] and member.count(b"<c ") + member.count(b"<c>") > named:
        return _ANYWHERE  # cells without references stand where the count of cells says
    return rows, max((_column(column.decode()) for column in letters), default=0)


class _Sheet:
    """Refuses a sheet whose filled cells reach too far, as soon as they do."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = self.columns = 0
        self._row = self._column = 0
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._first
        self.parser.StartDoctypeDeclHandler = _refuse

    def _first(self, name: str, _: dict[str, str]) -> None:
        self.parser.StartElementHandler = self._start if name.rpartition(":")[2] == "worksheet" else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._column += 1
            if "r" in attributes:
                self._column, self._row = _position(attributes["r"])
        elif name in ("v", "is"):
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            if self.rows * self.columns > self.limits.cells or self.rows > self.limits.rows:
                raise UnreadableError("unpacks_too_large", limit=f"{self.limits.rows}")
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0


def _refuse(*_: Any) -> None:
    raise ValueError("a document type is declared")


def _position(reference: str) -> tuple[int, int]:
    """Return column and row of a reference such as ``AB12``."""
    letters = reference.rstrip("0123456789")
    return _column(letters), int(reference[len(letters) :])


def _column(letters: str) -> int:
    """Return the number of a column by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
