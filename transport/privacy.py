"""Masks for personal data: what may be shown of a phone number, an identity number and a name.

Every mask takes any text, however it was typed, and never shows more than its docstring says.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_NUMBERS = re.compile(r"[/\\|,;、，；或和\n\r]+")
_DIGIT_RUN = re.compile(r"\d+")
_COUNTRY_CODE = re.compile(r"^(?:00)?86(?=1\d{10}$)")
_FLOAT_TAIL = re.compile(r"\.0+$")
_IN_PROSE = re.compile(r"(?<!\d)(?:(?:(?:00)?86[ -]?)?1[3-9](?:[ -]?\d){9}|\d{6}(?:[ -]?\d){8,11}[\dXxＸ])(?!\d)")
_IN_CONTACT = re.compile(r"\+?\d(?:[ .·()（）‐-―－-]{0,2}\d){4,}")
_MOBILE_DIGITS = 11
_SHORTEST_ID = 14
_HIDDEN_IN_PHONE = 8


def mask_phone(text: str) -> str:
    """``138****1234``: at most the first three and the last four digits of each number.

    Four digits or more of every number stay hidden (10,000 subscribers share a mask); a number of fewer than eight
    digits is hidden whole, and one as long as an identity number is masked as such. Several numbers in one text are
    masked one by one and joined by ``/``; whatever else stood there is left out.

    Parameters
    ----------
    text
        A cell as typed: separators, a country code, full-width digits and several numbers are understood.

    Returns
    -------
    str
        The mask, empty for blank text, ``****`` where there is text without a number.
    """
    plain = _plain(text)
    if not plain:
        return ""
    return "/".join(_mask_number(number) for number in _numbers(plain)) or "****"


def mask_id(text: str) -> str:
    """``532**************X``: the first three characters and the last one of an identity number.

    An identity number is area (6), date of birth (8), sequence (3) and a check digit that follows from the rest. Who
    sees a list often knows the home county, the sex and the year of birth, which leaves 365 days times 500 sequences.
    The check digit shown leaves a good 16,000 of them, fewer than 1 in 10,000 to guess; one more digit shown (the
    last of the sequence) would leave 3,300, the usual last four 33. Numbers shorter than 14 characters, such as
    permits, have less to hide behind and are hidden whole.

    Returns
    -------
    str
        The mask, as long as the number without its blanks; empty for blank text.
    """
    number = "".join(_plain(text).split())
    if len(number) < _SHORTEST_ID:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}"


def mask_name(text: str) -> str:
    """``张*明``: the first and the last character of a name; of two characters the first, of one none."""
    characters = _characters(text.strip())
    if len(characters) <= 2:
        return f"{characters[0]}*" if len(characters) == 2 else "*" * len(characters)
    return f"{characters[0]}{'*' * (len(characters) - 2)}{characters[-1]}"


def mask_numbers(text: str) -> str:
    """Mask what looks like a mobile or an identity number inside a free text; the rest stays as it is."""
    return _IN_PROSE.sub(lambda found: _mask_found(found.group()), _ascii_digits(text))


def mask_contact(text: str) -> str:
    """``家人 138****1234``: whom to call; every number of five digits or more masked as a phone, the words kept."""
    return _IN_CONTACT.sub(lambda found: mask_phone(found.group()), _ascii_digits(text).strip())


def _mask_found(number: str) -> str:
    bare = re.sub(r"[ -]", "", number)
    return mask_id(bare) if len(bare) >= _SHORTEST_ID else mask_phone(bare)


def _plain(text: str) -> str:
    """Return the text trimmed, with digits of every width and script as 0 to 9."""
    return _ascii_digits(unicodedata.normalize("NFKC", text)).strip()


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _numbers(plain: str) -> list[str]:
    """Return the phone numbers of a text: pieces of one number joined, several numbers apart."""
    numbers: list[str] = []
    for part in _BETWEEN_NUMBERS.split(plain):
        runs = _DIGIT_RUN.findall(_FLOAT_TAIL.sub("", part.strip()))
        joined = _COUNTRY_CODE.sub("", "".join(runs))
        apart = len(joined) >= _SHORTEST_ID and all(len(run) >= _MOBILE_DIGITS for run in runs)
        numbers.extend(runs if apart else [joined] if joined else [])
    return numbers


def _mask_number(digits: str) -> str:
    if len(digits) >= _SHORTEST_ID:
        return mask_id(digits)
    shown_first = min(3, len(digits) - _HIDDEN_IN_PHONE)
    if shown_first < 0:
        return "****"
    return f"{digits[:shown_first]}{'*' * (len(digits) - shown_first - 4)}{digits[-4:]}"


def _characters(text: str) -> list[str]:
    """Split into characters as a reader sees them: marks and variation selectors stay with their base."""
    characters: list[str] = []
    for char in text:
        if characters and unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"}:
            characters[-1] += char
        else:
            characters.append(char)
    return characters
