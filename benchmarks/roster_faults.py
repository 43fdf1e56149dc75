"""Kinds of fault that rosters come in with, each put into one row: what is written, and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.roster_people import HOMONYM, HOMONYM_TOWNSHIPS, TOWNSHIPS, Person, World, id_number


@dataclass(frozen=True)
class Fault:
    """One kind of fault.

    Parameters
    ----------
    name
        What it is called in the table of figures.
    column
        The column whose cell must be named.
    codes
        Codes of which one must be given there.
    damage
        Writes it into a person; false where this person cannot have it.
    mends
        ``value``: the program must use what was meant; ``hint``: what was meant must be among its suggestions;
        ``no``: nobody can know what was meant.
    """

    name: str
    column: str
    codes: tuple[str, ...]
    damage: Callable[[Person, World, Random], bool]
    mends: str = "no"


def write(column: str, change: Callable[[str], object]) -> Callable[[Person, World, Random], bool]:
    """Return damage that rewrites one cell; a cell that stays as it was cannot have it."""

    def damage(person: Person, world: World, rng: Random) -> bool:
        before = person.truth[column]
        after = change(before) if before else before
        person.cells[column] = after
        return after != before

    return damage


def _wrong_check(number: str) -> str:
    return number[:-1] + "0123456789X"[("0123456789X".index(number[-1]) + 3) % 11]


def _other_person(years: int) -> Callable[[Person, World, Random], bool]:
    """Return damage that makes a person young, everything else in order."""

    def damage(person: Person, world: World, rng: Random) -> bool:
        born = date(2027 - years, 1, 1 + rng.randrange(28))
        old = person.truth["id_number"]
        person.truth["id_number"] = person.cells["id_number"] = id_number(old[:6], born, int(old[14:17]))
        person.truth["birth"] = person.cells["birth"] = f"{born:%Y-%m-%d}"
        return True

    return damage


def _no_such_birth(number: str) -> str:
    body = number[:10] + "0230" + number[14:17]
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def _homonym(person: Person, world: World, rng: Random) -> bool:
    if any(person.truth["origin"].startswith(township) for township in HOMONYM_TOWNSHIPS):
        return False
    person.truth["origin"] = HOMONYM_TOWNSHIPS[0] + HOMONYM
    person.cells["origin"] = HOMONYM
    return True


def _twin(person: Person, world: World, rng: Random) -> bool:
    person.truth["destination"] = world.twins[0]
    person.cells["destination"] = world.twins[0].removeprefix("上海")
    return True


def _reversed(person: Person, world: World, rng: Random) -> bool:
    person.cells["ready_from"], person.cells["report_by"] = "2027-02-20", "2027-02-12"
    return True


def _split(origin: str) -> tuple[str, str]:
    township = next(name for name in TOWNSHIPS if origin.startswith(name))
    return township, origin.removeprefix(township)


def _full_path(origin: str) -> str:
    township, village = _split(origin)
    county = TOWNSHIPS[township]
    return f"云南省大理白族自治州{county}{township}{village}委会3组{len(village)}号"


def _short_county(origin: str) -> str:
    township, village = _split(origin)
    short = TOWNSHIPS[township].replace("彝族自治", "")
    return f"大理州{short}{township}{village}民委员会"


def _old_name(origin: str) -> str:
    return origin.replace("诺邓镇", "石门镇") if origin.startswith("诺邓镇") else origin


def _misspelt_village(origin: str) -> str:
    township, village = _split(origin)
    return f"{township}{village[0]}{village[2:]}" if len(village) > 3 else f"{township}{village[:1]}家{village[1:]}"


def _two_swapped(name: str) -> str:
    return name[0] + name[1:].replace("（上海）", "（上海）新", 1)


def _serial(day: str) -> object:
    return (date.fromisoformat(day) - date(1899, 12, 30)).days


def _lunar(day: str) -> str:
    since = (date.fromisoformat(day) - date(2027, 2, 6)).days
    tens, ones = divmod(since + 1, 10)
    digits = "〇一二三四五六七八九十"
    if tens == 0:
        return f"正月初{digits[ones]}"
    if ones == 0:
        return "正月" + ("初十" if tens == 1 else "二十" if tens == 2 else "三十")
    return "正月" + ("十" if tens == 1 else "廿") + digits[ones]


def _dotted(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}.{int(month)}.{int(number)}"


def _chinese(day: str) -> str:
    _, month, number = day.split("-")
    return f"{int(month)}月{int(number)}日"


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


FAULTS = (
    Fault("number for an ID", "id_number", ("id_number_numeric",), write("id_number", lambda t: float(t[:17] + "0"))),
    Fault("ID as 5.3E+17", "id_number", ("id_number_numeric",), write("id_number", lambda t: f"{t[0]}.{t[1:6]}E+17")),
    Fault("check character", "id_number", ("bad_id_number",), write("id_number", _wrong_check)),
    Fault("17 characters", "id_number", ("roster_id_length",), write("id_number", lambda t: t[:9] + t[10:])),
    Fault("15 digits", "id_number", ("roster_id_old",), write("id_number", lambda t: t[:6] + t[8:17])),
    Fault("no such birth", "id_number", ("roster_id_birth",), write("id_number", _no_such_birth)),
    Fault("ID missing", "id_number", ("roster_no_id",), write("id_number", lambda t: "")),
    Fault("sex differs", "gender", ("roster_sex_differs",), write("gender", lambda t: "女" if t == "男" else "男")),
    Fault("birth differs", "birth", ("roster_birth_differs",), write("birth", lambda t: f"19{t[3]}5{t[4:]}")),
    Fault("under 16", "id_number", ("roster_under_16",), _other_person(14)),
    Fault("16 to 18", "id_number", ("roster_under_18",), _other_person(17)),
    Fault("two people", "name", ("roster_two_people",), write("name", lambda t: f"{t}、王小明")),
    Fault("two people, a line each", "name", ("roster_two_people",), write("name", lambda t: f"{t}\n李大山")),
    Fault("couple", "name", ("roster_two_people",), write("name", lambda t: f"{t}夫妇")),
    Fault("question mark", "name", ("roster_name_unreadable",), write("name", lambda t: t[0] + "?" + t[2:])),
    Fault("private character", "name", ("roster_name_unreadable",), write("name", lambda t: t[0] + "\ue863" + t[2:])),
    Fault("box for a character", "name", ("roster_name_unreadable",), write("name", lambda t: t[0] + "□")),
    Fault("digit in a name", "name", ("roster_bad_name",), write("name", lambda t: t + "1")),
    Fault("name missing", "name", ("missing_value",), write("name", lambda t: "")),
    Fault("village missing", "origin", ("missing_value",), write("origin", lambda t: "")),
    Fault("employer missing", "destination", ("missing_value",), write("destination", lambda t: "")),
    Fault("unknown village", "origin", ("unknown_place",), write("origin", lambda t: "石头记村")),
    Fault("wrong township", "origin", ("unknown_place",), write("origin", lambda t: "宝丰乡" + _split(t)[1]), "hint"),
    Fault("village misspelt", "origin", ("unknown_place",), write("origin", _misspelt_village), "hint"),
    Fault("homonym", "origin", ("ambiguous_place",), _homonym, "hint"),
    Fault("township only", "origin", ("roster_place_too_coarse",), write("origin", lambda t: _split(t)[0])),
    Fault("unknown employer", "destination", ("unknown_place",), write("destination", lambda t: "杭州某某纺织厂")),
    Fault("short name", "destination", ("unknown_place",), write("destination", lambda t: t.replace("（上海）", "")[:3]), "hint"),
    Fault("employer misspelt", "destination", ("unknown_place",), write("destination", _two_swapped), "hint"),
    Fault("employer of two towns", "destination", ("ambiguous_place",), _twin, "hint"),
    Fault("30 February", "report_by", ("bad_date",), write("report_by", lambda t: "2027-02-30")),
    Fault("month 13", "report_by", ("bad_date",), write("report_by", lambda t: "2027.13.5")),
    Fault("year wrong", "report_by", ("roster_date_far",), write("report_by", lambda t: "2017" + t[4:])),
    Fault("dates reversed", "report_by", ("roster_dates_reversed",), _reversed),
    Fault("date as a fraction", "report_by", ("roster_ambiguous_date",), write("report_by", lambda t: 2.2)),
    Fault("phone too short", "phone", ("bad_phone",), write("phone", lambda t: t[:10])),
    Fault("name padded", "name", ("clean_spaces",), write("name", lambda t: " ".join(t)), "value"),
    Fault("wide blank", "name", ("clean_width", "clean_spaces"), write("name", lambda t: "\u3000".join(t)), "value"),
    Fault("zero-width", "name", ("clean_spaces",), write("name", lambda t: t[0] + "\u200b" + t[1:]), "value"),
    Fault("note in a name", "name", ("clean_name_note",), write("name", lambda t: f"{t}（组长）"), "value"),
    Fault("wide ID", "id_number", ("clean_width",), write("id_number", _wide), "value"),
    Fault("blanks in an ID", "id_number", ("clean_spaces",), write("id_number", lambda t: f"{t[:6]} {t[6:14]}\u00a0{t[14:]}"), "value"),
    Fault("× for X", "id_number", ("clean_id_x",), write("id_number", lambda t: t.replace("X", "×")), "value"),
    Fault("Χ for X", "id_number", ("clean_id_x",), write("id_number", lambda t: t.replace("X", "Χ")), "value"),
    Fault("small x", "id_number", ("clean_id_x",), write("id_number", lambda t: t.lower()), "value"),
    Fault("O for 0", "id_number", ("clean_id_zero",), write("id_number", lambda t: t.replace("0", "O", 1)), "value"),
    Fault("dashes", "phone", ("clean_phone_format",), write("phone", lambda t: f"{t[:3]}-{t[3:7]}-{t[7:]}"), "value"),
    Fault("+86", "phone", ("clean_phone_format",), write("phone", lambda t: f"+86 {t}"), "value"),
    Fault(".0", "phone", ("clean_phone_float",), write("phone", lambda t: f"{t}.0"), "value"),
    Fault("two phones", "phone", ("clean_phone_second",), write("phone", lambda t: f"{t}/08725521234"), "value"),
    Fault("wide phone", "phone", ("clean_width",), write("phone", _wide), "value"),
    Fault("2027.2.13", "report_by", ("clean_date_format",), write("report_by", _dotted), "value"),
    Fault("2月13日", "report_by", ("clean_date_format",), write("report_by", _chinese), "value"),
    Fault("day number", "report_by", ("clean_date_serial",), write("report_by", _serial), "value"),
    Fault("正月十二", "report_by", ("clean_date_lunar",), write("report_by", _lunar), "value"),
    Fault("男性", "gender", ("clean_gender",), write("gender", lambda t: f"{t}性"), "value"),
    Fault("full address", "origin", ("clean_place",), write("origin", _full_path), "value"),
    Fault("short county", "origin", ("clean_place",), write("origin", _short_county), "value"),
    Fault("村委会", "origin", ("clean_place",), write("origin", lambda t: _split(t)[1] + "委会"), "value"),
    Fault("old name", "origin", ("clean_old_name",), write("origin", _old_name), "value"),
    Fault("half brackets", "destination", ("clean_employer",), write("destination", lambda t: t.replace("（", "(").replace("）", ")")), "value"),
    Fault("region first", "destination", ("clean_employer",), write("destination", lambda t: "上海" + t.replace("（上海）", "")), "value"),
    Fault("region last", "destination", ("clean_employer",), write("destination", lambda t: t.replace("（上海）", "") + "（上海）"), "value"),
    Fault("legal form left out", "destination", ("clean_employer",), write("destination", lambda t: t.removesuffix("有限公司")), "value"),
)  # fmt: skip
