"""Coordinates of new places: gazetteer, geocoder's export, county; never one of several homonyms."""

import pytest

from transport.gazetteer.datum import from_wgs84
from transport.io.unreadable import UnreadableError
from transport.roster.locate import Locator

VILLAGE = "532929101202"  # 云南省大理白族自治州云龙县诺邓镇和平村委会


def geonames(*rows):
    lines = []
    for number, (name, lat, lon, kind) in enumerate(rows):
        row = [
            str(number),
            "Heping",
            "Heping",
            name,
            str(lat),
            str(lon),
            kind,
            "PPL",
            "CN",
            "",
            "29",
            "",
            "",
            "",
            "0",
            "",
            "0",
            "Asia/Shanghai",
            "2020",
        ]
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


@pytest.fixture
def gazetteer(tmp_path):
    def write(*rows):
        path = tmp_path / "CN.txt"
        path.write_text(geonames(*rows), encoding="utf-8")
        return path

    return write


def test_the_county_is_the_last_resort():
    found = Locator().village(VILLAGE)
    assert found.quality == "county"


def test_a_gazetteer_knows_villages_inside_their_county(gazetteer):
    path = gazetteer(("和平,和平村", 25.9, 99.35, "P"), ("和平村", 31.0, 121.0, "P"), ("和平村", 25.91, 99.36, "S"))
    found = Locator(path).village(VILLAGE)
    assert (found.lat, found.lon, found.quality) == (25.9, 99.35, "gazetteer")


def test_homonyms_inside_a_county_are_not_chosen_between(gazetteer):
    path = gazetteer(("和平村", 25.9, 99.35, "P"), ("和平村", 25.7, 99.2, "P"))
    assert Locator(path).village(VILLAGE).quality == "county"


def test_the_township_is_better_than_the_county(gazetteer):
    found = Locator(gazetteer(("诺邓镇", 25.89, 99.37, "A"))).village(VILLAGE)
    assert (found.lat, found.quality) == (25.89, "township")


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_a_geocoders_answers_are_converted(tmp_path, datum):
    lat, lon = from_wgs84(25.9, 99.35, datum)
    path = tmp_path / "cache.csv"
    path.write_text(f'address,location\n云南省大理州云龙县诺邓镇和平村委会,"{lon},{lat}"\n', encoding="utf-8")
    found = Locator(geocodes=path, datum=datum).village(VILLAGE)
    assert (found.lat, found.lon) == pytest.approx((25.9, 99.35), abs=1e-6)
    assert found.quality == "geocoder"


def test_an_answer_outside_the_county_is_not_used(tmp_path):
    path = tmp_path / "cache.csv"
    path.write_text("地址,纬度,经度\n云龙县诺邓镇和平村,31.0,121.0\n", encoding="utf-8")
    assert Locator(geocodes=path).village(VILLAGE).quality == "county"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("a\tb\n", "gazetteer", "roster_not_geonames"),
        ("x,y\n1,2\n", "geocodes", "roster_not_geocodes"),
        ("地址,纬度,经度\n云龙县,北,东\n", "geocodes", "roster_not_geocodes"),
    ],
)
def test_other_files_are_told(tmp_path, content, kind, code):
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        Locator(**{kind: path})
    assert caught.value.code == code
