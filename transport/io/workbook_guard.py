"""A guard in front of the workbook reader.

The reader allocates the whole rectangle round everything on a sheet, and the process dies where that is more than
the machine has; a few bytes of XML are enough for it. So what a workbook unpacks to, and how far its cells reach, is
looked at first, without trusting what the archive says about itself.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from transport.io.unreadable import UnreadableError

LARGEST_UNPACKED = 256 * 2**20
"""Bytes that a workbook may unpack to; 67,000 workers or 500,000 distances take 25 to 50 MB."""
LARGEST_GRID = 25_000_000
"""Cells in the rectangle round everything on a sheet."""
_OTHER_FORMATS = frozenset({"content.xml", "xl/workbook.bin"})
"""Members by which an archive is another kind of workbook than its name says."""
_MARKS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
"""How XML may begin, UTF-8 first."""
_REFERENCE = re.compile(rb"""\sr\s*=\s*["'](?:([A-Za-z]*)(\d+)["'])?""")
"""An attribute ``r``, with letters and digits where it is written plainly."""


def check_workbook(data: bytes) -> None:
    """Pass a workbook that can be read in reasonable memory.

    Raises
    ------
    UnreadableError
        ``bad_workbook`` or ``unpacks_too_large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if _OTHER_FORMATS.intersection(member.filename.lower() for member in members):
                raise UnreadableError("bad_workbook", reason="not .xlsx")
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise UnreadableError("unpacks_too_large", limit=f"{LARGEST_UNPACKED // 2**20} MB")
            for member in members:
                if _is_too_wide(archive.read(member)):
                    raise UnreadableError("unpacks_too_large", limit=f"{LARGEST_GRID}")
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        ExpatError,
    ) as error:
        raise UnreadableError("bad_workbook", reason=str(error)[:200]) from None


def _is_too_wide(member: bytes) -> bool:
    """Whether a member is a sheet whose filled cells reach too far.

    A quick look at everything like a reference finds most sheets harmless; only a sheet that may be too wide is
    parsed, to tell what is filled from what is merely formatted.
    """
    if not member.startswith(_MARKS):
        return False
    found = _REFERENCE.findall(member)
    if member.startswith(_MARKS[:2]) and all(digits for _, digits in found):
        rows = max((int(digits) for _, digits in found), default=0)
        columns = max((_column(letters.decode()) for letters in {letters for letters, _ in found}), default=0)
        if rows * columns <= LARGEST_GRID:
            return False
    sheet = _Sheet()
    sheet.parser.Parse(member, True)
    return sheet.rows * sheet.columns > LARGEST_GRID


class _Sheet:
    """How far the filled cells of a sheet reach."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.is_sheet = False
        self._row = self._column = 0
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._first
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _first(self, name: str, _: dict[str, str]) -> None:
        self.is_sheet = name.rpartition(":")[2] == "worksheet"
        self.parser.StartElementHandler = self._start if self.is_sheet else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._column, self._row = _position(attributes["r"])
        elif name in ("v", "is"):
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    @staticmethod
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
