"""Identity numbers and phones: how they were typed is mended, what is lost is not."""

from __future__ import annotations

import re
from datetime import date

from transport.io.cells import id_number_fits
from transport.io.spreadsheet import NumericCell
from transport.roster.cleaning import NO_RULES, PLACEHOLDER, Cleaned, Steps, digits_plain, narrow, visible

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_X_SIGNS = re.compile("[xXΧχХх×✕✖╳ⅹⅩ*＊]$")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"})
_INSIDE = re.compile(r"[\s'\"‘’“”`·.,，。_/—–-]+")
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_TWO_IDS = re.compile(r"\d{17}[\dXx]\D+\d{17}[\dXx]|\d{17}[\dXx]\d{17}[\dXx]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}")
_FLOAT_TAIL = re.compile(r"\.0+$")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
_BETWEEN = re.compile(r"[/\\|,;、，；或和\n\r]+|\s{2,}|(?<=\d{7}) (?=\d{7})")
_PADDING = re.compile(r"[\s()（）.·_‐-―－-]+")
_WORDS = re.compile(r"^[^\d+]*|[^\d]*$")


def clean_id_number(cell: str, kept: frozenset[str] = NO_RULES) -> Cleaned:
    """Return an identity number of 18 characters whose check character fits and whose date of birth exists."""
    if isinstance(cell, NumericCell) or _SCIENTIFIC.fullmatch(cell.strip()):
        return Cleaned("", problem="id_number_numeric")
    if len(cell) == 18 and id_number_fits(cell):
        return _judged(Steps(cell, kept))
    steps = Steps(cell, kept)
    steps.apply("clean_width", digits_plain(narrow(cell)))
    if _TWO_IDS.search(visible(steps.text)):
        return steps.done("roster_two_people")
    steps.apply("clean_spaces", _INSIDE.sub("", visible(steps.text)))
    body, last = steps.text[:-1], steps.text[-1:]
    steps.apply("clean_id_x", body + ("X" if _X_SIGNS.match(last) else last))
    if not id_number_fits(steps.text):
        mended = steps.text[:-1].translate(_LOOKALIKES) + steps.text[-1:].translate(_LOOKALIKES)
        if id_number_fits(mended):
            steps.apply("clean_id_zero", mended)
    return _judged(steps)


def _judged(steps: Steps) -> Cleaned:
    number = steps.text
    if not id_number_fits(number):
        if len(number) == 15 and number.isascii() and number.isdigit():
            return steps.done("roster_id_old")
        if len(number) != 18:
            return steps.done("roster_id_length", length=str(len(number)))
        return steps.done("bad_id_number")
    if number[:2] not in _PROVINCES or birth_of(number) is None:
        return steps.done("roster_id_birth")
    return steps.done()


def birth_of(number: str) -> date | None:
    """Return the date of birth that an identity number holds, if there is such a day in this or the last century."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if 1900 <= born.year < 2100 else None


def sex_of(number: str) -> str:
    """Return 男 or 女 as the sequence number says."""
    return "男" if int(number[16]) % 2 else "女"


def clean_phone(cell: str, kept: frozenset[str] = NO_RULES) -> Cleaned:
    """Return one phone number; a second one in the cell is carried in ``also`` for the emergency contact."""
    if _MOBILE.fullmatch(cell):
        return Cleaned(str(cell))
    steps = Steps(str(cell), kept)
    if PLACEHOLDER.fullmatch(steps.text) and "clean_placeholder" not in kept:
        return Cleaned("", ("clean_placeholder",))
    steps.apply("clean_width", digits_plain(narrow(str(cell))))
    steps.apply("clean_phone_float", _FLOAT_TAIL.sub("", steps.text.strip()))
    several = [part for part in (_bare(part) for part in _BETWEEN.split(steps.text)) if part]
    if len(several) > 1 and all(map(_is_phone, several)) and "clean_phone_second" not in kept:
        best = next((part for part in several if _MOBILE.fullmatch(part)), several[0])
        steps.apply("clean_phone_second", best)
        others = "/".join(part for part in several if part != best)
        return Cleaned(steps.text, tuple(steps.rules), also={"emergency_contact": others} if others else {})
    steps.apply("clean_phone_format", _bare(steps.text))
    return steps.done() if _is_phone(steps.text) else steps.done("bad_phone", value=str(cell))


def _bare(text: str) -> str:
    """Return a number without words round it, padding inside it and the country's code."""
    return _COUNTRY.sub("", _PADDING.sub("", _WORDS.sub("", visible(text))))


def _is_phone(text: str) -> bool:
    return _MOBILE.fullmatch(text) is not None or _LANDLINE.fullmatch(text) is not None
