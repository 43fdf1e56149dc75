"""Addresses as people write them: levels left out, short forms, old names, homonyms."""

import pytest

from transport.gazetteer.address import parse_address
from transport.gazetteer.divisions import shipped_divisions
from transport.gazetteer.firms import FirmBook
from transport.gazetteer.match import AddressBook, official_villages

DIVISIONS = shipped_divisions()


@pytest.mark.parametrize(
    "written",
    [
        "云南省大理白族自治州云龙县诺邓镇和平村民委员会",
        "云南大理州云龙县诺邓镇和平村委会3组12号",
        "云龙县诺邓镇和平村",
        "云龙诺邓和平",
        "云龙石门镇和平村",
        " 云龙县 诺邓镇\u200b和平村（大村组）",
        "云龙县和平村",
    ],
)
def test_one_village_in_many_spellings(written):
    (code,) = official_villages(parse_address(written, DIVISIONS), DIVISIONS)
    assert DIVISIONS.path(code) == "云南省大理白族自治州云龙县诺邓镇和平村委会"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("漾濞县", "云南省大理白族自治州漾濞彝族自治县"),
        ("漾濞彝族自治县", "云南省大理白族自治州漾濞彝族自治县"),
        ("寻甸县", "云南省昆明市寻甸回族彝族自治县"),
        ("双江县", "云南省临沧市双江拉祜族佤族布朗族傣族自治县"),
        ("金平县", "云南省红河哈尼族彝族自治州金平苗族瑶族傣族自治县"),
        ("潞西市", "云南省德宏傣族景颇族自治州芒市"),
        ("大理州云龙县", "云南省大理白族自治州云龙县"),
        ("大理州大理市", "云南省大理白族自治州大理市"),
        ("团结乡", None),
        ("云龙县团结乡", "云南省大理白族自治州云龙县团结彝族乡"),
        ("宣威县", "云南省曲靖市宣威市"),
        ("上海奉贤", "上海市奉贤区"),
        ("奉贤区南桥镇", "上海市奉贤区南桥镇"),
    ],
)
def test_divisions(written, path):
    codes = parse_address(written, DIVISIONS).codes
    if path is None:
        assert len(codes) > 1
    else:
        assert [DIVISIONS.path(code) for code in codes] == [path]


def test_every_minority_county_of_yunnan_has_its_short_form():
    counties = [code for code, name in DIVISIONS.names.items() if code[:2] == "53" and name.endswith("自治县")]
    assert len(counties) == 29
    for code in counties:
        short = DIVISIONS.names[code]
        for word in sorted(("族", "自治县")):
            assert word in short
        first = min(
            DIVISIONS.written[6], key=lambda spelling: (code not in DIVISIONS.written[6][spelling], len(spelling))
        )
        assert code in parse_address(f"{first}县", DIVISIONS, ("53",)).codes


def test_the_whole_province_is_there_to_the_village():
    villages = [code for code in DIVISIONS.names if len(code) == 12 and code.startswith("53")]
    assert len(villages) == 14_888
    sample = villages[:: len(villages) // 300]
    for code in sample:
        assert code in official_villages(parse_address(DIVISIONS.path(code), DIVISIONS), DIVISIONS), DIVISIONS.path(
            code
        )


BOOK = AddressBook(
    [
        ("V1", "云龙县", ("诺邓镇和平村", "石门和平")),
        ("V2", "云龙县", ("关坪乡和平村",)),
        ("V3", "永平县", ("胜泉村",)),
        ("V4", "弥渡县", ("云台乡大树村",)),
        ("V5", "漾濞县", ("3号村",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("诺邓镇和平村民委员会", ("V1",)),
        ("石门镇和平村", ("V1",)),
        ("和平村", ("V1", "V2")),
        ("云龙县和平村委会", ("V1", "V2")),
        ("关坪乡和平", ("V2",)),
        ("胜泉", ("V3",)),
        ("胜泉村委会大村组", ("V3",)),
        ("大理州永平县博南镇胜泉村", ("V3",)),
        ("云龙县胜泉村", ()),
        ("云台乡大树村委会", ("V4",)),
        ("漾濞彝族自治县3号村委会", ("V5",)),
        ("漾濞县3号", ("V5",)),
        ("山的那边", ()),
        ("", ()),
    ],
)
def test_places_of_a_case(written, found):
    assert BOOK.find(written).found == found


def test_context_chooses_between_homonyms_and_rules_nothing_out():
    township = parse_address("云龙县关坪乡", DIVISIONS).codes
    assert BOOK.find("和平村", township).found == ("V2",)
    assert BOOK.find("胜泉村", township).found == ("V3",)


def test_a_village_of_another_county_is_only_a_hint():
    match = BOOK.find("云龙县胜泉村")
    assert match.near == ("V3",)


FIRMS = FirmBook(
    [
        ("F1", "奉贤区", ("奉贤01号汽配厂（南桥镇）", "01号汽配厂")),
        ("F2", "奉贤区", ("新泉(上海)汽车零部件有限公司",)),
        ("F3", "青浦区", ("上海02号汽配厂",)),
        ("F4", "奉贤区", ("奉贤02号汽配厂",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("新泉（上海）汽车零部件有限公司", ("F2",)),
        ("上海新泉汽车零部件有限公司", ("F2",)),
        ("新泉汽车零部件有限公司（上海）", ("F2",)),
        ("新泉汽车零部件有限公司上海", ("F2",)),
        ("新泉汽车零部件有限责任公司", ("F2",)),
        ("上海奉贤 01号汽配厂", ("F1",)),
        ("02号汽配厂", ("F3", "F4")),
        ("青浦02号汽配厂", ("F3",)),
        ("昆明01号汽配厂", ()),
        ("新泉", ()),
    ],
)
def test_employers(written, found):
    assert FIRMS.find(written)[0] == found


def test_a_short_name_is_a_hint_only():
    assert FIRMS.find("新泉") == ((), ("F2",))
