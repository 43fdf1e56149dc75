"""An address as written to what it says: divisions from the province down, then the village, then the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from transport.gazetteer.divisions import LEVELS, Divisions
from transport.gazetteer.short_names import village_core

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_VILLAGE = re.compile(r"(.{1,12}?(?:村民委员会|居民委员会|村委会|居委会|社区|行政村|村))(?=.*)")
_DETAIL = re.compile(
    r"(?:第?[0-9一二三四五六七八九十百零〇]+(?:村民小组|小组|组|社|队|号|幢|栋|排|单元|室|户)|村民小组|附近).*$"
)
_OTHER_TOWNSHIP = re.compile(r"(.{1,6}?(?:街道办事处|街道办|街道|镇|乡))(?=.{2,})")
_KINDS = "省州市县区镇乡道"
"""How the name of a division ends that is written with its kind."""
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says.

    Parameters
    ----------
    codes
        Codes of the deepest division above the village that it names; empty: it names none, several: homonyms.
    village
        Core of the village's name; empty where it names none.
    old_name
        A former name that stands in it, or empty.
    township
        A township that is in no table, as written.
    above
        Whether it names a county or more.
    """

    codes: tuple[str, ...] = ()
    village: str = ""
    old_name: str = ""
    township: str = ""
    above: bool = False

    def agrees(self, other: Address) -> bool:
        """Whether nothing that both say contradicts: villages equal, and one's division within the other's."""
        if self.village != other.village or (self.township and other.township and self.township != other.township):
            return False
        if not self.codes or not other.codes:
            return True
        return any(a.startswith(b) or b.startswith(a) for a in self.codes for b in other.codes)


def plain_address(written: str) -> str:
    """Return an address without blanks, invisible characters and differences of width."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", written)).strip(",.;:，。；：、-")


def parse_address(written: str, divisions: Divisions, within: tuple[str, ...] = ()) -> Address:
    """Read an address from its beginning, levels left out or not.

    Parameters
    ----------
    within
        Codes of divisions one of which it is known to lie in, such as the county of a place's row.
    """
    text = plain_address(written)
    levels, taken, codes, old = max(_parses(text, divisions, within), key=lambda parse: (len(parse[0]), parse[1]))
    tail = text[taken:]
    township = ""
    if not any(len(code) >= 9 for code in codes) and (found := _OTHER_TOWNSHIP.match(tail)):
        township, tail = found.group(1), tail[found.end() :]
    found = _VILLAGE.match(tail)
    if found is not None and not _swallows_number(found.group(1)):
        name = found.group(1)
        rest = tail[found.end() :]
        if name.endswith("村") and rest.startswith("村"):  # 大村村委会
            again = _VILLAGE.match(rest)
            name += again.group(1) if again else ""
    else:
        name = _DETAIL.sub("", tail) or tail
    return Address(codes, village_core(name) if name else "", old, township, _names_upper(levels))


def _names_upper(levels: tuple[tuple[int, bool], ...]) -> bool:
    """Whether a county or more is named for certain: with its kind, or with another division after it."""
    return any(level < 9 and (sure or len(levels) > 1) for level, sure in levels)


def _swallows_number(name: str) -> bool:
    """Whether a group or house number stands inside what was taken for a village's name."""
    return re.search(r"[0-9]+(组|社|号)(?!村)", name) is not None


def _parses(
    text: str, divisions: Divisions, within: tuple[str, ...]
) -> list[tuple[tuple[tuple[int, bool], ...], int, tuple[str, ...], str]]:
    """Return every way to read the beginning: levels named, characters taken, codes, an old name in it.

    Beside a level stands whether its kind is written as well.

    A division must lie in the one named before it; a level may be left out.
    """
    found: list[tuple[tuple[tuple[int, bool], ...], int, tuple[str, ...], str]] = []

    def go(level: int, at: int, codes: tuple[str, ...], named: tuple[tuple[int, bool], ...], old: str) -> None:
        found.append((named, at, codes, old))
        for next_level in range(level, len(LEVELS) - 1):
            known = divisions.written[LEVELS[next_level]]
            for length in range(min(_LONGEST, len(text) - at), 1, -1):
                spelling = text[at : at + length]
                inside = _inside(spelling, known.get(spelling, ()), codes or within, divisions)
                if inside and not _cuts_a_word(text, at + length, spelling):
                    former = spelling if spelling in divisions.old_names else old
                    level_named = (LEVELS[next_level], spelling[-1] in _KINDS)
                    go(next_level + 1, at + length, inside, (*named, level_named), former)

    go(0, 0, within, (), "")
    return found


def _inside(spelling: str, known: Iterable[str], containers: tuple[str, ...], divisions: Divisions) -> tuple[str, ...]:
    """Return the codes within a container: counties of exactly that name, or those of that kind."""
    codes = tuple(dict.fromkeys(code for code in known if _lies_in(code, containers)))
    exact = tuple(code for code in codes if len(code) == 6 and divisions.names[code] == spelling)
    return exact or tuple(code for code in codes if divisions.names[code][-1] == spelling[-1]) or codes


def _lies_in(code: str, containers: tuple[str, ...]) -> bool:
    return not containers or any(code.startswith(container) or container.startswith(code) for container in containers)


def _cuts_a_word(text: str, end: int, spelling: str) -> bool:
    """Whether a short form would be cut out of a longer word: ``和平`` in ``和平村``, ``新街`` in ``新街社区``."""
    return spelling[-1] not in _KINDS and text[end : end + 1] in ("村", "社", "居", "委", "屯", "组")
